package workflow_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A date that no calendar has would be written and never be read again, and
// with it the enrolment: whichever way it comes in, it is denied.
func TestDatesThatNoCalendarHas(t *testing.T) {
	t.Parallel()
	for _, bad := range []proficiency.Date{{Year: 2027, Month: 2, Day: 29}, {Year: 2027, Month: 13, Day: 1}, {Year: 10000, Month: 1, Day: 1}} {
		past := proficiency.Date{Year: 2026, Month: 2, Day: 30}
		s := newStage(t)
		enrol := enrolOn(learner1, handOver)
		enrol.CompleteBy = bad
		_, err := s.engine.Do(context.Background(), workflow.Request{Actor: educator1, Command: enrol})
		requireDenied(t, err, workflow.InvalidDate)
		id := s.enrol(learner1, handOver)
		on := answerTo("tell")
		on.Items[0].On = past
		evidence := withEvidence(1)
		evidence.Items[0].Evidence[0].On = past
		for _, cmd := range []workflow.Command{on, evidence} {
			_, err = s.engine.Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: id, Command: cmd})
			requireDenied(t, err, workflow.InvalidDate)
		}
		s.requestItems(id, learner1, assessor1, "tell")
		reject := &workflow.Reject{Items: s.confirm(id, "tell").Items, Reason: "r", Actions: []string{"a"}, ReviewOn: bad}
		_, err = s.engine.Do(context.Background(), workflow.Request{Actor: assessor1, Enrolment: id, Command: reject})
		requireDenied(t, err, workflow.InvalidDate)
		v, err := s.newEngine(s.store).View(context.Background(), learner1, id)
		require.NoError(t, err)
		require.False(t, v.State.Newer())
	}
}

// The last day that a date can name ends in a year that no record can carry.
func TestTheLastDayOfAll(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	enrol := enrolOn(learner1, handOver)
	enrol.CompleteBy = proficiency.Date{Year: 9999, Month: 12, Day: 31}
	_, err := s.engine.Do(context.Background(), workflow.Request{Actor: educator1, Command: enrol})
	requireDenied(t, err, workflow.InvalidDate)
	enrol.CompleteBy.Day = 30
	res := s.do("", educator1, enrol)
	v, err := s.newEngine(s.store).View(context.Background(), educator1, res.Enrolment)
	require.NoError(t, err)
	require.False(t, v.State.Newer())
	require.Equal(t, enrol.CompleteBy, v.State.Enrolment().CompleteBy)
	require.Equal(t, time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), v.State.Enrolment().DueAt)
}

// Whatever people write into a command, it is denied, or stored so that it can
// be read again: nothing that they write makes the enrolment unreadable.
func TestWhatIsAcceptedCanBeReadAgain(t *testing.T) {
	t.Parallel()
	accepted := 0
	for seed := range uint64(150) {
		s := newStage(t)
		enrol := enrolOn(learner1, handOver)
		workflow.FillAtRandom(seed, &enrol.CompleteBy)
		_, _ = s.engine.Do(context.Background(), workflow.Request{Actor: educator1, Command: enrol})
		id := s.engine.EnrolmentID(learner1, handOver)
		if len(s.stored(id)) == 0 {
			s.enrol(learner1, handOver)
		}
		answer := answerTo("tell")
		for _, field := range []any{&answer.Items[0].Comment, &answer.Items[0].Evidence} {
			seed++
			workflow.FillAtRandom(seed, field)
		}
		for i := range answer.Items[0].Evidence {
			answer.Items[0].Evidence[i].On = proficiency.Date{Year: 2026, Month: 2, Day: int(seed % 31)}
		}
		_, _ = s.engine.Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: id, Command: answer})
		s.requestItems(id, learner1, assessor1, "ask")
		reject := &workflow.Reject{Items: s.confirm(id, "ask").Items, Reason: "r", Actions: []string{"a"}}
		for _, field := range []any{&reject.Reason, &reject.Actions, &reject.ReviewOn, &reject.EvidenceAsked} {
			seed++
			workflow.FillAtRandom(seed, field)
		}
		_, _ = s.engine.Do(context.Background(), workflow.Request{Actor: assessor1, Enrolment: id, Command: reject})
		accepted += len(s.stored(id))
		v, err := s.newEngine(s.store).View(context.Background(), learner1, id)
		require.NoError(t, err)
		require.False(t, v.State.Newer(), "seed %d: %s", seed, workflow.AppendExport(nil, id, s.stored(id)))
		require.NoError(t, workflow.Verify(id, s.stored(id)))
	}
	require.Greater(t, accepted, 150*3, "hardly anything was accepted")
}
