package typeset

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/harfbuzz"
)

// MaxFont is the greatest size of a font's file, in bytes.
const MaxFont = 64 << 20

// A Font is a typeface that was read. It is immutable and safe for concurrent use.
type Font struct {
	font    *font.Font
	name    string
	shapers sync.Pool // of *shaper
	// The greatest height and depth of its lines, in units of the em.
	ascent, descent float64
}

// A shaper shapes with one font, for one goroutine.
type shaper struct {
	face   *font.Face
	font   *harfbuzz.Font
	buffer *harfbuzz.Buffer
}

var errCollection = errors.New("there is no font in it")

// ReadFont reads a font in TrueType or OpenType, of a collection the first. It does
// not keep data. What has no outlines, and what its maker does not allow to be embedded (OS/2 fsType), is refused.
func ReadFont(data []byte) (f *Font, err error) {
	if len(data) > MaxFont {
		return nil, fmt.Errorf("the font has %d bytes: at most %d are allowed", len(data), MaxFont)
	}
	defer func() {
		if r := recover(); r != nil { // a parser of others, on a file from outside
			f, err = nil, fmt.Errorf("the font cannot be read: %v", r)
		}
	}()
	loaders, err := opentype.NewLoaders(bytes.NewReader(data))
	if err == nil && len(loaders) == 0 {
		err = errCollection
	}
	if err != nil {
		return nil, fmt.Errorf("not a font in TrueType or OpenType: %w", err)
	}
	if err := embeddable(loaders[0]); err != nil {
		return nil, err
	}
	parsed, err := font.NewFont(loaders[0])
	if err != nil {
		return nil, fmt.Errorf("the font cannot be read: %w", err)
	}
	f = &Font{font: parsed, name: nameOf(parsed)}
	f.shapers.New = func() any { return newShaper(parsed) }
	return f, f.measure()
}

// embeddable reads fsType of OS/2: 2 alone is restricted, 0x200 is bitmaps only.
func embeddable(l *opentype.Loader) error {
	for _, outlines := range []string{"glyf", "CFF ", "CFF2"} {
		if l.HasTable(opentype.MustNewTag(outlines)) {
			os2, err := l.RawTable(opentype.MustNewTag("OS/2"))
			if err != nil || len(os2) < 10 {
				return nil // nothing is said against it
			}
			kind := binary.BigEndian.Uint16(os2[8:])
			if kind&0xf == 2 || kind&0x200 != 0 {
				return errors.New("the font's maker does not allow to embed it (OS/2 fsType)")
			}
			return nil
		}
	}
	return errors.New("the font has no outlines: one of bitmaps alone cannot be embedded")
}

// nameOf is the family's name in letters and digits, as it may stand in a document.
func nameOf(f *font.Font) string {
	name := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, f.Describe().Family)
	if name == "" {
		return "Font"
	}
	return name[:min(len(name), 40)]
}

func newShaper(f *font.Font) *shaper {
	face := font.NewFace(f)
	return &shaper{face, harfbuzz.NewFont(face), harfbuzz.NewBuffer()}
}

// measure reads the extents, and shows that the font can be shaped with at all.
func (f *Font) measure() error {
	if em := f.Em(); em < 16 || em > 16384 {
		return fmt.Errorf("the font cannot be used: an em of %d units, want 16 to 16384", em)
	}
	s := f.take()
	defer f.shapers.Put(s)
	extents, ok := s.face.FontHExtents()
	if !ok {
		return errors.New("the font cannot be used: it does not say how high its lines are")
	}
	f.ascent, f.descent = float64(extents.Ascender), float64(extents.Descender)
	return nil
}

func (f *Font) take() *shaper { return f.shapers.Get().(*shaper) }

// Name is the family's name in at most 40 letters and digits.
func (f *Font) Name() string { return f.name }

// Em is the number of units of the em.
func (f *Font) Em() int { return int(f.font.Upem()) }

// Ascent and Descent are the height and, below zero, the depth of its lines, in units of the em.
func (f *Font) Ascent() float64  { return f.ascent }
func (f *Font) Descent() float64 { return f.descent }

// Outline is the shape of a glyph, which has none if it is one of dots.
func (f *Font) Outline(id uint32) []opentype.Segment {
	s := f.take()
	defer f.shapers.Put(s)
	switch g := s.face.GlyphData(opentype.GID(id)).(type) {
	case font.GlyphOutline:
		return g.Segments
	case font.GlyphSVG:
		return g.Outline.Segments
	case font.GlyphBitmap:
		if g.Outline != nil {
			return g.Outline.Segments
		}
	}
	return nil
}

// has reports whether the font draws a character by itself.
func (f *Font) has(r rune) bool {
	id, ok := f.font.NominalGlyph(r)
	return ok && id != 0
}
