package storetest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/countersign-go/countersign/roles"
)

// A brokenStore is a store of its own that can be broken in one way.
type brokenStore struct {
	fault  fault
	mu     sync.Mutex
	stored map[roles.CentreID][]roles.RegisterRecord
	order  []roles.CentreID // of writing
	found  map[roles.PersonID][]roles.CentreID
	seen   map[place][]roles.RegisterRecord
	loads  int
	writes int            // those that have begun
	busy   roles.CentreID // the centre to which somebody writes
}

// A place is where somebody reads on.
type place struct {
	centre roles.CentreID
	after  roles.RegisterSeq
}

func newBrokenStore(f fault) roles.RegisterStore {
	s := &brokenStore{
		fault: f, stored: map[roles.CentreID][]roles.RegisterRecord{},
		found: map[roles.PersonID][]roles.CentreID{}, seen: map[place][]roles.RegisterRecord{},
	}
	if f == "does not find" {
		return struct{ roles.RegisterStore }{s}
	}
	return s
}

func (s *brokenStore) is(f fault) bool { return s.fault == f }

// letIn lets others in, until enough have come or nobody seems to want to.
func (s *brokenStore) letIn(enough func() bool) {
	for range 2000 {
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

func (s *brokenStore) key(id roles.CentreID) roles.CentreID {
	switch {
	case s.is("centres are folded"):
		return roles.CentreID(strings.ToLower(string(id)))
	case s.is("centres are trimmed"):
		return roles.CentreID(strings.Trim(string(id), " "))
	case s.is("centres are cut"):
		return id[:min(len(id), 255)]
	case s.is("centres are paths"):
		return roles.CentreID(strings.ReplaceAll(string(id), "%2F", "/"))
	case s.is("a centre is taken for another") && id == "trust-2":
		return "trust-1"
	}
	return id
}

func (s *brokenStore) Load(ctx context.Context, centre roles.CentreID, after roles.RegisterSeq) ([]roles.RegisterRecord, error) {
	if err := ctx.Err(); err != nil && !s.is("load ignores ctx") {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loads++
	all := s.stored[s.key(centre)]
	switch {
	case all == nil && s.is("load fails for the unknown"):
		return nil, errors.New("unknown")
	case s.is("loads are joined"):
		all = s.joined(centre)
	case s.is("loads are cached"):
		return s.cached(centre, after), nil
	}
	return s.handed(s.behind(all, after)), nil
}

// joined gives whoever comes while somebody reads what that one has seen.
func (s *brokenStore) joined(centre roles.CentreID) []roles.RegisterRecord {
	if seen, ok := s.seen[place{centre, 0}]; ok {
		return seen
	}
	seen := s.stored[centre]
	s.seen[place{centre, 0}] = seen
	// A write is over when the next begins, and among many loads after that one
	// has begun after it.
	writes, loads := s.writes+2, 0
	s.letIn(func() bool {
		if s.writes < writes {
			loads = s.loads
		}
		return s.loads >= loads+8
	})
	delete(s.seen, place{centre, 0})
	return seen
}

// cached gives what was there when somebody first asked.
func (s *brokenStore) cached(centre roles.CentreID, after roles.RegisterSeq) []roles.RegisterRecord {
	at := place{centre, after}
	if _, ok := s.seen[at]; !ok {
		s.seen[at] = clones(s.behind(s.stored[centre], after))
	}
	return clones(s.seen[at])
}

// behind are the records with a greater Seq than after.
func (s *brokenStore) behind(all []roles.RegisterRecord, after roles.RegisterSeq) []roles.RegisterRecord {
	n := roles.RegisterSeq(len(all))
	switch {
	case s.is("load ignores after"):
		after = 0
	case s.is("load includes after") && after > 0:
		after--
	case s.is("after is signed") && after > 1<<63-1:
		after = 0
	case s.is("load is cut") && n > 1000:
		all, n = all[:1000], 1000
	}
	return all[min(after, n):]
}

// handed are records as the store hands them out.
func (s *brokenStore) handed(rs []roles.RegisterRecord) []roles.RegisterRecord {
	if s.is("results are shared") {
		return rs
	}
	out := clones(rs)
	for i := range out {
		switch {
		case s.is("people of results are shared"):
			out[i].People = rs[i].People
		case s.is("events of results are shared"):
			out[i].Events = rs[i].Events
		case s.is("times are local"):
			out[i].At = out[i].At.In(time.FixedZone("", 0))
		}
	}
	if s.is("numbers are sorted as text") {
		slices.SortFunc(out, func(a, b roles.RegisterRecord) int { return strings.Compare(fmt.Sprint(a.Seq), fmt.Sprint(b.Seq)) })
	}
	return out
}

func (s *brokenStore) Append(ctx context.Context, b roles.RegisterBatch) error {
	if err := ctx.Err(); err != nil && !s.is("append ignores ctx") {
		if s.is("append stores for those who have gone") {
			_ = s.Append(context.Background(), b)
		}
		return errors.Join(roles.ErrNotStored, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes++
	if s.is("busy is a conflict") {
		if s.busy != "" && s.busy != b.Centre {
			return roles.ErrConflict
		}
		s.busy = b.Centre
		s.letOneIn()
		defer func() { s.busy = "" }()
	}
	if err := s.fits(&b); err != nil {
		return err
	}
	if s.is("check and store come apart") {
		s.letOneIn()
	}
	s.store(b)
	return nil
}

// fits says why a batch does not fit.
func (s *brokenStore) fits(b *roles.RegisterBatch) error {
	last := roles.RegisterSeq(len(s.stored[s.key(b.Centre)]))
	stale, ahead := b.After < last && !s.is("append takes what is stale"), b.After > last && !s.is("append takes what is ahead")
	switch {
	case (stale || ahead) && s.is("conflicts have no name"):
		return errors.New("conflict")
	case stale && s.is("append takes what is new of a batch") && b.After+roles.RegisterSeq(len(b.Records)) > last:
		b.Records = b.Records[last-b.After:]
		s.store(*b)
		return roles.ErrConflict
	case stale && s.is("a conflict overwrites"):
		copy(s.stored[s.key(b.Centre)][b.After:], clones(b.Records))
		return roles.ErrConflict
	case stale || ahead:
		return roles.ErrConflict
	case len(b.Records) == 0 && !s.is("nothing is taken for a batch"):
		return roles.ErrNotStored
	}
	return s.follow(b)
}

// follow says which record does not follow the one before.
func (s *brokenStore) follow(b *roles.RegisterBatch) error {
	for i, r := range b.Records {
		if r.Seq == b.After+roles.RegisterSeq(i)+1 || s.is("gaps are taken") {
			continue
		}
		if s.is("a batch is stored up to its fault") {
			b.Records = b.Records[:i]
			s.store(*b)
		}
		return fmt.Errorf("%w: record %d", roles.ErrNotStored, r.Seq)
	}
	return nil
}

func (s *brokenStore) store(b roles.RegisterBatch) {
	id, rs := s.key(b.Centre), s.kept(b.Records)
	if _, ok := s.stored[id]; !ok {
		s.order = append(s.order, id)
		s.stored[id] = nil
	}
	if s.is("only the first of a batch") {
		rs = rs[:1]
	}
	if s.is("records come one by one") && len(rs) > 1 {
		s.stored[id] = append(s.stored[id], rs[0])
		s.letOneIn()
		rs = rs[1:]
	}
	s.stored[id] = append(s.stored[id], rs...)
}

// kept are records as the store keeps them.
func (s *brokenStore) kept(rs []roles.RegisterRecord) []roles.RegisterRecord {
	if s.is("arguments are kept") {
		return rs
	}
	out := clones(rs)
	if s.is("arguments are changed") && len(rs) > 0 {
		rs[0].As = "changed"
	}
	for i := range out {
		switch {
		case s.is("people of arguments are kept"):
			out[i].People = rs[i].People
		case s.is("events of arguments are kept"):
			out[i].Events = rs[i].Events
		}
		s.spoil(&out[i])
	}
	return out
}

// spoil keeps a record as the store understands it.
func (s *brokenStore) spoil(r *roles.RegisterRecord) {
	switch s.fault {
	case "a field is forgotten":
		r.Policy = r.Act
	case "the format is that of today":
		r.Format = min(r.Format, roles.RegisterFormat)
	case "unknown kinds are others":
		if r.Kind == "kind-of-later" {
			r.Kind = "other"
		}
	case "nobody is the host":
		if r.Actor == "" {
			r.Actor = "host"
		}
	case "text is of three bytes a character":
		r.Request = strings.ReplaceAll(r.Request, "😀", "�")
	case "text is cut":
		r.Request = r.Request[:min(len(r.Request), 255)]
	case "people are joined":
		r.People = split(r.People)
	case "events are cut":
		r.Events = r.Events[:min(len(r.Events), 1<<16-1)]
	case "events are written anew":
		r.Events = bytes.ReplaceAll(r.Events, []byte(", "), []byte(","))
	case "times are of milliseconds":
		r.At = r.At.Truncate(time.Millisecond)
	case "times are of nanoseconds since 1970":
		r.At = time.Unix(0, r.At.UnixNano()).UTC()
	}
}

// split takes a list of people for a text with commas.
func split(people []roles.PersonID) (out []roles.PersonID) {
	for _, p := range people {
		for part := range strings.SplitSeq(string(p), ",") {
			out = append(out, roles.PersonID(part))
		}
	}
	return out
}

func clones(rs []roles.RegisterRecord) []roles.RegisterRecord {
	out := slices.Clone(rs)
	for i := range out {
		out[i] = out[i].Clone()
	}
	return out
}
