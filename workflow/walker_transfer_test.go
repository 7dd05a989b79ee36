package workflow

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// transfer takes over from elsewhere, where something goes on now and then: also
// from an older export, from another record of the same origin, or of some items.
func (w *Walker) transfer(s *State, now time.Time) *AcceptTransfer {
	if w.Framework.Subject() == proficiency.SubjectCentre || w.Framework.Unsupervised().Set {
		return &AcceptTransfer{Transfer: AllConfirmed(w.Framework, now)}
	}
	if w.There == nil || w.There.Content.Digest() != w.Framework.Digest() {
		w.There = NewElsewhere(w.Framework, now.AddDate(0, -1, 0), s.Attributes()...)
	}
	w.goOnElsewhere(now)
	from, c := w.There, &AcceptTransfer{}
	switch w.IntN(12) {
	case 0:
		return c
	case 1:
		from = from.Fork(w.IntN(len(from.Records)))
	case 2:
		from = from.Fork(w.IntN(len(from.Records)))
		from.Add(now, "educator-7", &SetAsideElsewhere)
	case 3:
		from = NewElsewhere(w.Framework, now.AddDate(0, 0, -1))
		from.Learner = "trainee-8"
		from = from.Again(now)
	case 4:
		from = from.Fork(0)
		from.Origin = "south"
	}
	c.Transfer = from.Transfer(now)
	if w.IntN(4) == 0 {
		c.Items = w.someOf(w.Framework)
	}
	return c
}

// SetAsideElsewhere is an event that leaves everything as it is.
var SetAsideElsewhere = SignOffRequestEnded{To: "educator-7", Request: 1, Cause: CauseWithdrawn}

// goOnElsewhere has something confirmed or rejected, or all of it signed off.
func (w *Walker) goOnElsewhere(now time.Time) {
	at := now.AddDate(0, 0, -w.IntN(60))
	ids := w.someOf(w.Framework)
	switch w.IntN(8) {
	case 0:
		w.There.Add(at, "assessor-8", w.There.Answered(ids[0]), w.There.Decided(ids[0], Rejected, at))
	case 1:
		w.There.SignOff(at, "AAAA-"+string(rune('A'+w.IntN(26))), at.AddDate(1, 0, 0))
	case 2, 3:
	default:
		w.There.Confirm(at, pick(w, []PersonID{"assessor-7", "assessor-8", w.Learner, w.one(w.Confirmers)}), ids...)
	}
}

func (w *Walker) someOf(fw *proficiency.Framework) (ids []proficiency.ItemID) {
	for it := range fw.Items().Values() {
		ids = append(ids, it.ID())
	}
	return w.some(ids, 4)
}
