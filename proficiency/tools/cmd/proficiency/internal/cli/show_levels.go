package cli

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

// alike reports whether one mark at each answer says which are enough: the same
// for everybody, and none of them amber.
func alike(q *proficiency.Question) bool {
	levels := q.Levels()
	return levels.Len() == 0 || levels.Len() == 1 && levels.At(0).AppliesTo.Len() == 0 && levels.At(0).Amber == ""
}

// alikeFor marks what is enough for everybody, and nothing where that differs.
func alikeFor(q *proficiency.Question) func(proficiency.AnswerID) bool {
	if !alike(q) {
		return func(proficiency.AnswerID) bool { return false }
	}
	return func(a proficiency.AnswerID) bool { return q.Meets(a, nil) }
}

// ratingKey explains the mark of what is amber, where something is.
func ratingKey(it *proficiency.Item) string {
	for q := range it.Questions().Values() {
		for l := range q.Levels().Values() {
			if l.Amber != "" {
				return ", + is amber"
			}
		}
	}
	return ""
}

// levels are rows with what is asked of whom, where it is not of everybody the
// same: of several levels the first counts that holds, and then the scale.
func (c *content) levels(q *proficiency.Question) (rows []string) {
	if alike(q) {
		return nil
	}
	rest := true
	for i, l := range slices.Collect(q.Levels().Values()) {
		whom := "for everybody"
		switch {
		case l.AppliesTo.Len() > 0:
			whom = "where " + c.applies(slices.Collect(l.AppliesTo.Values()))
		case i > 0:
			whom = "otherwise"
		}
		rest = rest && l.AppliesTo.Len() > 0
		rows = append(rows, whom, marked(q.Scale(), l))
	}
	if rest {
		rows = append(rows, "otherwise", marked(q.Scale(), proficiency.Level{}))
	}
	return rows
}

// marked lists the ids of the answers of a scale, with * at those that meet a
// level, or the scale where there is none, and + at those that are amber.
func marked(scale *proficiency.Scale, l proficiency.Level) string {
	var words []string
	reached, amber := false, false
	for a := range scale.Answers().Values() {
		reached, amber = reached || a.ID == l.Answer, amber || a.ID == l.Amber
		word := string(a.ID)
		switch {
		case reached || !l.Enforced() && scale.Meets(a.ID):
			word += "*"
		case amber:
			word += "+"
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}
