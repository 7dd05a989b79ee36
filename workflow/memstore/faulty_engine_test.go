package memstore_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// A bench is an engine on a faulty store, with the request that the fault comes
// to: the first of an enrolment or a later one.
type bench struct {
	*testing.T
	store   *memstore.Store
	faulty  *memstore.Faulty
	engine  *workflow.Engine
	id      workflow.EnrolmentID
	request workflow.Request
	before  workflow.Seq // records
}

func newBench(t *testing.T, first bool, cache int) *bench {
	t.Helper()
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time { return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC) })
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	host.Delegate("learner-1", "trust-1")
	host.Delegate("manager-1", "trust-1", "clinical-centre-manager")
	b := &bench{T: t, store: memstore.New()}
	b.faulty = memstore.NewFaulty(b.store)
	var err error
	b.engine, err = workflow.NewEngine(frameworks.Catalog(), host, b.faulty, workflow.Options{Key: []byte("a key for tests!"), CacheSize: cache})
	require.NoError(t, err)
	b.id = b.engine.EnrolmentID("learner-1", "hand-hygiene")
	b.request = workflow.Request{ID: "request-1", Actor: "learner-1", Command: enrolHandHygiene()}
	if !first {
		_, err := b.engine.Do(ctx, b.request)
		require.NoError(t, err)
		b.before, b.request = 1, b.answer("request-2", "local-induction", "yes")
	}
	return b
}

func enrolHandHygiene() *workflow.Enrol {
	return &workflow.Enrol{Learner: "learner-1", Centre: "trust-1", Framework: proficiency.Ref{ID: "hand-hygiene"}}
}

func (b *bench) answer(id workflow.RequestID, item proficiency.ItemID, answer proficiency.AnswerID) workflow.Request {
	return workflow.Request{ID: id, Actor: "learner-1", Enrolment: b.id, Command: workflow.Answer(item, answer)}
}

func (b *bench) stored() []workflow.Record {
	b.Helper()
	rs, err := b.store.Load(ctx, b.id, 0)
	require.NoError(b, err)
	require.NoError(b, workflow.Verify(b.id, rs))
	return rs
}

// onBenches runs a test for a first and a later request, with a cache and without.
func onBenches(t *testing.T, run func(*bench)) {
	for name, first := range map[string]bool{"enrolling": true, "answering": false} {
		for cached, size := range map[string]int{"cached": 0, "not cached": -1} {
			t.Run(name+", "+cached, func(t *testing.T) { t.Parallel(); run(newBench(t, first, size)) })
		}
	}
}

// unseen lets the engine's look at what became of a write fail, too.
func (b *bench) unseen(fault memstore.Fault) memstore.Fault {
	return func(ctx context.Context, do func(context.Context) error) error {
		b.faulty.OnLoad(1, memstore.LostRequest)
		return fault(ctx, do)
	}
}

// A sentBack is a fault after which the platform has to send its request again.
type sentBack struct {
	set    func(*bench)
	is     []error
	not    error
	stored bool
}

func sentBacks() map[string]sentBack {
	unknown := workflow.ErrOutcomeUnknown
	return map[string]sentBack{
		"refused": {
			set: func(b *bench) { b.faulty.OnAppend(1, memstore.Refused) },
			is:  []error{workflow.ErrNotStored}, not: unknown,
		},
		"request lost": {
			set: func(b *bench) { b.faulty.OnAppend(1, memstore.LostRequest) },
			is:  []error{unknown, memstore.ErrLost}, not: workflow.ErrNotStored,
		},
		"request and look lost": {
			set: func(b *bench) { b.faulty.OnAppend(1, b.unseen(memstore.LostRequest)) },
			is:  []error{unknown, memstore.ErrLost}, not: workflow.ErrNotStored,
		},
		"reply and look lost": {
			set: func(b *bench) { b.faulty.OnAppend(1, b.unseen(memstore.LostReply)) },
			is:  []error{unknown, memstore.ErrLost}, not: workflow.ErrNotStored, stored: true,
		},
		"reply and the record's reading lost": {
			set: func(b *bench) {
				b.faulty.OnAppend(1, func(ctx context.Context, do func(context.Context) error) error {
					b.faulty.OnLoad(2, memstore.LostReply)
					return memstore.LostReply(ctx, do)
				})
			},
			is: []error{unknown, memstore.ErrLost}, stored: true,
		},
		"conflict after conflict": {
			set: func(b *bench) { b.faulty.OnBatch(func(workflow.Batch) memstore.Fault { return memstore.Conflict }) },
			is:  []error{workflow.ErrContended}, not: unknown,
		},
	}
}

// After each the error says whether it is known what came of the request, and
// the same request again leaves exactly one record.
func TestRequestsThatAreSentAgain(t *testing.T) {
	t.Parallel()
	for name, c := range sentBacks() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onBenches(t, func(b *bench) {
				c.set(b)
				res, err := b.engine.Do(ctx, b.request)
				for _, is := range c.is {
					require.ErrorIs(b, err, is)
				}
				if c.not != nil {
					require.NotErrorIs(b, err, c.not)
				}
				require.Equal(b, b.request.ID, res.Request)
				require.NotZero(b, b.faulty.Counts().Faults)
				require.Zero(b, b.faulty.Counts().Waiting)
				b.faulty.OnBatch(nil)
				b.sentAgain(c.stored)
			})
		})
	}
}

