package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A usageError says what is wrong with the arguments, and what is allowed.
type usageError struct {
	path    []string    // nil where the one who finds it does not know
	of      *subcommand // nil where none is meant yet
	message string
}

func (e *usageError) Error() string {
	path := strings.Join(append([]string{name}, e.path...), " ")
	if e.of == nil {
		return path + ": " + e.message
	}
	return path + ": " + e.message + "\nusage: " + path + " " + e.of.args
}

func usage(path []string, of *subcommand, format string, args ...any) *usageError {
	if path == nil {
		path = []string{}
	}
	return &usageError{path, of, fmt.Sprintf(format, args...)}
}

// wrong is a usageError of the subcommand that runs.
func wrong(format string, args ...any) *usageError {
	return &usageError{message: fmt.Sprintf(format, args...)}
}

func newFlags(path []string) *flag.FlagSet {
	flags := flag.NewFlagSet(strings.Join(path, " "), flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	return flags
}

// parse reads flags wherever they stand, and gives the other arguments. Behind
// -- there are no more flags.
func parse(flags *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, flagError(flags, err)
		}
		left := flags.Args()
		read := args[:len(args)-len(left)]
		if len(left) == 0 || len(read) > 0 && read[len(read)-1] == "--" {
			return append(rest, left...), nil
		}
		rest, args = append(rest, left[0]), left[1:]
	}
}

// flagError says of a flag that there is none what was probably meant.
func flagError(flags *flag.FlagSet, err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	var known []string
	flags.VisitAll(func(f *flag.Flag) { known = append(known, "--"+f.Name) })
	if _, flagName, unknown := strings.Cut(err.Error(), "flag provided but not defined: -"); unknown {
		hint := source.DidYouMean("--"+flagName, known)
		switch {
		case len(known) == 0:
			hint = ": it takes none"
		case hint == "":
			hint = ": the flags are " + source.Listing(known)
		}
		return wrong("there is no flag %s%s", source.Quote("--"+flagName), hint)
	}
	return wrong("%v", err)
}

// texts is a flag that may be repeated.
type texts []string

func (t *texts) String() string { return strings.Join(*t, " ") }

func (t *texts) Set(s string) error {
	*t = append(*t, s)
	return nil
}

// instant is a flag with a time; without it, it is now.
type instant struct{ time.Time }

func (i *instant) String() string { return "" }

func (i *instant) Set(s string) (err error) {
	if i.Time, err = time.Parse(time.RFC3339, s); err != nil {
		if i.Time, err = time.Parse(time.DateOnly, s); err != nil {
			return errors.New("want an instant such as 2026-01-31T12:00:00Z, or a day in UTC such as 2026-01-31")
		}
	}
	return nil
}

// or is the instant, or now.
func (i *instant) or(now func() time.Time) time.Time {
	if i.IsZero() {
		return now()
	}
	return i.Time
}

// format is how results are written.
type format string

func (f *format) String() string { return string(*f) }

func (f *format) Set(s string) error {
	if s != "text" && s != "json" {
		return fmt.Errorf("want text or json%s", source.DidYouMean(s, []string{"text", "json"}))
	}
	*f = format(s)
	return nil
}
