package workflow

import (
	"fmt"
	"slices"
	"strings"
)

// A Transition is what a command can do to an item that it is about.
type Transition struct {
	Kind     Kind
	From, To ItemStatus
}

// String gives "confirm: requested to confirmed".
func (t Transition) String() string { return fmt.Sprintf("%s: %s to %s", t.Kind, t.From, t.To) }

// Transitions are all that there are, each once, by command. An item that a
// command is about need not move: one that is to be renewed stays confirmed.
// They describe and decide nothing. Each call gives a list of its own.
func Transitions() (out []Transition) {
	for _, a := range itemMachine.arrows() {
		if !derived(a.by) {
			out = append(out, Transition{Kind(a.by), ItemStatus(a.from), ItemStatus(a.to)})
		}
	}
	return out
}

// An Arrow is one of a state machine as [ItemDiagram] and [EnrolmentDiagram]
// draw it.
type Arrow struct {
	From, To string
	// By is the kind of the command that leads there or, where Derived, what
	// does without one, such as the clock.
	By      string
	Derived bool
}

// ItemArrows are those of an item's state machine, in the order of the
// statuses that they start from and lead to. They describe and decide nothing.
// Each call gives a list of its own.
func ItemArrows() []Arrow { return itemMachine.drawn() }

// EnrolmentArrows are those of an enrolment's, as [ItemArrows].
func EnrolmentArrows() []Arrow { return enrolmentMachine.drawn() }

func (m *machine) drawn() (out []Arrow) {
	for _, from := range m.letters {
		for _, to := range m.letters {
			for _, a := range m.arrows() {
				if a.from == from.status && a.to == to.status {
					out = append(out, Arrow{From: a.from, To: a.to, By: a.by, Derived: derived(a.by)})
				}
			}
		}
	}
	return out
}

// An arrow of a state machine: by is the command that leads from one status to
// another one, or what leads there without a command of its own.
type arrow struct{ from, by, to string }

// What moves a status though no command is about it. Nothing is stored of that:
// the status is derived at each instant.
const (
	byClock = "the clock"
	byGates = "its gates"
	byRound = "the next round"
)

func derived(by string) bool { return by == byClock || by == byGates || by == byRound }

// A machine is a table of arrows. The letters are those of the statuses.
type machine struct {
	letters []letter
	rows    []row
}

type letter struct {
	letter byte
	status string
}

type row struct{ by, arrows string }

func (m *machine) status(l byte) string {
	return m.letters[slices.IndexFunc(m.letters, func(x letter) bool { return x.letter == l })].status
}

func (m *machine) arrows() (out []arrow) {
	for _, r := range m.rows {
		for _, a := range strings.Fields(r.arrows) {
			out = append(out, arrow{m.status(a[0]), r.by, m.status(a[2])})
		}
	}
	return out
}

// itemMachine is what becomes of an item. A test gives every command in every
// state and holds the table to what Decide does, row by row.
var itemMachine = machine{
	letters: []letter{
		{'N', string(ItemStatusNotApplicable)}, {'X', string(ItemStatusExcluded)}, {'K', string(ItemStatusLocked)}, {'U', string(ItemStatusUnassessed)},
		{'O', string(ItemStatusOngoing)}, {'A', string(ItemStatusAssessed)}, {'R', string(ItemStatusRequested)},
		{'C', string(ItemStatusConfirmed)}, {'L', string(ItemStatusLapsed)}, {'J', string(ItemStatusRejected)}, {'W', string(ItemStatusWaived)},
	},
	rows: []row{
		// On a rejected or lapsed item every save reopens it, elsewhere another
		// comment alone moves nothing.
		{string(KindSelfAssess), "U>O U>A  O>O O>A  A>O A>A  R>O R>A R>R  C>O C>A C>C  L>O L>A  J>O J>A"},
		// Without an answer an item is locked again where its gate is closed.
		{string(KindClearAnswer), "O>U O>K  A>U A>K  R>U R>K  C>U C>K  L>U L>K  J>U J>K"},
		// A confirmation that nears its end stays while its renewal is asked for.
		{string(KindRequestConfirmation), "A>R C>C"},
		{string(KindWithdrawRequest), "R>A R>L C>C"},
		{string(KindConfirm), "R>C C>C"},
		{string(KindReject), "R>J C>J"},
		{string(KindRevise), "C>J J>C"},
		// A waiver can go with what lies beneath it, or before it. An answer may have
		// been enough once, and not be for what the enrolment says by now.
		{string(KindSetAside), "C>A L>A J>A R>A  C>O L>O J>O  W>U W>K W>O W>A W>L W>W  X>X N>N"},
		{string(KindRecordPaper), "U>C O>C A>C"},
		// What is confirmed elsewhere is whatever the gates say, and where it is not in.
		{string(KindAcceptTransfer), "K>C U>C O>C A>C  X>X N>N"},
		{string(KindWaive), "U>W O>W A>W L>W"},
		{string(KindUnwaive), "W>U W>K W>O W>A W>L X>X N>N"},
		// Choosing again gives back answer and decision, and no request.
		{string(KindChooseOptional), "U>X O>X A>X R>X C>X L>X J>X K>X W>X  X>U X>O X>A X>C X>L X>J X>K X>W"},
		// What applies no more keeps all but a request; a revival finds none. More may
		// be asked of an answer by now, or less.
		{string(KindSetAttributes), "U>N O>N A>N R>N C>N L>N J>N K>N W>N X>N  N>U N>O N>A N>C N>L N>J N>K N>W N>X  A>O O>A R>O R>L C>C"},
		{string(KindEnrol), "A>O O>A  U>N O>N A>N C>N L>N J>N K>N W>N X>N  N>U N>O N>A N>C N>L N>J N>K N>W N>X"},
		// Whoever is asked goes, or is not asked any more.
		{string(KindRemoveSupervisor), "R>A R>L C>C"},
		{string(KindReassign), "R>R C>C"},
		{string(KindRemoveCentre), "R>A R>L C>C"},
		{string(KindWithdraw), "R>A R>L C>C"},
		{byGates, "K>U U>K"},
		// An answer after a submission opens a round in which nothing else is answered.
		{byRound, "O>U O>K A>U A>K U>K K>U"},
		// Past its end a confirmation shows the request to renew it. A gate closes
		// when something in it lapses.
		{byClock, "C>L C>R U>K"},
	},
}

