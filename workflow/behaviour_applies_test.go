package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// posted is a world in which learner-1 is on by-role.
func posted(role, setting proficiency.ValueID) func(*testing.T) *world {
	return func(t *testing.T) *world {
		t.Helper()
		w := newWorld(t)
		w.enrolAs(educator, role, setting)
		return w
	}
}

// applying are the items that apply, in order.
func (w *world) applying() (ids items) {
	for it := range w.fw.Items().Values() {
		if workflow.ItemStatusOf(w.fw, &w.state, it, w.now()) != workflow.ItemStatusNotApplicable {
			ids = append(ids, it.ID())
		}
	}
	return ids
}

// officeReady is one in which nothing but the sign-off of somebody in an
// office on a ward is missing: data, keys and desk, two of the team, and two
// optional ones.
func officeReady(t *testing.T) *world {
	t.Helper()
	w := posted("office", "ward")(t)
	w.choose("talk", "audit")
	w.pass("data", "keys", "desk", "talk", "audit", "meets", "minutes")
	w.status(workflow.StatusReady)
	return w
}

func officeAsked(t *testing.T) *world {
	t.Helper()
	w := officeReady(t)
	w.do(learner, &workflow.RequestSignOff{To: educator})
	return w
}

func (w *world) progressOf(section proficiency.SectionID) workflow.SectionProgress {
	w.t.Helper()
	for _, p := range workflow.Progress(w.fw, &w.state, w.now()) {
		if p.Section == section {
			return p
		}
	}
	require.Fail(w.t, "no such section", "%s", section)
	return workflow.SectionProgress{}
}

func TestWhatAppliesToWhom(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		role, setting proficiency.ValueID
		want          items
	}{
		{"clinical", "ward", items{"hands", "rounds", "data", "keys", "drugs", "talk", "audit", "meets", "hands-over", "shift", "course", "paper"}},
		{"clinical", "home", items{"hands", "data", "talk", "visit", "meets", "hands-over"}},
		{"office", "clinic", items{"data", "keys", "desk", "talk", "visit", "meets", "minutes", "course"}},
		{"office", "home", items{"data", "desk", "talk", "visit", "meets", "minutes"}},
	} {
		w := posted(c.role, c.setting)(t)
		assert.Equal(t, c.want, w.applying(), "%s, %s", c.role, c.setting)
		assert.Equal(t, who(c.role, c.setting), w.state.Attributes())
		assert.Equal(t, who(c.role, c.setting), w.state.Enrolment().Attributes)
	}
}

// An enrolment says the value of each attribute, and no other.
func TestAttributesAtEnrolment(t *testing.T) {
	t.Parallel()
	both := []string{"attribute-missing", "attribute-missing"}
	for name, c := range map[string]struct {
		given []proficiency.Setting
		want  []string
	}{
		"none":              {nil, both},
		"one":               {who("clinical", "ward")[:1], why(workflow.AttributeMissing)},
		"another attribute": {append(who("clinical", "ward"), proficiency.Setting{Attribute: "grade", Value: "a"}), why(workflow.UnknownAttribute)},
		"another value":     {who("clinical", "moon"), why(workflow.UnknownAttribute)},
		"no value":          {who("clinical", ""), why(workflow.UnknownAttribute)},
		"twice":             {append(who("clinical", "ward"), who("clinical", "ward")[1]), why(workflow.UnknownAttribute)},
		"too many":          {make([]proficiency.Setting, workflow.MaxItems+1), why(workflow.TooLarge)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			for _, req := range []workflow.Request{
				{Actor: educator, Command: &workflow.Enrol{Learner: learner, Framework: byRole, Centre: "trust-1", Attributes: c.given}},
				{Actor: learner, Command: &workflow.EnrolTrial{Framework: byRole, Trial: 1, Attributes: c.given}},
			} {
				_, err := w.engine.Do(w.ctx, req)
				w.refusal(err, c.want)
			}
		})
	}
	w := newWorld(t)
	_, err := w.engine.Do(w.ctx, workflow.Request{Actor: educator, Command: &workflow.Enrol{
		Learner: learner, Framework: wardBasics, Centre: "trust-1", Attributes: who("clinical", "ward"),
	}})
	w.refusal(err, []string{"unknown-attribute", "unknown-attribute"})
}

