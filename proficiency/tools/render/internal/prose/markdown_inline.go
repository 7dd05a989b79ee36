package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A piece is a part of a line of Markdown: text that is ready, or a mark at
// one end of what is emphasised.
type piece struct {
	text, mark string
	end        int // of the piece that is the other end of a mark which begins; 0 for others
	dropped    bool
}

// inlineMarkdown writes what stands in a paragraph. Marks of emphasis are
// written only where they are read as such.
func inlineMarkdown(nodes []node) string {
	pieces := piecesOf(nil, nodes, "", "")
	for i, p := range pieces {
		if p.end > 0 && !(fits(pieces, i, i-1, i+1) && fits(pieces, p.end, p.end+1, p.end-1)) {
			pieces[i].dropped, pieces[p.end].dropped = true, true
		}
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.text)
		if !p.dropped {
			b.WriteString(p.mark)
		}
	}
	return b.String()
}

// piecesOf appends the pieces of nodes. Around them are, from the outside, up
// to two marks of emphasis; what would be a third or the same again has none.
func piecesOf(all []piece, nodes []node, outer, inner string) []piece {
	for _, n := range nodes {
		mark := map[kind]string{emphasis: "*", strong: "**"}[n.kind]
		switch {
		case mark == "":
			all = append(all, piece{text: partOf(n)})
		case outer != "" && inner != "" || mark == outer || mark == inner:
			all = piecesOf(all, n.children, outer, inner)
		default:
			begin := len(all)
			all = piecesOf(append(all, piece{mark: mark}), n.children, mark, outer)
			all[begin].end = len(all)
			all = append(all, piece{mark: mark})
		}
	}
	return all
}

func partOf(n node) string {
	switch n.kind {
	case lineBreak:
		return "\\\n"
	case code:
		return codeSpan(n.text)
	case link:
		return "[" + inlineMarkdown(n.children) + "](" + strings.ReplaceAll(n.to.URL, "&", "&amp;") + ")"
	}
	return escape(n.text)
}

// fits reports whether the mark at i is read as one (CommonMark 0.31.2, section
// 6.2) from what stands outside and inside of it, neither of which may be a mark.
func fits(pieces []piece, i, outside, inside int) bool {
	out, in := ' ', edge(pieces[inside].text, inside > i)
	if outside >= 0 && outside < len(pieces) {
		if pieces[outside].mark != "" {
			return false
		}
		out = edge(pieces[outside].text, outside > i)
	}
	switch {
	case pieces[inside].mark != "" || unicode.IsSpace(in) || out == '*':
		return false
	case unicode.IsLetter(in) || unicode.IsDigit(in):
		return true
	}
	return unicode.IsSpace(out) || unicode.IsPunct(out) || unicode.IsSymbol(out)
}

// edge is the first or the last character of a piece.
func edge(text string, first bool) rune {
	if first {
		r, _ := utf8.DecodeRuneInString(text)
		return r
	}
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}
