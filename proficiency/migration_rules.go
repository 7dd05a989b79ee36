package proficiency

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A migrationRule is one rule about the meaning of a migration. A rule reports
// nothing that only follows from another finding.
type migrationRule struct {
	code     string
	severity source.Severity
	purpose  string
	check    func(*rawMigration, reporter)
}

// Codes of findings about migrations that several rules, or others, need.
const (
	codeInvalidVersion = "invalid-version"
	codeUnmapped       = "unmapped-change"
	codeVersionStep    = "version-too-small"
	codeOneSided       = "text-of-one-version"
)

// migrationRules are those about the file, and then those about what it says
// of two versions, which are applied where these are known.
func migrationRules() (ofFile, ofVersions []migrationRule) {
	return []migrationRule{
			{codeUnsupportedFormat, source.Error, "The format is one that this version of the library reads.", checkMigrationFormat},
			{codeInvalidVersion, source.Error, "A version is MAJOR.MINOR.PATCH.", checkMigrationVersions},
			{"invalid-id", source.Error, "Ids are of lower-case letters, digits, . and -.", checkMigrationIDs},
			{"not-newer", source.Error, "A migration leads to a newer version.", checkNewer},
			{"unknown-text", source.Error, "A text that is named is one that somebody accepts.", checkTextNames},
			{"unknown-change", source.Error, "What changed is named by the word that the comparison has for it.", checkChangeNames},
			{"unknown-results", source.Error, "Results carry over, are confirmed again or assessed again.", checkResults},
			{"several-selections", source.Error, "An entry names items, or what changed of them, or from which to which it leads.", checkSelection},
			{"named-twice", source.Error, "What becomes of an item or an answer is said once.", checkNamedOnce},
			{"undecided", source.Error, "What becomes of results is decided before anybody goes on.", checkDecided},
			{"blank-text", source.Error, "A text that is given says something.", eachReason(blank)},
			{"text-too-long", source.Error, "A text is no longer than what it is for.", eachReason(tooLong)},
			{"hidden-character", source.Error, "A text holds no characters that do not show.", eachReason(hidden)},
		}, []migrationRule{
			{"other-versions", source.Error, "A migration is about the versions that it stands between.", checkVersions},
			{"unknown-item", source.Error, "An item that is named is one of the version it is named of.", checkItemsKnown},
			{"not-gone", source.Error, "What goes on as something else, or is dropped, is not there any more.", checkGone},
			{"not-new", source.Error, "What is added, or takes over from another, was not there before.", checkNew},
			{"unknown-scale", source.Error, "A scale that is named is one of the framework's scales.", checkScalesKnown},
			{"unknown-answer", source.Error, "An answer that is named is one of its scale.", checkAnswersKnown},
			{"unmapped-answer", source.Error, "The mapping of a scale says of every answer what becomes of it.", checkAnswersMapped},
			{"unmapped-scale", source.Error, "Answers are kept only where their scale is mapped to the new one.", checkScalesMapped},
			{codeUnmapped, source.Error, "Everything that changed is accounted for.", checkEverythingMapped},
			{codeOneSided, source.Error, "Only a text that both versions have can mean in one what it means in the other.", checkBothHaveText},
			{"carry-changed-meaning", source.Error, "Decisions carry over only to what means the same, and only the author says that a changed text does.", checkMeaningKept},
			{"carry-not-met", source.Error, "A decision carries over only with an answer that is still enough.", checkStillMet},
			{"carry-unanswered", source.Error, "A decision carries over only where every required question was asked before.", checkStillAsked},
			{codeVersionStep, source.Error, "A version claims at least the step that its changes need.", checkVersionStep},
			{"entry-without-effect", source.Warning, "What is said of something that did not change has no effect.", checkEffect},
		}
}

// ParseMigration reads a migration between two versions of a framework. File is
// the name that positions carry. The findings are complete and sorted; if one
// of them is an error, the Migration is nil. Where one of the versions is nil,
// only what the file says by itself is checked, and there is no Migration.
// Nothing in src makes it panic; the limits are those of [Parse].
func ParseMigration(file string, src []byte, old, new *Framework) (*Migration, source.Diagnostics) {
	doc := source.Read(file, src, nil)
	m := walkMigration(doc)
	if newerThan(m.format.Value, MigrationFormat) {
		return nil, source.Diagnostics{{
			Position: m.format.Position, Severity: source.Error, Code: codeUnsupportedFormat,
			Message: source.Quote(m.format.Value) + " is newer than this version of the library, which reads " + MigrationFormat + ": update the library",
		}}
	}
	m.check(old, new)
	findings := doc.Findings()
	if findings.HasErrors() || m.plan == nil {
		return nil, findings
	}
	return m.plan.build(m.position), findings
}

// check applies the rules: those about two versions if the file is about them.
func (m *rawMigration) check(old, new *Framework) {
	if !m.present {
		return
	}
	ofFile, ofVersions := migrationRules()
	m.apply(ofFile)
	if old == nil || new == nil {
		return
	}
	m.between = Compare(old, new)
	if m.stands() {
		m.plan = newPlan(m)
		m.apply(ofVersions)
	} else if m.ascends() {
		m.apply(ofVersions[:1])
	}
}

