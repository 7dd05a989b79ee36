package scenario

import (
	"errors"

	"github.com/countersign-go/countersign/workflow"
)

// bring is the command of a step that takes over a record of an installation;
// none where there is no such record. What can be read is the walk's to say.
func (x *stretch) bring(g *gift, c *workflow.AcceptTransfer, now *snapshot) (workflow.Command, error) {
	e, err := x.world.export(g.line)
	if err != nil {
		return nil, x.world.err
	}
	there := x.bookOf(g.line.Brought.Origin).asOf(e.id, e.records[len(e.records)-1].Seq)
	if there == nil {
		return nil, nil
	}
	cmd, err := e.command(g.line, c, x.world, now)
	readable := there.exists && !there.unsupervised()
	switch {
	case readable && err != nil:
		return nil, breach("taken-over", "the record of %s at %s cannot be read: %v", there.about, g.line.Brought.Origin, err)
	case !readable && err == nil:
		return nil, breach("taken-over", "the record of %s at %s could be read, and nobody confirms there, or it was erased", there.about, g.line.Brought.Origin)
	case err != nil:
		return nil, nil
	}
	g.brought = e
	return cmd, nil
}

// planTransfer asks what a command would take over before it is given.
func (x *stretch) planTransfer(g *gift) error {
	c, ok := g.req.Command.(*workflow.AcceptTransfer)
	if !ok || len(c.Items) > 0 { // the plan is of everything
		return nil
	}
	p, err := x.engines[0].PlanTransfer(x.ctx, g.req.Actor, g.req.Enrolment, c.Transfer)
	g.planned = &transferPlan{TransferPlan: p}
	if err != nil && !errors.As(err, &g.planned.denied) {
		return breach("errors", "the plan of what %s takes over failed: %v", g.req.Actor, err)
	}
	return nil
}
