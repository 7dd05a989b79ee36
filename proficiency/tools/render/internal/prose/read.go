package prose

import (
	"bufio"
	"bytes"
	"html"
	"strings"
	"sync"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markup "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// deepest is how far lists, quotations and emphasis nest. What is deeper loses
// its looks and keeps its words, so that no text makes a page that is hard to show.
const deepest = 12

// mostNumber is the greatest that a list of CommonMark has.
const mostNumber = 999_999_999

// Read reads CommonMark. Nothing in src makes it fail: what is no Markdown is text.
func Read(src string) Text {
	r := reader{src: []byte(strings.ToValidUTF8(src, "\uFFFD"))}
	return Text{r.blocks(commonMark().Parse(text.NewReader(r.src)), 0)}
}

// commonMark reads everything that CommonMark has but HTML, in goldmark's own
// order. It is safe for concurrent use.
var commonMark = sync.OnceValue(func() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewEmphasisParser(), 500),
		),
		parser.WithParagraphTransformers(util.Prioritized(parser.LinkReferenceParagraphTransformer, 100)),
	)
})

// A reader copies goldmark's tree, as far as there is a place for it.
type reader struct{ src []byte }

// blocks are the blocks in a parent that is depth deep.
func (r reader) blocks(parent ast.Node, depth int) (out []node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		out = append(out, r.block(n, depth)...)
	}
	return out
}

func (r reader) block(n ast.Node, depth int) []node {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		return r.paragraph(paragraph, n)
	case *ast.Heading:
		return bold(r.paragraph(paragraph, n))
	case *ast.ThematicBreak:
		return []node{{kind: rule}}
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		return []node{{kind: codeBlock, text: r.lines(n)}}
	case *ast.Blockquote, *ast.List:
		return r.nested(n, depth)
	}
	return r.blocks(n, depth)
}

// nested are quotations and lists; those too deep are what is in them.
func (r reader) nested(n ast.Node, depth int) []node {
	if depth >= deepest {
		return r.blocks(n, depth)
	}
	made := node{kind: quotation}
	if list, ok := n.(*ast.List); ok {
		made.kind, made.tight = bullets, list.IsTight
		if list.IsOrdered() {
			made.kind, made.start = numbers, list.Start
			if list.Start > mostNumber-list.ChildCount() {
				made.start = 1
			}
		}
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			made.children = append(made.children, node{kind: entry, children: r.blocks(item, depth+1)})
		}
		return []node{made}
	}
	if made.children = r.blocks(n, depth+1); len(made.children) == 0 {
		return nil
	}
	return []node{made}
}

func (r reader) paragraph(k kind, n ast.Node) []node {
	inner := r.inlines(n, 0)
	if len(inner) == 0 {
		return nil
	}
	return []node{{kind: k, children: inner}}
}

// bold is what a heading is shown as.
func bold(paragraphs []node) []node {
	for i, p := range paragraphs {
		paragraphs[i].children = []node{{kind: strong, children: p.children}}
	}
	return paragraphs
}

// lines are those of a block of code.
func (r reader) lines(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(r.src))
	}
	return strings.Map(func(c rune) rune {
		if c == '\n' || c == '\t' {
			return c
		}
		return shown(c)
	}, strings.TrimRight(b.String(), "\n"))
}

func (r reader) inlines(parent ast.Node, depth int) (out []node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		out = append(out, r.inline(n, depth)...)
	}
	return joined(out)
}

func (r reader) inline(n ast.Node, depth int) []node {
	switch n := n.(type) {
	case *ast.Text:
		return r.words(n)
	case *ast.CodeSpan:
		return []node{{kind: code, text: strings.TrimSuffix(shownAll(r.raw(n)), "\n")}}
	case *ast.AutoLink:
		return r.autoLink(n)
	case *ast.Link:
		return linked(r.inlines(n, depth), n.Destination)
	case *ast.Image:
		return linked(r.inlines(n, depth), n.Destination)
	case *ast.Emphasis:
		return emphasised(n.Level, r.inlines(n, depth+1), depth)
	}
	return r.inlines(n, depth)
}

// words are a run of text, and the break of a line behind it.
func (r reader) words(n *ast.Text) []node {
	value := n.Segment.Value(r.src)
	text := string(value)
	if !n.IsRaw() {
		text = resolved(value)
	}
	out := []node{{kind: words, text: shownAll(text)}}
	switch {
	case n.HardLineBreak():
		out = append(out, node{kind: lineBreak})
	case n.SoftLineBreak():
		out = append(out, node{kind: words, text: " "})
	}
	return out
}

// resolved is text with its escapes and the names of characters resolved. It
// goes by way of goldmark's HTML, which does both at once, as it must be.
func resolved(value []byte) string {
	if !bytes.ContainsAny(value, `&\`) {
		return string(value) // as most
	}
	var b strings.Builder
	w := bufio.NewWriter(&b)
	markup.DefaultWriter.Write(w, value)
	_ = w.Flush() // to memory
	return html.UnescapeString(b.String())
}

// raw is the text of a span of code.
func (r reader) raw(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(r.src))
		}
	}
	return b.String()
}

// autoLink is an address in angle brackets, shown as it is.
func (r reader) autoLink(n *ast.AutoLink) []node {
	label := node{kind: words, text: shownAll(string(n.Label(r.src)))}
	to := string(n.URL(r.src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(to), "mailto:") {
		to = "mailto:" + to
	}
	return linked([]node{label}, []byte(to))
}

// linked is a link, or its words where it leads where nobody should be sent.
// A link in a link, as an image can be, leaves the inner one.
func linked(inner []node, destination []byte) []node {
	to, ok := ReadAddress(string(util.URLEscape(destination, true)))
	if !ok || holdsLink(inner) {
		return inner
	}
	if strings.TrimSpace(plainText(inner)) == "" {
		inner = []node{{kind: words, text: to.Where}}
	}
	return []node{{kind: link, children: inner, to: to}}
}

func holdsLink(nodes []node) bool {
	for _, n := range nodes {
		if n.kind == link || holdsLink(n.children) {
			return true
		}
	}
	return false
}

func emphasised(level int, inner []node, depth int) []node {
	k := emphasis
	if level > 1 {
		k = strong
	}
	if depth >= deepest || strings.TrimSpace(plainText(inner)) == "" {
		return inner
	}
	return []node{{kind: k, children: inner}}
}

// joined puts neighbouring words together and leaves out those that are none.
func joined(nodes []node) (out []node) {
	for _, n := range nodes {
		last := len(out) - 1
		switch {
		case n.kind == words && n.text == "":
		case n.kind == words && last >= 0 && out[last].kind == words:
			out[last].text += n.text
		default:
			out = append(out, n)
		}
	}
	return out
}

func shownAll(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) && c != '\u00A0' && c != '\u202F' {
			return ' '
		}
		return shown(c)
	}, s)
}

// shown leaves out of a text what hides, or turns the direction of what stands
// behind it. Joiners and marks of direction, which scripts need, stay.
func shown(c rune) rune {
	switch {
	case c == '\u061C', c == '\u200E', c == '\u200F':
		return c
	case unicode.IsControl(c), unicode.Is(unicode.Bidi_Control, c), c == '\u2028', c == '\u2029', c == '\uFEFF', c&0xFFFE == 0xFFFE:
		return unicode.ReplacementChar
	}
	return c
}
