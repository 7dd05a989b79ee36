package workflow_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Status, readiness and counts are what the rules say, wherever the enrolment
// has come, and all ways of asking agree.
func TestDerivedIsWhatTheRulesSay(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	walks(t, 700, func(k *walk) {
		now := k.now()
		for it := range k.fw.Items().Values() {
			require.Equal(k.t, k.model.itemStatus(it, now), workflow.ItemStatusOf(k.fw, &k.state, it, now), "%s", it.ID())
			require.Equal(k.t, k.model.rating(it), workflow.RatingOf(k.fw, &k.state, it), "%s", it.ID())
		}
		for _, at := range []time.Time{now, k.walker.Later(&k.state, now)} {
			o := &oracle{model: k.model, f: k.factsFor(learner, &workflow.Agree{})}
			o.f.Now = at
			want := append([]string{}, k.model.missing(at)...)
			require.Equal(k.t, len(want) == 0, workflow.Ready(k.fw, &k.state, at))
			for range o.lacks(proficiency.BeforeSignOff, k.model.letGo()...) {
				want = append(want, string(workflow.RequiresFramework))
			}
			slices.Sort(want)
			require.Equal(k.t, want, reasonsOf(workflow.Readiness(k.fw, &k.state, at, o.f.Attainments...)))
			require.Equal(k.t, k.model.status(at), workflow.StatusOf(k.fw, &k.state, at))
			k.summaryAgrees(at)
		}
		require.Equal(k.t, slices.Clip(k.model.supervisors), slices.Clip(k.state.Supervisors()))
		require.Equal(k.t, slices.Clip(k.model.centres), slices.Clip(k.state.Centres()))
		require.Len(k.t, k.state.SignOffs(), len(k.model.given))
		require.True(k.t, k.model.until.Equal(k.state.LastSignOffUntil()))
		k.listsAgree()
	})
}

// summaryAgrees: a summary as of an instant says what the model says, and its
// totals are the sum over the items.
func (k *walk) summaryAgrees(at time.Time) {
	k.t.Helper()
	sum := workflow.Summarise(k.fw, &k.state, at)
	require.Equal(k.t, k.model.totals(at), sum.Totals())
	require.Equal(k.t, k.model.status(at), sum.Status)
	require.Equal(k.t, len(k.model.missing(at)) == 0, sum.Ready)
	require.Equal(k.t, k.model.stands(), sum.SignOffStands)
	round, submission := k.model.summaryOfRounds()
	require.Equal(k.t, round, sum.Round)
	require.Equal(k.t, submission, sum.Submission)
	asked := map[workflow.PersonID]int{}
	k.model.pending(func(it *proficiency.Item, to workflow.PersonID) {
		if it != nil {
			asked[to]++
		}
	})
	for _, p := range sum.Pending {
		require.Equal(k.t, p.SignOff, p.Items == 0)
		asked[p.With] -= p.Items
	}
	for p, n := range asked {
		require.Zero(k.t, n, "pending with %s", p)
	}
}

// listsAgree: what is listed and viewed is what a summary from nothing says.
func (k *walk) listsAgree() {
	k.t.Helper()
	sum := k.summary()
	require.Empty(k.t, cmp.Diff(sum, k.listedAsTrial(k.model.whose(), k.model.trial()), cmpopts.EquateEmpty()), "listed")
	v, err := k.engine.View(k.ctx, k.model.whose(), k.id)
	require.NoError(k.t, err)
	require.Empty(k.t, cmp.Diff(sum, v.Summary, cmpopts.EquateEmpty()), "viewed")
}

// listedAsTrial is listed, among trials or the rest.
func (k *walk) listedAsTrial(actor workflow.PersonID, trials bool) (found workflow.Summary) {
	k.t.Helper()
	for s, err := range k.engine.List(k.ctx, actor, workflow.Query{Learner: k.model.whose(), Framework: k.fw.ID(), Trials: trials}) {
		require.NoError(k.t, err)
		found = s
	}
	return found
}

// Whoever may see an enrolment by its summary is given reasons, and nobody
// else hears more than that there is none.
func TestViewersAndNotFoundAgree(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	walks(t, 700, func(k *walk) {
		sum := k.summary()
		for range 3 {
			actor := k.person()
			_, cmd := k.anything()
			f := k.someFacts(actor, cmd)
			viewer := workflow.ViewerOf(f.Policy, actor, f.Person(actor))
			if cmd.Kind() == workflow.KindEnrol || cmd.Kind() == workflow.KindEnrolTrial {
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

// What is decided is what the rules allow, and only that, whatever roles people
// have lost or been given: the rules are written down a second time for it.
func TestDecideAllowsWhatTheRulesAllow(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	walks(t, 700, func(k *walk) {
		for range 3 {
			actor, cmd := k.anything()
			f := k.someFacts(actor, cmd)
			_, err := workflow.Decide(k.fw, &k.state, f, cmd)
			d, why := k.refused(err), k.model.forbids(f, cmd)
			require.Equal(k.t, d != nil, len(why) > 0, "%s by %s, who may %v: %v: %+v", cmd.Kind(), actor, why, d, cmd)
		}
	})
}
