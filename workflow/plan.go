package workflow

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// A Carrying says what becomes of a learner's results on an item in an upgrade.
type Carrying string

const (
	// CarryingNone: there was nothing, and nothing more is asked than before.
	CarryingNone Carrying = "nothing"
	// CarryingKept: whatever there was is kept.
	CarryingKept Carrying = "kept"
	// CarryingReconfirm: the answer is kept; what was decided, asked or waived is to be asked again.
	CarryingReconfirm Carrying = "confirm-again"
	// CarryingReassess: the item is to be assessed anew.
	CarryingReassess Carrying = "assess-again"
	// CarryingLost: the item is asked no more. Its results stay in the history.
	CarryingLost Carrying = "lost"
	// CarryingNew: the item is new, or counts for the learner only now, and there are no results on it.
	CarryingNew Carrying = "new"
)

// An ItemCarrying is what an upgrade does to an item.
type ItemCarrying struct {
	// Item is the one of the new version, or, with CarryingLost, of the old one.
	Item proficiency.ItemID
	// From are the items of the old version whose results it takes over.
	From []proficiency.ItemID
	// Action is that of the migration.
	Action   proficiency.Action
	Carrying Carrying
	// Counts says that it counts for the learner on the new version: it applies,
	// and is mandatory or chosen.
	Counts bool
	// Confirmed says that something of it was confirmed and in date, or waived.
	Confirmed bool
	// Requested says that a pending request ends.
	Requested bool
	// Reasons are the author's.
	Reasons []proficiency.Statement
}

// An UpgradePlan says what an upgrade does to one enrolment, before it does:
// the command does exactly this.
type UpgradePlan struct {
	Enrolment EnrolmentID
	Learner   PersonID
	From, To  proficiency.Ref
	// Items are those of the new version in its order, and then those that are
	// asked no more.
	Items []ItemCarrying
	// Before and Status are the statuses of the enrolment before it and after.
	Before, Status Status
	// Agreement says that the learner is asked to agree to another declaration.
	Agreement bool
	// SignOffRequest says that a pending request for sign-off is withdrawn.
	SignOffRequest bool
	// AsksAgain says that the new version asks anything of the learner again or
	// anew: then earlier sign-offs, voids and declines no longer count for the
	// status. The certificate of an earlier sign-off stays what it is.
	AsksAgain bool
	// Unready says that the enrolment is ready before it and not after.
	Unready bool

	event Upgraded
	ends  []*Requested
	items []proficiency.ItemID // of ends
}

// A takeover is what an item of the new version takes over.
type takeover struct {
	it      *proficiency.Item
	sources []*itemState
	t       proficiency.Transfer
	after   itemState
}

// Count is how many of the items have that carrying.
func (p *UpgradePlan) Count(c Carrying) (n int) {
	for i := range p.Items {
		if p.Items[i].Carrying == c {
			n++
		}
	}
	return n
}

// Nothing reports whether the learner notices nothing: nothing is asked again,
// and nothing is lost or withdrawn.
func (p *UpgradePlan) Nothing() bool {
	return !p.AsksAgain && !p.Unready && !p.SignOffRequest && len(p.ends) == 0 && p.Count(CarryingLost) == 0
}

// errOtherMigration means that a migration is not that of the two versions.
var errOtherMigration = errors.New("workflow: the migration does not lead from the content of the enrolment to the one given")

// PlanUpgrade says what becomes of an enrolment on from that goes on with to,
// by the migration between the two, at an instant. It is pure. The error says
// that contents, migration and state do not belong together.
func PlanUpgrade(from, to *proficiency.Framework, m *proficiency.Migration, s *State, now time.Time) (*UpgradePlan, error) {
	if m.FromDigest() != from.Digest() || m.ToDigest() != to.Digest() || s.enr().digest != from.Digest() {
		return nil, fmt.Errorf("%w: it leads from %s %s to %s %s; the enrolment is on %s %s, and given were %s and %s", errOtherMigration,
			m.From(), m.FromDigest(), m.To(), m.ToDigest(), s.Framework(), s.FrameworkDigest(), from.Ref(), to.Ref())
	}
	p := planner{from: from, to: to, m: m, s: s, now: now}
	p.plan.Enrolment, p.plan.Learner, p.plan.From, p.plan.To = s.ID(), s.Learner(), from.Ref(), to.Ref()
	p.plan.event.Seq = s.seq + 1
	p.whole()
	p.items()
	p.gone()
	p.consequences()
	return &p.plan, nil
}

// A planner makes a plan.
type planner struct {
	from, to *proficiency.Framework
	m        *proficiency.Migration
	s        *State
	now      time.Time
	plan     UpgradePlan
	after    State // as far as what applies and what is chosen goes
}

