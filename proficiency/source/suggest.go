package source

import (
	"slices"
	"strconv"
	"strings"
)

const (
	longestSuggested = 64  // bytes of a word
	mostCandidates   = 200 // words compared
)

// Suggest is the candidate most like word: the first of those with the least
// edit distance (insertions, deletions, substitutions and swaps of neighbours
// count one each), if it is at most a third of the word's length; otherwise "".
// It compares with the first 200 candidates.
func Suggest(word string, candidates []string) string { return nearest(word, candidates).word }

// A guess is what was probably meant, how far off it is, and whether nothing
// else was near enough.
type guess struct {
	word     string
	distance int
	only     bool
}

func nearest(word string, candidates []string) (g guess) {
	if word == "" || len(word) > longestSuggested {
		return guess{}
	}
	most := max(1, len(word)/3)
	near := 0
	for _, c := range candidates[:min(len(candidates), mostCandidates)] {
		if c == "" || len(c) > longestSuggested || c == word {
			continue
		}
		d := distance(strings.ToLower(word), strings.ToLower(c))
		if d > most {
			continue
		}
		if near++; near == 1 || d < g.distance {
			g.word, g.distance = c, d
		}
	}
	g.only = near == 1
	return g
}

// Words says whose the words are among which one was looked for.
type Words bool

const (
	// Fixed words are the library's: nobody can have meant to add one.
	Fixed Words = true
	// Chosen words are the author's, who may have forgotten to list one.
	Chosen Words = false
)

// Meant is Suggest for a text of the file, with a fix where the author can
// have meant nothing else: one candidate alone is near enough, at most two
// steps away, and not for a digit, because what is numbered is alike. The fix
// is safe for a fixed word of at least four letters that is a single step away,
// or is only written in another case.
func (d *Document) Meant(t Text, candidates []string, whose Words) (meant string, fix *Fix) {
	g := nearest(t.Value, candidates)
	if !g.only || g.distance > 2 || digits(t.Value) != digits(g.word) {
		return g.word, nil
	}
	if fix = d.Replacing(t, g.word); fix != nil {
		fix.Safe = whose == Fixed && (g.distance == 0 || g.distance == 1 && len(t.Value) >= 4)
	}
	return g.word, fix
}

// digits are those of s, in order.
func digits(s string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, s)
}

// DidYouMean is Suggest as the end of a message, or "".
func DidYouMean(word string, candidates []string) string {
	return didYouMean(Suggest(word, candidates))
}

func didYouMean(meant string) string {
	if meant == "" {
		return ""
	}
	return ": did you mean " + strconv.Quote(meant) + "?"
}

// Listing names what is allowed, for a message: "a, b and c", cut after twenty.
func Listing(words []string) string {
	const most = 20
	more := ""
	if len(words) > most {
		more = " and " + strconv.Itoa(len(words)-most) + " more"
	}
	words = slices.Clone(words[:min(len(words), most)])
	for i, w := range words {
		words[i] = Plainly(w)
	}
	if n := len(words); more == "" && n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, ", ") + more
}

// distance is the optimal string alignment distance of a and b, in bytes: ids
// and keys are ASCII, and elsewhere it only has to be close.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
