package workflow_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

// shortHistory is an enrolment of five records with texts of several kinds.
func shortHistory(t *testing.T) (workflow.EnrolmentID, []workflow.Record) {
	t.Helper()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	answer := answerTo("tell")
	answer.Items[0].Comment = "seen twice"
	answer.Items[0].Evidence = []workflow.EvidenceRef{{Title: "log", Location: "file 7"}}
	s.do(id, learner1, answer)
	s.do(id, learner1, &workflow.RequestConfirmation{Items: answerItems("tell"), To: assessor1})
	s.do(id, assessor1, &workflow.Reject{Items: s.confirm(id, "tell").Items, Reason: "too fast", Actions: []string{"slow down", "watch"}})
	s.do(id, learner1, answerTo("tell"))
	rs := s.stored(id)
	require.NoError(t, workflow.Verify(id, rs))
	return id, rs
}

// sealed is r with the hash that follows from prev.
func sealed(t testing.TB, id workflow.EnrolmentID, prev canonical.Digest, r workflow.Record) workflow.Record {
	t.Helper()
	var doc struct {
		Records []struct{ Record json.RawMessage }
	}
	require.NoError(t, json.Unmarshal(workflow.AppendExport(nil, id, []workflow.Record{r}), &doc))
	r.Hash = canonical.Chain(prev, doc.Records[0].Record)
	return r
}

// A history in which anything was changed, by anybody who could not change
// what follows, does not verify, and the fault names the record.
func TestVerifyFindsWhatWasChanged(t *testing.T) {
	t.Parallel()
	id, history := shortHistory(t)
	at := func(i int) *workflow.Record { return &history[i] } // for its texts only
	for name, c := range map[string]struct {
		change func(rs []workflow.Record) []workflow.Record
		fault  workflow.Seq // 0: any
	}{
		"format":         {func(rs []workflow.Record) []workflow.Record { rs[2].Format = 2; return rs }, 3},
		"seq":            {func(rs []workflow.Record) []workflow.Record { rs[2].Seq = 9; return rs }, 9},
		"time":           {func(rs []workflow.Record) []workflow.Record { rs[2].At = rs[2].At.Add(time.Microsecond); return rs }, 3},
		"time in a zone": {func(rs []workflow.Record) []workflow.Record { rs[2].At = rs[2].At.In(time.FixedZone("", 0)); return rs }, 3},
		"nanoseconds":    {func(rs []workflow.Record) []workflow.Record { rs[2].At = rs[2].At.Add(1); return rs }, 3},
		"actor":          {func(rs []workflow.Record) []workflow.Record { rs[2].Actor += "0"; return rs }, 3},
		"request":        {func(rs []workflow.Record) []workflow.Record { rs[2].Request = ""; return rs }, 3},
		"command":        {func(rs []workflow.Record) []workflow.Record { rs[2].Command[0] ^= 1; return rs }, 3},
		"kind":           {func(rs []workflow.Record) []workflow.Record { rs[2].Kind = "confirm"; return rs }, 3},
		"framework":      {func(rs []workflow.Record) []workflow.Record { rs[2].Framework.ID = wardRound; return rs }, 3},
		"version":        {func(rs []workflow.Record) []workflow.Record { rs[2].Framework.Version.Patch++; return rs }, 3},
		"content":        {func(rs []workflow.Record) []workflow.Record { rs[2].FrameworkDigest[9] ^= 4; return rs }, 3},
		"register":       {func(rs []workflow.Record) []workflow.Record { rs[2].Register = "x"; return rs }, 3},
		"events":         {func(rs []workflow.Record) []workflow.Record { rs[2].Events = []byte("[]"); return rs }, 3},
		"layout":         {func(rs []workflow.Record) []workflow.Record { rs[2].Events = append(rs[2].Events, ' '); return rs }, 3},
		"hash":           {func(rs []workflow.Record) []workflow.Record { rs[2].Hash[0] ^= 128; return rs }, 3},
		"words":          {func(rs []workflow.Record) []workflow.Record { rs[3].Texts[0].Words += "!"; return rs }, 4},
		"words removed":  {func(rs []workflow.Record) []workflow.Record { rs[3].Texts[0].Words = ""; return rs }, 4},
		"salt":           {func(rs []workflow.Record) []workflow.Record { rs[3].Texts[0].Salt[15] ^= 1; return rs }, 4},
		"digest":         {func(rs []workflow.Record) []workflow.Record { rs[3].Texts[0].Digest[0] ^= 1; return rs }, 4},
		"text removed":   {func(rs []workflow.Record) []workflow.Record { rs[3].Texts = rs[3].Texts[1:]; return rs }, 4},
		"texts removed":  {func(rs []workflow.Record) []workflow.Record { rs[3].Texts = nil; return rs }, 4},
		"text twice": {func(rs []workflow.Record) []workflow.Record {
			rs[3].Texts = append(rs[3].Texts, rs[3].Texts[0])
			return rs
		}, 4},
		"text added": {func(rs []workflow.Record) []workflow.Record {
			rs[4].Texts = append(rs[4].Texts, at(1).Texts[0])
			return rs
		}, 5},
		"text moved": {func(rs []workflow.Record) []workflow.Record {
			rs[1].Texts, rs[3].Texts = rs[3].Texts, rs[1].Texts
			return rs
		}, 2},
		"first dropped":   {func(rs []workflow.Record) []workflow.Record { return rs[1:] }, 2},
		"middle dropped":  {func(rs []workflow.Record) []workflow.Record { return slices.Delete(rs, 2, 3) }, 4},
		"several dropped": {func(rs []workflow.Record) []workflow.Record { return slices.Delete(rs, 0, 4) }, 5},
		"swapped":         {func(rs []workflow.Record) []workflow.Record { rs[1], rs[4] = rs[4], rs[1]; return rs }, 5},
		"twice":           {func(rs []workflow.Record) []workflow.Record { return slices.Insert(rs, 2, rs[1]) }, 2},
		"last twice":      {func(rs []workflow.Record) []workflow.Record { return append(rs, rs[4]) }, 5},
		"inserted":        {func(rs []workflow.Record) []workflow.Record { r := rs[1]; r.Seq = 3; return slices.Insert(rs, 2, r) }, 3},
		"renumbered": {func(rs []workflow.Record) []workflow.Record {
			rs = slices.Delete(rs, 1, 2)
			for i := range rs {
				rs[i].Seq = workflow.Seq(i + 1)
			}
			return rs
		}, 2},
		"rewritten up to here": {func(rs []workflow.Record) []workflow.Record {
			rs[2].Actor = "somebody"
			rs[2] = sealed(t, id, rs[1].Hash, rs[2])
			return rs
		}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			rs := make([]workflow.Record, len(history))
			for i := range history {
				rs[i] = history[i].Clone()
			}
			rs = c.change(rs)
			err := workflow.Verify(id, rs)
			require.Error(t, err)
			var fault *workflow.Fault
			require.ErrorAs(t, err, &fault)
			require.Equal(t, c.fault, fault.Seq, "the first fault: %v", err)
			_, _, err = workflow.ReadExport(workflow.AppendExport(nil, id, rs))
			if name != "nanoseconds" && name != "time in a zone" { // an export has no place for these
				require.Error(t, err)
			}
		})
	}
}

