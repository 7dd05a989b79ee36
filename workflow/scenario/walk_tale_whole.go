package scenario

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A blocker is something that keeps an enrolment from its sign-off.
type blocker struct {
	code workflow.Code
	item proficiency.ItemID
}

// missing is everything that keeps the enrolment from its sign-off, or its
// round from being submitted.
func (t *tale) missing(now time.Time) (out []blocker) {
	for i := range t.plan.items {
		it := &t.plan.items[i]
		if it.group != none || !t.included(i) {
			continue
		}
		if t.unsupervised() {
			out = append(out, t.unanswered(i)...)
			continue
		}
		switch {
		case t.settled(i, now):
		case t.status(i, now) == workflow.ItemStatusLapsed:
			out = append(out, blocker{workflow.Lapsed, it.ID()})
		default:
			out = append(out, blocker{workflow.Unconfirmed, it.ID()})
		}
		for range t.belowLevel(i) {
			out = append(out, blocker{workflow.BelowLevel, it.ID()})
		}
	}
	for g := range t.plan.groups {
		if t.counts(g) {
			out = append(out, t.missingIn(g, now)...)
		}
	}
	if chosen, wanted := t.chosen(); chosen < wanted {
		out = append(out, blocker{code: workflow.BelowMinimum})
	}
	return out
}

func (t *tale) ready(now time.Time) bool { return len(t.missing(now)) == 0 }

// last is the last sign-off, or nil.
func (t *tale) last() *taleSignOff {
	if len(t.given) == 0 {
		return nil
	}
	return &t.given[len(t.given)-1]
}

// stands reports whether the last sign-off was neither voided nor revoked, and
// no newer version has asked anything again since.
func (t *tale) stands() bool { return t.certified() && !t.last().left }

// certified reports whether the last sign-off was neither voided nor revoked.
func (t *tale) certified() bool {
	g := t.last()
	return g != nil && !g.voided && !g.revoked
}

// signedOff reports whether the last sign-off stands and its end has not come.
func (t *tale) signedOff(now time.Time) bool {
	return t.stands() && (t.last().until.IsZero() || now.Before(t.last().until))
}

// whole is where the enrolment stands: the first of the rules that holds.
func (t *tale) whole(now time.Time) workflow.Status {
	switch {
	case !t.exists:
		return ""
	case t.withdrawn:
		return workflow.StatusWithdrawn
	case t.unsupervised():
		return t.inRounds(now)
	case t.asked != nil:
		return workflow.StatusSignOffRequested
	case t.signedOff(now):
		return workflow.StatusSignedOff
	case t.stands():
		return workflow.StatusLapsed
	case t.declined:
		return workflow.StatusDeclined
	case t.last() != nil && !t.last().left:
		return workflow.StatusVoid
	case t.ready(now):
		return workflow.StatusReady
	case !t.started:
		return workflow.StatusNotStarted
	}
	return workflow.StatusInProgress
}

// firstUnready is the first instant from now on at which the clock alone makes
// the enrolment not ready: every instant at which something ends is tried.
func (t *tale) firstUnready(now time.Time) (first time.Time) {
	for i := range t.items {
		d := t.items[i].decision
		if d == nil || d.until.IsZero() || !first.IsZero() && !d.until.Before(first) || d.until.Before(now) {
			continue
		}
		if !t.ready(d.until) {
			first = d.until
		}
	}
	return first
}

// pendingWith reports whether the confirmation of anything is asked of somebody.
func (t *tale) pendingWith(p workflow.PersonID) bool {
	for i := range t.items {
		if r := t.items[i].request; r != nil && r.To == p {
			return true
		}
	}
	return false
}
