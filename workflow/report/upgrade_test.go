package report_test

import (
	"encoding/csv"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/report"
)

type plannedUpgrade struct {
	workflow.PlannedUpgrade
	err error
}

func plans(all ...plannedUpgrade) iter.Seq2[workflow.PlannedUpgrade, error] {
	return func(yield func(workflow.PlannedUpgrade, error) bool) {
		for _, p := range all {
			if !yield(p.PlannedUpgrade, p.err) {
				return
			}
		}
	}
}

// planFor is a plan with an item of each of the carryings, the first ones named.
func planFor(learner workflow.PersonID, before, after workflow.Status, carryings ...workflow.Carrying) plannedUpgrade {
	p := &workflow.UpgradePlan{To: proficiency.Ref{ID: "refresh", Version: proficiency.Version{Major: 2}}, Before: before, Status: after}
	for i, c := range carryings {
		p.Items = append(p.Items, workflow.ItemCarrying{Item: proficiency.ItemID([]string{"wash", "dry", "tell", "mask", "chart"}[i]), Carrying: c})
		p.AsksAgain = p.AsksAgain || c == workflow.CarryingReconfirm || c == workflow.CarryingNew || c == workflow.CarryingReassess
	}
	return plannedUpgrade{workflow.PlannedUpgrade{Enrolment: workflow.EnrolmentID("e-" + learner), Learner: learner, On: refresh, Plan: p}, nil}
}

func cohort() []plannedUpgrade {
	newest := refresh
	newest.Version.Major = 2
	signed := planFor("learner-3", workflow.StatusSignedOff, workflow.StatusInProgress,
		workflow.CarryingReconfirm, workflow.CarryingKept, workflow.CarryingNew, workflow.CarryingLost, workflow.CarryingKept)
	signed.Plan.Agreement = true
	begun := planFor("learner-1", workflow.StatusInProgress, workflow.StatusInProgress,
		workflow.CarryingReassess, workflow.CarryingNone, workflow.CarryingNew, workflow.CarryingNone, workflow.CarryingKept)
	none := planFor("learner-4", workflow.StatusSignOffRequested, workflow.StatusSignOffRequested,
		workflow.CarryingKept, workflow.CarryingKept, workflow.CarryingNone, workflow.CarryingNone, workflow.CarryingKept)
	there := plannedUpgrade{workflow.PlannedUpgrade{Enrolment: "e-2", Learner: "=learner-2", On: newest}, nil}
	refused := plannedUpgrade{workflow.PlannedUpgrade{Enrolment: "e-5", Learner: "learner-5", On: refresh}, &workflow.Denied{
		Reasons: []workflow.Reason{{Code: workflow.NoMigration}, {Code: workflow.NoMigration}, {Code: workflow.EnrolmentWithdrawn}},
	}}
	return []plannedUpgrade{signed, begun, none, there, refused}
}

func TestPlanUpgrades(t *testing.T) {
	t.Parallel()
	u, err := report.PlanUpgrades(plans(cohort()...))
	require.NoError(t, err)
	require.Equal(t, report.UpgradeCounts{Kept: 6, ConfirmAgain: 1, AssessAgain: 1, New: 2, Lost: 1}, u.Total)
	require.Equal(t, [5]int{3, 1, 1, 2, 1}, [5]int{u.Changed, u.Unchanged, u.Refused, u.AskedAgain, u.SignOffs})
	require.Equal(t, []report.UpgradeItem{
		{Item: "wash", UpgradeCounts: report.UpgradeCounts{Kept: 1, ConfirmAgain: 1, AssessAgain: 1}},
		{Item: "tell", UpgradeCounts: report.UpgradeCounts{New: 2}},
		{Item: "mask", UpgradeCounts: report.UpgradeCounts{Lost: 1}},
	}, u.Items, "those of which something changes")

	broken := errors.New("damaged")
	u, err = report.PlanUpgrades(plans(cohort()[0], plannedUpgrade{err: broken}, cohort()[1]))
	require.ErrorIs(t, err, broken)
	require.Len(t, u.Rows, 1)
}

