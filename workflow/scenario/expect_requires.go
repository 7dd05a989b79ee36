package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// OverriddenAre is the expectation of which requirements are let go and were not since.
type OverriddenAre struct{ Frameworks []proficiency.FrameworkID }

// ReliedOn is the expectation of which attainments the last step rested on, by
// its record; a zero version leaves it open.
type ReliedOn struct{ Attainments []proficiency.Ref }

func parseOverridden(p *parser) Expectation {
	p.need(":")
	if p.accept("nothing") {
		return &OverriddenAre{}
	}
	return &OverriddenAre{Frameworks: all[proficiency.FrameworkID](p, "a framework, or nothing")}
}

func (e *OverriddenAre) write(w *writer) {
	w.word("overridden:")
	if len(e.Frameworks) == 0 {
		w.word("nothing")
	}
	list(w, e.Frameworks)
}

func parseReliedOn(p *parser) Expectation {
	p.need(":")
	if p.accept("nothing") {
		return &ReliedOn{}
	}
	e := &ReliedOn{}
	for more := true; more; more = p.peek().isID() {
		e.Attainments = append(e.Attainments, p.ref())
	}
	return e
}

func (e *ReliedOn) write(w *writer) {
	w.word("relied on:")
	if len(e.Attainments) == 0 {
		w.word("nothing")
	}
	for i, ref := range e.Attainments {
		if i > 0 {
			w.glue(",")
		}
		w.ref(ref)
	}
}

func (e *OverriddenAre) check(c *check) {
	var got []proficiency.FrameworkID
	for _, o := range c.state.Overrides() {
		got = append(got, o.Framework)
	}
	if !slices.Equal(sortedSet(got), sortedSet(e.Frameworks)) {
		c.fail("overridden is %s, not %s", named(got), named(e.Frameworks))
	}
}

// check looks at the last step of the enrolment that the line is about.
func (e *ReliedOn) check(c *check) {
	events, err := c.lastEvents()
	if err != nil {
		c.w.cannot(c.line, err)
		return
	}
	var got []proficiency.Ref
	for _, event := range events {
		for _, a := range attainmentsOf(event) {
			got = append(got, a.Framework)
		}
	}
	same := slices.EqualFunc(got, e.Attainments, func(got, want proficiency.Ref) bool {
		return got == want || want.Version == (proficiency.Version{}) && got.ID == want.ID
	})
	if !same {
		is := &writer{}
		(&ReliedOn{Attainments: got}).write(is)
		c.fail("it %s", is.parts[0].text)
	}
}

// attainmentsOf are the attainments that an event rests on.
func attainmentsOf(event workflow.Event) []workflow.Attainment {
	switch e := event.(type) {
	case *workflow.Enrolled:
		return e.Attainments
	case *workflow.SignOffRequested:
		return e.Attainments
	case *workflow.SignedOff:
		return e.Attainments
	}
	return nil
}
