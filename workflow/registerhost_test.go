package workflow_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	registers "github.com/countersign-go/countersign/roles/memstore"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// A governed world is one in which roles come from a register: trust-1 has
// manager-1, educator-1, assessor-1 and assessor-2, and the learners learner-1
// and learner-2 on the staff list of educator-1.
type governed struct {
	t      *testing.T
	reg    *roles.Register
	host   *workflow.RegisterHost
	store  *memstore.Store
	engine *workflow.Engine
}

const head roles.PersonID = "head-1"

func newGoverned(t *testing.T, o *workflow.RegisterHostOptions) *governed {
	t.Helper()
	g := &governed{t: t, store: memstore.New()}
	clock := tick()
	var err error
	g.reg, err = roles.NewRegister(nil, registers.New(), roles.RegisterOptions{Clock: clock})
	require.NoError(t, err)
	if o == nil {
		o = &workflow.RegisterHostOptions{}
	}
	o.Clock = clock
	g.host, err = workflow.NewRegisterHost(g.reg, o)
	require.NoError(t, err)
	catalog, err := proficiency.NewCatalog(os.DirFS("testdata/moving"))
	require.NoError(t, err)
	g.engine, err = workflow.NewEngine(catalog, g.host, g.store, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	g.open("trust-1")
	for p, role := range map[roles.PersonID]roles.RoleID{educator: "educator-manager", assessor: "assessor", second: "assessor"} {
		g.act(manager, &roles.Appoint{Person: p, Role: role})
	}
	g.act(educator, &roles.KeepStaff{Person: learner}, &roles.KeepStaff{Person: "learner-2"})
	return g
}

// open opens a centre with manager-1 and its people.
func (g *governed) open(c roles.CentreID) {
	g.t.Helper()
	for _, a := range []roles.Act{&roles.OpenCentre{CentreKind: roles.Trust, Zone: "Europe/London"}, &roles.NameHolder{Person: head, Role: "centre-manager"}} {
		_, err := g.reg.DoAsHost(g.t.Context(), roles.ActRequest{Centre: c, Act: a})
		require.NoError(g.t, err)
	}
	for _, p := range []roles.PersonID{manager, educator, assessor, second, learner, "learner-2"} {
		for _, a := range []roles.Act{&roles.RegisterPerson{Person: p}, &roles.Approve{Person: p}} {
			_, err := g.reg.DoAsHost(g.t.Context(), roles.ActRequest{Centre: c, Act: a})
			require.NoError(g.t, err)
		}
	}
	_, err := g.reg.Do(g.t.Context(), roles.ActRequest{Actor: head, Centre: c, Act: &roles.Appoint{Person: manager, Role: "clinical-centre-manager"}})
	require.NoError(g.t, err)
}

// tick is a clock that goes on by a second each time it is asked.
func tick() func() time.Time {
	var mu sync.Mutex
	now := start
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return now
	}
}

// act does acts at trust-1.
func (g *governed) act(actor roles.PersonID, acts ...roles.Act) {
	g.t.Helper()
	for _, a := range acts {
		_, err := g.reg.Do(g.t.Context(), roles.ActRequest{Actor: actor, Centre: "trust-1", Act: a})
		require.NoError(g.t, err)
	}
}

func (g *governed) give(actor workflow.PersonID, id workflow.EnrolmentID, cmd workflow.Command) (workflow.Result, error) {
	return g.engine.Do(g.t.Context(), workflow.Request{Actor: actor, Enrolment: id, Command: cmd})
}

func (g *governed) must(actor workflow.PersonID, id workflow.EnrolmentID, cmd workflow.Command) workflow.Result {
	g.t.Helper()
	res, err := g.give(actor, id, cmd)
	require.NoError(g.t, err)
	return res
}

// enrolled is learner-1's enrolment, with the plan sent to assessor-1.
func (g *governed) enrolled() workflow.EnrolmentID {
	g.t.Helper()
	id := g.must(educator, "", &workflow.Enrol{Learner: learner, Framework: shiftLead, Centre: "trust-1"}).Enrolment
	g.must(learner, id, workflow.Answer("plan", "achieved"))
	g.must(learner, id, &workflow.RequestConfirmation{Items: items{"plan"}, To: assessor})
	return id
}

func confirmPlan() *workflow.Confirm {
	return &workflow.Confirm{Items: []workflow.Seen{{Item: "plan", Basis: 2}}}
}

