package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// What Actions, ItemActions and SectionActions offer is accepted, with sensible parameters;
// what they refuse is refused for those reasons at least.
func TestActionsAgreeWithDecide(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	agreed := make(chan workflow.Kind, 1<<20)
	walks(t, 700, func(k *walk) {
		for _, actor := range []workflow.PersonID{k.model.whose(), educator, k.person()} {
			o := offer{k, k.someFacts(actor, &workflow.Agree{}), agreed}
			for _, a := range workflow.Actions(k.fw, &k.state, o.f) {
				o.holds(a, "")
			}
			it := k.someItem()
			for _, a := range workflow.ItemActions(k.fw, &k.state, o.f, it.ID()) {
				o.holds(a, it.ID())
			}
			section := k.fw.AllSections().At(k.rng.IntN(k.fw.AllSections().Len())).ID()
			for _, a := range workflow.SectionActions(k.fw, &k.state, o.f, section) {
				o.agrees(a, &workflow.ChooseOptional{Sections: sections(section), Drop: k.state.SectionChosen(section)})
			}
		}
	})
	close(agreed)
	accepted := map[workflow.Kind]int{}
	for kind := range agreed {
		accepted[kind]++
	}
	for _, cmd := range oneOfEach(enrolled(t)) {
		require.Positive(t, accepted[cmd.Kind()], "%s was never offered and accepted: %v", cmd.Kind(), accepted)
	}
}

// An offer is what an actor is shown, under some facts.
type offer struct {
	*walk
	f      workflow.Facts
	agreed chan<- workflow.Kind
}

func (o offer) holds(a workflow.Action, id proficiency.ItemID) {
	o.t.Helper()
	if cmd := o.sensible(a, id); cmd != nil { // else whom or what to name is a parameter, and there is none
		o.agrees(a, cmd)
	}
}

// agrees holds an action to what becomes of the command.
func (o offer) agrees(a workflow.Action, cmd workflow.Command) {
	o.t.Helper()
	f := o.f
	if c, ok := cmd.(*workflow.Redact); ok {
		o.redactionFacts(&f, c)
	}
	_, err := workflow.Decide(o.fw, &o.state, f, accepting(cmd))
	if a.Allowed() {
		require.NoError(o.t, err, "%s is offered to %s in %s: %+v", a.Kind, o.f.Actor, o.model.status(o.now()), cmd)
		o.loses(a, f, cmd)
		o.agreed <- a.Kind
		return
	}
	var d *workflow.Denied
	require.ErrorAs(o.t, err, &d, "%s is not offered to %s in %s: %v: %+v", a.Kind, o.f.Actor, o.model.status(o.now()), a.Reasons, cmd)
	require.Subset(o.t, d.Reasons, a.Reasons, "%s to %s: %+v", a.Kind, o.f.Actor, cmd)
}

// loses: the command is refused until the loss is accepted, if the offer says so.
func (o offer) loses(a workflow.Action, f workflow.Facts, cmd workflow.Command) {
	o.t.Helper()
	_, err := workflow.Decide(o.fw, &o.state, f, cmd)
	require.Equal(o.t, a.Overwrite, err != nil, "%s by %s: %v", a.Kind, o.f.Actor, err)
	if d, ok := err.(*workflow.Denied); ok {
		for _, r := range d.Reasons {
			require.Contains(o.t, []workflow.Code{workflow.WouldLoseConfirmation, workflow.WouldVoidSignOff}, r.Code)
		}
	}
}

// accepting is cmd with the loss accepted.
func accepting(cmd workflow.Command) workflow.Command {
	switch c := cmd.(type) {
	case *workflow.SelfAssess:
		d := *c
		d.Overwrite = true
		return &d
	case *workflow.ClearAnswer:
		d := *c
		d.Overwrite = true
		return &d
	case *workflow.ChooseOptional:
		d := *c
		d.Overwrite = true
		return &d
	}
	return cmd
}
