package memstore_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

// A fault is one way in which a store breaks its contract.
type fault string

// faults name for each fault a case that must find it.
var faults = map[fault]string{
	"none":                              "",
	"load ignores after":                "load/after",
	"load skips one":                    "load/after",
	"load fails for the unknown":        "load/unknown",
	"ids are folded":                    "load/ids",
	"ids are trimmed":                   "load/ids",
	"a field is forgotten":              "load/fields",
	"times are cut":                     "load/fields",
	"records are cut":                   "load/large",
	"load shows what was there earlier": "load/at once",
	"results are shared":                "load/results",
	"load ignores ctx":                  "load/cancelled",
	"append ignores ctx":                "append/cancelled before",
	"append ignores after":              "append/stale",
	"append takes what is ahead":        "append/ahead",
	"conflicts have no name":            "append/stale",
	"gaps are taken":                    "append/invalid",
	"nothing is taken for a batch":      "append/invalid",
	"half a batch is stored":            "append/invalid",
	"only the first of a batch":         "append/several",
	"enrolments are mixed":              "append/apart",
	"arguments are kept":                "append/arguments",
	"arguments are changed":             "append/arguments",
	"check and store come apart":        "append/at once",
	"lists are in order of writing":     "list/order",
	"lists show the first summary":      "list/last",
	"a summary's field is forgotten":    "list/fields",
	"lists ignore the viewer":           "list/matches",
	"lists ignore the clock":            "list/matches",
	"lists mix trials in":               "list/matches",
	"lists show no trials":              "list/fields",
	"lists show those without learner":  "list/order",
	"lists ignore the limit":            "list/matches",
	"pages overlap":                     "list/pages",
	"lists are shared":                  "list/results",
	"lists ignore ctx":                  "list/cancelled",
}

// Each case can fail: a store broken in one way fails the case that is for it,
// and one that is not broken passes all.
func TestTheContractFindsBrokenStores(t *testing.T) {
	t.Parallel()
	finders := maps.Clone(faults)
	maps.Copy(finders, eraseFaults)
	for f, finder := range finders {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			for _, c := range contract() {
				if finder != "" && c.name != finder {
					continue
				}
				if err := c.run(func() workflow.Store { return newBrokenStore(f) }); (err != nil) != (finder != "") {
					t.Errorf("%s: %v", c.name, err)
				}
			}
		})
	}
	for _, c := range contract() {
		if c.name == "append/one" || c.name == "append/many at once" || c.name == "list/writing" {
			continue // what they find is found by others first, or would hang
		}
		if !slices.Contains(slices.Collect(maps.Values(finders)), c.name) {
			t.Errorf("no broken store shows that %s can fail", c.name)
		}
	}
}

// A brokenStore is a store of its own that can be broken.
type brokenStore struct {
	fault  fault
	mu     sync.Mutex
	ids    []workflow.EnrolmentID // in order of writing
	stored map[workflow.EnrolmentID][]workflow.Record
	sums   map[workflow.EnrolmentID]workflow.Summary
	loads  int
	writes int
	waited bool
	passed *sync.Cond // somebody has loaded or begun to write
}

func newBrokenStore(f fault) *brokenStore {
	s := &brokenStore{fault: f, stored: map[workflow.EnrolmentID][]workflow.Record{}, sums: map[workflow.EnrolmentID]workflow.Summary{}}
	s.passed = sync.NewCond(&s.mu)
	return s
}

func (s *brokenStore) is(f fault) bool { return s.fault == f }

func (s *brokenStore) key(id workflow.EnrolmentID) workflow.EnrolmentID {
	switch {
	case s.is("ids are folded"):
		return workflow.EnrolmentID(strings.ToLower(string(id)))
	case s.is("ids are trimmed"):
		return workflow.EnrolmentID(strings.TrimSpace(string(id)))
	case s.is("enrolments are mixed") && id == "f":
		return "e"
	}
	return id
}

func (s *brokenStore) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	if err := ctx.Err(); err != nil && !s.is("load ignores ctx") {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	rs := s.stored[s.key(id)]
	if rs == nil && s.is("load fails for the unknown") {
		return nil, errors.New("unknown")
	}
	s.passed.Broadcast()
	if s.loads++; s.is("load shows what was there earlier") && s.loads%3 == 0 && len(rs) > 0 {
		rs = rs[:len(rs)-1]
	}
	if s.is("load ignores after") {
		after = 0
	}
	if s.is("load skips one") && after == 2 {
		after = 3
	}
	if rs = s.behind(rs, after); s.is("results are shared") {
		return rs, nil
	}
	return s.given(rs), nil
}

