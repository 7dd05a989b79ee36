package proficiency

import (
	"slices"
	"strings"
)

// answerRows compare what one answer says that both versions of a scale have.
func answerRows() []row[scaleAnswer] {
	return []row[scaleAnswer]{
		{"id", nil}, // by which answers are found
		textRow("label", ClassScale, func(a scaleAnswer) string { return a.Label }),
		{"meets", compareMeets},
	}
}

// A scaleAnswer is an answer with its scale.
type scaleAnswer struct {
	Answer
	scale *Scale
}

// scales compares the scales that both have by id. Where an item is answered on
// another scale than before, that is said of the item.
func (c *comparing) scales() {
	for _, s := range c.new.scales.elems {
		c.at = subject{part: PartScale, id: string(s.id), new: s.position}
		if was := c.old.Scale(s.id); was != nil {
			c.at.old = was.position
			c.scale(was, s)
		} else {
			c.add(Change{Class: ClassAdded, Step: StepPatch, Key: "scales", Is: answerNames(s)})
		}
	}
	for _, s := range c.old.scales.elems {
		if c.new.Scale(s.id) == nil {
			c.at = subject{part: PartScale, id: string(s.id), old: s.position}
			c.add(Change{Class: ClassRemoved, Step: StepPatch, Key: "scales", Was: answerNames(s)})
		}
	}
}

func (c *comparing) scale(old, new *Scale) {
	table := answerRows()
	var stay []AnswerID
	for _, a := range new.answers.elems {
		was, ok := old.Answer(a.ID)
		if !ok {
			c.add(Change{Class: ClassScale, Key: "answers", Is: answerName(new, a), Effect: "Learners may give an answer that there was not before."})
			continue
		}
		stay = append(stay, a.ID)
		rows(c, table, scaleAnswer{was, old}, scaleAnswer{a, new})
	}
	var were []AnswerID
	for _, a := range old.answers.elems {
		if _, ok := new.Answer(a.ID); ok {
			were = append(were, a.ID)
			continue
		}
		c.add(Change{Class: ClassScale, Key: "answers", Was: answerName(old, a)})
	}
	if !slices.Equal(were, stay) {
		c.add(Change{
			Class: ClassScale, Key: "answers", Was: answerNames(old), Is: answerNames(new),
			Effect: "The answers stand in another order, in which each is worth more than the one before it.",
		})
	}
}

// compareMeets finds also what marks differently the answers that met before:
// a scale without marks meets with every answer.
func compareMeets(c *comparing, key string, old, new scaleAnswer) {
	was, is := old.scale.Meets(old.ID), new.scale.Meets(new.ID)
	ch := Change{Class: ClassScale, Key: key, Was: answerName(old.scale, old.Answer), Is: answerName(new.scale, new.Answer), Trend: moreOrLess(was, is)}
	switch {
	case was && !is:
		ch.Trend, ch.Effect = Strengthened, "An answer that was enough is no longer enough."
	case is && !was:
		ch.Trend, ch.Effect = Weakened, "An answer that was not enough is enough."
	case old.Meets != new.Meets:
		ch.Class, ch.Effect = ClassWording, "It is said in another way which answers are enough."
		ch.Was, ch.Is = "meets: "+yesNo(old.Meets), "meets: "+yesNo(new.Meets)
	default:
		return
	}
	c.add(ch)
}

// answerName is an answer for people.
func answerName(s *Scale, a Answer) string {
	name := string(a.ID) + " (" + a.Label
	if s.Meets(a.ID) {
		name += ", meets"
	}
	return name + ")"
}

func answerNames(s *Scale) string {
	names := make([]string, len(s.answers.elems))
	for i, a := range s.answers.elems {
		names[i] = answerName(s, a)
	}
	return strings.Join(names, ", ")
}

// sameAnswers reports whether two scales have the same answers in the same
// order, of which the same are enough. Labels are compared where they count.
func sameAnswers(a, b *Scale, labels bool) bool {
	return slices.EqualFunc(a.answers.elems, b.answers.elems, func(x, y Answer) bool {
		return x.ID == y.ID && a.Meets(x.ID) == b.Meets(y.ID) && (!labels || x.Label == y.Label)
	})
}
