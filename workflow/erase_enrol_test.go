package workflow_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// After an erasure the learner is enrolled from nothing: nothing of what was
// comes back, and the history goes on behind the tombstone.
func TestEnrollingAfterAnErasure(t *testing.T) {
	t.Parallel()
	for name, engine := range map[string]func(*world) *workflow.Engine{
		"by the same engine": func(w *world) *workflow.Engine { return w.engine },
		"by another engine":  func(w *world) *workflow.Engine { return w.newEngine() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := lasting(t, yearly)
			w.passAt(start, "year")
			w.do(learner, requestSignOff())
			w.do(educator, signOff())
			last := w.state
			erased := w.id
			require.NoError(t, w.engine.Erase(w.ctx, w.id))
			for _, p := range []workflow.PersonID{learner, educator, manager} {
				_, err := w.engine.View(w.ctx, p, w.id)
				w.refusal(err, why(workflow.NotFound))
			}
			w.denied(learner, w.answers("year"), why(workflow.NotFound))
			assert.Empty(t, listing(t, w.engine.List(w.ctx, manager, workflow.Query{})))

			w.engine = engine(w)
			r := w.enrol("educator-2", learner, yearly)
			assert.Equal(t, erased, w.id, "the same learner on the same framework")
			assert.Equal(t, last.Seq()+2, r.Record.Seq)
			w.status(workflow.StatusNotStarted)
			w.itemStatus(workflow.ItemStatusUnassessed, "year")
			assert.Nil(t, w.state.LastSignOff())
			assert.Equal(t, []workflow.PersonID{"educator-2"}, w.state.Supervisors())
			assert.Equal(t, r.Record.At, w.state.EnrolledAt())
			assert.Equal(t, r.Record.At, w.listed(manager).FirstEnrolledAt)
			_, err := w.engine.View(w.ctx, assessor, w.id)
			w.refusal(err, why(workflow.NotFound)) // whose decision is gone
			w.passAt(start.AddDate(0, 1, 0), "year")
			w.status(workflow.StatusReady)
			w.replays()
		})
	}
}

// An erased enrolment is erased whatever it was: withdrawn, a trial, or on
// content that the catalogue no longer has.
func TestEnrollingAfterErasingAnything(t *testing.T) {
	t.Parallel()
	w := lasting(t, yearly)
	w.do(admin, &workflow.Withdraw{Reason: "moved away"})
	require.NoError(t, w.engine.Erase(w.ctx, w.id))
	w.enrol(educator, learner, yearly)
	w.status(workflow.StatusNotStarted)

	w = begin(t, "")
	require.NoError(t, w.engine.Erase(w.ctx, w.id))
	w.open(tester, &workflow.EnrolTrial{Framework: tried, Trial: 1})
	assert.Nil(t, w.state.Agreed())
	assert.Equal(t, 1, w.state.Trial())
}

// What was erased needs the content that it was pinned to no more.
func TestEnrollingAfterErasingWhatWasOnOtherContent(t *testing.T) {
	t.Parallel()
	w := lasting(t, yearly)
	w.passAt(start, "year")
	require.NoError(t, w.engine.Erase(w.ctx, w.id))
	newer := files(map[string]string{"yearly": lastingMonths(6)})
	fs := fstest.MapFS{"yearly/2.0.0/lifecycle.yaml": newer["yearly/1.0.0/lifecycle.yaml"]}
	fs["yearly/2.0.0/yearly.yaml"] = &fstest.MapFile{Data: []byte(replaced(lastingMonths(6), "version: 1.0.0", "version: 2.0.0"))}
	var err error
	w.catalog, err = proficiency.NewCatalog(fs)
	require.NoError(t, err)
	w.engine = w.newEngine()
	w.enrol(educator, learner, yearly)
	assert.Equal(t, version("yearly", 2), w.state.Framework())
	w.passAt(start.AddDate(0, 1, 0), "year")
	requireInstant(t, "2026-10-02T23:00:00Z", w.until("year"))
	w.engine = w.newEngine() // which reads it all
	assert.Equal(t, workflow.StatusReady, w.view(learner).Summary.Status)
}
