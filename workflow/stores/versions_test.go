package stores_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/report"
)

// listed are the summaries that a query selects for a manager.
func (c *cohort) listed(q workflow.Query) (all []workflow.Summary) {
	c.Helper()
	for s, err := range c.engine.List(context.Background(), "manager-1", q) {
		require.NoError(c, err)
		all = append(all, s)
	}
	return all
}

// written is what people read of the cohort: who is in date, and what an upgrade would do.
func (c *cohort) written() string {
	c.Helper()
	var b strings.Builder
	inDate, err := report.WhoIsInDate(c.engine.List(context.Background(), "manager-1", workflow.Query{Framework: passport}), time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC), time.UTC)
	require.NoError(c, err)
	require.NoError(c, inDate.CSV(&b, nil))
	plan, err := report.PlanUpgrades(c.engine.PlanUpgrades(context.Background(), "educator-1", workflow.Query{Framework: passport}, proficiency.Version{Major: 2}))
	require.NoError(c, err)
	require.NoError(c, plan.CSV(&b, nil))
	return b.String()
}

// versions are how many of the summaries are on which version.
func versions(all []workflow.Summary) map[string]int {
	on := map[string]int{}
	for i := range all {
		on[all[i].Framework.Version.String()]++
	}
	return on
}

// Learners on different versions of a framework stand in one list, each counted by
// the version that they are on, and databases list them as the memory does.
func TestSeveralVersionsInOneList(t *testing.T) {
	memory := newCohort(t, memstore.New(), 9, 3)
	onEach(t, func(t *testing.T, d *database) {
		s, _ := d.store(t)
		c := newCohort(t, s, 9, 3)
		all := c.listed(workflow.Query{Framework: passport})
		assert.Equal(t, map[string]int{"1.0.0": 6, "2.0.0": 3}, versions(all))
		assert.Equal(t, map[string]int{"1.0.0": 6, "2.0.0": 3}, versions(c.listed(workflow.Query{Centre: "trust-1", Supervisor: "educator-1"})))
		counting := map[string]int{}
		for i := range all {
			counting[all[i].Framework.Version.String()] = all[i].Totals().Counting
			assert.Equal(t, 8, all[i].Totals().Confirmed, "%s", all[i].Learner)
		}
		assert.Equal(t, counting["1.0.0"]+1, counting["2.0.0"], "one more is asked there")
		var paged []workflow.Summary
		for q := (workflow.Query{Framework: passport, Limit: 2}); ; q.After = paged[len(paged)-1].Enrolment {
			page := c.listed(q)
			if paged = append(paged, page...); len(page) < q.Limit {
				break
			}
		}
		assert.Empty(t, cmp.Diff(all, paged), "page by page, whatever the version")
		assert.Empty(t, cmp.Diff(memory.listed(workflow.Query{Framework: passport}), all))
		assert.Equal(t, memory.written(), c.written())
		assert.Equal(t, 3, strings.Count(c.written(), ",2.0.0,no,"), "who is in date is said by version, too")

		for res, err := range c.engine.EachListed(context.Background(), c.upgrade("passport-2"), workflow.Query{Framework: passport}, 4) {
			require.NoError(t, err, "%s", res.Enrolment)
		}
		after := c.listed(workflow.Query{Framework: passport})
		assert.Equal(t, map[string]int{"2.0.0": 9}, versions(after))
		for i := range after {
			assert.Equal(t, counting["2.0.0"], after[i].Totals().Counting)
			assert.Equal(t, 8, after[i].Totals().Confirmed, "nothing is lost")
		}
		assert.Empty(t, after[0].Pending)
	})
}
