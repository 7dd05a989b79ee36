package workflow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// What a platform hangs on the engine: hooks, previews, inboxes, progress.

func TestPreviewStoresNothing(t *testing.T) {
	t.Parallel()
	w := signedOff(t)
	before := w.stored(w.id)
	overwrite := &workflow.SelfAssess{Items: []workflow.ItemAnswer{w.falling("care-1")}, Overwrite: true}
	p, err := w.engine.Preview(w.ctx, workflow.Request{Actor: learner, Enrolment: w.id, Command: overwrite})
	require.NoError(t, err)
	assert.Equal(t, workflow.StatusVoid, p.Summary.Status)
	assert.Equal(t, workflow.StatusVoid, workflow.StatusOf(w.fw, &p.State, w.now()))
	assert.Len(t, p.Events, 3)
	w.status(workflow.StatusSignedOff)
	assert.Equal(t, before, w.stored(w.id))

	denied, err := w.engine.Preview(w.ctx, workflow.Request{
		Actor: learner, Enrolment: w.id, Command: &workflow.SelfAssess{Items: []workflow.ItemAnswer{w.falling("care-1")}},
	})
	w.refusal(err, why(workflow.WouldLoseConfirmation, "care-1"), why(workflow.WouldVoidSignOff))
	assert.Zero(t, denied)
	_, err = w.engine.Preview(w.ctx, workflow.Request{Actor: stranger, Enrolment: w.id, Command: overwrite})
	w.refusal(err, why(workflow.NotFound))
	same, err := w.engine.Preview(w.ctx, workflow.Request{
		Actor: learner, Enrolment: w.id, Command: &workflow.SelfAssess{Items: []workflow.ItemAnswer{w.meeting("care-1")}},
	})
	require.NoError(t, err)
	assert.Empty(t, same.Events, "nothing would change")
	assert.Equal(t, workflow.StatusSignedOff, same.Summary.Status)

	res := w.do(learner, overwrite)
	assert.Equal(t, p.State.Seq(), res.State.Seq())
	came := w.summary()
	came.At = p.Summary.At // the clock goes on
	assert.Equal(t, p.Summary, came, "what was foreseen is what came")
}

func TestPreviewOfEnrolling(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	enrol := &workflow.Enrol{Learner: learner, Framework: wardBasics, Centre: "trust-1"}
	p, err := w.engine.Preview(w.ctx, workflow.Request{Actor: educator, Command: enrol})
	require.NoError(t, err)
	assert.Equal(t, workflow.StatusNotStarted, p.Summary.Status)
	assert.Zero(t, w.stored(p.Enrolment))
	_, err = w.engine.Preview(w.ctx, workflow.Request{Actor: educator})
	require.Error(t, err)
}

func TestHooksSeeEveryChangeOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	var before, after []workflow.Change
	faulty := memstore.New()
	s.engine = s.newEngine(faulty, func(o *workflow.Options) {
		o.Hooks = workflow.Hooks{
			Before: func(ctx context.Context, c workflow.Change) error {
				records, err := faulty.Load(ctx, c.Enrolment, c.Before.Seq())
				require.NoError(t, err)
				require.Empty(t, records, "nothing is stored yet")
				before = append(before, c)
				return nil
			},
			After: func(ctx context.Context, c workflow.Change) {
				records, err := faulty.Load(ctx, c.Enrolment, c.Before.Seq())
				require.NoError(t, err)
				require.Len(t, records, 1, "it is stored")
				after = append(after, c)
			},
		}
	})
	id := s.enrol(learner1, handOver)
	require.Len(t, before, 1)
	require.Len(t, after, 1)
	assert.Equal(t, workflow.Seq(1), after[0].Record.Seq)
	assert.False(t, after[0].Before.Exists())
	assert.True(t, after[0].After.Exists())
	assert.Equal(t, workflow.KindEnrol, after[0].Command.Kind())
	assert.Equal(t, handOver, after[0].Framework.ID())

	req := workflow.Request{ID: "once", Actor: learner1, Enrolment: id, Command: &workflow.Comment{Comment: "Hello."}}
	for range 2 {
		_, err := s.engine.Do(context.Background(), req)
		require.NoError(t, err)
	}
	_, err := s.engine.Do(context.Background(), workflow.Request{Actor: stranger1, Enrolment: id, Command: req.Command})
	require.Error(t, err)
	assert.Len(t, before, 2, "neither a replay nor a refusal is a change")
	assert.Len(t, after, 2)
}

