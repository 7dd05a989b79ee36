package workflow

import (
	"strconv"

	"github.com/countersign-go/countersign/proficiency"
)

// MaxTrials is how many trials one person may have of one framework.
const MaxTrials = 100

// An opening is a command that opens an enrolment: there may be none yet.
type opening interface {
	Command
	framework() proficiency.Ref
	decide(d *decider)
}

func (c *Enrol) framework() proficiency.Ref      { return c.Framework }
func (c *EnrolTrial) framework() proficiency.Ref { return c.Framework }

// open decides a command that opens an enrolment.
func (d *decider) open(c opening) {
	switch c := c.(type) {
	case *Enrol:
		c.decide(d)
	case *EnrolTrial:
		c.decide(d)
	}
}

// names reports whether the command is about that content. The version that
// it names is one to begin on; what a revived enrolment is pinned to is
// another question, which sameVersion answers.
func names(ref proficiency.Ref, fw *proficiency.Framework, s *State) bool {
	if fw == nil || ref.ID != fw.ID() {
		return false
	}
	return s.Exists() || ref.Version == (proficiency.Version{}) || ref == fw.Ref()
}

// concerns reports whether the command opens what the state is of, if there is
// anything: a trial, or the real thing.
func concerns(c opening, s *State) bool {
	_, trial := c.(*EnrolTrial)
	return !s.Exists() || s.newer || s.trial() == trial
}

func (c *EnrolTrial) decide(d *decider) {
	if !d.validID("the actor's id", string(d.f.Actor)) {
		return
	}
	if c.Trial < 1 || c.Trial > MaxTrials {
		d.refuse(Reason{
			Code: InvalidTrial, Message: "a trial's number is 1 to " + strconv.Itoa(MaxTrials) + ", not " + strconv.Itoa(c.Trial),
			Params: map[string]string{"trial": strconv.Itoa(c.Trial)}, Remedy: "give a number from 1",
		})
	}
	if d.f.Zone == nil || len(c.Zone) > MaxIDLength {
		d.refuse(Reason{
			Code: InvalidTrial, Message: "there is no time zone " + quoteID(c.Zone), Params: map[string]string{"zone": c.Zone},
			Remedy: "name one such as Europe/London, or none for UTC",
		})
	}
	switch {
	case !d.s.Exists():
		d.takesNew("")
	case d.s.newer:
		d.refuse(newer)
	case d.s.enr().withdrawn == nil:
		d.alreadyEnrolled()
	default:
		d.sameVersion(c.Framework)
	}
	settings := d.enrolledWith(c.Attributes)
	d.add(&Enrolled{Stamp: d.stamp, Learner: d.f.Actor, Trial: c.Trial, Zone: c.Zone, Attributes: settings})
	d.revivedWith(settings)
}
