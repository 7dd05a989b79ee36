package source

import (
	"bytes"
	"strings"

	"gopkg.in/yaml.v3"
)

// A Comment is one comment of a file: a # that begins no text, and what
// follows on its line.
type Comment struct {
	// Text is what stands behind the #, without the spaces around it.
	Text     string
	Position Position // of the #
	// Alone says that nothing stands before it on its line.
	Alone bool
}

// Comments are the comments of the file, in order; none where it could not be
// read. A # inside a text, quotes or a block is no comment.
func (d *Document) Comments() []Comment {
	if d.root == nil {
		return nil
	}
	r := remarks{doc: d}
	if r.node(d.root, -1) {
		r.gap(len(d.src))
	}
	return r.found
}

// remarks goes through a file from text to text: between them, a # begins a
// comment (YAML 1.2.2, sections 6.6 and 6.7).
type remarks struct {
	doc   *Document
	at    int
	found []Comment
	// line and col, from 1, are where the last text begins, at offset reached.
	line, col, reached int
}

// gap takes the comments before an offset.
func (r *remarks) gap(to int) {
	for r.at < to {
		i := bytes.IndexByte(r.doc.src[r.at:to], '#')
		if i < 0 {
			break
		}
		r.comment(r.at + i)
	}
	r.at = max(r.at, to)
}

// comment takes the one that begins at an offset, to the end of its line.
func (r *remarks) comment(from int) {
	src := r.doc.src
	r.at = lineEnd(src, from)
	line, col := r.doc.place(from)
	r.found = append(r.found, Comment{
		Text:     string(bytes.TrimSpace(src[from+1 : r.at])),
		Position: r.doc.at(line, col),
		Alone:    len(bytes.TrimSpace(src[lineStart(src, from):from])) == 0,
	})
}

// node goes through a value or key, inside a list or mapping whose entries begin
// in a column from 0. It is false where a text is not found as it is known.
func (r *remarks) node(n *yaml.Node, column int) bool {
	if n.Kind == yaml.ScalarNode {
		return unwritten(n) || r.scalar(n, column)
	}
	if n.Style&yaml.FlowStyle == 0 {
		column = n.Column - 1
	}
	for _, c := range n.Content {
		if !r.node(c, column) {
			return false
		}
	}
	return true
}

func (r *remarks) scalar(n *yaml.Node, column int) bool {
	src := r.doc.src
	r.gap(r.offset(n))
	r.properties()
	from, end := r.at, 0
	switch n.Style &^ yaml.FlowStyle {
	case yaml.LiteralStyle, yaml.FoldedStyle:
		r.block(column)
		return true
	case yaml.SingleQuotedStyle:
		end = quoted(src, from, '\'', "''")
	case yaml.DoubleQuotedStyle:
		end = quoted(src, from, '"', `\`)
	default:
		end = spelt(src, from, n.Value)
	}
	r.at = max(r.at, end)
	return end >= 0
}

// offset is where a text begins. They come in order, so that no line is gone
// through twice.
func (r *remarks) offset(n *yaml.Node) int {
	if starts := r.doc.lineStarts(); n.Line != r.line && n.Line <= len(starts) {
		r.line, r.col, r.reached = n.Line, 1, starts[n.Line-1]
	}
	r.reached = advance(r.doc.src, r.reached, n.Column-r.col)
	r.col = n.Column
	return r.reached
}

// properties goes through what may stand before a text: an anchor and a tag.
func (r *remarks) properties() {
	src := r.doc.src
	named := false
	for r.at < len(src) {
		switch c := src[r.at]; {
		case c == '&' || c == '!':
			named = true
			for r.at < len(src) && !isBlank(rune(src[r.at])) {
				r.at++
			}
		case named && c == '#':
			r.comment(r.at)
		case named && isBlank(rune(c)):
			r.at++
		default:
			return
		}
	}
}

// block goes through a text behind | or >, with the comment that its first
// line may have.
func (r *remarks) block(column int) {
	src, from := r.doc.src, r.at
	head := src[from:lineEnd(src, from)]
	if i := bytes.IndexByte(head, '#'); i >= 0 {
		r.comment(from + i)
		head = head[:i]
	}
	r.at = lineEnd(src, from)
	begin, least := -1, max(1, column+1)
	if i := bytes.IndexAny(head, "123456789"); i >= 0 {
		begin = max(0, column) + int(head[i]-'0')
	}
	for r.at < len(src) {
		end := lineEnd(src, r.at)
		text := strings.TrimRight(string(src[r.at:end]), "\r\n")
		lead := len(text) - len(strings.TrimLeft(text, " "))
		switch {
		case lead == len(text):
			least = max(least, lead) // a text begins no further out than the blank lines before it
		case begin < 0 && lead >= least:
			begin = lead
		case begin < 0, lead < begin:
			return
		}
		r.at = end
	}
}
