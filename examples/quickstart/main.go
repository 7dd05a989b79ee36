// Command quickstart walks one learner from the first self-assessment to a
// certificate that anyone can check, and says what happens on the way.
//
//	go run ./examples/quickstart [-db FILE] [-out FOLDER]
//
// Everybody and everything in it is made up. Its clock and its random numbers
// are fixed, so that it prints the same each time. All of it is kept in a file
// of SQLite. A run with the file of an earlier one shows what is there, and goes
// on where that one was interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/countersign-go/countersign/workflow/stores/sqlite"
)

func main() {
	db := flag.String("db", "", "the file in which the journey is kept; countersign.db in the folder of -out if empty")
	out := flag.String("out", "", "the folder for the certificate and the record in all their forms; a new one if empty")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "quickstart takes no arguments, only -db FILE and -out FOLDER; got %q\n", flag.Args())
		os.Exit(2)
	}
	if err := run(os.Stdout, *out, *db, terminal(os.Stdout)); err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

// run takes the whole journey; live says that w is a terminal, on which a line can be written over.
func run(w io.Writer, out, db string, live bool) (err error) {
	if out, err = folder(out); err != nil {
		return err
	}
	if db == "" {
		db = filepath.Join(out, "countersign.db")
	}
	ctx := context.Background()
	store, err := sqlite.Open(ctx, db, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if err := store.Check(ctx); err != nil {
		return fmt.Errorf("%s: %w", db, err)
	}
	j, err := prepare(w, live, store, db)
	if err != nil {
		return err
	}
	return j.take(out)
}

// take takes the steps, but for those that were taken by an earlier run.
func (j *journey) take(out string) error {
	for _, step := range []func() error{
		j.resume, j.enrol, j.gate, j.assess, j.decide, j.tooEarly, j.theRest, j.signOff, j.wake,
		func() error { return j.keep(out) }, func() error { return j.prove(out) }, func() error { return j.elsewhere(out) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// folder makes sure that there is a folder to write to.
func folder(out string) (string, error) {
	if out == "" {
		return os.MkdirTemp("", "countersign-")
	}
	return out, os.MkdirAll(out, 0o755)
}

func terminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
