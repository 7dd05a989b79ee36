package workflow_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func remind(p workflow.PersonID) *workflow.Remind { return &workflow.Remind{To: p} }

// after makes the next accepted command, which takes a minute, happen that
// long after the last record.
func (w *world) after(d time.Duration) { w.setNow(w.state.At().Add(d - time.Minute)) }

// tooSoon holds a reminder to be refused just before, and accepted just as,
// that much time has passed since an instant.
func (w *world) tooSoon(cmd workflow.Command, since time.Time, least time.Duration) workflow.Result {
	w.t.Helper()
	for _, early := range []time.Duration{least, time.Microsecond} {
		w.setNow(since.Add(least - early))
		d := w.denied(learner, cmd, why(workflow.TooSoon))
		require.Equal(w.t, since.Add(least).Format(time.RFC3339Nano), d.Reasons[0].Params["allowed"])
	}
	w.setNow(since.Add(least - time.Minute))
	r := w.do(learner, cmd)
	require.Equal(w.t, since.Add(least), r.Record.At)
	return r
}

func TestBehaviour14_RemindersWithinTheHour(t *testing.T) {
	t.Parallel()
	w := shift(t)
	sent := w.sentTo(assessor, "plan")
	r := w.tooSoon(remind(assessor), sent.Record.At, time.Hour)
	w.made(r, &workflow.Reminded{To: assessor})
	w.tooSoon(remind(assessor), r.Record.At, time.Hour) // and again since that
	w.itemStatus(workflow.ItemStatusRequested, "plan")
	assert.Equal(t, sent.Record.At, w.listed(manager).Pending[0].Since, "a reminder asks nothing anew")
}

func TestBehaviour14_RemindersOfTheSignOffWithinADay(t *testing.T) {
	t.Parallel()
	w := shiftAsked(t)
	asked := w.state.SignOffRequest().At
	r := w.tooSoon(&workflow.RemindSignOff{}, asked, 24*time.Hour)
	w.made(r, &workflow.Reminded{To: educator, SignOff: true})
	w.tooSoon(&workflow.RemindSignOff{}, r.Record.At, 24*time.Hour)
	w.status(workflow.StatusSignOffRequested)
}

// When it will be allowed is said to the microsecond: at that instant it is.
func TestAReminderIsAllowedWhenItWasSaidToBe(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.setNow(start.Add(123456789 * time.Nanosecond))
	sent := w.sentTo(assessor, "plan")
	w.after(30 * time.Minute)
	d := w.denied(learner, remind(assessor), why(workflow.TooSoon))
	because(t, d, workflow.Reason{
		Code: workflow.TooSoon, Clause: roles.Default().Reminders().Position, Params: params{"allowed": "2026-03-02T10:02:00.123456Z"},
		Message: "the last message was sent at 2026-03-02T09:02:00.123456Z: a reminder is allowed from 2026-03-02T10:02:00.123456Z",
		Remedy:  "wait until 2026-03-02T10:02:00.123456Z",
	})
	allowed, err := time.Parse(time.RFC3339, d.Reasons[0].Params["allowed"])
	require.NoError(t, err)
	assert.Equal(t, sent.Record.At.Add(time.Hour), allowed)
	w.setNow(allowed.Add(-time.Minute))
	w.do(learner, remind(assessor))
}

// Every message to a person counts, and none to another.
func TestRemindersCountMessagesToThatPerson(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.sentTo(assessor, "plan")
	w.after(40 * time.Minute)
	two := w.sentTo(second, "brief")
	w.after(30 * time.Minute)
	w.do(learner, remind(assessor)) // more than an hour after theirs
	w.denied(learner, remind(second), why(workflow.TooSoon))
	w.tooSoon(remind(second), two.Record.At, time.Hour)
	w.after(55 * time.Minute)
	again := w.sentTo(second, "drill") // another request is a message, too
	w.after(10 * time.Minute)
	d := w.denied(learner, remind(second), why(workflow.TooSoon))
	assert.Equal(t, again.Record.At.Add(time.Hour).Format(time.RFC3339), d.Reasons[0].Params["allowed"])
}

// What a message was about goes, and that there was one stays.
func TestRemindersAfterWithdrawnAndNewRequests(t *testing.T) {
	t.Parallel()
	w := shift(t)
	sent := w.sentTo(assessor, "plan", "brief")
	w.do(learner, &workflow.WithdrawRequest{Items: items{"plan"}})
	d := w.denied(learner, remind(assessor), why(workflow.TooSoon)) // of the other one
	assert.Equal(t, sent.Record.At.Add(time.Hour).Format(time.RFC3339), d.Reasons[0].Params["allowed"])
	w.do(learner, &workflow.WithdrawRequest{Items: items{"brief"}})
	w.after(2 * time.Hour)
	w.denied(learner, remind(assessor), why(workflow.NothingPending))
	w.tooSoon(remind(assessor), w.send(assessor, "plan").Record.At, time.Hour)
	w.confirm(assessor, "plan")
	w.after(2 * time.Hour)
	w.denied(learner, remind(assessor), why(workflow.NothingPending))
}

