package workflow_test

import (
	"testing"

	"github.com/countersign-go/countersign/workflow"
)

func TestRefusalsOfSelfAssess(t *testing.T) {
	t.Parallel()
	one := func(a workflow.ItemAnswer) func(w *world) workflow.Command {
		return func(w *world) workflow.Command {
			if a.Answers == nil {
				a.Answers = w.meeting(a.Item).Answers
			}
			return &workflow.SelfAssess{Items: []workflow.ItemAnswer{a}}
		}
	}
	evidence := func(e workflow.EvidenceRef) func(w *world) workflow.Command {
		return one(workflow.ItemAnswer{Item: "care-1", Evidence: []workflow.EvidenceRef{e}})
	}
	airway := func(given ...workflow.Given) func(w *world) workflow.Command {
		return one(workflow.ItemAnswer{Item: "airway-1", Answers: given})
	}
	inside := with(opened, func(w *world) { w.pass("start-1") })
	refusals(t, []refusal{
		{"by another", opened, educator, one(workflow.ItemAnswer{Item: "care-1"}), [][]string{why(workflow.NotTheLearner)}},
		{"nothing", opened, learner, just(&workflow.SelfAssess{}), [][]string{why(workflow.NoItems)}},
		{"too many", opened, learner, just(&workflow.SelfAssess{Items: make([]workflow.ItemAnswer, workflow.MaxItems+1)}),
			[][]string{why(workflow.TooLarge)}},
		{"twice", opened, learner, func(w *world) workflow.Command { return w.answers("care-1", "care-1", "care-2") },
			[][]string{why(workflow.DuplicateItem, "care-1")}},
		{"everything at once", agreed, learner, func(w *world) workflow.Command {
			c := w.answers("care-1", "extra-1", "safety-1")
			c.Items[2].Answers[0].Answer = "agree"
			c.Items = append(c.Items, workflow.ItemAnswer{Item: "care-99"})
			return c
		}, [][]string{
			why(workflow.ItemLocked, "care-1", "care-1", "care-1")[:2], why(workflow.ItemExcluded, "extra-1"),
			why(workflow.UnknownAnswer, "safety-1"), why(workflow.UnknownItem, "care-99"),
		}},
		{"by another, withdrawn", withdrawn, educator, one(workflow.ItemAnswer{Item: "care-1"}),
			[][]string{why(workflow.NotTheLearner), unwanted, why(workflow.DeclarationNotAgreed)}[:2]},
		{"suspended", inactive, learner, one(workflow.ItemAnswer{Item: "care-2"}), [][]string{why(workflow.LearnerNotActive)}},
		{"deactivated", with(opened, func(w *world) { w.deactivate(learner) }), learner, one(workflow.ItemAnswer{Item: "care-2"}),
			[][]string{why(workflow.LearnerNotActive)}},
		{"excluded", opened, learner, one(workflow.ItemAnswer{Item: "renal-1"}), [][]string{why(workflow.ItemExcluded, "renal-1")}},
		{"excluded and confirmed", with(opened, func(w *world) { w.choose("extra-1"); w.pass("extra-1"); w.drop("extra-1") }), learner,
			just(workflow.Answer("extra-1", "ongoing")), [][]string{why(workflow.ItemExcluded, "extra-1")}},
		{"unnamed question", inside, learner, airway(workflow.Given{Question: "ability", Answer: "achieved"}, workflow.Given{Answer: "achieved"}),
			[][]string{why(workflow.UnknownQuestion, "airway-1")}},
		{"question twice", inside, learner,
			airway(workflow.Given{Question: "ability", Answer: "achieved"}, workflow.Given{Question: "ability", Answer: "partly"}),
			[][]string{why(workflow.UnknownQuestion, "airway-1")}},
		{"too many answers", inside, learner, airway(make([]workflow.Given, workflow.MaxItems+1)...), [][]string{why(workflow.TooLarge, "airway-1")}},
		{"required question unanswered", inside, learner, airway(workflow.Given{Question: "confidence", Answer: "low"}),
			[][]string{why(workflow.NotAnswered, "airway-1")}},
		{"not required but off the scale", inside, learner,
			airway(workflow.Given{Question: "ability", Answer: "achieved"}, workflow.Given{Question: "confidence", Answer: "middling"}),
			[][]string{why(workflow.UnknownAnswer, "airway-1")}},
		{"dated tomorrow", opened, learner, one(workflow.ItemAnswer{Item: "care-1", On: day(2026, 3, 3)}), [][]string{why(workflow.InvalidDate, "care-1")}},
		{"evidence dated tomorrow", opened, learner, evidence(workflow.EvidenceRef{Title: "log", On: day(2026, 3, 3)}),
			[][]string{why(workflow.InvalidDate, "care-1")}},
		{"empty evidence", opened, learner, evidence(workflow.EvidenceRef{Title: " ", MediaType: "text/plain"}),
			[][]string{why(workflow.InvalidText, "care-1")}},
		{"media type", opened, learner, evidence(workflow.EvidenceRef{Title: "log", MediaType: noUTF8}), [][]string{why(workflow.InvalidText, "care-1")}},
		{"no media type", opened, learner, evidence(workflow.EvidenceRef{Title: "log", MediaType: "a picture of it"}),
			[][]string{why(workflow.InvalidText, "care-1")}},
		{"too much in all", opened, learner, func(w *world) workflow.Command {
			c := w.answers("care-1", "care-2", "start-1")
			for i := range c.Items {
				c.Items[i].Evidence = make([]workflow.EvidenceRef, workflow.MaxItems)
			}
			return c
		}, [][]string{why(workflow.TooLarge)}},
		{"long title", opened, learner, evidence(workflow.EvidenceRef{Title: tooLong, Location: withNUL}),
			[][]string{why(workflow.InvalidText, "care-1", "care-1")}},
		{"long comment", opened, learner, one(workflow.ItemAnswer{Item: "care-1", Comment: tooLong}), [][]string{why(workflow.InvalidText, "care-1")}},
		{"broken comment", opened, learner, one(workflow.ItemAnswer{Item: "care-1", Comment: noUTF8}), [][]string{why(workflow.InvalidText, "care-1")}},
		{"record too large", opened, learner, func(w *world) workflow.Command {
			c := w.answers("care-1")
			for range 20 {
				c.Items[0].Evidence = append(c.Items[0].Evidence, workflow.EvidenceRef{Title: tooLong[1:]})
			}
			return c
		}, [][]string{why(workflow.TooLarge)}},
	})
}

