package proficiency

import (
	"encoding/binary"
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

func likenessRules() []ContentRule {
	return []ContentRule{
		{"near-duplicate", source.Warning, "No two statements say the same in nearly the same words.", checkLikeness},
	}
}

// alike is the share of their words that two statements have in common (the
// Jaccard index of the sets) from which on they are near duplicates.
const alike = 0.8

// compared is with how many earlier statements one is compared at most, those
// with its rarest words first, so that no file takes long.
const compared = 100

// checkLikeness looks for an earlier statement only among those that share one
// of a statement's rarest words: two sets that have so much in common share at
// least one of the few words that either could do without.
func checkLikeness(r *raw, report reporter) {
	statements := wordSets(r.items)
	first := map[string]int{}   // by the whole set
	postings := map[int][]int{} // statements by rare word
	for i, s := range statements {
		if len(s) == 0 {
			continue
		}
		key := setKey(s)
		earlier, found := first[key]
		if !found {
			earlier, found = nearestEarlier(statements, postings, s)
			first[key] = i
			for _, w := range rare(s) {
				postings[w] = append(postings[w], i)
			}
		}
		if found {
			other := r.items[earlier]
			report(r.items[i].statement.Position, "the statement says nearly the same as that of %s, at %d:%d: remove one, or say where they differ",
				quoteID(other.id), other.statement.Position.Line, other.statement.Position.Col)
		}
	}
}

// wordSets are the words of each statement as sorted numbers, the rarest of the
// framework first. Words that only hold others together are left out.
func wordSets(items []*rawItem) [][]int {
	numbers, counts := map[string]int{}, []int{}
	sets := make([][]int, len(items))
	for i, it := range items {
		for _, w := range wordsOf(it.statement.Value) {
			lower := w.lower()
			if fillers[lower] {
				continue
			}
			n, known := numbers[lower]
			if !known {
				n = len(counts)
				numbers[lower], counts = n, append(counts, 0)
			}
			sets[i] = append(sets[i], n)
		}
		slices.Sort(sets[i])
		sets[i] = slices.Compact(sets[i])
		for _, n := range sets[i] {
			counts[n]++
		}
	}
	renumber(sets, counts)
	return sets
}

// renumber gives words numbers by how often they are used, and sorts each set anew.
func renumber(sets [][]int, counts []int) {
	rank := make([]int, len(counts)) // by rarity
	byCount := make([]int, len(counts))
	for i := range byCount {
		byCount[i] = i
	}
	slices.SortStableFunc(byCount, func(a, b int) int { return counts[a] - counts[b] })
	for i, n := range byCount {
		rank[n] = i
	}
	for _, s := range sets {
		for j, n := range s {
			s[j] = rank[n]
		}
		slices.Sort(s)
	}
}

var fillers = set(`a an the of in on at to for with by from and or your their his her its is are be as this that`)

func setKey(s []int) string {
	var key []byte
	for _, n := range s {
		key = binary.AppendUvarint(key, uint64(n))
	}
	return string(key)
}

// rare are the words of s of which a near duplicate must share one.
func rare(s []int) []int {
	least := int(alike*float64(len(s)) + 0.999999) // shared words
	return s[:len(s)-least+1]
}

// nearestEarlier is the last earlier statement that is like s.
func nearestEarlier(statements [][]int, postings map[int][]int, s []int) (earlier int, found bool) {
	left := compared
	for _, w := range rare(s) {
		for _, i := range slices.Backward(postings[w]) {
			if likeness(s, statements[i]) >= alike {
				return i, true
			}
			if left--; left == 0 {
				return 0, false
			}
		}
	}
	return 0, false
}

// likeness is the Jaccard index of two sorted sets.
func likeness(a, b []int) float64 {
	shared := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			shared++
			i, j = i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return float64(shared) / float64(len(a)+len(b)-shared)
}
