package workflow

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
)

func (c *Redact) decide(d *decider) {
	holders := c.holders(d.f.Record)
	as := d.redactor(d.writtenAt(holders))
	if len(holders) == 0 {
		d.refuse(Reason{
			Code: UnknownText, Message: "the record has no such text, or it is removed already",
			Params: map[string]string{"text": c.Text.String()},
		})
	}
	d.add(&Redacted{Stamp: d.stamp, Record: c.Record, Text: c.Text, As: as})
}

// holders are the events of the record in which the text was written that hold
// it with its words: several where one text was written for many items.
func (c *Redact) holders(r *Record) (holders []Event) {
	if r == nil || r.Seq > c.Record {
		return nil
	}
	events, err := r.decoded()
	if err != nil {
		return nil
	}
	for _, e := range events {
		if slices.ContainsFunc(textsOf(e), func(t *Text) bool { return t.Digest == c.Text && !t.blank() }) {
			holders = append(holders, e)
		}
	}
	return holders
}

// writtenAt are the centres at which a text may be redacted: those that it was
// written at, or, where the enrolment has none of these any more, any of its
// centres. What the learner wrote was written at all centres of that time.
func (d *decider) writtenAt(holders []Event) (at []CentreID) {
	for _, e := range holders {
		if held := heldIn(e); held.IsZero() {
			at = append(at, d.f.RecordCentres...)
		} else {
			at = append(at, held.Centre)
		}
	}
	centres := d.s.enr().centres
	at = slices.DeleteFunc(at, func(c CentreID) bool { return !slices.Contains(centres, c) })
	if len(at) == 0 {
		return centres
	}
	return at
}

// heldIn is the role in which an event with a text was brought about; zero for
// what the learner wrote, and for comments, which need no role.
func heldIn(e Event) Held {
	switch e := e.(type) {
	case *Decided:
		return e.As
	case *DecisionEnded:
		return e.As
	case *Waived:
		return e.As
	case *WaiverEnded:
		return e.As
	case *SignedOff:
		return e.As
	case *SignOffDeclined:
		return e.As
	case *SignOffRevoked:
		return e.As
	case *Withdrawn:
		return e.As
	case *AttributesSet:
		return e.As
	case *RequirementOverridden:
		return e.As
	case *AccountableSet:
		return e.As
	}
	return Held{}
}

// redactor is somebody with the capability redact at one of the centres. It is
// possible on a withdrawn enrolment, too.
func (d *decider) redactor(at []CentreID) (as Held) {
	if d.notOwn() && !d.s.trial() {
		may := d.f.Policy.May(d.actor, roles.CanRedact, roles.Scope{Centres: at, Category: d.fw.Category()})
		d.refuseRole(may.Reasons, "")
		as = may.As
	}
	if !d.f.CanErase {
		d.refuse(Reason{
			Code: StoreCannotErase, Message: "the store of this installation cannot remove anything", Remedy: "use a store that can",
		})
	}
	return as
}

// mayRedact: at any of the enrolment's centres.
func (d *decider) mayRedact() { d.redactor(d.s.enr().centres) }

// copiesOf are all places of the records that hold a text: a revision takes
// over what its decision said.
func copiesOf(records []Record, text canonical.Digest) (refs []TextRef) {
	for i := range records {
		for j := range records[i].Texts {
			if records[i].Texts[j].Digest == text {
				refs = append(refs, TextRef{Seq: records[i].Seq, Text: text})
			}
		}
	}
	return refs
}
