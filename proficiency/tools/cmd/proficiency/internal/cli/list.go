package cli

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow/scenario"
)

const listDetails = `Those that come with the library and those in folders, each version in <id>/<version>/<id>.yaml. Of a version that is
there twice the first folder's counts. IDs choose among them. What is mandatory counts for every learner; the rest is optional, or in a
section of which a part is enough. A version that has errors is listed by them.`

func list(flags *flag.FlagSet) action {
	folders, format := foldersFlag(flags), formatFlag(flags)
	return func(s *session, args []string) (bool, error) {
		l, err := libraryOf(*folders)
		if err != nil {
			return false, err
		}
		catalog, err := proficiency.NewCatalog(l)
		if err != nil {
			return false, err
		}
		for _, id := range args {
			if _, ok := catalog.Newest(proficiency.FrameworkID(id)); !ok {
				return false, unknownFramework(catalog, id)
			}
		}
		listing := listing{session: s, library: l, catalog: catalog}
		for _, ref := range catalog.Refs() {
			if len(args) > 0 && !slices.Contains(args, string(ref.ID)) {
				continue
			}
			if err := listing.add(ref); err != nil {
				return false, err
			}
		}
		if *format == "json" {
			listing.json(&report{session: s, format: format})
		} else {
			listing.table()
		}
		return listing.broken == 0, nil
	}
}

// A listing is of all versions of all frameworks.
type listing struct {
	*session
	library library
	catalog *proficiency.Catalog
	rows    []listed
	broken  int // versions with errors
}

// A listed is one version of a framework as it is listed.
type listed struct {
	Framework      string `json:"framework"`
	Title          string `json:"title"`
	Items          int    `json:"items"`
	Mandatory      int    `json:"mandatory"`
	Status         string `json:"status"`
	Published      string `json:"published,omitempty"`
	EnrolmentUntil string `json:"enrolment_until,omitempty"`
	FinishBy       string `json:"finish_by,omitempty"`
	Retired        string `json:"retired,omitempty"`
	Scenarios      int    `json:"scenarios"`
	Language       string `json:"language,omitempty"`

	Translations []listedTranslation `json:"translations,omitempty"`

	Errors []string `json:"errors,omitempty"`

	state string
	found source.Diagnostics
}

// A listedTranslation is a language that a framework is translated into.
type listedTranslation struct {
	Language string `json:"language"`
	Complete bool   `json:"complete"`
}

func (t listedTranslation) String() string {
	if t.Complete {
		return t.Language
	}
	return t.Language + " in part"
}

func translationsOf(fw *proficiency.Framework) (all []listedTranslation) {
	for t := range fw.Translations().Values() {
		all = append(all, listedTranslation{t.Language(), t.Complete()})
	}
	return all
}

// languages are those of the framework.
func (row *listed) languages() string {
	all := []string{row.Language}
	for _, t := range row.Translations {
		all = append(all, t.String())
	}
	return strings.Join(all, ", ")
}

// add lists one version. What is wrong with it is part of the listing.
func (l *listing) add(ref proficiency.Ref) error {
	row := listed{Framework: ref.String(), Scenarios: len(l.library.scenarios(ref))}
	fw, err := l.catalog.Framework(ref)
	if err := row.wrong(err); err != nil {
		return err
	}
	life, err := l.catalog.Lifecycle(ref)
	if err := row.wrong(err); err != nil {
		return err
	}
	if len(row.found) > 0 {
		l.broken++
	}
	if fw != nil {
		row.Title, row.Items, row.Mandatory = fw.Title(), fw.Items().Len(), itemCountOf(fw.Items()).mandatory
		row.Language, row.Translations = fw.Language(), translationsOf(fw)
	}
	row.Status, row.state = string(life.Status), stateOf(life)
	row.Published, row.EnrolmentUntil, row.Retired = day(life.Published), day(life.EnrolmentUntil), day(life.RetiredOn)
	row.FinishBy = day(life.FinishBy)
	for _, d := range row.found {
		row.Errors = append(row.Errors, d.String())
	}
	l.rows = append(l.rows, row)
	return nil
}

