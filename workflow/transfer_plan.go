package workflow

import (
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// Codes for which an item is left out of a transfer, and nothing is ever refused.
const (
	// AlreadyTransferred: the confirmation was taken over before, and stands.
	AlreadyTransferred Code = "already-transferred"
	// ConfirmAgain: the version here asks for the confirmation again.
	ConfirmAgain Code = "confirm-again"
	// AssessAgain: the version here asks for the item to be assessed anew.
	AssessAgain Code = "assess-again"
)

// A TransferPlan says what is taken over from a [Transfer] into an enrolment, and
// what is left out: [AcceptTransfer] does exactly this.
type TransferPlan struct {
	// Items are those that are confirmed by it, on the version of the enrolment and
	// in its order.
	Items []TransferItem
	// Left is what there is something on and that is left out, by why: what is
	// not confirmed and in date there (unconfirmed, rejected, lapsed, waived), what
	// the version here asks again or not at all (confirm-again, assess-again,
	// unknown-item), what is not enough here (not-assessed, below-level), and what
	// has something here (already-transferred, already-requested, decided-before,
	// waived).
	Left []LeftOut
	// SignOff is the sign-off that stands there; zero for none.
	SignOff Attainment
	// SignOffNews says that it is not what is known of it already.
	SignOffNews bool
}

// Nothing reports whether nothing would change.
func (p *TransferPlan) Nothing() bool { return len(p.Items) == 0 && !p.SignOffNews }

// PlanTransfer says what becomes of a transfer in an enrolment on fw, at an
// instant. The migration leads from the version of the transfer to that of the
// enrolment, and is nil where these are the same. It is pure. The error says that
// contents, migration and transfer do not belong together.
func PlanTransfer(fw *proficiency.Framework, t Transfer, m *proficiency.Migration, s *State, now time.Time) (*TransferPlan, error) {
	there, err := t.record().on(fw, m, now)
	if err != nil {
		return nil, err
	}
	p := &TransferPlan{}
	left := attainedItems{left: there.left}
	for _, item := range there.items {
		if code := s.keepsOut(fw, &item); code != "" {
			left.leave(code, item.Item)
			continue
		}
		p.Items = append(p.Items, item)
	}
	p.Left = left.left
	p.SignOff, _ = t.SignOff()
	known := Attainment{}
	if e := s.transferOf(t); e != nil {
		known = e.SignOff
	}
	p.SignOffNews = p.SignOff != known
	return p, nil
}

// on is what is attained of the record on the version of an enrolment here.
func (r *foreignRecord) on(fw *proficiency.Framework, m *proficiency.Migration, at time.Time) (attainedItems, error) {
	if r.fw == nil {
		return attainedItems{}, fmt.Errorf("%w: there is no transfer", ErrNotTransferable)
	}
	if r.fw.Digest() == fw.Digest() {
		return r.attainedOn(fw, &r.state, at), nil
	}
	if m == nil {
		return attainedItems{}, fmt.Errorf("%w: it is on %s, and the enrolment on %s", errOtherMigration, r.fw.Ref(), fw.Ref())
	}
	plan, err := PlanUpgrade(r.fw, fw, m, &r.state, at)
	if err != nil {
		return attainedItems{}, err
	}
	after := r.state
	after.edit++
	after.upgraded(&plan.event, fw.Ref(), fw.Digest())
	after = after.placedBy(fw.Index())
	return r.attainedOn(fw, &after, at).behind(plan), nil
}

// behind has what an upgrade does not carry over left out for that. What is still
// confirmed is carried: a request to renew it, which ends, does not come along anyway.
func (a attainedItems) behind(plan *UpgradePlan) attainedItems {
	for i := range plan.Items {
		ip := &plan.Items[i]
		if slices.ContainsFunc(a.items, func(t TransferItem) bool { return t.Item == ip.Item }) {
			continue
		}
		code := Code("")
		switch ip.Carrying {
		case CarryingReconfirm:
			if code = ConfirmAgain; !ip.Confirmed {
				continue // whatever else there was says why by itself
			}
		case CarryingReassess:
			code = AssessAgain
		case CarryingLost:
			code = UnknownItem
		default:
			continue
		}
		a.forget(ip.Item)
		a.leave(code, ip.Item)
	}
	return a
}

// forget takes an item off what is left out.
func (a *attainedItems) forget(id proficiency.ItemID) {
	for i := range a.left {
		a.left[i].Items = slices.DeleteFunc(a.left[i].Items, func(o proficiency.ItemID) bool { return o == id })
	}
	a.left = slices.DeleteFunc(a.left, func(l LeftOut) bool { return len(l.Items) == 0 })
}

// keepsOut is why an item that is confirmed elsewhere is not taken over here, or "".
func (s *State) keepsOut(fw *proficiency.Framework, item *TransferItem) Code {
	it := fw.Item(item.Item)
	st := s.of(fw, it)
	switch {
	case st.request != nil:
		return AlreadyRequested
	case st.decision != nil && st.decision.Original != nil && st.decision.Original.same(&item.Decisions[0]):
		return AlreadyTransferred
	case st.ever || st.decision != nil:
		return DecidedBefore
	case st.waiver != nil:
		return ItemWaived
	case enough(it, repliesOf(item.Answers), s.enr().attributes):
		return ""
	}
	for q := range it.Questions().Values() {
		if q.Levels().Len() > 0 {
			return BelowLevel
		}
	}
	return NotAssessed
}

// transferOf is what was taken over of the same record before, or nil.
func (s *State) transferOf(t Transfer) *TransferAccepted {
	for _, e := range s.enr().transfers {
		if e.Origin == t.Origin() && e.Enrolment == t.Enrolment() {
			return e
		}
	}
	return nil
}
