package workflow

import (
	"cmp"
	"context"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// A Directory is a [Host] that can say who works at centres. It is optional:
// without it [Engine.WhomToAsk] and [Engine.Leaving] know of nobody but the
// supervisors of an enrolment.
type Directory interface {
	// Appointed returns everybody who holds an appointment at one of the
	// centres, in force or not, in any order. It must be safe for concurrent
	// use and honour ctx.
	Appointed(ctx context.Context, centres []CentreID) ([]PersonID, error)
}

// A Candidate is somebody who could be asked.
type Candidate struct {
	Person PersonID
	// As is the role by which they could confirm the first of the items, or
	// sign off, and With the one beside it that gives the capability, if As
	// does not; both zero in a trial.
	As, With Held
	// Supervisor says that they are a supervisor of the enrolment already.
	Supervisor bool
}

// Candidates are those of the people in the facts who could be asked to
// confirm all of the items, or, where no item is named, for the sign-off:
// supervisors first, in order of their ids. It is about people alone. Whether an
// item can be sent now is what [ItemActions] says. In a trial it is the learner.
//
// It is pure. An item that the framework lacks, nobody can confirm, and nothing
// of a framework that is unsupervised.
func Candidates(fw *proficiency.Framework, s *State, f Facts, items ...proficiency.ItemID) []Candidate {
	d := decider{fw: fw, s: s, f: f, actor: f.Person(f.Actor)}
	d.stamp.At = s.notBefore(f.Now)
	if fw.Unsupervised().Set {
		return nil
	}
	if s.trial() {
		return []Candidate{{Person: s.Learner()}}
	}
	var out []Candidate
	for _, p := range f.People {
		if as, with, ok := d.candidate(p, items); ok {
			out = append(out, Candidate{Person: p.Person, As: as, With: with, Supervisor: slices.Contains(s.enr().supervisors, p.Person)})
		}
	}
	slices.SortFunc(out, func(a, b Candidate) int {
		if a.Supervisor != b.Supervisor {
			if a.Supervisor {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Person, b.Person)
	})
	return slices.CompactFunc(out, func(a, b Candidate) bool { return a.Person == b.Person })
}

// candidate passes the checks of a request that are about the person.
func (d *decider) candidate(p *roles.Standing, items []proficiency.ItemID) (as, with Held, ok bool) {
	if d.s.enr().own(p.Person) {
		return as, with, false
	}
	if len(items) == 0 {
		may := d.mayAs(p, roles.CanSignOff, d.fw.SignOff().By)
		before := len(d.reasons)
		d.distinctFrom(p.Person)
		return may.As, may.With, may.Allowed() && len(d.reasons) == before
	}
	for i, id := range items {
		it := d.fw.Item(id)
		if it == nil {
			return as, with, false
		}
		by, reasons := d.mayConfirm(p, it)
		if len(reasons) > 0 {
			return as, with, false
		}
		if i == 0 {
			as, with = by.as, by.with
		}
	}
	return as, with, true
}

// WhomToAsk gives those who could be asked to confirm all of the items of an
// enrolment, or, where no item is named, for its sign-off, as [Candidates]
// says. The actor must be somebody who may see the enrolment; the error is
// [NotFound] else. A host that is no [Directory] makes it look at the
// supervisors alone.
func (e *Engine) WhomToAsk(ctx context.Context, actor PersonID, id EnrolmentID, items ...proficiency.ItemID) ([]Candidate, error) {
	v, err := e.View(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	facts, err := e.colleagues(ctx, actor, v.Framework, &v.State)
	if err != nil {
		return nil, err
	}
	return Candidates(v.Framework, &v.State, facts, items...), nil
}

// colleagues are the facts with the standing of everybody who may be asked
// anything in the enrolment, as far as the host can say.
func (e *Engine) colleagues(ctx context.Context, actor PersonID, fw *proficiency.Framework, s *State) (Facts, error) {
	need := Need{Actor: actor, Centres: s.Centres(), People: s.Supervisors(), Framework: fw.ID()}
	if d, ok := e.host.(Directory); ok && !s.trial() {
		people, err := d.Appointed(ctx, need.Centres)
		if err != nil {
			return Facts{}, err
		}
		need.People = append(need.People, people...)
	}
	if s.trial() {
		need.Zone = s.enr().enrolled.Zone
	}
	slices.Sort(need.People)
	need.People = slices.Compact(need.People)
	f, err := e.ask(ctx, need)
	f.Now = s.notBefore(f.Now)
	return f, err
}
