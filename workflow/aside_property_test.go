package workflow_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// Whatever the content and the state: what is offered on an item is accepted,
// what is not offered is refused for the reasons given, and what must be
// accepted as lost is what the offer says.
func TestWhatIsOfferedOnRandomContent(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	for seed := range uint64(24) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			g := newGamble(t, seed)
			for range 100 {
				g.step()
			}
		})
	}
}

// A gamble is an enrolment on random content to which random things happen.
type gamble struct {
	*testing.T
	rng   *rand.Rand
	host  workflow.FixedHost
	fw    *proficiency.Framework
	state workflow.State
	now   time.Time
	drawn byte
}

const (
	allRoles workflow.PersonID = "all-1"    // holds every role
	signer   workflow.PersonID = "signer-1" // may do everything, and only signs off
)

func newGamble(t *testing.T, seed uint64) *gamble {
	t.Helper()
	g := &gamble{T: t, rng: rand.New(rand.NewPCG(seed, 7)), now: start}
	everything := []proficiency.RoleID{"assessor", "educator-manager", "clinical-centre-manager"}
	g.host.SetClock(func() time.Time { return g.now })
	g.host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	g.host.Delegate(learner, "trust-1")
	g.host.Delegate(allRoles, "trust-1", everything...)
	g.host.Delegate(signer, "trust-1", everything...)
	g.host.Delegate(assessor, "trust-1", "assessor")
	g.host.Staff(signer, "trust-1", learner)
	text := randomContent(g.rng)
	fw, findings := proficiency.Parse("random.yaml", []byte(text))
	for _, f := range findings {
		require.NotEqual(t, source.Error, f.Severity, "%v\n%s", f, text)
	}
	g.fw = fw
	g.state = workflow.NewState("random", fw.Index())
	require.NoError(t, g.give(signer, &workflow.Enrol{Learner: learner, Framework: fw.Ref(), Centre: "trust-1"}))
	require.NoError(t, g.give(learner, &workflow.AddSupervisor{Person: allRoles}))
	return g
}

func (g *gamble) facts(actor workflow.PersonID) workflow.Facts {
	g.Helper()
	f, err := g.host.Facts(g.Context(), workflow.Need{
		Actor: actor, People: []workflow.PersonID{learner, allRoles, signer, assessor}, Centres: []workflow.CentreID{"trust-1"}, Framework: g.fw.ID(),
	})
	require.NoError(g, err)
	f.Policy, f.Actor = defaultPolicy, actor
	g.drawn++
	f.Nonce = [32]byte{1, g.drawn}
	f.Lifecycle = &proficiency.Lifecycle{Status: proficiency.Published}
	return f
}

// give decides a command and, if it is accepted, applies it.
func (g *gamble) give(actor workflow.PersonID, cmd workflow.Command) error {
	events, err := workflow.Decide(g.fw, &g.state, g.facts(actor), cmd)
	if err == nil && len(events) > 0 {
		r := workflow.AfterState(g.fw, &g.state, workflow.Record{At: g.now, Actor: actor, Kind: cmd.Kind()}, events...)
		g.state = workflow.Apply(g.state, r)
	}
	return err
}

// step lets some time pass, gives something that is offered, and looks at what is offered then.
func (g *gamble) step() {
	g.Helper()
	g.now = g.now.Add(time.Duration(g.rng.IntN(40)) * time.Hour)
	if g.rng.IntN(20) == 0 {
		g.now = g.now.AddDate(0, g.rng.IntN(8), 0)
	}
	if g.rng.IntN(20) == 0 {
		g.rush()
	}
	actor := []workflow.PersonID{learner, learner, allRoles, allRoles, assessor}[g.rng.IntN(5)]
	it := g.fw.Items().At(g.rng.IntN(g.fw.Items().Len()))
	var offered []workflow.Action
	for _, a := range workflow.ItemActions(g.fw, &g.state, g.facts(actor), it.ID()) {
		if a.Allowed() {
			offered = append(offered, a)
		}
	}
	if len(offered) > 0 && g.rng.IntN(4) > 0 {
		a := offered[g.rng.IntN(len(offered))]
		require.NoError(g, g.give(actor, g.command(a.Kind, it, true)), "%s of %s", a.Kind, it.ID())
	} else if g.state.SignOffRequest() != nil {
		_ = g.give(g.state.SignOffRequest().To, &workflow.SignOff{})
	} else {
		_ = g.give(learner, &workflow.RequestSignOff{To: []workflow.PersonID{signer, signer, allRoles}[g.rng.IntN(3)]})
	}
	g.offers(actor, it)
	g.offers(learner, it)
	g.offers(signer, it)
}

