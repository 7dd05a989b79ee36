// # Walks
//
// A walk looks for the path that nobody thought of: random people give random
// commands, mostly such as bring an enrolment on, while the clock moves on by
// seconds or by months, roles are given and taken, centres make rules of their
// own, people look and decide later, and the store fails now and then. At another
// installation as much goes on, and records are taken over from one into the
// other. After each step [Invariants] are looked at, such as that a certificate
// that is valid rests on confirmations by people who might give them.
//
//	func TestWalk(t *testing.T) {
//		scenario.WalkFor(t, newStore, &scenario.WalkOptions{Steps: 10_000})
//	}
//
// That proves a store of one's own, or, with [WalkOptions.Frameworks] and
// [WalkOptions.Policy], content and roles. What the invariants hold the engine
// to is not taken from it: a walk keeps a book of who held what when, and
// derives every status once more from the records. An [Invariant] is a value, so
// that a platform can add its own.
//
// What a walk finds is a [Breach]. It is made shorter, and printed as a scenario
// in which the line that went wrong says what should have come of it: put the
// text in a file, and [Run] fails until it is mended. A few things no line can
// say, such as words that a store kept; [Scenario.Rewalk] takes the lines of a
// scenario and looks at all invariants again. It does so for any scenario.
//
// The seed is logged, and with it the walk comes to the same. Walks of millions
// of steps take some hours of nobody's time: [WalkReport] says what was reached.
package scenario

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"time"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// WalkOptions are the choices for a walk. Nil means the defaults.
type WalkOptions struct {
	// Steps is how many commands are given; 0 means 2,000.
	Steps int
	// Seed is what everything random is drawn from; 0 has it drawn, and
	// [WalkReport.Seed] says which it was.
	Seed uint64
	// Frameworks are what learners are enrolled on, in the folders that
	// [proficiency.NewCatalog] reads. Nil has every world make its own, small
	// ones that together use everything that content can say, with newer versions
	// to which migrations lead.
	Frameworks fs.FS
	// Policy are the rules of roles; nil means [roles.Default].
	Policy *roles.Policy
	// Invariants are what is looked at after each step; nil means those of
	// [Invariants]. Append your own to these.
	Invariants []Invariant
	// Shrink is how long a failure is made shorter before it is told; 0 means
	// 20 seconds, less means not at all.
	Shrink time.Duration
}

const (
	defaultWalkSteps  = 2000
	defaultWalkShrink = 20 * time.Second
)

// Walk has random people give random commands to an engine on stores of
// newStore, and looks at the invariants after each of them: most commands such
// as make sense where the enrolment stands, so that it gets everywhere, some
// without any sense. NewStore makes an empty store each time; nil means those
// of package memstore. Where a store can list or erase, that is walked, too.
//
// If an invariant does not hold, the error is a *[Breach], which holds a short
// scenario to see it again. Any other error says that the walk could not be
// done. The report says how far it came in either case. The same seed, options
// and store come to the same.
func Walk(ctx context.Context, newStore func() workflow.Store, o *WalkOptions) (WalkReport, error) {
	own := WalkOptions{}
	if o != nil {
		own = *o
	}
	newStore = orMemory(newStore)
	if own.Steps == 0 {
		own.Steps = defaultWalkSteps
	}
	for own.Seed == 0 {
		own.Seed = rand.Uint64()
	}
	if own.Policy == nil {
		own.Policy = roles.Default()
	}
	r := newWalkReport()
	r.Seed = own.Seed
	for n := uint64(0); r.Steps < own.Steps; n++ {
		w := &walker{Rand: rand.New(rand.NewPCG(own.Seed, n)), o: &own, newStore: newStore}
		err := w.walk(ctx, own.Steps-r.Steps)
		if w.stretch != nil {
			r.merge(w.report)
		}
		var b *Breach
		if errors.As(err, &b) {
			b.Given = r.Steps
			return *r, w.shorten(ctx, b)
		}
		if err != nil {
			return *r, err
		}
	}
	return *r, nil
}

// orMemory has stores be in memory where nobody says what they are.
func orMemory(newStore func() workflow.Store) func() workflow.Store {
	if newStore == nil {
		return func() workflow.Store { return memstore.New() }
	}
	return newStore
}

// A WalkTest is what [WalkFor] needs of a *testing.T.
type WalkTest interface {
	Helper()
	Logf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// WalkFor is Walk for a test: it logs the seed, and fails with the scenario.
//
//	func TestWalk(t *testing.T) { scenario.WalkFor(t, newStore, nil) }
func WalkFor(t WalkTest, newStore func() workflow.Store, o *WalkOptions) WalkReport {
	t.Helper()
	r, err := Walk(context.Background(), newStore, o)
	t.Logf("walked %d steps from seed %d", r.Steps, r.Seed)
	if err != nil {
		t.Fatalf("the walk from seed %d ended after %d steps: %v", r.Seed, r.Steps, err)
	}
	return r
}
