package workflow_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// contested is a world with an engine whose next append comes after something else.
func contested(t *testing.T, w *world, meanwhile func()) *workflow.Engine {
	t.Helper()
	faulty := memstore.NewFaulty(w.store)
	e, err := workflow.NewEngine(w.catalog, w.host, faulty, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	_, err = e.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	faulty.OnAppend(1, func(ctx context.Context, do func(context.Context) error) error {
		meanwhile()
		return do(ctx)
	})
	return e
}

func (w *world) by(e *workflow.Engine, actor workflow.PersonID, cmd workflow.Command) (workflow.Result, error) {
	res, err := e.Do(w.ctx, workflow.Request{Actor: actor, Enrolment: w.id, Command: cmd})
	if err == nil {
		w.state = res.State
	}
	return res, err
}

// Two redact one text: one of them is told that it is gone already.
func TestTwoRedactOneText(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.do(learner, &workflow.Comment{Comment: "Zanzibar 001, comment"})
	s := w.saying("comment")
	e := contested(t, w, func() { w.do(versed, s.redact()) })
	_, err := w.by(e, manager, s.redact())
	w.refusal(err, why(workflow.UnknownText))
	assert.Len(t, w.records(), int(s.seq)+1)
	require.NoError(t, workflow.Verify(w.id, w.records()))
}

// Two redact two texts: both go.
func TestTwoRedactTwoTexts(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.do(learner, &workflow.Comment{Comment: "Zanzibar 001, comment"})
	w.do(learner, &workflow.Comment{Comment: "Zanzibar 002, other"})
	s, other := w.saying("001"), w.saying("002")
	e := contested(t, w, func() { w.do(versed, other.redact()) })
	_, err := w.by(e, manager, s.redact())
	require.NoError(t, err)
	assert.Empty(t, w.sayings())
	s.silent(t, "the store", w.store)
	other.silent(t, "the store", w.store)
	require.NoError(t, workflow.Verify(w.id, w.records()))
}

// A revision takes a text over while it is being redacted: the copy goes, too.
func TestRevisedWhileItIsRedacted(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.answer("taught")
	w.send(educator, "taught")
	w.do(educator, &workflow.Confirm{Items: w.decisions("taught"), OnBehalfOf: "Zanzibar 001, on behalf of"})
	s := w.saying("on behalf of")
	e := contested(t, w, func() {
		w.do(educator, &workflow.Revise{Item: "taught", To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}})
		require.Equal(t, s.text, *w.item("taught").Decision.OnBehalfOf)
	})
	_, err := w.by(e, manager, s.redact())
	require.NoError(t, err)
	s.silent(t, "the store", w.store)
	for name, state := range w.states(e) {
		s.silent(t, name, state)
	}
	require.NoError(t, workflow.Verify(w.id, w.records()))
}

// And the other way round: what is revised after a redaction that it did not
// know of brings nothing back.
func TestRedactedWhileItIsRevised(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.answer("taught")
	w.send(educator, "taught")
	w.do(educator, &workflow.Confirm{Items: w.decisions("taught"), OnBehalfOf: "Zanzibar 001, on behalf of"})
	s := w.saying("on behalf of")
	e := contested(t, w, func() { w.do(manager, s.redact()) })
	_, err := w.by(e, educator, &workflow.Revise{Item: "taught", To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}})
	require.NoError(t, err)
	assert.Nil(t, w.item("taught").Decision.OnBehalfOf)
	s.silent(t, "the store", w.store)
	require.NoError(t, workflow.Verify(w.id, w.records()))
}

// A record and its redaction are read together by who knows neither.
func TestRedactedInTheSameTail(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	other := w.newEngine()
	_, err := other.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	answer := w.meeting("asked")
	answer.Comment = "Zanzibar 001, comment"
	w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{answer}})
	s := w.saying("comment")
	w.do(manager, s.redact())
	for name, state := range w.states(other) {
		require.Equal(t, w.state.Head(), state.Head(), name)
		s.silent(t, name, state)
	}
	for _, state := range other.Cached() {
		s.silent(t, "what an engine remembers", state)
	}
	w.do(learner, &workflow.Comment{Comment: "goes on"})
}

// Whatever becomes of the append, the text is gone once and the caller learns
// it, from the first call or from the same request sent again.
func TestRedactWithAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault memstore.Fault
		first error
	}{
		"stored, and the reply is lost": {memstore.LostReply, nil},
		"the request is lost":           {memstore.LostRequest, workflow.ErrOutcomeUnknown},
		"refused":                       {memstore.Refused, workflow.ErrNotStored},
		"a conflict that is none":       {memstore.Conflict, nil},
	} {
		w := spokenWorld(t)
		faulty := memstore.NewFaulty(w.store)
		e, err := workflow.NewEngine(w.catalog, w.host, faulty, workflow.Options{Key: []byte("0123456789abcdef")})
		require.NoError(t, err)
		w.do(learner, &workflow.Comment{Comment: "Zanzibar 001, comment"})
		s := w.saying("comment")
		faulty.OnAppend(1, c.fault)
		req := workflow.Request{ID: "request-1", Actor: manager, Enrolment: w.id, Command: s.redact()}
		_, err = e.Do(w.ctx, req)
		require.ErrorIs(t, err, c.first, name)
		for range 2 {
			res, err := e.Do(w.ctx, req)
			require.NoError(t, err, name)
			require.EqualValues(t, s.seq+1, res.Record.Seq, name)
			s.silent(t, name, w.store)
			s.silent(t, name, res)
		}
		require.NoError(t, workflow.Verify(w.id, w.records()), name)
		require.Len(t, w.records(), int(s.seq)+1, name)
		w.forged = true // the world saw none of it
	}
}

// Everything at once, from several engines: writing, redacting, erasing and
// enrolling again. Whatever came first, nothing ends broken, and what was
// redacted or erased is gone.
func TestWriteRedactAndEraseAtOnce(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.forged = true
	unexpected := func(err error) {
		var d *workflow.Denied
		if err != nil && !errors.As(err, &d) {
			t.Errorf("%v", err)
		}
	}
	var all sync.WaitGroup
	for n := range 4 {
		e := w.newEngine()
		all.Go(func() {
			for i := range 20 {
				_, err := e.Do(w.ctx, workflow.Request{Actor: learner, Enrolment: w.id, Command: &workflow.Comment{Comment: "Zanzibar 001, comment"}})
				unexpected(err)
				records, err := w.store.Load(w.ctx, w.id, 0)
				unexpected(err)
				for _, r := range records {
					if len(r.Texts) > 0 && r.Texts[0].Words != "" {
						_, err := e.Do(w.ctx, workflow.Request{Actor: manager, Enrolment: w.id, Command: &workflow.Redact{Record: r.Seq, Text: r.Texts[0].Digest}})
						unexpected(err)
						break
					}
				}
				if i%8 == n {
					unexpected(e.Erase(w.ctx, w.id))
					_, err := e.Do(w.ctx, workflow.Request{Actor: educator, Command: &workflow.Enrol{Learner: learner, Framework: w.fw.Ref(), Centre: "trust-1"}})
					unexpected(err)
				}
			}
		})
	}
	all.Wait()
	require.NoError(t, workflow.Verify(w.id, w.records()))
	for _, s := range w.sayings() {
		_, err := w.engine.Do(w.ctx, workflow.Request{Actor: manager, Enrolment: w.id, Command: s.redact()})
		require.NoError(t, err)
	}
	require.NotContains(t, everything(w.store), "Zanzibar")
	require.NoError(t, workflow.Verify(w.id, w.records()))
}