// What the register says, goes: and what it says later changes nothing of what
// was decided, the record of which names the roles and the register as it was.
func TestTheRegisterAsHost(t *testing.T) {
	t.Parallel()
	g := newGoverned(t, nil)
	id := g.enrolled()
	done := g.must(assessor, id, confirmPlan())
	g.act(manager, &roles.Revoke{Person: assessor, Role: "assessor"})

	_, err := g.give(assessor, id, &workflow.Revise{Item: "plan", To: workflow.Rejected, Reason: "r", Actions: []string{"a"}})
	denied := (*workflow.Denied)(nil)
	require.ErrorAs(t, err, &denied)
	assert.True(t, denied.Has(workflow.NotFound), "who holds no role any more does not even see it: %v", err)

	v, err := g.engine.View(t.Context(), learner, id)
	require.NoError(t, err)
	decision := v.State.Item("plan").Decision
	assert.Equal(t, workflow.Confirmed, decision.Outcome)
	assert.Equal(t, asAssessor, decision.As)
	assert.Equal(t, g.reg.Policy().Digest(), done.Record.PolicyDigest)

	then, err := g.reg.AtPosition(t.Context(), roles.RegisterPosition(done.Record.Register))
	require.NoError(t, err)
	require.Len(t, then, 1)
	holds := func(s *roles.CentreState) bool {
		return g.reg.Policy().Holds(s.Standing(assessor), "assessor", roles.Scope{Centres: []roles.CentreID{"trust-1"}})
	}
	assert.True(t, holds(&then[0]), "as the register stood at %s", done.Record.Register)
	now, err := g.reg.Centre(t.Context(), "trust-1")
	require.NoError(t, err)
	assert.False(t, holds(&now))
}

// A centre's kind and zone, delegates and staff lists come from the register, too.
func TestTheRegisterAnswersForCentresAndDelegates(t *testing.T) {
	t.Parallel()
	g := newGoverned(t, nil)
	for name, c := range map[string]struct {
		cmd  *workflow.Enrol
		code workflow.Code
	}{
		"no such centre":        {&workflow.Enrol{Learner: learner, Framework: shiftLead, Centre: "trust-2"}, workflow.Code(roles.CodeNoRoleHere)},
		"not on the staff list": {&workflow.Enrol{Learner: second, Framework: shiftLead, Centre: "trust-1"}, workflow.Code(roles.CodeNotOnStaffList)},
		"no delegate":           {&workflow.Enrol{Learner: "stranger-1", Framework: shiftLead, Centre: "trust-1"}, workflow.NotADelegate},
	} {
		_, err := g.give(educator, "", c.cmd)
		denied := (*workflow.Denied)(nil)
		require.ErrorAs(t, err, &denied, name)
		assert.True(t, denied.Has(c.code), "%s: %v", name, err)
	}
	id := g.enrolled()
	_, err := g.reg.DoAsHost(t.Context(), roles.ActRequest{Centre: "trust-1", Act: &roles.Deactivate{Person: learner}})
	require.NoError(t, err)
	_, err = g.give(learner, id, workflow.Answer("brief", "achieved"))
	denied := (*workflow.Denied)(nil)
	require.ErrorAs(t, err, &denied)
	assert.True(t, denied.Has(workflow.LearnerNotActive))
}

// Lists ask for the whole standing, wherever somebody holds anything.
func TestTheRegisterAsHostOfLists(t *testing.T) {
	t.Parallel()
	g := newGoverned(t, nil)
	id := g.enrolled()
	g.open("trust-2")
	for actor, want := range map[workflow.PersonID]int{manager: 1, assessor: 1, second: 0, learner: 1, head: 0, "stranger-1": 0} {
		assert.Len(t, ids(t, g.engine.List(t.Context(), actor, workflow.Query{})), want, actor)
	}
	inbox, err := g.engine.Inbox(t.Context(), assessor)
	require.NoError(t, err)
	require.Len(t, inbox, 1)
	assert.Equal(t, id, inbox[0].Enrolment.Enrolment)
}

// Whom to ask and what would stop are answered from the register.
func TestTheRegisterAsDirectory(t *testing.T) {
	t.Parallel()
	g := newGoverned(t, nil)
	id := g.enrolled()
	list, err := g.engine.WhomToAsk(t.Context(), learner, id, "plan")
	require.NoError(t, err)
	var people []workflow.PersonID
	for _, c := range list {
		people = append(people, c.Person)
	}
	assert.Equal(t, []workflow.PersonID{assessor, educator, second}, people)
	stops, err := g.engine.Leaving(t.Context(), manager, assessor)
	require.NoError(t, err)
	require.Len(t, stops, 1)
	require.NotEmpty(t, stops[0].Takers)
	g.must(manager, id, stops[0].Cure(second))
	g.act(manager, &roles.Revoke{Person: assessor, Role: "assessor"})
	g.must(second, id, confirmPlan())
}

