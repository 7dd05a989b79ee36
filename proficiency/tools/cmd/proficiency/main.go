// Command proficiency checks and explains what authors write, and looks after
// the stores in which enrolments are kept.
//
//	go run ./proficiency/tools/cmd/proficiency help
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/countersign-go/countersign/proficiency/tools/cmd/proficiency/internal/cli"
)

func main() {
	os.Exit(run())
}

// run stops what it does with the first signal that asks it to, and says how to go on.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the second signal ends it at once
	c := cli.Command{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Terminal: terminal(os.Stderr),
		Colour: cli.Colourful(terminal(os.Stdout) != nil, os.Getenv),
	}
	return c.Main(ctx, os.Args[1:])
}

// terminal is f if it is one, and nil for a file or a pipe.
func terminal(f *os.File) io.Writer {
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return f
}
