package proficiency

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

// exampleFrame is the file that examples are parts of.
const exampleFrame = `format: countersign/v1
id: hand-hygiene
version: 1.0.0
title: Hand hygiene
scales:
  done:
    - {id: not-yet, label: Not yet}
    - {id: achieved, label: Achieved, meets: true}
defaults: {scale: done, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - id: washing
    title: Washing
    proficiencies:
      - {id: wash, statement: Wash your hands.}
`

// exampleVersions are what examples of migrations stand between, and exampleMigration
// is what they are parts of.
const (
	exampleOldVersion = `format: countersign/v1
id: hand-hygiene
version: 1.0.0
title: Hand hygiene
declaration: I keep to it.
scales:
  done:
    - {id: not-yet, label: Not yet}
    - {id: achieved, label: Achieved, meets: true}
defaults: {scale: done, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - id: washing
    title: Washing
    proficiencies:
      - {id: wash, statement: Wash your hands.}
      - {id: dry, statement: Dry your hands.}
      - {id: towel, statement: Use a clean towel.}
      - {id: tap, statement: Turn off the tap.}
      - {id: rub, statement: Rub in the alcohol.}
      - {id: teach, statement: Teach a colleague.}
`
	exampleNewVersion = `format: countersign/v1
id: hand-hygiene
version: 2.0.0
title: Hand hygiene
declaration: I will keep to it.
scales:
  done:
    - {id: not-yet, label: Not yet}
    - {id: with-help, label: With help}
    - {id: alone, label: Alone, meets: true}
  worn:
    - {id: not-yet, label: Not yet}
    - {id: worn, label: Worn, meets: true}
defaults: {scale: done, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager], signatory_statement: I saw all of it.}
sections:
  - id: washing
    title: Washing
    proficiencies:
      - {id: wash, statement: Wash your hands and wrists.}
      - {id: dry, statement: Dry your hands on a clean towel.}
      - {id: tap, statement: Turn off the tap.}
      - {id: rub, statement: Rub in the alcohol.}
      - id: teach
        statement: Teach a colleague.
        questions: [{id: how, text: Which words do you use}]
      - {id: gloves, scale: worn, statement: Put on gloves.}
`
	exampleMigration = `format: countersign-migration/v1
framework: hand-hygiene
from: 1.0.0
to: 2.0.0
scales:
  - {from: done, to: done, answers: {not-yet: not-yet, achieved: alone}, reason: Alone is what achieved was.}
carry:
  - {changed: [scale], reason: Alone is what achieved was.}
reconfirm:
  - {items: [wash], reason: It now includes the wrists.}
reassess:
  - {items: [teach], reason: It asks how.}
merge:
  - {from: [dry, towel], to: dry, reason: Both are asked as one.}
add:
  - {items: [gloves], reason: New in 2.0.0.}
`
)

// topKey begins what stands under a key of the framework.
var topKey = regexp.MustCompile(`(?m)^(?:\? )?([a-z_]+)\b`)

// framed completes an example: each of its keys stands in place of the frame's.
func framed(example string) string {
	if strings.HasPrefix(example, "#") {
		return example
	}
	if rest, ok := strings.CutPrefix(example, "proficiencies:\n"); ok {
		return exampleFrame[:strings.Index(exampleFrame, "      - {id: wash")] + regexp.MustCompile(`(?m)^`).ReplaceAllString(strings.TrimRight(rest, "\n"), "    ") + "\n"
	}
	return inPlace(exampleFrame, example)
}

// inPlace puts each key of an example in place of that of a frame.
func inPlace(frame, example string) string {
	own := map[string]bool{}
	for _, m := range topKey.FindAllStringSubmatch(example, -1) {
		own[m[1]] = true
	}
	var b strings.Builder
	from := topKey.FindAllStringSubmatchIndex(frame, -1)
	for i, at := range from {
		end := len(frame)
		if i+1 < len(from) {
			end = from[i+1][0]
		}
		if !own[frame[at[2]:at[3]]] {
			b.WriteString(frame[at[0]:end])
		}
	}
	b.WriteString(example)
	return b.String()
}

// judgedMigration are the findings about an example between the two versions.
// One about the version itself says which the new one is.
func judgedMigration(t *testing.T, code, example string) source.Diagnostics {
	newer := exampleNewVersion
	if _, to, ok := strings.Cut(example, "to: "); code == codeVersionStep && ok {
		newer = strings.Replace(newer, "version: 2.0.0", "version: "+to, 1)
	}
	old, found := Parse("hand-hygiene.yaml", []byte(exampleOldVersion))
	require.Empty(t, found)
	new, found := Parse("hand-hygiene.yaml", []byte(newer))
	require.Empty(t, found)
	_, findings := ParseMigration("from-1.0.0.yaml", []byte(inPlace(exampleMigration, example)), old, new)
	return findings
}

