package roles

import (
	"context"
	"slices"
)

// An ActOption is an act that somebody could do, and whether it would be accepted.
type ActOption struct {
	// Act is ready to be given to [Register.Do]. Of appointments it is one
	// without categories: all of them, or those of the appointer where the policy
	// has them inherited.
	Act Act
	// Attest says that the act attests the person's competence, which its actor
	// must be asked for first.
	Attest bool
	// Reasons are why not; none means allowed. Each says what would make it possible.
	Reasons []Reason
}

// Allowed reports whether nothing speaks against it.
func (o ActOption) Allowed() bool { return len(o.Reasons) == 0 }

// Options are the acts about a person, who may be the actor, that would change
// anything at the centre, allowed or refused with reasons: to register and
// approve them, to appoint them to each role, to end each of their
// appointments, to suspend them or lift that, and to put them on the actor's
// staff list or take them off. They agree with [Register.Do] on the register as
// it is. To somebody who holds nothing at the centre the error is a *[Refused],
// the same whether there is such a centre or not. Somebody all of whose roles
// there are stopped is told nothing but why, unless it is about themselves.
func (g *Register) Options(ctx context.Context, actor PersonID, centre CentreID, person PersonID) ([]ActOption, error) {
	cur, err := g.current(ctx, centre)
	if err != nil {
		return nil, err
	}
	if len(cur.standing(actor).Appointments) == 0 {
		return nil, g.nothingHere(actor, centre)
	}
	t := &transaction{Register: g, req: &ActRequest{Actor: actor, Centre: centre, Act: &Appoint{Person: person}}}
	facts, err := t.facts(ctx, &cur)
	if err != nil {
		return nil, err
	}
	d := actDecider{p: g.policy, s: &cur, f: &facts}
	if d.actor = d.standing(actor); actor != person && len(g.policy.inForceAt(d.actor, centre)) == 0 {
		return nil, &Refused{Reasons: g.policy.stopped(d.actor, d.actor.held(centre))}
	}
	var out []ActOption
	for _, act := range g.possible(&cur, actor, person) {
		if o, ok := g.option(&cur, &facts, act); ok {
			out = append(out, o)
		}
	}
	return out, nil
}

func (g *Register) nothingHere(actor PersonID, centre CentreID) error {
	return &Refused{Reasons: []Reason{
		noRoleHere(&Standing{Person: actor}, Scope{Centres: []CentreID{centre}}, g.policy.position),
	}}
}

// possible are the acts that there are about a person as the register stands.
func (g *Register) possible(s *CentreState, actor, person PersonID) (acts []Act) {
	if g.o.Members == nil {
		acts = append(acts, &RegisterPerson{person}, &Approve{person})
	}
	held := s.standing(person).Appointments
	for r := range g.policy.roles.Values() {
		if r.origin == ByAppointment {
			acts = append(acts, &Appoint{Person: person, Role: r.id})
		}
	}
	for i := range held {
		if r := g.policy.Role(held[i].Role); r != nil && r.origin != ByAppointment {
			continue
		}
		own := slices.Clone(held[i].Categories)
		if actor == person {
			acts = append(acts, &Resign{held[i].Role, own})
		} else {
			acts = append(acts, &Revoke{person, held[i].Role, own})
		}
	}
	if e := s.entry(person); e != nil && e.suspended {
		acts = append(acts, &Lift{person})
	} else {
		acts = append(acts, &Suspend{person})
	}
	return append(acts, &KeepStaff{person}, &DropStaff{person})
}

// option decides an act; ok is false where it would change nothing.
func (g *Register) option(s *CentreState, f *actFacts, act Act) (o ActOption, ok bool) {
	out := decideAct(g.policy, s, f, act)
	if a, is := act.(*Appoint); is && slices.ContainsFunc(out.reasons, func(r Reason) bool { return r.Code == CodeAttestationMissing }) {
		a.Attested = true
		out = decideAct(g.policy, s, f, a)
		o.Attest = true
	}
	o.Act, o.Reasons = act, out.reasons
	return o, len(out.events)+len(out.reasons) > 0
}

// Overview says how a centre is governed, to an actor with view-centre there.
// To everybody else the error is a *[Refused], of which somebody who holds
// nothing there learns nothing.
func (g *Register) Overview(ctx context.Context, actor PersonID, centre CentreID) (Overview, error) {
	cur, err := g.current(ctx, centre)
	if err != nil {
		return Overview{}, err
	}
	people, err := g.appointedAt(ctx, &cur, actor)
	if err != nil {
		return Overview{}, err
	}
	if len(cur.standing(actor).Appointments) == 0 {
		return Overview{}, g.nothingHere(actor, centre)
	}
	i := slices.IndexFunc(people, func(s *Standing) bool { return s.Person == actor })
	if _, reasons := g.policy.mayAt(people[i], CanViewCentre, centre); len(reasons) > 0 {
		return Overview{}, &Refused{Reasons: reasons}
	}
	return g.policy.Overview(centre, people), nil
}

// appointedAt are the standings of everybody appointed at a centre, with the
// host's memberships where the host keeps them.
func (g *Register) appointedAt(ctx context.Context, s *CentreState, actor PersonID) ([]*Standing, error) {
	t := &transaction{Register: g, req: &ActRequest{Actor: actor, Centre: s.id, Act: &Suspend{Person: actor}}}
	f, err := t.facts(ctx, s)
	if err != nil {
		return nil, err
	}
	d := actDecider{p: g.policy, s: s, f: &f}
	var out []*Standing
	for _, e := range s.people {
		if len(e.standing.Appointments) > 0 {
			out = append(out, d.standing(e.standing.Person))
		}
	}
	return out, nil
}

// Leaving says what each centre would lack if a person left it: of the centres
// at which they hold anything, those that the actor may see by view-centre, or
// all of them if it is about the actor; in order of their ids, without those
// that would lack nothing. It takes a store that is a [Finder], or
// [RegisterOptions.Centres]: else the error is [ErrUnsupported]. What waits for
// the person in enrolments is for the engine of package workflow to say.
func (g *Register) Leaving(ctx context.Context, actor, person PersonID) ([]Vacancy, error) {
	centres, err := g.mentioning(ctx, []PersonID{person})
	if err != nil {
		return nil, err
	}
	states, err := g.states(ctx, centres)
	if err != nil {
		return nil, err
	}
	var out []Vacancy
	for i := range states {
		people, err := g.appointedAt(ctx, &states[i], actor)
		if err != nil {
			return nil, err
		}
		if actor != person && !g.policy.views(actor, states[i].id, people) {
			continue
		}
		o := g.policy.Overview(states[i].id, people)
		if v, lacks := g.policy.Leaves(&o, person); lacks {
			out = append(out, v)
		}
	}
	return out, nil
}

// views reports whether one of the people may see the centre.
func (p *Policy) views(actor PersonID, centre CentreID, people []*Standing) bool {
	i := slices.IndexFunc(people, func(s *Standing) bool { return s.Person == actor })
	if i < 0 {
		return false
	}
	_, reasons := p.mayAt(people[i], CanViewCentre, centre)
	return len(reasons) == 0
}
