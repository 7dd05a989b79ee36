package roles

import (
	"fmt"
	"strings"
)

const theHost = -1

// A move is an act by somebody at a centre; person is whom it is about.
type move struct {
	centre, actor, person int
	act                   Act
	parts                 actParts
	// trained says that the person has submitted whatever frameworks the policy asks for.
	trained bool
}

// fillMoves lists every act that the space tries, those that must never be
// accepted among them.
func (s *space) fillMoves() {
	for c := range s.centres {
		for person := range searchPeople {
			for actor := range searchPeople {
				s.movesOfPeople(c, actor, person)
			}
			s.movesOfHost(c, person)
		}
	}
}

func (s *space) add(c, actor, person int, acts ...Act) {
	for _, act := range acts {
		s.moves = append(s.moves, move{centre: c, actor: actor, person: person, act: act, parts: act.parts()})
	}
}

func (s *space) movesOfPeople(c, actor, person int) {
	id := searchNames[person]
	for _, h := range s.held {
		s.appointments(c, actor, person, h)
		s.add(c, actor, person, &Revoke{id, h.role.id, h.limits})
		if actor != person {
			continue
		}
		s.add(c, actor, person, &Resign{h.role.id, h.limits})
		if h.role.origin == ByHost {
			s.add(c, actor, person, &NameHolder{id, h.role.id})
		}
	}
	s.add(c, actor, person, &Suspend{id}, &Lift{id})
	if actor == person {
		s.add(c, actor, person, &Reactivate{id})
	}
	if s.openly {
		s.add(c, actor, person, &RegisterPerson{id}, &Approve{id}, &KeepStaff{id}, &DropStaff{id})
	}
}

// appointments are to a posting, with and without what a rule may ask for.
func (s *space) appointments(c, actor, person int, h posting) {
	for _, attested := range []bool{true, false} {
		if !attested && !s.asksAttestation(h.role.id) {
			continue
		}
		s.add(c, actor, person, &Appoint{searchNames[person], h.role.id, h.limits, attested})
		if h.role.training != "" {
			s.moves[len(s.moves)-1].trained = true
			s.add(c, actor, person, &Appoint{searchNames[person], h.role.id, h.limits, attested})
		}
	}
}

func (s *space) asksAttestation(id RoleID) bool {
	for r := range s.p.roles.Values() {
		for rule := range r.appoints.Values() {
			if rule.Attestation && rule.Roles.Has(id) {
				return true
			}
		}
	}
	return false
}

func (s *space) movesOfHost(c, person int) {
	if s.quiet {
		return
	}
	id := searchNames[person]
	for _, h := range s.held {
		s.add(c, theHost, person, &Appoint{id, h.role.id, h.limits, true}, &NameHolder{id, h.role.id}, &UnnameHolder{id, h.role.id})
	}
	s.add(c, theHost, person, &Deactivate{id}, &Reactivate{id})
	if s.openly {
		s.add(c, theHost, person, &RegisterPerson{id}, &Approve{id})
	}
}

// say writes a move for people to read, with the names that they have at that point.
func (s *space) say(m *move, name [searchPeople]int) string {
	actor := "the host"
	if m.actor != theHost {
		actor = string(searchNames[name[m.actor]])
	}
	words := []string{string(s.centres[m.centre].ID) + ":", actor + ":", string(m.act.Kind())}
	if m.parts.person != "" {
		words = append(words, string(searchNames[name[m.person]]))
	}
	if m.parts.role != "" {
		words = append(words, "as", string(m.parts.role))
	}
	if len(m.parts.categories) > 0 {
		words = append(words, "for", list(m.parts.categories))
	}
	if m.parts.attested && s.asksAttestation(m.parts.role) {
		words = append(words, "with an attestation")
	}
	return strings.Join(words, " ")
}

// describe writes what there is in a world.
func (s *space) describe(w *world) string {
	var lines []string
	for c := range s.centres {
		for i, x := range w[c] {
			words := []string{}
			for bit, word := range []string{"registered", "approved", "deactivated", "suspended", "lists person-1", "lists person-2", "lists person-3"} {
				if x&(1<<bit) != 0 {
					words = append(words, word)
				}
			}
			for _, h := range s.held {
				if x&h.bit != 0 {
					words = append(words, strings.TrimSpace(string(h.role.id)+" "+list(h.limits)))
				}
			}
			if len(words) > 0 {
				lines = append(lines, fmt.Sprintf("%s: %s: %s", s.centres[c].ID, searchNames[i], strings.Join(words, ", ")))
			}
		}
	}
	if lines == nil {
		return "nobody is registered or holds anything"
	}
	return strings.Join(lines, "; ")
}
