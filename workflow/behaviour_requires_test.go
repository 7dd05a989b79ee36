package workflow_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// attainment is one of elsewhere, such as "hand-care@1.0.0".
func attainment(t testing.TB, ref string, until ...time.Time) workflow.Attainment {
	t.Helper()
	r, err := proficiency.ParseRef(ref)
	require.NoError(t, err)
	a := workflow.Attainment{Framework: r, Serial: "ELSEWHERE-" + string(r.ID)}
	if len(until) > 0 {
		a.Until = until[0]
	}
	return a
}

// holds has learner-1 hold these elsewhere, and nothing else.
func (w *world) holds(refs ...string) {
	w.t.Helper()
	var all []workflow.Attainment
	for _, ref := range refs {
		all = append(all, attainment(w.t, ref))
	}
	w.host.SetAttainments(learner, all...)
}

var (
	toBegin = []string{"hand-care@1.0.0", "ward-basics@1.2.0"}
	toEnd   = []string{"by-role@1.0.0", "full-range@0.1.0"}
)

// steppingUp is a world in which learner-1 is on step-up, holding what that takes.
func steppingUp(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.holds(toBegin...)
	w.enrolUp(workflow.Override{})
	return w
}

// stepReady is one in which nothing of its own is missing.
func stepReady(t *testing.T) *world {
	t.Helper()
	w := steppingUp(t)
	w.pass("lead", "teach")
	w.status(workflow.StatusReady)
	return w
}

// stepAsked is one in which educator-1 is asked for the sign-off.
func stepAsked(t *testing.T) *world {
	t.Helper()
	w := stepReady(t)
	w.holds(toEnd...)
	w.do(learner, &workflow.RequestSignOff{To: educator})
	return w
}

func lets(frameworks ...proficiency.FrameworkID) workflow.Override {
	return workflow.Override{Frameworks: frameworks, Reason: "seen elsewhere"}
}

func letsGo(framework proficiency.FrameworkID) *workflow.OverrideRequirement {
	return &workflow.OverrideRequirement{Framework: framework, Reason: "seen elsewhere"}
}

// What is required before enrolment is judged when the learner is enrolled: on
// what is held then, in a version that is enough, and in date.
func TestRequiredBeforeEnrolment(t *testing.T) {
	t.Parallel()
	later, now := start.Add(time.Hour), start
	lacks := func(n int) []string {
		all := make([]string, n)
		for i := range all {
			all[i] = string(workflow.RequiresFramework)
		}
		return all
	}
	for name, c := range map[string]struct {
		held []workflow.Attainment
		want []string
	}{
		"nothing":           {nil, lacks(2)},
		"one":               {[]workflow.Attainment{attainment(t, "hand-care@0.0.1")}, lacks(1)},
		"both":              {[]workflow.Attainment{attainment(t, "hand-care@0.0.1"), attainment(t, "ward-basics@1.0.0", later)}, nil},
		"a later version":   {[]workflow.Attainment{attainment(t, "hand-care@9.0.0"), attainment(t, "ward-basics@2.0.0")}, nil},
		"an older one":      {[]workflow.Attainment{attainment(t, "hand-care@1.0.0"), attainment(t, "ward-basics@0.9.9")}, lacks(1)},
		"just lapsed":       {[]workflow.Attainment{attainment(t, "hand-care@1.0.0"), attainment(t, "ward-basics@1.0.0", now)}, lacks(1)},
		"what is for later": {[]workflow.Attainment{attainment(t, "by-role@1.0.0"), attainment(t, "full-range@1.0.0")}, lacks(2)},
		"old and new": {[]workflow.Attainment{
			attainment(t, "ward-basics@0.1.0"), attainment(t, "hand-care@1.0.0"), attainment(t, "ward-basics@1.0.0", now), attainment(t, "ward-basics@1.0.1"),
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.host.SetAttainments(learner, c.held...)
			req := workflow.Request{Actor: educator, Command: &workflow.Enrol{Learner: learner, Framework: stepUp, Centre: "trust-1"}}
			if c.want != nil {
				w.deniedRequest(req, c.want)
				_, err := w.engine.Preview(w.ctx, req)
				w.refusal(err, c.want)
				return
			}
			p, err := w.engine.Preview(w.ctx, req)
			require.NoError(t, err)
			require.Len(t, p.State.Enrolment().Attainments, 2)
			w.enrolUp(workflow.Override{})
		})
	}
}

