package proficiency

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// changesBase is what the examples of changes are changes of.
const changesBase = `format: countersign/v1
id: hand-care
version: 1.0.0
title: Hand care
category: community
declaration: I work within these rules.
attributes: {role: {label: Role, values: [{id: clinical, label: Clinical}, {id: office, label: Office}]}}
scales:
  help: [{id: none, label: Not yet}, {id: some, label: With help}, {id: alone, label: Alone, meets: true}]
  doing: [{id: no, label: Not seen}, {id: yes, label: Seen, meets: true}]
defaults: {scale: help, kind: skill, confirmed_by: [assessor, educator-manager]}
enrolment: {self: false}
minimum_optional: 1
paper_since: 2026-01-01
sign_off: {by: [educator-manager], learner_statement: All of it is mine.}
sections:
  - id: basics
    title: Basics
    gate: true
    proficiencies:
      - {id: wash, number: "1", statement: Wash your hands., guidance: Use soap., waivable: true}
      - {id: towel, statement: Dry both hands on a paper towel and throw the towel away., validity: {months: 12, renew_within: 2}}
  - id: ward
    title: On the ward
    proficiencies:
      - {id: rub, statement: Rub alcohol into both hands., asks_for: [comment]}
      - {id: gloves, statement: Put on clean gloves., applies_to: {role: [clinical]}}
      - {id: apron, statement: Put on a clean apron.}
      - {id: rate, statement: Rate yourself., level: some}
      - {id: say, statement: Say how., questions: [{id: how, text: How, scale: doing}, {id: when, text: When, scale: doing}, {id: why, text: Why, scale: doing, required: false}]}
  - id: some
    title: Some of these
    rule: {at_least: 2}
    proficiencies: [{id: tell, statement: Tell a visitor.}, {id: show, statement: Show a colleague.}, {id: ask, statement: Ask a patient.}]
  - id: choice
    title: Choice
    proficiencies: [{id: teach, statement: Teach a group., optional: true}, {id: write, statement: Write a leaflet., optional: true}]
`

// A changeExample is an edit of changesBase, with the change that it is to be.
type changeExample struct {
	what     string
	class    ChangeClass
	part     Part
	trend    Trend
	step     Step
	from, to string
	// migration decides the edit; none is needed for most.
	migration string
	// also is edited, too, and back says that the edit is made the other way round.
	also [2]string
	back bool
}

// changeExamples has one for each thing that a change can be to learners.
func changeExamples() []changeExample {
	return slices.Concat(examplesOfContent(), examplesOfRules(), examplesOfTheWhole())
}

const (
	rubLine   = "      - {id: rub, statement: Rub alcohol into both hands., asks_for: [comment]}\n"
	apronLine = "      - {id: apron, statement: Put on a clean apron.}\n"
	towelLine = "      - {id: towel, statement: Dry both hands on a paper towel and throw the towel away., validity: {months: 12, renew_within: 2}}\n"
)

