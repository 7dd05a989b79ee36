package workflow

import "github.com/countersign-go/countersign/proficiency"

// snapshotFormat names the form in which a state is kept. Whoever changes what
// a State holds, or what Apply makes of a record, gives it another number: what
// is kept in another form is left alone, and the records are read.
const snapshotFormat = "countersign-snapshot/4"

// appendState appends a state that exists and holds nothing of a newer version.
func appendState(dst []byte, s *State) []byte {
	c := newCoder()
	c.b = dst
	c.state(s)
	return c.b
}

// readState reads what appendState wrote of an enrolment on the content with
// that index; ok is false where it is something else.
func readState(b []byte, index *proficiency.ItemIndex) (s State, ok bool) {
	c := newDecoder(b)
	s = State{index: index, edit: 1}
	c.state(&s)
	return s, !c.wrong && len(c.b) == 0
}

// state leaves out the index, which is the content's, the numbers of edits,
// which are this process's, and newer, which is false.
func (c *coder) state(s *State) {
	number(c, &s.seq)
	c.bytes(s.head[:])
	c.time(&s.at)
	number(c, &s.started)
	number(c, &s.changed)
	pointer(c, &s.enrolment, (*coder).enrolment)
	c.signOff(&s.signOff)
	listOf(c, &s.messages, (*coder).message)
	c.recent(&s.recent)
	c.items(s)
	c.extra(s)
	c.rounds(s)
}

// rounds are those behind the one whose answers the items have.
func (c *coder) rounds(s *State) {
	if pointer(c, &s.rounds, (*coder).roundNow); s.rounds == nil {
		return
	}
	for next := &s.rounds.earlier; ; next = &(*next).next {
		pointer(c, next, func(c *coder, e *earlierRound) {
			number(c, &e.number)
			pointer(c, &e.submitted, (*coder).submitted)
			c.digest(&e.head)
			then := State{index: s.index, edit: s.edit, items: e.items, extra: e.extra}
			c.items(&then)
			c.extra(&then)
			e.items, e.extra = then.items, then.extra
		})
		if *next == nil {
			return
		}
	}
}

func (c *coder) roundNow(r *rounds) {
	number(c, &r.number)
	pointer(c, &r.submitted, (*coder).submitted)
	c.digest(&r.head)
}

// enrolment leaves out erased, which is false.
func (c *coder) enrolment(e *enrolment) {
	str(c, &e.id)
	c.ref(&e.framework)
	c.bytes(e.digest[:])
	str(c, &e.learner)
	listOf(c, &e.contributors, str)
	str(c, &e.accountable)
	listOf(c, &e.centres, str)
	listOf(c, &e.attributes, (*coder).setting)
	listOf(c, &e.overrides, (*coder).requirementOverridden)
	pointer(c, &e.enrolled, (*coder).enrolled)
	c.time(&e.first)
	pointer(c, &e.agreed, (*coder).agreed)
	pointer(c, &e.withdrawn, (*coder).withdrawn)
	listOf(c, &e.supervisors, str)
	listOf(c, &e.sections, str)
	c.date(&e.completeBy)
	c.time(&e.dueAt)
	listOf(c, &e.contents, (*coder).earlierContent)
	listOf(c, &e.transfers, (*coder).transferAccepted)
}

func (c *coder) earlierContent(e *earlierContent) {
	c.ref(&e.ref)
	c.bytes(e.digest[:])
	number(c, &e.until)
}

func (c *coder) ref(r *proficiency.Ref) {
	str(c, &r.ID)
	number(c, &r.Version.Major)
	number(c, &r.Version.Minor)
	number(c, &r.Version.Patch)
}

func (c *coder) signOff(s *signOffState) {
	pointer(c, &s.request, (*coder).signOffRequested)
	pointer(c, &s.declined, (*coder).signOffDeclined)
	pointer(c, &s.given, (*coder).signedOff)
	c.digest(&s.head)
	pointer(c, &s.voided, (*coder).signOffVoided)
	pointer(c, &s.revoked, (*coder).signOffRevoked)
	c.time(&s.until)
	c.flags(&s.left)
	for next := &s.earlier; ; next = &(*next).next {
		if pointer(c, next, (*coder).earlierSignOff); *next == nil {
			return
		}
	}
}

// earlierSignOff leaves the next one to whoever goes through them: there is no
// end to how many there can be.
func (c *coder) earlierSignOff(e *earlierSignOff) {
	pointer(c, &e.given, (*coder).signedOff)
	pointer(c, &e.revoked, (*coder).signOffRevoked)
}

func (c *coder) message(m *message) {
	str(c, &m.to)
	c.time(&m.at)
	c.time(&m.signOff)
}

// recent is what must be found.
func (c *coder) recent(r *recent) {
	kept := r.kept()
	listOf(c, &kept, func(c *coder, e *recentRequest) {
		raw(c, &e.id)
		c.bytes(e.command[:])
		number(c, &e.seq)
	})
	if c.reading {
		*r = recentOf(kept)
	}
}

// items are those that have a place, each behind its distance from the one
// before; 0 ends them.
func (c *coder) items(s *State) {
	next := 0 // the first place that was not passed
	if !c.reading {
		for i := range s.index.Len() {
			if it := s.items.at(i); *it != none {
				c.uint(uint64(i - next + 1))
				c.at(s.index.ID(i), it)
				next = i + 1
			}
		}
		c.uint(0)
		return
	}
	for step := c.uint(0); step > 0; step = c.uint(0) {
		if step > uint64(s.index.Len()-next) {
			c.fail()
			return
		}
		i := next + int(step) - 1
		c.at(s.index.ID(i), s.items.write(i, s.edit))
		next = i + 1
	}
}

// extra are the items that the index lacks.
func (c *coder) extra(s *State) {
	x := s.extra
	if x == nil {
		x = new(extraItems)
	}
	ids := x.ids
	if listOf(c, &ids, str); c.reading {
		if x = nil; len(ids) > 0 {
			x = &extraItems{edit: s.edit, ids: ids, items: make([]itemState, len(ids))}
		}
		s.extra = x
	}
	for i, id := range ids {
		c.at(id, &x.items[i])
	}
}

// at is what is known of one item. A rejection that stands is its own plan.
func (c *coder) at(id proficiency.ItemID, it *itemState) {
	c.item = id
	own := it.plan != it.decision
	hasPlan := it.plan != nil && own
	answer, request, decision, waiver := it.answer != nil, it.request != nil, it.decision != nil, it.waiver != nil
	chosen, ever := it.chosen, it.ever
	c.flags(&answer, &request, &decision, &hasPlan, &own, &waiver, &chosen, &ever)
	if c.reading {
		it.chosen, it.ever = chosen, ever
	}
	present(c, answer, &it.answer, (*coder).answered)
	present(c, request, &it.request, (*coder).requested)
	present(c, decision, &it.decision, (*coder).standing)
	present(c, hasPlan, &it.plan, (*coder).decided)
	present(c, waiver, &it.waiver, (*coder).waived)
	if c.reading && !own {
		it.plan = it.decision
	}
}
