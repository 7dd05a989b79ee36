package roles

import (
	"context"
	"slices"
)

// A Reading is what the register, and the host's own list of delegates if there
// is one, say of some people at some centres.
type Reading struct {
	// People are the standings: one for each person, in their order, of somebody
	// unknown an empty one.
	People []*Standing
	// Centres are those of the centres read that were opened, in order of their ids.
	Centres []Centre
	// Position is what was read of the register, for a record of what was decided
	// on it; [Register.AtPosition] goes back to it. It says nothing of the host's
	// own list.
	Position RegisterPosition
}

// Read says how people stand at centres, which need not exist.
func (g *Register) Read(ctx context.Context, people []PersonID, centres []CentreID) (Reading, error) {
	return g.read(ctx, people, centres, false)
}

// ReadAll is [Register.Read] for the centres given and every other one at which
// any of the people is mentioned. That takes a store that is a [Finder], or
// [RegisterOptions.Centres]: else the error is [ErrUnsupported].
func (g *Register) ReadAll(ctx context.Context, people []PersonID, centres []CentreID) (Reading, error) {
	found, err := g.mentioning(ctx, people)
	if err != nil {
		return Reading{}, err
	}
	return g.read(ctx, people, append(found, centres...), true)
}

// read takes in, everywhere, the other centres of which the host's own list speaks.
func (g *Register) read(ctx context.Context, people []PersonID, centres []CentreID, everywhere bool) (out Reading, err error) {
	var hosted map[PersonID][]Membership
	if g.o.Members != nil {
		if hosted, err = g.members(ctx, people); err != nil {
			return Reading{}, err
		}
	}
	for _, p := range people {
		if everywhere {
			centres = centresOf(centres, hosted[p])
		}
	}
	states, err := g.states(ctx, centres)
	if err != nil {
		return Reading{}, err
	}
	centres = centres[:0:0] // each once from here on
	for i := range states {
		centres = append(centres, states[i].id)
		if states[i].Exists() {
			if states[i], err = g.located(states[i]); err != nil {
				return Reading{}, err
			}
			out.Centres = append(out.Centres, states[i].Centre())
		}
	}
	for _, p := range people {
		s := standingOf(p, states)
		if g.o.Members != nil {
			s = s.withMemberships(centres, hosted[p])
		}
		out.People = append(out.People, s)
	}
	out.Position = readPosition(states)
	return out, nil
}

// Appointed are those who hold an appointment at any of the centres, in force
// or not, in order of their ids.
func (g *Register) Appointed(ctx context.Context, centres []CentreID) ([]PersonID, error) {
	states, err := g.states(ctx, centres)
	if err != nil {
		return nil, err
	}
	var out []PersonID
	for i := range states {
		for _, e := range states[i].people {
			if len(e.standing.Appointments) > 0 {
				out = append(out, e.standing.Person)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// mentioning are the centres that have anything about any of the people.
func (g *Register) mentioning(ctx context.Context, people []PersonID) (out []CentreID, err error) {
	for _, p := range people {
		if checkID("", string(p)) != nil {
			continue
		}
		ids, err := g.centres(ctx, p)
		if err != nil {
			return nil, err
		}
		out = append(out, ids...)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// states are the registers of the centres as they are now, in order of the
// centres' ids, each once; what is no id is none.
func (g *Register) states(ctx context.Context, centres []CentreID) ([]CentreState, error) {
	centres = slices.DeleteFunc(slices.Clone(centres), func(c CentreID) bool { return checkID("", string(c)) != nil })
	slices.Sort(centres)
	var out []CentreState
	for _, id := range slices.Compact(centres) {
		s, err := g.current(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// standingOf joins what centres have of one person.
func standingOf(p PersonID, states []CentreState) *Standing {
	out := &Standing{Person: p}
	for i := range states {
		e := states[i].entry(p)
		if e == nil {
			continue
		}
		here := e.standing.clone()
		out.Appointments = append(out.Appointments, here.Appointments...)
		out.Memberships = append(out.Memberships, here.Memberships...)
		out.Staff = append(out.Staff, here.Staff...)
	}
	return out
}

// centresOf are the centres, and those of the memberships that are not among them.
func centresOf(centres []CentreID, host []Membership) []CentreID {
	out := slices.Clone(centres)
	for _, m := range host {
		if !slices.Contains(out, m.Centre) {
			out = append(out, m.Centre)
		}
	}
	return out
}
