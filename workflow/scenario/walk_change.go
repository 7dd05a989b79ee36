package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// change changes who is what, or what a centre does; nil where it would change nothing.
func (w *walker) change() Line {
	switch n := w.IntN(20); {
	case n < 3:
		return w.ownRule(oneIn(w, w.s.Frameworks).Ref.ID)
	case n < 5:
		c := oneIn(w, w.centres)
		fw := oneIn(w, w.s.Frameworks).Ref.ID
		return &Offer{Centre: c, Framework: fw, Stops: !w.book.centres[c].withheld[fw] && w.chance(2)}
	case n < 6:
		return &Staff{Educator: oneIn(w, w.people), Centre: oneIn(w, w.centres), People: some(w, w.learners, 2), Off: w.chance(3)}
	}
	if w.chance(4) {
		if l := w.changeOfAwards(); l != nil {
			return l
		}
	}
	who := oneIn(w, w.people)
	p := w.book.people[who]
	if p == nil || len(p.member) == 0 || w.chance(10) { // somebody comes
		return &Change{Kind: Appoint, Person: who, Role: oneIn(w, w.appointable()), Centre: oneIn(w, w.centres)}
	}
	for _, c := range some(w, w.centres, len(w.centres)) {
		if m := p.member[c]; m != nil {
			return w.standing(who, c, p, m)
		}
	}
	return nil
}

// standing changes what somebody is at a centre. What was taken is given back
// sooner than something is taken, so that the world does not die out.
func (w *walker) standing(who workflow.PersonID, c workflow.CentreID, p *bookPerson, m *bookMember) Line {
	l := &Change{Person: who, Centre: c}
	switch {
	case m.suspended && !w.chance(3):
		l.Kind = Reinstate
	case !m.active:
		l.Kind = Activate
	case w.chance(3) && !m.suspended:
		l.Kind = Suspend
	case w.chance(4):
		l.Kind = Deactivate
	default:
		return w.appointment(l, p)
	}
	return l
}

func (w *walker) appointment(l *Change, p *bookPerson) Line {
	var held []proficiency.RoleID
	for _, a := range p.held {
		if a.Centre == l.Centre {
			held = append(held, a.Role)
		}
	}
	if len(held) > 0 && w.chance(2) {
		l.Kind, l.Role = Revoke, oneIn(w, held)
		return l
	}
	l.Kind, l.Role = Appoint, oneIn(w, w.appointable())
	if slices.Contains(held, l.Role) {
		return nil
	}
	if w.chance(6) {
		l.Categories = []proficiency.Category{[]proficiency.Category{"clinical", "theatre"}[w.IntN(2)]}
	}
	return l
}
