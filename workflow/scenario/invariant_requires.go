package scenario

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

func requiresInvariants() []Invariant {
	return []Invariant{
		{"required", "Nobody is enrolled, asked to sign off or signed off while a framework that is required by then is neither held nor let go at that instant.", 0, checkRequired},
		{"attainments", "A record names what of other frameworks it rests on: of each one required, one that was held at that instant, and nothing else.", 0, checkAttainments},
		{"overridden", "Only what is required and not held is let go, for a reason; that stands until the enrolment is withdrawn and no longer, and a sign-off, a submission and their certificates name all of it.", 0, checkOverridden},
	}
}

func checkRequired(before, after *Moment) error {
	b, t := after.x.book, after.tale
	if t.trial() {
		return nil
	}
	for _, e := range after.Events {
		switch e.(type) {
		case *workflow.Enrolled:
			for _, id := range b.lacking(t.plan.fw, t.about.Learner, proficiency.BeforeEnrolment, after.Now) {
				if !t.overridden(id) {
					return refuse(fmt.Errorf("%s is required first", id), workflow.RequiresFramework)
				}
			}
		case *workflow.SignOffRequested, *workflow.SignedOff:
			if handedOver(after) {
				continue // asked for when it could be
			}
			if lacks := b.lacks(before.tale, after.Now); len(lacks) > 0 {
				return refuse(fmt.Errorf("%s is required first", named(lacks)), workflow.RequiresFramework)
			}
		}
	}
	return nil
}

// handedOver reports whether what was asked before goes to somebody else.
func handedOver(m *Moment) bool { return m.Request.Command.Kind() == workflow.KindReassign }

func checkAttainments(before, after *Moment) error {
	for _, e := range after.Events {
		relied := attainmentsOf(e)
		stage := proficiency.BeforeSignOff
		switch e.(type) {
		case *workflow.Enrolled:
			stage = proficiency.BeforeEnrolment
		case *workflow.SignOffRequested, *workflow.SignedOff:
		default:
			continue
		}
		if handedOver(after) {
			if !slices.Equal(relied, before.tale.asked.Attainments) {
				return fmt.Errorf("%s rests on %v, and rested on %v before it was handed over", e.EventKind(), relied, before.tale.asked.Attainments)
			}
			continue
		}
		if err := restsOn(relied, after, stage); err != nil {
			return fmt.Errorf("%s %w", e.EventKind(), err)
		}
	}
	return nil
}

// restsOn holds what was relied on to what the learner holds of what is required.
func restsOn(relied []workflow.Attainment, m *Moment, stage proficiency.Stage) error {
	t := m.tale
	if t.trial() {
		if len(relied) > 0 {
			return errors.New("is of a trial, and rests on another framework")
		}
		return nil
	}
	lacking := m.x.book.lacking(t.plan.fw, t.about.Learner, stage, m.Now)
	all := m.x.book.holdings(t.about.Learner)
	wanted := 0
	for q := range t.plan.fw.Requires().Values() {
		if q.Before != stage || slices.Contains(lacking, q.Framework) {
			continue
		}
		wanted++
		i := slices.IndexFunc(relied, func(a workflow.Attainment) bool { return a.Framework.ID == q.Framework })
		if i < 0 {
			return fmt.Errorf("does not say that it rests on %s", q.Framework)
		}
		held := slices.ContainsFunc(all, func(h holding) bool {
			return h.ref == relied[i].Framework && h.until.Equal(relied[i].Until) && h.meets(&q) && h.holdsAt(m.Now)
		})
		if !held {
			return fmt.Errorf("rests on %s until %s, and that is not held", relied[i].Framework, relied[i].Until)
		}
	}
	if len(relied) != wanted {
		return fmt.Errorf("rests on %v, and %d are required and held", relied, wanted)
	}
	return nil
}

func checkOverridden(before, after *Moment) error {
	if !after.tale.exists {
		return nil
	}
	for _, e := range after.Events {
		switch e := e.(type) {
		case *workflow.RequirementOverridden:
			if err := mayBeOverridden(e, before.tale, after); err != nil {
				return err
			}
		case *workflow.SignedOff:
			if err := namesLetGo("sign-off", e.Overrides, e.Serial, before.tale, after); err != nil {
				return err
			}
		case *workflow.Submitted:
			if err := namesLetGo("submission", e.Overrides, e.Serial, before.tale, after); err != nil {
				return err
			}
		}
	}
	var got []workflow.Overridden
	for _, o := range after.State.Overrides() {
		got = append(got, workflow.Overridden{Framework: o.Framework, By: o.By})
	}
	if want := after.tale.overrides; !slices.Equal(got, want) {
		var ids []proficiency.FrameworkID
		for _, o := range want {
			ids = append(ids, o.Framework)
		}
		return expecting(&OverriddenAre{ids}, "let go is %v, and should be %v", got, want)
	}
	return nil
}

// namesLetGo holds a sign-off or a submission, and the certificate that it
// issues, to what was let go by then.
func namesLetGo(what string, named []workflow.Overridden, serial string, then *tale, m *Moment) error {
	if !slices.Equal(named, then.overrides) {
		return fmt.Errorf("the %s names %v as let go, and that is %v", what, named, then.overrides)
	}
	if serial == "" {
		return nil
	}
	return certified(m)
}

func mayBeOverridden(e *workflow.RequirementOverridden, then *tale, m *Moment) error {
	stage := proficiency.BeforeSignOff
	if m.Request.Command.Kind() == workflow.KindEnrol {
		stage = proficiency.BeforeEnrolment
	}
	lacking := m.x.book.lacking(m.tale.plan.fw, m.About.Learner, stage, m.Now)
	switch {
	case m.tale.trial() || !slices.Contains(lacking, e.Framework):
		return refuse(fmt.Errorf("%s is let go, and is not required or held", e.Framework), workflow.NotRequired)
	case stage == proficiency.BeforeSignOff && then.overridden(e.Framework):
		return refuse(fmt.Errorf("%s is let go again", e.Framework), workflow.AlreadyOverridden)
	}
	return must(e.Reason != nil && !blank(e.Reason.String()), workflow.ReasonMissing)
}

// certified holds a new certificate to what was let go.
func certified(m *Moment) error {
	x, want := m.x, m.tale.overrides
	if m.tale.trial() {
		return nil
	}
	cert, err := certificate.For(x.ctx, m.Framework, &m.State, m.Now, ids{}, &certificate.Options{Policy: x.world.policy})
	if err != nil {
		return fmt.Errorf("the certificate cannot be made: %w", err)
	}
	said := cert.Content().Overridden
	for _, o := range want {
		i := slices.IndexFunc(said, func(c certificate.Overridden) bool { return c.Framework == o.Framework })
		if i < 0 || said[i].By.Name != string(o.By) {
			return fmt.Errorf("the certificate does not name %s, which was let go by %s", o.Framework, o.By)
		}
	}
	if len(said) != len(want) {
		return fmt.Errorf("the certificate names %d frameworks as let go, not %d", len(said), len(want))
	}
	return nil
}

// heldOf is what the book has of a learner, as the host and the store would say it.
func (b *book) heldOf(who workflow.PersonID) (all []workflow.Attainment) {
	for _, h := range b.holdings(who) {
		all = append(all, workflow.Attainment{Framework: h.ref, Until: h.until})
	}
	return all
}

// missingNow is all that keeps an enrolment from its sign-off, with what is
// required of other frameworks.
func (b *book) missingNow(t *tale, now time.Time) []blocker {
	out := t.missing(now)
	for range b.lacks(t, now) {
		out = append(out, blocker{code: workflow.RequiresFramework})
	}
	return out
}
