package tagged

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/certificate/formats/internal/outline"
)

// A Font draws text in a document. Only the glyphs that are drawn are written.
type Font struct {
	index    int
	name     string
	em       float64
	metrics  Metrics
	outlines func(id uint32) []outline.Segment
	codes    map[meaning]int
	glyphs   []outline.Glyph // by code, the first is that of no character
	texts    []string        // what each stands for
}

// Metrics are what readers ask of a font beside its glyphs, in units of its em.
type Metrics struct {
	Em                         int
	Ascent, Descent, CapHeight float64
	Bold, Serif                bool
}

// A meaning is a glyph that stands for a text.
type meaning struct {
	id   uint32
	text string
}

// AddFont adds a font, whose name is letters and digits, to draw text with. Outlines gives the shape
// of a glyph, in units of the em.
func (d *Document) AddFont(name string, m Metrics, outlines func(id uint32) []outline.Segment) *Font {
	f := &Font{index: len(d.fonts), name: name, em: float64(m.Em), metrics: m, outlines: outlines, codes: map[meaning]int{}}
	f.glyphs, f.texts = []outline.Glyph{{}}, []string{""}
	d.fonts = append(d.fonts, f)
	return f
}

func (f *Font) resource() string { return "/F" + strconv.Itoa(f.index) }

// code is the code of a glyph, in hexadecimal digits.
func (f *Font) code(g Glyph) string {
	m := meaning{g.ID, g.Text}
	code, ok := f.codes[m]
	if !ok {
		code = len(f.glyphs)
		f.codes[m] = code
		f.glyphs = append(f.glyphs, outline.Glyph{Advance: int(g.Advance), Segments: f.outlines(g.ID)})
		f.texts = append(f.texts, g.Text)
	}
	return fmt.Sprintf("%04X", code)
}

// write writes the font as a composite one (§9.7) whose codes are its glyphs.
func (f *Font) write(o *objects) ref {
	m := f.metrics
	program, box := outline.TrueType(m.Em, int(m.Ascent), int(m.Descent), f.glyphs)
	base := name(f.tag() + "+" + f.name)
	per := func(v float64) float64 { return math.Round(v * 1000 / f.em) }
	flags, weight := 4, 80.0 // symbolic: its codes are of no standard encoding
	if m.Serif {
		flags |= 2
	}
	if m.Bold {
		weight = 140
	}
	file := o.stream("/Length1 "+strconv.Itoa(len(program)), program)
	descriptor := o.add("<</Type /FontDescriptor /FontName " + base + " /Flags " + strconv.Itoa(flags) + " /FontBBox [" +
		numbers(per(float64(box[0])), per(float64(box[1])), per(float64(box[2])), per(float64(box[3]))) + "] /ItalicAngle 0 /Ascent " +
		number(per(m.Ascent)) + " /Descent " + number(per(m.Descent)) + " /CapHeight " + number(per(m.CapHeight)) + " /StemV " + number(weight) +
		" /FontFile2 " + file.String() + ">>")
	widths := make([]float64, len(f.glyphs))
	for i, g := range f.glyphs {
		widths[i] = round(float64(g.Advance) * 1000 / f.em)
	}
	descendant := o.add("<</Type /Font /Subtype /CIDFontType2 /BaseFont " + base + " /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>" +
		" /FontDescriptor " + descriptor.String() + " /DW 0 /W [0 [" + numbers(widths...) + "]] /CIDToGIDMap /Identity>>")
	unicode := o.stream("", []byte(f.toUnicode()))
	return o.add("<</Type /Font /Subtype /Type0 /BaseFont " + base + " /Encoding /Identity-H /DescendantFonts [" + descendant.String() +
		"] /ToUnicode " + unicode.String() + ">>")
}

// tag tells subsets of one font apart (§9.6.4): six letters that follow from what is in it.
func (f *Font) tag() string {
	h := uint32(2166136261) // FNV-1a
	for _, t := range f.texts {
		for _, c := range []byte(t + "\x00") {
			h = (h ^ uint32(c)) * 16777619
		}
	}
	var tag [6]byte
	for i := range tag {
		tag[i] = byte('A' + h%26)
		h /= 26
	}
	return string(tag[:])
}

// round is to the thousandth of what widths are given in, so that pens do not drift.
func round(f float64) float64 { return math.Round(f*1000) / 1000 }

// toUnicode says what text each code stands for (§9.10.3).
func (f *Font) toUnicode() string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const most = 100 // in one block
	for from := 1; from < len(f.texts); from += most {
		to := min(from+most, len(f.texts))
		fmt.Fprintf(&b, "%d beginbfchar\n", to-from)
		for code := from; code < to; code++ {
			fmt.Fprintf(&b, "<%04X> <%s>\n", code, utf16Hex(f.texts[code]))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.String()
}
