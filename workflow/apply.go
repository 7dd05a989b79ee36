package workflow

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// Apply gives the state after one more record. It is total: a stored record
// is a fact, whatever today's rules say, and uses nothing but the record. A
// record that cannot be read, or holds an event this version does not know,
// sets [State.Newer].
func Apply(s State, r Record) State {
	s.edit++
	s.follow(&r)
	s.recent = s.recent.add(r.recentRequest())
	s.seq, s.at, s.head = r.Seq, r.At, r.Hash
	return s
}

// Replay gives the state after all of the records, which must follow s, as
// applying one after the other would.
func Replay(s State, records []Record) State {
	s.edit++
	s.replay(records)
	return s
}

// replay is Replay in place: it writes nodes of the edit in s.edit only.
func (s *State) replay(records []Record) {
	if len(records) == 0 {
		return
	}
	for i := range records {
		s.follow(&records[i])
	}
	s.recent = s.recent.addAll(records)
	last := &records[len(records)-1]
	s.seq, s.at, s.head = last.Seq, last.At, last.Hash
}

// follow takes over the record's events.
func (s *State) follow(r *Record) {
	events, err := r.decoded()
	if err != nil || r.Format != RecordFormat {
		s.newer = true
	}
	if s.enrolment == nil {
		s.enrolment = &enrolment{}
	}
	for _, e := range events {
		s.event(e, r)
	}
}

// own gives the rarely changing part as a copy that may be written.
func (s *State) own() *enrolment {
	e := *s.enrolment
	s.enrolment = &e
	return &e
}

func (s *State) event(event Event, r *Record) {
	switch e := event.(type) {
	case *Answered:
		if e.Round > 1 && e.Round > s.rnd().number {
			s.beginRound(e.Round)
		}
		s.started, s.changed = e.Seq, max(s.changed, e.Basis)
		s.item(e.Item, e.ordinal).answer = e
	case *Requested:
		s.item(e.Item, e.ordinal).request = e
		s.message(e.To, e.At, false)
	case *Decided:
		s.decided(e)
	case *RequestEnded:
		for _, id := range e.Items {
			s.item(id, noHint).request = nil
		}
	case *DecisionEnded:
		s.changed = e.Seq
		s.item(e.Item, e.ordinal).decision = nil
	case *AnswerCleared:
		s.changed = e.Seq
		s.item(e.Item, e.ordinal).answer = nil
	case *OptionalChosen:
		s.optional(e)
	case *Waived:
		s.started, s.changed = e.Seq, e.Seq
		s.item(e.Item, e.ordinal).waiver = e
	case *WaiverEnded:
		s.changed = e.Seq
		s.item(e.Item, e.ordinal).waiver = nil
	case *Reminded:
		s.message(e.To, e.At, e.SignOff)
	case *Submitted:
		s.submittedEvent(e, r)
	case *Redacted:
		s.redact(e.Text)
	case *SignOffRequested, *SignOffRequestEnded, *SignOffDeclined, *SignedOff, *SignOffVoided, *SignOffExtended, *SignOffRevoked:
		s.signOffEvent(e, r)
	case *Unknown:
		s.newer = true
	default:
		s.enrolmentEvent(e, r)
	}
}

func (s *State) decided(e *Decided) {
	s.started, s.changed = e.Seq, e.Seq
	it := s.item(e.Item, e.ordinal)
	it.decision, it.request, it.ever = e, nil, true
	if e.Outcome == Rejected {
		it.plan = e
	} else {
		it.plan = nil
	}
}

func (s *State) optional(e *OptionalChosen) {
	s.changed = e.Seq
	if e.Section == "" {
		s.item(e.Item, e.ordinal).chosen = e.Chosen
		return
	}
	own := s.own()
	own.sections = without(own.sections, e.Section)
	if e.Chosen {
		own.sections = append(own.sections, e.Section)
	}
}

func (s *State) signOffEvent(event Event, r *Record) {
	switch e := event.(type) {
	case *SignOffRequested:
		s.signOff.request, s.changed = e, e.Seq // asking again leaves an earlier decline behind
		s.message(e.To, e.At, true)
	case *SignOffRequestEnded:
		s.signOff.request = nil
	case *SignOffDeclined:
		s.signOff.request, s.signOff.declined = nil, e
	case *SignedOff:
		if s.signOff.given != nil {
			s.signOff.earlier = &earlierSignOff{given: s.signOff.given, revoked: s.signOff.revoked, next: s.signOff.earlier}
		}
		s.signOff = signOffState{given: e, until: e.Until, head: r.Hash, earlier: s.signOff.earlier}
	case *SignOffVoided:
		s.signOff.voided = e
	case *SignOffExtended:
		s.signOff.until = e.Until
	case *SignOffRevoked:
		s.signOff.revoked = e
	}
}

