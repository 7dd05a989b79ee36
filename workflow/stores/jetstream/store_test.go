package jetstream_test

import (
	"crypto/rand"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	natsjs "github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/jetstream"
	"github.com/countersign-go/countersign/workflow/stores/sqlite"
)

const (
	trust    = workflow.CentreID("trust-1")
	assessor = workflow.PersonID("assessor-1")
	content  = proficiency.FrameworkID("hand-hygiene")
	item     = proficiency.ItemID("local-induction")
)

func learner(n int) workflow.PersonID { return workflow.PersonID(fmt.Sprint("learner-", n)) }

// engineOn decides on a store, for ten learners and an assessor.
func engineOn(t testing.TB, s workflow.Store) *workflow.Engine {
	t.Helper()
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time { return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC) })
	host.AddCentre(roles.Centre{ID: trust, Kind: roles.Trust})
	host.Delegate(assessor, trust, "assessor")
	host.Delegate("manager-1", trust, "clinical-centre-manager")
	for n := range 10 {
		host.Delegate(learner(n), trust)
	}
	e, err := workflow.NewEngine(frameworks.Catalog(), host, s, workflow.Options{Key: []byte("a key for tests!"), SnapshotEvery: 3})
	require.NoError(t, err)
	return e
}

func do(t testing.TB, e *workflow.Engine, who workflow.PersonID, id workflow.EnrolmentID, cmd workflow.Command) workflow.Result {
	t.Helper()
	res, err := e.Do(t.Context(), workflow.Request{Actor: who, Enrolment: id, Command: cmd})
	require.NoError(t, err)
	return res
}

// enrolled are the enrolments of some learners, with an answer and a remark in each.
func enrolled(t testing.TB, e *workflow.Engine, from, to int) (ids []workflow.EnrolmentID) {
	t.Helper()
	for i := from; i < to; i++ {
		id := do(t, e, learner(i), "", &workflow.Enrol{Learner: learner(i), Centre: trust, Framework: proficiency.Ref{ID: content}}).Enrolment
		answer := workflow.Answer(item, "yes")
		answer.Items[0].Comment = secret(i)
		do(t, e, learner(i), id, answer)
		do(t, e, learner(i), id, &workflow.Comment{Comment: "a remark"})
		ids = append(ids, id)
	}
	return ids
}

func secret(i int) string { return fmt.Sprintf("what learner %d said at length", i) }

func listedBy(t testing.TB, s *jetstream.Store) (ids []workflow.EnrolmentID) {
	t.Helper()
	for sum, err := range s.List(t.Context(), workflow.Query{}) {
		require.NoError(t, err)
		ids = append(ids, sum.Enrolment)
	}
	return ids
}

// Without Create nothing is made; with it, what is there is used as it is.
func TestCreate(t *testing.T) {
	t.Parallel()
	nc := connect(t, serve(t, t.TempDir()).ClientURL())
	_, err := jetstream.Open(t.Context(), nc, nil)
	require.ErrorContains(t, err, "set Create")
	on(t, nc, jetstream.Options{Name: "first", Create: true, Replicas: 1, Shards: 3})
	on(t, nc, jetstream.Options{Name: "first", Shards: 9})
	js, err := natsjs.New(nc)
	require.NoError(t, err)
	n := 0
	for range js.StreamNames(t.Context()).Name() {
		n++
	}
	assert.Equal(t, 2*3, n, "streams, and those of their buckets")

	_, err = js.CreateStream(t.Context(), natsjs.StreamConfig{Name: "other-0", Subjects: []string{"other.0.>"}, MaxAge: time.Hour, Metadata: map[string]string{"countersign-form": "1", "countersign-shards": "1"}})
	require.NoError(t, err)
	_, err = jetstream.Open(t.Context(), nc, &jetstream.Options{Name: "other", Create: true})
	require.ErrorContains(t, err, "max_age")
	_, err = js.CreateStream(t.Context(), natsjs.StreamConfig{Name: "strange-0", Subjects: []string{"strange.0.>"}})
	require.NoError(t, err)
	_, err = jetstream.Open(t.Context(), nc, &jetstream.Options{Name: "strange", Create: true})
	require.ErrorContains(t, err, "has the form")
}

// A connection that keeps what is sent without a server would store it later.
func TestConnectionThatKeeps(t *testing.T) {
	t.Parallel()
	nc, err := nats.Connect(serve(t, t.TempDir()).ClientURL())
	require.NoError(t, err)
	defer nc.Close()
	_, err = jetstream.Open(t.Context(), nc, &jetstream.Options{Create: true, Replicas: 1})
	require.ErrorContains(t, err, "ReconnectBufSize")
}

// What is closed stores nothing.
func TestClosed(t *testing.T) {
	t.Parallel()
	nc := connect(t, serve(t, t.TempDir()).ClientURL())
	s, err := jetstream.Open(t.Context(), nc, &jetstream.Options{Create: true, Replicas: 1})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	err = s.Append(t.Context(), workflow.Batch{Enrolment: "e-1", Records: []workflow.Record{{Seq: 1, Events: []byte("[]")}}})
	require.ErrorIs(t, err, workflow.ErrNotStored)
}

