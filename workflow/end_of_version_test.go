package workflow_test

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// at sets the clock of the stage, which goes on from there.
func (s shelf) at(text string) time.Time {
	s.Helper()
	now := instant(s, text)
	s.clock.ticks.Store(int64(now.Sub(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))/time.Second) - 1)
	return now
}

// finished is an enrolment on 1.1.0 in a zone, to be finished by 30 November, of
// which everything is confirmed.
func finished(t *testing.T, zone *time.Location) (shelf, workflow.EnrolmentID) {
	t.Helper()
	s := onShelf(t, ends(map[string]string{"1.1.0": "status: published\nenrolment_until: 2026-11-20\nfinish_by: 2026-11-30\n"}))
	s.host.AddCentre(roles.Centre{ID: trust1, Kind: roles.Trust, Zone: zone})
	id := s.on("1.1.0")
	s.confirmed(id, assessor1, mandatory11...)
	return s, id
}

// due is what is due of an enrolment as its learner sees it, in a zone.
func (s shelf) due(id workflow.EnrolmentID, now time.Time, zone *time.Location) (kinds []workflow.DutyKind) {
	s.Helper()
	all, err := workflow.VersionEnds(s.catalog, proficiency.DateOf(now, zone))
	require.NoError(s, err)
	sum := s.view(id).Summary
	for _, d := range workflow.Due(&sum, now, workflow.DueOptions{Zone: zone, Ends: all}) {
		if d.With == learner1 {
			kinds = append(kinds, d.Kind)
		}
	}
	return kinds
}

// What is due, what is offered and what is refused change at the same instant,
// in whatever zone the centre is.
func TestTheEndOfAVersionIsOneInstant(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]string{
		"Europe/London": "2026-12-01T00:00:00Z", "Pacific/Kiritimati": "2026-11-30T10:00:00Z", "Pacific/Pago_Pago": "2026-12-01T11:00:00Z",
	} {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		s, id := finished(t, zone)
		for _, over := range []bool{false, true} {
			now := instant(t, end).Add(-2 * time.Second)
			if over {
				now = now.Add(2 * time.Second)
			}
			s.at(now.Format(time.RFC3339))
			want := []workflow.DutyKind{workflow.DutyFinish}
			if over {
				want[0] = workflow.DutyUpgrade
			}
			assert.Equal(t, want, s.due(id, now, zone), "%s, over: %t", name, over)
			s.at(now.Format(time.RFC3339))
			v := s.view(id)
			assert.Equal(t, workflow.StatusReady, v.Summary.Status, "the clock takes nothing away")
			assert.Empty(t, v.Readiness(), "what is confirmed stays confirmed")
			for _, a := range v.Actions() {
				if a.Kind == workflow.KindRequestSignOff {
					assert.Equal(t, !over, a.Allowed(), "%s, over: %t", name, over)
				}
			}
			s.at(now.Format(time.RFC3339))
			_, err := s.engine.Preview(context.Background(), workflow.Request{Actor: learner1, Enrolment: id, Command: &workflow.RequestSignOff{To: educator1}})
			if over {
				requireDenied(t, err, workflow.SignOffClosed)
			} else {
				require.NoError(t, err)
			}
		}
		all, err := workflow.VersionEnds(s.catalog, day(2026, 12, 1))
		require.NoError(t, err)
		to := all[proficiency.Ref{ID: care, Version: numbered(t, "1.1.0")}].Newer
		s.upgraded(id, to.String())
		assert.Empty(t, s.due(id, instant(t, end), zone), "the duty ends with the upgrade that it names")
	}
}

// Asked for in time the sign-off is given afterwards, and then nothing is due.
func TestAskedForInTime(t *testing.T) {
	t.Parallel()
	s, id := finished(t, time.UTC)
	s.at("2026-11-30T23:59:50Z")
	s.do(id, learner1, &workflow.RequestSignOff{To: educator1})
	now := s.at("2026-12-01T00:00:00Z")
	assert.Empty(t, s.due(id, now, time.UTC), "the learner has done what there was to do")
	s.do(id, educator1, &workflow.DeclineSignOff{Reason: "not yet"})
	assert.Equal(t, []workflow.DutyKind{workflow.DutyUpgrade, workflow.DutyDeclined}, s.due(id, now, time.UTC), "asked for again it cannot be")

	s, id = finished(t, time.UTC)
	s.at("2026-11-30T23:59:50Z")
	s.do(id, learner1, &workflow.RequestSignOff{To: educator1})
	now = s.at("2026-12-01T00:00:00Z")
	s.do(id, educator1, &workflow.SignOff{})
	assert.Empty(t, s.due(id, now, time.UTC))
	s.do(id, manager1, &workflow.RevokeSignOff{Reason: "a mistake"})
	assert.Equal(t, []workflow.DutyKind{workflow.DutyUpgrade}, s.due(id, now, time.UTC))
}

