package cli

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

const soundHead = `format: countersign/v1
id: many
version: 1.0.0
title: Many
scales: {practice: [{id: learning, label: Still learning}, {id: safe, label: Safe alone, meets: true}]}
defaults: {scale: practice, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - id: washing
    title: Washing
    proficiencies:
`

const sound = soundHead + "      - {id: wash-wet, statement: Washes hands}\n"

func inUTF16(s string, order binary.AppendByteOrder) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune("\uFEFF" + s)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

// What a file can be that is none of ours has one clear finding each, from validate and from fmt alike.
func TestBadFiles(t *testing.T) {
	t.Parallel()
	laughs := "a: &a [lol, lol]\n"
	for c := 'b'; c <= 'z'; c++ {
		laughs += fmt.Sprintf("%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n", c, c, c-1, c-1, c-1, c-1, c-1, c-1, c-1, c-1)
	}
	for name, c := range map[string]struct{ src, want string }{
		"binary":           {"\x7FELF\x02\x01\x01\x00\x00", "the character U+007F is not allowed here: remove it [control-character]"},
		"NUL":              {"format: countersign/v1\x00", "the file holds a NUL byte, so it is not text [encoding]"},
		"UTF-16LE":         {inUTF16(sound, binary.LittleEndian), "the file is encoded as UTF-16: save it as UTF-8 [encoding]"},
		"UTF-16BE":         {inUTF16(sound, binary.BigEndian), "the file is encoded as UTF-16: save it as UTF-8 [encoding]"},
		"Latin-1":          {"title: Caf\xE9\n", "this is not UTF-8: save the file as UTF-8 [encoding]"},
		"tabs":             {strings.Replace(sound, "      - {", "\t\t- {", 1), "a tab cannot indent: use spaces [syntax]"},
		"billion laughs":   {laughs, "is an alias, and aliases are not allowed: write the value out here [alias]"},
		"empty":            {"", "the file is empty [empty-document]"},
		"two documents":    {sound + "---\n" + sound, "a second document begins here: write each in a file of its own [several-documents]"},
		"deep":             {strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000), " [too-deep]"},
		"a very long line": {strings.Repeat("a", 1<<20), "this text is longer than the 65,536 bytes allowed [too-long]"},
	} {
		got := runOn(t, c.src, "validate", "-")
		if got.code != exitFound || got.err != "" || !strings.HasPrefix(got.out, "stdin:") || !strings.Contains(got.out, c.want) {
			t.Errorf("%s: exit code %d: %s%s", name, got.code, got.out, got.err)
		}
		got = runOn(t, c.src, "fmt", "-")
		if got.code != exitUnreadable || got.out != "" || !strings.Contains(got.err, c.want) {
			t.Errorf("%s: fmt: exit code %d: %s%s", name, got.code, got.out, got.err)
		}
		file := writeFile(t, filepath.Join(t.TempDir(), "a.yaml"), c.src)
		got = runOn(t, "", "fmt", "-w", file)
		if got.code != exitUnreadable || readFile(t, file) != c.src {
			t.Errorf("%s: fmt -w: exit code %d: %s", name, got.code, got.err)
		}
	}
}

// A byte order mark and Windows line ends are not wrong, and lead to no wrong places.
func TestFilesOfOtherEditors(t *testing.T) {
	t.Parallel()
	broken := strings.Replace(sound, "title: Many", "tilte: Many", 1)
	want := runOn(t, broken, "validate", "-")
	for name, change := range map[string]func(string) string{
		"byte order mark":   func(s string) string { return "\uFEFF" + s },
		"Windows line ends": func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"Mac line ends":     func(s string) string { return strings.ReplaceAll(s, "\n", "\r") },
	} {
		if got := runOn(t, change(sound), "validate", "-"); got.code != exitFine || got.out != "1 file: no findings\n" {
			t.Errorf("%s: exit code %d: %s%s", name, got.code, got.out, got.err)
		}
		if got := runOn(t, change(broken), "validate", "-"); got != want {
			t.Errorf("%s: exit code %d: %s", name, got.code, got.out)
		}
		if got := runOn(t, change(sound), "fmt", "-"); got != (ran{out: sound}) {
			t.Errorf("%s: fmt: %+v", name, got)
		}
	}
}

// A counter counts what is read of something without end.
type counter struct{ n int }

func (c *counter) Read(b []byte) (int, error) {
	c.n += len(b)
	for i := range b {
		b[i] = 'a'
	}
	return len(b), nil
}

