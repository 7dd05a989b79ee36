package roles

import (
	"cmp"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// A CentreState is the register of one centre after some record: who is
// registered, who holds what, who is on whose staff list. It is immutable, and
// copies share what they have in common. The zero CentreState of an id is a
// centre that was not opened.
type CentreState struct {
	id     CentreID
	kind   CentreKind
	zone   string
	people []*entry // in order of their ids; entries are never changed once shared
	seq    RegisterSeq
	at     time.Time
	head   canonical.Digest
	newer  bool
	recent []recentAct // of the last recentActs records, the newest last
	place  *time.Location
}

// An entry is what the register of a centre has of one person.
type entry struct {
	// standing is the person's at this centre alone. Decisions read it as it is.
	standing    Standing
	registered  bool
	approved    bool
	deactivated bool
	suspended   bool
}

// newCentreState is the register of a centre without any record.
func newCentreState(id CentreID) CentreState {
	return CentreState{id: id, head: registerGenesis(id)}
}

// registerGenesis is what a centre's hash chain begins from.
func registerGenesis(id CentreID) canonical.Digest {
	return canonical.Genesis("countersign-register/1", string(id))
}

// ID is the centre's id.
func (s *CentreState) ID() CentreID { return s.id }

// Exists reports whether the centre has any record.
func (s *CentreState) Exists() bool { return s.seq > 0 }

// Centre is the centre itself, with its kind and time zone. The zone is missing
// from states of the past where this system does not know it any more: who held
// what is told without. See [CentreState.ZoneName].
func (s *CentreState) Centre() Centre { return Centre{ID: s.id, Kind: s.kind, Zone: s.place} }

// ZoneName is the name of the centre's time zone, as the host gave it.
func (s *CentreState) ZoneName() string { return s.zone }

// Seq is the last record's; 0 where there is none.
func (s *CentreState) Seq() RegisterSeq { return s.seq }

// At is when the last record was made.
func (s *CentreState) At() time.Time { return s.at }

// Head is the last record's hash, in which the chain of all records ends.
func (s *CentreState) Head() canonical.Digest { return s.head }

// Newer reports whether there are records that this version of the software
// cannot read. The state is what it can read; every act is refused.
func (s *CentreState) Newer() bool { return s.newer }

// A Member is a person registered at a centre.
type Member struct {
	Person PersonID
	// Approved says that the registration was approved, Deactivated that the
	// host deactivated the person since.
	Approved, Deactivated bool
	// Suspended stops the person's appointments until it is lifted.
	Suspended bool
}

// Active reports whether the person is a delegate of the centre.
func (m Member) Active() bool { return m.Approved && !m.Deactivated }

// Members are those registered at the centre, in order of their ids. Of a list
// of delegates that the host keeps itself, nothing is in a CentreState.
func (s *CentreState) Members() []Member {
	var out []Member
	for _, e := range s.people {
		if e.registered {
			out = append(out, Member{e.standing.Person, e.approved, e.deactivated, e.suspended})
		}
	}
	return out
}

// Standings are the standings, at this centre alone, of everybody whom the
// register has anything of, in order of their ids: with their appointments,
// their membership and whom they keep on their staff list.
func (s *CentreState) Standings() []*Standing {
	out := make([]*Standing, len(s.people))
	for i, e := range s.people {
		out[i] = e.standing.clone()
	}
	return out
}

// Standing is that of one person at this centre alone; never nil.
func (s *CentreState) Standing(p PersonID) *Standing { return s.standing(p).clone() }

// standing is Standing, to be read only.
func (s *CentreState) standing(p PersonID) *Standing {
	if e := s.entry(p); e != nil {
		return &e.standing
	}
	return &Standing{Person: p}
}

// entry is what there is of a person, or nil.
func (s *CentreState) entry(p PersonID) *entry {
	if i, ok := s.find(p); ok {
		return s.people[i]
	}
	return nil
}

func (s *CentreState) find(p PersonID) (int, bool) {
	return slices.BinarySearchFunc(s.people, p, func(e *entry, p PersonID) int { return cmp.Compare(e.standing.Person, p) })
}

func (s *Standing) clone() *Standing {
	c := *s
	c.Memberships, c.Staff = slices.Clone(s.Memberships), slices.Clone(s.Staff)
	c.Appointments = slices.Clone(s.Appointments)
	for i := range c.Appointments {
		c.Appointments[i].Categories = slices.Clone(c.Appointments[i].Categories)
	}
	return &c
}