func TestAHookMayRefuse(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	refusal := error(&workflow.Denied{Kind: workflow.KindComment, Reasons: []workflow.Reason{{Code: "over-quota", Message: "no more today"}}})
	s.engine = s.newEngine(s.store, func(o *workflow.Options) {
		o.Hooks.Before = func(_ context.Context, c workflow.Change) error {
			if c.Command.Kind() == workflow.KindComment {
				return refusal
			}
			return nil
		}
		o.Hooks.After = func(_ context.Context, c workflow.Change) {
			assert.NotEqual(t, workflow.KindComment, c.Command.Kind())
		}
	})
	id := s.enrol(learner1, handOver)
	comment := workflow.Request{Actor: learner1, Enrolment: id, Command: &workflow.Comment{Comment: "Hello."}}
	_, err := s.engine.Do(context.Background(), comment)
	denied := (*workflow.Denied)(nil)
	require.ErrorAs(t, err, &denied)
	assert.True(t, denied.Has("over-quota"))
	refusal = errors.New("the queue is down")
	_, err = s.engine.Do(context.Background(), comment)
	require.ErrorIs(t, err, refusal)
	records, err := s.store.Load(context.Background(), id, 1)
	require.NoError(t, err)
	assert.Empty(t, records, "nothing was stored")
}

func TestInboxGivesTheOldestFirst(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	first, second := s.enrol(learner1, handOver), s.enrol(learner2, handOver)
	s.requestItems(second, learner2, assessor1, "tell")
	s.requestItems(first, learner1, assessor1, "tell", "ask")
	s.requestItems(second, learner2, assessor1, "ask")
	inbox, err := s.engine.Inbox(context.Background(), assessor1)
	require.NoError(t, err)
	require.Len(t, inbox, 3)
	var got []workflow.EnrolmentID
	for i, e := range inbox {
		got = append(got, e.Enrolment.Enrolment)
		assert.Equal(t, assessor1, e.Pending.With)
		assert.True(t, i == 0 || inbox[i-1].Pending.Since.Before(e.Pending.Since))
	}
	assert.Equal(t, []workflow.EnrolmentID{second, first, second}, got)
	assert.Equal(t, 2, inbox[1].Pending.Items)
	none, err := s.engine.Inbox(context.Background(), stranger1)
	require.NoError(t, err)
	assert.Empty(t, none)
	_, err = s.newEngine(twoMethods{s.store}).Inbox(context.Background(), assessor1)
	require.ErrorIs(t, err, workflow.ErrUnsupported)
}

// twoMethods is a store without any of the optional interfaces.
type twoMethods struct{ workflow.Store }

func TestProgressOfEverySection(t *testing.T) {
	t.Parallel()
	w := agreed(t)
	of := func(section string) workflow.SectionProgress {
		t.Helper()
		for _, p := range workflow.Progress(w.fw, &w.state, w.now()) {
			if string(p.Section) == section {
				return p
			}
		}
		t.Fatalf("there is no section %q", section)
		return workflow.SectionProgress{}
	}
	assert.Equal(t, 1+w.fw.AllSections().Len(), len(workflow.Progress(w.fw, &w.state, w.now())))
	assert.True(t, of("care").Locked)
	assert.False(t, of("contract").Locked)
	w.pass(gateItems...)
	assert.False(t, of("care").Locked)
	assert.True(t, of("airway").Locked, "a gate of its own is in front of it")
	assert.True(t, of("contract").Complete)
	assert.Equal(t, 2, of("contract").Done)
	whole := of("")
	assert.Equal(t, 9, whole.Needed)
	assert.Equal(t, 3, whole.Done)
	assert.False(t, of("renal").Included)
	assert.Zero(t, of("renal").Needed, "what is not chosen is not needed")
	w.do(learner, &workflow.ChooseOptional{Sections: []proficiency.SectionID{"renal"}})
	assert.True(t, of("renal").Included)
	assert.Equal(t, 2, of("renal").Needed)
	assert.Equal(t, 11, of("").Needed)
	w.answer("care-1")
	w.send(assessor, "care-1")
	assert.Equal(t, 1, of("care").Requested)
	w.confirm(assessor, "care-1")
	assert.Equal(t, 1, of("care").Done)
	assert.False(t, of("care").Complete)

	sum := w.summary()
	totals := sum.Totals()
	assert.Equal(t, totals, of("").Counts, "the whole is what lists count")
}

func TestProgressGoesBackWithALapse(t *testing.T) {
	t.Parallel()
	w := signedOff(t)
	later := w.now().Add(100 * 365 * 24 * time.Hour)
	assert.True(t, workflow.Progress(w.fw, &w.state, later)[0].Complete, "nothing lapses where the content sets no end")
}
