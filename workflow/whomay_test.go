package workflow_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func (s *scene) whoMay(kind workflow.Kind, id proficiency.ItemID) workflow.Who {
	s.t.Helper()
	return workflow.WhoMay(s.fw, &s.state, s.facts(s.learner, &workflow.Agree{}), kind, id)
}

// way is a role that is a way by itself; linked, where it does not let see.
func way(c roles.Capability, role roles.RoleID, at workflow.CentreID, linked bool) workflow.RoleWay {
	return workflow.RoleWay{Way: roles.Way{As: role}, Capability: c, Centre: at, Linked: linked}
}

func related(r workflow.Relation, ways []workflow.RoleWay, ps ...workflow.PersonID) workflow.Who {
	return workflow.Who{Related: []workflow.Related{{Relation: r, People: ps, Ways: ways}}}
}

func TestWhoMayNames(t *testing.T) {
	t.Parallel()
	s := newScene(t, progress, castApart)
	either := []workflow.RoleWay{way(roles.CanConfirm, edm, "", true), way(roles.CanConfirm, ass, "", true)}
	both := []workflow.RoleWay{
		{Way: roles.Way{As: ccm, With: edm}, Capability: roles.CanConfirm}, {Way: roles.Way{As: ccm, With: ass}, Capability: roles.CanConfirm},
	}
	for _, c := range []struct {
		kind workflow.Kind
		item proficiency.ItemID
		want workflow.Who
	}{
		{workflow.KindAgree, "", related(workflow.RelationLearner, nil, "learner-1")},
		{workflow.KindConfirm, "requested", related(workflow.RelationAddressee, either, "addressee-1")},
		{workflow.KindReject, "renewing", related(workflow.RelationAddressee, either, "addressee-1")},
		{workflow.KindConfirm, "assessed", related(workflow.RelationAddressee, either)},
		{workflow.KindConfirm, "lead-asked", related(workflow.RelationAddressee, both, "addressee-1")},
		{workflow.KindRevise, "confirmed", related(workflow.RelationDecider, either[:1], "decider-1")},
		{workflow.KindRevise, "lead-done", related(workflow.RelationDecider, both[:1], "decider-1")},
		{workflow.KindRevise, "paper", related(workflow.RelationDecider, nil)},
		{workflow.KindConfirm, "", workflow.Who{}},
		{workflow.KindErase, "", workflow.Who{}},
		{workflow.KindSignOff, "", related(workflow.RelationAddressee, []workflow.RoleWay{way(roles.CanSignOff, edm, "", true)})},
		{workflow.KindSetAside, "confirmed", workflow.Who{Ways: []workflow.RoleWay{way(roles.CanSetAside, ccm, "", false)}}},
		{workflow.KindWaive, "assessed", workflow.Who{Ways: []workflow.RoleWay{way(roles.CanWaive, edm, "", true)}}},
		{workflow.KindReassign, "", workflow.Who{
			Related: []workflow.Related{{Relation: workflow.RelationAddressee, People: []workflow.PersonID{"addressee-1"}}},
			Ways:    []workflow.RoleWay{way(roles.CanReassign, ccm, "", false), way(roles.CanReassign, adm, "", false)},
		}},
		{workflow.KindEnrolTrial, "", related(workflow.RelationAnybody, nil)},
	} {
		assert.Equal(t, c.want, tidy(s.whoMay(c.kind, c.item)), "%s %s", c.kind, c.item)
	}
}

// tidy makes what is empty nil.
func tidy(w workflow.Who) workflow.Who {
	w.Related = slices.Clone(w.Related)
	for i, r := range w.Related {
		if w.Related[i].People = slices.Clone(r.People); len(r.People) == 0 {
			w.Related[i].People = nil
		}
	}
	return w
}

