package workflow

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

// MaxContributors is how many contributors the enrolment of a centre may have.
const MaxContributors = 100

// Subject is the centre whose record it is; empty where it is a learner's.
func (s *State) Subject() CentreID { return s.enr().subject() }

// Contributors are those who may answer for the centre whose record it is, in
// order of their ids; none where it is a learner's.
func (s *State) Contributors() []PersonID { return slices.Clone(s.enr().contributors) }

// Accountable is who does for the centre whose record it is what else a
// learner does; empty where it is a learner's.
func (s *State) Accountable() PersonID { return s.enr().accountable }

// Responsible is whose turn it is where nobody else's is: the learner, or the
// accountable person of a centre.
func (s *State) Responsible() PersonID { return s.enr().responsible() }

func (e *enrolment) subject() CentreID {
	if e.accountable == "" || e.enrolled == nil {
		return ""
	}
	return e.enrolled.Centre
}

func (e *enrolment) responsible() PersonID {
	if e.learner != "" {
		return e.learner
	}
	return e.accountable
}

// contributed reports whether a command that is the learner's is the
// contributors' where a centre is the subject. Every other is the accountable
// person's. Nothing else says so.
func contributed(kind Kind) bool { return kind == KindSelfAssess }

// plays reports whether a person plays the learner's part in commands of a kind.
func (e *enrolment) plays(kind Kind, p PersonID) bool {
	if e.accountable != "" && contributed(kind) {
		return slices.Contains(e.contributors, p)
	}
	return p == e.responsible()
}

// own reports whether it is the person's own enrolment, in which nothing can be
// asked of them and they decide nothing, whatever roles they hold.
func (e *enrolment) own(p PersonID) bool {
	return p == e.responsible() || slices.Contains(e.contributors, p)
}

// plays reports whether the actor plays the learner's part in this command.
func (d *decider) plays() bool { return d.s.enr().plays(d.kind, d.f.Actor) }

// own reports whether it is the actor's own enrolment.
func (d *decider) own() bool { return d.s.enr().own(d.f.Actor) }

// who is what messages call whoever does what a learner does.
func (d *decider) who() string {
	if d.s.enr().accountable != "" {
		return "the accountable person"
	}
	return "the learner"
}

// whose is what messages call the subject, and many what they call several.
func (d *decider) whose() string {
	if d.fw.Subject() == proficiency.SubjectCentre {
		return "the centre"
	}
	return "the learner"
}

func (d *decider) many() string {
	if d.fw.Subject() == proficiency.SubjectCentre {
		return "centres"
	}
	return "learners"
}

// notTheirs is the reason against whoever does not play the learner's part.
func (d *decider) notTheirs() Reason {
	switch {
	case d.s.enr().accountable == "":
		return Reason{Code: NotTheLearner, Message: "only the learner may do this"}
	case contributed(d.kind):
		return Reason{
			Code: NotAContributor, Message: "only a contributor may do this", Remedy: "have the accountable person make you a contributor",
		}
	}
	return Reason{Code: NotAccountable, Message: "only the accountable person may do this"}
}

// ofCentre reports whether the command is meant to enrol a centre.
func (c *Enrol) ofCentre() bool { return c.Accountable != "" || len(c.Contributors) > 0 }

// rightSubject: the command enrols what the framework is about.
func (d *decider) rightSubject(c *Enrol) bool {
	of, says := d.fw.Subject(), ""
	switch {
	case of == proficiency.SubjectCentre && c.Learner != "":
		says = "name the centre, its contributors and the accountable person, and no learner"
	case of == proficiency.SubjectPerson && c.ofCentre():
		says = "name the learner, and neither contributors nor an accountable person"
	default:
		return true
	}
	d.wrongSubject(says)
	return false
}

// ofPerson: what the command does is for learners alone.
func (d *decider) ofPerson(says string) bool {
	if d.s.enr().accountable != "" {
		d.wrongSubject(says)
	}
	return d.s.enr().accountable == ""
}

// ofCentre: what the command does is for centres alone.
func (d *decider) ofCentre() bool {
	if d.fw.Subject() != proficiency.SubjectCentre {
		d.wrongSubject("")
		return false
	}
	return true
}

func (d *decider) wrongSubject(remedy string) {
	d.refuse(Reason{
		Code: WrongSubject, Message: "the subject of " + d.fw.Title() + " is a " + string(d.fw.Subject()), Clause: d.fw.SubjectPosition(),
		Params: map[string]string{"subject": string(d.fw.Subject())}, Remedy: remedy,
	})
}
