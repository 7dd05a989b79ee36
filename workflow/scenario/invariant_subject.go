package scenario

import (
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

func subjectInvariants() []Invariant {
	return []Invariant{
		{"authors", "Every answer names who gave it: the learner, or somebody who contributed at that instant; one from paper, who was accountable.", 0, checkAuthors},
		{"stand-for", "The enrolment of a centre has contributors and one accountable person, none of whom is a supervisor or asked anything; that of a learner has neither.", 0, checkStandFor},
	}
}

func checkAuthors(before, after *Moment) error {
	t := before.tale
	for _, e := range after.Events {
		a, ok := e.(*workflow.Answered)
		switch {
		case !ok:
		case a.Contributor != after.Records[0].Actor && !a.Paper:
			return fmt.Errorf("%s answered %s, and %s is named", after.Records[0].Actor, a.Item, a.Contributor)
		case a.Paper && a.Contributor != t.responsible(), !a.Paper && !t.learns(workflow.KindSelfAssess, a.Contributor):
			return refuse(fmt.Errorf("the answer to %s names %s", a.Item, a.Contributor), workflow.NotAContributor)
		}
	}
	if !after.tale.exists || !after.Stored() {
		return nil
	}
	for i := range after.tale.items {
		id, want := after.tale.plan.items[i].ID(), after.tale.items[i].answer
		if got := after.State.Item(id).Answer; want != nil && (got == nil || got.Contributor != want.Contributor) {
			return expecting(&AnswerIs{Item: id, Answers: given(want), By: want.Contributor}, "who answered %s is not who is named", id)
		}
	}
	return nil
}

func checkStandFor(_, after *Moment) error {
	t := after.tale
	if !t.exists {
		return nil
	}
	contributors := after.State.Contributors()
	centre := t.about.Centre != ""
	switch {
	case !slices.Equal(contributors, t.contributors):
		return expecting(&ContributorsAre{t.contributors}, "the contributors are %v, and should be %v", contributors, t.contributors)
	case after.State.Accountable() != t.accountable:
		return expecting(&AccountableIs{t.accountable}, "accountable is %s, and should be %s", after.State.Accountable(), t.accountable)
	case centre != (len(contributors) > 0) || centre != (t.accountable != "") || after.State.Subject() != t.about.Centre:
		return fmt.Errorf("the enrolment of %s has the contributors %v and the accountable person %q", t.about, contributors, t.accountable)
	case centre && !slices.Equal(t.centres, []workflow.CentreID{t.about.Centre}):
		return fmt.Errorf("the record of %s is at %v", t.about, t.centres)
	case t.withdrawn || t.trial():
		return nil
	}
	for _, p := range t.supervisors {
		if t.own(p) {
			return refuse(fmt.Errorf("%s is a supervisor of their own enrolment", p), workflow.IsTheLearner)
		}
	}
	if t.asked != nil && t.own(t.asked.To) || slices.ContainsFunc(t.items, func(it taleItem) bool { return it.request != nil && t.own(it.request.To) }) {
		return refuse(errors.New("somebody is asked about their own enrolment"), workflow.IsTheLearner)
	}
	return nil
}
