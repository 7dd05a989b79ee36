package certificate_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// status asks both ways, which must agree with each other and with the enrolment's own status.
func (w *ward) status(serial string) certificate.Status {
	w.t.Helper()
	v := w.view()
	status, ok := certificate.StatusOf(&v.State, serial, w.now)
	require.True(w.t, ok)
	answer, err := certificate.Check(context.Background(), w.engine, serial, w.now)
	require.NoError(w.t, err)
	assert.Equal(w.t, status, answer.Status)
	if last := v.State.LastSignOff(); last.Serial == serial {
		signedOff := workflow.StatusOf(v.Framework, &v.State, w.now) == workflow.StatusSignedOff
		assert.Equal(w.t, signedOff, status == certificate.StatusValid)
		_, err := w.issue(latin())
		assert.Equal(w.t, signedOff, err == nil)
	}
	return status
}

func (w *ward) overwrite(item proficiency.ItemID) {
	w.do(learner, &workflow.SelfAssess{Overwrite: true, Items: []workflow.ItemAnswer{{
		Item: item, Answers: []workflow.Given{{Answer: "ongoing"}},
	}}})
}

// Behaviours 15 and 28: suspended everywhere at once, valid again only by a new
// sign-off, under a new serial; and superseded comes before suspended.
func TestStatus(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.confirm(first, mandatory...)
	one := w.signOff()
	assert.Equal(t, certificate.StatusValid, w.status(one))

	w.do(first, &workflow.Revise{Item: "pulse", To: workflow.Rejected, Reason: "Seen again.", Actions: []string{"Count for longer."}})
	assert.Equal(t, certificate.StatusSuspended, w.status(one))
	w.do(first, &workflow.Revise{Item: "pulse", To: workflow.Confirmed, Reason: "A mistake."})
	assert.Equal(t, certificate.StatusSuspended, w.status(one), "it never revives by itself")
	w.do(learner, &workflow.RequestSignOff{To: educator, Accept: true})
	assert.Equal(t, certificate.StatusSuspended, w.status(one))
	w.do(educator, &workflow.DeclineSignOff{Reason: "Not today."})
	assert.Equal(t, certificate.StatusSuspended, w.status(one))

	two := w.signOff()
	assert.NotEqual(t, one, two)
	assert.Equal(t, certificate.StatusSuperseded, w.status(one))
	assert.Equal(t, certificate.StatusValid, w.status(two))

	w.overwrite("chart")
	assert.Equal(t, certificate.StatusSuspended, w.status(two))
	assert.Equal(t, certificate.StatusSuperseded, w.status(one))
	w.confirm(second, "chart")
	three := w.signOff()
	assert.Equal(t, []certificate.Status{certificate.StatusSuperseded, certificate.StatusSuperseded, certificate.StatusValid},
		[]certificate.Status{w.status(one), w.status(two), w.status(three)})
	assert.Equal(t, three, w.certificate(latin()).Serial())
}

func TestStatusOfAnUnknownSerial(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	_, ok := certificate.StatusOf(w.state(), "", w.now)
	assert.False(t, ok, "nobody signed off")
	w.done()
	for _, serial := range []string{"", "0000-0000-0000-0000", strings.ToLower(w.state().LastSignOff().Serial)} {
		_, ok := certificate.StatusOf(w.state(), serial, w.now)
		assert.False(t, ok, serial)
	}
	_, ok = certificate.StatusOf(new(workflow.State), "", w.now)
	assert.False(t, ok, "no enrolment")
}

// Behaviour 46.
func TestCheckTellsNothingMore(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	serial := w.done()
	want := certificate.Answer{
		Serial: serial, Status: certificate.StatusValid, Title: "Bedside basics", Language: "en-GB", Framework: "bedside-basics",
		Version: proficiency.Version{Major: 1}, On: proficiency.Date{Year: 2026, Month: 11, Day: 21},
	}
	for _, typed := range []string{serial, strings.ToLower(serial), strings.ReplaceAll(serial, "-", " ")} {
		got, err := certificate.Check(context.Background(), w.engine, typed, w.now)
		require.NoError(t, err)
		assert.Equal(t, want, got, typed)
	}
	w.overwrite("chart")
	got, err := certificate.Check(context.Background(), w.engine, serial, w.now)
	require.NoError(t, err)
	want.Status = certificate.StatusSuspended
	assert.Equal(t, want, got)
	for _, secret := range []string{"learner-1", "educator-1", "assessor", "centre-1", string(w.id)} {
		assert.NotContains(t, fmt.Sprintf("%+v", got), secret)
	}
}

