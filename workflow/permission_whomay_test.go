package workflow_test

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// WhoMay is held to Decide: whom it names is not refused for want of a role or
// relation, and everybody else is.

// An agreement compares the two at one scene.
type agreement struct {
	*scene
	kind workflow.Kind
	item proficiency.ItemID
	who  workflow.Who
	sum  workflow.Summary

	untold string // somebody who is not named, and hears of the state alone
	said   bool   // once is enough for a command
}

func (a *agreement) fails(what string, p workflow.PersonID, h holding) {
	a.t.Helper()
	if !a.said {
		a.t.Errorf("%s %s at %s: %s with %v: %s\n%+v", a.kind, a.item, a.place.name(), p, h, what, a.who)
	}
	a.said = true
}

// Under the default policy, wherever an enrolment or an item can stand.
func TestWhoMayAgreesWithDecide(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	for _, p := range append(centrePlaces(), places...) {
		t.Run(p.path(), func(t *testing.T) {
			t.Parallel()
			newScene(t, p, p.cast()).agrees(singlesAndSome())
		})
	}
}

// Under another policy with the same roles, which is in force only now.
func TestWhoMayReadsThePolicy(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	otherwise := policyOf(t, "testdata/permissions.policy.yaml")
	for _, p := range []place{nowhere, openNew, progress, ruledBy, asking, askOpen, done} {
		t.Run(p.name(), func(t *testing.T) {
			t.Parallel()
			s := newScene(t, p, castApart)
			s.policy = otherwise
			s.agrees(singlesAndSome())
		})
	}
}

// Under a policy with other roles, and content that names them.
func TestWhoMayOfMentors(t *testing.T) {
	t.Parallel()
	const lead, mentor, institute roles.RoleID = "programme-lead", "mentor", "institute"
	l := law{
		policy: policyOf(t, "../roles/testdata/ok/mentors.yaml"), roles: []roles.RoleID{lead, mentor},
		words: []string{"educator-manager", string(lead), "assessor", string(mentor), "clinical-centre-manager", string(lead),
			"  - {framework: glove-use, before: sign-off}\n", ""}, // which nobody could override
	}
	held := []holding{nil}
	for _, r := range []roles.RoleID{lead, mentor, institute} {
		held = append(held, at1(r), at("trust-9", nil, r), at1(r, mentor), elsewhere(r, lead))
	}
	for _, p := range []place{nowhere, {status: workflow.StatusReady, make: (*casting).ready}, asking, done} {
		t.Run(p.name(), func(t *testing.T) {
			t.Parallel()
			newSceneUnder(t, l, p, castApart).agrees(held)
		})
	}
}

func policyOf(t *testing.T, file string) *roles.Policy {
	t.Helper()
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	p, diags := roles.Parse(file, b)
	require.NotNil(t, p, "%v", diags)
	return p
}

// singlesAndSome are single roles, and pairs of which both may be needed.
func singlesAndSome() (held []holding) {
	for _, x := range everyAtom.singles() {
		held = append(held, x.holding())
	}
	for _, two := range [][2]roles.RoleID{{ccm, edm}, {ccm, ass}, {adm, edm}, {adm, ass}, {edm, ass}, {cm, adm}} {
		held = append(held, at1(two[:]...), append(at1(two[0]), at("trust-9", nil, two[1])...), append(at1(two[0]), elsewhere(two[1])...))
	}
	if underRace { // which has nothing to find in more of the same
		held = held[len(held)/2:]
	}
	return append(held, everyAtom.holding())
}

// agrees compares all commands, given by everybody with all of these holdings.
func (s *scene) agrees(held []holding) {
	s.t.Helper()
	opens := openings
	if s.centre { // of which there is nothing to override
		opens = slices.DeleteFunc(slices.Clone(openings), func(o order) bool { return o.variant == "with an override" })
	}
	for _, group := range byKind(slices.Concat(opens, wholeOrders)) {
		s.agreesOn(group, "", held)
	}
	if !slices.Contains(itemPlaces, s.place.name()) {
		return
	}
	for _, o := range itemOrders {
		for it := range s.fw.Items().Values() {
			s.agreesOn([]order{o}, it.ID(), held)
		}
	}
}

// itemPlaces are where commands on items are compared.
var itemPlaces = []string{progress.name(), ruledBy.name(), "in-progress (trial)", "ready"}

// byKind are the orders, those of a kind together.
func byKind(orders []order) (groups [][]order) {
	for _, o := range orders {
		if n := len(groups); n > 0 && groups[n-1][0].kind == o.kind {
			groups[n-1] = append(groups[n-1], o)
		} else {
			groups = append(groups, []order{o})
		}
	}
	return groups
}