// inFolder is what a file holds in an example of folders.
func inFolder(file string) string {
	folder, name := path.Split(file)
	version := path.Base(folder)
	from, migration := MigrationFrom(name)
	switch {
	case migration:
		return fmt.Sprintf("format: %s\nframework: hand-hygiene\nfrom: %s\nto: %s\n", MigrationFormat, from, version)
	}
	return strings.Replace(exampleFrame, "version: 1.0.0", "version: "+version, 1)
}

var described = regexp.MustCompile(`⟨(?:(\d+) × ([^⟩]*)|U\+([0-9A-F]{4})|byte ([0-9A-F]{2}))⟩`)

// written puts what is described in ⟨⟩ into an example.
func written(example string) string {
	return described.ReplaceAllStringFunc(example, func(s string) string {
		m := described.FindStringSubmatch(s)
		if n, err := strconv.Atoi(m[1]); err == nil {
			var b strings.Builder
			for i := range n {
				b.WriteString(strings.ReplaceAll(m[2], "#", strconv.Itoa(i+1)))
			}
			return b.String()
		}
		if c, err := strconv.ParseUint(m[3], 16, 32); err == nil {
			return string(rune(c))
		}
		c, _ := strconv.ParseUint(m[4], 16, 8)
		return string([]byte{byte(c)})
	})
}

// besideExample are the frameworks beside an example about a catalogue, as parts of the same file.
var besideExample = map[string]string{
	"ward-basics/1.2.0/ward-basics.yaml": "id: ward-basics\nversion: 1.2.0\n",
	"glove-use/1.0.0/glove-use.yaml":     "id: glove-use\nrequires:\n  - framework: hand-hygiene\n",
	"ward-audit/1.0.0/ward-audit.yaml":   "id: ward-audit\nsubject: centre\n",
}

// judged are the findings about an example.
func judged(t *testing.T, d RuleDoc, example string) source.Diagnostics {
	t.Helper()
	switch {
	case d.Family == familyFolder:
		fsys := fstest.MapFS{}
		last := ""
		for line := range strings.Lines(example) {
			if text, of := strings.CutPrefix(line, "  "); of { // what the file above holds
				fsys[last].Data = append(fsys[last].Data, text...)
				continue
			}
			last = strings.TrimSpace(line)
			fsys[last] = &fstest.MapFile{}
		}
		for name, file := range fsys {
			if len(file.Data) == 0 && d.Code == codeMisplaced {
				file.Data = []byte(exampleFrame)
			} else if len(file.Data) == 0 {
				file.Data = []byte(inFolder(name))
			}
		}
		catalog, err := NewCatalog(fsys)
		require.NoError(t, err)
		findings, err := catalog.Check()
		require.NoError(t, err)
		return findings
	case d.Family == familyMigration:
		return judgedMigration(t, d.Code, example)
	case d.Family == familyCatalogue:
		fsys := fstest.MapFS{"hand-hygiene/1.0.0/hand-hygiene.yaml": {Data: []byte(framed(example))}}
		for file, own := range besideExample {
			fsys[file] = &fstest.MapFile{Data: []byte(framed(own))}
		}
		catalog, err := NewCatalog(fsys)
		require.NoError(t, err)
		findings, err := catalog.Check()
		require.NoError(t, err)
		for _, f := range findings {
			assert.NotContains(t, f.Position.File, "ward-basics")
		}
		return findings
	case d.Family == familyLifecycle:
		_, findings := ParseLifecycle("lifecycle.yaml", []byte(example))
		return findings
	case d.Code == source.CodeLayout:
		_, findings := source.Layout("f.yaml", []byte(written(framed(example))), nil)
		return findings
	}
	_, findings := Check("f.yaml", []byte(written(framed(example))), &CheckOptions{Style: d.Family == familyStyle})
	return findings
}

