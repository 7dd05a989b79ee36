package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

func (e *DecisionIs) check(c *check) {
	d := c.state.Item(e.Item).Decision
	switch {
	case d == nil && e.Outcome != "":
		c.fail("there is no decision")
		return
	case d != nil && e.Outcome == "":
		c.fail("%s by %s", d.Outcome, d.By)
		return
	case d == nil:
		return
	}
	equal(c, "the outcome", d.Outcome, e.Outcome)
	equal(c, "from paper", d.Paper != nil, e.Paper)
	if e.By != "" {
		equal(c, "the decider", d.By, e.By)
	}
	if e.As.Role != "" {
		equal(c, "the role", d.As.Role, e.As.Role)
	}
	if e.As.Centre != "" {
		equal(c, "the centre", d.As.Centre, e.As.Centre)
	}
	if e.OnBehalfOf != "" {
		equal(c, "on behalf of whom", d.OnBehalfOf.String(), e.OnBehalfOf)
	}
}

func (e *PlanIs) check(c *check) {
	var got PlanIs
	if d := c.state.Item(e.Item).Plan; d != nil {
		got.Reason = d.Reason.String()
		for _, a := range d.Plan.Actions {
			got.Actions = append(got.Actions, a.String())
		}
	}
	equal(c, "the reason", got.Reason, e.Reason)
	if !slices.Equal(got.Actions, e.Actions) {
		c.fail("the actions are %q, not %q", got.Actions, e.Actions)
	}
}

func (e *AnswerIs) check(c *check) {
	var got []workflow.Given
	if a := c.state.Item(e.Item).Answer; a != nil {
		got = a.Answers
	}
	if !slices.Equal(got, e.Answers) {
		c.fail("the answer is %s, not %s", answerText(got), answerText(e.Answers))
	}
}

func answerText(list []workflow.Given) string {
	w := &writer{}
	w.answers(list)
	return w.parts[0].text
}

func (e *PendingIs) check(c *check) {
	if !c.exists() {
		return
	}
	got := PendingIs{With: e.With}
	for _, p := range workflow.Summarise(c.fw, &c.state, c.now()).Pending {
		if p.With != e.With {
			continue
		}
		got.Items += p.Items
		got.SignOff = got.SignOff || p.SignOff
		got.Requests++
	}
	equal(c, "the number of items", got.Items, e.Items)
	equal(c, "that the sign-off is asked for", got.SignOff, e.SignOff)
	if e.Requests > 0 {
		equal(c, "the number of requests", got.Requests, e.Requests)
	}
}

// check looks at the last step of the enrolment that the line is about.
func (e *EventsAre) check(c *check) {
	var got []string
	for i := range c.w.last {
		o := &c.w.last[i]
		if o.about != c.about || o.err != nil || o.res.Record.Seq == 0 {
			continue
		}
		events, err := o.res.Record.Decode()
		if err != nil {
			c.w.cannot(c.line, err)
			return
		}
		for _, event := range events {
			got = append(got, event.EventKind())
		}
	}
	if !slices.Equal(got, e.Events) {
		w := &writer{}
		w.word("the last step did")
		w.repeated(got)
		c.fail("%s", w.parts[0].text)
	}
}
