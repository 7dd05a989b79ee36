package scenario

import (
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// zones are such as have little in common: some change their clocks at midnight.
var zones = []string{
	"Europe/London", "Europe/London", "UTC", "America/New_York", "Pacific/Auckland", "Asia/Kolkata",
	"Africa/Cairo", "Asia/Beirut", "America/Asuncion", "Pacific/Kiritimati", "Australia/Lord_Howe",
}

// setting are the lines that make the world: centres, people and staff lists.
func (w *walker) setting() (lines []Line) {
	kinds := []roles.CentreKind{roles.Trust, roles.Trust, roles.University, roles.OtherKind}
	for i, kind := range kinds[:2+w.IntN(3)] {
		c := &Centre{ID: workflow.CentreID(fmt.Sprintf("centre-%d", i+1)), Kind: kind, Zone: oneIn(w, zones)}
		w.centres = append(w.centres, c.ID)
		lines = append(lines, c)
	}
	for i := range w.s.Frameworks {
		if w.chance(4) {
			lines = append(lines, w.ownRule(w.s.Frameworks[i].Ref.ID))
		}
	}
	lines = append(lines, w.holders()...)
	lines = append(lines, w.crowd()...)
	for _, l := range lines {
		if a, ok := l.(*Actor); ok && !slices.Contains(w.people, a.Person) {
			w.people = append(w.people, a.Person)
		}
	}
	return slices.Concat(lines, w.staffLists(lines), w.awards())
}

// appointable are the roles of the policy that people are appointed to.
func (w *walker) appointable() (out []proficiency.RoleID) {
	for r := range w.o.Policy.Roles().Values() {
		if r.Origin() == roles.ByAppointment {
			out = append(out, r.ID())
		}
	}
	return out
}

// holders are people with one role each, two for every role.
func (w *walker) holders() (lines []Line) {
	for r := range w.o.Policy.Roles().Values() {
		if r.Origin() == roles.ByEnrolment {
			continue
		}
		first := &Actor{Person: workflow.PersonID(r.ID() + "-1"), Roles: []proficiency.RoleID{r.ID()}, Centres: w.centres[:1]}
		second := &Actor{Person: workflow.PersonID(r.ID() + "-2"), Roles: first.Roles, Centres: []workflow.CentreID{oneIn(w, w.centres)}}
		if w.chance(3) {
			second.Centres = w.centres
		}
		lines = append(lines, first, second)
	}
	return lines
}

// crowd are learners, some of them with roles, and people with several roles,
// at other centres, for other categories, suspended, or of whom nothing is known.
func (w *walker) crowd() (lines []Line) {
	every := w.appointable()
	last := w.centres[len(w.centres)-1:]
	add := func(id workflow.PersonID, held []proficiency.RoleID, at []workflow.CentreID, in ...proficiency.Category) {
		lines = append(lines, &Actor{Person: id, Roles: held, Centres: at, Categories: in})
	}
	add("learner-1", nil, w.centres[:1])
	add("learner-2", every, w.centres[:1])
	add("learner-3", nil, w.centres)
	w.learners = []workflow.PersonID{"learner-1", "learner-2", "learner-3"}
	add("several-1", every, w.centres[:1])
	add("several-2", some(w, every, 3), w.centres)
	add("elsewhere-1", every, last)
	add("limited-1", every, w.centres[:1], "dental")
	add("suspended-1", every, w.centres[:1])
	lines = append(lines, &Change{Kind: Suspend, Person: "suspended-1", Centre: w.centres[0]})
	add("stranger-1", nil, nil)
	return lines
}

// staffLists put the learners on the lists of those who may enrol.
func (w *walker) staffLists(lines []Line) (out []Line) {
	enrols := w.o.Policy.RolesWith(roles.CanEnrol)
	for _, l := range lines {
		a, ok := l.(*Actor)
		if !ok || !slices.ContainsFunc(a.Roles, func(r proficiency.RoleID) bool { return slices.Contains(enrols, r) }) {
			continue
		}
		for _, c := range a.Centres {
			out = append(out, &Staff{Educator: a.Person, Centre: c, People: w.learners})
		}
	}
	return out
}

// ownRule is a centre's rule on who confirms: mostly one that it may make.
func (w *walker) ownRule(fw proficiency.FrameworkID) *Confirmers {
	l := &Confirmers{Centre: oneIn(w, w.centres), Framework: fw}
	switch from := w.o.Policy.RolesWith(roles.CanConfirm); {
	case w.chance(4): // the content is asked again
	case w.chance(8):
		l.By = some(w, w.appointable(), 2)
	default:
		l.By = some(w, from, 2)
	}
	return l
}
