package workflow_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Trials have a table of their own: they are their learner's alone.

// trials writes where each command is accepted of the learner of a trial.
func trials(b *strings.Builder, scenes map[string]*scene) {
	b.WriteString("\n## Trials\n\nOf the learner, with and without roles. For everybody else each of these cells is –.\n\n")
	table := [][]string{{"**command**", "●", "○"}}
	for _, o := range slices.Concat(openings[2:], wholeOrders, itemOrders) {
		allowed, refused := trialCells(trialRows(scenes, o))
		table = append(table, []string{o.name(), allowed, refused})
	}
	writeTable(b, table)
}

func trialRows(scenes map[string]*scene, o order) (rows []row) {
	whole := !slices.ContainsFunc(itemOrders, func(i order) bool { return i.name() == o.name() })
	for _, p := range supervisedPlaces {
		s := scenes[p.name()]
		switch {
		case p.note != trialNote:
		case whole:
			rows = append(rows, s.row(string(p.status), o, nil))
		case p.status == workflow.StatusInProgress:
			for it := range s.fw.Items().Values() {
				if label, ok := itemLabels[it.ID()]; ok {
					rows = append(rows, s.row(label, o, it))
				}
			}
		case p.status == workflow.StatusWithdrawn:
			rows = append(rows, s.row("ENROLMENT withdrawn", o, s.fw.Item("unassessed")))
		}
	}
	return rows
}

// trialCells say where the learner's cell allows, and where it refuses and why.
func trialCells(rows []row) (allowed, refused string) {
	var may []string
	not, whys := map[string][]string{}, []string{}
	for _, r := range rows {
		if strings.HasPrefix(r.cells[0], "●") {
			may = append(may, r.label+strings.TrimPrefix(r.cells[0], "●"))
			continue
		}
		why, _, _ := strings.Cut(r.why, "; ") // the learner's is the first
		why = strings.TrimSpace(why + " " + strings.Trim(r.cells[0], "○"))
		if not[why] = append(not[why], r.label); len(not[why]) == 1 {
			whys = append(whys, why)
		}
	}
	for _, why := range whys {
		refused += fmt.Sprintf("; **%s** %s", why, labelled(not[why]))
		if len(not[why]) == len(rows) {
			return "", why
		}
	}
	if allowed = labelled(may); len(may) == len(rows) {
		allowed = "any"
	}
	return allowed, strings.TrimPrefix(refused, "; ")
}

// A trial is its learner's alone, who needs no role for anything.
func TestPermissionsOfTrials(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	for _, p := range places {
		if p.note != trialNote {
			continue
		}
		s := newScene(t, p, castApart)
		for _, o := range wholeOrders {
			s.learnersAlone(o, nil)
		}
		for _, o := range itemOrders {
			for it := range s.fw.Items().Values() {
				s.learnersAlone(o, it)
			}
		}
	}
}

func (s *scene) learnersAlone(o order, it *proficiency.Item) {
	s.t.Helper()
	vs := s.verdicts(o, it)
	assert.Equal(s.t, vs[0], vs[1], "with roles, %s at %s", o.name(), s.place.name())
	for i, v := range vs[2:] {
		if v != nil {
			assert.Equal(s.t, []string{"–"}, v.signs, "%s by %s at %s", o.name(), columns[i+2].short, s.place.name())
		}
	}
}

// In a trial nobody else can be asked, whatever they hold.
func TestNobodyElseIsAskedInTrials(t *testing.T) {
	t.Parallel()
	for status, cmd := range map[workflow.Status]workflow.Command{
		workflow.StatusInProgress: &workflow.RequestConfirmation{Items: items{"assessed"}, To: helper},
		workflow.StatusReady:      &workflow.RequestSignOff{To: helper},
	} {
		i := slices.IndexFunc(places, func(p place) bool { return p.note == trialNote && p.status == status })
		s := newScene(t, places[i], castApart)
		v := s.gives(withStanding(s.facts(s.learner, cmd), s.standing(s.learner, nil)), cmd)
		assert.Equal(t, []workflow.Code{workflow.IsATrial}, v.codes(), "%s", cmd.Kind())
	}
}
