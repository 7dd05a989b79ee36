package workflow_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// textPlaces are the places in events that hold free text, by reflection.
func textPlaces() []string {
	var out []string
	for kind, members := range workflow.EventMembers() {
		for _, m := range members {
			if m.IsText() {
				out = append(out, kind+"."+m.Path)
			}
		}
	}
	slices.Sort(out)
	return out
}

// One text after another is redacted, on an enrolment that is withdrawn, until
// none is left. After each, every engine shows the same without it, the records
// verify, and no trace of it is left in the store, an export or a memory.
func TestRedactEveryKindOfText(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	w := spoken(t)
	require.Equal(t, workflow.StatusWithdrawn, workflow.StatusOf(w.fw, &w.state, w.now()))
	all := w.sayings()
	places := map[string]bool{}
	for _, s := range all {
		places[s.path] = true
	}
	places["accountable-set.reason"] = true // of a centre's: see TestTheReasonOfAnAccountablePersonIsRedacted
	require.Equal(t, textPlaces(), slices.Sorted(maps.Keys(places)), "somebody writes in every place that there is")

	stale, forgetful := w.newEngine(), w.engineWith(noCache)
	for i, s := range all {
		if i%3 == 0 { // so that what it remembers is one to three redactions old
			_, err := stale.View(w.ctx, learner, w.id)
			require.NoError(t, err)
		}
		before, status := facts(w.fw, &w.state), workflow.StatusOf(w.fw, &w.state, w.now())
		res := w.do(manager, s.redact())
		gone := eventsOf[*workflow.Redacted](w, res)[0]
		assert.Equal(t, s.seq, gone.Record)
		assert.Equal(t, s.text.Digest, gone.Text)
		assert.Equal(t, manager, gone.By)
		assert.Equal(t, workflow.Held{Role: "clinical-centre-manager", Centre: "trust-1"}, gone.As)

		require.NoError(t, workflow.Verify(w.id, w.records()))
		s.silent(t, "the store", w.store)
		s.silent(t, "an export", w.exported())
		for name, state := range w.states(stale, forgetful) {
			require.Equal(t, res.State.Head(), state.Head())
			if diff := cmp.Diff(facts(w.fw, &w.state), facts(w.fw, &state)); diff != "" {
				t.Fatalf("%s shows something else after %s is redacted:\n%s", name, s.path, diff)
			}
			s.silent(t, name, state)
			s.silent(t, name, state.LastSignOffRevoked())
		}
		for _, e := range []*workflow.Engine{w.engine, stale} {
			for _, state := range e.Cached() {
				s.silent(t, "what an engine remembers", state)
			}
		}
		assert.Equal(t, status, workflow.StatusOf(w.fw, &w.state, w.now()))
		assert.Equal(t, withoutText(before, s), withoutText(facts(w.fw, &w.state), s), "something else than the text changed")
	}
	assert.Empty(t, w.sayings())
	assert.NotRegexp(t, saidWords, everything(w.store))
	assert.NotRegexp(t, saidWords, string(w.exported()))
}

// withoutText are the facts of an enrolment but for its head, and for the words
// and the salt of a text.
func withoutText(facts []string, s saying) []string {
	out := []string{}
	for _, line := range facts[1 : len(facts)-1] { // the first and the last tell the record's number
		line = strings.ReplaceAll(line, "Words:"+s.text.Words, "Words:")
		out = append(out, strings.ReplaceAll(line, fmt.Sprintf("%x", s.text.Salt), strings.Repeat("0", 32)))
	}
	return out
}

func (w *world) engineWith(change func(*workflow.Options)) *workflow.Engine {
	w.t.Helper()
	o := workflow.Options{Key: []byte("0123456789abcdef"), SnapshotEvery: often}
	change(&o)
	e, err := workflow.NewEngine(w.catalog, w.host, w.store, o)
	require.NoError(w.t, err)
	return e
}

// A text that was written for many items at once is one text: redacted once, it
// is gone from all of them.
func TestRedactWhatWasWrittenForManyItems(t *testing.T) {
	t.Parallel()
	w := spoken(t)
	s := w.saying("on behalf of")
	holders := 0
	for _, r := range w.records() {
		events, err := r.Decode()
		require.NoError(t, err)
		for _, e := range events {
			for _, p := range workflow.PlacedTexts(e) {
				if p.Text.Digest == s.text.Digest {
					holders++
				}
			}
		}
	}
	require.Equal(t, 4, holders, "two items confirmed, and two revisions that took it over")
	w.do(manager, s.redact())
	s.silent(t, "the store", w.store)
	for _, id := range (items{"asked", "taught"}) {
		onBehalf := w.item(id).Decision.OnBehalfOf
		require.NotNil(t, onBehalf, "that it was on behalf of somebody stays")
		assert.Equal(t, s.text.Digest, onBehalf.Digest)
		assert.Empty(t, onBehalf.String())
	}
	require.NoError(t, workflow.Verify(w.id, w.records()))
}

