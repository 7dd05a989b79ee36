package cli

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/countersign-go/countersign/certificate/formats/internal/tagged"
)

var update = flag.Bool("update", false, "write the golden files")

// issued is what the package credential issues in its tests.
const issued = "../../../../credential/testdata/golden"

// A goldenCase is a run of the command; testdata holds what it prints under its
// name. In its arguments ISSUED is the folder of what was issued, DIR one of its own.
type goldenCase struct {
	name  string
	args  string // words; _ stands for a space in one
	stdin string // a file that is given on standard input
	exit  int
}

const trusted = " --trust ISSUED/trust.yaml --at 2026-11-21T10:00:00Z"

var goldenCases = []goldenCase{
	{"help", "help", "", 0},
	{"help-flag", "--help", "", 0},
	{"help-verify", "help verify", "", 0},
	{"help-inspect", "inspect -h", "", 0},
	{"help-status-list", "help status-list", "", 0},
	{"help-key", "help key", "", 0},
	{"help-key-new", "key new -h", "", 0},
	{"help-beyond", "help verify more", "", 2},
	{"no-subcommand", "", "", 2},
	{"unknown-subcommand", "verfiy ISSUED/badge.json", "", 2},
	{"unknown-subcommand-far", "publish", "", 2},
	{"flag-before-subcommand", "--trust ISSUED/trust.yaml verify", "", 2},
	{"unknown-flag", "verify ISSUED/badge.json --turst x", "", 2},

	{"verify", "verify ISSUED/badge.json --status ISSUED/clean.json --holder NMC_00X0000L" + trusted, "", 0},
	{"verify-jwt", "verify ISSUED/badge.jwt --status ISSUED/clean.json" + trusted, "", 0},
	{"verify-png", "verify ISSUED/badge.png" + trusted, "", 1},
	{"verify-svg", "verify ISSUED/badge.svg" + trusted, "", 1},
	{"verify-list", "verify ISSUED/list.json" + trusted, "", 0},
	{"verify-revoked", "verify ISSUED/badge.json --status ISSUED/clean.json --status ISSUED/list.json" + trusted, "", 1},
	{"verify-other-person", "verify ISSUED/badge.json --status ISSUED/clean.json --holder Somebody_Else" + trusted, "", 1},
	{"verify-expired", "verify ISSUED/badge.json --trust ISSUED/trust.yaml --at 2027-11-21", "", 1},
	{"verify-pdf", "verify DIR/badge.pdf --status ISSUED/clean.json" + trusted, "", 0},
	{"verify-pdf-several", "verify DIR/several.pdf --status ISSUED/clean.json --status ISSUED/list.json" + trusted, "", 1},
	{"verify-pdf-empty", "verify DIR/empty.pdf DIR/broken.pdf" + trusted, "", 1},
	{"verify-pdf-json", "verify DIR/several.pdf DIR/empty.pdf --format json --status ISSUED/clean.json" + trusted, "", 1},
	{"verify-now", "verify ISSUED/least.json", "", 1},
	{"verify-nothing-in-it", "verify ISSUED/badge.txt" + trusted, "", 1},
	{"verify-several", "verify ISSUED/badge.json ISSUED/badge.txt ISSUED/list.json --status ISSUED/clean.json" + trusted, "", 1},
	{"verify-json", "verify ISSUED/badge.json - ISSUED/list.json --format json --status ISSUED/clean.json" + trusted, "broken.json", 1},
	{"verify-stdin", "verify - --status ISSUED/clean.json" + trusted, "../" + issued + "/badge.json", 0},
	{"verify-stdin-twice", "verify - -" + trusted, "broken.json", 2},
	{"verify-absent", "verify ISSUED/absent.json ISSUED/list.json" + trusted, "", 3},
	{"verify-folder", "verify ISSUED" + trusted, "", 3},
	{"verify-no-file", "verify", "", 2},
	{"verify-no-time", "verify ISSUED/badge.json --at yesterday", "", 2},
	{"verify-no-format", "verify ISSUED/badge.json --format xml", "", 2},
	{"verify-trust-broken", "verify ISSUED/badge.json --trust testdata/broken-trust.yaml", "", 3},
	{"verify-trust-absent", "verify ISSUED/badge.json --trust testdata/absent.yaml", "", 3},
	{"verify-contexts", "verify ISSUED/badge.json --contexts testdata/contexts --status ISSUED/clean.json" + trusted, "", 1},

	{"inspect", "inspect ISSUED/least.json ISSUED/badge.jwt ISSUED/list.json", "", 0},
	{"inspect-pdf", "inspect DIR/several.pdf DIR/empty.pdf", "", 0},
	{"inspect-pdf-broken", "inspect DIR/broken.pdf", "", 3},
	{"inspect-json", "inspect ISSUED/list.json --format json", "", 0},
	{"inspect-nothing", "inspect ISSUED/badge.txt ISSUED/list.json", "", 3},
	{"inspect-no-file", "inspect", "", 2},
	{"inspect-unsigned", "inspect testdata/unsigned.json", "", 0},

	{"status-list", "status-list --key DIR/key.pem --issuer Example_Hospitals_Trust --id https://hospitals.example/status/1 --revoke 7 --revoke 4242 --at 2026-11-21", "", 0},
	{"status-list-on", "status-list --key DIR/key.pem --issuer Example --did did:web:hospitals.example --from ISSUED/list.json --restore 4242 --revoke 1 --valid-for 24h --at 2026-11-21", "", 0},
	{"status-list-there", "status-list --key DIR/key.pem --issuer Example --from ISSUED/list.json --out DIR/key.pem", "", 3},
	{"status-list-no-key", "status-list --issuer Example --from ISSUED/list.json", "", 2},
	{"status-list-key-is-none", "status-list --key ISSUED/list.json --issuer Example --from ISSUED/list.json", "", 3},
	{"status-list-from-none", "status-list --key DIR/key.pem --issuer Example --from ISSUED/badge.json", "", 3},
	{"status-list-both", "status-list --key DIR/key.pem --issuer Example --from ISSUED/list.json --id urn:x", "", 2},
	{"status-list-place", "status-list --key DIR/key.pem --issuer Example --from ISSUED/list.json --revoke 131072", "", 3},
	{"status-list-no-place", "status-list --key DIR/key.pem --issuer Example --from ISSUED/list.json --revoke -1", "", 2},
	{"status-list-argument", "status-list ISSUED/list.json", "", 2},

	{"key-trust", "key trust DIR/key.pem z6MkrxqAcuPrKsezAyQT2Yp2bLhidKfos1ezAcv9vD4tP8GT --organisation Example_Hospitals_Trust --from 2026-01-01 --until 2028-01-01", "", 0},
	{"key-trust-web", "key trust DIR/key.pem --organisation Example --did did:web:hospitals.example", "", 0},
	{"key-trust-twice", "key trust DIR/key.pem DIR/key.pem --organisation Example", "", 2},
	{"key-trust-none", "key trust ISSUED/list.json DIR/absent.pem --organisation Example", "", 3},
	{"key-trust-nobody", "key trust DIR/key.pem", "", 2},
	{"key-did", "key did DIR/key.pem --id did:web:hospitals.example", "", 0},
	{"key-did-no-web", "key did DIR/key.pem --id did:key:z6Mk", "", 2},
	{"key-did-nobody", "key did DIR/key.pem", "", 2},
	{"key-new-there", "key new --out DIR/key.pem", "", 3},
	{"key-new-kind", "key new --out DIR/new.pem --kind ed2551", "", 2},
	{"key-new-nowhere", "key new", "", 2},
}

