package proficiency

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

// styled gives the codes of what rules of style find in a single statement.
func styled(t *testing.T, kind, statement string) []string {
	t.Helper()
	src := changed("statement: Wash your hands", fmt.Sprintf("kind: %s, statement: %q", kind, statement))
	_, findings := Check("f.yaml", []byte(src), &CheckOptions{Style: true})
	require.False(t, findings.HasErrors(), findings)
	return findingCodes(findings)
}

func TestStyleOfStatements(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ kind, statement, want string }{
		{"skill", "Insert a peripheral cannula.", ""},
		{"skill", "Inserts a peripheral cannula.", ""},
		{"skill", "Safely insert a peripheral cannula.", ""},
		{"skill", "Re-establish care at the bed space.", ""},
		{"skill", "Carries out the daily check.", ""},
		{"skill", "Insertion of a peripheral cannula.", "unobservable-verb"},
		{"skill", "The learner inserts a cannula.", "unobservable-verb"},
		{"skill", "Understand the insertion of a cannula.", "unobservable-verb"},
		{"knowledge", "Understand why a cannula is flushed.", "unobservable-verb"},
		{"knowledge", "Understands why a cannula is flushed.", "unobservable-verb"},
		{"knowledge", "Demonstrate a thorough understanding of cannulas.", "unobservable-verb"},
		{"knowledge", "Is able to insert a cannula.", "unobservable-verb"},
		{"knowledge", "Reasons for flushing a cannula", ""},
		{"skill", "Demonstrate how a cannula is flushed.", ""},

		{"skill", "Assess and manage a patient in pain.", "several-requirements"},
		{"skill", "Measure and record blood pressure.", "several-requirements"},
		{"skill", "Insert or remove a urinary catheter.", "several-requirements"},
		{"skill", "Insert a cannula, then flush it.", "several-requirements"},
		{"skill", "Check the tube and record the depth.", "several-requirements"},
		{"skill", "Checks the tube and records the depth.", "several-requirements"},
		{"skill", "Administer medicines and accurately document their effect.", "several-requirements"},
		{"knowledge", "Explain why the lungs are rested and describe two modes.", "several-requirements"},
		{"skill", "Give oxygen; titrate it.", "several-requirements"},
		{"skill", "Give oxygen. Titrate it.", "several-requirements"},
		{"knowledge", "Explain how to assess and treat pain.", ""},
		{"knowledge", "Explain what changes when nurses assess and treat pain.", ""},
		{"skill", "Use a scale to assess and describe pain.", ""},
		{"knowledge", "Explain how muscles move air in and out.", ""},
		{"knowledge", "Compare audit, service evaluation and research.", ""},
		{"skill", "Check the oxygen, suction and emergency equipment.", ""},
		{"skill", "Record the time, the person called and the reply.", ""},
		{"skill", "Set the rate and volume, e.g. 10 mL. No more.", "several-requirements"},
		{"skill", "Give 0.5 mL, i.e. Half of it, as Dr. Who said.", ""},

		{"skill", "Give an appropriate dose.", "vague-word"},
		{"skill", "Clean hands at the Proper moments.", "vague-word"},
		{"skill", "Choose a cost-effective dressing.", ""},

		{"skill", "Give PEEP.", "undefined-abbreviation"},
		{"skill", "Give positive end-expiratory pressure (PEEP).", ""},
		{"skill", "Give PEEP (positive end-expiratory pressure).", ""},
		{"skill", "Follow PEEP: pressure, kept positive.", "undefined-abbreviation"},
		{"skill", "Use SPIKES, with setting, perception, invitation, knowledge, emotion, summary.", ""},
		{"skill", "Score delirium by the CAM-ICU.", "undefined-abbreviation"},
		{"skill", "Follow NHS policy CG83, stage II, on CO2 (HX).", ""},
		{"skill", "Read a 12-lead ECG's rate.", "undefined-abbreviation"},

		{"skill", "Give " + strings.Repeat("very ", 29) + "much.", "long-sentence"},
		{"skill", "Give " + strings.Repeat("very ", 28) + "much.", ""},
		{"skill", "Give " + strings.Repeat("very ", 25) + "much (as much as it needs) too.", ""},
	} {
		assert.Equal(t, c.want, strings.Join(styled(t, c.kind, c.statement), " "), "%s: %s", c.kind, c.statement)
	}
}

