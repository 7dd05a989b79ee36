package roles

import "iter"

// What the keys are called under which a role names others.
const (
	appoints = "appoints"
	mayTake  = "may_take"
	revokes  = "revokes"
	suspends = "suspends"
)

// roleLists yields the lists of a policy that name roles, with their key.
func (d *draft) roleLists() iter.Seq2[words, string] {
	return func(yield func(words, string) bool) {
		for _, r := range d.roles {
			for _, a := range r.appoints {
				if !yield(a.roles, appoints) {
					return
				}
			}
			if !yield(r.mayTake, mayTake) || !yield(r.revokes, revokes) || !yield(r.suspends, suspends) {
				return
			}
		}
	}
}

// lists yields every list of names in a policy.
func (d *draft) lists() iter.Seq[words] {
	return func(yield func(words) bool) {
		for list := range d.roleLists() {
			if !yield(list) {
				return
			}
		}
		for _, r := range d.roles {
			if !yield(r.capabilities) {
				return
			}
		}
		for _, k := range d.enrolment.kinds {
			if !yield(k.unless) {
				return
			}
		}
	}
}
