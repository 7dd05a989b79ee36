package workflow_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

// redacted is a world in which one of three comments was redacted, with the
// records as they were before.
func redacted(t *testing.T) (w *world, s saying, before []workflow.Record) {
	t.Helper()
	w = spokenWorld(t)
	for _, words := range []string{"Zanzibar 001, comment", "Zanzibar 002, other", "Zanzibar 003, third"} {
		w.do(learner, &workflow.Comment{Comment: words})
	}
	s, before = w.saying("002"), w.records()
	w.do(manager, s.redact())
	return w, s, before
}

// How somebody shows, after a redaction, that nothing else was changed: the
// records before it have the hashes that they had, and differ in that text alone.
func TestNothingElseChanges(t *testing.T) {
	t.Parallel()
	w, s, before := redacted(t)
	_, old, err := workflow.ReadExport(workflow.AppendExport(nil, w.id, before))
	require.NoError(t, err)
	id, now, err := workflow.ReadExport(w.exported())
	require.NoError(t, err)
	require.Equal(t, w.id, id)
	require.Len(t, now, len(old)+1)
	for i := range old {
		if want := old[i]; old[i].Seq == s.seq {
			want.Texts = []workflow.Text{{Digest: s.text.Digest}}
			require.Equal(t, want, now[i])
		} else {
			require.Equal(t, want, now[i])
		}
		require.Equal(t, old[i].Hash, now[i].Hash)
	}
	require.NotContains(t, string(w.exported()), s.text.Words)
	require.Equal(t, w.exported(), workflow.AppendExport(nil, id, now))
}

// What Verify accepts, and what it finds, of a history with a redaction.
func TestVerifyAfterARedaction(t *testing.T) {
	t.Parallel()
	w, s, before := redacted(t)
	at := int(s.seq) - 1
	for name, c := range map[string]struct {
		change func(rs []workflow.Record) []workflow.Record
		fault  workflow.Seq // 0: none
	}{
		"as it is": {func(rs []workflow.Record) []workflow.Record { return rs }, 0},
		"from before, words and all": {func(rs []workflow.Record) []workflow.Record {
			rs[at].Texts = before[at].Texts
			return rs
		}, 0},
		"the salt is left": {func(rs []workflow.Record) []workflow.Record {
			rs[at].Texts[0].Salt = before[at].Texts[0].Salt
			return rs
		}, s.seq},
		"the words are left": {func(rs []workflow.Record) []workflow.Record {
			rs[at].Texts[0].Words = before[at].Texts[0].Words
			return rs
		}, s.seq},
		"other words in their place": {func(rs []workflow.Record) []workflow.Record { rs[at].Texts[0].Words = "x"; return rs }, s.seq},
		"the digest is gone, too":    {func(rs []workflow.Record) []workflow.Record { rs[at].Texts = nil; return rs }, s.seq},
		"a word elsewhere":           {func(rs []workflow.Record) []workflow.Record { rs[at+1].Texts[0].Words += "!"; return rs }, s.seq + 1},
		"another text blanked":       {func(rs []workflow.Record) []workflow.Record { blank(&rs[at-1]); return rs }, s.seq - 1},
		"a later text blanked":       {func(rs []workflow.Record) []workflow.Record { blank(&rs[at+1]); return rs }, s.seq + 1},
		"without the record of it":   {func(rs []workflow.Record) []workflow.Record { return rs[:len(rs)-1] }, s.seq},
		"of another kind":            {func(rs []workflow.Record) []workflow.Record { return resealed(t, w, rs, "comment", "") }, s.seq},
		"of another text": {func(rs []workflow.Record) []workflow.Record {
			return resealed(t, w, rs, "", before[at-1].Texts[0].Digest.String())
		}, s.seq},
		"with no words to remove": {func(rs []workflow.Record) []workflow.Record { rs[at].Texts = before[at].Texts; return rs }, 0},
		"in a way not known here": {func(rs []workflow.Record) []workflow.Record {
			last := &rs[len(rs)-1]
			last.Events = []byte(`[{"event":"redacted","how":"at once"}]`)
			*last = sealed(t, w.id, rs[len(rs)-2].Hash, *last)
			return rs
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rs := w.records()
			rs = c.change(rs)
			err := workflow.Verify(w.id, rs)
			_, _, exportErr := workflow.ReadExport(workflow.AppendExport(nil, w.id, rs))
			if c.fault == 0 {
				require.NoError(t, err)
				require.NoError(t, exportErr)
				return
			}
			var fault *workflow.Fault
			require.ErrorAs(t, err, &fault)
			require.Equal(t, c.fault, fault.Seq)
			require.Error(t, exportErr)
		})
	}
}

// blank removes the words of a record's texts.
func blank(r *workflow.Record) {
	for i := range r.Texts {
		r.Texts[i] = workflow.Text{Digest: r.Texts[i].Digest}
	}
}

