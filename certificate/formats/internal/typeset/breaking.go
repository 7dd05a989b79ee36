package typeset

import "unicode"

// measure finds how wide each character is where nothing is broken.
func (p *paragraph) measure() {
	p.advance = make([]float64, len(p.text))
	for _, s := range p.stretches(0, len(p.text)) {
		if p.fonts[s.from] == nil {
			continue
		}
		r := p.shape(s)
		at := s.from
		for _, c := range r.Clusters {
			p.advance[at] = c.width / float64(r.Font.Em()) * r.Size
			at += len([]rune(c.Text))
		}
	}
}

// fitting is where the line ends that begins at from: at the last place for
// it, or in the middle of a word that alone is too wide, and never nowhere.
func (p *paragraph) fitting(from int) int {
	width, at, inWord := 0.0, from, from
	for i := from; i < len(p.text); i++ {
		if i > from && p.breaks[i] {
			at = i
		}
		if i > from && p.begins[i] && p.advance[i] > 0 {
			inWord = i
		}
		width += p.advance[i]
		if width <= p.block.Width || p.space(i) || inWord == from {
			continue
		}
		if at > from {
			return at
		}
		return inWord
	}
	return len(p.text)
}

// space reports whether nothing is drawn of a character.
func (p *paragraph) space(i int) bool { return unicode.IsSpace(p.text[i]) || p.piece[i] < 0 }

// trimmed is where what is drawn of a line ends.
func (p *paragraph) trimmed(from, to int) int {
	for to > from && p.space(to-1) {
		to--
	}
	return to
}
