package roles

import (
	"cmp"
	"slices"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// recentActs is how many of a centre's last records are known by request id,
// so that a request sent again is answered and not done twice.
const recentActs = 256

type recentAct struct {
	request string
	act     canonical.Digest
	seq     RegisterSeq
}

// replay is the state after all of the records, which must follow s. It is
// total: a stored record is a fact, whatever today's rules say, and uses
// nothing but the records. One that cannot be read, or holds an event that
// this version does not know, makes the state newer.
func (s CentreState) replay(records []RegisterRecord) CentreState {
	s.people = slices.Clone(s.people)
	for i := range records {
		r := &records[i]
		events, err := r.Decode()
		if err != nil || r.Format != RegisterFormat {
			s.newer = true
		}
		for j := range events {
			s.event(&events[j])
		}
		s.seq, s.at, s.head = r.Seq, r.At, r.Hash
	}
	s.recent = slices.Clip(s.recent)
	for i := max(0, len(records)-recentActs); i < len(records); i++ {
		s.recent = append(s.recent, recentAct{records[i].Request, records[i].Act, records[i].Seq})
	}
	if n := len(s.recent); n > recentActs {
		s.recent = slices.Clone(s.recent[n-recentActs:])
	}
	return s
}

// after is the state once the events have happened, without the record of it:
// what a search through many states moves by.
func (s CentreState) after(events []RegisterEvent) CentreState {
	s.people = slices.Clone(s.people)
	for i := range events {
		s.event(&events[i])
	}
	return s
}

// event takes one event over. The list of people belongs to s alone.
func (s *CentreState) event(e *RegisterEvent) {
	switch {
	case e.Raw != nil:
		s.newer = true
	case e.CentreKind != "":
		s.kind, s.zone = e.CentreKind, e.Zone
	case e.Keeper != "":
		s.change(e.Keeper, func(x *entry) { x.staff(StaffEntry{s.id, e.Person}, e.Kind == StaffKept) })
	case e.Person != "":
		s.change(e.Person, func(x *entry) { x.event(e, s.id) })
	}
}

// change writes a copy of a person's entry, and forgets one that has nothing left.
func (s *CentreState) change(p PersonID, do func(*entry)) {
	i, found := s.find(p)
	x := &entry{standing: Standing{Person: p}}
	if found {
		*x = *s.people[i]
	}
	do(x)
	x.settle(s.id)
	switch {
	case x.blank() && found:
		s.people = slices.Delete(s.people, i, i+1)
	case found:
		s.people[i] = x
	case !x.blank():
		s.people = slices.Insert(s.people, i, x)
	}
}

func (x *entry) event(e *RegisterEvent, centre CentreID) {
	a := Appointment{Role: e.Role, Centre: centre, Categories: e.Categories}
	switch e.Kind {
	case PersonRegistered:
		x.registered = true
	case PersonApproved:
		x.registered, x.approved = true, true
	case PersonDeactivated:
		x.deactivated = true
	case PersonReactivated:
		x.deactivated = false
	case PersonSuspended:
		x.suspended = true
	case SuspensionLifted:
		x.suspended = false
	case PersonAppointed, HolderNamed:
		x.standing.Appointments = append(slices.Clip(x.standing.Appointments), a)
	case AppointmentRevoked, AppointmentResigned, HolderUnnamed:
		x.standing.Appointments = slices.DeleteFunc(slices.Clone(x.standing.Appointments), a.same)
	}
}

// staff keeps the list in order, each person once.
func (x *entry) staff(s StaffEntry, keep bool) {
	list := slices.DeleteFunc(slices.Clone(x.standing.Staff), func(o StaffEntry) bool { return o == s })
	if keep {
		list = append(list, s)
		slices.SortFunc(list, func(a, b StaffEntry) int { return cmp.Compare(a.Person, b.Person) })
	}
	x.standing.Staff = list
}

// settle brings the membership in line with what is known of the person. Who
// is suspended has one in any case: it is what stops a role.
func (x *entry) settle(centre CentreID) {
	x.standing.Memberships = nil
	if x.registered || x.suspended {
		x.standing.Memberships = []Membership{{
			Centre: centre, Active: x.registered && x.approved && !x.deactivated, Suspended: x.suspended,
		}}
	}
}

func (x *entry) blank() bool {
	return !x.registered && !x.deactivated && !x.suspended && len(x.standing.Appointments) == 0 && len(x.standing.Staff) == 0
}
