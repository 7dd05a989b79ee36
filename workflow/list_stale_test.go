package workflow_test

import (
	"context"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// Only rows that the clock may have changed are looked at again, and no row is
// asked for that no page needs.
func TestListsLookAgainAtStaleRowsOnly(t *testing.T) {
	t.Parallel()
	w := newLapsingWard(t)
	store := memstore.NewFaulty(w.store)
	e, err := workflow.NewEngine(w.catalog, w.host, store, workflow.Options{Key: []byte("0123456789abcdef"), CacheSize: -1})
	require.NoError(t, err)
	require.Len(t, listing(t, e.List(w.ctx, manager, workflow.Query{})), 20)
	require.Zero(t, store.Counts().Loads, "all are good")
	w.setNow(w.now().AddDate(10, 0, 0))
	require.Len(t, listing(t, e.List(w.ctx, manager, workflow.Query{})), 20)
	require.Equal(t, 12, store.Counts().Loads, "three kinds of four lapse")
	require.Equal(t, 2, store.Counts().Lists)
	require.Len(t, listing(t, e.List(w.ctx, manager, workflow.Query{Status: workflow.StatusLapsed, Limit: 4})), 4)
	require.Len(t, listing(t, e.List(w.ctx, manager, workflow.Query{Limit: 5})), 5)
	require.Equal(t, workflow.StatusInProgress, listedOne(w, e))
	for range e.List(w.ctx, manager, workflow.Query{}) {
		break
	}
}

// listedOne is the status of one that was ready, as it is listed now.
func listedOne(w *world, e *workflow.Engine) workflow.Status {
	for s := range e.List(w.ctx, manager, workflow.Query{Learner: "ward-1"}) {
		return s.Status
	}
	return ""
}

// What was done to an enrolment after its row was read, its new look shows.
func TestAStaleRowThatIsGone(t *testing.T) {
	t.Parallel()
	for name, meanwhile := range map[string]func(w *world, id workflow.EnrolmentID){
		"erased": func(w *world, id workflow.EnrolmentID) { require.NoError(w.t, w.engine.Erase(w.ctx, id)) },
		"withdrawn": func(w *world, id workflow.EnrolmentID) {
			_, err := w.engine.Do(w.ctx, workflow.Request{Actor: admin, Enrolment: id, Command: &workflow.Withdraw{Reason: "moved away"}})
			require.NoError(w.t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newLapsingWard(t)
			w.setNow(w.now().AddDate(10, 0, 0))
			q := workflow.Query{Status: workflow.StatusInProgress, Limit: 100}
			want := len(listing(t, w.engine.List(w.ctx, manager, q)))
			store := &meddling{Store: w.store, with: func(id workflow.EnrolmentID) { meanwhile(w, id) }}
			e, err := workflow.NewEngine(w.catalog, w.host, store, workflow.Options{Key: []byte("0123456789abcdef")})
			require.NoError(t, err)
			require.Len(t, listing(t, e.List(w.ctx, manager, q)), want-1)
		})
	}
}

// A meddling store does something to the first enrolment that was ready, once it has yielded its row.
type meddling struct {
	*memstore.Store
	with func(workflow.EnrolmentID)
}

func (m *meddling) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) {
		for s, err := range m.Store.List(ctx, q) {
			if with := m.with; with != nil && s.Status == workflow.StatusReady {
				m.with = nil
				with(s.Enrolment)
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

// A store that yields the same row over and over is not asked for ever.
func TestAStoreThatIgnoresWhereToGoOn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	e := s.newEngine(stubbornLister{s.store})
	require.Empty(t, listing(t, e.List(context.Background(), manager1, workflow.Query{Limit: 1})))
}

type stubbornLister struct{ workflow.Store }

func (stubbornLister) List(context.Context, workflow.Query) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) { yield(workflow.Summary{Enrolment: "e"}, nil) }
}

// A clock that is behind shows nothing as it was before the last record.
func TestTimeDoesNotGoBack(t *testing.T) {
	t.Parallel()
	w := lasting(t, yearly)
	w.passAt(start, "year")
	w.exactly(w.until("year")).do(learner, &workflow.AddSupervisor{Person: "educator-2"})
	w.setNow(start.Add(time.Hour))
	v, err := w.engine.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	assert.Equal(t, workflow.StatusInProgress, v.Summary.Status)
	assert.Equal(t, workflow.ItemStatusLapsed, v.ItemStatus("year"))
	requireSame(t, []workflow.Summary{v.Summary}, []workflow.Summary{w.listed(manager)})
	for _, a := range v.ItemActions("year") {
		assert.False(t, a.Kind == workflow.KindRequestConfirmation && a.Allowed())
	}
}

// Query.Now alone selects what may have changed, and the engine decides what now is.
func TestQueriesMatchWhatMayHaveChanged(t *testing.T) {
	t.Parallel()
	end := start.AddDate(1, 0, 0)
	s := workflow.Summary{Enrolment: "e", Learner: learner, Status: workflow.StatusSignedOff, GoodUntil: end}
	for _, c := range []struct {
		status workflow.Status
		now    time.Time
		want   bool
	}{
		{"", time.Time{}, true}, {workflow.StatusSignedOff, time.Time{}, true}, {workflow.StatusLapsed, time.Time{}, false},
		{workflow.StatusLapsed, before(end), false}, {workflow.StatusLapsed, end, true}, {workflow.StatusSignedOff, end, true},
		{workflow.StatusVoid, end.Add(time.Hour), true},
	} {
		q := workflow.Query{Status: c.status, Now: c.now}
		assert.Equal(t, c.want, q.Matches(&s), "%s at %s", c.status, c.now)
		q.Framework = "another"
		assert.False(t, q.Matches(&s), "everything else narrows as ever")
	}
	s.GoodUntil = time.Time{}
	q := workflow.Query{Status: workflow.StatusLapsed, Now: end.AddDate(1000, 0, 0)}
	assert.False(t, q.Matches(&s), "what no clock changes is never stale")
	assert.False(t, s.Stale(q.Now))
	w := newLapsingWard(t)
	past := workflow.Query{Status: workflow.StatusSignedOff, Now: w.now()}
	w.setNow(w.now().AddDate(10, 0, 0))
	assert.Len(t, listing(t, w.engine.List(w.ctx, manager, past)), 4, "those for ever")
}