// sentAgain sends the request again, twice; stored says whether it had been stored before.
func (b *bench) sentAgain(stored bool) {
	b.Helper()
	want := b.before
	if stored {
		want++
	}
	require.Len(b, b.stored(), int(want))
	for range 2 {
		res, err := b.engine.Do(ctx, b.request)
		require.NoError(b, err)
		require.Equal(b, stored, res.Replayed)
		require.Equal(b, b.before+1, res.Record.Seq)
		require.Len(b, b.stored(), int(b.before+1))
		stored = true
	}
}

// What the engine can put right by itself the platform never hears of.
func TestFaultsThatTheEnginePutsRight(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		set     func(*memstore.Faulty)
		appends int
	}{
		"a reply lost":   {func(f *memstore.Faulty) { f.OnAppend(1, memstore.LostReply) }, 1},
		"a conflict":     {func(f *memstore.Faulty) { f.OnAppend(1, memstore.Conflict) }, 2},
		"two conflicts":  {func(f *memstore.Faulty) { f.OnAppend(1, memstore.Conflict); f.OnAppend(2, memstore.Conflict) }, 3},
		"both in turn":   {func(f *memstore.Faulty) { f.OnAppend(1, memstore.Conflict); f.OnAppend(2, memstore.LostReply) }, 2},
		"nothing at all": {func(*memstore.Faulty) {}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onBenches(t, func(b *bench) {
				was := b.faulty.Counts().Appends
				c.set(b.faulty)
				res, err := b.engine.Do(ctx, b.request)
				require.NoError(b, err)
				require.False(b, res.Replayed)
				require.Equal(b, b.before+1, res.Record.Seq)
				require.Equal(b, c.appends, b.faulty.Counts().Appends-was)
				b.sentAgain(true)
			})
		})
	}
}

// Where nothing can be read nothing is decided: it is known that nothing was stored.
func TestLoadsThatFail(t *testing.T) {
	t.Parallel()
	for _, first := range []bool{true, false} {
		b := newBench(t, first, -1)
		was := b.faulty.Counts().Appends
		b.faulty.OnLoad(1, memstore.LostRequest)
		_, err := b.engine.Do(ctx, b.request)
		require.ErrorIs(t, err, memstore.ErrLost)
		require.NotErrorIs(t, err, workflow.ErrOutcomeUnknown)
		require.Equal(t, was, b.faulty.Counts().Appends)
		b.sentAgain(false)
		b.faulty.OnLoad(1, memstore.LostRequest)
		_, err = b.engine.View(ctx, "learner-1", b.id)
		require.ErrorIs(t, err, memstore.ErrLost)
		b.faulty.OnList(1, memstore.LostReply)
		var lost error
		for _, err := range b.engine.List(ctx, "learner-1", workflow.Query{}) {
			lost = err
		}
		require.ErrorIs(t, lost, memstore.ErrLost)
	}
}

// Whoever leaves while the store is slow knows that nothing was stored, if it
// had not begun, and does not know otherwise.
func TestLeavingASlowStore(t *testing.T) {
	t.Parallel()
	onBenches(t, func(b *bench) {
		gate := memstore.NewGate()
		b.faulty.OnAppend(1, gate.HoldRequest)
		require.ErrorIs(b, b.leaveAt(gate), workflow.ErrNotStored)
		require.Len(b, b.stored(), int(b.before))
		gate = memstore.NewGate()
		b.faulty.OnAppend(1, gate.HoldReply)
		require.ErrorIs(b, b.leaveAt(gate), workflow.ErrOutcomeUnknown)
		b.sentAgain(true)
	})
}

// leaveAt sends the request and leaves once it is held up.
func (b *bench) leaveAt(gate *memstore.Gate) error {
	leaving, cancel := context.WithCancel(ctx)
	go func() { <-gate.Reached(); cancel() }()
	_, err := b.engine.Do(leaving, b.request)
	require.ErrorIs(b, err, context.Canceled)
	return err
}

// Somebody is first while a write is held up: it is decided again, and both are stored.
func TestALostRaceOnPurpose(t *testing.T) {
	t.Parallel()
	b := newBench(t, false, 0)
	gate := memstore.NewGate()
	b.faulty.OnAppend(1, gate.HoldRequest)
	held := make(chan error)
	go func() {
		res, err := b.engine.Do(ctx, b.request)
		if err == nil && (res.Replayed || res.Record.Seq != 3) {
			err = errors.New("not decided again")
		}
		held <- err
	}()
	<-gate.Reached()
	res, err := b.engine.Do(ctx, b.answer("request-3", "local-induction", "not-yet"))
	require.NoError(t, err)
	require.EqualValues(t, 2, res.Record.Seq)
	gate.Release()
	require.NoError(t, <-held)
	require.Len(t, b.stored(), 3)
}

// The impatient send again while the first is held up: one record, and the
// first finds that it was replayed.
func TestTheSameRequestWhileTheFirstIsHeldUp(t *testing.T) {
	t.Parallel()
	onBenches(t, func(b *bench) {
		gate := memstore.NewGate()
		b.faulty.OnAppend(1, gate.HoldRequest)
		held := make(chan workflow.Result, 1)
		errs := make(chan error, 1)
		go func() {
			res, err := b.engine.Do(ctx, b.request)
			held <- res
			errs <- err
		}()
		<-gate.Reached()
		b.sentAgain(false)
		gate.Release()
		require.NoError(b, <-errs)
		res := <-held
		require.True(b, res.Replayed)
		require.Equal(b, b.before+1, res.Record.Seq)
		require.Len(b, b.stored(), int(b.before+1))
	})
}
