package typeset

import (
	"slices"

	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// A stretch is a part of a paragraph that is shaped as one: in one font, piece,
// direction and script. It is an isolate where there is no font.
type stretch struct {
	from, to int
	script   language.Script
}

// stretches cuts a part of the paragraph.
func (p *paragraph) stretches(from, to int) []stretch {
	var all []stretch
	for i := from; i < to; i++ {
		script := language.LookupScript(p.text[i])
		if n := len(all); n > 0 && p.alike(i-1, i) {
			last := &all[n-1]
			if !script.Strong() || !last.script.Strong() || script == last.script {
				last.to = i + 1
				if !last.script.Strong() {
					last.script = script
				}
				continue
			}
		}
		all = append(all, stretch{i, i + 1, script})
	}
	return all
}

func (p *paragraph) alike(i, j int) bool {
	return p.fonts[i] == p.fonts[j] && p.piece[i] == p.piece[j] && p.levels[i] == p.levels[j] && p.piece[i] >= 0
}

// scriptOf is that of the first character that has one.
func scriptOf(text []rune) language.Script {
	for _, r := range text {
		if s := language.LookupScript(r); s.Strong() {
			return s
		}
	}
	return language.Common
}

// properties are what a stretch is shaped by, beside its font.
type properties struct {
	rightToLeft bool
	script      language.Script
	language    string
}

// shape shapes a part of a text, in sight of the rest, into the shaper's buffer.
func (s *shaper) shape(text []rune, from, to int, as properties) {
	b := s.buffer
	b.Clear()
	b.ClusterLevel = harfbuzz.MonotoneGraphemes
	b.AddRunes(text, from, to-from)
	b.Props.Direction = harfbuzz.LeftToRight
	if as.rightToLeft {
		b.Props.Direction = harfbuzz.RightToLeft
	}
	b.Props.Script, b.Props.Language = as.script, language.NewLanguage(as.language)
	b.Shape(s.font, nil)
}

// shape is a stretch as a run.
func (p *paragraph) shape(of stretch) Run {
	f, piece, level := p.fonts[of.from], p.piece[of.from], p.levels[of.from]
	if f == nil {
		return Run{level: level}
	}
	if r, ok := p.shaped[of]; ok {
		return r
	}
	s := f.take()
	defer f.shapers.Put(s)
	s.shape(p.text, of.from, of.to, properties{level%2 == 1, of.script, p.pieces[piece].Language})
	r := Run{Font: f, Size: p.size(piece), Piece: piece, level: level}
	pen := r.gather(s, p.text, of.to, level%2 == 1)
	r.width = pen / float64(f.Em()) * r.Size
	p.shaped[of] = r
	return r
}

// gather takes the glyphs out of the shaper's buffer, from left to right, and says how wide they are.
func (r *Run) gather(s *shaper, text []rune, end int, rightToLeft bool) (pen float64) {
	infos, positions := s.buffer.Info, s.buffer.Pos
	starts := make([]int, 0, len(infos))
	for i := 0; i < len(infos); {
		c := Cluster{}
		start := infos[i].Cluster
		for ; i < len(infos) && infos[i].Cluster == start; i++ {
			at := &positions[i]
			c.Glyphs = append(c.Glyphs, Glyph{
				ID: uint32(infos[i].Glyph), X: pen + float64(at.XOffset), Y: float64(at.YOffset), Advance: float64(s.face.HorizontalAdvance(infos[i].Glyph)),
			})
			pen += float64(at.XAdvance)
			c.width += float64(at.XAdvance)
		}
		r.Clusters, starts = append(r.Clusters, c), append(starts, start)
	}
	if rightToLeft {
		slices.Reverse(r.Clusters)
		slices.Reverse(starts)
	}
	for i := range r.Clusters {
		next := end
		if i+1 < len(starts) {
			next = starts[i+1]
		}
		r.Clusters[i].Text = string(text[starts[i]:next])
	}
	r.Clusters = joined(r.Clusters)
	return pen
}

// joined puts marks to what they are on: programs that copy text take what is
// higher or lower than the rest for another line, unless it is said to belong there.
func joined(clusters []Cluster) []Cluster {
	all := clusters[:0]
	for _, c := range clusters {
		if n := len(all); n > 0 && c.width == 0 {
			all[n-1].Text += c.Text
			all[n-1].Glyphs = append(all[n-1].Glyphs, c.Glyphs...)
			continue
		}
		all = append(all, c)
	}
	return all
}
