package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// upgradeOf is the event that leads to another version and where it stands; nil if none does.
func upgradeOf(events []workflow.Event) (e *workflow.Upgraded, at int) {
	for i, event := range events {
		if up, ok := event.(*workflow.Upgraded); ok {
			return up, i
		}
	}
	return nil, none
}

// A change is that of an enrolment to another version: what the rules make of it.
type change struct {
	*workflow.Upgraded
	before *tale
	by     *proficiency.Migration
	asks   bool             // anything again, or anew
	ahead  []workflow.Event // that stand before it in the record
}

// upgraded takes in a record that leads to another version: what the migration
// of the catalogue makes of the results. What else the record holds is for
// whoever calls. T then is as if that alone had been stored, which then is kept
// beside it.
func (x *stretch) upgraded(t *tale, r *workflow.Record, events []workflow.Event) (rest []workflow.Event, err error) {
	e, at := upgradeOf(events)
	if e == nil {
		return nil, fmt.Errorf("record %d moves the enrolment from %s to %s", r.Seq, t.plan.fw.Ref(), r.Framework)
	}
	fw, err := x.world.catalog.Framework(r.Framework)
	if err != nil {
		return nil, err
	}
	before := t.clone()
	c, err := x.book.move(t, fw, r.At)
	if err != nil {
		return nil, err
	}
	c.Upgraded, c.before, c.ahead = e, before, events[:at]
	if t.state, err = x.stateBefore(t, r, fw); err != nil {
		return nil, err
	}
	alone, err := firstEvents(r.Events, at+1)
	if err != nil {
		return nil, err
	}
	then := t.clone()
	then.state = workflow.Apply(t.state, workflow.Record{ // no further record
		Format: r.Format, Seq: t.seq, At: t.at, Hash: t.state.Head(), Actor: r.Actor, Framework: r.Framework, FrameworkDigest: r.FrameworkDigest, Events: alone,
	})
	t.moved, t.change = then, c
	return events[at+1:], nil
}

// move has a tale go on with another version at an instant, with what the
// migration of the catalogue makes of it.
func (b *book) move(t *tale, fw *proficiency.Framework, now time.Time) (*change, error) {
	m, err := b.catalog.Migration(t.plan.fw.Ref(), fw.Ref())
	if err != nil {
		return nil, err
	}
	before, ready := t.clone(), t.ready(now)
	t.moveTo(b.plan(fw), m, before)
	c := &change{before: before, by: m, asks: t.asksAgain(m, before, ready, now)}
	if c.asks {
		t.declined, t.asked = false, nil
		if g := t.last(); g != nil {
			g.left = true
		}
	}
	return c, nil
}

// stateBefore is the state before a record, with the places of a framework.
func (x *stretch) stateBefore(t *tale, r *workflow.Record, fw *proficiency.Framework) (workflow.State, error) {
	records, err := x.load(x.id(t.about), 0)
	if err != nil {
		return workflow.State{}, err
	}
	s := workflow.NewState(t.state.ID(), fw.Index())
	for i := range records {
		if records[i].Seq < r.Seq {
			s = workflow.Apply(s, records[i])
		}
	}
	return s, nil
}

// firstEvents are the first of the events of a record, as they are stored.
func firstEvents(stored []byte, n int) ([]byte, error) {
	var all []json.RawMessage
	if err := json.Unmarshal(stored, &all); err != nil {
		return nil, err
	}
	parts := make([][]byte, n)
	for i := range parts {
		parts[i] = all[i]
	}
	return slices.Concat([]byte("["), bytes.Join(parts, []byte(",")), []byte("]")), nil
}

