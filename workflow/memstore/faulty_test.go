package memstore_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// faultyStore is a store with three records of e, and the faults before it.
func faultyStore(t *testing.T) (*memstore.Faulty, *memstore.Store) {
	t.Helper()
	s := memstore.New()
	require.NoError(t, put(s, "e", 0, records(1, 3)...))
	return memstore.NewFaulty(s), s
}

// A Faulty must not hide what the Store has: a method added there is one to add here.
func TestFaultyHasAllThatTheStoreHas(t *testing.T) {
	t.Parallel()
	store, faulty := reflect.TypeFor[*memstore.Store](), reflect.TypeFor[*memstore.Faulty]()
	require.GreaterOrEqual(t, store.NumMethod(), 4)
	for i := range store.NumMethod() {
		_, ok := faulty.MethodByName(store.Method(i).Name)
		require.True(t, ok, store.Method(i).Name)
	}
}

// Each fault does what it says to appends and erasures alike.
func TestFaultsOfWriting(t *testing.T) {
	t.Parallel()
	promises := []error{workflow.ErrNotStored, workflow.ErrConflict}
	for name, c := range map[string]struct {
		fault  memstore.Fault
		is     error
		stored bool
	}{
		"refused":      {memstore.Refused, workflow.ErrNotStored, false},
		"conflict":     {memstore.Conflict, workflow.ErrConflict, false},
		"lost request": {memstore.LostRequest, memstore.ErrLost, false},
		"lost reply":   {memstore.LostReply, memstore.ErrLost, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check := func(err error, s *memstore.Store, stored []workflow.Record) {
				require.ErrorIs(t, err, c.is)
				for _, other := range append(promises, memstore.ErrLost) {
					require.Equal(t, other == c.is, errors.Is(err, other), "%v is %v", err, other)
				}
				if !c.stored {
					stored = records(1, 3)
				}
				require.NoError(t, gives(s, "e", 0, stored))
			}
			f, s := faultyStore(t)
			f.OnAppend(1, c.fault)
			check(redact(f, 3, []workflow.TextRef{text(1, 0)}, recordAt(4)), s, records(1, 4, text(1, 0)))
			f, s = faultyStore(t)
			f.OnErase(1, c.fault)
			check(f.Erase(ctx, bury("e", 3, tombstone(4))), s, []workflow.Record{tombstone(4)})
		})
	}
}

// A reply that is lost does not say what the store said either.
func TestALostReplyOfARefusal(t *testing.T) {
	t.Parallel()
	f, s := faultyStore(t)
	f.OnAppend(1, memstore.LostReply)
	err := put(f, "e", 1, recordAt(2))
	require.ErrorIs(t, err, memstore.ErrLost)
	require.NotErrorIs(t, err, workflow.ErrConflict)
	require.NoError(t, holds(s, "e", 3))
}

// Faults come to the call they are set for, counted from when they are set, and only once.
func TestWhichCallAFaultComesTo(t *testing.T) {
	t.Parallel()
	f, s := faultyStore(t)
	require.NoError(t, put(f, "e", 3, recordAt(4)))
	f.OnAppend(3, memstore.LostRequest)
	f.OnAppend(2, memstore.Conflict)
	f.OnAppend(2, memstore.Refused) // instead
	f.OnAppend(1, memstore.Refused)
	f.OnAppend(1, nil) // taken away
	f.OnAppend(9, nil) // was never there
	f.OnErase(1, memstore.Conflict)
	require.Equal(t, memstore.Counts{Appends: 1, Waiting: 3}, f.Counts())

	require.NoError(t, put(f, "e", 4, recordAt(5)))
	require.ErrorIs(t, put(f, "e", 5, recordAt(6)), workflow.ErrNotStored)
	require.ErrorIs(t, put(f, "e", 5, recordAt(6)), memstore.ErrLost)
	for seq := workflow.Seq(5); seq < 9; seq++ {
		require.NoError(t, put(f, "e", seq, recordAt(seq+1)))
	}
	require.NoError(t, gives(f, "e", 0, records(1, 9)))
	require.NoError(t, gives(s, "e", 0, records(1, 9)))
	require.Equal(t, memstore.Counts{Loads: 1, Appends: 8, Faults: 2, Waiting: 1}, f.Counts())

	require.ErrorIs(t, f.Erase(ctx, bury("e", 9, tombstone(10))), workflow.ErrConflict)
	require.NoError(t, f.Erase(ctx, bury("e", 9, tombstone(10))))
	_, err := list(ctx, f, workflow.Query{})
	require.NoError(t, err)
	require.Equal(t, memstore.Counts{Loads: 1, Appends: 8, Erases: 2, Lists: 1, Faults: 3}, f.Counts())
}

