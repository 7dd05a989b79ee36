package scenario

import (
	"fmt"
	"slices"
)

// An Invariant is something that must hold at every step of a walk.
type Invariant struct {
	// Name is what reports call it, in one word.
	Name string
	// Sentence says what must hold.
	Sentence string
	// Every says at how many steps it is looked at once, for one that takes
	// long; 0 and 1 mean at each.
	Every int
	// Check says what does not hold, given how the enrolment stood before a
	// step and how it stands after. A step that was refused, or changed nothing,
	// is one as well. It must change nothing.
	Check func(before, after *Moment) error
}

// Invariants are those that a walk looks at where it is not told other ones.
// Everything that they hold the engine to is derived once more from the stored
// records and from a book of who held what when, which the walk keeps by itself.
func Invariants() []Invariant {
	return slices.Concat(
		recordInvariants(), requestInvariants(), statusInvariants(), signOffInvariants(), roundInvariants(),
		rightsInvariants(), subjectInvariants(), askingInvariants(), contentsInvariants(), effectInvariants(), transferInvariants(), requiresInvariants(), upgradeInvariants(), viewInvariants(), actionInvariants(), summaryInvariants(),
		recommendsInvariants(),
	)
}

// A Breach is an invariant that did not hold.
type Breach struct {
	// Invariant and Sentence are those of the invariant.
	Invariant, Sentence string
	// Message says what was found.
	Message string
	// Scenario reproduces it, as far as a scenario can say it: as short as it
	// was made in the time that there was.
	Scenario *Scenario
	// Given is how many steps had been given when it was found, and Lines how
	// many lines the scenario had before it was made shorter.
	Given, Lines int
	// Notes say what is needed beside the scenario, such as a store that fails.
	Notes []string

	index int // of the move that it was found at
	about Enrolment
	ought *ought
}

// Error says what did not hold, and gives the scenario.
func (b *Breach) Error() string {
	s := fmt.Sprintf("%s: %s\n%s", b.Invariant, b.Sentence, b.Message)
	for _, n := range b.Notes {
		s += "\n# " + n
	}
	if b.Scenario != nil {
		s += "\n\n" + b.Scenario.String()
	}
	return s
}

// breach is one that the walk itself finds.
func breach(name, format string, args ...any) *Breach {
	b := &Breach{Invariant: name, Message: fmt.Sprintf(format, args...)}
	for _, one := range Invariants() {
		if one.Name == name {
			b.Sentence = one.Sentence
		}
	}
	return b
}
