package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

const (
	typos  = "testdata/shelf/drafts/typos.yaml"
	doubts = "testdata/shelf/drafts/doubts.yaml"
)

var validateCases = []goldenCase{
	{"help-validate", "validate -h", "", 0},
	{"validate", "validate testdata/ward.yaml", "", 0},
	{"validate-folder", "validate SHELF", "", 1},
	{"validate-typos", "validate " + typos, "", 1},
	{"validate-json", "validate --format json " + typos, "", 1},
	{"validate-github", "validate --format github " + typos, "", 1},
	{"validate-sarif", "validate --format sarif " + typos, "", 1},
	{"validate-sarif-clean", "validate --format=sarif testdata/ward.yaml", "", 0},
	{"validate-fix", "validate --fix SHELF/drafts", "", 1},
	{"validate-fix-json", "validate --fix --format json SHELF/drafts/typos.yaml", "", 1},
	{"validate-fix-github", "validate --fix --format github SHELF/drafts/typos.yaml", "", 1},
	{"validate-fix-stdin", "validate --fix -", "ward.yaml", 2},
	{"validate-warnings", "validate " + doubts, "", 0},
	{"validate-warnings-as-errors", "validate --warnings-as-errors " + doubts, "", 1},
	{"validate-without", "validate --without unused-scale --without=stray-file " + doubts, "", 0},
	{"validate-without-error", "validate --without unknown-key " + doubts, "", 2},
	{"validate-without-unknown", "validate --without unused-scales " + doubts, "", 2},
	{"validate-style", "validate --style testdata/ward.yaml", "", 0},
	{"validate-stdin", "validate -", "shelf/drafts/typos.yaml", 1},
	{"validate-stdin-policy", "validate -", "broken.yaml", 1},
	{"validate-stdin-lifecycle", "validate -", "shelf/hand-wash/1.1.0/lifecycle.yaml", 1},
	{"validate-stdin-twice", "validate - -", "ward.yaml", 2},
	{"validate-catalogue", "validate SHELF --without stray-file --format github", "", 1},
	{"validate-requires", "validate testdata/requiring", "", 1},
	{"validate-requires-without", "validate --without unknown-requirement testdata/requiring --format github", "", 1},
	{"validate-requires-one", "validate testdata/requiring/glove-use", "", 0},
	{"validate-empty-folder", "validate SHELF/hand-care/1.0.0/empty", "", 3},
	{"validate-absent", "validate SHELF/absent.yaml " + doubts, "", 3},
	{"validate-nothing", "validate", "", 2},
	{"validate-unknown-format", "validate --format srif " + typos, "", 2},
	{"validate-unknown-colour", "validate --color sometimes " + typos, "", 2},
	{"validate-explain", "validate --explain unknown-key", "", 0},
	{"validate-explain-policy", "validate --explain not-admin", "", 0},
	{"validate-explain-unknown", "validate --explain unkown-key", "", 2},
	{"validate-explain-file", "validate --explain unknown-key " + typos, "", 2},
}

// What --fix has corrected is not found again, and what it has not is as it was.
func TestValidateFixes(t *testing.T) {
	t.Parallel()
	file := filepath.Join(newShelf(t), "drafts", "typos.yaml")
	was := readFile(t, file)
	runOn(t, "", "validate", "--fix", file)
	want := strings.NewReplacer("tilte:", "title:", "meets: yes", "meets: true", "gudiance:", "guidance:", "[gel, ward, gel]", "[gel, ward]").Replace(was)
	if got := readFile(t, file); got != want {
		t.Errorf("it is now\n%s", got)
	}
	again := runOn(t, "", "validate", "--fix", file)
	if got := readFile(t, file); got != want || strings.Contains(again.out, "fixed") {
		t.Errorf("corrected again: %s%s", again.out, got)
	}
	windows := "\uFEFF" + strings.ReplaceAll(was, "\n", "\r\n")
	writeFile(t, file, windows)
	runOn(t, "", "validate", "--fix", file)
	if got := readFile(t, file); got != "\uFEFF"+strings.ReplaceAll(want, "\n", "\r\n") {
		t.Errorf("with Windows line ends it is now\n%q", got)
	}
}

