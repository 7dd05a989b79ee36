package workflow_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

type people = []workflow.PersonID

// What commands about people and centres ask the host for, and nothing beside.
func TestNeedsOfPeopleAndCentres(t *testing.T) {
	t.Parallel()
	w := moved(t)
	w.passedBy(assessor9, "drill")
	w.do(manager9, removeCentre("trust-9"))
	w.passedBy(second, "brief") // nothing is pending with them any more
	w.sentTo(assessor, "plan")
	w.sentTo(educator, "teach")
	here, there := []workflow.CentreID{"trust-1"}, []workflow.CentreID{"trust-1", "trust-9"}
	for _, c := range []struct {
		cmd  workflow.Command
		want workflow.Need
	}{
		{reassign("a", "b"), workflow.Need{People: people{"a", "b"}}},
		{remind("a"), workflow.Need{}},
		{&workflow.RemindSignOff{}, workflow.Need{}},
		{&workflow.Comment{}, workflow.Need{}},
		{&workflow.Comment{Comment: "x"}, workflow.Need{Nonce: true}},
		{revokeSignOff(), workflow.Need{Nonce: true}},
		{completeBy(proficiency.Date{}), workflow.Need{}},
		{addCentre("trust-9"), workflow.Need{People: people{learner}, Centres: there}},
		{addCentre("trust-1"), workflow.Need{People: people{learner}}},
		{removeCentre("trust-1"), workflow.Need{People: people{assessor, educator}}},
		{addSupervisor("a"), workflow.Need{People: people{"a"}}},
		{removeSupervisor("a"), workflow.Need{People: people{"a", educator, assessor9, second, assessor}}},
		{&workflow.RequestConfirmation{Items: items{"plan", "nowhere", "drill", "brief"}, To: "a"},
			workflow.Need{People: people{"a"}, Centres: there}}, // the drill was confirmed there
		{&workflow.RequestConfirmation{Items: items{"plan"}, To: "a"}, workflow.Need{People: people{"a"}}},
		{&workflow.Revise{Item: "drill"}, workflow.Need{Centres: there, Nonce: true}},
		{&workflow.Revise{Item: "plan"}, workflow.Need{Nonce: true}},
	} {
		c.want.Actor, c.want.Framework = "somebody", "shift-lead"
		if c.want.Centres == nil {
			c.want.Centres = here
		}
		assert.Equal(t, c.want, workflow.Needs(w.fw, &w.state, "somebody", c.cmd), "%s %+v", c.cmd.Kind(), c.cmd)
	}
	w = trial(t)
	w.confirm(learner, "plan")
	need := workflow.Needs(w.fw, &w.state, learner, &workflow.Revise{Item: "plan"})
	assert.Empty(t, need.Centres, "a trial has none")
}

// A centre's own rules are told for the framework that was asked about, at that centre.
func TestFixedHostTellsOverrides(t *testing.T) {
	t.Parallel()
	h := &workflow.FixedHost{}
	h.AddCentre(roles.Centre{ID: "centre-1"})
	h.AddCentre(roles.Centre{ID: "centre-2"})
	told := func(c workflow.CentreID, fw proficiency.FrameworkID) []workflow.ConfirmerOverride {
		f, err := h.Facts(context.Background(), workflow.Need{Actor: "a", Centres: []workflow.CentreID{"centre-1", "centre-2"}, Framework: fw})
		require.NoError(t, err)
		return f.Centre(c).Confirmers
	}
	require.Empty(t, told("centre-1", "fw-1"))
	one := []workflow.ConfirmerOverride{{By: []roles.RoleID{"lead"}}, {Item: "item-1", By: []roles.RoleID{"assessor", "lead"}}}
	h.SetConfirmers("centre-1", "fw-1", one...)
	one[1].By[0], one[0] = "forged", workflow.ConfirmerOverride{Item: "forged"} // it was copied
	want := []workflow.ConfirmerOverride{{By: []roles.RoleID{"lead"}}, {Item: "item-1", By: []roles.RoleID{"assessor", "lead"}}}
	require.Equal(t, want, told("centre-1", "fw-1"))
	require.Empty(t, told("centre-1", "fw-2"))
	require.Empty(t, told("centre-2", "fw-1"))
	before := told("centre-1", "fw-1")
	h.SetConfirmers("centre-1", "fw-1", workflow.ConfirmerOverride{By: []roles.RoleID{"assessor"}})
	require.Equal(t, want, before, "what was told stays")
	require.Len(t, told("centre-1", "fw-1"), 1)
	h.SetConfirmers("centre-1", "fw-1")
	require.Empty(t, told("centre-1", "fw-1"))
}

// An item's own rule goes before the general one of its centre, in whatever order they are given.
func TestAnOverrideOfAnItemGoesFirst(t *testing.T) {
	t.Parallel()
	general := workflow.ConfirmerOverride{By: []roles.RoleID{"educator-manager"}}
	own := workflow.ConfirmerOverride{Item: "plan", By: []roles.RoleID{"assessor"}}
	for _, overrides := range [][]workflow.ConfirmerOverride{{general, own}, {own, general}} {
		w := shift(t)
		w.host.SetConfirmers("trust-1", "shift-lead", overrides...)
		w.sentTo(assessor, "plan")
		assert.Equal(t, own.By, w.item("plan").Request.Override)
		w.answer("brief")
		w.denied(learner, &workflow.RequestConfirmation{Items: items{"brief"}, To: assessor}, role(roles.CodeRoleNotNamed, "brief"))
		w.send(educator, "brief")
		assert.Equal(t, general.By, w.item("brief").Request.Override)
	}
}
