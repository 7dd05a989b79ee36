package workflow_test

import (
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// What is required of other frameworks, written down once more: rules.md §8,
// "requires", and its rows of §4.

// enough: of what is held, what is a sign-off on it, in a version that is
// enough, and in date.
func (o *oracle) enough(q proficiency.Requirement) (all []workflow.Attainment) {
	for _, a := range o.f.Attainments {
		v, low := a.Framework.Version, q.Lowest
		older := v.Major < low.Major || v.Major == low.Major && (v.Minor < low.Minor || v.Minor == low.Minor && v.Patch < low.Patch)
		if a.Framework.ID == q.Framework && !older && (a.Until.IsZero() || a.Until.After(o.f.Now)) {
			all = append(all, a)
		}
	}
	return all
}

// lacks: what is required before a stage, not held, and not let go.
func (o *oracle) lacks(before proficiency.Stage, letGo ...proficiency.FrameworkID) (out []proficiency.FrameworkID) {
	for q := range o.fw.Requires().Values() {
		if q.Before == before && !o.trial() && len(o.enough(q)) == 0 && !slices.Contains(letGo, q.Framework) {
			out = append(out, q.Framework)
		}
	}
	return out
}

// letGo are the frameworks whose requirement was overridden since enrolling.
func (m *model) letGo() (ids []proficiency.FrameworkID) {
	for _, e := range m.overrides {
		ids = append(ids, e.Framework)
	}
	return ids
}

// enrols: all that is required is held or let go, for a reason, by somebody who
// enrols the learner and may override at that centre.
func (o *oracle) meetsRequirements(c *workflow.Enrol) {
	o.unless(len(o.lacks(proficiency.BeforeEnrolment, c.Override.Frameworks...)) == 0, "requires another")
	if len(c.Override.Frameworks) == 0 && c.Override.Reason == "" {
		return
	}
	o.unless(o.f.Actor != c.Learner && o.mayAt(o.f.Actor, roles.CanOverrideRequirement, c.Centre), "may not override")
	o.unless(len(c.Override.Frameworks) > 0 && !isEmpty(c.Override.Reason), "nothing named, or no reason")
	for i, id := range c.Override.Frameworks {
		o.unless(!slices.Contains(c.Override.Frameworks[:i], id), "named twice")
		o.unless(slices.Contains(o.lacks(proficiency.BeforeEnrolment), id), "nothing to override")
	}
}

func (o *oracle) overrides(c *workflow.OverrideRequirement) {
	o.byCapability(roles.CanOverrideRequirement)
	o.unless(!isEmpty(c.Reason), "no reason")
	o.unless(slices.Contains(o.lacks(proficiency.BeforeSignOff, o.letGo()...), c.Framework), "nothing to override")
}

// relies: what the record relies on is all of what was required and is held, and
// is enough; what is not held was let go.
func (k *walk) relies(o *oracle, before proficiency.Stage, on []workflow.Attainment, letGo []proficiency.FrameworkID) {
	k.t.Helper()
	var relied, held []proficiency.FrameworkID
	for _, a := range on {
		relied = append(relied, a.Framework.ID)
	}
	for q := range o.fw.Requires().Values() {
		all := o.enough(q)
		if q.Before != before || k.model.trial() {
			continue
		}
		if len(all) == 0 {
			require.Contains(k.t, letGo, q.Framework, "neither held nor let go")
			continue
		}
		held = append(held, q.Framework)
		i := slices.Index(relied, q.Framework)
		require.True(k.t, i >= 0, "%s is held and not relied on", q.Framework)
		require.True(k.t, slices.ContainsFunc(all, func(a workflow.Attainment) bool {
			return a.Framework == on[i].Framework && a.Serial == on[i].Serial && a.Until.Equal(on[i].Until)
		}))
	}
	require.Equal(k.t, held, relied)
}

// namesLetGo: the certificate names everything that was let go, and nothing else.
func (k *walk) namesLetGo(o *oracle, named []workflow.Overridden) {
	k.t.Helper()
	var want []workflow.Overridden
	for _, let := range o.model.overrides {
		want = append(want, workflow.Overridden{Framework: let.Framework, By: let.By})
	}
	require.Equal(k.t, want, named)
}

// requirementsStand: the state has what was let go since enrolling, and nothing
// once the enrolment is withdrawn.
func (k *walk) requirementsStand() {
	k.t.Helper()
	require.False(k.t, k.model.withdrawn && len(k.state.Overrides()) > 0, "an override outlives the withdrawal")
	require.False(k.t, k.model.trial() && len(k.state.Overrides()) > 0, "an override in a trial")
	var want, got []workflow.Stamp
	for i, e := range k.state.Overrides() {
		got = append(got, e.Stamp)
		require.Equal(k.t, k.model.overrides[i].Framework, e.Framework)
	}
	for _, e := range k.model.overrides {
		want = append(want, e.Stamp)
	}
	require.Equal(k.t, want, got)
}

// attain lets what the learner holds elsewhere come and go.
func (k *walk) attain(any bool) {
	var held []workflow.Attainment
	for q := range k.fw.Requires().Values() {
		for range k.rng.IntN(2) {
			a := workflow.Attainment{Framework: proficiency.Ref{ID: q.Framework, Version: proficiency.Version{Major: uint32(k.rng.IntN(3))}}}
			switch k.rng.IntN(4) {
			case 0:
				a.Until = k.now().AddDate(0, 0, k.rng.IntN(60)-20)
			case 1:
				a.Serial = "AAAA-" + string(q.Framework)
			}
			held = append(held, a)
		}
		if any { // at least one that does
			held = append(held, workflow.Attainment{Framework: proficiency.Ref{ID: q.Framework, Version: proficiency.Version{Major: 1}}})
		}
	}
	k.host.SetAttainments(learner, held...)
}

// allHeld are attainments that meet all that a framework requires.
func allHeld(fw *proficiency.Framework) (held []workflow.Attainment) {
	for q := range fw.Requires().Values() {
		held = append(held, workflow.Attainment{Framework: proficiency.Ref{ID: q.Framework, Version: q.Lowest}})
	}
	return held
}

// requiredBy are all frameworks that one requires.
func requiredBy(fw *proficiency.Framework) (ids []proficiency.FrameworkID) {
	for q := range fw.Requires().Values() {
		ids = append(ids, q.Framework)
	}
	return ids
}

// refusedOverride is an override of something required before the sign-off, if
// anything is.
func (o offer) refusedOverride() workflow.Command {
	for q := range o.fw.Requires().Values() {
		if q.Before == proficiency.BeforeSignOff {
			return &workflow.OverrideRequirement{Framework: q.Framework, Reason: "seen elsewhere"}
		}
	}
	return &workflow.OverrideRequirement{Framework: "hand-care", Reason: "seen elsewhere"}
}
