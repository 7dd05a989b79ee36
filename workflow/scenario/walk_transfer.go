package scenario

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// tookOver keeps what was taken over from elsewhere: of each record the last
// export, and its items as they were confirmed there.
func (t *tale) tookOver(e *workflow.TransferAccepted) {
	t.brought = append(slices.DeleteFunc(slices.Clone(t.brought), func(o *workflow.TransferAccepted) bool {
		return o.Origin == e.Origin && o.Enrolment == e.Enrolment
	}), e)
	for _, item := range e.Items {
		t.started, t.declined = true, false
		it := &t.items[t.index(item.Item)]
		it.answer = &workflow.Answered{
			Stamp: e.Stamp, Item: item.Item, Contributor: t.responsible(), Round: t.round(), Meets: true, Basis: e.Seq, Transferred: true,
		}
		for _, a := range item.Answers {
			it.answer.Answers = append(it.answer.Answers, workflow.Reply{Question: a.Question, Answer: a.Answer})
		}
		it.request, it.ever, it.plan, it.also = nil, true, 0, nil
		for _, at := range item.Decisions {
			o := e.Decisions[at]
			d := &taleDecision{until: o.Until(), Decided: &workflow.Decided{
				Stamp: e.Stamp, Item: item.Item, Outcome: workflow.Confirmed, Basis: e.Seq, As: e.As, Term: o.Term, Original: &o,
			}}
			if o.Term != nil {
				d.from = o.Term.From
			}
			it.also = append(it.also, d)
		}
		it.stand()
	}
}

// same reports whether two are one decision: what was taken over in one record
// may have been several on one item.
func (d *taleDecision) same(o *taleDecision) bool {
	return d.Seq == o.Seq && d.Item == o.Item && sameOriginal(d.Original, o.Original)
}

func sameOriginal(a, b *workflow.Original) bool {
	if a == nil || b == nil {
		return a == b
	}
	terms := (a.Term == nil) == (b.Term == nil) && (a.Term == nil || a.Term.From == b.Term.From && a.Term.Until.Equal(b.Term.Until))
	return terms && a.By == b.By && a.At.Equal(b.At) && a.Record == b.Record && a.As == b.As && a.Paper == b.Paper
}

// foreign is the tale of the record that a transfer brings, as it was behind the
// last one that is brought, with the book that has it; nil if it is not known.
func (b *book) foreign(tr workflow.Transfer) (*tale, *book) {
	there := b.origin(tr.Origin())
	if there == nil {
		return nil, nil
	}
	return there.asOf(tr.Enrolment(), tr.Seq()), there
}

// asOf is an enrolment behind one of its records; nil if that is not known.
func (b *book) asOf(id workflow.EnrolmentID, n workflow.Seq) *tale {
	i := slices.IndexFunc(b.past[id], func(t *tale) bool { return t.seq == n })
	if i < 0 {
		return nil
	}
	return b.past[id][i]
}

// original is a confirmation as it was given at an origin, or at the one before it.
func (d *taleDecision) original(origin string) workflow.Original {
	if d.Original != nil {
		return *d.Original
	}
	o := workflow.Original{By: workflow.Foreign(origin + "/" + string(d.By)), At: d.At, Record: d.Seq, As: d.As, Paper: d.Paper != nil}
	if !d.until.IsZero() {
		o.Term = &workflow.Term{From: d.from, Until: d.until}
	}
	return o
}

// attainment is the sign-off that stands of an enrolment or, for want of one,
// the one that holds longest of those taken over; zero for none.
func (t *tale) attainment() (a workflow.Attainment) {
	if t.certified() {
		return workflow.Attainment{Framework: t.last().on, Serial: t.last().Serial, Until: t.last().until}
	}
	for _, e := range t.brought {
		o := e.SignOff
		longer := !a.Until.IsZero() && (o.Until.IsZero() || o.Until.After(a.Until))
		if o.Serial != "" && (a.Serial == "" || longer) {
			a = o
		}
	}
	return a
}

