package workflow

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func (c *Enrol) decide(d *decider) {
	if !d.rightSubject(c) || !d.subjectNamed(c) {
		return
	}
	e := &Enrolled{Stamp: d.stamp, Learner: c.Learner, Centre: c.Centre, CompleteBy: c.CompleteBy}
	mayEnrol := false
	if d.fw.Subject() == proficiency.SubjectCentre {
		d.enrolCentre(c, e)
		mayEnrol = len(d.reasons) == 0
	} else {
		e.As = d.enroller(c)
		mayEnrol = len(d.reasons) == 0
		d.receives(c.Centre, c.Learner)
	}
	if d.s.Exists() && d.known(c) {
		return
	}
	if !d.s.Exists() {
		d.takesNew(c.Centre)
	}
	d.notPast("the date to complete by", c.CompleteBy, c.Centre)
	if !c.CompleteBy.IsZero() {
		e.DueAt = c.CompleteBy.EndIn(d.zone(c.Centre)).UTC()
	}
	e.Attributes = d.enrolledWith(c.Attributes)
	overrides := d.meetsRequirements(c, mayEnrol)
	e.Attainments = d.reliedOn(proficiency.BeforeEnrolment)
	d.add(e)
	d.revivedWith(e.Attributes)
	for _, o := range overrides {
		d.add(o)
	}
	if !e.self() {
		d.add(&SupervisorAdded{Stamp: d.stamp, Person: d.f.Actor})
	}
}

// subjectNamed: the ids of whose enrolment it is can be ones.
func (d *decider) subjectNamed(c *Enrol) bool {
	if d.fw.Subject() == proficiency.SubjectPerson && !d.validID("the learner's id", string(c.Learner)) {
		return false
	}
	return d.validID("the centre's id", string(c.Centre))
}

// self reports whether learners enrolled themselves, or the accountable person the centre.
func (e *Enrolled) self() bool { return e.By == e.Learner || e.By == e.Accountable }

// known is for an enrolment that exists, and reports whether that settles the
// command. Nothing of it is told to whoever may neither see it nor enrol the
// learner: they hear what they would hear if there were none.
func (d *decider) known(c *Enrol) bool {
	switch {
	case !d.mayView() && len(d.reasons) > 0:
	case d.s.newer:
		d.reasons = nil
		d.refuse(newer)
	case d.s.enr().withdrawn == nil:
		d.reasons = nil
		d.alreadyEnrolled()
	default:
		d.revivedOn(c.Centre)
		d.sameVersion(c.Framework)
		return false
	}
	return true
}

func (d *decider) validID(what, id string) bool {
	err := checkID(what, id)
	if err != nil {
		d.refuse(Reason{Code: InvalidID, Message: err.Error()})
	}
	return err == nil
}

// alreadyEnrolled names the enrolment only to those who may see it.
func (d *decider) alreadyEnrolled() {
	if d.mayView() {
		d.refuse(Reason{
			Code: AlreadyEnrolled, Message: d.whose() + " is enrolled already: " + string(d.s.ID()),
			Params: map[string]string{"enrolment": string(d.s.ID())},
		})
		return
	}
	if d.s.enr().accountable != "" { // there is no elsewhere
		d.refuse(Reason{Code: AlreadyEnrolled, Message: "the centre is enrolled already", Remedy: "ask somebody who may see its enrolments"})
		return
	}
	d.refuse(Reason{
		Code: AlreadyEnrolledElsewhere, Message: "already enrolled elsewhere: the learner can add this centre",
		Remedy: "ask the learner to add this centre",
	})
}

// enroller: learners themselves where the content lets them, or whom the policy lets enrol them.
func (d *decider) enroller(c *Enrol) Held {
	centre, all := d.centres(c.Centre)
	if d.f.Actor == c.Learner {
		if rule := d.fw.Enrolment(); !rule.Self {
			d.refuse(Reason{
				Code: SelfEnrolmentNotAllowed, Message: "learners do not enrol themselves on " + d.fw.Title(), Clause: rule.Position,
				Remedy: "ask somebody whose role may enrol",
			})
		}
		d.refuseRole(d.f.Policy.MayBeEnrolled(d.f.Person(c.Learner), centre, all).Reasons, "")
		return Held{}
	}
	may := d.f.Policy.MayEnrol(roles.Enrolling{
		Actor: d.actor, Learner: d.f.Person(c.Learner), Centre: centre, Category: d.fw.Category(), LearnerCentres: all,
	})
	d.refuseRole(may.Reasons, "")
	return may.As
}

// centres are the centres known, and the one that the command names among them.
func (d *decider) centres(named CentreID) (centre roles.Centre, all []roles.Centre) {
	centre = roles.Centre{ID: named}
	for i := range d.f.Centres {
		c := d.f.Centres[i].Centre
		all = append(all, c)
		if c.ID == named {
			centre = c
		}
	}
	return centre, all
}

// receives: the centre is known and offers the framework, and the learner is a delegate of it.
func (d *decider) receives(at CentreID, learner PersonID) {
	d.offers(at)
	if !d.f.Person(learner).DelegateOf(at) {
		d.refuse(Reason{
			Code: NotADelegate, Message: "the learner is not an active delegate of " + quoteID(string(at)),
			Params: map[string]string{"centre": string(at), "framework": string(d.fw.ID())},
			Remedy: "register and approve the learner at the centre",
		})
	}
}

