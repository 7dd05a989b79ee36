package workflow_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
)

// TestDenialTexts holds representative refusals, as people read them, to a
// file: what was refused, the line of content or policy that decided, and what
// would make it possible.
func TestDenialTexts(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	show := func(title string, w *world, actor workflow.PersonID, cmd workflow.Command) {
		_, err := workflow.Decide(w.fw, &w.state, w.facts(workflow.Needs(w.fw, &w.state, actor, cmd)), cmd)
		var d *workflow.Denied
		require.ErrorAs(t, err, &d, title)
		fmt.Fprintf(&b, "# %s: %s by %s\n", title, cmd.Kind(), actor)
		for _, r := range d.Reasons {
			fmt.Fprintf(&b, "%s\n", r)
			if r.Remedy != "" {
				fmt.Fprintf(&b, "    %s\n", r.Remedy)
			}
		}
		b.WriteByte('\n')
	}
	w := enrolled(t)
	show("Before the declaration", w, learner, w.answers("safety-1"))
	show("Enrolled already", w, educator, &workflow.Enrol{Learner: learner, Framework: wardBasics, Centre: "trust-1"})
	show("Enrolled elsewhere", w, farOff, &workflow.Enrol{Learner: learner, Framework: wardBasics, Centre: "trust-9"})
	show("A stranger", w, stranger, w.answers("safety-1"))

	w = agreed(t)
	mixed := w.answers("care-1", "extra-1", "safety-1", "airway-1")
	mixed.Items[2].Answers[0].Answer = "agree"
	mixed.Items[3].Answers = []workflow.Given{{Question: "ease", Answer: "high"}}
	mixed.Items = append(mixed.Items, workflow.ItemAnswer{Item: "care-99"})
	show("Several items, several reasons", w, learner, mixed)
	show("Too early", w, learner, requestSignOff())
	show("Optional", w, learner, &workflow.ChooseOptional{Items: items{"care-1", "renal-1"}, Sections: sections("care", "dental")})

	w = sent(t)
	show("Sent to the wrong people", w, learner, &workflow.RequestConfirmation{Items: items{"care-1"}, To: manager})
	show("Sent to somebody suspended", w, learner, &workflow.RequestConfirmation{Items: items{"safety-1"}, To: stopped})
	show("Sent for another category", w, learner, &workflow.RequestConfirmation{Items: items{"care-2"}, To: limited})
	show("A stale screen", w, assessor, &workflow.Confirm{Items: []workflow.Seen{{Item: "care-1", Basis: 1}, {Item: "care-2"}}})
	show("Somebody else's request", w, educator, &workflow.Confirm{Items: w.decisions("care-1")})
	show("No plan", w, assessor, &workflow.Reject{Items: w.decisions("care-1")})
	show("Too much", w, learner, overlong(w))
	show("Withdrawing without the right", w, educator, &workflow.Withdraw{Reason: "moved away"})
	show("The last signatory", w, learner, &workflow.RemoveSupervisor{Person: educator})

	w = signedOff(t)
	show("What would be lost", w, learner, workflow.Answer("care-1", "ongoing"))
	show("Signed off already", w, learner, &workflow.RequestSignOff{To: assessor})
	show("Withdrawing what is signed off", w, admin, &workflow.Withdraw{})
	w = withdrawn(t)
	show("Withdrawn", w, learner, w.answers("care-1"))
	golden(t, "denials.golden", b.String())
}

func overlong(w *world) workflow.Command {
	c := w.answers("care-2")
	c.Items[0].Comment, c.Items[0].On = tooLong, day(2027, 1, 1)
	c.Items[0].Evidence = []workflow.EvidenceRef{{}}
	return c
}

func TestReasonString(t *testing.T) {
	t.Parallel()
	r := workflow.Reason{Code: workflow.Unconfirmed, Message: "1.3.3.a is not confirmed"}
	assert.Equal(t, "1.3.3.a is not confirmed [unconfirmed]", r.String())
	r.Clause = source.Position{File: "critical-care-step-1.yaml", Line: 212, Col: 7}
	assert.Equal(t, "critical-care-step-1.yaml:212:7: 1.3.3.a is not confirmed [unconfirmed]", r.String())
	d := &workflow.Denied{Kind: workflow.KindSignOff, Reasons: []workflow.Reason{r, {Code: workflow.NoItems, Message: "the command names nothing"}}}
	assert.Equal(t, r.String()+"\nthe command names nothing [no-items]", d.Error())
	assert.True(t, d.Has(workflow.NoItems))
	assert.False(t, d.Has(workflow.NotFound))
}
