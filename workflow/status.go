package workflow

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// A Status is where an enrolment stands.
type Status string

// The statuses of an enrolment, in the order in which the first that holds is
// taken; the zero Status is that of an enrolment that does not exist.
const (
	StatusWithdrawn        Status = "withdrawn"
	StatusSignOffRequested Status = "sign-off-requested"
	// StatusSignedOff: the last sign-off stands, and its end has not passed.
	StatusSignedOff Status = "signed-off"
	// StatusLapsed: the last sign-off stands and its end has passed, ready again or not.
	StatusLapsed Status = "lapsed"
	// StatusDeclined: the last request for sign-off was declined and nothing that matters changed since.
	StatusDeclined Status = "declined"
	// StatusVoid: a sign-off was voided or revoked and none has been given since, ready again or not.
	StatusVoid       Status = "void"
	StatusReady      Status = "ready"
	StatusNotStarted Status = "not-started"
	StatusInProgress Status = "in-progress"
	// StatusSubmitted: of an unsupervised framework, the last round was submitted,
	// that holds, and nothing has been answered since. There, an enrolment is
	// withdrawn, lapsed (the last submission holds no longer, whatever was answered
	// since), submitted, not-started or in-progress, and nothing else.
	StatusSubmitted Status = "submitted"
)

// StatusOf derives an enrolment's status at an instant. Nothing else does:
// lists, certificates and screens ask it.
func StatusOf(fw *proficiency.Framework, s *State, now time.Time) Status {
	switch {
	case !s.Exists():
		return ""
	case s.enr().withdrawn != nil:
		return StatusWithdrawn
	case fw.Unsupervised().Set:
		return s.unsupervisedStatus(now)
	case s.signOff.request != nil:
		return StatusSignOffRequested
	case s.signedOff() && s.inDate(now):
		return StatusSignedOff
	case s.signedOff():
		return StatusLapsed
	case s.signOff.declined != nil && s.changed <= s.signOff.declined.Seq:
		return StatusDeclined
	case !s.signOff.left && (s.signOff.voided != nil || s.signOff.revoked != nil):
		return StatusVoid
	case Ready(fw, s, now):
		return StatusReady
	case s.started == 0:
		return StatusNotStarted
	}
	return StatusInProgress
}

// signedOff reports whether the last sign-off stands, in date or not, and counts
// for the status: no upgrade since has asked anything again.
func (s *State) signedOff() bool { return s.signOffStands() && !s.signOff.left }

// signOffStands reports whether the last sign-off stands, in date or not: its certificate does.
func (s *State) signOffStands() bool {
	return s.signOff.given != nil && s.signOff.voided == nil && s.signOff.revoked == nil
}

// inDate reports whether the end of the last sign-off has not passed.
func (s *State) inDate(now time.Time) bool {
	return s.signOff.until.IsZero() || now.Before(s.signOff.until)
}

// An ItemStatus is where an item of an enrolment stands.
type ItemStatus string

// The statuses of an item, in the order in which the first that holds is taken.
const (
	// ItemStatusNotApplicable: it does not apply, by the enrolment's attributes; it keeps its data.
	ItemStatusNotApplicable ItemStatus = "not-applicable"
	// ItemStatusExcluded: optional and not chosen; it keeps its data.
	ItemStatusExcluded ItemStatus = "excluded"
	// ItemStatusWaived: not applicable to this learner, with a justification.
	ItemStatusWaived ItemStatus = "waived"
	// ItemStatusRequested: somebody is asked. A request to renew a confirmation
	// that is in date is not shown as this.
	ItemStatusRequested ItemStatus = "requested"
	ItemStatusConfirmed ItemStatus = "confirmed"
	// ItemStatusLapsed: it was confirmed, and the confirmation's period is over.
	ItemStatusLapsed   ItemStatus = "lapsed"
	ItemStatusRejected ItemStatus = "rejected"
	// ItemStatusLocked: nothing happened to it yet and a gate in front of it is not confirmed.
	ItemStatusLocked     ItemStatus = "locked"
	ItemStatusUnassessed ItemStatus = "unassessed"
	// ItemStatusOngoing: answered, and the answer does not meet what is asked.
	ItemStatusOngoing ItemStatus = "ongoing"
	// ItemStatusAssessed: answered, and the answer meets.
	ItemStatusAssessed ItemStatus = "assessed"
)

// out reports whether an item that stands so is not in.
func (s ItemStatus) out() bool { return s == ItemStatusExcluded || s == ItemStatusNotApplicable }

