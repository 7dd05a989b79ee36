package scenario

import (
	"go/ast"
	goparser "go/parser"
	gotoken "go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The lists of words are those of the packages that they come from, no more and no less.
func TestWordsAreThoseOfThePackages(t *testing.T) {
	t.Parallel()
	// What the register refuses is no command: its codes have a file of their own.
	workflow, roles, certificate := sources(t, ".."), sources(t, "../../roles", "register_code.go"), sources(t, "../../certificate")
	proficiency := sources(t, "../../proficiency")
	for name, c := range map[string]struct{ listed, want []string }{
		"codes":        {codes, append(constants(workflow, "Code", ""), constants(roles, "", "Code")...)},
		"kinds":        {kinds, slices.DeleteFunc(constants(workflow, "Kind", ""), func(s string) bool { return s == "erase" })},
		"notices":      {noticeKinds, constants(workflow, "NoticeKind", "")},
		"duties":       {dutyKinds, constants(workflow, "DutyKind", "")},
		"statuses":     {statuses, constants(workflow, "Status", "")},
		"items":        {itemStatuses, constants(workflow, "ItemStatus", "")},
		"certificates": {certificateStatuses, constants(certificate, "Status", "")},
		"ratings":      {ratings, constants(proficiency, "Rating", "")},
		"events":       {eventKinds, eventNames(workflow)},
	} {
		require.NotEmpty(t, c.want, name)
		require.ElementsMatch(t, set(c.want), c.listed, name)
	}
}

func set(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// Where an id may stand, no word of a closed list may be reserved, and a
// phrase that ends a list of ids must be.
func TestReservedWords(t *testing.T) {
	t.Parallel()
	for _, code := range codes {
		require.False(t, reserved[code], "the code %s could not be written", code)
	}
	for _, v := range verbs {
		require.NotEmpty(t, v.words)
	}
	for _, k := range expectKinds {
		first, _, _ := strings.Cut(k.phrase, " ")
		require.True(t, reserved[first], "an item called %s could not be told from an expectation", first)
	}
	for _, w := range personWords {
		require.True(t, reserved[w])
	}
}

func sources(t *testing.T, folder string, but ...string) (files []*ast.File) {
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	require.NoError(t, err)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || slices.Contains(but, filepath.Base(name)) {
			continue
		}
		f, err := goparser.ParseFile(gotoken.NewFileSet(), name, nil, goparser.SkipObjectResolution)
		require.NoError(t, err)
		files = append(files, f)
	}
	return files
}

// constants are the texts of constants of a type, or, without a type, of those
// whose names begin with a prefix.
func constants(files []*ast.File, typ, prefix string) (out []string) {
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, prefix) {
				return true
			}
			name, _ := spec.Type.(*ast.Ident)
			lit, isLit := spec.Values[0].(*ast.BasicLit)
			if isLit && (typ == "" && spec.Type == nil || name != nil && name.Name == typ) {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					out = append(out, s)
				}
			}
			return true
		})
	}
	return out
}

// eventNames are what the methods EventKind return.
func eventNames(files []*ast.File) (out []string) {
	for _, f := range files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Name.Name != "EventKind" {
				continue
			}
			if lit, ok := fn.Body.List[0].(*ast.ReturnStmt).Results[0].(*ast.BasicLit); ok {
				s, _ := strconv.Unquote(lit.Value)
				out = append(out, s)
			}
		}
	}
	return out
}