// message notes that a person was asked something, or reminded. The list is
// shared with earlier states, so that it is copied where it changes.
func (s *State) message(to PersonID, at time.Time, signOff bool) {
	i := slices.IndexFunc(s.messages, func(m message) bool { return m.to == to })
	if i >= 0 && s.messages[i].at.Equal(at) && (!signOff || s.messages[i].signOff.Equal(at)) {
		return
	}
	if s.messages = slices.Clone(s.messages); i < 0 {
		i = len(s.messages)
		s.messages = append(s.messages, message{to: to})
	}
	s.messages[i].at = at
	if signOff {
		s.messages[i].signOff = at
	}
}

func (s *State) enrolmentEvent(event Event, r *Record) {
	own := s.own()
	switch e := event.(type) {
	case *Enrolled:
		if own.enrolled == nil {
			own.first = e.At
		}
		own.framework, own.digest = r.Framework, r.FrameworkDigest
		own.learner, own.enrolled = e.Learner, e
		own.contributors, own.accountable = e.Contributors, e.Accountable
		own.centres = nil
		if e.Centre != "" {
			own.centres = []CentreID{e.Centre}
		}
		own.completeBy, own.dueAt = e.CompleteBy, e.DueAt
		if !slices.Equal(own.attributes, e.Attributes) { // so that a decline was about something else
			own.attributes, s.changed = e.Attributes, e.Seq
		}
		own.agreed, own.withdrawn, own.supervisors = nil, nil, nil
		own.erased = false
		s.started = 0
	case *Agreed:
		own.agreed = e
	case *SupervisorAdded:
		own.supervisors = append(without(own.supervisors, e.Person), e.Person)
	case *SupervisorRemoved:
		own.supervisors = without(own.supervisors, e.Person)
	case *Withdrawn:
		own.withdrawn, own.overrides = e, nil
	case *RequirementOverridden:
		own.overrides = append(slices.Clip(own.overrides), e)
	case *CompleteBySet:
		own.completeBy, own.dueAt = e.CompleteBy, e.DueAt
	case *AttributesSet:
		own.attributes, s.changed = e.Attributes, e.Seq
	case *TransferAccepted:
		s.tookOver(e)
	case *Upgraded:
		s.upgraded(e, r.Framework, r.FrameworkDigest)
	case *ContributorAdded:
		own.contributors = append(without(own.contributors, e.Person), e.Person)
		slices.Sort(own.contributors)
	case *ContributorRemoved:
		own.contributors = without(own.contributors, e.Person)
	case *AccountableSet: // whoever agreed is accountable no more
		own.accountable, own.agreed = e.To, nil
	case *CentreAdded:
		own.centres = append(without(own.centres, e.Centre), e.Centre)
	case *CentreRemoved:
		own.centres = without(own.centres, e.Centre)
	case *Erased:
		*s = State{
			seq: s.seq, head: s.head, at: s.at, edit: s.edit, index: s.index, newer: s.newer,
			enrolment: &enrolment{id: own.id, erased: true},
		}
	}
}

// noHint is no ordinal.
const noHint = -1

// item is the item's state within the running edit, to be written. The hint is
// the ordinal if whoever made the event knew it; it is only believed where the
// index agrees.
func (s *State) item(id proficiency.ItemID, hint int) *itemState {
	if uint(hint) < uint(s.index.Len()) && s.index.ID(hint) == id {
		return s.items.write(hint, s.edit)
	}
	if i, ok := s.index.Ordinal(id); ok {
		return s.items.write(i, s.edit)
	}
	return s.ownExtra(id)
}

func (s *State) ownExtra(id proficiency.ItemID) *itemState {
	fresh := s.extra
	if fresh == nil || fresh.edit != s.edit { // somebody else's: written as a copy
		fresh = &extraItems{edit: s.edit}
		if s.extra != nil {
			fresh.ids, fresh.items = slices.Clone(s.extra.ids), slices.Clone(s.extra.items)
		}
		s.extra = fresh
	}
	i := slices.Index(fresh.ids, id)
	if i < 0 {
		i = len(fresh.ids)
		fresh.ids, fresh.items = append(fresh.ids, id), append(fresh.items, itemState{})
	}
	return &fresh.items[i]
}

// without gives a copy of list without v, with room for one more.
func without[T comparable](list []T, v T) []T {
	out := make([]T, 0, len(list)+1)
	for _, x := range list {
		if x != v {
			out = append(out, x)
		}
	}
	return out
}