// A refusal says what is required and from which version on, and what of it is held.
func TestWhatIsRequiredIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.host.SetAttainments(learner, attainment(t, "ward-basics@0.9.0"), attainment(t, "ward-basics@1.0.0", start.Add(-time.Hour)))
	d := w.deniedRequest(workflow.Request{Actor: educator, Command: &workflow.Enrol{Learner: learner, Framework: stepUp, Centre: "trust-1"}},
		why(workflow.RequiresFramework), why(workflow.RequiresFramework))
	hands, ward := d.Reasons[0], d.Reasons[1]
	assert.Equal(t, "step-up.yaml:18:5: hand-care must be signed off before the enrolment of Step up, and nothing of it is held [requires-framework]", hands.String())
	assert.Equal(t, map[string]string{"framework": "hand-care", "lowest": "", "before": "enrolment", "held": ""}, hands.Params)
	assert.Equal(t, "step-up.yaml:19:5: ward-basics 1.0.0 or later must be signed off before the enrolment of Step up, and held is ward-basics@0.9.0 "+
		"and ward-basics@1.0.0, which lapsed at 2026-03-02T08:00:00Z [requires-framework]", ward.String())
	assert.Equal(t, map[string]string{
		"framework": "ward-basics", "lowest": "1.0.0", "before": "enrolment", "held": "ward-basics@0.9.0 and ward-basics@1.0.0",
	}, ward.Params)
	assert.NotContains(t, d.Error(), "ELSEWHERE", "serials are nobody's business")
}

// What the learner holds is told to nobody who may not enrol them.
func TestWhatIsHeldIsNotToldToStrangers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.holds("hand-care@1.0.0")
	for _, cmd := range []*workflow.Enrol{
		{Learner: learner, Framework: stepUp, Centre: "trust-1"},
		{Learner: learner, Framework: stepUp, Centre: "trust-1", Override: lets("hand-care")},
	} {
		_, err := w.engine.Do(w.ctx, workflow.Request{Actor: assessor, Command: cmd})
		var d *workflow.Denied
		require.ErrorAs(t, err, &d)
		assert.False(t, d.Has(workflow.RequiresFramework) || d.Has(workflow.RequirementMet), "%v", d)
		assert.NotContains(t, d.Error(), "hand-care@")
	}
}

// A sign-off in the engine's own store counts by itself, while it stands and is
// in date. A trial's does not.
func TestSignedOffInTheSameStore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	enrol := func() (workflow.Preview, error) {
		return w.engine.Preview(w.ctx, workflow.Request{Actor: educator, Command: &workflow.Enrol{Learner: learner, Framework: stepUp, Centre: "trust-1"}})
	}
	w.holds("ward-basics@1.0.0")
	res, err := w.engine.Do(w.ctx, workflow.Request{Actor: learner, Command: &workflow.EnrolTrial{Framework: proficiency.Ref{ID: "hand-care"}, Trial: 1}})
	require.NoError(t, err)
	w.id, w.state, w.fw = res.Enrolment, res.State, w.framework(res.State.Framework())
	w.answer("hands-2")
	w.send(learner, "hands-2")
	w.confirm(learner, "hands-2")
	w.do(learner, &workflow.RequestSignOff{To: learner})
	w.do(learner, &workflow.SignOff{})
	_, err = enrol()
	w.refusal(err, why(workflow.RequiresFramework))

	w.enrol(learner, learner, proficiency.Ref{ID: "hand-care"})
	w.pass("hands-2")
	w.do(learner, &workflow.RequestSignOff{To: educator})
	_, err = enrol()
	w.refusal(err, why(workflow.RequiresFramework))
	w.do(educator, &workflow.SignOff{})
	p, err := enrol()
	require.NoError(t, err)
	assert.Equal(t, []workflow.Attainment{
		{Framework: w.state.Framework(), Serial: w.state.LastSignOff().Serial}, attainment(t, "ward-basics@1.0.0"),
	}, p.State.Enrolment().Attainments)
	other := w.newEngine() // with nothing in its cache
	_, err = other.Preview(w.ctx, workflow.Request{Actor: educator, Command: &workflow.Enrol{Learner: learner, Framework: stepUp, Centre: "trust-1"}})
	require.NoError(t, err)

	w.do(learner, &workflow.ClearAnswer{Items: items{"hands-2"}, Overwrite: true})
	_, err = enrol()
	w.refusal(err, why(workflow.RequiresFramework))
	w.holds(toBegin...)
	_, err = enrol()
	require.NoError(t, err, "what the host says counts as well")
}

