package workflow_test

import (
	"context"
	"os"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// Nothing is decided on, or shown of, records that were changed in the store
// or that have gaps.
func TestRecordsThatWereChangedAreNotBuiltOn(t *testing.T) {
	t.Parallel()
	for name, tamper := range map[string]func(rs []workflow.Record) []workflow.Record{
		"another actor":        func(rs []workflow.Record) []workflow.Record { rs[1].Actor = "learner-2"; return rs },
		"another event":        func(rs []workflow.Record) []workflow.Record { rs[1].Events = []byte(`[{"event":"agreed"}]`); return rs },
		"another time":         func(rs []workflow.Record) []workflow.Record { rs[1].At = rs[1].At.Add(-1000); return rs },
		"another hash":         func(rs []workflow.Record) []workflow.Record { rs[1].Hash[31] ^= 1; return rs },
		"another request":      func(rs []workflow.Record) []workflow.Record { rs[1].Request += "x"; return rs },
		"another framework":    func(rs []workflow.Record) []workflow.Record { rs[0].Framework.Version.Minor++; return rs },
		"other words":          func(rs []workflow.Record) []workflow.Record { rs[1].Texts[0].Words = "never"; return rs },
		"another salt":         func(rs []workflow.Record) []workflow.Record { rs[1].Texts[0].Salt[0] ^= 1; return rs },
		"a gap":                func(rs []workflow.Record) []workflow.Record { return append(rs[:1:1], rs[2:]...) },
		"first missing":        func(rs []workflow.Record) []workflow.Record { return rs[1:] },
		"one twice":            func(rs []workflow.Record) []workflow.Record { return append(rs[:2:2], rs[1:]...) },
		"out of order":         func(rs []workflow.Record) []workflow.Record { rs[1], rs[2] = rs[2], rs[1]; return rs },
		"of another enrolment": func(rs []workflow.Record) []workflow.Record { return rs[:0] },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			id := s.enrol(learner1, handOver)
			answer := answerTo("tell")
			answer.Items[0].Comment = "always"
			s.do(id, learner1, answer)
			s.do(id, learner1, answerTo("ask"))
			other := s.enrol(learner2, handOver)
			store := tap(s.store)
			store.onLoad(func(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
				rs := tamper(s.stored(id))
				if len(rs) == 0 {
					rs = s.stored(other)
				}
				if int(after) >= len(rs) {
					return nil, nil
				}
				return rs[after:], nil
			})
			e := s.newEngine(store)
			_, err := e.Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: id, Command: answerTo("ask")})
			require.ErrorIs(t, err, workflow.ErrBroken)
			require.ErrorContains(t, err, string(id))
			_, err = e.View(context.Background(), learner1, id)
			require.ErrorIs(t, err, workflow.ErrBroken)
			_, appends := store.counted()
			require.Zero(t, appends)
		})
	}
}

// A tail that does not follow what the engine knows is not built on either.
func TestATailThatDoesNotFollow(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	store := tap(s.store)
	e := s.newEngine(store)
	_, err := e.View(context.Background(), learner1, id)
	require.NoError(t, err)
	s.do(id, learner1, answerTo("tell"))
	store.onLoad(func(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
		rs, err := s.store.Load(ctx, id, after)
		if len(rs) > 0 {
			rs[len(rs)-1].Register = "elsewhere"
		}
		return rs, err
	})
	_, err = e.View(context.Background(), learner1, id)
	require.ErrorIs(t, err, workflow.ErrBroken)
	_, err = e.Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: id, Command: answerTo("ask")})
	require.ErrorIs(t, err, workflow.ErrBroken)
	require.Len(t, s.stored(id), 2)
}

// Numbers are checked for themselves: a chain can be right and have holes in them.
func TestNumbersWithHoles(t *testing.T) {
	t.Parallel()
	for _, seq := range []workflow.Seq{0, 1, 2, 4, 1 << 40} {
		s := newStage(t)
		id := s.enrol(learner1, handOver)
		s.do(id, learner1, answerTo("tell"))
		rs := s.stored(id)
		odd := rs[1].Clone()
		odd.Seq = seq
		odd = sealed(t, id, rs[1].Hash, odd)
		store := tap(s.store)
		store.onLoad(func(context.Context, workflow.EnrolmentID, workflow.Seq) ([]workflow.Record, error) {
			return append(s.stored(id), odd), nil
		})
		_, err := s.newEngine(store).View(context.Background(), learner1, id)
		require.ErrorIs(t, err, workflow.ErrBroken, seq)
	}
}

