package workflow_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A mover walks at random through people coming and going and centres added
// and removed, and holds every step to what must be true after it.
type mover struct {
	*world
	rng      *rand.Rand
	accepted map[workflow.Kind]int
}

var movers = people{assessor, second, educator, "educator-2", third, lead, manager, admin, floating, assessor9, farOff, manager9, visitor, learner}

var movingItems = items{"plan", "brief", "teach", "round", "drill"}

func TestMovingAtRandom(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	accepted := map[workflow.Kind]int{}
	for seed := range uint64(60) {
		w := []func(*testing.T) *world{shift, shiftReady, shiftAsked, shiftSigned}[seed%4](t)
		w.host.Delegate(lead, "trust-9", "clinical-centre-manager", "assessor")
		w.host.SetConfirmers("trust-9", "shift-lead", workflow.ConfirmerOverride{Item: "brief", By: []roles.RoleID{"educator-manager"}})
		m := &mover{world: w, rng: rand.New(rand.NewPCG(seed, 16)), accepted: accepted}
		for range 80 {
			m.step()
		}
	}
	for _, cmd := range aboutPeopleAndCentres() {
		require.GreaterOrEqual(t, accepted[cmd.Kind()], 5, "%s is walked", cmd.Kind())
	}
}

func (m *mover) step() {
	actor, cmd := m.next()
	before := m.state
	m.setNow(m.state.At().Add(time.Duration(m.rng.IntN(50)) * time.Hour))
	m.offered(actor, cmd)
	res, err := m.engine.Do(m.ctx, workflow.Request{Actor: actor, Enrolment: m.id, Command: cmd})
	if err != nil {
		require.ErrorAs(m.t, err, new(*workflow.Denied))
		return
	}
	m.state = res.State
	m.accepted[cmd.Kind()]++
	m.sound()
	switch c := cmd.(type) {
	case *workflow.Reassign:
		m.handedOver(c, &before, res)
	case *workflow.RemoveCentre:
		m.fit()
	}
	if m.rng.IntN(10) == 0 {
		m.replays()
		m.inList(learner)
	}
}

// sound is what holds after every command.
func (m *mover) sound() {
	s := &m.state
	require.NotEmpty(m.t, s.Centres())
	require.Len(m.t, slices.Compact(slices.Sorted(slices.Values(s.Centres()))), len(s.Centres()))
	require.NotContains(m.t, s.Supervisors(), learner)
	for _, p := range askedOf(s) {
		require.Contains(m.t, s.Supervisors(), p, "whoever is asked is a supervisor")
	}
}

// askedOf are those of whom something is asked, the sign-off last.
func askedOf(s *workflow.State) (out people) {
	for _, id := range movingItems {
		if r := s.Item(id).Request; r != nil {
			out = append(out, r.To)
		}
	}
	if r := s.SignOffRequest(); r != nil {
		out = append(out, r.To)
	}
	return out
}

// handedOver: nothing is lost by reassigning, and what stayed is listed.
func (m *mover) handedOver(c *workflow.Reassign, before *workflow.State, res workflow.Result) {
	left := eventsOf[*workflow.Reassigned](m.world, res)[0].Left
	listed := func(want workflow.Left) bool {
		return slices.ContainsFunc(left, func(l workflow.Left) bool {
			return l.Item == want.Item && l.SignOff == want.SignOff && l.Supervisor == want.Supervisor && len(l.Codes) > 0
		})
	}
	n := 0
	check := func(was, is workflow.PersonID, l workflow.Left) {
		switch {
		case was != c.From:
			require.Equal(m.t, was, is)
		case listed(l):
			n++
			require.Equal(m.t, c.From, is)
		default:
			require.Equal(m.t, c.To, is)
		}
	}
	to := func(r *workflow.Requested) workflow.PersonID {
		if r == nil {
			return ""
		}
		return r.To
	}
	for _, id := range movingItems {
		check(to(before.Item(id).Request), to(m.state.Item(id).Request), workflow.Left{Item: id})
	}
	if was := before.SignOffRequest(); was != nil {
		check(was.To, m.state.SignOffRequest().To, workflow.Left{SignOff: true})
	}
	stays := slices.Contains(m.state.Supervisors(), c.From)
	if listed(workflow.Left{Supervisor: true}) {
		n++
		require.True(m.t, stays)
	} else if c.Supervisor {
		require.False(m.t, stays)
	}
	require.Len(m.t, left, n, "nothing else is listed")
}