// enrolmentMachine is what becomes of the enrolment as a whole, where its
// status changes; the same test holds it to what Decide does.
var enrolmentMachine = machine{
	letters: []letter{
		{'W', string(StatusWithdrawn)}, {'N', string(StatusNotStarted)}, {'P', string(StatusInProgress)}, {'R', string(StatusReady)},
		{'Q', string(StatusSignOffRequested)}, {'S', string(StatusSignedOff)}, {'L', string(StatusLapsed)},
		{'D', string(StatusDeclined)}, {'V', string(StatusVoid)}, {'U', string(StatusSubmitted)},
	},
	rows: []row{
		// Results are carried: enrolled again, nothing is pending and the rest is as it was.
		{string(KindEnrol), "W>N W>R W>D W>V W>L"},
		// What a decline was about changes, for better or worse, or for neither
		// where a group is met without the item.
		{string(KindSelfAssess), "N>P R>P  Q>P Q>V  D>P D>R D>V  S>V L>V  U>P"},
		{string(KindClearAnswer), "R>N R>P  Q>N Q>P Q>V  D>N D>P D>R D>V  S>V L>V"},
		{string(KindConfirm), "N>P N>R P>R  D>P D>R D>V"},
		{string(KindReject), "N>P R>P  Q>P Q>V  D>P D>R D>V  S>V L>V"},
		{string(KindRevise), "N>P N>R P>R R>P  Q>P Q>V  D>P D>R D>V  S>V L>V"},
		{string(KindSetAside), "R>N R>P  Q>N Q>P Q>V  D>N D>P D>R D>V  S>V L>V"},
		{string(KindRecordPaper), "N>P N>R P>R  D>P D>R D>V"},
		{string(KindAcceptTransfer), "N>P N>R P>R  D>P D>R D>V"},
		{string(KindWaive), "N>P N>R P>R  D>P D>R D>V"},
		{string(KindUnwaive), "R>N R>P  Q>N Q>P Q>V  D>N D>P D>R D>V  S>V L>V"},
		{string(KindChooseOptional), "N>R P>R  R>N R>P  Q>N Q>P Q>V  D>N D>P D>R D>V  S>V L>V"},
		{string(KindSetAttributes), "N>R P>R  R>N R>P  Q>N Q>P Q>V  D>N D>P D>R D>V  S>V L>V"},
		{string(KindRequestSignOff), "R>Q D>Q V>Q L>Q"},
		// A pending request hides what time did meanwhile.
		{string(KindWithdrawSignOff), "Q>N Q>P Q>R Q>V Q>L"},
		{string(KindRemoveSupervisor), "Q>N Q>P Q>R Q>V Q>L"},
		{string(KindRemoveCentre), "Q>N Q>P Q>R Q>V Q>L"},
		{string(KindSignOff), "Q>S"},
		{string(KindDeclineSignOff), "Q>D Q>L"},
		{string(KindRevokeSignOff), "S>V L>V L>D"},
		{string(KindWithdraw), "N>W P>W R>W Q>W D>W V>W L>W"},
		// What was submitted holds or has lapsed, whatever is answered meanwhile.
		{string(KindSubmit), "N>U P>U L>U"},
		{byClock, "S>L R>P R>N  U>L P>L N>L"},
	},
}
