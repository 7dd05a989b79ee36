package proficiency

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every file beside its findings; one whose name begins with "ok-" has none.
func TestParseLifecycleGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/lifecycle/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	seen := map[string]bool{}
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		base := filepath.Base(file)
		l, findings := ParseLifecycle(base, src)
		for _, f := range findings {
			seen[f.Code] = true
		}
		if strings.HasPrefix(base, "ok-") {
			assert.Empty(t, findings, file)
			assert.NotEmpty(t, l.Status, file)
			continue
		}
		assert.NotEmpty(t, findings, file)
		assert.Equal(t, findings.HasErrors(), reflect.ValueOf(l).IsZero(), "%s: an error leaves nothing to enrol on", file)
		golden(t, strings.TrimSuffix(file, ".yaml")+".out", findings.Error()+"\n")
	}
	for _, r := range lifecycleRules() {
		assert.FileExists(t, "testdata/lifecycle/"+r.code+".yaml")
		assert.True(t, seen[r.code], "no file breaks %s", r.code)
		assert.NotEmpty(t, r.purpose)
	}
	assert.True(t, seen[codeUnknownStatus] && seen[codeInvalidDate])
}

func TestParseLifecycle(t *testing.T) {
	t.Parallel()
	l, findings := ParseLifecycle("lifecycle.yaml", []byte(`# Agreed by the network in May.
status: retired
published: 2026-01-15
enrolment_until: 2027-05-31
retired:
  on: 2027-06-01
  reason: Version 2 follows the new curriculum.
history:
  - retired: {on: 2026-03-01, reason: A dose is doubted.}
    cleared: {on: 2026-04-01, reason: It is right.}
`))
	require.Empty(t, findings)
	past := ClearedRetirement{
		RetiredOn: Date{2026, 3, 1}, RetiredReason: "A dose is doubted.", ClearedOn: Date{2026, 4, 1}, ClearedReason: "It is right.",
		Position: source.Position{File: "lifecycle.yaml", Line: 9, Col: 5}, ClearedPosition: source.Position{File: "lifecycle.yaml", Line: 10, Col: 5},
	}
	at := func(line int) source.Position { return source.Position{File: "lifecycle.yaml", Line: line, Col: 1} }
	assert.Equal(t, Lifecycle{
		Status: Retired, Published: Date{2026, 1, 15}, EnrolmentUntil: Date{2027, 5, 31},
		RetiredOn: Date{2027, 6, 1}, RetiredReason: "Version 2 follows the new curriculum.",
		History:  ListOf(past),
		Position: at(2), PublishedPosition: at(3), EnrolmentUntilPosition: at(4), RetiredPosition: at(5),
	}, l)
}

