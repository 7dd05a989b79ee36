package workflow_test

import (
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	_ "time/tzdata" // the zones below, whatever the machine has

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// Content whose confirmations lapse, and a world whose centre has a calendar.

const (
	contentHead = `format: countersign/v1
version: 1.0.0
category: clinical
scales:
  achievement:
    - {id: ongoing, label: Not yet}
    - {id: achieved, label: Achieved, meets: true}
    - {id: excelled, label: Teaches it, meets: true}
defaults: {scale: achievement, confirmed_by: [assessor], kind: knowledge}
sign_off: {by: [educator-manager]}
`
	// one item, which holds for a year.
	yearlyContent = contentHead + `id: yearly
title: Yearly
sections:
  - id: all
    title: All
    proficiencies:
      - {id: year, statement: Keeps up., validity: {months: 12}, waivable: true}
`
	// items of every validity, a gate, groups and something optional.
	renewalsContent = contentHead + `id: renewals
title: Renewals
minimum_optional: 1
paper_since: 2000-01-01
sections:
  - id: start
    title: Start
    gate: true
    proficiencies:
      - {id: gate-24, statement: Begins., validity: {months: 24, renew_within: 24}}
  - id: care
    title: Care
    defaults: {waivable: true}
    proficiencies:
      - {id: year, statement: Keeps up., validity: {months: 12}}
      - {id: month, statement: Keeps up monthly., validity: {months: 1}}
      - {id: sharp, statement: Is never renewed early., validity: {months: 12, renew_within: 0}}
      - {id: ever, statement: Knows once and for all.}
      - {id: extra, statement: Does more., optional: true, validity: {months: 6}}
      - {id: spare, statement: Does yet more., optional: true, validity: {months: 6}}
  - id: any-two
    title: Any two
    rule: {at_least: 2}
    defaults: {validity: {months: 12}, waivable: true}
    proficiencies:
      - {id: any-1, statement: One.}
      - {id: any-2, statement: Two., validity: {months: 18}}
      - {id: any-3, statement: Three., validity: none}
`
)

var (
	yearly   = proficiency.Ref{ID: "yearly"}
	renewals = proficiency.Ref{ID: "renewals"}
)

// files is a catalogue of content by id, open since long ago.
func files(content map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for id, yaml := range content {
		dir := id + "/1.0.0/"
		out[dir+id+".yaml"] = &fstest.MapFile{Data: []byte(yaml)}
		out[dir+"lifecycle.yaml"] = &fstest.MapFile{Data: []byte("status: published\npublished: 2000-01-01\n")}
	}
	return out
}

// inZone is a world with content that lapses, at a centre in that zone.
func inZone(t *testing.T, zone string) *world {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	require.NoError(t, err)
	w := newWorldOn(t, files(map[string]string{"yearly": yearlyContent, "renewals": renewalsContent}))
	w.host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust, Zone: loc})
	return w
}

// lasting is one in London with learner-1 enrolled on what lapses, from start on.
func lasting(t *testing.T, ref proficiency.Ref) *world {
	t.Helper()
	w := inZone(t, "Europe/London")
	w.enrol(educator, learner, ref)
	return w
}

// instant reads RFC 3339.
func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	require.NoError(t, err)
	return at
}

// exactly makes the next accepted command one of that very instant, and everything else too.
func (w *world) exactly(now time.Time) *world {
	w.setNow(now.Add(-time.Minute))
	return w
}

// passAt answers, sends and has confirmed items, the confirmation at that very instant.
func (w *world) passAt(now time.Time, ids ...proficiency.ItemID) {
	w.t.Helper()
	w.setNow(now.Add(-10 * time.Minute))
	w.answer(ids...)
	w.send(assessor, ids...)
	w.exactly(now).confirm(assessor, ids...)
}

// renewAt asks for a confirmation again and has it given at that very instant.
func (w *world) renewAt(now time.Time, ids ...proficiency.ItemID) workflow.Result {
	w.t.Helper()
	w.setNow(now.Add(-10 * time.Minute))
	w.send(assessor, ids...)
	return w.exactly(now).confirm(assessor, ids...)
}

// until is the first instant at which the item's decision has lapsed.
func (w *world) until(id proficiency.ItemID) time.Time {
	w.t.Helper()
	d := w.item(id).Decision
	require.NotNil(w.t, d, "%s has no decision", id)
	require.NotNil(w.t, d.Term, "%s never lapses", id)
	return d.Term.Until
}

// itemAt is where an item of the state stands at an instant.
func (w *world) itemAt(at time.Time, id proficiency.ItemID) workflow.ItemStatus {
	return workflow.ItemStatusOf(w.fw, &w.state, w.fw.Item(id), at)
}

// statusAt is where the enrolment stands at an instant.
func (w *world) statusAt(at time.Time) workflow.Status {
	return workflow.StatusOf(w.fw, &w.state, at)
}

// before is the last instant that a record can carry before another.
func before(at time.Time) time.Time { return at.Add(-time.Microsecond) }

func itoa(n int) string { return strconv.Itoa(n) }

// withoutMinimum is content that asks for nothing optional.
func withoutMinimum(content string) string {
	return strings.Replace(content, "minimum_optional: 1\n", "", 1)
}

func replaced(content, old, by string) string { return strings.Replace(content, old, by, 1) }