// A file that cannot be written is as it was, and so is what is said about it.
func TestValidateCannotFix(t *testing.T) {
	t.Parallel()
	file := filepath.Join(newShelf(t), "drafts", "typos.yaml")
	if err := os.Chmod(file, 0o444); err != nil {
		t.Fatal(err)
	}
	plainly := runOn(t, "", "validate", file)
	got := runOn(t, "", "validate", "--fix", file)
	if got.code != exitUnreadable || got.out != plainly.out || !strings.Contains(got.err, "read-only") {
		t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
	}
}

// Everything shipped is without findings.
func TestValidateShippedContent(t *testing.T) {
	t.Parallel()
	root := "../../../../../../"
	got := runOn(t, "", "validate", "--warnings-as-errors", root+"frameworks", root+"roles/default.yaml", root+"roles/higher-education.yaml")
	if got.code != exitFine || got.err != "" {
		t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
	}
}

// Every code that is found anywhere is in the rule book.
func TestRulebook(t *testing.T) {
	t.Parallel()
	root := "../../../../../../"
	got := runOn(t, "", "validate", "--format", "json", "--style", root+"proficiency/testdata", root+"roles/testdata", "testdata")
	codes := codesOf(rulebook())
	for line := range strings.Lines(got.out) {
		var f jsonFinding
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatal(err)
		}
		if f.Code != "" && !slices.Contains(codes, f.Code) {
			t.Errorf("%s is not in the rule book", f.Code)
		}
	}
	for _, d := range rulebook() {
		if d.Purpose == "" || d.Family == "" {
			t.Errorf("%s has no purpose or no family", d.Code)
		}
		explained := runOn(t, "", "validate", "--explain", d.Code)
		if explained.code != exitFine || !strings.HasPrefix(explained.out, d.Code+" (") {
			t.Errorf("%s: %+v", d.Code, explained)
		}
	}
}

// Results come in the order of the names, however many cores there are.
func TestValidateKeepsTheOrder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var want string
	for i := range 100 {
		file := writeFile(t, filepath.Join(dir, string(rune('a'+i/10))+string(rune('0'+i%10))+".yaml"), "format: countersign/v1\n"+strings.Repeat("# long\n", (i*37)%100*100)+"a: b: c\n")
		want += file + "\n"
	}
	var bar bytes.Buffer
	var out bytes.Buffer
	c := Command{Stdout: &out, Stderr: io.Discard, Terminal: &bar}
	if code := c.Main(t.Context(), []string{"validate", "--format", "json", dir}); code != exitFound {
		t.Errorf("exit code %d", code)
	}
	var got string
	for line := range strings.Lines(out.String()) {
		var f jsonFinding
		if err := json.Unmarshal([]byte(line), &f); err == nil && f.File != "" {
			got += f.File + "\n"
		}
	}
	if got != want {
		t.Errorf("the order is\n%s", got)
	}
	if shown := bar.String(); !strings.Contains(shown, "100%") || !strings.HasSuffix(shown, " \r") {
		t.Errorf("the bar is not drawn, or is left standing: %q", shown)
	}
}

func TestColours(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		terminal bool
		env      map[string]string
		args     string
		want     bool
	}{
		"terminal":              {terminal: true, want: true},
		"no terminal":           {},
		"NO_COLOR":              {terminal: true, env: map[string]string{"NO_COLOR": "1"}},
		"NO_COLOR set to none":  {terminal: true, env: map[string]string{"NO_COLOR": ""}, want: true},
		"dumb":                  {terminal: true, env: map[string]string{"TERM": "dumb"}},
		"always":                {args: "--color=always", want: true},
		"always, with NO_COLOR": {env: map[string]string{"NO_COLOR": "1"}, args: "--color=always", want: true},
		"never":                 {terminal: true, args: "--color=never"},
		"auto":                  {terminal: true, args: "--color=auto", want: true},
	} {
		var out bytes.Buffer
		command := Command{Stdout: &out, Stderr: io.Discard, Colour: Colourful(c.terminal, func(key string) string { return c.env[key] })}
		command.Main(t.Context(), strings.Fields("validate "+typos+" "+doubts+" "+c.args))
		if got := strings.Contains(out.String(), "\x1b[31m") && strings.Contains(out.String(), "\x1b[33m"); got != c.want {
			t.Errorf("%s: %q", name, out.String())
		}
	}
}

