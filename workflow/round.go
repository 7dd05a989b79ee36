package workflow

import (
	"cmp"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// Submit, by the learner, ends a round of an unsupervised enrolment: every
// required question of every item that applies and counts is answered, and of a
// group as many items as its rule asks for. Whether the answers meet what is
// asked does not matter. The next answer opens the next round.
type Submit struct{}

// Submitted says that the learner submitted the answers of a round. What its
// certificate says, where the content has one issued, is fixed in it.
type Submitted struct {
	Stamp `json:"-"`
	// Round counts from 1.
	Round int `json:"round"`
	// On is the date in the zone of the enrolment's first centre.
	On proficiency.Date `json:"on"`
	// Serial is the certificate's; empty where none is issued.
	Serial string `json:"serial"`
	// Coverage is what was answered. Nobody confirmed it.
	Coverage Coverage `json:"coverage"`
	// Until is the first instant at which it holds no longer, and ValidTo the
	// last day before it in the same zone; both zero for ever.
	Until   time.Time        `json:"until,omitzero"`
	ValidTo proficiency.Date `json:"valid_to"`
	// Overrides are all requirements that were overridden since enrolling, in
	// the order in which they were.
	Overrides []Overridden `json:"overrides"`
}

// Coverage is what was answered in a round that was submitted.
type Coverage struct {
	// Mandatory is the number of mandatory items that count by themselves.
	Mandatory int `json:"mandatory"`
	// Optional are the optional items chosen, as in [Attained].
	Optional []OptionalCount `json:"optional"`
	// Groups are the groups, with the items of them that are answered, in order,
	// and what these gave of what the rule needed.
	Groups []GroupCount `json:"groups"`
}

// Kind is the command's name.
func (*Submit) Kind() Kind { return KindSubmit }

// EventKind is the event's name in stored records.
func (*Submitted) EventKind() string { return "submitted" }

func (*Submit) needs(_ *State, n *Need) { n.Nonce = true }

func (c *Submit) appendJSON(dst []byte) []byte { return append(dst, "{}"...) }

func (e *Submitted) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.key("coverage")
	o.b = e.Coverage.appendJSON(o.b)
	o.event(e.EventKind())
	o.date("on", e.On)
	o.overrides(e.Overrides)
	o.int("round", int64(e.Round))
	o.str("serial", e.Serial)
	o.time("until", e.Until)
	o.date("valid_to", e.ValidTo)
	return o.close()
}

func (e *Submitted) copy() *Submitted {
	c := copyOf(e)
	if c != nil {
		c.Coverage.Optional, c.Coverage.Groups = slices.Clone(c.Coverage.Optional), copyGroups(c.Coverage.Groups)
		c.Overrides = slices.Clone(c.Overrides)
	}
	return c
}

func (a *Coverage) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.groups(a.Groups)
	o.int("mandatory", int64(a.Mandatory))
	o.optional(a.Optional)
	return o.close()
}

// holds reports whether the end of what was submitted has not passed.
func (e *Submitted) holds(now time.Time) bool { return e.Until.IsZero() || now.Before(e.Until) }

// rounds are the rounds of an enrolment of which one was submitted. They are
// immutable: whatever changes them makes others.
type rounds struct {
	number    int              // of the round whose answers the items have
	submitted *Submitted       // that round, if it was
	head      canonical.Digest // of the record of submitted
	earlier   *earlierRound
}

// An earlierRound is a round before the one whose answers the items have, with
// the tree of its items as it was: a round costs what is answered in the next one.
type earlierRound struct {
	number    int
	submitted *Submitted
	head      canonical.Digest
	items     tree
	extra     *extraItems
	next      *earlierRound // the one before
}

var firstRound = rounds{number: 1}

func (s *State) rnd() *rounds {
	if s.rounds == nil {
		return &firstRound
	}
	return s.rounds
}

// roundSubmitted reports whether the items have the answers of a round that was submitted.
func (s *State) roundSubmitted() bool { return s.rounds != nil && s.rounds.submitted != nil }

// submission is the last one, of the round under way or an earlier one, or nil.
func (s *State) submission() *Submitted {
	if s.rounds == nil {
		return nil
	}
	if s.rounds.submitted != nil {
		return s.rounds.submitted
	}
	for e := s.rounds.earlier; e != nil; e = e.next {
		if e.submitted != nil {
			return e.submitted
		}
	}
	return nil
}

// submittedEvent takes over the end of a round.
func (s *State) submittedEvent(e *Submitted, r *Record) {
	if e.Round > s.rnd().number {
		s.beginRound(e.Round)
	}
	own := *s.rnd()
	own.submitted, own.head = e, r.Hash
	s.rounds = &own
}

// beginRound puts the answers aside and begins a round without any. What is
// chosen stays chosen, and what was decided here, before the content asked for
// no decisions, stays so.
func (s *State) beginRound(number int) {
	was := *s.rnd()
	before := &earlierRound{number: was.number, submitted: was.submitted, head: was.head, items: s.items, extra: s.extra, next: was.earlier}
	s.rounds = &rounds{number: number, earlier: before}
	old := *s
	s.items, s.extra = tree{}, nil
	old.each(func(id proficiency.ItemID, it *itemState) bool {
		if it.chosen || it.ever {
			*s.item(id, noHint) = itemState{chosen: it.chosen, ever: it.ever}
		}
		return true
	})
}

