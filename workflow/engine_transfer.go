package workflow

import (
	"context"
	"errors"

	"github.com/countersign-go/countersign/proficiency"
)

// source is how results on the version of a transfer come to the one of the
// enrolment; nil where it is the same, or no older one of it.
func (e *Engine) source(c *AcceptTransfer, fw *proficiency.Framework) (*Source, error) {
	from := c.Transfer.Framework()
	if from.ID != fw.ID() || from.Version.Compare(fw.Version()) >= 0 {
		return nil, nil
	}
	m, err := e.catalog.Migration(from, fw.Ref())
	switch {
	case errors.Is(err, proficiency.ErrUnknownFramework):
		return &Source{Missing: &Reason{
			Code: UnknownFramework, Message: err.Error(), Params: map[string]string{"framework": from.String()},
			Remedy: "have that version put into the catalogue",
		}}, nil
	case errors.Is(err, proficiency.ErrNoMigration):
		return &Source{Missing: noMigration(from, fw.Ref(), err)}, nil
	case err != nil:
		return nil, err
	}
	return &Source{Migration: m}, nil
}

// noMigration is the reason that no migration leads from one version to another.
func noMigration(from, to proficiency.Ref, err error) *Reason {
	return &Reason{
		Code: NoMigration, Message: err.Error(), Params: map[string]string{"from": from.String(), "to": to.String()},
		Remedy: "have the author of the newer version write " + proficiency.MigrationFile(from.Version) + " beside it",
	}
}

// PlanTransfer says what [AcceptTransfer] of that transfer would take over into an
// enrolment now, and what it would leave out and why, and stores nothing. It is
// for whoever could give the command: the error is the *[Denied] that it would get.
func (e *Engine) PlanTransfer(ctx context.Context, actor PersonID, id EnrolmentID, t Transfer) (*TransferPlan, error) {
	req := Request{Actor: actor, Enrolment: id, Command: &AcceptTransfer{Transfer: t}}
	if err := e.prepare(&req); err != nil {
		return nil, err
	}
	cur, err := e.current(ctx, id)
	if err != nil {
		return nil, err
	}
	facts, err := e.facts(ctx, &req, &cur)
	if err != nil {
		return nil, err
	}
	fw, s := cur.fw, &cur.state
	if events, after := autoUpgraded(fw, s, facts); facts.Target != nil && events != nil {
		fw, s = facts.Target.Framework, &after
		if err := e.goneOn(&req, &facts); err != nil {
			return nil, err
		}
	}
	if _, err := Decide(fw, s, facts, req.Command); err != nil {
		return nil, err
	}
	return PlanTransfer(fw, t, facts.Source.migration(), s, s.notBefore(facts.Now))
}