func TestGitHubEscapes(t *testing.T) {
	t.Parallel()
	d := source.Diagnostic{Position: source.Position{File: "a,b:c%d\ne.yaml", Line: 3, Col: 1}, Code: "x", Message: "50% of\r\na: b, c::d\x1b"}
	var out bytes.Buffer
	s := &session{out: bufio.NewWriter(&out)}
	(&gitHubReporter{s}).file(text{}, source.Diagnostics{d}, nil)
	_ = s.out.Flush() // to memory
	want := "::error file=a%2Cb%3Ac%25d%0Ae.yaml,line=3,col=1,title=x::50%25 of%0D%0Aa: b, c::d\uFFFD\n"
	if out.String() != want {
		t.Errorf("%q, not %q", out.String(), want)
	}
}

// The places of fixes in SARIF are those of the bytes that the fix replaces.
func TestSARIFRegions(t *testing.T) {
	t.Parallel()
	src := []byte("\uFEFFé: x\r\nñb: yy\rc: z\n")
	for want, found := range map[sarifRegion]string{
		{1, 1, 1, 2}: "é", {1, 4, 1, 5}: "x", {2, 2, 2, 3}: "b", {2, 5, 2, 7}: "yy", {3, 4, 3, 5}: "z", {2, 7, 3, 1}: "\r",
	} {
		from := bytes.Index(src, []byte(found))
		if found == "\r" {
			from = bytes.LastIndex(src, []byte(found))
		}
		d := source.Diagnostic{Fix: &source.Fix{Edits: []source.Edit{{From: from, To: from + len(found)}}}}
		got := newSARIFResult(d, newText("f", src)).Fixes[0].Changes[0].Replacements[0].Deleted
		if got != want {
			t.Errorf("%q: %+v, not %+v", found, got, want)
		}
	}
}

func TestURI(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"a/b.yaml": "a/b.yaml", "a b%.yaml": "a%20b%25.yaml", "a:b.yaml": "./a:b.yaml", "/a/b.yaml": "file:///a/b.yaml", "../é.yaml": "../%C3%A9.yaml",
	} {
		if got := uri(file); got != want {
			t.Errorf("%s: %s, not %s", file, got, want)
		}
	}
}

// An index finds what is found by going through the file.
func TestIndex(t *testing.T) {
	t.Parallel()
	src := "\uFEFF" + strings.Repeat("aé", 2*stride) + "\r\n\n" + strings.Repeat("€", stride) + "\r" + strings.Repeat("x", stride-1) + "\xFF"
	x := newIndex([]byte(src))
	line, col := 1, 1
	for at := len("\uFEFF"); at <= len(src); {
		if l, c := x.place(at); l != line || c != col {
			t.Fatalf("%d is at %d:%d, not %d:%d", at, l, c, line, col)
		}
		if r, ok := x.row(line); !ok || x.offset(r, col-1) != at {
			t.Fatalf("%d:%d is at %d, not %d", line, col, x.offset(r, col-1), at)
		}
		if at == len(src) {
			break
		}
		c, size := utf8.DecodeRuneInString(src[at:])
		if strings.HasPrefix(src[at:], "\r\n") {
			size = 2
		}
		at += size
		if col++; c == '\n' || c == '\r' {
			line, col = line+1, 1
		}
	}
	if r, _ := x.row(1); x.runes(r) != 4*stride || x.cut(r, stride, stride+3) != "aéa" {
		t.Errorf("%d characters, %q", x.runes(r), x.cut(r, stride, stride+3))
	}
	if line != 4 {
		t.Errorf("%d lines", line)
	}
}

