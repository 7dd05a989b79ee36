package proficiency

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// compareLevels compares what is enough of whom. What only rates answers in
// another colour asks nothing.
func compareLevels(c *comparing, key string, old, new *Question) {
	was, is := levelWords(old), levelWords(new)
	if was == is {
		return
	}
	more, fewer := meeting(old, new)
	ch := Change{Class: ClassLevel, Key: key, Old: levelPosition(old), New: levelPosition(new), Was: was, Is: is, Trend: moreOrLess(more, fewer)}
	if more || fewer || old.scale.id != new.scale.id {
		c.touch(ClassLevel)
	} else {
		ch.Step, ch.Effect = StepMinor, "Answers may be rated otherwise; the same are enough."
	}
	c.add(ch)
}

func levelPosition(q *Question) (at source.Position) {
	if q.levels.Len() > 0 {
		at = q.levels.elems[0].Position
	}
	return at
}

// levelWords are the levels of a question for people.
func levelWords(q *Question) string {
	words := make([]string, len(q.levels.elems))
	for i, l := range q.levels.elems {
		words[i] = string(l.Answer)
		if l.AppliesTo.Len() > 0 {
			words[i] += " for " + conditionWords(l.AppliesTo.elems)
		}
		if l.Amber != "" {
			words[i] += " (amber from " + string(l.Amber) + ")"
		}
	}
	return strings.Join(words, ", ")
}

// meeting says of the answers that both questions have whether, for somebody,
// one is enough that was not, and the other way round.
func meeting(old, new *Question) (more, fewer bool) {
	eachSettings([]*Question{old, new}, func(s []Setting) bool {
		for _, a := range new.scale.answers.elems {
			if old.scale.place(a.ID) >= 0 {
				was, is := old.Meets(a.ID, s), new.Meets(a.ID, s)
				more, fewer = more || is && !was, fewer || was && !is
			}
		}
		return !more || !fewer
	})
	return more, fewer
}

// mostSettings bounds how many people are told apart by what levels depend on.
const mostSettings = 10_000

// eachSettings gives all that can be said of people as far as the levels of
// questions tell them apart: each attribute that these name is not set, has a
// value that they name, or another. It ends where yield is false. All is false
// if there are more of them than can be given.
func eachSettings(questions []*Question, yield func([]Setting) bool) (all bool) {
	var named []Condition // attributes, with all their values that are named
	for _, q := range questions {
		for _, l := range q.levels.elems {
			for _, c := range l.AppliesTo.elems {
				i := slices.IndexFunc(named, func(n Condition) bool { return n.Attribute == c.Attribute })
				if i < 0 {
					i, named = len(named), append(named, Condition{Attribute: c.Attribute})
				}
				for _, v := range c.Values.elems {
					if !slices.Contains(named[i].Values.elems, v) {
						named[i].Values.elems = append(named[i].Values.elems, v)
					}
				}
			}
		}
	}
	left := mostSettings
	all = true
	var each func(i int, settings []Setting) bool
	each = func(i int, settings []Setting) bool {
		if i == len(named) {
			left--
			all = left >= 0
			return all && yield(settings)
		}
		const other = "" // no value has it
		if !each(i+1, settings) || !each(i+1, append(settings, Setting{named[i].Attribute, other})) {
			return false
		}
		for _, v := range named[i].Values.elems {
			if !each(i+1, append(settings, Setting{named[i].Attribute, v})) {
				return false
			}
		}
		return true
	}
	each(0, nil)
	return all
}
