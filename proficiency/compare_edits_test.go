package proficiency

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// An editor changes trees of frameworks.
type editor struct {
	*rand.Rand
	next int
}

// An edit changes one thing about a framework, of a class. It is false where
// there is nothing of which it could be changed. What it makes need not be a
// valid framework.
type edit struct {
	name  string
	class ChangeClass
	step  Step
	make  func(e *editor, root *tree) bool
}

// sectionsOf are all sections of a framework's tree.
func sectionsOf(t *tree) (all []*tree) {
	if list := t.get("sections"); list != nil {
		for _, s := range list.kids {
			all = append(append(all, s), sectionsOf(s)...)
		}
	}
	return all
}

// itemsOf are all items.
func itemsOf(t *tree) (all []*tree) {
	for _, s := range sectionsOf(t) {
		all = append(all, kids(s, "proficiencies")...)
	}
	return all
}

func (e *editor) id() string {
	e.next++
	return fmt.Sprintf("new%d", e.next)
}

// one is any of some that fit, or nil.
func (e *editor) one(all []*tree, fits func(*tree) bool) *tree {
	fitting := slices.DeleteFunc(slices.Clone(all), func(t *tree) bool { return !fits(t) })
	if len(fitting) == 0 {
		return nil
	}
	return fitting[e.IntN(len(fitting))]
}

func without(key string) func(*tree) bool { return func(t *tree) bool { return t.get(key) == nil } }

// setting makes an edit that gives an item what none has said.
func setting(key string, value func(*editor) *tree) func(*editor, *tree) bool {
	return func(e *editor, root *tree) bool {
		it := e.one(itemsOf(root), without(key))
		if it != nil {
			it.set(key, value(e))
		}
		return it != nil
	}
}

// head makes an edit of a key of the framework itself.
func head(key string, value func(*editor) *tree) func(*editor, *tree) bool {
	return func(e *editor, root *tree) bool {
		root.set(key, value(e))
		return true
	}
}

func is(t *tree) func(*editor) *tree { return func(*editor) *tree { return t.clone() } }

