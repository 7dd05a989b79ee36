package storetest_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

// A brokenStore is a store of its own that can be broken in one way.
type brokenStore struct {
	fault  fault
	mu     sync.Mutex
	stored map[workflow.EnrolmentID][]workflow.Record
	sums   map[workflow.EnrolmentID]workflow.Summary
	ids    []workflow.EnrolmentID // in order of writing
	seen   map[place][]workflow.Record
	loads  int
	writes int                  // those that have begun
	busy   workflow.EnrolmentID // the enrolment to which somebody writes
	log    []stood              // what is fed
	given  int                  // up to which place it was
	came   int                  // those who came to write
	number int                  // that of who writes
	group  error                // what all are told who come meanwhile
}

// A place is where somebody reads on.
type place struct {
	id    workflow.EnrolmentID
	after workflow.Seq
}

func newBrokenStore(f fault) workflow.Store {
	s := &brokenStore{
		fault: f, stored: map[workflow.EnrolmentID][]workflow.Record{}, sums: map[workflow.EnrolmentID]workflow.Summary{},
		seen: map[place][]workflow.Record{},
	}
	if _, ok := snapshotFaults[f]; ok {
		return &snapshotStore{s, map[workflow.EnrolmentID]keptSnapshot{}}
	}
	switch f {
	case "does neither list nor erase":
		return struct{ workflow.Store }{s}
	case "does not list":
		return struct {
			workflow.Store
			workflow.Eraser
			workflow.Feeder
		}{s, s, s}
	case "does not feed":
		return struct {
			workflow.Store
			workflow.Lister
			workflow.Eraser
		}{s, s, s}
	case "feeds hold the store up":
		return &heldStore{brokenStore: s}
	case "does one thing at a time":
		return &busyStore{brokenStore: s}
	case "does not erase":
		return struct {
			workflow.Store
			workflow.Lister
			workflow.Feeder
		}{s, s, s}
	}
	return s
}

func (s *brokenStore) is(f fault) bool { return s.fault == f }

// letIn lets others in, until enough have come or nobody seems to want to.
func (s *brokenStore) letIn(enough func() bool) {
	for range 300 {
		s.mu.Unlock()
		runtime.Gosched()
		s.mu.Lock()
		if enough() {
			return
		}
	}
}

// letOneIn lets others in until somebody has come.
func (s *brokenStore) letOneIn() {
	was := s.loads + s.writes
	s.letIn(func() bool { return s.loads+s.writes > was })
}

// letReadersIn lets others in until several have read.
func (s *brokenStore) letReadersIn() {
	was := s.loads
	s.letIn(func() bool { return s.loads > was+4 })
}

func (s *brokenStore) key(id workflow.EnrolmentID) workflow.EnrolmentID {
	switch {
	case s.is("ids are folded"):
		return workflow.EnrolmentID(strings.ToLower(string(id)))
	case s.is("ids are trimmed"):
		return workflow.EnrolmentID(strings.Trim(string(id), " "))
	case s.is("ids are cut"):
		return id[:min(len(id), 255)]
	case s.is("ids are paths"):
		return workflow.EnrolmentID(strings.ReplaceAll(string(id), "%2F", "/"))
	case s.is("enrolments are mixed") && id == "e-2":
		return "e-1"
	}
	return id
}

func (s *brokenStore) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	if err := ctx.Err(); err != nil && !s.is("load ignores ctx") {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loads++
	all := s.stored[s.key(id)]
	switch {
	case all == nil && s.is("load fails for the unknown"):
		return nil, errors.New("unknown")
	case s.is("loads are joined"):
		all = s.joined(id)
	case s.is("loads are cached"):
		return s.cached(id, after), nil
	case s.is("loads lag now and then") && s.loads%7 == 0 && len(all) > 0:
		all = all[:len(all)-1]
	}
	return s.handed(s.behind(all, after)), nil
}

