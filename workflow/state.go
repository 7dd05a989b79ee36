package workflow

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// A State is what the records of one enrolment add up to. It is an immutable
// value: [Apply] gives a new one and leaves the old one valid. Copies are
// cheap and safe for concurrent use, and what its methods give are copies too. The zero State is an enrolment that does
// not exist; it says nothing about any clock.
type State struct {
	seq  Seq
	head canonical.Digest
	at   time.Time
	edit uint64 // see tree

	index *proficiency.ItemIndex // where items have their place in the tree
	items tree
	extra *extraItems // items that the index does not know

	enrolment *enrolment
	signOff   signOffState
	rounds    *rounds // nil before one is submitted
	messages  []message
	recent    recent

	started Seq // the last record that answered, recorded or decided something
	changed Seq // the last record that changed what a decline was about, or asked again
	newer   bool
}

// An enrolment is what changes rarely. It is copied when it does.
type enrolment struct {
	id          EnrolmentID
	framework   proficiency.Ref
	digest      canonical.Digest
	learner     PersonID // none where a centre is the subject
	centres     []CentreID
	enrolled    *Enrolled // the last one
	first       time.Time
	agreed      *Agreed
	withdrawn   *Withdrawn
	supervisors []PersonID
	sections    []proficiency.SectionID // optional ones chosen
	attributes  []proficiency.Setting   // by attribute
	overrides   []*RequirementOverridden
	completeBy  proficiency.Date
	dueAt       time.Time
	erased      bool
	contents    []earlierContent    // the oldest first
	transfers   []*TransferAccepted // the last of each record taken over, without items

	// Of a centre that is the subject, by id.
	contributors []PersonID
	accountable  PersonID
}

// signOffState is the final sign-off's side of a State.
type signOffState struct {
	request  *SignOffRequested
	declined *SignOffDeclined
	given    *SignedOff       // the last one
	head     canonical.Digest // of its record
	voided   *SignOffVoided   // of the last one
	revoked  *SignOffRevoked  // of the last one
	until    time.Time        // its end; zero for never
	left     bool             // given before an upgrade that asks something again
	earlier  *earlierSignOff
}

// A message is the last that was asked of a person, or said as a reminder.
type message struct {
	to PersonID
	at time.Time
	// signOff is the last about the sign-off.
	signOff time.Time
}

// earlierSignOff are the sign-offs before the last one, the newest first.
type earlierSignOff struct {
	given   *SignedOff
	revoked *SignOffRevoked
	next    *earlierSignOff
}

// itemState is what is known of one item. Everything it points to is a fact of the history.
type itemState struct {
	answer   *Answered
	request  *Requested
	decision *Decided
	plan     *Decided // the last rejection, until the item is confirmed
	waiver   *Waived
	chosen   bool
	ever     bool // it was decided here, whether that stands or not
}

// extraItems are states of items that the index lacks, by id: none in a
// healthy history, but Apply is total.
type extraItems struct {
	edit  uint64 // as in tree
	ids   []proficiency.ItemID
	items []itemState
}

var noEnrolment enrolment

func (s *State) enr() *enrolment {
	if s.enrolment == nil {
		return &noEnrolment
	}
	return s.enrolment
}

// NewState is the state before the first record of the enrolment. The index,
// of the framework that the enrolment is pinned to, gives the items their
// places; it may be nil, which is slower and means the same.
func NewState(id EnrolmentID, index *proficiency.ItemIndex) State {
	return State{index: index, enrolment: &enrolment{id: id}, head: genesis(id)}
}

// indexedBy is a state of nothing but records that were erased, if any, with
// the places of another index.
func (s *State) indexedBy(index *proficiency.ItemIndex) State {
	fresh := NewState(s.ID(), index)
	if s.Erased() {
		fresh.seq, fresh.head, fresh.at = s.seq, s.head, s.at
		fresh.enrolment.erased = true
	}
	return fresh
}

// Exists reports whether there is anything of an enrolment: any record, other
// than that it was erased.
func (s *State) Exists() bool { return s.seq > 0 && !s.enr().erased }

// Erased reports whether the enrolment was erased, and nothing came after.
func (s *State) Erased() bool { return s.enr().erased }

// ID is the enrolment's id.
func (s *State) ID() EnrolmentID { return s.enr().id }

// Seq is the number of the last record, 0 where there is none.
func (s *State) Seq() Seq { return s.seq }

// Head is the hash of the last record.
func (s *State) Head() canonical.Digest { return s.head }

// At is the time of the last record.
func (s *State) At() time.Time { return s.at }

