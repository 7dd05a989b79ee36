package workflow_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// midway is an enrolment on 1.1.0 with something on every item.
func (s shelf) midway() workflow.EnrolmentID {
	s.Helper()
	id := s.on("1.1.0")
	s.confirmed(id, assessor1, "wash", "apron", "sign", "fluid", "dry-bin")
	s.confirmed(id, assessor2, "rub", "gloves", "mask")
	s.do(id, learner1, &workflow.ChooseOptional{Items: []proficiency.ItemID{"write"}})
	s.requested(id, assessor1, "write")
	s.answered(id, "little", "lift")
	s.do(id, educator1, &workflow.Waive{Item: "chart", Justification: "no charts there"})
	return id
}

// Each thing that a migration can say, with what becomes of the results.
func TestWhatAnUpgradeCarries(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.midway()
	plan, err := s.engine.PlanUpgrade(context.Background(), educator1, id, numbered(t, "2.0.0"))
	require.NoError(t, err)
	assert.Equal(t, []string{
		"wash confirm-again", "rub kept", "protect kept", "dry kept", "bin kept", "chart kept", "sign-time kept", "fluid assess-again", "lift kept",
		"tell new", "teach new", "write kept", "mask lost",
	}, carryings(plan))
	assert.True(t, plan.AsksAgain)
	assert.False(t, plan.Unready, "it was not ready")
	assert.Equal(t, workflow.StatusInProgress, plan.Status)

	before := s.view(id)
	res := s.upgraded(id, "2.0.0")
	assert.Equal(t, strings.TrimSpace(`
wash assessed
rub confirmed
protect confirmed
dry confirmed
bin confirmed
chart waived
sign-time confirmed
fluid unassessed
lift ongoing
tell unassessed
teach unassessed
write requested
visit excluded`), strings.TrimSpace(s.statuses(id)))
	at := func(item proficiency.ItemID) workflow.ItemView { return res.State.Item(item) }
	assert.Equal(t, []workflow.Reply{{Answer: "with-help"}}, at("lift").Answer.Answers, "mapped")
	assert.Equal(t, before.State.Item("lift").Answer.Basis, at("lift").Answer.Basis, "nobody answered anew")

	was, now := before.State.Item("sign"), at("sign-time")
	assert.Equal(t, was.Decision, now.Decision, "who confirmed it, when, as what")
	ref, digest := res.State.ContentAt(now.Decision.Seq)
	assert.Equal(t, "care@1.1.0", ref.String(), "the text that was confirmed")
	assert.Equal(t, before.Framework.Digest(), digest)
	assert.Equal(t, proficiency.ItemID("sign"), now.Decision.Item)
	ref, digest = res.State.ContentAt(res.Record.Seq)
	assert.Equal(t, "care@2.0.0", ref.String())
	assert.Equal(t, s.view(id).Framework.Digest(), digest)

	protect := at("protect")
	assert.Equal(t, proficiency.ItemID("gloves"), protect.Decision.Item, "the one that lapses first")
	assert.Equal(t, before.State.Item("gloves").Decision, protect.Decision)
	assert.Equal(t, []*workflow.Decided{before.State.Item("apron").Decision}, protect.Also)
	assert.Equal(t, at("dry").Decision, at("bin").Decision)
	assert.Zero(t, at("mask"), "asked no more")
	assert.Zero(t, at("sign"))

	again := s.do(id, educator1, &workflow.Upgrade{To: numbered(t, "2.0.0")})
	assert.Zero(t, again.Record.Seq, "once more changes nothing")
	again = s.do(id, educator1, &workflow.Upgrade{})
	assert.Zero(t, again.Record.Seq, "it is the newest that is open")
	later, err := s.engine.PlanUpgrade(context.Background(), educator1, id, numbered(t, "2.0.0"))
	require.NoError(t, err)
	assert.Nil(t, later)

	s.confirmed(id, assessor1, "fluid") // and life goes on
	v := s.view(id)
	s.do(id, assessor1, &workflow.Confirm{Items: []workflow.Seen{{Item: "write", Basis: v.State.Item("write").Basis()}}})
	v = s.view(id)
	s.same(id, &v.State)
}

