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
	for _, act := range d.possible(person) {
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
// What the person holds, and whether they are suspended, shows in them only to
// whom such an act may tell.
func (d *actDecider) possible(person PersonID) (acts []Act) {
	if !d.f.hosted {
		acts = append(acts, &RegisterPerson{person}, &Approve{person})
	}
	for r := range d.p.roles.Values() {
		if r.origin == ByAppointment {
			acts = append(acts, &Appoint{Person: person, Role: r.id})
		}
	}
	for _, a := range d.s.standing(person).Appointments {
		role, own := d.p.Role(a.Role), slices.Clone(a.Categories)
		switch {
		case role != nil && role.origin != ByAppointment:
		case d.actor.Person == person:
			acts = append(acts, &Resign{a.Role, own})
		case d.told(ActRevoke, person):
			acts = append(acts, &Revoke{person, a.Role, own})
		}
	}
	if e := d.s.entry(person); e != nil && e.suspended && d.told(ActLift, person) {
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

// Overview says how a centre is governed, to an actor with view-centre there: as
// far as that reaches, if it is limited to categories. To everybody else the error is a *[Refused], of which somebody who holds
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
	seen, ok := g.policy.seen(actor, centre, people)
	if !ok {
		i := slices.IndexFunc(people, func(s *Standing) bool { return s.Person == actor })
		_, reasons := g.policy.mayAt(people[i], CanViewCentre, centre)
		return Overview{}, &Refused{Reasons: reasons}
	}
	return g.policy.overview(centre, within(people, centre, seen), seen), nil
}

// seen is how far one of the people sees the centre by view-centre; ok is false
// for somebody who does not.
func (p *Policy) seen(actor PersonID, centre CentreID, people []*Standing) (r Reach, ok bool) {
	i := slices.IndexFunc(people, func(s *Standing) bool { return s.Person == actor })
	if i < 0 {
		return r, false
	}
	all := p.Scopes(people[i], CanViewCentre)
	at := slices.IndexFunc(all, func(r Reach) bool { return r.Centre == centre })
	if at < 0 {
		return r, false
	}
	return all[at], true
}

// within are the people with those of their appointments that reach into what
// is seen.
func within(people []*Standing, centre CentreID, seen Reach) (out []*Standing) {
	if seen.All() {
		return people
	}
	for _, s := range people {
		own := *s
		own.Appointments = nil
		for _, a := range s.held(centre) {
			if slices.ContainsFunc(seen.Categories, a.isFor) {
				own.Appointments = append(own.Appointments, *a)
			}
		}
		out = append(out, &own)
	}
	return out
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
		seen := Reach{Centre: states[i].id}
		if actor != person {
			var ok bool
			if seen, ok = g.policy.seen(actor, states[i].id, people); !ok {
				continue
			}
		}
		o := g.policy.overview(states[i].id, within(people, states[i].id, seen), seen)
		if v, lacks := g.policy.Leaves(&o, person); lacks {
			out = append(out, v)
		}
	}
	return out, nil
}
