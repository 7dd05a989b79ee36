package jetstream

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

// taken is what messages in that order come to.
func taken(t *testing.T, all ...stored) *history {
	t.Helper()
	h, of := newHistory(), &shard{subject: "countersign.0."}
	for i := range all {
		all[i].seq = uint64(i + 1)
		require.NoError(t, h.take(of, &all[i]))
	}
	require.NoError(t, h.close(0))
	return h
}

func remark(seq workflow.Seq, words ...string) stored {
	t := texts{}
	for _, w := range words {
		t[seq] = append(t[seq], workflow.Text{Words: w, Digest: canonical.Sum([]byte(w))})
	}
	return stored{subject: "countersign.0.a.t", data: t.append(nil)}
}

func recorded(m message, seq workflow.Seq, words ...string) stored {
	r := workflow.Record{Seq: seq, Events: []byte("[]")}
	for _, w := range words {
		r.Texts = append(r.Texts, workflow.Text{Digest: canonical.Sum([]byte(w))})
	}
	m.worded, m.records = len(words) > 0, []workflow.Record{r}
	return stored{subject: "countersign.0.a.r", data: m.append(nil)}
}

// Words whose record never came, as where a server was killed between the two,
// belong to nothing, and the record that has its number is as it is.
func TestWordsWithoutTheirRecord(t *testing.T) {
	t.Parallel()
	h := taken(t, recorded(message{}, 1), remark(2, "lost"), recorded(message{}, 2))
	assert.Empty(t, h.records[1].Texts)
	assert.Equal(t, []uint64{2}, h.waste)
	h = taken(t, recorded(message{}, 1), remark(2, "lost"), remark(2, "kept"), recorded(message{}, 2, "kept"))
	assert.Equal(t, "kept", h.records[1].Texts[0].Words)
	assert.Equal(t, []uint64{2}, h.waste)
	h = taken(t, recorded(message{}, 1), remark(2, "kept"), recorded(message{}, 2, "kept"), remark(2, "lost"), recorded(message{}, 3))
	assert.Equal(t, "kept", h.records[1].Texts[0].Words)
	assert.Equal(t, []uint64{4}, h.waste)
	h = taken(t, recorded(message{}, 1), remark(2, "kept"), remark(2, "lost"), recorded(message{}, 2, "kept"))
	assert.Equal(t, "kept", h.records[1].Texts[0].Words)
	assert.Equal(t, []uint64{3}, h.waste)
	h = taken(t, recorded(message{}, 1), remark(2, "under way"))
	assert.Empty(t, h.waste, "its record may be on its way")
	h = taken(t, remark(1, "removed"), recorded(message{}, 1))
	assert.Equal(t, []uint64{1}, h.waste)
}

// Words that came with a record and are in no message are missed, and what might
// be them is not overwritten.
func TestWordsThatAreLacking(t *testing.T) {
	t.Parallel()
	h := taken(t, remark(1, "another"), recorded(message{}, 1, "lost"), remark(2, "there"), recorded(message{}, 2, "there"))
	assert.Equal(t, []workflow.Seq{1}, h.lacking)
	assert.Empty(t, h.records[0].Texts[0].Words)
	assert.Equal(t, "there", h.records[1].Texts[0].Words)
	assert.Empty(t, h.waste)
	h = taken(t, remark(1, "another"), recorded(message{}, 1, "lost"), remark(1, "lost"))
	assert.Empty(t, h.lacking)
	assert.Equal(t, []uint64{1}, h.waste)
}

// What was removed is given to nobody, also while it is still there.
func TestRemovedAndStillThere(t *testing.T) {
	t.Parallel()
	h := taken(t, remark(1, "secret", "plain"), recorded(message{}, 1, "secret", "plain"),
		recorded(message{gone: []workflow.TextRef{{Seq: 1, Text: canonical.Sum([]byte("secret"))}}}, 2))
	assert.Empty(t, h.records[0].Texts[0].Words)
	assert.Equal(t, "plain", h.records[0].Texts[1].Words)
	left, had := h.where[1].without(h.gone)
	assert.True(t, had, "it is to be overwritten")
	assert.Equal(t, "plain", left[1][1].Words)

	h = taken(t, remark(1, "secret"), recorded(message{}, 1, "secret"), recorded(message{erases: true}, 2))
	assert.Len(t, h.records, 1)
	assert.ElementsMatch(t, []uint64{1, 2}, h.waste)
	assert.Equal(t, workflow.Seq(2), h.goneAt)

	h = taken(t, recorded(message{erases: true}, 2), remark(1, "secret"))
	assert.Equal(t, []uint64{2}, h.waste, "sent before the erasure, and stored behind it")
}
