package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

// What walks hold the engine to is written here once more from the rules,
// without any care for speed where it can be had: nothing of package workflow
// that derives something from a history is asked.

// A plan is what a framework asks for, as the rules put it.
type plan struct {
	fw       *proficiency.Framework
	items    []planItem
	groups   []planGroup
	optional int // number of optional items
}

type planItem struct {
	*proficiency.Item
	optional bool
	choice   proficiency.SectionID   // the optional section it is chosen with
	group    int                     // index of its group, or none
	gates    []planGate              // all that stand in front of it
	only     []proficiency.Condition // under which it applies: its own, and those of the sections around it
}

// none is no index.
const none = -1

type planGroup struct {
	*proficiency.Section
	items []int
}

// A planGate is passed when its items are settled and its groups' rules met.
type planGate struct {
	items, groups []int
}

func planOf(fw *proficiency.Framework) *plan {
	p := &plan{fw: fw}
	for s := range fw.AllSections().Values() {
		if k := s.Rule().Kind; k != proficiency.RuleAll {
			p.groups = append(p.groups, planGroup{Section: s})
		}
	}
	for it := range fw.Items().Values() {
		one := planItem{Item: it, optional: it.Optional(), group: none, only: slices.Collect(it.AppliesTo().Values())}
		for s := it.Section(); s != nil; s = s.Parent() {
			one.only = slices.AppendSeq(one.only, s.AppliesTo().Values())
			if s.Optional() {
				one.optional, one.choice = true, s.ID()
			}
			for g := range p.groups {
				if p.groups[g].Section == s {
					one.group = g
					p.groups[g].items = append(p.groups[g].items, len(p.items))
				}
			}
		}
		if one.optional {
			p.optional++
		}
		p.items = append(p.items, one)
	}
	for i := range p.items {
		p.items[i].gates = p.gatesBefore(p.items[i].Section())
	}
	return p
}

// gatesBefore are the gates in front of what stands in a section: beside it, or
// beside a section around it, unless that is a gate itself.
func (p *plan) gatesBefore(s *proficiency.Section) (out []planGate) {
	for ; s != nil; s = s.Parent() {
		beside := p.fw.Sections()
		if s.Parent() != nil {
			beside = s.Parent().Sections()
		}
		for gate := range beside.Values() {
			if gate.Gate() && !s.Gate() {
				out = append(out, p.gate(gate))
			}
		}
	}
	return out
}

func (p *plan) gate(gate *proficiency.Section) (out planGate) {
	for i := range p.items {
		if !p.items[i].within(gate) {
			continue
		}
		switch g := p.items[i].group; {
		case g == none:
			out.items = append(out.items, i)
		case len(out.groups) == 0 || out.groups[len(out.groups)-1] != g:
			out.groups = append(out.groups, g)
		}
	}
	return out
}

func (it *planItem) within(section *proficiency.Section) bool {
	for s := it.Section(); s != nil; s = s.Parent() {
		if s == section {
			return true
		}
	}
	return false
}

func onScale(q *proficiency.Question, answer proficiency.AnswerID) bool {
	for a := range q.Scale().Answers().Values() {
		if a.ID == answer {
			return true
		}
	}
	return false
}
