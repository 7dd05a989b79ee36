package roles

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

func checkNoBootstrap(d *draft, report report) {
	if d.hasAppointed() && !d.hasBootstrap() {
		report(d.position, "nobody could make the first appointment: no role with comes_from: host appoints anybody")
	}
}

func (d *draft) hasAppointed() bool {
	return slices.ContainsFunc(d.roles, func(r *draftRole) bool { return r.origin == ByAppointment })
}

func (d *draft) hasBootstrap() bool {
	return slices.ContainsFunc(d.roles, func(r *draftRole) bool { return r.mayBeHost() && len(r.appoints) > 0 })
}

// mayBeHost reports whether the host names the role, as far as the file can be read.
func (r *draftRole) mayBeHost() bool { return r.origin == ByHost || r.origin == "" }

func checkNeverAppointed(d *draft, report report) {
	for _, r := range d.roles {
		if r.origin == ByAppointment && d.role(r.id.Value) == r && !d.named(r) {
			report(positionOf(r.id, r.position), "nobody may appoint anybody to %s", source.Quote(r.id.Value))
		}
	}
}

// named reports whether a rule lets anybody appoint to the role or take it.
func (d *draft) named(r *draftRole) bool {
	for list, key := range d.roleLists() {
		if (key == appoints || key == mayTake) && list.has(r.id.Value) {
			return true
		}
	}
	return false
}

// checkUnreachable is silent where another rule says the same better.
func checkUnreachable(d *draft, report report) {
	if !d.hasBootstrap() {
		return
	}
	reached := map[*draftRole]bool{}
	for _, r := range d.roles {
		if r.mayBeHost() {
			d.reach(r, reached)
		}
	}
	for _, r := range d.roles {
		if r.origin != ByAppointment || reached[r] || d.role(r.id.Value) != r || !d.named(r) {
			continue
		}
		report(positionOf(r.id, r.position), "%s can only be got from roles that nobody can get first: %s",
			source.Quote(r.id.Value), source.Listing(d.leadingTo(r)))
	}
}

// reach marks the roles that acts of holders of r lead to, r among them.
func (d *draft) reach(r *draftRole, reached map[*draftRole]bool) {
	if reached[r] {
		return
	}
	reached[r] = true
	for _, next := range d.leadsTo(r) {
		d.reach(next, reached)
	}
}

// leadsTo are the roles that a holder of r may appoint to or take.
func (d *draft) leadsTo(r *draftRole) (out []*draftRole) {
	lists := []words{r.mayTake}
	for _, a := range r.appoints {
		lists = append(lists, a.roles)
	}
	for _, list := range lists {
		for _, t := range list.all {
			if next := d.role(t.Value); next != nil && next.origin == ByAppointment {
				out = append(out, next)
			}
		}
	}
	return out
}

// leadingTo are the roles that r can be got from.
func (d *draft) leadingTo(r *draftRole) (names []string) {
	for _, from := range d.roles {
		if slices.Contains(d.leadsTo(from), r) {
			names = append(names, from.id.Value)
		}
	}
	return names
}

func checkNotReopened(d *draft, report report) {
	for _, r := range d.roles {
		if r.keepLast.On && r.origin == ByAppointment && !d.reopened(r) && d.hasBootstrap() {
			report(r.keepLast.Position, "%s is kept, but no role with comes_from: host appoints to it where a centre has lost all of them",
				source.Quote(r.id.Value))
		}
	}
}

func (d *draft) reopened(r *draftRole) bool {
	return slices.ContainsFunc(d.roles, func(from *draftRole) bool {
		return from.mayBeHost() && slices.Contains(d.leadsTo(from), r)
	})
}

// checkAppointsUpward follows appointments from each role in the hierarchy. A
// role outside it on the way, such as one without rank, is no excuse. Where
// the first step is already upward, that step is reported.
func checkAppointsUpward(d *draft, report report) {
	for _, r := range d.roles {
		if r.origin != ByAppointment || r.rank == 0 {
			continue
		}
		if path := d.upward(r, r, map[*draftRole]bool{r: true}); path != nil {
			report(d.step(r, path[1]), "%s, of rank %d, leads upward: %s, of rank %d", source.Quote(r.id.Value), r.rank,
				strings.Join(path, " → "), d.role(path[len(path)-1]).rank)
		}
	}
}

// upward is the way from r, over roles of no rank, to a role that stands above start; nil if there is none.
func (d *draft) upward(start, r *draftRole, seen map[*draftRole]bool) []string {
	for _, next := range d.leadsTo(r) {
		switch {
		case seen[next]:
		case next.rank == 0:
			seen[next] = true
			if path := d.upward(start, next, seen); path != nil {
				return append([]string{r.id.Value}, path...)
			}
		case next.rank < start.rank:
			return []string{r.id.Value, next.id.Value}
		}
	}
	return nil
}

// step is where r names the role.
func (d *draft) step(r *draftRole, to string) source.Position {
	lists := []words{r.mayTake}
	for _, a := range r.appoints {
		lists = append(lists, a.roles)
	}
	for _, list := range lists {
		for _, t := range list.all {
			if t.Value == to {
				return t.Position
			}
		}
	}
	return r.position
}

func checkTakesItself(d *draft, report report) {
	for _, r := range d.roles {
		for _, t := range r.mayTake.all {
			if t.Value == r.id.Value {
				report(t.Position, "%s cannot take the role that its holder has", source.Quote(t.Value))
			}
		}
	}
}
