package storetest_test

import (
	"context"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/roles"
)

// CentresOf is that of stores that find.
func (s *brokenStore) CentresOf(ctx context.Context, person roles.PersonID) ([]roles.CentreID, error) {
	if err := ctx.Err(); err != nil && !s.is("find ignores ctx") {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if found, ok := s.found[person]; ok && (s.is("finds are cached") || len(found) > 0 && s.is("finds are shared")) {
		return found, nil
	}
	var found []roles.CentreID
	for _, centre := range s.order {
		for i, r := range s.stored[centre] {
			if s.mentions(r, person) && !(i > 0 && s.is("finds in the first record")) {
				found = append(found, centre)
			}
		}
	}
	if !s.is("finds are in order of writing") {
		slices.Sort(found)
	}
	if !s.is("finds repeat") {
		found = slices.Compact(found)
	}
	s.found[person] = found
	if s.is("finds are cached") {
		found = slices.Clone(found)
	}
	return found, nil
}

func (s *brokenStore) mentions(r roles.RegisterRecord, person roles.PersonID) bool {
	is := func(p roles.PersonID) bool { return p == person }
	switch s.fault {
	case "finds by prefix":
		is = func(p roles.PersonID) bool { return strings.HasPrefix(string(p), string(person)) }
	case "finds by case":
		is = func(p roles.PersonID) bool { return strings.EqualFold(string(p), string(person)) }
	case "finds who acted":
		if r.Actor == person {
			return true
		}
	case "finds the first of the people":
		r.People = r.People[:min(len(r.People), 1)]
	}
	if person == "" {
		return !s.is("nobody is nowhere") && (len(r.People) > 0 || !s.is("finds no records about nobody"))
	}
	return slices.ContainsFunc(r.People, is)
}