// What the policy says of who may, and what keeps an upgrade from being made.
func TestUpgradeRefused(t *testing.T) {
	t.Parallel()
	s := onShelf(t, func(files fstest.MapFS) {
		files["care/3.0.0/care.yaml"] = &fstest.MapFile{Data: []byte(replaced(string(files["care/2.0.0/care.yaml"].Data), "version: 2.0.0", "version: 3.0.0"))}
		files["care/3.0.0/lifecycle.yaml"] = &fstest.MapFile{Data: []byte("status: published\npublished: 2026-01-01\nfinish_by: 2026-02-01\n")}
		files["care/4.0.0/care.yaml"] = &fstest.MapFile{Data: []byte(replaced(string(files["care/2.0.0/care.yaml"].Data), "version: 2.0.0", "version: 4.0.0"))}
		files["care/4.0.0/lifecycle.yaml"] = &fstest.MapFile{Data: []byte("status: published\npublished: 2027-01-01\n")}
		files["care/5.0.0/care.yaml"] = &fstest.MapFile{Data: []byte(replaced(replaced(string(files["care/2.0.0/care.yaml"].Data), "version: 2.0.0", "version: 5.0.0"), "Rub the alcohol", "Rub alcohol"))}
		files["care/5.0.0/lifecycle.yaml"] = files["care/2.0.0/lifecycle.yaml"]
	})
	id := s.on("1.1.0")
	to := func(v string) *workflow.Upgrade { return &workflow.Upgrade{To: numbered(t, v)} }
	for name, c := range map[string]struct {
		actor workflow.PersonID
		cmd   *workflow.Upgrade
		code  workflow.Code
		says  string
	}{
		"the learner":  {learner1, to("2.0.0"), workflow.IsTheLearner, ""},
		"an assessor":  {assessor1, to("2.0.0"), workflow.NotFound, ""},
		"a manager":    {manager1, to("2.0.0"), "lacks-capability", ""},
		"elsewhere":    {elsewhere9, to("2.0.0"), workflow.NotFound, ""},
		"older":        {educator1, to("1.0.0"), workflow.OlderVersion, "an enrolment on care@1.1.0 does not go back to 1.0.0"},
		"a draft":      {educator1, to("2.1.0"), workflow.NotPublished, "care@2.1.0 is a draft"},
		"unknown":      {educator1, to("9.0.0"), workflow.UnknownFramework, "care@9.0.0"},
		"too late":     {educator1, to("3.0.0"), workflow.SignOffClosed, "could be asked for until 2026-02-01"},
		"not yet":      {educator1, to("4.0.0"), workflow.NotPublished, "is published on 2027-01-01"},
		"no migration": {educator1, to("5.0.0"), workflow.NoMigration, "no migration leads from care@1.1.0 to care@5.0.0"},
	} {
		_, err := s.engine.Do(context.Background(), workflow.Request{Actor: c.actor, Enrolment: id, Command: c.cmd})
		var denied *workflow.Denied
		require.ErrorAs(t, err, &denied, name)
		assert.True(t, denied.Has(c.code), "%s: %v", name, err)
		exercised.Store(c.code, true)
		assert.Contains(t, err.Error(), c.says, name)
		_, planned := s.engine.PlanUpgrade(context.Background(), c.actor, id, c.cmd.To)
		assert.Equal(t, err, planned, "%s: the plan is refused as the command is", name)
	}
	s.do(id, educator1, &workflow.Withdraw{})
	_, err := s.engine.Do(context.Background(), workflow.Request{Actor: educator1, Enrolment: id, Command: to("2.0.0")})
	requireDenied(t, err, workflow.EnrolmentWithdrawn)

	trial := s.do("", learner1, &workflow.EnrolTrial{
		Framework: proficiency.Ref{ID: care, Version: numbered(t, "1.0.0")}, Trial: 1, Attributes: []proficiency.Setting{{Attribute: "role", Value: "office"}},
	}).Enrolment
	_, err = s.engine.Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: trial, Command: to("1.0.1")})
	requireDenied(t, err, workflow.IsATrial)
}

// mandatory11 are the mandatory items of 1.1.0.
var mandatory11 = []proficiency.ItemID{"wash", "rub", "apron", "gloves", "mask", "chart", "sign", "fluid", "dry-bin", "lift"}

// allNext are those of 2.0.0.
var allNext = []proficiency.ItemID{"wash", "fluid", "tell", "teach"}

// signedOff is an enrolment on a version whose sign-off stands.
func (s shelf) signedOff(v string) workflow.EnrolmentID {
	s.Helper()
	id := s.on(v)
	s.confirmed(id, assessor1, mandatory11...)
	s.do(id, learner1, &workflow.RequestSignOff{To: educator1})
	s.do(id, educator1, &workflow.SignOff{})
	return id
}

