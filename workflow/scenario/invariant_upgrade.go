package scenario

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

func upgradeInvariants() []Invariant {
	return []Invariant{
		{"upgraded", "An enrolment goes on with a newer version with exactly what the migration keeps, and what ends by it ends in the same record.", 0, checkUpgraded},
		{"no-invention", "After an upgrade nothing is confirmed, rejected, waived or asked that was not before.", 0, checkNoInvention},
		{"by-itself", "An enrolment goes on by itself exactly where the policy has it so, and that asks nothing of anybody and costs nothing.", 0, checkByItself},
	}
}

// checkUpgraded holds the event, what stands before it, and the state that it
// leads to, to what the migration makes of the enrolment as it was.
func checkUpgraded(_, after *Moment) error {
	c := after.tale.change
	if c == nil || len(after.Records) == 0 {
		return nil
	}
	was, is := c.before, after.tale.moved
	switch kind := after.Records[0].Kind; {
	case was.trial():
		return errors.New("a trial went on with another version")
	case is.plan.fw.Version().Compare(was.plan.fw.Version()) <= 0:
		return refuse(fmt.Errorf("it went back from %s to %s", was.plan.fw.Ref(), is.plan.fw.Ref()), workflow.OlderVersion)
	case was.withdrawn && kind != workflow.KindEnrol:
		return refuse(errors.New("it is withdrawn, and went on with another version"), workflow.EnrolmentWithdrawn)
	case c.Automatic == (kind == workflow.KindUpgrade || kind == workflow.KindEnrol):
		return fmt.Errorf("%s upgraded it; by itself: %v", kind, c.Automatic)
	case c.From != was.plan.fw.Version() || c.FromDigest != was.plan.fw.Digest():
		return fmt.Errorf("it says that it leads from %s, and leads from %s", c.From, was.plan.fw.Ref())
	case c.AsksAgain != c.asks || c.Agreement != c.by.AsksAgreement():
		return fmt.Errorf("it asks again: %v, an agreement: %v; it should: %v, %v", c.AsksAgain, c.Agreement, c.asks, c.by.AsksAgreement())
	}
	if err := c.endings(is); err != nil {
		return err
	}
	for i := range is.items {
		if err := is.holdsTo(i); err != nil {
			return err
		}
	}
	return nil
}

// endings holds the events before the upgrade to what ends by it: the requests
// that do not go on and, where anything is asked again, the one for the sign-off.
func (c *change) endings(is *tale) error {
	var ended, want []proficiency.ItemID
	signOff := false
	for _, e := range c.ahead {
		switch e := e.(type) {
		case *workflow.RequestEnded:
			ended = append(ended, e.Items...)
		case *workflow.SignOffRequestEnded:
			signOff = true
		default:
			return fmt.Errorf("%s stands before the upgrade", e.EventKind())
		}
	}
	for i := range c.before.items {
		if r := c.before.items[i].request; r != nil && !is.requested(r) {
			want = append(want, c.before.plan.items[i].ID())
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(ended)), slices.Sorted(slices.Values(want))) {
		return fmt.Errorf("the requests for %v end, and those for %v should", ended, want)
	}
	if should := c.asks && c.before.asked != nil; signOff != should {
		return fmt.Errorf("the request for the sign-off ends: %v; it should: %v", signOff, should)
	}
	return nil
}

// holdsTo holds what the state has of an item to what the tale has.
func (t *tale) holdsTo(i int) error {
	id, it := t.plan.items[i].ID(), &t.items[i]
	v := t.state.Item(id)
	if err := t.sameAnswer(id, v.Answer, it.answer); err != nil {
		return err
	}
	if (v.Decision == nil) != (it.decision == nil) || v.Decision != nil && !it.decision.same(&taleDecision{Decided: v.Decision}) {
		return fmt.Errorf("the decision on %s is %v, and should be %v", id, v.Decision, it.decision)
	}
	if len(v.Also) != len(it.also) {
		return fmt.Errorf("%d decisions stand beside that on %s, and should %d", len(v.Also), id, len(it.also))
	}
	for _, d := range it.also {
		if !slices.ContainsFunc(v.Also, func(o *workflow.Decided) bool { return o.By == d.By && d.same(&taleDecision{Decided: o}) }) {
			return fmt.Errorf("the decision of %s in record %d does not stand beside that on %s", d.By, d.Seq, id)
		}
	}
	if (v.Waiver == nil) != (it.waiver == nil) || v.Waiver != nil && v.Waiver.Seq != it.waiver.Seq {
		return fmt.Errorf("the waiver of %s is %v, and should be %v", id, v.Waiver, it.waiver)
	}
	if (v.Request == nil) != (it.request == nil) || v.Request != nil && v.Request.Seq != it.request.Seq {
		return fmt.Errorf("the request for %s is %v, and should be %v", id, v.Request, it.request)
	}
	if (v.Plan == nil) != (it.plan == 0) || v.Plan != nil && v.Plan.Seq != it.plan {
		return fmt.Errorf("the plan of %s is %v, and should be that of record %d", id, v.Plan, it.plan)
	}
	return nil
}

