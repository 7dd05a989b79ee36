package scenario

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A book keeps, beside the engine and its host, who is what and holds what,
// and what each enrolment has come to. It is kept by the lines of a walk and by
// the stored records, and asks no decision of package roles.
type book struct {
	policy  *roles.Policy
	plans   map[*proficiency.Framework]*plan
	centres map[workflow.CentreID]*bookCentre
	people  map[workflow.PersonID]*bookPerson
	tales   map[workflow.EnrolmentID]*tale
	ends    map[dayIn]time.Time
	home    *time.Location // the zone of the lines
	catalog *proficiency.Catalog
	known   map[proficiency.FrameworkID][]*proficiency.Framework
	// past are the tales as they were behind each record that is left, of which
	// others take over, and origin gives the book of another installation, or nil.
	past   map[workflow.EnrolmentID][]*tale
	origin func(name string) *book
	// staffLists says that the policy asks for staff lists, as the default one
	// does; of another one it is not known.
	staffLists bool
}

type bookCentre struct {
	kind     roles.CentreKind
	zone     *time.Location
	withheld map[proficiency.FrameworkID]bool
	// confirmers are the centre's own rules; those under the empty item are for all without one.
	confirmers map[proficiency.FrameworkID]map[proficiency.ItemID][]proficiency.RoleID
}

type bookPerson struct {
	member map[workflow.CentreID]*bookMember
	held   []roles.Appointment
	staff  []roles.StaffEntry
	awards []*Award
}

type bookMember struct{ active, suspended bool }

func newBook(policy *roles.Policy) *book {
	return &book{
		policy: policy, plans: map[*proficiency.Framework]*plan{}, centres: map[workflow.CentreID]*bookCentre{},
		people: map[workflow.PersonID]*bookPerson{}, tales: map[workflow.EnrolmentID]*tale{}, ends: map[dayIn]time.Time{},
		past: map[workflow.EnrolmentID][]*tale{}, home: time.UTC,
		staffLists: slices.Contains(asDefault(), policy.Digest()),
	}
}

// keep keeps what an enrolment has come to.
func (b *book) keep(id workflow.EnrolmentID, t *tale) {
	b.tales[id] = t
	if t.erased {
		b.past[id] = nil
	}
	b.past[id] = append(b.past[id], t)
}

func (b *book) plan(fw *proficiency.Framework) *plan {
	if b.plans[fw] == nil {
		b.plans[fw] = planOf(fw)
	}
	return b.plans[fw]
}

func (b *book) person(p workflow.PersonID) *bookPerson {
	if b.people[p] == nil {
		b.people[p] = &bookPerson{member: map[workflow.CentreID]*bookMember{}}
	}
	return b.people[p]
}

// line keeps what a line does to the world.
func (b *book) line(l Line, frameworks []proficiency.FrameworkID) {
	switch l := l.(type) {
	case *Centre:
		zone, err := time.LoadLocation(l.Zone)
		if err != nil {
			zone = time.UTC
		}
		b.centres[l.ID] = &bookCentre{
			kind: l.Kind, zone: zone, withheld: map[proficiency.FrameworkID]bool{},
			confirmers: map[proficiency.FrameworkID]map[proficiency.ItemID][]proficiency.RoleID{},
		}
	case *Offer:
		for _, fw := range frameworks {
			if c := b.centres[l.Centre]; c != nil && (l.Framework == "" || l.Framework == fw) {
				c.withheld[fw] = l.Stops
			}
		}
	case *Confirmers:
		b.confirms(l)
	case *Actor:
		for _, c := range l.Centres {
			b.person(l.Person).appoint(c, l.Categories, l.Roles...)
		}
	case *Change:
		b.person(l.Person).change(l)
	case *Staff:
		b.person(l.Educator).lists(l)
	case *Award:
		b.person(l.Person).awarded(l)
	}
}

func (p *bookPerson) lists(l *Staff) {
	for _, who := range l.People {
		entry := roles.StaffEntry{Centre: l.Centre, Person: who}
		p.staff = slices.DeleteFunc(p.staff, same(entry))
		if !l.Off {
			p.staff = append(p.staff, entry)
		}
	}
}

// awarded keeps what somebody holds from elsewhere: one version of a framework at a time.
func (p *bookPerson) awarded(l *Award) {
	p.awards = slices.DeleteFunc(slices.Clone(p.awards), func(a *Award) bool { return a.Framework.ID == l.Framework.ID })
	if !l.Annuls {
		p.awards = append(p.awards, l)
	}
}

func (b *book) confirms(l *Confirmers) {
	c := b.centres[l.Centre]
	if c == nil {
		return
	}
	if c.confirmers[l.Framework] == nil {
		c.confirmers[l.Framework] = map[proficiency.ItemID][]proficiency.RoleID{}
	}
	items := l.Items
	if len(items) == 0 {
		items = []proficiency.ItemID{""}
	}
	for _, it := range items {
		if c.confirmers[l.Framework][it] = l.By; len(l.By) == 0 {
			delete(c.confirmers[l.Framework], it)
		}
	}
}

func (p *bookPerson) appoint(c workflow.CentreID, in []proficiency.Category, held ...proficiency.RoleID) {
	if p.member[c] == nil {
		p.member[c] = &bookMember{active: true}
	}
	for _, r := range held {
		p.held = append(p.held, roles.Appointment{Role: r, Centre: c, Categories: in})
	}
}

func (p *bookPerson) change(l *Change) {
	m := p.member[l.Centre]
	switch l.Kind {
	case Appoint:
		p.appoint(l.Centre, l.Categories, l.Role)
		return
	case Revoke:
		p.held = slices.DeleteFunc(p.held, func(a roles.Appointment) bool {
			return a.Centre == l.Centre && (l.Role == "" || a.Role == l.Role)
		})
		return
	}
	if m == nil {
		return
	}
	switch l.Kind {
	case Suspend, Reinstate:
		m.suspended = l.Kind == Suspend
	case Deactivate, Activate:
		m.active = l.Kind == Activate
	}
}

// delegate reports whether somebody is an active delegate of a centre, and not suspended.
func (b *book) delegate(who workflow.PersonID, c workflow.CentreID) bool {
	p := b.people[who]
	if p == nil {
		return false
	}
	m := p.member[c]
	return m != nil && m.active && !m.suspended
}

// holds reports whether somebody holds a role that fits, in force at one
// centre and for a category.
func (b *book) holds(who workflow.PersonID, c workflow.CentreID, in proficiency.Category, fits func(*roles.Role) bool) bool {
	p := b.people[who]
	if p == nil {
		return false
	}
	for _, a := range p.held {
		if a.Centre != c || len(a.Categories) > 0 && !slices.Contains(a.Categories, in) {
			continue
		}
		if role := b.policy.Role(a.Role); role != nil && fits(role) && b.inForce(who, c, role) {
			return true
		}
	}
	return false
}

func (b *book) inForce(who workflow.PersonID, c workflow.CentreID, role *roles.Role) bool {
	m := b.people[who].member[c]
	switch role.Origin() {
	case roles.ByEnrolment:
		return false
	case roles.ByHost:
		return m == nil || !m.suspended
	}
	return m != nil && m.active && !m.suspended
}

func anyRole(*roles.Role) bool { return true }

func with(c roles.Capability) func(*roles.Role) bool {
	return func(r *roles.Role) bool { return r.Has(c) }
}

func oneOf(list []proficiency.RoleID) func(*roles.Role) bool {
	return func(r *roles.Role) bool { return slices.Contains(list, r.ID()) }
}
