package workflow_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// exercised are the codes that some test has seen refuse something; see TestMain.
var exercised sync.Map // of workflow.Code

// do gives a command on the world's enrolment, which must be accepted. What
// it leads to must be what the stored records add up to.
func (w *world) do(actor workflow.PersonID, cmd workflow.Command) workflow.Result {
	w.t.Helper()
	return w.request(workflow.Request{Actor: actor, Enrolment: w.id, Command: cmd})
}

func (w *world) request(req workflow.Request) workflow.Result {
	w.t.Helper()
	w.setNow(w.now().Add(time.Minute))
	res, err := w.engine.Do(w.ctx, req)
	require.NoError(w.t, err, "%s by %s", req.Command.Kind(), req.Actor)
	if res.Enrolment == w.id {
		w.state = res.State
		if res.State.Seq()%8 == 0 { // and once more at the end
			w.replays()
		}
	}
	return res
}

// replays holds the world's state to the one that the stored records give from nothing.
func (w *world) replays() {
	w.t.Helper()
	if w.fw == nil || w.forged || w.t.Failed() {
		return
	}
	s := w.state
	records, err := w.store.Load(context.Background(), s.ID(), 0) // the test's own may have ended
	require.NoError(w.t, err)
	records = slices.DeleteFunc(records, func(r workflow.Record) bool { return r.Seq > s.Seq() })
	require.NoError(w.t, workflow.Verify(s.ID(), records))
	fresh := workflow.Replay(workflow.NewState(s.ID(), w.fw.Index()), records)
	if replayed, given := facts(w.fw, &fresh), facts(w.fw, &s); !slices.Equal(replayed, given) {
		w.t.Fatalf("the records add up to another state (-replayed +given):\n%s", cmp.Diff(replayed, given))
	}
}

// unchanged gives a command that must be accepted and store nothing.
func (w *world) unchanged(actor workflow.PersonID, cmd workflow.Command) {
	w.t.Helper()
	before := w.stored(w.id)
	res := w.do(actor, cmd)
	assert.Zero(w.t, res.Record.Seq, "a record was made")
	assert.Equal(w.t, before, w.stored(w.id), "something was stored")
}

// why names reasons: a code, and the items it is about.
func why(code workflow.Code, items ...proficiency.ItemID) []string {
	if len(items) == 0 {
		return []string{string(code)}
	}
	out := make([]string, len(items))
	for i, id := range items {
		out[i] = string(code) + " " + string(id)
	}
	return out
}

// role is why for a reason of package roles.
func role(code string, items ...proficiency.ItemID) []string {
	return why(workflow.Code(code), items...)
}

var lacksCapability = role(roles.CodeLacksCapability)

// reasonsOf names the reasons of a refusal as why does, in order of their names.
func reasonsOf(reasons []workflow.Reason) []string {
	out := make([]string, len(reasons))
	for i, r := range reasons {
		out[i] = string(r.Code)
		if r.Item != "" {
			out[i] += " " + string(r.Item)
		}
	}
	slices.Sort(out)
	return out
}

// denied gives a command that must be refused for exactly these reasons and store nothing.
func (w *world) denied(actor workflow.PersonID, cmd workflow.Command, reasons ...[]string) *workflow.Denied {
	w.t.Helper()
	return w.deniedRequest(workflow.Request{Actor: actor, Enrolment: w.id, Command: cmd}, reasons...)
}

func (w *world) deniedRequest(req workflow.Request, reasons ...[]string) *workflow.Denied {
	w.t.Helper()
	before := w.stored(w.id)
	_, err := w.engine.Do(w.ctx, req)
	d := w.refusal(err, reasons...)
	assert.Equal(w.t, req.Command.Kind(), d.Kind)
	assert.Equal(w.t, before, w.stored(w.id), "something was stored")
	return d
}

// refusal holds err to a refusal for exactly these reasons.
func (w *world) refusal(err error, reasons ...[]string) *workflow.Denied {
	w.t.Helper()
	var d *workflow.Denied
	require.Error(w.t, err, "it was accepted")
	require.True(w.t, errors.As(err, &d), "%v", err)
	want := slices.Concat(reasons...)
	slices.Sort(want)
	if diff := cmp.Diff(want, reasonsOf(d.Reasons)); diff != "" {
		w.t.Fatalf("refused for other reasons (-want +got):\n%s\n%v", diff, d)
	}
	for _, r := range d.Reasons {
		exercised.Store(r.Code, true)
		assert.NotEmpty(w.t, r.Message, "%s", r.Code)
		if !r.Clause.IsZero() {
			assert.NotEmpty(w.t, r.Clause.File, "%s", r.Code)
			assert.Positive(w.t, r.Clause.Line, "%s", r.Code)
		}
	}
	return d
}

// stored is the number of records of an enrolment.
func (w *world) stored(id workflow.EnrolmentID) int {
	w.t.Helper()
	records, err := w.store.Load(w.ctx, id, 0)
	require.NoError(w.t, err)
	return len(records)
}

// events are those of a result's record, by kind.
func (w *world) events(r workflow.Result) []string {
	w.t.Helper()
	events, err := r.Record.Decode()
	require.NoError(w.t, err)
	kinds := make([]string, len(events))
	for i, e := range events {
		kinds[i] = e.EventKind()
	}
	return kinds
}

// eventsOf are those events of a result's record that are of one type.
func eventsOf[E workflow.Event](w *world, r workflow.Result) []E {
	w.t.Helper()
	events, err := r.Record.Decode()
	require.NoError(w.t, err)
	var out []E
	for _, e := range events {
		if e, ok := e.(E); ok {
			out = append(out, e)
		}
	}
	return out
}

func (w *world) item(id proficiency.ItemID) workflow.ItemView { return w.state.Item(id) }

func (w *world) status(want workflow.Status) {
	w.t.Helper()
	require.Equal(w.t, want, workflow.StatusOf(w.fw, &w.state, w.now()))
}

func (w *world) statusOfItem(id proficiency.ItemID) workflow.ItemStatus {
	return workflow.ItemStatusOf(w.fw, &w.state, w.fw.Item(id), w.now())
}

func (w *world) itemStatus(want workflow.ItemStatus, items ...proficiency.ItemID) {
	w.t.Helper()
	for _, id := range items {
		assert.Equal(w.t, want, w.statusOfItem(id), "%s", id)
	}
}
