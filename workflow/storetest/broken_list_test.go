package storetest_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func (s *brokenStore) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) {
		for i, sum := range s.matching(q) {
			if s.is("lists fall silent for those who leave") && i > 0 && ctx.Err() != nil {
				return
			}
			if err := ctx.Err(); err != nil && !s.is("lists ignore ctx") {
				if !yield(workflow.Summary{}, err) || !s.is("lists go on after an error") {
					return
				}
			}
			if q.Limit > 0 && i == q.Limit && !s.is("lists ignore the limit") || !yield(sum, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil && !s.is("lists ignore ctx") && !s.is("empty lists ignore ctx") {
			yield(workflow.Summary{}, err)
		}
	}
}

// narrow is a query as the store understands it.
func (s *brokenStore) narrow(q workflow.Query) workflow.Query {
	switch s.fault {
	case "lists ignore the viewer":
		q.Viewer = nil
	case "viewers see by centre alone":
		if q.Viewer != nil {
			q.Viewer = &workflow.Viewer{Person: q.Viewer.Person, Holds: whole(q.Viewer.Holds), Views: whole(q.Viewer.Views)}
		}
	case "pages overlap":
		if q.After == "a" {
			q.After = "Z"
		}
	case "lists ignore the clock":
		q.Now = time.Time{}
	case "lists ignore the centre":
		q.Centre = ""
	case "lists ignore the serial":
		q.Serial = ""
	case "lists ignore the decider":
		q.Decider = ""
	case "lists ignore the supervisor":
		q.Supervisor = ""
	case "lists ignore whom it is pending with":
		q.PendingWith = ""
	case "lists ignore the status":
		q.Status = ""
	case "lists ignore the framework":
		q.Framework = ""
	case "lists fold the learner":
		q.Learner = workflow.PersonID(strings.ToLower(string(q.Learner)))
	}
	return q
}

// whole are the centres without their categories.
func whole(rs []roles.Reach) (out []roles.Reach) {
	for _, r := range rs {
		out = append(out, roles.Reach{Centre: r.Centre})
	}
	return out
}

func (s *brokenStore) selects(q workflow.Query, sum workflow.Summary) bool {
	switch {
	case s.is("lists mix trials in"):
		q.Trials = sum.Trial
	case s.is("lists show no trials") && sum.Trial:
		return false
	case s.is("lists show those without learner") && sum.Responsible() == "":
		sum.Learner = "somebody"
	case s.is("lists find learners alone") && q.Viewer == nil:
		sum.Contributors = nil
	case s.is("contributors see nothing") && q.Viewer != nil:
		sum.Contributors = nil
	case s.is("lists hide what goes on") && sum.Seq > 1 && q.After != "":
		return false
	case s.is("what is good until now is good"):
		q.Now = q.Now.Add(-time.Nanosecond)
	case s.is("the first centre counts") && len(sum.Centres) > 0:
		sum.Centres = sum.Centres[:1]
	case s.is("frameworks are found by their beginning") && q.Framework != "" && strings.HasPrefix(string(sum.Framework.ID), string(q.Framework)):
		sum.Framework = proficiency.Ref{ID: q.Framework}
	}
	return q.Matches(&sum)
}

func (s *brokenStore) matching(q workflow.Query) (out []workflow.Summary) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := slices.Clone(s.ids)
	if !s.is("lists are in order of writing") {
		slices.Sort(ids)
	}
	if s.is("lists are in order of a collation") {
		slices.SortStableFunc(ids, func(a, b workflow.EnrolmentID) int {
			return strings.Compare(strings.ToLower(string(a)), strings.ToLower(string(b)))
		})
	}
	q = s.narrow(q)
	for _, id := range ids {
		if sum := s.sums[id]; s.selects(q, sum) {
			if !s.is("lists are shared") {
				sum = sum.Clone()
			}
			out = append(out, sum)
		}
		if q.Limit > 0 && len(out) > q.Limit {
			break // one more, for those who ignore the limit
		}
	}
	return out
}

// errBusy is what a store says that is looked at already.
var errBusy = errors.New("somebody looks at a list")

// A busyStore can do one thing at a time, a list included.
type busyStore struct {
	*brokenStore
	listing atomic.Int32
}

func (s *busyStore) Append(ctx context.Context, b workflow.Batch) error {
	if s.listing.Load() > 0 {
		return errBusy
	}
	return s.brokenStore.Append(ctx, b)
}

func (s *busyStore) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) {
		s.listing.Add(1)
		defer s.listing.Add(-1)
		s.brokenStore.List(ctx, q)(yield)
	}
}
