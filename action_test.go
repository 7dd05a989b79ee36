package countersign_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"gopkg.in/yaml.v3"
)

// validateAction is the folder of the action, and what the hook runs.
const validateAction = ".github/actions/validate"

const (
	soundFramework = `format: countersign/v1
id: ward
version: 1.0.0
title: Ward skills
scales:
  done:
    - {id: not-yet, label: Not yet}
    - {id: alone, label: On my own, meets: true}
defaults: {scale: done, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - id: basics
    title: Basics
    proficiencies:
      - {id: wash, statement: Wash your hands.}
`
	frameworkFile = "content/ward/1.0.0/ward.yaml"
)

var (
	brokenFramework = strings.Replace(soundFramework, "scale: done", "scale: dne", 1)
	vagueFramework  = strings.Replace(soundFramework, "Wash your hands.", "Understand the washing of hands.", 1)
)

// builtCommand is the command in a folder of its own, which goes when all tests have run.
var builtCommand struct {
	sync.Once
	folder string
	err    error
}

// buildCommand is the path of the command, built from this checkout, once for all tests.
func buildCommand(t *testing.T) string {
	t.Helper()
	b := &builtCommand
	b.Do(func() {
		if b.folder, b.err = os.MkdirTemp("", "command"); b.err != nil {
			return
		}
		var out []byte
		out, b.err = exec.Command("go", "build", "-o", filepath.Join(b.folder, "proficiency"), "./proficiency/tools/cmd/proficiency").CombinedOutput()
		if b.err != nil {
			b.err = fmt.Errorf("%w\n%s", b.err, out)
		}
	})
	if b.err != nil {
		t.Fatal(b.err)
	}
	return filepath.Join(b.folder, "proficiency")
}

func TestMain(m *testing.M) {
	code := m.Run()
	if folder := builtCommand.folder; folder != "" {
		if err := os.RemoveAll(folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// gitRepository is a repository of somebody who writes frameworks, with one file staged.
func gitRepository(t *testing.T, file, content string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(file)), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, file), content)
	write(t, filepath.Join(dir, "notes.yaml"), "no: framework\n")
	for _, args := range [][]string{{"init", "--quiet"}, {"add", "."}} {
		if out, code := runIn(t, dir, nil, "git", args...); code != 0 {
			t.Fatal(out)
		}
	}
	return dir
}

// runIn runs a program in a folder, and gives all that it prints with its exit code.
func runIn(t *testing.T, dir string, env []string, program string, args ...string) (string, int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), env...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// An action is what these tests read of an action.yml.
type action struct {
	Inputs map[string]struct {
		Description, Default string
	}
	Runs struct {
		Using string
		Steps []struct {
			Shell, Run string
			Env        map[string]string
		}
	}
}

var expression = regexp.MustCompile(`\$\{\{ *(.*?) *\}\}`)

// step runs the step of the action as GitHub would, with inputs beside those that are usual.
func step(t *testing.T, dir string, inputs map[string]string) (string, int) {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(validateAction, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var a action
	decoder := yaml.NewDecoder(bytes.NewReader(src))
	if err := decoder.Decode(&a); err != nil {
		t.Fatal(err)
	}
	if a.Runs.Using != "composite" || len(a.Runs.Steps) != 1 || a.Runs.Steps[0].Shell != "bash" {
		t.Fatalf("not one step of bash: %+v", a.Runs)
	}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for name := range inputs {
		if _, known := a.Inputs[name]; !known {
			t.Fatalf("the action has no input %s", name)
		}
	}
	env := []string{"GITHUB_ACTIONS=true", "GITHUB_ACTION_PATH=" + filepath.Join(root, validateAction)}
	for name, value := range a.Runs.Steps[0].Env {
		env = append(env, name+"="+expression.ReplaceAllStringFunc(value, func(e string) string {
			input, ok := strings.CutPrefix(expression.FindStringSubmatch(e)[1], "inputs.")
			if _, known := a.Inputs[input]; !ok || !known {
				t.Fatalf("%s is no input", e)
			}
			if given, ok := inputs[input]; ok {
				return given
			}
			return a.Inputs[input].Default
		}))
	}
	if strings.Contains(a.Runs.Steps[0].Run, "${{") {
		t.Fatal("inputs reach the script by its environment alone, so that none is taken for a command")
	}
	return runIn(t, dir, env, "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", a.Runs.Steps[0].Run)
}

func TestAction(t *testing.T) {
	t.Parallel()
	otherProcesses(t)
	command := buildCommand(t)
	for name, c := range map[string]struct {
		content string
		inputs  map[string]string
		code    int
		want    string
	}{
		"sound":      {soundFramework, nil, 0, ""},
		"one folder": {soundFramework, map[string]string{"path": "content\n\ncontent/ward"}, 0, ""},
		"errors":     {brokenFramework, map[string]string{"path": "content"}, 1, "::error file=" + frameworkFile + ",line=9,col=19"},
		"style":      {vagueFramework, map[string]string{"path": "content", "style": "true", "warnings-as-errors": "true"}, 1, "::error file=" + frameworkFile + ",line=15,col=31"},
		"no style":   {vagueFramework, map[string]string{"path": "content", "warnings-as-errors": "true"}, 0, ""},
		"absent":     {soundFramework, map[string]string{"path": "contents"}, 3, "contents"},
		"not a path": {soundFramework, map[string]string{"path": "--fix; touch x"}, 3, "--fix; touch x"},
		"no boolean": {soundFramework, map[string]string{"style": "yes"}, 2, "COUNTERSIGN_STYLE is true or false, not yes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := gitRepository(t, frameworkFile, c.content)
			inputs := map[string]string{"command": command, "path": "content"}
			for input, value := range c.inputs {
				inputs[input] = value
			}
			out, code := step(t, dir, inputs)
			if code != c.code || !strings.Contains(out, c.want) {
				t.Errorf("exit code %d, not %d, with %q:\n%s", code, c.code, c.want, out)
			}
			if now, err := os.ReadFile(filepath.Join(dir, frameworkFile)); err != nil || string(now) != c.content {
				t.Errorf("the file was changed: %v", err)
			}
		})
	}
}

