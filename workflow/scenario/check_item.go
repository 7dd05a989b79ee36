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
	equal(c, "whom it was transferred from", originalBy(d), e.Original)
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
	a := c.state.Item(e.Item).Answer
	if e.Round > 0 {
		r, ok := c.state.Round(e.Round)
		if !ok {
			c.fail("there is no round %d", e.Round)
			return
		}
		a = r.Answer(e.Item)
	}
	got := given(a)
	if !slices.EqualFunc(got, e.Answers, answeredAs) {
		c.fail("the answer is %s, not %s", answerText(got), answerText(e.Answers))
	}
	if e.By != "" {
		var by workflow.PersonID
		if a != nil {
			by = a.Contributor
		}
		equal(c, "who answered", by, e.By)
	}
}

// given are answers as they were given.
func given(a *workflow.Answered) (out []workflow.Given) {
	if a != nil {
		for i := range a.Answers {
			out = append(out, a.Answers[i].Given())
		}
	}
	return out
}

// answeredAs compares an answer with what is wanted, which leaves its comment
// and date open where it names none.
func answeredAs(got, want workflow.Given) bool {
	return got.Question == want.Question && got.Answer == want.Answer &&
		(want.Comment == "" || got.Comment == want.Comment) && (want.On.IsZero() || got.On == want.On)
}

func (e *RoundIs) check(c *check) {
	if c.exists() {
		equal(c, "the number of rounds", len(c.state.Rounds()), e.Number)
	}
}

func (e *SubmittedIs) check(c *check) {
	last := c.state.LastSubmission()
	switch {
	case last == nil && e.Round > 0:
		c.fail("nothing was submitted")
		return
	case last == nil:
		return
	}
	equal(c, "the round", last.Round, e.Round)
	if !e.On.IsZero() {
		equal(c, "the day", last.On, e.On)
	}
	if !e.Until.IsZero() {
		equal(c, "the last day on which it holds", last.ValidTo, e.Until)
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
	events, err := c.lastEvents()
	if err != nil {
		c.w.cannot(c.line, err)
		return
	}
	var got []string
	for _, event := range events {
		got = append(got, event.EventKind())
	}
	if !slices.Equal(got, e.Events) {
		w := &writer{}
		w.word("the last step did")
		w.repeated(got)
		c.fail("%s", w.parts[0].text)
	}
}

// lastEvents are what the last step did to the enrolment.
func (c *check) lastEvents() (all []workflow.Event, err error) {
	for i := range c.w.last {
		o := &c.w.last[i]
		if o.about != c.about || o.err != nil || o.res.Record.Seq == 0 {
			continue
		}
		events, err := o.res.Record.Decode()
		if err != nil {
			return nil, err
		}
		all = append(all, events...)
	}
	return all, nil
}
