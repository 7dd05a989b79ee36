package workflow

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
)

// openedForFaults is an enrolment still to be begun on the content of explorations, and the facts with
// which educator-1 begins it.
func openedForFaults(t *testing.T) (*proficiency.Framework, State, Facts) {
	t.Helper()
	fw, findings := proficiency.Parse("explored.yaml", []byte(exploredItems))
	require.NotNil(t, fw, findings)
	f := exploredFacts()
	f.Now, f.Actor, f.CanErase = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), "educator-1", true
	return fw, NewState("faults", fw.Index()), f
}

func enrolOnExplored() *Enrol {
	return &Enrol{Learner: "learner-1", Framework: proficiency.Ref{ID: "explored"}, Centre: "here"}
}

// To decide on other content than the command names, or on none, is the
// caller's fault: it is no refusal that somebody would be shown.
func TestDecideWantsTheContentToEnrolOn(t *testing.T) {
	t.Parallel()
	fw, s, f := openedForFaults(t)
	for _, c := range []Command{
		&Enrol{Learner: "learner-1", Framework: proficiency.Ref{ID: "another"}, Centre: "here"},
		&EnrolTrial{Framework: proficiency.Ref{ID: "another"}, Trial: 1},
		&Enrol{Learner: "learner-1", Framework: proficiency.Ref{ID: "explored", Version: proficiency.Version{Major: 2}}, Centre: "here"},
	} {
		_, err := Decide(fw, &s, f, c)
		require.ErrorIs(t, err, errContent)
		require.NotErrorAs(t, err, new(*Denied))
	}
	_, err := Decide(nil, &s, f, enrolOnExplored())
	require.ErrorIs(t, err, errContent)
	events, err := Decide(fw, &s, f, enrolOnExplored())
	require.NoError(t, err)
	require.NotEmpty(t, events)
}

// A version of which no lifecycle is known takes nobody.
func TestNobodyEnrolsWithoutALifecycle(t *testing.T) {
	t.Parallel()
	fw, s, f := openedForFaults(t)
	f.Lifecycle = nil
	_, err := Decide(fw, &s, f, enrolOnExplored())
	var d *Denied
	require.ErrorAs(t, err, &d)
	require.True(t, d.Has(EnrolmentClosed), "%v", d)
}

// Of a record that cannot be read no text can be redacted: whether it holds
// that text cannot be said.
func TestNothingIsRedactedInARecordThatCannotBeRead(t *testing.T) {
	t.Parallel()
	fw, s, f := openedForFaults(t)
	events, err := Decide(fw, &s, f, enrolOnExplored())
	require.NoError(t, err)
	s = Apply(s, Record{Format: RecordFormat, Seq: 1, At: f.Now, Framework: fw.Ref(), FrameworkDigest: fw.Digest(), events: events})
	f.Actor = "learner-1"
	events, err = Decide(fw, &s, f, &Comment{Comment: "back next week"})
	require.NoError(t, err)
	written := Record{Format: RecordFormat, Seq: 2, At: f.Now, Framework: fw.Ref(), FrameworkDigest: fw.Digest(), events: events}
	s = Apply(s, written)
	f.Actor, f.Record, f.RecordCentres = "manager-1", &written, s.Centres()
	redact := &Redact{Record: 2, Text: textsOf(events[0])[0].Digest}
	_, err = Decide(fw, &s, f, redact)
	require.NoError(t, err)

	f.Record = &Record{Format: RecordFormat, Seq: 2, Events: []byte(`[{"kind":`)}
	_, err = Decide(fw, &s, f, redact)
	var d *Denied
	require.ErrorAs(t, err, &d)
	require.True(t, d.Has(UnknownText), "%v", d)
}