// moveTo gives the tale another version, with what its items take over.
func (t *tale) moveTo(p *plan, m *proficiency.Migration, before *tale) {
	t.plan, t.items = p, make([]taleItem, len(p.items))
	if m.AsksAgreement() {
		t.agreed = false
	}
	kept := map[proficiency.AttributeID]proficiency.ValueID{}
	for a, v := range before.attributes {
		if one := p.fw.Attribute(a); one != nil && slices.ContainsFunc(slices.Collect(one.Values().Values()), func(o proficiency.Value) bool { return o.ID == v }) {
			kept[a] = v
		}
	}
	t.attributes, t.sections = kept, nil
	for s := range p.fw.AllSections().Values() {
		was := before.plan.fw.Section(s.ID())
		chosen := was != nil && was.Optional() && slices.Contains(before.sections, was.ID())
		if was == nil || !was.Optional() {
			for it := range s.AllItems().Values() {
				chosen = chosen || before.tookOptional(m, it.ID())
			}
		}
		if s.Optional() && chosen {
			t.sections = append(t.sections, s.ID())
		}
	}
	for i := range p.items {
		it := &p.items[i]
		tr, _ := m.Transfer(it.ID())
		if it.optional && it.choice == "" {
			t.items[i].chosen = before.tookOptional(m, it.ID())
		}
		t.takeOver(i, tr, m, before)
	}
	t.former = nil
	for _, round := range before.former { // what was answered then stands under the same id, if there still is one
		answers := make([]*workflow.Answered, len(p.items))
		for i := range p.items {
			if j := before.index(p.items[i].ID()); j != none {
				answers[i] = round[j]
			}
		}
		t.former = append(t.former, answers)
	}
}

// tookOptional reports whether the item takes over one that was optional and chosen.
func (t *tale) tookOptional(m *proficiency.Migration, id proficiency.ItemID) bool {
	tr, _ := m.Transfer(id)
	return slices.ContainsFunc(slices.Collect(tr.From.Values()), func(old proficiency.ItemID) bool {
		i := t.index(old)
		return t.plan.items[i].optional && t.taken(i)
	})
}

// takeOver is what one item takes over: answers by the migration, and what was
// decided where that is carried and rests on an answer that is kept and is as
// enough as it was.
func (t *tale) takeOver(i int, tr proficiency.Transfer, m *proficiency.Migration, before *tale) {
	it := &t.items[i]
	var from []*taleItem
	for old := range tr.From.Values() {
		one := &before.items[before.index(old)]
		from = append(from, one)
		it.ever = it.ever || one.ever
	}
	keeps := tr.Action == proficiency.ActionCarry || tr.Action == proficiency.ActionReconfirm
	if !keeps || len(from) == 0 {
		return
	}
	t.answer(i, tr, before)
	for _, one := range from {
		it.plan = max(it.plan, one.plan)
	}
	if tr.Action != proficiency.ActionCarry {
		return
	}
	decided, waived := true, true
	for j, one := range from {
		was := before.index(tr.From.At(j))
		waived = waived && one.waiver != nil
		decided = decided && one.decision != nil && (len(from) == 1 || one.decision.Outcome == workflow.Confirmed)
		if decided && one.answer != nil {
			decided = it.answer != nil && (t.meets(i) || !before.meets(was))
		} else if decided {
			decided = len(from) == 1
		}
	}
	for _, one := range from {
		if waived && (it.waiver == nil || it.waiver.Seq < one.waiver.Seq) {
			it.waiver = one.waiver
		}
		if decided {
			it.also = append(it.also, one.decision)
			it.also = append(it.also, one.also...)
		}
	}
	if decided {
		it.stand()
	}
	fate, _ := m.Fate(tr.From.At(0))
	if r := from[0].request; r != nil && len(from) == 1 && fate.To.Len() == 1 && it.answer != nil && t.meets(i) && t.included(i) &&
		slices.Equal(it.answer.Answers, from[0].answer.Answers) && (from[0].decision == nil || decided) {
		it.request = r
	}
}