func TestOpenForEnrolment(t *testing.T) {
	t.Parallel()
	const until = "status: published\npublished: 2026-01-15\nenrolment_until: 2027-12-31\n"
	const retired = "status: retired\npublished: 2026-01-15\nretired: {on: 2027-06-01, reason: Superseded.}\n"
	const history = "history:\n  - {retired: {on: 2026-03-01, reason: A dose is doubted.}, cleared: {on: 2026-04-01, reason: It is right.}}\n" +
		"  - {retired: {on: 2026-05-01, reason: Doubted again.}, cleared: {on: 2026-05-02, reason: Right again.}}\n"
	const doubted, again = "it was retired from 2026-03-01 until it opens again on 2026-04-01: A dose is doubted.", "it was retired from 2026-05-01 until it opens again on 2026-05-02: Doubted again."
	for _, c := range []struct {
		file, day string
		why       string // empty if open
		line      int
	}{
		{"status: draft\n", "2026-01-15", "it is a draft", 1},
		{"status: draft\nenrolment_until: 2027-12-31\n", "2026-01-15", "it is a draft", 1},
		{until, "2026-01-14", "it is published on 2026-01-15", 2},
		{until, "2026-01-15", "", 0},
		{until, "2027-12-31", "", 0},
		{until, "2028-01-01", "enrolment ended on 2027-12-31", 3},
		{"status: published\npublished: 2026-01-15\n", "9999-12-31", "", 0},
		{retired, "2026-01-14", "it is published on 2026-01-15", 2},
		{retired, "2027-05-31", "", 0},
		{retired, "2027-06-01", "it was retired on 2027-06-01: Superseded.", 3},
		{until + history, "2026-01-14", "it is published on 2026-01-15", 2},
		{until + history, "2026-02-28", "", 0},
		{until + history, "2026-03-01", doubted, 5},
		{until + history, "2026-03-31", doubted, 5},
		{until + history, "2026-04-01", "", 0},
		{until + history, "2026-05-01", again, 6},
		{until + history, "2026-05-02", "", 0},
		{until + history, "2028-01-01", "enrolment ended on 2027-12-31", 3},
		{retired + history, "2026-05-01", again, 6},
		{retired + history, "2027-05-31", "", 0},
		{retired + history, "2027-06-01", "it was retired on 2027-06-01: Superseded.", 3},
	} {
		l, findings := ParseLifecycle("lifecycle.yaml", []byte(c.file))
		require.NoError(t, findings.Err())
		day, err := ParseDate(c.day)
		require.NoError(t, err)
		open, why, clause := l.OpenForEnrolment(day)
		assert.Equal(t, c.why == "", open, "%s on %s", c.file, c.day)
		assert.Equal(t, c.why, why)
		assert.Equal(t, c.line, clause.Line, "%s on %s", c.file, c.day)
	}
	open, why, _ := Lifecycle{}.OpenForEnrolment(Date{2026, 1, 15})
	assert.False(t, open, "nobody is enrolled on what says nothing")
	assert.Equal(t, "it is a draft", why)
}

func TestFinishable(t *testing.T) {
	t.Parallel()
	l, findings := ParseLifecycle("lifecycle.yaml", []byte("status: published\npublished: 2026-01-15\nenrolment_until: 2027-01-31\nfinish_by: 2028-05-31\n"))
	require.Empty(t, findings)
	for day, want := range map[Date]bool{{2026, 1, 15}: true, {2028, 5, 31}: true, {2028, 6, 1}: false} {
		finishable, clause := l.Finishable(day)
		assert.Equal(t, want, finishable, day)
		assert.Equal(t, want, clause.IsZero())
		if !want {
			assert.Equal(t, source.Position{File: "lifecycle.yaml", Line: 4, Col: 1}, clause)
		}
	}
	finishable, _ := Lifecycle{}.Finishable(Date{9999, 12, 31})
	assert.True(t, finishable, "without a day there is no end")
}

// A version opens at most once and closes at most once, whatever the file says.
func TestOpenForEnrolmentIsOneStretchOfDays(t *testing.T) {
	t.Parallel()
	days := []string{"", "2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"}
	for i := range 3 * 5 * 5 * 5 {
		status := []LifecycleStatus{Draft, Published, Retired}[i%3]
		published, until, on := days[i/3%5], days[i/15%5], days[i/75]
		file := "status: " + string(status)
		for key, day := range map[string]string{"published": published, "enrolment_until": until} {
			if day != "" {
				file += "\n" + key + ": " + day
			}
		}
		if on != "" {
			file += fmt.Sprintf("\nretired: {on: %s, reason: Superseded.}", on)
		}
		l, findings := ParseLifecycle("lifecycle.yaml", []byte(file))
		changes, last := 0, false
		for day := range 9 {
			open, why, clause := l.OpenForEnrolment(Date{2026, 1, day + 1})
			require.Equal(t, open, why == "" && clause.IsZero())
			if open != last {
				changes, last = changes+1, open
			}
		}
		require.LessOrEqual(t, changes, 2, file)
		switch {
		case findings.Err() != nil || status == Draft || on != "" && on == published:
			require.Zero(t, changes, file)
		default:
			require.Positive(t, changes, "%s\nis without an error and yet never open", file)
		}
	}
}

func FuzzParseLifecycle(f *testing.F) {
	files, _ := filepath.Glob("testdata/lifecycle/*.yaml")
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		l, findings := ParseLifecycle("f", src)
		require.Equal(t, findings.HasErrors(), reflect.ValueOf(l).IsZero())
		again, _ := ParseLifecycle("f", src)
		require.Equal(t, l, again)
	})
}
