package storetest

import (
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/roles"
)

func sharedCases() []Case {
	const sentence = "It must not retain arguments or results, nor change them."
	return []Case{
		{"shared/arguments", sentence, sharedArguments},
		{"shared/results", sentence, sharedResults},
	}
}

func sharedArguments(s roles.RegisterStore) error {
	given := records(1, 2)
	before := clones(given)
	if err := put(s, "trust-1", 0, given...); err != nil {
		return err
	}
	if err := same(given, before); err != nil {
		return fmt.Errorf("the store changed an argument: %w", err)
	}
	stored, err := load(s, "trust-1", 0)
	if err != nil {
		return err
	}
	scribble(given)
	return unchanged(s, stored, "an argument")
}

func sharedResults(s roles.RegisterStore) error {
	if err := grow(s, "trust-1", 3); err != nil {
		return err
	}
	first, err := load(s, "trust-1", 0)
	if err != nil {
		return err
	}
	other, err := load(s, "trust-1", 0)
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
	if err := put(s, "trust-1", 3, record(4)); err != nil {
		return err
	}
	if err := same(inUTC(other), inUTC(before)); err != nil {
		return fmt.Errorf("a result changed with the next append: %w", err)
	}
	return nil
}

// unchanged wants a load to give what it gave before somebody wrote over what
// they had. Whether that was what they stored is for other cases.
func unchanged(s roles.RegisterStore, before []roles.RegisterRecord, what string) error {
	again, err := load(s, "trust-1", 0)
	if err != nil {
		return err
	}
	if err := same(inUTC(again), inUTC(before)); err != nil {
		return fmt.Errorf("after the caller wrote over %s: %w", what, err)
	}
	return nil
}

// inUTC are records that do not show in which zone a store reads its times.
func inUTC(rs []roles.RegisterRecord) []roles.RegisterRecord {
	rs = slices.Clone(rs)
	for i := range rs {
		rs[i].At = rs[i].At.UTC()
	}
	return rs
}