// examplesOfContent are of what is asked.
func examplesOfContent() []changeExample {
	const item, fw, section, scale = PartItem, PartFramework, PartSection, PartScale
	const more, less, major, minor, patch = Strengthened, Weakened, StepMajor, StepMinor, StepPatch
	none := [2]string{}
	return []changeExample{
		{"a mandatory proficiency more", ClassAdded, item, "", major, apronLine, apronLine + "      - {id: mask, statement: Wear a mask.}\n", "", none, false},
		{"an optional one more", ClassAdded, item, "", minor, apronLine, apronLine + "      - {id: mask, statement: Wear a mask., optional: true}\n", "", none, false},
		{"one more of which some are enough", ClassAdded, item, "", minor, "{id: ask,", "{id: help, statement: Help a child.}, {id: ask,", "", none, false},
		{"a section more", ClassAdded, section, "", minor, "  - id: choice\n", "  - {id: later, title: Later, proficiencies: [{id: mask, statement: Wear a mask., optional: true}]}\n  - id: choice\n", "", none, false},
		{"a section of which some is to be reached", ClassAdded, section, "", major, "  - id: choice\n", "  - {id: later, title: Later, rule: {at_least: 1}, proficiencies: [{id: mask, statement: Wear a mask.}]}\n  - id: choice\n", "", none, false},
		{"a scale more", ClassAdded, scale, "", patch, "  doing: [", "  other: [{id: a, label: A}, {id: b, label: B, meets: true}]\n  doing: [", "", none, false},
		{"a scale gone", ClassRemoved, scale, "", patch, "  doing: [", "  other: [{id: a, label: A}, {id: b, label: B, meets: true}]\n  doing: [", "", none, true},
		{"a proficiency gone", ClassRemoved, item, "", major, apronLine, "", "", none, false},
		{"a section gone", ClassRemoved, section, "", minor, "  - id: ward\n    title: On the ward\n    proficiencies:\n", "", "", none, false},
		{"one became two", ClassSplit, item, "", major, towelLine,
			"      - {id: dry, statement: Dry both hands on a paper towel., validity: {months: 12, renew_within: 2}}\n      - {id: bin, statement: Throw the towel away., validity: {months: 12, renew_within: 2}}\n",
			"split: [{from: towel, to: [dry, bin], results: reconfirm, reason: Two see it.}]", none, false},
		{"two became one", ClassMerged, item, "", major, "      - {id: gloves, statement: Put on clean gloves., applies_to: {role: [clinical]}}\n" + apronLine,
			"      - {id: both, statement: Put on clean gloves and an apron.}\n", "merge: [{from: [gloves, apron], to: both, results: reconfirm, reason: They go together.}]", none, false},
		{"another id", ClassReplaced, item, "", major, "{id: apron,", "{id: clean-apron,", "carry: [{from: apron, to: clean-apron, reason: The id said half of it.}]", none, false},
		{"another statement", ClassMeaning, item, "", major, "Wash your hands.", "Wash your hands and wrists.", "", none, false},
		{"about a centre and not a person", ClassMeaning, fw, "", major, "category: community\n", "category: community\nsubject: centre\n", "", none, false},
		{"another id of the framework", ClassMeaning, fw, "", major, "id: hand-care\n", "id: hand-hygiene\n", "", none, false},
		{"an answer fewer", ClassScale, scale, "", major, "{id: none, label: Not yet}, ", "", "", none, false},
		{"an answer more", ClassScale, scale, "", major, "{id: some, label: With help}", "{id: some, label: With help}, {id: near, label: Nearly}", "", none, false},
		{"an answer that is not enough any more", ClassScale, scale, more, major, "label: Seen, meets: true}", "label: Seen}, {id: often, label: Often, meets: true}", "", none, false},
		{"an answer that is enough now", ClassScale, scale, less, major, "label: With help}", "label: With help, meets: true}", "", none, false},
		{"another scale", ClassScale, item, "", major, "Put on a clean apron.}", "Put on a clean apron., scale: doing}", "", none, false},
		{"a question that is not asked", ClassQuestions, item, less, major, "{id: how, text: How, scale: doing}, ", "", "", none, false},
		{"a question more", ClassQuestions, item, more, major, "{id: how, text: How, scale: doing}", "{id: how, text: How, scale: doing}, {id: who, text: Who, scale: doing}", "", none, false},
		{"a question to answer or not", ClassQuestions, item, "", minor, "{id: how, text: How, scale: doing}", "{id: how, text: How, scale: doing}, {id: who, text: Who, scale: doing, required: false}", "", none, false},
		{"a question that has to be answered", ClassQuestions, item, more, major, ", required: false}", "}", "", none, false},
		{"a question that need not be answered", ClassQuestions, item, less, major, "{id: how, text: How, scale: doing}", "{id: how, text: How, scale: doing, required: false}", "", none, false},
		{"a higher level", ClassLevel, item, more, major, "level: some", "level: alone", "", none, false},
		{"a lower level", ClassLevel, item, less, major, "level: some", "level: none", "", none, false},
		{"a level for some, another for others", ClassLevel, item, "", major, "level: some", "level: [{answer: none, applies_to: {role: [office]}}, {answer: alone}]", "", none, false},
	}
}