// whole is what concerns no single item: attributes, and which sections are chosen.
func (p *planner) whole() {
	e := &p.plan.event
	e.From, e.FromDigest = p.from.Version(), p.from.Digest()
	e.Agreement = p.m.AsksAgreement()
	p.plan.Agreement = e.Agreement
	for _, setting := range p.s.enr().attributes {
		if a := p.to.Attribute(setting.Attribute); a != nil && hasValue(a, setting.Value) {
			e.Attributes = append(e.Attributes, setting)
		}
	}
	for section := range p.to.AllSections().Values() {
		if section.Optional() && p.sectionChosen(section) {
			e.Sections = append(e.Sections, section.ID())
		}
	}
	p.after = State{enrolment: &enrolment{attributes: e.Attributes, sections: e.Sections}}
}

// sectionChosen: an optional section stays chosen, and one is chosen that takes
// over something that was.
func (p *planner) sectionChosen(section *proficiency.Section) bool {
	if was := p.from.Section(section.ID()); was != nil && was.Optional() {
		return p.s.SectionChosen(was.ID())
	}
	for it := range section.AllItems().Values() {
		if p.tookChoice(it) {
			return true
		}
	}
	return false
}

// tookChoice reports whether the item takes over one that was optional and chosen.
func (p *planner) tookChoice(it *proficiency.Item) bool {
	t, _ := p.m.Transfer(it.ID())
	for id := range t.From.Values() {
		if was := p.from.Item(id); was.Optional() && p.s.chosen(was, p.s.of(p.from, was)) {
			return true
		}
	}
	return false
}

func (p *planner) items() {
	p.plan.Items = make([]ItemCarrying, 0, p.to.Items().Len())
	for it := range p.to.Items().Values() {
		t, _ := p.m.Transfer(it.ID())
		m := takeover{it: it, t: t}
		for id := range t.From.Values() {
			m.sources = append(m.sources, p.s.lookup(id))
		}
		p.move(&m)
	}
}

// move plans one item of the new version.
func (p *planner) move(m *takeover) {
	event := Moved{Item: m.it.ID(), From: slices.Collect(m.t.From.Values()), Action: m.t.Action}
	p.carry(m, &event)
	m.after = moved(&event, m.sources)
	ip := ItemCarrying{
		Item: event.Item, From: slices.Clone(event.From), Action: m.t.Action, Reasons: slices.Collect(m.t.Reasons.Values()),
		Confirmed: slices.ContainsFunc(m.sources, func(st *itemState) bool { return st.settled(p.now) }),
	}
	for i, st := range m.sources {
		if st.request != nil && !event.Request {
			p.end(event.From[i], st.request)
			ip.Requested = true
		}
	}
	ip.Carrying, ip.Counts = p.carrying(m, &event), p.after.included(m.it, &m.after)
	p.plan.Items = append(p.plan.Items, ip)
	if !m.unchanged(&event) {
		p.plan.event.Items = append(p.plan.event.Items, event)
	}
}

// end notes a request that ends, once.
func (p *planner) end(id proficiency.ItemID, r *Requested) {
	if !slices.Contains(p.plan.items, id) {
		p.plan.ends, p.plan.items = append(p.plan.ends, r), append(p.plan.items, id)
	}
}

// carry fills in what an item takes over.
func (p *planner) carry(m *takeover, e *Moved) {
	e.Chosen = m.it.Optional() && m.it.Choice() == nil && p.tookChoice(m.it)
	if m.t.Action != proficiency.ActionCarry && m.t.Action != proficiency.ActionReconfirm {
		return
	}
	e.Answers = p.answers(m)
	e.Meets = len(e.Answers) > 0 && enough(m.it, repliesOf(e.Answers), p.after.enr().attributes)
	if m.t.Action != proficiency.ActionCarry {
		return
	}
	every := func(has func(*itemState) bool) bool {
		return !slices.ContainsFunc(m.sources, func(st *itemState) bool { return !has(st) })
	}
	e.Waiver = every(func(st *itemState) bool { return st.waiver != nil })
	e.Decision = every(func(st *itemState) bool { return p.decisionKept(m, st, e) })
	e.Request = len(m.sources) == 1 && p.requestKept(m, m.sources[0], e)
}

// answers are those that are kept, in the order of the item's questions; none
// unless there is one to each that is required.
func (p *planner) answers(m *takeover) (kept []KeptAnswer) {
	old := func(id proficiency.ItemID, q proficiency.QuestionID) (proficiency.AnswerID, bool) {
		st := p.s.lookup(id)
		if st.answer == nil {
			return "", false
		}
		g := replyTo(st.answer.Answers, q)
		if g == nil {
			return "", false
		}
		return g.Answer, true
	}
	for q := range m.it.Questions().Values() {
		a, ok := m.t.Answer(q.ID(), old)
		switch {
		case ok:
			kept = append(kept, KeptAnswer{Question: q.ID(), Answer: a})
		case q.Required():
			return nil
		}
	}
	return kept
}

func repliesOf(kept []KeptAnswer) []Reply {
	out := make([]Reply, len(kept))
	for i, k := range kept {
		out[i] = Reply{Question: k.Question, Answer: k.Answer}
	}
	return out
}

