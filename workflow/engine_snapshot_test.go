package workflow_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// A countingStore counts the records that it gives, and may give another
// snapshot than is kept.
type countingStore struct {
	*memstore.Store
	loads, snapshots, records int
	give                      func(snapshot []byte, rs []workflow.Record) ([]byte, []workflow.Record)
}

func (s *countingStore) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	rs, err := s.Store.Load(ctx, id, after)
	s.loads, s.records = s.loads+1, s.records+len(rs)
	return rs, err
}

func (s *countingStore) LoadSnapshot(ctx context.Context, id workflow.EnrolmentID) ([]byte, []workflow.Record, error) {
	snapshot, rs, err := s.Store.LoadSnapshot(ctx, id)
	if s.give != nil {
		snapshot, rs = s.give(snapshot, rs)
	}
	s.snapshots, s.records = s.snapshots+1, s.records+len(rs)
	return snapshot, rs, err
}

// talkative is an enrolment with that many records, by an engine with the default interval.
func talkative(t *testing.T, n int) (*stage, workflow.EnrolmentID) {
	t.Helper()
	s := newStage(t)
	s.engine = s.newEngine(s.store, func(o *workflow.Options) { o.SnapshotEvery = 0 })
	id := s.enrol(learner1, handOver)
	for i := len(s.stored(id)); i < n; i++ {
		s.do(id, learner1, &workflow.Comment{Comment: fmt.Sprint("comment ", i)})
	}
	return s, id
}

// Whoever meets an enrolment of 450 records reads the snapshot and the records
// from it on; whoever leaves snapshots alone reads all.
func TestAColdLoadReadsLittle(t *testing.T) {
	t.Parallel()
	s, id := talkative(t, 450)
	for _, c := range []struct {
		change                    func(*workflow.Options)
		loads, snapshots, records int
	}{
		{func(o *workflow.Options) { o.SnapshotEvery = 0 }, 0, 1, 3}, // 448 to 450
		{noSnapshots, 1, 0, 450},
	} {
		store := &countingStore{Store: s.store.(*memstore.Store)}
		e := s.newEngine(store, c.change)
		v, err := e.View(context.Background(), learner1, id)
		require.NoError(t, err)
		require.EqualValues(t, 450, v.State.Seq())
		require.Equal(t, []int{c.loads, c.snapshots, c.records}, []int{store.loads, store.snapshots, store.records})
		_, err = e.View(context.Background(), learner1, id)
		require.NoError(t, err)
		require.Equal(t, c.snapshots, store.snapshots, "what is known is not read again")
	}
}

// A store that is none is not given any, nor is one of an engine that makes none.
func TestSnapshotsAreGivenWhereTheyAreDue(t *testing.T) {
	t.Parallel()
	s, id := talkative(t, 1)
	given := map[workflow.Seq]bool{}
	under := s.store.(*memstore.Store)
	plain := tap(under)
	plain.onAppend(func(ctx context.Context, b workflow.Batch) error {
		given[b.After+1] = b.Snapshot != nil
		return under.Append(ctx, b)
	})
	whole := struct {
		*tapStore
		workflow.Snapshotter
	}{plain, under}
	for i, e := range []*workflow.Engine{
		s.newEngine(whole), s.newEngine(plain), s.newEngine(whole, noSnapshots), s.newEngine(whole, func(o *workflow.Options) { o.SnapshotEvery = 4 }),
	} {
		for range 6 {
			_, err := e.Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: id, Command: &workflow.Comment{Comment: fmt.Sprint(i)}})
			require.NoError(t, err)
		}
	}
	var due []workflow.Seq
	for seq := range workflow.Seq(30) {
		if given[seq] {
			due = append(due, seq)
		}
	}
	require.Equal(t, []workflow.Seq{3, 6, 20, 24}, due)
}

// A snapshot that is not this engine's, of this enrolment as it is now, is not
// used, and nothing comes of it but a line in the log.
func TestNothingButItsOwnSnapshotIsBelieved(t *testing.T) {
	t.Parallel()
	s, id := talkative(t, 70)
	other := s.enrol(learner2, handOver)
	for len(s.stored(other)) < 70 {
		s.do(other, learner2, &workflow.Comment{Comment: "another's"})
	}
	kept := func(id workflow.EnrolmentID) []byte {
		b, _, err := s.store.(workflow.Snapshotter).LoadSnapshot(context.Background(), id)
		require.NoError(t, err)
		require.NotEmpty(t, b)
		return b
	}
	own, others, foreign := kept(id), kept(other), s.resealed(t, id)
	type records = []workflow.Record
	cases := map[string]func([]byte, records) ([]byte, records){
		"another enrolment's": func(_ []byte, rs records) ([]byte, records) { return others, rs },
		"of another key":      func(_ []byte, rs records) ([]byte, records) { return foreign, rs },
		"of another form": func(b []byte, rs records) ([]byte, records) {
			return append([]byte("countersign-snapshot/9\n"), b...), rs
		},
		"nothing":            func(_ []byte, rs records) ([]byte, records) { return nil, rs },
		"too large":          func(_ []byte, rs records) ([]byte, records) { return make([]byte, workflow.MaxSnapshotSize+1), rs },
		"without its record": func(b []byte, rs records) ([]byte, records) { return b, rs[1:] },
		"without records":    func(b []byte, _ records) ([]byte, records) { return b, nil },
		"on another record": func(b []byte, rs records) ([]byte, records) {
			rs[0].Hash[0]++
			return b, rs
		},
		"longer":  func(b []byte, rs records) ([]byte, records) { return append(b, 0), rs },
		"shorter": func(b []byte, rs records) ([]byte, records) { return b[:len(b)-1], rs },
	}
	for i := 0; i < len(own); i += 1 + len(own)/40 {
		cases[fmt.Sprint("byte ", i)] = func(b []byte, rs records) ([]byte, records) {
			b[i] ^= 1
			return b, rs
		}
	}
	want, err := s.engine.View(context.Background(), learner1, id)
	require.NoError(t, err)
	for name, give := range cases {
		var log strings.Builder
		store := &countingStore{Store: s.store.(*memstore.Store), give: give}
		e := s.newEngine(store, func(o *workflow.Options) {
			o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		})
		v, err := e.View(context.Background(), learner1, id)
		require.NoError(t, err, name)
		require.Empty(t, cmp.Diff(facts(v.Framework, &want.State), facts(v.Framework, &v.State)), name)
		require.Equal(t, 1, store.loads, name)
		require.Contains(t, log.String(), "a snapshot is not used", name)
		require.NotContains(t, log.String(), "comment", name)
	}
}

