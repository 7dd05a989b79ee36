package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// notices are those of the last step, on one enrolment, or on all with nil.
func (w *world) notices(of *Enrolment) (out []workflow.Notice) {
	for i := range w.last {
		if o := &w.last[i]; o.err == nil && (of == nil || o.about == *of) {
			out = append(out, workflow.Notices(o.res)...)
		}
	}
	return out
}

// check compares all notices of the last step, in no order.
func (e *Told) check(c *check) {
	got := c.w.notices(&c.about)
	for _, want := range e.Notices {
		i := slices.IndexFunc(got, func(n workflow.Notice) bool { return n.To == want.To && n.Kind == want.Kind })
		if i < 0 {
			c.fail("%s is not told %s", want.To, want.Kind)
			continue
		}
		if items, err := c.expand(c.now(), want.Items); err != nil {
			c.fail("%v", err)
		} else if len(items) > 0 && !slices.Equal(sortedSet(items), sortedSet(got[i].Items)) {
			c.fail("%s is told %s of %s, not of %s", want.To, want.Kind, named(got[i].Items), named(items))
		}
		got = slices.Delete(got, i, i+1)
	}
	for _, n := range got {
		c.fail("%s is told %s, too", n.To, n.Kind)
	}
}

// check compares what is due now, in no order, where a date is looked up in
// the zone of the file.
func (e *DueIs) check(c *check) {
	if !c.exists() {
		return
	}
	zone, err := location(c.w.s.Zone)
	if err != nil {
		c.w.cannot(c.line, err)
		return
	}
	ends, err := workflow.VersionEnds(c.w.catalog, proficiency.DateOf(c.now(), zone))
	if err != nil {
		c.w.cannot(c.line, err)
		return
	}
	sum := workflow.Summarise(c.fw, &c.state, c.now())
	got := workflow.Due(&sum, c.now(), workflow.DueOptions{Zone: zone, Ends: ends})
	for _, want := range e.Duties {
		i := slices.IndexFunc(got, func(d workflow.Duty) bool {
			return d.With == want.With && d.Kind == want.Kind && (want.Items == 0 || want.Items == d.Items)
		})
		if i < 0 {
			c.fail("%s is not due with %s", want.Kind, want.With)
			continue
		}
		got = slices.Delete(got, i, i+1)
	}
	for _, d := range got {
		c.fail("%s of %d items is due with %s, too", d.Kind, d.Items, d.With)
	}
}

// noticeTexts shows what people are told in plain English.
func (w *world) noticeTexts(b *strings.Builder) error {
	all := w.notices(nil)
	slices.SortStableFunc(all, func(m, n workflow.Notice) int { return cmp.Compare(m.To, n.To) })
	for i, n := range all {
		fw, err := w.catalog.Framework(n.Framework)
		if err != nil {
			return err
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		said := workflow.English().Say(fw, n, func(p workflow.PersonID) string { return string(p) })
		fmt.Fprintf(b, "to %s: %s\n%s\n", n.To, said.Subject, strings.TrimSuffix(said.Body, "\n"))
	}
	if len(all) == 0 {
		b.WriteString("nobody is told anything\n")
	}
	return nil
}