// A copy can be named as well: it is the same text.
func TestRedactByNamingACopy(t *testing.T) {
	t.Parallel()
	w := spoken(t)
	s := w.saying("on behalf of")
	copied := saying{seq: w.item("asked").Decision.Seq, text: s.text}
	require.Greater(t, copied.seq, s.seq)
	res := w.do(manager, copied.redact())
	assert.Equal(t, copied.seq, eventsOf[*workflow.Redacted](w, res)[0].Record)
	s.silent(t, "the store", w.store)
	require.NoError(t, workflow.Verify(w.id, w.records()))
	w.denied(manager, s.redact(), why(workflow.UnknownText))
	w.denied(manager, copied.redact(), why(workflow.UnknownText))
}

// A revision after a redaction takes nothing over.
func TestReviseAfterRedaction(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.answer("taught")
	w.send(educator, "taught")
	w.do(educator, &workflow.Confirm{Items: w.decisions("taught"), OnBehalfOf: "Zanzibar 001, on behalf of"})
	w.do(manager, w.saying("on behalf of").redact())
	w.do(educator, &workflow.Revise{Item: "taught", To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}})
	assert.Nil(t, w.item("taught").Decision.OnBehalfOf)
	require.NoError(t, workflow.Verify(w.id, w.records()))
}

// The same words written again are another text, which stays.
func TestTheSameWordsWrittenAgainStay(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	for range 2 {
		w.do(learner, &workflow.Comment{Comment: "the same"})
	}
	all := w.sayings()
	require.Len(t, all, 2)
	require.NotEqual(t, all[0].text.Digest, all[1].text.Digest)
	w.do(manager, all[0].redact())
	assert.Equal(t, []saying{all[1]}, w.sayings())
	w.do(manager, all[1].redact())
	assert.NotContains(t, everything(w.store), "the same")
}

// The learner's answer stands without its words, and saving it again without
// them adds nothing.
func TestAnswersStandWithoutTheirWords(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	answer := w.meeting("asked")
	answer.Comment = "Zanzibar 001, comment"
	w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{answer}})
	w.send(educator, "asked")
	w.do(manager, w.saying("comment").redact())
	w.itemStatus(workflow.ItemStatusRequested, "asked")
	w.unchanged(learner, w.answers("asked"))
	w.confirm(educator, "asked")
	require.NotNil(t, w.item("asked").Answer.Comment, "that there was a comment stays")
	assert.Empty(t, w.item("asked").Answer.Comment.String())
}

// The request that wrote a text is answered again after its redaction, with
// the record as it is now.
func TestTheRequestThatWroteARedactedText(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	req := workflow.Request{ID: "request-1", Actor: learner, Enrolment: w.id, Command: &workflow.Comment{Comment: "Zanzibar 001, comment"}}
	first := w.request(req)
	s := w.saying("comment")
	redact := workflow.Request{ID: "request-2", Actor: manager, Enrolment: w.id, Command: s.redact()}
	gone := w.request(redact)
	again, err := w.engine.Do(w.ctx, req)
	require.NoError(t, err)
	assert.True(t, again.Replayed)
	assert.Equal(t, first.Record.Hash, again.Record.Hash)
	s.silent(t, "the record given again", again.Record)
	again, err = w.engine.Do(w.ctx, redact)
	require.NoError(t, err)
	assert.True(t, again.Replayed)
	assert.Equal(t, gone.Record.Hash, again.Record.Hash)
}

// A redaction makes a new state: one that somebody has kept stays what it was,
// and a preview removes nothing.
func TestRedactLeavesEarlierStatesAlone(t *testing.T) {
	t.Parallel()
	w := spoken(t)
	s, earlier := w.saying("withdrawal"), w.state
	before := facts(w.fw, &earlier)
	p, err := w.engine.Preview(w.ctx, workflow.Request{Actor: manager, Enrolment: w.id, Command: s.redact()})
	require.NoError(t, err)
	s.silent(t, "the preview", p.State)
	v, err := w.engine.View(w.ctx, manager, w.id)
	require.NoError(t, err)
	assert.Equal(t, s.text.Words, v.State.Withdrawal().Reason.String())
	assert.Contains(t, w.sayings(), s)
	for _, s := range w.sayings() {
		w.do(manager, s.redact())
	}
	assert.Equal(t, before, facts(w.fw, &earlier))
}
