package cli

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/proficiency/tools/render"
)

const diffDetails = versionDetails + `
Each change has its class, both places, what it is to learners, and the least step of version that it needs. Where there
is a migration, changes are those that its author decided; where there is none, a changed text is taken to mean something
else, and what is alike is suggested. The exit code is 1 if NEW claims a smaller step than its changes need.
With --format json, each change is one object a line, then each suggestion, and the last line sums up. --format markdown is
a section for a change log, --release-notes are notes for learners and for assessors, as Markdown.`

func diffVersions(flags *flag.FlagSet) action {
	folders := foldersFlag(flags)
	d := &versionDiff{output: "text", colours: "auto"}
	flags.Var(&d.output, "format", "`FORMAT` is text, json or markdown")
	flags.BoolVar(&d.notes, "release-notes", false, "writes what is new for learners and for assessors instead")
	flags.StringVar(&d.file, "migration", "", "`FILE` of the migration, where it does not stand beside NEW")
	flags.Var(&d.colours, "color", "`WHEN` the text has colours: auto, on a terminal without NO_COLOR; always; never")
	return func(s *session, args []string) (bool, error) {
		d.session = s
		s.ink = d.colours.ink(s.colour)
		if d.notes && d.output == "json" {
			return false, wrong("--release-notes are Markdown, and not json")
		}
		old, new, ok, err := s.versions(args, *folders)
		if !ok {
			return false, err
		}
		return d.run(old, new)
	}
}

// diffOutput is a format of changes.
type diffOutput string

func (o *diffOutput) String() string { return string(*o) }

func (o *diffOutput) Set(s string) error {
	return oneOf((*string)(o), s, "text", "json", "markdown")
}

// A versionDiff is a comparison under way.
type versionDiff struct {
	*session
	output  diffOutput
	colours colours
	notes   bool
	file    string // of the migration
	old     *version
	new     *version
	*proficiency.Comparison
	migration *proficiency.Migration
	by        string // the file of the migration
}

func (d *versionDiff) run(old, new *version) (fine bool, err error) {
	d.old, d.new = old, new
	d.Comparison = proficiency.Compare(old.Framework, new.Framework)
	m, t, found, err := d.session.migration(old, new, d.file)
	switch {
	case err != nil:
		return false, err
	case found.HasErrors() && d.file != "":
		return d.findings(found, t), nil
	case found.HasErrors():
		d.note("%s has errors and is left out: %s validate shows them", t.name, name)
	case m != nil:
		d.migration, d.by = m, t.name
		if d.Comparison, err = d.Decided(m); err != nil {
			return false, err
		}
	}
	switch {
	case d.notes:
		err = render.ReleaseNotes(d.out, d.Comparison, m)
	case d.output == "markdown":
		err = render.ChangeLog(d.out, d.Comparison)
	case d.output == "json":
		d.json()
	default:
		d.text()
	}
	return d.Enough(), err
}

// verdict says whether the version claims enough.
func (d *versionDiff) verdict() string {
	least, claimed := d.Least(), d.Claimed()
	switch {
	case !d.Enough() && claimed == proficiency.StepNone:
		return fmt.Sprintf("%s is no newer version than %s, and the changes need a %s step: %s would do",
			d.new.Version(), d.old.Version(), least, d.old.Version().Next(least))
	case !d.Enough():
		return fmt.Sprintf("%s claims a %s step, and the changes need a %s one: %s would do",
			d.new.Version(), claimed, least, d.old.Version().Next(least))
	case d.Identical():
		return "nothing changed but the version"
	case least == proficiency.StepNone:
		return "the files say the same, and are laid out otherwise"
	}
	return fmt.Sprintf("the changes need a %s step, and %s claims a %s one", least, d.new.Version(), claimed)
}

func (d *versionDiff) text() {
	d.printf("%s\n", d.ink.place(d.From().String()+" → "+d.To().Version.String()))
	d.fields("old", d.old.text.name, "new", d.new.text.name, "migration", d.by)
	for _, step := range []proficiency.Step{proficiency.StepMajor, proficiency.StepMinor, proficiency.StepPatch} {
		head := "\n" + step.String() + "\n"
		for ch := range d.Changes().Values() {
			if ch.Step == step {
				d.printf("%s", head)
				d.change(ch)
				head = ""
			}
		}
	}
	d.suggestions()
	d.printf("\n%s\n", d.counts())
	if verdict := d.verdict(); d.Enough() {
		d.printf("%s\n", verdict)
	} else {
		d.printf("%s\n", d.ink.words(verdict))
	}
}

// change prints one change: its class and what it is about, where, what was and
// is, and what that is to learners.
func (d *versionDiff) change(ch proficiency.Change) {
	class := string(ch.Class)
	if ch.Trend != "" {
		class += " " + string(ch.Trend)
	}
	d.printf("  %s  %s  (%s)\n", class, plain(aboutChange(ch)), placesOf(ch))
	for _, x := range []struct{ word, text string }{
		{"was", ch.Was}, {"is ", ch.Is}, {"with", source.Listing(idsOf(ch.With))}, {"effect", ch.Effect}, {"reason", ch.Reason},
	} {
		if x.text != "" {
			d.printf("    %-6s  %s\n", x.word, plain(oneLine(x.text)))
		}
	}
}

