package scenario

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

// A shrinker makes a walk that ends in a breach shorter, as long as the same
// invariant breaks.
type shrinker struct {
	ctx      context.Context
	o        *WalkOptions
	newStore func() workflow.Store
	until    time.Time
	s        *Scenario // without lines
	moves    []move
	breach   *Breach
	checked  bool // it is known what a run would find wrong with the lines,
	wrong    int  // which is so many things
	read     readings
}

// shorten gives a breach its scenario.
func (w *walker) shorten(ctx context.Context, b *Breach) error {
	s := &shrinker{
		ctx: ctx, o: w.o, newStore: w.newStore, s: w.s, moves: w.moves, breach: b, until: time.Now().Add(w.o.Shrink),
		read: readings{},
	}
	if w.o.Shrink == 0 {
		s.until = time.Now().Add(defaultWalkShrink)
	}
	b.Lines = len(w.moves)
	if s.again(w.moves, w.s.Frameworks) { // now each step has its outcome
		s.checked, s.wrong = true, s.references(s.moves, s.s.Frameworks)
		for before := -1; before != s.size(); {
			before = s.size()
			s.calm()
			s.leaveOut()
			s.simplify()
			s.content()
		}
	} else {
		b.Notes = append(b.Notes, "it did not come a second time: something beside the walk decides")
	}
	return s.scenario()
}

func (s *shrinker) over() bool { return s.ctx.Err() != nil || !time.Now().Before(s.until) }

// size is what the loop makes smaller.
func (s *shrinker) size() (n int) {
	for _, f := range s.s.Frameworks {
		n += len(f.Text)
	}
	for _, m := range s.moves {
		n += 1000 + len(lineString(m.line)) + 100*int(m.mishap) + 10*m.engine
	}
	return n
}

// again walks the moves once more. If the same invariant breaks, they take the
// place of the others, without what made no sense among them and what came behind.
func (s *shrinker) again(moves []move, frameworks []Framework) bool {
	own := *s.s
	own.Frameworks, own.Lines = frameworks, nil
	wrong := 0
	if s.checked {
		if wrong = s.references(moves, frameworks); wrong > s.wrong {
			return false
		}
	}
	x, err := newStretch(s.ctx, &own, nil, s.newStore, s.o, s.read)
	if err != nil {
		return false
	}
	x.noting = true
	x.attentive(s.breach.Invariant)
	for i := 0; i < len(moves) && err == nil; {
		n := togetherFrom(moves[i:])
		err = x.take(moves[i : i+n])
		i += n
	}
	if err == nil {
		err = x.finish()
	}
	var b *Breach
	if !errors.As(err, &b) || b.Invariant != s.breach.Invariant {
		return false
	}
	b.Notes, b.Given, b.Lines = s.breach.Notes, s.breach.Given, s.breach.Lines
	s.s, s.moves, s.breach, s.wrong = &own, x.moves, b, wrong
	return true
}

// references is how much a run would find wrong with the lines. A walk may have
// some; what is made of it has no more.
func (s *shrinker) references(moves []move, frameworks []Framework) int {
	own := *s.s
	own.Frameworks, own.Lines = frameworks, linesOf(moves)
	_, found, err := newWorld("walk", &own, nil, &Options{Frameworks: s.o.Frameworks, Policy: s.o.Policy}, s.read)
	if err != nil {
		return maxFindings
	}
	return len(found)
}

func linesOf(moves []move) (lines []Line) {
	for _, m := range moves {
		lines = append(lines, m.line)
	}
	return lines
}

// togetherFrom is how many moves are taken together.
func togetherFrom(moves []move) int {
	if len(moves) > 1 {
		first, ok := moves[0].line.(*Step)
		if second, also := moves[1].line.(*Step); ok && also && second.Meanwhile && !first.Meanwhile {
			return 2
		}
	}
	return 1
}

// calm leaves out what went wrong with the store, the second engine, and that
// two went on at once.
func (s *shrinker) calm() {
	all := slices.Clone(s.moves)
	for i := range all {
		all[i].mishap, all[i].engine = noMishap, 0
		if step, ok := all[i].line.(*Step); ok && step.Meanwhile {
			alone := *step
			alone.Meanwhile = false
			all[i].line = &alone
		}
	}
	if s.again(all, s.s.Frameworks) {
		return
	}
	for i := 0; i < len(s.moves) && !s.over(); i++ {
		one := slices.Clone(s.moves)
		one[i].mishap, one[i].engine = noMishap, 0
		if one[i] != s.moves[i] {
			s.again(one, s.s.Frameworks)
		}
	}
}

// leaveOut leaves moves out, many at a time at first, from the end.
func (s *shrinker) leaveOut() {
	for n := len(s.moves) / 2; n > 0 && !s.over(); n /= 2 {
		for end := len(s.moves); end > 0 && !s.over(); end -= n {
			end = min(end, len(s.moves))
			begin := max(0, end-n)
			s.again(slices.Concat(s.moves[:begin], s.moves[end:]), s.s.Frameworks)
		}
	}
}