// wrong keeps what is wrong with the content, and gives what kept it from being read.
func (row *listed) wrong(err error) error {
	var found source.Diagnostics
	if errors.As(err, &found) {
		row.found = append(row.found, found...)
		return nil
	}
	return err
}

// scenarios are the files of scenarios that stand beside a framework.
func (l library) scenarios(ref proficiency.Ref) []string {
	names, _ := fs.Glob(l, path.Join(string(ref.ID), ref.Version.String(), scenarioFolder, "*"+scenario.Suffix)) // the pattern is sound
	return names
}

// scenarioFolder is the folder beside a framework that its scenarios stand in.
const scenarioFolder = "scenarios"

// stateOf says where a version is in its life.
func stateOf(l proficiency.Lifecycle) string {
	state := string(l.Status)
	switch {
	case l.Status == proficiency.Retired:
		state = fmt.Sprintf("retired %s", l.RetiredOn)
	case l.Status == proficiency.Published && !l.EnrolmentUntil.IsZero():
		state = fmt.Sprintf("published %s, enrolment until %s", l.Published, l.EnrolmentUntil)
	case l.Status == proficiency.Published:
		state = fmt.Sprintf("published %s", l.Published)
	}
	for past := range l.History.Values() {
		state += fmt.Sprintf(", retired from %s until %s", past.RetiredOn, past.ClearedOn)
	}
	if !l.FinishBy.IsZero() {
		state += fmt.Sprintf(", to be finished by %s", l.FinishBy)
	}
	return state
}

// day is a date as it is written, or nothing.
func day(d proficiency.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func (l *listing) json(r *report) {
	for _, row := range l.rows {
		r.line(row, "")
	}
}

// table prints a line for each version, and below what is wrong with some.
func (l *listing) table() {
	t := tabwriter.NewWriter(l.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "FRAMEWORK\tITEMS\tMANDATORY\tSCENARIOS\tSTATE\tLANGUAGES\tTITLE")
	for _, row := range l.rows {
		if len(row.found) > 0 {
			fmt.Fprintf(t, "%s\t\t\t%d\terrors\t\t%s\n", row.Framework, row.Scenarios, plain(row.Title))
			continue
		}
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%s\t%s\t%s\n", row.Framework, row.Items, row.Mandatory, row.Scenarios, row.state, plain(row.languages()), plain(row.Title))
	}
	_ = t.Flush() // Main says if writing failed
	for _, row := range l.rows {
		l.wrongFiles(row.found)
	}
}

// wrongFiles prints findings with lines of the files that they are about.
func (l *listing) wrongFiles(found source.Diagnostics) {
	files := map[string]text{}
	for _, d := range found {
		t, read := files[d.Position.File]
		if !read {
			t = l.library.text(d.Position.File)
			files[d.Position.File] = t
		}
		d.Position.File = t.name
		l.findings(source.Diagnostics{d}, t)
	}
}

// An itemCount is of some items.
type itemCount struct {
	items, mandatory, optional, grouped int
	byKind                              map[proficiency.KindID]int
}

// itemCountOf counts items. One in a group does not count by itself: the rule of
// its section does.
func itemCountOf(items proficiency.List[*proficiency.Item]) itemCount {
	c := itemCount{items: items.Len(), byKind: map[proficiency.KindID]int{}}
	for it := range items.Values() {
		c.byKind[it.Kind()]++
		switch {
		case it.Optional():
			c.optional++
		case it.Group() != nil:
			c.grouped++
		default:
			c.mandatory++
		}
	}
	return c
}

// String says how many there are in all, and of which sort.
func (c itemCount) String() string {
	parts := []string{fmt.Sprintf("%d mandatory", c.mandatory)}
	if c.optional > 0 {
		parts = append(parts, fmt.Sprintf("%d optional", c.optional))
	}
	if c.grouped > 0 {
		parts = append(parts, fmt.Sprintf("%d in sections of which a part is enough", c.grouped))
	}
	return fmt.Sprintf("%d: %s", c.items, strings.Join(parts, ", "))
}
