package jetstream

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

func plainConnection(t *testing.T, o *server.Options) *nats.Conn {
	t.Helper()
	o.Host, o.Port, o.NoSigs, o.NoLog = "127.0.0.1", server.RANDOM_PORT, true, true
	srv, err := server.NewServer(o)
	require.NoError(t, err)
	srv.Start()
	t.Cleanup(srv.Shutdown)
	require.True(t, srv.ReadyForConnections(time.Minute))
	nc, err := nats.Connect(srv.ClientURL(), nats.ReconnectBufSize(-1))
	require.NoError(t, err)
	t.Cleanup(nc.Close)
	return nc
}

// opened is a store on a server of its own, with one stream.
func opened(t *testing.T) *Store {
	t.Helper()
	nc := plainConnection(t, &server.Options{JetStream: true, StoreDir: t.TempDir()})
	s, err := Open(t.Context(), nc, &Options{Create: true, Replicas: 1, Shards: 1})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// An answer of which a part was lost on the way, whichever, is asked for again:
// what is missing would read as if somebody had erased it.
func TestPartsOfAnAnswerThatAreLost(t *testing.T) {
	t.Parallel()
	nc := plainConnection(t, &server.Options{})
	s := &Store{o: Options{Name: "countersign", Timeout: time.Minute}, nc: nc}
	var asked atomic.Int64
	_, err := nc.Subscribe("$JS.API.DIRECT.GET.countersign-0", func(m *nats.Msg) {
		parts := []nats.Header{
			{"Nats-Sequence": {"3"}, "Nats-Subject": {"a"}, "Nats-Last-Sequence": {"0"}},
			{"Nats-Sequence": {"7"}, "Nats-Subject": {"a"}, "Nats-Last-Sequence": {"3"}},
			{"Status": {"204"}, "Nats-Last-Sequence": {"7"}},
		}
		lost := int(asked.Add(1)) - 1 // the first, then the second, then none
		for i, h := range parts {
			if i != lost || lost == 2 {
				_ = nc.PublishMsg(&nats.Msg{Subject: m.Reply, Header: h, Data: []byte("x")})
			}
		}
	})
	require.NoError(t, err)
	a, err := s.ask(t.Context(), &shard{}, &get{Next: "a", Batch: 2})
	require.NoError(t, err)
	assert.Len(t, a.messages, 2)
	assert.EqualValues(t, 3, asked.Load())
}

// Whoever does not answer has been asked several times before the time for
// everything is over.
func TestNoAnswer(t *testing.T) {
	t.Parallel()
	nc := plainConnection(t, &server.Options{})
	s := &Store{o: Options{Name: "countersign", Timeout: 5 * time.Second}, nc: nc}
	var asked atomic.Int64
	_, err := nc.Subscribe("$JS.API.DIRECT.GET.countersign-0", func(m *nats.Msg) {
		if asked.Add(1) > 2 {
			_ = nc.PublishMsg(&nats.Msg{Subject: m.Reply, Header: nats.Header{"Status": {"404"}}})
		}
	})
	require.NoError(t, err)
	ctx, cancel := s.patience(t.Context())
	defer cancel()
	_, err = s.ask(ctx, &shard{}, &get{Next: "a", Batch: 2})
	require.NoError(t, err)
	assert.EqualValues(t, 3, asked.Load())
}

// While servers have no leader yet, as after a start, they do not answer, or say
// that they cannot: a store waits for them.
func TestOpenWithoutALeader(t *testing.T) {
	t.Parallel()
	nc := plainConnection(t, &server.Options{})
	var asked atomic.Int64
	_, err := nc.Subscribe("$JS.API.STREAM.INFO.countersign-0", func(m *nats.Msg) {
		answer := `{"error":{"code":503,"err_code":10008,"description":"JetStream system temporarily unavailable"}}`
		switch asked.Add(1) {
		case 1:
			return // or say nothing
		case 3:
			answer = `{"error":{"code":404,"err_code":10059,"description":"stream not found"}}`
		}
		_ = m.Respond([]byte(answer))
	})
	require.NoError(t, err)
	_, err = Open(t.Context(), nc, &Options{Timeout: 5 * time.Second})
	require.ErrorIs(t, err, ErrMissing)
	assert.EqualValues(t, 3, asked.Load())
}

// Where snapshots cannot be read, all records are.
func TestNoSnapshot(t *testing.T) {
	t.Parallel()
	s := opened(t)
	snapshot := []byte("a snapshot")
	batch := workflow.Batch{Enrolment: "e-1", Records: []workflow.Record{{Seq: 1, Events: []byte("[]")}}, Snapshot: func() []byte { return snapshot }}
	require.NoError(t, s.Append(t.Context(), batch))
	kept, _, err := s.LoadSnapshot(t.Context(), "e-1")
	require.NoError(t, err)
	require.Equal(t, snapshot, kept)
	require.NoError(t, s.js.DeleteKeyValue(t.Context(), s.bucketName(0)))
	kept, records, err := s.LoadSnapshot(t.Context(), "e-1")
	require.NoError(t, err)
	require.Empty(t, kept)
	require.Len(t, records, 1)
}

// A delivery is a message as a consumer delivers it.
type delivery struct {
	jetstream.Msg
	stream, consumer uint64
	seq              workflow.Seq
}

func (d *delivery) Subject() string { return "records.0.e-1" + recordsEnd }
func (d *delivery) Metadata() (*jetstream.MsgMetadata, error) {
	return &jetstream.MsgMetadata{Sequence: jetstream.SequencePair{Stream: d.stream, Consumer: d.consumer}}, nil
}

func (d *delivery) Data() []byte {
	m := message{records: []workflow.Record{{Seq: d.seq}}, summary: workflow.AppendSummary(nil, &workflow.Summary{Seq: d.seq, Learner: "learner-1"})}
	return m.append(nil)
}

// What comes once more, behind what followed it, changes nothing. What comes
// behind something that did not is not taken.
func TestDeliveredAgain(t *testing.T) {
	t.Parallel()
	s := &Store{o: Options{Index: MemoryIndex()}}
	f := &follower{s: s, shard: &shard{subject: "records.0."}, moved: make(chan struct{})}
	came, delivered := make(chan jetstream.Msg), uint64(0)
	first, second := &delivery{stream: 5, consumer: 1, seq: 1}, &delivery{stream: 7, consumer: 2, seq: 2}
	again, behind := &delivery{stream: 5, consumer: 3, seq: 1}, &delivery{stream: 9, consumer: 5, seq: 3}
	for _, d := range []*delivery{first, second, again} {
		require.NoError(t, f.take(t.Context(), d, came, &delivered))
	}
	require.ErrorIs(t, f.take(t.Context(), behind, came, &delivered), errSkipped)
	assert.EqualValues(t, 7, f.known())
	var seqs []workflow.Seq
	for sum, err := range s.o.Index.List(t.Context(), workflow.Query{}) {
		require.NoError(t, err)
		seqs = append(seqs, sum.Seq)
	}
	assert.Equal(t, []workflow.Seq{2}, seqs)
}

// aheadIndex knows what no stream has yet.
type aheadIndex struct{ Index }

func (aheadIndex) UpTo(context.Context, string) (uint64, error) { return 1 << 40, nil }

// An index from before the streams went back to a backup would list what is not there.
func TestIndexAheadOfItsStreams(t *testing.T) {
	t.Parallel()
	nc := plainConnection(t, &server.Options{JetStream: true, StoreDir: t.TempDir()})
	_, err := Open(t.Context(), nc, &Options{Create: true, Replicas: 1, Shards: 1, Index: aheadIndex{MemoryIndex()}})
	require.ErrorContains(t, err, "begin with an empty index")
	require.Equal(t, 1, strings.Count(err.Error(), "countersign-0"))
	s, err := Open(t.Context(), nc, &Options{})
	require.NoError(t, err)
	require.NoError(t, s.Append(t.Context(), workflow.Batch{Enrolment: "e-1", Records: []workflow.Record{{Seq: 1, Events: []byte("[]")}}}))
	require.NoError(t, s.Close())
}

// Words that are left of several, when one was removed, stand behind the records:
// they are read there, wherever the page ends.
func TestWordsThatAreLeft(t *testing.T) {
	t.Parallel()
	nc := plainConnection(t, &server.Options{JetStream: true, StoreDir: t.TempDir()})
	for more := pageMessages - 3; more <= pageMessages; more++ {
		name, id := fmt.Sprint("with-", more), workflow.EnrolmentID("e-1")
		open := func() *Store {
			s, err := Open(t.Context(), nc, &Options{Name: name, Create: true, Replicas: 1, Shards: 1, Timeout: time.Minute})
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, s.Close()) })
			return s
		}
		s := open()
		texts := []workflow.Text{{Words: "secret", Digest: canonical.Sum([]byte("secret"))}, {Words: "plain", Digest: canonical.Sum([]byte("plain"))}}
		add := func(seq workflow.Seq, gone []workflow.TextRef, texts ...workflow.Text) {
			require.NoError(t, s.Append(t.Context(), workflow.Batch{
				Enrolment: id, After: seq - 1, Records: []workflow.Record{{Seq: seq, Request: workflow.RequestID(fmt.Sprint(seq)), Events: []byte("[]"), Texts: texts}}, Erase: gone,
			}))
		}
		add(1, nil, texts...)
		for n := range more {
			add(workflow.Seq(n+2), nil)
		}
		add(workflow.Seq(more+2), []workflow.TextRef{{Seq: 1, Text: texts[0].Digest}})
		records, err := open().Load(t.Context(), id, 0)
		require.NoError(t, err)
		require.Len(t, records, more+2)
		assert.Equal(t, []workflow.Text{{Digest: texts[0].Digest}, texts[1]}, records[0].Texts, "%d more", more)
	}
}