// Another enrolment's history is not this one's, though nothing in it was changed.
func TestVerifyFindsAnotherEnrolment(t *testing.T) {
	t.Parallel()
	id, rs := shortHistory(t)
	for _, other := range []workflow.EnrolmentID{"", id + "x", id[1:], "nothing-here"} {
		require.Error(t, workflow.Verify(other, rs))
		_, _, err := workflow.ReadExport(workflow.AppendExport(nil, other, rs))
		require.Error(t, err)
	}
}

// What the chain does not prove by itself: that the last records are still
// there, and that whoever keeps them did not write them all anew. The head,
// known elsewhere, proves both.
func TestWhatVerifyCannotFind(t *testing.T) {
	t.Parallel()
	id, rs := shortHistory(t)
	head := rs[len(rs)-1].Hash
	for n := range len(rs) {
		require.NoError(t, workflow.Verify(id, rs[:n]), "cut off at the end")
	}
	rs[0].Actor = "somebody-else"
	prev := canonical.Genesis("countersign-record/1", string(id))
	for i := range rs {
		rs[i] = sealed(t, id, prev, rs[i])
		prev = rs[i].Hash
	}
	require.NoError(t, workflow.Verify(id, rs), "written anew")
	require.NotEqual(t, head, rs[len(rs)-1].Hash)
}

// Every fault is told, not only the first.
func TestVerifyTellsEveryFault(t *testing.T) {
	t.Parallel()
	id, rs := shortHistory(t)
	rs[1].Texts[0].Words = "x"
	rs[3].Actor = "x"
	err := workflow.Verify(id, rs)
	var seqs []workflow.Seq
	for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
		var f *workflow.Fault
		require.True(t, errors.As(e, &f))
		seqs = append(seqs, f.Seq)
		require.Contains(t, f.Error(), f.What)
	}
	require.Equal(t, []workflow.Seq{2, 4}, seqs)
}

// Any single bit of a small export, in any place, is found.
func TestEveryFlippedBitOfAnExportIsFound(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	s.do(id, learner1, &workflow.SelfAssess{Items: []workflow.ItemAnswer{{Item: "tell", Answers: answerTo("tell").Items[0].Answers, Comment: "ok"}}})
	b := workflow.AppendExport(nil, id, s.stored(id))
	_, _, err := workflow.ReadExport(b)
	require.NoError(t, err)
	for i := range b {
		for bit := range 8 {
			if underRace && bit != i%8 {
				continue // the detector makes the whole 30 times as long, and has nothing to find
			}
			b[i] ^= 1 << bit
			if _, _, err := workflow.ReadExport(b); err == nil {
				t.Fatalf("bit %d of byte %d is not found: …%s…", bit, i, b[max(0, i-20):min(len(b), i+20)])
			}
			b[i] ^= 1 << bit
		}
	}
}

// Random damage to a large export is found: bytes changed, left out, doubled,
// exchanged, the file cut off anywhere.
func TestRandomDamageToALargeExportIsFound(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	for i := range 120 {
		s.do(id, learner1, workflow.Answer("tell", []proficiency.AnswerID{"done", "not-yet"}[i%2]))
	}
	b := workflow.AppendExport(nil, id, s.stored(id))
	_, _, err := workflow.ReadExport(b)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(1, 2))
	rounds := 120
	if underRace {
		rounds = 20
	}
	for range rounds {
		bad := slices.Clone(b)
		i, j := r.IntN(len(b)), r.IntN(len(b))
		switch r.IntN(5) {
		case 0:
			bad[i] += byte(1 + r.IntN(255))
		case 1:
			bad = slices.Delete(bad, i, i+1)
		case 2:
			bad = slices.Insert(bad, i, bad[j])
		case 3:
			bad[i], bad[j] = bad[j], bad[i]
		case 4:
			bad = bad[:i]
		}
		if !slices.Equal(bad, b) {
			_, _, err := workflow.ReadExport(bad)
			require.Error(t, err)
		}
	}
}