// examplesOfRules are of who decides, and of how much is enough.
func examplesOfRules() []changeExample {
	none := [2]string{}
	const item, fw, section = PartItem, PartFramework, PartSection
	const more, less, major, minor = Strengthened, Weakened, StepMajor, StepMinor
	return []changeExample{
		{"fewer confirmers", ClassConfirmers, item, more, major, "Put on a clean apron.}", "Put on a clean apron., confirmed_by: [assessor]}", "", none, false},
		{"more confirmers", ClassConfirmers, item, less, major, "Put on a clean apron.}", "Put on a clean apron., confirmed_by: [assessor, educator-manager, link-lecturer]}", "", none, false},
		{"other confirmers", ClassConfirmers, item, "", major, "Put on a clean apron.}", "Put on a clean apron., confirmed_by: [assessor, link-lecturer]}", "", none, false},
		{"confirmers in another order", ClassConfirmers, item, "", minor, "Put on a clean apron.}", "Put on a clean apron., confirmed_by: [educator-manager, assessor]}", "", none, false},
		{"another category", ClassConfirmers, fw, "", major, "category: community", "category: clinical", "", none, false},
		{"an answer comes with more", ClassAsks, item, more, major, "asks_for: [comment]", "asks_for: [comment, date]", "", none, false},
		{"an answer comes with less", ClassAsks, item, less, major, ", asks_for: [comment]}", "}", "", none, false},
		{"an answer comes with something else", ClassAsks, item, "", major, "asks_for: [comment]", "asks_for: [evidence]", "", none, false},
		{"a confirmation lapses sooner", ClassValidity, item, more, major, "months: 12", "months: 6", "", none, false},
		{"a confirmation holds longer", ClassValidity, item, less, major, "months: 12", "months: 24", "", none, false},
		{"a confirmation holds for ever", ClassValidity, item, less, major, ", validity: {months: 12, renew_within: 2}", "", "", none, false},
		{"renewed earlier", ClassValidity, item, "", minor, "renew_within: 2", "renew_within: 3", "", none, false},
		{"not waived any more", ClassWaiving, item, more, major, ", waivable: true}", "}", "", none, false},
		{"waived", ClassWaiving, item, less, major, "Put on a clean apron.}", "Put on a clean apron., waivable: true}", "", none, false},
		{"mandatory now", ClassOptional, item, more, major, "Write a leaflet., optional: true", "Write a leaflet.", "", none, false},
		{"optional now", ClassOptional, item, less, major, "Put on a clean apron.}", "Put on a clean apron., optional: true}", "", none, false},
		{"a section that is chosen", ClassOptional, section, less, major, "    title: On the ward\n", "    title: On the ward\n    optional: true\n", "", none, false},
		{"more to choose", ClassMinimum, fw, more, major, "minimum_optional: 1", "minimum_optional: 2", "", none, false},
		{"less to choose", ClassMinimum, fw, less, major, "minimum_optional: 1", "minimum_optional: 0", "", none, false},
		{"more of them are needed", ClassRule, section, more, major, "at_least: 2", "at_least: 3", "", none, false},
		{"all of them are needed", ClassRule, section, more, major, "    rule: {at_least: 2}\n", "", "", none, false},
		{"fewer of them are needed", ClassRule, section, less, major, "at_least: 2", "at_least: 1", "", none, false},
		{"some are enough", ClassRule, section, less, major, "    title: On the ward\n", "    title: On the ward\n    rule: {at_least: 3}\n", "", none, false},
		{"points in place of a number", ClassRule, section, "", major, "at_least: 2", "points: 2", "", none, false},
		{"a gate", ClassGate, section, more, major, "    title: On the ward\n", "    title: On the ward\n    gate: true\n", "", none, false},
		{"a gate no more", ClassGate, section, less, major, "    gate: true\n", "", "", none, false},
		{"into a gate", ClassGate, item, "", major, rubLine, "", "", [2]string{towelLine, towelLine + rubLine}, false},
		{"to others", ClassApplies, item, "", major, "{role: [clinical]}", "{role: [office]}", "", none, false},
		{"to more", ClassApplies, item, more, major, ", applies_to: {role: [clinical]}", "", "", none, false},
		{"to fewer", ClassApplies, item, less, major, "Put on a clean apron.}", "Put on a clean apron., applies_to: {role: [clinical]}}", "", none, false},
		{"a value more", ClassApplies, PartAttribute, "", minor, "{id: office, label: Office}", "{id: office, label: Office}, {id: bank, label: Bank}", "", none, false},
	}
}

