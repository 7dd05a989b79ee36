package scenario

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A check is an expectation being checked on one enrolment, or on none.
type check struct {
	*snapshot
	w    *world
	line *Expect
	some bool // the line is about several enrolments
}

// expect checks a line on every enrolment that it is about.
func (w *world) expect(l *Expect) {
	if g, ok := l.What.(*Golden); ok {
		w.golden(l, g)
		return
	}
	about := l.About
	if len(about) == 0 {
		l.What.check(&check{snapshot: &snapshot{}, w: w, line: l})
		return
	}
	for _, e := range about {
		now, err := w.load(e)
		if err != nil {
			w.cannot(l, err)
			return
		}
		l.What.check(&check{snapshot: &now, w: w, line: l, some: len(about) > 1})
	}
}

func (c *check) fail(format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if c.some {
		message = fmt.Sprintf("%s: %s", c.about, message)
	}
	c.w.fail(c.line, "%s", message)
}

// exists reports whether there is an enrolment, and fails if not.
func (c *check) exists() bool {
	if c.fw == nil {
		c.fail("there is no such enrolment")
	}
	return c.fw != nil
}

func (c *check) now() instant { return c.w.host.now }

// equal fails unless what is there is what is wanted.
func equal[T comparable](c *check, what string, got, want T) {
	if got != want {
		c.fail("%s is %v, not %v", what, orNothing(got), orNothing(want))
	}
}

func orNothing(v any) string {
	if s := fmt.Sprint(v); s != "" {
		return s
	}
	return "none"
}

func (e *StatusIs) check(c *check) {
	if c.fw == nil {
		equal(c, "the status", "", e.Status)
		return
	}
	equal(c, "the status", workflow.StatusOf(c.fw, &c.state, c.now()), e.Status)
	row, ok, err := c.w.row(c.snapshot)
	switch {
	case err != nil:
		c.w.cannot(c.line, err)
	case ok && (row.GoodUntil.IsZero() || c.now().Before(row.GoodUntil)):
		equal(c, "the status in the store's lists", row.Status, e.Status)
	}
}

func (e *ItemsAre) check(c *check) {
	eachItem(c, e.Items, e.Status, func(it *proficiency.Item) workflow.ItemStatus {
		return workflow.ItemStatusOf(c.fw, &c.state, it, c.now())
	})
}

func (e *RatingsAre) check(c *check) {
	eachItem(c, e.Items, e.Rating, func(it *proficiency.Item) proficiency.Rating { return workflow.RatingOf(c.fw, &c.state, it) })
}

// eachItem fails for all items of which something is not what is wanted,
// together for those of which it is the same.
func eachItem[T ~string](c *check, list []proficiency.ItemID, want T, of func(*proficiency.Item) T) {
	if !c.exists() {
		return
	}
	items, err := c.expand(c.now(), list)
	if err != nil {
		c.fail("%v", err)
	}
	other := map[T][]proficiency.ItemID{}
	var order []T
	for _, id := range items {
		it := c.fw.Item(id)
		if it == nil {
			c.fail("%s has no item %q", c.fw.Ref(), id)
			continue
		}
		got := of(it)
		if got != want && other[got] == nil {
			order = append(order, got)
		}
		if got != want {
			other[got] = append(other[got], id)
		}
	}
	for _, got := range order {
		c.fail("%s, not %s: %s", orNothing(got), orNothing(want), named(other[got]))
	}
}

func (e *ReadyIs) check(c *check) {
	if !c.exists() {
		return
	}
	missing, err := c.w.missing(c.snapshot)
	if err != nil {
		c.w.cannot(c.line, err)
		return
	}
	ownMissing := slices.DeleteFunc(slices.Clone(missing), func(r workflow.Reason) bool { return r.Code == workflow.RequiresFramework })
	if ready := workflow.Ready(c.fw, &c.state, c.now()); ready != (len(ownMissing) == 0) {
		c.fail("Ready says %t, and Readiness says:\n%s", ready, listed(ownMissing))
	}
	switch {
	case e.Ready && len(missing) > 0:
		c.fail("missing is:\n%s", listed(missing))
	case !e.Ready && len(missing) == 0:
		c.fail("nothing is missing")
	}
}

