package workflow_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

func TestTrialsThatCannotBe(t *testing.T) {
	t.Parallel()
	invalid := why(workflow.InvalidTrial)
	for name, c := range map[string]struct {
		cmd  workflow.EnrolTrial
		for_ [][]string
	}{
		"number 0":            {workflow.EnrolTrial{Framework: tried}, [][]string{invalid}},
		"a negative number":   {workflow.EnrolTrial{Framework: tried, Trial: -1}, [][]string{invalid}},
		"too large a number":  {workflow.EnrolTrial{Framework: tried, Trial: workflow.MaxTrials + 1}, [][]string{invalid}},
		"no such zone":        {workflow.EnrolTrial{Framework: tried, Trial: 1, Zone: "Mars/Olympus"}, [][]string{invalid}},
		"the machine's zone":  {workflow.EnrolTrial{Framework: tried, Trial: 1, Zone: "Local"}, [][]string{invalid}},
		"a zone that climbs":  {workflow.EnrolTrial{Framework: tried, Trial: 1, Zone: "../../etc/localtime"}, [][]string{invalid}},
		"a zone from the top": {workflow.EnrolTrial{Framework: tried, Trial: 1, Zone: "/etc/localtime"}, [][]string{invalid}},
		"a zone of any length": {
			workflow.EnrolTrial{Framework: tried, Trial: 1, Zone: strings.Repeat("UTC/", 1000)}, [][]string{invalid},
		},
		"a zone of any bytes":   {workflow.EnrolTrial{Framework: tried, Trial: 1, Zone: noUTF8}, [][]string{invalid}},
		"a zone with a NUL":     {workflow.EnrolTrial{Framework: tried, Trial: 1, Zone: withNUL}, [][]string{invalid}},
		"both":                  {workflow.EnrolTrial{Framework: tried, Trial: 101, Zone: "Mars/Olympus"}, [][]string{invalid, invalid}},
		"no framework":          {workflow.EnrolTrial{Trial: 1}, [][]string{why(workflow.UnknownFramework)}},
		"no such framework":     {workflow.EnrolTrial{Framework: proficiency.Ref{ID: "nowhere"}, Trial: 1}, [][]string{why(workflow.UnknownFramework)}},
		"no id of a framework":  {workflow.EnrolTrial{Framework: proficiency.Ref{ID: "../tried"}, Trial: 1}, [][]string{why(workflow.UnknownFramework)}},
		"no such version":       {workflow.EnrolTrial{Framework: version("tried", 7), Trial: 1}, [][]string{why(workflow.UnknownFramework)}},
		"a version that closed": {workflow.EnrolTrial{Framework: version("closed", 1), Trial: 1}, [][]string{why(workflow.EnrolmentClosed)}},
		"no version is open":    {workflow.EnrolTrial{Framework: proficiency.Ref{ID: "closed"}, Trial: 1}, [][]string{why(workflow.EnrolmentClosed)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOn(t, withClosed())
			_, err := w.engine.Do(w.ctx, workflow.Request{Actor: tester, Command: &c.cmd})
			w.refusal(err, c.for_...)
			for range w.store.List(w.ctx, workflow.Query{Trials: true}) {
				t.Error("something was stored")
			}
		})
	}
	w := newWorldOn(t, withClosed())
	w.open(tester, &workflow.EnrolTrial{Framework: tried, Trial: workflow.MaxTrials})
	_, err := w.engine.Do(w.ctx, workflow.Request{Command: &workflow.EnrolTrial{Framework: tried, Trial: 1}})
	w.refusal(err, why(workflow.InvalidID))
}

func version(id proficiency.FrameworkID, major uint32) proficiency.Ref {
	return proficiency.Ref{ID: id, Version: proficiency.Version{Major: major}}
}

// withClosed is a catalogue with a framework that took its last learners on 2 March 2026.
func withClosed() fstest.MapFS {
	fs := files(map[string]string{"tried": triedContent, "closed": strings.Replace(yearlyContent, "id: yearly", "id: closed", 1)})
	fs["closed/1.0.0/lifecycle.yaml"] = &fstest.MapFile{Data: []byte("status: published\npublished: 2000-01-01\nenrolment_until: 2026-03-01\n")}
	return fs
}

// Until when a version takes new trials is a matter of the trial's own calendar.
func TestATrialBeginsByItsOwnCalendar(t *testing.T) {
	t.Parallel()
	for _, ref := range []proficiency.Ref{{ID: "closed"}, version("closed", 1)} {
		w := newWorldOn(t, withClosed())
		w.setNow(instant(t, "2026-03-01T12:30:00Z"))
		_, err := w.engine.Do(w.ctx, workflow.Request{Actor: tester, Command: &workflow.EnrolTrial{Framework: ref, Trial: 1, Zone: "Pacific/Kiritimati"}})
		w.refusal(err, why(workflow.EnrolmentClosed))
		w.setNow(instant(t, "2026-03-02T09:00:00Z"))
		w.open(tester, &workflow.EnrolTrial{Framework: ref, Trial: 1, Zone: "Pacific/Pago_Pago"})
	}
}

// One trial of each number; another number is another trial.
func TestATrialTwice(t *testing.T) {
	t.Parallel()
	w := begin(t, "")
	first := w.id
	d := w.denied(tester, &workflow.EnrolTrial{Framework: tried, Trial: 1}, why(workflow.AlreadyEnrolled))
	assert.Equal(t, string(first), d.Reasons[0].Params["enrolment"])
	w.denied(tester, &workflow.EnrolTrial{Framework: tried, Trial: 1, Zone: "Mars/Olympus"}, why(workflow.InvalidTrial), why(workflow.AlreadyEnrolled))
	w.do(tester, &workflow.Withdraw{})
	w.denied(tester, &workflow.EnrolTrial{Framework: version("tried", 2), Trial: 1}, why(workflow.PinnedToVersion))
	w.open(tester, &workflow.EnrolTrial{Framework: version("tried", 1), Trial: 1})
	w.open(tester, &workflow.EnrolTrial{Framework: tried, Trial: 2})
	assert.NotEqual(t, first, w.id)
	assert.Equal(t, 2, w.state.Trial())
	w.open("tester-2", &workflow.EnrolTrial{Framework: tried, Trial: 1})
	assert.NotEqual(t, first, w.id, "everybody has their own")
}

// What a newer version of this software wrote is left alone.
func TestATrialWrittenByANewerVersion(t *testing.T) {
	t.Parallel()
	w := begin(t, "")
	w.forge(&workflow.Unknown{Kind: "rerouted", Raw: []byte(`{}`)})
	f := w.facts(workflow.Need{Actor: tester, Framework: "tried"})
	f.Zone = nil
	_, err := workflow.Decide(w.fw, &w.state, f, &workflow.EnrolTrial{Framework: tried, Trial: 1})
	w.refusal(err, why(workflow.InvalidTrial), why(workflow.WrittenByNewerVersion))
}

// The same request again opens nothing twice.
func TestATrialIsOpenedOnce(t *testing.T) {
	t.Parallel()
	w := newWorldOn(t, withClosed())
	req := workflow.Request{ID: "again", Actor: tester, Command: &workflow.EnrolTrial{Framework: tried, Trial: 1}}
	first, err := w.engine.Do(w.ctx, req)
	require.NoError(t, err)
	second, err := w.engine.Do(w.ctx, req)
	require.NoError(t, err)
	assert.True(t, second.Replayed)
	assert.Equal(t, first.Record.Hash, second.Record.Hash)
	assert.Equal(t, tester, second.State.Learner(), "they may see it")
}