// joined gives whoever comes while somebody reads what that one has seen.
func (s *brokenStore) joined(id workflow.EnrolmentID) []workflow.Record {
	if seen, ok := s.seen[place{id, 0}]; ok {
		return seen
	}
	seen := s.stored[id]
	s.seen[place{id, 0}] = seen
	// A write is over when the next begins, and among many loads after that one
	// has begun after it.
	writes, loads := s.writes+2, 0
	s.letIn(func() bool {
		if s.writes < writes {
			loads = s.loads
		}
		return s.loads >= loads+8
	})
	delete(s.seen, place{id, 0})
	return seen
}

// cached gives what was there when somebody first asked.
func (s *brokenStore) cached(id workflow.EnrolmentID, after workflow.Seq) []workflow.Record {
	at := place{id, after}
	if _, ok := s.seen[at]; !ok {
		s.seen[at] = clones(s.behind(s.stored[id], after))
	}
	return clones(s.seen[at])
}

// behind are the records with a greater Seq than after.
func (s *brokenStore) behind(all []workflow.Record, after workflow.Seq) []workflow.Record {
	n := workflow.Seq(len(all))
	switch {
	case n == 0:
		return nil
	case s.is("load counts places"):
		return all[min(after, n):]
	case s.is("load after what was erased gives nothing") && after > 0 && after < all[0].Seq-1:
		return nil
	case s.is("load ignores after"):
		after = 0
	case s.is("load skips one") && after == 2:
		after = 3
	case s.is("load includes after") && after > 0:
		after--
	case s.is("after is signed") && after > 1<<63-1:
		after = 0
	case s.is("load is cut") && n > 1000:
		all = all[:1000]
	}
	i := slices.IndexFunc(all, func(r workflow.Record) bool { return r.Seq > after })
	if i < 0 {
		return nil
	}
	return all[i:]
}

// handed are records as the store hands them out.
func (s *brokenStore) handed(rs []workflow.Record) []workflow.Record {
	if s.is("results are shared") {
		return rs
	}
	out := clones(rs)
	for i := range out {
		switch {
		case s.is("texts of results are shared"), s.is("results lose their second texts"):
			out[i].Texts = rs[i].Texts
		case s.is("events of results are shared"):
			out[i].Events = rs[i].Events
		case s.is("times are local"):
			out[i].At = out[i].At.In(time.FixedZone("", 0))
		}
	}
	if s.is("numbers are sorted as text") {
		slices.SortFunc(out, func(a, b workflow.Record) int { return strings.Compare(fmt.Sprint(a.Seq), fmt.Sprint(b.Seq)) })
	}
	return out
}

func (s *brokenStore) Append(ctx context.Context, b workflow.Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes++
	if err := ctx.Err(); err != nil && !s.is("append ignores ctx") {
		switch {
		case s.is("append stores for those who have gone") && s.fits(&b) == nil:
			s.store(b)
		case s.is("texts go for those who have gone"):
			s.eraseTexts(b)
		case s.is("those who have gone are stored with others") && s.othersCome() && s.fits(&b) == nil:
			s.store(b)
		}
		return errors.Join(workflow.ErrNotStored, err)
	}
	if s.group != nil {
		return s.group
	}
	if s.is("busy is a conflict") {
		if s.busy != "" && s.busy != b.Enrolment {
			return workflow.ErrConflict
		}
		s.busy = b.Enrolment
		s.letOneIn()
		defer func() { s.busy = "" }()
	}
	noting := s.comeIn()
	if err := s.fits(&b); err != nil {
		if s.is("texts go though the race is lost") && errors.Is(err, workflow.ErrConflict) || s.is("texts go with a batch that is none") {
			s.eraseTexts(b)
		}
		if s.is("a conflict fails its neighbours") {
			s.shared(err)
		}
		return err
	}
	if ctx.Done() != nil && s.is("those who leave take others along") {
		s.shared(context.Canceled)
		return context.Canceled
	}
	if s.is("check and store come apart") {
		s.letOneIn()
	}
	noting()
	s.store(b)
	return s.toldAs(ctx, b)
}

