package scenario

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

type instant = time.Time

// concrete is the command of a step as it is given on one enrolment now. The step's own is not changed.
func (w *world) concrete(l *Step, actor workflow.PersonID, now *snapshot) (workflow.Command, error) {
	switch c := l.Command.(type) {
	case *workflow.SelfAssess:
		return w.assess(c, now)
	case *workflow.ClearAnswer:
		own := *c
		return &own, w.many(&own.Items, now)
	case *workflow.RequestConfirmation:
		own := *c
		return &own, w.many(&own.Items, now)
	case *workflow.WithdrawRequest:
		own := *c
		return &own, w.many(&own.Items, now)
	case *workflow.ChooseOptional:
		own := *c
		return &own, w.many(&own.Items, now)
	case *workflow.RecordPaper:
		own := *c
		return &own, w.many(&own.Items, now)
	case *workflow.SetAside:
		own := *c
		return &own, w.many(&own.Items, now)
	case *workflow.Reassign:
		own := *c
		return &own, w.many(&own.Items, now)
	case *workflow.Confirm:
		own := *c
		return &own, w.decided(l, actor, &own.Items, now)
	case *workflow.Reject:
		own := *c
		return &own, w.decided(l, actor, &own.Items, now)
	case *workflow.AcceptTransfer:
		return w.transfer(l, c, now)
	case *workflow.Redact:
		return redaction(l, c, now)
	}
	return l.Command, nil
}

func (w *world) many(items *[]proficiency.ItemID, now *snapshot) (err error) {
	*items, err = now.expand(w.host.now, *items)
	return err
}

func (w *world) assess(c *workflow.SelfAssess, now *snapshot) (workflow.Command, error) {
	own := &workflow.SelfAssess{Overwrite: c.Overwrite}
	for _, a := range c.Items {
		items, err := now.expand(w.host.now, []proficiency.ItemID{a.Item})
		if err != nil {
			return nil, err
		}
		for _, a.Item = range items {
			own.Items = append(own.Items, a)
		}
	}
	return own, nil
}

// decided gives each item its basis: the one named, the one that the actor saw
// before, or the one of now.
func (w *world) decided(l *Step, actor workflow.PersonID, items *[]workflow.Seen, now *snapshot) error {
	seen, looked := w.screens[screen{actor, now.about}]
	if l.SeenBefore && !looked {
		return fmt.Errorf("%s has not looked before: say %s looks, further up", actor, actor)
	}
	var out []workflow.Seen
	for _, one := range *items {
		ids, err := now.expand(w.host.now, []proficiency.ItemID{one.Item})
		if err != nil {
			return err
		}
		for _, id := range ids {
			decided := workflow.Seen{Item: id, Basis: one.Basis}
			switch {
			case one.Basis != 0:
			case l.SeenBefore:
				decided.Basis = seen[id]
			default:
				decided.Basis = now.state.Item(id).Basis()
			}
			out = append(out, decided)
		}
	}
	*items = out
	return nil
}

// redaction finds the text that a step gives by its words.
func redaction(l *Step, c *workflow.Redact, now *snapshot) (workflow.Command, error) {
	if l.Words == "" {
		return c, nil
	}
	var found workflow.Redact
	for _, r := range now.records {
		for _, t := range r.Texts {
			switch {
			case t.Words != l.Words || t.Digest == found.Text: // an answer takes over what it kept
			case found.Record != 0:
				return nil, fmt.Errorf("the words stand in records %d and %d: say which, as record %d text %s", found.Record, r.Seq, r.Seq, t.Digest)
			default:
				found = workflow.Redact{Record: r.Seq, Text: t.Digest}
			}
		}
	}
	if found.Record == 0 {
		return nil, fmt.Errorf("the words stand in no record")
	}
	return &found, nil
}

// says reports whether a text stands in a reason.
func says(r workflow.Reason, text string) bool {
	if strings.Contains(r.Message, text) || strings.Contains(r.Remedy, text) {
		return true
	}
	for _, p := range r.Params {
		if strings.Contains(p, text) {
			return true
		}
	}
	return false
}

func listed(reasons []workflow.Reason) string {
	lines := make([]string, len(reasons))
	for i, r := range reasons {
		lines[i] = r.String()
	}
	return strings.Join(lines, "\n")
}

// named lists ids for a message.
func named[T ~string](ids []T) string {
	if len(ids) == 0 {
		return "nothing"
	}
	w := &writer{}
	list(w, ids)
	return w.parts[0].text
}

// sortedSet is the ids in order, each once, without the empty one.
func sortedSet[T ~string](ids []T) []T {
	out := slices.Clone(ids)
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(id T) bool { return id == "" })
}
