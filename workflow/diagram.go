package workflow

import (
	"fmt"
	"slices"
	"strings"
)

// A transition is one arrow of a state machine: the command leads, as far as
// it is accepted, from each of the statuses to any of the others.
type transition struct {
	from    []string
	command string
	to      []string
}

func on[T ~string](from []T, command Kind, to ...T) transition {
	return transition{texts(from), string(command), texts(to)}
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}

// itemMachine is what commands do to one item. It describes and decides
// nothing; a test walks at random and holds it to what Decide does.
func itemMachine() []transition {
	type s = []ItemStatus
	answered := s{ItemStatusOngoing, ItemStatusAssessed, ItemStatusRequested, ItemStatusConfirmed, ItemStatusRejected}
	return []transition{
		on(slices.Concat(s{ItemStatusUnassessed}, answered), KindSelfAssess, ItemStatusOngoing, ItemStatusAssessed),
		on(answered, KindClearAnswer, ItemStatusUnassessed, ItemStatusLocked),
		on(s{ItemStatusAssessed}, KindRequestConfirmation, ItemStatusRequested),
		on(s{ItemStatusRequested}, KindWithdrawRequest, ItemStatusAssessed),
		on(s{ItemStatusRequested}, KindConfirm, ItemStatusConfirmed),
		on(s{ItemStatusRequested}, KindReject, ItemStatusRejected),
		on(s{ItemStatusConfirmed}, KindRevise, ItemStatusRejected),
		on(s{ItemStatusRejected}, KindRevise, ItemStatusConfirmed),
		on(slices.Concat(s{ItemStatusLocked, ItemStatusUnassessed}, answered), KindChooseOptional, ItemStatusExcluded),
		on(s{ItemStatusExcluded}, KindChooseOptional, ItemStatusLocked, ItemStatusUnassessed, ItemStatusOngoing,
			ItemStatusAssessed, ItemStatusConfirmed, ItemStatusRejected),
	}
}

// enrolmentMachine is what commands do to the enrolment as a whole, where they
// change its status; the same test holds it to what Decide does.
func enrolmentMachine() []transition {
	type s = []Status
	const (
		withdrawn, requested, signedOff = StatusWithdrawn, StatusSignOffRequested, StatusSignedOff
		declined, void, ready           = StatusDeclined, StatusVoid, StatusReady
		notStarted, inProgress          = StatusNotStarted, StatusInProgress
	)
	return []transition{
		on(s{withdrawn}, KindEnrol, notStarted, ready, declined, void),
		on(s{notStarted}, KindSelfAssess, inProgress),
		on(s{notStarted}, KindReject, inProgress),
		on(s{notStarted}, KindConfirm, inProgress, ready),
		on(s{notStarted}, KindRevise, inProgress, ready),
		on(s{notStarted}, KindChooseOptional, ready),
		on(s{inProgress}, KindConfirm, ready),
		on(s{inProgress}, KindRevise, ready),
		on(s{inProgress}, KindChooseOptional, ready),
		on(s{ready}, KindSelfAssess, inProgress),
		on(s{ready}, KindRevise, inProgress),
		on(s{ready}, KindClearAnswer, notStarted, inProgress),
		on(s{ready}, KindChooseOptional, notStarted, inProgress),
		on(s{ready, declined, void}, KindRequestSignOff, requested),
		on(s{requested}, KindWithdrawSignOff, ready, void),
		on(s{requested}, KindSignOff, signedOff),
		on(s{requested}, KindDeclineSignOff, declined),
		on(s{requested}, KindSelfAssess, inProgress, void),
		on(s{declined}, KindSelfAssess, ready, inProgress, void),
		on(s{requested, declined}, KindRevise, inProgress, void),
		on(s{requested, declined}, KindClearAnswer, notStarted, inProgress, void),
		on(s{requested}, KindChooseOptional, notStarted, inProgress, void),
		on(s{declined}, KindChooseOptional, notStarted, ready, inProgress, void),
		on(s{signedOff}, KindSelfAssess, void),
		on(s{signedOff}, KindClearAnswer, void),
		on(s{signedOff}, KindRevise, void),
		on(s{signedOff}, KindChooseOptional, void),
		on(s{notStarted, inProgress, ready, requested, declined, void}, KindWithdraw, withdrawn),
	}
}

// mermaid draws transitions as a Mermaid state diagram (mermaid.js.org, stateDiagram-v2).
func mermaid(machine []transition) string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	seen := map[string]bool{}
	name := func(status string) string { return strings.ReplaceAll(status, "-", "_") }
	for _, t := range machine {
		for _, s := range slices.Concat(t.from, t.to) {
			if !seen[s] {
				seen[s] = true
				fmt.Fprintf(&b, "    %s: %s\n", name(s), s)
			}
		}
	}
	for _, t := range machine {
		for _, from := range t.from {
			for _, to := range t.to {
				fmt.Fprintf(&b, "    %s --> %s: %s\n", name(from), name(to), t.command)
			}
		}
	}
	return b.String()
}

// ascii writes transitions as lines: from, command, to.
func ascii(machine []transition) string {
	var b strings.Builder
	for _, t := range machine {
		from := t.from
		for len(from) > 0 {
			n := min(3, len(from))
			end := ""
			if n < len(from) {
				end = ","
			}
			last := strings.Join(from[:n], ", ") + end
			if from = from[n:]; len(from) > 0 {
				fmt.Fprintf(&b, "%s\n", last)
				continue
			}
			fmt.Fprintf(&b, "%-38s --%s--> %s\n", last, t.command, strings.Join(t.to, " | "))
		}
	}
	return b.String()
}

// ItemDiagram is the item's state machine as a Mermaid state diagram, for
// documentation. Gates and optional choices open and lock items beside it.
func ItemDiagram() string { return mermaid(itemMachine()) }

// EnrolmentDiagram is the enrolment's state machine as a Mermaid state
// diagram: the commands that can change its status.
func EnrolmentDiagram() string { return mermaid(enrolmentMachine()) }
