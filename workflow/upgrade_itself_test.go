package workflow_test

import (
	"context"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// lives gives a version another lifecycle.
func lives(version, lifecycle string) func(fstest.MapFS) {
	return func(files fstest.MapFS) {
		files["care/"+version+"/lifecycle.yaml"] = &fstest.MapFile{Data: []byte(lifecycle)}
	}
}

const published = "status: published\npublished: 2026-01-01\n"

// With which newer version an enrolment goes on by itself: the newest of those
// that take learners and that a migration leads to, if that can be finished.
func TestOntoWhichVersionByItself(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		how    string
		change func(fstest.MapFS)
		to     string
	}{
		"all there":      {"compatible", func(fstest.MapFS) {}, "1.1.0"},
		"retired":        {"patch", lives("1.0.1", "status: retired\npublished: 2026-01-01\nretired: {on: 2026-02-01, reason: It was no good.}\n"), "1.0.0"},
		"retired later":  {"patch", lives("1.0.1", "status: retired\npublished: 2026-01-01\nretired: {on: 2027-02-01, reason: It was no good.}\n"), "1.0.1"},
		"to be finished": {"patch", lives("1.0.1", published+"finish_by: 2026-11-01\n"), "1.0.0"},
		"draft":          {"patch", lives("1.0.1", "status: draft\n"), "1.0.0"},
		"no migration":   {"compatible", func(files fstest.MapFS) { delete(files, "care/1.1.0/from-1.0.1.yaml") }, "1.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := onShelf(t, c.change)
			id := s.on("1.0.0")
			s.engine = s.newEngine(s.store, byItself(t, c.how))
			res := s.do(id, learner1, workflow.Answer("wash", "alone"))
			assert.Equal(t, c.to, res.Record.Framework.Version.String())
			assert.Equal(t, res.Record.Seq, res.State.Item("wash").Answer.Seq, "in the same record")
			s.same(id, &res.State)
			again := s.do(id, learner1, workflow.Answer("wash", "alone"))
			assert.Zero(t, again.Record.Seq)
		})
	}
}

// What changes nothing has nobody go on, and neither does a command on what is
// withdrawn or on a trial.
func TestNotByItself(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.on("1.0.0")
	s.answered(id, "alone", "wash")
	s.engine = s.newEngine(s.store, byItself(t, "compatible"))
	assert.Zero(t, s.do(id, learner1, workflow.Answer("wash", "alone")).Record.Seq)
	assert.Equal(t, "1.0.0", s.view(id).Framework.Version().String())
	s.same(id, func() *workflow.State { v := s.view(id); return &v.State }())

	withdrawn := onShelf(t)
	id = withdrawn.on("1.0.0")
	withdrawn.do(id, learner1, &workflow.Comment{Comment: "to be removed"})
	last := withdrawn.stored(id)
	text := last[len(last)-1]
	withdrawn.do(id, manager1, &workflow.Withdraw{Reason: "moved away"})
	withdrawn.engine = withdrawn.newEngine(withdrawn.store, byItself(t, "compatible"))
	res := withdrawn.do(id, manager1, &workflow.Redact{Record: text.Seq, Text: text.Texts[0].Digest})
	assert.Equal(t, "1.0.0", res.Record.Framework.Version.String())
	revived := withdrawn.do("", educator1, enrolOn(learner1, care))
	assert.Equal(t, "1.0.0", revived.Record.Framework.Version.String(), "it is revived as it was")
	next := withdrawn.do(id, learner1, &workflow.Comment{Comment: "back again"})
	assert.Equal(t, "1.1.0", next.Record.Framework.Version.String())

	trial := onShelf(t)
	opened := trial.do("", learner1, &workflow.EnrolTrial{
		Framework: proficiency.Ref{ID: care, Version: numbered(t, "1.0.0")}, Trial: 1, Attributes: []proficiency.Setting{{Attribute: "role", Value: "clinical"}},
	})
	trial.engine = trial.newEngine(trial.store, byItself(t, "compatible"))
	res = trial.do(opened.Enrolment, learner1, &workflow.Comment{Comment: "a trial"})
	assert.Equal(t, "1.0.0", res.Record.Framework.Version.String())
}

// By when it must be finished is that of the version that it goes on with.
func TestFinishByOfTheVersionByItself(t *testing.T) {
	t.Parallel()
	s := onShelf(t, lives("1.0.0", published+"finish_by: 2026-11-01\n"))
	id := s.on("1.0.0")
	s.confirmed(id, assessor1, mandatory11...)
	ask := workflow.Request{Actor: learner1, Enrolment: id, Command: &workflow.RequestSignOff{To: educator1}}
	_, err := s.engine.Do(context.Background(), ask)
	requireDenied(t, err, workflow.SignOffClosed)
	offered := func() bool {
		v := s.view(id)
		i := slices.IndexFunc(v.Actions(), func(a workflow.Action) bool { return a.Kind == workflow.KindRequestSignOff })
		return v.Actions()[i].Allowed()
	}
	assert.False(t, offered())
	s.engine = s.newEngine(s.store, byItself(t, "patch"))
	assert.True(t, offered(), "by the version with which it goes on")
	v := s.view(id)
	assert.Equal(t, "1.0.0", v.Framework.Version().String(), "to look at it changes nothing")
	res := s.do(id, learner1, ask.Command)
	assert.Equal(t, "1.0.1", res.Record.Framework.Version.String())
}

// The record says who upgraded it as what.
func TestUpgradeSaysByWhom(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.on("1.0.0")
	res := s.upgraded(id, "1.1.0")
	events, err := res.Record.Decode()
	require.NoError(t, err)
	up := events[0].(*workflow.Upgraded)
	assert.Equal(t, workflow.Held{Role: "educator-manager", Centre: "trust-1"}, up.As)
	assert.Equal(t, educator1, up.By)
	assert.False(t, up.Automatic)
}

// Who confirmed several items that became one is counted once for it.
func TestAttainedCountsNobodyTwice(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.on("1.1.0")
	s.confirmed(id, assessor1, mandatory11...)
	s.upgraded(id, "2.0.0")
	s.confirmed(id, assessor1, allNext...)
	s.do(id, learner1, &workflow.RequestSignOff{To: educator1})
	s.do(id, educator1, &workflow.SignOff{})
	v := s.view(id)
	assert.Equal(t, []workflow.ConfirmerCount{{Person: assessor1, Items: 12 - 1}}, v.State.LastSignOff().Attained.Confirmers)
}
