package workflow_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// What applies to whom, written down once more: rules.md §8, "applies to", and
// its rows of §4.

// settings are attributes with their values.
type settings map[proficiency.AttributeID]proficiency.ValueID

func settingsOf(list []proficiency.Setting) settings {
	out := settings{}
	for _, s := range list {
		out[s.Attribute] = s.Value
	}
	return out
}

// applies: what is asked of the item and of every section around it is so.
func (m *model) applies(it *proficiency.Item) bool {
	ok := func(all proficiency.List[proficiency.Condition]) bool {
		for c := range all.Values() {
			if value, said := m.attributes[c.Attribute]; said && !slices.Contains(slices.Collect(c.Values.Values()), value) {
				return false
			}
		}
		return true
	}
	for s := it.Section(); s != nil; s = s.Parent() {
		if !ok(s.AppliesTo()) {
			return false
		}
	}
	return ok(it.AppliesTo())
}

// under is the model with other attributes and nothing else.
func (m *model) under(given []proficiency.Setting) *model {
	c := m.clone()
	c.attributes = settingsOf(given)
	for a, v := range m.attributes {
		if c.attributes[a] == "" {
			c.attributes[a] = v
		}
	}
	return c
}

// says: attributes of the framework, each once, with a value that it may have.
func (o *oracle) says(given []proficiency.Setting) {
	o.unless(len(settingsOf(given)) == len(given), "said twice")
	for _, s := range given {
		known := false
		for a := range o.fw.Attributes().Values() {
			for v := range a.Values().Values() {
				known = known || a.ID() == s.Attribute && v.ID == s.Value
			}
		}
		o.unless(known, "no such attribute or value")
	}
}

// saysAll: what is said now and was said before is of every attribute. Who may
// not see what was said before says it as of a new one.
func (o *oracle) saysAll(given []proficiency.Setting) {
	o.says(given)
	said := settingsOf(given)
	for a := range o.fw.Attributes().Values() {
		o.unless(said[a.ID()] != "" || o.attributes[a.ID()] != "" && o.views(), "not said")
	}
}

func (o *oracle) setsAttributes(c *workflow.SetAttributes) {
	o.byCapability(roles.CanSetAttributes)
	o.unless(o.fw.Attributes().Len() > 0, "nothing depends on any")
	o.unless(len(c.Attributes) > 0 && !isEmpty(c.Reason), "nothing named, or no reason")
	o.says(c.Attributes)
}

// counted is what counts, and what the rules of groups make of it: as text.
func (o *oracle) counted(m *model) string {
	var b strings.Builder
	for it := range m.fw.Items().Values() {
		if it.Group() == nil && m.counts(it) {
			fmt.Fprintln(&b, it.ID())
		}
	}
	m.groups(func(g *proficiency.Section) {
		needed, reached := m.group(g, o.f.Now)
		fmt.Fprintln(&b, g.ID(), needed, reached, m.weak(g, o.f.Now))
	})
	return b.String()
}

// countsAnew: something counts that did not, or does no more; a group asks for
// or has another number; or fewer optional items are chosen than are asked for;
// or the answer to something that counts is beneath its level, and was not.
func (o *oracle) countsAnew(given []proficiency.Setting) bool {
	after := o.under(given)
	for it := range o.fw.Items().Values() {
		if it.Group() == nil && after.counts(it) && after.beneath(it) && !o.beneath(it) {
			return true
		}
	}
	return o.counted(o.model) != o.counted(after) || slices.Contains(after.missing(o.f.Now), string(workflow.BelowMinimum))
}

// attributesSet: all of them stand in the event, in order, and one is new; what
// applies no more, or has an answer that is not enough any more, has nothing
// pending, and is as it was.
func (k *walk) attributesSet(o *oracle, all []proficiency.Setting) {
	k.t.Helper()
	require.True(k.t, slices.IsSortedFunc(all, func(a, b proficiency.Setting) int { return strings.Compare(string(a.Attribute), string(b.Attribute)) }))
	require.Len(k.t, all, o.fw.Attributes().Len())
	require.Equal(k.t, all, k.state.Attributes())
	for it := range o.fw.Items().Values() {
		was, is := o.items[it.ID()], k.model.items[it.ID()]
		require.Equal(k.t, []any{was.Answer, was.Decision, was.Waiver, was.Chosen}, []any{is.Answer, is.Decision, is.Waiver, is.Chosen})
		if k.model.applies(it) && (was.Answer == nil || k.model.meets(it, repeated(was.Answer.Answers))) {
			require.Equal(k.t, was.Request, is.Request, "%s applies and is enough as before", it.ID())
		} else {
			require.Nil(k.t, is.Request, "%s does not apply, or is not enough, and is sent", it.ID())
		}
	}
}
