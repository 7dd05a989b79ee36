package workflow

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// Enrol, by somebody with the capability enrol, or by the learner where the
// content allows it, opens an enrolment or revives a withdrawn one.
//
// Where the framework's subject is a centre, that is Centre itself: there is no
// learner, and its contributors and its accountable person are named, all of them
// delegates of it. The accountable person enrols it where the content allows that.
type Enrol struct {
	// Learner is who is enrolled; empty where a centre is.
	Learner PersonID
	// Contributors are 1 to MaxContributors people who answer for the centre, in any order.
	Contributors []PersonID
	// Accountable is who does for the centre what else a learner does. It may be a
	// contributor as well.
	Accountable PersonID
	// Framework is the version to enrol on. A zero version means the newest
	// one open for enrolment; a revived enrolment stays on its own version or,
	// where that can be finished no more, is upgraded to the newest open one.
	Framework proficiency.Ref
	Centre    CentreID
	// CompleteBy is the day by which the learner should finish; zero for none.
	CompleteBy proficiency.Date
	// Attributes say what applies: the value of each of the framework's attributes.
	// An enrolment that is revived by somebody who may see it goes on with those
	// that are not given.
	Attributes []proficiency.Setting
	// Override lets the learner begin without frameworks that are required before
	// enrolment: by somebody who also has the capability override-requirement.
	Override Override
}

// An Override names frameworks that are required and let go for one learner.
type Override struct {
	// Frameworks are those that are let go: required before enrolment, and not held.
	Frameworks []proficiency.FrameworkID
	// Reason is needed.
	Reason string
}

func (o *Override) given() bool { return len(o.Frameworks) > 0 || o.Reason != "" }

// Agree, by the learner, accepts the framework's declaration.
type Agree struct{}

// AddSupervisor, by the learner or somebody with the capability reassign, lets a person be asked.
type AddSupervisor struct{ Person PersonID }

// RemoveSupervisor, by the learner or the person, ends that.
type RemoveSupervisor struct{ Person PersonID }

// RequestSignOff, by the learner, asks one person for the final sign-off.
type RequestSignOff struct {
	To PersonID
	// Accept says that the learner accepts the framework's learner statement, where there is one.
	Accept bool
}

// WithdrawSignOff, by the learner, takes back a pending request for sign-off.
type WithdrawSignOff struct{}

// SignOff, by the addressee, gives the final sign-off.
type SignOff struct {
	// Accept says that the signatory accepts the framework's signatory statement, where there is one.
	Accept  bool
	Comment string
}

// DeclineSignOff, by the addressee, refuses the final sign-off with a reason.
type DeclineSignOff struct{ Reason string }

// Withdraw ends the enrolment: by the capability withdraw with a reason, by
// withdraw-not-started while nothing was done, or by learners who enrolled
// themselves while nothing was done.
type Withdraw struct{ Reason string }

// EnrolTrial, by anybody for themselves, opens a trial: a record of its own in
// which that person plays all parts without appointments. It is in no list of
// others, no count and no reminder, and its certificate says EXAMPLE ONLY. A
// trial that was withdrawn is opened again.
type EnrolTrial struct {
	// Framework is the version to try. A zero version means the newest one open
	// for enrolment.
	Framework proficiency.Ref
	// Trial tells several trials of one person on one framework apart, from 1.
	Trial int
	// Zone is the IANA name of the time zone of the trial's dates; empty is UTC.
	Zone string
	// Attributes are as in [Enrol].
	Attributes []proficiency.Setting
}

// RemindSignOff, by the learner, reminds the person asked for the sign-off:
// not sooner after the request or the last reminder than the policy says.
type RemindSignOff struct{}

// Reassign, by the capability reassign or by the person leaving, hands what is
// pending with one person to another. What the other may not take stays where
// it is, and the [Reassigned] event lists it.
type Reassign struct {
	From, To PersonID
	// Items are those whose requests are handed over, and nothing else is then.
	// Each must be pending with From. None means everything that is pending, the
	// sign-off as well: where that is too large for one record, some are named at
	// a time, and the rest goes with none named.
	Items []proficiency.ItemID
	// Supervisor hands over the place as supervisor, too, also with nothing
	// pending. It stays where something stays pending with From.
	Supervisor bool
}

