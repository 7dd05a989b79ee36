package roles

import (
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

// A scene is a world made ready to be decided on.
type scene struct {
	world world
	// closely says that what the search itself supposes is checked as well.
	closely bool
	// alone are the registers as they are kept.
	alone [2]CentreState
	// joined are the same with everybody's standing at all centres, as a host
	// may give it to the policy: what is held elsewhere must make no difference.
	joined [2]CentreState
	// turned are joined with everybody's appointments in the reverse order.
	turned [2]CentreState
}

func (s *space) scene(w world) *scene {
	out := &scene{world: w}
	for c := range s.centres {
		out.alone[c] = s.state(&w, c)
	}
	for c := range s.centres {
		out.joined[c] = s.join(out.alone[:len(s.centres)], c)
		if s.openly {
			out.turned[c] = turn(out.joined[c])
		}
	}
	return out
}

func (s *space) join(all []CentreState, c int) CentreState {
	if len(all) == 1 {
		return all[c]
	}
	out := all[c]
	out.people = nil
	for _, id := range searchNames {
		e := entry{}
		if own := all[c].entry(id); own != nil {
			e = *own
		}
		e.standing = *standingOf(id, all)
		out.people = append(out.people, &e)
	}
	return out
}

func turn(s CentreState) CentreState {
	s.people = slices.Clone(s.people)
	for i, e := range s.people {
		x := *e
		x.standing.Appointments = slices.Clone(x.standing.Appointments)
		slices.Reverse(x.standing.Appointments)
		s.people[i] = &x
	}
	return s
}

func (s *space) decide(on *CentreState, m *move) actDecision {
	f := actFacts{host: m.actor == theHost, zone: true}
	if !f.host {
		f.actor = searchNames[m.actor]
	}
	if m.trained {
		f.trained.Submitted = []proficiency.FrameworkID{s.p.Role(m.parts.role).training}
	}
	return decideAct(s.p, on, &f, m.act)
}

// move gives the world after the events of a decision, and whether it is another one.
func (s *space) move(from *scene, m *move, d *actDecision) (to world, moved bool, err error) {
	to = from.world
	if len(d.reasons) > 0 || len(d.events) == 0 {
		return to, false, nil
	}
	next := from.alone[m.centre].after(d.events)
	if to[m.centre], err = s.spots(&next); err == nil && from.closely {
		if again := s.state(&to, m.centre); again.key() != next.key() {
			err = fmt.Errorf("%q is taken for %q", next.key(), again.key())
		}
	}
	return to, to != from.world, err
}