func (e *Missing) check(c *check) {
	if !c.exists() {
		return
	}
	missing, err := c.w.missing(c.snapshot)
	if err != nil {
		c.w.cannot(c.line, err)
		return
	}
	for _, wrong := range c.compare(c.now(), e.Reasons, missing) {
		c.fail("not ready, but %s", wrong)
	}
}

func (e *CountsAre) check(c *check) {
	var got workflow.Counts
	switch {
	case e.Of != "":
		got = c.total(e.Of)
	case !c.exists():
		return
	default:
		sum := workflow.Summarise(c.fw, &c.state, c.now())
		got = sum.Totals()
		if e.Section != "" {
			i := slices.IndexFunc(sum.Sections, func(s workflow.SectionCounts) bool { return s.Section == e.Section })
			if i < 0 {
				c.fail("%q is no section of the top level of %s", e.Section, c.fw.Ref())
				return
			}
			got = sum.Sections[i].Counts
		}
	}
	for _, want := range e.Counts {
		if n := countOf(got, want.Name); n != want.Items {
			c.fail("%d %s, not %d", n, want.Name, want.Items)
		}
	}
}

// total sums up the counts of a person's list, which must be those of the records.
func (c *check) total(who workflow.PersonID) (sum workflow.Counts) {
	for s, err := range c.w.engine.List(c.w.ctx, who, workflow.Query{}) {
		if err != nil {
			c.w.cannot(c.line, err)
			return sum
		}
		now, err := c.w.load(c.w.names[s.Enrolment])
		if err != nil || now.fw == nil {
			c.w.cannot(c.line, errors.Join(err, fmt.Errorf("%s is listed and cannot be loaded", s.Enrolment)))
			return sum
		}
		replayed := workflow.Summarise(now.fw, &now.state, c.now())
		if s.Totals() != replayed.Totals() {
			c.fail("the counts listed for %s are %+v, and the records give %+v", now.about, s.Totals(), replayed.Totals())
		}
		for _, name := range countNames() {
			addCount(&sum, name, countOf(s.Totals(), name))
		}
	}
	return sum
}

func (e *SupervisorsAre) check(c *check) {
	if got, want := sortedSet(c.state.Supervisors()), sortedSet(e.People); !slices.Equal(got, want) {
		c.fail("the supervisors are %s, not %s", named(got), named(want))
	}
}

func (e *ContributorsAre) check(c *check) {
	if got, want := sortedSet(c.state.Contributors()), sortedSet(e.People); !slices.Equal(got, want) {
		c.fail("the contributors are %s, not %s", named(got), named(want))
	}
}

func (e *AccountableIs) check(c *check) {
	equal(c, "who is accountable", c.state.Accountable(), e.Person)
}

func (e *CentresAre) check(c *check) {
	if got := c.state.Centres(); !slices.Equal(got, e.Centres) {
		c.fail("the centres are %s, not %s", named(got), named(e.Centres))
	}
}

func (e *AttributesAre) check(c *check) {
	byID := func(a, b proficiency.Setting) int { return strings.Compare(string(a.Attribute), string(b.Attribute)) }
	got, want := slices.SortedFunc(slices.Values(c.state.Attributes()), byID), slices.SortedStableFunc(slices.Values(e.Settings), byID)
	if !slices.Equal(got, want) {
		c.fail("the attributes are %s, not %s", settingsText(got), settingsText(want))
	}
}

func settingsText(list []proficiency.Setting) string {
	if len(list) == 0 {
		return "none"
	}
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = string(s.Attribute) + " " + string(s.Value)
	}
	return strings.Join(words, ", ")
}

func (e *VersionIs) check(c *check) {
	if c.exists() {
		equal(c, "the version", c.state.Framework().Version, e.Version)
	}
}

func (e *CompleteByIs) check(c *check) {
	day, _ := c.state.CompleteBy()
	equal(c, "the day", day, e.Date)
}
