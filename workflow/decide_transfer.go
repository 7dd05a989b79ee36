package workflow

import (
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func (c *AcceptTransfer) decide(d *decider) {
	as := d.transferrer()
	switch {
	case d.s.trial() || d.s.enr().accountable != "":
		return
	case c.Transfer.IsZero():
		d.refuse(Reason{
			Code: NoTransfer, Message: "the command has no record to take over from", Remedy: "read one by ReadTransfer",
		})
		return
	}
	named := d.namesSome(c.Items)
	d.sameSubject(c.Transfer)
	d.goesOn(c.Transfer)
	if !d.transferable(c.Transfer) || !named {
		return
	}
	plan, err := PlanTransfer(d.fw, c.Transfer, d.f.Source.migration(), d.s, d.stamp.At)
	if err != nil {
		d.untold = true
		return
	}
	plan.only(c.Items)
	d.takeOver(c.Transfer, plan, as)
}

// namesSome: what is named is in the framework, each once; none is everything.
func (d *decider) namesSome(items []proficiency.ItemID) bool {
	if len(items) > 0 && !d.named(len(items), func(i int) string { return string(items[i]) }) {
		return false
	}
	for _, id := range items {
		d.item(id)
	}
	return true
}

// transferrer is somebody with the capability accept-transfer, and not the
// learner. A trial takes nothing over, and a centre's record stays with it.
func (d *decider) transferrer() Held {
	d.notWithdrawn()
	if !d.notInTrial() || !d.ofPerson(staysThere) {
		return Held{}
	}
	return d.capable(roles.CanAcceptTransfer)
}

// sameSubject: the record is on the same framework, and neither this one nor,
// where the origin's was taken over before, another learner's.
func (d *decider) sameSubject(t Transfer) {
	if id := t.Framework().ID; id != d.fw.ID() {
		d.refuse(Reason{
			Code: OtherFramework, Message: "the record is on " + quoteID(string(id)) + ", and the enrolment on " + quoteID(string(d.fw.ID())),
			Params: map[string]string{"framework": string(id)}, Remedy: "take it over into the enrolment on that framework",
		})
	}
	if t.Enrolment() == d.s.ID() {
		d.refuse(Reason{Code: OwnRecord, Message: "the record is that of this very enrolment"})
	}
	for _, e := range d.s.enr().transfers {
		if e.Origin == t.Origin() && e.Learner != t.Learner() {
			d.refuse(Reason{
				Code: OtherLearner, Message: "what was taken over of " + e.Origin + " before is " + quoteID(string(e.Learner)) + "'s, and this " + quoteID(string(t.Learner())) + "'s",
				Params: map[string]string{"origin": e.Origin, "before": string(e.Learner), "learner": string(t.Learner())},
				Remedy: "make sure whose record it is",
			})
			return
		}
	}
}

// goesOn: of a record that was taken over before, this is the same or a later
// export, with the same records in front.
func (d *decider) goesOn(t Transfer) {
	before := d.s.transferOf(t)
	if before == nil {
		return
	}
	if t.Seq() < before.Record {
		d.refuse(Reason{
			Code: OlderRecord, Message: fmt.Sprintf("the record ends with its record %d, and was taken over up to %d already", t.Seq(), before.Record),
			Params: map[string]string{"record": fmt.Sprint(t.Seq()), "before": fmt.Sprint(before.Record)}, Remedy: "export it anew",
		})
		return
	}
	if hash, ok := t.read.hashAt(before.Record); ok && hash != before.Head {
		d.refuse(Reason{
			Code: OtherRecord, Message: fmt.Sprintf("its record %d is not the one that was taken over", before.Record),
			Params: map[string]string{"record": fmt.Sprint(before.Record)}, Remedy: "ask its origin which of the two is right",
		})
	}
}

// transferable: the content is the same, or a migration leads here from it.
func (d *decider) transferable(t Transfer) bool {
	from := t.Framework()
	if from.ID != d.fw.ID() || t.FrameworkDigest() == d.fw.Digest() {
		return from.ID == d.fw.ID()
	}
	params := map[string]string{"from": from.String(), "to": d.fw.Ref().String()}
	switch src := d.f.Source; {
	case from.Version.Compare(d.fw.Version()) > 0:
		d.refuse(Reason{
			Code: UpgradeFirst, Message: "the record is on " + from.String() + ", which is newer than " + d.fw.Ref().String(), Params: params,
			Remedy: "upgrade the enrolment first",
		})
	case from.Version == d.fw.Version(), src != nil && src.Migration != nil && src.Migration.FromDigest() != t.FrameworkDigest():
		d.refuse(Reason{
			Code: OtherContent, Message: from.String() + " has other content at " + t.Origin() + " than here", Params: params,
			Remedy: "ask its origin which content that is",
		})
	case src == nil:
		d.untold = true
	case src.Migration == nil:
		d.refuse(*src.Missing)
	default:
		return true
	}
	return false
}

// migration is that of the source, or nil.
func (s *Source) migration() *proficiency.Migration {
	if s == nil {
		return nil
	}
	return s.Migration
}

// only keeps what was named; none means everything.
func (p *TransferPlan) only(items []proficiency.ItemID) {
	if len(items) == 0 {
		return
	}
	p.Items = slices.DeleteFunc(p.Items, func(i TransferItem) bool { return !slices.Contains(items, i.Item) })
	for i := range p.Left {
		p.Left[i].Items = slices.DeleteFunc(p.Left[i].Items, func(id proficiency.ItemID) bool { return !slices.Contains(items, id) })
	}
	p.Left = slices.DeleteFunc(p.Left, func(l LeftOut) bool { return len(l.Items) == 0 })
}

// takeOver adds what a plan takes over, if that is anything.
func (d *decider) takeOver(t Transfer, p *TransferPlan, as Held) {
	if p.Nothing() {
		return
	}
	if n := len(p.Items); n > MaxItems {
		d.refuse(Reason{
			Code: TooLarge, Message: fmt.Sprintf("there are %d items to take over: at most %d are at once", n, MaxItems),
			Remedy: "name some of them, and then the rest",
		})
		return
	}
	e := &TransferAccepted{
		Stamp: d.stamp, Origin: t.Origin(), Learner: t.Learner(), Enrolment: t.Enrolment(), Record: t.Seq(), Head: t.Head(),
		Framework: t.Framework(), Digest: t.FrameworkDigest(), As: as, SignOff: p.SignOff, Left: p.Left,
	}
	for i := range p.Items {
		item := &p.Items[i]
		taken := TakenOver{Item: item.Item, Answers: item.Answers}
		for j := range item.Decisions {
			if at := e.decision(&item.Decisions[j]); !slices.Contains(taken.Decisions, at) {
				taken.Decisions = append(taken.Decisions, at)
			}
		}
		e.Items = append(e.Items, taken)
	}
	d.add(e)
}

// decision is the place of a confirmation in the event. Several that were given
// at once are mostly the same.
func (e *TransferAccepted) decision(o *Original) int {
	for i := len(e.Decisions) - 1; i >= 0; i-- {
		if e.Decisions[i].equal(o) {
			return i
		}
	}
	e.Decisions = append(e.Decisions, *o)
	return len(e.Decisions) - 1
}

// equal reports whether two say the same.
func (o *Original) equal(p *Original) bool {
	return o.same(p) && o.As == p.As && o.Paper == p.Paper && (o.Term == nil) == (p.Term == nil) &&
		(o.Term == nil || o.Term.From == p.Term.From && o.Term.Until.Equal(p.Term.Until))
}
