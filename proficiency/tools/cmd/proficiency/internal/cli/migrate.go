package cli

import (
	"encoding/json"
	"flag"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

const migrateDetails = versionDetails + `
It says what becomes of learners' results for those who go on with NEW, item by item. Where no file leads from OLD to NEW,
versions in the same catalogue may lead there one after the other; that needs both named by their ids.
With --init it writes a first draft of the file beside NEW, or to standard output where NEW has no folder. What is certain
is said in it. What you have to decide stands under undecided, with what changed and what it is like in comments, and
validate finds it until it is decided. What is there already is never overwritten.`

const migrationSchema = "proficiency/migration.schema.json"

func migrateVersions(flags *flag.FlagSet) action {
	folders := foldersFlag(flags)
	begin := flags.Bool("init", false, "writes a first draft of the migration")
	to := flags.String("to", "", "`FILE` that the draft is written to; - is standard output")
	format := flags.String("format", "text", "`FORMAT` is text or json")
	return func(s *session, args []string) (bool, error) {
		switch {
		case *format != "text" && *format != "json":
			return false, wrong("--format: want text or json")
		case *to != "" && !*begin:
			return false, wrong("--to says where the draft of --init is written")
		}
		if !*begin && len(args) == 2 && refersTo(args[0]) && refersTo(args[1]) {
			return s.cataloguedMigration(args, *folders, *format)
		}
		old, new, ok, err := s.versions(args, *folders)
		if !ok {
			return false, err
		}
		if *begin {
			return s.initMigration(old, new, args[1], *to)
		}
		m, t, found, err := s.migration(old, new, "")
		switch {
		case err != nil:
			return false, err
		case found.HasErrors():
			return s.findings(found, t), nil
		case m == nil:
			return false, fmt.Errorf("there is no %s beside %s: proficiency migrate --init writes a draft", proficiency.MigrationFile(old.Version()), new.text.name)
		}
		s.tellMigration(m, old.Framework, new.Framework, t.name, *format)
		return true, nil
	}
}

// refersTo holds for an id, with or without its version.
func refersTo(named string) bool {
	return !strings.HasPrefix(named, "git:") && !isFile(named) && !isFolder(named)
}

// cataloguedMigration tells of the migration that a catalogue has, or composes.
func (s *session) cataloguedMigration(args, folders []string, format string) (bool, error) {
	l, err := libraryOf(folders)
	if err != nil {
		return false, err
	}
	catalog, err := proficiency.NewCatalog(l)
	if err != nil {
		return false, err
	}
	var refs [2]proficiency.Ref
	for i, named := range args {
		if refs[i], err = refOf(catalog, named); err != nil {
			return false, err
		}
	}
	m, err := catalog.Migration(refs[0], refs[1])
	if s.wrongContent(l, err) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	old, err := catalog.Framework(refs[0])
	if err != nil {
		return false, err
	}
	new, err := catalog.Framework(refs[1])
	if err != nil {
		return false, err
	}
	s.tellMigration(m, old, new, "", format)
	return true, nil
}

// initMigration writes a draft beside NEW, or where it is told to.
func (s *session) initMigration(old, new *version, named, to string) (bool, error) {
	if new.Version().Compare(old.Version()) <= 0 {
		return false, wrong("%s is not newer than %s: nobody goes back to an older version", new.Ref(), old.Version())
	}
	if to == "" && (isFile(named) || isFolder(named)) && named != standardInput && !strings.HasPrefix(named, "git:") {
		to = filepath.Join(filepath.Dir(new.text.name), proficiency.MigrationFile(old.Version()))
	}
	if to == "" || to == standardInput {
		s.printf("%s", proficiency.DraftMigration(old.Framework, new.Framework, published+migrationSchema))
		return true, nil
	}
	draft := proficiency.DraftMigration(old.Framework, new.Framework, schemaFrom(filepath.Dir(to), migrationSchema))
	if err := writeNew(to, draft); err != nil {
		return false, err
	}
	_, found := proficiency.ParseMigration(to, draft, old.Framework, new.Framework)
	s.printf("wrote %s\n", plain(to))
	if n := len(found); n > 0 {
		s.printf("%s to make in it; next: %s validate %s\n", number(n, "decision"), name, plain(filepath.Dir(to)))
	}
	return true, nil
}

// A jsonTransfer is what an item of the new version takes over.
type jsonTransfer struct {
	Item    string   `json:"item"`
	Action  string   `json:"action"`
	From    []string `json:"from,omitempty"`
	Reasons []string `json:"reasons,omitempty"`
}

// A jsonFate is what becomes of an item of the old version that goes on as nothing.
type jsonFate struct {
	Dropped string   `json:"dropped"`
	Reasons []string `json:"reasons,omitempty"`
}

// tellMigration says of each item of both versions what becomes of results.
func (s *session) tellMigration(m *proficiency.Migration, old, new *proficiency.Framework, file, format string) {
	counts := map[proficiency.Action]int{}
	for t := range m.Transfers().Values() {
		counts[t.Action]++
		if format == "json" {
			s.jsonLine(jsonTransfer{string(t.Item), string(t.Action), idsOf(t.From), textsOf(t.Reasons)})
		}
	}
	for f := range m.Fates().Values() {
		if f.Action == proficiency.ActionDrop {
			counts[proficiency.ActionDrop]++
			if format == "json" {
				s.jsonLine(jsonFate{string(f.Item), textsOf(f.Reasons)})
			}
		}
	}
	if format == "json" {
		return
	}
	s.printf("%s → %s\n", m.From(), m.To().Version)
	if file != "" {
		s.printf("by %s\n", plain(file))
	}
	for _, action := range []proficiency.Action{proficiency.ActionReconfirm, proficiency.ActionReassess, proficiency.ActionAdd, proficiency.ActionCarry} {
		s.tellTransfers(m, old, new, action)
	}
	s.tellDropped(m, old)
	s.printf("\n")
	for _, x := range []struct {
		action proficiency.Action
		what   string
	}{
		{proficiency.ActionCarry, "carried over"}, {proficiency.ActionReconfirm, "to be confirmed again"},
		{proficiency.ActionReassess, "to be assessed anew"}, {proficiency.ActionAdd, "new"}, {proficiency.ActionDrop, "dropped"},
	} {
		if n := counts[x.action]; n > 0 {
			s.printf("%s %s\n", number(n, "item"), x.what)
		}
	}
	if m.AsksAgreement() {
		s.printf("the declaration is agreed to again\n")
	}
}

// tellTransfers lists the items of an action; of those that carry over, what is
// not simply as it was.
func (s *session) tellTransfers(m *proficiency.Migration, old, new *proficiency.Framework, action proficiency.Action) {
	head := "\n" + string(action) + "\n"
	for t := range m.Transfers().Values() {
		if t.Action != action || action == proficiency.ActionCarry && t.Reasons.Len() == 0 {
			continue
		}
		from := ""
		if t.From.Len() > 1 || t.From.Len() == 1 && t.From.At(0) != t.Item {
			from = "  from " + strings.Join(idsOf(t.From), ", ")
		}
		s.printf("%s  %s%s\n    %s\n", head, t.Item, from, plain(oneLine(new.Item(t.Item).Statement())))
		s.tellReasons(t.Reasons)
		s.tellAnswers(t, old, new)
		head = ""
	}
}

// tellAnswers says which answers become others, of an item that is made of one.
func (s *session) tellAnswers(t proficiency.Transfer, old, new *proficiency.Framework) {
	if t.From.Len() != 1 {
		return
	}
	for q := range new.Item(t.Item).Questions().Values() {
		was := old.Item(t.From.At(0)).Question(q.ID())
		if was == nil {
			continue
		}
		var changed []string
		for a := range was.Scale().Answers().Values() {
			to, kept := t.Answer(q.ID(), func(proficiency.ItemID, proficiency.QuestionID) (proficiency.AnswerID, bool) { return a.ID, true })
			if kept && to != a.ID {
				changed = append(changed, string(a.ID)+" → "+string(to))
			} else if !kept && t.Action != proficiency.ActionReassess {
				changed = append(changed, string(a.ID)+" is given again")
			}
		}
		if len(changed) > 0 {
			s.printf("    answers  %s\n", strings.Join(changed, ", "))
		}
	}
}

func (s *session) tellDropped(m *proficiency.Migration, old *proficiency.Framework) {
	head := "\n" + string(proficiency.ActionDrop) + "\n"
	for f := range m.Fates().Values() {
		if f.Action == proficiency.ActionDrop {
			s.printf("%s  %s\n    %s\n", head, f.Item, plain(oneLine(old.Item(f.Item).Statement())))
			s.tellReasons(f.Reasons)
			head = ""
		}
	}
}

func (s *session) tellReasons(reasons proficiency.List[proficiency.Statement]) {
	for r := range reasons.Values() {
		s.printf("    reason  %s\n", plain(oneLine(r.Text)))
	}
}

func textsOf(statements proficiency.List[proficiency.Statement]) (texts []string) {
	for s := range statements.Values() {
		texts = append(texts, s.Text)
	}
	return texts
}

func (s *session) jsonLine(object any) {
	b, _ := json.Marshal(object) // of strings
	s.printf("%s\n", b)
}
