package workflow_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// Status, readiness and counts are what the rules say, wherever the enrolment
// has come, and all ways of asking agree.
func TestDerivedIsWhatTheRulesSay(t *testing.T) {
	t.Parallel()
	walks(t, 300, func(k *walk) {
		now := k.now()
		for it := range k.fw.Items().Values() {
			require.Equal(k.t, k.model.itemStatus(it), workflow.ItemStatusOf(k.fw, &k.state, it, now), "%s", it.ID())
		}
		missing := reasonsOf(workflow.Readiness(k.fw, &k.state, now))
		require.Equal(k.t, append([]string{}, k.model.missing()...), missing)
		require.Equal(k.t, len(missing) == 0, workflow.Ready(k.fw, &k.state, now))
		require.Equal(k.t, k.model.status(), workflow.StatusOf(k.fw, &k.state, now))
		require.ElementsMatch(k.t, k.model.supervisors, k.state.Supervisors())
		require.Len(k.t, k.state.SignOffs(), k.model.given)
		k.summaryAgrees()
	})
}

// summaryAgrees: the lists show what the state says, and their totals are the
// sum over the items.
func (k *walk) summaryAgrees() {
	k.t.Helper()
	sum := k.summary()
	assert.Equal(k.t, k.model.totals(), sum.Totals())
	assert.Equal(k.t, k.model.status(), sum.Status)
	assert.Equal(k.t, len(k.model.missing()) == 0, sum.Ready)
	pending := 0
	for _, p := range sum.Pending {
		pending += p.Items
		assert.Equal(k.t, p.SignOff, p.Items == 0)
	}
	assert.Equal(k.t, sum.Totals().Requested, pending)
	listed := k.listed(learner) // written with the last record, item by item
	require.Empty(k.t, cmp.Diff(sum, listed, cmpopts.EquateEmpty()), "listed")
	v, err := k.engine.View(k.ctx, learner, k.id)
	require.NoError(k.t, err)
	require.Empty(k.t, cmp.Diff(sum, v.Summary, cmpopts.EquateEmpty()), "viewed")
}

// Whoever may see an enrolment by its summary is given reasons, and nobody
// else hears more than that there is none.
func TestViewersAndNotFoundAgree(t *testing.T) {
	t.Parallel()
	walks(t, 200, func(k *walk) {
		sum := k.summary()
		for range 3 {
			actor := k.person()
			f := k.someFacts(actor)
			viewer := workflow.ViewerOf(f.Policy, actor, f.Person(actor))
			_, cmd := k.command(workflow.KindSelfAssess)
			if k.chance(0.5) {
				_, cmd = k.anything()
			}
			if cmd.Kind() == workflow.KindEnrol {
				continue
			}
			_, err := workflow.Decide(k.fw, &k.state, f, cmd)
			d, _ := err.(*workflow.Denied)
			notFound := d != nil && d.Has(workflow.NotFound)
			require.Equal(k.t, workflow.CanView(&sum, viewer), !notFound, "%s by %s", cmd.Kind(), actor)
			if notFound {
				require.Len(k.t, d.Reasons, 1)
			}
		}
	})
}
