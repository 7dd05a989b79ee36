package jetstream_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"testing"

	"github.com/nats-io/nats.go"
	natsjs "github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/stores/jetstream"
)

// streamOf is the one stream of a store with one shard.
func streamOf(t testing.TB, nc *nats.Conn, name string) natsjs.Stream {
	t.Helper()
	js, err := natsjs.New(nc)
	require.NoError(t, err)
	stream, err := js.Stream(t.Context(), name+"-0")
	require.NoError(t, err)
	return stream
}

func idsOf(t testing.TB, s *jetstream.Store, after workflow.EnrolmentID) (ids []workflow.EnrolmentID) {
	t.Helper()
	for id, err := range s.Enrolments(t.Context(), after) {
		require.NoError(t, err)
		ids = append(ids, id)
	}
	return ids
}

// Every enrolment is named once, in order of the ids as they are and not as
// subjects have them, with trials and what is left of erased ones.
func TestEnrolments(t *testing.T) {
	t.Parallel()
	nc := connect(t, serve(t, t.TempDir()).ClientURL())
	s := on(t, nc, jetstream.Options{Create: true, Replicas: 1, Shards: 3})
	e := engineOn(t, s)
	want := enrolled(t, e, 0, 5)
	want = append(want, do(t, e, learner(7), "", &workflow.EnrolTrial{Framework: proficiency.Ref{ID: content}, Trial: 1}).Enrolment)
	require.NoError(t, e.Erase(t.Context(), want[2]))
	for _, odd := range []workflow.EnrolmentID{"a.b", "a", "é", "=", "~", "a b", "zz"} {
		require.NoError(t, s.Append(t.Context(), workflow.Batch{Enrolment: odd, Records: []workflow.Record{{Seq: 1, Events: []byte("[]")}}}))
		want = append(want, odd)
	}
	slices.Sort(want)
	assert.Equal(t, want, idsOf(t, s, ""))
	for i, id := range want {
		assert.Equal(t, want[i+1:], append([]workflow.EnrolmentID{}, idsOf(t, s, id)...))
		n, err := s.Count(t.Context(), id)
		require.NoError(t, err)
		assert.EqualValues(t, len(want)-i-1, n)
	}
	for id, err := range s.Enrolments(t.Context(), "") {
		require.NoError(t, err)
		assert.Equal(t, want[0], id)
		break
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range s.Enrolments(gone, "") {
		require.ErrorIs(t, err, context.Canceled)
	}
}

// Each kind of damage is found of the enrolment that has it, and of no other.
func TestCheckEnrolment(t *testing.T) {
	t.Parallel()
	nc, name := connect(t, serve(t, t.TempDir()).ClientURL()), rand.Text()
	s := on(t, nc, jetstream.Options{Name: name, Create: true, Replicas: 1, Shards: 1})
	sound := memstore.New()
	ids := enrolled(t, engineOn(t, sound), 0, 5)
	slices.Sort(ids) // as lists have them
	n := 0
	for sum, err := range sound.List(t.Context(), workflow.Query{}) {
		require.NoError(t, err)
		records, err := sound.Load(t.Context(), ids[n], 0)
		require.NoError(t, err)
		switch n {
		case 0:
			records[1].Actor = "learner-9"
		case 1:
			sum.Ready = !sum.Ready
		}
		for i := range records {
			require.NoError(t, s.Append(t.Context(), workflow.Batch{Enrolment: ids[n], After: records[i].Seq - 1, Records: records[i : i+1], Summary: sum}))
		}
		n++
	}
	stream := streamOf(t, nc, name)
	words, err := stream.GetLastMsgForSubject(t.Context(), name+".0."+string(ids[2])+".t") // of the last record
	require.NoError(t, err)
	require.NoError(t, stream.DeleteMsg(t.Context(), words.Sequence-1)) // the record before
	words, err = stream.GetLastMsgForSubject(t.Context(), name+".0."+string(ids[4])+".t")
	require.NoError(t, err)
	require.NoError(t, stream.DeleteMsg(t.Context(), words.Sequence))

	fresh := on(t, nc, jetstream.Options{Name: name})
	for i, want := range map[int][]jetstream.Code{0: {jetstream.ChainBroken}, 1: {jetstream.SummaryDiffers}, 2: {jetstream.RecordDamaged}, 3: nil, 4: {jetstream.ChainBroken, jetstream.RecordDamaged}} {
		found, err := fresh.CheckEnrolment(t.Context(), frameworks.Catalog(), ids[i])
		require.NoError(t, err)
		var codes []jetstream.Code
		for _, f := range found {
			codes = append(codes, f.Code)
			assert.Equal(t, ids[i], f.Enrolment)
			assert.NotEmpty(t, f.Code.Remedy())
		}
		assert.Equal(t, want, codes, "%d: %v", i, found)
	}
	records, err := fresh.Load(t.Context(), ids[4], 0)
	require.NoError(t, err)
	require.Len(t, records, 3, "what is there can be read")
	assert.Empty(t, records[2].Texts[0].Words)
}

// A message that is none, or of a form that is not known, stops no look at other
// enrolments, and lists say which it is.
func TestDamagedMessage(t *testing.T) {
	t.Parallel()
	nc := connect(t, serve(t, t.TempDir()).ClientURL())
	for _, rubbish := range []string{"\x01rubbish", "\x09of another form"} {
		name := rand.Text()
		ids := enrolled(t, engineOn(t, on(t, nc, jetstream.Options{Name: name, Create: true, Replicas: 1, Shards: 1})), 0, 2)
		js, err := natsjs.New(nc)
		require.NoError(t, err)
		damaged, err := js.Publish(t.Context(), name+".0."+string(ids[1])+".r", []byte(rubbish))
		require.NoError(t, err)
		fresh := on(t, nc, jetstream.Options{Name: name})
		found, err := fresh.CheckEnrolment(t.Context(), frameworks.Catalog(), ids[0])
		require.NoError(t, err)
		assert.Empty(t, found)
		found, err = fresh.CheckEnrolment(t.Context(), frameworks.Catalog(), ids[1])
		require.NoError(t, err)
		require.Len(t, found, 1)
		assert.Equal(t, jetstream.RecordDamaged, found[0].Code)
		_, err = fresh.Load(t.Context(), ids[1], 0)
		require.ErrorIs(t, err, jetstream.ErrDamaged)
		for _, err := range fresh.List(t.Context(), workflow.Query{}) {
			require.ErrorIs(t, err, jetstream.ErrDamaged)
			require.ErrorContains(t, err, fmt.Sprintf("message %d", damaged.Sequence))
		}
	}
}