// RevokeSignOff, by the capability revoke-sign-off, revokes the last sign-off,
// whether it stands, has lapsed or is void, and its certificate for ever.
type RevokeSignOff struct{ Reason string }

// SetCompleteBy, by the capability set-complete-by, sets the day by which the
// learner should finish; the zero date is none.
type SetCompleteBy struct{ On proficiency.Date }

// SetAttributes, by the capability set-attributes, changes what decides which
// items apply and which levels are asked of them: the attributes that are named,
// and no others. What applies no more, or has an answer that is not enough any
// more, keeps its answers and decisions and loses a pending request. A sign-off
// that stands is voided where what counts changes: an item that counts by itself,
// what the rule of a group asks for or has, or where more optional items are asked
// for than are chosen, now that more apply. It is voided, too, where an answer that
// counts is below the level that is asked now.
type SetAttributes struct {
	Attributes []proficiency.Setting
	// Reason is needed.
	Reason string
}

// Upgrade, by the capability upgrade, has the enrolment go on with a newer
// version of its framework, by the migration of the catalogue. [PlanUpgrade] and
// [Engine.PlanUpgrade] say beforehand what becomes of what: whatever carries over
// stands as it was, and keeps who decided it and on which text. What the new
// version asks again, or no more, loses its pending requests, and a pending
// request for sign-off is withdrawn where anything is asked again. On the version
// that it is on already nothing changes.
type Upgrade struct {
	// To is the version to go on with; zero means the newest one that is open for
	// enrolment.
	To proficiency.Version
}

// OverrideRequirement, by the capability override-requirement, lets the learner
// be signed off without a framework that is required before the sign-off, and
// not held. It stands until the enrolment is withdrawn, and certificates name it.
type OverrideRequirement struct {
	Framework proficiency.FrameworkID
	// Reason is needed.
	Reason string
}

// AcceptTransfer, by the capability accept-transfer, takes over the record of an
// enrolment on the same framework that was kept elsewhere: what is confirmed and
// in date there is confirmed here, whatever the gates, with its answer, its end
// and who confirmed it. Another version comes by the migration of the catalogue,
// and of it only what carries. Taken over is what was never decided here and is
// not asked; [PlanTransfer] says beforehand what is, and what is left out and why.
// Of what was taken over, only [SetAside] takes anything back. A sign-off of the
// origin counts where another framework requires this one, and gives no status.
//
// The same record again changes nothing, and a later export of it takes over
// what is new.
type AcceptTransfer struct {
	Transfer Transfer
	// Items, by the ids that they have here, are those to take over, and nothing
	// else is then. None means all that can be: where that is too large for one
	// record, some are named at a time, and the rest goes with none named.
	Items []proficiency.ItemID
}

// SetContributors, by the accountable person, says who contributes to the
// enrolment of a centre from now on: 1 to MaxContributors of its delegates, in
// any order, none of them a supervisor here. The answers of who contributes no
// more stay.
type SetContributors struct{ Contributors []PersonID }

// SetAccountable, by the capability set-accountable, makes another delegate the
// accountable person of a centre's enrolment, who is no supervisor here. What is
// pending stays, and where the framework has a declaration the new one agrees to it anew.
type SetAccountable struct {
	Person PersonID
	// Reason is needed.
	Reason string
}

// AddCentre, by the learner or by the capability add-centre at one of its
// centres, takes the record to a further centre.
type AddCentre struct{ Centre CentreID }

// RemoveCentre, by the capability remove-centre at that centre, takes the
// centre off the enrolment; never the last.
type RemoveCentre struct{ Centre CentreID }

// Redact, by the capability redact, removes one free text of a stored record
// for ever. Everything else of the record stays and can still be verified. It
// needs a store that is an [Eraser].
type Redact struct {
	// Record is the record that holds the text.
	Record Seq
	// Text is the text's digest in it.
	Text canonical.Digest
}
