package roles

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// RoleID names a role of a policy. Content names roles with the same type.
type RoleID = proficiency.RoleID

// PersonID is the opaque id by which the host knows a person. It is compared
// byte by byte and says nothing about the person.
type PersonID string

// CentreID is the id by which the host knows a centre: an organisation that delivers frameworks.
type CentreID string

// CentreKind is the kind of a centre, for policies that tell kinds apart.
type CentreKind string

const (
	// Trust is a health-care provider.
	Trust CentreKind = "trust"
	// University is a place of study that shares learners with trusts.
	University CentreKind = "university"
	// OtherKind is any other centre.
	OtherKind CentreKind = "other"
)

// A Centre is what a decision needs to know of a centre.
type Centre struct {
	ID   CentreID
	Kind CentreKind
	// Zone is the centre's time zone, in which its calendar dates are; nil means UTC.
	Zone *time.Location
}

// Location is the centre's time zone, never nil.
func (c Centre) Location() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// An Appointment is a role held by a person at a centre.
type Appointment struct {
	Role   RoleID
	Centre CentreID
	// Categories limits the appointment to frameworks of these categories; none means all.
	Categories []proficiency.Category
}

// A Membership says that a person is registered at a centre.
type Membership struct {
	Centre CentreID
	// Active means registered, approved and not deactivated: a delegate of the centre.
	Active bool
	// Suspended stops the person's appointments at the centre until it is lifted.
	Suspended bool
}

// A Standing is what is known of one person at one instant. It is the input
// of every decision; who fills it, a register or the host's own tables, does
// not matter here. Decisions never change it.
type Standing struct {
	Person PersonID
	// Appointments are those that were made and not revoked, whether in force or not.
	Appointments []Appointment
	// Memberships are the centres that the person is registered at.
	Memberships []Membership
	// Staff are the persons on this person's own staff lists.
	Staff []StaffEntry
}

// A StaffEntry says that Person is on the staff list that an educator keeps at Centre.
type StaffEntry struct {
	Centre CentreID
	Person PersonID
}

// DelegateOf reports whether the person is an active delegate of the centre and not suspended there.
func (s *Standing) DelegateOf(c CentreID) bool {
	if s == nil {
		return false
	}
	for i := range s.Memberships {
		if m := &s.Memberships[i]; m.Centre == c {
			return m.Active && !m.Suspended
		}
	}
	return false
}

// Scope is where an act takes effect: at any of some centres, on frameworks of
// one category. An appointment counts in it if it is at one of the centres and
// its categories, if it has any, include the category.
type Scope struct {
	Centres  []CentreID
	Category proficiency.Category
}

// Held is a role that somebody held at a centre: what a decision rests on.
type Held struct {
	Role   RoleID
	Centre CentreID
}

// IsZero reports whether h is no role.
func (h Held) IsZero() bool { return h == Held{} }
