package jetstream

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

func aMessage() *message {
	at := time.Date(2026, 11, 29, 9, 0, 0, 123_000, time.UTC)
	r := workflow.Record{
		Format: 1, Seq: 7, At: at, Actor: "learner-1", Request: "request-1", Command: workflow.CommandDigest{1, 2}, Kind: "comment",
		Framework: proficiency.Ref{ID: "hand-hygiene", Version: proficiency.Version{Major: 1, Minor: 2, Patch: 3}}, FrameworkDigest: canonical.Sum([]byte("a")),
		PolicyDigest: canonical.Sum([]byte("b")), Register: "12", Events: []byte(`[{"kind":"x"}]`),
		Texts: []workflow.Text{{Digest: canonical.Sum([]byte("c"))}, {Digest: canonical.Sum([]byte("d"))}}, Hash: canonical.Sum([]byte("e")),
	}
	next := r
	next.Seq, next.Texts = 8, nil
	return &message{
		erases: true, worded: true, summary: []byte("a summary"), records: []workflow.Record{r, next},
		gone: []workflow.TextRef{{Seq: 3, Text: canonical.Sum([]byte("f"))}},
	}
}

func same(t *testing.T, want, got any) {
	t.Helper()
	require.Empty(t, cmp.Diff(want, got, cmp.AllowUnexported(message{}), cmpopts.IgnoreUnexported(workflow.Record{})))
}

func TestMessage(t *testing.T) {
	t.Parallel()
	got, err := readMessage(aMessage().append(nil))
	require.NoError(t, err)
	same(t, aMessage(), got)
}

func TestTexts(t *testing.T) {
	t.Parallel()
	want := texts{2: {{Words: "é", Salt: [16]byte{1}, Digest: canonical.Sum([]byte("a"))}, {Digest: canonical.Sum([]byte("b"))}}, 9: {}}
	got, err := readTexts(want.append(nil))
	require.NoError(t, err)
	same(t, want, got)
	assert.Equal(t, want.append(nil), want.append(nil), "in one order")
}

// Whatever is cut off, changed in its form or longer than it says is damaged.
func TestDamaged(t *testing.T) {
	t.Parallel()
	whole := aMessage().append(nil)
	for n := range whole {
		_, err := readMessage(whole[:n])
		require.Error(t, err, "the first %d bytes", n)
	}
	for what, b := range map[string][]byte{"longer": append(whole, 0), "another form": append([]byte{99}, whole[1:]...), "nothing": nil} {
		_, err := readMessage(b)
		require.Error(t, err, what)
	}
	none := message{summary: []byte("x")}
	_, err := readMessage(none.append(nil))
	require.ErrorContains(t, err, "without records")

	of := texts{2: {{Words: "words"}}}.append(nil)
	for n := range of {
		_, err := readTexts(of[:n])
		require.Error(t, err, "the first %d bytes", n)
	}
}

func FuzzMessage(f *testing.F) {
	f.Add(aMessage().append(nil))
	f.Add([]byte{messageForm, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := readMessage(b)
		if err != nil {
			return
		}
		again, err := readMessage(m.append(nil))
		require.NoError(t, err)
		same(t, m, again)
	})
}

func FuzzTexts(f *testing.F) {
	f.Add(texts{2: {{Words: "words", Salt: [16]byte{1}}}}.append(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		all, err := readTexts(b)
		if err != nil {
			return
		}
		again, err := readTexts(all.append(nil))
		require.NoError(t, err)
		same(t, all, again)
	})
}

func TestSay(t *testing.T) {
	t.Parallel()
	a, b := canonical.Sum([]byte("a")), canonical.Sum([]byte("b"))
	said := texts{2: {{Words: "one", Digest: a}, {Words: "two", Salt: [16]byte{1}, Digest: b}}}
	left, had := said.without([]workflow.TextRef{{Seq: 2, Text: b}, {Seq: 3, Text: a}})
	assert.True(t, had)
	same(t, texts{2: {{Words: "one", Digest: a}, {Digest: b}}}, left)
	assert.Equal(t, "two", said[2][1].Words, "what it was taken from stays")
	_, had = left.without([]workflow.TextRef{{Seq: 2, Text: b}})
	assert.False(t, had, "what is removed already")

	records := []workflow.Record{{Seq: 2, Texts: []workflow.Text{{Digest: a}, {Digest: b}}}, {Seq: 3, Texts: []workflow.Text{{Digest: a}}}}
	m := message{records: records}
	require.True(t, m.say(said))
	same(t, []workflow.Record{{Seq: 2, Texts: said[2]}, {Seq: 3, Texts: []workflow.Text{{Digest: a}}}}, m.records)
	for what, other := range map[string][]workflow.Text{"fewer": {{Digest: a}}, "others": {{Digest: b}, {Digest: a}}} {
		m := message{records: []workflow.Record{{Seq: 2, Texts: other}}}
		require.False(t, m.say(said), what)
		same(t, other, m.records[0].Texts)
	}
}
