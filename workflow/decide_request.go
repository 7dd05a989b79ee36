package workflow

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func (c *RequestConfirmation) decide(d *decider) {
	d.agreedLearner()
	if !d.named(len(c.Items), func(i int) string { return string(c.Items[i]) }) {
		return
	}
	addressee, ok := d.addressee(c.To)
	for _, id := range c.Items {
		it, st := d.item(id)
		if it == nil {
			continue
		}
		d.requestable(it, st)
		if !ok {
			continue
		}
		by := d.confirmer(addressee, it)
		e := alone[Requested](d)
		*e = Requested{
			Stamp: d.stamp, Item: id, To: c.To, As: by.as, With: by.with, Override: by.override, ordinal: it.Ordinal(),
		}
		d.add(e)
	}
	d.becomesSupervisor(c.To, Held{})
}

// addressee is the standing of the person to be asked, who must not be the learner.
func (d *decider) addressee(p PersonID) (s *roles.Standing, ok bool) {
	if err := checkID("the addressee's id", string(p)); err != nil {
		d.refuse(Reason{Code: InvalidID, Message: err.Error()})
		return nil, false
	}
	if d.s.trial() {
		if p != d.f.Actor {
			d.refuse(Reason{Code: IsATrial, Message: "in a trial nobody else can be asked", Remedy: "ask yourself"})
		}
		return nil, p == d.f.Actor
	}
	if d.s.enr().own(p) {
		d.refuse(Reason{Code: IsTheLearner, Message: "nobody can be asked about their own enrolment", Remedy: "ask somebody else"})
		return nil, false
	}
	return d.f.Person(p), true
}

// becomesSupervisor makes whoever is asked a supervisor, unless they are. As
// is the role that adding them rests on, if it rests on one.
func (d *decider) becomesSupervisor(p PersonID, as Held) {
	if len(d.reasons) == 0 && !d.s.trial() && !slices.Contains(d.s.enr().supervisors, p) {
		d.add(&SupervisorAdded{Stamp: d.stamp, Person: p, As: as})
	}
}

func (c *WithdrawRequest) decide(d *decider) {
	d.agreedLearner()
	if !d.named(len(c.Items), func(i int) string { return string(c.Items[i]) }) {
		return
	}
	for _, id := range c.Items {
		if it, st := d.item(id); it != nil {
			d.withdrawable(it, st)
			d.endRequest(it, st, CauseWithdrawn)
		}
	}
}

func (c *ChooseOptional) decide(d *decider) {
	d.agreedLearner()
	d.overwrite = c.Overwrite
	name := func(i int) string {
		if i < len(c.Items) {
			return string(c.Items[i])
		}
		return string(c.Sections[i-len(c.Items)])
	}
	if !d.named(len(c.Items)+len(c.Sections), name) {
		return
	}
	for _, id := range c.Items {
		if it, st := d.item(id); it != nil {
			d.choosable(it)
			if st.chosen == c.Drop {
				d.add(&OptionalChosen{Stamp: d.stamp, Item: id, Chosen: !c.Drop, ordinal: it.Ordinal()})
				d.choiceChanged(it, st, c.Drop)
			}
		}
	}
	for _, id := range c.Sections {
		d.chooseSection(id, c.Drop)
	}
}

// choosable: the item is optional by itself, and applies.
func (d *decider) choosable(it *proficiency.Item) {
	if choice := it.Choice(); choice != nil {
		d.refuseAt(it, NotOptional, choice.Position(), "is chosen with its section "+string(choice.ID()), "choose the section")
	} else if !it.Optional() {
		d.refuseItem(it, NotOptional, "is mandatory", "")
	}
	if !d.s.applies(it) {
		d.refuseOut(it, "")
	}
}

func (d *decider) chooseSection(id proficiency.SectionID, drop bool) {
	section := d.fw.Section(id)
	if section == nil {
		d.refuse(Reason{
			Code: UnknownItem, Message: "there is no section " + quoteID(string(id)) + " in " + d.fw.Ref().String(),
			Params: map[string]string{"section": string(id)},
		})
		return
	}
	d.sectionChoosable(section)
	if section.Optional() && d.s.SectionChosen(id) == drop {
		d.add(&OptionalChosen{Stamp: d.stamp, Section: id, Chosen: !drop})
		for it := range section.AllItems().Values() {
			d.choiceChanged(it, d.s.of(d.fw, it), drop)
		}
	}
}

// sectionChoosable: the section is optional as a whole, and something in it applies.
func (d *decider) sectionChoosable(section *proficiency.Section) {
	if !section.Optional() {
		d.refuse(Reason{
			Code: NotOptional, Message: section.Title() + " is not optional as a whole", Clause: section.Position(),
			Params: map[string]string{"section": string(section.ID())},
		})
	}
	if c := d.s.unmetBy(section); c != nil {
		d.refuse(Reason{
			Code: ItemNotApplicable, Clause: c.Position,
			Message: "nothing in " + section.Title() + " applies to this enrolment, by its " + d.fw.Attribute(c.Attribute).Label(),
			Params:  map[string]string{"section": string(section.ID()), "attribute": string(c.Attribute)},
		})
	}
}

// choiceChanged adds what dropping or choosing does to one item: its pending
// request goes, its answer and decision stay; a sign-off that stands falls,
// because what counts has changed.
func (d *decider) choiceChanged(it *proficiency.Item, st *itemState, drop bool) {
	cause := CauseChosen
	if drop {
		cause = CauseDropped
		if st.request != nil {
			d.endRequest(it, st, cause)
		}
	}
	d.wouldVoid(cause)
}

// endRequest ends the pending request for one item. What ends by one command
// of what was sent with one request stands in one event.
func (d *decider) endRequest(it *proficiency.Item, st *itemState, cause Cause) {
	if st.request != nil {
		d.endPendingItem(it.ID(), st.request, cause)
	}
}

func (d *decider) endPendingItem(id proficiency.ItemID, r *Requested, cause Cause) {
	for i := len(d.events) - 1; i >= 0; i-- {
		e, ok := d.events[i].(*RequestEnded)
		if ok && e.Request == r.Seq && e.To == r.To && e.Cause == cause {
			e.Items = append(e.Items, id)
			return
		}
	}
	d.add(&RequestEnded{Stamp: d.stamp, Items: []proficiency.ItemID{id}, To: r.To, Request: r.Seq, Cause: cause})
}