// examplesOfTheWhole are of the framework itself, and of what asks nothing again.
func examplesOfTheWhole() []changeExample {
	none := [2]string{}
	const item, fw = PartItem, PartFramework
	const more, less, major, minor, patch = Strengthened, Weakened, StepMajor, StepMinor, StepPatch
	return []changeExample{
		{"others sign off", ClassSignOff, fw, "", major, "sign_off: {by: [educator-manager],", "sign_off: {by: [assessor],", "", none, false},
		{"more may sign off", ClassSignOff, fw, less, major, "sign_off: {by: [educator-manager],", "sign_off: {by: [educator-manager, assessor],", "", none, false},
		{"by somebody who confirmed nothing", ClassSignOff, fw, more, major, "learner_statement:", "distinct: true, learner_statement:", "", none, false},
		{"a statement less", ClassSignOff, fw, less, major, ", learner_statement: All of it is mine.", "", "", none, false},
		{"another statement of the learner's", ClassSignOff, fw, "", major, "All of it is mine.", "I did all of it.", "", none, false},
		{"another declaration", ClassDeclaration, fw, "", major, "I work within these rules.", "I work within other rules.", "", none, false},
		{"another declaration, which its author leaves at that", ClassDeclaration, fw, "", major, "I work within these rules.", "I work within other rules.", "# It is agreed to again.", none, false},
		{"a declaration", ClassDeclaration, fw, more, major, "declaration: I work within these rules.\n", "", "", none, true},
		{"no declaration", ClassDeclaration, fw, less, major, "declaration: I work within these rules.\n", "", "", none, false},
		{"later paper alone", ClassPaper, fw, more, major, "paper_since: 2026-01-01", "paper_since: 2026-06-01", "", none, false},
		{"earlier paper, too", ClassPaper, fw, less, major, "paper_since: 2026-01-01", "paper_since: 2025-06-01", "", none, false},
		{"another order", ClassMoved, item, "", minor, rubLine, "", "", [2]string{apronLine, apronLine + rubLine}, false},
		{"learners enrol themselves", ClassEnrolment, fw, less, minor, "self: false", "self: true", "", none, false},
		{"learners are enrolled by others", ClassEnrolment, fw, more, minor, "self: false", "self: true", "", none, true},
		{"other guidance", ClassGuidance, item, "", minor, "Use soap.", "Use warm water.", "", none, false},
		{"another number", ClassRenumbered, item, "", patch, `number: "1"`, `number: "1.1"`, "", none, false},
		{"a title", ClassWording, fw, "", patch, "title: Hand care", "title: Care of hands", "", none, false},
		{"a statement that means the same", ClassWording, item, "", patch, "Wash your hands.", "Wash both hands.",
			"carry: [{items: [wash], editorial: true, reason: Nobody washes one.}]", none, false},
		{"a declaration that means the same", ClassWording, fw, "", patch, "I work within these rules.", "I keep to these rules.",
			"editorial: [{texts: [declaration], reason: It reads better.}]", none, false},
		{"the layout of the file", ClassLayout, fw, "", StepNone, `number: "1",`, `number:   "1",`, "", none, false},
	}
}