// The clock of whoever is asked now starts with it.
func TestRemindersAfterReassign(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.sentTo(assessor, "plan")
	w.sentTo(second, "brief")
	w.after(50 * time.Minute)
	moved := w.do(manager, reassign(assessor, second))
	w.after(20 * time.Minute)
	w.denied(learner, remind(assessor), why(workflow.NothingPending))
	w.tooSoon(remind(second), moved.Record.At, time.Hour)

	w = shiftReady(t)
	w.host.Delegate("educator-4", "trust-1", "educator-manager")
	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.after(23 * time.Hour)
	moved = w.do(manager, reassign(educator, "educator-4"))
	w.after(2 * time.Hour)
	w.tooSoon(&workflow.RemindSignOff{}, moved.Record.At, 24*time.Hour)
}

// A request for the sign-off, or a reminder of it, is a message to that person;
// a reminder of an item is none about the sign-off.
func TestRemindersOfItemsBesideTheSignOff(t *testing.T) {
	t.Parallel()
	w := shiftReady(t)
	w.setNow(start.AddDate(0, 10, 0))
	w.send(educator, "drill") // a renewal
	w.after(50 * time.Minute)
	asked := w.do(learner, &workflow.RequestSignOff{To: educator})
	w.tooSoon(remind(educator), asked.Record.At, time.Hour)
	r := w.tooSoon(&workflow.RemindSignOff{}, asked.Record.At, 24*time.Hour) // whatever came between
	w.tooSoon(remind(educator), r.Record.At, time.Hour)
	w.after(30 * time.Minute)
	d := w.denied(learner, &workflow.RemindSignOff{}, why(workflow.TooSoon))
	assert.Equal(t, r.Record.At.Add(24*time.Hour).Format(time.RFC3339), d.Reasons[0].Params["allowed"])
}

// Sending the sign-off again is sending.
func TestRemindersOfASignOffAskedAgain(t *testing.T) {
	t.Parallel()
	w := shiftAsked(t)
	w.after(25 * time.Hour)
	w.do(learner, &workflow.WithdrawSignOff{})
	w.denied(learner, &workflow.RemindSignOff{}, why(workflow.SignOffNotRequested))
	w.tooSoon(&workflow.RemindSignOff{}, w.do(learner, &workflow.RequestSignOff{To: educator}).Record.At, 24*time.Hour)
	w.do(educator, &workflow.DeclineSignOff{Reason: "not yet"})
	w.after(25 * time.Hour)
	w.denied(learner, &workflow.RemindSignOff{}, why(workflow.SignOffNotRequested))
}

// Policies say how long; 0 is no limit.
func TestRemindersAsThePolicySays(t *testing.T) {
	t.Parallel()
	w := shift(t)
	file, err := os.ReadFile("../roles/default.yaml")
	require.NoError(t, err)
	engine := func(confirmation, signOff string) *workflow.Engine {
		src := bytes.Replace(file, []byte("confirmation_hours: 1\n"), []byte("confirmation_hours: "+confirmation+"\n"), 1)
		src = bytes.Replace(src, []byte("sign_off_hours: 24\n"), []byte("sign_off_hours: "+signOff+"\n"), 1)
		policy, found := roles.Parse("other.yaml", src)
		require.Empty(t, found)
		e, err := workflow.NewEngine(w.catalog, w.host, w.store, workflow.Options{Key: []byte("0123456789abcdef"), Policy: policy})
		require.NoError(t, err)
		return e
	}
	w.engine = engine("3", "72")
	w.tooSoon(remind(assessor), w.sentTo(assessor, "plan").Record.At, 3*time.Hour)
	w.confirm(assessor, "plan")
	w.engine = engine("0", "0")
	w.sentTo(assessor, "brief")
	for range 3 {
		w.setNow(w.state.At().Add(-time.Minute)) // at the very same instant
		r := w.do(learner, remind(assessor))
		require.Equal(t, r.State.At(), r.Record.At)
	}

	w = shiftReady(t)
	w.engine = engine("3", "72")
	asked := w.do(learner, &workflow.RequestSignOff{To: educator})
	w.tooSoon(&workflow.RemindSignOff{}, asked.Record.At, 72*time.Hour)
	w.setNow(w.now().Add(time.Hour))
	d := w.denied(learner, &workflow.RemindSignOff{}, why(workflow.TooSoon))
	assert.Equal(t, "other.yaml", d.Reasons[0].Clause.File)
}
