package scenario

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// Suffix is how the names of scenarios end.
const Suffix = ".scenario"

// Options are the choices for running scenarios. Nil means the defaults.
type Options struct {
	// Frameworks are those that a scenario may name without bringing them, in
	// the folders that [proficiency.NewCatalog] reads; nil is none.
	Frameworks fs.FS
	// Drafts takes versions of Frameworks that are drafts as published since
	// ever, for their authors to try them out; otherwise nobody can be enrolled on one.
	Drafts bool
	// Policy are the rules of roles, where a scenario brings none; nil means [roles.Default].
	Policy *roles.Policy
	// Update is given files with golden parts that are not what they should be,
	// as they should be, in place of a failure; nil fails. See [Dir].
	Update func(name string, content []byte) error
}

// Dir gives an Options.Update that writes files below a folder.
func Dir(folder string) func(name string, content []byte) error {
	return func(name string, content []byte) error {
		return os.WriteFile(filepath.Join(folder, filepath.FromSlash(name)), content, 0o644)
	}
}

// A Failure is something that is not as a scenario says.
type Failure struct {
	Position source.Position
	// Line is the line of the scenario in its canonical form; it may be empty.
	Line    string
	Message string
}

// String gives "file:line:col: message", with the line below it. There is no
// place in a scenario that a program made.
func (f Failure) String() string {
	s := f.Message
	if !f.Position.IsZero() {
		s = f.Position.String() + ": " + s
	}
	if f.Line != "" {
		s += "\n    " + strings.ReplaceAll(f.Line, "\n", "\n    ")
	}
	return s
}

// A Report is what came of running one scenario.
type Report struct {
	Name string
	// Scenario is nil if the file could not be read as one.
	Scenario *Scenario
	// Findings are what is wrong with the file; then nothing was run.
	Findings source.Diagnostics
	// Failures are what was not as the scenario says. After a step that did not
	// do what it must, nothing further was run.
	Failures []Failure
	// Updated says that golden parts were given to Options.Update.
	Updated bool
}

// OK reports whether everything is as the scenario says.
func (r *Report) OK() bool { return len(r.Findings) == 0 && len(r.Failures) == 0 }

// WriteTo writes what is wrong, one thing after the other, or that nothing is.
func (r *Report) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	for _, d := range r.Findings {
		fmt.Fprintln(&b, d)
	}
	for _, f := range r.Failures {
		fmt.Fprintln(&b, f)
	}
	switch {
	case !r.OK():
	case r.Updated:
		fmt.Fprintf(&b, "updated  %s: %s\n", r.Name, r.Scenario.Title)
	default:
		fmt.Fprintf(&b, "ok  %s: %s\n", r.Name, r.Scenario.Title)
	}
	return b.WriteTo(w)
}

// RunFile runs the scenario in a file of fsys on a store made for it, and one
// for each other installation that it turns to, and writes to w, unless that is nil, what came of it. The error says that
// something could not be done, not that the scenario failed: see [Report.OK].
func RunFile(ctx context.Context, fsys fs.FS, name string, newStore func() workflow.Store, w io.Writer, o *Options) (*Report, error) {
	src, err := source.ReadFile(fsys, name, &source.Limits{Bytes: MaxFileSize})
	if err != nil {
		return nil, fmt.Errorf("cannot read the scenario: %w", err)
	}
	r := &Report{Name: name}
	if r.Scenario, r.Findings = Parse(name, src); len(r.Findings) == 0 {
		if err := r.run(ctx, fsys, src, newStore, o); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if w != nil {
		if _, err := r.WriteTo(w); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Run runs a scenario that is no file, such as one that a program made, as
// RunFile does. Fsys is where it finds the files that it names; nil is nowhere.
func (s *Scenario) Run(ctx context.Context, fsys fs.FS, newStore func() workflow.Store, o *Options) (*Report, error) {
	r := &Report{Scenario: s}
	return r, r.run(ctx, fsys, nil, newStore, o)
}

// run runs the report's scenario. Src is the file it comes from, if any.
func (r *Report) run(ctx context.Context, fsys fs.FS, src []byte, newStore func() workflow.Store, o *Options) error {
	if o == nil {
		o = &Options{}
	}
	w, found, err := newWorld(r.Name, r.Scenario, fsys, o, nil)
	if r.Findings = found; err != nil || len(found) > 0 {
		return err
	}
	if err := w.begin(ctx, newStore); err != nil {
		return err
	}
	for i := 0; i < len(r.Scenario.Lines) && !w.stopped && w.err == nil; {
		n := group(r.Scenario.Lines[i:])
		w.lines(r.Scenario.Lines[i : i+n])
		i += n
	}
	r.Failures = w.failures
	err = errors.Join(w.err, r.update(src, w.goldens, o))
	slices.SortStableFunc(r.Failures, func(a, b Failure) int { return a.Position.Compare(b.Position) })
	return err
}

// group is how many lines are taken together: a step, and those that go on meanwhile.
func group(lines []Line) int {
	n := 1
	if _, ok := lines[0].(*Step); !ok {
		return n
	}
	for n < len(lines) {
		if s, ok := lines[n].(*Step); !ok || !s.Meanwhile {
			break
		}
		n++
	}
	return n
}

// A Subtests is what [Run] needs of a *testing.T.
type Subtests[T any] interface {
	Helper()
	Errorf(format string, args ...any)
	Run(name string, f func(T)) bool
}

// Run runs every scenario in fsys, in all its folders, as a subtest of t, each
// on a store of its own:
//
//	scenario.Run(t, os.DirFS("testdata"), func() workflow.Store { return memstore.New() }, nil)
//
// That there is none is a failure. T is *testing.T, so that the package need
// not link testing.
func Run[T Subtests[T]](t T, fsys fs.FS, newStore func() workflow.Store, o *Options) {
	t.Helper()
	names, err := Files(fsys)
	if err != nil {
		t.Errorf("cannot look for scenarios: %v", err)
	}
	if len(names) == 0 {
		t.Errorf("there is no file whose name ends with %s", Suffix)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(name, Suffix), func(t T) {
			t.Helper()
			r, err := RunFile(context.Background(), fsys, name, newStore, nil, o)
			if err != nil {
				t.Errorf("%v", err)
				return
			}
			if !r.OK() {
				var b strings.Builder
				_, _ = r.WriteTo(&b) // to memory
				t.Errorf("\n%s", b.String())
			}
		})
	}
}

// Files are the names of all scenarios in fsys, sorted.
func Files(fsys fs.FS) (names []string, err error) {
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(name, Suffix) {
			names = append(names, name)
		}
		return err
	})
	slices.Sort(names)
	return names, err
}
