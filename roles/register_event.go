package roles

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/proficiency"
)

// A RegisterEvent is one thing that an act did to the register of a centre.
// Kind says which of the other fields mean something; the rest are zero.
type RegisterEvent struct {
	Kind RegisterEventKind
	// Person is whom it is about.
	Person PersonID
	// Role and Categories are those of the appointment concerned.
	Role       RoleID
	Categories []proficiency.Category
	// Attested says that the person's competence was attested, Learner that they
	// were a learner then, and Training which framework was asked for and found
	// submitted, of an appointment.
	Attested bool
	Learner  bool
	Training proficiency.FrameworkID
	// Keeper is whose staff list it is.
	Keeper PersonID
	// CentreKind and Zone are those of the centre from then on.
	CentreKind CentreKind
	Zone       string
	// Raw is the whole event as it was stored, where this version does not know it.
	Raw []byte
}

// A RegisterEventKind names a kind of event, such as "appointed".
type RegisterEventKind string

// The kinds of event, with the fields that they use.
const (
	// CentreOpened and CentreChanged: CentreKind, Zone.
	CentreOpened  RegisterEventKind = "centre-opened"
	CentreChanged RegisterEventKind = "centre-changed"
	// PersonRegistered, PersonApproved, PersonDeactivated, PersonReactivated: Person.
	PersonRegistered  RegisterEventKind = "registered"
	PersonApproved    RegisterEventKind = "approved"
	PersonDeactivated RegisterEventKind = "deactivated"
	PersonReactivated RegisterEventKind = "reactivated"
	// PersonAppointed: Person, Role, Categories, Attested, Learner, Training.
	PersonAppointed RegisterEventKind = "appointed"
	// AppointmentRevoked and AppointmentResigned: Person, Role, Categories.
	AppointmentRevoked  RegisterEventKind = "revoked"
	AppointmentResigned RegisterEventKind = "resigned"
	// PersonSuspended and SuspensionLifted: Person.
	PersonSuspended  RegisterEventKind = "suspended"
	SuspensionLifted RegisterEventKind = "suspension-lifted"
	// StaffKept and StaffDropped: Keeper, Person.
	StaffKept    RegisterEventKind = "staff-kept"
	StaffDropped RegisterEventKind = "staff-dropped"
	// HolderNamed: Person, Role. HolderUnnamed: Person, Role, Categories.
	HolderNamed   RegisterEventKind = "holder-named"
	HolderUnnamed RegisterEventKind = "holder-unnamed"
	// RoleUnfilled: Role. With what stands before it in the record, a role
	// whose last holder the policy keeps lost its last holder in force.
	RoleUnfilled RegisterEventKind = "role-unfilled"
)

// eventUse says which fields an event of a kind has: some are always there,
// others may be.
type eventUse struct{ person, role, categories, appointed, keeper, centre bool }

var eventUses = map[RegisterEventKind]eventUse{
	CentreOpened:        {centre: true},
	CentreChanged:       {centre: true},
	PersonRegistered:    {person: true},
	PersonApproved:      {person: true},
	PersonDeactivated:   {person: true},
	PersonReactivated:   {person: true},
	PersonAppointed:     {person: true, role: true, categories: true, appointed: true},
	AppointmentRevoked:  {person: true, role: true, categories: true},
	AppointmentResigned: {person: true, role: true, categories: true},
	PersonSuspended:     {person: true},
	SuspensionLifted:    {person: true},
	StaffKept:           {person: true, keeper: true},
	StaffDropped:        {person: true, keeper: true},
	HolderNamed:         {person: true, role: true},
	HolderUnnamed:       {person: true, role: true, categories: true},
	RoleUnfilled:        {role: true},
}

// complete reports whether the event has what its kind always has, and
// nothing that its kind never has.
func (e *RegisterEvent) complete() bool {
	u, known := eventUses[e.Kind]
	return known && (e.Person != "") == u.person && (e.Role != "") == u.role && (e.Keeper != "") == u.keeper &&
		(e.CentreKind != "") == u.centre && (e.Zone != "") == u.centre && (u.categories || len(e.Categories) == 0) &&
		(u.appointed || !e.Attested && !e.Learner && e.Training == "")
}

func (e *RegisterEvent) appendJSON(dst []byte) []byte {
	if e.Raw != nil {
		return append(dst, e.Raw...)
	}
	o := openObject(dst)
	o.bool("attested", e.Attested)
	o.strs("categories", len(e.Categories), func(i int) string { return string(e.Categories[i]) })
	o.str("centre-kind", string(e.CentreKind))
	o.str("event", string(e.Kind))
	o.str("keeper", string(e.Keeper))
	o.bool("learner", e.Learner)
	o.str("person", string(e.Person))
	o.str("role", string(e.Role))
	o.str("training", string(e.Training))
	o.str("zone", e.Zone)
	return o.close()
}

// appendEvents writes what stands in [RegisterRecord.Events].
func appendEvents(dst []byte, events []RegisterEvent) []byte {
	dst = append(dst, '[')
	for i := range events {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = events[i].appendJSON(dst)
	}
	return append(dst, ']')
}

// maxEvents is the greatest size of a record's events that is read, in bytes:
// far more than an act writes.
const maxEvents = 256 << 10

// Decode reads the record's events. One of a kind or form that this version
// does not know has its bytes in Raw. The error says where the bytes are not
// what a record holds.
func (r *RegisterRecord) Decode() ([]RegisterEvent, error) {
	if len(r.Events) > maxEvents {
		return nil, fmt.Errorf("record %d: its events take %d bytes: at most %d are read", r.Seq, len(r.Events), maxEvents)
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(r.Events, &raw); err != nil || raw == nil {
		return nil, fmt.Errorf("record %d: %w", r.Seq, errors.Join(errors.New("its events are not a JSON array"), err))
	}
	events := make([]RegisterEvent, len(raw))
	for i, one := range raw {
		events[i] = decodeEvent(one)
	}
	return events, nil
}

// decodeEvent reads one event. What this version would not write is kept as it
// is: a newer version may know more members of a kind that we know.
func decodeEvent(raw json.RawMessage) RegisterEvent {
	var e struct {
		Attested   bool                    `json:"attested"`
		Categories []proficiency.Category  `json:"categories"`
		CentreKind CentreKind              `json:"centre-kind"`
		Event      RegisterEventKind       `json:"event"`
		Keeper     PersonID                `json:"keeper"`
		Learner    bool                    `json:"learner"`
		Person     PersonID                `json:"person"`
		Role       RoleID                  `json:"role"`
		Training   proficiency.FrameworkID `json:"training"`
		Zone       string                  `json:"zone"`
	}
	err := json.Unmarshal(raw, &e)
	known := RegisterEvent{
		Kind: e.Event, Person: e.Person, Role: e.Role, Categories: e.Categories, Attested: e.Attested, Learner: e.Learner,
		Training: e.Training, Keeper: e.Keeper, CentreKind: e.CentreKind, Zone: e.Zone,
	}
	if err != nil || !known.complete() || !bytes.Equal(known.appendJSON(nil), raw) {
		return RegisterEvent{Kind: e.Event, Raw: bytes.Clone(raw)}
	}
	return known
}