// Framework is the version that the enrolment is pinned to.
func (s *State) Framework() proficiency.Ref { return s.enr().framework }

// FrameworkDigest is the digest of the content that the enrolment is pinned to.
func (s *State) FrameworkDigest() canonical.Digest { return s.enr().digest }

// Learner is whose enrolment it is; empty where it is a centre's: see [State.Subject].
func (s *State) Learner() PersonID { return s.enr().learner }

// Centres are the enrolment's centres, the enrolling one first.
func (s *State) Centres() []CentreID { return slices.Clone(s.enr().centres) }

// Supervisors are those who may be asked, in the order they were added.
func (s *State) Supervisors() []PersonID { return slices.Clone(s.enr().supervisors) }

// EnrolledAt is when the learner was first enrolled.
func (s *State) EnrolledAt() time.Time { return s.enr().first }

// Enrolment is the last enrolling: the first, or the revival after a withdrawal; nil before any.
func (s *State) Enrolment() *Enrolled { return s.enr().enrolled.copy() }

// Trial is the number of a trial, 0 for the real thing.
func (s *State) Trial() int {
	if e := s.enr().enrolled; e != nil {
		return e.Trial
	}
	return 0
}

func (s *State) trial() bool { return s.Trial() != 0 }

// CompleteBy is the day by which the learner should finish, and the first
// instant after it; both zero for none.
func (s *State) CompleteBy() (day proficiency.Date, due time.Time) {
	return s.enr().completeBy, s.enr().dueAt
}

// Attributes say what applies, in order of the attributes' ids.
func (s *State) Attributes() []proficiency.Setting { return slices.Clone(s.enr().attributes) }

// Overrides are the requirements that were let go and stay so until a
// withdrawal, in the order in which they were.
func (s *State) Overrides() []*RequirementOverridden {
	out := make([]*RequirementOverridden, len(s.enr().overrides))
	for i, e := range s.enr().overrides {
		out[i] = e.copy()
	}
	return out
}

// Transfers are the records that were taken over from elsewhere, in the order in
// which they were last: of each the last export, without what was taken over and
// left out, which the record itself says.
func (s *State) Transfers() []*TransferAccepted {
	out := make([]*TransferAccepted, len(s.enr().transfers))
	for i, e := range s.enr().transfers {
		out[i] = copyOf(e)
	}
	return out
}

// overridden reports whether the requirement of a framework is let go.
func (s *State) overridden(id proficiency.FrameworkID) bool {
	return slices.ContainsFunc(s.enr().overrides, func(e *RequirementOverridden) bool { return e.Framework == id })
}

// overridesOf are those that stand, for a sign-off or a submission.
func overridesOf(s *State) (out []Overridden) {
	for _, e := range s.enr().overrides {
		out = append(out, Overridden{Framework: e.Framework, By: e.By})
	}
	return out
}

// Agreed is the agreement to the declaration since the last enrolling, or nil.
func (s *State) Agreed() *Agreed { return copyOf(s.enr().agreed) }

// Withdrawal is how the enrolment was withdrawn, or nil.
func (s *State) Withdrawal() *Withdrawn { return s.enr().withdrawn.copy() }

// Newer reports whether a record holds something that this version cannot
// read. Such an enrolment can be read as far as it is understood; every
// command on it is denied.
func (s *State) Newer() bool { return s.newer }

// SignOffRequest is the pending request for sign-off, or nil.
func (s *State) SignOffRequest() *SignOffRequested { return s.signOff.request.copy() }

// LastSignOff is the last sign-off, whether it stands or not, or nil.
func (s *State) LastSignOff() *SignedOff { return s.signOff.given.copy() }

// LastSignOffHash is the hash of the record that holds the last sign-off: it
// covers the whole history up to and with it.
func (s *State) LastSignOffHash() canonical.Digest { return s.signOff.head }

// LastSignOffVoided is how the last sign-off was voided, or nil.
func (s *State) LastSignOffVoided() *SignOffVoided { return copyOf(s.signOff.voided) }

// LastDecline is the last declining of a sign-off since the last one was given, or nil.
func (s *State) LastDecline() *SignOffDeclined { return s.signOff.declined.copy() }

// LastSignOffRevoked is how the last sign-off was revoked, or nil.
func (s *State) LastSignOffRevoked() *SignOffRevoked { return s.signOff.revoked.copy() }

// LastSignOffUntil is the end of the last sign-off: the first instant at which
// the clock alone makes the enrolment not ready any more, moved only by
// renewals confirmed before it. It is zero where there is none, or no end.
func (s *State) LastSignOffUntil() time.Time { return s.signOff.until }

