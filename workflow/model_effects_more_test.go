package workflow_test

import (
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

func (k *walk) enrolmentEffect(o *oracle, e workflow.Event) {
	k.t.Helper()
	switch e := e.(type) {
	case *workflow.SignOffRequested:
		require.True(k.t, o.maySignOff(e.To, o.centres) && o.distinct(e.To))
		if o.asked == nil { // handed over, it rests on what it rested on
			k.relies(o, proficiency.BeforeSignOff, e.Attainments, o.letGo())
		} else {
			require.Equal(k.t, o.asked.Attainments, e.Attainments)
		}
	case *workflow.SignOffRequestEnded:
		require.Equal(k.t, []any{o.asked.Seq, o.asked.To}, []any{e.Request, e.To})
		if e.Cause == workflow.CauseNotReady {
			require.Empty(k.t, o.missing(e.At), "it was lost before")
			require.NotEmpty(k.t, k.model.missing(e.At))
		}
		if e.Cause == workflow.CauseCentreRemoved {
			require.False(k.t, o.maySignOff(e.To, k.model.centres))
		}
	case *workflow.SignedOff:
		require.True(k.t, o.trial() || !o.own(e.By), "signed off their own")
		require.Equal(k.t, o.accountable, e.Accountable)
		k.signedOff(o, e)
		k.relies(o, proficiency.BeforeSignOff, e.Attainments, o.letGo())
		k.namesLetGo(o, e.Overrides)
	case *workflow.Submitted:
		k.submitted(o, e)
		k.namesLetGo(o, e.Overrides)
	case *workflow.AccountableSet:
		require.Equal(k.t, o.accountable, e.From)
		require.NotEqual(k.t, e.From, e.To)
	case *workflow.ContributorAdded:
		require.False(k.t, o.contribute[e.Person])
	case *workflow.ContributorRemoved:
		require.True(k.t, o.contribute[e.Person])
	case *workflow.SignOffRevoked:
		last := o.given[len(o.given)-1]
		require.Equal(k.t, []any{last.Serial, last.By}, []any{e.Serial, e.Signatory})
	case *workflow.CompleteBySet:
		require.NotEqual(k.t, []any{o.completeBy, true}, []any{e.CompleteBy, o.sameDue(e)}, "nothing new")
		day, due := k.state.CompleteBy()
		require.Equal(k.t, e.CompleteBy, day)
		require.True(k.t, due.Equal(e.DueAt))
		if e.CompleteBy.IsZero() {
			require.Zero(k.t, e.DueAt)
		} else {
			require.Equal(k.t, endOf(e.CompleteBy, o.zone(o.first())), e.DueAt)
		}
	case *workflow.CentreRemoved:
		k.centreRemoved(o, e)
	case *workflow.Reassigned:
		k.reassigned(o, e)
	case *workflow.Withdrawn:
		k.model.pending(func(*proficiency.Item, workflow.PersonID) { require.Fail(k.t, "withdrawn, and something is pending") })
	case *workflow.Enrolled:
		require.Equal(k.t, o.enrolled == nil || o.withdrawn, true)
		k.relies(o, proficiency.BeforeEnrolment, e.Attainments, k.model.letGo())
		k.attributesSet(o, e.Attributes)
	case *workflow.TransferAccepted:
		k.tookOver(o, e)
	case *workflow.RequirementOverridden:
		q, ok := o.fw.Requirement(e.Framework)
		require.True(k.t, ok && len(o.enough(q)) == 0 && !o.trial(), "nothing to override")
	case *workflow.AttributesSet:
		require.NotEqual(k.t, o.attributes, settingsOf(e.Attributes), "nothing new")
		k.attributesSet(o, e.Attributes)
	}
}

// sameDue: the day ends at the same instant as it was to.
func (o *oracle) sameDue(e *workflow.CompleteBySet) bool {
	return o.due.Equal(e.DueAt)
}

// signedOff: what the certificate will say, counted once more.
func (k *walk) signedOff(o *oracle, e *workflow.SignedOff) {
	k.t.Helper()
	for _, other := range o.given {
		require.NotEqual(k.t, other.Serial, e.Serial)
	}
	zone := o.zone(e.As.Centre)
	require.Equal(k.t, proficiency.DateOf(e.At, zone), e.On)
	require.True(k.t, o.readyUntil(e.At).Equal(e.Until), "until %s, want %s", e.Until, o.readyUntil(e.At))
	if e.Until.IsZero() {
		require.Zero(k.t, e.ValidTo)
	} else {
		require.Equal(k.t, proficiency.DateOf(e.Until.Add(-1), zone), e.ValidTo)
	}
	var want workflow.Attained
	elsewhere := map[workflow.Foreign]int{}
	confirmers, optional, groups := map[workflow.PersonID]int{}, map[proficiency.SectionID]int{}, map[proficiency.SectionID]workflow.GroupCount{}
	for it := range o.fw.Items().Values() {
		v := o.items[it.ID()]
		status := o.itemStatus(it, e.At)
		switch {
		case status == workflow.ItemStatusNotApplicable, status == workflow.ItemStatusExcluded:
			continue
		case it.Group() != nil:
			g := groups[it.Group().ID()]
			if g.Section = it.Group().ID(); status == workflow.ItemStatusConfirmed {
				g.Items = append(g.Items, it.ID())
			}
			g.Needed, g.Reached = o.group(it.Group(), e.At)
			groups[g.Section] = g
		case it.Optional():
			section := it.Section()
			if it.Choice() != nil {
				section = it.Choice()
			}
			optional[section.ID()]++
		default:
			want.Mandatory++
		}
		switch {
		case status == workflow.ItemStatusWaived:
			want.Waived++
		case status == workflow.ItemStatusConfirmed && v.Decision.Paper != nil:
			want.Paper++
		case status == workflow.ItemStatusConfirmed && v.Decision.Original != nil:
			elsewhere[v.Decision.Original.By]++
		case status == workflow.ItemStatusConfirmed:
			confirmers[v.Decision.By]++
		}
	}
	got := e.Attained
	require.Equal(k.t, []int{want.Mandatory, want.Waived, want.Paper}, []int{got.Mandatory, got.Waived, got.Paper})
	require.Len(k.t, got.Confirmers, len(confirmers))
	for _, c := range got.Confirmers {
		require.Equal(k.t, confirmers[c.Person], c.Items)
	}
	require.Len(k.t, got.Transferred, len(elsewhere))
	for _, c := range got.Transferred {
		require.Equal(k.t, elsewhere[c.By], c.Items)
	}
	require.Len(k.t, got.Optional, len(optional))
	for _, c := range got.Optional {
		require.Equal(k.t, optional[c.Section], c.Items)
	}
	require.Len(k.t, got.Groups, len(groups))
	for _, g := range got.Groups {
		require.Equal(k.t, groups[g.Section], g)
	}
}

// centreRemoved: what is still pending fits a centre that is left.
func (k *walk) centreRemoved(o *oracle, e *workflow.CentreRemoved) {
	k.t.Helper()
	require.Equal(k.t, e.Centre, e.As.Centre)
	require.NotContains(k.t, k.state.Centres(), e.Centre)
	k.model.pending(func(it *proficiency.Item, to workflow.PersonID) {
		if it == nil {
			require.True(k.t, o.maySignOff(to, k.model.centres))
		} else {
			require.True(k.t, o.mayConfirm(to, it, k.model.centres), "%s cannot confirm %s any more", to, it.ID())
		}
	})
}

// reassigned: what could go went, and what stays is listed, with reasons.
func (k *walk) reassigned(o *oracle, e *workflow.Reassigned) {
	k.t.Helper()
	var left []proficiency.ItemID
	signOff, place := false, false
	for _, l := range e.Left {
		require.NotEmpty(k.t, l.Codes)
		signOff, place = signOff || l.SignOff, place || l.Supervisor
		if l.Item != "" {
			left = append(left, l.Item)
		}
	}
	o.pending(func(it *proficiency.Item, to workflow.PersonID) {
		switch {
		case to != e.From:
		case it == nil:
			fits := o.maySignOff(e.To, o.centres) && o.distinct(e.To)
			require.Equal(k.t, fits, !signOff)
			require.Equal(k.t, map[bool]workflow.PersonID{true: e.To, false: e.From}[fits], k.model.asked.To)
		default:
			fits := o.mayConfirm(e.To, it, o.centres)
			require.Equal(k.t, fits, !slices.Contains(left, it.ID()))
			require.Equal(k.t, map[bool]workflow.PersonID{true: e.To, false: e.From}[fits], k.model.items[it.ID()].Request.To)
		}
	})
	require.Contains(k.t, k.model.supervisors, e.To)
	if place || len(left) > 0 || signOff {
		require.Equal(k.t, slices.Contains(o.supervisors, e.From), slices.Contains(k.model.supervisors, e.From))
	}
}
