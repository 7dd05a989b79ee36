package scenario

import (
	"maps"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// follow adds what a record did. What it should not have done is for the
// invariants to find; whether a decision should have been made is kept with it,
// because it cannot be told later.
func (b *book) follow(t *tale, r *workflow.Record, events []workflow.Event) {
	before := t.clone()
	renewed := false
	for _, e := range events {
		if d, ok := e.(*workflow.Decided); ok && d.Outcome == workflow.Confirmed {
			i := t.index(d.Item)
			renewed = renewed || i != none && before.inDate(i, r.At) && before.items[i].request != nil
		}
		b.event(t, before, e)
	}
	if g := t.last(); renewed && g != nil && before.signedOff(r.At) && t.stands() {
		g.until = t.firstUnready(r.At)
	}
	for i := range r.Texts {
		t.written = append(t.written, writing{r.Texts[i], r.Seq})
	}
	t.seq, t.at = r.Seq, r.At
}

func (b *book) event(t, before *tale, event workflow.Event) {
	switch e := event.(type) {
	case *workflow.Answered:
		t.started, t.declined = true, t.declined && e.Basis != e.Seq // another comment alone
		t.nextRound()
		t.items[t.index(e.Item)].answer = e
	case *workflow.AnswerCleared:
		t.declined = false
		t.items[t.index(e.Item)].answer = nil
	case *workflow.Requested:
		t.items[t.index(e.Item)].request = e
		t.told(e.To, e.At, false)
	case *workflow.RequestEnded:
		for _, id := range e.Items {
			t.items[t.index(id)].request = nil
		}
	case *workflow.Decided:
		b.decided(t, before, e)
	case *workflow.DecisionEnded:
		t.declined = false
		t.items[t.index(e.Item)].decision, t.items[t.index(e.Item)].also = nil, nil
	case *workflow.OptionalChosen:
		t.choose(e)
	case *workflow.Waived:
		t.started, t.declined = true, false
		t.items[t.index(e.Item)].waiver = e
	case *workflow.WaiverEnded:
		t.declined = false
		t.items[t.index(e.Item)].waiver = nil
	default:
		b.wholeEvent(t, before, e)
	}
}

func (t *tale) choose(e *workflow.OptionalChosen) {
	t.declined = false
	if e.Section == "" {
		t.items[t.index(e.Item)].chosen = e.Chosen
		return
	}
	t.sections = slices.DeleteFunc(t.sections, same(e.Section))
	if e.Chosen {
		t.sections = append(t.sections, e.Section)
	}
}

func (b *book) decided(t, before *tale, e *workflow.Decided) {
	i := t.index(e.Item)
	d := &taleDecision{Decided: e, fault: b.decisionFault(before, e)}
	d.from = b.validFrom(before, e)
	if v := t.plan.items[i].Validity(); v.Lapses() && e.Outcome == workflow.Confirmed {
		d.until = b.endOf(laterBy(d.from, v.Months), b.zone(t, e.As.Centre))
	}
	t.started, t.declined = true, false
	it := &t.items[i]
	it.request, it.decision, it.ever, it.plan, it.also = nil, d, true, 0, nil
	if e.Outcome == workflow.Rejected {
		it.plan = e.Seq
	}
}

func (b *book) wholeEvent(t, before *tale, event workflow.Event) {
	switch e := event.(type) {
	case *workflow.Enrolled:
		t.exists, t.erased, t.withdrawn, t.agreed, t.started = true, false, false, false, false
		t.enrolled, t.supervisors, t.centres = e, nil, nil
		t.contributors, t.accountable = e.Contributors, e.Accountable
		if e.Centre != "" {
			t.centres = []workflow.CentreID{e.Centre}
		}
		t.complete(b, e.CompleteBy)
		t.say(e.Attributes)
	case *workflow.AttributesSet:
		t.say(e.Attributes)
	case *workflow.Agreed:
		t.agreed = true
	case *workflow.SupervisorAdded:
		t.supervisors = append(slices.DeleteFunc(t.supervisors, same(e.Person)), e.Person)
	case *workflow.SupervisorRemoved:
		t.supervisors = slices.DeleteFunc(t.supervisors, same(e.Person))
	case *workflow.ContributorAdded:
		t.contributors = append(slices.DeleteFunc(t.contributors, same(e.Person)), e.Person)
		slices.Sort(t.contributors)
	case *workflow.ContributorRemoved:
		t.contributors = slices.DeleteFunc(t.contributors, same(e.Person))
	case *workflow.AccountableSet:
		t.accountable, t.agreed = e.To, false
	case *workflow.Withdrawn:
		t.withdrawn, t.overrides = true, nil
	case *workflow.RequirementOverridden:
		t.overrides = append(t.overrides, workflow.Overridden{Framework: e.Framework, By: e.By})
	case *workflow.CompleteBySet:
		t.complete(b, e.CompleteBy)
	case *workflow.CentreAdded:
		t.centres = append(t.centres, e.Centre)
	case *workflow.CentreRemoved:
		t.centres = slices.DeleteFunc(t.centres, same(e.Centre))
	case *workflow.Reminded:
		t.told(e.To, e.At, e.SignOff)
	case *workflow.TransferAccepted:
		t.tookOver(e)
	case *workflow.Redacted:
		t.redact(func(text *workflow.Text) bool { return text.Digest == e.Text })
	case *workflow.Erased:
		t.redact(func(*workflow.Text) bool { return true })
		*t = tale{about: t.about, plan: t.plan, state: t.state, erased: true, items: make([]taleItem, len(t.items)), redacted: t.redacted}
	default:
		b.signOffEvent(t, before, e)
	}
}

// say keeps what the enrolment says of the learner now. A decline was about
// what it said before.
func (t *tale) say(list []proficiency.Setting) {
	now := make(map[proficiency.AttributeID]proficiency.ValueID, len(list))
	for _, s := range list {
		now[s.Attribute] = s.Value
	}
	if !maps.Equal(now, t.attributes) {
		t.attributes, t.declined = now, false
	}
}

func (b *book) signOffEvent(t, before *tale, event workflow.Event) {
	switch e := event.(type) {
	case *workflow.Submitted:
		t.submitted, t.over = append(t.submitted, taleRound{Submitted: e, on: t.plan.fw.Ref(), until: b.completedUntil(before, e.At), fault: b.submissionFault(before, e)}), true
	case *workflow.SignOffRequested:
		t.asked, t.declined = e, false
		t.told(e.To, e.At, true)
	case *workflow.SignOffRequestEnded:
		t.asked = nil
	case *workflow.SignOffDeclined:
		t.asked, t.declined = nil, true
	case *workflow.SignedOff:
		t.given = append(t.given, taleSignOff{SignedOff: e, on: t.plan.fw.Ref(), until: before.firstUnready(e.At), fault: b.signOffFault(before, e)})
		t.asked, t.declined = nil, false
	case *workflow.SignOffVoided:
		if g := t.last(); g != nil {
			g.voided = true
		}
	case *workflow.SignOffRevoked:
		if g := t.last(); g != nil {
			g.revoked = true
		}
	}
}

func same[T comparable](v T) func(T) bool { return func(x T) bool { return x == v } }

// complete keeps by which day the learner should finish, and when that is over.
func (t *tale) complete(b *book, by proficiency.Date) {
	if t.completeBy, t.dueAt = by, (time.Time{}); !by.IsZero() {
		t.dueAt = b.endOf(by, b.zone(t, t.firstCentre()))
	}
}

// told keeps when somebody was last told something.
func (t *tale) told(who workflow.PersonID, at time.Time, signOff bool) {
	if t.messages = maps.Clone(t.messages); t.messages == nil {
		t.messages = map[workflow.PersonID]message{}
	}
	m := t.messages[who]
	if m.at = at; signOff {
		m.signOff = at
	}
	t.messages[who] = m
}

// redact keeps which texts are to stand nowhere any more.
func (t *tale) redact(gone func(*workflow.Text) bool) {
	var left []writing
	for i := range t.written {
		if gone(&t.written[i].Text) {
			t.redacted = append(t.redacted, t.written[i].Text)
		} else {
			left = append(left, t.written[i])
		}
	}
	t.written = left
}
