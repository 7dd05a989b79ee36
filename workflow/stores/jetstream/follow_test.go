package jetstream_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	upstream "github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/jetstream"
)

// What is lost on its way to an index is sent once more.
func TestFollowLost(t *testing.T) {
	t.Parallel()
	nc := connect(t, serve(t, t.TempDir()).ClientURL())
	s := on(t, nc, jetstream.Options{Create: true, Name: "test", Replicas: 1, Shards: 1, Timeout: time.Minute, Consumer: "reader"})
	begun(t, s)
	stolen := make(chan struct{})
	go func() {
		defer close(stolen)
		steal(t, connect(t, nc.ConnectedUrl()))
	}()
	n := 0
	for lost := false; !lost; n++ {
		put(t, s, workflow.EnrolmentID(fmt.Sprint("e-", n)), 1)
		select {
		case <-stolen:
			lost = true
		default:
		}
	}
	require.Equal(t, n, listed(t, s))
}

// A barrier does not take a consumer like the one that feeds the index past what
// it has not delivered yet, as servers do where a subject that is rolled up is
// one of several filters.
func TestFollowBarrier(t *testing.T) {
	t.Parallel()
	nc := connect(t, serve(t, t.TempDir()).ClientURL())
	s := on(t, nc, jetstream.Options{Create: true, Name: "test", Replicas: 1, Shards: 1, Timeout: time.Minute, Consumer: "reader"})
	begun(t, s)
	js, err := upstream.New(nc)
	require.NoError(t, err)
	reader, err := js.Consumer(t.Context(), "test-0", "reader")
	require.NoError(t, err)
	like, err := js.CreateConsumer(t.Context(), "test-0", upstream.ConsumerConfig{
		AckPolicy: upstream.AckAllPolicy, FilterSubjects: reader.CachedInfo().Config.FilterSubjects,
	})
	require.NoError(t, err)
	const all = 10
	for n := range all {
		put(t, s, workflow.EnrolmentID(fmt.Sprint("e-", n)), 1)
	}
	require.Equal(t, all, listed(t, s))                                   // which sends a barrier
	some, err := like.Fetch(all+3, upstream.FetchMaxWait(10*time.Second)) // the records, and the barriers of three lists
	require.NoError(t, err)
	got := 0
	for range some.Messages() {
		got++
	}
	require.Equal(t, all+3, got)
}

// begun waits until an empty index is fed by its consumer: the first list may only
// have found that there is nothing, and the second comes by it.
func begun(t *testing.T, s *jetstream.Store) {
	t.Helper()
	require.Zero(t, listed(t, s))
	require.Zero(t, listed(t, s))
}

// steal takes a message that the index would get, and never says so.
func steal(t *testing.T, nc *nats.Conn) {
	t.Helper()
	js, err := upstream.New(nc)
	if err != nil {
		t.Error(err)
		return
	}
	for t.Context().Err() == nil {
		c, err := js.Consumer(t.Context(), "test-0", "reader")
		if err != nil { // it is being made anew
			continue
		}
		some, err := c.Fetch(1, upstream.FetchMaxWait(time.Minute))
		if err != nil {
			continue
		}
		for range some.Messages() {
			return
		}
	}
}

func put(t *testing.T, s *jetstream.Store, id workflow.EnrolmentID, seq workflow.Seq) {
	t.Helper()
	require.NoError(t, s.Append(t.Context(), workflow.Batch{
		Enrolment: id, After: seq - 1, Records: []workflow.Record{{Seq: seq, Request: "request", Events: []byte("[]")}},
		Summary: workflow.Summary{Enrolment: id, Seq: seq, Learner: "learner-1"},
	}))
}

func listed(t *testing.T, s *jetstream.Store) (n int) {
	t.Helper()
	for _, err := range s.List(t.Context(), workflow.Query{}) {
		require.NoError(t, err)
		n++
	}
	return n
}
