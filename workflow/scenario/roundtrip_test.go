package scenario

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
)

// meaning compares scenarios without where they stand.
var meaning = cmp.Options{cmpopts.IgnoreTypes(source.Position{}, place{}), cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(Expect{}, workflow.Transfer{})}

// requireSame holds that what is printed is read as it was.
func requireSame(t *testing.T, want *Scenario) {
	t.Helper()
	printed := want.String()
	got, found := Parse("printed.scenario", []byte(printed))
	require.Empty(t, found, printed)
	if d := cmp.Diff(want, got, meaning); d != "" {
		t.Fatalf("printed and read again it is another (-was +is):\n%s\n%s", d, printed)
	}
	require.Equal(t, printed, got.String())
}

func TestScenariosAreReadAsTheyArePrinted(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/*/*" + Suffix)
	require.NoError(t, err)
	require.Greater(t, len(names), 40)
	for _, name := range names {
		src, err := os.ReadFile(name)
		require.NoError(t, err)
		if s, found := Parse(name, src); len(found) == 0 {
			requireSame(t, s)
		}
	}
}

// Every command with any content, as programs make them, can be written.
func TestCommandsAreReadAsTheyArePrinted(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	for _, v := range verbs {
		for seed := range uint64(40) {
			g := newGenerator(seed)
			c := reflect.New(reflect.TypeOf(v.blank).Elem())
			g.fill(c.Elem())
			cmd := c.Interface().(workflow.Command)
			requireSame(t, around(g, g.step(cmd)))
		}
	}
}

func TestLinesAreReadAsTheyArePrinted(t *testing.T) {
	t.Parallel()
	for _, blank := range blankLines {
		for seed := range uint64(40) {
			g := newGenerator(seed)
			l := blank()
			g.fill(reflect.ValueOf(l).Elem())
			g.sensible(l)
			requireSame(t, around(g, l))
		}
	}
}

func TestExpectationsAreReadAsTheyArePrinted(t *testing.T) {
	t.Parallel()
	for _, blank := range blankExpectations {
		for seed := range uint64(40) {
			g := newGenerator(seed)
			e := &Expect{What: blank(), About: []Enrolment{g.enrolment()}}
			g.fill(reflect.ValueOf(e.What).Elem())
			g.sensibleExpectation(e)
			requireSame(t, around(g, e))
		}
	}
}

// around makes a scenario of a line.
func around(g *generator, l Line) *Scenario {
	s := &Scenario{
		Title: "made up", Start: time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC), Zone: "Europe/London",
		Frameworks: []Framework{{Ref: proficiency.Ref{ID: "one"}}, {Ref: proficiency.Ref{ID: "two", Version: proficiency.Version{Major: 1}}, File: g.words()}},
		Lines:      []Line{l},
	}
	if s.Frameworks[1].File == "." || s.Frameworks[1].File == "" || !validPath(s.Frameworks[1].File) {
		s.Frameworks[1].File = "two.yaml"
	}
	if g.IntN(4) == 0 {
		s.Start = s.Start.Add(-time.Duration(g.IntN(1e9)) * time.Microsecond)
	}
	if g.IntN(2) == 0 {
		s.Migrations = []Migration{{From: s.Frameworks[1].Ref, To: proficiency.Version{Major: 2, Patch: uint32(g.IntN(3))}, Text: "``\n```\n" + g.block() + "\n"}, {From: s.Frameworks[1].Ref, File: "from-1.0.0.yaml"}}
		s.Lifecycles = []Lifecycle{{Of: s.Frameworks[1].Ref, Text: g.block() + "x\n"}, {Of: s.Frameworks[1].Ref, File: "lifecycle.yaml"}}
	}
	if g.IntN(2) == 0 {
		s.Policy = Policy{Text: "``\n```\n" + g.block() + "\n"}
	}
	return s
}