// A feed that began between a record and words sent before it gives both.
func TestFedWithoutItsWords(t *testing.T) {
	t.Parallel()
	s := opened(t)
	said := workflow.Text{Words: "a remark", Digest: canonical.Sum([]byte("a remark"))}
	batch := workflow.Batch{Enrolment: "e-1", Records: []workflow.Record{{Seq: 1, Events: []byte("[]"), Texts: []workflow.Text{said}}}}
	w, err := s.plan(t.Context(), &batch, false)
	require.NoError(t, err)
	require.NoError(t, s.sendWords(t.Context(), w))
	records, err := s.Load(t.Context(), "e-1", 0)
	require.NoError(t, err)
	require.Empty(t, records, "words alone are nothing")
	require.NoError(t, s.Append(t.Context(), workflow.Batch{Enrolment: "e-2", Records: []workflow.Record{{Seq: 1, Events: []byte("[]")}}}))
	var cursor workflow.Cursor
	for fed, err := range s.Feed(t.Context(), "") {
		require.NoError(t, err)
		cursor = fed.Cursor
	}
	require.Len(t, w.messages, 1)
	require.NoError(t, s.send(t.Context(), w))
	for _, after := range []workflow.Cursor{"", cursor} {
		var texts []workflow.Text
		for fed, err := range s.Feed(t.Context(), after) {
			require.NoError(t, err)
			texts = append(texts, fed.Record.Texts...)
		}
		assert.Equal(t, []workflow.Text{said}, texts)
	}
}

