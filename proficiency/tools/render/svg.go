package render

import (
	"fmt"
	"html"
	"strings"

	"golang.org/x/text/width"

	"github.com/countersign-go/countersign/proficiency/tools/internal/plain"
)

// An svg is a drawing under way, in pixels (SVG 2).
type svg struct {
	b             strings.Builder
	width, height int
}

// svgStyle has no character that XML would mind.
const svgStyle = `
rect.paper { fill: #fff; } rect.box { fill: #eef3f4; stroke: #47595f; } path { fill: none; stroke: #47595f; }
text { fill: #17262b; font: 14px system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; } .soft { fill: #47595f; font-size: 12px; font-weight: 400; }
.bold { font-weight: 600; } .dashed { stroke-dasharray: 5 4; }
@media (prefers-color-scheme: dark) { rect.paper { fill: #12191c; } rect.box { fill: #223238; stroke: #a9babf; } path { stroke: #a9babf; } text { fill: #e4ecee; } .soft { fill: #a9babf; } }
`

// document gives the drawing with its name and description.
func (s *svg) document(language, title, description string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" xml:lang="%s" viewBox="0 0 %d %d" width="%d" height="%d">
<title id="title">%s</title>
<desc id="desc">%s</desc>
<style>%s</style>
<rect class="paper" width="100%%" height="100%%"/>
%s</svg>
`, html.EscapeString(language), s.width, s.height, s.width, s.height, xmlText(title), xmlText(description), svgStyle, s.b.String())
}

func (s *svg) text(class string, x, y int, text string) {
	fmt.Fprintf(&s.b, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n", class, x, y, xmlText(text))
}

func (s *svg) path(class, d string) {
	fmt.Fprintf(&s.b, "<path class=\"%s\" d=\"%s\"/>\n", class, d)
}

func (s *svg) box(x, y, width, height int) {
	fmt.Fprintf(&s.b, "<rect class=\"box\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>\n", x, y, width, height)
}

// xmlText is text that has no markup in it, and no character that XML has not (XML 1.0, section 2.2).
func xmlText(s string) string { return html.EscapeString(plain.Text(s)) }

// columns is how wide text is in narrow letters, about.
func columns(text string) (n int) {
	for _, r := range text {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// cut is text of at most that many columns.
func cut(text string, most int) string {
	if columns(text) <= most {
		return text
	}
	n := 0
	for i, r := range text {
		if n += columns(string(r)); n >= most {
			return strings.TrimSpace(text[:i]) + "…"
		}
	}
	return text
}
