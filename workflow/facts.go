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
	// and fill Nonce if need asks for one. What it gives is only read. An
	// error fails the command and stores nothing.
	Facts(ctx context.Context, need Need) (Facts, error)
}

// A Need says which facts a command rests on.
type Need struct {
	// Actor is who gives the command; the standing is wanted.
	Actor PersonID
	// People are others whose standing is wanted; there may be repetitions.
	People []PersonID
	// Centres are the centres wanted.
	Centres []CentreID
	// Framework is what the centres are asked about: whether they offer it.
	Framework proficiency.FrameworkID
	// OwnCentres asks for the centres that the people are registered at, too.
	OwnCentres bool
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
	// Nonce is 32 bytes that nobody can guess and that are used once: serials
	// and salts derive from it. It is not stored.
	Nonce [32]byte
	// Register is the position of the register of appointments, or any text by
	// which the host can find out later how the roles stood; at most MaxIDLength bytes.
	Register string

	// Policy are the rules of roles. The engine fills it.
	Policy *roles.Policy
	// Lifecycle is that of the framework to enrol on, for Enrol. The engine fills it.
	Lifecycle *proficiency.Lifecycle
}

// CentreFacts are what a host knows of a centre.
type CentreFacts struct {
	roles.Centre
	// Offers says whether the centre offers the framework asked about.
	Offers bool
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
	if fw != nil {
		n.Framework = fw.ID()
	}
	cmd.needs(s, &n)
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
	n.person(c.Learner)
	n.OwnCentres = true
	if !slices.Contains(n.Centres, c.Centre) {
		n.Centres = append(n.Centres, c.Centre)
	}
}

func (*Agree) needs(*State, *Need) {}

func (c *SelfAssess) needs(_ *State, n *Need) {
	for i := range c.Items {
		n.words(c.Items[i].Comment)
		for _, e := range c.Items[i].Evidence {
			n.words(e.Title, e.Location)
		}
	}
}

func (*ClearAnswer) needs(*State, *Need)               {}
func (c *RequestConfirmation) needs(_ *State, n *Need) { n.person(c.To) }
func (*WithdrawRequest) needs(*State, *Need)           {}
func (c *Confirm) needs(_ *State, n *Need)             { n.words(c.Comment, c.OnBehalfOf) }
func (c *Reject) needs(_ *State, n *Need)              { n.Nonce = true }
func (c *Revise) needs(_ *State, n *Need)              { n.Nonce = true }
func (*ChooseOptional) needs(*State, *Need)            {}
func (c *AddSupervisor) needs(_ *State, n *Need)       { n.person(c.Person) }
func (*WithdrawSignOff) needs(*State, *Need)           {}
func (c *RequestSignOff) needs(_ *State, n *Need)      { n.person(c.To) }
func (*SignOff) needs(_ *State, n *Need)               { n.Nonce = true }
func (*DeclineSignOff) needs(_ *State, n *Need)        { n.Nonce = true }
func (c *Withdraw) needs(_ *State, n *Need)            { n.words(c.Reason) }

// needs the standing of every supervisor: the last who may sign off stays.
func (c *RemoveSupervisor) needs(s *State, n *Need) {
	n.person(c.Person)
	for _, p := range s.enr().supervisors {
		n.person(p)
	}
}