// A sign-off in the same store is looked at as of the instant of the command.
func TestSignedOffInTheSameStoreLapses(t *testing.T) {
	t.Parallel()
	w := newWorldOn(t, files(map[string]string{"yearly": yearlyContent, "after-yearly": afterYearlyContent}))
	w.enrol(educator, learner, yearly)
	w.pass("year")
	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.do(educator, &workflow.SignOff{})
	until := w.state.LastSignOff().Until
	require.False(t, until.IsZero())
	enrol := workflow.Request{Actor: educator, Command: &workflow.Enrol{Learner: learner, Framework: proficiency.Ref{ID: "after-yearly"}, Centre: "trust-1"}}
	w.setNow(until)
	_, err := w.engine.Preview(w.ctx, enrol)
	d := w.refusal(err, why(workflow.RequiresFramework))
	assert.Contains(t, d.Error(), "held is yearly@1.0.0, which lapsed at "+until.Format(time.RFC3339))
	w.setNow(until.Add(-time.Microsecond))
	p, err := w.engine.Preview(w.ctx, enrol)
	require.NoError(t, err)
	assert.True(t, until.Equal(p.State.Enrolment().Attainments[0].Until))
}

func TestOverrideWithinEnrol(t *testing.T) {
	t.Parallel()
	begins := func(t *testing.T) *world { t.Helper(); return newWorld(t) }
	half := with(begins, func(w *world) { w.holds("hand-care@1.0.0") })
	enrol := func(o workflow.Override) func(*world) workflow.Command {
		return just(&workflow.Enrol{Learner: learner, Framework: stepUp, Centre: "trust-1", Override: o})
	}
	twenty := make([]proficiency.FrameworkID, proficiency.MaxRequirements+1)
	refusals(t, []refusal{
		{"too few", begins, educator, enrol(lets("hand-care")), [][]string{why(workflow.RequiresFramework)}},
		{"no reason", half, educator, enrol(workflow.Override{Frameworks: lets("ward-basics").Frameworks, Reason: " "}), [][]string{why(workflow.ReasonMissing)}},
		{"too long a reason", half, educator, enrol(workflow.Override{Frameworks: lets("ward-basics").Frameworks, Reason: tooLong}), [][]string{why(workflow.InvalidText)}},
		{"no framework", half, educator, enrol(lets()), [][]string{why(workflow.NoItems), why(workflow.RequiresFramework)}},
		{"twice", half, educator, enrol(lets("ward-basics", "ward-basics")), [][]string{why(workflow.DuplicateItem)}},
		{"too many", half, educator, enrol(workflow.Override{Frameworks: twenty, Reason: "x"}), [][]string{why(workflow.TooLarge), why(workflow.RequiresFramework)}},
		{"what is held", half, educator, enrol(lets("ward-basics", "hand-care")), [][]string{why(workflow.RequirementMet)}},
		{"what is required later", half, educator, enrol(lets("ward-basics", "by-role")), [][]string{why(workflow.NotRequired)}},
		{"what is not required", half, educator, enrol(lets("ward-basics", "twelve")), [][]string{why(workflow.NotRequired)}},
		{"by the learner", half, learner, enrol(lets("ward-basics")), [][]string{why(workflow.IsTheLearner)}},
	})
	w := half(t)
	r := w.enrolUp(lets("ward-basics"))
	assert.Equal(t, []string{"enrolled", "requirement-overridden", "supervisor-added"}, w.events(r))
	let := one[*workflow.RequirementOverridden](w, r)
	assert.Equal(t, []any{proficiency.FrameworkID("ward-basics"), "seen elsewhere", workflow.Held{Role: "educator-manager", Centre: "trust-1"}},
		[]any{let.Framework, let.Reason.String(), let.As})
	assert.Equal(t, []workflow.Attainment{attainment(t, "hand-care@1.0.0")}, one[*workflow.Enrolled](w, r).Attainments)
	assert.Equal(t, []*workflow.RequirementOverridden{let}, w.state.Overrides())
	w.denied(educator, letsGo("ward-basics"), why(workflow.NotRequired))
}

