package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// Tables are what the platform has anyway.
type Tables struct {
	mu    sync.RWMutex
	Sites []Site
	Users []User
	Jobs  []Job
	// revision counts the changes, so that a record can say how the tables were.
	revision int
	clock    func() time.Time
}

// A Site is where people work.
type Site struct{ ID, Kind, TimeZone string }

// A User is somebody with an account.
type User struct {
	ID      string
	Blocked bool
	// Educator is the user whose staff list they are on, if anybody's.
	Educator string
}

// A Job is what somebody is at a site: whoever has one there belongs there.
type Job struct{ User, Site, Title string }

// titles are the platform's words for the roles of the policy. A title that is
// not among them, such as nurse, gives no role.
var titles = map[string]roles.RoleID{
	"head of education": "clinical-centre-manager", "educator": "educator-manager", "assessor": "assessor", "secretary": "administrator",
}

// Facts implements [workflow.Host]: the one method between the platform and
// the library.
func (t *Tables) Facts(ctx context.Context, need workflow.Need) (workflow.Facts, error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	f := workflow.Facts{Now: t.clock(), Actor: need.Actor, Register: fmt.Sprintf("revision %d", t.revision)}
	if need.Nonce {
		_, _ = rand.Read(f.Nonce[:]) // never fails: crypto/rand
	}
	for _, p := range append([]workflow.PersonID{need.Actor}, need.People...) {
		if s := t.standing(p); s != nil && f.Person(p) == nil {
			f.People = append(f.People, s)
		}
	}
	wanted := slices.Clone(need.Centres)
	for _, s := range f.People {
		for i := range s.Memberships {
			if need.OwnCentres {
				wanted = append(wanted, s.Memberships[i].Centre)
			}
		}
	}
	return f, t.centres(&f, wanted)
}

// standing is what the tables say of a person: their jobs, and who is on their
// staff list; nil of somebody they do not know.
func (t *Tables) standing(p workflow.PersonID) *roles.Standing {
	i := slices.IndexFunc(t.Users, func(u User) bool { return u.ID == string(p) })
	if i < 0 {
		return nil
	}
	s := &roles.Standing{Person: p}
	for _, j := range t.Jobs {
		if j.User != string(p) {
			continue
		}
		at := roles.CentreID(j.Site)
		if !slices.ContainsFunc(s.Memberships, func(m roles.Membership) bool { return m.Centre == at }) {
			s.Memberships = append(s.Memberships, roles.Membership{Centre: at, Active: true, Suspended: t.Users[i].Blocked})
		}
		if role := titles[j.Title]; role != "" {
			s.Appointments = append(s.Appointments, roles.Appointment{Role: role, Centre: at})
		}
	}
	for _, u := range t.Users {
		for _, m := range s.Memberships {
			if u.Educator == string(p) {
				s.Staff = append(s.Staff, roles.StaffEntry{Centre: m.Centre, Person: roles.PersonID(u.ID)})
			}
		}
	}
	return s
}

// centres adds the sites wanted; every site offers every framework.
func (t *Tables) centres(f *workflow.Facts, wanted []workflow.CentreID) error {
	for _, site := range t.Sites {
		if id := workflow.CentreID(site.ID); slices.Contains(wanted, id) {
			zone, err := time.LoadLocation(site.TimeZone)
			if err != nil {
				return err
			}
			kind := map[string]roles.CentreKind{"hospital": roles.Trust, "school": roles.University}[site.Kind]
			f.Centres = append(f.Centres, workflow.CentreFacts{Centre: roles.Centre{ID: id, Kind: kind, Zone: zone}, Offers: true})
		}
	}
	return nil
}

// Appointed implements [workflow.Directory], which is optional: with it learners
// are shown whom they can ask.
func (t *Tables) Appointed(_ context.Context, centres []workflow.CentreID) (out []workflow.PersonID, err error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for _, j := range t.Jobs {
		if titles[j.Title] != "" && slices.Contains(centres, workflow.CentreID(j.Site)) {
			out = append(out, workflow.PersonID(j.User))
		}
	}
	return out, nil
}

// hire and end are what the platform's own screens do.
func (t *Tables) hire(j Job) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.Jobs, t.revision = append(t.Jobs, j), t.revision+1
}

func (t *Tables) end(user, title string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.Jobs = slices.DeleteFunc(t.Jobs, func(j Job) bool { return j.User == user && j.Title == title })
	t.revision++
}
