package workflow_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Times are UTC to the microsecond, and never go back within an enrolment,
// whatever the host's clock does.
func TestTimeNeverGoesBack(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	now := time.Date(2026, 11, 20, 10, 0, 0, 123456789, time.FixedZone("east", 5*3600+1800))
	s.host.SetClock(func() time.Time { return now })
	id := s.enrol(learner1, handOver)
	first := s.stored(id)[0].At
	require.Equal(t, time.Date(2026, 11, 20, 4, 30, 0, 123456000, time.UTC), first)
	require.Equal(t, time.UTC, first.Location())

	now = now.Add(-30 * 24 * time.Hour)
	res := s.do(id, learner1, answerTo("tell"))
	require.Equal(t, first, res.Record.At)
	require.Equal(t, first, res.State.Item("tell").Answer.At)
	s.engine = s.newEngine(s.store)
	require.Equal(t, first, s.do(id, learner1, answerTo("ask")).Record.At)

	now = now.Add(31*24*time.Hour + 999)
	res = s.do(id, learner1, &workflow.RequestConfirmation{Items: answerItems("tell"), To: assessor1})
	require.Equal(t, time.Date(2026, 11, 21, 4, 30, 0, 123457000, time.UTC), res.Record.At)
	require.NoError(t, workflow.Verify(id, s.stored(id)))
}

// A host that gives no time, or one that no record can carry, is told; nothing is stored.
func TestTimesThatNoRecordCarries(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	for _, now := range []time.Time{
		{}, time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.Unix(1<<60, 0),
		time.Date(9999, 12, 31, 23, 0, 0, 0, time.FixedZone("west", -5*3600)),
	} {
		s.host.SetClock(func() time.Time { return now })
		_, err := s.engine.Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: id, Command: answerTo("tell")})
		require.ErrorContains(t, err, "Facts.Now", now.Year())
	}
	require.Len(t, s.stored(id), 1)
}

// What is too large, or no text, is denied and stores nothing.
func TestLimits(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	s.requestItems(id, learner1, assessor1, "tell")
	basis := s.confirm(id, "tell").Items
	comment := func(words string) workflow.Command { return &workflow.Confirm{Items: basis, Comment: words} }
	reject := func(actions ...string) workflow.Command {
		return &workflow.Reject{Items: basis, Reason: "not yet", Actions: actions}
	}
	many := make([]string, workflow.MaxRecordSize/workflow.MaxTextLength)
	for i := range many {
		many[i] = strings.Repeat("x", workflow.MaxTextLength)
	}
	for name, c := range map[string]struct {
		actor workflow.PersonID
		cmd   workflow.Command
		code  workflow.Code
	}{
		"a text too long":            {assessor1, comment(strings.Repeat("x", workflow.MaxTextLength+1)), workflow.InvalidText},
		"a text too long in bytes":   {assessor1, comment(strings.Repeat("é", workflow.MaxTextLength/2+1)), workflow.InvalidText},
		"not UTF-8":                  {assessor1, comment("a\xffb"), workflow.InvalidText},
		"a NUL":                      {assessor1, comment("a\x00b"), workflow.InvalidText},
		"a record too large":         {assessor1, reject(many...), workflow.TooLarge},
		"very many actions":          {assessor1, reject(strings.Split(strings.Repeat("x ", 3000)+"x", " ")...), workflow.TooLarge},
		"an item list too long":      {learner1, &workflow.WithdrawRequest{Items: manyItems(workflow.MaxItems + 1)}, workflow.TooLarge},
		"evidence without end":       {learner1, withEvidence(5000), workflow.TooLarge},
		"an invalid media type":      {learner1, mediaType("a\xff"), workflow.InvalidText},
		"a media type far too long":  {learner1, mediaType(strings.Repeat("x", workflow.MaxTextLength+1)), workflow.InvalidText},
		"an addressee far too long":  {learner1, requestOf(strings.Repeat("x", workflow.MaxIDLength+1)), workflow.InvalidID},
		"an addressee that is no id": {learner1, requestOf("a\xff"), workflow.InvalidID},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, e := range []*workflow.Engine{s.engine, s.newEngine(s.store)} {
				_, err := e.Do(context.Background(), workflow.Request{Actor: c.actor, Enrolment: id, Command: c.cmd})
				requireDenied(t, err, c.code)
			}
			require.Len(t, s.stored(id), 3)
		})
	}
}

