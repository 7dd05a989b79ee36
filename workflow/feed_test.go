package workflow_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// A warehouse is what somebody keeps of a feed: words by the digest of their text.
type warehouse struct {
	cursor workflow.Cursor
	words  map[workflow.EnrolmentID]map[string]string
}

// follow does what Engine.Feed says has to be done.
func (w *warehouse) follow(t *testing.T, e *workflow.Engine) {
	t.Helper()
	for fed, err := range e.Feed(t.Context(), w.cursor) {
		require.NoError(t, err)
		kept := w.words[fed.Enrolment]
		if kept == nil || fed.Record.Kind == workflow.KindErase {
			kept = map[string]string{}
			w.words[fed.Enrolment] = kept
		}
		for _, text := range fed.Record.Texts {
			if text.Words != "" {
				kept[text.Digest.String()] = text.Words
			}
		}
		events, err := fed.Record.Decode()
		require.NoError(t, err)
		for _, event := range events {
			if redacted, ok := event.(*workflow.Redacted); ok {
				delete(kept, redacted.Text.String())
			}
		}
		w.cursor = fed.Cursor
	}
}

// Whoever follows what is removed has none of it any more, like one who begins afterwards.
func TestFeedTellsWhatToRemove(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	kept := &warehouse{words: map[workflow.EnrolmentID]map[string]string{}}
	id, other := s.enrol(learner1, handOver), s.enrol(learner2, handOver)
	said := s.do(id, learner1, &workflow.Comment{Comment: "in confidence"})
	s.do(id, learner1, &workflow.Comment{Comment: "for all"})
	s.do(other, learner2, &workflow.Comment{Comment: "for a while"})
	kept.follow(t, s.engine)
	require.Contains(t, kept.words[id], said.Record.Texts[0].Digest.String())
	before := len(kept.words[id])
	require.NotEmpty(t, kept.words[other])

	s.do(id, manager1, &workflow.Redact{Record: said.Record.Seq, Text: said.Record.Texts[0].Digest})
	require.NoError(t, s.engine.Erase(t.Context(), other))
	kept.follow(t, s.engine)
	require.NotContains(t, kept.words[id], said.Record.Texts[0].Digest.String())
	require.Len(t, kept.words[id], before-1)
	require.Empty(t, kept.words[other])
	begun := &warehouse{words: map[workflow.EnrolmentID]map[string]string{}}
	begun.follow(t, s.engine)
	require.Equal(t, kept, begun)
}

func TestFeedNeedsAFeeder(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.enrol(learner1, handOver)
	for _, c := range []struct {
		store workflow.Store
		after workflow.Cursor
		want  error
	}{
		{bare(s.store.(*memstore.Store)), "", workflow.ErrUnsupported}, {s.store, "nowhere", workflow.ErrCursor},
	} {
		n := 0
		for fed, err := range s.newEngine(c.store).Feed(context.Background(), c.after) {
			require.ErrorIs(t, err, c.want)
			require.Zero(t, fed)
			n++
		}
		require.Equal(t, 1, n)
	}
	for range s.engine.Feed(context.Background(), "") {
		break // whoever has enough
	}
}
