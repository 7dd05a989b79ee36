package scenario

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/countersign-go/countersign/workflow"
)

// Rewalk takes the lines of a scenario as [Walk] does, and looks at all
// invariants after each step: for one that a walk printed, and for those that
// were written by hand, which then prove more than they say. Fsys is where the
// scenario finds the files that it names. What it expects is not looked at, and
// a line that makes no sense, such as a step about something that nobody wrote,
// is passed over.
//
// If an invariant does not hold, the error is a *[Breach]; any other error says
// that it could not be done. Steps, Seed and Shrink of the options mean nothing here.
func (s *Scenario) Rewalk(ctx context.Context, fsys fs.FS, newStore func() workflow.Store, o *WalkOptions) error {
	if o == nil {
		o = &WalkOptions{}
	}
	x, err := newStretch(ctx, s, fsys, orMemory(newStore), o, nil)
	if err != nil {
		return err
	}
	x.attentive("")
	moves := oneByOne(s.Lines)
	for i := 0; i < len(moves); {
		n := togetherFrom(moves[i:])
		if err := x.take(moves[i : i+n]); err != nil {
			return at(moves[i+n-1].line, err)
		}
		i += n
	}
	return x.finish()
}

// oneByOne has a step about several enrolments be a step for each.
func oneByOne(lines []Line) (moves []move) {
	for _, l := range lines {
		step, ok := l.(*Step)
		if !ok || len(step.About) < 2 {
			moves = append(moves, move{line: l})
			continue
		}
		for _, e := range step.About {
			one := *step
			one.About = []Enrolment{e}
			moves = append(moves, move{line: &one})
		}
	}
	return moves
}

// at says where in the scenario a breach was found.
func at(l Line, err error) error {
	var b *Breach
	if errors.As(err, &b) {
		b.Message = fmt.Sprintf("%s: %s", l.At(), b.Message)
	}
	return err
}
