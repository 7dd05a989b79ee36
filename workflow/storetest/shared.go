package storetest

import (
	"context"
	"fmt"

	"github.com/countersign-go/countersign/workflow"
)

const retains = "It must not retain arguments or results, nor change them."

func sharedCases() []Case {
	return []Case{
		{"shared/arguments", retains, sharedArguments},
		{"shared/results", retains, sharedResults},
	}
}

func sharedArguments(s workflow.Store) error {
	given := batch("e-1", 0, records(1, 2)...)
	before, summaryBefore := clones(given.Records), given.Summary.Clone()
	if err := s.Append(context.Background(), given); err != nil {
		return err
	}
	if err := same(given.Records, before); err != nil {
		return fmt.Errorf("the store changed an argument: %w", err)
	}
	if err := sameSummary(given.Summary, summaryBefore); err != nil {
		return fmt.Errorf("the store changed an argument: %w", err)
	}
	stored, err := load(s, "e-1", 0)
	if err != nil {
		return err
	}
	scribble(given.Records)
	return unchanged(s, stored, "an argument")
}

func sharedResults(s workflow.Store) error {
	if err := grow(s, "e-1", 3); err != nil {
		return err
	}
	first, err := load(s, "e-1", 0)
	if err != nil {
		return err
	}
	other, err := load(s, "e-1", 0)
	if err != nil {
		return err
	}
	before := clones(other)
	scribble(first)
	if err := same(inUTC(other), inUTC(before)); err != nil {
		return fmt.Errorf("two results share what they refer to: %w", err)
	}
	if err := unchanged(s, before, "a result"); err != nil {
		return err
	}
	if err := put(s, "e-1", 3, record(4)); err != nil {
		return err
	}
	if err := same(inUTC(other), inUTC(before)); err != nil {
		return fmt.Errorf("a result changed with the next append: %w", err)
	}
	return nil
}

// unchanged wants a load to give what it gave before somebody wrote over what
// they had. Whether that was what they stored is for other cases.
func unchanged(s workflow.Store, before []workflow.Record, what string) error {
	again, err := load(s, "e-1", 0)
	if err != nil {
		return err
	}
	if err := same(inUTC(again), inUTC(before)); err != nil {
		return fmt.Errorf("after the caller wrote over %s: %w", what, err)
	}
	return nil
}
