package workflow

import (
	"fmt"
	"strconv"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// Readiness lists everything that keeps the enrolment from its sign-off, in
// the framework's order; none means ready. Each entry names the item and the
// line of the content that asks for it.
func Readiness(fw *proficiency.Framework, s *State, now time.Time) []Reason {
	var blockers []Reason
	items := fw.Items()
	for i := range items.Len() {
		it := items.At(i)
		if st := s.of(fw, it); s.included(it, st) && !st.confirmed() {
			blockers = append(blockers, unconfirmed(it))
		}
	}
	if chosen, wanted := optionalCounts(fw, s); chosen < wanted {
		blockers = append(blockers, belowMinimum(fw, chosen, wanted))
	}
	return blockers
}

// Ready reports whether Readiness lists nothing. It stops at the first blocker.
func Ready(fw *proficiency.Framework, s *State, now time.Time) bool {
	items := fw.Items()
	for i := range items.Len() {
		it := items.At(i)
		if st := s.of(fw, it); !st.confirmed() && s.included(it, st) {
			return false
		}
	}
	chosen, wanted := optionalCounts(fw, s)
	return chosen >= wanted
}

// optionalCounts gives how many optional items are chosen, and how many must
// be: the framework's minimum, or all of them if there are fewer.
func optionalCounts(fw *proficiency.Framework, s *State) (chosen, wanted int) {
	wanted = fw.MinimumOptional().Count
	if wanted == 0 {
		return 0, 0
	}
	optional := 0
	for it := range fw.Items().Values() {
		if it.Optional() {
			optional++
			if s.included(it, s.of(fw, it)) {
				chosen++
			}
		}
	}
	return chosen, min(wanted, optional)
}

func unconfirmed(it *proficiency.Item) Reason {
	return Reason{
		Code: Unconfirmed, Item: it.ID(), Clause: it.Position(),
		Message: it.Label() + " is not confirmed",
		Params:  map[string]string{"item": it.Label()},
		Remedy:  "have " + it.Label() + " confirmed",
	}
}

func belowMinimum(fw *proficiency.Framework, chosen, wanted int) Reason {
	return Reason{
		Code: BelowMinimum, Clause: fw.MinimumOptional().Position,
		Message: fmt.Sprintf("%d optional %s chosen, at least %d needed", chosen, fw.Vocabulary().Many, wanted),
		Params:  map[string]string{"chosen": strconv.Itoa(chosen), "minimum": strconv.Itoa(wanted)},
		Remedy:  fmt.Sprintf("choose %d more", wanted-chosen),
	}
}