// A version that is closed or retired takes back whoever was on it, for as long
// as it can be finished; others it does not take.
func TestRevivedWhereNobodyElseIsEnrolled(t *testing.T) {
	t.Parallel()
	for name, life := range map[string]string{
		"enrolment ended": "status: published\nenrolment_until: 2026-11-20\nfinish_by: 2026-11-30\n",
		"retired":         "status: retired\nretired: {on: 2026-11-21, reason: Superseded.}\nfinish_by: 2026-11-30\n",
	} {
		for when, version := range map[string]string{"2026-11-30T23:59:00Z": "1.1.0", "2026-12-01T00:00:00Z": "2.0.0"} {
			s := onShelf(t, ends(map[string]string{"1.1.0": life}))
			id := s.on("1.1.0")
			s.confirmed(id, assessor1, "rub")
			s.do(id, manager1, &workflow.Withdraw{Reason: "moved away"})
			s.at(when)
			other := enrolOn(learner2, care)
			other.Framework.Version = numbered(t, "1.1.0")
			_, err := s.engine.Do(context.Background(), workflow.Request{Actor: educator1, Command: other})
			requireDenied(t, err, workflow.EnrolmentClosed)
			s.do("", educator1, enrolOn(learner1, care))
			v := s.view(id)
			assert.Equal(t, version, v.Framework.Version().String(), "%s, at %s", name, when)
			assert.Equal(t, workflow.ItemStatusConfirmed, v.ItemStatus("rub"))
		}
	}
}

// Revived where nothing newer is open, the refusal says so, and nothing is stored.
func TestRevivedWithNowhereToGo(t *testing.T) {
	t.Parallel()
	closed := "status: published\nenrolment_until: 2026-11-20\n"
	s := onShelf(t, ends(map[string]string{"1.1.0": closed + "finish_by: 2026-11-30\n", "2.0.0": closed, "1.0.0": closed, "1.0.1": closed}))
	id := s.on("1.1.0")
	s.do(id, manager1, &workflow.Withdraw{Reason: "moved away"})
	before := len(s.stored(id))
	s.at("2026-12-01T00:00:00Z")
	_, err := s.engine.Do(context.Background(), workflow.Request{Actor: educator1, Command: enrolOn(learner1, care)})
	denied := requireDenied(t, err, workflow.EnrolmentClosed)
	assert.Contains(t, denied.Error(), "2.0.0: enrolment ended on 2026-11-20")
	assert.Len(t, s.stored(id), before)
}

// A retirement that is cleared: who may be enrolled when, and where the file says so.
func TestRetiredAndCleared(t *testing.T) {
	t.Parallel()
	history := "status: published\nhistory:\n  - retired: {on: 2026-11-21, reason: A dose is doubted.}\n    cleared: {on: 2026-11-24, reason: It is right.}\n"
	s := onShelf(t, ends(map[string]string{"1.1.0": history, "2.0.0": "status: published\nenrolment_until: 2026-11-19\n"}))
	found, err := s.catalog.Check()
	require.NoError(t, err)
	require.Empty(t, found)
	enrol := workflow.Request{Actor: educator1, Command: enrolOn(learner1, care)}
	on := enrolOn(learner2, care)
	on.Framework.Version = numbered(t, "1.1.0")
	on.Attributes = []proficiency.Setting{{Attribute: "role", Value: "clinical"}}
	named := workflow.Request{Actor: educator1, Command: on}
	ctx := context.Background()
	before := s.on("1.1.0")
	s.at("2026-11-21T00:00:00Z")
	_, err = s.engine.Do(ctx, named)
	denied := requireDenied(t, err, workflow.EnrolmentClosed)
	assert.Equal(t, "lifecycle.yaml:4:5: care@1.1.0 takes no new learners: "+
		"it was retired from 2026-11-21 until it opens again on 2026-11-24: A dose is doubted. [enrolment-closed]", denied.Error())
	s.confirmed(before, assessor1, "rub")
	s.do(before, manager1, &workflow.Withdraw{Reason: "moved away"})
	s.at("2026-11-23T23:59:00Z")
	_, err = s.engine.Do(ctx, enrol)
	require.NoError(t, err, "who was on it goes on")
	_, err = s.engine.Do(ctx, named)
	requireDenied(t, err, workflow.EnrolmentClosed)
	s.at("2026-11-24T00:00:00Z")
	res, err := s.engine.Do(ctx, named)
	require.NoError(t, err)
	assert.Equal(t, "care@1.1.0", res.Record.Framework.String())

	// While it is retired, what is open is the version before it.
	s = onShelf(t, ends(map[string]string{"1.1.0": history}), func(files fstest.MapFS) {
		files["care/2.0.0/lifecycle.yaml"] = &fstest.MapFile{Data: []byte("status: draft\n")}
	})
	for when, version := range map[string]string{"2026-11-20": "1.1.0", "2026-11-21": "1.0.1", "2026-11-23": "1.0.1", "2026-11-24": "1.1.0"} {
		date, err := proficiency.ParseDate(when)
		require.NoError(t, err)
		open, err := s.catalog.NewestOpen(care, date)
		require.NoError(t, err)
		assert.Equal(t, version, open.Version.String(), when)
	}
}

// A retirement is told of while it stands, and no more once it is cleared.
func TestARetirementIsToldOfUntilItIsCleared(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for life, want := range map[string][]workflow.DutyKind{
		"status: retired\nretired: {on: 2026-11-21, reason: A dose is doubted.}\n":                                                                      {workflow.DutyRetired},
		"status: published\nhistory:\n  - retired: {on: 2026-11-21, reason: A dose is doubted.}\n    cleared: {on: 2026-11-24, reason: It is right.}\n": nil,
	} {
		s := onShelf(t, ends(map[string]string{"1.1.0": life}))
		assert.Equal(t, want, s.due(s.on("1.1.0"), now, time.UTC), life)
	}
}
