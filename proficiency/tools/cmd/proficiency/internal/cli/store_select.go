package cli

import (
	"context"
	"errors"
	"flag"
	"iter"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A selection is of some enrolments, or of everything.
type selection struct {
	ids                               texts
	centre, learner, framework, after string
}

func (x *selection) define(flags *flag.FlagSet) {
	flags.Var(&x.ids, "enrolment", "`ID` of an enrolment; may be repeated")
	flags.StringVar(&x.centre, "centre", "", "`ID` of a centre that the enrolments are at")
	flags.StringVar(&x.learner, "learner", "", "`ID` of the learner, or who contributes to a centre or is accountable for it, trials included")
	flags.StringVar(&x.framework, "framework", "", "`ID` of a framework, in any version")
}

// everything reports whether nothing is selected.
func (x *selection) everything() bool {
	return len(x.ids) == 0 && x.centre == "" && x.learner == "" && x.framework == ""
}

func (x *selection) check() error {
	if len(x.ids) > 0 && (x.centre != "" || x.learner != "" || x.framework != "") {
		return wrong("--enrolment names enrolments; it goes with no other selection")
	}
	return nil
}

// chosen gives the ids of what is selected, in order, behind one.
func (x *selection) chosen(ctx context.Context, k *keptStore, after workflow.EnrolmentID) iter.Seq2[workflow.EnrolmentID, error] {
	switch {
	case len(x.ids) > 0:
		return x.named(after)
	case x.everything():
		return k.Enrolments(ctx, after)
	}
	q := workflow.Query{
		Centre: workflow.CentreID(x.centre), Learner: workflow.PersonID(x.learner), Framework: proficiency.FrameworkID(x.framework), After: after,
	}
	trials := q
	trials.Trials = true
	return merged(k.List(ctx, q), k.List(ctx, trials))
}

func (x *selection) named(after workflow.EnrolmentID) iter.Seq2[workflow.EnrolmentID, error] {
	ids := slices.Compact(slices.Sorted(slices.Values(x.ids)))
	return func(yield func(workflow.EnrolmentID, error) bool) {
		for _, id := range ids {
			if id := workflow.EnrolmentID(id); id > after && !yield(id, nil) {
				return
			}
		}
	}
}

// total is how many there are; 0 where that is not known.
func (x *selection) total(ctx context.Context, k *keptStore, after workflow.EnrolmentID) (int64, error) {
	if !x.everything() {
		return int64(len(x.ids)), nil
	}
	return k.Count(ctx, after)
}

// merged gives the ids of two lists in order.
func merged(a, b iter.Seq2[workflow.Summary, error]) iter.Seq2[workflow.EnrolmentID, error] {
	return func(yield func(workflow.EnrolmentID, error) bool) {
		nextA, stopA := iter.Pull2(a)
		nextB, stopB := iter.Pull2(b)
		defer stopA()
		defer stopB()
		x, errX, moreX := nextA()
		y, errY, moreY := nextB()
		for moreX || moreY {
			if err := errors.Join(errX, errY); err != nil {
				yield("", err)
				return
			}
			id := x.Enrolment
			if !moreX || moreY && y.Enrolment < id {
				id = y.Enrolment
				y, errY, moreY = nextB()
			} else {
				x, errX, moreX = nextA()
			}
			if !yield(id, nil) {
				return
			}
		}
	}
}