func TestRefusalsOfSetAttributes(t *testing.T) {
	t.Parallel()
	ward := posted("clinical", "ward")
	set := func(given ...proficiency.Setting) func(*world) workflow.Command {
		return just(&workflow.SetAttributes{Attributes: given, Reason: "another post"})
	}
	role := who("office", "home")[:1]
	refusals(t, []refusal{
		{"nothing", ward, educator, set(), [][]string{why(workflow.NoItems)}},
		{"no reason", ward, educator, just(&workflow.SetAttributes{Attributes: role}), [][]string{why(workflow.ReasonMissing)}},
		{"nothing and no reason", ward, educator, just(&workflow.SetAttributes{}), [][]string{why(workflow.NoItems), why(workflow.ReasonMissing)}},
		{"another attribute", ward, educator, set(proficiency.Setting{Attribute: "grade", Value: "a"}), [][]string{why(workflow.UnknownAttribute)}},
		{"another value", ward, educator, set(who("nurse", "moon")...), [][]string{{"unknown-attribute", "unknown-attribute"}}},
		{"twice", ward, educator, set(role[0], role[0]), [][]string{why(workflow.UnknownAttribute)}},
		{"too many", ward, educator, set(make([]proficiency.Setting, workflow.MaxItems+1)...), [][]string{why(workflow.TooLarge)}},
		{"too long a reason", ward, educator, just(&workflow.SetAttributes{Attributes: role, Reason: tooLong}), [][]string{why(workflow.InvalidText)}},
		{"the learner", ward, learner, set(role...), [][]string{why(workflow.IsTheLearner)}},
		{"without the capability", ward, admin, set(role...), [][]string{lacksCapability}},
		{"withdrawn", with(ward, func(w *world) { w.do(admin, &workflow.Withdraw{Reason: "moved"}) }), educator, set(role...), [][]string{unwanted}},
		{"on content without any", agreed, educator, set(role...), [][]string{why(workflow.NoAttributes)}},
	})
	w := ward(t)
	d := w.denied(educator, &workflow.SetAttributes{Attributes: who("clinical", "moon"), Reason: "another post"}, why(workflow.UnknownAttribute))
	assert.Equal(t, w.fw.Attribute("setting").Position(), d.Reasons[0].Clause)
	assert.Equal(t, map[string]string{"attribute": "setting", "value": "moon"}, d.Reasons[0].Params)
	w.unchanged(educator, moves("clinical", "ward"))
}

// What does not apply is refused for that, whatever it is otherwise, with the condition.
func TestCommandsOnWhatDoesNotApply(t *testing.T) {
	t.Parallel()
	w := posted("office", "home")(t)
	no := func(id proficiency.ItemID) []string { return why(workflow.ItemNotApplicable, id) }
	w.itemStatus(workflow.ItemStatusNotApplicable, "hands", "rounds", "keys", "drugs", "audit", "course", "paper")
	d := w.denied(learner, w.answers("drugs"), no("drugs"))
	assert.Equal(t, map[string]string{"item": "2.4", "attribute": "role"}, d.Reasons[0].Params)
	assert.Equal(t, w.fw.Item("drugs").AppliesTo().At(0).Position, d.Reasons[0].Clause)
	assert.Contains(t, d.Error(), "2.4 does not apply to this enrolment, by its Role")
	w.denied(learner, &workflow.ClearAnswer{Items: items{"drugs"}}, no("drugs"))
	w.denied(learner, &workflow.RequestConfirmation{Items: items{"hands"}, To: assessor}, no("hands"))
	w.denied(learner, &workflow.ChooseOptional{Items: items{"audit"}}, no("audit"))
	w.denied(learner, &workflow.ChooseOptional{Sections: sections("study")}, why(workflow.ItemNotApplicable))
	w.denied(educator, &workflow.Waive{Item: "keys", Justification: "none here"}, no("keys"))
	w.denied(educator, onPaper("hands"), no("hands"))
	w.do(learner, &workflow.Comment{Item: "hands", Comment: "not here"})

	for _, a := range workflow.SectionActions(w.fw, &w.state, w.facts(workflow.Needs(w.fw, &w.state, learner, &workflow.Agree{})), "study") {
		assert.Equal(t, why(workflow.ItemNotApplicable), reasonsOf(a.Reasons))
	}
}

