package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

func revokeSignOff() *workflow.RevokeSignOff {
	return &workflow.RevokeSignOff{Reason: "given to the wrong learner"}
}

// revoked holds a result to the revocation of the last sign-off, and nothing else.
func (w *world) revoked(r workflow.Result) {
	w.t.Helper()
	require.Equal(w.t, []string{"sign-off-revoked"}, w.events(r))
	last := w.state.LastSignOff()
	e := eventsOf[*workflow.SignOffRevoked](w, r)[0]
	assert.Equal(w.t, "given to the wrong learner", e.Reason.String())
	assert.Equal(w.t, &workflow.SignOffRevoked{
		Stamp: workflow.Stamp{Seq: r.Record.Seq, At: r.Record.At, By: manager}, Serial: last.Serial, Signatory: last.By,
		Reason: e.Reason, As: asManager,
	}, e)
	assert.Equal(w.t, e, w.state.LastSignOffRevoked())
	assert.True(w.t, w.state.Revoked(last.Serial))
}

// voided is shiftSigned with the sign-off voided.
var voided = with(shiftSigned, func(w *world) {
	w.do(assessor, &workflow.Revise{Item: "plan", To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}})
})

// lapsedSignOff is shiftSigned more than a year later.
var lapsedSignOff = with(shiftSigned, func(w *world) { w.setNow(start.AddDate(1, 1, 0)) })

func TestRevokeSignOff(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in     func(*testing.T) *world
		before workflow.Status
		after  workflow.Status
	}{
		"standing":             {shiftSigned, workflow.StatusSignedOff, workflow.StatusVoid},
		"lapsed":               {lapsedSignOff, workflow.StatusLapsed, workflow.StatusVoid},
		"void":                 {voided, workflow.StatusVoid, workflow.StatusVoid},
		"void, then withdrawn": {with(voided, leaves), workflow.StatusWithdrawn, workflow.StatusWithdrawn},
		"lapsed, then withdrawn": {
			with(lapsedSignOff, leaves), workflow.StatusWithdrawn, workflow.StatusWithdrawn,
		},
		"void, asked again": {with(voided, func(w *world) {
			w.do(assessor, &workflow.Revise{Item: "plan", To: workflow.Confirmed, Reason: "mistaken"})
			w.do(learner, &workflow.RequestSignOff{To: educator})
		}), workflow.StatusSignOffRequested, workflow.StatusSignOffRequested},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := c.in(t)
			w.status(c.before)
			assert.False(t, w.state.Revoked(w.state.LastSignOff().Serial))
			w.revoked(w.do(manager, revokeSignOff()))
			w.status(c.after)
			w.inList(learner)
			w.denied(manager, revokeSignOff(), why(workflow.AlreadyRevoked))
		})
	}
}

// After a revocation a new sign-off can be asked for at once; it takes nothing
// back of the earlier one, which stays revoked.
func TestRevokedAndSignedOffAgain(t *testing.T) {
	t.Parallel()
	w := shiftSigned(t)
	first := w.state.LastSignOff().Serial
	w.do(manager, revokeSignOff())
	assert.True(t, workflow.Ready(w.fw, &w.state, w.now()))
	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.status(workflow.StatusSignOffRequested)
	w.do(educator, &workflow.SignOff{})
	w.status(workflow.StatusSignedOff)
	second := w.state.LastSignOff().Serial
	require.NotEqual(t, first, second)
	assert.True(t, w.state.Revoked(first))
	assert.False(t, w.state.Revoked(second))
	assert.False(t, w.state.Revoked("none"))
	assert.Nil(t, w.state.LastSignOffRevoked())
	assert.Equal(t, []string{second, first}, w.listed(manager).Serials)

	w.revoked(w.do(manager, revokeSignOff())) // the last one, again
	assert.True(t, w.state.Revoked(first))
}

// An earlier sign-off that was not revoked is out of reach once there is a later one.
func TestOnlyTheLastSignOffIsRevoked(t *testing.T) {
	t.Parallel()
	w := voided(t)
	first := w.state.LastSignOff().Serial
	w.do(assessor, &workflow.Revise{Item: "plan", To: workflow.Confirmed, Reason: "mistaken"})
	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.do(educator, &workflow.SignOff{})
	w.revoked(w.do(manager, revokeSignOff()))
	assert.False(t, w.state.Revoked(first))
	assert.True(t, w.state.Revoked(w.state.LastSignOff().Serial))
}

