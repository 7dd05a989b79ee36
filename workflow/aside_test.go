package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// From confirmed, paper, lapsed, rejected and waived to how it is answered.
func TestSetAsideItems(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.settle(assessor, "yearly-1")
	w.later(1, 0, 1)
	w.settle(assessor, "plain-1")
	confirmed := w.item("plain-1").Decision
	w.do(educator, paper("plain-2"))
	w.save("below-1")
	w.send(assessor, "below-1")
	w.reject(assessor, "below-1")
	w.do(educator, waive("above-1"))
	waiver := w.item("above-1").Waiver
	all := items{"plain-1", "plain-2", "yearly-1", "below-1", "above-1"}
	r := w.do(manager, aside(all...))
	w.happened(r, "decision-ended", "decision-ended", "decision-ended", "decision-ended", "waiver-ended")
	w.itemStatus(workflow.ItemStatusAssessed, all[:4]...)
	w.itemStatus(workflow.ItemStatusUnassessed, "above-1")
	byWhom := workflow.Held{Role: "clinical-centre-manager", Centre: "trust-1"}
	for i, e := range eventsOf[*workflow.DecisionEnded](w, r) {
		assert.Equal(t, all[i], e.Item)
		assert.Equal(t, workflow.CauseSetAside, e.Cause)
		assert.Equal(t, byWhom, e.As)
		assert.Equal(t, "not by the book", e.Reason.String())
	}
	ended := eventsOf[*workflow.DecisionEnded](w, r)
	assert.Equal(t, assessor, ended[0].Decider)
	assert.Equal(t, confirmed.Seq, ended[0].Decision)
	assert.Equal(t, educator, ended[1].Decider, "who recorded the paper")
	e := one[*workflow.WaiverEnded](w, r)
	assert.Equal(t, workflow.WaiverEnded{
		Stamp: e.Stamp, Item: "above-1", Waiver: educator, Waiving: waiver.Seq, Cause: workflow.CauseSetAside, As: byWhom, Reason: e.Reason,
	}, *e)
	assert.Equal(t, "not by the book", e.Reason.String())
	assert.True(t, w.item("plain-2").Answer.Paper, "the answer stays")
	assert.NotNil(t, w.item("below-1").Plan, "the plan stays until it is confirmed")
	w.send(second, "plain-1", "below-1") // and all begins again
	w.denied(educator, paper("plain-2"), why(workflow.DecidedBefore, "plain-2"))
}

// Setting aside what is waived ends what is beneath as well.
func TestSetAsideAWaiverAndWhatIsBeneath(t *testing.T) {
	t.Parallel()
	beneath := func(t *testing.T) *world {
		t.Helper()
		w := bedsideOpen(t)
		w.settle(second, "yearly-1")
		w.later(1, 0, 1)
		w.do(educator, waive("yearly-1"))
		return w
	}
	for name, c := range map[string]struct {
		cmd    *workflow.SetAside
		events []string
		status workflow.ItemStatus
	}{
		"both":                {aside("yearly-1"), []string{"waiver-ended", "decision-ended"}, workflow.ItemStatusAssessed},
		"the waiver of one":   {asideBy(educator), []string{"waiver-ended"}, workflow.ItemStatusLapsed},
		"the decision of one": {asideBy(second), []string{"decision-ended"}, workflow.ItemStatusWaived},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := beneath(t)
			w.happened(w.do(manager, c.cmd), c.events...)
			w.itemStatus(c.status, "yearly-1")
		})
	}
}

func asideBy(p workflow.PersonID) *workflow.SetAside {
	return &workflow.SetAside{DecidedBy: p, Reason: "trained nowhere"}
}

// In bulk: all that one person decided, and nothing that others did.
func TestSetAsideByPerson(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.choose("extra-1")
	w.settle(second, "plain-1", "extra-1")
	w.drop("extra-1")
	w.save("below-1")
	w.send(second, "below-1")
	w.reject(second, "below-1")
	w.settle(assessor, "above-1")
	w.save("asks-1")
	w.send(second, "asks-1") // pending with them: it stays
	r := w.do(manager, asideBy(second))
	w.happened(r, "decision-ended", "decision-ended", "decision-ended")
	var ids items
	for _, e := range eventsOf[*workflow.DecisionEnded](w, r) {
		ids = append(ids, e.Item)
		assert.Equal(t, second, e.Decider)
	}
	assert.Equal(t, items{"plain-1", "below-1", "extra-1"}, ids, "in the framework's order")
	w.itemStatus(workflow.ItemStatusAssessed, "plain-1", "below-1")
	w.itemStatus(workflow.ItemStatusExcluded, "extra-1")
	assert.Nil(t, w.item("extra-1").Decision)
	w.itemStatus(workflow.ItemStatusRequested, "asks-1")
	w.itemStatus(workflow.ItemStatusConfirmed, "above-1", "start-1")
	w.denied(manager, asideBy(second), why(workflow.NotDecided))

	w.do(educator, paper("plain-2"))
	w.do(educator, waive("multi-1"))
	w.happened(w.do(manager, asideBy(educator)), "decision-ended", "waiver-ended")
}