// An enroller without the capability enrols, and overrides nothing.
func TestOverrideWithinEnrolNeedsTheCapability(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.holds("hand-care@1.0.0")
	engine, err := workflow.NewEngine(w.catalog, w.host, w.store, workflow.Options{
		Key: []byte("0123456789abcdef"), Policy: policyWithout(t, "override-requirement, "),
	})
	require.NoError(t, err)
	enrol := &workflow.Enrol{Learner: learner, Framework: stepUp, Centre: "trust-1", Override: lets("ward-basics")}
	_, err = engine.Do(w.ctx, workflow.Request{Actor: educator, Command: enrol})
	d := w.refusal(err, lacksCapability)
	assert.Contains(t, d.Error(), "override-requirement")
	enrol.Override = workflow.Override{}
	w.holds(toBegin...)
	res, err := engine.Do(w.ctx, workflow.Request{Actor: educator, Command: enrol})
	require.NoError(t, err)
	_, err = engine.Do(w.ctx, workflow.Request{Actor: educator, Enrolment: res.Enrolment, Command: letsGo("by-role")})
	w.refusal(err, lacksCapability)
}

// What is required before the sign-off is missing in what the learner sees, and
// not in the status: that is about the enrolment alone.
func TestRequiredBeforeSignOff(t *testing.T) {
	t.Parallel()
	w := stepReady(t)
	both := []string{"requires-framework", "requires-framework"}
	d := w.denied(learner, &workflow.RequestSignOff{To: educator}, both)
	assert.Equal(t, "step-up.yaml:20:5: by-role 1.0.0 or later must be signed off before the sign-off of Step up, and nothing of it is held [requires-framework]",
		d.Reasons[0].String())
	v, err := w.engine.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	assert.Equal(t, both, reasonsOf(v.Readiness()))
	assert.Equal(t, workflow.StatusReady, v.Summary.Status)
	assert.True(t, v.Summary.Ready)
	assert.Equal(t, both, reasonsOf(w.action(learner, workflow.KindRequestSignOff).Reasons))

	w.holds("by-role@1.0.0")
	w.denied(learner, &workflow.RequestSignOff{To: educator}, why(workflow.RequiresFramework))
	w.do(educator, letsGo("full-range"))
	assert.True(t, w.action(learner, workflow.KindRequestSignOff).Allowed())
	r := w.do(learner, &workflow.RequestSignOff{To: educator})
	assert.Equal(t, []workflow.Attainment{attainment(t, "by-role@1.0.0")}, one[*workflow.SignOffRequested](w, r).Attainments)

	w.holds() // the one that was relied on has gone
	w.denied(educator, &workflow.SignOff{}, why(workflow.RequiresFramework))
	w.status(workflow.StatusSignOffRequested)
	w.do(educator, &workflow.DeclineSignOff{Reason: "by-role is missing"})
	w.holds("by-role@1.1.0")
	w.do(learner, &workflow.RequestSignOff{To: educator})
	r = w.do(educator, &workflow.SignOff{})
	signed := one[*workflow.SignedOff](w, r)
	assert.Equal(t, []workflow.Attainment{attainment(t, "by-role@1.1.0")}, signed.Attainments)
	assert.Equal(t, []workflow.Overridden{{Framework: "full-range", By: educator}}, signed.Overrides)
}

