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
// gives false where errors were found or the answer is no; err says why the
// work could not be done.
type action func(s *session, args []string) (fine bool, err error)

// commands is the table of subcommands.
func commands() []subcommand {
	return []subcommand{
		{name: "diff", summary: "say what changed between two versions of a framework, and which step of version that needs",
			args: "OLD NEW [--format text|json|markdown] [--release-notes] [--dir DIR]…", details: diffDetails, prepare: diffVersions},
		{name: "fmt", summary: "lay files out as all are, without changing what they say", args: "[-l] [-w] [-d] PATH…", details: fmtDetails, prepare: fmtCommand},
		{name: "freeze", summary: "list what is published with its digest, so that validate notices when it changes",
			args: "FOLDER", details: freezeDetails, prepare: freeze},
		{name: "graph", summary: "draw the sections of a framework, or the states of an item or an enrolment",
			args: "[--of sections|item|enrolment] [--as mermaid|svg] [ID[@VERSION]|FILE] [--dir DIR]…", details: graphDetails, prepare: drawGraph},
		{name: "list", summary: "list frameworks, with their versions and where these are in their life",
			args: "[ID]… [--dir DIR]… [--format text|json]", details: listDetails, prepare: list},
		{name: "migrate", summary: "say what becomes of learners' results from one version to another, or draft it",
			args: "OLD NEW [--init [--to FILE]] [--format text|json] [--dir DIR]…", details: migrateDetails, prepare: migrateVersions},
		{name: "new", summary: "write a first framework, by questions or by flags",
			args: "[FLAGS] [DIR]", details: newDetails, prepare: newFramework},
		{name: "render", summary: "show a framework as a page, as Markdown, or as a workbook to print",
			args: "[--as html|markdown|workbook] [--to DIR] [--language LANGUAGES] ID[@VERSION]|FILE [--dir DIR]…", details: renderDetails, prepare: renderFramework},
		{name: "roles", summary: "check, explain and draw policies of roles", sub: rolesCommands()},
		{name: "serve", summary: "show files of frameworks in a browser while they are written, with the findings beside them",
			args: "PATH [--addr HOST:PORT] [--public]", details: serveDetails, prepare: serveFiles},
		{name: "show", summary: "show a framework, or a proficiency or a section of it, with what holds by defaults",
			args: "ID[@VERSION]|FILE [PROFICIENCY|SECTION] [--language LANGUAGES] [--dir DIR]…", details: showDetails, prepare: show},
		{name: "store", summary: "check, repair, export and import the stores in which enrolments are kept", sub: storeCommands(), details: storeDetails},
		{name: "test", summary: "run the scenarios beside frameworks",
			args: "PATH… [--update] [-v] [--run REGEXP]", details: testDetails, prepare: test},
		{name: "validate", summary: "find everything that is wrong with frameworks, lifecycles, migrations and policies of roles",
			args:    "PATH… [--style] [--without CODE]… [--warnings-as-errors] [--fix] [--format FORMAT] | --explain CODE",
			details: validateDetails, prepare: validate},
		{name: "help", summary: "explain a subcommand", args: "[SUBCOMMAND]…", prepare: help},
	}
}

// dispatch finds the subcommand below another, or below all, and runs it. Path are the words before args.
func (s *session) dispatch(path []string, above *subcommand, args []string) (bool, error) {
	table := above.sub
	if len(args) == 0 {
		return false, usage(path, nil, "name a subcommand: %s", source.Listing(namesOf(table)))
	}
	if isHelp(args[0]) || len(path) > 0 && args[0] == "help" {
		return true, s.explainTable(path, above)
	}
	c, err := lookUp(path, table, args[0])
	if err != nil {
		return false, err
	}
	path = append(path, c.name)
	if c.prepare == nil {
		return s.dispatch(path, c, args[1:])
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