// rush brings everything as far as it goes, gates first.
func (g *gamble) rush() {
	for range 2 {
		for it := range g.fw.Items().Values() {
			if v := g.state.Item(it.ID()); v.Decision != nil && v.Decision.Outcome == workflow.Confirmed && g.rng.IntN(2) == 0 {
				continue
			}
			_ = g.give(learner, g.command(workflow.KindSelfAssess, it, false))
			_ = g.give(learner, g.command(workflow.KindRequestConfirmation, it, false))
			_ = g.give(allRoles, g.command(workflow.KindConfirm, it, false))
		}
	}
	_ = g.give(learner, &workflow.ChooseOptional{Items: items{"last-1"}, Drop: true})
	_ = g.give(learner, &workflow.RequestSignOff{To: signer})
}

// offers holds what is offered on an item to what is decided.
func (g *gamble) offers(actor workflow.PersonID, it *proficiency.Item) {
	g.Helper()
	f := g.facts(actor)
	try := func(cmd workflow.Command) (*workflow.Denied, error) {
		_, err := workflow.Decide(g.fw, &g.state, f, cmd)
		d, _ := err.(*workflow.Denied)
		return d, err
	}
	for _, a := range workflow.ItemActions(g.fw, &g.state, f, it.ID()) {
		d, err := try(g.command(a.Kind, it, true))
		if !a.Allowed() {
			require.NotNil(g, d, "%s of %s is not offered to %s, and accepted", a.Kind, it.ID(), actor)
			require.Subset(g, d.Reasons, a.Reasons, "%s of %s by %s", a.Kind, it.ID(), actor)
			continue
		}
		require.NoError(g, err, "%s of %s is offered to %s", a.Kind, it.ID(), actor)
		if d, err = try(g.command(a.Kind, it, false)); a.Overwrite {
			require.NotNil(g, d, "%s of %s loses nothing: %v", a.Kind, it.ID(), err)
		} else {
			require.NoError(g, err, "%s of %s loses something", a.Kind, it.ID())
		}
	}
	for _, a := range workflow.Actions(g.fw, &g.state, f) {
		if cmd := map[workflow.Kind]workflow.Command{
			workflow.KindSignOff: &workflow.SignOff{}, workflow.KindRequestSignOff: &workflow.RequestSignOff{To: signer},
			workflow.KindDeclineSignOff: &workflow.DeclineSignOff{Reason: "x"}, workflow.KindComment: &workflow.Comment{Comment: "x"},
			workflow.KindWithdrawSignOff: &workflow.WithdrawSignOff{},
		}[a.Kind]; cmd != nil {
			d, err := try(cmd)
			require.Equal(g, a.Allowed(), err == nil, "%s by %s: %v", a.Kind, actor, err)
			if d != nil {
				require.Subset(g, d.Reasons, a.Reasons, "%s by %s", a.Kind, actor)
			}
		}
	}
}

// command is one of that kind on an item against which nothing speaks but the state.
func (g *gamble) command(kind workflow.Kind, it *proficiency.Item, overwrite bool) workflow.Command {
	id, v := it.ID(), g.state.Item(it.ID())
	seen := []workflow.Seen{{Item: id, Basis: v.Basis()}}
	switch kind {
	case workflow.KindSelfAssess:
		return &workflow.SelfAssess{Items: []workflow.ItemAnswer{g.another(it, v)}, Overwrite: overwrite}
	case workflow.KindClearAnswer:
		return &workflow.ClearAnswer{Items: items{id}, Overwrite: overwrite}
	case workflow.KindRequestConfirmation:
		return &workflow.RequestConfirmation{Items: items{id}, To: allRoles}
	case workflow.KindWithdrawRequest:
		return &workflow.WithdrawRequest{Items: items{id}}
	case workflow.KindConfirm:
		return &workflow.Confirm{Items: seen}
	case workflow.KindReject:
		return &workflow.Reject{Items: seen, Reason: "x", Actions: []string{"y"}}
	case workflow.KindRevise:
		if v.Decision != nil && v.Decision.Outcome == workflow.Rejected {
			return toConfirmed(id)
		}
		return toRejected(id)
	case workflow.KindChooseOptional:
		c := &workflow.ChooseOptional{Items: items{id}, Drop: v.Chosen, Overwrite: overwrite}
		return c
	case workflow.KindComment:
		return &workflow.Comment{Item: id, Comment: "x"}
	case workflow.KindRecordPaper:
		return &workflow.RecordPaper{
			Items: items{id}, ConfirmedBy: "Sister A.", Role: it.ConfirmedBy().At(0), On: proficiency.DateOf(g.now, time.UTC),
		}
	case workflow.KindWaive:
		return waive(id)
	case workflow.KindUnwaive:
		return &workflow.Unwaive{Item: id}
	case workflow.KindSetAside:
		return aside(id)
	}
	require.Fail(g, "no command of that kind", "%s", kind)
	return nil
}