// A round that is submitted names all that was let go since enrolling, as its
// certificate does, and no more once that is over; it rests on nothing else.
func TestSubmittedNamesWhatWasLetGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.holds("hand-care@1.0.0")
	again := &workflow.Enrol{Learner: learner, Framework: lookBack, Centre: "trust-1", Override: lets("ward-basics")}
	w.enrolBy(again)
	w.holds()
	let := []workflow.Overridden{{Framework: "ward-basics", By: educator}}
	for range 2 {
		w.do(learner, w.full("start", "end"))
		r := w.do(learner, &workflow.Submit{})
		e := one[*workflow.Submitted](w, r)
		assert.Equal(t, let, e.Overrides)
		e.Overrides[0].By = "somebody"
		last := w.state.LastSubmission()
		assert.Equal(t, let, last.Overrides)
		last.Overrides[0].By = "somebody"
		assert.Equal(t, let, w.state.Rounds()[0].Submitted.Overrides, "what is given is a copy")
	}
	w.denied(educator, letsGo("hand-care"), why(workflow.NotRequired))

	w.do(learner, w.full("start")) // round 3, which is open
	w.do(manager, &workflow.Withdraw{Reason: "moved away"})
	w.holds(toBegin...)
	again.Override = workflow.Override{}
	w.enrolBy(again)
	w.do(learner, w.full("end"))
	r := w.do(learner, &workflow.Submit{})
	assert.Empty(t, one[*workflow.Submitted](w, r).Overrides)
	assert.Equal(t, let, w.round(2).Submitted.Overrides, "what was submitted says so for ever")
}

// A sign-off that was given stands, whatever becomes of what it rested on; the
// next one is judged anew.
func TestSignOffStandsWithoutWhatItRestedOn(t *testing.T) {
	t.Parallel()
	w := stepAsked(t)
	w.host.SetAttainments(learner, attainment(t, "by-role@1.0.0", w.now().Add(time.Hour)), attainment(t, "full-range@1.0.0"))
	w.do(educator, &workflow.SignOff{})
	until := w.state.LastSignOff().Until
	require.True(t, until.After(w.now().Add(24*time.Hour)), "the end of what it rests on is not its own")
	w.setNow(w.now().Add(2 * time.Hour))
	w.holds()
	w.status(workflow.StatusSignedOff)
	w.setNow(until)
	w.status(workflow.StatusLapsed)
	w.pass("lead")
	w.denied(learner, &workflow.RequestSignOff{To: educator}, []string{"requires-framework", "requires-framework"})
}