// The greatest that is allowed is stored, and can be read back.
func TestWhatIsJustWithinTheLimits(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	s.requestItems(id, learner1, assessor1, "tell")
	actions := make([]string, 15)
	for i := range actions {
		actions[i] = strings.Repeat("\x01", workflow.MaxTextLength)
	}
	res := s.do(id, assessor1, &workflow.Reject{Items: s.confirm(id, "tell").Items, Reason: strings.Repeat("r", 12<<10), Actions: actions})
	require.Len(t, res.Record.Texts, 16)
	v, err := s.newEngine(s.store).View(context.Background(), learner1, id)
	require.NoError(t, err)
	require.False(t, v.State.Newer())
	require.Equal(t, actions[14], v.State.Item("tell").Plan.Plan.Actions[14].Words)
	gotID, _, err := workflow.ReadExport(workflow.AppendExport(nil, id, s.stored(id)))
	require.NoError(t, err)
	require.Equal(t, id, gotID)
}

// Ids from outside are bounded, whatever the command.
func TestInvalidIDs(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	long := strings.Repeat("x", workflow.MaxIDLength+1)
	for _, bad := range []string{long, "a\xff", "a\x00b"} {
		for name, req := range map[string]workflow.Request{
			"request":   {ID: workflow.RequestID(bad), Actor: learner1, Enrolment: id, Command: answerTo("tell")},
			"actor":     {Actor: workflow.PersonID(bad), Enrolment: id, Command: answerTo("tell")},
			"enrolment": {Actor: learner1, Enrolment: workflow.EnrolmentID(bad), Command: answerTo("tell")},
			"learner":   {Actor: educator1, Command: enrolOn(workflow.PersonID(bad), handOver)},
			"centre":    {Actor: educator1, Command: &workflow.Enrol{Learner: learner2, Framework: proficiency.Ref{ID: handOver}, Centre: workflow.CentreID(bad)}},
		} {
			_, err := s.engine.Do(context.Background(), req)
			require.Len(t, requireDenied(t, err, workflow.InvalidID).Reasons, 1, name)
			require.NotContains(t, err.Error(), bad, name)
		}
		_, err := s.engine.View(context.Background(), learner1, workflow.EnrolmentID(bad))
		requireDenied(t, err, workflow.NotFound)
	}
	for _, req := range []workflow.Request{{Enrolment: id, Command: answerTo("tell")}, {Actor: learner1, Command: answerTo("tell")}} {
		_, err := s.engine.Do(context.Background(), req)
		requireDenied(t, err, workflow.InvalidID)
	}
	longest := workflow.RequestID(long[1:])
	res, err := s.engine.Do(context.Background(), workflow.Request{ID: longest, Actor: learner1, Enrolment: id, Command: answerTo("tell")})
	require.NoError(t, err)
	require.Equal(t, longest, res.Record.Request)
}

func manyItems(n int) []proficiency.ItemID {
	out := make([]proficiency.ItemID, n)
	for i := range out {
		out[i] = proficiency.ItemID(fmt.Sprint("item-", i))
	}
	return out
}

func withEvidence(n int) *workflow.SelfAssess {
	cmd := answerTo("ask")
	for i := range n {
		cmd.Items[0].Evidence = append(cmd.Items[0].Evidence, workflow.EvidenceRef{Location: fmt.Sprint("file ", i)})
	}
	return cmd
}

func mediaType(s string) workflow.Command {
	cmd := withEvidence(1)
	cmd.Items[0].Evidence[0].MediaType = s
	return cmd
}

func requestOf(to string) workflow.Command {
	return &workflow.RequestConfirmation{Items: answerItems("ask"), To: workflow.PersonID(to)}
}
