package scenario

import (
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// checkRelied holds every role that an event says was relied on to what the
// book has of that person.
func checkRelied(before, after *Moment) error {
	t, b := before.tale, after.x.book
	for _, e := range after.Events {
		r := reliedOn(e, after.Records[0].Actor)
		for _, h := range r.held {
			if h.IsZero() || t.trial() {
				continue
			}
			at := t.centres
			if enrol, ok := after.Request.Command.(*workflow.Enrol); ok {
				at = []workflow.CentreID{enrol.Centre}
			}
			if !slices.Contains(at, h.Centre) {
				return fmt.Errorf("%s relies on %s at %s, which is none of the centres", e.EventKind(), h.Role, h.Centre)
			}
			if !b.holds(r.who, h.Centre, after.tale.plan.fw.Category(), oneOf([]proficiency.RoleID{h.Role})) {
				return fmt.Errorf("%s relies on %s being %s at %s, which they are not", e.EventKind(), r.who, h.Role, h.Centre)
			}
		}
		if r.needed && !t.trial() && r.held[0].IsZero() {
			return fmt.Errorf("%s by %s relies on no role", e.EventKind(), r.who)
		}
	}
	return nil
}

// A reliance is whose roles an event relies on.
type reliance struct {
	who    workflow.PersonID
	held   []workflow.Held
	needed bool // there must be one
}

func reliedOn(e workflow.Event, by workflow.PersonID) reliance {
	switch e := e.(type) {
	case *workflow.Requested:
		return reliance{e.To, []workflow.Held{e.As, e.With}, true}
	case *workflow.SignOffRequested:
		return reliance{e.To, []workflow.Held{e.As, e.With}, true}
	case *workflow.Decided:
		return reliance{by, []workflow.Held{e.As, e.With}, true}
	case *workflow.SignedOff:
		return reliance{by, []workflow.Held{e.As, e.With}, true}
	case *workflow.Waived:
		return reliance{by, []workflow.Held{e.As}, true}
	case *workflow.WaiverEnded:
		return reliance{by, []workflow.Held{e.As}, true}
	case *workflow.SignOffRevoked:
		return reliance{by, []workflow.Held{e.As}, true}
	case *workflow.CompleteBySet:
		return reliance{by, []workflow.Held{e.As}, true}
	case *workflow.AttributesSet:
		return reliance{by, []workflow.Held{e.As}, true}
	case *workflow.TransferAccepted:
		return reliance{by, []workflow.Held{e.As}, true}
	case *workflow.RequirementOverridden:
		return reliance{by, []workflow.Held{e.As}, true}
	case *workflow.AccountableSet:
		return reliance{by, []workflow.Held{e.As}, true}
	case *workflow.CentreRemoved:
		return reliance{by, []workflow.Held{e.As}, true}
	case *workflow.DecisionEnded:
		return reliance{by, []workflow.Held{e.As}, e.Cause == workflow.CauseSetAside}
	case *workflow.Enrolled:
		return reliance{by, []workflow.Held{e.As}, by != e.Learner && by != e.Accountable}
	case *workflow.Withdrawn:
		return reliance{by, []workflow.Held{e.As}, false}
	case *workflow.CentreAdded:
		return reliance{by, []workflow.Held{e.As}, false}
	case *workflow.Redacted:
		return reliance{by, []workflow.Held{e.As}, false}
	case *workflow.Reassigned:
		return reliance{by, []workflow.Held{e.As}, false}
	case *workflow.SupervisorAdded:
		return reliance{by, []workflow.Held{e.As}, false}
	}
	return reliance{}
}
