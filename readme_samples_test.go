package countersign_test

import (
	"errors"
	"strings"
	"testing"
)

// sample makes Markdown of text in which ”' stands for a fence.
func sample(text string) string { return strings.ReplaceAll(text, "'''", "```") }

const soundPage = `
# Sound

'''sh
go run ./examples/quickstart
go test work
'''

<!-- output of: go run ./examples/quickstart -->
'''text
1. Enrol
   in /tmp/…, 3 files
…
9. Done
'''

A file, declarations, and statements with what they are given:

'''go
package main

import "fmt"

func main() { fmt.Println("hello") }
'''

'''go
type clock struct{ at time.Time }

func (c clock) String() string { return c.at.Format(time.RFC3339) }
'''

<!-- given: ctx context.Context, framework *proficiency.Framework -->

'''go
import "os"

if err := ctx.Err(); err != nil {
	return err
}
title := framework.Title()
files := os.DirFS(".")
return nil
'''

'''
a drawing is left alone
'''
`

const soundOutput = "1. Enrol\n   in /tmp/x81, 3 files\n2. Agree\n3. Answer\n9. Done\n"

func TestSoundPage(t *testing.T) {
	t.Parallel()
	otherProcesses(t)
	p, faults := parsePage("sound.md", sample(soundPage))
	faults = append(faults, p.poverty()...)
	faults = append(faults, compile(t, p)...)
	faults = append(faults, p.compareOutput(func(string) (string, error) { return soundOutput, nil })...)
	if len(faults) > 0 || len(p.blocks) != 6 {
		t.Errorf("%d blocks, faults:\n%s", len(p.blocks), strings.Join(faults, "\n"))
	}
}

func TestPageMarks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ src, want string }{
		"no end":             {"'''go\nx := 1\n", "bad.md:1: the block has no end"},
		"indented":           {"- item\n  '''go\n  x\n  '''\n", "bad.md:2: a block begins"},
		"other fence":        {"~~~go\nx\n~~~\n", "bad.md:1: a block begins"},
		"comment in the air": {"<!-- given: x int -->\ntext\n", "bad.md:2: a comment about a block"},
		"comment at the end": {"<!-- output of: go run ./examples/a -->\n", "a comment about a block"},
		"given to a shell":   {"<!-- given: x int -->\n'''sh\nls\n'''\n", "bad.md:2: only ```go is given"},
		"output as shell":    {"<!-- output of: go run ./examples/a -->\n'''sh\nls\n'''\n", "is ```text"},
		"output of nothing":  {"'''text\nhello\n'''\n", "a comment must name its command"},
		"dangerous command":  {"<!-- output of: rm -r ./examples/a -->\n'''text\nhello\n'''\n", "only commands that begin"},
		"file elsewhere":     {"<!-- file: ../ward.yaml -->\n'''yaml\na: b\n'''\n", "bad.md:2: a file that the reader writes"},
		"another command":    {"<!-- output of: go run ./proficiency/tools/cmd/other -->\n'''text\nhello\n'''\n", "only commands that begin"},
	} {
		_, faults := parsePage("bad.md", sample(c.src))
		if !strings.Contains(strings.Join(faults, "\n"), c.want) {
			t.Errorf("%s: want %q, have %q", name, c.want, faults)
		}
	}
}

func TestEmptyPageIsPoor(t *testing.T) {
	t.Parallel()
	p, _ := parsePage("empty.md", "# Only words\n")
	if faults := p.poverty(); len(faults) != 2+len(commands) {
		t.Errorf("faults: %q", faults)
	}
}

func TestSnippetsThatDoNotCompile(t *testing.T) {
	t.Parallel()
	otherProcesses(t)
	p, _ := parsePage("bad.md", sample("'''go\nx := 1 +\n'''\n\n'''go\nstrings.Uper(\"x\")\n'''\n\n"+
		"'''go\nrand.Int()\n'''\n\n'''go\npackage main\n'''\n"))
	faults := strings.Join(compile(t, p), "\n")
	for _, want := range []string{
		"bad.md:4:", // where the expression should have gone on
		"bad.md:6:9: undefined: strings.Uper",
		"bad.md:10:1: undefined: rand", // which of two?
		"function main is undeclared",
	} {
		if !strings.Contains(faults, want) {
			t.Errorf("%q is not among the faults:\n%s", want, faults)
		}
	}
}

func TestOutputThatDiffers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ shown, want string }{
		"other line":    {"1. Enrol\n   in /var/…, 3 files", "bad.md:4: not what"},
		"missing line":  {"1. Enrol\n2. Agree\n…", "bad.md:4: not what"},
		"no end":        {"1. Enrol\n   in /tmp/…, 3 files", "bad.md:4: not what"},
		"out of order":  {"…\n3. Answer\n…\n2. Agree\n…", "bad.md:6: not what"},
		"only elisions": {"…\n … …\n", "shows nothing"},
	} {
		p, faults := parsePage("bad.md", sample("<!-- output of: go run ./examples/a -->\n'''text\n"+c.shown+"\n'''\n"))
		faults = append(faults, p.compareOutput(func(string) (string, error) { return soundOutput, nil })...)
		if !strings.Contains(strings.Join(faults, "\n"), c.want) {
			t.Errorf("%s: want %q, have %q", name, c.want, faults)
		}
	}
	p, _ := parsePage("bad.md", sample("<!-- output of: go run ./examples/a -->\n'''text\nx\n'''\n"))
	if faults := p.compareOutput(func(string) (string, error) { return "", errors.New("exit status 1") }); len(faults) != 1 {
		t.Errorf("a command that fails gives %q", faults)
	}
}
