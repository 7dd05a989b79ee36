package storetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/countersign-go/countersign/roles"
)

func loadCases() []Case {
	return []Case{
		{"load/unknown", "none and no error for an unknown centre", loadUnknown},
		{"load/after", "Load returns the records with Seq > after, in order", loadAfter},
		{"load/order", "Load returns the records with Seq > after, in order", loadOrder},
		{"load/many", "Load returns the records with Seq > after, in order", loadMany},
		{"load/own", "It must include every record whose Append returned nil before Load was called.", loadOwn},
		{"load/cancelled", "It must be safe for concurrent use and honour ctx.", loadCancelled},
		{"ids/alike", "It must compare ids byte by byte.", idsAlike},
		{"ids/hostile", "It must compare ids byte by byte.", idsHostile},
	}
}

func loadUnknown(s roles.RegisterStore) error {
	unknown := func() error { return errors.Join(gives(s, "trust-2", 0, nil), gives(s, "trust-2", 7, nil)) }
	if err := unknown(); err != nil {
		return err
	}
	if err := grow(s, "trust-1", 1); err != nil {
		return err
	}
	return unknown()
}

func loadAfter(s roles.RegisterStore) error {
	if err := grow(s, "trust-1", 5); err != nil {
		return err
	}
	for after := range roles.RegisterSeq(8) {
		if err := gives(s, "trust-1", after, records(after+1, 5)); err != nil {
			return err
		}
	}
	for _, after := range []roles.RegisterSeq{math.MaxInt64, math.MaxInt64 + 1, math.MaxUint64} {
		if err := gives(s, "trust-1", after, nil); err != nil {
			return err
		}
	}
	return nil
}

// loadOrder has numbers of one and of two digits, and two centres that take turns.
func loadOrder(s roles.RegisterStore) error {
	for seq := roles.RegisterSeq(0); seq < 24; seq += 4 {
		for _, centre := range []roles.CentreID{"trust-2", "trust-1"} {
			if err := put(s, centre, seq, records(seq+1, seq+4)...); err != nil {
				return err
			}
		}
	}
	return errors.Join(holds(s, "trust-1", 24), gives(s, "trust-2", 8, records(9, 24)))
}

func loadMany(s roles.RegisterStore) error {
	const all, batch = 2000, 100
	for seq := roles.RegisterSeq(0); seq < all; seq += batch {
		if err := put(s, "trust-1", seq, records(seq+1, seq+batch)...); err != nil {
			return err
		}
	}
	return holds(s, "trust-1", all)
}

// loadOwn reads each record as soon as it is stored.
func loadOwn(s roles.RegisterStore) error {
	for seq := range roles.RegisterSeq(20) {
		if err := gives(s, "trust-1", seq, nil); err != nil {
			return err
		}
		if err := put(s, "trust-1", seq, record(seq+1)); err != nil {
			return err
		}
		if err := gives(s, "trust-1", seq, records(seq+1, seq+1)); err != nil {
			return fmt.Errorf("just stored: %w", err)
		}
	}
	return nil
}

func loadCancelled(s roles.RegisterStore) error {
	if err := grow(s, "trust-1", 1); err != nil {
		return err
	}
	return whoHasGone(func(ctx context.Context) error {
		_, err := s.Load(ctx, "trust-1", 0)
		return err
	})
}

// idsAlike has ids that a collation, or one who tidies up, takes for the same.
func idsAlike(s roles.RegisterStore) error {
	long := strings.Repeat("x", 255)
	return tellsApart(s, "trust", "Trust", "TRUST", "trust ", " trust", " ", "  ", "trüst", "tru\u0308st", "trußt", "trusst", "01", "1", "1.0",
		roles.CentreID(long), roles.CentreID(long+"x"), roles.CentreID(long+"y"))
}

// idsHostile has ids that mean something to a database, a path, a pattern or a shell.
func idsHostile(s roles.RegisterStore) error {
	return tellsApart(s, "a", "b", "a/b", "a%2Fb", "../a", "..", ".", "/", "a\\b", "a'; --", `a"`, "a`", "''", "%", "_", "*", "a\tb", "a\nb", "a\r\nb",
		"\x01\x1f\x7f", "$1", "?", ":a", "{a}", "NULL", "-1", "0", "😀", "😀😀", "\u200b", "\u202ea", oddText)
}

// tellsApart wants centres to keep different numbers of records.
func tellsApart(s roles.RegisterStore, centres ...roles.CentreID) error {
	for i, centre := range centres {
		if err := put(s, centre, 0, records(1, roles.RegisterSeq(i+1))...); err != nil {
			return err
		}
	}
	for i, centre := range centres {
		if err := holds(s, centre, roles.RegisterSeq(i+1)); err != nil {
			return err
		}
	}
	return nil
}
