package outline_test

import (
	"fmt"

	"github.com/go-text/typesetting/font/opentype"

	"github.com/countersign-go/countersign/certificate/formats/internal/outline"
)

func Example() {
	square := []outline.Segment{
		{Op: opentype.SegmentOpMoveTo},
		{Op: opentype.SegmentOpLineTo, Args: [3]opentype.SegmentPoint{{X: 500}}},
		{Op: opentype.SegmentOpLineTo, Args: [3]opentype.SegmentPoint{{X: 500, Y: 500}}},
		{Op: opentype.SegmentOpLineTo, Args: [3]opentype.SegmentPoint{{Y: 500}}},
	}
	font, box := outline.TrueType(1000, 800, -200, []outline.Glyph{{}, {Advance: 600, Segments: square}})
	fmt.Println(len(font), box)
	// Output: 276 [0 0 500 500]
}