// A takeover is what the rules make of a record from elsewhere.
type takeover struct {
	items   []takenItem // in the order of the version here
	left    []blocker
	signOff workflow.Attainment
	news    bool // of the sign-off
}

// takenItem is an item that is confirmed from now on as it was elsewhere: the
// first of the confirmations is the one that ends first.
type takenItem struct {
	id      proficiency.ItemID
	answers []workflow.KeptAnswer
	stand   []workflow.Original
}

func (o *takeover) nothing() bool { return len(o.items) == 0 && !o.news }

// takes is what is taken over into an enrolment of a record that nothing speaks
// against; the named items alone, if there are any.
func (b *book) takes(t *tale, tr workflow.Transfer, named []proficiency.ItemID, now time.Time) (out takeover) {
	there, _ := b.foreign(tr)
	on, left := b.attainedOn(t.plan.fw, there, now)
	for i := range on.items {
		id := on.plan.items[i].ID()
		if left[id] != "" || !on.hasAny(i) {
			continue
		}
		item := takenItem{id: id}
		for _, r := range on.items[i].answer.Answers {
			item.answers = append(item.answers, workflow.KeptAnswer{Question: r.Question, Answer: r.Answer})
		}
		for _, d := range append([]*taleDecision{on.items[i].decision}, on.items[i].also...) {
			item.stand = append(item.stand, d.original(tr.Origin()))
		}
		if code := t.keepsOut(&item); code != "" {
			left[id] = code
		} else if len(named) == 0 || slices.Contains(named, id) {
			out.items = append(out.items, item)
		}
	}
	for id, code := range left {
		if len(named) == 0 || slices.Contains(named, id) {
			out.left = append(out.left, blocker{code, id})
		}
	}
	out.signOff = there.attainment()
	known := workflow.Attainment{}
	if e := t.tookBefore(tr); e != nil {
		known = e.SignOff
	}
	out.news = !sameAttainment(known, out.signOff)
	return out
}

func sameAttainment(a, b workflow.Attainment) bool {
	return a.Framework == b.Framework && a.Serial == b.Serial && a.Until.Equal(b.Until)
}

// hasAny reports whether there is anything on an item.
func (t *tale) hasAny(i int) bool {
	it := &t.items[i]
	return it.answer != nil || it.decision != nil || it.waiver != nil || it.request != nil
}

// attainedOn is an enrolment from elsewhere on the version here, with the items
// that there is something on and that are not taken over from it, by why.
func (b *book) attainedOn(fw *proficiency.Framework, there *tale, now time.Time) (*tale, map[proficiency.ItemID]workflow.Code) {
	on, left := there, map[proficiency.ItemID]workflow.Code{}
	if there.plan.fw.Version() != fw.Version() {
		on = there.clone()
		c, err := b.move(on, fw, now)
		if err != nil { // then nothing is taken over
			return there, left
		}
		c.asksOnArrival(on, left, now)
	}
	for i := range on.items {
		it, id := &on.items[i], on.plan.items[i].ID()
		switch {
		case left[id] != "" || !on.hasAny(i):
		case it.waiver != nil:
			left[id] = workflow.ItemWaived
		case it.decision == nil:
			left[id] = workflow.Unconfirmed
		case it.decision.Outcome == workflow.Rejected:
			left[id] = workflow.ItemRejected
		case !on.inDate(i, now):
			left[id] = workflow.Lapsed
		}
	}
	return on, left
}

