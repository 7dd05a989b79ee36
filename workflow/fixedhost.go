package workflow

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// A FixedHost is a Host whose people, centres and clock are set by hand: for
// tests and examples. The zero value knows nobody and uses the system's clock.
// It is safe for concurrent use.
type FixedHost struct {
	mu         sync.RWMutex
	people     map[PersonID]*roles.Standing
	centres    map[CentreID]roles.Centre
	offers     func(CentreID, proficiency.FrameworkID) bool
	confirmers map[ruled][]ConfirmerOverride
	attained   map[PersonID][]Attainment
	now        func() time.Time
	nonce      func() [32]byte
}

// ruled is a centre with rules of its own for a framework.
type ruled struct {
	centre    CentreID
	framework proficiency.FrameworkID
}

// SetClock makes now the clock; nil is the system's.
func (h *FixedHost) SetClock(now func() time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = now
}

// SetNonce makes nonce the source of unguessable numbers; nil is crypto/rand.
// With a predictable one serials can be guessed: only for tests. Like a clock,
// it is called by many at once.
func (h *FixedHost) SetNonce(nonce func() [32]byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.nonce = nonce
}

// SetOffers says which centre offers which framework; nil is all of them.
func (h *FixedHost) SetOffers(offers func(CentreID, proficiency.FrameworkID) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.offers = offers
}

// SetConfirmers says who confirms items of a framework at one centre, in place
// of what its content says; see [ConfirmerOverride]. It replaces what was set
// before, and none takes it away. The overrides are copied.
func (h *FixedHost) SetConfirmers(c CentreID, framework proficiency.FrameworkID, overrides ...ConfirmerOverride) {
	own := slices.Clone(overrides)
	for i := range own {
		own[i].By = slices.Clone(own[i].By)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.confirmers == nil {
		h.confirmers = make(map[ruled][]ConfirmerOverride)
	}
	h.confirmers[ruled{c, framework}] = own
}

// SetAttainments says what a person is signed off on elsewhere, beside what is
// in the engine's own store. It replaces what was set before. The list is copied.
func (h *FixedHost) SetAttainments(p PersonID, held ...Attainment) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.attained == nil {
		h.attained = make(map[PersonID][]Attainment)
	}
	h.attained[p] = slices.Clone(held)
}

// AddCentre adds or replaces a centre.
func (h *FixedHost) AddCentre(c roles.Centre) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.centres == nil {
		h.centres = make(map[CentreID]roles.Centre)
	}
	h.centres[c.ID] = c
}

// SetPerson adds or replaces a person's standing, which is copied.
func (h *FixedHost) SetPerson(s roles.Standing) {
	h.change(s.Person, func(was *roles.Standing) { *was = copied(s) })
}

// change replaces a person's standing by a changed copy: decisions may still read the old one.
func (h *FixedHost) change(p PersonID, change func(*roles.Standing)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.people == nil {
		h.people = make(map[PersonID]*roles.Standing)
	}
	s := h.known(p)
	change(&s)
	h.people[p] = &s
}

// known is a copy of what is known of a person.
func (h *FixedHost) known(p PersonID) roles.Standing {
	if s := h.people[p]; s != nil {
		return copied(*s)
	}
	return roles.Standing{Person: p}
}

func copied(s roles.Standing) roles.Standing {
	s.Appointments = slices.Clone(s.Appointments)
	for i := range s.Appointments {
		s.Appointments[i].Categories = slices.Clone(s.Appointments[i].Categories)
	}
	s.Memberships, s.Staff = slices.Clone(s.Memberships), slices.Clone(s.Staff)
	return s
}

// Delegate makes a person an active delegate of a centre, whatever they were
// there before, holding these roles there beside what they held.
func (h *FixedHost) Delegate(p PersonID, c CentreID, held ...roles.RoleID) {
	h.change(p, func(s *roles.Standing) {
		s.Memberships = slices.DeleteFunc(s.Memberships, func(m roles.Membership) bool { return m.Centre == c })
		s.Memberships = append(s.Memberships, roles.Membership{Centre: c, Active: true})
		for _, r := range held {
			s.Appointments = append(s.Appointments, roles.Appointment{Role: r, Centre: c})
		}
	})
}

// Staff puts a person on the staff list that an educator keeps at a centre.
func (h *FixedHost) Staff(educator PersonID, c CentreID, p PersonID) {
	h.change(educator, func(s *roles.Standing) { s.Staff = append(s.Staff, roles.StaffEntry{Centre: c, Person: p}) })
}

// Standing is a copy of the person's standing as it was set.
func (h *FixedHost) Standing(p PersonID) roles.Standing {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.known(p)
}

// Facts implements [Host].
func (h *FixedHost) Facts(ctx context.Context, need Need) (Facts, error) {
	if err := ctx.Err(); err != nil {
		return Facts{}, err
	}
	h.mu.RLock()
	defer h.mu.RUnlock()
	f := Facts{Now: h.clock(), Actor: need.Actor, Register: "fixed"}
	f.People = make([]*roles.Standing, 0, 1+len(need.People))
	f.Centres = make([]CentreFacts, 0, len(need.Centres))
	h.person(&f, need.Actor, need, false)
	for _, p := range need.People {
		h.person(&f, p, need, need.OwnCentres)
	}
	for _, c := range need.Centres {
		h.centre(&f, c, need.Framework)
	}
	for _, a := range h.attained[need.Learner] {
		if slices.Contains(need.Attained, a.Framework.ID) {
			f.Attainments = append(f.Attainments, a)
		}
	}
	if need.Nonce {
		f.Nonce = h.draw()
	}
	return f, nil
}

// Appointed implements [Directory].
func (h *FixedHost) Appointed(ctx context.Context, centres []CentreID) ([]PersonID, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	h.mu.RLock()
	defer h.mu.RUnlock()
	var out []PersonID
	for p, s := range h.people {
		if slices.ContainsFunc(s.Appointments, func(a roles.Appointment) bool { return slices.Contains(centres, a.Centre) }) {
			out = append(out, p)
		}
	}
	return out, nil
}

func (h *FixedHost) person(f *Facts, p PersonID, need Need, centres bool) {
	s := h.people[p]
	if s == nil {
		return
	}
	if f.Person(p) == nil {
		f.People = append(f.People, s)
	}
	for i := range s.Memberships {
		if centres {
			h.centre(f, s.Memberships[i].Centre, need.Framework)
		}
	}
}

func (h *FixedHost) centre(f *Facts, id CentreID, framework proficiency.FrameworkID) {
	if c, ok := h.centres[id]; ok && f.Centre(id) == nil {
		f.Centres = append(f.Centres, CentreFacts{
			Centre: c, Offers: h.offers == nil || h.offers(id, framework), Confirmers: h.confirmers[ruled{id, framework}],
		})
	}
}

func (h *FixedHost) clock() time.Time {
	if h.now == nil {
		return time.Now()
	}
	return h.now()
}

func (h *FixedHost) draw() (b [32]byte) {
	if h.nonce != nil {
		return h.nonce()
	}
	_, _ = rand.Read(b[:]) // never fails: crypto/rand
	return b
}
