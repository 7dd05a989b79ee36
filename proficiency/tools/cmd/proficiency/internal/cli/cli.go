// Package cli is the command proficiency, apart from the process around it.
//
//	os.Exit(cli.Command{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}.Main(ctx, os.Args[1:]))
//
// Each subcommand is a row of a table and has a file of its own. What it finds
// goes to Stdout, and what keeps it from its work to Stderr. Its output is the
// same each time, and holds nothing that would steer a terminal but the bar of
// progress, which is drawn on a terminal alone, and colours where asked for. A
// file that it lays out is printed as it is.
package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// The exit codes.
const (
	exitFine       = 0
	exitFound      = 1 // there are errors among the findings, or the answer is no
	exitUsage      = 2
	exitUnreadable = 3
)

const exitCodes = `exit codes: 0 fine, also with warnings; 1 errors were found, or the answer is no;
2 wrong usage; 3 something could not be read or written`

// name is what the command is called in messages.
const name = "proficiency"

// A Command is one run of the command: where it reads and writes. Without
// Stdin there is nothing to read.
type Command struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Terminal is where the progress of what takes long is drawn; nil draws nothing.
	Terminal io.Writer
	// Colour says that Stdout shows colours, unless a flag says otherwise: see [Colourful].
	Colour bool

	ticks <-chan time.Time // when files are looked at again; nil is by the clock
}

// Main runs the command with the arguments behind its name, and gives its exit
// code: 0 where all is fine, also beside warnings, 1 where errors were found or
// the answer is no, 2 for wrong usage, 3 where something could not be read or
// written. When ctx ends, work that takes long stops and says how to go on.
func (c Command) Main(ctx context.Context, args []string) int {
	s := &session{ctx: ctx, in: c.Stdin, out: bufio.NewWriter(c.Stdout), err: c.Stderr, terminal: c.Terminal, colour: c.Colour, ticks: c.ticks}
	if s.in == nil {
		s.in = strings.NewReader("")
	}
	fine, err := s.dispatch(nil, &subcommand{sub: commands()}, args)
	if broken := s.out.Flush(); broken != nil {
		err = errors.Join(err, fmt.Errorf("cannot write: %w", broken))
	}
	return c.end(fine, err)
}

// end says on Stderr what kept the command from its work, and gives the exit code.
func (c Command) end(fine bool, err error) int {
	var misused *usageError
	switch {
	case errors.As(err, &misused):
		fmt.Fprintln(c.Stderr, misused) // where this fails, nobody can be told
		return exitUsage
	case err != nil:
		for line := range strings.SplitSeq(err.Error(), "\n") {
			fmt.Fprintf(c.Stderr, "%s: %s\n", name, plain(line))
		}
		return exitUnreadable
	case !fine:
		return exitFound
	}
	return exitFine
}

// A session is one run under way.
type session struct {
	ctx      context.Context
	in       io.Reader
	out      *bufio.Writer
	err      io.Writer // for what stands beside data on standard output
	terminal io.Writer
	colour   bool // by convention
	ink      ink
	bar      *bar // that is in the way of what is printed; nil for none
	ticks    <-chan time.Time
	inRead   bool // standard input is read once
}

// printf writes to standard output, with the bar out of the way. Main says if
// that failed.
func (s *session) printf(format string, args ...any) {
	s.bar.clear()
	fmt.Fprintf(s.out, format, args...)
	if s.bar != nil {
		_ = s.out.Flush()
	}
}

// note says beside the results what one should know of them.
func (s *session) note(format string, args ...any) {
	s.bar.clear()
	fmt.Fprintf(s.err, "%s: %s\n", name, plain(fmt.Sprintf(format, args...)))
}
