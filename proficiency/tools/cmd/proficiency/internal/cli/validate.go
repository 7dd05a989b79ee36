package cli

import (
	"errors"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

const validateDetails = `PATH is a file, a folder, of which all frameworks, lifecycles, migrations and policies of roles are taken, or - for
standard input. Each finding has the place, what is wrong and what is allowed, and the rule that it breaks, with the line
below. A migration is checked with the versions that it stands between. Of a folder that is a catalogue,
<id>/<version>/<id>.yaml, the folders themselves are checked, too, what was published against the list that the command
freeze writes, and what its frameworks require of one another. Warnings alone are no failure. A warning is switched off at a
place by a comment that says why:

    # countersign:ignore CODE[,CODE] reason in words

With --fix, what is certain is corrected in the files. With --format json, each finding is one object a line, and the
last line counts:

    {"file":"a.yaml","line":4,"col":1,"severity":"error","code":"unknown-key","message":"unknown key \"tilte\": did you mean
    \"title\"?","suggestion":"title","fix":{"title":"write title","safe":true,"edits":[{"from":47,"to":52,"text":"title"}]}}
    {"files":1,"others":0,"errors":1,"warnings":0,"fixed":0,"fixable":1}

Columns are in characters from 1, from and to in bytes from 0; a finding about a whole file has no line. A fix
that --fix has made is "done":true. Others are YAML files of something else. sarif is SARIF 2.1.0, github the workflow
commands of GitHub Actions, which annotate a change.`

func validate(flags *flag.FlagSet) action {
	v := &validation{output: "text", colours: "auto"}
	flags.BoolVar(&v.style, "style", false, "also applies the rules about how a framework is written")
	flags.BoolVar(&v.strict, "warnings-as-errors", false, "takes warnings for errors")
	flags.BoolVar(&v.fix, "fix", false, "corrects in the files what is certain, and says what")
	flags.Var(&v.without, "without", "`CODE` of a rule that finds warnings and is not applied; may be repeated")
	flags.Var(&v.output, "format", "`FORMAT` is text, json, sarif or github")
	flags.Var(&v.colours, "color", "`WHEN` the text has colours: auto, on a terminal without NO_COLOR; always; never")
	explain := flags.String("explain", "", "`CODE` of a rule to explain instead, with a bad and a good example")
	return func(s *session, args []string) (bool, error) {
		if *explain != "" {
			if len(args) > 0 {
				return false, wrong("--explain takes a code and no files")
			}
			return true, s.explainCode(*explain)
		}
		v.session = s
		s.ink = v.colours.ink(s.colour)
		return v.run(args)
	}
}

// output is a format of findings.
type output string

func (o *output) String() string { return string(*o) }

func (o *output) Set(s string) error {
	return oneOf((*string)(o), s, "text", "json", "sarif", "github")
}

// A validation is one run under way.
type validation struct {
	*session
	checker
	without texts
	output  output
	colours colours
	reporter
	tally
	catalogues map[string][]proficiency.Requiring // folders in which frameworks stand by id and version
}

func (v *validation) run(args []string) (bool, error) {
	if err := v.options(v.without); err != nil {
		return false, err
	}
	found, err := find(args)
	if err != nil {
		return false, err
	}
	if v.fix && found.seen[standardInput] {
		return false, wrong("--fix rewrites files, and %s is none", standardInput)
	}
	v.reporter = v.newReporter()
	v.catalogues = map[string][]proficiency.Requiring{}
	err = loadEach(v.session, found, v.check, v.one)
	err = errors.Join(err, v.folders())
	v.Others = found.others
	v.end(v.tally, err == nil)
	return v.Errors == 0, err
}

// one reports what was found in a file, and writes what was corrected.
func (v *validation) one(in loaded, as verdict) error {
	var err error
	if as.fixed != nil {
		if err = rewrite(in.path, in.src, as.text.src); err != nil {
			as = *as.was
		}
	}
	if place, ref, ok := proficiency.Place(filepath.ToSlash(in.path)); ok && in.root != "" && within(in.root, filepath.FromSlash(place)) {
		if as.requires.Ref != ref { // it has errors, or is another framework than its folder
			as.requires = proficiency.Requiring{Ref: ref}
		}
		dir := filepath.FromSlash(place)
		v.catalogues[dir] = append(v.catalogues[dir], as.requires)
	}
	v.Files++
	v.count(as.found)
	v.Fixed += len(as.fixed)
	v.file(as.text, as.found, as.fixed)
	return err
}

// folders reports what is wrong with the folders of catalogues, and with what
// their frameworks require of one another.
func (v *validation) folders() (failed error) {
	for _, dir := range slices.Sorted(maps.Keys(v.catalogues)) {
		c, err := proficiency.NewCatalog(os.DirFS(dir))
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		_, _, frozen, err := c.Frozen()
		failed = errors.Join(failed, err)
		stranded, _ := c.Stranded() // what it cannot read was said of the files
		for _, d := range v.kept(slices.Concat(c.Strays(), frozen, stranded)) {
			var src []byte // of what has lines, for these alone
			if d.Position.Line > 0 {
				src, _ = source.ReadFile(os.DirFS(dir), d.Position.File, nil)
			}
			d.Position.File = filepath.Join(dir, filepath.FromSlash(d.Position.File))
			v.count(source.Diagnostics{d})
			v.file(newText(d.Position.File, src), source.Diagnostics{d}, nil)
		}
		for _, d := range v.kept(proficiency.CheckRequirements(v.catalogues[dir])) {
			t, err := v.read(d.Position.File)
			failed = errors.Join(failed, err)
			v.count(source.Diagnostics{d})
			v.file(t, source.Diagnostics{d}, nil)
		}
	}
	return failed
}