// edited are the two versions of an example, as far as they differ.
func (e changeExample) edited(t *testing.T) *Comparison {
	t.Helper()
	require.Equal(t, 1, strings.Count(changesBase, e.from), "%s: it edits one place", e.what)
	src := strings.Replace(changesBase, e.from, e.to, 1)
	src = strings.Replace(src, e.also[0], e.also[1], 1)
	newer := strings.Replace(src, "version: 1.0.0", "version: "+Version{Major: 1}.Next(e.step).String(), 1)
	if e.step == StepNone {
		newer = strings.Replace(src, "version: 1.0.0", "version: 1.0.1", 1)
	}
	older := changesBase
	if e.back {
		older, newer = strings.Replace(newer, "version: "+Version{Major: 1}.Next(e.step).String(), "version: 1.0.0", 1), strings.Replace(older, "version: 1.0.0", "version: "+Version{Major: 1}.Next(e.step).String(), 1)
	}
	old, new := mustParse(t, older), mustParse(t, newer)
	c := Compare(old, new)
	if e.migration == "" {
		return c
	}
	head := fmt.Sprintf("format: countersign-migration/v1\nframework: hand-care\nfrom: %s\nto: %s\n", old.Version(), new.Version())
	m, findings := ParseMigration("from-1.0.0.yaml", []byte(head+e.migration+"\n"), old, new)
	require.NoError(t, findings.Err(), e.what)
	decided, err := c.Decided(m)
	require.NoError(t, err)
	return decided
}

// change is the one that an example is of.
func (e changeExample) change(t *testing.T) Change {
	t.Helper()
	c := e.edited(t)
	var all []string
	for ch := range c.Changes().Values() {
		if ch.Class == e.class && ch.Part == e.part && ch.Trend == e.trend && ch.Step == e.step {
			assert.LessOrEqual(t, ch.Step, c.Least(), e.what)
			return ch
		}
		all = append(all, fmt.Sprintf("%s %s %s %s", ch.Class, ch.Part, ch.Trend, ch.Step))
	}
	require.Fail(t, "no such change", "%s: want %s %s %s %s, got %q", e.what, e.class, e.part, e.trend, e.step, all)
	return Change{}
}

// CHANGES.md is what examples of all changes come to; -update writes it anew.
func TestChangesPage(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(changesHead)
	said, shown := map[string]bool{}, map[ChangeClass]bool{}
	for _, e := range changeExamples() {
		ch := e.change(t)
		said[ch.Effect], shown[ch.Class] = true, true
		class := string(ch.Class)
		if ch.Trend != "" {
			class += ", " + string(ch.Trend)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", class, e.what, wasToIs(ch), ch.Effect, ch.Step)
	}
	fmt.Fprintf(&b, "| %s | what did not change | – | None: results stay. | %s |\n", ClassIdentical, StepNone)
	golden(t, "CHANGES.md", b.String())
	for _, class := range ChangeClasses() {
		assert.True(t, shown[class], "no example is of the class %s", class)
	}
	for key, effect := range effects {
		shows := func(said string) bool { return strings.HasPrefix(said, effect) }
		assert.True(t, slices.ContainsFunc(slices.Collect(maps.Keys(said)), shows), "no example is of %v: %s", key, effect)
	}
}

// wasToIs is what a change is in the words of the comparison.
func wasToIs(ch Change) string {
	cell := func(s string) string {
		if s == "" {
			return "–"
		}
		return strings.ReplaceAll(s, "|", `\|`)
	}
	if ch.Was == "" && ch.Is == "" {
		return "–"
	}
	return cell(ch.Was) + " → " + cell(ch.Is)
}

const changesHead = `# What changes are to learners

Every difference between two versions of a framework is of a class. This page has an example of each, with what it is to
those who are half-way and the least step that the new version has to claim: ` + "`proficiency diff`" + ` fails where it claims less.
A rule that is *strengthened* asks more of somebody, or lets fewer decide; a *weakened* one asks less. What machines cannot
know authors say in the migration: that another text means the same, that items were split, merged, or go on under another
id, and whether results carry over, are confirmed again or assessed again.

It is made by ` + "`go test ./proficiency -run TestChangesPage -update`" + ` from examples that are compared each time.

| class | example | from → to | effect on learners | least step |
|---|---|---|---|---|
`