// offers: the centre is known and offers the framework.
func (d *decider) offers(at CentreID) {
	params := map[string]string{"centre": string(at), "framework": string(d.fw.ID())}
	switch centre := d.f.Centre(at); {
	case centre == nil:
		d.refuse(Reason{Code: UnknownCentre, Message: "there is no centre " + quoteID(string(at)), Params: params})
	case !centre.Offers:
		d.refuse(Reason{
			Code: NotOffered, Message: quoteID(string(at)) + " does not offer " + d.fw.Title(), Params: params,
			Remedy: "have the centre offer the framework",
		})
	}
}

// sameVersion: a revived enrolment goes on where it was, or on the version that
// it has just been upgraded to.
func (d *decider) sameVersion(ref proficiency.Ref) {
	if ref.Version != (proficiency.Version{}) && ref != d.s.enr().framework {
		d.refuse(Reason{
			Code: PinnedToVersion, Message: "the withdrawn enrolment goes on with " + d.s.enr().framework.String(),
			Remedy: "name no version",
		})
	}
}

// takesNew: the version takes new learners today.
func (d *decider) takesNew(at CentreID) {
	life := d.f.Lifecycle
	if life == nil {
		life = &proficiency.Lifecycle{}
	}
	if ok, why, clause := life.OpenForEnrolment(d.todayAt(at)); !ok {
		d.refuse(Reason{
			Code: EnrolmentClosed, Message: d.fw.Ref().String() + " takes no new " + d.many() + ": " + why, Clause: clause,
			Remedy: "enrol on a version that is open",
		})
	}
}

func (d *decider) notPast(what string, day proficiency.Date, centre CentreID) {
	if !day.IsZero() && day.Before(d.todayAt(centre)) {
		d.refuse(Reason{
			Code: InvalidDate, Message: what + " " + day.String() + " is in the past",
			Params: map[string]string{"date": day.String()}, Remedy: "give today's date or a later one",
		})
	}
}

func (*Agree) decide(d *decider) {
	d.agreeable()
	if d.s.enr().agreed == nil {
		d.add(&Agreed{Stamp: d.stamp})
	}
}

// agreeable: there is a declaration; agreeing twice changes nothing.
func (d *decider) agreeable() {
	d.learner()
	if !d.fw.Declaration().Asked() {
		d.refuse(Reason{Code: NothingAsked, Message: d.fw.Title() + " asks for no declaration"})
	}
}

func (c *Withdraw) decide(d *decider) {
	as := d.withdrawer(!isBlank(c.Reason))
	reason := d.text("the reason", c.Reason)
	d.endPending(CauseEnrolmentWithdrawn, func(PersonID) bool { return true })
	d.add(&Withdrawn{Stamp: d.stamp, Reason: reason, As: as})
}

// withdrawer: with the capability withdraw and a reason; with
// withdraw-not-started, or as a learner who enrolled by themselves, while
// nothing was done.
func (d *decider) withdrawer(hasReason bool) Held {
	d.notWithdrawn()
	if d.s.signedOff() && d.s.inDate(d.stamp.At) {
		d.refuse(Reason{
			Code: AlreadySignedOff, Message: "the enrolment is signed off",
			Params: map[string]string{"date": d.s.signOff.given.On.String()},
		})
	}
	if d.s.enr().withdrawn == nil && d.fw.Unsupervised().Set && d.s.unsupervisedStatus(d.stamp.At) == StatusSubmitted {
		d.alreadySubmitted("withdraw it once it has lapsed, or the next round has begun")
	}
	if cs := d.s.enr().centres; len(cs) > 1 {
		d.refuse(Reason{
			Code: SeveralCentres, Message: "the enrolment has several centres", Remedy: "have each centre but the last taken off first",
		})
	}
	if d.s.trial() {
		return Held{}
	}
	status := StatusOf(d.fw, d.s, d.stamp.At)
	if d.own() {
		d.learnerWithdraws(status)
		return Held{}
	}
	early := d.f.Policy.May(d.actor, roles.CanWithdrawNotStarted, d.scope())
	if early.Allowed() && status == StatusNotStarted {
		return early.As
	}
	may := d.f.Policy.May(d.actor, roles.CanWithdraw, d.scope())
	switch {
	case !may.Allowed() && early.Allowed():
		d.refuseStarted(status)
		fallthrough
	case !may.Allowed():
		d.refuseRole(may.Reasons, "")
	case !hasReason:
		d.reason("")
	}
	return may.As
}

func (d *decider) learnerWithdraws(status Status) {
	if !d.plays() {
		d.refuse(d.notTheirs())
		return
	}
	d.learnerActive()
	if e := d.s.enr().enrolled; !e.self() {
		d.refuse(Reason{
			Code: NotSelfEnrolled, Message: "learners withdraw only where they enrolled by themselves",
			Remedy: "ask somebody whose role may withdraw",
		})
	}
	d.refuseStarted(status)
}

// refuseStarted: what is withdrawn already is refused for that alone.
func (d *decider) refuseStarted(status Status) {
	if status == StatusNotStarted || status == StatusWithdrawn {
		return
	}
	d.refuse(Reason{
		Code: AlreadyStarted, Message: "only an enrolment that is not-started is withdrawn like this: this one is " + string(status),
		Params: map[string]string{"status": string(status)}, Remedy: "ask somebody whose role may withdraw with a reason",
	})
}
