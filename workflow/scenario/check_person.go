package scenario

import (
	"errors"
	"slices"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/workflow"
)

func (e *SeesIs) check(c *check) {
	_, err := c.w.engine.View(c.w.ctx, e.Person, c.id)
	var denied *workflow.Denied
	switch {
	case err == nil && e.Not:
		c.fail("%s can view it", e.Person)
	case errors.As(err, &denied):
		if !e.Not {
			c.fail("%s cannot view it", e.Person)
		}
		equal(c, "the reason", denied.Error(), "there is no such enrolment [not-found]")
	case err != nil:
		c.w.cannot(c.line, err)
	}
}

func (e *ListIs) check(c *check) {
	var got []workflow.PersonID
	var centres []workflow.CentreID
	for s, err := range c.w.engine.List(c.w.ctx, e.Person, workflow.Query{Status: e.Status}) {
		if err != nil {
			c.w.cannot(c.line, err)
			return
		}
		if s.Subject() != "" {
			centres = append(centres, s.Subject())
		} else {
			got = append(got, s.Learner)
		}
	}
	sameList(c, "listed", got, e.Learners)
	sameList(c, "the centres listed", centres, e.Centres)
}

// sameList fails unless both are the same in any order.
func sameList[T ~string](c *check, what string, got, want []T) {
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		c.fail("%s are %s, not %s", what, named(got), named(want))
	}
}

// check asks what a screen would ask.
func (e *MayIs) check(c *check) {
	v, err := c.w.engine.View(c.w.ctx, e.Person, c.id)
	var denied *workflow.Denied
	switch {
	case errors.As(err, &denied):
		c.allowed(e, workflow.Action{Kind: e.Kind, Reasons: denied.Reasons}, "")
		return
	case err != nil:
		c.w.cannot(c.line, err)
		return
	}
	if len(e.Items)+len(e.Sections) == 0 {
		c.among(e, v.Actions(), "")
	}
	items, err := c.expand(c.now(), e.Items)
	if err != nil {
		c.fail("%v", err)
	}
	for _, id := range items {
		c.among(e, v.ItemActions(id), " "+string(id))
	}
	for _, id := range e.Sections {
		c.among(e, v.SectionActions(id), " "+string(id))
	}
}

// among finds the action that is meant.
func (c *check) among(e *MayIs, actions []workflow.Action, on string) {
	i := slices.IndexFunc(actions, func(a workflow.Action) bool { return a.Kind == e.Kind })
	if i < 0 {
		c.fail("%s%s is nothing that anybody is offered", e.Kind, on)
		return
	}
	c.allowed(e, actions[i], on)
}

func (c *check) allowed(e *MayIs, a workflow.Action, on string) {
	switch {
	case e.Not && a.Allowed():
		c.fail("%s may %s%s", e.Person, e.Kind, on)
	case !e.Not && !a.Allowed():
		c.fail("%s may not %s%s:\n%s", e.Person, e.Kind, on, listed(a.Reasons))
	case !e.Not && a.Overwrite != e.Overwrite:
		c.fail("whether %s%s must accept a loss is %t, not %t", e.Kind, on, a.Overwrite, e.Overwrite)
	}
	if e.Not && len(e.Reasons) > 0 {
		for _, wrong := range c.compare(c.now(), e.Reasons, a.Reasons) {
			c.fail("%s may not %s%s, but %s", e.Person, e.Kind, on, wrong)
		}
	}
}

// check asks everybody who can be asked what a certificate is worth.
func (e *CertificateIs) check(c *check) {
	all := issued(&c.state)
	i := 0
	if e.Number > 0 {
		i = len(all) - e.Number
	}
	if i < 0 || i >= len(all) {
		if e.Status != "" {
			c.fail("there is no such certificate: %d were issued", len(all))
		}
		return
	}
	if e.Status == "" {
		c.fail("there is one, %s", all[i])
		return
	}
	got, _ := certificate.StatusOf(&c.state, all[i], c.now())
	equal(c, "the status", got, e.Status)
	c.answered(all[i], e.Status)
	if i == 0 {
		c.made(e.Status == certificate.StatusValid)
	}
}

// issued are the serials of all certificates, the newest first: of sign-offs,
// or, where nobody confirms anything, of what was submitted.
func issued(s *workflow.State) (serials []string) {
	for _, g := range s.SignOffs() {
		serials = append(serials, g.Serial)
	}
	for _, r := range s.Rounds() {
		if e := r.Submitted; e != nil && e.Serial != "" {
			serials = append(serials, e.Serial)
		}
	}
	return serials
}

// answered holds what the public check says.
func (c *check) answered(serial string, want certificate.Status) {
	answer, err := certificate.Check(c.w.ctx, c.w.engine, serial, c.now())
	switch {
	case errors.Is(err, workflow.ErrUnsupported): // by this store
	case err != nil:
		c.w.cannot(c.line, err)
	default:
		equal(c, "the status that anybody is told", answer.Status, want)
	}
}

// made holds that a certificate is made if it is valid, and only then.
func (c *check) made(valid bool) {
	_, err := certificate.For(c.w.ctx, c.signedOff, &c.state, c.now(), ids{}, &certificate.Options{Policy: c.w.policy})
	switch {
	case err != nil && !errors.Is(err, certificate.ErrNotSignedOff) && !errors.Is(err, certificate.ErrNotCompleted):
		c.w.cannot(c.line, err)
	case (err == nil) != valid:
		c.fail("whether it can be made is %t", err == nil)
	}
}

func (e *SerialIs) check(c *check) {
	_, err := certificate.Check(c.w.ctx, c.w.engine, e.Typed, c.now())
	switch {
	case errors.Is(err, certificate.ErrUnknownSerial), errors.Is(err, workflow.ErrUnsupported):
	case err != nil:
		c.w.cannot(c.line, err)
	default:
		c.fail("somebody has a certificate with it")
	}
}