// A store that was set back to an older copy, as after a disaster, is believed:
// what the engine remembers beyond it is forgotten, on reading and on writing.
// Who can show that something is lost is whoever has a head elsewhere.
func TestAStoreThatLostItsLastRecords(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	s.do(id, learner1, answerTo("tell"))
	old := newStage(t)
	records := s.stored(id)
	require.NoError(t, old.store.Append(context.Background(), workflow.Batch{Enrolment: id, Records: records[:1]}))
	store := tap(s.store)
	e := s.newEngine(store)
	_, err := e.View(context.Background(), learner1, id)
	require.NoError(t, err)
	store.under = old.store
	store.counted()
	v, err := e.View(context.Background(), learner1, id)
	require.NoError(t, err)
	require.EqualValues(t, 1, v.State.Seq())
	require.Zero(t, v.State.Item("tell"))
	res, err := e.Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: id, Command: answerTo("ask")})
	require.NoError(t, err)
	require.EqualValues(t, 2, res.Record.Seq)
	loads, appends := store.counted()
	require.LessOrEqual(t, loads+appends, 4, "at once, not after a hundred attempts")
}

// The same where others wrote on since: what the engine remembers has the
// number of a record that is another one by now.
func TestAStoreThatWentAnotherWay(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, more := range []workflow.Command{nil, answerTo("tell")} {
		s := newStage(t)
		id := s.enrol(learner1, handOver)
		other := memstore.New()
		require.NoError(t, other.Append(ctx, workflow.Batch{Enrolment: id, Records: s.stored(id)}))
		s.do(id, learner1, answerTo("tell"))
		store := tap(s.store)
		e := s.newEngine(store)
		_, err := e.View(ctx, learner1, id)
		require.NoError(t, err)
		elsewhere := s.newEngine(other)
		for _, cmd := range []workflow.Command{answerTo("ask"), more} {
			if cmd != nil {
				_, err = elsewhere.Do(ctx, workflow.Request{Actor: learner1, Enrolment: id, Command: cmd})
				require.NoError(t, err)
			}
		}
		store.under = other
		v, err := e.View(ctx, learner1, id)
		require.NoError(t, err)
		require.NotNil(t, v.State.Item("ask").Answer)
		require.Equal(t, more != nil, v.State.Item("tell").Answer != nil)
		want, err := elsewhere.View(ctx, learner1, id)
		require.NoError(t, err)
		require.Equal(t, want.State.Head(), v.State.Head())
	}
}

// Published content that changed is not what the enrolment is pinned to, and
// nothing is read into it.
func TestContentChangedUnderAnEnrolment(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	v, err := s.engine.View(context.Background(), learner1, id)
	require.NoError(t, err)
	pinned := v.Framework.Digest()

	was, err := os.ReadFile("testdata/content/hand-over/1.0.0/hand-over.yaml")
	require.NoError(t, err)
	life, err := os.ReadFile("testdata/content/hand-over/1.0.0/lifecycle.yaml")
	require.NoError(t, err)
	changed, err := proficiency.NewCatalog(fstest.MapFS{
		"hand-over/1.0.0/hand-over.yaml": {Data: append(was, "      - {id: more, statement: More.}\n"...)},
		"hand-over/1.0.0/lifecycle.yaml": {Data: life},
	})
	require.NoError(t, err)
	now, err := changed.Framework(v.Framework.Ref())
	require.NoError(t, err)
	require.NotEqual(t, pinned, now.Digest())

	s.catalog = changed
	store := tap(s.store)
	e := s.newEngine(store)
	_, err = e.Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: id, Command: answerTo("tell")})
	require.ErrorIs(t, err, workflow.ErrContentChanged)
	for _, what := range []string{string(id), "hand-over@1.0.0", pinned.String(), now.Digest().String()} {
		require.ErrorContains(t, err, what)
	}
	_, err = e.View(context.Background(), learner1, id)
	require.ErrorIs(t, err, workflow.ErrContentChanged)
	_, appends := store.counted()
	require.Zero(t, appends)

	s.catalog, err = proficiency.NewCatalog(fstest.MapFS{})
	require.NoError(t, err)
	_, err = s.newEngine(s.store).View(context.Background(), learner1, id)
	require.ErrorIs(t, err, proficiency.ErrUnknownFramework)
	require.ErrorContains(t, err, string(id))
}
