package countersign_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/countersign-go/countersign"

// arrows is the map of the library: what each package may import beside the
// standard library, tests apart. A new package needs a row, and whoever adds
// an arrow shows it here.
var arrows = map[string][]string{
	"":                      {},
	"proficiency/source":    {"gopkg.in/yaml.v3"},
	"proficiency/canonical": {},
	"proficiency":           {"proficiency/source", "proficiency/canonical"},
	"frameworks":            {"proficiency"},
	"roles":                 {"proficiency", "proficiency/source", "proficiency/canonical"},
	"roles/memstore":        {"roles"},
	"roles/storetest":       {"roles", "proficiency/canonical"},
	"workflow":              {"proficiency", "proficiency/source", "proficiency/canonical", "roles"},
	"workflow/memstore":     {"workflow"},
	"workflow/report":       {"proficiency", "workflow"},
	"workflow/storetest":    {"workflow", "roles", "proficiency", "proficiency/canonical"},
	"workflow/sqlstore":     {"proficiency", "proficiency/canonical", "roles", "workflow"},
	"certificate":           {"proficiency", "proficiency/canonical", "roles", "workflow"},
	"workflow/scenario": {
		"proficiency", "proficiency/canonical", "proficiency/source", "roles", "workflow", "workflow/memstore", "certificate",
	},
}

// jsonSchema is for one file of tests, which holds the schemas to the checks.
const jsonSchema = "github.com/santhosh-tekuri/jsonschema/v5"

// folders are those at the top level; all code has its place in one of them.
var folders = []string{"certificate", "examples", "frameworks", "proficiency", "roles", "workflow"}

func TestImportsFollowTheArrows(t *testing.T) {
	t.Parallel()
	for _, p := range goList(t, "./...") {
		name := local(p.ImportPath)
		allowed, known := arrows[name]
		if !known {
			t.Errorf("package %q has no row in the table of arrows", name)
		}
		for _, imported := range p.Imports {
			if !isStandard(imported) && !slices.Contains(allowed, local(imported)) {
				t.Errorf("%s imports %s, which no arrow allows", p.ImportPath, imported)
			}
		}
	}
}

func TestOneFileImportsJSONSchema(t *testing.T) {
	t.Parallel()
	var importers []string
	for name, content := range repository(t) {
		if path.Ext(name) != ".go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, content, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == strconv.Quote(jsonSchema) }) {
			importers = append(importers, name)
		}
	}
	if len(importers) > 1 || len(importers) == 1 && path.Dir(importers[0]) != "proficiency" {
		t.Errorf("%s is for one file of tests of package proficiency; it is imported by %v", jsonSchema, importers)
	}
}

// overSQL is the one package that links database/sql: it is a store over a
// database that the embedding program brings, and with it SQL. Nothing else
// here imports it, so that nobody inherits SQL who keeps records elsewhere.
const overSQL = module + "/workflow/sqlstore"

// TestLinks holds what an embedding program inherits: nothing that tests,
// reaches a database or serves HTTP, and one module.
func TestLinks(t *testing.T) {
	t.Parallel()
	var core []string
	for _, p := range goList(t, "./...") {
		if p.ImportPath != overSQL {
			core = append(core, p.ImportPath)
		}
	}
	links(t, regexp.MustCompile(`^(testing|database/sql|net/http|os/exec|plugin)(/|$)`), core...)
	links(t, regexp.MustCompile(`^(testing|net/http|os/exec|plugin)(/|$)`), overSQL)
}

// links holds that packages link neither what is unwanted nor other modules.
func links(t *testing.T, unwanted *regexp.Regexp, packages ...string) {
	t.Helper()
	modules := []string{module, "gopkg.in/yaml.v3"}
	for _, p := range goList(t, append([]string{"-deps"}, packages...)...) {
		if unwanted.MatchString(p.ImportPath) {
			t.Errorf("the library links %s", p.ImportPath)
		}
		if p.Module != nil && !slices.Contains(modules, p.Module.Path) {
			t.Errorf("the library links %s of module %s", p.ImportPath, p.Module.Path)
		}
	}
}

// TestModules holds that no go.mod has a replacement, which would break
// installing by path, and that the workspace leaves no module untested.
func TestModules(t *testing.T) {
	t.Parallel()
	var work struct {
		Use     []struct{ DiskPath string }
		Replace []any
	}
	goJSON(t, &work, "work", "edit", "-json")
	if len(work.Replace) > 0 {
		t.Errorf("go.work replaces %v", work.Replace)
	}
	var used, found []string
	for _, u := range work.Use {
		used = append(used, path.Clean(u.DiskPath))
	}
	for name := range repository(t) {
		if path.Base(name) != "go.mod" {
			continue
		}
		found = append(found, path.Dir(name))
		var mod struct{ Replace []any }
		goJSON(t, &mod, "mod", "edit", "-json", name)
		if len(mod.Replace) > 0 {
			t.Errorf("%s replaces %v", name, mod.Replace)
		}
	}
	slices.Sort(used)
	slices.Sort(found)
	if !slices.Equal(used, found) {
		t.Errorf("go.work uses %v; there are modules in %v", used, found)
	}
}

func TestTopLevelFolders(t *testing.T) {
	t.Parallel()
	for name := range repository(t) {
		folder, _, inside := strings.Cut(name, "/")
		if inside && path.Ext(name) == ".go" && !slices.Contains(folders, folder) {
			t.Errorf("%s stands in none of the top-level folders %v", name, folders)
		}
	}
}

// leftovers are what writing leaves behind and no reader can use.
var leftovers = map[string]*regexp.Regexp{
	"a path of the machine it was written on": regexp.MustCompile(`(^|[^\w./~-])/(work|root|home/\w+|Users/\w+)/`),
	"an unresolved merge":                     regexp.MustCompile(`(?m)^(<{7}|>{7}) `),
	"a note to self":                          regexp.MustCompile(`\b(TO[D]O|FIX[M]E|X{3})\b`),
}

func TestNoLeftovers(t *testing.T) {
	t.Parallel()
	for name, content := range repository(t) {
		for what, pattern := range leftovers {
			if at := pattern.FindIndex(content); at != nil {
				t.Errorf("%s:%d: %q: %s", name, 1+bytes.Count(content[:at[0]], []byte("\n")), content[at[0]:at[1]], what)
			}
		}
	}
}