// answer is what the answers on the old items come to on the new one.
func (t *tale) answer(i int, tr proficiency.Transfer, before *tale) {
	old := func(id proficiency.ItemID, q proficiency.QuestionID) (proficiency.AnswerID, bool) {
		a := before.items[before.index(id)].answer
		if a == nil {
			return "", false
		}
		at := slices.IndexFunc(a.Answers, func(g workflow.Reply) bool { return g.Question == q })
		if at < 0 {
			return "", false
		}
		return a.Answers[at].Answer, true
	}
	var given []workflow.Reply
	for q := range t.plan.items[i].Questions().Values() {
		a, ok := tr.Answer(q.ID(), old)
		if ok {
			given = append(given, workflow.Reply{Question: q.ID(), Answer: a})
		} else if q.Required() {
			return
		}
	}
	if len(given) == 0 {
		return
	}
	var kept workflow.Answered
	for id := range tr.From.Values() {
		if a := before.items[before.index(id)].answer; a != nil {
			basis := max(kept.Basis, a.Basis)
			if kept.Seq < a.Seq {
				kept = *a
			}
			kept.Basis = basis
		}
	}
	for i := range given { // what was said of an answer alone stays with it
		for _, was := range kept.Answers {
			if was.Question == given[i].Question {
				given[i].Comment, given[i].On = was.Comment, was.On
			}
		}
	}
	kept.Answers = given
	t.items[i].answer = &kept
}

// decidedBy reports whether the decision, or one that stands beside it, is
// somebody's, given or taken over by them.
func (it *taleItem) decidedBy(who workflow.PersonID) bool {
	return it.decision != nil && it.decision.By == who || slices.ContainsFunc(it.also, func(d *taleDecision) bool { return d.By == who })
}

// confirmedBy is decidedBy, but for what was taken over: who confirmed that is nobody here.
func (it *taleItem) confirmedBy(who workflow.PersonID) bool {
	own := func(d *taleDecision) bool { return d.By == who && d.Original == nil }
	return it.decision != nil && own(it.decision) || slices.ContainsFunc(it.also, own)
}

// stand sorts out which of several decisions stands: the one that ends first,
// and of those the last.
func (it *taleItem) stand() {
	first := 0
	for i, d := range it.also {
		o := it.also[first]
		ends, other := d.until, o.until
		switch {
		case ends.Equal(other):
			if d.Seq > o.Seq {
				first = i
			}
		case !ends.IsZero() && (other.IsZero() || ends.Before(other)):
			first = i
		}
	}
	it.decision = it.also[first]
	rest := it.also[:0:0]
	for i, d := range it.also { // each once, also of an item that was split
		if !d.same(it.decision) && !slices.ContainsFunc(it.also[:i], d.same) {
			rest = append(rest, d)
		}
	}
	it.also = rest
	if it.decision.Outcome == workflow.Confirmed {
		it.plan = 0
	}
}

// asksAgain reports whether the version asks anything of the learner again or anew.
func (t *tale) asksAgain(m *proficiency.Migration, before *tale, wasReady bool, now time.Time) bool {
	if m.AsksAgreement() || wasReady && !t.ready(now) {
		return true
	}
	for i := range t.plan.items {
		if !t.included(i) {
			continue
		}
		tr, _ := m.Transfer(t.plan.items[i].ID())
		counted, had := false, false
		var was, is [4]bool
		for old := range tr.From.Values() {
			j := before.index(old)
			one := &before.items[j]
			counted = counted || before.included(j)
			for k, has := range [4]bool{one.answer != nil, one.decision != nil, one.waiver != nil, one.request != nil} {
				was[k], had = was[k] || has, had || has
			}
		}
		it := &t.items[i]
		is = [4]bool{it.answer != nil, it.decision != nil, it.waiver != nil, it.request != nil}
		for k := range was {
			if was[k] && !is[k] {
				return true
			}
		}
		if !had && !counted {
			return true
		}
	}
	return false
}

// upgrade goes on with a newer version, or tries to.
func (w *walker) upgrade(t *tale) *Step {
	var newer, all []proficiency.Version
	for _, fw := range w.world.known[w.focus.Framework] {
		all = append(all, fw.Version())
		if t.plan.fw != nil && fw.Version().Compare(t.plan.fw.Version()) > 0 && (w.chance(6) || w.book.notUpgraded(t, fw.Version(), w.now()) == "") {
			newer = append(newer, fw.Version())
		}
	}
	c := &workflow.Upgrade{}
	switch {
	case len(newer) > 0 && !w.chance(4):
		c.To = oneIn(w, newer)
	case len(newer) == 0 && !w.chance(20):
		return nil
	case w.chance(2):
		c.To = oneIn(w, all)
	}
	return w.by(w.holder(t, roles.CanUpgrade), c)
}
