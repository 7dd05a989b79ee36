// Package typeset makes lines of glyphs of texts in any script: it picks the
// fonts, shapes, breaks lines (Unicode Standard Annex 14) and puts what is
// written from right to left in its place (Annex 9).
//
//	font, err := typeset.ReadFont(data)
//	lines, missing := typeset.Lines(pieces, typeset.Block{Fonts: []*typeset.Font{font}, Size: 10, Width: 400})
//
// A text that the fonts cannot draw is not drawn with boxes: what they lack is said.
//
// Fonts are safe for concurrent use.
package typeset
