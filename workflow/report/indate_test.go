package report_test

import (
	"encoding/csv"
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/report"
)

var (
	now     = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	refresh = proficiency.Ref{ID: "refresh", Version: proficiency.Version{Major: 1}}
)

func listed(rows ...workflow.Summary) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) {
		for _, s := range rows {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func signedOff(learner workflow.PersonID, until time.Time) workflow.Summary {
	return workflow.Summary{
		Enrolment: workflow.EnrolmentID("e-" + learner), Learner: learner, Framework: refresh, Status: workflow.StatusSignedOff,
		SignOffStands: true, SignedOffOn: proficiency.Date{Year: 2026, Month: 3, Day: 2}, SignOffUntil: until,
	}
}

func everybody() []workflow.Summary {
	inDate := signedOff("learner-2", now.Add(time.Hour))
	forEver := signedOff("learner-3", time.Time{})
	asked := signedOff("learner-4", now.Add(time.Hour))
	asked.Status = workflow.StatusSignOffRequested
	over := signedOff("learner-5", now) // the first instant at which it is not
	over.Status = workflow.StatusLapsed
	over.Sections = []workflow.SectionCounts{{Counts: workflow.Counts{Counting: 9, Lapsed: 2, Requested: 1}}}
	void := signedOff("learner-6", now.Add(time.Hour))
	void.Status, void.SignOffStands = workflow.StatusVoid, false
	begun := workflow.Summary{Enrolment: "e-1", Learner: "learner-1", Framework: refresh, Status: workflow.StatusInProgress}
	trial, gone := signedOff("learner-7", time.Time{}), signedOff("learner-8", time.Time{})
	trial.Trial, gone.Status = true, workflow.StatusWithdrawn
	other := signedOff("learner-2", time.Time{})
	other.Framework.ID, other.Enrolment = "another", "e-other"
	return []workflow.Summary{inDate, forEver, asked, over, void, begun, trial, gone, other}
}

func TestWhoIsInDate(t *testing.T) {
	t.Parallel()
	list, err := report.WhoIsInDate(listed(everybody()...), now, time.UTC)
	require.NoError(t, err)
	type said struct {
		framework proficiency.FrameworkID
		learner   workflow.PersonID
		inDate    bool
	}
	var got []said
	for _, r := range list.Rows {
		got = append(got, said{r.Framework.ID, r.Learner, r.InDate})
	}
	require.Equal(t, []said{
		{"another", "learner-2", true},
		{"refresh", "learner-1", false}, {"refresh", "learner-5", false}, {"refresh", "learner-6", false},
		{"refresh", "learner-2", true}, {"refresh", "learner-3", true}, {"refresh", "learner-4", true},
	}, got, "neither trials nor what is withdrawn; those to act on first")
	inDate, all := list.Count("refresh")
	require.Equal(t, [2]int{3, 6}, [2]int{inDate, all})
	require.Equal(t, [2]int{2, 1}, [2]int{list.Rows[2].Lapsed, list.Rows[2].Waiting})
}

// The last day is that of the zone.
func TestLastDayIsTheZones(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	require.NoError(t, err)
	end := time.Date(2027, 7, 1, 0, 0, 0, 0, london) // 23:00 on the day before in UTC, 8:00 in Tokyo
	for _, c := range []struct {
		zone *time.Location
		want proficiency.Date
	}{
		{london, proficiency.Date{Year: 2027, Month: 6, Day: 30}},
		{nil, proficiency.Date{Year: 2027, Month: 6, Day: 30}},
		{tokyo, proficiency.Date{Year: 2027, Month: 7, Day: 1}},
	} {
		list, err := report.WhoIsInDate(listed(signedOff("learner-1", end)), now, c.zone)
		require.NoError(t, err)
		require.Equal(t, c.want, list.Rows[0].Until, "%v", c.zone)
	}
}

func TestAListWithAGapSaysSo(t *testing.T) {
	t.Parallel()
	broken := errors.New("damaged")
	list, err := report.WhoIsInDate(func(yield func(workflow.Summary, error) bool) {
		_ = yield(signedOff("learner-1", time.Time{}), nil) && yield(workflow.Summary{}, broken)
	}, now, nil)
	require.ErrorIs(t, err, broken)
	require.Len(t, list.Rows, 1)
}

func TestListsForPeopleAndPrograms(t *testing.T) {
	t.Parallel()
	list, err := report.WhoIsInDate(listed(everybody()...), now, time.UTC)
	require.NoError(t, err)
	names := func(id workflow.PersonID) string {
		return map[workflow.PersonID]string{"learner-1": "=cmd()", "learner-2": "a | b\n<b>", "learner-3": `"quoted", twice`}[id]
	}
	var b strings.Builder
	require.NoError(t, list.CSV(&b, names))
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 1+len(list.Rows))
	require.Equal(t, []string{"learner-2", "a | b\n<b>", "another", "1.0.0", "yes", "signed-off", "2026-03-02", "", "0", "0", "e-other", "", ""}, rows[1])
	require.Equal(t, "'=cmd()", rows[2][1], "no formula")
	require.Equal(t, `"quoted", twice`, rows[6][1])

	b.Reset()
	require.NoError(t, list.Markdown(&b, names))
	require.Contains(t, b.String(), "# In date at 2027-03-01 12:00 UTC\n")
	require.Contains(t, b.String(), "## refresh\n\n3 of 6 in date.\n")
	require.Contains(t, b.String(), `| a \| b \<b\> | 1.0.0 | yes | signed-off | 2026-03-02 | – | 0 | 0 |`)
}

// What nobody confirms is in date from its submission to its end, also while
// the next round is open; and a centre is named as the subject.
func TestSubmittedIsInDateToItsEnd(t *testing.T) {
	t.Parallel()
	submitted := func(centre workflow.CentreID, until time.Time) workflow.Summary {
		return workflow.Summary{
			Enrolment: workflow.EnrolmentID("e-" + centre), Accountable: "lead-1", Centres: []workflow.CentreID{centre}, Framework: refresh, Status: workflow.StatusInProgress, Round: 2,
			Submission: workflow.Submission{Round: 1, On: proficiency.Date{Year: 2026, Month: 3, Day: 2}, Until: until},
		}
	}
	begun := workflow.Summary{Enrolment: "e-d", Accountable: "lead-1", Centres: []workflow.CentreID{"practice-4"}, Framework: refresh, Status: workflow.StatusInProgress, Round: 1}
	list, err := report.WhoIsInDate(listed(submitted("practice-1", now.Add(time.Microsecond)), submitted("practice-2", now), submitted("practice-3", time.Time{}), begun), now, nil)
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, list.CSV(&b, nil))
	require.Equal(t, `learner,name,framework,version,in_date,status,signed_off_on,until,lapsed,waiting,enrolment,centre,submitted_on
,practice-2,refresh,1.0.0,no,in-progress,,2027-03-01,0,0,e-practice-2,practice-2,2026-03-02
,practice-4,refresh,1.0.0,no,in-progress,,,0,0,e-d,practice-4,
,practice-1,refresh,1.0.0,yes,in-progress,,2027-03-01,0,0,e-practice-1,practice-1,2026-03-02
,practice-3,refresh,1.0.0,yes,in-progress,,,0,0,e-practice-3,practice-3,2026-03-02
`, b.String())
	b.Reset()
	require.NoError(t, list.Markdown(&b, nil))
	require.Contains(t, b.String(), "| practice-1 | 1.0.0 | yes | in-progress | 2026-03-02 | 2027-03-01 | 0 | 0 |")
}