// asksOnArrival lists what a newer version asks again, or anew, or no more.
func (c *change) asksOnArrival(on *tale, left map[proficiency.ItemID]workflow.Code, now time.Time) {
	for i := range on.items {
		tr, _ := c.by.Transfer(on.plan.items[i].ID())
		var settled, answered, decided, waived bool // anything that it takes over; what is pending does not come along
		for old := range tr.From.Values() {
			j := c.before.index(old)
			settled = settled || c.before.settled(j, now)
			it := &c.before.items[j]
			answered, decided = answered || it.answer != nil, decided || it.decision != nil
			waived = waived || it.waiver != nil
		}
		is := &on.items[i]
		loses := decided && is.decision == nil || waived && is.waiver == nil
		switch {
		case is.answer == nil && (answered || loses):
			left[on.plan.items[i].ID()] = workflow.AssessAgain
		case loses && settled:
			left[on.plan.items[i].ID()] = workflow.ConfirmAgain
		}
	}
	for i := range c.before.items {
		id, it := c.before.plan.items[i].ID(), &c.before.items[i]
		if fate, _ := c.by.Fate(id); fate.To.Len() == 0 && (it.answer != nil || it.decision != nil || it.waiver != nil) {
			left[id] = workflow.UnknownItem
		}
	}
}

// keepsOut is why an item that is confirmed elsewhere is not taken over here: it
// was decided or is asked here, or its answer is not enough here.
func (t *tale) keepsOut(item *takenItem) workflow.Code {
	i := t.index(item.id)
	it := &t.items[i]
	switch {
	case it.request != nil:
		return workflow.AlreadyRequested
	case it.decision != nil && it.decision.Original != nil && sameGiving(it.decision.Original, &item.stand[0]):
		return workflow.AlreadyTransferred
	case it.ever || it.decision != nil:
		return workflow.DecidedBefore
	case it.waiver != nil:
		return workflow.ItemWaived
	}
	levels := false
	enough := true
	for q := range t.plan.items[i].Questions().Values() {
		levels = levels || q.Levels().Len() > 0
		at := slices.IndexFunc(item.answers, func(a workflow.KeptAnswer) bool { return a.Question == q.ID() })
		enough = enough && (!q.Required() || at >= 0 && t.enough(q, item.answers[at].Answer))
	}
	switch {
	case enough:
		return ""
	case levels:
		return workflow.BelowLevel
	}
	return workflow.NotAssessed
}

// sameGiving reports whether two are one confirmation.
func sameGiving(a, b *workflow.Original) bool {
	return a.By == b.By && a.Record == b.Record && a.At.Equal(b.At)
}

// tookBefore is what was taken over last of the same record, or nil.
func (t *tale) tookBefore(tr workflow.Transfer) *workflow.TransferAccepted {
	for _, e := range t.brought {
		if e.Origin == tr.Origin() && e.Enrolment == tr.Enrolment() {
			return e
		}
	}
	return nil
}

// transferFaults are what of a record from elsewhere itself speaks against taking
// it over into an enrolment. An installation of a walk never goes back, so that
// its exports never tell two stories; and all of them have one catalogue.
func (b *book) transferFaults(t *tale, tr workflow.Transfer) (codes []workflow.Code) {
	there, book := b.foreign(tr)
	from, to := there.plan.fw, t.plan.fw
	if from.ID() != to.ID() {
		codes = append(codes, workflow.OtherFramework)
	}
	if book == b && there.about == t.about {
		codes = append(codes, workflow.OwnRecord)
	}
	learner := workflow.Foreign(tr.Origin() + "/" + string(there.about.Learner))
	if slices.ContainsFunc(t.brought, func(e *workflow.TransferAccepted) bool { return e.Origin == tr.Origin() && e.Learner != learner }) {
		codes = append(codes, workflow.OtherLearner)
	}
	if e := t.tookBefore(tr); e != nil && there.seq < e.Record {
		codes = append(codes, workflow.OlderRecord)
	}
	switch {
	case from.ID() != to.ID() || from.Version() == to.Version():
	case from.Version().Compare(to.Version()) > 0:
		codes = append(codes, workflow.UpgradeFirst)
	case !b.leads(from, to):
		codes = append(codes, workflow.NoMigration)
	}
	return codes
}

// notTakenOver is why the rules would not have a record taken over into an enrolment.
func (b *book) notTakenOver(t *tale, tr workflow.Transfer) string {
	switch {
	case t.trial():
		return "a trial"
	case t.accountable != "":
		return "the record of a centre stays there"
	}
	codes := b.transferFaults(t, tr)
	return unless(len(codes) == 0, "the record does not fit: "+named(codes))
}
