package scenario

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

// answer is one to an item, enough or not, and mostly with everything that the content asks for.
func (w *walker) answer(t *tale, i int, enough bool) workflow.ItemAnswer {
	it := &t.plan.items[i]
	a := workflow.ItemAnswer{Item: it.ID(), Answers: w.given(t, it, enough)}
	asks := it.AsksFor()
	if !enough && w.chance(3) { // what is not enough may be so one day, and comes with nothing
		return a
	}
	if asks.Comment || w.chance(4) {
		a.Comment = w.say("a comment")
	}
	if a.Evidence = w.evidence(t); asks.Evidence && len(a.Evidence) == 0 {
		a.Evidence = []workflow.EvidenceRef{{Title: w.say("a log")}}
	}
	if asks.Date || w.chance(8) {
		a.On = laterBy(w.today(t.firstCentre()), -w.IntN(3))
	}
	return a
}

func (w *walker) given(t *tale, it *planItem, enough bool) (out []workflow.Given) {
	for q := range it.Questions().Values() {
		if !q.Required() && w.chance(2) {
			continue
		}
		var fit []proficiency.AnswerID
		for a := range q.Scale().Answers().Values() {
			if !enough || t.enough(q, a.ID) {
				fit = append(fit, a.ID)
			}
		}
		out = append(out, w.remarked(t, workflow.Given{Question: q.ID(), Answer: oneIn(w, fit)}))
	}
	return out
}

// remarked is an answer with something said of it, now and then.
func (w *walker) remarked(t *tale, g workflow.Given) workflow.Given {
	if w.chance(6) {
		g.Comment = w.say("a remark")
	}
	if w.chance(8) {
		g.On = laterBy(w.today(t.firstCentre()), -w.IntN(3))
	}
	return g
}

// evidence is mostly none.
func (w *walker) evidence(t *tale) (out []workflow.EvidenceRef) {
	for w.chance(5) {
		e := workflow.EvidenceRef{Title: w.say("a page"), Location: w.maybe("file")}
		if w.chance(3) {
			e.On = laterBy(w.today(t.firstCentre()), -w.IntN(3))
		}
		if w.chance(4) {
			e.MediaType, e.Digest = "text/plain", canonical.Sum([]byte(e.Title))
		}
		out = append(out, e)
	}
	return out
}

// anyAnswer is a new answer, or the one that there is: as it is, or with
// another comment or less evidence.
func (w *walker) anyAnswer(t *tale, i int) workflow.ItemAnswer {
	was := t.items[i].answer
	if was == nil || w.chance(2) {
		return w.answer(t, i, !w.chance(3))
	}
	a := workflow.ItemAnswer{Item: was.Item, Answers: given(was), Comment: was.Comment.String(), On: was.On}
	for _, e := range was.Evidence {
		a.Evidence = append(a.Evidence, workflow.EvidenceRef{
			Title: e.Title.String(), Location: e.Location.String(), Digest: e.Digest, MediaType: e.MediaType, On: e.On,
		})
	}
	switch w.IntN(6) {
	case 0:
		a.Comment = w.say("another comment")
	case 1:
		if len(a.Evidence) > 0 {
			a.Evidence = a.Evidence[1:]
		}
	case 2:
		a.Evidence = append(a.Evidence, w.evidence(t)...)
	case 3:
		a.Answers[0].Comment = w.say("another remark")
	case 4:
		a.Answers[0].On = laterBy(w.today(t.firstCentre()), -w.IntN(3))
	}
	return a
}
