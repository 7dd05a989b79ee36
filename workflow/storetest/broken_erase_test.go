package storetest_test

import (
	"context"
	"errors"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

func (s *brokenStore) last(id workflow.EnrolmentID) workflow.Seq {
	rs := s.stored[s.key(id)]
	switch {
	case s.is("append counts places") || len(rs) == 0:
		return workflow.Seq(len(rs))
	case s.is("appends after a tombstone are none") && rs[0].Kind == workflow.KindErase:
		return rs[0].Seq
	}
	return rs[len(rs)-1].Seq
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
			rs = slices.Clone(rs) // somebody may look at what a broken store shares
			s.stored[id] = rs
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
	if i == 0 || !s.is("results lose their second texts") {
		r.Texts = slices.Clone(r.Texts)
	}
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
	s.writes++
	if err := ctx.Err(); err != nil && !s.is("erase ignores ctx") {
		if s.is("erase stores for those who have gone") {
			s.bury(b)
		}
		return errors.Join(workflow.ErrNotStored, err)
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
	if s.is("erase checks first and stores later") {
		s.letOneIn()
	}
	s.bury(b)
	return nil
}

// erases reports whether the batch is one that Erase takes.
func (s *brokenStore) erases(b workflow.Batch) bool {
	n := len(b.Records)
	if b.After > 0 || s.is("erase begins at 1 alone") {
		return (n == 1 || n > 1 && s.is("erase leaves two")) && (s.is("erase takes any number") || b.Records[0].Seq == b.After+1)
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
	id := s.key(b.Enrolment)
	switch {
	case s.is("erase takes all enrolments"):
		clear(s.stored)
	case s.is("erase numbers from 1 again"):
		b.Records[0].Seq = 1
	case s.is("erase changes its arguments"):
		b.Records[0].Register = "changed"
	case s.is("erase empties first"):
		s.stored[id] = nil
		s.letReadersIn()
	case s.is("erase empties last"):
		s.stored[id] = append(s.stored[id], clones(b.Records)...)
		s.letReadersIn()
	}
	left := s.kept(b.Records)
	switch {
	case s.is("erase keeps its arguments"):
		left = b.Records
	case s.is("erase appends"):
		left = append(s.stored[id], left...)
	case s.is("erase leaves nothing"):
		left = nil
	}
	s.stored[id] = left
	s.note(b.Enrolment, b.Records)
	switch {
	case s.is("lists show what was erased"):
	case s.is("erase keeps the summary given"):
		s.keepSummary(b)
		s.sums[id] = b.Summary
	default:
		s.keepSummary(b)
	}
}