// Several messages of records are stored all or none, on a single server, too.
func TestOnlyWordsGoAhead(t *testing.T) {
	t.Parallel()
	h := &shard{subject: "records.0.", replicas: 1}
	s := &Store{o: Options{Timeout: time.Second}, shards: []*shard{h}, nc: plainConnection(t, &server.Options{})}
	events := []byte(`"` + strings.Repeat("x", maxMessage/2) + `"`)
	for name, texts := range map[string][]workflow.Text{"without words": nil, "with words": {{Words: "a remark", Digest: canonical.Sum([]byte("a remark"))}}} {
		w, err := s.plan(t.Context(), &workflow.Batch{Enrolment: "e-1", Records: []workflow.Record{{Seq: 1, Events: events}, {Seq: 2, Events: events, Texts: texts}}}, false)
		require.NoError(t, err)
		require.Len(t, w.messages, 2+len(texts))
		require.NoError(t, s.sendWords(t.Context(), w), name) // there is nobody who would take any
		require.Len(t, w.messages, 2+len(texts), name)
	}
}

// Of two who leave out removed words at once, the one who knows of fewer does not
// have the last word.
func TestTidiedByTwo(t *testing.T) {
	t.Parallel()
	s := opened(t)
	h, of := taken(t, remark(1, "a", "b"), recorded(message{gone: []workflow.TextRef{{Seq: 1, Text: canonical.Sum([]byte("a"))}}}, 1, "a", "b")), s.shards[0]
	_, err := s.js.Publish(t.Context(), of.records("e-2"), nil) // whose number is that of the first words
	require.NoError(t, err)
	require.False(t, s.tidy(t.Context(), of, "e-1", h, 0))
	require.True(t, s.tidy(t.Context(), of, "e-1", h, 0), "another was first")
}

// Words of whoever was not first go with the conflict.
func TestWordsOfTheSecond(t *testing.T) {
	t.Parallel()
	s := opened(t)
	said := []workflow.Text{{Words: "secret", Digest: canonical.Sum([]byte("secret"))}}
	second, err := s.plan(t.Context(), &workflow.Batch{Enrolment: "e-1", Records: []workflow.Record{{Seq: 1, Request: "second", Events: []byte("[]"), Texts: said}}}, false)
	require.NoError(t, err)
	require.NoError(t, s.Append(t.Context(), workflow.Batch{Enrolment: "e-1", Records: []workflow.Record{{Seq: 1, Request: "first", Events: []byte("[]")}}}))
	require.ErrorIs(t, s.send(t.Context(), second), workflow.ErrConflict)
	require.NotZero(t, second.words)
	_, err = s.shards[0].stream.GetMsg(t.Context(), second.words)
	require.ErrorIs(t, err, jetstream.ErrMsgNotFound)
}

// What somebody else has overwritten already is no reason to leave the rest.
func TestOverwrittenByAnother(t *testing.T) {
	t.Parallel()
	s := opened(t)
	h := s.shards[0]
	var waste []uint64
	for range 4 {
		ack, err := s.js.Publish(t.Context(), h.texts("e-1"), []byte("words"))
		require.NoError(t, err)
		waste = append(waste, ack.Sequence)
	}
	for _, i := range []int{0, 2} {
		require.NoError(t, h.stream.SecureDeleteMsg(t.Context(), waste[i]))
	}
	s.remove(t.Context(), h, "e-1", waste)
	for _, seq := range waste {
		_, err := h.stream.GetMsg(t.Context(), seq)
		assert.ErrorIs(t, err, jetstream.ErrMsgNotFound)
	}
}