// A fault for a call that can never come is a mistake in the test that sets it.
func TestFaultsForNoCall(t *testing.T) {
	t.Parallel()
	f, _ := faultyStore(t)
	for _, set := range []func(int, memstore.Fault){f.OnAppend, f.OnErase, f.OnLoad, f.OnList} {
		for _, n := range []int{0, -1} {
			require.PanicsWithValue(t, fmt.Sprintf("memstore: a fault for call %d from now; 1 is the next", n), func() { set(n, memstore.Refused) })
		}
	}
	require.Zero(t, f.Counts())
	require.NoError(t, put(f, "e", 3, recordAt(4)))
}

// A function of the batch decides where nothing is set for the call.
func TestFaultsByBatch(t *testing.T) {
	t.Parallel()
	f, s := faultyStore(t)
	var seen []workflow.Seq
	f.OnBatch(func(b workflow.Batch) memstore.Fault {
		seen = append(seen, b.After)
		switch {
		case b.Records[0].Kind == workflow.KindErase:
			return memstore.Refused
		case b.Enrolment == "f":
			return memstore.Conflict
		}
		return nil
	})
	f.OnAppend(2, memstore.LostRequest)
	require.NoError(t, put(f, "e", 3, recordAt(4)))
	require.ErrorIs(t, put(f, "f", 0, recordAt(1)), memstore.ErrLost)
	require.ErrorIs(t, put(f, "f", 0, recordAt(1)), workflow.ErrConflict)
	require.ErrorIs(t, f.Erase(ctx, bury("e", 4, tombstone(5))), workflow.ErrNotStored)
	require.NoError(t, errors.Join(gives(s, "e", 0, records(1, 4)), holds(s, "f", 0)))
	require.Equal(t, []workflow.Seq{3, 0, 4}, seen)
	require.Equal(t, memstore.Counts{Appends: 3, Erases: 1, Faults: 3}, f.Counts())
	f.OnBatch(nil)
	require.NoError(t, put(f, "f", 0, recordAt(1)))
	require.NoError(t, f.Erase(ctx, bury("e", 4, tombstone(5))))
}

func TestFaultsOfLoading(t *testing.T) {
	t.Parallel()
	f, _ := faultyStore(t)
	f.OnLoad(1, memstore.LostRequest)
	f.OnLoad(2, memstore.LostReply)
	for range 2 {
		rs, err := f.Load(ctx, "e", 0)
		require.ErrorIs(t, err, memstore.ErrLost)
		require.Empty(t, rs)
	}
	require.NoError(t, gives(f, "e", 0, records(1, 3)))
	require.Equal(t, memstore.Counts{Loads: 3, Faults: 2}, f.Counts())
}

func TestFaultsOfLists(t *testing.T) {
	t.Parallel()
	f, s := faultyStore(t)
	require.NoError(t, put(s, "f", 0, recordAt(1)))
	twice := func(ctx context.Context, do func(context.Context) error) error {
		return errors.Join(do(ctx), do(ctx), memstore.ErrLost)
	}
	for _, c := range []struct {
		fault memstore.Fault
		want  []workflow.EnrolmentID
	}{
		{memstore.LostRequest, nil},
		{memstore.LostReply, []workflow.EnrolmentID{"e", "f"}},
		{twice, []workflow.EnrolmentID{"e", "f", "e", "f"}},
	} {
		f.OnList(1, c.fault)
		all := f.List(ctx, workflow.Query{})
		require.Equal(t, 1, f.Counts().Waiting, "nobody has gone through it")
		var got []workflow.EnrolmentID
		var last error
		for sum, err := range all {
			require.NoError(t, last, "something follows an error")
			if last = err; err == nil {
				got = append(got, sum.Enrolment)
			}
		}
		require.ErrorIs(t, last, memstore.ErrLost)
		require.Equal(t, c.want, got)

		f.OnList(1, c.fault)
		for range f.List(ctx, workflow.Query{}) {
			break // who has seen enough is told nothing more
		}
	}
	got, err := list(ctx, f, workflow.Query{})
	require.NoError(t, err)
	require.Equal(t, []workflow.EnrolmentID{"e", "f"}, got)
}

// A gate holds requests up before anything is stored, and replies after.
func TestGates(t *testing.T) {
	t.Parallel()
	for _, reply := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			f, s := faultyStore(t)
			gate := memstore.NewGate()
			hold, stored := gate.HoldRequest, workflow.Seq(3)
			if reply {
				hold, stored = gate.HoldReply, 4
			}
			f.OnAppend(1, hold)
			f.OnAppend(3, hold)
			f.OnAppend(4, hold)
			requireOpen(t, gate.Reached(), false)
			errs := make(chan error, 1)
			go func() { errs <- put(f, "e", 3, recordAt(4)) }()
			<-gate.Reached()
			synctest.Wait()
			require.Empty(t, errs, "held up")
			require.NoError(t, holds(s, "e", stored))
			require.ErrorIs(t, put(f, "e", 9, recordAt(10)), workflow.ErrConflict, "others pass")

			gate.Release()
			gate.Release() // does no harm
			require.NoError(t, <-errs)
			require.NoError(t, put(f, "e", 4, recordAt(5)), "it stays open")
			require.ErrorIs(t, put(f, "e", 4, recordAt(5)), workflow.ErrConflict, "the store's own answer")
			require.NoError(t, holds(s, "e", 5))
		})
	}
}

