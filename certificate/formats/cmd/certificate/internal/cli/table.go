package cli

import (
	"errors"
	"flag"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A subcommand is a word behind the command's name. It has either subcommands
// of its own or an action.
type subcommand struct {
	name, summary string
	sub           []subcommand
	// args are what stands behind the name, for people to read.
	args string
	// details are what help says beyond the summary; it may be empty.
	details string
	// prepare defines the flags and gives what is done once they are read.
	prepare func(*flag.FlagSet) action
}

// An action does the work of a subcommand with its arguments, flags apart. It
// gives false where the answer is no; err says why the work could not be done.
type action func(s *session, args []string) (fine bool, err error)

// commands is the table of subcommands.
func commands() []subcommand {
	return []subcommand{
		{name: "verify", summary: "say whether files are to be believed, and why or why not",
			args: "FILE… [--trust FILE] [--status FILE]… [--holder WHO] [--at TIME] [--contexts DIR] [--content DIR] [--format text|json]", details: verifyDetails, prepare: verify},
		{name: "inspect", summary: "show what files say, without checking anything",
			args: "FILE… [--format text|json]", details: inspectDetails, prepare: inspect},
		{name: "status-list", summary: "sign the list of what was taken back, new or from an older one",
			args: "--key FILE --issuer NAME [--did DID] (--id URL | --from FILE) [--revoke N]… [--restore N]… [--valid-for DURATION] [--at TIME] [--out FILE]", details: statusListDetails, prepare: statusList},
		{name: "key", summary: "make keys, and say what is public of them", sub: keyCommands()},
		{name: "help", summary: "explain a subcommand", args: "[SUBCOMMAND]…", prepare: help},
	}
}

// dispatch finds the subcommand and runs it. Path are the words before args.
func (s *session) dispatch(path []string, table []subcommand, args []string) (bool, error) {
	if len(args) == 0 {
		return false, usage(path, nil, "name a subcommand: %s", source.Listing(namesOf(table)))
	}
	if isHelp(args[0]) {
		return true, s.explainTable(path, table)
	}
	c, err := lookUp(path, table, args[0])
	if err != nil {
		return false, err
	}
	path = append(path, c.name)
	if c.prepare == nil {
		return s.dispatch(path, c.sub, args[1:])
	}
	flags := newFlags(path)
	do := c.prepare(flags)
	rest, err := parse(flags, args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return true, s.explainCommand(path, c)
	}
	fine := false
	if err == nil {
		fine, err = do(s, rest)
	}
	var misused *usageError
	if errors.As(err, &misused) && misused.path == nil {
		misused.path, misused.of = path, c
	}
	return fine, err
}

func lookUp(path []string, table []subcommand, word string) (*subcommand, error) {
	for i := range table {
		if table[i].name == word {
			return &table[i], nil
		}
	}
	if strings.HasPrefix(word, "-") {
		return nil, usage(path, nil, "a subcommand comes before its flags: %s", source.Listing(namesOf(table)))
	}
	hint := source.DidYouMean(word, namesOf(table))
	if hint == "" {
		hint = ": there are " + source.Listing(namesOf(table))
	}
	return nil, usage(path, nil, "there is no subcommand %s%s", source.Quote(word), hint)
}

func namesOf(table []subcommand) []string {
	names := make([]string, len(table))
	for i, c := range table {
		names[i] = c.name
	}
	return names
}

func isHelp(word string) bool { return word == "-h" || word == "-help" || word == "--help" }