func TestRefusalsOfClearAnswer(t *testing.T) {
	t.Parallel()
	refusals(t, []refusal{
		{"by another", confirmed, assessor, just(&workflow.ClearAnswer{Items: items{"care-1"}, Overwrite: true}), [][]string{why(workflow.NotTheLearner)}},
		{"nothing", opened, learner, just(&workflow.ClearAnswer{}), [][]string{why(workflow.NoItems)}},
		{"too many", opened, learner, just(&workflow.ClearAnswer{Items: thousandAndOne()}), [][]string{why(workflow.TooLarge)}},
		{"unknown, unanswered and confirmed", confirmed, learner, just(&workflow.ClearAnswer{Items: items{"care-99", "care-2", "care-1"}}),
			[][]string{why(workflow.UnknownItem, "care-99"), why(workflow.NothingToClear, "care-2"), why(workflow.WouldLoseConfirmation, "care-1")}},
		{"excluded", with(opened, func(w *world) { w.choose("extra-1"); w.pass("extra-1"); w.drop("extra-1") }), learner,
			just(&workflow.ClearAnswer{Items: items{"extra-1"}}), [][]string{why(workflow.ItemExcluded, "extra-1")}},
		{"withdrawn", withdrawn, learner, just(&workflow.ClearAnswer{Items: items{"safety-1"}, Overwrite: true}), [][]string{unwanted}},
		{"suspended", inactive, learner, just(&workflow.ClearAnswer{Items: items{"care-1"}}), [][]string{why(workflow.LearnerNotActive)}},
	})
}

func TestRefusalsOfChooseOptional(t *testing.T) {
	t.Parallel()
	choose := func(ids ...string) func(*world) workflow.Command {
		c := &workflow.ChooseOptional{}
		for _, id := range ids {
			c.Items = append(c.Items, itemID(id))
		}
		return just(c)
	}
	refusals(t, []refusal{
		{"by another", opened, educator, choose("extra-1"), [][]string{why(workflow.NotTheLearner)}},
		{"nothing", opened, learner, choose(), [][]string{why(workflow.NoItems)}},
		{"too many", opened, learner, just(&workflow.ChooseOptional{Items: thousandAndOne()}), [][]string{why(workflow.TooLarge)}},
		{"twice", opened, learner, choose("extra-1", "extra-1"), [][]string{why(workflow.DuplicateItem, "extra-1")}},
		{"mandatory, of a section, unknown", opened, learner, choose("care-1", "renal-1", "care-99", "extra-1"),
			[][]string{why(workflow.NotOptional, "care-1", "renal-1"), why(workflow.UnknownItem, "care-99")}},
		{"mandatory section, unknown section", opened, learner, just(&workflow.ChooseOptional{Sections: sections("care", "dental", "renal")}),
			[][]string{why(workflow.NotOptional), why(workflow.UnknownItem)}},
		{"dropping what is mandatory", opened, learner, just(&workflow.ChooseOptional{Items: items{"care-1"}, Drop: true}),
			[][]string{why(workflow.NotOptional, "care-1")}},
		{"withdrawn", withdrawn, learner, choose("extra-1"), [][]string{unwanted}},
		{"suspended", inactive, learner, choose("extra-1"), [][]string{why(workflow.LearnerNotActive)}},
	})
}

func TestRefusalsOfAgree(t *testing.T) {
	t.Parallel()
	plain := func(t *testing.T) *world { t.Helper(); w := newWorld(t); w.enrolOnTwelve(); return w }
	refusals(t, []refusal{
		{"by another", enrolled, educator, just(&workflow.Agree{}), [][]string{why(workflow.NotTheLearner)}},
		{"nothing asked", plain, learner, just(&workflow.Agree{}), [][]string{why(workflow.NothingAsked)}},
		{"all of it", with(plain, func(w *world) { w.do(admin, &workflow.Withdraw{Reason: "x"}) }), educator, just(&workflow.Agree{}),
			[][]string{why(workflow.NotTheLearner), unwanted, why(workflow.NothingAsked)}},
		{"suspended", with(enrolled, func(w *world) { w.suspend(learner) }), learner, just(&workflow.Agree{}), [][]string{why(workflow.LearnerNotActive)}},
	})
}