// ItemStatusOf derives an item's status at an instant. Nothing else does.
func ItemStatusOf(fw *proficiency.Framework, s *State, it *proficiency.Item, now time.Time) ItemStatus {
	st := s.of(fw, it)
	if status := s.standing(it, st, now); status != ItemStatusUnassessed || closedGate(fw, s, it, now) == nil {
		return status
	}
	return ItemStatusLocked
}

// standing is the item's status but for the gates in front of it.
func (s *State) standing(it *proficiency.Item, st *itemState, now time.Time) ItemStatus {
	switch {
	case !s.applies(it):
		return ItemStatusNotApplicable
	case !s.chosen(it, st):
		return ItemStatusExcluded
	case st.waiver != nil:
		return ItemStatusWaived
	case st.confirmed(now):
		return ItemStatusConfirmed
	case st.request != nil:
		return ItemStatusRequested
	case st.decision != nil && st.decision.Outcome == Confirmed:
		return ItemStatusLapsed
	case st.decision != nil:
		return ItemStatusRejected
	case s.meets(it, st):
		return ItemStatusAssessed
	case st.answer != nil:
		return ItemStatusOngoing
	}
	return ItemStatusUnassessed
}

// applies reports whether the item applies, by the enrolment's attributes.
func (s *State) applies(it *proficiency.Item) bool {
	return it.AppliesTo().Len() == 0 || it.Applies(s.enr().attributes)
}

// unmetBy is a condition for which nothing in the section applies, or nil where
// something does, or nothing is there.
func (s *State) unmetBy(section *proficiency.Section) (c *proficiency.Condition) {
	items := section.AllItems()
	for i := range items.Len() {
		it := items.At(i)
		if s.applies(it) {
			return nil
		}
		if c == nil {
			c = it.Unmet(s.enr().attributes)
		}
	}
	return c
}

// included reports whether the item is in: it applies, and is chosen.
func (s *State) included(it *proficiency.Item, st *itemState) bool {
	return s.applies(it) && s.chosen(it, st)
}

// chosen reports whether the item is mandatory, or optional and chosen.
func (s *State) chosen(it *proficiency.Item, st *itemState) bool {
	if !it.Optional() {
		return true
	}
	if c := it.Choice(); c != nil {
		return s.SectionChosen(c.ID())
	}
	return st.chosen
}

// confirmed reports whether the item is confirmed and in date. A request to
// renew the confirmation changes nothing about that.
func (st *itemState) confirmed(now time.Time) bool {
	return st.decision != nil && st.decision.Outcome == Confirmed && st.decision.holds(now)
}

// lapsed reports whether the item was confirmed, the confirmation's period is
// over, and nobody is asked to renew it.
func (st *itemState) lapsed(now time.Time) bool {
	return st.request == nil && st.decision != nil && st.decision.Outcome == Confirmed && !st.decision.holds(now)
}

// holds reports whether the decision's period, if it has one, is not over.
func (e *Decided) holds(now time.Time) bool {
	return e.Term == nil || e.Term.Until.IsZero() || now.Before(e.Term.Until)
}

// until is when the decision lapses; zero for never.
func (e *Decided) until() time.Time {
	if e == nil || e.Term == nil {
		return time.Time{}
	}
	return e.Term.Until
}

// settled reports whether nothing more is to be done about the item.
func (st *itemState) settled(now time.Time) bool { return st.waiver != nil || st.confirmed(now) }

// closedGate is the first gate in front of the item that is not passed, or nil.
func closedGate(fw *proficiency.Framework, s *State, it *proficiency.Item, now time.Time) *proficiency.Section {
	gates := it.Gates()
	for i := range gates.Len() {
		if g := gates.At(i); !gatePassed(fw, s, g, now) {
			return g
		}
	}
	return nil
}

// gatePassed reports whether every item of the gate that counts is confirmed
// or waived, and the rule of every group of it met.
func gatePassed(fw *proficiency.Framework, s *State, gate *proficiency.Section, now time.Time) bool {
	if fw.Unsupervised().Set {
		return gateMet(fw, s, gate)
	}
	items := gate.AllItems()
	var seen *proficiency.Section // the items of a group stand together
	for i := range items.Len() {
		it := items.At(i)
		if g := it.Group(); g != nil {
			if g != seen && s.groupIncluded(g) && !groupOfItems(fw, s, g, now).met() {
				return false
			}
			seen = g
			continue
		}
		if st := s.of(fw, it); s.included(it, st) && !st.settled(now) {
			return false
		}
	}
	return true
}
