package workflow

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// redact removes a text from everything that the state shows. Events are
// shared with earlier states, so that those concerned are replaced.
func (s *State) redact(text canonical.Digest) {
	own := s.own()
	own.withdrawn = blanked(own.withdrawn, text)
	own.overrides = slices.Clone(own.overrides)
	for i, e := range own.overrides {
		own.overrides[i] = blanked(e, text)
	}
	s.signOff.given = blanked(s.signOff.given, text)
	s.signOff.declined = blanked(s.signOff.declined, text)
	s.signOff.revoked = blanked(s.signOff.revoked, text)
	s.signOff.earlier = s.signOff.earlier.blanked(text)
	s.rounds = s.rounds.blanked(text, s.edit, s.index)
	s.blankItems(text)
}

// blankItems is redact for the items.
func (s *State) blankItems(text canonical.Digest) {
	var items []proficiency.ItemID
	s.each(func(id proficiency.ItemID, it *itemState) bool {
		if blank := it.blanked(text); blank != *it {
			items = append(items, id)
		}
		return true
	})
	for _, id := range items {
		it := s.item(id, noHint)
		*it = it.blanked(text)
	}
}

func (it *itemState) blanked(text canonical.Digest) itemState {
	b := *it
	b.answer, b.decision, b.plan = blanked(b.answer, text), blanked(b.decision, text), blanked(b.plan, text)
	b.waiver = blanked(b.waiver, text)
	if b.decision != nil && len(b.decision.also) > 0 {
		b.decision = b.decision.alsoBlanked(text)
	}
	return b
}

// alsoBlanked is the decision where none that stands beside it has the words of
// the text: itself where none did.
func (e *Decided) alsoBlanked(text canonical.Digest) *Decided {
	var c *Decided
	for i, also := range e.also {
		if blank := blanked(also, text); blank != also {
			if c == nil {
				c = e.copy()
			}
			c.also[i] = blank
		}
	}
	if c == nil {
		return e
	}
	return c
}

func (e *earlierSignOff) blanked(text canonical.Digest) *earlierSignOff {
	if e == nil {
		return nil
	}
	next, given, revoked := e.next.blanked(text), blanked(e.given, text), blanked(e.revoked, text)
	if next == e.next && given == e.given && revoked == e.revoked {
		return e
	}
	return &earlierSignOff{given: given, revoked: revoked, next: next}
}

// blanked is the event without the words of that text: itself where it does
// not hold it.
func blanked[E interface {
	comparable
	Event
	copy() E
}](e E, text canonical.Digest) E {
	var none E
	if e == none || !slices.ContainsFunc(textsOf(e), func(t *Text) bool { return t.Digest == text }) {
		return e
	}
	c := e.copy()
	for _, t := range textsOf(c) {
		if t.Digest == text {
			t.Words, t.Salt = "", [16]byte{}
		}
	}
	return c
}
