package scenario

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func requestInvariants() []Invariant {
	return []Invariant{
		{"request-ids", "A request sent again is answered from its record and stores nothing; its id with another command or actor is refused.", 0, checkRequestIDs},
		{"preview", "A preview says what the command does, and stores nothing.", 0, checkPreview},
	}
}

// checkRequestIDs looks for an earlier request with the same id among those
// that the engine promises to remember.
func checkRequestIDs(before, after *Moment) error {
	earlier := before.tale.request(after.Request.ID)
	switch {
	case earlier == nil && after.Result.Replayed && !after.unsettled:
		return fmt.Errorf("%q was answered again, and never given before", after.Request.ID)
	case earlier == nil:
		return nil
	}
	same := earlier.actor == after.Request.Actor && sameCommand(earlier.command, after.Request.Command)
	switch {
	case len(after.Records) > 0:
		return come(Replayed, fmt.Errorf("%q was stored twice", after.Request.ID))
	case same && (after.Err != nil || !after.Result.Replayed && !after.lost || after.Result.Record.Seq != earlier.seq):
		return come(Replayed, fmt.Errorf("%q was given again, and not answered by record %d", after.Request.ID, earlier.seq))
	case !same && after.Denied == nil:
		return refuse(fmt.Errorf("%q was used for something else, and that was not refused", after.Request.ID), workflow.RequestIDReused)
	case !same && before.Sees && !after.Denied.Has(workflow.RequestIDReused):
		return refuse(fmt.Errorf("%q was used for something else, and refused for %v", after.Request.ID, codesOf(after.Denied)), workflow.RequestIDReused)
	}
	return nil
}

// sameCommand reports whether two commands say the same. A record from elsewhere
// is the same up to its last hash.
func sameCommand(a, b workflow.Command) bool {
	if a.Kind() != b.Kind() {
		return false
	}
	c, ok := a.(*workflow.AcceptTransfer)
	if !ok {
		return reflect.DeepEqual(a, b)
	}
	o := b.(*workflow.AcceptTransfer)
	return c.Transfer.Origin() == o.Transfer.Origin() && c.Transfer.Enrolment() == o.Transfer.Enrolment() &&
		c.Transfer.Head() == o.Transfer.Head() && slices.Equal(c.Items, o.Items)
}

// request is what was given with an id, among the last that are remembered, or nil.
func (t *tale) request(id workflow.RequestID) *taleRequest {
	for i := len(t.requests) - 1; i >= max(0, len(t.requests)-workflow.RecentRequests); i-- {
		if t.requests[i].id == id {
			return &t.requests[i]
		}
	}
	return nil
}

func codesOf(d *workflow.Denied) (out []workflow.Code) {
	for _, r := range d.Reasons {
		out = append(out, r.Code)
	}
	return out
}

// checkPreview asks what the same command would do now: the walk asks before a
// step, and keeps the answer.
func checkPreview(before, after *Moment) error {
	p := after.preview
	if p == nil || before.tale.request(after.Request.ID) != nil || after.Err != nil && after.Denied == nil {
		return nil
	}
	if (p.denied == nil) != (after.Denied == nil) {
		return fmt.Errorf("the preview was refused for %v, the command for %v", reasonsOf(p.denied), reasonsOf(after.Denied))
	}
	if p.denied != nil {
		if !sameReasons(p.denied.Reasons, after.Denied.Reasons) {
			return fmt.Errorf("the preview was refused for %v, the command for %v", reasonsOf(p.denied), reasonsOf(after.Denied))
		}
		return nil
	}
	if len(p.Events) != len(after.Events) {
		return fmt.Errorf("the preview has %d events, the command %d", len(p.Events), len(after.Events))
	}
	if !after.tale.exists {
		return nil
	}
	want := *after.summary()
	p.Summary.Serials, want.Serials = nil, nil // drawn by chance
	if d := summaryDiffers(&p.Summary, &want); d != "" {
		return fmt.Errorf("in the preview %s", d)
	}
	return nil
}

func reasonsOf(d *workflow.Denied) []blocker {
	if d == nil {
		return nil
	}
	return blockers(d.Reasons)
}

func blockers(list []workflow.Reason) []blocker {
	out := make([]blocker, len(list))
	for i, r := range list {
		out[i] = blocker{r.Code, r.Item}
	}
	return out
}

func sameReasons(a, b []workflow.Reason) bool { return sameBlockers(blockers(a), blockers(b)) }

