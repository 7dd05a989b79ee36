package countersign_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
)

// The measures of shape. They bind what is written by hand and runs in production.
const (
	fileMedian, fileMost                     = 150, 600
	functionMedian, functionTenth, mostLines = 10, 35, 80
	interfaceMost                            = 3
)

// A measure is a length in lines, or a number of methods, and what has it.
type measure struct {
	size  int
	where string
}

// A shape is what is measured of the files given to it.
type shape struct {
	set                          *token.FileSet
	files, functions, interfaces []measure
	packages                     map[string]*facts // by folder
}

// facts are what a package must have.
type facts struct{ commented, callable, exampled bool }

func TestShape(t *testing.T) {
	t.Parallel()
	s := newShape()
	for name, content := range repository(t) {
		if path.Ext(name) == ".go" {
			if err := s.add(name, content); err != nil {
				t.Error(err)
			}
		}
	}
	for _, fault := range s.faults() {
		t.Error(fault)
	}
	t.Logf("%d files: median %d lines, longest %v", len(s.files), at(s.files, 50).size, at(s.files, 100))
	t.Logf("%d functions: median %d lines, nine in ten within %d, longest %v",
		len(s.functions), at(s.functions, 50).size, at(s.functions, 90).size, at(s.functions, 100))
	t.Logf("%d exported interfaces, largest %v; %d packages", len(s.interfaces), at(s.interfaces, 100), len(s.packages))
}

func newShape() *shape {
	return &shape{set: token.NewFileSet(), packages: map[string]*facts{}}
}

// add measures one file; of a test file only the examples are seen.
func (s *shape) add(name string, content []byte) error {
	file, err := parser.ParseFile(s.set, name, content, parser.ParseComments)
	if err != nil {
		return err
	}
	folder := path.Dir(name)
	if s.packages[folder] == nil {
		s.packages[folder] = &facts{}
	}
	p := s.packages[folder]
	if strings.HasSuffix(name, "_test.go") {
		p.exampled = p.exampled || slices.ContainsFunc(doc.Examples(file), func(e *doc.Example) bool {
			return e.Output != "" || e.EmptyOutput
		})
		return nil
	}
	p.commented = p.commented || file.Doc != nil
	if ast.IsGenerated(file) {
		return nil
	}
	s.files = append(s.files, measure{s.set.File(file.Pos()).LineCount(), name})
	p.callable = p.callable || file.Name.Name != "main" && slices.ContainsFunc(file.Decls, isEntry)
	for _, d := range file.Decls {
		s.declaration(name, d)
	}
	return nil
}

// isEntry holds for a function that a package offers.
func isEntry(d ast.Decl) bool {
	f, ok := d.(*ast.FuncDecl)
	return ok && f.Recv == nil && f.Name.IsExported()
}

func (s *shape) declaration(name string, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		lines := s.set.Position(d.End()).Line - s.set.Position(d.Pos()).Line + 1
		s.functions = append(s.functions, measure{lines, name + " " + d.Name.Name})
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if ts, ok := spec.(*ast.TypeSpec); ok && ts.Name.IsExported() {
				s.exportedType(name, ts)
			}
		}
	}
}

// exportedType counts the methods of an interface. An embedded interface
// counts as one method: enough to notice when a small interface grows.
func (s *shape) exportedType(name string, ts *ast.TypeSpec) {
	it, ok := ts.Type.(*ast.InterfaceType)
	if !ok {
		return
	}
	methods := 0
	for _, field := range it.Methods.List {
		methods += max(1, len(field.Names))
	}
	s.interfaces = append(s.interfaces, measure{methods, name + " " + ts.Name.Name})
}

// faults says where the shape is out of measure.
func (s *shape) faults() []string {
	var faults []string
	check := func(all []measure, percent, limit int, what string) {
		if m := at(all, percent); m.size > limit {
			faults = append(faults, fmt.Sprintf("%s: %d, should be within %d; see %v", what, m.size, limit, largest(all)))
		}
	}
	check(s.files, 50, fileMedian, "median length of a file")
	check(s.files, 100, fileMost, "longest file")
	check(s.functions, 50, functionMedian, "median length of a function")
	check(s.functions, 90, functionTenth, "length of nine functions in ten")
	check(s.functions, 100, mostLines, "longest function")
	check(s.interfaces, 100, interfaceMost, "methods of an exported interface")
	for folder, p := range s.packages {
		if !p.commented {
			faults = append(faults, folder+": no package comment")
		}
		if p.callable && !p.exampled {
			faults = append(faults, folder+": no runnable Example")
		}
	}
	slices.Sort(faults)
	return faults
}

// at is the measure below or at which percent of all lie.
func at(all []measure, percent int) measure {
	if len(all) == 0 {
		return measure{}
	}
	sorted := slices.SortedFunc(slices.Values(all), func(a, b measure) int { return cmp.Compare(a.size, b.size) })
	return sorted[(len(sorted)-1)*percent/100]
}

func largest(all []measure) []measure {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b measure) int { return cmp.Compare(b.size, a.size) })
	return sorted[:min(5, len(sorted))]
}

func (m measure) String() string { return fmt.Sprintf("%s (%d)", m.where, m.size) }

// TestShapeFindsFaults holds the measuring itself to account.
func TestShapeFindsFaults(t *testing.T) {
	t.Parallel()
	long := "package p\n\nfunc F() {\n" + strings.Repeat("\t_ = 0\n", fileMost) + "}\n"
	wide := "package p\n\ntype I interface {\n\tA()\n\tB()\n\tC()\n\tfmtStringer\n}\n"
	for name, c := range map[string]struct{ src, want string }{
		"long file":          {long, "longest file"},
		"long function":      {long, "longest function"},
		"median of files":    {long, "median length of a file"},
		"median function":    {long, "median length of a function"},
		"ninth decile":       {long, "length of nine functions in ten"},
		"wide interface":     {wide, "methods of an exported interface"},
		"no package comment": {"package p\n", "x: no package comment"},
		"no example":         {"package p\n\nfunc F() {}\n", "x: no runnable Example"},
	} {
		s := newShape()
		if err := s.add("x/f.go", []byte(c.src)); err != nil {
			t.Fatal(err)
		}
		if faults := strings.Join(s.faults(), "\n"); !strings.Contains(faults, c.want) {
			t.Errorf("%s: %q is not among the faults:\n%s", name, c.want, faults)
		}
	}
	s := newShape()
	good := map[string]string{
		"x/f.go":      "// Package p is small.\npackage p\n\nfunc F() {}\n",
		"x/f_test.go": "package p_test\n\nfunc ExampleF() {\n\tp.F()\n\t// Output:\n}\n",
		"x/gen.go":    "// Code generated by x. DO NOT EDIT.\n\n" + long,
	}
	for name, src := range good {
		if err := s.add(name, []byte(src)); err != nil {
			t.Fatal(err)
		}
	}
	if faults := s.faults(); len(faults) > 0 {
		t.Errorf("sound files have faults: %q", faults)
	}
}
