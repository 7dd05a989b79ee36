package scenario

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A Scenario is a scenario's file, read or made by a program. Positions are
// for messages: two scenarios that differ in them alone say the same.
type Scenario struct {
	// Title is one line of any text.
	Title string
	// Frameworks are those that the scenario is about; there is at least one.
	Frameworks []Framework
	// Migrations lead to those of Frameworks that the scenario brings, and
	// Lifecycles are theirs: a version without one is published since ever.
	Migrations []Migration
	Lifecycles []Lifecycle
	// Policy are the rules of roles; the zero value means those of [Options.Policy].
	Policy Policy
	// Start is when the clock stands at first, in UTC.
	Start time.Time
	// Zone is the IANA name of the time zone that the file's times are in.
	Zone string
	// Lines are what follows, in order.
	Lines []Line
}

// A Framework is one that the scenario is about: from the catalogue, from a
// file beside the scenario, or written in the scenario.
type Framework struct {
	Position source.Position
	// Ref names it. A zero version means, of the catalogue, the newest one open
	// for enrolment, and otherwise the one that the content says.
	Ref proficiency.Ref
	// File is the name of a file, seen from the scenario's folder.
	File string
	// Text is the content itself.
	Text string
}

// A Migration leads to a version that the scenario brings, from an older one:
// from a file or written in the scenario. See [proficiency.ParseMigration].
type Migration struct {
	Position source.Position
	From     proficiency.Ref
	To       proficiency.Version
	File     string
	Text     string
}

// A Lifecycle is that of a version that the scenario brings: from a file or
// written in the scenario. See [proficiency.ParseLifecycle].
type Lifecycle struct {
	Position source.Position
	Of       proficiency.Ref
	File     string
	Text     string
}

// A Policy is one that the scenario brings: from a file or written in it.
type Policy struct {
	Position source.Position
	File     string
	Text     string
}

func (p Policy) given() bool { return p.File != "" || p.Text != "" }

// A Line is one line of a scenario: a [Clock], a change of the world ([Centre],
// [Offer], [Confirmers], [Actor], [Change], [Staff], [Award], [Erase]), a [Turn] to another
// installation, a [Look], a [Step] or an [Expect], each as a pointer. The sum is sealed.
type Line interface {
	// At is where the line begins; the zero Position where a program made it.
	At() source.Position
	write(w *writer)
}

// A Clock line moves the clock.
type Clock struct {
	Position source.Position
	// To is the time that it is from now on, in UTC.
	To time.Time
}

// A Centre line adds a centre, which offers everything.
type Centre struct {
	Position source.Position
	ID       workflow.CentreID
	Kind     roles.CentreKind
	// Zone is the IANA name of the centre's time zone; empty is UTC.
	Zone string
}

// An Offer line says that a centre offers a framework, or all of them, or does not.
type Offer struct {
	Position source.Position
	Centre   workflow.CentreID
	// Framework is empty for all of them.
	Framework proficiency.FrameworkID
	// Stops says that the centre does not offer it from now on.
	Stops bool
}

// A Confirmers line names the roles that may confirm items at a centre, in
// place of those that the content names.
type Confirmers struct {
	Position  source.Position
	Centre    workflow.CentreID
	Framework proficiency.FrameworkID
	// Items are those concerned; none means every item without a rule of its own.
	Items []proficiency.ItemID
	// By are the roles; none means that the content is to be asked again.
	By []proficiency.RoleID
}

// An Actor line adds a person, who is an active delegate of the centres and
// holds the roles at each of them, beside what they had. A person without
// centres is somebody of whom the host knows nothing.
type Actor struct {
	Position source.Position
	Person   workflow.PersonID
	Roles    []proficiency.RoleID
	Centres  []workflow.CentreID
	// Categories limits the roles; none means all.
	Categories []proficiency.Category
}

// A ChangeKind is what a [Change] does.
type ChangeKind string

// The changes of a person's standing at a centre.
const (
	Appoint    ChangeKind = "appoint"
	Revoke     ChangeKind = "revoke"
	Suspend    ChangeKind = "suspend"
	Reinstate  ChangeKind = "reinstate"
	Deactivate ChangeKind = "deactivate"
	Activate   ChangeKind = "activate"
)

// A Change line changes what a person is at a centre, whoever may do that.
type Change struct {
	Position source.Position
	Kind     ChangeKind
	Person   workflow.PersonID
	// Role is for Appoint and Revoke; empty revokes every role.
	Role   proficiency.RoleID
	Centre workflow.CentreID
	// Categories limits what Appoint gives; none means all.
	Categories []proficiency.Category
}

// A Staff line puts people on the staff list that an educator keeps at a
// centre, or takes them off.
type Staff struct {
	Position source.Position
	Educator workflow.PersonID
	Centre   workflow.CentreID
	People   []workflow.PersonID
	Off      bool
}

// At is where the line begins.
func (l *Clock) At() source.Position { return l.Position }

// At is where the line begins.
func (l *Centre) At() source.Position { return l.Position }

// At is where the line begins.
func (l *Offer) At() source.Position { return l.Position }

// At is where the line begins.
func (l *Confirmers) At() source.Position { return l.Position }

// At is where the line begins.
func (l *Actor) At() source.Position { return l.Position }

// At is where the line begins.
func (l *Change) At() source.Position { return l.Position }

// At is where the line begins.
func (l *Staff) At() source.Position { return l.Position }
