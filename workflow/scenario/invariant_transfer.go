package scenario

import (
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

func transferInvariants() []Invariant {
	return []Invariant{
		{"taken-over", "Of a record from elsewhere exactly that is taken over which is confirmed and in date there, had nothing here and is enough here, as it was confirmed there; the rest is listed with why, and the sign-off there is known.", 0, checkTakenOver},
		{"not-taken-over", "A record from elsewhere is refused for all that speaks against it, and for nothing else.", 0, checkNotTakenOver},
		{"planned-transfer", "The plan of a transfer says what taking it over does, or is refused as that is.", 0, checkTransferPlan},
		{"from-elsewhere", "What was taken over stands as it was confirmed elsewhere, by people who are nobody here; nobody revises it.", 3, checkFromElsewhere},
		{"damaged", "Nothing is taken over from a record in which anything was changed or left out on the way.", 0, checkDamaged},
	}
}

// transferOf is the command of a step that takes a record over which the walk
// knows, on an enrolment that is there; given again is something else.
func transferOf(before, after *Moment) (*workflow.AcceptTransfer, bool) {
	c, ok := after.Request.Command.(*workflow.AcceptTransfer)
	if !ok || !before.tale.exists || before.tale.request(after.Request.ID) != nil || after.Result.Replayed || after.Err != nil && after.Denied == nil {
		return nil, false
	}
	there, _ := after.x.book.foreign(c.Transfer)
	return c, there != nil
}

func checkTakenOver(before, after *Moment) error {
	c, ok := transferOf(before, after)
	if !ok || after.Denied != nil || after.lost && len(after.Records) == 0 {
		return nil
	}
	if why := after.x.book.notTakenOver(before.tale, c.Transfer); why != "" {
		return nil // which other invariants tell
	}
	want := after.x.book.takes(before.tale, c.Transfer, c.Items, after.Now)
	switch e := takenBy(after); {
	case e == nil && !want.nothing():
		return come(Accepted, fmt.Errorf("nothing was taken over of %d items, news of the sign-off: %v", len(want.items), want.news))
	case e != nil && want.nothing():
		return come(Unchanged, fmt.Errorf("%v was taken over, with a sign-off until %v, and there is nothing new: left out should be %v", itemsIn(e), e.SignOff.Until, want.left))
	case e == nil:
		return nil
	default:
		return first(after.ofRecord(e, c.Transfer), want.holds(e))
	}
}

// ofRecord holds what an event says of the record that it takes over to what
// the walk knows of it.
func (m *Moment) ofRecord(e *workflow.TransferAccepted, tr workflow.Transfer) error {
	there, _ := m.x.book.foreign(tr)
	switch learner := workflow.Foreign(tr.Origin() + "/" + string(there.about.Learner)); {
	case e.Origin != tr.Origin() || e.Enrolment != there.state.ID() || e.Learner != learner:
		return fmt.Errorf("it says that it takes over the enrolment %s of %s at %s", e.Enrolment, e.Learner, e.Origin)
	case e.Record != there.seq || e.Head != there.state.Head():
		return fmt.Errorf("it says that it takes over up to record %d, %s; that is %d, %s", e.Record, e.Head, there.seq, there.state.Head())
	case e.Framework != there.plan.fw.Ref() || e.Digest != there.plan.fw.Digest():
		return fmt.Errorf("it says that it takes over from %s, and that is %s", e.Framework, there.plan.fw.Ref())
	}
	return nil
}

// holds holds an event to what should be taken over.
func (o *takeover) holds(e *workflow.TransferAccepted) error {
	if left := leftOut(e.Left); !sameInAnyOrder(left, o.left) {
		return fmt.Errorf("left out is %v, and should be %v", left, o.left)
	}
	if !sameAttainment(e.SignOff, o.signOff) {
		return fmt.Errorf("the sign-off there is %v, and should be %v", e.SignOff, o.signOff)
	}
	if len(e.Items) != len(o.items) {
		return fmt.Errorf("%d items are taken over, and should be %d", len(e.Items), len(o.items))
	}
	for i := range e.Items {
		got, want := &e.Items[i], &o.items[i]
		if got.Item != want.id || !slices.Equal(got.Answers, want.answers) {
			return fmt.Errorf("%s is taken over with %v, and should be %s with %v", got.Item, got.Answers, want.id, want.answers)
		}
		for n, at := range got.Decisions {
			o := &e.Decisions[at]
			if n == 0 && !sameOriginal(o, &want.stand[0]) || !slices.ContainsFunc(want.stand, func(w workflow.Original) bool { return sameOriginal(o, &w) }) {
				return fmt.Errorf("%s rests on %+v, and should on %+v", got.Item, *o, want.stand)
			}
		}
		if len(got.Decisions) != len(want.stand) {
			return fmt.Errorf("%s rests on %d decisions, and should on %+v", got.Item, len(got.Decisions), want.stand)
		}
	}
	return nil
}

// checkNotTakenOver holds refusals of who may take records over to what speaks
// against the record.
func checkNotTakenOver(before, after *Moment) error {
	c, ok := transferOf(before, after)
	if b := after.x.book; !ok || !b.mayView(before.looked, after.Request.Actor) || b.notEntitled(before.tale, after) != "" || !b.sensible(before.tale, c, after.Now) {
		return nil
	}
	var got, want []workflow.Code
	if after.Denied != nil {
		got = codesOf(after.Denied)
	}
	switch t := before.tale; {
	case t.unsupervised():
		want = []workflow.Code{workflow.Unsupervised}
	case t.trial():
		want = []workflow.Code{workflow.IsATrial}
	case t.accountable != "":
		want = []workflow.Code{workflow.WrongSubject}
	default:
		want = after.x.book.transferFaults(t, c.Transfer)
	}
	if !sameInAnyOrder(got, want) {
		err := fmt.Errorf("it is refused for %s, and should be for %s", named(got), named(want))
		if len(want) == 0 {
			return come(Accepted, err)
		}
		return refuse(err, want...)
	}
	return nil
}

func checkTransferPlan(before, after *Moment) error {
	p := after.planned
	if _, ok := transferOf(before, after); !ok || p == nil {
		return nil
	}
	if (p.denied == nil) != (after.Denied == nil) || after.Denied != nil && !sameReasons(p.denied.Reasons, after.Denied.Reasons) {
		return fmt.Errorf("the plan was refused for %v, the command for %v", reasonsOf(p.denied), reasonsOf(after.Denied))
	}
	e := takenBy(after)
	if after.Denied != nil || e == nil {
		if after.Denied == nil && !p.Nothing() && !after.lost {
			return come(Accepted, fmt.Errorf("%d items were to be taken over by the plan, and none was", len(p.Items)))
		}
		return nil
	}
	want := takeover{signOff: p.SignOff, left: leftOut(p.Left)}
	for _, it := range p.Items {
		want.items = append(want.items, takenItem{it.Item, it.Answers, it.Decisions})
	}
	if err := want.holds(e); err != nil {
		return fmt.Errorf("by the plan: %w", err)
	}
	return nil
}

// takenBy is what a step took over, or nil.
func takenBy(m *Moment) *workflow.TransferAccepted {
	for _, event := range m.Events {
		if e, ok := event.(*workflow.TransferAccepted); ok {
			return e
		}
	}
	return nil
}

func leftOut(list []workflow.LeftOut) (out []blocker) {
	for _, l := range list {
		for _, id := range l.Items {
			out = append(out, blocker{l.Code, id})
		}
	}
	return out
}

func checkFromElsewhere(before, after *Moment) error {
	if !after.Stored() || !after.tale.exists {
		return nil
	}
	for _, event := range after.Events {
		d, ok := event.(*workflow.Decided)
		if !ok || d.Revises == 0 || before.tale.index(d.Item) == none {
			continue
		}
		if was := before.tale.items[before.tale.index(d.Item)].decision; was != nil && was.Original != nil {
			return refuse(fmt.Errorf("%s was confirmed by %s, and %s revised it", d.Item, was.Original.By, d.By), workflow.FromElsewhere)
		}
	}
	t := after.tale
	for i := range t.items {
		if d := t.items[i].decision; d == nil || d.Original == nil && len(t.items[i].also) == 0 {
			continue
		}
		if err := t.holdsTo(i); err != nil {
			return err
		}
	}
	known := after.State.Transfers()
	same := slices.EqualFunc(known, t.brought, func(a, b *workflow.TransferAccepted) bool {
		return a.Origin == b.Origin && a.Enrolment == b.Enrolment && a.Record == b.Record && a.Head == b.Head && sameAttainment(a.SignOff, b.SignOff)
	})
	if !same {
		return fmt.Errorf("%d records are known to be taken over, and should be %d", len(known), len(t.brought))
	}
	return nil
}

// checkDamaged changes something in the export that a step brought, other than
// in the step before, and reads it.
func checkDamaged(_, after *Moment) error {
	if after.brought == nil {
		return nil
	}
	records := slices.Clone(after.brought.records)
	at := after.x.steps * 7 % len(records)
	r := &records[at]
	what := ""
	switch after.x.steps % 5 {
	case 0:
		what, r.Actor = "actor", r.Actor+"0"
	case 1:
		what, r.At = "time", r.At.Add(1000)
	case 2:
		what, r.Events = "events", append(slices.Clone(r.Events[:len(r.Events)-1]), ' ', ']')
	case 3:
		what, r.Framework.Version.Major = "version", r.Framework.Version.Major+1
	case 4:
		if at == 0 || at == len(records)-1 { // what is left of an erased one begins anywhere
			return nil
		}
		what, records = "place", slices.Delete(records, at, at+1)
	}
	_, err := workflow.ReadTransfer(after.brought.fw, after.Step.Brought.Origin, after.brought.id, records, after.Now)
	if !errors.Is(err, workflow.ErrNotTransferable) {
		return fmt.Errorf("the %s of record %d was changed, and it was read: %v", what, at+1, err)
	}
	return nil
}
