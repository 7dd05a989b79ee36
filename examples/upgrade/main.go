// Command upgrade has a cohort of learners go on with a newer version of a
// framework, and shows first what that would do to each of them.
//
//	go run ./examples/upgrade -db FILE                      what would be: a table
//	go run ./examples/upgrade -db FILE -csv                 the same for a spreadsheet
//	go run ./examples/upgrade -db FILE -markdown            the same to print, item by item
//	go run ./examples/upgrade -db FILE -apply               do it, and say what became of each
//
// Without -apply nothing changes. With it a line on standard error shows how far
// it is, and the results follow on standard output, in the same three forms.
// It may be interrupted, or killed, at any point: an enrolment is upgraded as a
// whole or not at all, and the same command goes on where the one before ended.
//
// It ends with 0 where all went on, 1 where the work itself failed, 2 where it
// was called in a wrong way, 3 where some were refused or failed, and 130 where
// it was interrupted.
//
// A file that does not exist is made first, with a cohort of -learners on
// iv-therapy-passport 1.0.0, each at another point of the way. Everybody in it is
// made up. A program of yours keeps [plan] and [apply], and gives them an engine
// on its own store and people.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/sqlite"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	code := run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr, terminal(os.Stderr)}, open)
	stop()
	os.Exit(code)
}

// The codes that the program ends with.
const (
	ended       = 0
	failed      = 1
	misused     = 2
	incomplete  = 3
	interrupted = 130
)

// streams are where a run writes; live says that err is a terminal, on which a
// line can be written over.
type streams struct {
	out, err io.Writer
	live     bool
}

func terminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// A cohortStore is what the program needs of a store.
type cohortStore interface {
	workflow.Store
	workflow.Lister
	io.Closer
}

func open(ctx context.Context, file string) (cohortStore, error) {
	return sqlite.Open(ctx, file, nil)
}

// options are what the program was called with.
type options struct {
	db       string
	learners int
	to       proficiency.Version
	form     form
	apply    bool
}

// read reads the options; what is wrong with them has been written.
func read(args []string, w io.Writer) (o options, ok bool) {
	flags := flag.NewFlagSet("upgrade", flag.ContinueOnError)
	flags.SetOutput(w)
	flags.StringVar(&o.db, "db", "", "the file in which the enrolments are; it is made where there is none")
	flags.IntVar(&o.learners, "learners", 24, "how many learners a new file gets, from 1 to 1000")
	to := flags.String("to", "2.0.0", "the version to go on with")
	csv := flags.Bool("csv", false, "write comma-separated values")
	markdown := flags.Bool("markdown", false, "write Markdown")
	flags.BoolVar(&o.apply, "apply", false, "do it")
	if flags.Parse(args) != nil {
		return o, false
	}
	wrong := func(format string, args ...any) (options, bool) {
		fmt.Fprintf(w, "upgrade: "+format+"\n", args...)
		return o, false
	}
	version, err := proficiency.ParseVersion(*to)
	switch o.to = version; {
	case flags.NArg() > 0:
		return wrong("there are no arguments, only -db FILE, -to VERSION, -csv, -markdown, -apply and -learners N; got %q", flags.Args())
	case o.db == "":
		return wrong("-db says in which file the enrolments are: give one")
	case o.learners < 1 || o.learners > mostLearners:
		return wrong("-learners is %d: give a number from 1 to 1000", o.learners)
	case *csv && *markdown:
		return wrong("-csv and -markdown are two forms: give one of them, or none for a table")
	case err != nil:
		return wrong("-to: %v", err)
	case *csv:
		o.form = asCSV
	case *markdown:
		o.form = asMarkdown
	}
	return o, true
}

// run does all of it, and gives the code to end with.
func run(ctx context.Context, args []string, s streams, open func(context.Context, string) (cohortStore, error)) int {
	o, ok := read(args, s.err)
	if !ok {
		return misused
	}
	code, err := o.run(ctx, s, open)
	switch {
	case err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()):
		fmt.Fprintln(s.err, "upgrade: interrupted; run it again to go on")
		return interrupted
	case err != nil:
		fmt.Fprintln(s.err, "upgrade:", err)
		return failed
	}
	return code
}

func (o *options) run(ctx context.Context, s streams, open func(context.Context, string) (cohortStore, error)) (code int, err error) {
	if err := found(ctx, o.db, o.learners); err != nil {
		return failed, err
	}
	store, err := open(ctx, o.db)
	if err != nil {
		return failed, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	engine, err := newEngine(store)
	if err != nil {
		return failed, err
	}
	if !o.apply {
		return ended, plan(ctx, engine, o, s)
	}
	return apply(ctx, engine, o, s)
}
