package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/roles"
)

func findCases() []Case {
	const sentence = "CentresOf returns the centres with a record whose People include the person, in order of their ids byte by byte; of nobody, \"\", every centre with a record."
	return []Case{
		{"find/person", sentence, finding(findPerson)},
		{"find/once", sentence, finding(findOnce)},
		{"find/order", sentence, finding(findOrder)},
		{"find/nobody", sentence, finding(findNobody)},
		{"find/others", sentence, finding(findOthers)},
		{"find/alike", "It must compare ids byte by byte.", finding(findAlike)},
		{"find/own", "It must include every record whose Append returned nil before CentresOf was called.", finding(findOwn)},
		{"find/refused", "An error that wraps ErrConflict or ErrNotStored guarantees that nothing was stored.", finding(findRefused)},
		{"find/results", "It must not retain arguments or results, nor change them.", finding(findResults)},
		{"find/cancelled", "It must be safe for concurrent use and honour ctx.", finding(findCancelled)},
	}
}

// finding runs a case on stores that find; others have nothing to prove.
func finding(run func(s findingStore) error) func(roles.RegisterStore) error {
	return func(s roles.RegisterStore) error {
		f, ok := s.(findingStore)
		if !ok {
			return nil
		}
		return run(f)
	}
}

type findingStore interface {
	roles.RegisterStore
	roles.Finder
}

// finds wants a person to be found at these centres.
func finds(s findingStore, person roles.PersonID, want ...roles.CentreID) error {
	got, err := s.CentresOf(context.Background(), person)
	if err != nil || !slices.Equal(got, want) {
		return fmt.Errorf("the centres of %q are %q: want %q: %v", person, got, want, err)
	}
	return nil
}

// findPerson has people at one centre and at two, at any place of the list, of
// the batch and of the register.
func findPerson(s findingStore) error {
	if err := errors.Join(
		put(s, "trust-1", 0, about(1, "assessor-2", "learner-1", "learner-2")), put(s, "trust-1", 1, about(2), about(3, "learner-3"), about(4)),
		put(s, "trust-2", 0, about(1, "learner-4")), put(s, "trust-2", 1, about(2, "assessor-2")),
		put(s, "trust-3", 0, about(1)),
	); err != nil {
		return err
	}
	return errors.Join(
		finds(s, "assessor-2", "trust-1", "trust-2"), finds(s, "learner-1", "trust-1"), finds(s, "learner-2", "trust-1"),
		finds(s, "learner-3", "trust-1"), finds(s, "learner-4", "trust-2"), finds(s, "learner-5"),
	)
}

func findOnce(s findingStore) error {
	if err := put(s, "trust-1", 0, about(1, "learner-1"), about(2, "learner-1")); err != nil {
		return err
	}
	if err := put(s, "trust-1", 2, about(3, "learner-1")); err != nil {
		return err
	}
	return errors.Join(finds(s, "learner-1", "trust-1"), finds(s, "", "trust-1"))
}

func findOrder(s findingStore) error {
	for _, centre := range []roles.CentreID{"b", "a", "é", "B", "10", "e\u0301", "9", "a b", "😀", "a-", "～"} {
		if err := put(s, centre, 0, about(1, "learner-1")); err != nil {
			return err
		}
	}
	sorted := []roles.CentreID{"10", "9", "B", "a", "a b", "a-", "b", "e\u0301", "é", "～", "😀"}
	return errors.Join(finds(s, "learner-1", sorted...), finds(s, "", sorted...))
}

// findNobody has a centre whose records are about nobody, too.
func findNobody(s findingStore) error {
	if err := finds(s, ""); err != nil {
		return err
	}
	if err := errors.Join(put(s, "trust-1", 0, about(1)), put(s, "trust-2", 0, about(1, "learner-1"))); err != nil {
		return err
	}
	return finds(s, "", "trust-1", "trust-2")
}

// findOthers has people whom records name, without being about them.
func findOthers(s findingStore) error {
	r := about(1, "learner-1")
	r.Actor, r.Request, r.As, r.Kind, r.Events = "manager-1", "request-1", "role-1", "kind-1", []byte(`["learner-2"]`)
	if err := put(s, "trust-1", 0, r); err != nil {
		return err
	}
	for _, other := range []roles.PersonID{"manager-1", "request-1", "role-1", "kind-1", "learner-2", "trust-1"} {
		if err := finds(s, other); err != nil {
			return err
		}
	}
	return nil
}

// findAlike has ids that a pattern, a collation or a list in one text mistakes.
func findAlike(s findingStore) error {
	ids := []roles.PersonID{"Learner", "learner", "learner ", "learner-1", "learner-11", "learner_1", "l%", "a,b", `a","b`, "lärner", "la\u0308rner", oddText}
	for i, id := range ids {
		if err := put(s, roles.CentreID(fmt.Sprintf("trust-%02d", i)), 0, about(1, id)); err != nil {
			return err
		}
	}
	for i, id := range ids {
		if err := finds(s, id, roles.CentreID(fmt.Sprintf("trust-%02d", i))); err != nil {
			return err
		}
	}
	for _, nobody := range []roles.PersonID{"LEARNER", "learn", "earner", "%", "_", "*", "a", "b", ",", " ", `"`, "learner-", "' OR ''='"} {
		if err := finds(s, nobody); err != nil {
			return err
		}
	}
	return nil
}

// findOwn asks for each person as soon as there is a record.
func findOwn(s findingStore) error {
	for seq := range roles.RegisterSeq(10) {
		person := roles.PersonID(fmt.Sprint("learner-", seq))
		if err := finds(s, person); err != nil {
			return err
		}
		if err := put(s, "trust-1", seq, about(seq+1, person)); err != nil {
			return err
		}
		if err := finds(s, person, "trust-1"); err != nil {
			return fmt.Errorf("just stored: %w", err)
		}
	}
	return nil
}

func findRefused(s findingStore) error {
	if err := put(s, "trust-1", 0, about(1, "learner-1")); err != nil {
		return err
	}
	for _, err := range []error{
		try(s, "trust-1", 0, about(1, "learner-2")), try(s, "trust-2", 1, about(2, "learner-2")),
		try(s, "trust-2", 0), try(s, "trust-2", 0, about(1, "learner-2"), about(3, "learner-2")),
	} {
		if err == nil {
			return errors.New("a batch that does not fit was stored")
		}
	}
	return errors.Join(finds(s, "learner-2"), finds(s, "", "trust-1"))
}

func findResults(s findingStore) error {
	if err := errors.Join(put(s, "trust-1", 0, about(1, "learner-1")), put(s, "trust-2", 0, about(1, "learner-1"))); err != nil {
		return err
	}
	for _, person := range []roles.PersonID{"learner-1", ""} {
		got, err := s.CentresOf(context.Background(), person)
		if err != nil {
			return err
		}
		for i := range got {
			got[i] = "#"
		}
		if err := finds(s, person, "trust-1", "trust-2"); err != nil {
			return fmt.Errorf("after the caller wrote over a result: %w", err)
		}
	}
	return nil
}

func findCancelled(s findingStore) error {
	if err := put(s, "trust-1", 0, about(1, "learner-1")); err != nil {
		return err
	}
	return whoHasGone(func(ctx context.Context) error {
		_, err := s.CentresOf(ctx, "learner-1")
		return err
	})
}
