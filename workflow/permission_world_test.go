package workflow_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// Enrolments for the permission table: the same ones for whoever stands in
// which relation to them. What somebody holds is said later, for each cell.

// A cast is who stands in which relation. One person can have several; empty
// is nobody.
type cast struct{ learner, supervisor, addressee, decider, enroller workflow.PersonID }

// helper does whatever nobody of the cast does, and can be asked for anything.
const helper workflow.PersonID = "helper-1"

// standIn decides where the decider of the cast must not have, yet.
const standIn workflow.PersonID = "decider-2"

// bystander is a supervisor who does nothing.
const bystander workflow.PersonID = "supervisor-2"

// castApart is a cast of different people.
var castApart = cast{"learner-1", "supervisor-1", "addressee-1", "decider-1", "enroller-1"}

// all are the people of the cast, without the learner and repetitions.
func (c cast) all() (people []workflow.PersonID) {
	for _, p := range []workflow.PersonID{c.supervisor, c.addressee, c.decider, c.enroller} {
		if p != "" && p != c.learner && !slices.Contains(people, p) {
			people = append(people, p)
		}
	}
	return people
}

// A law is a policy, and content in the words of its roles.
type law struct {
	policy *roles.Policy
	roles  []roles.RoleID // what people hold while the world is made
	words  []string       // replacements in the content
}

// everyRole is what people are appointed to by the default policy.
var everyRole = []roles.RoleID{"educator-manager", "assessor", "clinical-centre-manager", "administrator"}

// common is the law of the table.
func common() law { return law{policy: defaultPolicy, roles: everyRole} }

// permissionContent is the framework of testdata/permissions.yaml, and with
// it one with learners who enrol by themselves and managers who sign off,
// whether they confirmed anything or not, and one that nobody confirms.
func permissionContent(t testing.TB, l law) map[string]string {
	t.Helper()
	b, err := os.ReadFile("testdata/permissions.yaml")
	require.NoError(t, err)
	text := strings.NewReplacer(l.words...).Replace(string(b))
	signs := "  by: [" + string(l.roles[0]) + "]\n  distinct: true\n"
	open := strings.NewReplacer(
		"id: permissions\n", "id: permissions-open\n", signs, "  by: [clinical-centre-manager]\nenrolment: {self: true}\n",
	).Replace(text)
	rounds, err := os.ReadFile("testdata/permissions-rounds.yaml")
	require.NoError(t, err)
	return withCentres(map[string]string{"permissions": text, "permissions-open": open, "permissions-rounds": string(rounds)})
}

// A casting is a world in which a cast plays.
type casting struct {
	*world
	cast
	trial  bool
	centre bool // the subject is a centre
	ref    proficiency.Ref
}

func newCasting(t *testing.T, l law, c cast, framework proficiency.FrameworkID) *casting {
	t.Helper()
	k := &casting{world: newWorldOn(t, files(permissionContent(t, l))), cast: c, ref: proficiency.Ref{ID: framework}}
	var err error
	k.engine, err = workflow.NewEngine(k.catalog, k.host, k.store, workflow.Options{Key: []byte("0123456789abcdef"), Policy: l.policy})
	require.NoError(t, err)
	k.host.AddCentre(roles.Centre{ID: "trust-5", Kind: roles.Trust})
	k.host.Delegate(c.learner, "trust-1")
	k.host.Delegate(c.learner, "trust-9")
	k.host.SetAttainments(c.learner, workflow.Attainment{Framework: proficiency.Ref{ID: "hand-care"}})
	for _, p := range append(c.all(), helper, standIn, bystander) {
		k.host.Delegate(p, "trust-1", l.roles...)
		k.host.Staff(p, "trust-1", c.learner)
	}
	return k
}

// new is an enrolment, or a trial, that nothing has happened to.
func (k *casting) new() {
	k.t.Helper()
	cmd := workflow.Command(k.enrol())
	by := k.enroller
	if by == "" {
		by = helper
	}
	if k.trial {
		by, cmd = k.learner, &workflow.EnrolTrial{Framework: k.ref, Trial: 1, Attributes: inRole("clinical")}
	}
	k.open(by, cmd)
}

func (k *casting) open(by workflow.PersonID, cmd workflow.Command) {
	k.t.Helper()
	res, err := k.engine.Do(k.ctx, workflow.Request{Actor: by, Command: cmd})
	require.NoError(k.t, err)
	k.id, k.state = res.Enrolment, res.State
	k.fw, err = k.catalog.Framework(res.State.Framework())
	require.NoError(k.t, err)
}

// started is one that the learner has agreed to, with its supervisor and a comment.
func (k *casting) started() {
	k.t.Helper()
	k.new()
	k.do(k.learner, &workflow.Agree{})
	for _, p := range []workflow.PersonID{k.supervisor, bystander} {
		if p != "" && !slices.Contains(k.state.Supervisors(), p) && !k.trial {
			k.do(k.learner, &workflow.AddSupervisor{Person: p})
		}
	}
	k.do(k.learner, &workflow.Comment{Comment: "Begun."})
}

// by is a person of the cast, or else the helper; in a trial the learner.
func (k *casting) by(p workflow.PersonID) workflow.PersonID {
	if k.trial {
		return k.learner
	}
	if p == "" {
		return helper
	}
	return p
}