// fit: whoever is still asked holds a fitting role at a centre that is left.
func (m *mover) fit() {
	scope := roles.Scope{Centres: m.state.Centres(), Category: m.fw.Category()}
	for _, id := range movingItems {
		if r := m.state.Item(id).Request; r != nil {
			s := m.host.Standing(r.To)
			require.True(m.t, defaultPolicy.May(&s, roles.CanConfirm, scope).Allowed())
		}
	}
	if r := m.state.SignOffRequest(); r != nil {
		s := m.host.Standing(r.To)
		require.True(m.t, defaultPolicy.MayAs(&s, roles.CanSignOff, m.fw.SignOff().By, scope).Allowed())
	}
}

// parameters are the codes that what a command names can be refused by,
// whatever was offered.
var parameters = map[workflow.Kind][]workflow.Code{
	workflow.KindReassign: {
		workflow.NothingPending, workflow.SamePerson, workflow.StillAsked, workflow.NotASupervisor, workflow.NotDistinct, workflow.IsTheLearner,
		roles.CodeNoRoleHere, roles.CodeRoleNotNamed, roles.CodeLacksCapability,
	},
	workflow.KindAddCentre:     {workflow.CentreAlready, workflow.NotADelegate},
	workflow.KindRemoveCentre:  {workflow.NotItsCentre, roles.CodeNoRoleHere, roles.CodeLacksCapability},
	workflow.KindRemind:        {workflow.NothingPending, workflow.TooSoon},
	workflow.KindSetCompleteBy: {workflow.InvalidDate},
}

// offered holds what is offered to what becomes of a command.
func (m *mover) offered(actor workflow.PersonID, cmd workflow.Command) {
	f := m.facts(workflow.Needs(m.fw, &m.state, actor, cmd))
	_, err := workflow.Decide(m.fw, &m.state, f, cmd)
	d := &workflow.Denied{}
	if err != nil && !errors.As(err, &d) {
		m.t.Fatal(err)
	}
	for _, a := range workflow.Actions(m.fw, &m.state, f) {
		switch {
		case a.Kind != cmd.Kind() || parameters[a.Kind] == nil && a.Kind != workflow.KindRevokeSignOff:
		case a.Allowed():
			for _, r := range d.Reasons {
				require.Contains(m.t, parameters[a.Kind], r.Code, "%s is offered to %s: %v", a.Kind, actor, d)
			}
		default:
			require.NotEmpty(m.t, d.Reasons, "%s is not offered to %s, and accepted: %v", a.Kind, actor, a.Reasons)
		}
	}
}

// next is a command, mostly by somebody who may give it.
func (m *mover) next() (workflow.PersonID, workflow.Command) {
	person := func() workflow.PersonID { return movers[m.rng.IntN(len(movers))] }
	item := movingItems[m.rng.IntN(len(movingItems))]
	centre := []workflow.CentreID{"trust-1", "trust-9"}[m.rng.IntN(2)]
	from := person()
	if pending := askedOf(&m.state); len(pending) > 0 && m.rng.IntN(4) > 0 {
		from = pending[m.rng.IntN(len(pending))]
	}
	switch m.rng.IntN(14) {
	case 0, 1:
		return learner, m.answers(item)
	case 2, 3:
		return learner, &workflow.RequestConfirmation{Items: items{item}, To: person()}
	case 4, 5:
		if r := m.item(item).Request; r != nil {
			return r.To, &workflow.Confirm{Items: m.decisions(item)}
		}
		return learner, &workflow.RequestSignOff{To: person()}
	case 6:
		return []workflow.PersonID{manager, admin, manager9, from}[m.rng.IntN(4)],
			&workflow.Reassign{From: from, To: person(), Supervisor: m.rng.IntN(2) == 0}
	case 7:
		return []workflow.PersonID{learner, educator, person()}[m.rng.IntN(3)], addCentre(centre)
	case 8:
		return []workflow.PersonID{manager, manager9, person()}[m.rng.IntN(3)], removeCentre(centre)
	case 9:
		return learner, remind(from)
	case 10:
		return []workflow.PersonID{learner, person()}[m.rng.IntN(2)], removeSupervisor(from)
	case 11:
		return person(), &workflow.Comment{Comment: "how is it going?"}
	case 12:
		return []workflow.PersonID{admin, educator}[m.rng.IntN(2)], completeBy(proficiency.DateOf(m.state.At(), time.UTC).AddMonths(m.rng.IntN(3)))
	}
	return m.onward()
}

// onward is the way to a sign-off, and beyond.
func (m *mover) onward() (workflow.PersonID, workflow.Command) {
	switch r := m.state.SignOffRequest(); {
	case r != nil && m.rng.IntN(2) == 0:
		return learner, &workflow.RemindSignOff{}
	case r != nil:
		return r.To, &workflow.SignOff{}
	case m.state.LastSignOff() != nil:
		return []workflow.PersonID{manager, manager9}[m.rng.IntN(2)], revokeSignOff()
	}
	return learner, addSupervisor(movers[m.rng.IntN(len(movers))])
}