// shared tells others who come in what somebody is told.
func (s *brokenStore) shared(err error) {
	s.group = err
	s.letOneIn()
	s.group = nil
}

// othersCome reports whether others write at the same time.
func (s *brokenStore) othersCome() bool {
	was := s.writes
	s.letIn(func() bool { return s.writes > was })
	return s.writes > was
}

// toldAs is what the store says of what it has done.
func (s *brokenStore) toldAs(ctx context.Context, b workflow.Batch) error {
	id := s.key(b.Enrolment)
	switch left := ctx.Done() != nil; {
	case s.is("what is stored is denied to those who leave") && left:
		<-ctx.Done()
		return errors.Join(workflow.ErrNotStored, ctx.Err())
	case s.is("half is stored of those who leave") && left:
		<-ctx.Done()
		s.stored[id] = s.stored[id][:len(s.stored[id])-len(b.Records)/2]
		return ctx.Err()
	case s.is("those who leave are told that it worked") && left:
		<-ctx.Done()
		s.stored[id] = s.stored[id][:len(s.stored[id])-len(b.Records)]
	}
	return nil
}

// fits says why a batch does not fit.
func (s *brokenStore) fits(b *workflow.Batch) error {
	last := s.last(b.Enrolment)
	stale, ahead := b.After < last && !s.is("append takes what is stale"), b.After > last && !s.is("append takes what is ahead")
	switch {
	case (stale || ahead) && s.is("conflicts have no name"):
		return errors.New("conflict")
	case stale && s.is("append takes what is new of a batch") && b.After+workflow.Seq(len(b.Records)) > last:
		b.Records = b.Records[last-b.After:]
		s.store(*b)
		return workflow.ErrConflict
	case stale && s.is("a conflict overwrites"):
		all := s.stored[s.key(b.Enrolment)]
		copy(all[min(b.After, workflow.Seq(len(all))):], clones(b.Records))
		return workflow.ErrConflict
	case stale && s.is("a conflict changes the summary"):
		s.sums[s.key(b.Enrolment)] = b.Summary.Clone()
		return workflow.ErrConflict
	case stale || ahead || s.is("conflicts are made up") && len(b.Records) == 2 && last > 9:
		return workflow.ErrConflict
	case len(b.Records) == 0 && !s.is("nothing is taken for a batch"), s.is("unknown texts are refused") && !s.knows(*b):
		return workflow.ErrNotStored
	}
	return s.follow(b)
}

// follow says which record does not follow the one before.
func (s *brokenStore) follow(b *workflow.Batch) error {
	for i, r := range b.Records {
		if r.Seq == b.After+workflow.Seq(i)+1 || s.is("gaps are taken") {
			continue
		}
		if s.is("a batch is stored up to its fault") {
			b.Records = b.Records[:i]
			s.store(*b)
		}
		return fmt.Errorf("%w: record %d", workflow.ErrNotStored, r.Seq)
	}
	return nil
}

func (s *brokenStore) store(b workflow.Batch) {
	id, rs := s.key(b.Enrolment), s.kept(b.Records)
	if s.is("only the first of a batch") {
		rs = rs[:1]
	}
	if s.is("records come one by one") && len(rs) > 1 {
		s.stored[id] = append(s.stored[id], rs[0])
		s.letReadersIn()
		rs = rs[1:]
	}
	s.stored[id] = append(s.stored[id], rs...)
	s.note(b.Enrolment, b.Records)
	s.keepSummary(b)
	if s.is("texts go later") && len(b.Erase) > 0 {
		s.letReadersIn()
	}
	s.eraseTexts(b)
}

func clones(rs []workflow.Record) []workflow.Record {
	out := slices.Clone(rs)
	for i := range out {
		out[i] = out[i].Clone()
	}
	return out
}
