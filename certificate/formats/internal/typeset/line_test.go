package typeset

import (
	"strings"
	"sync"
	"testing"

	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var sans = sync.OnceValue(func() *Font {
	f, err := ReadFont(liberationsansregular.TTF)
	if err != nil {
		panic(err)
	}
	return f
})

func linesOf(width float64, text string) []Line {
	lines, _ := Lines([]Piece{{Text: text}}, Block{Fonts: []*Font{sans()}, Size: 10, Width: width})
	return lines
}

// text is what a line says.
func (l *Line) text() string {
	var b strings.Builder
	for _, r := range l.Runs {
		for _, c := range r.Clusters {
			b.WriteString(c.Text)
		}
	}
	return b.String()
}

func texts(lines []Line) (all []string) {
	for i := range lines {
		all = append(all, lines[i].text())
	}
	return all
}

func TestLinesBreakAtWords(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"One word ", "and another"}, texts(linesOf(56, "One word and another")))
	assert.Equal(t, []string{"non-", "breaking"}, texts(linesOf(45, "non-breaking")))
	assert.Equal(t, []string{"a ", "WWWWW", "WWWWW", "WW b"}, texts(linesOf(50, "a WWWWWWWWWWWW b")), "a word that is too long")
	assert.Equal(t, []string{"W", "W"}, texts(linesOf(1, "WW")), "never nothing")
	assert.Empty(t, linesOf(50, ""))
}

// Spaces at the end of a line take no room, on either side.
func TestSpacesAtTheEnd(t *testing.T) {
	t.Parallel()
	latin := linesOf(22, "word word")
	assert.InDelta(t, latin[1].Width, latin[0].Width, 0.001)
	space := latin[0].Runs[1]
	assert.InDelta(t, latin[0].Width, space.X, 0.001)
	hebrew, _ := Lines([]Piece{{Text: "דודד דודד"}}, Block{Fonts: []*Font{sans()}, Size: 10, Width: 30, RightToLeft: true})
	require.Len(t, hebrew, 2)
	assert.InDelta(t, hebrew[1].Width, hebrew[0].Width, 0.001)
	assert.Negative(t, hebrew[0].Runs[1].X)
	assert.Zero(t, hebrew[0].Runs[0].X)
}

// What a piece is written in does not disturb what stands around it.
func TestPiecesKeepTheirDirection(t *testing.T) {
	t.Parallel()
	order := func(rightToLeft bool, pieces ...Piece) string {
		lines, missing := Lines(pieces, Block{Fonts: []*Font{sans()}, Size: 10, Width: 1000, RightToLeft: rightToLeft})
		require.Empty(t, missing)
		require.Len(t, lines, 1)
		runs := lines[0].Runs
		var all []string
		for x := -1.0; len(all) < len(runs); {
			next := -1
			for i := range runs {
				if runs[i].X > x && (next < 0 || runs[i].X < runs[next].X) {
					next = i
				}
			}
			x = runs[next].X
			l := Line{Runs: runs[next : next+1]}
			all = append(all, l.text())
		}
		return strings.Join(all, "|")
	}
	name := Piece{Text: "דוד 2", Isolate: true}
	assert.Equal(t, "2|דוד | 3", order(false, name, Piece{Text: " 3"}))
	assert.Equal(t, "2|דוד |2|דוד ", order(false, name, name), "one after the other")
	assert.Equal(t, "2|דוד | |a|דוד", order(true, Piece{Text: "דוד"}, Piece{Text: "a "}, name))
	code := Piece{Text: "a-דוד", LeftToRight: true}
	assert.Equal(t, "a-|דוד|דוד ", order(true, Piece{Text: "דוד "}, code), "a code")
}

// All that is missing is said, each once, with what is upon it.
func TestMissing(t *testing.T) {
	t.Parallel()
	lines, missing := Lines([]Piece{{Text: "a漢字漢字漢\u0301 \u200d\u2011"}}, Block{Fonts: []*Font{sans()}, Size: 10, Width: 100})
	assert.Empty(t, lines)
	assert.Equal(t, []Missing{"漢", "字", "漢\u0301"}, missing)
}

// Letters that a font has only in parts are put together of these.
func TestComposed(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"q\u0302", "e\u0301", "\u1ec5", "שׁ"} {
		lines := linesOf(100, text)
		require.Len(t, lines, 1, text)
		assert.Equal(t, text, lines[0].text())
	}
}

func FuzzLines(f *testing.F) {
	for _, text := range []string{"One word and another", "a דוד (b) 1,2", "e\u0301\u0301\u200d\u200c", "\u2066a", "ﬁﬀi", "\u0600\ufffd", " \u05a9", "1\u05a9"} {
		f.Add(text, text, 40.0, true)
	}
	f.Fuzz(func(t *testing.T, first, second string, width float64, rightToLeft bool) {
		const unit = 1000.0
		if len(first)+len(second) > 500 || width < 0 || width > unit {
			return
		}
		first, second = strings.ToValidUTF8(first, ""), strings.ToValidUTF8(second, "")
		for _, isolate := range []rune{leftToRightIsolate, '\u2067', firstStrongIsolate, popIsolate} {
			first, second = strings.ReplaceAll(first, string(isolate), ""), strings.ReplaceAll(second, string(isolate), "")
		}
		pieces := []Piece{{Text: first}, {Text: second, Isolate: true}}
		lines, missing := Lines(pieces, Block{Fonts: []*Font{sans()}, Size: 10, Width: width, RightToLeft: rightToLeft})
		if len(missing) > 0 {
			return
		}
		assert.Equal(t, first+second, strings.Join(texts(lines), ""), "nothing is lost or in another order")
	})
}
