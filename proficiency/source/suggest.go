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
func Suggest(word string, candidates []string) string {
	if word == "" || len(word) > longestSuggested {
		return ""
	}
	best, least := "", max(1, len(word)/3)+1
	for _, c := range candidates[:min(len(candidates), mostCandidates)] {
		if c == "" || len(c) > longestSuggested || c == word {
			continue
		}
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < least {
			best, least = c, d
		}
	}
	return best
}

// DidYouMean is Suggest as the end of a message, or "".
func DidYouMean(word string, candidates []string) string {
	if s := Suggest(word, candidates); s != "" {
		return ": did you mean " + strconv.Quote(s) + "?"
	}
	return ""
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