// A pending renewal goes with the decision that it was to renew.
func TestSetAsideWithdrawsARenewal(t *testing.T) {
	t.Parallel()
	for name, days := range map[string]int{"in date": -30, "lapsed since": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := bedsideOpen(t)
			w.settle(assessor, "yearly-1")
			w.later(1, 0, -40)
			sent := w.send(second, "yearly-1")
			w.later(0, 0, 40+days)
			r := w.do(manager, aside("yearly-1"))
			w.happened(r, "request-ended", "decision-ended")
			e := one[*workflow.RequestEnded](w, r)
			assert.Equal(t, workflow.CauseSetAside, e.Cause)
			assert.Equal(t, second, e.To)
			assert.Equal(t, sent.Record.Seq, e.Request)
			w.itemStatus(workflow.ItemStatusAssessed, "yearly-1")
		})
	}
}

func TestRefusalsOfSetAside(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.save("plain-1", "plain-2")
	w.send(assessor, "plain-1")
	all := aside("start-1")
	got := w.refuses([]refusedRow{
		{"by the learner", learner, aside("start-1"), [][]string{why(workflow.IsTheLearner)}},
		{"by a stranger", stranger, aside("start-1", "care-99"), [][]string{why(workflow.NotFound)}},
		{"by the decider", assessor, aside("start-1"), [][]string{lacksCapability}},
		{"by an educator", educator, all, [][]string{lacksCapability}},
		{"nothing", manager, aside(), [][]string{why(workflow.NoItems)}},
		{"too many", manager, aside(thousandAndOne()...), [][]string{why(workflow.TooLarge)}},
		{"twice", manager, aside("start-1", "start-1"), [][]string{why(workflow.DuplicateItem, "start-1")}},
		{"items and a person", manager, &workflow.SetAside{Items: items{"start-1"}, DecidedBy: assessor, Reason: "x"}, [][]string{why(workflow.DuplicateItem)}},
		{"without a reason", manager, &workflow.SetAside{Items: items{"start-1"}, Reason: " "}, [][]string{why(workflow.ReasonMissing)}},
		{"for too long a reason", manager, &workflow.SetAside{Items: items{"start-1"}, Reason: tooLong}, [][]string{why(workflow.InvalidText)}},
		{"requested, assessed, unassessed, unknown", manager, aside("start-1", "plain-1", "plain-2", "below-1", "care-99"), [][]string{
			why(workflow.NotDecided, "plain-1", "plain-2", "below-1"), why(workflow.UnknownItem, "care-99"),
		}},
		{"by one who decided nothing", manager, asideBy(second), [][]string{why(workflow.NotDecided)}},
		{"everything at once", assessor, &workflow.SetAside{Items: items{"plain-1", "care-99"}}, [][]string{
			lacksCapability, why(workflow.ReasonMissing), why(workflow.NotDecided, "plain-1"), why(workflow.UnknownItem, "care-99"),
		}},
		{"everything at once, in bulk", assessor, &workflow.SetAside{DecidedBy: second}, [][]string{
			lacksCapability, why(workflow.ReasonMissing), why(workflow.NotDecided),
		}},
	})
	golden(t, "refusals_aside.golden", got)
	w.do(admin, &workflow.Withdraw{Reason: "moved away"})
	w.denied(manager, aside("start-1"), unwanted)
}

