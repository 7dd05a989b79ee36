package workflow_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// An ailing store cannot load some enrolments.
type ailing struct {
	*memstore.Store
	load map[workflow.EnrolmentID]func(context.Context) error
}

func (a *ailing) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	if load := a.load[id]; load != nil {
		return nil, load(ctx)
	}
	return a.Store.Load(ctx, id, after)
}

func (a *ailing) LoadSnapshot(ctx context.Context, id workflow.EnrolmentID) ([]byte, []workflow.Record, error) {
	records, err := a.Load(ctx, id, 0)
	return nil, records, err
}

// aged is a lapsing ward on which the clock may have changed the rows of ids,
// and an engine that remembers nothing.
func aged(t *testing.T) (w *world, store *ailing, e *workflow.Engine, ids []workflow.EnrolmentID) {
	t.Helper()
	w = newLapsingWard(t)
	w.setNow(w.now().AddDate(10, 0, 0))
	store = &ailing{w.store, map[workflow.EnrolmentID]func(context.Context) error{}}
	e, err := workflow.NewEngine(w.catalog, w.host, store, workflow.Options{Key: []byte("0123456789abcdef"), CacheSize: -1})
	require.NoError(t, err)
	for _, s := range listing(t, w.store.List(w.ctx, workflow.Query{})) {
		if s.Stale(w.now()) {
			ids = append(ids, s.Enrolment)
		}
	}
	require.Len(t, ids, 12)
	return w, store, e, ids
}

func noDisk(context.Context) error { return errDisk }

// gathered are the rows of a list: ids, of what is shown and of what is not.
func gathered(list iter.Seq2[workflow.Summary, error]) (shown, unlisted []workflow.EnrolmentID, others []error) {
	for s, err := range list {
		one := (*workflow.Unlisted)(nil)
		switch {
		case err == nil:
			shown = append(shown, s.Enrolment)
		case errors.As(err, &one):
			unlisted = append(unlisted, one.Enrolment)
		default:
			others = append(others, err)
		}
	}
	return shown, unlisted, others
}

// A row that cannot be looked at again comes as an error that names it, in its
// place, and hides no other.
func TestRowsThatCannotBeLookedAt(t *testing.T) {
	t.Parallel()
	w, store, e, stale := aged(t)
	all := ids(t, e.List(w.ctx, manager, workflow.Query{}))
	for _, id := range []workflow.EnrolmentID{stale[0], stale[5], stale[11]} {
		store.load[id] = noDisk
	}
	var order []workflow.EnrolmentID
	for s, err := range e.List(w.ctx, manager, workflow.Query{}) {
		if err == nil {
			order = append(order, s.Enrolment)
			continue
		}
		one := (*workflow.Unlisted)(nil)
		require.ErrorAs(t, err, &one)
		require.ErrorIs(t, err, errDisk)
		require.ErrorContains(t, err, string(one.Enrolment))
		require.Zero(t, s)
		order = append(order, one.Enrolment)
	}
	require.Equal(t, all, order)

	_, unlisted, others := gathered(e.List(w.ctx, stranger, workflow.Query{}))
	require.Empty(t, append(unlisted, make([]workflow.EnrolmentID, len(others))...), "nothing of what they may not see")
	_, unlisted, _ = gathered(e.List(w.ctx, manager, workflow.Query{Learner: "ward-2"}))
	require.Empty(t, unlisted, "nothing of what was not asked for")
}

// Content that is missing, and records that were changed, are such errors, too.
func TestRowsThatAreDamaged(t *testing.T) {
	t.Parallel()
	w, _, _, stale := aged(t)
	host, key := w.host, workflow.Options{Key: []byte("0123456789abcdef"), CacheSize: -1}
	e, err := workflow.NewEngine(empty(t), host, w.store, key)
	require.NoError(t, err)
	_, unlisted, others := gathered(e.List(w.ctx, manager, workflow.Query{}))
	require.Empty(t, others)
	require.Equal(t, stale, unlisted)
	e, err = workflow.NewEngine(w.catalog, host, &shortened{w.store, stale[3]}, key)
	require.NoError(t, err)
	for _, err := range e.List(w.ctx, manager, workflow.Query{}) {
		if err != nil {
			require.ErrorIs(t, err, workflow.ErrBroken)
			return
		}
	}
	t.Error("the records lack one, and nothing said so")
}

// A shortened store has lost the first record of an enrolment.
type shortened struct {
	*memstore.Store
	id workflow.EnrolmentID
}

func (s *shortened) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	if id == s.id {
		after = max(after, 1)
	}
	return s.Store.Load(ctx, id, after)
}

