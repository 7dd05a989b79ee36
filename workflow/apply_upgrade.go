package workflow

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// An earlierContent is a version that an enrolment was on.
type earlierContent struct {
	ref    proficiency.Ref
	digest canonical.Digest
	until  Seq // the record that left it
}

// ContentAt is the version on which the record with that number was written,
// with its digest: which text somebody decided on. It is the one that the
// enrolment is pinned to for every record since the last upgrade, that one included.
func (s *State) ContentAt(record Seq) (proficiency.Ref, canonical.Digest) {
	for _, c := range s.enr().contents {
		if record < c.until {
			return c.ref, c.digest
		}
	}
	return s.enr().framework, s.enr().digest
}

// upgraded goes on with other content. Items that the record does not speak of
// are simply what they were.
func (s *State) upgraded(e *Upgraded, to proficiency.Ref, digest canonical.Digest) {
	own := s.own()
	if own.framework != (proficiency.Ref{}) {
		own.contents = append(slices.Clip(own.contents), earlierContent{own.framework, own.digest, e.Seq})
	}
	own.framework, own.digest = to, digest
	own.attributes, own.sections = slices.Clone(e.Attributes), slices.Clone(e.Sections)
	if e.Agreement {
		own.agreed = nil
	}
	if e.AsksAgain {
		s.changed = max(s.changed, e.Seq)
		s.signOff.left = s.signOff.given != nil
	}
	was := map[proficiency.ItemID]itemState{}
	for i := range e.Items {
		for _, id := range e.Items[i].From {
			was[id] = *s.lookup(id)
		}
	}
	for _, id := range e.Gone {
		*s.item(id, noHint) = itemState{}
	}
	for i := range e.Items {
		m := &e.Items[i]
		sources := make([]*itemState, len(m.From))
		for j, id := range m.From {
			st := was[id]
			sources[j] = &st
		}
		*s.item(m.Item, noHint) = moved(m, sources)
	}
	s.extra = s.extra.swept()
}

// swept leaves out items of which nothing is known.
func (x *extraItems) swept() *extraItems {
	if x == nil || !slices.Contains(x.items, none) {
		return x
	}
	kept := &extraItems{edit: x.edit}
	for i, id := range x.ids {
		if x.items[i] != none {
			kept.ids, kept.items = append(kept.ids, id), append(kept.items, x.items[i])
		}
	}
	if len(kept.ids) == 0 {
		return nil
	}
	return kept
}

// moved is what is known of an item that takes over from others. What is kept
// of them are the events that they were: each says of which item it spoke.
func moved(e *Moved, sources []*itemState) (st itemState) {
	st.chosen = e.Chosen
	keeps := e.Action == proficiency.ActionCarry || e.Action == proficiency.ActionReconfirm
	for _, from := range sources {
		st.ever = st.ever || from.ever
		if keeps && from.plan != nil && (st.plan == nil || st.plan.Seq < from.plan.Seq) {
			st.plan = from.plan
		}
		if e.Waiver && from.waiver != nil && (st.waiver == nil || st.waiver.Seq < from.waiver.Seq) {
			st.waiver = from.waiver
		}
		if e.Request {
			st.request = from.request
		}
	}
	st.answer = movedAnswer(e, sources)
	if e.Decision {
		st.decision = movedDecision(sources)
	}
	return st
}

// movedAnswer is the answer that is kept: as it was, or the last of several,
// with the answers that they come to and the evidence of all of them.
func movedAnswer(e *Moved, sources []*itemState) (kept *Answered) {
	if len(e.Answers) == 0 {
		return nil
	}
	var basis Seq
	several := 0
	for _, from := range sources {
		if from.answer == nil {
			continue
		}
		several++
		basis = max(basis, from.answer.Basis)
		if kept == nil || kept.Seq < from.answer.Seq {
			kept = from.answer
		}
	}
	if kept == nil || several == 1 && sameReplies(kept.Answers, e.Answers) && kept.Meets == e.Meets {
		return kept
	}
	c := kept.copy()
	c.Answers, c.Meets, c.Basis, c.ordinal = make([]Reply, len(e.Answers)), e.Meets, basis, noHint
	for i, a := range e.Answers {
		c.Answers[i] = Reply{Question: a.Question, Answer: a.Answer}
		if was := replyTo(kept.Answers, a.Question); was != nil {
			c.Answers[i].Comment, c.Answers[i].On = copyOf(was.Comment), was.On
		}
	}
	if several > 1 {
		c.Evidence = nil
		for _, from := range sources {
			if from.answer != nil {
				c.Evidence = append(c.Evidence, copyEvidence(from.answer.Evidence)...)
			}
		}
	}
	return c
}

