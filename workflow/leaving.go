package workflow

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// A Stopping is what would stop in one enrolment if a person left.
type Stopping struct {
	// Enrolment is the summary as it is now.
	Enrolment Summary
	// Items await the person's decision, in the framework's order.
	Items []proficiency.ItemID
	// SignOff says that the sign-off awaits the person's decision.
	SignOff bool
	// LastSignatory says that the person is the last supervisor who may sign
	// off what is not signed off yet.
	LastSignatory bool
	// Accountable says that the person is accountable for a centre, and
	// LastContributor that nobody else contributes: [SetAccountable] and
	// [SetContributors] cure these.
	Accountable, LastContributor bool
	// Supervisor says that the person is a supervisor.
	Supervisor bool
	// Takers are those to whom it could be handed over, those who can take all
	// of it first, then in order of their ids; none where nobody can take any.
	Takers []Taker

	person PersonID
	place  bool // the cure hands over the place as supervisor, too
}

// A Taker is somebody to whom what is with a person could be handed over.
type Taker struct {
	Person PersonID
	// Left is what would stay where it is, and why; none where they can take everything.
	Left []Left
}

// Cure is the command that hands everything over to somebody: what they cannot
// take stays and is listed. For whoever leaves, and has not the capability
// reassign, it is about what awaits their decision, and not their place as
// supervisor.
func (s *Stopping) Cure(to PersonID) *Reassign {
	return &Reassign{From: s.person, To: to, Supervisor: s.place}
}

// Leaving says what would stop if a person left, in all enrolments that the
// actor may see, in order of their ids: what awaits their decision, where
// they are the last supervisor who may sign off, and where they are accountable
// for a centre or its last contributor. What each [Stopping] can be
// cured with is tried as if the actor gave it; others than the person leaving
// who may not reassign get no takers. Trials and withdrawn enrolments have nothing to stop.
//
// Enrolments that cannot be looked at are left out: the error then joins an
// *[Unlisted] for each, and what stands beside it is good. With any other error
// there is nothing.
//
// It needs a [Lister]; without one the error is ErrUnsupported. A host that is
// no [Directory] makes it know of no taker but the other supervisors. What the
// person holds at centres is for the register of roles to say: see
// [roles.Register].
func (e *Engine) Leaving(ctx context.Context, actor, person PersonID) ([]Stopping, error) {
	concerned, err := e.concerning(ctx, actor, person)
	if err != nil {
		return nil, err
	}
	var out []Stopping
	var unlisted []error
	for _, id := range concerned {
		s, err := e.stopping(ctx, actor, person, id)
		switch {
		case err != nil && ctx.Err() != nil:
			return nil, err
		case err != nil:
			unlisted = append(unlisted, &Unlisted{id, err})
		case len(s.Items) > 0 || s.SignOff || s.LastSignatory || s.Accountable || s.LastContributor:
			out = append(out, s)
		}
	}
	return out, errors.Join(unlisted...)
}

// concerning are the enrolments that the actor may see in which the person is
// asked for anything, is a supervisor, or stands for a centre, in order of their
// ids; also those that the list itself cannot show.
func (e *Engine) concerning(ctx context.Context, actor, person PersonID) ([]EnrolmentID, error) {
	found := make(map[EnrolmentID]bool)
	for _, q := range []Query{{PendingWith: person}, {Supervisor: person}, {Learner: person}} {
		for s, err := range e.List(ctx, actor, q) {
			unlisted := (*Unlisted)(nil)
			switch {
			case errors.As(err, &unlisted):
				found[unlisted.Enrolment] = true
			case err != nil:
				return nil, err
			case q.Learner == "" || s.Accountable != "":
				found[s.Enrolment] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// stopping is what would stop in one enrolment, as its records are now.
func (e *Engine) stopping(ctx context.Context, actor, person PersonID, id EnrolmentID) (Stopping, error) {
	cur, err := e.current(ctx, id)
	if err != nil || cur.fw == nil || !cur.state.Exists() {
		return Stopping{}, err
	}
	facts, err := e.colleagues(ctx, actor, cur.fw, &cur.state)
	if err != nil {
		return Stopping{}, err
	}
	s := Stopping{Enrolment: summarise(cur.fw, &cur.state, cur.tally, facts.Now).Clone(), person: person}
	if !CanView(&s.Enrolment, ViewerOf(e.o.Policy, actor, facts.Person(actor))) {
		return Stopping{}, nil // any more: the list may have been read before
	}
	s.find(cur.fw, &cur.state, facts)
	if s.place = s.Supervisor; s.place {
		d := decider{fw: cur.fw, s: &cur.state, f: facts, actor: facts.Person(actor)}
		s.place = actor != person || d.may(d.actor, roles.CanReassign).Allowed()
	}
	return s, s.cures(cur.fw, &cur.state, facts)
}

// find fills in what would stop.
func (s *Stopping) find(fw *proficiency.Framework, state *State, f Facts) {
	for it := range fw.Items().Values() {
		if r := state.of(fw, it).request; r != nil && r.To == s.person {
			s.Items = append(s.Items, it.ID())
		}
	}
	s.SignOff = state.signOff.request != nil && state.signOff.request.To == s.person
	s.Supervisor = slices.Contains(state.enr().supervisors, s.person)
	if e := state.enr(); e.withdrawn == nil {
		s.Accountable, s.LastContributor = e.accountable != "" && s.person == e.accountable, slices.Equal(e.contributors, []PersonID{s.person})
	}
	if done := state.enr().withdrawn != nil || s.Enrolment.Status == StatusSignedOff; s.Supervisor && !done {
		d := decider{fw: fw, s: state, f: f}
		d.notLastSignatory(s.person)
		s.LastSignatory = len(d.reasons) > 0
	}
}

// cures tries who could take everything over.
func (s *Stopping) cures(fw *proficiency.Framework, state *State, f Facts) error {
	d := decider{fw: fw, s: state, f: f}
	for _, p := range f.People {
		if p.Person == s.person || state.enr().own(p.Person) || !d.mayBeAsked(p) {
			continue
		}
		events, err := Decide(fw, state, f, s.Cure(p.Person))
		if denied := (*Denied)(nil); errors.As(err, &denied) {
			continue
		}
		if err != nil {
			return err
		}
		s.Takers = append(s.Takers, Taker{Person: p.Person, Left: leftBy(events)})
	}
	slices.SortFunc(s.Takers, func(a, b Taker) int {
		return cmp.Or(cmp.Compare(len(a.Left), len(b.Left)), cmp.Compare(a.Person, b.Person))
	})
	return nil
}

// leftBy is what a reassignment left where it was.
func leftBy(events []Event) []Left {
	for _, e := range events {
		if r, ok := e.(*Reassigned); ok {
			return r.Left
		}
	}
	return nil
}
