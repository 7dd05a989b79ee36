package render

import (
	"slices"
	"strconv"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/tools/render/internal/prose"
)

// A recommended is a page that is recommended, with when and why.
type recommended struct {
	resource
	Essential bool
	When      sentence
	Reason    saidLines
}

// recommends are those of a section or an item, which goes by these items.
func (w *writer) recommends(all proficiency.List[*proficiency.Recommendation], items ...*proficiency.Item) (out []recommended) {
	for r := range all.Values() {
		to, _ := prose.ReadAddress(r.Resource().URL)
		out = append(out, recommended{
			resource: resource{w.say(w.texts.RecommendedTitle(r)), to}, Essential: r.Essential(), When: w.when(r, items),
			Reason: w.lines(w.texts.Reason(r)),
		})
	}
	return out
}

// when says what a recommendation comes of.
func (w *writer) when(r *proficiency.Recommendation, items []*proficiency.Item) sentence {
	var question proficiency.Text
	var answers []proficiency.Text
	for _, it := range items {
		for q := range it.Questions().Values() {
			if r.Question() != q.ID() {
				continue
			}
			if question.Text == "" {
				question = w.texts.Question(it, q)
				question.Text = oneLine(question.Text)
			}
			for id := range r.Answers().Values() {
				if label := w.texts.Answer(q.Scale(), id); label.Text != "" && !slices.Contains(answers, label) {
					answers = append(answers, label)
				}
			}
		}
	}
	asked := []filled{{"question", question}}
	switch {
	case r.Unmet() && question.Text == "":
		return sentence{words: w.words.WhenUnmet}
	case r.Unmet():
		return sentence{w.words.WhenUnmetAsked, asked}
	case question.Text == "":
		return w.answering(w.words.WhenAnswered, answers, nil)
	}
	return w.answering(w.words.WhenAsked, answers, asked)
}

// answering puts each of some answers in a place of its own, since they can be
// in different languages.
func (w *writer) answering(words string, answers []proficiency.Text, places []filled) sentence {
	names := make([]string, len(answers))
	for i, a := range answers {
		name := "answer" + strconv.Itoa(i)
		names[i], places = "{"+name+"}", append(places, filled{name, a})
	}
	return sentence{say(words, "answer", listing(names, w.words.Or)), places}
}
