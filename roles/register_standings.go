package roles

import (
	"context"
	"slices"
)

// Standings gives the standings of people as the register, and the host's own
// list of delegates if there is one, have them now: one for each, in their
// order, of somebody unknown an empty one. They are those at the centres given,
// which need not exist; where centres is nil, at every centre where any of the
// people is mentioned, which takes a store that is a [Finder] or
// [RegisterOptions.Centres]: else the error is [ErrUnsupported].
//
// The position is what was read of the register, for a record of what was
// decided on it; [Register.AtPosition] goes back to it. It says nothing of the
// host's own list.
func (g *Register) Standings(ctx context.Context, people []PersonID, centres []CentreID) ([]*Standing, RegisterPosition, error) {
	everywhere := centres == nil
	if everywhere {
		var err error
		if centres, err = g.mentioning(ctx, people); err != nil {
			return nil, "", err
		}
	}
	states, err := g.states(ctx, centres)
	if err != nil {
		return nil, "", err
	}
	out := make([]*Standing, len(people))
	for i, p := range people {
		out[i] = standingOf(p, states)
	}
	if g.o.Members == nil {
		return out, readPosition(states), nil
	}
	host, err := g.members(ctx, people)
	if err != nil {
		return nil, "", err
	}
	for i, p := range people {
		at := centres
		if everywhere {
			at = centresOf(centres, host[p])
		}
		out[i] = out[i].withMemberships(at, host[p])
	}
	return out, readPosition(states), nil
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
