// Package cli is the command certificate, apart from the process around it.
//
//	os.Exit(cli.Command{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Now: time.Now}.Main(ctx, os.Args[1:]))
//
// Each subcommand is a row of a table and has a file of its own; the kinds of files
// that verify and inspect know are those of package check. What it finds goes to
// Stdout, and what keeps it from its work to Stderr. Its output is the same each time, but for
// keys that it draws, and holds nothing that would steer a terminal.
package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
)

// The exit codes.
const (
	exitFine       = 0
	exitFound      = 1 // a file is not accepted
	exitUsage      = 2
	exitUnreadable = 3
)

const exitCodes = `exit codes: 0 everything is accepted, or done; 1 a file is not accepted; 2 wrong usage;
3 something could not be read or written`

// name is what the command is called in messages.
const name = "certificate"

// A Command is one run of the command: where it reads and writes, and the clock
// by which it checks where no instant is given.
type Command struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Now            func() time.Time
}

// Main runs the command with the arguments behind its name, and gives its exit
// code: 0 where everything is accepted, or done, 1 where a file is not accepted,
// 2 for wrong usage, 3 where something could not be read or written.
func (c Command) Main(ctx context.Context, args []string) int {
	s := &session{ctx: ctx, in: c.Stdin, out: bufio.NewWriter(c.Stdout), err: c.Stderr, now: c.Now}
	if s.in == nil {
		s.in = strings.NewReader("")
	}
	fine, err := s.dispatch(nil, commands(), args)
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
			fmt.Fprintf(c.Stderr, "%s: %s\n", name, plain(trimmed(line)))
		}
		return exitUnreadable
	case !fine:
		return exitFound
	}
	return exitFine
}

// trimmed is a message without the package that says it.
func trimmed(message string) string {
	return strings.TrimPrefix(strings.TrimPrefix(message, "credential: "), "passport: ")
}

// A session is one run under way.
type session struct {
	ctx    context.Context
	in     io.Reader
	out    *bufio.Writer
	err    io.Writer
	now    func() time.Time
	inRead bool // standard input is read once
	shown  int  // files that something was said of
}

func (s *session) printf(format string, args ...any) { fmt.Fprintf(s.out, format, args...) }

// plain shows what would not show, or would act, as U+FFFD.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
