package outline

import (
	"math"

	"github.com/go-text/typesetting/font/opentype"
)

// A point is on its contour or, as TrueType has curves, pulls it.
type point struct {
	x, y int
	on   bool
}

// A shape is the contours of a glyph, each closed.
type shape [][]point

// shapeOf is a shape of segments, with cubic curves drawn by quadratic ones.
func shapeOf(segments []Segment, em int) (s shape) {
	var at opentype.SegmentPoint
	var contour []point
	end := func() {
		if n := len(contour); n > 1 && contour[0] == contour[n-1] {
			contour = contour[:n-1]
		}
		if len(contour) > 1 {
			s = append(s, contour)
		}
		contour = nil
	}
	for i := range segments {
		switch g := &segments[i]; g.Op {
		case opentype.SegmentOpMoveTo:
			end()
			at = g.Args[0]
			contour = append(contour, pointAt(at, true))
		case opentype.SegmentOpLineTo:
			at = g.Args[0]
			contour = append(contour, pointAt(at, true))
		case opentype.SegmentOpQuadTo:
			contour = append(contour, pointAt(g.Args[0], false), pointAt(g.Args[1], true))
			at = g.Args[1]
		case opentype.SegmentOpCubeTo:
			contour = appendCubic(contour, [4]opentype.SegmentPoint{at, g.Args[0], g.Args[1], g.Args[2]}, em)
			at = g.Args[2]
		}
	}
	end()
	return s
}

func pointAt(p opentype.SegmentPoint, on bool) point { return point{whole(p.X), whole(p.Y), on} }

func whole(f float32) int {
	if f != f { // not a number
		return 0
	}
	return int(math.Round(math.Max(math.MinInt16/2, math.Min(math.MaxInt16/2, float64(f)))))
}

// A cubic curve is cut into as many quadratic ones as keep within a
// two-thousandth of the em, at most mostPieces: n pieces miss it by √3/36 of its third difference, over n³.
const mostPieces = 8

func appendCubic(contour []point, c [4]opentype.SegmentPoint, em int) []point {
	third := math.Hypot(float64(c[3].X-3*c[2].X+3*c[1].X-c[0].X), float64(c[3].Y-3*c[2].Y+3*c[1].Y-c[0].Y))
	pieces := clamp(int(math.Ceil(math.Cbrt(third*math.Sqrt(3)/36*2000/float64(em)))), 1, mostPieces)
	for i := range pieces {
		piece := between(c, float32(i)/float32(pieces), float32(i+1)/float32(pieces))
		pull := opentype.SegmentPoint{
			X: (3*piece[1].X - piece[0].X + 3*piece[2].X - piece[3].X) / 4,
			Y: (3*piece[1].Y - piece[0].Y + 3*piece[2].Y - piece[3].Y) / 4,
		}
		contour = append(contour, pointAt(pull, false), pointAt(piece[3], true))
	}
	return contour
}

// between is the part of a cubic curve from one parameter to another.
func between(c [4]opentype.SegmentPoint, from, to float32) [4]opentype.SegmentPoint {
	step := (to - from) / 3
	start, startSlope := along(c, from)
	end, endSlope := along(c, to)
	return [4]opentype.SegmentPoint{
		start,
		{X: start.X + startSlope.X*step, Y: start.Y + startSlope.Y*step},
		{X: end.X - endSlope.X*step, Y: end.Y - endSlope.Y*step},
		end,
	}
}

// along is the place on a cubic curve, and its derivative there.
func along(c [4]opentype.SegmentPoint, t float32) (at, slope opentype.SegmentPoint) {
	u := 1 - t
	a, b, d, e := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	at = opentype.SegmentPoint{X: a*c[0].X + b*c[1].X + d*c[2].X + e*c[3].X, Y: a*c[0].Y + b*c[1].Y + d*c[2].Y + e*c[3].Y}
	a, b, d = 3*u*u, 6*u*t, 3*t*t
	slope = opentype.SegmentPoint{
		X: a*(c[1].X-c[0].X) + b*(c[2].X-c[1].X) + d*(c[3].X-c[2].X),
		Y: a*(c[1].Y-c[0].Y) + b*(c[2].Y-c[1].Y) + d*(c[3].Y-c[2].Y),
	}
	return at, slope
}

func (s shape) points() (n int) {
	for _, contour := range s {
		n += len(contour)
	}
	return n
}

// box is left, bottom, right and top; zero of nothing.
func (s shape) box() (box [4]int) {
	first := true
	for _, contour := range s {
		for _, p := range contour {
			if first {
				box, first = [4]int{p.x, p.y, p.x, p.y}, false
			}
			box = [4]int{min(box[0], p.x), min(box[1], p.y), max(box[2], p.x), max(box[3], p.y)}
		}
	}
	return box
}

// The bits of a point in a glyph.
const (
	onCurve    = 1 << iota
	shortX     // one byte, whose sign is sameX
	shortY     // one byte, whose sign is sameY
	_          // repeats
	sameX      // if not short: as the point before
	sameY      // if not short: as the point before
	glyphAlign = 4
)

// appendTo appends the description of a simple glyph; nothing for a shape of nothing.
func (s shape) appendTo(glyf []byte) []byte {
	if len(s) == 0 {
		return glyf
	}
	box := s.box()
	glyf = words(glyf, len(s), box[0], box[1], box[2], box[3])
	last := -1
	for _, contour := range s {
		last += len(contour)
		glyf = words(glyf, last)
	}
	glyf = words(glyf, 0) // no instructions
	var flags, xs, ys []byte
	var before point
	for _, contour := range s {
		for _, p := range contour {
			var flag byte
			if p.on {
				flag = onCurve
			}
			xs = appendDelta(xs, &flag, p.x-before.x, shortX, sameX)
			ys = appendDelta(ys, &flag, p.y-before.y, shortY, sameY)
			flags = append(flags, flag)
			before = p
		}
	}
	glyf = append(append(append(glyf, flags...), xs...), ys...)
	return append(glyf, make([]byte, -len(glyf)&(glyphAlign-1))...)
}

func appendDelta(b []byte, flag *byte, d int, short, same byte) []byte {
	switch {
	case d == 0:
		*flag |= same
		return b
	case d > 0 && d < 256:
		*flag |= short | same
		return append(b, byte(d))
	case d < 0 && d > -256:
		*flag |= short
		return append(b, byte(-d))
	}
	return words(b, d)
}