// What it does to the sign-off: what rested on the decision falls.
func TestSetAsideAndTheSignOff(t *testing.T) {
	t.Parallel()
	voided := []string{"decision-ended", "sign-off-voided"}
	for name, c := range map[string]struct {
		in     func(*testing.T) *world
		before func(w *world)
		cmd    *workflow.SetAside
		want   []string
		status workflow.Status
	}{
		"signed off":                            {bedsideSigned, nil, aside("plain-1"), voided, workflow.StatusVoid},
		"signed off, more than the group needs": {bedsideSigned, func(w *world) { w.settle(assessor, "any-3") }, aside("any-3"), voided, workflow.StatusVoid},
		"signed off, a rejection in a group": {bedsideSigned, func(w *world) { w.save("any-3"); w.send(assessor, "any-3"); w.reject(assessor, "any-3") },
			aside("any-3"), voided, workflow.StatusVoid},
		"signed off, a confirmation in a group that has lapsed": {with(lookedAll, func(w *world) {
			w.settle(assessor, "one-2")
			w.do(learner, forSignOff(educator))
			w.do(educator, &workflow.SignOff{})
			w.later(0, 1, 1)
		}), nil, aside("one-2"), voided, workflow.StatusVoid},
		"asked":                            {bedsideAsked, nil, aside("plain-1"), []string{"decision-ended", "sign-off-request-ended"}, workflow.StatusInProgress},
		"asked, more than the group needs": {bedsideAsked, func(w *world) { w.settle(assessor, "any-3") }, aside("any-1"), voided[:1], workflow.StatusSignOffRequested},
		"asked, not enough left":           {bedsideAsked, nil, aside("any-1"), []string{"decision-ended", "sign-off-request-ended"}, workflow.StatusInProgress},
		"asked, and not ready any more":    {bedsideAsked, func(w *world) { w.later(1, 0, 1) }, aside("plain-1"), voided[:1], workflow.StatusSignOffRequested},
		"signed off, excluded": {with(bedsideReady, func(w *world) {
			w.choose("extra-1")
			w.settle(assessor, "extra-1")
			w.drop("extra-1")
			w.do(learner, &workflow.RequestSignOff{To: educator})
			w.do(educator, &workflow.SignOff{})
		}), nil, aside("extra-1"), voided[:1], workflow.StatusSignedOff},
		"signed off, what was waived": {with(bedsideReady, func(w *world) {
			w.do(manager, aside("plain-1"))
			w.do(educator, waive("plain-1"))
			w.do(learner, &workflow.RequestSignOff{To: educator})
			w.do(educator, &workflow.SignOff{})
		}), nil, aside("plain-1"), []string{"waiver-ended", "sign-off-voided"}, workflow.StatusVoid},
		"signed off, what was waived and dropped": {with(bedsideReady, func(w *world) {
			w.choose("extra-1")
			w.do(educator, waive("extra-1"))
			w.drop("extra-1")
			w.do(learner, &workflow.RequestSignOff{To: educator})
			w.do(educator, &workflow.SignOff{})
		}), nil, aside("extra-1"), []string{"waiver-ended"}, workflow.StatusSignedOff},
		"declined": {with(bedsideAsked, func(w *world) { w.do(educator, &workflow.DeclineSignOff{Reason: "not yet"}) }), nil, aside("plain-1"),
			voided[:1], workflow.StatusInProgress},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := c.in(t)
			if c.before != nil {
				c.before(w)
			}
			r := w.do(manager, c.cmd)
			w.happened(r, c.want...)
			w.status(c.status)
			for _, e := range eventsOf[*workflow.SignOffVoided](w, r) {
				assert.Equal(t, workflow.CauseSetAside, e.Cause)
				assert.Equal(t, educator, e.Signatory)
				assert.Equal(t, w.state.LastSignOff().Serial, e.Serial)
			}
			for _, e := range eventsOf[*workflow.SignOffRequestEnded](w, r) {
				assert.Equal(t, workflow.CauseNotReady, e.Cause)
				assert.Equal(t, educator, e.To)
			}
		})
	}
}

// lookedAll is looked with nothing left.
func lookedAll(t *testing.T) *world { t.Helper(); return looked(t) }

// Many decisions of one person fall in one record, with one reason.
func TestSetAsideInBulkIsOneRecord(t *testing.T) {
	t.Parallel()
	w := bedsideSigned(t)
	r := w.do(manager, asideBy(assessor))
	want := make([]string, 13, 14)
	for i := range want {
		want[i] = "decision-ended"
	}
	w.happened(r, append(want, "sign-off-voided")...)
	require.Len(t, r.Record.Texts, 1)
	w.itemStatus(workflow.ItemStatusConfirmed, "lead-1")
	w.itemStatus(workflow.ItemStatusAssessed, singles[:9]...)
	var left items
	for it := range w.fw.Items().Values() {
		if w.item(it.ID()).Decision != nil {
			left = append(left, it.ID())
		}
	}
	assert.Equal(t, []proficiency.ItemID{"lead-1"}, left)
}
