package jetstream

import (
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// Every id is a token of its own, and comes back from its subject.
func TestTokens(t *testing.T) {
	t.Parallel()
	h, seen := &shard{subject: "countersign.3."}, map[string]workflow.EnrolmentID{}
	for _, id := range []workflow.EnrolmentID{
		"k2v7a", "a-b_C9", "", " ", "é", "a.b", "a.>", "*", ">", "=", "=YQ", "a b", "fresh", "\x00", workflow.EnrolmentID(strings.Repeat("x", 256)), "\xff",
	} {
		tok := token(id)
		assert.NotContains(t, seen, tok, "%q and %q", id, seen[tok])
		seen[tok] = id
		assert.Regexp(t, `^[A-Za-z0-9_=-]+$`, tok)
		for subject, texts := range map[string]bool{h.records(id): false, h.texts(id): true} {
			got, ofTexts, err := h.enrolmentOf(subject)
			require.NoError(t, err)
			assert.Equal(t, id, got)
			assert.Equal(t, texts, ofTexts)
			assert.NotEqual(t, h.fresh(), subject)
		}
	}
	for _, subject := range []string{"countersign.3.fresh", "countersign.4.a.r", "countersign.3.a", "countersign.3.=*.r", ""} {
		_, _, err := h.enrolmentOf(subject)
		require.Error(t, err, subject)
	}
}

// An enrolment is where it always was: another place would lose it.
func TestShardOf(t *testing.T) {
	t.Parallel()
	s := &Store{}
	for i := range 4 {
		s.shards = append(s.shards, &shard{number: i})
	}
	for id, number := range map[workflow.EnrolmentID]int{"a": 0, "b": 1, "learner-1": 0, "é": 1} {
		assert.Equal(t, number, s.shardOf(id).number, id)
	}
}

// What would lose records, or not answer for them, is refused.
func TestFit(t *testing.T) {
	t.Parallel()
	s := &Store{o: Options{Name: "countersign", Shards: 1, Replicas: 1}}
	good := s.streamConfig(0)
	require.NoError(t, fit(&good))
	for want, change := range map[string]func(*jetstream.StreamConfig){
		"retention":            func(c *jetstream.StreamConfig) { c.Retention = jetstream.WorkQueuePolicy },
		"max_age":              func(c *jetstream.StreamConfig) { c.MaxAge = time.Hour },
		"max_msgs_per_subject": func(c *jetstream.StreamConfig) { c.MaxMsgsPerSubject = 1 },
		"discard: old":         func(c *jetstream.StreamConfig) { c.Discard, c.MaxBytes = jetstream.DiscardOld, 1<<30 },
		"storage":              func(c *jetstream.StreamConfig) { c.Storage = jetstream.MemoryStorage },
		"no_ack":               func(c *jetstream.StreamConfig) { c.NoAck = true },
		"persist_mode":         func(c *jetstream.StreamConfig) { c.PersistMode = jetstream.AsyncPersistMode },
		"allow_direct":         func(c *jetstream.StreamConfig) { c.AllowDirect = false },
		"allow_msg_ttl":        func(c *jetstream.StreamConfig) { c.AllowMsgTTL = false },
		"allow_atomic":         func(c *jetstream.StreamConfig) { c.AllowAtomicPublish = false },
		"deny_delete":          func(c *jetstream.StreamConfig) { c.DenyPurge = true },
		"sealed":               func(c *jetstream.StreamConfig) { c.Sealed = true },
	} {
		c := good
		change(&c)
		require.ErrorContains(t, fit(&c), want)
	}
	several := good
	several.MaxAge, several.NoAck = time.Hour, true
	err := fit(&several)
	require.ErrorContains(t, err, "max_age")
	require.ErrorContains(t, err, "no_ack", "all at once")
}

func TestOptions(t *testing.T) {
	t.Parallel()
	o, err := Options{}.complete()
	require.NoError(t, err)
	assert.Equal(t, []any{"countersign", 4, 3, 10 * time.Second, 100_000}, []any{o.Name, o.Shards, o.Replicas, o.Timeout, o.Places})
	_, err = Options{Name: "a.b", Consumer: "*", Shards: 13, Replicas: 2}.complete()
	for _, want := range []string{"a.b", "consumer", "13 shards", "2 replicas"} {
		require.ErrorContains(t, err, want)
	}
}

// What is remembered is bounded, and the last used stays.
func TestPlaces(t *testing.T) {
	t.Parallel()
	p := newPlaces(4)
	for i, id := range []workflow.EnrolmentID{"a", "b", "c", "d"} {
		p.put(id, place{1, uint64(i + 1)})
	}
	_, ok := p.get("b")
	assert.True(t, ok)
	for _, id := range []workflow.EnrolmentID{"e", "f"} {
		p.put(id, place{1, 9})
	}
	assert.LessOrEqual(t, len(p.young)+len(p.old), 4)
	_, ok = p.get("a")
	assert.False(t, ok)
	p.put("f", place{1, 3})
	at, _ := p.get("f")
	assert.Equal(t, place{1, 9}, at, "nothing goes back")
	p.drop("f")
	_, ok = p.get("f")
	assert.False(t, ok)
}

// Cursors are exactly those that the store writes.
func TestCursor(t *testing.T) {
	t.Parallel()
	s := &Store{instance: "ABC", shards: make([]*shard, 3)}
	p := &position{shards: []shardPosition{{}, {message: 40, records: 2}, {message: 1 << 40}}, last: 1, mark: "0a0b0c0d0e0f"}
	c := s.cursor(p)
	got, err := s.read(c)
	require.NoError(t, err)
	assert.Equal(t, p, got)
	for _, odd := range []workflow.Cursor{"ABC", "ABC_1_0.0.0", "ABD" + c[3:], c + " ", c[:len(c)-1], c[:len(c)-1] + "F", "ABC_3_0.0.0_", "ABC_1_0.0_", "ABC_1_0.00.0_", "ABC_1_0.-1.0_", "ABC_1_0.1+.0_", "ABC_1_0.1+-1.0_"} {
		_, err := s.read(odd)
		require.ErrorIs(t, err, workflow.ErrCursor, odd)
	}
	most := &Store{instance: s.instance + strings.Repeat("A", 23), shards: make([]*shard, maxShards)}
	long := &position{shards: make([]shardPosition, maxShards), last: maxShards - 1, mark: p.mark}
	for i := range long.shards {
		long.shards[i] = shardPosition{message: 1 << 48, records: 1000}
	}
	assert.LessOrEqual(t, len(most.cursor(long)), workflow.MaxIDLength)
}
