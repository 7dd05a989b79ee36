package workflow_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// aboutPeopleAndCentres is a command of each kind that is about people,
// centres, dates and the last sign-off, well formed for the world.
func aboutPeopleAndCentres() []workflow.Command {
	return []workflow.Command{
		remind(assessor), &workflow.RemindSignOff{}, &workflow.Comment{Comment: "how is it going?"},
		withPlace(assessor, second), revokeSignOff(), completeBy(day(2026, 12, 31)), addCentre("trust-9"), removeCentre("trust-1"),
	}
}

// Strangers hear the same of these as of an enrolment that does not exist, and
// whoever may know of it that it was written by a newer version.
func TestMovingCommandsTellStrangersNothing(t *testing.T) {
	t.Parallel()
	w := opened(t)
	absent := w.engine.EnrolmentID("learner-2", "ward-basics")
	for _, actor := range []workflow.PersonID{stranger, visitor, limited, farOff, stopped, second} {
		for _, cmd := range aboutPeopleAndCentres() {
			here := w.denied(actor, cmd, why(workflow.NotFound))
			there := w.deniedRequest(workflow.Request{Actor: actor, Enrolment: absent, Command: cmd}, why(workflow.NotFound))
			assert.Equal(t, there, here, "%s by %s", cmd.Kind(), actor)
		}
	}
	w.appended(workflow.Record{At: w.now(), Actor: educator, Request: "r-new", Kind: "attest"},
		&workflow.Unknown{Kind: "attested", Raw: []byte(`{"event":"attested","item":"care-2"}`)})
	for _, cmd := range aboutPeopleAndCentres() {
		w.denied(learner, cmd, why(workflow.WrittenByNewerVersion))
		w.denied(stranger, cmd, why(workflow.NotFound))
	}
}

// Before the declaration the learner comments, and does none of the others.
func TestMovingCommandsWaitForTheDeclaration(t *testing.T) {
	t.Parallel()
	w := enrolled(t)
	waits := map[workflow.Kind]bool{workflow.KindRemind: true, workflow.KindRemindSignOff: true, workflow.KindAddCentre: true}
	for _, cmd := range aboutPeopleAndCentres() {
		_, err := workflow.Decide(w.fw, &w.state, w.facts(workflow.Needs(w.fw, &w.state, learner, cmd)), cmd)
		var d *workflow.Denied
		assert.Equal(t, waits[cmd.Kind()], errors.As(err, &d) && d.Has(workflow.DeclarationNotAgreed), "%s: %v", cmd.Kind(), err)
	}
}

// Who may do what, held to a table: the enrolment has trust-1 and trust-9, the
// plan is sent to assessor-1, and it was signed off and voided.
func TestWhoMayMove(t *testing.T) {
	t.Parallel()
	w := with(voided, func(w *world) {
		w.do(learner, addSupervisor(third))
		w.do(learner, addCentre("trust-9"))
		w.do(learner, addSupervisor(farOff))
		w.sentTo(assessor, "plan")
		w.setNow(w.now().Add(2 * time.Hour))
	})(t)
	cmds := aboutPeopleAndCentres()
	cmds[6] = addCentre("trust-5")
	var b strings.Builder
	for _, cmd := range cmds {
		fmt.Fprintf(&b, "%s\n", cmd.Kind())
		for _, p := range append(append(people{}, everyone...), third, assessor9, manager9) {
			fmt.Fprintf(&b, "  %-18s %s\n", p, w.outcome(p, cmd))
		}
	}
	golden(t, "who_may_move.golden", b.String())
}

// Texts as people read them, of every refusal that is about people and centres.
func TestMovingDenialTexts(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	show := func(title string, w *world, actor workflow.PersonID, cmd workflow.Command) {
		_, err := workflow.Decide(w.fw, &w.state, w.facts(workflow.Needs(w.fw, &w.state, actor, cmd)), cmd)
		var d *workflow.Denied
		if !errors.As(err, &d) {
			t.Fatalf("%s: %v", title, err)
		}
		fmt.Fprintf(&b, "# %s: %s by %s\n", title, cmd.Kind(), actor)
		for _, r := range d.Reasons {
			fmt.Fprintf(&b, "%s\n", r)
			if r.Remedy != "" {
				fmt.Fprintf(&b, "    %s\n", r.Remedy)
			}
		}
		b.WriteByte('\n')
	}
	w := planSent(t)
	show("Nothing pending", w, manager, reassign(second, third))
	show("To themselves", w, manager, reassign(assessor, assessor))
	show("To somebody who may not confirm", w, manager, withPlace(assessor, admin))
	show("The place, by the person leaving", w, assessor, withPlace(assessor, second))
	show("Too soon", w, learner, remind(assessor))
	show("A centre that there is", w, learner, addCentre("trust-1"))
	show("A centre that nobody knows", w, learner, addCentre("trust-0"))
	show("The last centre", w, manager, removeCentre("trust-1"))
	show("Somebody else's centre", moved(t), manager, removeCentre("trust-9"))
	show("A centre that it lacks", w, manager, removeCentre("trust-5"))
	show("Never signed off", w, manager, revokeSignOff())
	show("In the past", w, admin, completeBy(day(2026, 3, 1)))
	show("No day", w, admin, completeBy(proficiency.Date{Year: 2026, Month: 4, Day: 31}))
	show("A comment from outside", w, manager, &workflow.Comment{Item: "brief"})
	w = shiftAsked(t)
	show("Too soon again", w, learner, &workflow.RemindSignOff{})
	show("A signatory who confirmed", w, manager, reassign(educator, third))
	w = shiftSigned(t)
	w.do(manager, revokeSignOff())
	show("Revoked already", w, manager, revokeSignOff())
	show("In a trial", trial(t), learner, addCentre("trust-9"))
	golden(t, "denials_moving.golden", b.String())
}
