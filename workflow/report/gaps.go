package report

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Gaps are what a record that was kept elsewhere would bring to an enrolment, item
// by item, and what it would leave to be done: for people to read before
// [workflow.AcceptTransfer] is given.
type Gaps struct {
	// Origin kept the record, of that learner as the origin knows them.
	Origin  string
	Learner workflow.Foreign
	// From is the version of the record, and To that of the enrolment.
	From, To proficiency.Ref
	// At is the instant for which it holds.
	At time.Time
	// Rows are the items of the enrolment's version in its order, and behind them those
	// of the record's alone.
	Rows []GapRow
	// Taken would be confirmed, Left are attained, or begun, there and left out, and of Open
	// nothing is known there.
	Taken, Left, Open int
	// SignOff is the sign-off that stands there; zero for none. It counts where
	// another framework requires this one, and is none here.
	SignOff workflow.Attainment
}

// A GapRow is what becomes of one item.
type GapRow struct {
	Item proficiency.ItemID
	// Label and Statement are the item's in the version that has it.
	Label, Statement string
	// Taken says that it would be confirmed.
	Taken bool
	// Code is why it would not be; empty where nothing is known of it there.
	Code workflow.Code
	// By are who confirmed what is taken, each once, and At when the first of them did.
	By []workflow.Foreign
	At time.Time
	// Until is the first instant at which what is taken has lapsed; zero for never.
	Until time.Time
	// Paper says that a confirmation was recorded from paper there.
	Paper bool
}

// NewGaps makes the list of a plan, that of [workflow.Engine.PlanTransfer] or of
// [workflow.PlanTransfer]. Here is the version of the enrolment, and there that of
// the record, from which come the words of items that are not here; it may be nil.
func NewGaps(here, there *proficiency.Framework, t workflow.Transfer, plan *workflow.TransferPlan) Gaps {
	g := Gaps{Origin: t.Origin(), Learner: t.Learner(), From: t.Framework(), To: here.Ref(), At: t.At(), SignOff: plan.SignOff}
	taken := map[proficiency.ItemID]*workflow.TransferItem{}
	for i := range plan.Items {
		taken[plan.Items[i].Item] = &plan.Items[i]
	}
	why := map[proficiency.ItemID]workflow.Code{}
	for _, l := range plan.Left {
		for _, id := range l.Items {
			why[id] = l.Code
		}
	}
	for it := range here.Items().Values() {
		row := GapRow{Item: it.ID(), Label: it.Label(), Statement: it.Statement(), Code: why[it.ID()]}
		row.take(taken[it.ID()])
		g.add(row)
	}
	for _, l := range plan.Left {
		for _, id := range l.Items {
			if here.Item(id) == nil {
				g.add(missing(there, id, l.Code))
			}
		}
	}
	return g
}

// missing is the row of an item that the enrolment's version does not have.
func missing(there *proficiency.Framework, id proficiency.ItemID, code workflow.Code) GapRow {
	row := GapRow{Item: id, Label: string(id), Code: code}
	if there != nil {
		if it := there.Item(id); it != nil {
			row.Label, row.Statement = it.Label(), it.Statement()
		}
	}
	return row
}

func (g *Gaps) add(r GapRow) {
	switch {
	case r.Taken:
		g.Taken++
	case r.Code != "":
		g.Left++
	default:
		g.Open++
	}
	g.Rows = append(g.Rows, r)
}

// take adds to a row what would be taken over; nil is nothing.
func (r *GapRow) take(item *workflow.TransferItem) {
	if item == nil {
		return
	}
	r.Taken, r.Code = true, ""
	for i := range item.Decisions {
		d := &item.Decisions[i]
		if r.At.IsZero() || d.At.Before(r.At) {
			r.At = d.At
		}
		if until := d.Until(); !until.IsZero() && (r.Until.IsZero() || until.Before(r.Until)) {
			r.Until = until
		}
		r.Paper = r.Paper || d.Paper
		r.by(d.By)
	}
}

// by adds somebody who confirmed, once.
func (r *GapRow) by(who workflow.Foreign) {
	for _, known := range r.By {
		if known == who {
			return
		}
	}
	r.By = append(r.By, who)
}