// A sign-off of before counts no longer where anything is asked again, and its
// certificate stays what it is, whatever happens on the new version.
func TestUpgradeLeavesASignOff(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.signedOff("1.1.0")
	plan, err := s.engine.PlanUpgrade(context.Background(), educator1, id, numbered(t, "2.0.0"))
	require.NoError(t, err)
	assert.Equal(t, workflow.StatusSignedOff, plan.Before)
	assert.Equal(t, workflow.StatusInProgress, plan.Status)
	assert.True(t, plan.Unready)
	before := s.view(id)
	s.upgraded(id, "2.0.0")
	v := s.view(id)
	assert.Equal(t, workflow.StatusInProgress, v.Summary.Status)
	assert.True(t, v.Summary.SignOffStands, "its certificate does")
	assert.Equal(t, before.State.LastSignOff(), v.State.LastSignOff())
	assert.Equal(t, before.State.LastSignOffUntil(), v.State.LastSignOffUntil())
	ref, _ := v.State.ContentAt(v.State.LastSignOff().Seq)
	assert.Equal(t, "care@1.1.0", ref.String(), "what was signed off")
	assert.Contains(t, v.Summary.Deciders, educator1, "the signatory is not forgotten")

	s.do(id, learner1, &workflow.SelfAssess{Items: workflow.Answer("rub", "with-help").Items, Overwrite: true})
	v = s.view(id)
	assert.Nil(t, v.State.LastSignOffVoided(), "nothing done on the new version suspends it")
	s.confirmed(id, assessor1, append([]proficiency.ItemID{"rub"}, allNext...)...)
	assert.Equal(t, workflow.StatusReady, s.view(id).Summary.Status)
	s.do(id, learner1, &workflow.RequestSignOff{To: educator1})
	res := s.do(id, educator1, &workflow.SignOff{})
	assert.Equal(t, workflow.StatusSignedOff, s.view(id).Summary.Status)
	assert.Len(t, res.State.SignOffs(), 2)
	s.do(id, learner1, &workflow.SelfAssess{Items: workflow.Answer("rub", "with-help").Items, Overwrite: true})
	assert.Equal(t, workflow.StatusVoid, s.view(id).Summary.Status, "this one is of the new version")
}

// A void or declined sign-off, and one that is asked for, are left behind, too.
func TestUpgradeLeavesVoidsDeclinesAndRequests(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.signedOff("1.1.0")
	s.do(id, manager1, &workflow.RevokeSignOff{Reason: "by mistake"})
	assert.Equal(t, workflow.StatusVoid, s.view(id).Summary.Status)
	s.upgraded(id, "2.0.0")
	assert.Equal(t, workflow.StatusInProgress, s.view(id).Summary.Status)

	s = onShelf(t)
	id = s.on("1.1.0")
	s.confirmed(id, assessor1, mandatory11...)
	s.do(id, learner1, &workflow.RequestSignOff{To: educator1})
	s.do(id, educator1, &workflow.DeclineSignOff{Reason: "not yet"})
	s.upgraded(id, "2.0.0")
	assert.Equal(t, workflow.StatusInProgress, s.view(id).Summary.Status)

	s = onShelf(t)
	id = s.on("1.1.0")
	s.confirmed(id, assessor1, mandatory11...)
	s.do(id, learner1, &workflow.RequestSignOff{To: educator1})
	res := s.upgraded(id, "2.0.0")
	events, err := res.Record.Decode()
	require.NoError(t, err)
	require.IsType(t, &workflow.SignOffRequestEnded{}, events[0])
	assert.Equal(t, workflow.CauseUpgraded, events[0].(*workflow.SignOffRequestEnded).Cause)
	assert.Nil(t, res.State.SignOffRequest())
	told := map[workflow.PersonID][]workflow.NoticeKind{}
	for _, n := range workflow.Notices(res) {
		told[n.To] = append(told[n.To], n.Kind)
	}
	assert.Equal(t, map[workflow.PersonID][]workflow.NoticeKind{learner1: {workflow.NoticeSignOffAskEnded, workflow.NoticeUpgraded}}, told,
		"the educator did it, and is told nothing")
}

