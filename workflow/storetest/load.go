package storetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/workflow"
)

func loadCases() []Case {
	return []Case{
		{"load/unknown", "none and no error for an unknown enrolment", loadUnknown},
		{"load/after", "Load returns the records with Seq > after, in order", loadAfter},
		{"load/order", "Load returns the records with Seq > after, in order", loadOrder},
		{"load/many", "Load returns the records with Seq > after, in order", loadMany},
		{"load/own", "It must include every record whose Append returned nil before Load was called.", loadOwn},
		{"load/cancelled", "It must be safe for concurrent use and honour ctx.", loadCancelled},
		{"ids/alike", "Stores compare it byte by byte.", idsAlike},
		{"ids/hostile", "Stores compare it byte by byte.", idsHostile},
	}
}

func loadUnknown(s workflow.Store) error {
	unknown := func() error { return errors.Join(gives(s, "e-2", 0, nil), gives(s, "e-2", 7, nil)) }
	if err := unknown(); err != nil {
		return err
	}
	if err := grow(s, "e-1", 1); err != nil {
		return err
	}
	return unknown()
}

func loadAfter(s workflow.Store) error {
	if err := grow(s, "e-1", 5); err != nil {
		return err
	}
	for after := range workflow.Seq(8) {
		if err := gives(s, "e-1", after, records(after+1, 5)); err != nil {
			return err
		}
	}
	for _, after := range []workflow.Seq{math.MaxInt64, math.MaxInt64 + 1, math.MaxUint64} {
		if err := gives(s, "e-1", after, nil); err != nil {
			return err
		}
	}
	return nil
}

// loadOrder has numbers of one and of two digits, and two enrolments that take turns.
func loadOrder(s workflow.Store) error {
	for seq := workflow.Seq(0); seq < 24; seq += 4 {
		for _, id := range []workflow.EnrolmentID{"e-2", "e-1"} {
			if err := put(s, id, seq, records(seq+1, seq+4)...); err != nil {
				return err
			}
		}
	}
	return errors.Join(holds(s, "e-1", 24), gives(s, "e-2", 8, records(9, 24)))
}

// loadMany has what an enrolment comes to that goes on for years.
func loadMany(s workflow.Store) error {
	const all, some = 5000, 250
	rs := numbered(all)
	for seq := workflow.Seq(0); seq < all; seq += some {
		if err := put(s, "e-1", seq, rs[seq:seq+some]...); err != nil {
			return err
		}
	}
	return errors.Join(gives(s, "e-1", 0, rs), gives(s, "e-1", all/2, rs[all/2:]))
}

// numbered are n records without texts that differ in number and request alone.
func numbered(n workflow.Seq) []workflow.Record {
	rs, like := make([]workflow.Record, n), record(1)
	like.Texts = nil
	for i := range rs {
		rs[i] = like
		rs[i].Seq, rs[i].Request = workflow.Seq(i+1), workflow.RequestID(strconv.Itoa(i))
	}
	return rs
}

// loadOwn reads each record as soon as it is stored.
func loadOwn(s workflow.Store) error {
	for seq := range workflow.Seq(20) {
		if err := gives(s, "e-1", seq, nil); err != nil {
			return err
		}
		if err := put(s, "e-1", seq, record(seq+1)); err != nil {
			return err
		}
		if err := gives(s, "e-1", seq, records(seq+1, seq+1)); err != nil {
			return fmt.Errorf("just stored: %w", err)
		}
	}
	return nil
}

func loadCancelled(s workflow.Store) error {
	if err := grow(s, "e-1", 1); err != nil {
		return err
	}
	return whoHasGone(func(ctx context.Context) error {
		_, err := s.Load(ctx, "e-1", 0)
		return err
	})
}

// idsAlike has ids that a collation, or one who tidies up, takes for the same.
func idsAlike(s workflow.Store) error {
	long := strings.Repeat("x", 255)
	return tellsApart(s, "enrolment", "Enrolment", "ENROLMENT", "enrolment ", " enrolment", " ", "  ", "énrolment", "e\u0301nrolment", "straße", "strasse", "01", "1", "1.0",
		workflow.EnrolmentID(long), workflow.EnrolmentID(long+"x"), workflow.EnrolmentID(long+"y"))
}

// idsHostile has ids that mean something to a database, a path, a pattern or a shell.
func idsHostile(s workflow.Store) error {
	return tellsApart(s, "a", "b", "a/b", "a%2Fb", "../a", "..", ".", "/", "a\\b", "a'; --", `a"`, "a`", "''", "%", "_", "*", "a\tb", "a\nb", "a\r\nb",
		"\x01\x1f\x7f", "$1", "?", ":a", "{a}", "NULL", "-1", "0", "😀", "😀😀", "\u200b", "\u202ea", oddText)
}

// tellsApart wants enrolments to keep different numbers of records.
func tellsApart(s workflow.Store, ids ...workflow.EnrolmentID) error {
	for i, id := range ids {
		if err := put(s, id, 0, records(1, workflow.Seq(i+1))...); err != nil {
			return err
		}
	}
	for i, id := range ids {
		if err := holds(s, id, workflow.Seq(i+1)); err != nil {
			return err
		}
	}
	return nil
}
