package workflow_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// bare is the memory store without its List and its Feed, fed one without List.
func bare(s *memstore.Store) workflow.Store { return struct{ workflow.Store }{s} }

func fed(s *memstore.Store) workflow.Store {
	return struct {
		workflow.Store
		workflow.Feeder
	}{s, s}
}

func (s *stage) index(store workflow.Store) *workflow.Index {
	s.Helper()
	x, err := workflow.NewIndex(s.catalog, store)
	require.NoError(s, err)
	return x
}

// questions are queries that differ in what selects.
func questions(s *stage, all []workflow.Summary) []workflow.Query {
	qs := []workflow.Query{
		{}, {Trials: true}, {Limit: 3}, {Centre: trust1}, {Centre: trust2, Limit: 2}, {Framework: handOver}, {PendingWith: assessor1},
		{Supervisor: assessor1}, {Decider: assessor1}, {Decider: educator1}, {Status: workflow.StatusSignedOff}, {Status: workflow.StatusInProgress},
		{Status: workflow.StatusReady, Now: s.clock.now().AddDate(5, 0, 0)},
	}
	for _, sum := range all {
		qs = append(qs, workflow.Query{After: sum.Enrolment, Limit: 2}, workflow.Query{Learner: sum.Learner})
		for _, serial := range sum.Serials {
			qs = append(qs, workflow.Query{Serial: serial})
		}
	}
	return qs
}

// agrees wants an index to answer as the store does, to the field.
func agrees(s *stage, x *workflow.Index, how string) {
	s.Helper()
	all := listing(s, s.store.(*memstore.Store).List(context.Background(), workflow.Query{}))
	for _, q := range questions(s, all) {
		want := listing(s, s.store.(*memstore.Store).List(context.Background(), q))
		require.Empty(s, cmp.Diff(want, listing(s, x.List(context.Background(), q)), cmpopts.EquateEmpty()), "%s: %+v", how, q)
	}
}

// Whatever is done, and whichever way an index hears of it: it lists what the
// store lists.
func TestIndexAgreesWithAStoreThatLists(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	s, signedOff, _ := newCrowd(t)
	ctx, chance := context.Background(), rand.New(rand.NewPCG(5, 5))
	store := s.store.(*memstore.Store)
	added, followed := s.index(bare(store)), s.index(fed(store))
	all := listing(t, store.List(ctx, workflow.Query{}))
	for _, sum := range all {
		require.NoError(t, added.Update(ctx, sum.Enrolment))
	}
	take := func(res workflow.Result, err error) {
		require.NoError(t, added.Add(ctx, res), "%v", err)
		if chance.IntN(3) == 0 {
			require.NoError(t, added.Add(ctx, res), "the same again")
		}
	}
	stored := 0
	for step := range 90 {
		on := all[chance.IntN(len(all))]
		actor := []workflow.PersonID{on.Learner, on.Learner, educator1, "educator-9"}[chance.IntN(4)]
		res, err := s.engine.Do(ctx, workflow.Request{Actor: actor, Enrolment: on.Enrolment, Command: anything(chance)})
		if take(res, err); res.Record.Seq > 0 {
			stored++
		}
		if step%15 == 14 {
			require.NoError(t, followed.Follow(ctx))
			agrees(s, followed, "followed")
			agrees(s, added, "added")
		}
	}
	require.Greater(t, stored, 15)
	require.NoError(t, s.engine.Erase(ctx, signedOff))
	require.NoError(t, added.Update(ctx, signedOff))
	require.NoError(t, followed.Follow(ctx))
	agrees(s, added, "updated after an erasure")
	agrees(s, followed, "followed after an erasure")
	fresh := s.index(fed(store))
	require.NoError(t, fresh.Follow(ctx))
	agrees(s, fresh, "followed from the beginning")
}

// anything is a command that may do something to somebody.
func anything(chance *rand.Rand) workflow.Command {
	item := []proficiency.ItemID{"tell", "ask"}[chance.IntN(2)]
	switch chance.IntN(7) {
	case 0, 1:
		return workflow.Answer(item, "done")
	case 2:
		return &workflow.RequestConfirmation{Items: []proficiency.ItemID{item}, To: assessor1}
	case 3:
		return &workflow.AddSupervisor{Person: assessor1}
	case 4:
		return &workflow.Comment{Comment: "a comment"}
	case 5:
		return &workflow.AddCentre{Centre: trust2}
	}
	return &workflow.Withdraw{}
}

