// Package storetest holds a store to the contract of [roles.RegisterStore]:
//
//	func TestContract(t *testing.T) {
//		storetest.Run(t, func() roles.RegisterStore { return newEmptyStore(t) })
//	}
//
// Each [Case] proves a sentence of the contract on an empty store of its own,
// and says as an error what is wrong. Cases about finding pass where the store
// is no [roles.Finder]; let the compiler hold that yours is:
//
//	var _ roles.Finder = (*Store)(nil)
//
// Run them with the race detector: what a store shares with its callers, it
// alone may find. Two things are left to each store. No list of people and an
// empty one are the same, as are no events and empty ones. And ids hold no NUL,
// which some databases have no place for.
package storetest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/roles"
)

// A Case proves a sentence of the contract.
type Case struct {
	// Name is the part of the contract and what is tried of it, such as "append/stale".
	Name string
	// Sentence is what the contract says, in its own words.
	Sentence string
	run      func(s roles.RegisterStore) error
}

// Cases are all cases, in the order in which to read what they find.
func Cases() []Case {
	return slices.Concat(appendCases(), batchCases(), loadCases(), fieldCases(), sharedCases(), raceCases(), findCases())
}

// Run tries the case on a store that newStore makes, which must be empty. The
// error says what is wrong with the store, nil that nothing was found.
func (c Case) Run(newStore func() roles.RegisterStore) error {
	if err := c.run(newStore()); err != nil {
		return fmt.Errorf("%w\nthe contract says: %s", err, c.Sentence)
	}
	return nil
}

// Check runs all cases, one after another, each on a store of its own, and
// joins what they find.
func Check(newStore func() roles.RegisterStore) error {
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
func Run[Test T[Test]](t Test, newStore func() roles.RegisterStore) {
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
