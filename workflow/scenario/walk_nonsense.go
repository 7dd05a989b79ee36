package scenario

import (
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// nonsense is a command with something in it that makes no sense, or that
// nobody should get through with.
func (w *walker) nonsense() *Step {
	t := w.tale(w.focus)
	ids := w.badItems(t)
	who := oneIn(w, w.people)
	switch w.IntN(14) {
	case 0:
		return w.byLearner(w.badAnswers(t))
	case 1:
		return w.byLearner(&workflow.ClearAnswer{Items: ids})
	case 2:
		return w.byLearner(&workflow.RequestConfirmation{Items: ids, To: oneIn(w, []workflow.PersonID{w.self(), who, "stranger-1"})})
	case 3:
		return w.byLearner(&workflow.WithdrawRequest{Items: ids})
	case 4:
		return w.by(w.askedOr(t, who), &workflow.Confirm{Items: w.badSeen(t, ids), Comment: w.badText()})
	case 5:
		return w.by(w.askedOr(t, who), w.badRejection(t, ids))
	case 6:
		return w.by(who, &workflow.Revise{Item: ids0(ids), To: workflow.Outcome("perhaps"), Reason: w.badText(), Actions: []string{""}})
	case 7:
		return w.byLearner(&workflow.ChooseOptional{Items: ids, Sections: []proficiency.SectionID{"no-such-part"}, Drop: w.chance(2)})
	case 8:
		return w.by(who, &workflow.SetAside{Items: ids, Reason: w.badText()})
	case 9:
		return w.by(who, &workflow.RecordPaper{Items: ids, ConfirmedBy: w.badText(), Role: "learner", On: laterBy(w.today(""), 1)})
	case 10:
		return w.by(who, &workflow.Waive{Item: ids0(ids), Justification: w.badText()})
	}
	return w.badWhole(t, who)
}

// badWhole is nonsense on the enrolment as a whole.
func (w *walker) badWhole(t *tale, who workflow.PersonID) *Step {
	switch w.IntN(12) {
	case 0:
		return w.by(who, &workflow.Enrol{Learner: oneIn(w, w.people), Framework: proficiency.Ref{ID: w.focus.Framework}, Centre: oneIn(w, w.centres), CompleteBy: laterBy(w.today(""), -2)})
	case 1:
		return w.by(who, &workflow.EnrolTrial{Framework: proficiency.Ref{ID: w.focus.Framework}, Trial: oneIn(w, []int{101, 1}), Zone: "No/Where"})
	case 2:
		return w.by(who, &workflow.AddCentre{Centre: "nowhere"})
	case 3:
		return w.by(who, &workflow.RemoveCentre{Centre: oneIn(w, w.centres)})
	case 4:
		return w.by(w.askedOr(t, who), &workflow.SignOff{})
	case 5:
		return w.by(w.askedOr(t, who), &workflow.DeclineSignOff{Reason: w.badText()})
	case 6:
		return w.by(who, &workflow.Reassign{From: who, To: oneIn(w, []workflow.PersonID{who, w.self()}), Supervisor: w.chance(2)})
	case 7:
		return w.by(who, &workflow.SetCompleteBy{On: laterBy(w.today(t.firstCentre()), -1)})
	case 10:
		return w.by(who, &workflow.OverrideRequirement{Framework: oneIn(w, append(w.required(), "no-such-framework")), Reason: w.badText()})
	case 8:
		return w.by(who, &workflow.SetAttributes{Attributes: w.badSettings(t), Reason: oneIn(w, []string{w.badText(), w.say("another post")})})
	case 9:
		return w.badStanding(t, who)
	}
	return w.by(who, &workflow.RevokeSignOff{Reason: w.badText()})
}

// badSettings are of what there is not, or of one attribute twice.
func (w *walker) badSettings(t *tale) []proficiency.Setting {
	list := w.settings(t, proficiency.Ref{ID: w.focus.Framework})
	if len(list) == 0 || w.chance(2) {
		return append(list, proficiency.Setting{Attribute: oneIn(w, []proficiency.AttributeID{"role", "no-such-attribute"}), Value: "no-such-value"})
	}
	return append(list, list[0])
}

func ids0(ids []proficiency.ItemID) proficiency.ItemID {
	if len(ids) == 0 {
		return "no-such-item"
	}
	return ids[0]
}

// badItems are none, some twice, or some that do not exist.
func (w *walker) badItems(t *tale) []proficiency.ItemID {
	ids := w.items(t)
	switch w.IntN(4) {
	case 0:
		return nil
	case 1:
		return append(ids, ids...)
	case 2:
		return append(ids, "no-such-item")
	}
	return ids
}

func (w *walker) badText() string {
	return oneIn(w, []string{"", "  ", "a", strings.Repeat("long ", 4000)})
}

func (w *walker) askedOr(t *tale, who workflow.PersonID) workflow.PersonID {
	if asked := t.askedItems(); len(asked) > 0 {
		return t.items[oneIn(w, asked)].request.To
	}
	if t.asked != nil {
		return t.asked.To
	}
	return who
}

func (w *walker) badSeen(t *tale, ids []proficiency.ItemID) (out []workflow.Seen) {
	for _, id := range ids {
		out = append(out, workflow.Seen{Item: id, Basis: workflow.Seq(1 + w.IntN(int(t.seq)+2))})
	}
	return out
}

func (w *walker) badRejection(t *tale, ids []proficiency.ItemID) *workflow.Reject {
	c := w.rejection(w.badSeen(t, ids))
	switch w.IntN(4) {
	case 0:
		c.Reason = w.badText()
	case 1:
		c.Actions = nil
	case 2:
		c.Actions = append(c.Actions, " ")
	case 3:
		c.Plans = []workflow.ItemPlan{{Item: "no-such-item", Reason: "r", Actions: []string{"a"}}}
	}
	return c
}

// badAnswers lack something, or are no answers.
func (w *walker) badAnswers(t *tale) *workflow.SelfAssess {
	c := &workflow.SelfAssess{Overwrite: w.chance(2)}
	for _, id := range w.badItems(t) {
		a := workflow.ItemAnswer{Item: id}
		if i := t.index(id); i != none {
			a = w.answer(t, i, w.chance(2))
		}
		switch w.IntN(6) {
		case 0:
			a.Answers = nil
		case 1:
			a.Answers = []workflow.Given{{Answer: "no-such-answer"}}
		case 2:
			a.Answers = append(a.Answers, workflow.Given{Question: "no-such-question", Answer: "done"})
		case 3:
			a.Comment, a.Evidence, a.On = "", nil, proficiency.Date{}
		case 4:
			a.On = laterBy(w.today(t.firstCentre()), 1)
		case 5:
			a.Answers = append(a.Answers, a.Answers...)
		}
		c.Items = append(c.Items, a)
	}
	return c
}
