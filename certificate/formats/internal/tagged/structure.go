package tagged

import (
	"strconv"
	"strings"
)

// An Element is a node of the tree of what the document says (§14.7.2): its
// kind is a standard structure type (§14.8.4), such as H1, P, Table, TR or Span.
type Element struct {
	kind   string
	a      Attributes
	parent *Element
	kids   []kid
	ref    ref
	d      *Document
}

// Attributes are what is known of an element beside its kind. Nil is nothing.
type Attributes struct {
	// Language is a BCP 47 tag; empty for that of what is around it.
	Language string
	// Alt stands for a figure or a link that cannot be seen.
	Alt string
	// Actual is what the content says, where its glyphs one after another do not (§14.9.4).
	Actual string
	// Scope is of a header cell: Row or Column.
	Scope string
	// Box is the place of a figure on its page: left, bottom, right and top, in points.
	Box [4]float64
}

// A kid is a child of an element: another one, content on a page, or an annotation.
type kid struct {
	element    *Element
	page       *Page
	mcid       int
	annotation ref
}

// Add adds a child behind those that are there.
func (e *Element) Add(kind string, a *Attributes) *Element {
	child := &Element{kind: kind, parent: e, ref: e.d.reserve(), d: e.d}
	if a != nil {
		child.a = *a
	}
	e.kids = append(e.kids, kid{element: child})
	return child
}

// write sets the objects of the element and of all below it.
func (e *Element) write(root ref) {
	parent := root
	if e.parent != nil {
		parent = e.parent.ref
	}
	var on *Page
	for _, k := range e.kids {
		if k.page != nil {
			on = k.page
			break
		}
	}
	var b strings.Builder
	b.WriteString("<</Type /StructElem /S " + name(e.kind) + " /P " + parent.String())
	if on != nil {
		b.WriteString(" /Pg " + on.ref.String())
	}
	b.WriteString(e.a.entries() + " /K [")
	for i, k := range e.kids {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(k.entry(on))
	}
	b.WriteString("]>>")
	e.d.set(e.ref, b.String())
	for _, k := range e.kids {
		if k.element != nil {
			k.element.write(root)
		}
	}
}

func (k *kid) entry(on *Page) string {
	switch {
	case k.element != nil:
		return k.element.ref.String()
	case k.annotation != 0:
		return "<</Type /OBJR /Obj " + k.annotation.String() + " /Pg " + k.page.ref.String() + ">>"
	case k.page == on:
		return strconv.Itoa(k.mcid)
	}
	return "<</Type /MCR /Pg " + k.page.ref.String() + " /MCID " + strconv.Itoa(k.mcid) + ">>"
}

func (a *Attributes) entries() string {
	s := ""
	if a.Language != "" {
		s += " /Lang " + literal(a.Language)
	}
	if a.Alt != "" {
		s += " /Alt " + literal(a.Alt)
	}
	if a.Actual != "" {
		s += " /ActualText " + literal(a.Actual)
	}
	if a.Scope != "" {
		s += " /A <</O /Table /Scope " + name(a.Scope) + ">>"
	}
	if a.Box != [4]float64{} {
		s += " /A <</O /Layout /Placement /Block /BBox [" + numbers(a.Box[:]...) + "]>>"
	}
	return s
}

// tree writes all elements, and which of them each piece of content and each
// annotation is of.
func (d *Document) tree() ref {
	root := d.reserve()
	d.root.write(root)
	var nums strings.Builder
	for i, p := range d.pages {
		nums.WriteString(strconv.Itoa(i) + " " + refs(p.marked) + " ")
	}
	for i, l := range d.links {
		nums.WriteString(strconv.Itoa(len(d.pages)+i) + " " + l.element.ref.String() + " ")
	}
	parents := d.add("<</Nums [" + strings.TrimSpace(nums.String()) + "]>>")
	next := strconv.Itoa(len(d.pages) + len(d.links))
	d.set(root, "<</Type /StructTreeRoot /K "+d.root.ref.String()+" /ParentTree "+parents.String()+" /ParentTreeNextKey "+next+">>")
	return root
}
