package workflow

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// walkHost knows the walker's people.
func walkHost(w *Walker) *FixedHost {
	h := &FixedHost{}
	h.AddCentre(roles.Centre{ID: w.Centre, Kind: roles.Trust})
	h.Delegate(w.Learner, w.Centre)
	for _, p := range w.Confirmers {
		h.Delegate(p, w.Centre, "assessor")
	}
	for _, p := range w.Signatories {
		h.Delegate(p, w.Centre, "educator-manager", "clinical-centre-manager")
		h.Staff(p, w.Centre, w.Learner)
	}
	for _, p := range w.Others {
		h.Delegate(p, w.Centre, "administrator")
	}
	var ticks int
	h.SetClock(func() time.Time {
		ticks++
		return time.Date(2026, 11, 20, 9, 0, ticks, 0, time.UTC)
	})
	return h
}

// decided is one step of a walk by the pure functions alone.
func (w *Walker) decided(t *testing.T, h *FixedHost, s *State, n int) (events []Event, r Record) {
	t.Helper()
	actor, cmd := w.Next(s)
	f, err := h.Facts(context.Background(), Needs(w.Framework, s, actor, cmd))
	require.NoError(t, err)
	f.Actor, f.Policy = actor, roles.Default()
	f.Lifecycle = &proficiency.Lifecycle{Status: proficiency.Published, Published: proficiency.Date{Year: 2026, Month: 1, Day: 1}}
	f.Nonce = [32]byte{byte(n), byte(n >> 8), 1}
	events, err = Decide(w.Framework, s, f, cmd)
	if err != nil {
		require.IsType(t, &Denied{}, err, "%s by %s", cmd.Kind(), actor)
		return nil, Record{}
	}
	if len(events) > 0 {
		r, err = new(Engine).newRecord(w.Framework, s, &Request{ID: RequestID(fmt.Sprint(n)), Actor: actor, Command: cmd}, CommandDigest{}, &f, events)
		require.NoError(t, err)
	}
	return events, r
}

// The tally that is moved by each command's events is the one that counting
// everything gives, and each summary's sums are those over its items.
func TestTheMovedTallyIsTheWholeCount(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for seed := range uint64(6) {
		w := &Walker{
			Rand: rand.New(rand.NewPCG(seed, 3)), Framework: wideContent(t, 200), Learner: "learner-1", Centre: "trust-1",
			Confirmers: []PersonID{"assessor-1", "assessor-2"}, Signatories: []PersonID{"educator-1", "educator-2"}, Others: []PersonID{"other-1"},
		}
		h := walkHost(w)
		s := NewState("e", w.Framework.Index())
		moved := countAll(w.Framework, &s)
		if seed%2 == 0 {
			moved = tally{} // as of an enrolment that was never counted
		}
		for n := range 250 {
			events, r := w.decided(t, h, &s, n)
			if len(events) == 0 {
				continue
			}
			if len(events) > manyEvents {
				seen["many"]++
			}
			for _, e := range events {
				seen[e.EventKind()]++
				if ended, ok := e.(*RequestEnded); ok && len(ended.Items) > manyEvents {
					seen["many in one"]++
				}
			}
			before := fmt.Sprint(moved)
			next := Apply(s, r)
			after := moved.moved(w.Framework, &s, &next, events)
			require.Equal(t, before, fmt.Sprint(moved), "the tally before is somebody else's")
			whole := countAll(w.Framework, &next)
			require.Equal(t, normal(whole), normal(after), "seed %d, step %d: %s", seed, n, r.Events)
			s, moved = next, after
			sum := summarise(w.Framework, &s, moved, s.At())
			requireSums(t, w.Framework, &s, &sum)
		}
	}
	for kind := range blankEvents {
		if kind != "agreed" { // nothing is asked for here
			require.NotZero(t, seen[kind], "the walks never came to %s: %v", kind, seen)
		}
	}
	require.NotZero(t, seen["many"], "no command made more than %d events", manyEvents)
	require.NotZero(t, seen["many in one"], "no event was about more than %d items", manyEvents)
}

// normal makes no difference between empty and none.
func normal(t tally) tally {
	return tally{
		sections: append([]SectionCounts{}, t.sections...), pending: append([]Pending{}, t.pending...),
		deciders: append([]deciderCount{}, t.deciders...),
	}
}

// requireSums counts once more, item by item, without the tally (behaviour 44).
func requireSums(t *testing.T, fw *proficiency.Framework, s *State, sum *Summary) {
	t.Helper()
	var want Counts
	bySection := map[proficiency.SectionID]int{}
	pending := map[PersonID]int{}
	deciders := map[PersonID]bool{}
	for it := range fw.Items().Values() {
		v := s.Item(it.ID())
		if v.Request != nil {
			pending[v.Request.To]++
		}
		if v.Decision != nil {
			deciders[v.Decision.By] = true
		}
		status := ItemStatusOf(fw, s, it, s.At())
		if status == ItemStatusExcluded {
			continue
		}
		want.Counting++
		bySection[it.Section().Top().ID()]++
		switch status {
		case ItemStatusOngoing:
			want.Ongoing++
		case ItemStatusAssessed:
			want.Assessed++
		case ItemStatusRequested:
			want.Requested++
		case ItemStatusConfirmed:
			want.Confirmed++
		case ItemStatusRejected:
			want.Rejected++
		}
	}
	require.Equal(t, want, sum.Totals())
	require.Len(t, sum.Sections, fw.Sections().Len())
	for i, top := range fw.Sections().All() {
		require.Equal(t, top.ID(), sum.Sections[i].Section)
		require.Equal(t, bySection[top.ID()], sum.Sections[i].Counting)
	}
	if s.signedOff() {
		deciders[s.LastSignOff().By] = true
	}
	for _, p := range sum.Deciders {
		require.True(t, deciders[p], p)
	}
	require.Len(t, sum.Deciders, len(deciders))
	require.True(t, slices.IsSorted(sum.Deciders))
	signOffs := 0
	for _, p := range sum.Pending {
		require.NotZero(t, p.Since)
		if p.SignOff {
			signOffs++
			continue
		}
		require.Positive(t, p.Items)
		pending[p.With] -= p.Items
	}
	for p, n := range pending {
		require.Zero(t, n, "pending with %s", p)
	}
	require.Equal(t, s.SignOffRequest() != nil, signOffs == 1)
	require.True(t, slices.IsSortedFunc(sum.Pending, func(a, b Pending) int { return a.Since.Compare(b.Since) }), "the oldest first")
	require.Equal(t, Ready(fw, s, s.At()), sum.Ready)
	require.Equal(t, len(Readiness(fw, s, s.At())) == 0, sum.Ready)
}
