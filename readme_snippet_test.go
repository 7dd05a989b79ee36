package countersign_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// compile builds every ```go block of a page, each as a package
// of the module of examples, which requires everything a reader may use. A
// block is one of
//
//   - a whole file, with its package clause;
//   - declarations;
//   - statements, with imports before them if need be. They stand in a
//     function that returns an error and takes what the block is given;
//     variables may stay unused.
//
// The last two may leave out imports of this library and of the standard
// library, where the name says which one is meant. Errors are given with the
// page's lines.
func compile(t *testing.T, p page) []string {
	t.Helper()
	absolute, err := filepath.Abs(p.name)
	if err != nil {
		t.Fatal(err)
	}
	known := importable(t)
	folder := t.TempDir()
	overlay := map[string]map[string]string{"Replace": {}}
	args := []string{"build", "-o", os.DevNull, "-overlay", filepath.Join(folder, "overlay.json")}
	var faults []string
	for _, b := range p.blocks {
		if b.info != "go" {
			continue
		}
		src, err := source(b, absolute, known)
		if err != nil {
			faults = append(faults, err.Error()) // it begins with the position
			continue
		}
		name := fmt.Sprintf("line%d", b.line)
		write(t, filepath.Join(folder, name+".go"), src)
		at := filepath.Join(filepath.Dir(absolute), "examples", name)
		overlay["Replace"][filepath.Join(at, "snippet.go")] = filepath.Join(folder, name+".go")
		args = append(args, "./examples/"+name)
	}
	if len(overlay["Replace"]) == 0 {
		return faults
	}
	replacements, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "overlay.json"), string(replacements))
	if out, err := exec.CommandContext(t.Context(), "go", args...).CombinedOutput(); err != nil {
		faults = append(faults, fmt.Sprintf("%s: does not compile:\n%s", p.name, out))
	}
	return faults
}

var leadingImports = regexp.MustCompile(`\A(?:\s*import (?:\([^)]*\)|\S*\s*"[^"]*")\n)+`)

// source makes a Go file of a block.
func source(b block, file string, known map[string]string) (string, error) {
	at := fmt.Sprintf("//line %s:%d:1\n", file, b.line)
	if regexp.MustCompile(`(?m)^package \w+$`).MatchString(b.text) {
		return at + b.text, nil
	}
	if _, err := parse("package snippet\n" + b.text); err == nil {
		return withImports("package snippet\n", at+b.text, known)
	}
	imports := leadingImports.FindString(b.text)
	body := "\nfunc _(" + b.given + ") error {\n" +
		fmt.Sprintf("//line %s:%d:1\n", file, b.line+strings.Count(imports, "\n")) + b.text[len(imports):] + "\n"
	head := "package snippet\n"
	parsed, err := parse(head + at + imports + body + "\n}\n")
	if err != nil {
		return "", err
	}
	for _, name := range declared(parsed) {
		body += "_ = " + name + "\n"
	}
	return withImports(head, at+imports+body+"return nil\n}\n", known)
}

// withImports puts an import between head and rest for each package that rest names without importing it.
func withImports(head, rest string, known map[string]string) (string, error) {
	file, err := parse(head + rest)
	if err != nil {
		return "", err
	}
	missing := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && slices.Contains(file.Unresolved, x) && known[x.Name] != "" {
				missing[known[x.Name]] = true
			}
		}
		return true
	})
	for _, i := range file.Imports {
		delete(missing, strings.Trim(i.Path.Value, `"`))
	}
	for _, path := range slices.Sorted(maps.Keys(missing)) {
		head += fmt.Sprintf("import %q\n", path)
	}
	return head + rest, nil
}

func parse(src string) (*ast.File, error) {
	return parser.ParseFile(token.NewFileSet(), "", src, 0)
}

// declared are the names that the statements of a fragment declare.
func declared(file *ast.File) []string {
	names := map[string]bool{}
	for _, s := range file.Decls[len(file.Decls)-1].(*ast.FuncDecl).Body.List {
		switch s := s.(type) {
		case *ast.AssignStmt:
			for _, left := range s.Lhs {
				if name, ok := left.(*ast.Ident); ok && s.Tok == token.DEFINE {
					names[name.Name] = true
				}
			}
		case *ast.DeclStmt:
			for _, spec := range s.Decl.(*ast.GenDecl).Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					for _, name := range v.Names {
						names[name.Name] = true
					}
				}
			}
		}
	}
	delete(names, "_")
	return slices.Sorted(maps.Keys(names))
}

// importable gives the import path of each package name that can mean only
// one package: this library's, or else the standard library's.
func importable(t *testing.T) map[string]string {
	t.Helper()
	byName, meant := map[string]string{}, map[string]int{}
	for _, p := range goList(t, "std") {
		if !strings.Contains("/"+p.ImportPath, "/internal/") && !strings.HasPrefix(p.ImportPath, "vendor/") {
			byName[p.Name] = p.ImportPath
			meant[p.Name]++
		}
	}
	maps.DeleteFunc(byName, func(name, _ string) bool { return meant[name] > 1 })
	for _, p := range goList(t, "./...", "./workflow/stores/...", "./workflow/telemetry/...", "./certificate/formats/...") {
		byName[p.Name] = p.ImportPath
	}
	return byName
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