func (s *shortened) LoadSnapshot(ctx context.Context, id workflow.EnrolmentID) ([]byte, []workflow.Record, error) {
	records, err := s.Load(ctx, id, 0)
	return nil, records, err
}

// Pages are as long as they would be, whoever pages by what is shown leaves
// nothing out, and so does whoever stops at an error and goes on behind it.
func TestPagesWithRowsThatCannotBeLookedAt(t *testing.T) {
	t.Parallel()
	w, store, e, stale := aged(t)
	all := ids(t, e.List(w.ctx, manager, workflow.Query{}))
	sick := []workflow.EnrolmentID{stale[1], stale[2], stale[3], stale[8]}
	for _, id := range sick {
		store.load[id] = noDisk
	}
	well := slices.DeleteFunc(slices.Clone(all), func(id workflow.EnrolmentID) bool { return slices.Contains(sick, id) })
	for limit := 1; limit <= len(well); limit++ {
		var got, without []workflow.EnrolmentID
		q := workflow.Query{Limit: limit}
		for {
			shown, unlisted, others := gathered(e.List(w.ctx, manager, q))
			require.Empty(t, others)
			got, without = append(got, shown...), append(without, unlisted...)
			if len(shown) < limit {
				break
			}
			q.After = shown[limit-1]
		}
		require.Equal(t, well, got, "by %d", limit)
		require.Equal(t, sick, without, "each once")
	}
	var got, without []workflow.EnrolmentID
	for q, more := (workflow.Query{}), true; more; {
		more = false
		for s, err := range e.List(w.ctx, manager, q) {
			if one := (*workflow.Unlisted)(nil); errors.As(err, &one) {
				q.After, more, without = one.Enrolment, true, append(without, one.Enrolment)
				break
			}
			got = append(got, s.Enrolment)
		}
	}
	require.Equal(t, well, got)
	require.Equal(t, sick, without)
}

// The end of ctx is the end of the list, and so is its own error.
func TestAListEndsWithItsContext(t *testing.T) {
	t.Parallel()
	w, store, e, stale := aged(t)
	ctx, cancel := context.WithCancel(w.ctx)
	defer cancel()
	store.load[stale[4]] = func(ctx context.Context) error {
		cancel()
		return ctx.Err()
	}
	shown, unlisted, others := gathered(e.List(ctx, manager, workflow.Query{}))
	require.Empty(t, unlisted)
	require.Len(t, others, 1)
	require.ErrorIs(t, others[0], context.Canceled)
	require.Less(t, len(shown), 20)
}

// An inbox has everything that it can show, and says of what it cannot.
func TestAnInboxWithoutWhatCannotBeLookedAt(t *testing.T) {
	t.Parallel()
	w, store, e, stale := aged(t)
	all, err := e.Inbox(w.ctx, educator)
	require.NoError(t, err)
	require.Len(t, all, 4)
	sick := all[1].Enrolment.Enrolment
	require.Contains(t, stale, sick)
	store.load[sick] = noDisk
	got, err := e.Inbox(w.ctx, educator)
	one := (*workflow.Unlisted)(nil)
	require.ErrorAs(t, err, &one)
	assert.Equal(t, sick, one.Enrolment)
	require.Equal(t, slices.Delete(all, 1, 2), got)
}

// A command over a list goes on behind what cannot be looked at, which has a
// result of its own in its place.
func TestEachListedBehindRowsThatCannotBeLookedAt(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 4} {
		w, store, e, stale := aged(t)
		all := ids(t, e.List(w.ctx, manager, workflow.Query{}))
		sick := []workflow.EnrolmentID{stale[0], stale[7], stale[11]}
		for _, id := range sick {
			store.load[id] = noDisk
		}
		req := workflow.Request{ID: "look", Actor: manager, Command: reassign(assessor, stranger)} // refused everywhere
		got := run(e.EachListed(w.ctx, req, workflow.Query{}, workers))
		require.Equal(t, all, got.ids())
		for i, err := range got.errs {
			one := (*workflow.Unlisted)(nil)
			require.Equal(t, slices.Contains(sick, all[i]), errors.As(err, &one), "%v", err)
			require.Equal(t, workflow.RequestID("look"), got.results[i].Request)
		}
		got = run(e.EachListed(w.ctx, req, workflow.Query{Limit: 17}, workers))
		require.Equal(t, all[:slices.Index(all, got.ids()[len(got.ids())-1])+1], got.ids())
		denied := slices.DeleteFunc(got.errs, func(err error) bool { return errors.Is(err, errDisk) })
		require.Len(t, denied, 17, "so many were given the command")
	}
}