func (m *rawMigration) apply(rules []migrationRule) {
	for _, rule := range rules {
		rule.check(m, func(at source.Position, format string, args ...any) *source.Diagnostic {
			return m.doc.Report(at, rule.severity, rule.code, format, args...)
		})
	}
}

func (m *rawMigration) hint(word source.Text, are string, words []string, whose source.Words) hint {
	return hintIn(m.doc, &m.hints, word, are, words, whose)
}

func checkMigrationFormat(m *rawMigration, report reporter) {
	if m.format.Given() && m.format.Value != MigrationFormat {
		report(m.format.Position, "unknown format %s: write %s", source.Quote(m.format.Value), MigrationFormat)
	}
}

func checkMigrationVersions(m *rawMigration, report reporter) {
	for _, v := range []source.Text{m.from, m.to} {
		if _, err := ParseVersion(v.Value); v.Given() && err != nil {
			report(v.Position, "%s is not a version: write MAJOR.MINOR.PATCH, such as 1.0.0", source.Quote(v.Value))
		}
	}
}

// eachID gives every id in the file.
func (m *rawMigration) eachID(yield func(source.Text)) {
	yield(m.framework)
	for _, s := range m.scales {
		yield(s.from)
		yield(s.to)
		for _, a := range s.answers {
			yield(a.from)
			yield(a.to)
		}
		for _, a := range slices.Concat(s.reassess, s.undecided) {
			yield(a)
		}
	}
	for _, e := range m.entries {
		for _, id := range slices.Concat(e.items, e.old, e.new) {
			yield(id)
		}
	}
}

func checkMigrationIDs(m *rawMigration, report reporter) {
	m.eachID(func(id source.Text) {
		if id.Given() && !ValidID(id.Value) {
			advice, suggestion := idAdvice(id.Value)
			report(id.Position, "%s is not an id: %s", source.Quote(id.Value), advice).Suggestion = suggestion
		}
	})
}

func checkNewer(m *rawMigration, report reporter) {
	if !m.ascends() {
		report(m.to.Position, "%s is not newer than %s: nobody goes back to an older version", m.to.Value, m.from.Value)
	}
}

// ascends reports whether the file says that it leads to a newer version, or
// cannot be understood there.
func (m *rawMigration) ascends() bool {
	from, err := ParseVersion(m.from.Value)
	to, err2 := ParseVersion(m.to.Value)
	return err != nil || err2 != nil || from.Compare(to) < 0
}

func checkTextNames(m *rawMigration, report reporter) {
	for _, e := range m.editorial {
		for _, t := range e.texts {
			if !slices.Contains(acceptedTexts(), t.Value) {
				h := m.hint(t, "the texts are", acceptedTexts(), source.Fixed)
				h.on(report(t.Position, "unknown text %s%s", source.Quote(t.Value), h.end))
			}
		}
	}
}

// resultClasses are the classes of changes that touch what results are worth,
// but for the meaning, which authors judge item by item.
func resultClasses() []string {
	return []string{string(ClassScale), string(ClassQuestions), string(ClassLevel), string(ClassConfirmers), string(ClassAsks), string(ClassValidity)}
}

func checkChangeNames(m *rawMigration, report reporter) {
	for _, e := range m.entries {
		for _, t := range e.changed {
			switch {
			case t.Value == string(ClassMeaning):
				report(t.Position, "whether another text means the same is judged item by item: name them under items")
			case !slices.Contains(resultClasses(), t.Value):
				m.meant[unknownChange] = true
				h := m.hint(t, "there are", resultClasses(), source.Fixed)
				h.on(report(t.Position, "unknown change %s%s", source.Quote(t.Value), h.end))
			}
		}
	}
}

func checkResults(m *rawMigration, report reporter) {
	words := []string{string(ActionCarry), string(ActionReconfirm), string(ActionReassess)}
	for _, e := range m.entries {
		if e.results.Given() && !slices.Contains(words, e.results.Value) {
			h := m.hint(e.results, "write", words, source.Fixed)
			h.on(report(e.results.Position, "unknown results %s%s", source.Quote(e.results.Value), h.end))
		}
	}
}

func checkSelection(m *rawMigration, report reporter) {
	for _, e := range m.entries {
		if !e.sound || e.action == ActionSplit || e.action == ActionMerge {
			continue
		}
		n := 0
		for _, given := range []bool{e.byItem, e.byChange, e.renamed} {
			if given {
				n++
			}
		}
		switch one := "items, or changed, or from and to"; {
		case n == 0:
			report(e.position, "what this is about is missing: write %s", strings.TrimSuffix(one, map[bool]string{true: ", or from and to"}[e.action == actionUndecided]))
		case n > 1:
			report(e.position, "this is about several at once: write %s", one)
		case e.renamed && (e.old == nil || e.new == nil):
			report(e.position, "from and to go together: write both")
		}
	}
}

func eachReason(problem func(rawText) string) func(*rawMigration, reporter) {
	return func(m *rawMigration, report reporter) {
		for _, t := range m.texts {
			if p := problem(t); p != "" {
				report(t.Position, "%s %s", t.what, p)
			}
		}
	}
}
