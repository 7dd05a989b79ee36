package workflow

import (
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/roles"
)

func (c *SetContributors) decide(d *decider) {
	if !d.contributorSetter() {
		return
	}
	people := d.contributing(c.Contributors, d.s.enr().subject())
	for _, p := range people {
		d.notASupervisor(p)
	}
	before := d.s.enr().contributors
	for _, p := range people {
		if !slices.Contains(before, p) {
			d.add(&ContributorAdded{Stamp: d.stamp, Person: p})
		}
	}
	for _, p := range before {
		if !slices.Contains(people, p) {
			d.add(&ContributorRemoved{Stamp: d.stamp, Person: p})
		}
	}
}

// contributorSetter is the accountable person. A trial has no others.
func (d *decider) contributorSetter() bool {
	if !d.ofCentre() || !d.notInTrial() {
		return false
	}
	d.agreedLearner()
	return true
}

func (c *SetAccountable) decide(d *decider) {
	as, ok := d.accountableSetter()
	if !ok {
		return
	}
	reason := d.reason(c.Reason)
	if d.standsFor("the accountable person", c.Person, d.s.enr().subject()) {
		d.notASupervisor(c.Person)
	}
	if from := d.s.enr().accountable; c.Person != from {
		d.add(&AccountableSet{Stamp: d.stamp, From: from, To: c.Person, Reason: reason, As: as})
	}
}

// accountableSetter is somebody with the capability set-accountable who has no
// part in it.
func (d *decider) accountableSetter() (as Held, ok bool) {
	if !d.ofCentre() || !d.notInTrial() {
		return Held{}, false
	}
	d.notWithdrawn()
	return d.capable(roles.CanSetAccountable), true
}

// contributing are the contributors in order of their ids: at least one, none
// named twice, and all of them delegates of the centre.
func (d *decider) contributing(people []PersonID, at CentreID) []PersonID {
	if len(people) == 0 {
		d.refuse(Reason{Code: NoContributors, Message: "there is no contributor left, or named", Remedy: "name at least one"})
		return nil
	}
	if len(people) > MaxContributors {
		d.refuse(Reason{
			Code: TooLarge, Message: fmt.Sprintf("the command names %d contributors: at most %d are allowed", len(people), MaxContributors),
		})
		return nil
	}
	for i, p := range people {
		if slices.Contains(people[:i], p) {
			d.refuse(Reason{
				Code: DuplicateItem, Message: quoteID(string(p)) + " is named twice", Params: map[string]string{"person": string(p)},
			})
			continue
		}
		d.standsFor("the contributor", p, at)
	}
	return slices.Sorted(slices.Values(people))
}

// standsFor: whoever stands for a centre is a delegate of it.
func (d *decider) standsFor(what string, p PersonID, at CentreID) bool {
	if !d.validID("the id of "+what, string(p)) {
		return false
	}
	if !d.f.Person(p).DelegateOf(at) {
		d.refuse(Reason{
			Code: NotADelegate, Message: what + " " + quoteID(string(p)) + " is not an active delegate of " + quoteID(string(at)),
			Params: map[string]string{"person": string(p), "centre": string(at)}, Remedy: "register and approve them at the centre",
		})
	}
	return true
}

// notASupervisor: nothing can be asked of who stands for the centre, or is
// pending with them.
func (d *decider) notASupervisor(p PersonID) {
	if slices.Contains(d.s.enr().supervisors, p) {
		d.refuse(Reason{
			Code: IsASupervisor, Message: quoteID(string(p)) + " is a supervisor of the enrolment", Params: map[string]string{"person": string(p)},
			Remedy: "have them removed as a supervisor first",
		})
	}
}

// enrolCentre fills in the people of a centre that is enrolled, and by whom.
func (d *decider) enrolCentre(c *Enrol, e *Enrolled) {
	d.offers(c.Centre)
	e.Accountable = c.Accountable
	e.Contributors = d.contributing(c.Contributors, c.Centre)
	d.standsFor("the accountable person", c.Accountable, c.Centre)
	e.As = d.centreEnroller(c)
}

// centreEnroller: the accountable person where the content lets them, or whom
// the policy lets enrol the centre. These will supervise, and so have no part in it.
func (d *decider) centreEnroller(c *Enrol) Held {
	centre, _ := d.centres(c.Centre)
	if d.f.Actor == c.Accountable {
		if rule := d.fw.Enrolment(); !rule.Self {
			d.refuse(Reason{
				Code: SelfEnrolmentNotAllowed, Message: "nobody enrols a centre on " + d.fw.Title() + " to be accountable for it themselves",
				Clause: rule.Position, Remedy: "ask somebody whose role may enrol",
			})
		}
		d.refuseRole(d.f.Policy.CentreMayBeEnrolled(centre).Reasons, "")
		return Held{}
	}
	if slices.Contains(c.Contributors, d.f.Actor) {
		d.refuse(Reason{
			Code: IsTheLearner, Message: "nobody enrols by a role what they contribute to", Remedy: "leave yourself out",
		})
	}
	may := d.f.Policy.MayEnrolCentre(d.actor, centre, d.fw.Category())
	d.refuseRole(may.Reasons, "")
	return may.As
}
