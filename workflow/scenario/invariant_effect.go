package scenario

import (
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

func effectInvariants() []Invariant {
	return []Invariant{
		{"reassigned", "Of what is handed over, what the new person may take goes to them, and what they may not stays and is listed.", 0, checkReassigned},
		{"removed", "Who is no supervisor any more, or holds a fitting role at no centre that is left, is asked nothing; everybody else stays asked.", 0, checkRemoved},
		{"sign-off-request", "A request for the sign-off ends with the command that loses the readiness, and stays where the clock alone lost it.", 0, checkSignOffRequest},
		{"same-again", "The very same answer saved again stores nothing, but on what was rejected or has lapsed.", 0, checkSameAgain},
		{"plan", "An action plan stays visible until its item is confirmed.", 0, checkPlan},
	}
}

func checkReassigned(before, after *Moment) error {
	c, ok := after.Request.Command.(*workflow.Reassign)
	if !ok || !after.Stored() {
		return nil
	}
	b, then := after.x.book, before.tale
	var left []workflow.Left
	for _, e := range after.Events {
		if r, ok := e.(*workflow.Reassigned); ok {
			left = r.Left
		}
	}
	for i := range then.items {
		id := then.plan.items[i].ID()
		switch r, now := then.items[i].request, after.tale.items[i].request; {
		case r == nil || r.To != c.From:
		case now == nil:
			return fmt.Errorf("nobody is asked about %s any more", id)
		case len(c.Items) > 0 && !slices.Contains(c.Items, id):
			if now.Seq != r.Seq {
				return fmt.Errorf("%s was not named, and is now with %s", id, now.To)
			}
		case b.mayConfirm(then, c.To, i, then.centres) != (now.To == c.To):
			return fmt.Errorf("%s is now with %s; may %s confirm it: %v", id, now.To, c.To, b.mayConfirm(then, c.To, i, then.centres))
		case now.To == c.From != slices.ContainsFunc(left, func(l workflow.Left) bool { return l.Item == id }):
			return fmt.Errorf("%s is with %s, and left is %v", id, now.To, left)
		}
	}
	if then.asked == nil || then.asked.To != c.From {
		return nil
	}
	takes := len(c.Items) == 0 && b.maySignOff(then, c.To, then.centres) && then.distinct(c.To, after.Now)
	if now := after.tale.asked; now == nil || takes != (now.To == c.To) {
		return fmt.Errorf("the sign-off is asked of %v; may %s give it: %v", now, c.To, takes)
	}
	return nil
}

// checkRemoved looks at who is still asked behind a command that takes
// somebody, or a centre, off the enrolment.
func checkRemoved(before, after *Moment) error {
	if !after.Stored() {
		return nil
	}
	b, then, now := after.x.book, before.tale, after.tale
	var stays func(who workflow.PersonID, i int) bool
	switch c := after.Request.Command.(type) {
	case *workflow.RemoveSupervisor:
		stays = func(who workflow.PersonID, _ int) bool { return who != c.Person }
	case *workflow.RemoveCentre:
		stays = func(who workflow.PersonID, i int) bool {
			if i == none {
				return b.maySignOff(then, who, now.centres)
			}
			return b.mayConfirm(then, who, i, now.centres)
		}
	default:
		return nil
	}
	for i := range then.items {
		if r := then.items[i].request; r != nil && stays(r.To, i) != (now.items[i].request != nil) {
			return fmt.Errorf("%s was asked of %s; should that stay: %v", then.plan.items[i].ID(), r.To, stays(r.To, i))
		}
	}
	if a := then.asked; a != nil && stays(a.To, none) != (now.asked != nil) {
		return fmt.Errorf("the sign-off was asked of %s; should that stay: %v", a.To, stays(a.To, none))
	}
	return nil
}

// endsRequests are the kinds that end a request for the sign-off by themselves.
var endsRequests = []workflow.Kind{
	workflow.KindWithdrawSignOff, workflow.KindSignOff, workflow.KindDeclineSignOff, workflow.KindWithdraw,
	workflow.KindRemoveSupervisor, workflow.KindRemoveCentre, workflow.KindReassign,
}

func checkSignOffRequest(before, after *Moment) error {
	then, now := before.tale, after.tale
	if then.asked == nil || !after.Stored() || slices.Contains(endsRequests, after.Request.Command.Kind()) {
		return nil
	}
	lost := then.ready(after.Now) && !now.ready(after.Now)
	if lost == (now.asked != nil) {
		return expecting(&PendingIs{With: then.asked.To, SignOff: !lost, Items: now.askedOf(then.asked.To)},
			"the sign-off is asked of %s: %v; was the readiness lost by the command: %v", then.asked.To, now.asked != nil, lost)
	}
	return nil
}

// askedOf is how many items somebody is asked about.
func (t *tale) askedOf(who workflow.PersonID) (n int) {
	for i := range t.items {
		if r := t.items[i].request; r != nil && r.To == who {
			n++
		}
	}
	return n
}

func checkSameAgain(before, after *Moment) error {
	c, ok := after.Request.Command.(*workflow.SelfAssess)
	if !ok || after.Err != nil || after.Result.Replayed || len(c.Items) == 0 {
		return nil
	}
	for i := range c.Items {
		if !before.tale.again(&c.Items[i], before.Items) {
			if !after.Stored() {
				return fmt.Errorf("something new was said of %s, and nothing was stored", c.Items[i].Item)
			}
			return nil
		}
	}
	if after.Stored() {
		return come(Unchanged, fmt.Errorf("the very same was saved again, and stored: %v", after.Result.Record.Seq))
	}
	return nil
}

// again reports whether an answer says what is there already, where that changes nothing.
func (t *tale) again(a *workflow.ItemAnswer, statuses []workflow.ItemStatus) bool {
	i := t.index(a.Item)
	was := t.items[i].answer
	if t.over || was == nil || was.On != a.On || t.words(was.Comment) != a.Comment || len(was.Answers) != len(a.Answers) || len(was.Evidence) != len(a.Evidence) {
		return false
	}
	for _, g := range a.Answers {
		if !slices.ContainsFunc(was.Answers, func(r workflow.Reply) bool { return t.replied(&r) == g }) {
			return false
		}
	}
	for j, e := range was.Evidence {
		if (workflow.EvidenceRef{Title: t.words(e.Title), Location: t.words(e.Location), Digest: e.Digest, MediaType: e.MediaType, On: e.On}) != a.Evidence[j] {
			return false
		}
	}
	return statuses[i] != workflow.ItemStatusRejected && statuses[i] != workflow.ItemStatusLapsed
}

// replied is an answer as it was given, but for words that were removed.
func (t *tale) replied(r *workflow.Reply) workflow.Given {
	return workflow.Given{Question: r.Question, Answer: r.Answer, Comment: t.words(r.Comment), On: r.On}
}

// words are those of a text, unless they were removed.
func (t *tale) words(text *workflow.Text) string {
	if text == nil || slices.ContainsFunc(t.redacted, func(gone workflow.Text) bool { return gone.Digest == text.Digest }) {
		return ""
	}
	return text.Words
}

func checkPlan(_, after *Moment) error {
	if !after.Stored() || !after.tale.exists {
		return nil
	}
	for i := range after.tale.items {
		id, want := after.tale.plan.items[i].ID(), after.tale.items[i].plan
		got := workflow.Seq(0)
		if p := after.State.Item(id).Plan; p != nil {
			got = p.Seq
		}
		if got != want {
			return expecting(&PlanIs{Item: id}, "the plan of %s is that of record %d, and should be of record %d", id, got, want)
		}
	}
	return nil
}