// One that asks nothing again withdraws and voids nothing.
func TestUpgradeThatAsksNothing(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.on("1.0.0")
	s.confirmed(id, assessor1, mandatory11...)
	s.do(id, learner1, &workflow.ChooseOptional{Items: []proficiency.ItemID{"write"}})
	s.requested(id, assessor1, "write")
	before := s.view(id)
	res := s.upgraded(id, "1.1.0")
	events, err := res.Record.Decode()
	require.NoError(t, err)
	require.Len(t, events, 1)
	up := events[0].(*workflow.Upgraded)
	assert.Empty(t, up.Items, "everything is simply what it was")
	assert.False(t, up.AsksAgain)
	for _, it := range append([]proficiency.ItemID{"write"}, mandatory11...) {
		assert.Equal(t, before.State.Item(it), res.State.Item(it))
	}
	s.do(id, assessor1, &workflow.Confirm{Items: []workflow.Seen{{Item: "write", Basis: res.State.Seq() - 2}}})
	s.do(id, learner1, &workflow.RequestSignOff{To: educator1})
	asked := s.view(id)
	require.Equal(t, workflow.StatusSignOffRequested, asked.Summary.Status)
	signed := s.do(id, educator1, &workflow.SignOff{})
	assert.Equal(t, "care@1.1.0", signed.Record.Framework.String())

	s = onShelf(t)
	id = s.signedOff("1.0.0")
	s.upgraded(id, "1.0.1")
	assert.Equal(t, workflow.StatusSignedOff, s.view(id).Summary.Status)
	s.do(id, learner1, &workflow.SelfAssess{Items: workflow.Answer("rub", "much").Items, Overwrite: true})
	assert.Equal(t, workflow.StatusVoid, s.view(id).Summary.Status, "it is still its sign-off")
}

// Where learners agree to another text, it is asked again.
func TestUpgradeAsksForAgreement(t *testing.T) {
	t.Parallel()
	s := onShelf(t, func(files fstest.MapFS) { files["care/2.1.0/lifecycle.yaml"] = files["care/2.0.0/lifecycle.yaml"] })
	cmd := enrolOn(learner1, care)
	cmd.Framework.Version = numbered(t, "2.0.0")
	cmd.Attributes = []proficiency.Setting{{Attribute: "role", Value: "office"}}
	id := s.do("", educator1, cmd).Enrolment
	s.answered(id, "alone", "wash")
	s.upgraded(id, "2.1.0")
	_, err := s.engine.Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: id, Command: workflow.Answer("rub", "alone")})
	requireDenied(t, err, workflow.DeclarationNotAgreed)
	s.do(id, learner1, &workflow.Agree{})
	s.answered(id, "alone", "rub")
}

// What the policy has come about by itself: before the next command, in its
// record, and only where nobody is asked anything.
func TestUpgradesByThemselves(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.on("1.0.0")
	s.answered(id, "alone", "wash")
	for _, c := range []struct{ how, to string }{{"none", "1.0.0"}, {"patch", "1.0.1"}, {"compatible", "1.1.0"}, {"compatible", "1.1.0"}} {
		s.engine = s.newEngine(s.store, byItself(t, c.how))
		_, err := s.engine.Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: id, Command: &workflow.Confirm{}})
		require.Error(t, err)
		records := len(s.stored(id))
		again := s.do(id, learner1, &workflow.Comment{Comment: "to " + c.how})
		assert.Equal(t, c.to, again.Record.Framework.Version.String(), c.how)
		assert.Equal(t, workflow.KindComment, again.Record.Kind)
		assert.Len(t, s.stored(id), records+1, "in one record")
		s.same(id, &again.State)
	}
	v := s.view(id)
	var up []*workflow.Upgraded
	for _, r := range s.stored(id) {
		events, err := r.Decode()
		require.NoError(t, err)
		for _, e := range events {
			if u, ok := e.(*workflow.Upgraded); ok {
				up = append(up, u)
			}
		}
	}
	require.Len(t, up, 2)
	assert.True(t, up[0].Automatic)
	assert.Zero(t, up[0].As)
	assert.Equal(t, workflow.ItemStatusAssessed, v.ItemStatus("wash"))

	// A patch that has something confirmed again is nobody's to have by themselves.
	s = onShelf(t, func(files fstest.MapFS) {
		next := string(files["care/1.0.0/care.yaml"].Data)
		clear(files)
		files["care/1.0.0/care.yaml"] = &fstest.MapFile{Data: []byte(next)}
		files["care/1.0.0/lifecycle.yaml"] = &fstest.MapFile{Data: []byte("status: published\npublished: 2026-01-01\n")}
		files["care/1.1.0/lifecycle.yaml"] = files["care/1.0.0/lifecycle.yaml"]
		next = replaced(replaced(next, "version: 1.0.0", "version: 1.1.0"), "Wash your hands.}", "Wash your hands., guidance: With soap.}")
		files["care/1.1.0/care.yaml"] = &fstest.MapFile{Data: []byte(next)}
		files["care/1.1.0/from-1.0.0.yaml"] = &fstest.MapFile{Data: []byte("format: countersign-migration/v1\nframework: care\nfrom: 1.0.0\nto: 1.1.0\n" +
			"reconfirm:\n  - {items: [wash], reason: Somebody should look.}\n")}
	})
	id = s.on("1.0.0")
	_, err := s.catalog.Migration(proficiency.Ref{ID: care, Version: numbered(t, "1.0.0")}, proficiency.Ref{ID: care, Version: numbered(t, "1.1.0")})
	require.NoError(t, err)
	s.confirmed(id, assessor1, "wash")
	s.engine = s.newEngine(s.store, byItself(t, "compatible"))
	res := s.do(id, learner1, &workflow.Comment{Comment: "as it was"})
	assert.Equal(t, "1.0.0", res.Record.Framework.Version.String())
}

