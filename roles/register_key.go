package roles

import (
	"slices"
	"strings"
)

// key is the same text for states between which no decision differs, however
// they came about. The order of appointments is no difference: it says only
// which of several roles a decision is said to rest on.
func (s *CentreState) key() string {
	var b strings.Builder
	part := func(text string) {
		b.WriteString(text)
		b.WriteByte(0) // in no id
	}
	part(string(s.kind))
	part(s.zone)
	if s.newer {
		part("newer")
	}
	for _, e := range s.people {
		part(string(e.standing.Person))
		part(e.flags())
		for _, a := range e.appointmentKeys() {
			part(a)
		}
		part("") // no id is empty
		for _, o := range e.standing.Staff {
			part(string(o.Person))
		}
		part("")
	}
	return b.String()
}

func (x *entry) flags() string {
	f := byte('0')
	for i, on := range [...]bool{x.registered, x.approved, x.deactivated, x.suspended} {
		if on {
			f |= 1 << i
		}
	}
	return string(f)
}

func (x *entry) appointmentKeys() []string {
	keys := make([]string, len(x.standing.Appointments))
	for i := range x.standing.Appointments {
		a := &x.standing.Appointments[i]
		keys[i] = string(a.Role) + ":" + list(categories(a.Categories))
	}
	slices.Sort(keys)
	return keys
}