// Results in any order, late and again: the latest counts.
func TestIndexTakesResultsInAnyOrder(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := context.Background()
	id := s.enrol(learner1, handOver)
	var results []workflow.Result
	for _, to := range []workflow.PersonID{assessor1, assessor2} {
		results = append(results, s.do(id, learner1, &workflow.AddSupervisor{Person: to}))
	}
	x := s.index(bare(s.store.(*memstore.Store)))
	for _, i := range []int{1, 0, 1, 0} {
		require.NoError(t, x.Add(ctx, results[i]))
		agrees(s, x, "added")
	}
	require.NoError(t, x.Add(ctx, workflow.Result{}), "what has no enrolment")
	require.NoError(t, x.Update(ctx, "unknown"))
	agrees(s, x, "added")

	x = s.index(bare(s.store.(*memstore.Store)))
	require.NoError(t, x.Add(ctx, workflow.Result{Enrolment: id, Replayed: true}), "a result without state is looked up")
	agrees(s, x, "looked up")
}

// An engine lists by the index that it is given, as by a store that lists.
func TestEngineListsByAnIndex(t *testing.T) {
	t.Parallel()
	s, _, signOff := newCrowd(t)
	ctx := context.Background()
	x := s.index(fed(s.store.(*memstore.Store)))
	require.NoError(t, x.Follow(ctx))
	e := s.newEngine(bare(s.store.(*memstore.Store)), func(o *workflow.Options) { o.Lister = x })
	for _, actor := range []workflow.PersonID{learner1, educator1, "educator-9", manager1, stranger1} {
		want, got := listing(t, s.engine.List(ctx, actor, workflow.Query{})), listing(t, e.List(ctx, actor, workflow.Query{}))
		require.Empty(t, cmp.Diff(want, got, cmpopts.EquateEmpty()), actor)
	}
	inbox, err := e.Inbox(ctx, assessor1)
	require.NoError(t, err)
	require.Len(t, inbox, 1)
	_, _, ok, err := e.BySerial(ctx, signOff.State.LastSignOff().Serial)
	require.NoError(t, err)
	require.True(t, ok)
}

// What cannot be looked at is named, every time, hides nothing else, and is
// taken in once it can be.
func TestIndexNamesWhatItCannotLookAt(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := context.Background()
	one, two := s.enrol(learner1, handOver), s.enrol(learner2, handOver)
	store := &ailing{s.store.(*memstore.Store), map[workflow.EnrolmentID]func(context.Context) error{one: noDisk}}
	x := s.index(store)
	for range 2 {
		err := x.Follow(ctx)
		unlisted := (*workflow.Unlisted)(nil)
		require.ErrorAs(t, err, &unlisted)
		require.ErrorIs(t, err, errDisk)
		require.Equal(t, one, unlisted.Enrolment)
		require.Equal(t, []workflow.EnrolmentID{two}, ids(t, x.List(ctx, workflow.Query{})))
	}
	require.ErrorIs(t, x.Update(ctx, one), errDisk)
	delete(store.load, one)
	require.NoError(t, x.Follow(ctx))
	agrees(s, x, "after all")
}

func TestIndexRefuses(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.enrol(learner1, handOver)
	_, err := workflow.NewIndex(nil, s.store)
	require.Error(t, err)
	_, err = workflow.NewIndex(s.catalog, nil)
	require.Error(t, err)
	require.ErrorIs(t, s.index(bare(s.store.(*memstore.Store))).Follow(t.Context()), workflow.ErrUnsupported)

	gone, cancel := context.WithCancel(t.Context())
	cancel()
	x := s.index(s.store)
	require.ErrorIs(t, x.Follow(gone), context.Canceled)
	require.NoError(t, x.Follow(t.Context()))
	agrees(s, x, "later")
	for _, err := range x.List(gone, workflow.Query{}) {
		require.ErrorIs(t, err, context.Canceled)
	}
	for range x.List(t.Context(), workflow.Query{}) {
		break // without a word
	}
}

// Whoever has gone while an enrolment is loaded has not failed to load it.
func TestIndexIsLeft(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	leaving, cancel := context.WithCancel(t.Context())
	store := &ailing{s.store.(*memstore.Store), map[workflow.EnrolmentID]func(context.Context) error{
		id: func(ctx context.Context) error { cancel(); return ctx.Err() },
	}}
	x := s.index(store)
	err := x.Follow(leaving)
	require.ErrorIs(t, err, context.Canceled)
	require.False(t, errors.As(err, new(*workflow.Unlisted)))
	delete(store.load, id)
	require.NoError(t, x.Follow(t.Context()))
	agrees(s, x, "later")
}
