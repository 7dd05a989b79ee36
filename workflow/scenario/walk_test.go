package scenario_test

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/scenario"
)

var (
	walkSteps  = flag.Int("walk.steps", 5000, "how many steps the walk takes")
	walkSeed   = flag.Uint64("walk.seed", 0, "the seed of the walk; 0 is drawn")
	walkShrink = flag.Duration("walk.shrink", 0, "how long a failure is made shorter; less than 0 is not at all")
)

// A long one is
//
//	go test -run 'TestWalk$' -v -timeout 0 ./workflow/scenario -walk.steps 1000000
func TestWalk(t *testing.T) {
	t.Parallel()
	r := scenario.WalkFor(t, newStore, &scenario.WalkOptions{Steps: *walkSteps, Seed: *walkSeed, Shrink: *walkShrink})
	if testing.Verbose() {
		t.Log("\n" + r.String())
	}
	require.Equal(t, *walkSteps, r.Steps)
	if *walkSteps >= 500_000 {
		for _, kind := range upgradeKinds {
			require.Positive(t, r.Upgrades[kind], "a kind of upgrade that the walk never made: %s", kind)
		}
	}
	for way, why := range scenario.WaysNever {
		require.Zero(t, r.Transfers[way], "a way of taking over that the walk should never come to: %s, because %s", way, why)
	}
	if *walkSteps >= 500_000 { // the rarest come about once in 100,000
		require.LessOrEqual(t, len(r.Untaken()), 3, "ways of taking a record over that the walk never came to: %v", r.Untaken())
	}
	if *walkSteps >= 5_000_000 {
		require.Empty(t, r.Untaken(), "ways of taking a record over that the walk never came to")
		// the rarest row comes about once in so many
		require.LessOrEqual(t, len(r.Unreached()), 1, "rows of the table that the walk never took: %v", r.Unreached())
	}
}

// upgradeKinds are those that a long walk comes to.
var upgradeKinds = []string{
	"carry", "reconfirm", "reassess", "split", "merge", "drop", "add", "by itself", "by steps", "on revival", "asks again", "asks nothing",
	"asks for agreement", "ends a request", "a request goes on", "a decision goes on", "decisions stand together", "a waiver goes on", "an answer is mapped",
	"leaves a certificate", "loses readiness", "in a later round", "on signed-off", "on sign-off-requested", "on declined", "on lapsed", "on void", "on ready", "on submitted",
}

// A plain store can neither list nor erase.
type plain struct{ under *memstore.Store }

func (s plain) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	return s.under.Load(ctx, id, after)
}

func (s plain) Append(ctx context.Context, b workflow.Batch) error { return s.under.Append(ctx, b) }

func TestWalkOnAStoreWithNothingOptional(t *testing.T) {
	t.Parallel()
	r := scenario.WalkFor(t, func() workflow.Store { return plain{memstore.New()} }, &scenario.WalkOptions{Steps: 1000, Seed: *walkSeed})
	require.NotZero(t, r.Codes[workflow.StoreCannotErase])
}

// Users walk on their own frameworks.
func TestWalkOnFrameworksOfACatalogue(t *testing.T) {
	t.Parallel()
	scenario.OneGoroutine(t)
	scenario.WalkFor(t, nil, &scenario.WalkOptions{Steps: 200, Seed: *walkSeed, Frameworks: frameworks.FS()})
}

// With the same seed everything comes to the same.
func TestWalkIsRepeatable(t *testing.T) {
	t.Parallel()
	scenario.OneGoroutine(t)
	var reports [2]scenario.WalkReport
	for i := range reports {
		reports[i] = scenario.WalkFor(t, newStore, &scenario.WalkOptions{Steps: 1500, Seed: 17})
	}
	require.Equal(t, reports[0], reports[1])
	require.Contains(t, reports[0].String(), fmt.Sprintf("seed 17: 1500 steps in %d worlds", reports[0].Worlds))
}

// Scenarios that were written by hand hold all invariants, too.
func TestRewalkOfScenariosWrittenByHand(t *testing.T) {
	t.Parallel()
	scenario.OneGoroutine(t)
	for _, fsys := range []fs.FS{os.DirFS("testdata/behaviours"), frameworks.FS()} {
		names, err := scenario.Files(fsys)
		require.NoError(t, err)
		for i, name := range names {
			if scenario.UnderRace && i%10 != 0 {
				continue
			}
			src, err := fs.ReadFile(fsys, name)
			require.NoError(t, err)
			s, found := scenario.Parse(name, src)
			require.Empty(t, found)
			o := &scenario.WalkOptions{Frameworks: catalogueOf(name)}
			require.NoError(t, s.Rewalk(t.Context(), fsys, newStore, o), name)
		}
	}
}

// What is done at other installations is walked, too, and taking it over.
func TestRewalkGoesElsewhere(t *testing.T) {
	t.Parallel()
	scenario.OneGoroutine(t)
	for name, want := range map[string]int{"transferring.scenario": 3, "required-elsewhere.scenario": 2} {
		src, err := os.ReadFile("testdata/doc/" + name)
		require.NoError(t, err)
		s, found := scenario.Parse(name, src)
		require.Empty(t, found)
		taken := 0
		counting := scenario.Invariant{Name: "counting", Check: func(_, after *scenario.Moment) error {
			for _, e := range after.Events {
				if _, ok := e.(*workflow.TransferAccepted); ok {
					taken++
				}
			}
			return nil
		}}
		o := &scenario.WalkOptions{Frameworks: os.DirFS("testdata/frameworks"), Invariants: append(scenario.Invariants(), counting)}
		require.NoError(t, s.Rewalk(t.Context(), nil, newStore, o), name)
		require.Equal(t, want, taken, name)
	}
}

// catalogueOf is where the frameworks of a scenario are.
func catalogueOf(name string) fs.FS {
	if strings.Contains(name, "/") {
		return frameworks.FS()
	}
	return os.DirFS("testdata/frameworks")
}

// A walk takes the steps that it is told to take, and not one more where two
// commands come at once.
func TestWalkTakesItsStepsAndNoMore(t *testing.T) {
	t.Parallel()
	scenario.OneGoroutine(t)
	for seed := range uint64(40) {
		r := scenario.WalkFor(t, newStore, &scenario.WalkOptions{Steps: 31, Seed: 100 + seed})
		require.Equal(t, 31, r.Steps)
	}
}