// edits are those that change a framework in exactly one class.
func edits() []edit {
	return []edit{
		{"a title", ClassWording, StepPatch, func(e *editor, root *tree) bool {
			sections := sectionsOf(root)
			sections[e.IntN(len(sections))].set("title", textOf("Section "+e.id()))
			return true
		}},
		{"a number", ClassRenumbered, StepPatch, setting("number", func(e *editor) *tree { return textOf(e.id()) })},
		{"guidance", ClassGuidance, StepMinor, setting("guidance", func(e *editor) *tree { return textOf("Read " + e.id()) })},
		{"tags", ClassGuidance, StepMinor, setting("tags", is(listOf(textOf("new-tag"))))},
		{"a resource", ClassGuidance, StepMinor, setting("resources", is(listOf(mappingOf([]string{"title", "url"}, []*tree{textOf("A page"), textOf("https://example.org")}))))},
		{"the order", ClassMoved, StepMinor, swapItems},
		{"enrolling", ClassEnrolment, StepMinor, head("enrolment", is(mappingOf([]string{"self"}, []*tree{literal("true")})))},
		{"a statement", ClassMeaning, StepMajor, func(e *editor, root *tree) bool {
			items := itemsOf(root)
			items[e.IntN(len(items))].set("statement", textOf("Another statement "+e.id()))
			return true
		}},
		{"a kind", ClassMeaning, StepMajor, setting("kind", is(textOf("knowledge")))},
		{"confirmers", ClassConfirmers, StepMajor, setting("confirmed_by", is(listOf(textOf("assessor"))))},
		{"asking", ClassAsks, StepMajor, setting("asks_for", is(listOf(textOf("comment"), textOf("date"))))},
		{"a validity", ClassValidity, StepMajor, setting("validity", is(mappingOf([]string{"months"}, []*tree{literal("37")})))},
		{"waiving", ClassWaiving, StepMajor, setting("waivable", is(literal("true")))},
		{"a level", ClassLevel, StepMajor, setting("level", is(textOf("learning")))},
		{"another scale", ClassScale, StepMajor, setting("scale", is(textOf("feeling")))},
		{"an answer more", ClassScale, StepMajor, func(e *editor, root *tree) bool {
			answers := root.get("scales").get("practice")
			answers.kids = append(answers.kids, mappingOf([]string{"id", "label"}, []*tree{textOf(e.id()), textOf("Another")}))
			return true
		}},
		{"a question more", ClassQuestions, StepMajor, func(e *editor, root *tree) bool {
			it := e.one(itemsOf(root), func(t *tree) bool { return t.get("questions") != nil })
			if it == nil {
				return false
			}
			q := it.get("questions")
			q.kids = append(q.kids, mappingOf([]string{"id", "text", "scale"}, []*tree{textOf(e.id()), textOf("One more"), textOf("feeling")}))
			return true
		}},
		{"an item more", ClassAdded, StepMajor, func(e *editor, root *tree) bool { return e.add(root, false) }},
		{"an optional item more", ClassAdded, StepMinor, func(e *editor, root *tree) bool { return e.add(root, true) }},
		{"an item less", ClassRemoved, StepMajor, dropItem},
		{"a choice", ClassOptional, StepMajor, setting("optional", is(literal("true")))},
		{"to whom", ClassApplies, StepMajor, setting("applies_to", is(mappingOf([]string{"role"}, []*tree{listOf(textOf("a"))})))},
		{"a minimum", ClassMinimum, StepMajor, head("minimum_optional", is(literal("1")))},
		{"a rule", ClassRule, StepMajor, func(e *editor, root *tree) bool {
			s := e.one(sectionsOf(root), without("rule"))
			if s != nil {
				s.set("rule", mappingOf([]string{"at_least"}, []*tree{literal("1")}))
			}
			return s != nil
		}},
		{"a gate", ClassGate, StepMajor, func(e *editor, root *tree) bool {
			for _, n := range root.nodes() {
				if n.get("waivable") != nil {
					return false // what is said outside a gate does not reach into it
				}
			}
			s := e.one(sectionsOf(root), without("gate"))
			if s != nil {
				s.set("gate", literal("true"))
			}
			return s != nil
		}},
		{"the sign-off", ClassSignOff, StepMajor, func(_ *editor, root *tree) bool {
			signOff := root.get("sign_off")
			if signOff == nil { // nobody signs off
				return false
			}
			signOff.set("by", listOf(textOf("assessor")))
			return true
		}},
		{"a declaration", ClassDeclaration, StepMajor, head("declaration", is(textOf("I will.")))},
		{"paper", ClassPaper, StepMajor, head("paper_since", is(textOf("2025-12-24")))},
	}
}

// swapItems swaps two neighbours of a section.
func swapItems(e *editor, root *tree) bool {
	s := e.one(sectionsOf(root), func(t *tree) bool { return len(kids(t, "proficiencies")) > 1 })
	if s == nil {
		return false
	}
	items := s.get("proficiencies").kids
	i := e.IntN(len(items) - 1)
	items[i], items[i+1] = items[i+1], items[i]
	return true
}

// add adds an item to a section that is neither optional nor a group, nor in one.
func (e *editor) add(root *tree, optional bool) bool {
	var plain func(t *tree) []*tree
	plain = func(t *tree) (all []*tree) {
		for _, s := range kids(t, "sections") {
			if s.get("optional") == nil && (s.get("rule") == nil || s.get("rule").scalar()) {
				all = append(append(all, s), plain(s)...)
			}
		}
		return all
	}
	s := e.one(plain(root), func(t *tree) bool { return t.get("proficiencies") != nil })
	if s == nil {
		return false
	}
	it := mappingOf([]string{"id", "statement"}, []*tree{textOf(e.id()), textOf("New " + e.id())})
	if optional {
		it.set("optional", literal("true"))
	}
	list := s.get("proficiencies")
	list.kids = slices.Insert(list.kids, e.IntN(len(list.kids)+1), it)
	return true
}

func dropItem(e *editor, root *tree) bool {
	s := e.one(sectionsOf(root), func(t *tree) bool { return len(kids(t, "proficiencies")) > 1 })
	if s == nil {
		return false
	}
	s.get("proficiencies").drop(e.IntN(len(s.get("proficiencies").kids)))
	return true
}