// sameReplies reports whether what is kept is what was answered.
func sameReplies(was []Reply, kept []KeptAnswer) bool {
	return slices.EqualFunc(was, kept, func(r Reply, k KeptAnswer) bool { return r.Question == k.Question && r.Answer == k.Answer })
}

// movedDecision is the decision that is kept. Of several the one that lapses
// first stands, and the others beside it.
func movedDecision(sources []*itemState) *Decided {
	if len(sources) == 1 {
		return sources[0].decision
	}
	var all []*Decided
	for _, from := range sources {
		if from.decision == nil {
			continue
		}
		for _, d := range append([]*Decided{from.decision}, from.decision.also...) {
			if !slices.ContainsFunc(all, func(o *Decided) bool { return o.same(d) }) { // of one that was split
				all = append(all, d)
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b *Decided) int {
		switch {
		case a.lapsesBefore(b):
			return -1
		case b.lapsesBefore(a):
			return 1
		}
		return 0
	})
	if len(all) == 1 {
		return all[0]
	}
	for i, d := range all {
		one := *d
		one.also = nil
		all[i] = &one
	}
	all[0].also = all[1:]
	return all[0]
}

// same reports whether two decisions are one: of those that were taken over in
// one record several can stand on one item.
func (e *Decided) same(o *Decided) bool {
	if e.Seq != o.Seq || e.Item != o.Item || (e.Original == nil) != (o.Original == nil) {
		return false
	}
	return e.Original == nil || e.Original.equal(o.Original)
}

// lapsesBefore: of two without an end, or with the same, the later decision.
func (e *Decided) lapsesBefore(o *Decided) bool {
	a, b := e.until(), o.until()
	switch {
	case a.Equal(b):
		return e.Seq > o.Seq
	case a.IsZero() || b.IsZero():
		return b.IsZero()
	}
	return a.Before(b)
}

// by reports whether the decision, or one that stands beside it, is the person's:
// that it was given, recorded from paper or taken over from elsewhere by them.
func (e *Decided) by(p PersonID) bool {
	return e != nil && (e.By == p || slices.ContainsFunc(e.also, func(o *Decided) bool { return o.By == p }))
}

// confirmedBy is by, but for what was taken over from elsewhere.
func (e *Decided) confirmedBy(p PersonID) bool {
	return e != nil && (e.By == p && e.Original == nil || slices.ContainsFunc(e.also, func(o *Decided) bool { return o.By == p && o.Original == nil }))
}

// placedBy is the state with the places of another index.
func (s *State) placedBy(index *proficiency.ItemIndex) State {
	if s.index == index {
		return *s
	}
	fresh := *s
	fresh.index, fresh.items, fresh.extra = index, tree{}, nil
	s.each(func(id proficiency.ItemID, it *itemState) bool {
		if *it != none {
			*fresh.item(id, noHint) = *it
		}
		return true
	})
	if s.rounds != nil && s.rounds.earlier != nil {
		own := *s.rounds
		own.earlier = own.earlier.placedBy(s.index, index)
		fresh.rounds = &own
	}
	return fresh
}

// placedBy are the round and those before it with the places of another index.
func (e *earlierRound) placedBy(old, index *proficiency.ItemIndex) *earlierRound {
	if e == nil {
		return nil
	}
	was := State{index: old, items: e.items, extra: e.extra}
	now := was.placedBy(index)
	c := *e
	c.items, c.extra, c.next = now.items, now.extra, e.next.placedBy(old, index)
	return &c
}
