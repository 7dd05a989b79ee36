package scenario

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/workflow"
)

// A WalkReport says where a walk has been.
type WalkReport struct {
	// Seed is the one that the walk was drawn from: with it, and the same
	// options, it comes to the same.
	Seed uint64
	// Worlds is in how many worlds it was, each with a store of its own, and
	// Steps how many commands were given in all of them.
	Worlds, Steps int
	// Kinds says what became of the commands, by their kinds.
	Kinds map[workflow.Kind]Fates
	// Codes is how often a command was refused for a reason.
	Codes map[workflow.Code]int
	// Statuses and Items are how often a step left an enrolment, or an item that
	// it was about, there.
	Statuses map[workflow.Status]int
	Items    map[workflow.ItemStatus]int
	// Events are the events stored, by their kinds.
	Events map[string]int
	// Rows is how often a command took an item from one status to another one,
	// for every row that the table of the rules has.
	Rows map[workflow.Transition]int
	// Upgrades is how often an upgrade, or something that there was on an item
	// when it came, was of a kind: the actions of migrations, and what came of it.
	Upgrades map[string]int
	// Transfers is how often a record from elsewhere was taken over, or refused, in
	// one way or another, what of it was left out, and what became of it then.
	Transfers map[string]int
}

// Fates are what can become of commands.
type Fates struct{ Accepted, Unchanged, Replayed, Refused int }

func newWalkReport() *WalkReport {
	return &WalkReport{
		Kinds: map[workflow.Kind]Fates{}, Codes: map[workflow.Code]int{}, Statuses: map[workflow.Status]int{},
		Items: map[workflow.ItemStatus]int{}, Events: map[string]int{}, Rows: map[workflow.Transition]int{},
		Upgrades: map[string]int{}, Transfers: map[string]int{},
	}
}

// add counts one step.
func (r *WalkReport) add(before, after *Moment) {
	r.Steps++
	f := r.Kinds[after.Request.Command.Kind()]
	switch {
	case after.Denied != nil:
		f.Refused++
		seen := make([]workflow.Code, 0, 8)
		for _, one := range after.Denied.Reasons {
			if !slices.Contains(seen, one.Code) {
				seen = append(seen, one.Code)
				r.Codes[one.Code]++
			}
		}
	case after.Result.Replayed:
		f.Replayed++
	case after.Stored():
		f.Accepted++
	default:
		f.Unchanged++
	}
	r.Kinds[after.Request.Command.Kind()] = f
	if after.Status != "" {
		r.Statuses[after.Status]++
	}
	for _, e := range after.Events {
		r.Events[e.EventKind()]++
	}
	r.rows(before, after)
	for _, way := range waysOf(before, after) {
		r.Transfers[way]++
	}
	if c := after.tale.change; c != nil && len(after.Records) > 0 {
		for _, kind := range c.kinds(after) {
			r.Upgrades[kind]++
		}
	}
}

func (r *WalkReport) rows(before, after *Moment) {
	if len(after.Records) == 0 {
		return
	}
	concerned := concernedBy(before, after)
	for i, is := range concerned {
		if is {
			r.Items[after.Items[i]]++
		}
		if is && len(before.Items) == len(after.Items) {
			r.Rows[workflow.Transition{Kind: tabled(after.Records[0].Kind), From: before.Items[i], To: after.Items[i]}]++
		}
	}
}

// merge adds what another report counts.
func (r *WalkReport) merge(o *WalkReport) {
	r.Steps += o.Steps
	r.Worlds++
	for k, f := range o.Kinds {
		g := r.Kinds[k]
		r.Kinds[k] = Fates{g.Accepted + f.Accepted, g.Unchanged + f.Unchanged, g.Replayed + f.Replayed, g.Refused + f.Refused}
	}
	sums(r.Codes, o.Codes)
	sums(r.Statuses, o.Statuses)
	sums(r.Items, o.Items)
	sums(r.Events, o.Events)
	sums(r.Rows, o.Rows)
	sums(r.Upgrades, o.Upgrades)
	sums(r.Transfers, o.Transfers)
}

func sums[K comparable](to, from map[K]int) {
	for k, n := range from {
		to[k] += n
	}
}

// Unreached are the rows of the table that the walk never took.
func (r *WalkReport) Unreached() (out []workflow.Transition) {
	for _, t := range transitions() {
		if r.Rows[t] == 0 {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b workflow.Transition) int { return cmp.Compare(a.String(), b.String()) })
	return out
}

// Untaken are the ways of taking a record over that the walk never came to, of
// those that a walk can.
func (r *WalkReport) Untaken() (out []string) {
	for _, way := range transferWays() {
		if r.Transfers[way] == 0 {
			out = append(out, way)
		}
	}
	return out
}

// String is a table of everything.
func (r *WalkReport) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d: %d steps in %d worlds\n", r.Seed, r.Steps, r.Worlds)
	fmt.Fprintf(&b, "\n%-22s %10s %10s %10s %10s\n", "command", "accepted", "unchanged", "replayed", "refused")
	for _, k := range slices.Sorted(maps.Keys(r.Kinds)) {
		f := r.Kinds[k]
		fmt.Fprintf(&b, "%-22s %10d %10d %10d %10d\n", k, f.Accepted, f.Unchanged, f.Replayed, f.Refused)
	}
	table(&b, "refused for", r.Codes)
	table(&b, "enrolments", r.Statuses)
	table(&b, "items", r.Items)
	table(&b, "events", r.Events)
	table(&b, "upgrades", r.Upgrades)
	table(&b, "transfers", r.Transfers)
	rows := make(map[string]int, len(r.Rows))
	for t, n := range r.Rows {
		rows[t.String()] = n
	}
	table(&b, "transitions", rows)
	if left := r.Unreached(); len(left) > 0 {
		fmt.Fprintf(&b, "\nnever reached: %v\n", left)
	}
	if left := r.Untaken(); len(left) > 0 {
		fmt.Fprintf(&b, "\nnever taken over: %s\n", strings.Join(left, ", "))
	}
	return b.String()
}

func table[K ~string](b *strings.Builder, title string, counts map[K]int) {
	fmt.Fprintf(b, "\n%s\n", title)
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(b, "  %-52s %10d\n", k, counts[k])
	}
}
