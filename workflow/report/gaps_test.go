package report_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/report"
)

// ward has an item for each reason that an item of it can be left out for.
func ward(t *testing.T, ids ...string) *proficiency.Framework {
	t.Helper()
	text := "format: countersign/v1\nid: ward\nversion: 2.0.0\ntitle: Ward\ncategory: clinical\n" +
		"scales: {practice: [{id: learning, label: Learning}, {id: safe, label: Safe, meets: true}]}\n" +
		"defaults: {kind: skill, scale: practice, confirmed_by: [assessor]}\nsign_off: {by: [educator-manager]}\n" +
		"sections:\n  - id: all\n    title: All\n    proficiencies:\n"
	for _, id := range ids {
		text += "      - {id: " + id + ", statement: \"=Does | " + id + ".\"}\n"
	}
	fw, findings := proficiency.Parse("ward.yaml", []byte(text))
	require.NoError(t, findings.Err())
	return fw
}

// leftFor is a plan with one item taken over by two people, and one left out for each reason.
func leftFor(codes []workflow.Code) *workflow.TransferPlan {
	day := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	ends := day.AddDate(1, 0, 0)
	by := func(who workflow.PersonID, at time.Time, until time.Time, paper bool) workflow.Original {
		o := workflow.Original{By: workflow.ForeignPerson("northern", who), At: at, Paper: paper}
		if !until.IsZero() {
			o.Term = &workflow.Term{Until: until}
		}
		return o
	}
	p := &workflow.TransferPlan{Items: []workflow.TransferItem{{Item: "taken", Decisions: []workflow.Original{
		by("assessor-1", day.AddDate(0, 1, 0), ends.AddDate(0, 1, 0), false), by("assessor-2\x1b", day, ends, true),
		by("assessor-1", day.AddDate(0, 2, 0), ends.AddDate(0, 2, 0), false), by("assessor-1", day.AddDate(0, 3, 0), time.Time{}, false),
	}}}}
	for _, code := range codes {
		p.Left = append(p.Left, workflow.LeftOut{Code: code, Items: []proficiency.ItemID{proficiency.ItemID(code)}})
	}
	return p
}

var leftCodes = []workflow.Code{
	workflow.Unconfirmed, workflow.ItemRejected, workflow.Lapsed, workflow.ItemWaived, workflow.NotAnswered, workflow.UnknownAnswer, workflow.InvalidID,
	workflow.ConfirmAgain, workflow.AssessAgain, workflow.NotAssessed, workflow.BelowLevel, workflow.AlreadyTransferred, workflow.AlreadyRequested,
	workflow.DecidedBefore, "of-later",
}

func gapsOf(t *testing.T) report.Gaps {
	t.Helper()
	ids := []string{"taken", "untouched"}
	for _, c := range leftCodes {
		ids = append(ids, string(c))
	}
	plan := leftFor(leftCodes)
	plan.Left = append(plan.Left, workflow.LeftOut{Code: workflow.UnknownItem, Items: []proficiency.ItemID{"gone", "unheard-of"}})
	g := report.NewGaps(ward(t, ids...), ward(t, "gone"), workflow.Transfer{}, plan)
	g.From = proficiency.Ref{ID: "ward", Version: proficiency.Version{Major: 1}}
	g.Origin, g.Learner, g.At = "northern", workflow.ForeignPerson("northern", "learner-1"), time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	return g
}

func TestGaps(t *testing.T) {
	t.Parallel()
	g := gapsOf(t)
	assert.Equal(t, [3]int{1, len(leftCodes) + 2, 1}, [3]int{g.Taken, g.Left, g.Open})
	taken := g.Rows[0]
	assert.Equal(t, []workflow.Foreign{"northern/assessor-1", "northern/assessor-2\x1b"}, taken.By, "each once")
	assert.Equal(t, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), taken.At, "the first of them")
	assert.Equal(t, time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC), taken.Until, "what ends first")
	assert.True(t, taken.Paper)
	assert.Empty(t, taken.Why())
	assert.Equal(t, "nothing is known of it there", g.Rows[1].Why())
	var words []string
	for _, r := range g.Rows[2:] {
		assert.False(t, slices.Contains(words, r.Why()) && r.Code != workflow.UnknownItem, "%s has words of its own", r.Code)
		words = append(words, r.Why())
	}
	assert.Contains(t, words, "of-later", "a code that has no words is shown itself")
	last := g.Rows[len(g.Rows)-2:]
	assert.Equal(t, "=Does | gone.", last[0].Statement, "the words of what is not here come from there")
	assert.Equal(t, [2]string{"unheard-of", ""}, [2]string{last[1].Label, last[1].Statement})
}

func TestGapsForPeople(t *testing.T) {
	t.Parallel()
	g := gapsOf(t)
	var table, page, sheet strings.Builder
	require.NoError(t, g.Table(&table))
	require.NoError(t, g.Markdown(&page))
	require.NoError(t, g.CSV(&sheet))
	for name, text := range map[string]string{"gaps.txt": table.String(), "gaps.md": page.String(), "gaps.csv": sheet.String()} {
		assert.NotContains(t, text, "\x1b")
		file := filepath.Join("testdata", name)
		if *update {
			require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, string(want), text)
	}
	rows, err := csv.NewReader(strings.NewReader(sheet.String())).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, "'=Does | taken.", rows[1][2], "no spreadsheet computes it")

	ended := func(until time.Time) string {
		g := g
		g.SignOff = workflow.Attainment{Serial: "x", Until: until}
		var b strings.Builder
		require.NoError(t, g.Table(&b))
		return b.String()
	}
	assert.Contains(t, ended(time.Time{}), "It is signed off there, without an end")
	assert.Contains(t, ended(g.At), "Its sign-off there has ended")
	assert.Contains(t, ended(g.At.Add(1)), "It is signed off there until 2026-12-01")
}
