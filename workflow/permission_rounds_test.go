package workflow_test

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/workflow"
)

// What nobody confirms has a table of its own: there is little that anybody
// but the learner does.

const (
	roundsNote      = "in rounds"
	submittedBefore = "in rounds, submitted before"
)

func (p place) inRounds() bool { return strings.HasPrefix(p.note, roundsNote) }

func submits(k *casting) {
	k.t.Helper()
	k.answers("mandatory")
	k.do(k.learner, &workflow.Submit{})
}

func answersAnew(k *casting) {
	k.t.Helper()
	k.answers("unassessed")
}

// roundPlaces are where an enrolment without supervision can stand.
var roundPlaces = []place{
	{status: workflow.StatusNotStarted, note: roundsNote, make: (*casting).started},
	{status: workflow.StatusInProgress, note: roundsNote, make: after((*casting).started, optional, answersAnew)},
	{status: workflow.StatusSubmitted, note: roundsNote, make: after((*casting).started, optional, answersAnew, submits)},
	{status: workflow.StatusInProgress, note: submittedBefore, make: after((*casting).started, optional, answersAnew, submits, answersAnew)},
	{status: workflow.StatusLapsed, note: roundsNote, make: after((*casting).started, optional, answersAnew, submits, yearPasses)},
	{status: workflow.StatusWithdrawn, note: roundsNote, make: after((*casting).started, optional, answersAnew, withdraws)},
}

func optional(k *casting) { k.choose("unassessed") }

// roundRows are those of a command at each of them; of one on an item, with
// the one that was answered first, and last.
func roundRows(scenes map[string]*scene, o order) (rows []row) {
	onItems := slices.ContainsFunc(itemOrders, func(i order) bool { return i.name() == o.name() && i.by == o.by })
	for _, p := range roundPlaces {
		s := scenes[p.name()]
		label, _, _ := strings.Cut(p.name(), " (")
		if p.note == submittedBefore {
			label += " (submitted before)"
		}
		if onItems {
			rows = append(rows, s.row(label, o, s.fw.Item("unassessed")))
		} else {
			rows = append(rows, s.row(label, o, nil))
		}
	}
	return rows
}
