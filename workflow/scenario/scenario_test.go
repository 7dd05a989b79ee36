package scenario_test

import (
	"flag"
	"os"
	"testing"
	"time"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/scenario"
)

var update = flag.Bool("update", false, "write the golden parts of the scenarios anew")

func newStore() workflow.Store { return memstore.New() }

// options write golden parts to a folder if the tests are run with -update.
func options(folder string) *scenario.Options {
	o := &scenario.Options{Frameworks: os.DirFS("testdata/frameworks")}
	if *update {
		o.Update = scenario.Dir(folder)
	}
	return o
}

func TestBehaviours(t *testing.T) {
	t.Parallel()
	const folder = "testdata/behaviours"
	scenario.Run(t, os.DirFS(folder), newStore, options(folder))
}

func TestDocumentation(t *testing.T) {
	t.Parallel()
	const folder = "testdata/doc"
	scenario.Run(t, os.DirFS(folder), newStore, options(folder))
}

// A policy of another kind runs whole journeys without any code of its own.
func TestPolicies(t *testing.T) {
	t.Parallel()
	const folder = "testdata/policies/higher-education"
	o := options(folder)
	o.Policy = roles.HigherEducation()
	scenario.Run(t, os.DirFS(folder), newStore, o)
}

// start is a Monday morning in London and everywhere in UTC.
var start = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// What walks have found stays mended.
func TestFound(t *testing.T) {
	t.Parallel()
	scenario.Run(t, os.DirFS("testdata/found"), newStore, nil)
}