// What a centre offers, and its own rules, are for the host to say.
func TestOffersOfARegisterHost(t *testing.T) {
	t.Parallel()
	var offer workflow.Offer
	var fails error
	g := newGoverned(t, &workflow.RegisterHostOptions{
		Offers: func(_ context.Context, c workflow.CentreID, f proficiency.FrameworkID) (workflow.Offer, error) {
			if c != "trust-1" || f != "shift-lead" {
				return workflow.Offer{}, errors.New("asked about something else")
			}
			return offer, fails
		},
	})
	enrol := &workflow.Enrol{Learner: learner, Framework: shiftLead, Centre: "trust-1"}
	_, err := g.give(educator, "", enrol)
	denied := (*workflow.Denied)(nil)
	require.ErrorAs(t, err, &denied)
	assert.True(t, denied.Has(workflow.NotOffered), "%v", err)
	fails = errors.New("the table is away")
	_, err = g.give(educator, "", enrol)
	require.ErrorIs(t, err, fails)
	offer, fails = workflow.Offer{Offers: true, Confirmers: []workflow.ConfirmerOverride{{By: []proficiency.RoleID{"educator-manager"}}}}, nil
	id := g.must(educator, "", enrol).Enrolment
	g.must(learner, id, workflow.Answer("plan", "achieved"))
	_, err = g.give(learner, id, &workflow.RequestConfirmation{Items: items{"plan"}, To: assessor})
	require.ErrorAs(t, err, &denied)
	g.must(learner, id, &workflow.RequestConfirmation{Items: items{"plan"}, To: educator})
}

// A trial has no centre, and asks the register for nothing but the person.
func TestATrialWithARegister(t *testing.T) {
	t.Parallel()
	g := newGoverned(t, nil)
	id := g.must("stranger-1", "", &workflow.EnrolTrial{Framework: shiftLead, Trial: 1}).Enrolment
	res := g.must("stranger-1", id, workflow.Answer("plan", "achieved"))
	assert.Empty(t, res.Record.Register)
}

// An engine goes by the policy of its host, and by no other.
func TestTheEngineGoesByThePolicyOfItsRegister(t *testing.T) {
	t.Parallel()
	policy, found, err := roles.Load(os.DirFS("testdata"), "permissions.policy.yaml")
	require.NoError(t, err)
	require.False(t, found.HasErrors())
	reg, err := roles.NewRegister(policy, registers.New(), roles.RegisterOptions{})
	require.NoError(t, err)
	host, err := workflow.NewRegisterHost(reg, nil)
	require.NoError(t, err)
	catalog, err := proficiency.NewCatalog(os.DirFS("testdata/moving"))
	require.NoError(t, err)
	key := []byte("0123456789abcdef")
	_, err = workflow.NewEngine(catalog, host, memstore.New(), workflow.Options{Key: key, Policy: roles.Default()})
	require.Error(t, err)
	for _, same := range []*roles.Policy{nil, policy} {
		e, err := workflow.NewEngine(catalog, host, memstore.New(), workflow.Options{Key: key, Policy: same})
		require.NoError(t, err)
		res, err := e.Do(t.Context(), workflow.Request{Actor: learner, Command: &workflow.EnrolTrial{Framework: shiftLead, Trial: 1}})
		require.NoError(t, err)
		assert.Equal(t, policy.Digest(), res.Record.PolicyDigest)
	}
	_, err = workflow.NewRegisterHost(nil, nil)
	require.Error(t, err)
	_, err = workflow.NewEngine(catalog, ungoverned{host}, memstore.New(), workflow.Options{Key: key})
	require.ErrorContains(t, err, "Policy")
}

// An ungoverned host has the method, and nothing to say by it.
type ungoverned struct{ workflow.Host }

func (ungoverned) Policy() *roles.Policy { return nil }

// What is held elsewhere is asked of a function of the host's, where anything is
// wanted, and its errors are passed on.
func TestRegisterHostAsksWhatIsHeldElsewhere(t *testing.T) {
	t.Parallel()
	var asked []string
	gone := errors.New("the other system is down")
	g := newGoverned(t, &workflow.RegisterHostOptions{
		Attainments: func(_ context.Context, learner workflow.PersonID, frameworks []proficiency.FrameworkID) ([]workflow.Attainment, error) {
			asked = append(asked, fmt.Sprint(learner, frameworks))
			if learner == "learner-2" {
				return nil, gone
			}
			return []workflow.Attainment{{Framework: proficiency.Ref{ID: "hand-care"}}}, nil
		},
	})
	need := workflow.Need{Actor: educator, Centres: []workflow.CentreID{"trust-1"}, Learner: learner, Attained: []proficiency.FrameworkID{"hand-care", "ward-basics"}}
	f, err := g.host.Facts(t.Context(), need)
	require.NoError(t, err)
	assert.Equal(t, []workflow.Attainment{{Framework: proficiency.Ref{ID: "hand-care"}}}, f.Attainments)
	need.Learner = "learner-2"
	_, err = g.host.Facts(t.Context(), need)
	require.ErrorIs(t, err, gone)
	need.Attained = nil
	f, err = g.host.Facts(t.Context(), need)
	require.NoError(t, err)
	assert.Empty(t, f.Attainments)
	assert.Equal(t, []string{"learner-1[hand-care ward-basics]", "learner-2[hand-care ward-basics]"}, asked)
}