// resealed is a snapshot that an engine with another key made of the same records.
func (s *stage) resealed(t *testing.T, id workflow.EnrolmentID) []byte {
	t.Helper()
	store := memstore.New()
	rs := s.stored(id)
	require.NoError(t, store.Append(context.Background(), workflow.Batch{Enrolment: id, Records: rs[:63]}))
	stranger := s.newEngine(store, func(o *workflow.Options) { o.Key, o.SnapshotEvery = []byte("another's secret"), 64 })
	_, err := stranger.Do(context.Background(), workflow.Request{
		ID: rs[63].Request, Actor: learner1, Enrolment: id, Command: &workflow.Comment{Comment: "comment 63"},
	})
	require.NoError(t, err)
	b, _, err := store.LoadSnapshot(context.Background(), id)
	require.NoError(t, err)
	require.NotEmpty(t, b)
	return b
}

// The words of a text that was redacted are in no snapshot, nor is anything of
// an enrolment that was erased. What comes back from before is not used.
func TestWhatIsRemovedIsInNoSnapshot(t *testing.T) {
	t.Parallel()
	w := spoken(t)
	kept := func() []byte {
		b, _, err := w.store.LoadSnapshot(w.ctx, w.id)
		require.NoError(t, err)
		return b
	}
	w.engine = w.engineWith(func(o *workflow.Options) { o.SnapshotEvery = 1 })
	seen := 0
	var early []byte
	for _, s := range w.sayings() {
		before := kept()
		early = append(early, before...)
		if bytes.Contains(before, []byte(s.text.Words)) {
			seen++
		}
		w.do(manager, s.redact())
		after := kept()
		require.NotEmpty(t, after, "there is another in its place")
		require.False(t, bytes.Contains(after, []byte(s.text.Words)), s.path)
		require.False(t, bytes.Contains(after, s.text.Salt[:]), s.path)
	}
	require.Greater(t, seen, 10, "most texts were in a snapshot")
	last := kept()
	require.NoError(t, w.engine.Erase(w.ctx, w.id))
	require.Empty(t, kept())
	w.forged = true
	store := &countingStore{Store: w.store, give: func(_ []byte, rs []workflow.Record) ([]byte, []workflow.Record) { return last, rs }}
	e, err := workflow.NewEngine(w.catalog, w.host, store, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	_, err = e.View(w.ctx, learner, w.id)
	requireDenied(t, err, workflow.NotFound)
	require.Regexp(t, saidWords, string(early))
}

// An engine that makes no snapshots leaves none behind that has the words, and
// what is appended between the two parts of a load is not missed.
func TestSnapshotsAmongOtherEngines(t *testing.T) {
	t.Parallel()
	w := spoken(t)
	b, _, err := w.store.LoadSnapshot(w.ctx, w.id)
	require.NoError(t, err)
	require.NotEmpty(t, b)
	saying := w.sayings()[0]
	old := w.engineWith(noSnapshots)
	store := &countingStore{Store: w.store}
	store.give = func(_ []byte, _ []workflow.Record) ([]byte, []workflow.Record) {
		store.give = nil
		_, err := old.Do(w.ctx, workflow.Request{Actor: manager, Enrolment: w.id, Command: saying.redact()})
		require.NoError(t, err)
		now, rs, err := w.store.LoadSnapshot(w.ctx, w.id)
		require.NoError(t, err)
		require.Empty(t, now)
		at := len(rs) - 2 // the snapshot is of a moment before: of the last record or of one a little earlier
		for at > 0 && (rs[at].Seq%often) != 0 {
			at--
		}
		return b, rs[at:]
	}
	e, err := workflow.NewEngine(w.catalog, w.host, store, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	v, err := e.View(w.ctx, manager, w.id)
	require.NoError(t, err)
	require.Zero(t, store.loads, "the snapshot was used")
	saying.silent(t, "what was read", v.State)
	w.state = v.State
}

// What an engine gives to be kept inside a transaction of the host, it believes
// outside, once it is committed.
func TestSnapshotsOfATransactionAreBelieved(t *testing.T) {
	t.Parallel()
	s, id := talkative(t, 63)
	store := &countingStore{Store: s.store.(*memstore.Store)}
	inside := s.newEngine(s.store, func(o *workflow.Options) { o.SnapshotEvery = 0 }).Over(s.store)
	_, err := inside.Do(t.Context(), workflow.Request{Actor: learner1, Enrolment: id, Command: &workflow.Comment{Comment: "the 64th"}})
	require.NoError(t, err)
	outside := s.newEngine(store, func(o *workflow.Options) { o.SnapshotEvery = 0 })
	require.EqualValues(t, 64, seqOf(t, outside, id))
	require.Equal(t, []int{0, 1, 1}, []int{store.loads, store.snapshots, store.records})
}
