package scenario

import (
	"errors"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// What a command says beside whom and what it is about has rules of its own: an
// entitled person is refused by them, too.
func contentsInvariants() []Invariant {
	return []Invariant{
		{"said", "A decision that needs a reason, a plan, a justification or an accepted statement is accepted with it only.", 0, checkSaid},
		{"asked-for", "An answer that meets comes with what the content asks for; paper is from a role that may confirm.", 0, checkAskedFor},
		{"dates", "No answer or paper is of the future, no paper from before the content takes it, and no date to come is past.", 0, checkDates},
		{"overwrite", "A learner loses a confirmation or a sign-off only by a command that says so.", 0, checkOverwrite},
	}
}

func checkSaid(before, after *Moment) error {
	if !after.Stored() || !before.tale.exists {
		return nil
	}
	fw := before.tale.plan.fw
	switch c := after.Request.Command.(type) {
	case *workflow.Reject:
		return checkPlans(c)
	case *workflow.Revise:
		return first(must(!blank(c.Reason), workflow.ReasonMissing), must(c.To == workflow.Confirmed || planned(c.Actions), workflow.ActionMissing))
	case *workflow.SetAside:
		return must(!blank(c.Reason), workflow.ReasonMissing)
	case *workflow.Waive:
		return must(!blank(c.Justification), workflow.ReasonMissing)
	case *workflow.RecordPaper:
		return must(!blank(c.ConfirmedBy), workflow.ReasonMissing)
	case *workflow.DeclineSignOff:
		return must(!blank(c.Reason), workflow.ReasonMissing)
	case *workflow.SetAttributes:
		return must(!blank(c.Reason), workflow.ReasonMissing)
	case *workflow.OverrideRequirement:
		return must(!blank(c.Reason), workflow.ReasonMissing)
	case *workflow.SetAccountable:
		return must(!blank(c.Reason), workflow.ReasonMissing)
	case *workflow.RevokeSignOff:
		return must(!blank(c.Reason), workflow.ReasonMissing)
	case *workflow.Comment:
		return must(!blank(c.Comment), workflow.CommentMissing)
	case *workflow.RequestSignOff:
		return must(c.Accept || !fw.SignOff().Learner.Asked(), workflow.StatementNotAccepted)
	case *workflow.SignOff:
		return must(c.Accept || !fw.SignOff().Signatory.Asked(), workflow.StatementNotAccepted)
	}
	return nil
}

// checkPlans wants a reason and a plan for every item that is rejected.
func checkPlans(c *workflow.Reject) error {
	common := len(c.Items) > len(c.Plans)
	err := first(must(!common || !blank(c.Reason), workflow.ReasonMissing), must(!common || planned(c.Actions), workflow.ActionMissing))
	for _, p := range c.Plans {
		err = first(err, must(!blank(p.Reason), workflow.ReasonMissing), must(planned(p.Actions), workflow.ActionMissing))
	}
	return err
}

var errSaid = errors.New("it does not say what it must")

func must(is bool, code workflow.Code) error {
	if is {
		return nil
	}
	return refuse(errSaid, code)
}

// first is the first of the errors, if there is any.
func first(errs ...error) error {
	i := slices.IndexFunc(errs, func(err error) bool { return err != nil })
	if i < 0 {
		return nil
	}
	return errs[i]
}

func checkAskedFor(before, after *Moment) error {
	if !after.Stored() {
		return nil
	}
	b, t := after.x.book, before.tale
	for _, e := range after.Events {
		switch e := e.(type) {
		case *workflow.Answered:
			if asks := t.plan.items[t.index(e.Item)].AsksFor(); e.Meets && !e.Paper {
				if err := first(
					must(!asks.Comment || !blank(e.Comment.String()), workflow.CommentMissing),
					must(!asks.Evidence || len(e.Evidence) > 0, workflow.EvidenceMissing),
					must(!asks.Date || !e.On.IsZero(), workflow.DateMissing),
				); err != nil {
					return err
				}
			}
		case *workflow.Requested:
			if i := t.index(e.Item); !t.meets(i) || !t.accompanied(i) {
				return refuse(errors.New("somebody is asked to confirm what does not meet, or comes without what is asked for"), workflow.NotAssessed)
			}
		case *workflow.Decided:
			if e.Paper != nil && !slices.Contains(b.confirmers(t, t.index(e.Item), e.As.Centre), e.Paper.Role) {
				return refuse(errors.New("the role on the paper may not confirm"), workflow.RoleMayNotConfirm)
			}
		}
	}
	return nil
}

// checkDates compares days where they are counted: at the centre that the
// record names, or else at the enrolment's first.
func checkDates(before, after *Moment) error {
	if !after.Stored() {
		return nil
	}
	b, t := after.x.book, after.tale
	day := func(c workflow.CentreID, at time.Time) proficiency.Date { return proficiency.DateOf(at, b.zone(t, c)) }
	for _, e := range after.Events {
		switch e := e.(type) {
		case *workflow.Answered:
			today := day(before.tale.firstCentre(), e.At)
			if today.Before(e.On) || slices.ContainsFunc(e.Answers, func(r workflow.Reply) bool { return today.Before(r.On) }) {
				return refuse(errors.New("an answer is of the future"), workflow.InvalidDate)
			}
		case *workflow.Decided:
			if err := paperDates(t, e, day(e.As.Centre, e.At)); err != nil {
				return err
			}
			if p := e.Plan; p != nil && !p.ReviewOn.IsZero() && p.ReviewOn.Before(day(e.As.Centre, e.At)) {
				return refuse(errors.New("a review is planned for the past"), workflow.InvalidDate)
			}
		case *workflow.CompleteBySet:
			if !e.CompleteBy.IsZero() && e.CompleteBy.Before(day(before.tale.firstCentre(), e.At)) {
				return refuse(errors.New("the date to complete by is past"), workflow.InvalidDate)
			}
		}
	}
	return nil
}

func paperDates(t *tale, e *workflow.Decided, today proficiency.Date) error {
	switch {
	case e.Paper == nil:
	case e.Paper.On.IsZero():
		return refuse(errors.New("a paper has no date"), workflow.DateMissing)
	case today.Before(e.Paper.On):
		return refuse(errors.New("a paper is of the future"), workflow.InvalidDate)
	case e.Paper.On.Before(t.plan.fw.PaperSince().Date):
		return refuse(errors.New("a paper is older than the content takes"), workflow.InvalidDate)
	}
	return nil
}

// checkOverwrite looks at the commands that a learner may give only once they
// were told what is lost.
func checkOverwrite(before, after *Moment) error {
	if !after.Stored() {
		return nil
	}
	switch c := after.Request.Command.(type) {
	case *workflow.SelfAssess:
		return losesUntold(before, after, c.Overwrite)
	case *workflow.ClearAnswer:
		return losesUntold(before, after, c.Overwrite)
	case *workflow.ChooseOptional:
		return losesUntold(before, after, c.Overwrite)
	}
	return nil
}

func losesUntold(before, after *Moment, told bool) error {
	if told {
		return nil
	}
	for _, e := range after.Events {
		switch e := e.(type) {
		case *workflow.DecisionEnded:
			if before.tale.inDate(before.tale.index(e.Item), after.Now) {
				return refuse(errors.New("a confirmation was lost"), workflow.WouldLoseConfirmation)
			}
		case *workflow.SignOffVoided:
			return refuse(errors.New("a sign-off was lost"), workflow.WouldVoidSignOff)
		}
	}
	return nil
}