// A gate of which nothing applies is open; one of which something does is passed with that.
func TestGatesOverWhatApplies(t *testing.T) {
	t.Parallel()
	w := posted("office", "ward")(t)
	w.itemStatus(workflow.ItemStatusUnassessed, "data", "desk")
	w.do(educator, moves("clinical", "ward"))
	w.itemStatus(workflow.ItemStatusLocked, "data", "drugs")
	assert.True(t, w.progressOf("work").Locked)
	assert.True(t, w.progressOf("study").Locked)
	w.do(educator, moves("clinical", "home"))
	assert.True(t, w.progressOf("work").Locked)
	assert.False(t, w.progressOf("study").Locked, "nothing of it applies")
	w.do(educator, moves("clinical", "ward"))
	w.pass("hands")
	w.itemStatus(workflow.ItemStatusLocked, "data")
	w.do(educator, moves("clinical", "clinic"))
	w.itemStatus(workflow.ItemStatusUnassessed, "data")
}

// What applies no more loses a request and keeps the rest, and finds it again.
func TestWhatAppliesNoMoreKeepsItsData(t *testing.T) {
	t.Parallel()
	w := posted("clinical", "ward")(t)
	w.pass("hands", "rounds", "drugs")
	w.later(0, 1, 5)
	w.send(assessor, "drugs") // its renewal
	w.answer("keys", "shift")
	w.send(assessor, "keys", "shift")
	confirmed := w.item("drugs").Decision

	r := w.do(educator, moves("clinical", "home"))
	require.Equal(t, []string{"attributes-set", "request-ended", "request-ended"}, w.events(r))
	for _, e := range eventsOf[*workflow.RequestEnded](w, r) {
		assert.Equal(t, workflow.CauseAttributesSet, e.Cause)
	}
	assert.Empty(t, w.summary().Pending)
	w.itemStatus(workflow.ItemStatusNotApplicable, "drugs", "keys", "shift")
	assert.Equal(t, confirmed, w.item("drugs").Decision)
	assert.NotNil(t, w.item("keys").Answer)

	w.do(educator, moves("clinical", "clinic"))
	w.itemStatus(workflow.ItemStatusConfirmed, "drugs")
	w.itemStatus(workflow.ItemStatusAssessed, "keys")
	w.itemStatus(workflow.ItemStatusNotApplicable, "shift")
}

// One attribute is set, and the others stay.
func TestSettingOneAttribute(t *testing.T) {
	t.Parallel()
	w := posted("clinical", "ward")(t)
	r := w.do(educator, &workflow.SetAttributes{Attributes: who("office", "")[:1], Reason: "another post"})
	e := one[*workflow.AttributesSet](w, r)
	assert.Equal(t, who("office", "ward"), e.Attributes)
	assert.Equal(t, workflow.Held{Role: "educator-manager", Centre: "trust-1"}, e.As)
	assert.Equal(t, "another post", e.Reason.Words)
	assert.Equal(t, who("office", "ward"), w.state.Attributes())
	assert.Equal(t, who("clinical", "ward"), w.state.Enrolment().Attributes, "what it began with")
}

// Everything counted is counted over what applies.
func TestCountedOverWhatApplies(t *testing.T) {
	t.Parallel()
	w := officeReady(t)
	sum := w.summary()
	assert.Equal(t, 5, sum.Totals().Counting, "without those of other roles, and of the group")
	assert.Equal(t, 5, sum.Totals().Confirmed)
	assert.Equal(t, 1, sum.Totals().Groups)
	assert.True(t, sum.Ready)
	assert.Equal(t, []int{7, 7}, []int{w.progressOf("").Needed, w.progressOf("").Done})
	assert.False(t, w.progressOf("bedside").Included, "nothing of it applies")
	assert.Zero(t, w.progressOf("bedside").Needed)
	assert.True(t, w.progressOf("work").Included)
	assert.Equal(t, []int{2, 2}, []int{w.progressOf("team").Needed, w.progressOf("team").Done})

	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.do(educator, &workflow.SignOff{})
	a := w.state.LastSignOff().Attained
	assert.Equal(t, 3, a.Mandatory)
	assert.Equal(t, []workflow.OptionalCount{{Section: "work", Items: 2}}, a.Optional)
	assert.Equal(t, []workflow.GroupCount{{Section: "team", Needed: 2, Reached: 2, Items: items{"meets", "minutes"}}}, a.Groups)
	assert.Equal(t, []workflow.ConfirmerCount{{Person: assessor, Items: 7}}, a.Confirmers)
}