func TestPlannedUpgradesAreWritten(t *testing.T) {
	t.Parallel()
	u, err := report.PlanUpgrades(plans(cohort()...))
	require.NoError(t, err)
	names := func(id workflow.PersonID) string { return strings.ReplaceAll(string(id), "learner-3", "learner|3") }
	var b strings.Builder
	require.NoError(t, u.CSV(&b, names))
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	require.NoError(t, err)
	require.Equal(t, [][]string{
		{"learner", "name", "framework", "from", "to", "kept", "confirm_again", "assess_again", "new", "lost", "status", "status_after", "asks_again", "agreement", "sign_off_request_ends", "refused", "enrolment"},
		{"'=learner-2", "'=learner-2", "refresh", "2.0.0", "2.0.0", "0", "0", "0", "0", "0", "", "", "no", "no", "no", "", "e-2"},
		{"learner-1", "learner-1", "refresh", "1.0.0", "2.0.0", "1", "0", "1", "1", "0", "in-progress", "in-progress", "yes", "no", "no", "", "e-learner-1"},
		{"learner-3", "learner|3", "refresh", "1.0.0", "2.0.0", "2", "1", "0", "1", "1", "signed-off", "in-progress", "yes", "yes", "no", "", "e-learner-3"},
		{"learner-4", "learner-4", "refresh", "1.0.0", "2.0.0", "3", "0", "0", "0", "0", "sign-off-requested", "sign-off-requested", "no", "no", "no", "", "e-learner-4"},
		{"learner-5", "learner-5", "refresh", "1.0.0", "1.0.0", "0", "0", "0", "0", "0", "", "", "no", "no", "no", "no-migration withdrawn", "e-5"},
	}, rows)

	b.Reset()
	require.NoError(t, u.Table(&b, nil))
	require.Equal(t, strings.TrimLeft(`
learner     from           to     kept  confirm  assess  new  lost  status              after
=learner-2  refresh@2.0.0  2.0.0  0     0        0       0    0
learner-1   refresh@1.0.0  2.0.0  1     0        1       1    0     in-progress         in-progress
learner-3   refresh@1.0.0  2.0.0  2     1        0       1    1     signed-off          in-progress
learner-4   refresh@1.0.0  2.0.0  3     0        0       0    0     sign-off-requested  sign-off-requested
learner-5   refresh@1.0.0  1.0.0  0     0        0       0    0                                             no-migration withdrawn
total                             6     1        1       2    1
3 of 5 enrolments go on: 2 are asked something again or anew, 1 lose a sign-off for their status. 1 are on the version already, 1 are refused.
`, "\n"), trimmed(b.String()))

	b.Reset()
	require.NoError(t, u.Markdown(&b, names))
	require.Contains(t, b.String(), `| learner\|3 | refresh@1.0.0 | 2.0.0 | 2 | 1 | 0 | 1 | 1 | signed-off | in-progress |  |`)
	require.Contains(t, b.String(), "| **total** | | | 6 | 1 | 1 | 2 | 1 | | | |")
	require.Contains(t, b.String(), "| wash | 1 | 1 | 1 | 0 | 0 |")

}

// trimmed is a text without spaces at the ends of lines.
func trimmed(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

func TestProgress(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	p := report.NewProgress(&b, 4)
	stored := workflow.Result{Record: workflow.Record{Seq: 7}}
	p.Add(stored, nil)
	p.Add(workflow.Result{}, nil)
	p.Add(workflow.Result{}, &workflow.Denied{})
	p.Add(workflow.Result{}, errors.New("the store is away"))
	p.End()
	require.Equal(t, [4]int{1, 1, 1, 1}, [4]int{p.Done, p.Unchanged, p.Refused, p.Failed})
	lines := strings.Split(b.String(), "\r")
	require.Equal(t, "[=======                       ] 1 of 4: 1 done, 0 unchanged, 0 refused, 0 failed", lines[1])
	require.Equal(t, "[==============================] 4 of 4: 1 done, 1 unchanged, 1 refused, 1 failed\n", lines[len(lines)-1])
	quiet := report.NewProgress(nil, 0)
	quiet.Add(stored, nil)
	quiet.End()
	require.Equal(t, 1, quiet.Done)
}
