package workflow_test

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// What was signed off on an older version still meets what requires it, as that
// version: an upgrade neither takes it away nor makes more of it.
func TestAttainedIsTheVersionThatWasSignedOff(t *testing.T) {
	t.Parallel()
	for to, asks := range map[string]bool{"1.1.0": false, "2.0.0": true} {
		s := onShelf(t)
		id := s.signedOff("1.0.1")
		was := s.view(id)
		before, ok := was.State.Attainment()
		require.True(t, ok)
		s.upgraded(id, to)
		v := s.view(id)
		require.Equal(t, asks, v.Summary.Status != workflow.StatusSignedOff)
		after, ok := v.State.Attainment()
		require.True(t, ok, "its certificate is valid")
		assert.Equal(t, before, after)
		assert.Equal(t, "care@1.0.1", after.Framework.String())

		s.do(id, manager1, &workflow.RevokeSignOff{Reason: "by mistake"})
		v = s.view(id)
		_, ok = v.State.Attainment()
		assert.False(t, ok)
	}
}

// Everybody who confirmed one of the items that an upgrade made one of is named
// with it on the certificate, each once.
var today = proficiency.Date{Year: 2026, Month: 11, Day: 20}

func TestAttainedNamesAllWhoConfirmed(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.on("1.1.0")
	s.confirmed(id, assessor1, "rub", "apron", "sign", "dry-bin", "lift")
	s.confirmed(id, assessor2, "gloves")
	s.do(id, educator1, &workflow.RecordPaper{
		Items: []proficiency.ItemID{"mask"}, ConfirmedBy: "somebody on another ward", Role: "assessor", On: today,
	})
	s.do(id, educator1, &workflow.Waive{Item: "chart", Justification: "no charts there"})
	s.upgraded(id, "2.0.0")
	s.confirmed(id, educator2, "wash", "fluid", "tell", "teach")
	s.do(id, learner1, &workflow.RequestSignOff{To: educator1})
	s.do(id, educator1, &workflow.SignOff{})
	v := s.view(id)
	got := v.State.LastSignOff().Attained
	assert.Equal(t, []workflow.ConfirmerCount{
		{Person: assessor1, Items: 6}, // rub, protect, dry, bin, sign-time, lift
		{Person: assessor2, Items: 1}, // protect, too
		{Person: educator2, Items: 4},
	}, got.Confirmers)
	assert.Equal(t, 11, got.Mandatory)
	assert.Equal(t, 1, got.Waived)
	assert.Zero(t, got.Paper, "what was recorded is asked no more")
}

// Where one of several was recorded from paper, the item rests on that, too.
func TestAttainedFromPaperAmongOthers(t *testing.T) {
	t.Parallel()
	for _, onPaper := range []proficiency.ItemID{"apron", "gloves"} {
		s := onShelf(t)
		id := s.on("1.1.0")
		s.confirmed(id, assessor1, append([]proficiency.ItemID{map[proficiency.ItemID]proficiency.ItemID{"apron": "gloves", "gloves": "apron"}[onPaper]}, "rub", "sign", "dry-bin", "lift", "chart")...)
		s.do(id, educator1, &workflow.RecordPaper{
			Items: []proficiency.ItemID{onPaper}, ConfirmedBy: "somebody on another ward", Role: "assessor", On: today,
		})
		s.upgraded(id, "2.0.0")
		s.confirmed(id, assessor1, "wash", "fluid", "tell", "teach")
		s.do(id, learner1, &workflow.RequestSignOff{To: educator2})
		s.do(id, educator2, &workflow.SignOff{})
		v := s.view(id)
		got := v.State.LastSignOff().Attained
		assert.Equal(t, []workflow.ConfirmerCount{{Person: assessor1, Items: 11}}, got.Confirmers, "%s: who recorded it confirmed nothing", onPaper)
		assert.Equal(t, 1, got.Paper, onPaper)
	}
}

// Where the newest version that is open is its own, and cannot be finished any
// more, nobody is enrolled on it again.
func TestNotRevivedOnWhatCannotBeFinished(t *testing.T) {
	t.Parallel()
	s := onShelf(t, func(files fstest.MapFS) {
		files["care/1.1.0/lifecycle.yaml"] = &fstest.MapFile{Data: []byte("status: published\npublished: 2026-01-01\nfinish_by: 2026-11-21\n")}
		files["care/2.0.0/lifecycle.yaml"] = &fstest.MapFile{Data: []byte("status: draft\n")}
	})
	id := s.on("1.1.0")
	s.do(id, manager1, &workflow.Withdraw{Reason: "moved away"})
	s.clock.ticks.Add(2 * 24 * 3600)
	_, err := s.engine.Do(context.Background(), workflow.Request{Actor: educator1, Command: enrolOn(learner1, care)})
	denied := requireDenied(t, err, workflow.SignOffClosed)
	assert.Equal(t, "lifecycle.yaml:3:1: sign-off on care@1.1.0 could be asked for until 2026-11-21 [sign-off-closed]", denied.Error())
	assert.Contains(t, denied.Reasons[0].Remedy, "have a newer version published")
	v := s.view(id)
	assert.Equal(t, workflow.StatusWithdrawn, v.Summary.Status)
}
