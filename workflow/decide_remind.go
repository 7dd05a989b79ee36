package workflow

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

func (c *Remind) decide(d *decider) {
	if d.validID("the id of the person to be reminded", string(c.To)) {
		d.remindable(c.To)
		d.add(&Reminded{Stamp: d.stamp, To: c.To})
	}
}

// reminder is the learner; nobody is reminded in a trial.
func (d *decider) reminder() bool {
	d.agreedLearner()
	return d.notInTrial()
}

// remindable: something is pending with that person, and the last message to
// them is long enough ago.
func (d *decider) remindable(to PersonID) {
	if !d.reminder() {
		return
	}
	if !d.s.asked(to) {
		d.nothingPending(to, "name a person whom you asked to confirm something")
		return
	}
	d.notTooSoon(d.s.lastMessage(to).at, d.f.Policy.Reminders().Confirmation)
}

// anyRemindable is remindable for whoever may be reminded first.
func (d *decider) anyRemindable() {
	first, at := PersonID(""), time.Time{}
	for _, m := range d.s.messages {
		if d.s.asked(m.to) && (first == "" || m.at.Before(at)) {
			first, at = m.to, m.at
		}
	}
	d.remindable(first)
}

// nothingPending refuses because nothing is asked of a person; an empty id is
// for nobody in particular.
func (d *decider) nothingPending(p PersonID, remedy string) {
	who := "anybody"
	if p != "" {
		who = quoteID(string(p))
	}
	d.refuse(Reason{
		Code: NothingPending, Message: "nothing is pending with " + who, Params: map[string]string{"person": string(p)}, Remedy: remedy,
	})
}

func (d *decider) notTooSoon(last time.Time, least time.Duration) {
	if allowed := last.Add(least); d.stamp.At.Before(allowed) {
		at := allowed.Format(time.RFC3339Nano) // in full: a second is not rounded down to one that is too soon
		d.refuse(Reason{
			Code: TooSoon, Message: "the last message was sent at " + last.Format(time.RFC3339Nano) + ": a reminder is allowed from " + at,
			Params: map[string]string{"allowed": at}, Clause: d.f.Policy.Reminders().Position, Remedy: "wait until " + at,
		})
	}
}

// asked reports whether a confirmation is pending with the person.
func (s *State) asked(p PersonID) (asked bool) {
	s.each(func(_ proficiency.ItemID, it *itemState) bool {
		asked = it.request != nil && it.request.To == p
		return !asked
	})
	return asked
}

// lastMessage is the last message to the person; zero for none.
func (s *State) lastMessage(p PersonID) (m message) {
	if i := slices.IndexFunc(s.messages, func(m message) bool { return m.to == p }); i >= 0 {
		m = s.messages[i]
	}
	return m
}

func (c *RemindSignOff) decide(d *decider) {
	if d.signOffRemindable() {
		d.add(&Reminded{Stamp: d.stamp, To: d.s.signOff.request.To, SignOff: true})
	}
}

func (d *decider) signOffRemindable() bool {
	if !d.reminder() || !d.signOffPending() {
		return false
	}
	d.notTooSoon(d.s.lastMessage(d.s.signOff.request.To).signOff, d.f.Policy.Reminders().SignOff)
	return true
}

func (c *Comment) decide(d *decider) {
	d.commentator()
	if isBlank(c.Comment) {
		d.refuse(Reason{Code: CommentMissing, Message: "the comment is empty", Remedy: "say something"})
	}
	e := &Commented{Stamp: d.stamp, Item: c.Item}
	if c.Item == "" {
		e.Comment = d.text("the comment", c.Comment)
	} else if it, _ := d.item(c.Item); it != nil {
		e.Comment = d.textOn(it, "the comment", c.Comment)
	}
	d.add(e)
}

// commentator: the learner, or a supervisor.
func (d *decider) commentator() {
	if d.own() {
		d.learner()
		return
	}
	d.notWithdrawn()
	if !slices.Contains(d.s.enr().supervisors, d.f.Actor) {
		d.refuse(Reason{
			Code: NotInvolved, Message: "only " + d.who() + " and supervisors comment", Remedy: "have yourself added as a supervisor",
		})
	}
}
