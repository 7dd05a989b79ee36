package typeset

import (
	"math/rand/v2"
	"testing"

	"github.com/go-text/typesetting/bidi"
	"github.com/stretchr/testify/require"
	xbidi "golang.org/x/text/unicode/bidi"
)

// alphabet has characters of every class that text can have here.
var alphabet = []rune("ab אב عب 01 ٠١ +-#%,.: ()[] !\u0301\u064e\u200d\u200c«»&/ {}⟨⟩")

// textOf is text of the alphabet with isolates side by side.
func textOf(picks []byte) (text []rune) {
	open := false
	for _, pick := range picks {
		switch n := int(pick) % (len(alphabet) + 6); {
		case n < len(alphabet):
			text = append(text, alphabet[n])
		case open:
			text, open = append(text, popIsolate), false
		case n%2 == 0:
			text, open = append(text, firstStrongIsolate), true
		default:
			text, open = append(text, leftToRightIsolate), true
		}
	}
	if open {
		text = append(text, popIsolate)
	}
	return append(text, 'a') // behind the last letter others' have a rule of lines, not of levels
}

// Of others' implementation, which is held to the Unicode Standard's own tests, only the
// direction of each level is to be had.
func checkLevels(t *testing.T, text []rune, base int8) {
	t.Helper()
	direction := bidi.LeftToRight
	if base == 1 {
		direction = bidi.RightToLeft
	}
	want := make([]int8, len(text))
	var p bidi.Paragraph
	runs := p.Segment(text, direction)
	for i := range runs.NumRuns() {
		for at := runs.Run(i).Start; at < runs.Run(i).End; at++ {
			want[at] = int8(runs.Run(i).Level % 2)
		}
	}
	got := levelsOf(text, base)
	for i := range got {
		got[i] %= 2
		if c := classOf(text[i]); c == xbidi.BN {
			got[i], want[i] = 0, 0 // they are drawn with others, wherever
		}
	}
	require.Equal(t, want, got, "%q, base %d", string(text), base)
}

func TestLevelsAreThoseOfOthers(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		picks := make([]byte, random.IntN(24))
		for i := range picks {
			picks[i] = byte(random.IntN(256))
		}
		checkLevels(t, textOf(picks), int8(random.IntN(2)))
	}
}

func FuzzLevels(f *testing.F) {
	f.Add([]byte("seed"), true)
	f.Fuzz(func(t *testing.T, picks []byte, rightToLeft bool) {
		base := int8(0)
		if rightToLeft {
			base = 1
		}
		checkLevels(t, textOf(picks), base)
	})
}

// What parity does not show.
func TestLevels(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]int8{
		"a1":                    {0, 0},
		"א1":                    {1, 2},
		"א 12a":                 {1, 1, 2, 2, 0},
		"ע" + "\u2068א\u2069 1": {1, 1, 3, 1, 1, 2},
	} {
		base := int8(0)
		if []rune(text)[0] == 'ע' {
			base = 1
		}
		require.Equal(t, want, levelsOf([]rune(text), base), "%q", text)
	}
}