// What is too large is refused by the limit, and not read to its end.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	if underRace {
		t.Skip("the race detector has nothing to find in it")
	}
	const limit = 8 << 20
	file := writeFile(t, filepath.Join(t.TempDir(), "large.yaml"), "format: countersign/v1\n")
	if err := os.Truncate(file, 200<<20); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"validate", "fmt"} {
		got := runOn(t, "", command, file)
		if !strings.Contains(got.out+got.err, "large.yaml: the file is larger than the 8,388,608 bytes allowed: split it [too-large]") {
			t.Errorf("%s: exit code %d: %s%s", command, got.code, got.out, got.err)
		}
		endless := &counter{}
		code := Command{Stdin: endless, Stdout: io.Discard, Stderr: io.Discard}.Main(t.Context(), []string{command, "-"})
		if code == exitFine || endless.n > 2*limit {
			t.Errorf("%s: exit code %d after %d bytes", command, code, endless.n)
		}
	}
}

// A hundred thousand proficiencies are checked and laid out, sound or not, on lines or on one.
func TestManyItems(t *testing.T) {
	t.Parallel()
	if underRace {
		t.Skip("runs without the race detector, which has nothing to find here")
	}
	const items = 100_000
	var lines, wrong strings.Builder
	lines.WriteString(soundHead)
	wrong.WriteString(soundHead)
	for i := range items {
		fmt.Fprintf(&lines, "      - {id: wash-%d, statement: Washes hands}\n", i)
		fmt.Fprintf(&wrong, "      - {id: wash-%d, statemnt: Washes hands}\n", i)
	}
	if got := runOn(t, lines.String(), "validate", "-"); got != (ran{out: "1 file: no findings\n"}) {
		t.Errorf("exit code %d: %.200s%.200s", got.code, got.out, got.err)
	}
	if got := runOn(t, lines.String(), "fmt", "-"); got != (ran{out: lines.String()}) {
		t.Errorf("fmt: exit code %d: %.200s", got.code, got.err)
	}
	const most = 10_000
	got := runOn(t, wrong.String(), "validate", "--format", "github", "-")
	if n := strings.Count(got.out, "::error "); got.code != exitFound || n != most+1 || !strings.Contains(got.out, "more than 10,000 findings: correct these first") {
		t.Errorf("exit code %d, %d findings", got.code, n)
	}
	line := strings.TrimSuffix(soundHead, "\n") + " [" + strings.Repeat("{},", items/2) + "]\n"
	for _, format := range []string{"text", "sarif"} {
		if got := runOn(t, line, "validate", "--format", format, "-"); got.code != exitFound || strings.Count(got.out, "missing-key") < most-1 {
			t.Errorf("%s: exit code %d: %.200s", format, got.code, got.out)
		}
	}
}

// A folder where a file belongs is a finding, and what cannot be read at all is said, beside all else.
func TestWhatIsNoFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "hand-care", "1.0.0", "hand-care.yaml", "more"), 0o755); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "other.yaml"), sound)
	if err := os.MkdirAll(filepath.Join(dir, "many", "1.0.0"), 0o755); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "many", "1.0.0", "many.yaml"), sound)
	got := runOn(t, "", "validate", dir)
	if want := filepath.Join(dir, "hand-care", "1.0.0", "hand-care.yaml") + ": this is not a file [unreadable]"; got.code != exitFound || !strings.Contains(got.out, want) {
		t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
	}
	for _, command := range []string{"validate", "fmt"} {
		got = runOn(t, "", command, os.DevNull)
		if got.code != exitUnreadable || !strings.Contains(got.err, "is no file but a pipe or a device: give what it holds to standard input") {
			t.Errorf("%s: exit code %d: %s%s", command, got.code, got.out, got.err)
		}
	}
}

// Links that lead round in a circle end, and what lies in the folder is looked at once.
func TestLinksInACircle(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "good.yaml"), sound)
	link(t, dir, filepath.Join(dir, "self"))
	link(t, filepath.Join(dir, "b.yaml"), filepath.Join(dir, "a.yaml"))
	link(t, filepath.Join(dir, "a.yaml"), filepath.Join(dir, "b.yaml"))
	got := runOn(t, "", "validate", dir)
	if got.code != exitUnreadable || got.out != "1 file: no findings\n" || strings.Count(got.err, " leads nowhere: ") != 2 {
		t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
	}
}