// TestActionBuildsItsCommand, where none is named, from the checkout that it comes with.
func TestActionBuildsItsCommand(t *testing.T) {
	t.Parallel()
	otherProcesses(t)
	out, code := step(t, gitRepository(t, frameworkFile, brokenFramework), map[string]string{"path": "content"})
	if code != 1 || !strings.Contains(out, "::error file="+frameworkFile) {
		t.Errorf("exit code %d:\n%s", code, out)
	}
}

// TestActionInstallsAVersion by the go command, for which another one stands in here.
func TestActionInstallsAVersion(t *testing.T) {
	t.Parallel()
	tools := t.TempDir()
	write(t, filepath.Join(tools, "go"), `#!/bin/sh
[ "$*" = "install `+module+`/proficiency/tools/cmd/proficiency@v1.2.3" ] || { echo "go $*"; exit 1; }
printf '#!/bin/sh\necho "$@"\nexit 1\n' >"$GOBIN/proficiency"
chmod +x "$GOBIN/proficiency"
`)
	if err := os.Chmod(filepath.Join(tools, "go"), 0o700); err != nil {
		t.Fatal(err)
	}
	env := []string{"PATH=" + tools + string(os.PathListSeparator) + os.Getenv("PATH"), "COUNTERSIGN_PATHS=content", "COUNTERSIGN_COMMAND="}
	script, err := filepath.Abs(filepath.Join(validateAction, "run.sh"))
	if err != nil {
		t.Fatal(err)
	}
	if out, code := runIn(t, t.TempDir(), append(env, "COUNTERSIGN_VERSION=v1.2.3"), script, "--style"); code != 1 || out != "validate --format text --style -- content\n" {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	if out, code := runIn(t, t.TempDir(), append(env, "COUNTERSIGN_VERSION=v9.9.9"), script); code != 3 {
		t.Errorf("what cannot be installed: exit code %d:\n%s", code, out)
	}
}

// A hook is what these tests read of .pre-commit-hooks.yaml.
type hook struct {
	ID, Name, Description, Language, Entry, Files string
	RequireSerial                                 bool `yaml:"require_serial"`
}

// TestHook runs the hook as pre-commit does: on what is staged and matches, by arguments.
func TestHook(t *testing.T) {
	t.Parallel()
	otherProcesses(t)
	src, err := os.ReadFile(".pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var hooks []hook
	decoder := yaml.NewDecoder(bytes.NewReader(src))
	decoder.KnownFields(true)
	if err := decoder.Decode(&hooks); err != nil || len(hooks) != 1 || hooks[0].Language != "script" || hooks[0].ID == "" || hooks[0].Name == "" {
		t.Fatalf("%v: %+v", err, hooks)
	}
	entry, err := filepath.Abs(hooks[0].Entry)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(entry); err != nil || info.Mode()&0o100 == 0 {
		t.Fatalf("%s cannot be run: %v", entry, err)
	}
	files := regexp.MustCompile(hooks[0].Files)
	command := buildCommand(t)
	for name, c := range map[string]struct {
		content string
		args    []string
		code    int
		want    string
	}{
		"sound":  {soundFramework, nil, 0, ""},
		"errors": {brokenFramework, nil, 1, frameworkFile + ":9:19: "},
		"style":  {vagueFramework, []string{"--style", "--warnings-as-errors"}, 1, frameworkFile + ":15:"},
	} {
		dir := gitRepository(t, frameworkFile, c.content)
		staged, _ := runIn(t, dir, nil, "git", "diff", "--cached", "--name-only")
		args := c.args
		for _, file := range strings.Fields(staged) {
			if files.MatchString(file) {
				args = append(args, file)
			}
		}
		if n := len(args) - len(c.args); n != 1 {
			t.Fatalf("%d of the staged files match:\n%s", n, staged)
		}
		out, code := runIn(t, dir, []string{"COUNTERSIGN_COMMAND=" + command}, entry, args...)
		if code != c.code || !strings.Contains(out, c.want) {
			t.Errorf("%s: exit code %d, not %d, with %q:\n%s", name, code, c.code, c.want, out)
		}
	}
}
