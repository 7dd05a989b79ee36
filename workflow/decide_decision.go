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
		it, as, with := d.decision(&c.Items[i])
		if it != nil {
			e := alone[Decided](d)
			*e = Decided{
				Stamp: d.stamp, Item: it.ID(), Outcome: Confirmed, Basis: c.Items[i].Basis, As: as, With: with,
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
	var common *Decided // reason and plan of those without one of their own
	for i := range c.Items {
		said := own[c.Items[i].Item]
		if said == nil {
			if common == nil {
				common = &Decided{Reason: d.reason(c.Reason), Plan: d.plan(c.Actions, c.ReviewOn, c.EvidenceAsked)}
			}
			said = common
		}
		it, as, with := d.decision(&c.Items[i])
		if it != nil {
			d.add(&Decided{
				Stamp: d.stamp, Item: it.ID(), Outcome: Rejected, Basis: c.Items[i].Basis, As: as, With: with,
				Reason: said.Reason, Plan: said.Plan, ordinal: it.Ordinal(),
			})
		}
	}
}

// ownPlans are the reasons and plans that items have for themselves.
func (d *decider) ownPlans(c *Reject) map[proficiency.ItemID]*Decided {
	own := make(map[proficiency.ItemID]*Decided, len(c.Plans))
	for _, p := range c.Plans {
		if own[p.Item] != nil || !slices.ContainsFunc(c.Items, func(on Seen) bool { return on.Item == p.Item }) {
			d.refuse(Reason{
				Code: DuplicateItem, Message: "a plan is given for " + quoteID(string(p.Item)) + ", which is not rejected or has one already",
				Item: p.Item, Remedy: "give one plan at most for each item that is rejected",
			})
			continue
		}
		own[p.Item] = &Decided{Reason: d.reason(p.Reason), Plan: d.plan(p.Actions, p.ReviewOn, p.EvidenceAsked)}
	}
	return own
}

// decision checks one decision on a request: the actor's right, and that the
// actor decides on what is there now.
func (d *decider) decision(on *Seen) (it *proficiency.Item, as, with Held) {
	it, st := d.item(on.Item)
	if it == nil {
		return nil, as, with
	}
	as, with = d.decidable(it, st)
	if st.request != nil && st.request.To == d.f.Actor && st.answer != nil && st.answer.Basis != on.Basis {
		d.refuseItem(it, ChangedSince, "was changed since you saw it", "look at it again and decide on what is there now")
	}
	return it, as, with
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
	if !reviewOn.IsZero() && reviewOn.Before(d.today()) {
		d.refuse(Reason{Code: InvalidDate, Message: "the review date " + reviewOn.String() + " is in the past", Remedy: "give today's date or a later one"})
	}
	return p
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
	d.revise(e, it, st.decision)
}

// revise adds the revision e of a decision.
func (d *decider) revise(e *Decided, it *proficiency.Item, old *Decided) {
	if old.By == d.f.Actor && old.Outcome == e.Outcome {
		d.refuseItem(it, SameOutcome, "is "+string(e.Outcome)+" already", "")
	}
	e.Basis, e.Revises, e.OnBehalfOf, e.ordinal = old.Basis, old.Seq, old.OnBehalfOf, it.Ordinal()
	e.As, _ = d.held(old.As)
	e.With, _ = d.held(old.With)
	d.wouldVoid(CauseRevised)
	d.add(e)
}
