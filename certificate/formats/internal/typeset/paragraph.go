package typeset

import (
	"slices"
	"unicode"

	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
)

// A paragraph is a text being set, by its characters.
type paragraph struct {
	block   *Block
	pieces  []Piece
	text    []rune
	piece   []int   // which piece each is of; -1 for isolates
	fonts   []*Font // nil for isolates
	levels  []int8
	advance []float64 // in points; what is drawn together counts at its first
	breaks  []bool    // whether a line may begin before it
	begins  []bool    // whether a character that people see begins there
	missing []Missing
	shaped  map[stretch]Run // most lines are whole paragraphs, which were measured
}

func paragraphOf(pieces []Piece, b *Block) *paragraph {
	p := &paragraph{block: b, pieces: pieces, shaped: map[stretch]Run{}}
	for i := range pieces {
		switch {
		case pieces[i].LeftToRight:
			p.add(-1, leftToRightIsolate)
		case pieces[i].Isolate:
			p.add(-1, firstStrongIsolate)
		}
		p.add(i, []rune(pieces[i].Text)...)
		if pieces[i].LeftToRight || pieces[i].Isolate {
			p.add(-1, popIsolate)
		}
	}
	return p
}

func (p *paragraph) add(piece int, text ...rune) {
	p.text = append(p.text, text...)
	for range text {
		p.piece = append(p.piece, piece)
	}
}

func (p *paragraph) base() int8 {
	if p.block.RightToLeft {
		return 1
	}
	return 0
}

// fontsOf are those of a piece.
func (p *paragraph) fontsOf(piece int) []*Font {
	if own := p.pieces[piece].Fonts; own != nil {
		return own
	}
	return p.block.Fonts
}

func (p *paragraph) size(piece int) float64 {
	if own := p.pieces[piece].Size; own != 0 {
		return own
	}
	return p.block.Size
}

// pickFonts finds a font for each character with all that is written upon it,
// and where lines may be broken.
func (p *paragraph) pickFonts() {
	var s segmenter.Segmenter
	s.Init(p.text)
	p.fonts, p.begins, p.breaks = make([]*Font, len(p.text)), make([]bool, len(p.text)), make([]bool, len(p.text))
	for lines := s.LineIterator(); lines.Next(); {
		p.breaks[lines.Line().Offset] = true
	}
	for g := s.GraphemeIterator(); g.Next(); {
		at := g.Grapheme()
		p.begins[at.Offset] = true
		p.pickFor(at.Offset, at.Offset+len(at.Text))
	}
}

// pickFor picks for what stands from one place to another: the font of what is
// before it where that is as good as any, so that words are in one.
func (p *paragraph) pickFor(from, to int) {
	for ; from < to && p.piece[from] < 0; from++ {
	}
	for ; to > from && p.piece[to-1] < 0; to-- {
	}
	if from == to {
		return
	}
	fonts, text := p.fontsOf(p.piece[from]), p.text[from:to]
	i := slices.IndexFunc(fonts, func(f *Font) bool { return f.covers(text) })
	if i < 0 {
		if lacks := Missing(text); !slices.Contains(p.missing, lacks) {
			p.missing = append(p.missing, lacks)
		}
		return
	}
	chosen := fonts[i]
	if last := p.fontBefore(from); last != nil && neutral(text) && last.covers(text) {
		chosen = last
	}
	for ; from < to; from++ {
		if p.piece[from] >= 0 {
			p.fonts[from] = chosen
		}
	}
}

// fontBefore is that of the character before, if it is of the same piece.
func (p *paragraph) fontBefore(at int) *Font {
	if at == 0 || p.piece[at-1] != p.piece[at] {
		return nil
	}
	return p.fonts[at-1]
}

// neutral reports whether a text is of no script, such as spaces, digits and full stops.
func neutral(text []rune) bool {
	return !slices.ContainsFunc(text, func(r rune) bool { return language.LookupScript(r).Strong() })
}

// covers reports whether the font draws all of a text, by itself or by what it is made up of.
func (f *Font) covers(text []rune) bool {
	lacks := slices.ContainsFunc(text, func(r rune) bool { return !f.has(r) && !ignorable(r) })
	if !lacks {
		return true
	}
	s := f.take()
	defer f.shapers.Put(s)
	s.shape(text, 0, len(text), properties{script: scriptOf(text)})
	for i := range s.buffer.Info {
		if s.buffer.Info[i].Glyph == 0 {
			return false
		}
	}
	return true
}

// ignorable reports whether nothing is drawn for a character where a font lacks it (Default_Ignorable_Code_Point).
func ignorable(r rune) bool {
	return r == '\u200c' || r == '\u200d' || r == '\u034f' || unicode.Is(unicode.Variation_Selector, r)
}