// decisionKept reports whether a decision on one of the old items is kept: where
// several become one, only confirmations are, and there must be one on each.
// None is kept whose answer is not, or was enough and is not any more: a
// confirmation of it would be one that nobody gave.
func (p *planner) decisionKept(m *takeover, st *itemState, e *Moved) bool {
	switch {
	case st.decision == nil, len(m.sources) > 1 && st.decision.Outcome != Confirmed:
		return false
	case st.answer == nil:
		return len(m.sources) == 1
	}
	return len(e.Answers) > 0 && (e.Meets || !p.met(m, st))
}

// met reports whether the answer was enough on the old version.
func (p *planner) met(m *takeover, st *itemState) bool {
	i := slices.Index(m.sources, st)
	return p.s.meets(p.from.Item(m.t.From.At(i)), st)
}

// requestKept reports whether a pending request goes on as it is: it is for the
// same answers, to the one item that takes over from the one that it was about.
func (p *planner) requestKept(m *takeover, st *itemState, e *Moved) bool {
	f, _ := p.m.Fate(e.From[0])
	return st.request != nil && f.To.Len() == 1 && e.Meets && st.answer != nil && sameReplies(st.answer.Answers, e.Answers) && p.after.included(m.it, &itemState{chosen: e.Chosen})
}

// carrying says in one word what becomes of the results.
func (p *planner) carrying(m *takeover, e *Moved) Carrying {
	before, had := p.had(m), false
	for _, st := range m.sources {
		had = had || st.answer != nil || st.decision != nil || st.waiver != nil || st.request != nil
	}
	switch {
	case !had && p.after.included(m.it, &m.after) && !p.counted(m):
		return CarryingNew
	case !had:
		return CarryingNone
	case before.answer && m.after.answer == nil:
		return CarryingReassess
	case before.decision && !e.Decision, before.waiver && !e.Waiver, before.request && !e.Request:
		if m.after.answer == nil {
			return CarryingReassess
		}
		return CarryingReconfirm
	}
	return CarryingKept
}

// counted reports whether the item takes over from one that counted.
func (p *planner) counted(m *takeover) bool {
	for i, st := range m.sources {
		if p.s.included(p.from.Item(m.t.From.At(i)), st) {
			return true
		}
	}
	return false
}

// results are what there is on items.
type results struct{ answer, decision, waiver, request bool }

func (p *planner) had(m *takeover) (r results) {
	for _, st := range m.sources {
		r.answer, r.decision = r.answer || st.answer != nil, r.decision || st.decision != nil
		r.waiver, r.request = r.waiver || st.waiver != nil, r.request || st.request != nil
	}
	return r
}

// unchanged reports whether the item is simply what it was, so that the record
// need not speak of it.
func (m *takeover) unchanged(e *Moved) bool {
	if len(m.sources) == 0 {
		return true
	}
	was := *m.sources[0]
	was.request = m.after.request // which has an event of its own
	return len(m.sources) == 1 && e.From[0] == e.Item && m.after == was
}

// gone are the items of the old version that the new one has not.
func (p *planner) gone() {
	for f := range p.m.Fates().Values() {
		st := p.s.lookup(f.Item)
		if p.to.Item(f.Item) == nil && *st != none {
			p.plan.event.Gone = append(p.plan.event.Gone, f.Item)
		}
		if f.To.Len() > 0 {
			continue
		}
		ip := ItemCarrying{Item: f.Item, Action: f.Action, Carrying: CarryingNone, Confirmed: st.settled(p.now), Reasons: slices.Collect(f.Reasons.Values())}
		if st.answer != nil || st.decision != nil || st.waiver != nil {
			ip.Carrying = CarryingLost
		}
		if st.request != nil {
			p.end(f.Item, st.request)
			ip.Requested = true
		}
		p.plan.Items = append(p.plan.Items, ip)
	}
}

// consequences are what follows for the enrolment as a whole.
func (p *planner) consequences() {
	plan := &p.plan
	plan.Before = StatusOf(p.from, p.s, p.now)
	after := p.upgraded()
	plan.Unready = Ready(p.from, p.s, p.now) && !Ready(p.to, &after, p.now)
	plan.AsksAgain = plan.Agreement || plan.Unready || slices.ContainsFunc(plan.Items, func(ip ItemCarrying) bool {
		return ip.Counts && (ip.Carrying == CarryingNew || ip.Carrying == CarryingReassess || ip.Carrying == CarryingReconfirm)
	})
	plan.event.AsksAgain = plan.AsksAgain
	plan.SignOffRequest = p.s.signOff.request != nil && plan.AsksAgain
	after = p.upgraded()
	if plan.SignOffRequest {
		after.signOff.request = nil
	}
	plan.Status = StatusOf(p.to, &after, p.now)
}

// upgraded is the state that the plan leads to, but for requests that end and
// for the record itself.
func (p *planner) upgraded() State {
	after := *p.s
	after.edit++
	for _, id := range p.plan.items {
		after.item(id, noHint).request = nil
	}
	after.upgraded(&p.plan.event, p.to.Ref(), p.to.Digest())
	return after.placedBy(p.to.Index())
}
