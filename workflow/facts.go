package workflow

import (
	"context"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// A Host tells the engine what only the host knows. It must be safe for
// concurrent use and honour ctx.
type Host interface {
	// Facts answers need. It must give the standing of every person and every
	// centre named in need that it knows, leave out those it does not know,
	// and fill Nonce if need asks for one; it may give attainments. What it gives
	// is only read. An error fails the command and stores nothing.
	Facts(ctx context.Context, need Need) (Facts, error)
}

// A Need says which facts a command rests on.
type Need struct {
	// Actor is who gives the command; the standing is wanted.
	Actor PersonID
	// People are others whose standing is wanted; there may be repetitions.
	People []PersonID
	// Centres are the centres wanted. The standings are wanted at these at least;
	// where there is none, and no zone, everywhere.
	Centres []CentreID
	// Framework is what the centres are asked about: whether they offer it.
	Framework proficiency.FrameworkID
	// OwnCentres asks for the centres that the people are registered at, too, and
	// for the standings everywhere.
	OwnCentres bool
	// Zone is the IANA name of a time zone wanted, for trials, which have no
	// centre. The engine looks it up, not the host.
	Zone string
	// Learner is whose attainments are wanted, and Attained the frameworks of
	// which; empty where none are.
	Learner  PersonID
	Attained []proficiency.FrameworkID
	// Nonce says whether the command needs an unguessable number.
	Nonce bool
}

// Facts are what a decision rests on beside content and state.
type Facts struct {
	// Now is the instant of the command.
	Now time.Time
	// Actor is who gives the command. The engine fills it.
	Actor PersonID
	// People are the standings known, the actor's among them.
	People []*roles.Standing
	// Centres are the centres known.
	Centres []CentreFacts
	// Attainments are the sign-offs of Need.Learner on the frameworks in
	// Need.Attained, those of trials apart. The engine adds those in its own store:
	// a host gives what it knows beside them, such as from another system, and
	// none where there is nothing. What has lapsed may be among them.
	Attainments []Attainment
	// Nonce is 32 bytes that nobody can guess and that are used once: serials
	// and salts derive from it. It is not stored.
	Nonce [32]byte
	// Register is the position of the register of appointments, or any text by
	// which the host can find out later how the roles stood; at most MaxIDLength bytes.
	Register string

	// Policy are the rules of roles. The engine fills it.
	Policy *roles.Policy
	// Lifecycle is that of the framework to enrol on, for Enrol and EnrolTrial of
	// what does not exist, and otherwise of the version that the enrolment is
	// pinned to, which can be finished for ever where it is nil. The engine fills it.
	Lifecycle *proficiency.Lifecycle
	// Target is the version to go on with, for Upgrade, and for a revival on a
	// version that can be finished no more. The engine fills it.
	Target *Target
	// Source says how results on the version of a transfer come to the version that
	// the enrolment is pinned to, for AcceptTransfer where these are not the same.
	// The engine fills it.
	Source *Source
	// Zone is the time zone of a trial; nil where there is no such zone. The engine fills it.
	Zone *time.Location
	// Record is the stored record that Redact names, or nil, and RecordCentres
	// the enrolment's centres when it was written. The engine fills them.
	Record        *Record
	RecordCentres []CentreID
	// CanErase says whether the store can remove texts. The engine fills it.
	CanErase bool
}

// A Target is a version of its framework for an enrolment to go on with.
type Target struct {
	// Framework is nil where there is none; then Missing says why.
	Framework *proficiency.Framework
	Lifecycle proficiency.Lifecycle
	// Migration leads there from the version that the enrolment is pinned to; nil
	// where Framework is no newer than that, or Missing says why there is none.
	Migration *proficiency.Migration
	Missing   *Reason
}

// A Source is the version of a transfer as the catalogue here has it.
type Source struct {
	// Migration leads from there to the version that the enrolment is pinned to;
	// nil where there is none, and then Missing says why.
	Migration *proficiency.Migration
	Missing   *Reason
}

// CentreFacts are what a host knows of a centre.
type CentreFacts struct {
	roles.Centre
	// Offers says whether the centre offers the framework asked about.
	Offers bool
	// Confirmers are the centre's own rules on who confirms items of the
	// framework asked about, in place of what the content says.
	Confirmers []ConfirmerOverride
}

// A ConfirmerOverride names the roles that may confirm at one centre, in place
// of those that the content names. Each of them must have the capability confirm.
type ConfirmerOverride struct {
	// Item is the item concerned; empty means every item without an override of its own.
	Item proficiency.ItemID
	By   []proficiency.RoleID
}

// override is the centre's rule for an item, or nil.
func (c *CentreFacts) override(item proficiency.ItemID) *ConfirmerOverride {
	var general *ConfirmerOverride
	for i := range c.Confirmers {
		switch o := &c.Confirmers[i]; o.Item {
		case item:
			return o
		case "":
			general = o
		}
	}
	return general
}

// Person is the standing of a person; nil where nothing is known, which means no role anywhere.
func (f *Facts) Person(id PersonID) *roles.Standing {
	for _, s := range f.People {
		if s.Person == id {
			return s
		}
	}
	return nil
}

// Centre are the facts of a centre, or nil.
func (f *Facts) Centre(id CentreID) *CentreFacts {
	for i := range f.Centres {
		if f.Centres[i].ID == id {
			return &f.Centres[i]
		}
	}
	return nil
}

// Needs says which facts a command rests on. It is pure; the engine asks the
// host for them before every decision.
func Needs(fw *proficiency.Framework, s *State, actor PersonID, cmd Command) Need {
	e := s.enr()
	n := Need{Actor: actor, Centres: slices.Clone(e.centres)}
	if s.trial() {
		n.Zone = e.enrolled.Zone
	}
	if fw != nil {
		n.Framework = fw.ID()
	}
	cmd.needs(s, &n)
	if fw != nil {
		n.attained(fw, s, cmd)
	}
	return n
}

func (n *Need) person(p PersonID) { n.People = append(n.People, p) }

// words asks for a nonce if any text is there to be salted.
func (n *Need) words(texts ...string) {
	for _, t := range texts {
		n.Nonce = n.Nonce || t != ""
	}
}

func (c *Enrol) needs(_ *State, n *Need) {
	n.words(c.Override.Reason)
	n.centre(c.Centre)
	if c.ofCentre() {
		n.person(c.Accountable)
		n.contributors(c.Contributors)
		return
	}
	n.person(c.Learner)
	n.OwnCentres = true
}

// contributors are not asked about where there are too many to be taken.
func (n *Need) contributors(people []PersonID) {
	if len(people) <= MaxContributors {
		n.People = append(n.People, people...)
	}
}

func (*Agree) needs(*State, *Need) {}

func (c *SelfAssess) needs(_ *State, n *Need) {
	for i := range c.Items {
		n.words(c.Items[i].Comment)
		for j := range c.Items[i].Answers {
			n.words(c.Items[i].Answers[j].Comment)
		}
		for _, e := range c.Items[i].Evidence {
			n.words(e.Title, e.Location)
		}
	}
}

func (*ClearAnswer) needs(*State, *Need)          {}
func (*WithdrawRequest) needs(*State, *Need)      {}
func (c *Confirm) needs(_ *State, n *Need)        { n.words(c.Comment, c.OnBehalfOf) }
func (c *Reject) needs(_ *State, n *Need)         { n.Nonce = true }
func (*ChooseOptional) needs(*State, *Need)       {}
func (c *AddSupervisor) needs(_ *State, n *Need)  { n.person(c.Person) }
func (*WithdrawSignOff) needs(*State, *Need)      {}
func (c *RequestSignOff) needs(_ *State, n *Need) { n.person(c.To) }
func (*SignOff) needs(_ *State, n *Need)          { n.Nonce = true }
func (*DeclineSignOff) needs(_ *State, n *Need)   { n.Nonce = true }
func (c *Withdraw) needs(_ *State, n *Need)       { n.words(c.Reason) }
func (c *EnrolTrial) needs(_ *State, n *Need)     { n.Zone = c.Zone }
func (*Remind) needs(*State, *Need)               {}
func (*RemindSignOff) needs(*State, *Need)        {}
func (*RecordPaper) needs(_ *State, n *Need)      { n.Nonce = true }
func (*Waive) needs(_ *State, n *Need)            { n.Nonce = true }
func (c *Unwaive) needs(_ *State, n *Need)        { n.words(c.Reason) }
func (c *Comment) needs(_ *State, n *Need)        { n.words(c.Comment) }
func (*SetAside) needs(_ *State, n *Need)         { n.Nonce = true }
func (c *Reassign) needs(_ *State, n *Need)       { n.People = append(n.People, c.From, c.To) }
func (*RevokeSignOff) needs(_ *State, n *Need)    { n.Nonce = true }
func (*SetCompleteBy) needs(*State, *Need)        {}
func (c *SetAttributes) needs(_ *State, n *Need)  { n.words(c.Reason) }
func (*Redact) needs(*State, *Need)               {}
func (*Upgrade) needs(*State, *Need)              {}
func (*AcceptTransfer) needs(*State, *Need)       {}

func (c *OverrideRequirement) needs(_ *State, n *Need) { n.words(c.Reason) }

func (c *SetContributors) needs(_ *State, n *Need) { n.contributors(c.Contributors) }

func (c *SetAccountable) needs(_ *State, n *Need) {
	n.person(c.Person)
	n.words(c.Reason)
}

// needs the learner's standing: whether they are a delegate there.
func (c *AddCentre) needs(s *State, n *Need) {
	n.person(s.enr().learner)
	n.centre(c.Centre)
}

// needs the standing of everybody of whom something is asked: who has no role
// at a centre that is left is not asked any more.
func (c *RemoveCentre) needs(s *State, n *Need) {
	for _, m := range s.messages {
		if s.hasPending(m.to) {
			n.person(m.to)
		}
	}
}

// needs the centres at which the items were decided: from when a confirmation
// can be renewed is a date there, also where the enrolment has left the centre.
func (c *RequestConfirmation) needs(s *State, n *Need) {
	n.person(c.To)
	for _, id := range c.Items {
		n.decidedAt(s.lookup(id).decision)
	}
}

// needs the centre of the decision that is revised, which may be one that the
// enrolment has left.
func (c *Revise) needs(s *State, n *Need) {
	n.Nonce = true
	n.decidedAt(s.lookup(c.Item).decision)
}

func (n *Need) decidedAt(d *Decided) {
	if d != nil && d.As.Centre != "" {
		n.centre(d.As.Centre)
	}
}

func (n *Need) centre(c CentreID) {
	if !slices.Contains(n.Centres, c) {
		n.Centres = append(n.Centres, c)
	}
}

// needs the standing of every supervisor: the last who may sign off stays.
func (c *RemoveSupervisor) needs(s *State, n *Need) {
	n.person(c.Person)
	for _, p := range s.enr().supervisors {
		n.person(p)
	}
}