// FuzzValidate: whatever a file holds, each format says so in its form, at
// places that are in the file, and fixing comes to an end.
func FuzzValidate(f *testing.F) {
	for _, file := range []string{"ward.yaml", "ward-broken.yaml", "broken.yaml", "small.yaml", "shelf/drafts/typos.yaml", "shelf/drafts/doubts.yaml", "shelf/torn.yaml", "shelf/hand-wash/1.1.0/lifecycle.yaml"} {
		src, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(src))
	}
	f.Add("\xFF\xFEf\x00")
	f.Add("\uFEFF{format: countersign/v1,\r tilte: [\u2028}")
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 4096 {
			t.Skip("where the parser fails is found slowly")
		}
		said := runOn(t, src, "validate", "--style", "-")
		if said.code != exitFine && said.code != exitFound || said.err != "" {
			t.Fatalf("exit code %d: %s", said.code, said.err)
		}
		if at := strings.IndexFunc(said.out, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); at >= 0 {
			t.Fatalf("it prints %q", said.out[at:])
		}
		x := newIndex([]byte(src))
		lines := strings.Split(strings.TrimSuffix(runOn(t, src, "validate", "--style", "--format", "json", "-").out, "\n"), "\n")
		for _, line := range lines[:len(lines)-1] {
			var d jsonFinding
			if err := json.Unmarshal([]byte(line), &d); err != nil {
				t.Fatalf("%v: %s", err, line)
			}
			r, there := x.row(d.Line)
			if d.Line != 0 && (!there || d.Col < 1 || d.Col > x.runes(r)+1) {
				t.Fatalf("%d:%d is not in the file: %s", d.Line, d.Col, line)
			}
		}
		var all tally
		if err := json.Unmarshal([]byte(lines[len(lines)-1]), &all); err != nil || all.Files != 1 || all.Errors+all.Warnings != len(lines)-1 {
			t.Fatalf("%d lines end with %q: %v", len(lines), lines[len(lines)-1], err)
		}
		var log sarifLog
		if err := json.Unmarshal([]byte(runOn(t, src, "validate", "--style", "--format", "sarif", "-").out), &log); err != nil || len(log.Runs[0].Results) != len(lines)-1 {
			t.Fatalf("%v: %+v", err, log)
		}
		annotations := runOn(t, src, "validate", "--style", "--format", "github", "-").out
		if strings.Count(annotations, "\n") != len(lines) {
			t.Fatalf("%d findings become %q", len(lines)-1, annotations)
		}
		c := checker{fix: true}
		in := newText("stdin", []byte(src))
		fixed := c.check(loaded{text: in, kind: kindNamed("stdin", in.src)})
		if before, _ := proficiency.Parse("stdin", in.src); before != nil && fixed.text.src != nil && len(fixed.fixed) > 0 {
			if after, found := proficiency.Parse("stdin", fixed.text.src); after == nil {
				t.Fatalf("what was corrected cannot be used any more: %v", found)
			}
		}
	})
}

// The lines of JSON that help shows are what the file that they speak of would have.
func TestJSONIsAsHelpSays(t *testing.T) {
	t.Parallel()
	var example string
	for line := range strings.Lines(validateDetails) {
		if shown, ok := strings.CutPrefix(line, "    "); ok && !strings.HasPrefix(shown, "#") {
			example += strings.TrimSuffix(shown, "\n")
			if strings.HasSuffix(example, "}") {
				example += "\n"
			} else {
				example += " "
			}
		}
	}
	broken := strings.Replace(sound, "title: Many", "tilte: Many", 1)
	got := runOn(t, broken, "validate", "--format", "json", "-")
	if want := strings.ReplaceAll(got.out, `"stdin"`, `"a.yaml"`); example != want {
		t.Errorf("help shows\n%s\nand it is\n%s", example, want)
	}
}
