package scenario

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/workflow"
)

// invariants hold after every step, whatever it was: what was refused or
// changed nothing stored nothing, records are a chain, and what the store lists
// and the engine gave is what the records add up to.
func (w *world) invariants(at Line) {
	stored := map[workflow.EnrolmentID]int{}
	for i := range w.last {
		o := &w.last[i]
		if o.err == nil && became(&o.res) == Accepted {
			stored[o.res.Enrolment]++
		}
	}
	for _, id := range slices.Sorted(maps.Keys(w.names)) {
		now, err := w.load(w.names[id])
		if err != nil {
			w.cannot(at, err)
			return
		}
		more := 0
		for _, r := range now.records {
			if r.Seq > w.seqs[id] {
				more++
			}
		}
		if more != stored[id] {
			w.fail(at, "%d records were stored for %s, and %d were accepted", more, w.names[id], stored[id])
		}
		w.seqs[id] = now.state.Seq()
		if more > 0 && now.fw != nil {
			w.consistent(at, &now)
		}
	}
}

// consistent holds that everything that is known of an enrolment agrees.
func (w *world) consistent(at Line, now *snapshot) {
	if err := workflow.Verify(now.id, now.records); err != nil {
		w.fail(at, "the records are no chain: %v", err)
	}
	for i := range w.last {
		o := &w.last[i]
		if o.err != nil || o.res.Enrolment != now.id || o.res.State.Seq() != now.state.Seq() {
			continue
		}
		given, replayed := workflow.Summarise(now.fw, &o.res.State, w.host.now), workflow.Summarise(now.fw, &now.state, w.host.now)
		w.same(at, "the state that the engine gave differs from what the records add up to", given, replayed)
	}
	row, ok, err := w.row(now)
	switch {
	case err != nil:
		w.cannot(at, err)
	case ok:
		w.same(at, "the summary that the store lists differs from what the records add up to", row, workflow.Summarise(now.fw, &now.state, now.state.At()))
	}
}

// row is what the store itself lists of an enrolment; ok is false where it lists nothing.
func (w *world) row(now *snapshot) (row workflow.Summary, ok bool, err error) {
	lister, ok := w.store.(workflow.Lister)
	if !ok {
		return row, false, nil
	}
	q := workflow.Query{Learner: now.state.Responsible(), Framework: now.about.Framework, Trials: now.about.Trial != 0}
	for s, err := range lister.List(w.ctx, q) {
		if err != nil {
			return row, false, err
		}
		if s.Enrolment == now.id {
			return s, true, nil
		}
	}
	return row, false, fmt.Errorf("the store does not list the enrolment of %s on %s", now.about, now.about.Framework)
}

// same compares summaries field by field. No element and no list are the same.
func (w *world) same(at Line, what string, got, want workflow.Summary) {
	a, b := summaryLines(got), summaryLines(want)
	if a != b {
		w.fail(at, "%s:\n%s", what, differences(b, a))
	}
}

func summaryLines(s workflow.Summary) string {
	b, err := json.MarshalIndent(s, "", " ")
	if err != nil { // a summary has nothing that JSON lacks
		return err.Error()
	}
	return strings.ReplaceAll(string(b), "null", "[]")
}
