//go:build unix

package faults_test

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
)

var (
	rounds = flag.Int("faults.rounds", 1, "how many times as often as in a check each fault comes")
	seed   = flag.Uint64("faults.seed", 0, "draws the instants of faults; 0 is another one each time")
)

// TestMain is also the beginning of the processes that tests start.
func TestMain(m *testing.M) {
	if given := os.Getenv(taskVariable); given != "" {
		os.Exit(child(given))
	}
	flag.Parse()
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	code := m.Run()
	if testing.Verbose() {
		figures.print(os.Stdout)
	}
	os.Exit(code)
}

// chance is a test's own, so that others do not change what it draws.
func chance(t *testing.T) *rand.Rand {
	t.Helper()
	t.Logf("-faults.seed=%d", *seed)
	var name uint64
	for _, b := range []byte(t.Name()) {
		name = 31*name + uint64(b)
	}
	return rand.New(rand.NewPCG(*seed, name))
}

// A tally counts what became of the requests of some runs.
type tally struct {
	// acknowledged are requests; notStored are answers that nothing was stored,
	// unknown are requests in doubt at least once, found those of them that had
	// been stored, and resolved those that were sent again and are there once.
	runs, acknowledged, notStored, unknown, found, resolved int
	lost, doubled                                           int
}

func (t *tally) add(o tally) {
	t.runs += o.runs
	t.acknowledged += o.acknowledged
	t.notStored += o.notStored
	t.unknown += o.unknown
	t.found += o.found
	t.resolved += o.resolved
	t.lost += o.lost
	t.doubled += o.doubled
}

// figures are those of all tests, by fault and store.
var figures = &table{rows: map[[2]string]*tally{}}

type table struct {
	mu   sync.Mutex
	rows map[[2]string]*tally
}

func (f *table) add(fault, store string, t tally) {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := [2]string{fault, store}
	if f.rows[key] == nil {
		f.rows[key] = &tally{}
	}
	f.rows[key].add(t)
}

func (f *table) print(w io.Writer) {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "fault\tstore\truns\tacknowledged\tnot stored\tunknown\tfound\tresolved\tlost\tdoubled")
	byName := func(a, b [2]string) int { return strings.Compare(a[0]+a[1], b[0]+b[1]) }
	for _, key := range slices.SortedFunc(maps.Keys(f.rows), byName) {
		t := f.rows[key]
		fmt.Fprintf(out, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n",
			key[0], key[1], t.runs, t.acknowledged, t.notStored, t.unknown, t.found, t.resolved, t.lost, t.doubled)
	}
	_ = out.Flush() // to the standard output
}
