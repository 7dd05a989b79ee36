package storetest_test

import (
	"bytes"
	"strings"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

// kept are records as the store keeps them.
func (s *brokenStore) kept(rs []workflow.Record) []workflow.Record {
	if s.is("arguments are kept") {
		return rs
	}
	out := clones(rs)
	if s.is("arguments are changed") && len(rs) > 0 {
		rs[0].Register = "changed"
	}
	for i := range out {
		switch {
		case s.is("texts of arguments are kept"):
			out[i].Texts = rs[i].Texts
		case s.is("events of arguments are kept"):
			out[i].Events = rs[i].Events
		}
		s.spoil(&out[i])
	}
	return out
}

// spoil keeps a record as the store understands it.
func (s *brokenStore) spoil(r *workflow.Record) {
	switch s.fault {
	case "a field is forgotten":
		r.PolicyDigest = r.FrameworkDigest
	case "the format is that of today":
		r.Format = min(r.Format, workflow.RecordFormat)
	case "unknown kinds are others":
		if r.Kind == "kind-of-later" {
			r.Kind = "other"
		}
	case "nobody is the host":
		if r.Actor == "" {
			r.Actor = "host"
		}
	case "text is of three bytes a character":
		r.Register = strings.ReplaceAll(r.Register, "😀", "�")
	case "text is cut":
		r.Register = r.Register[:min(len(r.Register), 255)]
	case "words are cut":
		for i := range r.Texts {
			r.Texts[i].Words = r.Texts[i].Words[:min(len(r.Texts[i].Words), 1<<14-1)]
		}
	case "records are cut":
		r.Events = r.Events[:min(len(r.Events), 200_000)]
	case "events are cut":
		r.Events = r.Events[:min(len(r.Events), 1<<16-1)]
	case "events are written anew":
		r.Events = bytes.ReplaceAll(r.Events, []byte(", "), []byte(","))
	default:
		s.spoilTimes(r)
	}
}

func (s *brokenStore) spoilTimes(r *workflow.Record) {
	switch s.fault {
	case "times are of milliseconds":
		r.At = r.At.Truncate(time.Millisecond)
	case "times are of nanoseconds since 1970":
		r.At = time.Unix(0, r.At.UnixNano()).UTC()
	}
}

func (s *brokenStore) keepSummary(b workflow.Batch) {
	id, sum := s.key(b.Enrolment), b.Summary
	if !s.is("the summary given is kept") {
		sum = sum.Clone()
	}
	old, ok := s.sums[id]
	if !ok {
		s.ids = append(s.ids, id)
	}
	switch {
	case s.is("arguments lose their summary") && len(b.Summary.Centres) > 0:
		b.Summary.Centres[0] = "changed"
	case s.is("a summary's field is forgotten"):
		sum.SignedOffOn = sum.CompleteBy
	case s.is("summaries know their statuses"):
		if sum.Status == "status-of-later" {
			sum.Status = ""
		}
	case s.is("a summary's times are of nanoseconds since 1970") && !sum.DueAt.IsZero():
		sum.DueAt = time.Unix(0, sum.DueAt.UnixNano()).UTC()
	case s.is("lists show the first summary") && ok:
		sum = old
	}
	s.sums[id] = sum
}
