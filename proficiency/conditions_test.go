package proficiency

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

func wardSkills(t *testing.T) *Framework {
	t.Helper()
	fw, findings := parseTestdata(t, "testdata/ok/ward-skills.yaml")
	require.Empty(t, findings)
	return fw
}

// spot is where a text stands in a line of that file, last if it does so twice.
func spot(t *testing.T, line int, text string) source.Position {
	t.Helper()
	src, err := os.ReadFile("testdata/ok/ward-skills.yaml")
	require.NoError(t, err)
	col := strings.LastIndex(strings.Split(string(src), "\n")[line-1], text)
	require.NotEqual(t, -1, col, "%d: %s", line, text)
	return source.Position{File: "ward-skills.yaml", Line: line, Col: col + 1}
}

func TestValidity(t *testing.T) {
	t.Parallel()
	fw := wardSkills(t)
	for item, want := range map[ItemID]Validity{
		"contract-help":   {0, 0, spot(t, 33, "none")},
		"contract-travel": {0, 0, spot(t, 33, "none")}, // from outside its section's defaults, which do not say it
		"compressions":    {12, 3, spot(t, 50, "{")},
		"debrief":         {2, 2, spot(t, 55, "{")}, // renewal is capped where nothing is said
		"cannula":         {24, 6, spot(t, 21, "{")},
		"suction":         {24, 6, spot(t, 21, "{")},
		"poster":          {0, 0, spot(t, 78, "none")},
	} {
		assert.Equal(t, want, fw.Item(item).Validity(), item)
		assert.Equal(t, want.Months > 0, want.Lapses(), item)
	}
	assert.Equal(t, Validity{0, 0, at(64, 9)}, everything(t).Item("wash-wet").Validity(), "nothing is said")
}

func TestAsks(t *testing.T) {
	t.Parallel()
	fw := wardSkills(t)
	for item, want := range map[ItemID]Asks{
		"contract-help": {Position: spot(t, 33, "[")},
		"compressions":  {Evidence: true, Date: true, Position: spot(t, 51, "[")},
		"cannula":       {Comment: true, Position: spot(t, 22, "[")},
		"bedside":       {Evidence: true, Position: spot(t, 77, "[")},
		"lecture":       {Position: spot(t, 81, "[")},
	} {
		assert.Equal(t, want, fw.Item(item).AsksFor(), item)
		assert.Equal(t, want.Comment || want.Evidence || want.Date, want.Any(), item)
	}
	assert.Equal(t, Asks{Position: at(64, 9)}, everything(t).Item("wash-wet").AsksFor(), "nothing is said")
}

func TestWaiving(t *testing.T) {
	t.Parallel()
	fw := wardSkills(t)
	for item, want := range map[ItemID]Waiving{
		"contract-help":   {false, spot(t, 35, "{")}, // the framework's default stays outside the gate
		"contract-night":  {true, spot(t, 36, "true")},
		"contract-travel": {true, spot(t, 40, "true")},
		"contract-keys":   {false, spot(t, 43, "false")},
		"compressions":    {false, spot(t, 52, "false")},
		"cannula":         {true, spot(t, 23, "true")},
	} {
		assert.Equal(t, want, fw.Item(item).Waiving(), item)
	}
	assert.Equal(t, Waiving{false, at(64, 9)}, everything(t).Item("wash-wet").Waiving(), "nothing is said")
}

// What a gate's defaults say reaches into the gate, but not into a gate in it.
func TestWaivingAndGatesInGates(t *testing.T) {
	t.Parallel()
	fw := mustParse(t, generatedHead+`
sections:
  - id: outer
    title: Outer
    gate: true
    defaults: {waivable: true}
    proficiencies: [{id: i1, statement: S}]
    sections:
      - id: inner
        title: Inner
        gate: true
        proficiencies: [{id: i2, statement: S}]
      - id: beside
        title: Beside
        proficiencies: [{id: i3, statement: S}]
      - id: refused
        title: Refused
        defaults: {waivable: false}
        proficiencies: [{id: i4, statement: S}]
`)
	for item, want := range map[ItemID]bool{"i1": true, "i2": false, "i3": true, "i4": false} {
		assert.Equal(t, want, fw.Item(item).Waiving().Allowed, item)
	}
}

func TestSignOffAndPaper(t *testing.T) {
	t.Parallel()
	fw := wardSkills(t)
	assert.Equal(t, Distinct{true, spot(t, 26, "true")}, fw.SignOff().Distinct)
	assert.Equal(t, PaperSince{Date{2020, 1, 31}, spot(t, 27, "2020-01-31")}, fw.PaperSince())
	assert.Zero(t, everything(t).SignOff().Distinct)
	assert.Zero(t, everything(t).PaperSince())
}
