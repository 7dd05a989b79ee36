package certificate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// known are the names that a certificate needs, checked.
type known struct {
	people map[workflow.PersonID]Person
	centre string
}

// look asks the directory for everything at once.
func look(ctx context.Context, dir Directory, learner workflow.PersonID, given *workflow.SignedOff) (known, error) {
	if dir == nil {
		return known{}, errors.New("there is no directory to give the names")
	}
	ids := []workflow.PersonID{learner, given.By}
	for _, c := range given.Attained.Confirmers {
		ids = append(ids, c.Person)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	people, err := dir.NamesOfPeople(ctx, slices.Clone(ids))
	if err != nil {
		return known{}, fmt.Errorf("the directory gave no names of people: %w", err)
	}
	var centres map[workflow.CentreID]string
	if given.As.Centre != "" { // a trial has none
		if centres, err = dir.NamesOfCentres(ctx, []workflow.CentreID{given.As.Centre}); err != nil {
			return known{}, fmt.Errorf("the directory gave no names of centres: %w", err)
		}
	}
	k := known{people: make(map[workflow.PersonID]Person, len(ids))}
	var faults []error
	for _, id := range ids {
		p, err := checkedPerson(id, people[id])
		k.people[id], faults = p, append(faults, err)
	}
	if given.As.Centre != "" {
		k.centre, err = checkedName(fmt.Sprintf("the name of the centre %q", given.As.Centre), centres[given.As.Centre])
	}
	return k, errors.Join(append(faults, err)...)
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
	return Signatory{Person: k.people[given.By], Role: title, Centre: k.centre}
}

// confirmers puts those with most items first, then by name, then by id.
func (k *known) confirmers(given *workflow.SignedOff) []Confirmer {
	counts := slices.Clone(given.Attained.Confirmers) // in order of ids
	slices.SortStableFunc(counts, func(a, b workflow.ConfirmerCount) int {
		return cmp.Or(cmp.Compare(b.Items, a.Items), cmp.Compare(k.people[a.Person].Name, k.people[b.Person].Name))
	})
	out := make([]Confirmer, len(counts))
	for i, c := range counts {
		out[i] = Confirmer{Person: k.people[c.Person], Items: c.Items}
	}
	return out
}
