// Package prose reads the Markdown of authors and writes it again, as HTML or
// as Markdown, with nothing in it that could do anything but be read.
//
//	text := prose.Read("Wash *both* hands, see <https://example.org>.")
//	html := text.HTML() // <p>Wash <em>both</em> hands, see <a href=…
//
// It is an allow-list by construction. CommonMark is read by goldmark, whose
// parsers of HTML are left out, so that a tag is text like any other. What was
// read is copied into a small tree of its own that has no place for anything
// else: paragraphs, lists, quotations, code, emphasis, line breaks and links of
// which the address is one that people can be sent to. An image becomes a link
// to it, a heading a paragraph in bold, since it would stand in the middle of
// another page's outline.
package prose

import "strings"

// A Text is what an author wrote, ready to be written again. It is immutable;
// the zero Text is empty.
type Text struct{ blocks []node }

// Empty reports whether there is nothing to show.
func (t Text) Empty() bool { return len(t.blocks) == 0 }

// A kind is what a node is.
type kind uint8

const (
	// Blocks.
	paragraph kind = iota
	quotation
	bullets
	numbers
	entry     // of bullets or numbers
	codeBlock // of text alone
	rule
	// What stands in a paragraph.
	words
	emphasis
	strong
	code // of text alone
	link
	lineBreak
)

// A node is one part of a text.
type node struct {
	kind     kind
	text     string // of words, code and code blocks
	children []node
	tight    bool // the entries' paragraphs stand without space between
	start    int  // the first of the numbers
	to       Address
}

// plainText is what is read of nodes, without any of their looks.
func plainText(nodes []node) string {
	var b strings.Builder
	for _, n := range nodes {
		b.WriteString(n.text)
		b.WriteString(plainText(n.children))
		if n.kind == lineBreak {
			b.WriteByte(' ')
		}
	}
	return b.String()
}
