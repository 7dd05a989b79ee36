package scenario

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// sensible reports whether nothing that a command says beside whom, which
// enrolment and which items it is about speaks against it: whether it is
// accepted is then decided by these alone. Of some kinds it is never said.
func (b *book) sensible(t *tale, cmd workflow.Command, now time.Time) bool {
	if !t.allKnown(cmd) {
		return false
	}
	switch c := cmd.(type) {
	case *workflow.SelfAssess:
		return c.Overwrite && b.sensibleAnswers(t, c, now)
	case *workflow.ClearAnswer:
		return c.Overwrite
	case *workflow.ChooseOptional:
		return c.Overwrite && len(c.Sections) == 0
	case *workflow.RequestConfirmation:
		return b.fitting(t, c)
	case *workflow.Confirm:
		return t.current(c.Items) && !tooLong(c.Comment) && !tooLong(c.OnBehalfOf)
	case *workflow.Reject:
		return t.current(c.Items) && said(c.Reason) && planned(c.Actions) && len(c.Plans) == 0 && b.notPastAnywhere(t, c.ReviewOn, now)
	case *workflow.Revise:
		return b.sensibleRevision(t, c, now)
	case *workflow.SetAside:
		return c.DecidedBy == "" && said(c.Reason)
	case *workflow.Waive:
		return said(c.Justification)
	case *workflow.RecordPaper:
		return b.sensiblePaper(t, c, now)
	case *workflow.WithdrawRequest, *workflow.Unwaive:
		return true
	}
	return b.sensibleWhole(t, cmd, now)
}

// sensibleWhole is sensible for commands on an enrolment as a whole.
func (b *book) sensibleWhole(t *tale, cmd workflow.Command, now time.Time) bool {
	switch c := cmd.(type) {
	case *workflow.Agree, *workflow.Submit, *workflow.WithdrawSignOff, *workflow.RemindSignOff, *workflow.Upgrade:
		return true
	case *workflow.Comment:
		return said(c.Comment)
	case *workflow.RequestSignOff:
		return c.Accept && b.maySignOff(t, c.To, t.centres) && t.distinct(c.To, now)
	case *workflow.SignOff:
		return c.Accept
	case *workflow.DeclineSignOff:
		return said(c.Reason)
	case *workflow.RevokeSignOff:
		return said(c.Reason)
	case *workflow.Withdraw:
		return said(c.Reason)
	case *workflow.SetCompleteBy:
		return b.notPast(t, c.On, now)
	case *workflow.SetAttributes:
		good, _ := settings(c.Attributes, t.plan.fw)
		return said(c.Reason) && len(c.Attributes) > 0 && (good || t.plan.fw.Attributes().Len() == 0)
	case *workflow.OverrideRequirement:
		return said(c.Reason)
	case *workflow.SetContributors:
		return b.mayContribute(t, c.Contributors, t.about.Centre) && !t.supervisedByAny(c.Contributors)
	case *workflow.SetAccountable:
		return said(c.Reason) && b.mayStandFor(t, c.Person, t.about.Centre) && !slices.Contains(t.supervisors, c.Person)
	case *workflow.AddSupervisor:
		return b.askable(t, c.Person)
	case *workflow.AddCentre:
		centre := b.centres[c.Centre]
		return centre != nil && !centre.withheld[t.plan.fw.ID()] && b.delegate(t.responsible(), c.Centre) && !slices.Contains(t.centres, c.Centre)
	case *workflow.RemoveCentre:
		return slices.Contains(t.centres, c.Centre)
	case *workflow.AcceptTransfer:
		there, _ := b.foreign(c.Transfer)
		return there != nil
	case *workflow.Remind, *workflow.RemoveSupervisor, *workflow.Reassign:
		return true
	}
	return false
}

// allKnown reports whether a command names items that there are, each once, if
// it is one that names items.
func (t *tale) allKnown(cmd workflow.Command) bool {
	var m mentions
	m.command(cmd)
	for i, id := range m.items {
		if t.index(id) == none || slices.Contains(m.items[:i], id) {
			return false
		}
	}
	named := aboutItems(cmd.Kind())
	switch cmd.Kind() {
	case workflow.KindRemoveSupervisor, workflow.KindRemoveCentre, workflow.KindWithdraw, workflow.KindReassign,
		workflow.KindSetAttributes, workflow.KindEnrol, workflow.KindAcceptTransfer:
		named = false
	}
	return len(m.items) > 0 || !named
}