func (k *casting) asks(to workflow.PersonID, ids ...proficiency.ItemID) {
	k.t.Helper()
	k.do(k.learner, &workflow.RequestConfirmation{Items: ids, To: k.by(to)})
}

func (k *casting) answers(ids ...proficiency.ItemID) {
	k.t.Helper()
	k.do(k.author(), k.world.answers(ids...))
}

// confirmed has items answered, sent to the decider and confirmed.
func (k *casting) confirmed(ids ...proficiency.ItemID) {
	k.t.Helper()
	k.answers(ids...)
	k.asks(k.decider, ids...)
	k.confirm(k.by(k.decider), ids...)
}

// leave takes those off the supervisors who are to be nothing but deciders, or nothing.
func (k *casting) leave() {
	k.t.Helper()
	for _, p := range k.state.Supervisors() {
		if p == helper || p == k.decider && p != k.supervisor && p != k.addressee && p != k.enroller {
			k.do(p, &workflow.RemoveSupervisor{Person: p})
		}
	}
}

// goesOn lets days pass.
func (k *casting) goesOn(days int) { k.later(0, 0, days) }

const moreThanAMonth = 40

// progress is an enrolment with an item in each status, named after it.
func (k *casting) progress() {
	k.t.Helper()
	k.started()
	var optional items
	for it := range k.fw.Items().Values() {
		if it.Optional() && it.ID() != "excluded" {
			optional = append(optional, it.ID())
		}
	}
	k.choose(optional...)
	k.confirmed("lapsed", "waived-late", "overdue")
	k.asks(k.addressee, "overdue")
	k.goesOn(moreThanAMonth)
	k.becomes("office")
	k.confirmed("kept", "confirmed", "renewable", "renewing", "lead-done", "elsewhere-kept")
	k.becomes("clinical")
	k.do(k.learner, &workflow.ChooseOptional{Items: items{"kept"}, Drop: true})
	k.do(k.by(""), waive("waived"))
	k.do(k.by(""), waive("waived-late"))
	k.answers("assessed", "rejected", "requested", "lead-asked")
	k.asks(k.decider, "rejected")
	k.reject(k.by(k.decider), "rejected")
	k.asks(k.addressee, "requested", "renewing", "lead-asked")
	k.do(k.by(k.decider), paper("paper"))
	k.do(k.author(), &workflow.SelfAssess{Items: []workflow.ItemAnswer{k.falling("ongoing")}})
	k.leave()
}

// inRole are the attributes of a learner in that role.
func inRole(role proficiency.ValueID) []proficiency.Setting {
	return []proficiency.Setting{{Attribute: "role", Value: role}}
}

// becomes has somebody set the learner's role.
func (k *casting) becomes(role proficiency.ValueID) {
	k.t.Helper()
	k.do(k.by(""), &workflow.SetAttributes{Attributes: inRole(role), Reason: "another post"})
}

func (k *casting) choose(ids ...proficiency.ItemID) {
	k.t.Helper()
	k.do(k.learner, &workflow.ChooseOptional{Items: ids})
}

// ready is one in which nothing but the sign-off is missing.
func (k *casting) ready() {
	k.t.Helper()
	k.started()
	k.confirmed("mandatory", "year")
	if _, required := k.fw.Requirement("glove-use"); required && !k.trial {
		k.do(k.by(""), &workflow.OverrideRequirement{Framework: "glove-use", Reason: "seen elsewhere"})
	}
	k.leave()
}

// asked is one in which the addressee is asked for the sign-off. Who is the
// addressee and the decider has confirmed something only since.
func (k *casting) asked() {
	k.t.Helper()
	both := k.addressee == k.decider && k.addressee != ""
	decider := k.decider
	if both {
		k.decider = standIn
	}
	k.ready()
	k.do(k.learner, &workflow.RequestSignOff{To: k.by(k.addressee)})
	if k.decider = decider; both {
		k.asks(k.decider, "year")
		k.confirm(k.decider, "year")
	}
}

// signed is one that the addressee has signed off.
func (k *casting) signed() {
	k.t.Helper()
	k.asked()
	k.do(k.by(k.addressee), &workflow.SignOff{})
}

// after is the step with others after it.
func after(step func(*casting), more ...func(*casting)) func(*casting) {
	return func(k *casting) {
		step(k)
		for _, m := range more {
			m(k)
		}
	}
}

func withdraws(k *casting) {
	k.t.Helper()
	k.do(k.by(""), &workflow.Withdraw{Reason: "moved away"})
}

// suspends stops the learner at the one centre of the enrolment.
func suspends(k *casting) {
	st := k.host.Standing(k.learner)
	for i := range st.Memberships {
		st.Memberships[i].Suspended = st.Memberships[i].Centre == "trust-1"
	}
	k.host.SetPerson(st)
}

func movesOn(k *casting) {
	k.t.Helper()
	k.do(k.learner, &workflow.AddCentre{Centre: "trust-9"})
}

// settled is a moment after the last record, and later than any reminder is too soon.
func (k *casting) settled() time.Time { return k.now().Add(25 * time.Hour) }
