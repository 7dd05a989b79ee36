package workflow

import (
	"context"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// A View is what one person sees of one enrolment at one instant.
type View struct {
	Framework *proficiency.Framework
	State     State
	Summary   Summary
	// SignedOff is the content that the last sign-off was given on, or the last
	// round submitted on, for its certificate: that of Framework unless the
	// enrolment was upgraded since. It is nil where the catalogue has it no more.
	SignedOff *proficiency.Framework

	facts Facts
	// ahead is how it will be when the next command is decided, if the enrolment
	// goes on with a newer version by itself then; nil if it does not.
	ahead *goneAhead
}

// goneAhead is an enrolment on the version with which it goes on by itself.
type goneAhead struct {
	fw    *proficiency.Framework
	state State
	facts Facts
}

// acting is what actions are judged by.
func (v *View) acting() (*proficiency.Framework, *State, Facts) {
	if a := v.ahead; a != nil {
		return a.fw, &a.state, a.facts
	}
	return v.Framework, &v.State, v.facts
}

// Actions are what the viewer may do with the enrolment, allowed or refused with
// reasons. Where it goes on with a newer version by itself before the next
// command, these and the ones below are by that version.
func (v *View) Actions() []Action { return Actions(v.acting()) }

// ItemActions are what the viewer may do with one item.
func (v *View) ItemActions(item proficiency.ItemID) []Action {
	fw, s, f := v.acting()
	return ItemActions(fw, s, f, item)
}

// SectionActions are what the viewer may do with one section as a whole.
func (v *View) SectionActions(section proficiency.SectionID) []Action {
	fw, s, f := v.acting()
	return SectionActions(fw, s, f, section)
}

// ItemStatus is where an item stands; empty for an item that the framework lacks.
func (v *View) ItemStatus(item proficiency.ItemID) ItemStatus {
	it := v.Framework.Item(item)
	if it == nil {
		return ""
	}
	return ItemStatusOf(v.Framework, &v.State, it, v.facts.Now)
}

// WhoMay says who could give a command, on one item or, where item is empty, on the enrolment.
func (v *View) WhoMay(kind Kind, item proficiency.ItemID) Who {
	fw, s, f := v.acting()
	return WhoMay(fw, s, f, kind, item)
}

// Progress is how far the learner is: as a whole, and in each section.
func (v *View) Progress() []SectionProgress { return Progress(v.Framework, &v.State, v.facts.Now) }

// Readiness is what keeps the enrolment from its sign-off.
func (v *View) Readiness() []Reason {
	return Readiness(v.Framework, &v.State, v.facts.Now, v.facts.Attainments...)
}

// Recommendations are the pages that help the learner as the answers stand.
func (v *View) Recommendations() []Recommendation { return Recommendations(v.Framework, &v.State) }

// EnrolmentID is the id of a learner's enrolment on a framework, whether it exists or not.
func (e *Engine) EnrolmentID(learner PersonID, framework proficiency.FrameworkID) EnrolmentID {
	return e.o.EnrolmentID(EnrolmentKey{Tenant: e.o.Tenant, Learner: learner, Framework: framework})
}

// CentreEnrolmentID is the id of a centre's own enrolment on a framework whose
// subject is a centre, whether it exists or not.
func (e *Engine) CentreEnrolmentID(centre CentreID, framework proficiency.FrameworkID) EnrolmentID {
	return e.o.EnrolmentID(EnrolmentKey{Tenant: e.o.Tenant, Centre: centre, Framework: framework})
}

// TrialID is the id of a person's trial of a framework, whether it exists or
// not. The number of a trial is at least 1.
func (e *Engine) TrialID(person PersonID, framework proficiency.FrameworkID, trial int) EnrolmentID {
	return e.o.EnrolmentID(EnrolmentKey{Tenant: e.o.Tenant, Learner: person, Framework: framework, Trial: max(1, trial)})
}

// View gives the enrolment as it is now, to an actor who may see it. For
// everybody else, and where there is none, the error is a *[Denied] with the
// one reason [NotFound].
func (e *Engine) View(ctx context.Context, actor PersonID, id EnrolmentID) (View, error) {
	cur, err := e.current(ctx, id)
	if err != nil {
		return View{}, err
	}
	if cur.fw == nil || !cur.state.Exists() {
		return View{}, notFound()
	}
	need := Need{Actor: actor, Centres: cur.state.Centres(), People: cur.state.Supervisors(), Framework: cur.fw.ID()}
	if cur.state.trial() {
		need.Zone = cur.state.enr().enrolled.Zone
	}
	need.attained(cur.fw, &cur.state, &SignOff{})
	cur.state.each(func(_ proficiency.ItemID, it *itemState) bool { // when each may be renewed
		need.decidedAt(it.decision)
		return true
	})
	facts, err := e.ask(ctx, need)
	if err != nil {
		return View{}, err
	}
	if err := e.ownLife(&facts, cur.fw); err != nil {
		return View{}, err
	}
	facts.Now = cur.state.notBefore(facts.Now)
	sum := summarise(cur.fw, &cur.state, cur.tally, facts.Now)
	if !CanView(&sum, ViewerOf(e.o.Policy, actor, facts.Person(actor))) {
		return View{}, notFound()
	}
	v := View{Framework: cur.fw, State: cur.state, Summary: sum.Clone(), SignedOff: e.signedOff(&cur), facts: facts}
	v.ahead = e.goesOn(ctx, &v)
	return v, nil
}

// goesOn is where the enrolment goes on by itself before the next command; nil if it does not.
func (e *Engine) goesOn(ctx context.Context, v *View) *goneAhead {
	d := decider{fw: v.Framework, s: &v.State, f: v.facts}
	d.stamp.At = v.facts.Now
	facts := v.facts
	if facts.Target = e.automatic(ctx, &d); facts.Target == nil {
		return nil
	}
	events, after := autoUpgraded(v.Framework, &v.State, facts)
	if events == nil {
		return nil
	}
	a := &goneAhead{fw: facts.Target.Framework, state: after, facts: facts}
	a.facts.Lifecycle, a.facts.Target = &facts.Target.Lifecycle, nil
	return a
}

// signedOff is the content that the last sign-off was given on, or the last round
// submitted on: the enrolment's own where there is none, and nil where the
// catalogue has it no more.
func (e *Engine) signedOff(cur *loaded) *proficiency.Framework {
	var in Seq
	if given := cur.state.signOff.given; given != nil {
		in = given.Seq
	}
	if last := cur.state.submission(); last != nil && cur.fw.Unsupervised().Set {
		in = last.Seq
	}
	if in == 0 {
		return cur.fw
	}
	ref, digest := cur.state.ContentAt(in)
	if digest == cur.fw.Digest() {
		return cur.fw
	}
	fw, err := e.pinned(ref, digest)
	if err != nil {
		return nil
	}
	return fw
}

// notBefore is the instant, or that of the last record if it is later: time
// never goes back within an enrolment, whoever's clock does.
func (s *State) notBefore(at time.Time) time.Time {
	if at.Before(s.at) {
		return s.at
	}
	return at
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
	return e.loadRecords(ctx, id, 0)
}
