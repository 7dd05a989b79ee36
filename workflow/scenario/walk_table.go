package scenario

import (
	"slices"
	"sync"

	"github.com/countersign-go/countersign/workflow"
)

// transitions is the table of the rules: which command takes an item from where
// to where. An item that a command is about and does not move is in it, too.
//
// By the clock alone a confirmed item lapses, or shows the request to renew
// it; and an item behind a gate of which something lapses is locked.
var transitions = sync.OnceValue(workflow.Transitions)

// tabled is the kind by which the table has a command: a trial goes the same ways.
func tabled(k workflow.Kind) workflow.Kind {
	if k == workflow.KindEnrolTrial {
		return workflow.KindEnrol
	}
	return k
}

func inTable(k workflow.Kind, from, to workflow.ItemStatus) bool {
	return slices.Contains(transitions(), workflow.Transition{Kind: k, From: from, To: to})
}

// fromTable reports whether a command takes items from there at all.
func fromTable(k workflow.Kind, from workflow.ItemStatus) bool {
	return slices.ContainsFunc(transitions(), func(t workflow.Transition) bool { return t.Kind == k && t.From == from })
}

// aboutItems reports whether commands of a kind are about items.
func aboutItems(k workflow.Kind) bool {
	return slices.ContainsFunc(transitions(), func(t workflow.Transition) bool { return t.Kind == k })
}
