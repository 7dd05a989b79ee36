package countersign_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// guide is the page for authors. What it says to do is done, in its order.
const guide = "frameworks/README.md"

func TestGuide(t *testing.T) {
	t.Parallel()
	otherProcesses(t)
	repository(t) // the command rests on every file, and the test cache has to know
	src, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	p, faults := parsePage(guide, string(src))
	for _, fault := range append(faults, p.follow(t, buildCommand(t), t.TempDir())...) {
		t.Error(fault)
	}
}

// TestGuideNamesEverySubcommand that an author needs.
func TestGuideNamesEverySubcommand(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	for _, subcommand := range []string{"fmt", "graph", "list", "new", "render", "serve", "show", "test", "validate"} {
		if !regexp.MustCompile(`(?m)^proficiency ` + subcommand + ` `).Match(src) {
			t.Errorf("%s runs no proficiency %s", guide, subcommand)
		}
	}
}

// follow does what a page says, in an empty folder: it writes the files, runs
// every line for the shell, and compares what is shown as output. It says
// where the page is not right.
func (p page) follow(t *testing.T, command, dir string) (faults []string) {
	t.Helper()
	printed := map[string]string{}
	for _, b := range p.blocks {
		switch {
		case b.file != "":
			file := filepath.Join(dir, b.file)
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			write(t, file, b.text+"\n")
		case b.info == "sh":
			for i, line := range strings.Split(b.text, "\n") {
				out, err := p.do(t, command, dir, line)
				if err != nil {
					return append(faults, fmt.Sprintf("%s:%d: %s: %v\n%s", p.name, b.line+i, line, err, out))
				}
				line, _, _ = strings.Cut(line, " #")
				printed[line] = out
			}
		case b.outputOf != "":
			out, ran := printed[b.outputOf]
			if !ran {
				faults = append(faults, fmt.Sprintf("%s:%d: no command before this is %s", p.name, b.line, b.outputOf))
			} else if at := differs(b.text, out); at >= 0 {
				faults = append(faults, fmt.Sprintf("%s:%d: not what %s prints, from here on; it prints\n%s", p.name, b.line+at, b.outputOf, out))
			}
		}
	}
	return faults
}

var (
	followed = regexp.MustCompile(`^(proficiency|mkdir -p|cp -r)( [^$;&|<>]*)?$`) // nothing else is run on a page's word
	endsWith = regexp.MustCompile(` # ends with (\d)$`)
)

// do runs one line. It ends with 0, or with what the line says behind a #.
func (p page) do(t *testing.T, command, dir, line string) (string, error) {
	t.Helper()
	want := 0
	if said := endsWith.FindStringSubmatch(line); said != nil {
		want, _ = strconv.Atoi(said[1]) // a digit
		line = strings.TrimSuffix(line, said[0])
	}
	if !followed.MatchString(line) {
		return "", errors.New("only proficiency, mkdir -p and cp -r are run, without anything that only a shell knows")
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-c", line)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "PATH="+filepath.Dir(command)+string(os.PathListSeparator)+os.Getenv("PATH"))
	if strings.HasPrefix(line, "proficiency serve ") {
		return served(cmd)
	}
	out, err := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != want {
		return string(out), fmt.Errorf("it ends with %d, not %d: %w", code, want, err)
	}
	return string(out), nil
}

// served runs what ends with an interrupt, until it has said where it is found.
func served(cmd *exec.Cmd) (string, error) {
	cmd.Args[2] = "exec " + cmd.Args[2] // so that the interrupt reaches it
	var errs bytes.Buffer
	cmd.Stderr = &errs
	from, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	lines := bufio.NewReader(from)
	var said string
	for !strings.Contains(said, "http://") {
		line, err := lines.ReadString('\n')
		if said += line; err != nil {
			return said + errs.String(), errors.Join(err, cmd.Wait())
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		return said, err
	}
	rest, err := io.ReadAll(lines)
	return said + string(rest), errors.Join(err, cmd.Wait())
}
