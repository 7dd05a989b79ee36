package storetest_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/countersign-go/countersign/workflow"
)

// feedFaults are those of stores that feed.
var feedFaults = map[fault]string{
	"feeds give one of a batch": "feed/all feed/race feed/begun",
	"feeds run backwards": "feed/all feed/order feed/fields feed/cursors feed/ascii feed/later feed/race feed/ends feed/erased feed/erasing feed/begun " +
		"feed/redacted feed/strange feed/results feed/using feed/cancelled feed/leaving",
	"feeds sort numbers as text":             "feed/order feed/later feed/race feed/erased feed/begun",
	"feeds are in order of enrolments":       "feed/later feed/race? feed/erased feed/begun feed/using",
	"feeds number what has not been stored":  "feed/race",
	"feeds go by the number of an enrolment": "feed/later feed/race? feed/erased feed/begun",
	"feeds forget a field":                   "feed/fields feed/results",
	"feeds know the last cursor alone":       "feed/cursors feed/later feed/race feed/erased feed/erasing? feed/strange feed/cancelled",
	"cursors skip one":                       "feed/cursors feed/later feed/race? feed/erased feed/erasing? feed/begun feed/redacted feed/strange feed/using",
	"cursors are not moved on":               "feed/cursors feed/race feed/ends feed/erasing",
	"cursors are of any byte":                "feed/ascii",
	"cursors grow":                           "feed/ascii",
	"feeds never end": "feed/all feed/order feed/fields feed/cursors feed/ascii feed/later feed/race feed/ends feed/erased feed/erasing feed/begun " +
		"feed/redacted feed/strange feed/results feed/using feed/cancelled feed/leaving",
	"feeds give what was erased":              "feed/erased",
	"feeds do not give what is left":          "feed/erased feed/erasing feed/begun",
	"cursors count what is there":             "feed/erased feed/erasing?",
	"cursors die with their records":          "feed/erased feed/erasing?",
	"feeds end at what was erased":            "feed/erased feed/erasing?",
	"feeds give what is put back by its last": "feed/all feed/race feed/begun",
	"feeds keep words":                        "feed/erased feed/redacted",
	"feeds begin again from a strange cursor": "feed/strange",
	"feeds end at a strange cursor":           "feed/strange",
	"feeds call a strange cursor a fault":     "feed/strange",
	"feeds panic at a strange cursor":         "feed/strange",
	"feeds trim cursors":                      "feed/strange",
	"feeds are shared":                        "feed/results",
	"feeds hold the store up":                 "feed/race? feed/erasing? feed/using",
	"feeds ignore ctx":                        "feed/cancelled",
	"feeds that end ignore ctx":               "feed/cancelled",
	"feeds fall silent for those who leave":   "feed/leaving",
	"feeds go on after an error":              "feed/leaving",
}

// A stood is where a record stands, or stood.
type stood struct {
	id     workflow.EnrolmentID
	record workflow.Record
	// number is what whoever wrote it was given on coming in.
	number int
}

// note adds records to the log of what is fed.
func (s *brokenStore) note(id workflow.EnrolmentID, rs []workflow.Record) {
	switch {
	case s.is("feeds give one of a batch"), s.is("feeds give what is put back by its last") && rs[0].Seq > 1:
		rs = rs[len(rs)-1:]
	case s.is("feeds do not give what is left") && rs[0].Kind == workflow.KindErase:
		return
	}
	for _, r := range rs {
		s.log = append(s.log, stood{id, r.Clone(), s.number})
	}
}

// comeIn gives whoever writes a number. What is noted next has that number. Where that
// is a fault, every other is overtaken, by one whom somebody then reads.
func (s *brokenStore) comeIn() (noting func()) {
	s.came++
	number := s.came
	if s.is("feeds number what has not been stored") && number%2 == 1 {
		was := len(s.log)
		s.letIn(func() bool { return len(s.log) > was })
		s.letIn(func() bool { return s.given > was })
	}
	return func() { s.number = number }
}

func (s *brokenStore) Feed(ctx context.Context, after workflow.Cursor) iter.Seq2[workflow.Fed, error] {
	return func(yield func(workflow.Fed, error) bool) {
		n, err := s.place(after)
		if err != nil {
			yield(workflow.Fed{}, err)
			return
		}
		for i := 0; ; i++ {
			gone := ctx.Err()
			if gone != nil && s.is("feeds fall silent for those who leave") && i > 0 {
				return
			}
			fed, next := s.next(n)
			if gone != nil && !s.is("feeds ignore ctx") && (next > 0 || !s.is("feeds that end ignore ctx")) {
				if !yield(workflow.Fed{}, gone) || !s.is("feeds go on after an error") {
					return
				}
			}
			if next == 0 || !yield(fed, nil) {
				return
			}
			n = next
		}
	}
}

