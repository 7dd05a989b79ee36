package countersign_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// commands are the two that a newcomer is given. The project's own check runs them as they stand here.
var commands = []string{"go run ./examples/quickstart", "go test work"}

func TestREADME(t *testing.T) {
	t.Parallel()
	otherProcesses(t)
	repository(t) // what README.md shows rests on every file, and the test cache has to know
	src, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	p, faults := parsePage("README.md", string(src))
	faults = append(faults, p.poverty()...)
	faults = append(faults, compile(t, p)...)
	files := t.TempDir()
	faults = append(faults, p.compareOutput(func(command string) (string, error) { return run(t, command, files) })...)
	for _, fault := range faults {
		t.Error(fault)
	}
}

func TestCommandsAreChecked(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile(".ci/run")
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range commands {
		if !regexp.MustCompile(`(?m)\b` + regexp.QuoteMeta(command) + `\b`).Match(src) {
			t.Errorf(".ci/run does not run %q", command)
		}
	}
}

// poverty says what a README must show and this page does not.
func (p page) poverty() []string {
	var faults []string
	has := func(what string, f func(block) bool) {
		if !slices.ContainsFunc(p.blocks, f) {
			faults = append(faults, p.name+": shows no "+what)
		}
	}
	has("Go code (```go)", func(b block) bool { return b.info == "go" })
	has("output of a command (<!-- output of: … --> before ```text)", func(b block) bool { return b.outputOf != "" })
	for _, command := range commands {
		has("line "+command+" in a block of commands (```sh)", func(b block) bool {
			return b.info == "sh" && slices.Contains(strings.Split(b.text, "\n"), command)
		})
	}
	return faults
}

// finding is a command whose output may be what is wrong with a file; it exits with 1 then.
var finding = regexp.MustCompile(`^go run \./proficiency/tools/cmd/proficiency (\w+ check|validate) `)

// run is the standard output of a command that README.md shows; what follows a
// # is for its reader. What it leaves in its folder for temporary files goes
// with the test, as does a file that it is given by -db, which the page's other
// commands are given, too.
func run(t *testing.T, command, files string) (string, error) {
	command, _, _ = strings.Cut(command, " #")
	words := strings.Fields(command)
	if words[0] != "go" {
		return "", errors.New("this page has commands for a clone: they begin with go run")
	}
	file, there := "", ""
	if i := slices.Index(words, "-db"); i > 0 && i+1 < len(words) {
		file = words[i+1]
		there = filepath.Join(files, file)
		words[i+1] = there
	}
	cmd := exec.CommandContext(t.Context(), words[0], words[1:]...)
	cmd.Env = append(cmd.Environ(), "TMPDIR="+t.TempDir())
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 && finding.MatchString(command) && len(out) > 0 {
		err = nil
	}
	if file == "" {
		return string(out), err
	}
	return strings.ReplaceAll(string(out), there, file), err
}

// elision stands for what differs from run to run, within a line, or, alone
// on its line, for lines left out.
const elision = "…"

// compareOutput runs every command whose output is shown, and says where the
// two differ.
func (p page) compareOutput(run func(command string) (string, error)) []string {
	var faults []string
	real := map[string]string{}
	for _, b := range p.blocks {
		if b.outputOf == "" {
			continue
		}
		if _, done := real[b.outputOf]; !done {
			out, err := run(b.outputOf)
			if err != nil {
				return append(faults, fmt.Sprintf("%s:%d: %s: %v", p.name, b.line, b.outputOf, err))
			}
			real[b.outputOf] = out
		}
		if strings.Trim(b.text, elision+" \n") == "" {
			faults = append(faults, fmt.Sprintf("%s:%d: shows nothing of the output", p.name, b.line))
		} else if at := differs(b.text, real[b.outputOf]); at >= 0 {
			faults = append(faults, fmt.Sprintf("%s:%d: not what %s prints, from here on; it prints\n%s",
				p.name, b.line+at, b.outputOf, real[b.outputOf]))
		}
	}
	return faults
}

// differs is the index of the first shown line from which on the output no
// longer agrees, or -1.
func differs(shown, output string) int {
	lines := strings.Split(strings.TrimRight(shown, "\n"), "\n")
	output = strings.TrimRight(output, "\n") + "\n"
	if matches(lines, output, `$`) {
		return -1
	}
	for n := len(lines) - 1; n > 0; n-- {
		if matches(lines[:n], output, ``) {
			return n
		}
	}
	return 0
}

// matches reports whether output begins with the shown lines and goes on as end says.
func matches(shown []string, output, end string) bool {
	pattern := `\A`
	for _, line := range shown {
		line = strings.TrimRight(line, " \t")
		if strings.TrimSpace(line) == elision {
			pattern += `(?:.*\n)*?`
			continue
		}
		parts := strings.Split(line, elision)
		for i := range parts {
			parts[i] = regexp.QuoteMeta(parts[i])
		}
		pattern += strings.Join(parts, `.*`) + `[ \t]*\n`
	}
	return regexp.MustCompile(pattern + strings.ReplaceAll(end, `$`, `\z`)).MatchString(output)
}