// Behaviour 46: a guess is refused, always in the same way, and a stranger with a
// good guess still sees nobody's enrolment.
func TestGuessing(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	serial := w.done()
	swapped := []byte(serial)
	for i := range 3 { // neighbours that differ, in the first group
		if swapped[i] != swapped[i+1] {
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			break
		}
	}
	for _, guess := range []string{
		"", "1", "0000-0000-0000-0000", "0000-0000-0000-0001", serial[:18], serial + "0", string(swapped),
		strings.Repeat("A", 1<<20), "\x00", "' OR 1=1 --",
	} {
		got, err := certificate.Check(context.Background(), w.engine, guess, w.now)
		require.ErrorIs(t, err, certificate.ErrUnknownSerial, "%.40q", guess)
		assert.Less(t, len(err.Error()), 100, "what was typed is not repeated")
		assert.Zero(t, got)
	}
	_, err := w.engine.View(context.Background(), "stranger-1", w.id)
	var denied *workflow.Denied
	require.ErrorAs(t, err, &denied)
}

// A store without a List, and one that is down.
type bareStore struct{ workflow.Store }

type downStore struct {
	*memstore.Store
	err error
}

func (s *downStore) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	if s.err == nil {
		return s.Store.List(ctx, q)
	}
	return func(yield func(workflow.Summary, error) bool) { yield(workflow.Summary{}, s.err) }
}

func TestCheckPassesOnErrors(t *testing.T) {
	t.Parallel()
	w := newWardOn(t, bareStore{memstore.New()})
	_, err := certificate.Check(context.Background(), w.engine, w.done(), w.now)
	require.ErrorIs(t, err, workflow.ErrUnsupported)

	store := &downStore{Store: memstore.New()}
	w = newWardOn(t, store)
	serial := w.done()
	store.err = errors.New("the store is down")
	_, err = certificate.Check(context.Background(), w.engine, serial, w.now)
	require.ErrorIs(t, err, store.err)
	require.NotErrorIs(t, err, certificate.ErrUnknownSerial)
}

// What a newer version wrote may have ended the certificate: nothing is said of it.
func TestRecordsOfANewerVersion(t *testing.T) {
	t.Parallel()
	store := memstore.New()
	w := newWardOn(t, store)
	serial := w.done()
	v := w.view()
	newer := fromTheFuture(t, w)
	s := workflow.Apply(v.State, newer)
	require.True(t, s.Newer())
	status, ok := certificate.StatusOf(&s, serial, w.now)
	assert.True(t, ok)
	assert.Empty(t, status)
	_, err := certificate.For(context.Background(), v.Framework, &s, w.now, latin(), nil)
	require.ErrorIs(t, err, certificate.ErrNewer)
	require.NotErrorIs(t, err, certificate.ErrNotSignedOff)

	require.NoError(t, store.Append(context.Background(), workflow.Batch{
		Enrolment: w.id, After: newer.Seq - 1, Records: []workflow.Record{newer}, Summary: v.Summary,
	}))
	answer, err := certificate.Check(context.Background(), w.engine, serial, w.now)
	require.ErrorIs(t, err, certificate.ErrNewer)
	assert.Zero(t, answer)
}

// fromTheFuture is a record of a format that nobody knows yet, behind those that are there.
func fromTheFuture(t *testing.T, w *ward) workflow.Record {
	t.Helper()
	records := w.records()
	last := records[len(records)-1]
	r := workflow.Record{
		Format: workflow.RecordFormat + 1, Seq: last.Seq + 1, At: last.At, Actor: educator, Request: "future",
		Kind: "from-the-future", Framework: last.Framework, FrameworkDigest: last.FrameworkDigest, Events: []byte("[]"),
	}
	var export struct {
		Records []struct{ Record json.RawMessage }
	}
	require.NoError(t, json.Unmarshal(workflow.AppendExport(nil, w.id, []workflow.Record{r}), &export))
	r.Hash = canonical.Chain(last.Hash, export.Records[0].Record)
	return r
}
