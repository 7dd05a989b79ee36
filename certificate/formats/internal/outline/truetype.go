package outline

import (
	"encoding/binary"
	"math"

	"github.com/go-text/typesetting/font/opentype"
)

// A Segment is a piece of an outline, in units of the em, upwards.
type Segment = opentype.Segment

// A Glyph is a shape and how far it moves the pen, in units of the em.
type Glyph struct {
	Advance  int
	Segments []Segment
}

// TrueType is a font program of glyphs, by their place, with the tables that
// ISO 32000-1 §9.9 asks of one that is embedded. The first glyph is the one for no
// character. Em is from 16 to 16384. Box is around all glyphs: left, bottom, right and top.
func TrueType(em, ascent, descent int, glyphs []Glyph) (program []byte, box [4]int) {
	var glyf, loca, hmtx []byte
	drawn := make([]shape, len(glyphs))
	widest := 0
	for i, g := range glyphs {
		drawn[i] = shapeOf(g.Segments, em)
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = drawn[i].appendTo(glyf)
		widest = max(widest, g.Advance)
		hmtx = words(hmtx, clamp(g.Advance, 0, math.MaxUint16), drawn[i].box()[0])
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	box = boxOf(drawn)
	return assemble([]table{
		{"glyf", glyf},
		{"head", head(em, box)},
		{"hhea", hhea(ascent, descent, widest, len(glyphs))},
		{"hmtx", hmtx},
		{"loca", loca},
		{"maxp", maxp(drawn)},
	}), box
}

// boxOf is the box around all glyphs.
func boxOf(drawn []shape) (box [4]int) {
	for i := range drawn {
		b := drawn[i].box()
		box = [4]int{min(box[0], b[0]), min(box[1], b[1]), max(box[2], b[2]), max(box[3], b[3])}
	}
	return box
}

type table struct {
	tag  string
	data []byte
}

// words appends numbers of two bytes each, those below zero as two's complements.
func words(b []byte, all ...int) []byte {
	for _, n := range all {
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	}
	return b
}

const magic = 0x5F0F3CF5

func head(em int, box [4]int) []byte {
	b := words(nil, 1, 0, 1, 0, 0, 0) // version, revision, and room for the sum of all
	b = binary.BigEndian.AppendUint32(b, magic)
	b = words(b, 0, em)
	b = append(b, make([]byte, 16)...) // made and changed at no time
	b = words(b, box[0], box[1], box[2], box[3])
	return words(b, 0, 8, 2, 1, 0) // no style, 8 dots at least, both directions, long offsets
}

func hhea(ascent, descent, widest, glyphs int) []byte {
	b := words(nil, 1, 0, ascent, descent, 0, widest, 0, 0, 0, 1, 0, 0)
	return words(b, 0, 0, 0, 0, 0, glyphs)
}

func maxp(drawn []shape) []byte {
	points, contours := 0, 0
	for i := range drawn {
		points, contours = max(points, drawn[i].points()), max(contours, len(drawn[i]))
	}
	return words(nil, 1, 0, len(drawn), points, contours, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
}

// adjustment is where the sum of all goes: in head, after its version and revision.
const adjustment = 8

// assemble puts tables, sorted by tag, behind a directory.
func assemble(tables []table) []byte {
	n := len(tables)
	exponent := int(math.Log2(float64(n)))
	power := 1 << exponent * 16
	out := words(nil, 1, 0, n, power, exponent, 16*n-power)
	at, headAt := len(out)+16*n, 0
	for _, t := range tables {
		if t.tag == "head" {
			headAt = at
		}
		out = append(out, t.tag...)
		out = binary.BigEndian.AppendUint32(out, sum(t.data))
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.data)))
		at += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out = append(out, t.data...)
		out = append(out, make([]byte, -len(t.data)&3)...)
	}
	binary.BigEndian.PutUint32(out[headAt+adjustment:], 0xB1B0AFBA-sum(out))
	return out
}

// sum is that of a table's numbers of four bytes, the last filled up with zeros.
func sum(data []byte) (total uint32) {
	for len(data) >= 4 {
		total += binary.BigEndian.Uint32(data)
		data = data[4:]
	}
	var rest [4]byte
	copy(rest[:], data)
	return total + binary.BigEndian.Uint32(rest[:])
}

func clamp(n, low, high int) int { return max(low, min(high, n)) }
