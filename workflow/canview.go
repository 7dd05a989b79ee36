package workflow

import (
	"slices"

	"github.com/countersign-go/countersign/roles"
)

// A Viewer is somebody who wants to read: who they are, and where their roles
// let them see enrolments. Stores turn it into a condition of their queries.
type Viewer struct {
	Person PersonID
	// Holds is where the person holds any appointment in force.
	Holds []roles.Reach
	// Views is where the person has the capability view-centre.
	Views []roles.Reach
}

// ViewerOf is the viewer that a standing makes; a nil standing holds nothing.
func ViewerOf(p *roles.Policy, person PersonID, s *roles.Standing) Viewer {
	return Viewer{Person: person, Holds: p.AnyScopes(s), Views: p.Scopes(s, roles.CanViewCentre)}
}

// CanView reports whether the viewer may read the enrolment: the learner, or, where
// it is a centre's, its contributors and accountable person;
// supervisors and those whose decisions stand (a waiver is one, see
// [Summary.Deciders]), while they hold a role in its category at one of its
// centres; and whoever may view one of its centres, in its category. A trial is its learner's alone. It is pure. What the engine shows of an
// enrolment to an actor, it asks it first.
func CanView(s *Summary, v Viewer) bool {
	if s.Trial {
		return v.Person == s.Learner
	}
	return admits(s.own(v.Person),
		func() bool { return slices.Contains(s.Supervisors, v.Person) || slices.Contains(s.Deciders, v.Person) },
		func() bool { return s.reached(v.Holds) },
		func() bool { return s.reached(v.Views) })
}

func (s *Summary) reached(where []roles.Reach) bool {
	return slices.ContainsFunc(where, func(r roles.Reach) bool {
		return slices.Contains(s.Centres, r.Centre) && (r.All() || slices.Contains(r.Categories, s.Category))
	})
}

// admits is the rule itself, for summaries and for states alike. Linked are
// supervisors and those whose decisions stand.
func admits(own bool, linked, holdsAny, viewsCentre func() bool) bool {
	return own || viewsCentre() || holdsAny() && linked()
}
