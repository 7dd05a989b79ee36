package memstore_test

import (
	"context"
	"errors"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

// eraseFaults are the faults of stores that erase, as faults are those of others.
var eraseFaults = map[fault]string{
	"texts are left":                           "texts/erased",
	"salts are left":                           "texts/erased",
	"digests go with the words":                "texts/erased",
	"texts are taken out":                      "texts/erased",
	"a text goes from every record":            "texts/erased",
	"all texts of the record go":               "texts/erased",
	"only the first text goes":                 "texts/erased",
	"a text goes from every enrolment":         "texts/erased",
	"unknown texts are refused":                "texts/unknown",
	"texts go though the race is lost":         "texts/lost race",
	"texts go with a batch that is none":       "texts/invalid",
	"texts go for a caller who has gone":       "texts/cancelled",
	"texts are shared":                         "texts/results",
	"the list of texts is changed":             "texts/results",
	"texts go later":                           "texts/at once",
	"erase appends":                            "erase/alone",
	"erase leaves nothing":                     "erase/alone",
	"erase numbers from 1 again":               "erase/alone",
	"erase takes all enrolments":               "erase/alone",
	"erase ignores after":                      "erase/stale",
	"erase does without an enrolment":          "erase/stale",
	"erase takes what is none":                 "erase/invalid",
	"erase leaves two":                         "erase/invalid",
	"erase begins at 1 alone":                  "erase/begins",
	"erase puts back the first alone":          "erase/begins",
	"erase puts back with gaps":                "erase/begins nowhere else",
	"load counts places":                       "erase/load",
	"load after what was erased gives nothing": "erase/load",
	"append counts places":                     "erase/appends",
	"appends after a tombstone are none":       "erase/appends",
	"texts are looked for by place":            "erase/appends",
	"lists show what was erased":               "erase/list",
	"lists show tombstones":                    "erase/list",
	"erase ignores ctx":                        "erase/cancelled",
	"erase keeps its arguments":                "erase/arguments",
	"erase changes its arguments":              "erase/arguments",
	"erase keeps the summary given":            "erase/arguments",
	"erase checks first and stores later":      "erase/race",
	"erase empties first":                      "erase/at once",
	"erase empties last":                       "erase/at once",
}

// begin notes that somebody begins to write.
func (s *brokenStore) begin() {
	s.writes++
	s.passed.Broadcast()
}

// waitForLoad lets others in until one has loaded.
func (s *brokenStore) waitForLoad() {
	for n := s.loads; s.loads == n; {
		s.passed.Wait()
	}
}

func (s *brokenStore) last(id workflow.EnrolmentID) workflow.Seq {
	rs := s.stored[id]
	if s.is("append counts places") || len(rs) == 0 {
		return workflow.Seq(len(rs))
	}
	if s.is("appends after a tombstone are none") && rs[0].Kind == tombstoneKind {
		return rs[0].Seq
	}
	return rs[len(rs)-1].Seq
}

func (s *brokenStore) behind(rs []workflow.Record, after workflow.Seq) []workflow.Record {
	if s.is("load counts places") {
		return rs[min(after, workflow.Seq(len(rs))):]
	}
	if s.is("load after what was erased gives nothing") && len(rs) > 0 && after > 0 && after < rs[0].Seq-1 {
		return nil
	}
	i := slices.IndexFunc(rs, func(r workflow.Record) bool { return r.Seq > after })
	if i < 0 {
		return nil
	}
	return rs[i:]
}

// given are the records as a caller gets them.
func (s *brokenStore) given(rs []workflow.Record) []workflow.Record {
	out := clones(rs)
	for i := range out {
		if s.is("texts are shared") {
			out[i].Texts = rs[i].Texts
		}
	}
	return out
}

// knows reports whether all texts to be erased are there.
func (s *brokenStore) knows(b workflow.Batch) bool {
	for _, ref := range b.Erase {
		if !slices.ContainsFunc(s.stored[b.Enrolment], func(r workflow.Record) bool { return s.named(r, 0, ref) >= 0 }) {
			return false
		}
	}
	return true
}

// named is where in the record at place i the text stands; -1 for not.
func (s *brokenStore) named(r workflow.Record, i int, ref workflow.TextRef) int {
	seq := r.Seq
	if s.is("texts are looked for by place") {
		seq = workflow.Seq(i + 1)
	}
	if seq != ref.Seq && !s.is("a text goes from every record") {
		return -1
	}
	return slices.IndexFunc(r.Texts, func(t workflow.Text) bool { return t.Digest == ref.Text })
}

func (s *brokenStore) eraseTexts(b workflow.Batch) {
	refs := b.Erase
	switch {
	case s.is("texts are left"):
		return
	case s.is("only the first text goes"):
		refs = refs[:min(1, len(refs))]
	}
	for _, ref := range refs {
		for id, rs := range s.stored {
			if id != b.Enrolment && !s.is("a text goes from every enrolment") {
				continue
			}
			for i := range rs {
				if j := s.named(rs[i], i, ref); j >= 0 {
					s.eraseText(&rs[i], j)
				}
			}
		}
	}
	if s.is("the list of texts is changed") {
		clear(b.Erase)
	}
}

func (s *brokenStore) eraseText(r *workflow.Record, i int) {
	t := &r.Texts[i]
	switch {
	case s.is("salts are left"):
		t.Words = ""
	case s.is("digests go with the words"):
		*t = workflow.Text{}
	case s.is("texts are taken out"):
		r.Texts = slices.Delete(r.Texts, i, i+1)
	case s.is("all texts of the record go"):
		for j := range r.Texts {
			r.Texts[j] = workflow.Text{Digest: r.Texts[j].Digest}
		}
	default:
		*t = workflow.Text{Digest: t.Digest}
	}
}

func (s *brokenStore) Erase(ctx context.Context, b workflow.Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begin()
	if err := ctx.Err(); err != nil {
		if !s.is("erase ignores ctx") {
			return errors.Join(workflow.ErrNotStored, err)
		}
		ctx = context.WithoutCancel(ctx)
	}
	if last := s.last(b.Enrolment); b.After != last && !s.is("erase ignores after") && (last > 0 || !s.is("erase does without an enrolment")) {
		return workflow.ErrConflict
	}
	if !s.erases(b) {
		return workflow.ErrNotStored
	}
	if s.is("erase puts back the first alone") {
		b.Records = b.Records[:1]
	}
	if s.is("erase checks first and stores later") && !s.waited {
		s.waited = true // whoever comes first in a race has the others behind them
		for n := s.writes; s.writes == n; {
			s.passed.Wait()
		}
	}
	s.bury(b)
	return ctx.Err()
}

// erases reports whether the batch is one that Erase takes.
func (s *brokenStore) erases(b workflow.Batch) bool {
	n := len(b.Records)
	if b.After > 0 || s.is("erase begins at 1 alone") {
		return (n <= 1 || s.is("erase leaves two")) && (s.is("erase takes what is none") || n > 0 && b.Records[0].Seq == b.After+1)
	}
	for i := range b.Records {
		if b.Records[i].Seq != b.Records[0].Seq+workflow.Seq(i) && !s.is("erase puts back with gaps") {
			return false
		}
	}
	return n > 0 && b.Records[0].Seq > 0
}

// bury puts the tombstone in the place of everything.
func (s *brokenStore) bury(b workflow.Batch) {
	id := b.Enrolment
	switch {
	case s.is("erase takes all enrolments"):
		clear(s.stored)
	case s.is("erase numbers from 1 again"):
		b.Records[0].Seq = 1
	case s.is("erase changes its arguments"):
		b.Records[0].Register = "changed"
	case s.is("erase empties first"):
		s.stored[id] = nil
		s.waitForLoad()
	case s.is("erase empties last"):
		s.stored[id] = append(s.stored[id], clones(b.Records)...)
		s.waitForLoad()
	}
	left := clones(b.Records)
	switch {
	case s.is("erase keeps its arguments"):
		left = b.Records
	case s.is("erase appends"):
		left = append(s.stored[id], left...)
	case s.is("erase leaves nothing"):
		left = nil
	}
	s.stored[id] = left
	switch {
	case s.is("lists show what was erased"):
	case s.is("erase keeps the summary given"):
		s.sums[id] = b.Summary
	default:
		s.sums[id] = b.Summary.Clone()
	}
}