func TestRuleExamples(t *testing.T) {
	t.Parallel()
	for _, d := range RuleDocs() {
		require.NotEmpty(t, d.Bad, d.Code)
		require.NotEmpty(t, d.Good, d.Code)
		assert.Less(t, strings.Count(d.Bad, "\n"), 20, "%s: short enough to read", d.Code)
		assert.Empty(t, judged(t, d, d.Good), "%s: the good example\n%s", d.Code, d.Good)
		codes := map[string]bool{}
		for _, f := range judged(t, d, d.Bad) {
			codes[f.Code] = true
			assert.True(t, f.Code != d.Code || f.Severity == d.Severity, "%s is a %s", d.Code, f.Severity)
		}
		assert.True(t, codes[d.Code], "%s: the bad example has %v\n%s", d.Code, codes, d.Bad)
		assert.True(t, len(codes) == 1 || d.Code == source.CodeTooManyFindings, "%s: the bad example has %v", d.Code, codes)
	}
	bad, _ := examples()
	assert.Len(t, bad, len(RuleDocs()), "no example is of a code that is not there")
}

// RULES.md is what the tables and examples say; -update writes it anew.
func TestRulesPage(t *testing.T) {
	t.Parallel()
	golden(t, "RULES.md", rulesPage())
}

func rulesPage() string {
	var b strings.Builder
	b.WriteString(rulesHead)
	fmt.Fprintf(&b, "\n```yaml\n%s```\n", exampleFrame)
	for _, family := range Families() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", familyTitles[family][0], familyTitles[family][1])
		for _, d := range RuleDocs() {
			if d.Family == family {
				fmt.Fprintf(&b, "\n### %s\n\n%s *%s*\n\nBad:\n\n%s\nGood:\n\n%s", d.Code, d.Purpose, capital(d.Severity.String()), fenced(d, d.Bad), fenced(d, d.Good))
			}
		}
	}
	return b.String()
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func fenced(d RuleDoc, example string) string {
	language := "yaml"
	if d.Family == familyFolder {
		language = "text"
	}
	return "```" + language + "\n" + example + "```\n"
}

const rulesHead = `# The rules

Every finding carries a code in square brackets: ` + "`hand-hygiene.yaml:4:1: unknown key \"titel\" [unknown-key]`" + `. This page
says for each code what its rule demands, with an example that has the finding and one that has none. It is made from
the tables of rules and the examples in rule_examples.txt by ` + "`go test ./proficiency -run TestRulesPage -update`" + `, and the
tests run every example.

An *error* keeps the file from being used. A *warning* does not. A comment switches a warning off at a place, and says
why, behind what it is about or on the line above:

` + "```yaml" + `
- {id: dry, number: "1", statement: Dry your hands.}   # countersign:ignore duplicate-number as on the paper form
` + "```" + `

In the examples ⟨3 × a⟩ stands for aaa, with # for the number of each; ⟨U+0007⟩ and ⟨byte E9⟩ for what would not show.
Each is a part of this file, in place of what has the same key here; proficiencies stand in its section:
`

// familyTitles are the heading of each family and what is said of all of it.
var familyTitles = map[string][2]string{
	familySyntax:  {"Syntax", "What can be read at all: the bytes of a file and its YAML. Where it cannot be read, nothing else is said."},
	familyShape:   {"Shape", "Which keys there are, and what type of value each has."},
	familyMeaning: {"Meaning", "What the parts of a framework say of one another."},
	familyStyle: {"Style", `How a framework is written. These rules are applied where they are asked for. All but near-duplicate know English only,
and are silent about a framework in another language.

They were tuned on what comes with the library, then 678 statements and 437 texts of guidance. In these they found 14 long
sentences and 15 abbreviations, two of those in statements, and nothing else; read one by one, none was found wrongly.`},
	familyComment: {"Comments that switch rules off", "What such a comment must be, so that none is left behind."},
	familyMigration: {"Migration", `What from-1.0.0.yaml says of results on an older version, for those who go on with a newer one. Rules that frameworks have,
too, stand above. Each example is a part of this file, in place of what has the same key here. In the newer version ` + "`wash`" + `
asks for more, ` + "`dry`" + ` for what ` + "`dry`" + ` and ` + "`towel`" + ` did, ` + "`teach`" + ` has a question of its own, and ` + "`gloves`" + ` is new:

` + "```yaml\n" + exampleMigration + "```"},
	familyLifecycle: {"Lifecycle", "What lifecycle.yaml says of a version; the examples are whole files."},
	familyFolder:    {"Folders", "Where files stand in a catalogue; the examples are their paths."},
	familyCatalogue: {"Catalogue", `What the frameworks of a catalogue say of one another. Beside the examples, which are parts of hand-hygiene 1.0.0, there is
ward-basics 1.2.0, glove-use 1.0.0, which requires hand-hygiene, and ward-audit 1.0.0, whose subject is a centre.`},
}
