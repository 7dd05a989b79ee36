package workflow

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// A RegisterHost is a [Host], and a [Directory], that answers from a register
// of appointments. Each record names the position of the register that its
// command rested on, so that what happens there later changes nothing of the
// past: [roles.Register.AtPosition] goes back to it. It is safe for concurrent use.
//
//	host, err := workflow.NewRegisterHost(register, nil)
//	engine, err := workflow.NewEngine(catalog, host, store, workflow.Options{Key: key})
//
// The engine then goes by the register's policy. A host of your own around it
// must hand on Policy and Appointed: without them the engine goes by
// [Options.Policy], and knows nobody but supervisors.
//
// Enrolling, and every list, asks where people are mentioned at all. That takes
// a store of the register that is a [roles.Finder], or
// [roles.RegisterOptions.Centres]: else they fail with [roles.ErrUnsupported].
type RegisterHost struct {
	register *roles.Register
	o        RegisterHostOptions
}

// RegisterHostOptions are the choices for a RegisterHost. Nil means the defaults.
type RegisterHostOptions struct {
	// Clock is the time of commands; nil means [time.Now].
	Clock func() time.Time
	// Offers says whether a centre offers a framework, and which rules of its own
	// it has on who confirms; nil means that every centre offers everything, and
	// has none. An error fails the command and stores nothing. It must be safe
	// for concurrent use and honour ctx.
	Offers func(ctx context.Context, centre CentreID, framework proficiency.FrameworkID) (Offer, error)
	// Attainments gives what a learner is signed off on elsewhere, of the
	// frameworks named, beside what is in the engine's own store, which the engine
	// knows; nil is nothing. An error fails the command and stores nothing. It must
	// be safe for concurrent use and honour ctx.
	Attainments func(ctx context.Context, learner PersonID, frameworks []proficiency.FrameworkID) ([]Attainment, error)
}

// An Offer is how a centre offers a framework.
type Offer struct {
	// Offers says whether learners can be enrolled on it there.
	Offers bool
	// Confirmers are the centre's own rules on who confirms its items.
	Confirmers []ConfirmerOverride
}

// NewRegisterHost makes a host of a register.
func NewRegisterHost(register *roles.Register, o *RegisterHostOptions) (*RegisterHost, error) {
	if register == nil {
		return nil, errors.New("workflow: a RegisterHost needs a register")
	}
	h := &RegisterHost{register: register}
	if o != nil {
		h.o = *o
	}
	if h.o.Clock == nil {
		h.o.Clock = time.Now
	}
	return h, nil
}

// Policy is that of the register.
func (h *RegisterHost) Policy() *roles.Policy { return h.register.Policy() }

// Facts implements [Host].
func (h *RegisterHost) Facts(ctx context.Context, need Need) (Facts, error) {
	f := Facts{Now: h.o.Clock(), Actor: need.Actor}
	if need.Nonce {
		_, _ = rand.Read(f.Nonce[:]) // never fails: crypto/rand
	}
	people := append([]PersonID{need.Actor}, need.People...)
	slices.Sort(people) // of colleagues there can be thousands
	people = slices.Compact(people)
	read := h.register.Read
	if need.everywhere() {
		read = h.register.ReadAll
	}
	r, err := read(ctx, people, need.Centres)
	if err != nil {
		return Facts{}, err
	}
	f.People, f.Register = r.People, string(r.Position)
	for _, c := range r.Centres {
		facts, err := h.centre(ctx, c, need.Framework)
		if err != nil {
			return Facts{}, err
		}
		f.Centres = append(f.Centres, facts)
	}
	if len(need.Attained) > 0 && h.o.Attainments != nil {
		if f.Attainments, err = h.o.Attainments(ctx, need.Learner, need.Attained); err != nil {
			return Facts{}, err
		}
	}
	return f, nil
}

// everywhere reports whether the whole standing of people is wanted: where they
// are registered, and where it is not about certain centres. A trial has none.
func (n *Need) everywhere() bool {
	return n.OwnCentres || len(n.Centres) == 0 && n.Zone == ""
}

func (h *RegisterHost) centre(ctx context.Context, c roles.Centre, framework proficiency.FrameworkID) (CentreFacts, error) {
	facts := CentreFacts{Centre: c, Offers: true}
	if h.o.Offers == nil {
		return facts, nil
	}
	o, err := h.o.Offers(ctx, c.ID, framework)
	facts.Offers, facts.Confirmers = o.Offers, o.Confirmers
	return facts, err
}

// Appointed implements [Directory].
func (h *RegisterHost) Appointed(ctx context.Context, centres []CentreID) ([]PersonID, error) {
	return h.register.Appointed(ctx, centres)
}

// A governed host goes by a policy of its own, which is then the engine's, too:
// see [Options.Policy].
type governed interface{ Policy() *roles.Policy }

var errTwoPolicies = errors.New("workflow: Options.Policy is not the one that the host goes by: leave it out")

// policyOf is the policy of an engine: the host's own if it has one, or the one
// that was chosen, or the default.
func policyOf(h Host, chosen *roles.Policy) (*roles.Policy, error) {
	own, ok := h.(governed)
	switch {
	case ok && own.Policy() == nil:
		return nil, errors.New("workflow: the host has a method Policy, and it gives none")
	case ok && chosen != nil && chosen.Digest() != own.Policy().Digest():
		return nil, errTwoPolicies
	case ok:
		return own.Policy(), nil
	case chosen != nil:
		return chosen, nil
	}
	return roles.Default(), nil
}
