package roles

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// A draft is a policy as it was written, before anybody knows whether it means
// anything: the rules are checked on it. Texts are empty where they are missing
// or could not be read, which was then reported.
type draft struct {
	id        source.Text
	version   proficiency.Version
	title     source.Text
	roles     []*draftRole
	byID      map[string]*draftRole // the first of each id
	enrolment draftEnrolment
	reminders draftReminders
	position  source.Position

	autoUpgrade AutoUpgrade
}

type draftRole struct {
	id           source.Text
	title        source.Text
	rank         int
	rankAt       source.Position
	admin        bool
	adminAt      source.Position
	origin       Origin
	capabilities words
	appoints     []draftRule
	mayTake      words
	revokes      words
	suspends     words
	resign       Switch
	keepLast     Switch
	training     source.Text
	position     source.Position
}

// words are a list of names and where it stands.
type words struct {
	all      []source.Text
	position source.Position
}

type draftRule struct {
	roles      words
	capability source.Text // "appoint" at the rule's position where it is not written
	rule       AppointRule // what needs no names
}

type draftEnrolment struct {
	kinds     []draftKind
	staffList Switch
	position  source.Position
}

type draftKind struct {
	kind     source.Text
	unless   words
	position source.Position
}

type draftReminders struct {
	confirmation, signOff int // hours
	position              source.Position
}

func (w words) has(name string) bool {
	for _, t := range w.all {
		if t.Value == name {
			return true
		}
	}
	return false
}

// role is the first role with that id, or nil.
func (d *draft) role(id string) *draftRole { return d.byID[id] }

func (d *draft) roleNames() []string {
	names := make([]string, 0, len(d.roles))
	for _, r := range d.roles {
		names = append(names, r.id.Value)
	}
	return names
}
