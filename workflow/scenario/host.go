package scenario

import (
	"context"
	"crypto/sha256"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A host is the world that the lines of a scenario make. Only one line at a
// time changes it, and none while commands are under way.
type host struct {
	workflow.FixedHost
	now        time.Time
	withheld   map[offer]bool
	confirmers map[offer][]workflow.ConfirmerOverride
	awards     map[workflow.PersonID][]workflow.Attainment
}

// An offer is a framework at a centre; an empty framework is all of them.
type offer struct {
	centre    workflow.CentreID
	framework proficiency.FrameworkID
}

func newHost() *host {
	h := &host{
		withheld: map[offer]bool{}, confirmers: map[offer][]workflow.ConfirmerOverride{},
		awards: map[workflow.PersonID][]workflow.Attainment{},
	}
	h.SetClock(func() time.Time { return h.now })
	h.SetOffers(func(c workflow.CentreID, fw proficiency.FrameworkID) bool {
		return !h.withheld[offer{c, fw}]
	})
	return h
}

// A chanceless is a host whose unguessable numbers can be guessed: they are
// made of a seed, so that a scenario always comes to the same.
type chanceless struct {
	*host
	seed string
}

// Facts implements [workflow.Host].
func (h chanceless) Facts(ctx context.Context, need workflow.Need) (workflow.Facts, error) {
	wanted := need.Nonce
	need.Nonce = false
	f, err := h.host.Facts(ctx, need)
	if wanted {
		f.Nonce = sha256.Sum256([]byte("countersign scenario " + h.seed))
	}
	return f, err
}

// offers sets whether a centre offers one framework, or all that there are.
func (h *host) offers(l *Offer, all []proficiency.FrameworkID) {
	if l.Framework != "" {
		all = []proficiency.FrameworkID{l.Framework}
	}
	for _, fw := range all {
		h.withheld[offer{l.Centre, fw}] = l.Stops
	}
}

// confirms sets the rule of a centre for items, or takes it away.
func (h *host) confirms(l *Confirmers) {
	at := offer{l.Centre, l.Framework}
	items := l.Items
	if len(items) == 0 {
		items = []proficiency.ItemID{""}
	}
	rules := slices.DeleteFunc(slices.Clone(h.confirmers[at]), func(o workflow.ConfirmerOverride) bool {
		return slices.Contains(items, o.Item)
	})
	if len(l.By) > 0 {
		for _, item := range items {
			rules = append(rules, workflow.ConfirmerOverride{Item: item, By: l.By})
		}
	}
	h.confirmers[at] = rules
	h.SetConfirmers(l.Centre, l.Framework, rules...)
}

// actor adds somebody, or something to what they are.
func (h *host) actor(l *Actor) {
	for _, c := range l.Centres {
		h.appoint(l.Person, c, l.Categories, l.Roles...)
	}
}

// appoint makes somebody a delegate, too, if they are none.
func (h *host) appoint(who workflow.PersonID, c workflow.CentreID, categories []proficiency.Category, held ...proficiency.RoleID) {
	s := h.Standing(who)
	if !slices.ContainsFunc(s.Memberships, func(m roles.Membership) bool { return m.Centre == c }) {
		s.Memberships = append(s.Memberships, roles.Membership{Centre: c, Active: true})
	}
	for _, r := range held {
		s.Appointments = append(s.Appointments, roles.Appointment{Role: r, Centre: c, Categories: categories})
	}
	h.SetPerson(s)
}

// change does what a line says; it reports whether that made any difference.
func (h *host) change(l *Change) bool {
	if l.Kind == Appoint {
		h.appoint(l.Person, l.Centre, l.Categories, l.Role)
		return true
	}
	s := h.Standing(l.Person)
	changed := false
	if l.Kind == Revoke {
		before := len(s.Appointments)
		s.Appointments = slices.DeleteFunc(s.Appointments, func(a roles.Appointment) bool {
			return a.Centre == l.Centre && (l.Role == "" || a.Role == l.Role)
		})
		changed = len(s.Appointments) < before
	}
	for i := range s.Memberships {
		if m := &s.Memberships[i]; m.Centre == l.Centre {
			was := *m
			switch l.Kind {
			case Suspend, Reinstate:
				m.Suspended = l.Kind == Suspend
			case Deactivate, Activate:
				m.Active = l.Kind == Activate
			}
			changed = changed || *m != was
		}
	}
	h.SetPerson(s)
	return changed
}

func (h *host) staff(l *Staff) {
	s := h.Standing(l.Educator)
	for _, p := range l.People {
		entry := roles.StaffEntry{Centre: l.Centre, Person: p}
		s.Staff = slices.DeleteFunc(s.Staff, func(e roles.StaffEntry) bool { return e == entry })
		if !l.Off {
			s.Staff = append(s.Staff, entry)
		}
	}
	h.SetPerson(s)
}