// clock is when the command runs.
func clock() time.Time { return time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC) }

// run gives all that one run of the command prints, and its exit code.
func (c goldenCase) run(t *testing.T) (got string, code int) {
	t.Helper()
	var in io.Reader
	given := ""
	if c.stdin != "" {
		src, err := os.ReadFile(filepath.Join("testdata", c.stdin))
		if err != nil {
			t.Fatal(err)
		}
		in, given = bytes.NewReader(src), " < "+filepath.Base(c.stdin)
	}
	dir := folder(t)
	var out, errs bytes.Buffer
	words := strings.Fields(strings.NewReplacer("ISSUED", issued, "DIR", dir).Replace(c.args))
	for i, w := range words {
		words[i] = strings.ReplaceAll(w, "_", " ")
	}
	code = Command{Stdin: in, Stdout: &out, Stderr: &errs, Now: clock}.Main(t.Context(), words)
	got = fmt.Sprintf("$ certificate %s%s\n%s", c.args, given, out.String())
	for line := range strings.Lines(errs.String()) {
		got += "stderr: " + line
	}
	return strings.NewReplacer(issued, "ISSUED", dir, "DIR").Replace(got) + fmt.Sprintf("exit code %d\n", code), code
}

// folder is a new one, with a key in it that is the same every time. Its name
// has no underscore, which stands for a space.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "certificate-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	seed := sha256.Sum256([]byte("the key of these tests"))
	der, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed(seed[:]))
	if err != nil {
		t.Fatal(err)
	}
	block := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	if err := os.WriteFile(filepath.Join(dir, "key.pem"), block, 0o600); err != nil {
		t.Fatal(err)
	}
	writePDFs(t, dir)
	return filepath.ToSlash(dir)
}

