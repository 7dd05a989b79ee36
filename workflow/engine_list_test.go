package workflow_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// ids are the enrolments that a list yields; an error fails the test.
func ids(t testing.TB, list iter.Seq2[workflow.Summary, error]) (out []workflow.EnrolmentID) {
	t.Helper()
	for s, err := range list {
		require.NoError(t, err)
		out = append(out, s.Enrolment)
	}
	return out
}

// A crowd is a stage with 24 learners at two centres on two frameworks, one of them signed off.
func newCrowd(t *testing.T) (s *stage, signedOff workflow.EnrolmentID, signOff workflow.Result) {
	t.Helper()
	s = newStage(t)
	s.host.Delegate("educator-9", trust2, "educator-manager")
	for i := range 12 {
		here, there := workflow.PersonID(fmt.Sprint("here-", i)), workflow.PersonID(fmt.Sprint("there-", i))
		s.host.Delegate(here, trust1)
		s.host.Staff(educator1, trust1, here)
		s.host.Delegate(there, trust2)
		s.host.Staff("educator-9", trust2, there)
		fw := []proficiency.FrameworkID{handOver, wardRound}[i%2]
		s.do("", educator1, &workflow.Enrol{Learner: here, Framework: proficiency.Ref{ID: fw}, Centre: trust1})
		s.do("", "educator-9", &workflow.Enrol{Learner: there, Framework: proficiency.Ref{ID: fw}, Centre: trust2})
	}
	signedOff, signOff = s.signedOffHandOver(learner1)
	id := s.enrol(learner2, handOver)
	s.requestItems(id, learner2, assessor1, "tell")
	return s, signedOff, signOff
}

// Lists show what CanView allows and nothing else, whoever asks, and say the
// same as asking for each enrolment by itself.
func TestListsShowWhatTheActorMaySee(t *testing.T) {
	t.Parallel()
	s, _, _ := newCrowd(t)
	ctx := context.Background()
	s.host.SetPerson(roles.Standing{
		Person: "manager-clinical", Memberships: []roles.Membership{{Centre: trust1, Active: true}},
		Appointments: []roles.Appointment{{Role: "clinical-centre-manager", Centre: trust1, Categories: []proficiency.Category{"clinical"}}},
	})
	s.host.SetPerson(roles.Standing{
		Person: "manager-suspended", Memberships: []roles.Membership{{Centre: trust1, Active: true, Suspended: true}},
		Appointments: []roles.Appointment{{Role: "clinical-centre-manager", Centre: trust1}},
	})
	everything := ids(t, s.store.(workflow.Lister).List(ctx, workflow.Query{}))
	require.Len(t, everything, 26)
	for actor, want := range map[workflow.PersonID]int{
		learner1: 1, learner2: 1, "here-3": 1, "there-3": 1, stranger1: 0, "": 0,
		educator1: 14, "educator-9": 12, assessor1: 1, assessor2: 0, educator2: 0,
		manager1: 14, elsewhere9: 12, "manager-clinical": 6, "manager-suspended": 0,
	} {
		listed := ids(t, s.engine.List(ctx, actor, workflow.Query{}))
		require.Len(t, listed, want, actor)
		var viewed []workflow.EnrolmentID
		for _, id := range everything {
			if _, err := s.engine.View(ctx, actor, id); err == nil {
				viewed = append(viewed, id)
			} else {
				requireDenied(t, err, workflow.NotFound)
			}
		}
		require.Equal(t, viewed, listed, actor)
		require.True(t, slices.IsSorted(listed), actor)
	}
	spoofed := workflow.ViewerOf(roles.Default(), manager1, nil)
	spoofed.Views = []roles.Reach{{Centre: trust1}}
	require.Empty(t, ids(t, s.engine.List(ctx, stranger1, workflow.Query{Viewer: &spoofed})), "the viewer is the engine's to say")
}

// Every field of a query narrows, and alone selects exactly what it names.
func TestEachFilter(t *testing.T) {
	t.Parallel()
	s, signedOff, signOff := newCrowd(t)
	ctx := context.Background()
	serial := signOff.State.LastSignOff().Serial
	for name, c := range map[string]struct {
		q    workflow.Query
		want int
	}{
		"centre":             {workflow.Query{Centre: trust1}, 14},
		"another centre":     {workflow.Query{Centre: trust2}, 0},
		"learner":            {workflow.Query{Learner: "here-3"}, 1},
		"framework":          {workflow.Query{Framework: wardRound}, 6},
		"status":             {workflow.Query{Status: workflow.StatusNotStarted}, 12},
		"signed off":         {workflow.Query{Status: workflow.StatusSignedOff}, 1},
		"serial":             {workflow.Query{Serial: serial}, 1},
		"another serial":     {workflow.Query{Serial: "0000-0000-0000-0001"}, 0},
		"decider":            {workflow.Query{Decider: educator1}, 1},
		"no decider":         {workflow.Query{Decider: assessor1}, 0},
		"inbox":              {workflow.Query{PendingWith: assessor1}, 1},
		"empty inbox":        {workflow.Query{PendingWith: educator1}, 0},
		"supervisor":         {workflow.Query{Supervisor: assessor1}, 1},
		"no supervisor":      {workflow.Query{Supervisor: "assessor"}, 0},
		"several":            {workflow.Query{Centre: trust1, Framework: handOver, Status: workflow.StatusInProgress}, 1},
		"several that clash": {workflow.Query{Framework: wardRound, Serial: serial}, 0},
		"behind the last":    {workflow.Query{After: "zzzz"}, 0},
	} {
		listed := ids(t, s.engine.List(ctx, manager1, c.q))
		require.Len(t, listed, c.want, name)
	}
	require.Equal(t, []workflow.EnrolmentID{signedOff}, ids(t, s.engine.List(ctx, manager1, workflow.Query{Serial: serial})))
}