// current reports whether a decision rests on the answers that are there now.
func (t *tale) current(list []workflow.Seen) bool {
	return !slices.ContainsFunc(list, func(s workflow.Seen) bool {
		a := t.items[t.index(s.Item)].answer
		return a != nil && a.Basis != s.Basis
	})
}

func planned(actions []string) bool { return len(actions) > 0 && !slices.ContainsFunc(actions, unsaid) }

func (b *book) notPast(t *tale, day proficiency.Date, now time.Time) bool {
	return day.IsZero() || !day.Before(b.today(t, now))
}

// notPastAnywhere is for a date at the centre that whoever decides acts for.
func (b *book) notPastAnywhere(t *tale, day proficiency.Date, now time.Time) bool {
	return day.IsZero() || !slices.ContainsFunc(append([]workflow.CentreID{""}, t.centres...), func(c workflow.CentreID) bool {
		return day.Before(proficiency.DateOf(now, b.zone(t, c)))
	})
}

func (b *book) sensibleAnswers(t *tale, c *workflow.SelfAssess, now time.Time) bool {
	for _, a := range c.Items {
		enough, valid := t.answered(t.plan.items[t.index(a.Item)].Item, a.Answers)
		asks := t.plan.items[t.index(a.Item)].AsksFor()
		dates := []proficiency.Date{a.On}
		for _, e := range a.Evidence {
			dates = append(dates, e.On)
		}
		for _, g := range a.Answers {
			dates = append(dates, g.On)
		}
		future := slices.ContainsFunc(dates, func(d proficiency.Date) bool { return b.today(t, now).Before(d) })
		lacking := enough && (asks.Comment && unsaid(a.Comment) || asks.Evidence && len(a.Evidence) == 0 || asks.Date && a.On.IsZero())
		if !valid || future || lacking {
			return false
		}
	}
	return true
}

// answered reports whether answers are valid ones to the questions of an item,
// and enough.
func (t *tale) answered(it *proficiency.Item, given []workflow.Given) (enough, valid bool) {
	enough = true
	seen := 0
	for q := range it.Questions().Values() {
		n := 0
		for _, g := range given {
			if g.Question != q.ID() {
				continue
			}
			n++
			if !onScale(q, g.Answer) {
				return false, false
			}
			enough = enough && (!q.Required() || t.enough(q, g.Answer))
		}
		if n > 1 || n == 0 && q.Required() {
			return false, false
		}
		seen += n
	}
	return enough, seen == len(given)
}

// fitting reports whether who is asked may confirm every item.
func (b *book) fitting(t *tale, c *workflow.RequestConfirmation) bool {
	return !slices.ContainsFunc(c.Items, func(id proficiency.ItemID) bool { return !b.mayConfirm(t, c.To, t.index(id), t.centres) })
}

func (b *book) sensibleRevision(t *tale, c *workflow.Revise, now time.Time) bool {
	d := t.items[t.index(c.Item)].decision
	switch {
	case unsaid(c.Reason) || d != nil && d.Outcome == c.To:
		return false
	case c.To == workflow.Rejected:
		return planned(c.Actions) && b.notPastAnywhere(t, c.ReviewOn, now)
	}
	return c.To == workflow.Confirmed
}

// sensiblePaper is for a paper from a role that may confirm wherever it may be
// recorded, and that has not lapsed.
func (b *book) sensiblePaper(t *tale, c *workflow.RecordPaper, now time.Time) bool {
	if unsaid(c.ConfirmedBy) || c.On.IsZero() || c.On.Before(t.plan.fw.PaperSince().Date) || len(c.Evidence) > 0 {
		return false
	}
	for _, at := range append([]workflow.CentreID{""}, t.centres...) {
		zone := b.zone(t, at)
		if proficiency.DateOf(now, zone).Before(c.On) {
			return false
		}
		for _, id := range c.Items {
			i := t.index(id)
			months := t.plan.items[i].Validity().Months
			if !slices.Contains(b.confirmers(t, i, at), c.Role) || months > 0 && !now.Before(b.endOf(laterBy(c.On, months), zone)) {
				return false
			}
		}
	}
	return true
}

// said reports whether a text is one that can be stored, and says something.
func said(words string) bool { return !blank(words) && !tooLong(words) }

func unsaid(words string) bool { return !said(words) }

func tooLong(words string) bool { return len(words) > workflow.MaxTextLength }