func TestRefusalsOfOverrideRequirement(t *testing.T) {
	t.Parallel()
	let := with(steppingUp, func(w *world) { w.do(educator, letsGo("by-role")) })
	all := with(let, func(w *world) { w.holds("full-range@1.0.0") })
	over := func(framework proficiency.FrameworkID, reason string) func(*world) workflow.Command {
		return just(&workflow.OverrideRequirement{Framework: framework, Reason: reason})
	}
	refusals(t, []refusal{
		{"no reason", steppingUp, educator, over("by-role", " \n"), [][]string{why(workflow.ReasonMissing)}},
		{"too long a reason", steppingUp, educator, over("by-role", tooLong), [][]string{why(workflow.InvalidText)}},
		{"no framework", steppingUp, educator, over("", "x"), [][]string{why(workflow.NotRequired)}},
		{"what is not required", steppingUp, educator, over("twelve", "x"), [][]string{why(workflow.NotRequired)}},
		{"what was required before", steppingUp, educator, over("hand-care", "x"), [][]string{why(workflow.NotRequired)}},
		{"again", let, educator, over("by-role", "x"), [][]string{why(workflow.AlreadyOverridden)}},
		{"what is held", all, educator, over("full-range", "x"), [][]string{why(workflow.RequirementMet), why(workflow.RequirementMet)}},
		{"by the learner", steppingUp, learner, over("by-role", "x"), [][]string{why(workflow.IsTheLearner)}},
		{"without the capability", steppingUp, manager, over("by-role", "x"), [][]string{lacksCapability}},
		{"by somebody of elsewhere", steppingUp, farOff, over("by-role", "x"), [][]string{why(workflow.NotFound)}},
		{"on a withdrawn one", with(steppingUp, func(w *world) { w.do(admin, &workflow.Withdraw{Reason: "moved"}) }), educator,
			over("by-role", "x"), [][]string{unwanted}},
		{"where nothing is required", enrolled, educator, over("by-role", "x"), [][]string{why(workflow.NotRequired)}},
	})
	w := let(t)
	assert.True(t, w.action(educator, workflow.KindOverrideRequirement).Allowed())
	w.holds("full-range@1.0.0")
	assert.Equal(t, why(workflow.RequirementMet), reasonsOf(w.action(educator, workflow.KindOverrideRequirement).Reasons))
	w.status(workflow.StatusNotStarted) // which an override is not
}

// What was let go is let go until a withdrawal, and enrolling again asks again.
func TestOverridesEndWithAWithdrawal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.enrolUp(lets("hand-care", "ward-basics"))
	w.do(educator, letsGo("by-role"))
	w.do(educator, letsGo("full-range"))
	require.Len(t, w.state.Overrides(), 4)
	w.pass("lead", "teach")
	w.do(admin, &workflow.Withdraw{Reason: "moved"})
	assert.Empty(t, w.state.Overrides())
	again := workflow.Request{Actor: educator, Command: &workflow.Enrol{Learner: learner, Framework: stepUp, Centre: "trust-1"}}
	w.deniedRequest(again, []string{"requires-framework", "requires-framework"})
	w.holds("hand-care@1.0.0")
	w.enrolUp(lets("ward-basics"))
	require.Len(t, w.state.Overrides(), 1)
	w.status(workflow.StatusReady)
	w.denied(learner, &workflow.RequestSignOff{To: educator}, []string{"requires-framework", "requires-framework"})
}

// A trial requires nothing, and there is nothing to override.
func TestTrialsRequireNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	res, err := w.engine.Do(w.ctx, workflow.Request{Actor: learner, Command: &workflow.EnrolTrial{Framework: stepUp, Trial: 1}})
	require.NoError(t, err)
	w.id, w.state, w.fw = res.Enrolment, res.State, w.framework(res.State.Framework())
	w.denied(learner, letsGo("by-role"), why(workflow.NotRequired))
	for _, id := range []proficiency.ItemID{"lead", "teach"} {
		w.answer(id)
		w.send(learner, id)
		w.confirm(learner, id)
	}
	assert.Empty(t, workflow.Readiness(w.fw, &w.state, w.now()))
	w.do(learner, &workflow.RequestSignOff{To: learner})
	w.do(learner, &workflow.SignOff{})
	assert.Empty(t, w.state.LastSignOff().Attainments)
}

// Handed over, a request for the sign-off rests on what it rested on.
func TestReassignedSignOffKeepsWhatItRestsOn(t *testing.T) {
	t.Parallel()
	w := stepAsked(t)
	w.holds()
	r := w.do(manager, &workflow.Reassign{From: educator, To: "educator-2"})
	assert.Equal(t, []workflow.Attainment{attainment(t, toEnd[0]), attainment(t, toEnd[1])}, one[*workflow.SignOffRequested](w, r).Attainments)
	w.denied("educator-2", &workflow.SignOff{}, []string{"requires-framework", "requires-framework"})
}