// writePDFs writes PDFs with what was issued attached, and one that is damaged.
func writePDFs(t *testing.T, dir string) {
	t.Helper()
	for file, attached := range map[string][]string{
		"badge.pdf": {"badge.json"}, "several.pdf": {"least.json", "badge.txt", "badge.jwt"}, "empty.pdf": nil,
	} {
		d := tagged.New(tagged.Info{Title: file, Language: "en"})
		d.AddPage()
		for _, name := range attached {
			data, err := os.ReadFile(filepath.Join(issued, name))
			if err != nil {
				t.Fatal(err)
			}
			d.Attach(tagged.File{Name: name, Type: "application/json", Data: data})
		}
		if err := os.WriteFile(filepath.Join(dir, file), d.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "broken.pdf"), []byte("%PDF-1.7\nstartxref\n4\n%%EOF\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, c := range goldenCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, code := c.run(t)
			if code != c.exit {
				t.Errorf("exit code %d, not %d", code, c.exit)
			}
			if unprintable := strings.IndexFunc(got, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); unprintable >= 0 {
				t.Errorf("it prints %q", got[unprintable:])
			}
			golden(t, c.name+".golden", got)
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if got != string(want) {
		t.Errorf("%s differs; it is now\n%s", file, got)
	}
}

// TestNoGoldenFileIsLeftOver: each belongs to a case.
func TestNoGoldenFileIsLeftOver(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.golden")
	if err != nil || len(files) != len(goldenCases) {
		t.Errorf("%d files for %d cases: %v", len(files), len(goldenCases), err)
	}
	for _, code := range []int{exitFine, exitFound, exitUsage, exitUnreadable} {
		if !slices.ContainsFunc(goldenCases, func(c goldenCase) bool { return c.exit == code }) {
			t.Errorf("no case ends with %d", code)
		}
	}
}

// TestTable holds that every subcommand says what help needs, and is run here.
func TestTable(t *testing.T) {
	t.Parallel()
	var walk func(path string, table []subcommand)
	walk = func(path string, table []subcommand) {
		for _, c := range table {
			words := strings.TrimSpace(path + " " + c.name)
			if c.name == "" || c.summary == "" || (c.prepare == nil) == (c.sub == nil) {
				t.Errorf("%q is no whole row", words)
			}
			if words != "key new" && !slices.ContainsFunc(goldenCases, func(g goldenCase) bool { return strings.HasPrefix(g.args, words) && g.exit == exitFine }) {
				t.Errorf("no case runs %q", words)
			}
			walk(words, c.sub)
		}
	}
	walk("", commands())
}

// Keys are drawn, differ each time, are for their owner alone, and sign.
func TestKeyNew(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	seen := map[string]bool{}
	for i, kind := range []string{"ed25519", "ed25519", "p256"} {
		file := filepath.Join(dir, fmt.Sprint("key-", i, ".pem"))
		var out, errs bytes.Buffer
		c := Command{Stdout: &out, Stderr: &errs, Now: clock}
		if code := c.Main(t.Context(), []string{"key", "new", "--out", file, "--kind", kind}); code != exitFine {
			t.Fatalf("exit code %d: %s", code, &errs)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", info, err)
		}
		_, did, found := strings.Cut(strings.TrimSpace(out.String()), "public: did:key:")
		if !found || seen[did] || strings.Contains(out.String(), "PRIVATE") {
			t.Errorf("it prints %q", out.String())
		}
		seen[did] = true
		out.Reset()
		if code := c.Main(t.Context(), []string{"key", "trust", file, "--organisation", "x"}); code != exitFine || !strings.Contains(out.String(), did) {
			t.Errorf("exit code %d: %s%s", code, &out, &errs)
		}
	}
}

// A list that was signed is read, checked and gone on from by the same command.
func TestFromKeyToVerifiedList(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, args := range [][]string{
		{"status-list", "--key", at("key.pem"), "--issuer", "Example", "--id", "urn:x:1", "--revoke", "5", "--out", at("1.json")},
		{"status-list", "--key", at("key.pem"), "--issuer", "Example", "--from", at("1.json"), "--revoke", "6", "--out", at("2.json")},
	} {
		var errs bytes.Buffer
		if code := (Command{Stdout: io.Discard, Stderr: &errs, Now: clock}).Main(t.Context(), args); code != exitFine {
			t.Fatalf("%v: %s", args, &errs)
		}
	}
	var out, errs bytes.Buffer
	c := Command{Stdout: &out, Stderr: &errs, Now: clock}
	if code := c.Main(t.Context(), []string{"key", "trust", at("key.pem"), "--organisation", "Example"}); code != exitFine {
		t.Fatal(errs.String())
	}
	if err := os.WriteFile(at("trust.yaml"), out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if code := c.Main(t.Context(), []string{"verify", at("2.json"), "--trust", at("trust.yaml")}); code != exitFine || !strings.Contains(out.String(), "Taken back                   5 6\n") {
		t.Errorf("exit code %d: %s%s", code, &out, &errs)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func (brokenPipe) Read([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestWhatCannotBeReadOrWritten(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]struct {
		command Command
		args    []string
	}{
		"certificate: cannot write: broken pipe\n":      {Command{Stdout: brokenPipe{}}, []string{"help"}},
		"certificate: cannot read stdin: broken pipe\n": {Command{Stdin: brokenPipe{}, Stdout: io.Discard}, []string{"inspect", "-"}},
	} {
		var errs bytes.Buffer
		c.command.Stderr, c.command.Now = &errs, clock
		if code := c.command.Main(t.Context(), c.args); code != exitUnreadable || errs.String() != want {
			t.Errorf("exit code %d: %q", code, errs.String())
		}
	}
	endless := bytes.NewReader(make([]byte, 17<<20))
	var errs bytes.Buffer
	c := Command{Stdin: endless, Stdout: io.Discard, Stderr: &errs, Now: clock}
	if code := c.Main(t.Context(), []string{"verify", "-"}); code != exitUnreadable || !strings.Contains(errs.String(), "longer than the 16777216 bytes") {
		t.Errorf("exit code %d: %q", code, errs.String())
	}
}
