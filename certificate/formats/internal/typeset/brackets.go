package typeset

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// pairs are the brackets of the Unicode Standard (BidiBrackets.txt) that are
// in use, each opening one before its closing one.
const pairs = "()[]{}⁅⁆⁽⁾₍₎⌈⌉⌊⌋❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆〈〉《》「」『』【】〔〕〖〗〘〙〚〛（）［］｛｝｟｠｢｣"

var pairsOf = []rune(pairs)

// mostOpen is how many brackets may be open before pairs are given up (BD16).
const mostOpen = 63

// A pair is the places of an opening bracket and the one that closes it.
type pair struct{ from, to int }

// brackets is rule N0: both of a pair are of one direction.
func (s *sequence) brackets() {
	for _, p := range s.pairs() {
		if t, ok := s.directionOf(p); ok {
			s.set(p.from, t)
			s.set(p.to, t)
		}
	}
}

// set gives a bracket its type, and the marks on it, which were of its type, too.
func (s *sequence) set(at int, t bidi.Class) {
	s.types[at] = t
	for at++; at < len(s.types) && classOf(s.text[at]) == bidi.NSM; at++ {
		s.types[at] = t
	}
}

// pairs finds the pairs, by where they open.
func (s *sequence) pairs() (found []pair) {
	type opened struct {
		closing rune
		at      int
	}
	var open []opened
	for i, r := range s.text {
		if s.types[i] != bidi.ON || !strings.ContainsRune(pairs, r) {
			continue
		}
		n := slices.Index(pairsOf, r)
		if n%2 == 0 {
			if len(open) == mostOpen {
				return nil
			}
			open = append(open, opened{pairsOf[n+1], i})
			continue
		}
		for j := len(open) - 1; j >= 0; j-- {
			if open[j].closing == r {
				found = append(found, pair{open[j].at, i})
				open = open[:j]
				break
			}
		}
	}
	slices.SortFunc(found, func(a, b pair) int { return a.from - b.from })
	return found
}

// directionOf is that of a pair: of the text around it if something inside is
// of that, else of what is before if something inside is of the other one.
func (s *sequence) directionOf(p pair) (bidi.Class, bool) {
	other := false
	for _, t := range s.types[p.from+1 : p.to] {
		switch direction(t) {
		case s.outside:
			return s.outside, true
		case bidi.L, bidi.R:
			other = true
		}
	}
	if !other {
		return 0, false
	}
	for i := p.from - 1; i >= 0; i-- {
		if t := direction(s.types[i]); t == bidi.L || t == bidi.R {
			return t, true
		}
	}
	return s.outside, true
}