// resealed is the history with another last record, hashed as it should be.
func resealed(t *testing.T, w *world, rs []workflow.Record, kind workflow.Kind, text string) []workflow.Record {
	t.Helper()
	last := &rs[len(rs)-1]
	if kind != "" {
		last.Kind = kind
	}
	if text != "" {
		last.Events = []byte(`[{"as":{"centre":"trust-1","role":"clinical-centre-manager"},"event":"redacted","record":2,"text":"` + text + `"}]`)
	}
	*last = sealed(t, w.id, rs[len(rs)-2].Hash, *last)
	return rs
}

// A text cannot have been removed before it was written.
func TestVerifyFindsARemovalBeforeTheText(t *testing.T) {
	t.Parallel()
	w, s, _ := redacted(t)
	w.do(learner, &workflow.Comment{Comment: "Zanzibar 004, after"})
	rs := w.records()
	last := &rs[len(rs)-1]
	last.Events = []byte(`[{"comment":"` + s.text.Digest.String() + `","event":"commented"}]`)
	last.Texts = []workflow.Text{{Digest: s.text.Digest}}
	*last = sealed(t, w.id, rs[len(rs)-2].Hash, *last)
	var fault *workflow.Fault
	require.ErrorAs(t, workflow.Verify(w.id, rs), &fault)
	require.Equal(t, last.Seq, fault.Seq)
}

// Nothing is built on records of which a text was removed that no record speaks of.
func TestTheEngineFindsWordsThatAreMissing(t *testing.T) {
	t.Parallel()
	w, s, _ := redacted(t)
	for name, c := range map[string]struct {
		change func(rs []workflow.Record)
		broken bool
	}{
		"as it is":          {func([]workflow.Record) {}, false},
		"another, too":      {func(rs []workflow.Record) { blank(&rs[s.seq]) }, true},
		"the salt left":     {func(rs []workflow.Record) { rs[s.seq-1].Texts[0].Salt = s.text.Salt }, true},
		"by a newer record": {func(rs []workflow.Record) { rs[len(rs)-1].Format = 2; blank(&rs[s.seq]) }, false},
	} {
		store := tap(w.store)
		rs := w.records()
		c.change(rs)
		store.onLoad(func(_ context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
			if id != w.id { // of what is required
				return nil, nil
			}
			return rs[after:], nil
		})
		e, err := workflow.NewEngine(w.catalog, w.host, store, workflow.Options{Key: []byte("0123456789abcdef")})
		require.NoError(t, err)
		_, err = e.View(w.ctx, learner, w.id)
		if c.broken {
			require.ErrorIs(t, err, workflow.ErrBroken, name)
		} else {
			require.NoError(t, err, name)
		}
	}
}

// The faults of a history are told in the same order each time.
func TestVerifyTellsFaultsInOneOrder(t *testing.T) {
	t.Parallel()
	w := spoken(t)
	rs := w.records()
	for i := range rs {
		rs[i].Texts = nil
	}
	first := workflow.Verify(w.id, rs).Error()
	lines := strings.Split(first, "\n")
	slices.Sort(lines)
	require.Len(t, slices.Compact(slices.Clone(lines)), len(lines), "each is told once")
	for range 5 {
		require.Equal(t, first, workflow.Verify(w.id, rs).Error())
	}
}

// The digest that is left of a text says nothing of its words to whoever lacks
// the salt, however few there are to choose from: what can be had from words
// alone does not match it, and two texts of the same words have two digests.
func TestADigestGivesNothingAwayWithoutItsSalt(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	guesses := []string{"no", "yes"}
	for _, words := range append(guesses, guesses...) {
		w.do(learner, &workflow.Comment{Comment: words})
	}
	all := w.sayings()
	digests := map[canonical.Digest]bool{}
	for _, s := range all {
		w.do(manager, s.redact())
		digests[s.text.Digest] = true
	}
	require.Len(t, digests, len(all))
	hash := func(salt []byte, words string) canonical.Digest {
		return sha256.Sum256(slices.Concat(salt, []byte(words)))
	}
	for _, s := range all {
		require.Equal(t, s.text.Digest, hash(s.text.Salt[:], s.text.Words), "with the salt, which is gone, it could be tried")
		assert.NotContains(t, everything(w.store), hex.EncodeToString(s.text.Salt[:]))
	}
	for _, r := range w.records() {
		for _, words := range guesses {
			for _, salt := range [][]byte{nil, make([]byte, 16), r.Command[:], r.Hash[:16], []byte(r.Request), []byte(w.id)} {
				assert.False(t, digests[hash(salt, words)])
			}
		}
	}
}

// Nor does the digest of the command, to whoever lacks the key.
func TestACommandDigestGivesNothingAwayWithoutTheKey(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	res := w.do(learner, &workflow.Comment{Comment: "no"})
	guess := workflow.Request{Actor: learner, Command: &workflow.Comment{Comment: "no"}}
	require.Equal(t, res.Record.Command, w.engine.DigestOf(guess), "whoever has the key can try what was said")
	for _, key := range []string{"another key of 24 bytes!", string(make([]byte, 16)), "0123456789abcdeg"} {
		e := w.engineWith(func(o *workflow.Options) { o.Key = []byte(key) })
		require.NotEqual(t, res.Record.Command, e.DigestOf(guess))
	}
}
