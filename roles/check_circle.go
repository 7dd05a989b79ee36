package roles

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// checkTakesInCircle is silent where ranks say the same better: then one of
// the steps leads upward.
func checkTakesInCircle(d *draft, report report) {
	reported := map[*draftRole]bool{}
	for _, r := range d.appointed() {
		circle := d.circle(r, d.takes)
		if circle == nil || reported[r] || ranksDiffer(circle) {
			continue
		}
		mark(reported, circle)
		report(d.step(r, circle[1].id.Value), "taking leads in a circle, so that whoever holds one of these roles can hold all: %s",
			arrows(circle))
	}
}

// checkAppointsInCircle follows appointments from each role without a rank
// back to it. Where all steps are by taking, or one leads upward, another rule
// says so.
func checkAppointsInCircle(d *draft, report report) {
	reported := map[*draftRole]bool{}
	for _, r := range d.appointed() {
		if r.rank != 0 || reported[r] {
			continue
		}
		circle := d.circle(r, d.leadsTo)
		if circle == nil || ranksDiffer(circle) || d.byTaking(circle) {
			continue
		}
		mark(reported, circle)
		report(d.step(r, circle[1].id.Value), "%s has no rank, and appointments lead back to it: %s; "+
			"whoever loses one of these roles can get it back from those whom they appointed", source.Quote(r.id.Value), arrows(circle))
	}
}

// appointed are the roles that people are appointed to, the first of each id.
func (d *draft) appointed() (out []*draftRole) {
	for _, r := range d.roles {
		if r.origin == ByAppointment && d.role(r.id.Value) == r {
			out = append(out, r)
		}
	}
	return out
}

// circle is the shortest way over at least one other role from r back to it,
// with r at both ends; nil if there is none.
func (d *draft) circle(r *draftRole, next func(*draftRole) []*draftRole) []*draftRole {
	from := map[*draftRole]*draftRole{}
	for queue := []*draftRole{r}; len(queue) > 0; queue = queue[1:] {
		here := queue[0]
		for _, to := range next(here) {
			switch {
			case to == r && here != r:
				return wayTo(here, r, from)
			case to != r && from[to] == nil:
				from[to] = here
				queue = append(queue, to)
			}
		}
	}
	return nil
}

// wayTo is the way from r to last that from remembers, and back to r.
func wayTo(last, r *draftRole, from map[*draftRole]*draftRole) []*draftRole {
	way := []*draftRole{r}
	for ; last != r; last = from[last] {
		way = append(way, last)
	}
	slices.Reverse(way)
	return append([]*draftRole{r}, way...)
}

// takes are the roles that a holder of r may take.
func (d *draft) takes(r *draftRole) (out []*draftRole) {
	for _, t := range r.mayTake.all {
		if next := d.role(t.Value); next != nil && next.origin == ByAppointment {
			out = append(out, next)
		}
	}
	return out
}

func (d *draft) byTaking(circle []*draftRole) bool {
	for i, r := range circle[1:] {
		if !slices.Contains(d.takes(circle[i]), r) {
			return false
		}
	}
	return true
}

// ranksDiffer reports whether those that have a rank have different ones.
func ranksDiffer(roles []*draftRole) bool {
	rank := 0
	for _, r := range roles {
		if r.rank != 0 && rank != 0 && r.rank != rank {
			return true
		}
		rank = max(rank, r.rank)
	}
	return false
}

func mark(seen map[*draftRole]bool, roles []*draftRole) {
	for _, r := range roles {
		seen[r] = true
	}
}

func arrows(way []*draftRole) string {
	names := make([]string, len(way))
	for i, r := range way {
		names[i] = r.id.Value
	}
	return strings.Join(names, " → ")
}
