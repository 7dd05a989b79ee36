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
	StatusSignedOff        Status = "signed-off"
	// StatusDeclined: the last request for sign-off was declined and nothing that matters changed since.
	StatusDeclined Status = "declined"
	// StatusVoid: a sign-off was voided and none has been given since, ready again or not.
	StatusVoid       Status = "void"
	StatusReady      Status = "ready"
	StatusNotStarted Status = "not-started"
	StatusInProgress Status = "in-progress"
)

// StatusOf derives an enrolment's status at an instant. Nothing else does:
// lists, certificates and screens ask it.
func StatusOf(fw *proficiency.Framework, s *State, now time.Time) Status {
	switch {
	case !s.Exists():
		return ""
	case s.enr().withdrawn != nil:
		return StatusWithdrawn
	case s.signOff.request != nil:
		return StatusSignOffRequested
	case s.signedOff():
		return StatusSignedOff
	case s.signOff.declined != nil && s.changed <= s.signOff.declined.Seq:
		return StatusDeclined
	case s.signOff.voided != nil:
		return StatusVoid
	case Ready(fw, s, now):
		return StatusReady
	case s.started == 0:
		return StatusNotStarted
	}
	return StatusInProgress
}

// signedOff reports whether the last sign-off stands.
func (s *State) signedOff() bool { return s.signOff.given != nil && s.signOff.voided == nil }

// An ItemStatus is where an item of an enrolment stands.
type ItemStatus string

// The statuses of an item, in the order in which the first that holds is taken.
const (
	// ItemStatusExcluded: optional and not chosen; it keeps its data.
	ItemStatusExcluded  ItemStatus = "excluded"
	ItemStatusRequested ItemStatus = "requested"
	ItemStatusConfirmed ItemStatus = "confirmed"
	ItemStatusRejected  ItemStatus = "rejected"
	// ItemStatusLocked: nothing happened to it yet and a gate in front of it is not confirmed.
	ItemStatusLocked     ItemStatus = "locked"
	ItemStatusUnassessed ItemStatus = "unassessed"
	// ItemStatusOngoing: answered, and the answer does not meet what is asked.
	ItemStatusOngoing ItemStatus = "ongoing"
	// ItemStatusAssessed: answered, and the answer meets.
	ItemStatusAssessed ItemStatus = "assessed"
)

// ItemStatusOf derives an item's status at an instant. Nothing else does.
func ItemStatusOf(fw *proficiency.Framework, s *State, it *proficiency.Item, now time.Time) ItemStatus {
	st := s.of(fw, it)
	if status := s.standing(it, st); status != ItemStatusUnassessed || closedGate(fw, s, it, now) == nil {
		return status
	}
	return ItemStatusLocked
}

// standing is the item's status but for the gates in front of it.
func (s *State) standing(it *proficiency.Item, st *itemState) ItemStatus {
	switch {
	case !s.included(it, st):
		return ItemStatusExcluded
	case st.request != nil:
		return ItemStatusRequested
	case st.decision != nil && st.decision.Outcome == Confirmed:
		return ItemStatusConfirmed
	case st.decision != nil:
		return ItemStatusRejected
	case st.answer != nil && st.answer.Meets:
		return ItemStatusAssessed
	case st.answer != nil:
		return ItemStatusOngoing
	}
	return ItemStatusUnassessed
}

// included reports whether the item counts: it is mandatory, or optional and chosen.
func (s *State) included(it *proficiency.Item, st *itemState) bool {
	if !it.Optional() {
		return true
	}
	if c := it.Choice(); c != nil {
		return s.SectionChosen(c.ID())
	}
	return st.chosen
}

// confirmed reports whether the item is confirmed now.
func (st *itemState) confirmed() bool {
	return st.request == nil && st.decision != nil && st.decision.Outcome == Confirmed
}

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

// gatePassed reports whether every item of the gate that counts is confirmed.
func gatePassed(fw *proficiency.Framework, s *State, gate *proficiency.Section, _ time.Time) bool {
	items := gate.AllItems()
	for i := range items.Len() {
		it := items.At(i)
		if st := s.of(fw, it); s.included(it, st) && !st.confirmed() {
			return false
		}
	}
	return true
}
