package workflow_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// TestPermissions holds who may do what, and when, to a table that is read
// against the rules. Every cell is a decision that was really made.
func TestPermissions(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	scenes, centres := scenesAt(t, places, castApart), scenesAt(t, centrePlaces(), castOfCentre)
	var b strings.Builder
	legend(&b)
	for _, part := range []struct {
		title   string
		scenes  map[string]*scene
		columns []shared
		orders  []order
		rows    func(map[string]*scene, order) []row
	}{
		{"Opening an enrolment", scenes, openingColumns, openings, openingRows},
		{"Commands on the enrolment", scenes, otherColumns, wholeOrders, wholeRows},
		{"Commands on an item", scenes, otherColumns, itemOrders, itemRows},
		{"Where nobody confirms", scenes, otherColumns, slices.Concat(wholeOrders, itemOrders), roundRows},
		{"Opening the enrolment of a centre", centres, centreOpeningColumns, openings[:1], openingRows},
		{"Commands on the enrolment of a centre", centres, centreColumns, wholeOrders, wholeRows},
		{"Commands on an item of a centre", centres, centreColumns, itemOrders, itemRows},
	} {
		g := &grid{title: part.title, columns: part.columns}
		for _, o := range part.orders {
			g.add(o, part.rows(part.scenes, o))
		}
		g.write(&b)
	}
	trials(&b, scenes)
	listExceptions(&b)
	golden(t, "permissions.md", b.String())
}

// What does not exist is not there for anybody.
func TestPermissionsOfNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t, nowhere, castApart)
	for _, o := range append(slices.Clone(wholeOrders), itemOrders...) {
		for _, v := range s.verdicts(o, s.fw.Item("unassessed")) {
			if v != nil {
				assert.Equal(t, []workflow.Code{workflow.NotFound}, append(v.who, v.rest...), "%s", o.name())
			}
		}
	}
}

// The table has every command and every status.
func TestPermissionsAreComplete(t *testing.T) {
	t.Parallel()
	want, err := constants("command.go", "Kind")
	require.NoError(t, err)
	kinds := []string{string(workflow.KindErase)} // which is no command
	for _, o := range slices.Concat(openings, wholeOrders, itemOrders) {
		kinds = append(kinds, string(o.kind))
	}
	slices.Sort(kinds)
	assert.Equal(t, want, slices.Compact(kinds))
	var statuses []string
	for _, p := range places {
		statuses = append(statuses, string(p.status))
	}
	wanted, err := constants("status.go", "Status")
	require.NoError(t, err)
	assert.Subset(t, statuses, wanted)
	statuses = nil
	s := newScene(t, progress, castApart)
	for it := range s.fw.Items().Values() {
		statuses = append(statuses, string(workflow.ItemStatusOf(s.fw, &s.state, it, s.at)))
	}
	wanted, err = constants("status.go", "ItemStatus")
	require.NoError(t, err)
	assert.Subset(t, statuses, wanted)
}

func (p place) name() string {
	name := string(p.status)
	if name == "" {
		name = "none"
	}
	if p.note != "" {
		name += " (" + p.note + ")"
	}
	return name
}

// A row is what becomes of a command at one place, for each column.
type row struct {
	label string
	cells []string
	why   string
}

// verdicts are those of each column; nil where nobody stands there.
func (s *scene) verdicts(o order, it *proficiency.Item) []*verdict {
	s.t.Helper()
	out := make([]*verdict, len(columns))
	id := proficiency.ItemID("")
	if it != nil {
		id = it.ID()
	}
	for i := range columns {
		p := columns[i].seat(s, it)
		if p == "" {
			continue
		}
		cmd := o.give(s, p, id)
		v := s.gives(withStanding(s.facts(p, cmd), columns[i].standing(s, p)), cmd)
		out[i] = &v
	}
	return out
}

func (s *scene) row(label string, o order, it *proficiency.Item) row {
	s.t.Helper()
	r := row{label: label}
	vs := s.verdicts(o, it)
	var why []string
	for _, v := range vs {
		r.cells = append(r.cells, cellOf(v))
		if v == nil || v.allowed || len(v.who) > 0 {
			continue
		}
		codes := joined(v.rest, ", ")
		n := slices.Index(why, codes)
		if n < 0 {
			n = len(why)
			why = append(why, codes)
		}
		r.cells[len(r.cells)-1] += strings.TrimSpace(foot(n))
	}
	for n, codes := range why {
		if n > 0 {
			r.why += "; "
		}
		r.why += foot(n) + codes
	}
	return r
}

// foot tells several reasons of a row apart.
func foot(n int) string { return []string{"", "² ", "³ ", "⁴ "}[n] }

func cellOf(v *verdict) string {
	switch {
	case v == nil:
		return ""
	case v.allowed && v.loses:
		return "●!"
	case v.allowed && v.nothing:
		return "●="
	case v.allowed:
		return "●"
	case len(v.who) > 0:
		return strings.Join(v.signs, "+")
	}
	return "○"
}

func joined(codes []workflow.Code, sep string) string {
	words := make([]string, len(codes))
	for i, c := range codes {
		words[i] = string(c)
	}
	return strings.Join(words, sep)
}
