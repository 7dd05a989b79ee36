package scenario

import (
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

func actionInvariants() []Invariant {
	return []Invariant{
		{"as-ruled", "A sensible command is accepted exactly where the rules have it so: by person, by enrolment, by item.", 0, checkAsRuled},
		{"opened", "A learner is enrolled, enrolled again or on trial exactly where the rules have it so, and an enrolment is named only to who may see it.", 0, checkOpening},
		{"actions", "What Actions, ItemActions and SectionActions call allowed is accepted, if it says nothing senseless beside, and what they refuse is refused for the same reasons.", 2, checkActions},
	}
}

func checkAsRuled(before, after *Moment) error {
	b, cmd := after.x.book, after.Request.Command
	if !before.tale.exists || after.Err != nil && after.Denied == nil || before.tale.request(after.Request.ID) != nil {
		return nil
	}
	if _, opening := opens(after.Request.Actor, cmd); opening {
		return nil
	}
	ruled := b.sensible(before.tale, cmd, after.Now)
	if c, ok := cmd.(*workflow.Redact); ok {
		ruled = b.redactionRuled(before.tale, after.Request.Actor, c, after.x.erases)
	}
	if !ruled {
		return nil
	}
	takes, why := b.mustTake(before, after)
	switch {
	case takes && after.Denied != nil:
		return come(Accepted, fmt.Errorf("%s by %s was refused for %v, and nothing in the rules is against it", cmd.Kind(), after.Request.Actor, reasonsOf(after.Denied)))
	case !takes && after.Denied == nil:
		return refuse(fmt.Errorf("%s by %s was accepted, and should not: %s", cmd.Kind(), after.Request.Actor, why), guess(cmd.Kind()))
	}
	return nil
}

// byOthers are the kinds of which more decides than actor, enrolment and item:
// what is refused on the whole is refused, if not for the same reasons.
var byOthers = []workflow.Kind{
	workflow.KindRemoveSupervisor, workflow.KindRemoveCentre, workflow.KindReassign, workflow.KindRemind, workflow.KindRedact,
	workflow.KindOverrideRequirement, workflow.KindAcceptTransfer,
}

func checkActions(before, after *Moment) error {
	if !before.Sees || after.Err != nil && after.Denied == nil || before.tale.request(after.Request.ID) != nil {
		return nil
	}
	if _, opening := opens(after.Request.Actor, after.Request.Command); opening {
		return nil
	}
	sensible := after.x.book.sensible(before.tale, after.Request.Command, after.Now)
	for _, a := range actionsOn(&before.View, before.tale, after.Request.Command) {
		if err := agrees(a, after, sensible); err != nil {
			return err
		}
	}
	return nil
}

// agrees holds what was offered to what came of it.
func agrees(a offered, m *Moment, sensible bool) error {
	kind := m.Request.Command.Kind()
	switch {
	case m.Denied == nil && a.Allowed():
	case m.Denied == nil:
		return refuseAs(a, fmt.Errorf("%s%s is not offered to %s, for %v, and was accepted", kind, a.on, m.Request.Actor, blockers(a.Reasons)))
	case !sensible || slices.Contains(byOthers, kind):
	case a.Allowed() && a.alone:
		return come(Accepted, fmt.Errorf("%s%s is offered to %s, and was refused for %v", kind, a.on, m.Request.Actor, reasonsOf(m.Denied)))
	case a.alone && !a.Allowed() && !sameReasons(a.Reasons, m.Denied.Reasons):
		return refuseAs(a, fmt.Errorf("%s%s is not offered to %s for %v, and was refused for %v", kind, a.on, m.Request.Actor, blockers(a.Reasons), reasonsOf(m.Denied)))
	default:
		for _, r := range a.Reasons {
			if !slices.Contains(reasonsOf(m.Denied), blocker{r.Code, r.Item}) {
				return refuseAs(a, fmt.Errorf("%s%s is not offered to %s for %v, and was refused for %v", kind, a.on, m.Request.Actor, blockers(a.Reasons), reasonsOf(m.Denied)))
			}
		}
	}
	return nil
}

// refuseAs says that the step should have been refused as the action is.
func refuseAs(a offered, err error) error {
	o := asOught(refuse(err))
	o.reasons = reasonsGiven(a.Reasons)
	return o
}

// An offered action is one that a command is about.
type offered struct {
	workflow.Action
	on    string
	alone bool // nothing else is named beside
}

// actionsOn are the actions that a command is about: on its items, its
// sections, or on the enrolment.
func actionsOn(v *workflow.View, t *tale, cmd workflow.Command) (out []offered) {
	var m mentions
	m.command(cmd)
	pick := func(list []workflow.Action, on string, alone bool) {
		for _, a := range list {
			if a.Kind == cmd.Kind() {
				out = append(out, offered{a, on, alone})
			}
		}
	}
	for i, id := range m.items {
		if t.index(id) != none && !slices.Contains(m.items[:i], id) {
			pick(v.ItemActions(id), " of "+string(id), len(m.items)+len(m.sections) == 1)
		}
	}
	for _, id := range m.sections {
		pick(v.SectionActions(id), " of "+string(id), len(m.items)+len(m.sections) == 1)
	}
	if len(m.items)+len(m.sections) == 0 {
		pick(v.Actions(), "", true)
	}
	return out
}