// Where a centre has a rule of its own, each centre is a case for itself, and
// nobody confirms by a rule that names what it may not.
func TestWhoMayConfirmByTheRulesOfCentres(t *testing.T) {
	t.Parallel()
	s := newScene(t, ruledBy, castApart)
	confirms := func(role roles.RoleID, at workflow.CentreID) workflow.RoleWay {
		return way(roles.CanConfirm, role, at, true)
	}
	for item, want := range map[proficiency.ItemID][]workflow.RoleWay{
		"requested": {confirms(edm, "trust-1"), confirms(ass, "trust-1"), confirms(ass, "trust-9")},
		"overdue":   {confirms(ass, "trust-1"), confirms(edm, "trust-9"), confirms(ass, "trust-9")},
		"renewing":  {confirms(edm, "trust-1"), confirms(ass, "trust-1")},
	} {
		assert.Equal(t, want, s.whoMay(workflow.KindConfirm, item).Related[0].Ways, "%s", item)
	}
}

// The capabilities that WhoMay names are those that the closed list of
// capabilities gives for the command.
func TestWhoMayNamesTheCapabilitiesOfTheList(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	want, got := map[workflow.Kind][]string{}, map[workflow.Kind][]string{}
	kinds, err := constants("command.go", "Kind")
	require.NoError(t, err)
	for _, u := range roles.Capabilities() {
		for _, act := range u.Acts {
			kind := kindOfAct(act)
			// Enrolling takes it for an override alone, and declining takes no role any more.
			override := kind == workflow.KindEnrol && u.Capability == roles.CanOverrideRequirement
			if slices.Contains(kinds, string(kind)) && !override && kind != workflow.KindDeclineSignOff {
				want[kind] = append(want[kind], u.Capability.String())
			}
		}
	}
	for _, p := range []place{openNew, progress, asking, progress.atCentre()} {
		s := newScene(t, p, p.cast())
		for _, kind := range kinds {
			who := s.whoMay(workflow.Kind(kind), "confirmed")
			for _, r := range who.Related {
				who.Ways = append(who.Ways, r.Ways...)
			}
			for _, w := range who.Ways {
				if at := workflow.Kind(kind); !slices.Contains(got[at], w.Capability.String()) {
					got[at] = append(got[at], w.Capability.String())
				}
			}
		}
	}
	for _, lists := range []map[workflow.Kind][]string{want, got} {
		for _, l := range lists {
			slices.Sort(l)
		}
	}
	assert.Equal(t, want, got)
}

func TestWhoMayOnWhatDoesNotExist(t *testing.T) {
	t.Parallel()
	s := newScene(t, nowhere, castApart)
	assert.Equal(t, []workflow.RoleWay{way(roles.CanEnrol, edm, "", false)}, s.whoMay(workflow.KindEnrol, "").Ways)
	for _, kind := range []workflow.Kind{workflow.KindAgree, workflow.KindWithdraw, workflow.KindRedact, workflow.KindConfirm} {
		assert.Zero(t, s.whoMay(kind, "requested"), "%s", kind)
	}
}

// A screen says who could give a command: who has been asked, in which roles,
// and which other roles could put things right.
func ExampleView_WhoMay() {
	engine, id := exampleEnrolled()
	ctx := context.Background()
	for _, cmd := range []workflow.Command{
		workflow.Answer("local-induction", "yes"),
		&workflow.RequestConfirmation{Items: []proficiency.ItemID{"local-induction"}, To: "assessor-1"},
	} {
		if _, err := engine.Do(ctx, workflow.Request{Actor: "learner-1", Enrolment: id, Command: cmd}); err != nil {
			fmt.Println(err)
		}
	}
	view, err := engine.View(ctx, "learner-1", id)
	if err != nil {
		fmt.Println(err)
		return
	}
	who := view.WhoMay(workflow.KindConfirm, "local-induction")
	for _, r := range who.Related {
		fmt.Println("confirm:", r.Relation, r.People)
		for _, w := range r.Ways {
			fmt.Println("  while holding", w.As)
		}
	}
	for _, w := range view.WhoMay(workflow.KindSetAside, "local-induction").Ways {
		fmt.Println("set aside:", w.As)
	}
	// Output:
	// confirm: addressee [assessor-1]
	//   while holding assessor
	//   while holding educator-manager
	// set aside: clinical-centre-manager
}
