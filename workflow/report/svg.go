package report

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"

	"github.com/countersign-go/countersign/proficiency"
)

// Measures of the picture, in its own units, which are pixels at its full size.
const (
	pictureWidth = 800
	margin       = 16
	barsFrom     = 270 // before them stands the round
	barsWide     = 240
	barHigh      = 14
	line         = 22
	saidFrom     = barsFrom + barsWide + 10
)

// shades are the fills of rounds, from the oldest to the newest: each tells
// itself from white by more than 3 to 1, as WCAG 2.2 asks (1.4.11), and what a bar
// is stands beside it in words.
var shades = [...]string{"#7a8794", "#4f6d8a", "#00427a"}

// SVG draws the profile as a picture of its own: for each area a bar for each
// question and round, with a mark at the level that is asked for. Everything it
// shows stands in its description as text; [Profile.Markdown] says the same as a
// table. It has no script, no ids and loads nothing, so that several can stand in
// one page; the same profile gives the same bytes. Where the language is
// written from right to left, so is the picture.
func (p *Profile) SVG(w Words) []byte {
	d := drawing{speaker: p.in(w)}
	d.rtl = proficiency.Direction(d.Language) == "rtl"
	d.y = line
	d.words(margin, pictureWidth-2*margin, `font-size="17" font-weight="bold"`, d.Title+": "+d.title())
	d.y += line
	note := d.Scale
	if len(p.Areas) == 0 {
		note = d.Empty
	}
	d.words(margin, pictureWidth-2*margin, "", note)
	for i := range p.Areas {
		d.drawArea(&p.Areas[i])
	}
	lang := esc(d.Language)
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" lang="%s" xml:lang="%s" font-family="sans-serif" font-size="13">
<title>%s</title>
<desc>%s</desc>
<rect width="100%%" height="100%%" fill="#ffffff"/>
%s</svg>
`, pictureWidth, d.y+margin, lang, lang, esc(d.Title+": "+d.title()), esc(d.everything()), d.b.String())
}

// A drawing is a picture in the making.
type drawing struct {
	speaker
	rtl bool
	b   strings.Builder
	y   int
}

// everything says the whole picture in words.
func (d *drawing) everything() string {
	out := []string{d.Scale}
	if len(d.p.Areas) == 0 {
		out[0] = d.Empty
	}
	for i := range d.p.Areas {
		a := &d.p.Areas[i]
		for j := range a.Bars {
			bar := &a.Bars[j]
			parts := []string{d.area(a).Text, d.question(bar).Text, d.round(bar.Round), d.result(bar), d.change(bar)}
			said := ""
			for _, part := range parts {
				if part != "" {
					said += "; " + part
				}
			}
			out = append(out, said[2:]+".")
		}
	}
	return strings.Join(out, "\n")
}

// left is where something begins that is so wide and stands at x from where
// the language begins to be written.
func (d *drawing) left(x, wide int) int {
	if d.rtl {
		return pictureWidth - x - wide
	}
	return x
}

// words writes a text at x, cut to what is there: letters are about 7 wide, and
// those of bigger print more.
func (d *drawing) words(x, wide int, style, text string) {
	direction, letter := "ltr", 7
	if d.rtl {
		direction = "rtl"
	}
	if strings.Contains(style, "font-size") {
		letter = 10
	}
	fmt.Fprintf(&d.b, `<text x="%d" y="%d" direction="%s" fill="#212b32" %s>%s</text>`+"\n", d.left(x, 0), d.y, direction, style, esc(short(text, wide/letter)))
}

func (d *drawing) rect(x, wide int, style string) {
	fmt.Fprintf(&d.b, `<rect x="%d" y="%d" width="%d" height="%d" %s/>`+"\n", d.left(x, wide), d.y-barHigh+3, wide, barHigh, style)
}

func (d *drawing) drawArea(a *Area) {
	d.y += line + line/2
	d.words(margin, pictureWidth-2*margin, `font-weight="bold"`, d.area(a).Text)
	for i := range a.Bars {
		b := &a.Bars[i]
		if asked := d.question(b).Text; asked != "" && (i == 0 || a.Bars[i-1].Question != b.Question) {
			d.y += line
			d.words(margin, pictureWidth-2*margin, `font-style="italic"`, asked)
		}
		d.y += line
		d.words(margin, barsFrom-margin-6, "", d.round(b.Round))
		d.rect(barsFrom, barsWide, `fill="#ffffff" stroke="#5a6872"`)
		if b.Answered > 0 {
			d.rect(barsFrom, max(b.Level*barsWide/100, 2), `fill="`+d.shade(b.Round)+`"`)
		}
		if b.Levelled > 0 {
			x := d.left(barsFrom+b.Asked*barsWide/100, 0)
			fmt.Fprintf(&d.b, `<path d="M%d %dv%d" stroke="#ffffff" stroke-width="5"/><path d="M%d %dv%d" stroke="#a30000" stroke-width="2"/>`+"\n",
				x, d.y-barHigh, barHigh+6, x, d.y-barHigh, barHigh+6)
		}
		d.words(saidFrom, pictureWidth-saidFrom-4, "", d.result(b))
	}
}

// shade is the fill of a round: the newest has the darkest.
func (d *drawing) shade(round int) string {
	for i, r := range d.p.Rounds {
		if r.Number == round {
			return shades[max(len(shades)-len(d.p.Rounds)+i, 0)]
		}
	}
	return shades[0]
}

// short cuts a text that would run into what stands beside it; the whole of it
// stands in the description. Letters of eastern Asia are twice as wide.
func short(s string, most int) string {
	s = strings.ToValidUTF8(s, "")
	columns, fits := 0, 0
	for i, r := range s {
		columns++
		if r >= 0x1100 && r <= 0x11FF || r >= 0x2E80 && r <= 0xD7FF || r >= 0xF900 && r <= 0xFAFF || r >= 0xFF00 && r <= 0xFF60 || r >= 0x1F300 {
			columns++
		}
		if columns < most {
			fits = i + utf8.RuneLen(r)
		}
	}
	if columns <= most {
		return s
	}
	return s[:min(fits, len(s))] + "…"
}

// esc makes a text part of a document: markup in it stays text, and what XML
// 1.0 cannot hold goes.
func esc(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF || r >= 0x7F && r < 0xA0 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}
