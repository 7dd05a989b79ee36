package proficiency

import (
	"slices"
	"strings"
)

func compareSectionRecommends(c *comparing, key string, old, new *Section) {
	c.recommends(key, old.recommends.elems, new.recommends.elems)
}

func compareItemRecommends(c *comparing, key string, old, new *Item) {
	c.recommends(key, old.recommends.elems, new.recommends.elems)
}

// recommends compares what helps; it never keeps anybody from anything.
func (c *comparing) recommends(key string, old, new []*Recommendation) {
	same := slices.EqualFunc(old, new, func(a, b *Recommendation) bool {
		return a.id == b.id && a.resource == b.resource && a.question == b.question && slices.Equal(a.answers.elems, b.answers.elems) &&
			a.unmet == b.unmet && a.essential == b.essential && a.reason == b.reason
	})
	if !same {
		c.add(Change{Class: ClassGuidance, Key: key, Was: recommended(old), Is: recommended(new)})
	}
}

func recommended(all []*Recommendation) string {
	words := make([]string, len(all))
	for i, r := range all {
		words[i] = string(r.id) + " (" + r.resource.Title + ", " + r.resource.URL
		if r.unmet {
			words[i] += ", where it is not met"
		} else {
			answers := make([]string, len(r.answers.elems))
			for j, a := range r.answers.elems {
				answers[j] = string(a)
			}
			words[i] += ", after " + strings.Join(answers, " or ")
		}
		if r.question != "" {
			words[i] += " to " + string(r.question)
		}
		if r.essential {
			words[i] += ", essential"
		}
		words[i] += ": " + r.reason + ")"
	}
	return strings.Join(words, ", ")
}
