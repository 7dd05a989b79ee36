package scenario

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// peopleNotTaken is why the rules would not take a command about people, other
// than for who gives it.
func (b *book) peopleNotTaken(t *tale, who workflow.PersonID, cmd workflow.Command, now time.Time) string {
	switch c := cmd.(type) {
	case *workflow.AddSupervisor:
		return unless(!t.own(c.Person), "it is their own")
	case *workflow.Remind:
		soon := now.Before(t.messages[c.To].at.Add(b.policy.Reminders().Confirmation))
		return unless(!t.trial() && t.pendingWith(c.To) && !soon, "nothing is pending with them, or it is too soon")
	case *workflow.RemoveSupervisor:
		return b.notRemovable(t, who, c.Person)
	case *workflow.Reassign:
		return unless(!t.trial() && c.From != c.To && !t.own(c.To) && b.moves(t, c, now), "nothing of it can go to them")
	}
	return ""
}

func (b *book) notRemovable(t *tale, who, person workflow.PersonID) string {
	switch {
	case t.trial() || !slices.Contains(t.supervisors, person):
		return "is no supervisor"
	case t.learns(workflow.KindRemoveSupervisor, who) && t.enrolled.By == person && b.stillHolds(t, person, t.enrolled.As.Role):
		return "enrolled the learner, and still holds the role"
	case !b.maySignOff(t, person, t.centres):
		return ""
	}
	other := slices.ContainsFunc(t.supervisors, func(p workflow.PersonID) bool { return p != person && b.maySignOff(t, p, t.centres) })
	return unless(other, "is the last who may sign off")
}

// moves reports whether anything that a Reassign is about may go to the new person.
func (b *book) moves(t *tale, c *workflow.Reassign, now time.Time) bool {
	left := false
	for i := range t.items {
		r, named := t.items[i].request, len(c.Items) == 0 || slices.Contains(c.Items, t.plan.items[i].ID())
		if pending := r != nil && r.To == c.From; !pending && named && len(c.Items) > 0 {
			return false
		} else if pending && !named {
			left = true
		} else if pending {
			if b.mayConfirm(t, c.To, i, t.centres) {
				return true
			}
			left = true
		}
	}
	if t.asked != nil && t.asked.To == c.From {
		if len(c.Items) == 0 && b.maySignOff(t, c.To, t.centres) && t.distinct(c.To, now) {
			return true
		}
		left = true
	}
	return c.Supervisor && !left && slices.Contains(t.supervisors, c.From) && b.askable(t, c.To)
}

// redactable says who the rules let redact anything on the enrolment: at all of
// its centres, or at none. In between the place decides at which it was written.
func (b *book) redactable(t *tale, who workflow.PersonID) (everywhere, nowhere bool) {
	everywhere, nowhere = true, true
	for _, c := range t.centres {
		if b.capable(t, who, roles.CanRedact, []workflow.CentreID{c}) {
			nowhere = false
		} else {
			everywhere = false
		}
	}
	if t.trial() {
		return who == t.about.Learner, who != t.about.Learner
	}
	return everywhere, nowhere
}

// redactionRuled reports whether the rules say for certain whether a text is
// removed: it is there, the store can erase, and who asks may do so everywhere or nowhere.
func (b *book) redactionRuled(t *tale, who workflow.PersonID, c *workflow.Redact, erases bool) bool {
	there := slices.ContainsFunc(t.written, func(w writing) bool { return w.Digest == c.Text && w.in == c.Record })
	everywhere, nowhere := b.redactable(t, who)
	return there && erases && everywhere != nowhere
}
