package workflow_test

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// pageTable are the rows of the table of DATA-PROTECTION.md with that header, by
// cell, each the names that it has in code marks.
func pageTable(t *testing.T, header string) (rows [][][]string) {
	t.Helper()
	page, err := os.ReadFile("DATA-PROTECTION.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(page), "\n"+header+"\n")
	require.True(t, found, "the page has no table %s", header)
	name := regexp.MustCompile("`([^`]+)`")
	for _, line := range strings.Split(rest, "\n")[1:] {
		if !strings.HasPrefix(line, "|") {
			break
		}
		var row [][]string
		for _, cell := range strings.Split(strings.Trim(line, "|"), "|") {
			names := []string{}
			for _, m := range name.FindAllStringSubmatch(cell, -1) {
				names = append(names, m[1])
			}
			row = append(row, names)
		}
		rows = append(rows, row)
	}
	require.NotEmpty(t, rows)
	return rows
}

// The page names every kind of event and all that is in it: which of it are
// people, which free text, and what else there is; and nothing that is not there.
func TestThePageNamesEveryEvent(t *testing.T) {
	t.Parallel()
	events := workflow.EventMembers()
	var kinds []string
	for _, row := range pageTable(t, "| event | people | free text | also |") {
		require.Len(t, row[0], 1)
		kind := row[0][0]
		kinds = append(kinds, kind)
		var people, texts, also []string
		for _, m := range events[kind] {
			switch {
			case m.IsPerson():
				people = append(people, m.Path)
			case m.IsText():
				texts = append(texts, m.Path)
			default:
				also = append(also, m.Path)
			}
		}
		assert.ElementsMatch(t, people, row[1], "the people named in %s", kind)
		assert.ElementsMatch(t, texts, row[2], "the free texts of %s", kind)
		named := func(by []string, path string) bool {
			return slices.ContainsFunc(by, func(n string) bool { return path == n || strings.HasPrefix(path, n+".") })
		}
		for _, path := range also {
			assert.True(t, named(row[3], path), "the page does not name %s of %s", path, kind)
		}
		for _, n := range row[3] {
			assert.True(t, slices.ContainsFunc(also, func(path string) bool { return named([]string{n}, path) }), "%s has no %s", kind, n)
		}
	}
	assert.ElementsMatch(t, slices.Collect(maps.Keys(events)), kinds)
}

// What textsOf finds in events, and so what is salted, is what the page names.
func TestThePageNamesTheTextsThatAreSalted(t *testing.T) {
	t.Parallel()
	var named []string
	for _, row := range pageTable(t, "| event | people | free text | also |") {
		for _, text := range row[2] {
			named = append(named, row[0][0]+"."+text)
		}
	}
	centre := auditing(t)
	centre.do(manager, setsAccountable(next))
	var salted []string
	for _, r := range append(spoken(t).records(), centre.records()...) {
		events, err := r.Decode()
		require.NoError(t, err)
		for _, e := range events {
			for _, p := range workflow.PlacedTexts(e) {
				if slices.ContainsFunc(r.Texts, func(t workflow.Text) bool { return t.Digest == p.Text.Digest }) {
					salted = append(salted, p.Path)
				}
			}
		}
	}
	slices.Sort(salted)
	assert.ElementsMatch(t, slices.Compact(salted), named)
}

// The page names every member of a record as it lies in an export.
func TestThePageNamesEveryMemberOfARecord(t *testing.T) {
	t.Parallel()
	var named []string
	for _, row := range pageTable(t, "| member | what it is | about |") {
		named = append(named, row[0]...)
	}
	var export struct {
		Records []struct {
			Hash   string
			Record map[string]any
			Texts  []map[string]any
		}
	}
	require.NoError(t, json.Unmarshal(spoken(t).exported(), &export))
	members := map[string]bool{"hash": true, "texts": true}
	for _, r := range export.Records {
		for name := range r.Record {
			members[name] = true
		}
	}
	assert.ElementsMatch(t, slices.Collect(maps.Keys(members)), named)
	assert.Len(t, members, reflect.TypeFor[workflow.Record]().NumField()-1, "all exported fields, and none of the others")
}

// The page names every field of a summary, and which of them are people.
func TestThePageNamesEveryFieldOfASummary(t *testing.T) {
	t.Parallel()
	people, others := map[string]bool{}, map[string]bool{}
	for _, m := range workflow.MembersOf(reflect.TypeFor[workflow.Summary]()) {
		assert.False(t, m.IsText(), "the page says that a summary has no free text")
		if field, _, _ := strings.Cut(m.Path, "."); m.IsPerson() {
			people[field] = true
		} else {
			others[field] = true
		}
	}
	maps.DeleteFunc(others, func(field string, _ bool) bool { return people[field] })
	rows := pageTable(t, "| fields | about |")
	assert.ElementsMatch(t, slices.Collect(maps.Keys(people)), rows[0][0])
	var rest []string
	for _, row := range rows[1:] {
		rest = append(rest, row[0]...)
	}
	assert.ElementsMatch(t, slices.Collect(maps.Keys(others)), rest)
}

// The page speaks of these by name.
var _ = []any{
	workflow.AppendExport, workflow.ReadExport, workflow.Verify, workflow.Change{}, workflow.Hooks{}.Before,
	(*workflow.Redact)(nil), (*workflow.Revise)(nil), (*workflow.SetAside)(nil), (*workflow.Comment)(nil),
}

// What the page says by name is there.
func TestThePageNamesWhatThereIs(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("DATA-PROTECTION.md")
	require.NoError(t, err)
	engine := reflect.TypeFor[*workflow.Engine]()
	for _, m := range regexp.MustCompile("`Engine\\.(\\w+)`").FindAllSubmatch(page, -1) {
		_, ok := engine.MethodByName(string(m[1]))
		assert.True(t, ok, "%s", m[0])
	}
	for _, heading := range []string{
		"## What is stored", "## Pseudonyms", "## Redact", "## Erase", "## Copies that the host cleans",
		"## Rights of the people concerned", "## Showing that nothing else was changed", "## Retention", "## What the host answers for",
	} {
		assert.Contains(t, string(page), "\n"+heading+"\n")
	}
	for _, m := range regexp.MustCompile(`\]\(#([a-z-]+)\)`).FindAllSubmatch(page, -1) {
		heading := strings.ReplaceAll(string(m[1]), "-", " ")
		assert.Regexp(t, `(?mi)^#+ `+heading+`$`, string(page))
	}
}
