package workflow

import (
	"fmt"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

func (c *Confirm) decide(d *decider) {
	d.notWithdrawn()
	if !d.notOwn() {
		return
	}
	comment, onBehalf := d.text("the comment", c.Comment), d.text("on behalf of", c.OnBehalfOf)
	if !d.named(len(c.Items), func(i int) string { return string(c.Items[i].Item) }) {
		return
	}
	for i := range c.Items {
		it, by := d.decision(&c.Items[i])
		if it != nil {
			d.renewed = d.renewed || d.s.of(d.fw, it).confirmed(d.stamp.At)
			e := alone[Decided](d)
			*e = Decided{
				Stamp: d.stamp, Item: it.ID(), Outcome: Confirmed, Basis: c.Items[i].Basis,
				As: by.as, With: by.with, Override: by.override, Term: d.term(it, by.as.Centre, Confirmed),
				Comment: comment, OnBehalfOf: onBehalf, ordinal: it.Ordinal(),
			}
			d.add(e)
		}
	}
}

func (c *Reject) decide(d *decider) {
	d.notWithdrawn()
	if !d.notOwn() {
		return
	}
	if !d.named(len(c.Items), func(i int) string { return string(c.Items[i].Item) }) {
		return
	}
	own := d.ownPlans(c)
	var common *Decided  // reason and plan of those without one of their own
	var dated []CentreID // where the review date of that plan was looked at
	for i := range c.Items {
		it, by := d.decision(&c.Items[i])
		said := own[c.Items[i].Item]
		if said == nil && common == nil {
			common = &Decided{Reason: d.reason(c.Reason), Plan: d.plan(c.Actions, c.ReviewOn, c.EvidenceAsked)}
		}
		switch at := d.centreOf(by.as); {
		case said != nil:
			d.reviewDate(said.Plan, by.as)
		case !slices.Contains(dated, at): // each item is decided at a centre of its own
			dated = append(dated, at)
			d.reviewDate(common.Plan, by.as)
			fallthrough
		default:
			said = common
		}
		if it != nil {
			d.reject(it, by, &Decided{Basis: c.Items[i].Basis, Reason: said.Reason, Plan: said.Plan})
		}
	}
}

// reject adds the rejection of what is said. One that is asked to renew a
// confirmation in date ends it.
func (d *decider) reject(it *proficiency.Item, by confirmer, said *Decided) {
	if st := d.s.of(d.fw, it); st.confirmed(d.stamp.At) {
		d.loses(it, st, CauseRenewalRejected)
	}
	said.Stamp, said.Item, said.Outcome, said.ordinal = d.stamp, it.ID(), Rejected, it.Ordinal()
	said.As, said.With, said.Override = by.as, by.with, by.override
	said.Term = d.term(it, by.as.Centre, Rejected)
	d.add(said)
}

// ownPlans are the reasons and plans that items have for themselves.
func (d *decider) ownPlans(c *Reject) map[proficiency.ItemID]*Decided {
	own := make(map[proficiency.ItemID]*Decided, min(len(c.Plans), MaxItems))
	actions := 0
	for _, p := range c.Plans {
		actions += len(p.Actions)
	}
	if len(c.Plans) > MaxItems || actions > MaxItems {
		d.refuse(Reason{
			Code:    TooLarge,
			Message: fmt.Sprintf("there are %d plans with %d actions: at most %d of each are allowed", len(c.Plans), actions, MaxItems),
			Remedy:  "reject fewer items at a time, or say it in fewer actions",
		})
		return own
	}
	for _, p := range c.Plans {
		before := len(d.reasons)
		if own[p.Item] != nil || !slices.ContainsFunc(c.Items, func(on Seen) bool { return on.Item == p.Item }) {
			d.refuse(Reason{
				Code: DuplicateItem, Message: "a plan is given for " + quoteID(string(p.Item)) + ", which is not rejected or has one already",
				Item: p.Item, Remedy: "give one plan at most for each item that is rejected",
			})
			continue
		}
		own[p.Item] = &Decided{Reason: d.reason(p.Reason), Plan: d.plan(p.Actions, p.ReviewOn, p.EvidenceAsked)}
		for i := before; i < len(d.reasons); i++ {
			d.reasons[i].Item = p.Item
		}
	}
	return own
}

// decision checks one decision on a request: the actor's right, and that the
// actor decides on what is there now.
func (d *decider) decision(on *Seen) (it *proficiency.Item, by confirmer) {
	it, st := d.item(on.Item)
	if it == nil {
		return nil, by
	}
	by = d.decidable(it, st)
	if st.request != nil && st.request.To == d.f.Actor && st.answer != nil && st.answer.Basis != on.Basis {
		d.refuseItem(it, ChangedSince, "was changed since you saw it", "look at it again and decide on what is there now")
	}
	return it, by
}

// term is how long a decision that is made now holds; nil where the content sets no end.
func (d *decider) term(it *proficiency.Item, at CentreID, to Outcome) *Term {
	if !it.Validity().Lapses() {
		return nil
	}
	return d.termFrom(it, d.todayAt(at), at, to)
}

// termFrom counts a validity from a date: a confirmation holds to the end of
// the same calendar date that many months later, or of the last day of the
// month if that lacks it, in the zone of the centre.
func (d *decider) termFrom(it *proficiency.Item, from proficiency.Date, at CentreID, to Outcome) *Term {
	t := &Term{From: from}
	if to == Confirmed {
		t.Until = from.AddMonths(it.Validity().Months).EndIn(d.zone(at)).UTC()
	}
	return t
}

// reason is a reason that must be given.
func (d *decider) reason(words string) *Text {
	if isBlank(words) {
		d.refuse(Reason{Code: ReasonMissing, Message: "a reason is needed", Remedy: "give a reason"})
	}
	return d.text("the reason", words)
}

// plan is the action plan of a rejection: at least one action.
func (d *decider) plan(actions []string, reviewOn proficiency.Date, evidence string) *Plan {
	p := &Plan{ReviewOn: reviewOn, EvidenceAsked: d.text("the evidence asked for", evidence)}
	switch {
	case len(actions) > MaxItems:
		d.refuse(Reason{
			Code: TooLarge, Message: fmt.Sprintf("the action plan has %d actions: at most %d are allowed", len(actions), MaxItems),
			Remedy: "say it in fewer actions",
		})
		return p
	case len(actions) == 0 || slices.ContainsFunc(actions, isBlank):
		d.refuse(Reason{
			Code: ActionMissing, Message: "a rejection needs an action plan of at least one action, none of them empty",
			Remedy: "say what the learner is to do",
		})
	}
	for _, a := range actions {
		if t := d.text("the action", a); t != nil {
			p.Actions = append(p.Actions, t)
		}
	}
	return p
}

// reviewDate is not in the past where the decision is made.
func (d *decider) reviewDate(p *Plan, as Held) {
	d.notPast("the review date", p.ReviewOn, d.centreOf(as))
}

// isBlank reports whether nothing was said.
func isBlank(words string) bool { return strings.TrimSpace(words) == "" }

func (c *Revise) decide(d *decider) {
	d.notWithdrawn()
	if !d.notOwn() {
		return
	}
	e := &Decided{Stamp: d.stamp, Item: c.Item, Outcome: c.To, Reason: d.reason(c.Reason)}
	switch c.To {
	case Rejected:
		e.Plan = d.plan(c.Actions, c.ReviewOn, c.EvidenceAsked)
	case Confirmed:
	default:
		d.refuse(Reason{
			Code: UnknownOutcome, Message: quoteID(string(c.To)) + " is no outcome: allowed are confirmed and rejected", Item: c.Item,
			Remedy: "say confirmed or rejected",
		})
	}
	it, st := d.item(c.Item)
	if it == nil {
		return
	}
	d.revisable(it, st)
	if st.decision == nil {
		return
	}
	d.revise(e, it, st)
}

// revise adds the revision e of the decision that stands.
func (d *decider) revise(e *Decided, it *proficiency.Item, st *itemState) {
	old := st.decision
	if old.By == d.f.Actor && old.Outcome == e.Outcome {
		d.refuseItem(it, SameOutcome, "is "+string(e.Outcome)+" already", "")
	}
	e.Basis, e.Revises, e.OnBehalfOf, e.ordinal = old.Basis, old.Seq, copyOf(old.OnBehalfOf), it.Ordinal()
	if old.OnBehalfOf.String() == "" {
		e.OnBehalfOf = nil // redacted: nothing to say again
	}
	e.As, e.With, _ = d.held(old)
	if e.As.Centre == old.As.Centre { // the rule of a centre goes with the centre
		e.Override = slices.Clone(old.Override)
	}
	if e.Plan != nil {
		d.reviewDate(e.Plan, e.As)
	}
	e.Term = d.revisedTerm(it, old, e.As.Centre, e.Outcome)
	d.endRequest(it, st, CauseRevised)
	d.loses(it, st, CauseRevised)
	d.add(e)
}

// revisedTerm is how long a revision holds: it is counted from the decision
// that is revised first.
func (d *decider) revisedTerm(it *proficiency.Item, old *Decided, at CentreID, to Outcome) *Term {
	if !it.Validity().Lapses() {
		return nil
	}
	from := proficiency.DateOf(old.At, d.zone(old.As.Centre))
	if old.Term != nil {
		from = old.Term.From
	}
	return d.termFrom(it, from, at, to)
}
