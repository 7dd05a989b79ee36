package workflow_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/workflow"
)

// Of several statuses that hold, the first in the order of the rules is taken,
// also where a history holds together what no command would bring together.

func TestItemStatusPrecedence(t *testing.T) {
	t.Parallel()
	answered := func(meets bool) workflow.Event {
		return &workflow.Answered{Item: "extra-1", Contributor: learner, Round: 1, Meets: meets}
	}
	decided := func(o workflow.Outcome) workflow.Event { return &workflow.Decided{Item: "extra-1", Outcome: o} }
	lapsed := &workflow.Decided{Item: "extra-1", Outcome: workflow.Confirmed, Term: &workflow.Term{Until: start}}
	lasting := &workflow.Decided{Item: "extra-1", Outcome: workflow.Confirmed, Term: &workflow.Term{Until: start.AddDate(1, 0, 0)}}
	waived := &workflow.Waived{Item: "extra-1"}
	requested := &workflow.Requested{Item: "extra-1", To: assessor}
	dropped := &workflow.OptionalChosen{Item: "extra-1"}
	for i, c := range []struct {
		want   workflow.ItemStatus
		gates  bool // whether the gates are passed
		events []workflow.Event
	}{
		{workflow.ItemStatusExcluded, true, []workflow.Event{answered(true), decided(workflow.Confirmed), requested, dropped}},
		{workflow.ItemStatusExcluded, false, []workflow.Event{dropped}},
		{workflow.ItemStatusExcluded, true, []workflow.Event{waived, lapsed, dropped}},
		{workflow.ItemStatusWaived, false, []workflow.Event{waived}},
		{workflow.ItemStatusWaived, true, []workflow.Event{answered(true), decided(workflow.Confirmed), requested, waived}},
		{workflow.ItemStatusWaived, true, []workflow.Event{answered(true), lapsed, waived}},
		// A renewal that is pending is apart while the old confirmation is in date.
		{workflow.ItemStatusConfirmed, false, []workflow.Event{answered(true), decided(workflow.Confirmed), requested}},
		{workflow.ItemStatusConfirmed, false, []workflow.Event{answered(true), lasting, requested}},
		{workflow.ItemStatusRequested, false, []workflow.Event{answered(true), lapsed, requested}},
		{workflow.ItemStatusRequested, true, []workflow.Event{answered(false), decided(workflow.Rejected), requested}},
		{workflow.ItemStatusRequested, false, []workflow.Event{requested}},
		{workflow.ItemStatusConfirmed, false, []workflow.Event{decided(workflow.Confirmed)}},
		{workflow.ItemStatusConfirmed, true, []workflow.Event{answered(false), decided(workflow.Confirmed)}},
		{workflow.ItemStatusConfirmed, false, []workflow.Event{lasting}},
		{workflow.ItemStatusLapsed, false, []workflow.Event{lapsed}},
		{workflow.ItemStatusLapsed, true, []workflow.Event{answered(true), lapsed}},
		{workflow.ItemStatusRejected, false, []workflow.Event{decided(workflow.Rejected)}},
		{workflow.ItemStatusRejected, true, []workflow.Event{answered(true), decided(workflow.Rejected)}},
		{workflow.ItemStatusLocked, false, nil},
		{workflow.ItemStatusOngoing, false, []workflow.Event{answered(false)}},
		{workflow.ItemStatusAssessed, false, []workflow.Event{answered(true)}},
		{workflow.ItemStatusUnassessed, true, nil},
	} {
		t.Run(fmt.Sprint(i, c.want), func(t *testing.T) {
			t.Parallel()
			w := agreed(t)
			if c.gates {
				w.pass(gateItems...)
			}
			w.choose("extra-1")
			w.forge(c.events...)
			w.itemStatus(c.want, "extra-1")
		})
	}
}

// forge applies a record that no command would make.
func (w *world) forge(events ...workflow.Event) {
	w.t.Helper()
	r := workflow.AfterState(w.fw, &w.state, workflow.Record{At: w.now(), Actor: educator, Kind: "forged"}, events...)
	w.state, w.forged = workflow.Apply(w.state, r), true
}

