package proficiency

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// asking is a framework that asks things, each as id: statement.
func askingFor(t *testing.T, version string, things ...string) *Framework {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "format: countersign/v1\nid: f\nversion: %s\ntitle: F\nscales: {done: [{id: no, label: No}, {id: yes, label: Yes, meets: true}]}\n", version)
	b.WriteString("defaults: {scale: done, kind: skill, confirmed_by: [assessor]}\nsign_off: {by: [educator-manager]}\nsections:\n  - id: all\n    title: All\n    proficiencies:\n")
	for _, thing := range things {
		id, statement, _ := strings.Cut(thing, ": ")
		fmt.Fprintf(&b, "      - {id: %s, statement: %s}\n", id, quoted(statement))
	}
	return mustParse(t, b.String())
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	const (
		soap   = "Washes both hands with liquid soap for half a minute"
		towel  = "Dries them thoroughly with a clean paper towel"
		chart  = "Fills in the observation chart at the bedside"
		phone  = "Telephones the pharmacy before noon"
		driver = "Drives the van of the night service"
	)
	for name, c := range map[string]struct {
		old, new []string
		want     []string
	}{
		"renamed":            {[]string{"a: " + soap, "b: " + chart}, []string{"a2: " + soap, "b: " + chart}, []string{"replaced [a] [a2]"}},
		"renamed, reworded":  {[]string{"a: " + soap, "b: " + chart}, []string{"a2: " + soap + " or more", "b: " + chart}, []string{"replaced [a] [a2]"}},
		"split":              {[]string{"a: " + soap + ". " + towel, "b: " + chart}, []string{"x: " + soap, "y: " + towel, "b: " + chart}, []string{"split [a] [x y]"}},
		"split, one kept":    {[]string{"a: " + soap + ". " + towel}, []string{"a: " + soap, "y: " + towel}, []string{"split [a] [a y]"}},
		"merged":             {[]string{"a: " + soap, "b: " + towel, "c: " + chart}, []string{"x: " + soap + ". " + towel, "c: " + chart}, []string{"merged [a b] [x]"}},
		"merged into one":    {[]string{"a: " + soap, "b: " + towel}, []string{"a: " + soap + ". " + towel}, []string{"merged [a b] [a]"}},
		"nothing alike":      {[]string{"a: " + soap, "b: " + chart}, []string{"x: " + phone, "y: " + driver}, nil},
		"only words between": {[]string{"a: The of in and to"}, []string{"x: The of in and to"}, nil},
		"nothing changed":    {[]string{"a: " + soap}, []string{"a: " + soap}, nil},
		"reworded":           {[]string{"a: " + soap}, []string{"a: " + soap + " or more"}, nil},
		"each to its own": {
			[]string{"a: " + soap, "b: " + towel, "c: " + chart}, []string{"z: " + chart, "y: " + towel, "x: " + soap},
			[]string{"replaced [a] [x]", "replaced [b] [y]", "replaced [c] [z]"},
		},
	} {
		compared := Compare(askingFor(t, "1.0.0", c.old...), askingFor(t, "2.0.0", c.new...))
		var got []string
		for s := range compared.Suggestions().Values() {
			got = append(got, fmt.Sprint(s.Class, " ", s.From.elems, " ", s.To.elems))
			assert.True(t, s.Likeness > 0 && s.Likeness <= 1, "%s: %v", name, s.Likeness)
		}
		assert.Equal(t, c.want, got, name)
	}
}