func requireOpen(t *testing.T, c <-chan struct{}, want bool) {
	t.Helper()
	select {
	case <-c:
		require.True(t, want)
	default:
		require.False(t, want)
	}
}

// Whoever goes while a gate holds them up is let go, and told what is true.
func TestLeavingAGate(t *testing.T) {
	t.Parallel()
	leave := func(hold func(*memstore.Gate) memstore.Fault) (*memstore.Store, error) {
		f, s := faultyStore(t)
		gate := memstore.NewGate()
		f.OnAppend(1, hold(gate))
		leaving, cancel := context.WithCancel(ctx)
		go func() { <-gate.Reached(); cancel() }()
		return s, f.Append(leaving, workflow.Batch{Enrolment: "e", After: 3, Records: []workflow.Record{recordAt(4)}})
	}
	s, err := leave(func(g *memstore.Gate) memstore.Fault { return g.HoldRequest })
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, workflow.ErrNotStored)
	require.NoError(t, holds(s, "e", 3))
	s, err = leave(func(g *memstore.Gate) memstore.Fault { return g.HoldReply })
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, workflow.ErrNotStored)
	require.NoError(t, holds(s, "e", 4))
}

// Time passes here only when everybody waits for it.
func TestDelayed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, s := faultyStore(t)
		begun := time.Now()
		f.OnAppend(1, memstore.Delayed(time.Hour))
		f.OnLoad(1, memstore.Delayed(time.Minute))
		require.NoError(t, put(f, "e", 3, recordAt(4)))
		require.NoError(t, holds(f, "e", 4))
		require.Equal(t, time.Hour+time.Minute, time.Since(begun))

		f.OnAppend(1, memstore.Delayed(time.Hour))
		brief, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := f.Append(brief, workflow.Batch{Enrolment: "e", After: 4, Records: []workflow.Record{recordAt(5)}})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, err, workflow.ErrNotStored)
		require.NoError(t, holds(s, "e", 4))
		require.Equal(t, time.Hour+time.Minute+time.Second, time.Since(begun))
	})
}

// Many use it at once, and every fault comes to one of them.
func TestFaultyAtOnce(t *testing.T) {
	t.Parallel()
	f := memstore.NewFaulty(memstore.New())
	const writers, each = 8, 24
	for n := 1; n <= writers*each; n += 4 {
		f.OnAppend(n, memstore.Refused)
	}
	f.OnBatch(func(workflow.Batch) memstore.Fault { return memstore.LostReply })
	var wg sync.WaitGroup
	refusals, errs := make([]int, writers), make([]error, writers)
	for i := range writers {
		wg.Go(func() {
			id := workflow.EnrolmentID(fmt.Sprint("e-", i))
			last := workflow.Seq(0)
			for range each {
				switch err := put(f, id, last, recordAt(last+1)); {
				case errors.Is(err, workflow.ErrNotStored):
					refusals[i]++
				case errors.Is(err, memstore.ErrLost):
					last++
				default:
					errs[i] = fmt.Errorf("no fault came: %w", err)
				}
				f.OnLoad(1, nil)
				f.Counts()
				errs[i] = errors.Join(errs[i], holds(f, id, last))
			}
		})
	}
	wg.Wait()
	require.NoError(t, errors.Join(errs...))
	all := 0
	for _, n := range refusals {
		all += n
	}
	require.Equal(t, writers*each/4, all)
	require.Equal(t, memstore.Counts{Loads: writers * each, Appends: writers * each, Faults: writers * each}, f.Counts())
}

// A feed fails as a list does: at once, or when everything was given.
func TestFaultyFeeds(t *testing.T) {
	t.Parallel()
	f := memstore.NewFaulty(memstore.New())
	require.NoError(t, put(f, "e-1", 0, recordAt(1)))
	for _, c := range []struct {
		fault memstore.Fault
		given int
	}{{memstore.LostRequest, 0}, {memstore.LostReply, 1}, {nil, 1}} {
		if c.fault != nil {
			f.OnFeed(1, c.fault)
			require.Equal(t, 1, f.Counts().Waiting)
		}
		given, failed := 0, error(nil)
		for _, err := range f.Feed(t.Context(), "") {
			if failed = err; err == nil {
				given++
			}
		}
		require.Equal(t, c.given, given)
		require.Equal(t, c.fault != nil, errors.Is(failed, memstore.ErrLost))
	}
	require.Equal(t, memstore.Counts{Appends: 1, Feeds: 3, Faults: 2}, f.Counts())
}
