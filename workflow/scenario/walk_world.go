package scenario

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A move is one line of a walk, and what goes on around it.
type move struct {
	line   Line
	engine int
	mishap mishap
}

// A stretch is the part of a walk that is walked in one world: from its first
// line on, at one or several installations.
type stretch struct {
	*site     // that the lines are at
	sites     map[string]*site
	newStore  func() workflow.Store
	world     *world // its frameworks, people and clock
	ctx       context.Context
	steps     int // given so far
	moves     []move
	offered   []proficiency.FrameworkID
	watches   []watch
	report    *WalkReport
	erases    bool // the stores can
	open      bool // the policy is the default one, and all frameworks are open for enrolment
	recording bool // keep what is learnt for the report
	noting    bool // keep what became of each step in its line
}

// A watch is an invariant, and how often it is looked at.
type watch struct {
	*Invariant
	every, due int
}

// laneCaches are the sizes of the engines' caches: two that are each often
// behind the other, and one that keeps nothing.
var laneCaches = [...]int{0, 0, -1}

func newStretch(ctx context.Context, s *Scenario, fsys fs.FS, newStore func() workflow.Store, o *WalkOptions, r readings) (*stretch, error) {
	w, found, err := newWorld("walk", s, fsys, &Options{Frameworks: o.Frameworks, Policy: o.Policy}, r)
	if err == nil {
		err = found.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("cannot begin the walk: %w", err)
	}
	w.ctx = ctx
	x := &stretch{world: w, ctx: ctx, newStore: newStore, sites: map[string]*site{}, report: newWalkReport()}
	if err := x.found(Here); err != nil {
		return nil, fmt.Errorf("cannot begin the walk: %w", err)
	}
	_, x.erases = x.store.(workflow.Eraser)
	x.open = x.book.staffLists && o.Frameworks == nil && len(s.Lifecycles) == 0
	x.offered = slices.Sorted(maps.Keys(w.known))
	list := o.Invariants
	if list == nil {
		list = Invariants()
	}
	for i := range list {
		x.watches = append(x.watches, watch{Invariant: &list[i], every: max(1, list[i].Every)})
	}
	return x, nil
}

// stagger has invariants that are not looked at at every step be looked at at
// other ones in other stretches.
func (x *stretch) stagger(rng *rand.Rand) {
	for i := range x.watches {
		x.watches[i].due = rng.IntN(x.watches[i].every)
	}
}

// attentive looks at all invariants, or at one, at every step.
func (x *stretch) attentive(name string) {
	x.watches = slices.DeleteFunc(x.watches, func(w watch) bool { return name != "" && w.Name != name })
	for i := range x.watches {
		x.watches[i].every, x.watches[i].due = 1, 0
	}
}

// take takes a line, or a step with one that goes on meanwhile. A line that
// makes no sense, such as one that changes nothing, is left out of what was taken.
func (x *stretch) take(group []move) error {
	switch l := group[0].line.(type) {
	case *Expect:
	case *Step:
		if len(group) > 1 {
			return x.race(group[0], group[1])
		}
		return x.step(group[0])
	case *Erase:
		if !x.erases {
			return nil
		}
		x.moves = append(x.moves, group...)
		return x.erase(l)
	case *Turn:
		x.moves = append(x.moves, group...)
		return x.turn(l)
	default:
		x.world.lines([]Line{l})
		if len(x.world.failures) > 0 {
			x.world.failures = nil
			break
		}
		x.moves = append(x.moves, group...)
		x.book.line(l, x.offered)
		x.joins(l)
	}
	return x.world.err
}

// number is the one that the next step has in the scenario, too.
func (x *stretch) number(m move) string {
	x.steps++
	x.moves = append(x.moves, m)
	return strconv.Itoa(x.steps)
}

// fatal is an error that is no finding: the walk cannot go on.
type fatal struct{ error }

// load reads what the store itself has behind a record.
func (x *stretch) load(id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	records, err := x.store.Load(x.ctx, id, after)
	if err != nil {
		return nil, fatal{fmt.Errorf("cannot load %s: %w", id, err)}
	}
	return records, nil
}

// id is the enrolment's id.
func (x *stretch) id(e Enrolment) workflow.EnrolmentID {
	if x.ids[e] == "" {
		x.ids[e] = x.world.id(e)
	}
	return x.ids[e]
}

// tale is what an enrolment has come to; one that does not exist has an empty one.
func (x *stretch) tale(e Enrolment) *tale {
	id := x.id(e)
	if t := x.book.tales[id]; t != nil {
		return t
	}
	return &tale{about: e, plan: &plan{}, state: workflow.NewState(id, nil)}
}
