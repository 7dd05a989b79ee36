package roles

import (
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

const searchPeople = 3

// A spot is what the register of one centre has of one person, in bits: the
// membership, the staff list with a bit for each person, what is held with a
// bit for each posting of the space.
type spot uint32

const (
	spotRegistered spot = 1 << iota
	spotApproved
	spotDeactivated
	spotSuspended
	spotStaff

	heldFrom   = 4 + searchPeople
	spotHeld   = ^spot(1<<heldFrom - 1)
	spotMember = spotRegistered | spotApproved
	spotLists  = spot(1<<searchPeople-1) * spotStaff
)

// A world is the registers of all centres, by centre and person.
type world [2][searchPeople]spot

// A posting is a role with the categories that an appointment to it can have.
type posting struct {
	role   *Role
	limits []proficiency.Category
	bit    spot
}

// A space is what a search goes through: the acts that are tried, and what
// they can lead to.
type space struct {
	p       *Policy
	centres []Centre
	held    []posting
	byHost  spot // the holdings of roles that the host names
	moves   []move
	roots   []world
	// openly says that registrations, staff lists and categories are acted on, too.
	openly bool
	// quiet says that the host does nothing.
	quiet bool
	// twice says that the second of two acts at once is decided anew in every
	// world visited. Where all worlds are visited, it is decided there in any case.
	twice bool
}

var searchLimits = []proficiency.Category{"clinical"}

// closedSpace is one centre: its delegates are there, on everybody's staff
// list, and no appointment is limited.
func closedSpace(p *Policy) *space {
	var root world
	for i := range root[0] {
		root[0][i] = spotMember | spotLists&^(spotStaff<<i)
	}
	return (&space{p: p, twice: true, roots: []world{root}}).fill(1, (*Role).held)
}

// actingSpace is closedSpace without the roles whose holders act on nobody:
// small enough for all of its worlds to be visited in each run of the tests.
func actingSpace(p *Policy) *space {
	s := &space{p: p, roots: closedSpace(p).roots}
	return s.fill(1, func(r *Role) bool {
		return r.held() && (r.keepLast.On || r.appoints.Len()+r.mayTake.Len()+r.revokes.Len()+r.suspends.Len() > 0)
	})
}

// openSpace is two centres of different kinds, on which nothing was done but to
// open them. A second root is in the midst of it.
func openSpace(p *Policy) *space {
	s := (&space{p: p, openly: true, twice: true}).fill(2, (*Role).held)
	s.roots = []world{{}, s.staffed()}
	return s
}

// holderSpace is closedSpace with one person in a role, and no host.
func holderSpace(p *Policy, role RoleID) *space {
	s := (&space{p: p, quiet: true, roots: closedSpace(p).roots}).fill(1, (*Role).held)
	for _, h := range s.held {
		if h.role.id == role {
			s.roots[0][0][0] |= h.bit
		}
	}
	return s
}

func (s *space) fill(centres int, with func(*Role) bool) *space {
	for i, kind := range []CentreKind{Trust, University}[:centres] {
		s.centres = append(s.centres, Centre{ID: CentreID(fmt.Sprint("centre-", i+1)), Kind: kind})
	}
	for r := range s.p.roles.Values() {
		if with(r) {
			s.hold(r, nil)
		}
		if with(r) && r.origin == ByAppointment && s.openly {
			s.hold(r, searchLimits)
		}
	}
	s.fillMoves()
	return s
}

func (s *space) hold(r *Role, limits []proficiency.Category) {
	bit := spot(1) << (heldFrom + len(s.held))
	if bit == 0 {
		panic("more roles than a spot has room for")
	}
	s.held = append(s.held, posting{r, limits, bit})
	if r.origin == ByHost {
		s.byHost |= bit
	}
}

// staffed has at each centre somebody in the first role, somebody else, for a
// category, in the last role that appoints anybody, and a person whom the host
// named and whose registration is to be approved; not the same at both.
func (s *space) staffed() (w world) {
	var first, last spot
	for _, h := range s.held {
		switch {
		case h.role.origin == ByHost:
		case first == 0:
			first = h.bit
		case h.role.appoints.Len() > 0 && h.limits != nil:
			last = h.bit
		}
	}
	for c := range s.centres {
		w[c][c] = spotMember | first
		w[c][c+1] = spotMember | last
		w[c][(c+2)%searchPeople] = spotRegistered | s.byHost
	}
	return w
}

var searchNames = [searchPeople]PersonID{"person-1", "person-2", "person-3"}

// state is the register of a centre in the world, made of events.
func (s *space) state(w *world, c int) CentreState {
	events := []RegisterEvent{{Kind: CentreOpened, CentreKind: s.centres[c].Kind, Zone: "UTC"}}
	for i, x := range w[c] {
		add := func(bit spot, e RegisterEvent) {
			if e.Person == "" {
				e.Person = searchNames[i]
			}
			if x&bit != 0 {
				events = append(events, e)
			}
		}
		add(spotRegistered, RegisterEvent{Kind: PersonRegistered})
		add(spotApproved, RegisterEvent{Kind: PersonApproved})
		add(spotDeactivated, RegisterEvent{Kind: PersonDeactivated})
		add(spotSuspended, RegisterEvent{Kind: PersonSuspended})
		for j := range searchPeople {
			add(spotStaff<<j, RegisterEvent{Kind: StaffKept, Keeper: searchNames[i], Person: searchNames[j]})
		}
		for _, h := range s.held {
			add(h.bit, RegisterEvent{Kind: PersonAppointed, Role: h.role.id, Categories: h.limits})
		}
	}
	return newCentreState(s.centres[c].ID).after(events)
}

// spots reads a register back. What it cannot say is an error, so that nothing is passed over.
func (s *space) spots(state *CentreState) (out [searchPeople]spot, err error) {
	for _, e := range state.people {
		i := slices.Index(searchNames[:], e.standing.Person)
		if i < 0 {
			return out, fmt.Errorf("%s came from nowhere", e.standing.Person)
		}
		x := spot(e.flags()[0] - '0')
		for _, a := range e.standing.Appointments {
			at := slices.IndexFunc(s.held, func(h posting) bool { return h.role.id == a.Role && slices.Equal(h.limits, a.Categories) })
			if at < 0 || x&s.held[at].bit != 0 {
				return out, fmt.Errorf("%s holds %s for %v twice, or nobody can", e.standing.Person, a.Role, a.Categories)
			}
			x |= s.held[at].bit
		}
		for j := range searchPeople {
			if e.standing.hasOnStaffList(state.id, searchNames[j]) {
				x |= spotStaff << j
			}
		}
		out[i] = x
	}
	return out, nil
}
