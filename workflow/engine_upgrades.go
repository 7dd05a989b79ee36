package workflow

import (
	"context"
	"errors"
	"iter"

	"github.com/countersign-go/countersign/proficiency"
)

// A PlannedUpgrade is what an upgrade would do to one of many enrolments.
type PlannedUpgrade struct {
	Enrolment EnrolmentID
	Learner   PersonID
	// On is the version that the enrolment is on.
	On proficiency.Ref
	// Plan is nil where the enrolment is on the version already, and where the
	// upgrade would be refused.
	Plan *UpgradePlan
}

// PlanUpgrades is [Engine.PlanUpgrade] for each of the enrolments that q selects
// and the actor may see, in the order of their ids, and stores nothing. A refusal
// is yielded beside the enrolment that it is about, and so is an *[Unlisted]; the
// work goes on. Any other error ends it, and so does the end of ctx. To carry it
// out, give Upgrade by [Engine.EachListed] with the same q.
//
// The list is read in pages before the plans of each are made. A store without
// [Lister] gives ErrUnsupported.
func (e *Engine) PlanUpgrades(ctx context.Context, actor PersonID, q Query, to proficiency.Version) iter.Seq2[PlannedUpgrade, error] {
	return func(yield func(PlannedUpgrade, error) bool) {
		b := &bulk{e: e, ctx: ctx, req: Request{Actor: actor}}
		left := q.Limit
		for {
			q.Limit = pageOfEach
			if left > 0 {
				q.Limit = min(left, pageOfEach)
			}
			p := b.page(q)
			for i, id := range p.ids {
				planned, err := e.planListed(ctx, actor, id, p.errs[i], to)
				if !yield(planned, err) || err != nil && !goesOn(err) {
					return
				}
			}
			if p.err != nil {
				yield(PlannedUpgrade{}, p.err)
				return
			}
			if p.shown < q.Limit || p.shown == left {
				return
			}
			q.After = p.ids[len(p.ids)-1]
			left = max(0, left-p.shown)
		}
	}
}

// goesOn reports whether the error is about one enrolment alone.
func goesOn(err error) bool {
	var denied *Denied
	var unlisted *Unlisted
	return errors.As(err, &denied) || errors.As(err, &unlisted)
}

func (e *Engine) planListed(ctx context.Context, actor PersonID, id EnrolmentID, unlisted error, to proficiency.Version) (p PlannedUpgrade, err error) {
	p.Enrolment = id
	if unlisted != nil {
		return p, unlisted
	}
	if err := ctx.Err(); err != nil {
		return p, err
	}
	v, err := e.View(ctx, actor, id)
	if err != nil {
		return p, err
	}
	p.Learner, p.On = v.State.Learner(), v.Framework.Ref()
	p.Plan, err = e.PlanUpgrade(ctx, actor, id, to)
	return p, err
}