// After the day by which a version must be finished, sign-off is asked for no
// more; what has been asked for is still decided, and an upgrade leads on.
func TestFinishBy(t *testing.T) {
	t.Parallel()
	s := onShelf(t, func(files fstest.MapFS) {
		files["care/1.1.0/lifecycle.yaml"] = &fstest.MapFile{Data: []byte("status: published\npublished: 2026-01-01\nenrolment_until: 2026-11-20\nfinish_by: 2026-11-20\n")}
	})
	ask := workflow.Request{Actor: learner1, Command: &workflow.RequestSignOff{To: educator1}}
	id := s.on("1.1.0")
	ask.Enrolment = id
	s.confirmed(id, assessor1, mandatory11...)
	s.do(id, learner1, ask.Command) // on the last day
	s.clock.ticks.Add(24 * 3600)
	s.do(id, educator1, &workflow.DeclineSignOff{Reason: "not yet"})
	_, err := s.engine.Do(context.Background(), ask)
	denied := requireDenied(t, err, workflow.SignOffClosed)
	assert.Equal(t, "lifecycle.yaml:4:1: sign-off on care@1.1.0 could be asked for until 2026-11-20 [sign-off-closed]", denied.Error())
	assert.Contains(t, denied.Reasons[0].Remedy, "upgraded")
	v := s.view(id)
	for _, a := range v.Actions() {
		if a.Kind == workflow.KindRequestSignOff {
			assert.Equal(t, denied.Reasons, a.Reasons, "what is offered is what is accepted")
		}
	}
	s.upgraded(id, "2.0.0")
	s.confirmed(id, assessor1, allNext...)
	s.do(id, learner1, ask.Command)
	s.do(id, educator1, &workflow.SignOff{})
}

// A withdrawn enrolment is revived on its version while that can be finished,
// and else on the newest open one, the migration in the same record.
func TestRevivedOnAnotherVersion(t *testing.T) {
	t.Parallel()
	s := onShelf(t, func(files fstest.MapFS) {
		files["care/1.1.0/lifecycle.yaml"] = &fstest.MapFile{Data: []byte("status: published\npublished: 2026-01-01\nenrolment_until: 2026-11-20\nfinish_by: 2026-11-21\n")}
	})
	id := s.on("1.1.0")
	s.confirmed(id, assessor1, "wash", "rub", "sign", "apron")
	s.do(id, manager1, &workflow.Withdraw{Reason: "moved away"})
	revive := enrolOn(learner1, care)
	s.do("", educator1, revive)
	require.Equal(t, "1.1.0", s.view(id).Framework.Version().String(), "it can still be finished")
	s.do(id, manager1, &workflow.Withdraw{Reason: "moved away"})
	s.clock.ticks.Add(2 * 24 * 3600)
	named := enrolOn(learner1, care)
	named.Framework.Version = numbered(t, "1.1.0")
	_, err := s.engine.Do(context.Background(), workflow.Request{Actor: educator1, Command: named})
	requireDenied(t, err, workflow.PinnedToVersion)
	res := s.do("", educator1, revive)
	events, err := res.Record.Decode()
	require.NoError(t, err)
	require.Len(t, events, 3)
	require.IsType(t, &workflow.Upgraded{}, events[0])
	require.IsType(t, &workflow.Enrolled{}, events[1])
	assert.Equal(t, "care@2.0.0", res.Record.Framework.String())
	s.same(id, &res.State)
	v := s.view(id)
	assert.Equal(t, workflow.StatusNotStarted, v.Summary.Status, "nothing was done since")
	assert.Equal(t, workflow.ItemStatusAssessed, v.ItemStatus("wash"))
	assert.Equal(t, workflow.ItemStatusConfirmed, v.ItemStatus("sign-time"))
	assert.Equal(t, workflow.ItemStatusUnassessed, v.ItemStatus("protect"), "gloves were never answered")
	s.answered(id, "alone", "protect")
	assert.Equal(t, []proficiency.Setting{{Attribute: "role", Value: "clinical"}}, v.State.Attributes(), "which the learner had")
}