// aboutChange says what a change is about: a part, and a key of it.
func aboutChange(ch proficiency.Change) string {
	about := string(ch.Part)
	if ch.ID != "" {
		about += " " + ch.ID
	}
	if ch.Question != "" {
		about += ", question " + string(ch.Question)
	}
	switch ch.Class {
	case proficiency.ClassAdded, proficiency.ClassRemoved, proficiency.ClassMoved,
		proficiency.ClassSplit, proficiency.ClassMerged, proficiency.ClassReplaced, proficiency.ClassLayout:
		return about
	}
	return about + ": " + ch.Key
}

func idsOf(ids proficiency.List[proficiency.ItemID]) (words []string) {
	for id := range ids.Values() {
		words = append(words, string(id))
	}
	return words
}

// placesOf are where a change stands in both files, in lines and columns.
func placesOf(ch proficiency.Change) string {
	old, new := ch.Old, ch.New
	old.File, new.File = "", ""
	switch {
	case old.IsZero():
		return "→ " + new.String()
	case new.IsZero():
		return old.String() + " →"
	}
	return old.String() + " → " + new.String()
}

func (d *versionDiff) suggestions() {
	if d.migration != nil {
		return
	}
	head := "\nalike; the migration decides\n"
	for s := range d.Suggestions().Values() {
		d.printf("%s  %s  %s → %s  %d %%\n", head, s.Class, strings.Join(idsOf(s.From), ", "), strings.Join(idsOf(s.To), ", "), int(s.Likeness*100))
		head = ""
	}
}

// counts say how many changes there are of each class.
func (d *versionDiff) counts() string {
	all := d.Counts()
	parts := []string{fmt.Sprintf("%s the same", number(all[proficiency.ClassIdentical], "item"))}
	for _, class := range proficiency.ChangeClasses() {
		if n := all[class]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", class, n))
		}
	}
	return strings.Join(parts, ", ")
}

// A jsonChange is a change as one object.
type jsonChange struct {
	Class    string     `json:"class"`
	Trend    string     `json:"trend,omitempty"`
	Step     string     `json:"step"`
	Part     string     `json:"part"`
	ID       string     `json:"id,omitempty"`
	Question string     `json:"question,omitempty"`
	Key      string     `json:"key,omitempty"`
	Old      *jsonPlace `json:"old,omitempty"`
	New      *jsonPlace `json:"new,omitempty"`
	Was      string     `json:"was,omitempty"`
	Is       string     `json:"is,omitempty"`
	With     []string   `json:"with,omitempty"`
	Effect   string     `json:"effect"`
	Reason   string     `json:"reason,omitempty"`
}

type jsonPlace struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Col  int    `json:"col"`
}

// A jsonSuggestion is a suggestion as one object.
type jsonSuggestion struct {
	Suggested string   `json:"suggested"`
	From      []string `json:"from"`
	To        []string `json:"to"`
	Likeness  float64  `json:"likeness"`
}

// A jsonSum is what all changes come to.
type jsonSum struct {
	From      string         `json:"from"`
	To        string         `json:"to"`
	OldDigest string         `json:"old_digest"`
	NewDigest string         `json:"new_digest"`
	Migration string         `json:"migration,omitempty"`
	Counts    map[string]int `json:"counts"`
	Least     string         `json:"least"`
	Claimed   string         `json:"claimed"`
	Enough    bool           `json:"enough"`
	Would     string         `json:"would_do,omitempty"`
}

func (d *versionDiff) json() {
	for ch := range d.Changes().Values() {
		d.line(jsonChange{
			string(ch.Class), string(ch.Trend), ch.Step.String(), string(ch.Part), ch.ID, string(ch.Question), ch.Key,
			jsonPlaceOf(ch.Old, d.old), jsonPlaceOf(ch.New, d.new), ch.Was, ch.Is, idsOf(ch.With), ch.Effect, ch.Reason,
		})
	}
	if d.migration == nil {
		for s := range d.Suggestions().Values() {
			d.line(jsonSuggestion{string(s.Class), idsOf(s.From), idsOf(s.To), float64(int(s.Likeness*100)) / 100})
		}
	}
	sum := jsonSum{
		d.From().String(), d.To().String(), d.old.Digest().String(), d.new.Digest().String(), d.by, map[string]int{},
		d.Least().String(), d.Claimed().String(), d.Enough(), "",
	}
	counts := d.Counts()
	for _, class := range slices.Sorted(maps.Keys(counts)) {
		sum.Counts[string(class)] = counts[class]
	}
	if !d.Enough() {
		sum.Would = d.old.Version().Next(d.Least()).String()
	}
	d.line(sum)
}

func jsonPlaceOf(at source.Position, of *version) *jsonPlace {
	if at.IsZero() {
		return nil
	}
	return &jsonPlace{of.text.name, at.Line, at.Col}
}

func (d *versionDiff) line(object any) {
	b, _ := json.Marshal(object) // of strings and numbers
	d.printf("%s\n", b)
}