// Revoked reports whether the sign-off with that serial was revoked.
func (s *State) Revoked(serial string) bool {
	if g := s.signOff.given; g != nil && g.Serial == serial {
		return s.signOff.revoked != nil
	}
	for e := s.signOff.earlier; e != nil; e = e.next {
		if e.given.Serial == serial {
			return e.revoked != nil
		}
	}
	return false
}

// SignOffs are all sign-offs, the newest first.
func (s *State) SignOffs() []*SignedOff {
	if s.signOff.given == nil {
		return nil
	}
	all := []*SignedOff{s.signOff.given.copy()}
	for e := s.signOff.earlier; e != nil; e = e.next {
		all = append(all, e.given.copy())
	}
	return all
}

// SectionChosen reports whether the optional section is chosen.
func (s *State) SectionChosen(id proficiency.SectionID) bool {
	return slices.Contains(s.enr().sections, id)
}

// An ItemView is what is known of one item.
type ItemView struct {
	// Answer is the current answer, or nil. Where an upgrade carried it over, it
	// names the item that it was given on; see [State.ContentAt] for the version.
	Answer *Answered
	// Request is the pending request for confirmation, or nil.
	Request *Requested
	// Decision is the decision that stands, or nil: on the item that it names, on
	// the version that [State.ContentAt] gives for its record.
	Decision *Decided
	// Also are the confirmations that stand beside it, where an upgrade made one
	// item of several. Decision is the one that lapses first.
	Also []*Decided
	// Plan is the last rejection with its action plan, until the item is confirmed, or nil.
	Plan *Decided
	// Waiver is the waiver that stands, or nil.
	Waiver *Waived
	// Chosen says whether an item chosen by itself is chosen.
	Chosen bool
	// Former is the last answer that was given in an earlier round of an
	// unsupervised enrolment, or nil. It counts for nothing in this one.
	Former *Answered
}

// Basis is the record that last changed the answer or its evidence: what a
// decider names when deciding. It is 0 where there is no answer.
func (v ItemView) Basis() Seq {
	if v.Answer == nil {
		return 0
	}
	return v.Answer.Basis
}

// Item is what is known of the item with that id; of one without any record, the zero value.
func (s *State) Item(id proficiency.ItemID) ItemView {
	it := s.lookup(id)
	v := ItemView{
		Answer: it.answer.copy(), Request: it.request.copy(), Decision: it.decision.copy(), Plan: it.plan.copy(),
		Waiver: it.waiver.copy(), Chosen: it.chosen, Former: s.former(id).copy(),
	}
	if it.decision != nil {
		v.Decision.also = nil
		for _, d := range it.decision.also {
			v.Also = append(v.Also, d.copy())
		}
	}
	return v
}

// An AnswerAddress says which answer is meant.
type AnswerAddress struct {
	Item        proficiency.ItemID
	Question    proficiency.QuestionID
	Contributor PersonID
	// Round counts from 1.
	Round int
}

// AnswerAt is the answer at an address, which may be one of an earlier round;
// ok is false if there is none.
func (s *State) AnswerAt(a AnswerAddress) (answer proficiency.AnswerID, ok bool) {
	given := s.answerIn(a.Round, a.Item)
	if given == nil || given.Contributor != a.Contributor || given.Round != a.Round {
		return "", false
	}
	for _, g := range given.Answers {
		if g.Question == a.Question {
			return g.Answer, true
		}
	}
	return "", false
}

// lookup is the item's state, not to be written.
func (s *State) lookup(id proficiency.ItemID) *itemState {
	if i, ok := s.index.Ordinal(id); ok {
		return s.items.at(i)
	}
	return s.extra.at(id)
}

// of is the state of an item of the framework fw. Where the state has that
// framework's index, the way is short.
func (s *State) of(fw *proficiency.Framework, it *proficiency.Item) *itemState {
	if s.index == fw.Index() {
		return s.items.at(it.Ordinal())
	}
	return s.lookup(it.ID())
}

func (x *extraItems) at(id proficiency.ItemID) *itemState {
	if x != nil {
		if i := slices.Index(x.ids, id); i >= 0 {
			return &x.items[i]
		}
	}
	return &none
}

// each calls visit for every item that has a place, until it returns false.
func (s *State) each(visit func(proficiency.ItemID, *itemState) bool) {
	for i := range s.index.Len() {
		if it := s.items.at(i); it != &none && !visit(s.index.ID(i), it) {
			return
		}
	}
	if s.extra == nil {
		return
	}
	for i, id := range s.extra.ids {
		if !visit(id, &s.extra.items[i]) {
			return
		}
	}
}
