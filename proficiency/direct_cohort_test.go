package proficiency_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/report"
)

// A cohort is half-way through the first release of a real framework when the
// second comes: everybody is moved, and what becomes of them is what was planned.
func TestRealCohort(t *testing.T) {
	t.Parallel()
	catalog, err := proficiency.NewCatalog(proficiency.DirectCatalog(t))
	require.NoError(t, err)
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time { return time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC) })
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	host.Delegate("educator-1", "trust-1", "educator-manager")
	host.Delegate("assessor-1", "trust-1", "assessor")
	host.Delegate("manager-1", "trust-1", "administrator")
	engine, err := workflow.NewEngine(catalog, host, memstore.New(), workflow.Options{Key: []byte("a key of 16 bytes")})
	require.NoError(t, err)
	ctx := context.Background()
	do := func(actor workflow.PersonID, id workflow.EnrolmentID, cmd workflow.Command) workflow.Result {
		t.Helper()
		res, err := engine.Do(ctx, workflow.Request{Actor: actor, Enrolment: id, Command: cmd})
		require.NoError(t, err)
		return res
	}
	first := proficiency.Ref{ID: "direct", Version: proficiency.Version{Major: 1}}
	second := proficiency.Version{Major: 2}
	fw, err := catalog.Framework(first)
	require.NoError(t, err)
	rng := rand.New(rand.NewPCG(1, 2))
	scale := fw.Items().At(0).Question("").Scale().Answers()
	const learners = 30
	for n := range learners {
		learner := workflow.PersonID(fmt.Sprintf("learner-%02d", n+1))
		host.Delegate(learner, "trust-1")
		host.Staff("educator-1", "trust-1", learner)
		id := do("educator-1", "", &workflow.Enrol{Learner: learner, Framework: first, Centre: "trust-1"}).Enrolment
		answers, ask := &workflow.SelfAssess{}, &workflow.RequestConfirmation{To: "assessor-1"}
		for it := range fw.Items().Values() {
			if rng.IntN(learners) > n { // the later ones are further on
				continue
			}
			a := scale.At(rng.IntN(scale.Len()))
			answers.Items = append(answers.Items, workflow.Answer(it.ID(), a.ID).Items...)
			if a.Meets {
				ask.Items = append(ask.Items, it.ID())
			}
		}
		if len(ask.Items) == 0 {
			continue
		}
		basis := do(learner, id, answers).Record.Seq
		do(learner, id, ask)
		confirm := &workflow.Confirm{}
		for i, item := range ask.Items {
			if i%4 > 0 {
				confirm.Items = append(confirm.Items, workflow.Seen{Item: item, Basis: basis})
			}
		}
		if len(confirm.Items) > 0 {
			do("assessor-1", id, confirm)
		}
	}

	everybody := workflow.Query{Framework: "direct"}
	planned, err := report.PlanUpgrades(engine.PlanUpgrades(ctx, "educator-1", everybody, second))
	require.NoError(t, err)
	require.Equal(t, learners, planned.Changed)
	var table strings.Builder
	require.NoError(t, planned.Table(&table, nil))
	t.Log("\n" + table.String())

	begun := time.Now()
	progress := report.NewProgress(nil, learners)
	var request workflow.RequestID = "to-the-second"
	for res, err := range engine.EachListed(ctx, workflow.Request{ID: request, Actor: "educator-1", Command: &workflow.Upgrade{To: second}}, everybody, 1) {
		progress.Add(res, err)
		if progress.Done == learners/2 {
			break // stopped half-way
		}
	}
	for res, err := range engine.EachListed(ctx, workflow.Request{ID: request, Actor: "educator-1", Command: &workflow.Upgrade{To: second}}, everybody, 1) {
		if !res.Replayed {
			progress.Add(res, err)
		}
	}
	t.Logf("%d upgraded, %.0f a second", progress.Done, float64(learners)/time.Since(begun).Seconds())
	require.Equal(t, learners, progress.Done, "each once, though it was stopped")
	again, err := report.PlanUpgrades(engine.PlanUpgrades(ctx, "educator-1", everybody, second))
	require.NoError(t, err)
	require.Equal(t, learners, again.Unchanged)
	byLearner := map[workflow.PersonID]report.UpgradeRow{}
	for _, r := range planned.Rows {
		byLearner[r.Learner] = r
	}
	listed := 0
	for sum, err := range engine.List(ctx, "educator-1", everybody) {
		if assert.NoError(t, err) {
			assert.Equal(t, second, sum.Framework.Version)
			assert.Equal(t, byLearner[sum.Learner].After, sum.Status, sum.Learner)
			listed++
		}
	}
	require.Equal(t, learners, listed)
}
