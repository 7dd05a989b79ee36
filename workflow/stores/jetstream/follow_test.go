package jetstream_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	upstream "github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/jetstream"
)

// A slowIndex takes nothing in until it may.
type slowIndex struct {
	jetstream.Index
	may chan struct{}
}

func (x *slowIndex) Put(ctx context.Context, stream string, upTo uint64, sums []workflow.Summary) error {
	<-x.may
	return x.Index.Put(ctx, stream, upTo, sums)
}

// What comes once more, behind what followed it, changes nothing.
func TestFollowAgain(t *testing.T) {
	t.Parallel()
	nc := connect(t, serve(t, t.TempDir()).ClientURL())
	index := &slowIndex{jetstream.MemoryIndex(), make(chan struct{})}
	s := on(t, nc, jetstream.Options{Create: true, Name: "test", Replicas: 1, Shards: 1, Timeout: time.Minute, Index: index, Consumer: "reader"})
	js, err := upstream.New(nc)
	require.NoError(t, err)
	delivered := func(n uint64) func() bool {
		return func() bool {
			c, err := js.Consumer(t.Context(), "test-0", "reader")
			return err == nil && c.CachedInfo().Delivered.Consumer == n
		}
	}
	put(t, s, "e-1", 1)
	require.Eventually(t, delivered(1), time.Minute, time.Millisecond)
	put(t, s, "e-1", 2)
	require.Eventually(t, delivered(2), time.Minute, time.Millisecond)
	require.NoError(t, nc.Publish("$JS.ACK.test-0.reader.1.1.1.1.0", []byte("-NAK"))) // of the first
	require.Eventually(t, delivered(3), time.Minute, time.Millisecond)
	close(index.may)
	for sum, err := range s.List(t.Context(), workflow.Query{}) {
		require.NoError(t, err)
		require.Equal(t, workflow.Seq(2), sum.Seq)
	}
}

// What is lost on its way to an index is sent once more.
func TestFollowLost(t *testing.T) {
	t.Parallel()
	nc := connect(t, serve(t, t.TempDir()).ClientURL())
	s := on(t, nc, jetstream.Options{Create: true, Name: "test", Replicas: 1, Shards: 1, Timeout: time.Minute, Consumer: "reader"})
	require.Zero(t, listed(t, s))
	stolen := make(chan struct{})
	go func() {
		defer close(stolen)
		steal(t, connect(t, nc.ConnectedUrl()), 1)
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
	require.Zero(t, listed(t, s)) // the consumer is there
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
	some, err := like.Fetch(all+2, upstream.FetchMaxWait(10*time.Second)) // the records, and a barrier before and behind them
	require.NoError(t, err)
	got := 0
	for range some.Messages() {
		got++
	}
	require.Equal(t, all+2, got)
}

// steal takes messages that the index would get, and never says so.
func steal(t *testing.T, nc *nats.Conn, n int) {
	t.Helper()
	js, err := upstream.New(nc)
	if err != nil {
		t.Error(err)
		return
	}
	c, err := js.Consumer(t.Context(), "test-0", "reader")
	if err != nil {
		t.Error(err)
		return
	}
	some, err := c.Fetch(n, upstream.FetchMaxWait(time.Minute))
	if err != nil {
		t.Error(err)
		return
	}
	for range some.Messages() {
		n--
	}
	if n != 0 || some.Error() != nil {
		t.Errorf("%d messages did not come: %v", n, some.Error())
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