// Another process, which has an index of its own, finds everything and lists the
// same; one with a file goes on where it was, or begins again where the file is lost.
func TestIndexes(t *testing.T) {
	t.Parallel()
	nc, name := connect(t, serve(t, t.TempDir()).ClientURL()), rand.Text()
	first := on(t, nc, jetstream.Options{Name: name, Create: true, Replicas: 1, Shards: 2})
	e := engineOn(t, first)
	ids := enrolled(t, e, 0, 4)
	assert.ElementsMatch(t, ids, listedBy(t, first))
	assert.ElementsMatch(t, ids, listedBy(t, on(t, nc, jetstream.Options{Name: name})))

	file := filepath.Join(t.TempDir(), "index.db")
	withFile := func(file string) *jetstream.Store {
		db, err := sqlite.Open(t.Context(), file, nil)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		s, err := jetstream.Open(t.Context(), nc, &jetstream.Options{Name: name, Index: jetstream.StoreIndex(db.Store), Consumer: "process-1"})
		require.NoError(t, err)
		return s
	}
	s := withFile(file)
	assert.ElementsMatch(t, ids, listedBy(t, s))
	require.NoError(t, s.Close())
	ids = append(ids, enrolled(t, e, 4, 6)...)
	for _, f := range []string{file, file, filepath.Join(t.TempDir(), "another.db")} {
		s := withFile(f)
		assert.ElementsMatch(t, ids, listedBy(t, s))
		lag, err := s.Lag(t.Context())
		require.NoError(t, err)
		assert.LessOrEqual(t, lag, uint64(2), "but for barriers")
		found, err := s.Check(t.Context(), frameworks.Catalog())
		require.NoError(t, err)
		assert.Empty(t, found)
		require.NoError(t, s.Close())
	}
}

// What is said of an enrolment that is not so is found.
func TestCheck(t *testing.T) {
	t.Parallel()
	nc := connect(t, serve(t, t.TempDir()).ClientURL())
	index := jetstream.MemoryIndex()
	s := on(t, nc, jetstream.Options{Create: true, Replicas: 1, Shards: 2, Index: index})
	ids := enrolled(t, engineOn(t, s), 0, 3)
	listedBy(t, s)
	var wrong workflow.Summary
	for sum, err := range s.List(t.Context(), workflow.Query{}) {
		require.NoError(t, err)
		if sum.Enrolment == ids[0] {
			wrong = sum
		}
	}
	wrong.Ready = !wrong.Ready
	require.NoError(t, index.Put(t.Context(), "a stream", 1, []workflow.Summary{wrong, {Enrolment: ids[1], Seq: 9}, {Enrolment: "e-9", Learner: "learner-9"}}))
	found, err := s.Check(t.Context(), frameworks.Catalog())
	require.NoError(t, err)
	var said []string
	for _, f := range found {
		assert.NotEmpty(t, f.Code.Remedy(), f.Code)
		said = append(said, f.String()+" ["+string(f.Code)+"]")
	}
	assert.ElementsMatch(t, []string{
		string(ids[0]) + ": lists show record 3, and otherwise than its summary says [list-differs]",
		string(ids[1]) + ": lists do not show it [list-differs]",
		"e-9: lists show it, and the streams have nothing of it [list-differs]",
	}, said)
}

// everything is all that streams and buckets hold.
func everything(t testing.TB, nc *nats.Conn) (all string) {
	t.Helper()
	js, err := natsjs.New(nc)
	require.NoError(t, err)
	for name := range js.StreamNames(t.Context()).Name() {
		stream, err := js.Stream(t.Context(), name)
		require.NoError(t, err)
		info, err := stream.Info(t.Context())
		require.NoError(t, err)
		for seq := info.State.FirstSeq; seq <= info.State.LastSeq; seq++ {
			if m, err := stream.GetMsg(t.Context(), seq); err == nil {
				all += string(m.Data)
			}
		}
	}
	return all
}

// Redacted words and erased enrolments are in no message any more, nor in a snapshot.
func TestNothingIsLeft(t *testing.T) {
	t.Parallel()
	nc := connect(t, serve(t, t.TempDir()).ClientURL())
	s := on(t, nc, jetstream.Options{Create: true, Replicas: 1, Shards: 1})
	e := engineOn(t, s)
	ids := enrolled(t, e, 0, 3)
	snapshot, _, err := s.LoadSnapshot(t.Context(), ids[0])
	require.NoError(t, err)
	require.Contains(t, string(snapshot), secret(0), "otherwise this proves nothing")
	for i := range 3 {
		require.True(t, strings.Contains(everything(t, nc), secret(i)))
	}
	records, err := s.Load(t.Context(), ids[0], 1)
	require.NoError(t, err)
	do(t, e, "manager-1", ids[0], &workflow.Redact{Record: records[0].Seq, Text: records[0].Texts[0].Digest})
	require.NoError(t, e.Erase(t.Context(), ids[1]))

	left := everything(t, nc)
	for words, stays := range map[string]bool{secret(0): false, secret(1): false, string(learner(1)): false, secret(2): true, string(learner(2)): true} {
		assert.Equal(t, stays, strings.Contains(left, words), words)
	}
	for _, id := range ids {
		records, err := s.Load(t.Context(), id, 0)
		require.NoError(t, err)
		require.NoError(t, workflow.Verify(id, records))
	}
}