func askingInvariants() []Invariant {
	return []Invariant{
		{"asked", "Only somebody who is not the learner and holds a fitting role at that instant is asked to confirm or to sign off.", 0, checkAsked},
		{"reminders", "Nobody is reminded sooner than the policy says after the last message.", 0, checkReminders},
		{"pending", "What is pending with whom since when in a summary is what was asked and not answered.", 0, checkPending},
		{"supervisors", "Supervisors are people other than the learner who may be asked; who is asked is one; the last who may sign off is not removed.", 0, checkSupervisors},
	}
}

func checkAsked(before, after *Moment) error {
	b := after.x.book
	for _, e := range after.Events {
		switch e := e.(type) {
		case *workflow.Requested:
			if !b.mayConfirm(before.tale, e.To, after.tale.index(e.Item), before.tale.centres) {
				return refuse(fmt.Errorf("%s is asked, and may not confirm %s", e.To, e.Item), workflow.Code(roles.CodeRoleNotNamed))
			}
		case *workflow.SignOffRequested:
			if !b.maySignOff(before.tale, e.To, before.tale.centres) || !before.tale.distinct(e.To, after.Now) {
				return refuse(fmt.Errorf("%s is asked, and may not sign off", e.To), workflow.Code(roles.CodeRoleNotNamed))
			}
		}
	}
	return nil
}

func checkReminders(before, after *Moment) error {
	least := after.x.book.policy.Reminders()
	for _, e := range after.Events {
		r, ok := e.(*workflow.Reminded)
		if !ok {
			continue
		}
		m := before.tale.messages[r.To]
		if r.SignOff && after.Now.Before(m.signOff.Add(least.SignOff)) || !r.SignOff && after.Now.Before(m.at.Add(least.Confirmation)) {
			return refuse(fmt.Errorf("%s is reminded at %s, and was told at %s and of the sign-off at %s", r.To, after.Now, m.at, m.signOff), workflow.TooSoon)
		}
		if r.SignOff && (before.tale.asked == nil || before.tale.asked.To != r.To) || !r.SignOff && !before.tale.pendingWith(r.To) {
			return refuse(fmt.Errorf("%s is reminded of nothing", r.To), workflow.NothingPending)
		}
	}
	return nil
}

// checkPending counts what is asked by request and person.
func checkPending(_, after *Moment) error {
	t := after.tale
	if len(after.Records) == 0 || !t.exists {
		return nil
	}
	want := map[workflow.Pending]int{}
	for i := range t.items {
		if r := t.items[i].request; r != nil {
			want[workflow.Pending{With: r.To, Request: r.Seq, Since: r.At}]++
		}
	}
	if a := t.asked; a != nil {
		want[workflow.Pending{With: a.To, Request: a.Seq, Since: a.At, SignOff: true}] = 0
	}
	sum := after.summary()
	for _, p := range sum.Pending {
		n := p.Items
		p.Items = 0
		if items, ok := want[p]; !ok || items != n {
			return fmt.Errorf("%d items are pending with %s since %s, and should be %d", n, p.With, p.Since, items)
		}
	}
	if len(sum.Pending) != len(want) {
		return fmt.Errorf("pending is %v, and should be %v", sum.Pending, want)
	}
	return nil
}

func checkSupervisors(before, after *Moment) error {
	b, t := after.x.book, after.tale
	for _, e := range after.Events {
		switch e := e.(type) {
		case *workflow.SupervisorAdded:
			if t.own(e.Person) {
				return refuse(errors.New("somebody is made a supervisor of their own enrolment"), workflow.IsTheLearner)
			}
			if after.Records[0].Kind != workflow.KindEnrol && !b.askable(before.tale, e.Person) {
				return refuse(fmt.Errorf("%s is made a supervisor, and may neither confirm nor sign off", e.Person), workflow.Code(roles.CodeLacksCapability))
			}
		case *workflow.SupervisorRemoved:
			left := false
			for _, p := range t.supervisors {
				left = left || b.maySignOff(t, p, t.centres)
			}
			if !left && b.maySignOff(before.tale, e.Person, before.tale.centres) && after.Records[0].Kind == workflow.KindRemoveSupervisor {
				return refuse(fmt.Errorf("%s was the last supervisor who may sign off", e.Person), workflow.LastSignatory)
			}
		}
	}
	return nil
}

// askable reports whether somebody may confirm or sign off at all at one of the centres.
func (b *book) askable(t *tale, who workflow.PersonID) bool {
	return b.capable(t, who, roles.CanConfirm, t.centres) || b.capable(t, who, roles.CanSignOff, t.centres)
}
