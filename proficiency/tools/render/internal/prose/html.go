package prose

import (
	"html"
	"html/template"
	"strconv"
	"strings"
)

// tags are all the elements that HTML has, apart from span, which says where a link leads.
var tags = map[kind]string{
	paragraph: "p", quotation: "blockquote", bullets: "ul", numbers: "ol", entry: "li",
	codeBlock: "pre", emphasis: "em", strong: "strong", code: "code", link: "a",
}

// HTML is the text as HTML. Its elements are p, blockquote, ul, ol, li, pre,
// hr, em, strong, code, br, a, and span of the class "where" behind a link. The
// attributes are those of a link, href and rel, the start of ol, and that class.
func (t Text) HTML() template.HTML {
	var b strings.Builder
	writeHTML(&b, t.blocks, false)
	return template.HTML(strings.TrimSuffix(b.String(), "\n")) // of what is written below and nothing else
}

// writeHTML writes nodes; tight ones are the paragraphs of an entry, without their tags.
func writeHTML(b *strings.Builder, nodes []node, tight bool) {
	for i, n := range nodes {
		switch n.kind {
		case words:
			b.WriteString(html.EscapeString(n.text))
		case lineBreak:
			b.WriteString("<br>\n")
		case rule:
			b.WriteString("<hr>\n")
		case link:
			writeLink(b, n)
		case code, codeBlock:
			b.WriteString("<" + tags[n.kind] + ">" + html.EscapeString(n.text) + "</" + tags[n.kind] + ">" + end(n.kind))
		case paragraph:
			if tight {
				writeHTML(b, n.children, false)
				if i < len(nodes)-1 {
					b.WriteByte('\n')
				}
				continue
			}
			writeElement(b, n, false)
		default:
			writeElement(b, n, n.tight || tight && n.kind == entry)
		}
	}
}

func writeElement(b *strings.Builder, n node, tight bool) {
	b.WriteString("<" + tags[n.kind])
	if n.kind == numbers && n.start != 1 {
		b.WriteString(` start="` + strconv.Itoa(n.start) + `"`)
	}
	b.WriteByte('>')
	if n.kind == bullets || n.kind == numbers || n.kind == quotation {
		b.WriteByte('\n')
	}
	writeHTML(b, n.children, tight)
	b.WriteString("</" + tags[n.kind] + ">" + end(n.kind))
}

// end is what stands behind an element: blocks have lines of their own.
func end(k kind) string {
	if k < words {
		return "\n"
	}
	return ""
}

// writeLink writes a link and, where its words do not say it, where it leads.
func writeLink(b *strings.Builder, n node) {
	b.WriteString(`<a href="` + html.EscapeString(n.to.URL) + `" rel="noopener noreferrer">`)
	writeHTML(b, n.children, false)
	b.WriteString("</a>")
	if n.saysWhere() {
		b.WriteString(` <span class="where">(` + html.EscapeString(n.to.Where) + ")</span>")
	}
}

// saysWhere reports whether a link's own words do not show its address.
func (n node) saysWhere() bool {
	shown := strings.TrimSpace(plainText(n.children))
	return shown != n.to.Where && shown != n.to.URL
}
