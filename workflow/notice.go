package workflow

import (
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// A NoticeKind says what a notice is about. It is stable and part of the
// interface; hosts key their own texts by it.
type NoticeKind string

// The kinds of notice, each with who hears of it. What the learner hears of, the
// accountable person of a centre does, and of decisions, and of comments, on an
// item also the contributor who answered it.
const (
	// NoticeAsked: the addressee is asked to decide on items.
	NoticeAsked NoticeKind = "asked"
	// NoticeAskEnded: the addressee need not decide any more; Cause says why.
	NoticeAskEnded NoticeKind = "ask-ended"
	// NoticeRequestEnded: the learner hears that a request ended without a decision; Cause says why.
	NoticeRequestEnded NoticeKind = "request-ended"
	// NoticeNoted: the learner added to an answer that the addressee is to decide on.
	NoticeNoted NoticeKind = "noted"
	// NoticeReminded: the addressee is reminded of what is pending.
	NoticeReminded NoticeKind = "reminded"
	// NoticeConfirmed, NoticeRejected and NoticeRecorded, of paper: the learner hears of decisions.
	NoticeConfirmed NoticeKind = "confirmed"
	NoticeRejected  NoticeKind = "rejected"
	NoticeRecorded  NoticeKind = "recorded"
	// NoticeSuperseded: the learner changed an answer that the decider had decided on.
	NoticeSuperseded NoticeKind = "superseded"
	// NoticeSetAside: learner and decider hear that decisions were set aside.
	NoticeSetAside NoticeKind = "set-aside"
	// NoticeWaived and NoticeWaiverEnded: the learner hears of waivers.
	NoticeWaived      NoticeKind = "waived"
	NoticeWaiverEnded NoticeKind = "waiver-ended"
	// NoticeSignOffAsked, NoticeSignOffAskEnded and NoticeSignOffReminded: the addressee of the sign-off.
	NoticeSignOffAsked    NoticeKind = "sign-off-asked"
	NoticeSignOffAskEnded NoticeKind = "sign-off-ask-ended"
	NoticeSignOffReminded NoticeKind = "sign-off-reminded"
	// NoticeSignedOff and NoticeSignOffDeclined: the learner.
	NoticeSignedOff       NoticeKind = "signed-off"
	NoticeSignOffDeclined NoticeKind = "sign-off-declined"
	// NoticeSignOffVoided and NoticeSignOffRevoked: learner and signatory.
	NoticeSignOffVoided  NoticeKind = "sign-off-voided"
	NoticeSignOffRevoked NoticeKind = "sign-off-revoked"
	// NoticeSubmitted: supervisors.
	NoticeSubmitted NoticeKind = "submitted"
	// NoticeEnrolled: the learner. NoticeWithdrawn: learner and supervisors, and the
	// contributors of a centre.
	NoticeEnrolled  NoticeKind = "enrolled"
	NoticeWithdrawn NoticeKind = "withdrawn"
	// NoticeAccountable and NoticeContributor: who became the accountable person, or
	// a contributor, of a centre, also by its being enrolled. NoticeNotAccountable and
	// NoticeNoContributor: who is that no longer.
	NoticeAccountable    NoticeKind = "accountable"
	NoticeNotAccountable NoticeKind = "not-accountable"
	NoticeContributor    NoticeKind = "contributor"
	NoticeNoContributor  NoticeKind = "no-contributor"
	// NoticeSupervisor and NoticeNoSupervisor: who became or is no longer a supervisor.
	NoticeSupervisor   NoticeKind = "supervisor"
	NoticeNoSupervisor NoticeKind = "no-supervisor"
	// NoticeReassigned, of items, NoticeSignOffReassigned and
	// NoticePlaceReassigned, of the place as supervisor: the learner and both persons.
	NoticeReassigned        NoticeKind = "reassigned"
	NoticeSignOffReassigned NoticeKind = "sign-off-reassigned"
	NoticePlaceReassigned   NoticeKind = "place-reassigned"
	// NoticeCommented: supervisors of the learner's comments, the learner of theirs.
	NoticeCommented NoticeKind = "commented"
	// NoticeUpgraded: the learner hears that the enrolment goes on with a newer
	// version, unless that came about by itself.
	NoticeUpgraded NoticeKind = "upgraded"
	// NoticeCompleteBy, NoticeAttributes, NoticeCentreAdded and NoticeCentreRemoved: the learner.
	NoticeAttributes    NoticeKind = "attributes"
	NoticeCompleteBy    NoticeKind = "complete-by"
	NoticeCentreAdded   NoticeKind = "centre-added"
	NoticeCentreRemoved NoticeKind = "centre-removed"
	// NoticeOverridden: the learner may go on without a framework that is required.
	NoticeOverridden NoticeKind = "requirement-overridden"
	// NoticeTransferred: the learner hears of what was taken over from elsewhere.
	// NoticeSignOffTransferred: of nothing but what has become of the sign-off there.
	NoticeTransferred        NoticeKind = "transferred"
	NoticeSignOffTransferred NoticeKind = "sign-off-transferred"
)

// A Notice says that a person should hear of something. How it reaches them
// is the host's affair. It holds no free text: what was written is read in the
// enrolment, by whoever may.
type Notice struct {
	// Key is the same whenever the same notice is made again, so that a host can
	// send it once.
	Key  string
	To   PersonID
	Kind NoticeKind

	Enrolment EnrolmentID
	Framework proficiency.Ref
	// Learner is whose enrolment it is; where it is a centre's, Subject is instead.
	Learner PersonID
	Subject CentreID
	// By is who brought it about, and At when.
	By PersonID
	At time.Time
	// Items are those concerned, in the order of the record; there may be none.
	Items []proficiency.ItemID
	// Cause says why something ended, where nobody ended it by name.
	Cause Cause
	// Person is the other person of a reassignment, or of another's becoming
	// accountable: who has it now, or, for that person, who had it before.
	Person PersonID
	// Centre and Date are those that were set, where one was.
	Centre CentreID
	Date   proficiency.Date
}

// Notices says who should hear of what a command did, each person once for
// each kind and cause: twelve items sent to one person are one notice. Whoever
// gave the command is told nothing of it, and nobody is told of a trial. It is
// pure; a replayed result, as the engine gives it, has the same notices with
// the same keys.
func Notices(r Result) []Notice {
	s := &r.State
	if r.then != nil {
		s = r.then
	}
	events, err := r.Record.decoded()
	if err != nil || r.Record.Seq == 0 || s.trial() {
		return nil
	}
	t := teller{r: &r.Record, s: s, learner: s.Responsible(), id: r.Enrolment}
	for _, e := range events {
		if moved, ok := e.(*Reassigned); ok {
			t.moved = moved
		}
	}
	for _, e := range events {
		t.event(e)
	}
	return t.notices
}

// A teller collects the notices of one record.
type teller struct {
	r       *Record
	s       *State
	id      EnrolmentID
	learner PersonID // or the accountable person of a centre
	moved   *Reassigned
	notices []Notice
}

// tell adds a notice, or its items to one that says the same.
func (t *teller) tell(to PersonID, kind NoticeKind, cause Cause, items ...proficiency.ItemID) *Notice {
	if to == "" || to == t.r.Actor {
		return new(Notice) // for nobody
	}
	i := slices.IndexFunc(t.notices, func(n Notice) bool { return n.To == to && n.Kind == kind && n.Cause == cause })
	if i < 0 {
		i = len(t.notices)
		t.notices = append(t.notices, Notice{
			Key: fmt.Sprintf("%s/%d/%s/%s/%s", t.id, t.r.Seq, kind, cause, to), To: to, Kind: kind, Cause: cause,
			Enrolment: t.id, Framework: t.r.Framework, Learner: t.s.enr().learner, Subject: t.s.enr().subject(), By: t.r.Actor, At: t.r.At,
		})
	}
	t.notices[i].Items = append(t.notices[i].Items, items...)
	return &t.notices[i]
}

func (t *teller) event(event Event) {
	switch e := event.(type) {
	case *Requested:
		t.asked(e)
	case *RequestEnded:
		if e.Cause != CauseReassigned {
			t.tell(e.To, NoticeAskEnded, e.Cause, e.Items...)
		}
		if e.Cause != CauseReassigned && e.Cause != CauseEnrolmentWithdrawn { // which tell more
			t.tell(t.learner, NoticeRequestEnded, e.Cause, e.Items...)
		}
	case *Answered:
		if r := t.s.lookup(e.Item).request; r != nil && !e.Paper {
			t.tell(r.To, NoticeNoted, "", e.Item)
		}
	case *Decided:
		t.decided(e)
	case *DecisionEnded:
		t.decisionEnded(e)
	case *Waived:
		t.tell(t.learner, NoticeWaived, "", e.Item)
	case *WaiverEnded:
		t.tell(t.learner, NoticeWaiverEnded, e.Cause, e.Item)
	case *Commented:
		t.commented(e)
	case *Reassigned:
		t.reassigned(e)
	case *Reminded:
		t.reminded(e)
	default:
		t.enrolmentEvent(event)
	}
}

func (t *teller) enrolmentEvent(event Event) {
	switch e := event.(type) {
	case *SignOffRequested:
		if t.moved == nil {
			t.tell(e.To, NoticeSignOffAsked, "")
		}
	case *SignOffRequestEnded:
		if e.Cause != CauseReassigned {
			t.tell(e.To, NoticeSignOffAskEnded, e.Cause)
			t.tell(t.learner, NoticeSignOffAskEnded, e.Cause)
		}
	case *SignOffDeclined:
		t.tell(t.learner, NoticeSignOffDeclined, "")
	case *SignedOff:
		t.tell(t.learner, NoticeSignedOff, "").Date = e.On
	case *SignOffVoided:
		t.tell(t.learner, NoticeSignOffVoided, e.Cause)
		t.tell(e.Signatory, NoticeSignOffVoided, e.Cause)
	case *SignOffRevoked:
		t.tell(t.learner, NoticeSignOffRevoked, "")
		t.tell(e.Signatory, NoticeSignOffRevoked, "")
	case *Submitted:
		for _, p := range t.s.enr().supervisors {
			t.tell(p, NoticeSubmitted, "").Date = e.On
		}
	case *Enrolled:
		t.enrolled(e)
	case *ContributorAdded:
		t.tell(e.Person, NoticeContributor, "")
	case *ContributorRemoved:
		t.tell(e.Person, NoticeNoContributor, "")
	case *AccountableSet:
		t.tell(e.To, NoticeAccountable, "").Person = e.From
		t.tell(e.From, NoticeNotAccountable, "").Person = e.To
	case *Withdrawn:
		t.withdrawn()
	case *CompleteBySet:
		t.tell(t.learner, NoticeCompleteBy, "").Date = e.CompleteBy
	case *AttributesSet:
		t.tell(t.learner, NoticeAttributes, "")
	case *Upgraded:
		if !e.Automatic {
			t.tell(t.learner, NoticeUpgraded, "")
		}
	case *TransferAccepted:
		if len(e.Items) == 0 {
			t.tell(t.learner, NoticeSignOffTransferred, "")
		}
		for i := range e.Items {
			t.tell(t.learner, NoticeTransferred, "", e.Items[i].Item)
		}
	case *RequirementOverridden:
		t.tell(t.learner, NoticeOverridden, "")
	case *CentreAdded:
		t.tell(t.learner, NoticeCentreAdded, "").Centre = e.Centre
	case *CentreRemoved:
		t.tell(t.learner, NoticeCentreRemoved, "").Centre = e.Centre
	case *SupervisorAdded:
		t.supervisor(e.Person, NoticeSupervisor)
	case *SupervisorRemoved:
		t.supervisor(e.Person, NoticeNoSupervisor)
	}
}

// asked tells the addressee; who takes over hears of that instead.
func (t *teller) asked(e *Requested) {
	if t.moved == nil {
		t.tell(e.To, NoticeAsked, "", e.Item)
	}
}

func (t *teller) decided(e *Decided) {
	kind := NoticeRejected
	if e.Paper != nil {
		kind = NoticeRecorded
	} else if e.Outcome == Confirmed {
		kind = NoticeConfirmed
	}
	t.tell(t.learner, kind, "", e.Item)
	t.tell(t.author(e.Item), kind, "", e.Item)
}

// author is the contributor of a centre who answered an item, if they still are
// one; empty where they are told already.
func (t *teller) author(item proficiency.ItemID) PersonID {
	given := t.s.lookup(item).answer
	if given == nil || given.Contributor == t.learner || !slices.Contains(t.s.enr().contributors, given.Contributor) {
		return ""
	}
	return given.Contributor
}

// enrolled tells the learner, or who stands for the centre.
func (t *teller) enrolled(e *Enrolled) {
	t.tell(e.Learner, NoticeEnrolled, "").Date = e.CompleteBy
	t.tell(e.Accountable, NoticeAccountable, "").Date = e.CompleteBy
	for _, p := range e.Contributors {
		t.tell(p, NoticeContributor, "")
	}
}

// decisionEnded tells the decider of what the learner superseded, and both of
// what was set aside. That a rejected item is worked on again is no news.
func (t *teller) decisionEnded(e *DecisionEnded) {
	switch e.Cause {
	case CauseAnswerChanged:
		t.tell(e.Decider, NoticeSuperseded, "", e.Item)
	case CauseSetAside:
		t.tell(t.learner, NoticeSetAside, "", e.Item)
		t.tell(t.author(e.Item), NoticeSetAside, "", e.Item)
		t.tell(e.Decider, NoticeSetAside, "", e.Item)
	}
}

func (t *teller) reminded(e *Reminded) {
	if e.SignOff {
		t.tell(e.To, NoticeSignOffReminded, "")
		return
	}
	n := t.tell(e.To, NoticeReminded, "")
	t.s.each(func(id proficiency.ItemID, it *itemState) bool {
		if it.request != nil && it.request.To == e.To {
			n.Items = append(n.Items, id)
		}
		return true
	})
}

// commented: the learner hears of others' comments; of the learner's the
// person who is to decide on the item, or else every supervisor.
func (t *teller) commented(e *Commented) {
	var items []proficiency.ItemID
	if e.Item != "" {
		items = append(items, e.Item)
	}
	if e.By != t.learner {
		t.tell(t.learner, NoticeCommented, "", items...)
		t.tell(t.author(e.Item), NoticeCommented, "", items...)
		return
	}
	if r := t.s.lookup(e.Item).request; r != nil {
		t.tell(r.To, NoticeCommented, "", items...)
		return
	}
	for _, p := range t.s.enr().supervisors {
		t.tell(p, NoticeCommented, "", items...)
	}
}

// reassigned tells the learner and both persons, with what went.
func (t *teller) reassigned(e *Reassigned) {
	var items []proficiency.ItemID
	signOff, place := false, false
	events, _ := t.r.decoded() // it was decoded before
	for _, other := range events {
		switch o := other.(type) {
		case *Requested:
			items = append(items, o.Item)
		case *SignOffRequested:
			signOff = true
		case *SupervisorRemoved:
			place = true
		}
	}
	for _, to := range []PersonID{t.learner, e.From, e.To} {
		other := e.To
		if to == e.To {
			other = e.From
		}
		if len(items) > 0 {
			t.tell(to, NoticeReassigned, "", items...).Person = other
		}
		if signOff {
			t.tell(to, NoticeSignOffReassigned, "").Person = other
		}
		if place {
			t.tell(to, NoticePlaceReassigned, "").Person = other
		}
	}
}

func (t *teller) withdrawn() {
	t.tell(t.learner, NoticeWithdrawn, "")
	for _, p := range slices.Concat(t.s.enr().contributors, t.s.enr().supervisors) {
		if p != t.learner {
			t.tell(p, NoticeWithdrawn, "")
		}
	}
}

// supervisor tells who became or is no longer one, unless the record tells
// them more: whoever is asked becomes one by that.
func (t *teller) supervisor(p PersonID, kind NoticeKind) {
	told := slices.ContainsFunc(t.notices, func(n Notice) bool {
		return n.To == p && (n.Kind == NoticeAsked || n.Kind == NoticeSignOffAsked)
	})
	if !told && t.moved == nil {
		t.tell(p, kind, "")
	}
}