// another is an answer that meets and is not the one there is.
func (g *gamble) another(it *proficiency.Item, v workflow.ItemView) workflow.ItemAnswer {
	a := workflow.ItemAnswer{
		Item: it.ID(), Comment: "as agreed", On: proficiency.DateOf(g.now, time.UTC), Evidence: []workflow.EvidenceRef{{Title: "log"}},
	}
	for q := range it.Questions().Values() {
		for answer := range q.Scale().Answers().Values() {
			old, _ := g.state.AnswerAt(workflow.AnswerAddress{Item: it.ID(), Question: q.ID(), Contributor: learner, Round: 1})
			if q.Meets(answer.ID, g.state.Attributes()) && answer.ID != old {
				a.Answers = append(a.Answers, workflow.Given{Question: q.ID(), Answer: answer.ID})
				break
			}
		}
	}
	require.Len(g, a.Answers, it.Questions().Len())
	return a
}

// randomContent is a framework of a few sections, with a chance of everything
// that content can say about confirming.
func randomContent(rng *rand.Rand) string {
	chance := func(n int) bool { return rng.IntN(n) == 0 }
	pick := func(from ...string) string { return from[rng.IntN(len(from))] }
	var b strings.Builder
	fmt.Fprintf(&b, `format: countersign/v1
id: random
version: 1.0.0
title: Random
category: clinical
paper_since: 2020-01-01
scales:
  stages: [{id: a, label: A}, {id: b, label: B}, {id: c, label: C, meets: true}, {id: d, label: D, meets: true}]
defaults: {scale: stages, kind: skill, waivable: %v, confirmed_by: %s, validity: %s}
sign_off: {by: [educator-manager], distinct: %v}
minimum_optional: %d
sections:
`, chance(2), pick("[assessor]", "[clinical-centre-manager]"), pick("none", "{months: 4}"), chance(2), rng.IntN(2))
	for section := range 2 + rng.IntN(3) {
		group, n := chance(3), 1+rng.IntN(4)
		fmt.Fprintf(&b, "  - id: s-%d\n    title: S\n    optional: %v\n    gate: %v\n", section, chance(4), !group && chance(3))
		points := group && chance(2)
		switch {
		case points:
			fmt.Fprintf(&b, "    rule: {points: %d}\n", n)
		case group:
			fmt.Fprintf(&b, "    rule: {at_least: %d}\n", 1+rng.IntN(n))
		}
		optional := strings.Contains(b.String()[strings.LastIndex(b.String(), "optional:"):], "true")
		b.WriteString("    proficiencies:\n")
		for item := range n {
			fmt.Fprintf(&b, "      - {id: i-%d-%d, statement: Do it., asks_for: %s, validity: %s", section, item,
				pick("[]", "[evidence]", "[comment, date]"), pick("none", "none", "{months: 6}", "{months: 2, renew_within: 1}", "{months: 3, renew_within: 0}"))
			if points {
				fmt.Fprintf(&b, ", points: %d", 1+rng.IntN(3))
			}
			if !group && !optional && chance(4) {
				b.WriteString(", optional: true")
			}
			if chance(3) {
				fmt.Fprintf(&b, ", waivable: %v", chance(2))
			}
			if questions := chance(4); questions {
				b.WriteString(", questions: [{id: q, text: Q, level: b}, {id: r, text: R, required: false}]")
			} else if chance(3) {
				b.WriteString(pick(", level: a", ", level: c"))
			}
			b.WriteString("}\n")
		}
	}
	b.WriteString("  - {id: last, title: L, proficiencies: [{id: last-1, statement: Do it., optional: true}]}\n")
	return b.String()
}

// The random content has everything in it, and the gambles get everywhere.
func TestTheGambleGetsEverywhere(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	var statuses, kinds []string
	for seed := range uint64(12) {
		g := newGamble(t, seed)
		for range 150 {
			g.step()
			statuses = append(statuses, string(workflow.StatusOf(g.fw, &g.state, g.now)))
			for it := range g.fw.Items().Values() {
				kinds = append(kinds, string(workflow.ItemStatusOf(g.fw, &g.state, it, g.now)))
			}
		}
	}
	slices.Sort(statuses)
	slices.Sort(kinds)
	require.Subset(t, slices.Compact(kinds), []string{
		"excluded", "waived", "requested", "confirmed", "lapsed", "rejected", "locked", "unassessed", "assessed",
	})
	require.Subset(t, slices.Compact(statuses), []string{"sign-off-requested", "signed-off", "lapsed", "void", "ready", "not-started", "in-progress"})
}
