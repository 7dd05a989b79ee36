// Package storetest holds a store to the contract of [workflow.Store]:
//
//	func TestContract(t *testing.T) {
//		storetest.Run(t, func() workflow.Store { return newEmptyStore(t) })
//	}
//
// Each [Case] proves a sentence of the contract on an empty store of its own,
// and says as an error what is wrong. Cases about lists pass where the store is
// no [workflow.Lister], those about erasing where it is no [workflow.Eraser],
// those about snapshots where it is no [workflow.Snapshotter], those about feeds
// where it is no [workflow.Feeder]; let the compiler hold that yours is:
//
//	var _ interface {
//		workflow.Store
//		workflow.Lister
//		workflow.Eraser
//		workflow.Snapshotter
//		workflow.Feeder
//	} = (*Store)(nil)
//
// Where a store feeds records with a delay, cases wait for what is missing, and
// give up after two minutes.
//
// The case race/history keeps what several callers ask and are told at once, and
// looks for an order of one after another that explains it: whether the store is
// linearisable, enrolment by enrolment.
//
// Run them with the race detector: what a store shares with its callers, it
// alone may find. Two things are left to each store. No list and an empty one
// are the same. And no text holds NUL, which some databases have no place for.
// [Bench] measures any store, with names that can be compared.
package storetest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

// A Case proves a sentence of the contract.
type Case struct {
	// Name is the part of the contract and what is tried of it, such as "append/stale".
	Name string
	// Sentence is what the contract says, in its own words.
	Sentence string
	run      func(s workflow.Store) error
}

// Cases are all cases, in the order in which to read what they find.
func Cases() []Case {
	return slices.Concat(
		appendCases(), batchCases(), loadCases(), fieldCases(), sharedCases(), outcomeCases(), raceCases(), neighbourCases(),
		listCases(), pageCases(), textCases(), eraseCases(), beginCases(), eraseRaceCases(), snapshotCases(), feedCases(),
	)
}

// Run tries the case on a store that newStore makes, which must be empty. The
// error says what is wrong with the store, nil that nothing was found.
func (c Case) Run(newStore func() workflow.Store) error {
	if err := c.run(newStore()); err != nil {
		return fmt.Errorf("%w\nthe contract says: %s", err, c.Sentence)
	}
	return nil
}

// Check runs all cases, one after another, each on a store of its own, and
// joins what they find.
func Check(newStore func() workflow.Store) error {
	var errs []error
	for _, c := range Cases() {
		if err := c.Run(newStore); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", c.Name, err))
		}
	}
	return errors.Join(errs...)
}

// A T is what Run needs of a *testing.T, so that nothing here links package testing.
type T[Sub any] interface {
	Helper()
	Errorf(format string, args ...any)
	Run(name string, f func(Sub)) bool
}

// Run runs each case as a test within t, one after another. It asks for a store
// once in each case, from the goroutine of that test.
func Run[Test T[Test]](t Test, newStore func() workflow.Store) {
	t.Helper()
	for _, c := range Cases() {
		t.Run(c.Name, func(t Test) {
			t.Helper()
			if err := c.Run(newStore); err != nil {
				t.Errorf("%v", err)
			}
		})
	}
}
