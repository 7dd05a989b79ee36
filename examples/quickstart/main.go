// Command quickstart walks one learner from the first self-assessment to a
// certificate that anyone can check, and says what happens on the way.
//
//	go run ./examples/quickstart [-out FOLDER]
//
// Everybody and everything in it is made up. Its clock and its random numbers
// are fixed, so that it prints the same each time.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	out := flag.String("out", "", "the folder for certificate.html, certificate.txt and record.json; a new one if empty")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "quickstart takes no arguments, only -out FOLDER; got %q\n", flag.Args())
		os.Exit(2)
	}
	if err := run(os.Stdout, *out, terminal(os.Stdout)); err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

// run takes the whole journey; live says that w is a terminal, on which a line can be written over.
func run(w io.Writer, out string, live bool) error {
	out, err := folder(out)
	if err != nil {
		return err
	}
	j, err := prepare(w, live)
	if err != nil {
		return err
	}
	for _, step := range []func() error{
		j.enrol, j.gate, j.assess, j.decide, j.tooEarly, j.theRest, j.signOff,
		func() error { return j.keep(out) }, func() error { return j.prove(out) },
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
