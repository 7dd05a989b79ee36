package workflow_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Worlds on the content of testdata/ward: bedside, with one of each condition
// on confirming, and second-look, whose signatory must have confirmed nothing.

var (
	singles = items{"start-1", "start-2", "plain-1", "plain-2", "asks-1", "below-1", "above-1", "multi-1", "yearly-1", "lead-1"}
	grouped = items{"any-1", "any-2", "heavy-1", "light-1"} // enough of each group
)

// onWard is a world in which learner-1 is enrolled on a framework of testdata/ward.
func onWard(t *testing.T, id proficiency.FrameworkID) *world {
	t.Helper()
	w := newWorld(t)
	w.ward()
	w.enrol(educator, learner, proficiency.Ref{ID: id})
	return w
}

// ward makes testdata/ward the world's catalogue.
func (w *world) ward() {
	w.t.Helper()
	var err error
	w.catalog, err = proficiency.NewCatalog(os.DirFS("testdata/ward"))
	require.NoError(w.t, err)
	w.engine = w.newEngine()
}

func bedside(t *testing.T) *world { t.Helper(); return onWard(t, "bedside") }

// bedsideOpen is one in which the gate of bedside is passed.
func bedsideOpen(t *testing.T) *world {
	t.Helper()
	w := bedside(t)
	w.settle(assessor, "start-1", "start-2")
	return w
}

// bedsideReady is one in which nothing but the sign-off is missing.
func bedsideReady(t *testing.T) *world {
	t.Helper()
	w := bedsideOpen(t)
	w.settle(lead, "lead-1")
	w.settle(assessor, slices.DeleteFunc(slices.Concat(singles[2:], grouped), func(id proficiency.ItemID) bool { return id == "lead-1" })...)
	return w
}

// bedsideAsked is one in which educator-1 is asked for the sign-off.
func bedsideAsked(t *testing.T) *world {
	t.Helper()
	w := bedsideReady(t)
	w.do(learner, &workflow.RequestSignOff{To: educator})
	return w
}

// bedsideSigned is one in which educator-1 has signed off.
func bedsideSigned(t *testing.T) *world {
	t.Helper()
	w := bedsideAsked(t)
	w.do(educator, &workflow.SignOff{})
	return w
}

// good is an answer that meets, with whatever the content asks for beside.
func (w *world) good(id proficiency.ItemID) workflow.ItemAnswer {
	w.t.Helper()
	a := workflow.ItemAnswer{Item: id}
	it := w.fw.Item(id)
	for q := range it.Questions().Values() {
		if lowest, ok := q.LowestMeeting(nil); ok && q.Required() {
			a.Answers = append(a.Answers, workflow.Given{Question: q.ID(), Answer: lowest.ID})
		}
	}
	if it.AsksFor().Any() {
		a.Comment, a.On = "as agreed", day(2026, 3, 1)
		a.Evidence = []workflow.EvidenceRef{{Title: "log", Location: "shelf 1"}}
	}
	return a
}

func saving(answers ...workflow.ItemAnswer) *workflow.SelfAssess {
	return &workflow.SelfAssess{Items: answers}
}

// save has the learner answer items so that they meet.
func (w *world) save(ids ...proficiency.ItemID) workflow.Result {
	w.t.Helper()
	cmd := &workflow.SelfAssess{}
	for _, id := range ids {
		cmd.Items = append(cmd.Items, w.good(id))
	}
	return w.do(w.state.Learner(), cmd)
}

// settle has items answered, sent to a person and confirmed by them, together.
func (w *world) settle(by workflow.PersonID, ids ...proficiency.ItemID) workflow.Result {
	w.t.Helper()
	w.save(ids...)
	w.do(w.state.Learner(), &workflow.RequestConfirmation{Items: ids, To: by})
	return w.confirm(by, ids...)
}

// paper is what an educator records: asked for by default on the day before.
func paper(ids ...proficiency.ItemID) *workflow.RecordPaper {
	return &workflow.RecordPaper{Items: ids, ConfirmedBy: "Sister A.", Role: "assessor", On: day(2026, 3, 1)}
}

func waive(id proficiency.ItemID) *workflow.Waive {
	return &workflow.Waive{Item: id, Justification: "not on this ward"}
}

func aside(ids ...proficiency.ItemID) *workflow.SetAside {
	return &workflow.SetAside{Items: ids, Reason: "not by the book"}
}

// later moves the clock on by whole calendar days.
func (w *world) later(years, months, days int) { w.setNow(w.now().AddDate(years, months, days)) }

// ruled is a centre's own rule on who confirms an item; no item means all without one of their own.
func ruled(item proficiency.ItemID, by ...proficiency.RoleID) workflow.ConfirmerOverride {
	return workflow.ConfirmerOverride{Item: item, By: by}
}

// confirmedBy sets the rules of a centre.
func (w *world) confirmedBy(centre workflow.CentreID, rules ...workflow.ConfirmerOverride) {
	w.host.SetConfirmers(centre, w.fw.ID(), rules...)
}

// happened wants exactly these events, by kind.
func (w *world) happened(r workflow.Result, kinds ...string) {
	w.t.Helper()
	assert.Equal(w.t, kinds, w.events(r))
}

// one is the only event of its type in a result's record.
func one[E workflow.Event](w *world, r workflow.Result) E {
	w.t.Helper()
	es := eventsOf[E](w, r)
	require.Len(w.t, es, 1)
	return es[0]
}

// at is the line of the world's content that holds some words, as a clause shows it.
func (w *world) at(words string) string {
	w.t.Helper()
	file := w.fw.Position().File
	id, version := string(w.fw.ID()), w.fw.Version().String()
	b, err := os.ReadFile("testdata/ward/" + id + "/" + version + "/" + id + ".yaml")
	require.NoError(w.t, err)
	for i, line := range strings.Split(string(b), "\n") {
		if strings.Contains(line, words) {
			return fmt.Sprintf("%s:%d", file, i+1)
		}
	}
	require.Fail(w.t, "no such line", words)
	return ""
}

// clause is where the reason with that code, of that item, says it was decided.
func clause(d *workflow.Denied, code workflow.Code, item proficiency.ItemID) string {
	for _, r := range d.Reasons {
		if r.Code == code && r.Item == item {
			return fmt.Sprintf("%s:%d", r.Clause.File, r.Clause.Line)
		}
	}
	return "no such reason"
}

// A refusedRow is a command refused for exactly these reasons.
type refusedRow struct {
	name string
	by   workflow.PersonID
	cmd  workflow.Command
	for_ [][]string
}

// refuses holds commands in one world to their reasons, and gives these with
// everything that they say, for a golden file.
func (w *world) refuses(rows []refusedRow) string {
	w.t.Helper()
	var b strings.Builder
	for _, r := range rows {
		if !assert.NotEmpty(w.t, r.for_, r.name) {
			continue
		}
		d := w.denied(r.by, r.cmd, r.for_...)
		fmt.Fprintf(&b, "# %s: %s by %s\n", r.name, r.cmd.Kind(), r.by)
		for _, reason := range d.Reasons {
			fmt.Fprintf(&b, "%s\n    %s\n", reason, saysBeside(reason))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// saysBeside is the rest of a reason: its item, parameters and remedy.
func saysBeside(r workflow.Reason) string {
	params := make([]string, 0, len(r.Params))
	for k, v := range r.Params {
		params = append(params, fmt.Sprintf("%s=%.60s", k, v))
	}
	slices.Sort(params)
	return fmt.Sprintf("item %q, params %v, remedy %q", r.Item, params, r.Remedy)
}