func (s *scene) agreesOn(group []order, id proficiency.ItemID, held []holding) {
	s.t.Helper()
	kind := group[0].kind
	if kind == workflow.KindEnrolTrial && s.state.Exists() || kind == workflow.KindEnrol && s.trial {
		return // about another record
	}
	f := s.facts(s.learner, group[0].give(s, s.learner, id))
	a := agreement{scene: s, kind: kind, item: id, who: workflow.WhoMay(s.fw, &s.state, f, kind, id), sum: workflow.Summarise(s.fw, &s.state, s.at)}
	a.linked()
	live := false
	for _, seat := range []seat{theLearner, theAccountable, theContributor, unrelated, theSupervisor, theAddressee, theDecider, theEnroller} {
		if p := seat(s, s.fw.Item(id)); p != "" {
			live = a.compareAll(group, p, held) || live
		}
	}
	if live && a.untold != "" {
		a.t.Errorf("%s %s at %s: not named, and not told so: %s\n%+v", kind, id, s.place.name(), a.untold, a.who)
	}
}

// linked: a role alone lets see the enrolment, or the way says that it does not.
func (a *agreement) linked() {
	ways := slices.Clone(a.who.Ways)
	for _, r := range a.who.Related {
		ways = append(ways, r.Ways...)
	}
	for _, w := range ways {
		st := a.standing("unrelated-1", at1(w.As, w.With))
		sees := a.policy.May(st, roles.CanViewCentre, roles.Scope{Centres: []workflow.CentreID{"trust-1"}, Category: a.fw.Category()}).Allowed()
		if a.kind != workflow.KindEnrol && sees == w.Linked {
			a.fails("lets see, or does not, otherwise than said", "unrelated-1", at1(w.As, w.With))
		}
	}
}

// compareAll compares what a person may with each of the holdings. It reports
// whether a command is accepted of any.
func (a *agreement) compareAll(group []order, p workflow.PersonID, held []holding) (allowed bool) {
	cmds, facts := make([]workflow.Command, len(group)), make([]workflow.Facts, len(group))
	for i, o := range group {
		cmds[i] = o.give(a.scene, p, a.item)
		facts[i] = a.facts(p, cmds[i])
	}
	for _, h := range held {
		st, may, open := a.standing(p, h), false, false
		for i, cmd := range cmds {
			v := a.gives(withStanding(facts[i], st), cmd)
			may, open = may || v.allowed, open || len(v.who) == 0
		}
		a.compare(p, h, a.names(p, st), may, open)
		allowed = allowed || may
	}
	return allowed
}

// compare holds whether somebody is named to what becomes of the commands of
// the kind: whether one is accepted, and whether one is refused, if it is, for
// the state alone.
func (a *agreement) compare(p workflow.PersonID, h holding, named, allowed, open bool) {
	switch {
	case named && !open:
		a.fails("named, and refused for who they are", p, h)
	case !named && allowed:
		a.fails("not named, and allowed", p, h)
	}
	if !named && open {
		a.untold = fmt.Sprintf("%s with %v", p, h)
	}
}

// names reads whether a person is named, as the comments of Who say.
func (a *agreement) names(p workflow.PersonID, st *roles.Standing) bool {
	sees := a.state.Exists() && workflow.CanView(&a.sum, workflow.ViewerOf(a.policy, p, st))
	for _, r := range a.who.Related {
		switch r.Relation {
		case workflow.RelationAnybody:
			return true
		case workflow.RelationLearner:
			if p == a.learner {
				return true
			}
		case workflow.RelationAccountable:
			if p == a.learner && (slices.Contains(r.People, p) || !a.state.Exists()) {
				return true
			}
		default:
			if slices.Contains(r.People, p) && sees && (len(r.Ways) == 0 || a.holdsOne(r.Ways, st, true)) {
				return true
			}
		}
	}
	return p != a.learner && !a.contributes(p) && a.holdsOne(a.who.Ways, st, sees)
}

func (a *agreement) holdsOne(ways []workflow.RoleWay, st *roles.Standing, sees bool) bool {
	return slices.ContainsFunc(ways, func(w workflow.RoleWay) bool {
		return (sees || !w.Linked) && slices.ContainsFunc(a.centresOf(w), func(c workflow.CentreID) bool {
			scope := roles.Scope{Centres: []workflow.CentreID{c}, Category: a.fw.Category()}
			return a.policy.Holds(st, w.As, scope) && (w.With == "" || a.policy.Holds(st, w.With, scope))
		})
	})
}

// centresOf are those at which a way must be held: the enrolment's, or the one
// that the command is about.
func (a *agreement) centresOf(w workflow.RoleWay) []workflow.CentreID {
	switch {
	case w.Centre != "":
		return []workflow.CentreID{w.Centre}
	case a.kind == workflow.KindEnrol || a.kind == workflow.KindRedact:
		return []workflow.CentreID{"trust-1"}
	}
	return a.state.Centres()
}