// What was confirmed and applies no more is on no certificate, lapses for
// nobody, and keeps nobody from signing off.
func TestWhatDoesNotApplyIsOfNoAccount(t *testing.T) {
	t.Parallel()
	w := posted("clinical", "ward")(t)
	w.pass("hands", "rounds", "drugs", "meets", "hands-over", "shift")
	w.do(educator, moves("office", "home"))
	w.choose("talk", "visit")
	w.pass("data", "desk", "talk", "visit", "minutes")
	sum := w.summary()
	assert.True(t, sum.Ready)
	assert.Len(t, sum.Lapses, 1, "that of data")
	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.do(educator, &workflow.SignOff{})
	s := w.state.LastSignOff()
	assert.Equal(t, []workflow.GroupCount{{Section: "team", Needed: 2, Reached: 2, Items: items{"meets", "minutes"}}}, s.Attained.Groups)
	assert.Equal(t, []workflow.ConfirmerCount{{Person: assessor, Items: 6}}, s.Attained.Confirmers)
	assert.Equal(t, w.item("data").Decision.Term.Until, s.Until)
	for _, set := range []workflow.Command{&workflow.SetAside{Items: items{"hands-over"}, Reason: "the wrong learner"}} {
		assert.Equal(t, []string{"decision-ended"}, w.events(w.do(manager, set)), "and set aside without touching it")
	}
	w.status(workflow.StatusSignedOff)
}

// The minimum of optional ones is all that apply, if these are fewer.
func TestMinimumOverWhatApplies(t *testing.T) {
	t.Parallel()
	w := posted("office", "home")(t)
	missing := func() []string { return reasonsOf(workflow.Readiness(w.fw, &w.state, w.now())) }
	w.choose("talk")
	assert.Contains(t, missing(), "below-minimum", "talk and visit")
	w.choose("visit")
	assert.NotContains(t, missing(), "below-minimum")
	w.do(educator, moves("office", "ward"))
	assert.Contains(t, missing(), "below-minimum", "visit does not apply")
}

// A pending request for sign-off falls with the readiness, and with nothing else.
func TestAttributesWhileSignOffIsPending(t *testing.T) {
	t.Parallel()
	w := officeAsked(t)
	r := w.do(educator, moves("office", "clinic")) // visit would have to be chosen
	require.Equal(t, []string{"attributes-set", "sign-off-request-ended"}, w.events(r))
	assert.Equal(t, workflow.CauseNotReady, one[*workflow.SignOffRequestEnded](w, r).Cause)

	w = officeReady(t)
	w.do(learner, &workflow.ChooseOptional{Sections: sections("study")})
	w.pass("course")
	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.happened(w.do(educator, moves("office", "clinic")), "attributes-set") // audit goes, and course is enough
	w.status(workflow.StatusSignOffRequested)
}

// The reason is a free text, and goes by whoever may redact where it was written.
func TestTheReasonIsRedacted(t *testing.T) {
	t.Parallel()
	w := posted("office", "ward")(t)
	w.host.Delegate(managerThere, "trust-9", "clinical-centre-manager")
	w.do(learner, &workflow.AddCentre{Centre: "trust-9"})
	r := w.do(educator, moves("office", "home"))
	text := one[*workflow.AttributesSet](w, r).Reason
	require.Equal(t, "another post", text.Words)
	cmd := &workflow.Redact{Record: r.Record.Seq, Text: text.Digest}
	w.denied(managerThere, cmd, role("no-role-here"))
	w.do(manager, cmd)
	for _, r := range w.records() {
		for _, text := range r.Texts {
			assert.Empty(t, text.Words)
		}
	}
	require.NoError(t, workflow.Verify(w.id, w.records()))
	assert.Equal(t, who("office", "home"), w.state.Attributes())
}