func TestRefusalsOfRevokeSignOff(t *testing.T) {
	t.Parallel()
	give := just(revokeSignOff())
	never := why(workflow.NeverSignedOff)
	ownSigned := with(versedShift, func(w *world) {
		for _, id := range w.allItems() {
			by := map[workflowItem]workflow.PersonID{"teach": "educator-2", "round": lead}[id]
			if by == "" {
				by = assessor
			}
			w.do(versed, w.answers(id))
			w.do(versed, &workflow.RequestConfirmation{Items: items{id}, To: by})
			w.confirm(by, id)
		}
		w.do(versed, &workflow.RequestSignOff{To: educator})
		w.do(educator, &workflow.SignOff{})
	})
	refusals(t, []refusal{
		{"by an educator", shiftSigned, educator, give, [][]string{lacksCapability}},
		{"by an administrator", shiftSigned, admin, give, [][]string{lacksCapability}},
		{"by the learner", shiftSigned, learner, give, [][]string{why(workflow.IsTheLearner)}},
		{"one's own, with every role", ownSigned, versed, give, [][]string{why(workflow.IsTheLearner)}},
		{"by a stranger", shiftSigned, stranger, give, [][]string{why(workflow.NotFound)}},
		{"for another category", shiftSigned, limited, give, [][]string{why(workflow.NotFound)}},
		{"elsewhere", shiftSigned, manager9, give, [][]string{why(workflow.NotFound)}},
		{"never", shift, manager, give, [][]string{never}},
		{"only asked for", shiftAsked, manager, give, [][]string{never}},
		{"only declined", with(shiftAsked, func(w *world) { w.do(educator, &workflow.DeclineSignOff{Reason: "no"}) }), manager, give, [][]string{never}},
		{"never, withdrawn", shiftGone, manager, give, [][]string{never}},
		{"twice", with(shiftSigned, func(w *world) { w.do(manager, revokeSignOff()) }), manager, give, [][]string{why(workflow.AlreadyRevoked)}},
		{"without a reason", shiftSigned, manager, just(&workflow.RevokeSignOff{Reason: " "}), [][]string{why(workflow.ReasonMissing)}},
		{"with a bad reason", shiftSigned, manager, just(&workflow.RevokeSignOff{Reason: tooLong}), [][]string{why(workflow.InvalidText)}},
		{"every reason", shift, admin, just(&workflow.RevokeSignOff{}), [][]string{lacksCapability, never, why(workflow.ReasonMissing)}},
		{"in a trial", trial, learner, give, [][]string{never}},
	})
}

func TestWhatIsSaidOfRevokeSignOff(t *testing.T) {
	t.Parallel()
	w := shift(t)
	because(t, w.denied(manager, revokeSignOff(), why(workflow.NeverSignedOff)), workflow.Reason{
		Code: workflow.NeverSignedOff, Message: "there is no sign-off",
	})
	w = shiftSigned(t)
	on := w.state.LastSignOff()
	w.do(manager, revokeSignOff())
	because(t, w.denied(manager, revokeSignOff(), why(workflow.AlreadyRevoked)), workflow.Reason{
		Code: workflow.AlreadyRevoked, Message: "the last sign-off, of 2026-03-02, is revoked already",
		Params: params{"date": "2026-03-02", "serial": on.Serial},
	})
	d := w.denied(admin, revokeSignOff(), lacksCapability, why(workflow.AlreadyRevoked))
	assert.Equal(t, "revoke-sign-off", d.Reasons[0].Params["capability"])
}

// With a sign-off that does not stand any more an enrolment can be withdrawn,
// and is the same record when the learner comes back.
func TestRevokedWithdrawnAndRevived(t *testing.T) {
	t.Parallel()
	w := shiftSigned(t)
	serial := w.state.LastSignOff().Serial
	w.denied(admin, &workflow.Withdraw{Reason: "moved away"}, why(workflow.AlreadySignedOff))
	w.do(manager, revokeSignOff())
	w.after(time.Hour)
	leaves(w)
	w.enrol(educator, learner, shiftLead)
	assert.True(t, w.state.Revoked(serial))
	w.status(workflow.StatusVoid)
}