func (t *tale) sameAnswer(id proficiency.ItemID, got, want *workflow.Answered) error {
	switch {
	case (got == nil) != (want == nil):
		return fmt.Errorf("the answer to %s is %v, and should be %v", id, got, want)
	case got == nil:
		return nil
	case got.Basis != want.Basis || got.Seq != want.Seq || len(got.Answers) != len(want.Answers):
		return fmt.Errorf("the answer to %s is of record %d on %d, and should be of %d on %d", id, got.Seq, got.Basis, want.Seq, want.Basis)
	}
	for n := range got.Answers {
		if a, b := t.replied(&got.Answers[n]), t.replied(&want.Answers[n]); a != b {
			return fmt.Errorf("%s is answered by %v, and should be by %v", id, a, b)
		}
	}
	return nil
}

// checkNoInvention asks no migration: whatever it says, what stands stood before.
func checkNoInvention(_, after *Moment) error {
	c := after.tale.change
	if c == nil || len(after.Records) == 0 {
		return nil
	}
	var had []standing
	for i := range c.before.plan.items {
		had = append(had, standingsOf(&c.before.state, c.before.plan.items[i].ID())...)
	}
	is := after.tale.moved
	for i := range is.plan.items {
		for _, one := range standingsOf(&is.state, is.plan.items[i].ID()) {
			if !slices.Contains(had, one) {
				return fmt.Errorf("%s has %+v, and nothing had before", is.plan.items[i].ID(), one)
			}
		}
	}
	return nil
}

// A standing is something that stands on an item: a decision, a waiver, or that
// somebody is asked.
type standing struct {
	kind    string
	seq     workflow.Seq
	item    proficiency.ItemID
	by      workflow.PersonID
	outcome workflow.Outcome
	end     time.Time
	foreign workflow.Foreign
}

func standingsOf(s *workflow.State, id proficiency.ItemID) (all []standing) {
	v := s.Item(id)
	if v.Decision != nil {
		for _, d := range append(slices.Clone(v.Also), v.Decision) {
			one := standing{kind: d.EventKind(), seq: d.Seq, item: d.Item, by: d.By, outcome: d.Outcome}
			if d.Term != nil {
				one.end = d.Term.Until
			}
			if d.Original != nil {
				one.foreign = d.Original.By
			}
			all = append(all, one)
		}
	}
	if w := v.Waiver; w != nil {
		all = append(all, standing{kind: w.EventKind(), seq: w.Seq, item: w.Item, by: w.By})
	}
	if r := v.Request; r != nil {
		all = append(all, standing{kind: r.EventKind(), seq: r.Seq, item: r.Item, by: r.To})
	}
	return all
}

// checkByItself holds that a command was preceded by an upgrade exactly where it should.
func checkByItself(before, after *Moment) error {
	if len(after.Records) == 0 {
		return nil
	}
	was, c := before.tale, after.tale.change
	if c != nil {
		was = c.before
	}
	then := after.x.book.byItself(was, after.Request.Command, after.Records[0].At)
	switch automatic := c != nil && c.Automatic; {
	case automatic != (then != nil):
		return fmt.Errorf("it went on by itself: %v; it should: %v", automatic, then != nil)
	case automatic && then.plan.fw.Ref() != after.Records[0].Framework:
		return fmt.Errorf("it went on with %s by itself, and should with %s", after.Records[0].Framework, then.plan.fw.Ref())
	}
	return nil
}