// Of several that are enough, the newest version is relied on, and of these the
// one that holds longest.
func TestWhichAttainmentIsReliedOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	soon, late := start.Add(240*time.Hour), start.Add(480*time.Hour)
	w.host.SetAttainments(learner, attainment(t, "hand-care@1.0.0"), attainment(t, "hand-care@1.2.0", soon), attainment(t, "hand-care@1.2.0", late),
		attainment(t, "hand-care@1.3.0", start), attainment(t, "ward-basics@1.0.0", late), attainment(t, "ward-basics@1.0.0"))
	w.enrolUp(workflow.Override{})
	assert.Equal(t, []workflow.Attainment{attainment(t, "hand-care@1.2.0", late), attainment(t, "ward-basics@1.0.0")}, w.state.Enrolment().Attainments)
}

// A fault of the host, or of what is stored of the other framework, fails the
// command, and nothing is decided on half of the facts.
func TestFaultsAboutWhatIsHeld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	enrol := workflow.Request{Actor: educator, Command: &workflow.Enrol{Learner: learner, Framework: stepUp, Centre: "trust-1"}}
	for what, a := range map[string]workflow.Attainment{
		"id": {Framework: proficiency.Ref{ID: "ward-basics"}, Serial: "a\x00b"}, "year": attainment(t, "ward-basics@1.0.0", time.Date(10000, 1, 2, 0, 0, 0, 0, time.UTC)),
	} {
		w.host.SetAttainments(learner, a)
		_, err := w.engine.Do(w.ctx, enrol)
		var d *workflow.Denied
		require.Error(t, err, what)
		require.False(t, errors.As(err, &d), "%s: %v", what, err)
		require.ErrorContains(t, err, "Facts.Attainments", what)
	}
	w.holds(toBegin...)
	broken := errors.New("the disk is gone")
	store := tap(w.store)
	store.onLoad(func(_ context.Context, id workflow.EnrolmentID, _ workflow.Seq) ([]workflow.Record, error) {
		if id == w.engine.EnrolmentID(learner, "ward-basics") {
			return nil, broken
		}
		return nil, nil
	})
	engine, err := workflow.NewEngine(w.catalog, w.host, store, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	_, err = engine.Do(w.ctx, enrol)
	require.ErrorIs(t, err, broken)
	require.ErrorContains(t, err, "signed off on ward-basics")
}

// Whoever may not see a withdrawn enrolment hears what they would hear if there
// were none: also of what is required by the version that a new one would be on.
func TestRequirementsTellNothingOfAWithdrawnEnrolment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.enrolUp(lets("hand-care", "ward-basics"))
	w.do(admin, &workflow.Withdraw{Reason: "moved"})
	w.host.Staff(farOff, "trust-9", learner)
	again := workflow.Request{Actor: farOff, Command: &workflow.Enrol{Learner: learner, Framework: stepUp, Centre: "trust-9"}}
	w.deniedRequest(again, []string{"requires-framework", "requires-framework"})
	w.holds(toBegin...)
	_, err := w.engine.Preview(w.ctx, again)
	require.NoError(t, err)
}

// afterYearlyContent requires what lapses after a year.
const afterYearlyContent = contentHead + `id: after-yearly
title: After yearly
requires: [{framework: yearly}]
sections: [{id: all, title: All, proficiencies: [{id: one, statement: Goes on.}]}]
`

// action is what an actor is shown of a command on the enrolment.
func (w *world) action(actor workflow.PersonID, kind workflow.Kind) workflow.Action {
	w.t.Helper()
	v, err := w.engine.View(w.ctx, actor, w.id)
	require.NoError(w.t, err)
	for _, a := range v.Actions() {
		if a.Kind == kind {
			return a
		}
	}
	require.Fail(w.t, "no such action", "%s", kind)
	return workflow.Action{}
}

// policyWithout is the default policy without some words of it.
func policyWithout(t *testing.T, words string) *roles.Policy {
	t.Helper()
	b, err := os.ReadFile("../roles/default.yaml")
	require.NoError(t, err)
	require.Contains(t, string(b), words)
	p, found := roles.Parse("default.yaml", []byte(strings.ReplaceAll(string(b), words, "")))
	require.NotNil(t, p, "%v", found)
	return p
}
