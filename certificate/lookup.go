package certificate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// known are the names that a certificate needs, checked.
type known struct {
	people  map[workflow.PersonID]Person
	centres map[workflow.CentreID]string
}

// look asks the directory for everything at once.
func look(ctx context.Context, dir Directory, of about, p *proof) (known, error) {
	if dir == nil {
		return known{}, errors.New("there is no directory to give the names")
	}
	ids, centres := []workflow.PersonID{of.who()}, []workflow.CentreID{of.centre}
	if given := p.signOff; given != nil {
		ids, centres = append(ids, given.By), append(centres, given.As.Centre)
		for _, c := range given.Attained.Confirmers {
			ids = append(ids, c.Person)
		}
	}
	for _, o := range p.overrides() {
		ids = append(ids, o.By)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	people, err := dir.NamesOfPeople(ctx, slices.Clone(ids))
	if err != nil {
		return known{}, fmt.Errorf("the directory gave no names of people: %w", err)
	}
	k := known{people: make(map[workflow.PersonID]Person, len(ids))}
	var faults []error
	for _, id := range ids {
		p, err := checkedPerson(id, people[id])
		k.people[id], faults = p, append(faults, err)
	}
	k.centres, err = lookCentres(ctx, dir, centres)
	return k, errors.Join(append(faults, err)...)
}

// lookCentres asks for the names of those centres that there are: a trial has none.
func lookCentres(ctx context.Context, dir Directory, ids []workflow.CentreID) (map[workflow.CentreID]string, error) {
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id workflow.CentreID) bool { return id == "" })
	names := make(map[workflow.CentreID]string, len(ids))
	if len(ids) == 0 {
		return names, nil
	}
	centres, err := dir.NamesOfCentres(ctx, slices.Clone(ids))
	if err != nil {
		return nil, fmt.Errorf("the directory gave no names of centres: %w", err)
	}
	var faults []error
	for _, id := range ids {
		name, err := checkedName(fmt.Sprintf("the name of the centre %q", id), centres[id])
		names[id], faults = name, append(faults, err)
	}
	return names, errors.Join(faults...)
}

func checkedPerson(id workflow.PersonID, p Person) (Person, error) {
	name, err := checkedName(fmt.Sprintf("the name of %q", id), p.Name)
	registration, err2 := checked(fmt.Sprintf("the registration number of %q", id), p.Registration)
	return Person{Name: name, Registration: registration}, errors.Join(err, err2)
}

func (k *known) signatory(given *workflow.SignedOff, policy *roles.Policy) Signatory {
	if policy == nil {
		policy = roles.Default()
	}
	title := clean(string(given.As.Role))
	if role := policy.Role(given.As.Role); role != nil {
		title = clean(role.Title())
	}
	return Signatory{Person: k.people[given.By], Role: title, Centre: k.centres[given.As.Centre]}
}

// ordered puts those with most items first, then by name, then by id.
func (k *known) ordered(given *workflow.SignedOff) []workflow.ConfirmerCount {
	counts := slices.Clone(given.Attained.Confirmers) // in order of ids
	slices.SortStableFunc(counts, func(a, b workflow.ConfirmerCount) int {
		return cmp.Or(cmp.Compare(b.Items, a.Items), cmp.Compare(k.people[a.Person].Name, k.people[b.Person].Name))
	})
	return counts
}

func (k *known) confirmers(given *workflow.SignedOff) []Confirmer {
	counts := k.ordered(given)
	out := make([]Confirmer, len(counts))
	for i, c := range counts {
		out[i] = Confirmer{Person: k.people[c.Person], Items: c.Items}
	}
	return out
}

// overridden are the requirements that were let go, as the framework has them.
func (k *known) overridden(fw *proficiency.Framework, overrides []workflow.Overridden) (all []Overridden) {
	for _, o := range overrides {
		q, _ := fw.Requirement(o.Framework)
		all = append(all, Overridden{Framework: o.Framework, Lowest: q.Lowest, By: k.people[o.By]})
	}
	return all
}

// activity is what stood at the sign-off, with the places of those who confirmed it.
func (k *known) activity(fw *proficiency.Framework, s *workflow.State, given *workflow.SignedOff, records []workflow.Record) ([]Activity, error) {
	all, deciders, err := activityOf(fw, s, given, records)
	if err != nil {
		return nil, err
	}
	counts := k.ordered(given)
	for i, by := range deciders {
		if by != "" {
			all[i].Confirmer = slices.IndexFunc(counts, func(c workflow.ConfirmerCount) bool { return c.Person == by })
		}
	}
	return all, nil
}