// A confirmation that others stand beside is everybody's who gave one of them.
func TestConfirmationsThatStandTogether(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.on("1.1.0")
	s.confirmed(id, assessor1, "apron", "wash")
	s.confirmed(id, assessor2, "gloves")
	res := s.upgraded(id, "2.0.0")
	v := s.view(id)
	assert.Equal(t, []workflow.PersonID{assessor1, assessor2}, v.Summary.Deciders, "on one item")
	s.do(id, manager1, &workflow.SetAside{DecidedBy: assessor1, Reason: "was not there"})
	v = s.view(id)
	assert.Equal(t, workflow.ItemStatusAssessed, v.ItemStatus("protect"), "what stands beside it is the item's")
	assert.Empty(t, v.Summary.Deciders)
	s.same(id, &v.State)
	_ = res
}

// Another text to agree to asks again by itself, and so does one more item.
func TestWhatAloneAsksAgain(t *testing.T) {
	t.Parallel()
	s := onShelf(t, func(files fstest.MapFS) { files["care/2.1.0/lifecycle.yaml"] = files["care/2.0.0/lifecycle.yaml"] })
	id := s.on("1.1.0")
	for _, c := range []struct {
		to        string
		agreement bool
		items     []string
	}{{"2.0.0", false, []string{"tell new", "teach new"}}, {"2.1.0", true, nil}} {
		plan, err := s.engine.PlanUpgrade(context.Background(), educator1, id, numbered(t, c.to))
		require.NoError(t, err)
		assert.Equal(t, c.agreement, plan.Agreement, c.to)
		assert.Equal(t, c.items, carryings(plan), c.to)
		assert.False(t, plan.Unready, c.to)
		assert.True(t, plan.AsksAgain, c.to)
		s.upgraded(id, c.to)
	}
}

// An answer of an earlier version is sent with what its item asks for now.
func TestUpgradeAsksForWhatComesWithAnAnswer(t *testing.T) {
	t.Parallel()
	s := onShelf(t, func(files fstest.MapFS) {
		head := "format: countersign/v1\nid: care\nversion: VERSION\ntitle: Care\ncategory: community\n" +
			"scales: {done: [{id: not-yet, label: Not yet}, {id: alone, label: Alone, meets: true}]}\n" +
			"attributes: {role: {label: Role, values: [{id: clinical, label: Clinical}, {id: office, label: Office}]}}\n" +
			"defaults: {scale: done, kind: skill, confirmed_by: [assessor]ASKS}\nsign_off: {by: [educator-manager]}\n" +
			"sections: [{id: all, title: All, proficiencies: [{id: wash, statement: Wash your hands.}]}]\n"
		clear(files)
		for version, asks := range map[string]string{"1.0.0": "", "2.0.0": ", asks_for: [date]"} {
			files["care/"+version+"/care.yaml"] = &fstest.MapFile{Data: []byte(strings.NewReplacer("VERSION", version, "ASKS", asks).Replace(head))}
			files["care/"+version+"/lifecycle.yaml"] = &fstest.MapFile{Data: []byte("status: published\npublished: 2026-01-01\n")}
		}
		files["care/2.0.0/from-1.0.0.yaml"] = &fstest.MapFile{Data: []byte("format: countersign-migration/v1\nframework: care\nfrom: 1.0.0\nto: 2.0.0\n" +
			"carry: [{items: [wash], reason: It is the same skill.}]\n")}
	})
	id := s.on("1.0.0")
	s.answered(id, "alone", "wash")
	s.upgraded(id, "2.0.0")
	_, err := s.engine.Do(context.Background(), workflow.Request{
		Actor: learner1, Enrolment: id, Command: &workflow.RequestConfirmation{Items: items{"wash"}, To: assessor1},
	})
	var denied *workflow.Denied
	require.ErrorAs(t, err, &denied)
	assert.Equal(t, workflow.DateMissing, denied.Reasons[0].Code)
}