func (s *brokenStore) Append(ctx context.Context, b workflow.Batch) error {
	if err := ctx.Err(); err != nil {
		if s.is("texts go for a caller who has gone") {
			s.eraseTexts(b)
		}
		if !s.is("append ignores ctx") {
			return errors.Join(workflow.ErrNotStored, err)
		}
		ctx = context.WithoutCancel(ctx)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begin()
	id := s.key(b.Enrolment)
	if err := s.fits(id, b); err != nil {
		if s.is("texts go though the race is lost") && errors.Is(err, workflow.ErrConflict) || s.is("texts go with a batch that is none") {
			s.eraseTexts(b)
		}
		return err
	}
	if s.is("unknown texts are refused") && !s.knows(b) {
		return workflow.ErrNotStored
	}
	if s.is("check and store come apart") {
		s.mu.Unlock()
		runtime.Gosched()
		s.mu.Lock()
	}
	if _, ok := s.stored[id]; !ok {
		s.ids = append(s.ids, id)
	}
	s.stored[id] = append(s.stored[id], s.kept(b.Records)...)
	s.keepSummary(id, b.Summary)
	if s.is("texts go later") && len(b.Erase) > 0 {
		s.waitForLoad()
	}
	s.eraseTexts(b)
	return ctx.Err()
}

// fits says why a batch does not fit.
func (s *brokenStore) fits(id workflow.EnrolmentID, b workflow.Batch) error {
	last := s.last(id)
	conflict := b.After < last && !s.is("append ignores after") || b.After > last && !s.is("append takes what is ahead")
	if s.is("enrolments are mixed") {
		conflict = false
	}
	if len(b.Records) == 0 && !s.is("nothing is taken for a batch") {
		return workflow.ErrNotStored
	}
	for i, r := range b.Records {
		if r.Seq == b.After+workflow.Seq(i)+1 || s.is("gaps are taken") {
			continue
		}
		if s.is("half a batch is stored") && !conflict {
			s.stored[id] = append(s.stored[id], clones(b.Records[:i])...)
		}
		return fmt.Errorf("%w: record %d", workflow.ErrNotStored, r.Seq)
	}
	switch {
	case conflict && s.is("conflicts have no name"):
		return errors.New("conflict")
	case conflict:
		return workflow.ErrConflict
	}
	return nil
}

// kept are the records as the store keeps them.
func (s *brokenStore) kept(rs []workflow.Record) []workflow.Record {
	if s.is("arguments are kept") {
		return rs
	}
	if s.is("arguments are changed") {
		rs[0].Register = "changed"
	}
	if s.is("only the first of a batch") {
		rs = rs[:1]
	}
	rs = clones(rs)
	for i := range rs {
		switch {
		case s.is("a field is forgotten"):
			rs[i].Register = ""
		case s.is("times are cut"):
			rs[i].At = rs[i].At.Truncate(1_000_000)
		case s.is("records are cut"):
			rs[i].Events = rs[i].Events[:min(len(rs[i].Events), 1<<16)]
		}
	}
	return rs
}

func (s *brokenStore) keepSummary(id workflow.EnrolmentID, sum workflow.Summary) {
	sum = sum.Clone()
	if s.is("a summary's field is forgotten") {
		sum.SignedOffOn = sum.CompleteBy
	}
	if _, ok := s.sums[id]; !ok || !s.is("lists show the first summary") {
		s.sums[id] = sum
	}
}

func (s *brokenStore) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) {
		for i, sum := range s.matching(q) {
			if err := ctx.Err(); err != nil && !s.is("lists ignore ctx") {
				yield(workflow.Summary{}, err)
				return
			}
			if q.Limit > 0 && i == q.Limit && !s.is("lists ignore the limit") || !yield(sum, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil && !s.is("lists ignore ctx") {
			yield(workflow.Summary{}, err)
		}
	}
}

func (s *brokenStore) selects(q workflow.Query, sum workflow.Summary) bool {
	switch {
	case s.is("lists mix trials in"):
		q.Trials = sum.Trial
	case s.is("lists show no trials") && sum.Trial:
		return false
	case s.is("lists show those without learner") && sum.Learner == "", s.is("lists show tombstones") && sum.Learner == "":
		sum.Learner = "somebody"
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
	if s.is("lists ignore the viewer") {
		q.Viewer = nil
	}
	if s.is("pages overlap") && q.After == "a" {
		q.After = "Z"
	}
	if s.is("lists ignore the clock") {
		q.Now = time.Time{}
	}
	for _, id := range ids {
		sum, ok := s.sums[id]
		if !ok || !s.selects(q, sum) {
			continue
		}
		if !s.is("lists are shared") {
			sum = sum.Clone()
		}
		out = append(out, sum)
	}
	return out
}