// Pages of any size, one after the other, give the whole list without gaps or
// repetitions, also while others write.
func TestKeysetPages(t *testing.T) {
	t.Parallel()
	s, _, _ := newCrowd(t)
	ctx := context.Background()
	whole := ids(t, s.engine.List(ctx, manager1, workflow.Query{}))
	for limit := 1; limit <= len(whole)+1; limit++ {
		var paged []workflow.EnrolmentID
		q := workflow.Query{Limit: limit}
		for {
			page := ids(t, s.engine.List(ctx, manager1, q))
			require.LessOrEqual(t, len(page), limit)
			if len(page) == 0 {
				break
			}
			paged = append(paged, page...)
			q.After = page[len(page)-1]
			s.do(s.engine.EnrolmentID(learner2, handOver), learner2, workflow.Answer("ask", []proficiency.AnswerID{"done", "not-yet"}[len(paged)%2]))
		}
		require.Equal(t, whole, paged, "pages of %d", limit)
	}
	for range s.engine.List(ctx, manager1, workflow.Query{}) {
		break // whoever has seen enough may stop
	}
}

// A store without List says so, once, to whoever needs it.
func TestAStoreThatCannotList(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	_, res := s.signedOffHandOver(learner1)
	e := s.newEngine(tap(s.store))
	n := 0
	for _, err := range e.List(context.Background(), manager1, workflow.Query{}) {
		require.ErrorIs(t, err, workflow.ErrUnsupported)
		n++
	}
	require.Equal(t, 1, n)
	_, _, ok, err := e.BySerial(context.Background(), res.State.LastSignOff().Serial)
	require.ErrorIs(t, err, workflow.ErrUnsupported)
	require.False(t, ok)
}

// An error in the middle of a list ends it.
func TestAListThatFails(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	e := s.newEngine(failingLister{s.store})
	var errs []error
	for _, err := range e.List(context.Background(), manager1, workflow.Query{}) {
		errs = append(errs, err)
	}
	require.Equal(t, []error{errDisk}, errs, "what nobody may see is left out, whatever the store yields")
	_, res := s.signedOffHandOver(learner1)
	fw, _, ok, err := e.BySerial(context.Background(), res.State.LastSignOff().Serial)
	require.NoError(t, err)
	require.False(t, ok, "the list names an enrolment that has no such serial")
	require.Nil(t, fw)
}

type failingLister struct{ workflow.Store }

func (failingLister) List(context.Context, workflow.Query) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) {
		if yield(workflow.Summary{Enrolment: "e"}, nil) && yield(workflow.Summary{}, errDisk) {
			panic("asked for more after an error")
		}
	}
}

// A certificate is found by its serial as people type it, and by nothing else.
func TestBySerial(t *testing.T) {
	t.Parallel()
	s, signedOff, res := newCrowd(t)
	serial := res.State.LastSignOff().Serial
	for _, typed := range []string{
		serial, strings.ToLower(serial), strings.ReplaceAll(serial, "-", ""), strings.ReplaceAll(serial, "-", " "),
		"  " + serial + " ", strings.NewReplacer("0", "O", "1", "l").Replace(serial), strings.NewReplacer("0", "o", "1", "I").Replace(serial),
	} {
		fw, state, ok, err := s.engine.BySerial(context.Background(), typed)
		require.NoError(t, err)
		require.True(t, ok, typed)
		require.Equal(t, signedOff, state.ID())
		require.Equal(t, handOver, fw.ID())
	}
	wrong := []byte(serial)
	wrong[0] = map[bool]byte{true: '1', false: '0'}[wrong[0] == '0']
	for _, typed := range []string{"", "-", serial[1:], serial + "0", string(wrong), "0000-0000-0000-0001", strings.Repeat("0", 1000), "💥"} {
		fw, _, ok, err := s.engine.BySerial(context.Background(), typed)
		require.NoError(t, err)
		require.False(t, ok, typed)
		require.Nil(t, fw)
	}
}

// Records are for those who may see the enrolment; for all others, and where
// there is none, the answer is the same.
func TestRecordsAndViewsNeedLeave(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := context.Background()
	id := s.enrol(learner1, handOver)
	rs, err := s.engine.Records(ctx, learner1, id)
	require.NoError(t, err)
	require.Equal(t, s.stored(id), rs)
	for _, actor := range []workflow.PersonID{stranger1, elsewhere9, learner2, assessor1, ""} {
		_, here := s.engine.Records(ctx, actor, id)
		_, nowhere := s.engine.Records(ctx, actor, "nothing-here")
		require.Equal(t, requireDenied(t, nowhere, workflow.NotFound), requireDenied(t, here, workflow.NotFound), actor)
		_, here = s.engine.View(ctx, actor, id)
		_, nowhere = s.engine.View(ctx, actor, "nothing-here")
		require.Equal(t, requireDenied(t, nowhere, workflow.NotFound), requireDenied(t, here, workflow.NotFound), actor)
		if actor == "" {
			continue
		}
		for _, cmd := range []workflow.Command{&workflow.Agree{}, answerTo("tell"), &workflow.SignOff{}, &workflow.Withdraw{Reason: "x"}} {
			_, here = s.engine.Do(ctx, workflow.Request{Actor: actor, Enrolment: id, Command: cmd})
			_, nowhere = s.engine.Do(ctx, workflow.Request{Actor: actor, Enrolment: "nothing-here", Command: cmd})
			require.Equal(t, requireDenied(t, nowhere, workflow.NotFound), requireDenied(t, here, workflow.NotFound), actor)
		}
	}
}
