package workflow

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

// A View is what one person sees of one enrolment at one instant.
type View struct {
	Framework *proficiency.Framework
	State     State
	Summary   Summary

	facts Facts
}

// Actions are what the viewer may do with the enrolment, allowed or refused with reasons.
func (v *View) Actions() []Action { return Actions(v.Framework, &v.State, v.facts) }

// ItemActions are what the viewer may do with one item.
func (v *View) ItemActions(item proficiency.ItemID) []Action {
	return ItemActions(v.Framework, &v.State, v.facts, item)
}

// SectionActions are what the viewer may do with one section as a whole.
func (v *View) SectionActions(section proficiency.SectionID) []Action {
	return SectionActions(v.Framework, &v.State, v.facts, section)
}

// ItemStatus is where an item stands; empty for an item that the framework lacks.
func (v *View) ItemStatus(item proficiency.ItemID) ItemStatus {
	it := v.Framework.Item(item)
	if it == nil {
		return ""
	}
	return ItemStatusOf(v.Framework, &v.State, it, v.facts.Now)
}

// Readiness is what keeps the enrolment from its sign-off.
func (v *View) Readiness() []Reason { return Readiness(v.Framework, &v.State, v.facts.Now) }

// EnrolmentID is the id of a learner's enrolment on a framework, whether it exists or not.
func (e *Engine) EnrolmentID(learner PersonID, framework proficiency.FrameworkID) EnrolmentID {
	return e.o.EnrolmentID(EnrolmentKey{Tenant: e.o.Tenant, Learner: learner, Framework: framework})
}

// View gives the enrolment as it is now, to an actor who may see it. For
// everybody else, and where there is none, the error is a *[Denied] with the
// one reason [NotFound].
func (e *Engine) View(ctx context.Context, actor PersonID, id EnrolmentID) (View, error) {
	cur, err := e.current(ctx, id)
	if err != nil {
		return View{}, err
	}
	if cur.fw == nil {
		return View{}, notFound()
	}
	facts, err := e.ask(ctx, Need{
		Actor: actor, Centres: cur.state.Centres(), People: cur.state.Supervisors(), Framework: cur.fw.ID(),
	})
	if err != nil {
		return View{}, err
	}
	if !e.views(&cur, &facts) {
		return View{}, notFound()
	}
	sum := summarise(cur.fw, &cur.state, cur.tally, facts.Now).Clone()
	return View{Framework: cur.fw, State: cur.state, Summary: sum, facts: facts}, nil
}

// current is the enrolment with everything that the store has of it.
func (e *Engine) current(ctx context.Context, id EnrolmentID) (loaded, error) {
	if checkID("the enrolment's id", string(id)) != nil {
		return loaded{}, notFound()
	}
	cur, _ := e.cache.get(id)
	return e.load(ctx, id, cur)
}

func notFound() error {
	return &Denied{Reasons: []Reason{noSuchEnrolment}}
}

// Records gives the enrolment's whole history to an actor who may see it, as View does.
func (e *Engine) Records(ctx context.Context, actor PersonID, id EnrolmentID) ([]Record, error) {
	if _, err := e.View(ctx, actor, id); err != nil {
		return nil, err
	}
	return e.store.Load(ctx, id, 0)
}

// List yields the summaries that q selects and the actor may see, in the order
// of enrolment ids. A store without [Lister] yields ErrUnsupported.
func (e *Engine) List(ctx context.Context, actor PersonID, q Query) iter.Seq2[Summary, error] {
	return func(yield func(Summary, error) bool) {
		lister, err := listerOf(e.store)
		if err != nil {
			yield(Summary{}, err)
			return
		}
		facts, err := e.ask(ctx, Need{Actor: actor})
		if err != nil {
			yield(Summary{}, err)
			return
		}
		viewer := ViewerOf(e.o.Policy, actor, facts.Person(actor))
		q.Viewer = &viewer
		for s, err := range lister.List(ctx, q) {
			if err == nil && !CanView(&s, viewer) {
				continue // whatever the store thinks
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// listerOf is the one place where a store is asked for the optional Lister.
func listerOf(s Store) (Lister, error) {
	if l, ok := s.(Lister); ok {
		return l, nil
	}
	return nil, fmt.Errorf("%w: it has no List", ErrUnsupported)
}

// BySerial gives the state and content of the enrolment that the
// certificate with that serial is of; ok is false where there is none. It asks
// nobody's rights: it is for a page on which anybody checks a certificate, and
// that page must show nothing of the result but what package certificate
// answers. It needs a [Lister].
func (e *Engine) BySerial(ctx context.Context, typed string) (fw *proficiency.Framework, s State, ok bool, err error) {
	serial, ok := ParseSerial(typed)
	if !ok {
		return nil, State{}, false, nil
	}
	lister, err := listerOf(e.store)
	if err != nil {
		return nil, State{}, false, err
	}
	for sum, err := range lister.List(ctx, Query{Serial: serial, Limit: 1}) {
		if err != nil {
			return nil, State{}, false, err
		}
		cur, err := e.current(ctx, sum.Enrolment)
		if err != nil || !cur.state.issued(serial) { // a list can be wrong: the records count
			return nil, State{}, false, err
		}
		return cur.fw, cur.state, true, nil
	}
	return nil, State{}, false, nil
}

// issued reports whether one of the sign-offs has that serial.
func (s *State) issued(serial string) bool {
	return slices.ContainsFunc(s.SignOffs(), func(e *SignedOff) bool { return e.Serial == serial })
}