// The lists of verbs agree with one another.
func TestVerbs(t *testing.T) {
	t.Parallel()
	for verb := range unseenVerbs {
		assert.False(t, seenVerbs[verb], verb)
	}
	for verb := range nounsToo {
		assert.True(t, seenVerbs[verb] || unseenVerbs[verb], verb)
	}
	for verb := range saysVerbs {
		assert.True(t, seenVerbs[verb], verb)
		assert.False(t, nounsToo[verb], verb)
	}
	for word, want := range map[string]bool{"washes": true, "carries": true, "reassess": true, "re-establish": true, "washing": false, "us": false, "knows": false} {
		assert.Equal(t, want, seen(word), word)
	}
}

// Rules that know English only are silent about everything else.
func TestStyleInOtherLanguages(t *testing.T) {
	t.Parallel()
	const bad = "statement: Understand appropriate PEEP; then"
	for language, want := range map[string]int{"en": 4, "EN-US": 4, "cy": 0, "enm": 0} {
		src := changed("title: Hand hygiene\n", "title: Hand hygiene\nlanguage: "+language+"\n", "statement: Wash", bad)
		_, findings := Check("f.yaml", []byte(src), &CheckOptions{Style: true})
		assert.Len(t, findings, want, "%s: %s", language, findings)
	}
}

func TestStyleIsAskedFor(t *testing.T) {
	t.Parallel()
	src := []byte(changed("Wash your", "Know your"))
	_, findings := Parse("f.yaml", src)
	assert.Empty(t, findings)
	_, findings = Check("f.yaml", src, &CheckOptions{Style: true, Without: []string{"unobservable-verb"}})
	assert.Empty(t, findings)
	fw, findings := Check("f.yaml", src, &CheckOptions{Style: true})
	assert.NotNil(t, fw, "style only warns")
	assert.Equal(t, []string{"unobservable-verb"}, findingCodes(findings))
}

// However much of it there is, style alone keeps no file from being used.
func TestStyleIsBounded(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(strings.Split(sample, "      - {id: wash")[0])
	for i := range 3_000 {
		fmt.Fprintf(&b, "      - {id: i%d, statement: Understand appropriate X%dAB and then note it. Good}\n", i, i)
	}
	fw, findings := Check("f.yaml", []byte(b.String()), &CheckOptions{Style: true})
	require.NotNil(t, fw, findings[0])
	counts := map[string]int{}
	for _, f := range findings {
		counts[f.Code]++
	}
	assert.Equal(t, map[string]int{"unobservable-verb": 1_000, "several-requirements": 1_000, "vague-word": 1_000}, counts)
	assert.Equal(t, "this rule finds more than can be listed: correct these first", findings[len(findings)-1].Message)
}

// A word is pointed at where the file has it on one line, and its text otherwise.
func TestStylePointsAtTheWord(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"Give a good dose":          "15:38",
		`"Give a good dose"`:        "15:39",
		"'Gïve ä good dose'":        "15:39",
		`"Give a \"good\" dose"`:    "15:31",
		"'Give the ward''s good x'": "15:31",
	} {
		_, findings := Check("f.yaml", []byte(changed("Wash your hands", written)), &CheckOptions{Style: true, Without: []string{"unobservable-verb"}})
		require.Len(t, findings, 1, written)
		assert.Equal(t, "f.yaml:"+want, findings[0].Position.String(), written)
	}
}

