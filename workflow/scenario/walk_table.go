package scenario

import (
	"strings"

	"github.com/countersign-go/countersign/workflow"
)

// transitions is the table of the rules: which command takes an item from where
// to where. The letters are those of itemLetters. An item that a command names
// and does not move is in the table, too.
//
// By the clock alone a confirmed item lapses, or shows the request to renew
// it; and an item behind a gate of which something lapses is locked.
var transitions = map[workflow.Kind]string{
	// On a rejected or lapsed item every save reopens it, elsewhere another
	// comment alone moves nothing.
	workflow.KindSelfAssess: "U>O U>A  O>O O>A  A>O A>A  R>O R>A R>R  C>O C>A C>C  L>O L>A  J>O J>A",
	// Without an answer an item is locked again where its gate is closed.
	workflow.KindClearAnswer: "O>U O>K  A>U A>K  R>U R>K  C>U C>K  L>U L>K  J>U J>K",
	// A confirmation that nears its end stays while its renewal is asked for.
	workflow.KindRequestConfirmation: "A>R C>C",
	workflow.KindWithdrawRequest:     "R>A R>L C>C",
	workflow.KindConfirm:             "R>C C>C",
	workflow.KindReject:              "R>J C>J",
	workflow.KindRevise:              "C>J J>C",
	// A waiver can go with what lies beneath it, or before it.
	workflow.KindSetAside:    "C>A L>A J>A R>A  W>U W>K W>O W>A W>L W>W  X>X",
	workflow.KindRecordPaper: "U>C O>C A>C",
	workflow.KindWaive:       "U>W O>W A>W L>W",
	workflow.KindUnwaive:     "W>U W>K W>O W>A W>L X>X",
	// Choosing again gives back answer and decision, and no request.
	workflow.KindChooseOptional: "U>X O>X A>X R>X C>X L>X J>X K>X W>X  X>U X>O X>A X>C X>L X>J X>K X>W",
	// Whoever is asked goes, or is not asked any more.
	workflow.KindRemoveSupervisor: "R>A R>L C>C",
	workflow.KindRemoveCentre:     "R>A R>L C>C",
	workflow.KindWithdraw:         "R>A R>L C>C",
	workflow.KindReassign:         "R>R C>C",
}

var itemLetters = map[workflow.ItemStatus]string{
	workflow.ItemStatusExcluded: "X", workflow.ItemStatusWaived: "W", workflow.ItemStatusRequested: "R",
	workflow.ItemStatusConfirmed: "C", workflow.ItemStatusLapsed: "L", workflow.ItemStatusRejected: "J",
	workflow.ItemStatusLocked: "K", workflow.ItemStatusUnassessed: "U", workflow.ItemStatusOngoing: "O",
	workflow.ItemStatusAssessed: "A",
}

func row(from, to workflow.ItemStatus) string { return itemLetters[from] + ">" + itemLetters[to] }

func inTable(k workflow.Kind, from, to workflow.ItemStatus) bool {
	return strings.Contains(transitions[k], row(from, to))
}

// fromTable reports whether a command takes items from there at all.
func fromTable(k workflow.Kind, from workflow.ItemStatus) bool {
	return strings.Contains(transitions[k], itemLetters[from]+">")
}