// opened is the state as the learner's next answer meets it: with the next
// round begun, if the last one was submitted.
func (s *State) opened() *State {
	if !s.roundSubmitted() {
		return s
	}
	next := *s
	next.edit++
	next.beginRound(s.rounds.number + 1)
	return &next
}

// lookup is an item's state in that round.
func (e *earlierRound) lookup(index *proficiency.ItemIndex, id proficiency.ItemID) *itemState {
	if i, ok := index.Ordinal(id); ok {
		return e.items.at(i)
	}
	return e.extra.at(id)
}

// former is the last answer to an item in an earlier round, or nil.
func (s *State) former(id proficiency.ItemID) *Answered {
	for e := s.rnd().earlier; e != nil; e = e.next {
		if a := e.lookup(s.index, id).answer; a != nil {
			return a
		}
	}
	return nil
}

// answerIn is the answer to an item in a round, or nil.
func (s *State) answerIn(round int, id proficiency.ItemID) *Answered {
	if round == s.rnd().number {
		return s.lookup(id).answer
	}
	for e := s.rnd().earlier; e != nil; e = e.next {
		if e.number == round {
			return e.lookup(s.index, id).answer
		}
	}
	return nil
}

// A Round is one round of an unsupervised enrolment. It is an immutable value,
// safe for concurrent use.
type Round struct {
	// Number counts from 1.
	Number int
	// Submitted is how it ended; nil while it is open.
	Submitted *Submitted
	// Head is the hash of the record that holds Submitted: it covers the whole
	// history up to and with it. It is zero while the round is open.
	Head canonical.Digest

	s State
}

// Answer is the answer to an item in this round, or nil. Those of a round that
// was submitted never change, but for words that are redacted.
func (r Round) Answer(id proficiency.ItemID) *Answered { return r.s.answerIn(r.Number, id).copy() }

// Rounds are all rounds, the newest first. The first one is open, or was
// submitted and nothing has been answered since. A supervised enrolment has one
// round, which stays open; there are none before there is an enrolment.
func (s *State) Rounds() []Round {
	if !s.Exists() {
		return nil
	}
	now := s.rnd()
	all := []Round{{Number: now.number, Submitted: now.submitted.copy(), Head: now.head, s: *s}}
	for e := now.earlier; e != nil; e = e.next {
		all = append(all, Round{Number: e.number, Submitted: e.submitted.copy(), Head: e.head, s: *s})
	}
	return all
}

// Round is the round with that number; ok is false if there is none.
func (s *State) Round(number int) (r Round, ok bool) {
	all := s.Rounds()
	if i := slices.IndexFunc(all, func(r Round) bool { return r.Number == number }); i >= 0 {
		return all[i], true
	}
	return Round{}, false
}

// LastSubmission is how the last round that was submitted ended, or nil.
func (s *State) LastSubmission() *Submitted { return s.submission().copy() }

// issued is a serial, and the record that it was issued in.
type issued struct {
	in     Seq
	serial string
}

// issued is the record in which the certificate with that serial was issued; 0
// if none was.
func (s *State) issued(serial string) Seq {
	for _, one := range s.certificates() {
		if one.serial == serial {
			return one.in
		}
	}
	return 0
}

// serials are those of all certificates, the newest first.
func (s *State) serials() (serials []string) {
	for _, one := range s.certificates() {
		serials = append(serials, one.serial)
	}
	return serials
}

// certificates are all that were issued, the newest first.
func (s *State) certificates() (all []issued) {
	if g := s.signOff.given; g != nil {
		all = append(all, issued{g.Seq, g.Serial})
		for e := s.signOff.earlier; e != nil; e = e.next {
			all = append(all, issued{e.given.Seq, e.given.Serial})
		}
	}
	add := func(e *Submitted) {
		if e != nil && e.Serial != "" {
			all = append(all, issued{e.Seq, e.Serial})
		}
	}
	add(s.rnd().submitted)
	for e := s.rnd().earlier; e != nil; e = e.next {
		add(e.submitted)
	}
	slices.SortStableFunc(all, func(a, b issued) int { return cmp.Compare(b.in, a.in) })
	return all
}

// blanked is the rounds without the words of a text that was redacted, within an edit.
func (r *rounds) blanked(text canonical.Digest, edit uint64, index *proficiency.ItemIndex) *rounds {
	if r == nil {
		return nil
	}
	own := *r
	own.earlier = r.earlier.blanked(text, edit, index)
	return &own
}

func (e *earlierRound) blanked(text canonical.Digest, edit uint64, index *proficiency.ItemIndex) *earlierRound {
	if e == nil {
		return nil
	}
	own := *e
	own.next = e.next.blanked(text, edit, index)
	then := State{edit: edit, index: index, items: e.items, extra: e.extra}
	then.blankItems(text)
	own.items, own.extra = then.items, then.extra
	return &own
}
