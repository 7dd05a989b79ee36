package outline_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/internal/outline"
)

// A program is a font as others read it.
type program struct {
	head             tables.Head
	glyf             tables.Glyf
	widths, bearings []int
}

func read(t *testing.T, data []byte) program {
	t.Helper()
	l, err := opentype.NewLoader(bytes.NewReader(data))
	require.NoError(t, err)
	raw := func(tag string) []byte {
		b, err := l.RawTable(opentype.MustNewTag(tag))
		require.NoError(t, err)
		return b
	}
	var p program
	p.head, _, err = tables.ParseHead(raw("head"))
	require.NoError(t, err)
	maxp, _, err := tables.ParseMaxp(raw("maxp"))
	require.NoError(t, err)
	loca, err := tables.ParseLoca(raw("loca"), int(maxp.NumGlyphs), true)
	require.NoError(t, err)
	p.glyf, err = tables.ParseGlyf(raw("glyf"), loca)
	require.NoError(t, err)
	hmtx := raw("hmtx")
	for ; len(hmtx) >= 4; hmtx = hmtx[4:] {
		p.widths = append(p.widths, int(binary.BigEndian.Uint16(hmtx)))
		p.bearings = append(p.bearings, int(int16(binary.BigEndian.Uint16(hmtx[2:]))))
	}
	return p
}

// What a font draws is drawn by the one that is made of its outlines.
func TestOutlinesStay(t *testing.T) {
	t.Parallel()
	face, err := font.ParseTTF(bytes.NewReader(liberationsansregular.TTF))
	require.NoError(t, err)
	var glyphs []outline.Glyph
	for _, r := range "\x00 oÅ%ﬁЖ" {
		id, _ := face.NominalGlyph(r)
		shape, ok := face.GlyphData(id).(font.GlyphOutline)
		require.True(t, ok)
		glyphs = append(glyphs, outline.Glyph{Advance: int(face.HorizontalAdvance(id)), Segments: shape.Segments})
	}
	data, _ := outline.TrueType(2048, 1854, -434, glyphs)
	p := read(t, data)
	require.Len(t, p.glyf, len(glyphs))
	for i, g := range glyphs {
		assert.Equal(t, g.Advance, p.widths[i])
		simple, ok := p.glyf[i].Data.(tables.SimpleGlyph)
		if !ok {
			assert.Empty(t, g.Segments)
			continue
		}
		want, got := map[[2]int16]bool{}, map[[2]int16]bool{}
		for _, s := range g.Segments {
			for _, a := range s.ArgsSlice() {
				want[[2]int16{int16(math.Round(float64(a.X))), int16(math.Round(float64(a.Y)))}] = true
			}
		}
		for _, point := range simple.Points {
			got[[2]int16{point.X, point.Y}] = true
		}
		assert.Equal(t, want, got, "glyph %d", i)
		assert.Equal(t, int(p.glyf[i].XMin), p.bearings[i], "readers move a glyph by the difference")
	}
}

// sum is that of OpenType, over the whole file.
func TestSumOfAll(t *testing.T) {
	t.Parallel()
	data, _ := outline.TrueType(1000, 800, -200, []outline.Glyph{{Advance: 500}})
	require.Zero(t, len(data)%4)
	var total uint32
	for i := 0; i < len(data); i += 4 {
		total += binary.BigEndian.Uint32(data[i:])
	}
	assert.Equal(t, uint32(0xB1B0AFBA), total)
	assert.EqualValues(t, 1000, read(t, data).head.UnitsPerEm)
}

// A circle of cubic curves stays one to a two-thousandth of the em.
func TestCubicCurves(t *testing.T) {
	t.Parallel()
	const r, k = 400, 400 * 0.5522847
	at := func(x, y float32) opentype.SegmentPoint { return opentype.SegmentPoint{X: x, Y: y} }
	cube := func(a, b, c opentype.SegmentPoint) outline.Segment {
		return outline.Segment{Op: opentype.SegmentOpCubeTo, Args: [3]opentype.SegmentPoint{a, b, c}}
	}
	circle := []outline.Segment{
		{Op: opentype.SegmentOpMoveTo, Args: [3]opentype.SegmentPoint{at(r, 0)}},
		cube(at(r, k), at(k, r), at(0, r)), cube(at(-k, r), at(-r, k), at(-r, 0)),
		cube(at(-r, -k), at(-k, -r), at(0, -r)), cube(at(k, -r), at(r, -k), at(r, 0)),
	}
	data, box := outline.TrueType(1000, 800, -200, []outline.Glyph{{}, {Segments: circle}})
	assert.Equal(t, [4]int{-r, -r, r, r}, box)
	simple := read(t, data).glyf[1].Data.(tables.SimpleGlyph)
	n := len(simple.Points)
	require.Zero(t, n%2, "the last point is the first")
	for i := 0; i < n; i += 2 {
		a, pull, b := simple.Points[i], simple.Points[i+1], simple.Points[(i+2)%n]
		x := (float64(a.X) + 2*float64(pull.X) + float64(b.X)) / 4
		y := (float64(a.Y) + 2*float64(pull.Y) + float64(b.Y)) / 4
		assert.InDelta(t, r, math.Hypot(x, y), 1, "half-way along curve %d", i/2)
		assert.InDelta(t, r, math.Hypot(float64(a.X), float64(a.Y)), 1)
	}
}

// Numbers that no glyph has do no harm.
func TestStrangeNumbers(t *testing.T) {
	t.Parallel()
	nan := float32(math.NaN())
	strange := []outline.Segment{
		{Op: opentype.SegmentOpLineTo, Args: [3]opentype.SegmentPoint{{X: nan, Y: 1e30}}},
		{Op: opentype.SegmentOpCubeTo, Args: [3]opentype.SegmentPoint{{X: nan}, {X: -1e30}, {X: 5}}},
		{Op: opentype.SegmentOpMoveTo}, {Op: opentype.SegmentOpMoveTo},
	}
	data, _ := outline.TrueType(1000, 800, -200, []outline.Glyph{{Advance: -5}, {Advance: 1 << 20, Segments: strange}})
	p := read(t, data)
	assert.Equal(t, []int{0, math.MaxUint16}, p.widths)
}