func TestAbbreviationsAreReadInOrder(t *testing.T) {
	t.Parallel()
	section := func(id string, parts ...string) string {
		return "  - id: " + id + "\n    " + strings.Join(parts, "\n    ") + "\n    proficiencies:\n"
	}
	item := func(id, statement, guidance string) string {
		return fmt.Sprintf("      - {id: %s, statement: %q, guidance: %q}\n", id, statement, guidance)
	}
	src := strings.Split(sample, "  - id: washing")[0] +
		section("a", "title: A", "guidance: The mean arterial pressure (MAP) comes first.") +
		item("a1", "Measure the MAP.", "Use GTN.") +
		item("a2", "Give GTN.", "Glyceryl trinitrate (GTN) comes too late here.") +
		section("b", "title: B") +
		item("b1", "Measure the MAP.", "It stands in another section.") +
		item("b2", "Give GTN.", "Glyceryl trinitrate (GTN) is said with it.") +
		item("b3", "Score delirium by the CAM-ICU.", "Confusion Assessment Method for the Intensive Care Unit.")
	_, findings := Check("f.yaml", []byte(src), &CheckOptions{Style: true, Without: []string{"near-duplicate"}})
	require.Len(t, findings, 2, findings)
	assert.Contains(t, findings[0].String(), `f.yaml:16:64: warning: the guidance uses GTN`)
	assert.Contains(t, findings[1].String(), `f.yaml:21:42: warning: the statement uses MAP`)
}

func TestNearDuplicates(t *testing.T) {
	t.Parallel()
	list := func(statements ...string) string {
		var b strings.Builder
		b.WriteString(strings.Split(sample, "      - {id: wash")[0])
		for i, s := range statements {
			fmt.Fprintf(&b, "      - {id: i%d, statement: %s}\n", i, s)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		statements []string
		lines      []int
	}{
		"the same":                  {[]string{"Wash hands", "Dry hands", "Wash the hands.", "wash your hands"}, []int{17, 18}},
		"a word more":               {[]string{"Measure central venous pressure", "Measure central venous pressure daily"}, []int{16}},
		"another word of five":      {[]string{"Explain signs of low blood potassium", "Explain signs of high blood potassium"}, nil},
		"another word of nine":      {[]string{"Explain one two three four five six seven eight", "Explain one two three four five six seven nine"}, []int{16}},
		"another verb":              {[]string{"Insert a cannula", "Remove a cannula"}, nil},
		"nothing but small words":   {[]string{"a", "the"}, nil},
		"after many that are close": {append(numbered(300), "Explain x5 two three four five six seven"), []int{315}},
	} {
		_, findings := Check("f.yaml", []byte(list(c.statements...)), &CheckOptions{Style: true, Without: []string{"unobservable-verb"}})
		var lines []int
		for _, f := range findings {
			require.Equal(t, "near-duplicate", f.Code, name)
			lines = append(lines, f.Position.Line)
		}
		assert.Equal(t, c.lines, lines, name)
	}
}

// numbered are statements that differ in one rare word.
func numbered(n int) (statements []string) {
	for i := range n {
		statements = append(statements, fmt.Sprintf("Explain x%d two three four five six", i))
	}
	return statements
}

// BenchmarkStyle is all rules of style over many proficiencies, as one word after another sets them apart.
func BenchmarkStyle(b *testing.B) {
	for _, items := range []int{670, 15_000, 60_000} {
		src := []byte(largeFramework(items))
		for _, style := range []bool{false, true} {
			b.Run(fmt.Sprintf("%d/%t", items, style), func(b *testing.B) {
				for b.Loop() {
					if fw, findings := Check("large.yaml", src, &CheckOptions{Style: style}); fw == nil {
						b.Fatal(findings[0])
					}
				}
			})
		}
	}
}

// Every rule of style has a file that shows it and nothing else.
func TestFilesOfStyle(t *testing.T) {
	t.Parallel()
	for _, rule := range StyleRules() {
		file := "testdata/style/" + rule.Code + ".yaml"
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		fw, findings := Check(filepath.Base(file), src, &CheckOptions{Style: true})
		golden(t, strings.TrimSuffix(file, ".yaml")+".out", findings.Error()+"\n")
		assert.NotNil(t, fw, file)
		for _, f := range findings {
			assert.Equal(t, rule.Code, f.Code, file)
			assert.Equal(t, source.Warning, f.Severity, file)
		}
		assert.NotEmpty(t, findings, file)
	}
}