func TestStatusPrecedence(t *testing.T) {
	t.Parallel()
	asked, declined := &workflow.SignOffRequested{To: educator}, &workflow.SignOffDeclined{}
	given, voided := &workflow.SignedOff{Serial: "one"}, &workflow.SignOffVoided{Serial: "one"}
	gone, revoked := &workflow.Withdrawn{}, &workflow.SignOffRevoked{Serial: "one"}
	over := &workflow.SignedOff{Serial: "one", Until: start}
	lasting := &workflow.SignedOff{Serial: "one", Until: start.AddDate(1, 0, 0)}
	extended := &workflow.SignOffExtended{Serial: "one", Until: start.AddDate(1, 0, 0)}
	for i, c := range []struct {
		want   workflow.Status
		in     func(*testing.T) *world
		events []workflow.Event
	}{
		{workflow.StatusWithdrawn, ready, []workflow.Event{given, asked, gone}},
		{workflow.StatusSignOffRequested, ready, []workflow.Event{given, asked}},
		{workflow.StatusSignOffRequested, agreed, []workflow.Event{given, voided, declined, asked}},
		{workflow.StatusSignedOff, ready, []workflow.Event{given, declined}},
		{workflow.StatusSignedOff, agreed, []workflow.Event{given}}, // ready or not
		{workflow.StatusSignedOff, ready, []workflow.Event{lasting}},
		{workflow.StatusSignedOff, ready, []workflow.Event{over, extended}},
		{workflow.StatusLapsed, ready, []workflow.Event{over}}, // ready or not
		{workflow.StatusLapsed, agreed, []workflow.Event{over}},
		{workflow.StatusLapsed, ready, []workflow.Event{over, asked, declined}},
		{workflow.StatusSignOffRequested, ready, []workflow.Event{over, asked}},
		{workflow.StatusWithdrawn, ready, []workflow.Event{over, gone}},
		{workflow.StatusDeclined, ready, []workflow.Event{given, revoked, asked, declined}},
		{workflow.StatusVoid, ready, []workflow.Event{given, revoked}},
		{workflow.StatusVoid, ready, []workflow.Event{over, revoked}},
		{workflow.StatusVoid, agreed, []workflow.Event{given, voided, revoked}},
		{workflow.StatusDeclined, ready, []workflow.Event{given, voided, asked, declined}},
		{workflow.StatusDeclined, agreed, []workflow.Event{asked, declined}},
		{workflow.StatusVoid, ready, []workflow.Event{given, voided}},
		{workflow.StatusVoid, agreed, []workflow.Event{given, voided}},
		{workflow.StatusReady, ready, nil},
		{workflow.StatusNotStarted, agreed, nil},
		{workflow.StatusInProgress, opened, nil},
	} {
		t.Run(fmt.Sprint(i, c.want), func(t *testing.T) {
			t.Parallel()
			w := c.in(t)
			if len(c.events) > 0 {
				w.forge(c.events...)
			}
			w.status(c.want)
		})
	}
}

// A revived enrolment with everything carried is ready before it is not-started.
func TestRevivedAndReady(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.do(admin, &workflow.Withdraw{Reason: "long leave"})
	w.enrol(educator, learner, wardBasics)
	w.status(workflow.StatusReady)
	w.denied(learner, requestSignOff(), why(workflow.DeclarationNotAgreed))
	w.denied(educator, &workflow.Withdraw{}, why(workflow.AlreadyStarted), lacksCapability)
	w.do(learner, &workflow.Agree{})
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	w.status(workflow.StatusSignedOff)
}

// The signatory of a sign-off that stands may look, supervisor or not; of one
// that is void no more.
func TestTheSignatoryMayLook(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.do(learner, &workflow.RequestSignOff{To: "educator-2", Accept: true})
	w.do("educator-2", signOff())
	w.do(learner, &workflow.RemoveSupervisor{Person: "educator-2"})
	v, err := w.engine.View(w.ctx, "educator-2", w.id)
	assert.NoError(t, err)
	assert.Contains(t, v.Summary.Deciders, workflow.PersonID("educator-2"))
	w.denied("educator-2", signOff(), why(workflow.SignOffNotRequested))
	w.do(learner, &workflow.ChooseOptional{Items: items{"extra-2"}, Overwrite: true})
	_, err = w.engine.View(w.ctx, "educator-2", w.id)
	w.refusal(err, why(workflow.NotFound))
	w.denied("educator-2", signOff(), why(workflow.NotFound))
}