// place is the number of records of the log before a cursor.
func (s *brokenStore) place(c workflow.Cursor) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := strings.TrimRightFunc(string(c), func(r rune) bool { return r == '~' || r == utf8.RuneError })
	if s.is("feeds trim cursors") {
		text = strings.TrimSpace(text)
	}
	n, err := strconv.Atoi(text)
	switch {
	case c == "":
		return 0, nil
	case err == nil && n > 0 && n <= len(s.log) && text == strconv.Itoa(n):
	case s.is("feeds begin again from a strange cursor"):
		return 0, nil
	case s.is("feeds end at a strange cursor"):
		return len(s.log), nil
	case s.is("feeds call a strange cursor a fault"):
		return 0, errors.New("invalid input syntax")
	case s.is("feeds panic at a strange cursor"):
		panic("index out of range")
	default:
		return 0, fmt.Errorf("%w: %.20q", workflow.ErrCursor, c)
	}
	switch at := s.log[n-1]; {
	case s.is("feeds know the last cursor alone") && n < s.given, s.is("cursors die with their records") && s.at(at) == nil:
		return 0, workflow.ErrCursor
	case s.is("cursors skip one"):
		return min(n+1, len(s.log)), nil
	case s.is("cursors are not moved on"):
		return n - 1, nil
	}
	return n, nil
}

// ordered is the log as the store understands it.
func (s *brokenStore) ordered() []stood {
	if _, ok := feedFaults[s.fault]; !ok {
		return s.log
	}
	log := slices.Clone(s.log)
	switch s.fault {
	case "feeds run backwards":
		slices.Reverse(log)
	case "feeds sort numbers as text":
		slices.SortStableFunc(log, func(a, b stood) int { return cmp.Compare(fmt.Sprint(a.record.Seq), fmt.Sprint(b.record.Seq)) })
	case "feeds are in order of enrolments":
		slices.SortStableFunc(log, func(a, b stood) int { return cmp.Compare(a.id, b.id) })
	case "feeds go by the number of an enrolment":
		slices.SortStableFunc(log, func(a, b stood) int { return cmp.Compare(a.record.Seq, b.record.Seq) })
	case "feeds number what has not been stored":
		slices.SortStableFunc(log, func(a, b stood) int { return cmp.Compare(a.number, b.number) })
	case "cursors count what is there":
		log = slices.DeleteFunc(log, func(at stood) bool { return s.at(at) == nil })
	}
	return log
}

// at is a record as it is stored now; nil where it was erased.
func (s *brokenStore) at(at stood) *workflow.Record {
	all := s.stored[s.key(at.id)]
	if i := slices.IndexFunc(all, func(r workflow.Record) bool { return r.Seq == at.record.Seq }); i >= 0 {
		return &all[i]
	}
	return nil
}

// next is the first record at or behind the n-th place, and the number of places up to it.
func (s *brokenStore) next(n int) (workflow.Fed, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	log := s.ordered()
	if s.is("feeds never end") && n == len(log) && n > 0 {
		n--
	}
	for n < len(log) {
		at := log[n]
		n++
		r := s.at(at)
		switch {
		case s.is("feeds give what was erased") && r == nil, s.is("feeds keep words"):
			r = &at.record
		case s.is("feeds end at what was erased") && r == nil:
			return workflow.Fed{}, 0
		case r == nil:
			continue
		}
		s.given = max(s.given, n)
		return s.fed(at.id, r, n), n
	}
	return workflow.Fed{}, 0
}

func (s *brokenStore) fed(id workflow.EnrolmentID, r *workflow.Record, n int) workflow.Fed {
	fed := workflow.Fed{Enrolment: id, Record: *r, Cursor: workflow.Cursor(strconv.Itoa(n))}
	if !s.is("feeds are shared") {
		fed.Record = r.Clone()
	}
	switch s.fault {
	case "feeds forget a field":
		fed.Record.PolicyDigest = fed.Record.FrameworkDigest
	case "cursors are of any byte":
		fed.Cursor += "\xff"
	case "cursors grow":
		fed.Cursor += workflow.Cursor(strings.Repeat("~", 40*n))
	}
	return fed
}

// A heldStore can do nothing else while somebody looks at a feed.
type heldStore struct {
	*brokenStore
	feeding atomic.Int32
}

func (s *heldStore) Append(ctx context.Context, b workflow.Batch) error {
	if s.feeding.Load() > 0 {
		return errBusy
	}
	return s.brokenStore.Append(ctx, b)
}

func (s *heldStore) Feed(ctx context.Context, after workflow.Cursor) iter.Seq2[workflow.Fed, error] {
	return func(yield func(workflow.Fed, error) bool) {
		s.feeding.Add(1)
		defer s.feeding.Add(-1)
		s.brokenStore.Feed(ctx, after)(yield)
	}
}
