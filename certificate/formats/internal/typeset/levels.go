package typeset

import "golang.org/x/text/unicode/bidi"

// The isolates of Unicode Standard Annex 9 §2.4. They are put around pieces and drawn by nobody.
const (
	leftToRightIsolate = '\u2066'
	firstStrongIsolate = '\u2068'
	popIsolate         = '\u2069'
)

// levelsOf gives each character its embedding level: the algorithm of Unicode
// Standard Annex 9 for text without explicit embeddings and overrides, in which
// isolates stand side by side and not in one another.
func levelsOf(text []rune, base int8) []int8 {
	levels := make([]int8, len(text))
	outer := make([]int, 0, len(text))
	for i := 0; i < len(text); i++ {
		outer = append(outer, i)
		if text[i] != leftToRightIsolate && text[i] != firstStrongIsolate {
			continue
		}
		var inner []int
		for i++; i < len(text) && text[i] != popIsolate; i++ {
			inner = append(inner, i)
		}
		level := base + 2 - base%2 // the next even one
		if text[outer[len(outer)-1]] == firstStrongIsolate && rightToLeft(text, inner) {
			level = base + 1 + base%2
		}
		resolve(text, inner, level, levels)
		i-- // the end of the isolate is of what is around it
	}
	resolve(text, outer, base, levels)
	return levels
}

// rightToLeft reports whether the first strong letter is written so: rules P2 and P3.
func rightToLeft(text []rune, at []int) bool {
	for _, i := range at {
		switch classOf(text[i]) {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return false
}

func classOf(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// A sequence is an isolating run sequence (BD13) being resolved.
type sequence struct {
	text    []rune
	types   []bidi.Class
	outside bidi.Class // of what is before and behind it, and its own direction
}

// resolve sets the levels of some characters of a text, which are one sequence of a level.
func resolve(text []rune, at []int, level int8, levels []int8) {
	s := sequence{outside: directionOf(level)}
	var kept []int // rule X9 passes over what only acts
	for _, i := range at {
		levels[i] = level
		class := classOf(text[i])
		if class == bidi.BN {
			continue
		}
		kept, s.text, s.types = append(kept, i), append(s.text, text[i]), append(s.types, class)
	}
	s.marks()
	s.numbers()
	s.brackets()
	s.neutrals()
	for j, i := range kept {
		levels[i] = implicit(level, s.types[j])
	}
	for n, i := range at {
		if n > 0 && classOf(text[i]) == bidi.BN {
			levels[i] = levels[at[n-1]] // joiners are drawn with what is before them
		}
	}
}

func directionOf(level int8) bidi.Class {
	if level%2 == 1 {
		return bidi.R
	}
	return bidi.L
}

// implicit is rules I1 and I2.
func implicit(level int8, t bidi.Class) int8 {
	switch {
	case level%2 == 0 && t == bidi.R, level%2 == 1 && t != bidi.R:
		return level + 1
	case level%2 == 0 && t != bidi.L:
		return level + 2
	}
	return level
}

// marks is rule W1: a mark is of what it is on.
func (s *sequence) marks() {
	before := s.outside
	for i, t := range s.types {
		if t == bidi.NSM {
			s.types[i] = before
		}
		before = s.types[i]
		if isolate(before) {
			before = bidi.ON
		}
	}
}

func isolate(t bidi.Class) bool {
	return t == bidi.LRI || t == bidi.RLI || t == bidi.FSI || t == bidi.PDI
}

// numbers is rules W2 to W7.
func (s *sequence) numbers() {
	strong := s.outside
	for i, t := range s.types {
		switch {
		case t == bidi.L, t == bidi.R, t == bidi.AL:
			strong = t
		case t == bidi.EN && strong == bidi.AL:
			s.types[i] = bidi.AN
		}
	}
	for i, t := range s.types {
		if t == bidi.AL {
			s.types[i] = bidi.R
		}
	}
	s.separators()
	s.terminators()
	strong = s.outside
	for i, t := range s.types {
		switch {
		case t == bidi.ES, t == bidi.ET, t == bidi.CS:
			s.types[i] = bidi.ON
		case t == bidi.L, t == bidi.R:
			strong = t
		case t == bidi.EN && strong == bidi.L:
			s.types[i] = bidi.L
		}
	}
}

// separators is rule W4: one between two numbers is part of them.
func (s *sequence) separators() {
	for i := 1; i+1 < len(s.types); i++ {
		before, t, after := s.types[i-1], s.types[i], s.types[i+1]
		if before == after && (before == bidi.EN && (t == bidi.ES || t == bidi.CS) || before == bidi.AN && t == bidi.CS) {
			s.types[i] = before
		}
	}
}

// terminators is rule W5: those beside a number are part of it.
func (s *sequence) terminators() {
	s.runs(func(t bidi.Class) bool { return t == bidi.ET }, func(from, to int) {
		if from > 0 && s.types[from-1] == bidi.EN || to < len(s.types) && s.types[to] == bidi.EN {
			s.fill(from, to, bidi.EN)
		}
	})
}

// runs calls for each run of types.
func (s *sequence) runs(of func(bidi.Class) bool, each func(from, to int)) {
	for from := 0; from < len(s.types); from++ {
		if !of(s.types[from]) {
			continue
		}
		to := from
		for to < len(s.types) && of(s.types[to]) {
			to++
		}
		each(from, to)
		from = to
	}
}

func (s *sequence) fill(from, to int, t bidi.Class) {
	for ; from < to; from++ {
		s.types[from] = t
	}
}

// neutrals is rules N1 and N2: they are of what is on both sides, or of what is around them all.
func (s *sequence) neutrals() {
	neutral := func(t bidi.Class) bool {
		return t == bidi.B || t == bidi.S || t == bidi.WS || t == bidi.ON || isolate(t)
	}
	s.runs(neutral, func(from, to int) {
		before, after := s.outside, s.outside
		if from > 0 {
			before = direction(s.types[from-1])
		}
		if to < len(s.types) {
			after = direction(s.types[to])
		}
		if before != after {
			before = s.outside
		}
		s.fill(from, to, before)
	})
}

// direction is that of a strong type, for which numbers count as written from right to left.
func direction(t bidi.Class) bidi.Class {
	if t == bidi.EN || t == bidi.AN {
		return bidi.R
	}
	return t
}
