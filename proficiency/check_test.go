package proficiency

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

// sample is a small framework without findings.
const sample = `format: countersign/v1
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
      - {id: wash, statement: Wash your hands}
`

// changed is sample with some of it put differently.
func changed(oldnew ...string) string { return strings.NewReplacer(oldnew...).Replace(sample) }

var unusedScale = unusedScaleCalled("unused")

func unusedScaleCalled(id string) string {
	return "scales:\n  " + id + ":\n    - {id: a, label: A}\n    - {id: b, label: B}\n"
}

func TestCheckWithout(t *testing.T) {
	t.Parallel()
	src := []byte(changed("scales:\n", unusedScale))
	fw, findings := Check("f.yaml", src, nil)
	require.NotNil(t, fw)
	assert.Equal(t, []string{"unused-scale"}, findingCodes(findings))
	fw, findings = Check("f.yaml", src, &CheckOptions{Without: []string{"unused-scale"}})
	assert.NotNil(t, fw)
	assert.Empty(t, findings)
}

func TestCheckWithOwnRules(t *testing.T) {
	t.Parallel()
	rule := OwnRule{
		Code: "trust.number", Severity: source.Warning,
		Check: func(f *Framework, report func(source.Position, string, ...any)) {
			for item := range f.Items().Values() {
				report(item.Position(), "%s has no number", item.ID())
			}
		},
	}
	own := &CheckOptions{Own: []OwnRule{rule}}
	fw, findings := Check("f.yaml", []byte(sample), own)
	assert.NotNil(t, fw)
	assert.Equal(t, "f.yaml:15:9: warning: wash has no number [trust.number]", findings.Error())

	own.Own[0].Severity = source.Error
	fw, findings = Check("f.yaml", []byte(sample), own)
	assert.Nil(t, fw, "an error is an error, whoever finds it")
	assert.True(t, findings.HasErrors())

	_, findings = Check("f.yaml", []byte(changed("scale: done", "scale: doen")), own)
	assert.Equal(t, []string{"unknown-scale"}, findingCodes(findings), "where something is wrong there is nothing to give an own rule")

	own.Without = []string{"trust.number"}
	fw, findings = Check("f.yaml", []byte(sample), own)
	assert.NotNil(t, fw)
	assert.Empty(t, findings)
}

func TestCheckOptionsThatAreWrong(t *testing.T) {
	t.Parallel()
	nothing := func(*Framework, func(source.Position, string, ...any)) {}
	o := &CheckOptions{
		Without: []string{"unused-scales", "unknown-scale", "syntax", "unused-kind", "nobody"},
		Own:     []OwnRule{{Code: "number", Check: nothing}, {Code: "trust.a", Check: nothing}, {Code: "trust.a", Check: nothing}, {Code: "trust.b"}},
	}
	fw, findings := Check("f.yaml", []byte(sample), o)
	assert.Nil(t, fw)
	assert.Equal(t, strings.Join([]string{
		`f.yaml: own rule 1: "number" is not the code of an own rule: write lower-case letters, digits, - and at least one dot, such as trust.local-policy [check-options]`,
		`f.yaml: own rule 3: another has the code trust.a [check-options]`,
		`f.yaml: own rule 4, trust.b, checks nothing: give it a Check [check-options]`,
		`f.yaml: no rule has the code "unused-scales": did you mean "unused-scale"? [check-options]`,
		`f.yaml: the rule unknown-scale cannot be left out: what it finds cannot be used [check-options]`,
		`f.yaml: the rule syntax cannot be left out: what it finds cannot be used [check-options]`,
		`f.yaml: no rule has the code "nobody" [check-options]`,
	}, "\n"), findings.Error())
	assert.Len(t, strings.Split(o.Err().Error(), "\n"), 7)
	assert.NoError(t, (&CheckOptions{}).Err())
}

// What is suggested, what a fix makes of it, and whether it is made without asking.
func TestFixes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		src        string
		code       string
		suggestion string
		fix        string // what of it stands after the edits; "" where there is no fix
		safe       bool
	}{
		{"a key with a letter wrong", changed("statement:", "statment:"), "unknown-key", "statement", sample, true},
		{"a key in another case", changed("title: Hand", "Title: Hand"), "unknown-key", "title", sample, true},
		{"a key in quotes", changed("title: Hand", `"titel": Hand`), "unknown-key", "title", changed("title: Hand", `"title": Hand`), true},
		{"a key far off", changed("statement:", "stetemant:"), "unknown-key", "statement", sample, false},
		{"a key like nothing", changed("kind: skill", "colour: skill"), "unknown-key", "", "", false},
		{"a short key", changed("{id: wash", "{ids: wash"), "unknown-key", "id", sample, false},
		{"a scale like two", changed("scales:\n", unusedScaleCalled("dome"), "scale: done", "scale: dose"), "unknown-scale", "dome", "", false},
		{"a scale", changed("scale: done", "scale: doen"), "unknown-scale", "done", sample, false},
		{"a scale that is numbered", changed("done:", "step-1:", "scale: done", "scale: step-2"), "unknown-scale", "step-1", "", false},
		{"a kind", changed("kind: skill", "kind: skil"), "unknown-kind", "skill", sample, false},
		{"a level", changed("hands}", "hands, level: acheived}"), "unknown-level", "achieved", changed("hands}", "hands, level: achieved}"), false},
		{"a demand", changed("hands}", "hands, asks_for: [coment]}"), "unknown-ask", "comment", changed("hands}", "hands, asks_for: [comment]}"), true},
		{"yes", changed("meets: true", "meets: yes"), "wrong-type", "true", sample, true},
		{"true in quotes", changed("meets: true", "meets: 'true'"), "wrong-type", "true", sample, true},
		{"a number in quotes", changed("hands}", `hands, validity: {months: "12"}}`), "wrong-type", "12", changed("hands}", "hands, validity: {months: 12}}"), true},
		{"an id", changed("id: wash,", "id: Wash,"), "invalid-id", "wash", "", false},
		{"a tag twice", changed("hands}", "hands, tags: [a, b , a]}"), "duplicate-tag", "", changed("hands}", "hands, tags: [a, b ]}"), true},
		{"a tag twice, in a block", changed("- {id: wash, statement: Wash your hands}", "- id: wash\n        statement: Wash\n        tags:\n          - a\n          - a\n"),
			"duplicate-tag", "", changed("- {id: wash, statement: Wash your hands}", "- id: wash\n        statement: Wash\n        tags:\n          - a\n"), true},
		{"a tag twice, with a comment", changed("- {id: wash, statement: Wash your hands}", "- id: wash\n        statement: Wash\n        tags:\n          - a\n          - a # why\n"),
			"duplicate-tag", "", "", false},
		{"a role twice", changed("[assessor]", "[assessor, assessor]"), "duplicate-role", "", sample, false},
		{"a demand twice", changed("hands}", "hands, asks_for: [date, date]}"), "duplicate-ask", "", changed("hands}", "hands, asks_for: [date]}"), false},
	} {
		for _, ends := range []string{"\n", "\r\n", "\r"} {
			mangled := func(s string) string { return "\uFEFF# é 😀" + ends + strings.ReplaceAll(s, "\n", ends) }
			src := mangled(c.src)
			_, findings := Parse("f.yaml", []byte(src))
			require.Equal(t, []string{c.code}, findingCodes(findings), "%s: %s", c.name, findings)
			assert.Equal(t, c.suggestion, findings[0].Suggestion, c.name)
			fix := findings[0].Fix
			if c.fix == "" {
				assert.Nil(t, fix, c.name)
				continue
			}
			require.NotNil(t, fix, "%s with %q", c.name, ends)
			assert.Equal(t, c.safe, fix.Safe, c.name)
			fixed, applied := source.ApplyFixes([]byte(src), findings)
			if !c.safe {
				assert.Equal(t, src, string(fixed), c.name)
				assert.Empty(t, applied, c.name)
				fix.Safe = true
				fixed, _ = source.ApplyFixes([]byte(src), findings)
			}
			assert.Equal(t, mangled(c.fix), string(fixed), "%s with %q", c.name, ends)
			_, findings = Parse("f.yaml", fixed)
			assert.Empty(t, findings, "%s: it is a fix", c.name)
		}
	}
}

func TestLifecycleFix(t *testing.T) {
	t.Parallel()
	_, findings := ParseLifecycle("lifecycle.yaml", []byte("status: drafft\n"))
	require.Len(t, findings, 1)
	assert.Equal(t, "draft", findings[0].Suggestion)
	fixed, _ := source.ApplyFixes([]byte("status: drafft\n"), findings)
	assert.Equal(t, "status: draft\n", string(fixed))
}

func TestRuleDocsExplainEveryCode(t *testing.T) {
	t.Parallel()
	docs := map[string]RuleDoc{}
	families := map[string]bool{}
	for _, d := range RuleDocs() {
		assert.NotContains(t, docs, d.Code, "explained once")
		assert.True(t, strings.HasSuffix(d.Purpose, "."), d.Code)
		assert.Contains(t, Families(), d.Family)
		docs[d.Code], families[d.Family] = d, true
	}
	for _, code := range append(source.ReadingCodes(), source.ShapeCodes()...) {
		assert.Contains(t, docs, code)
	}
	for _, r := range append(Rules(), StyleRules()...) {
		assert.Equal(t, docs[r.Code].Severity, r.Severity)
		assert.Equal(t, docs[r.Code].Purpose, r.Purpose)
	}
}

// FuzzCheck holds checking with everything switched on to its promises: no
// panic, the same findings each time, positions in the file, and fixes after
// which a file that could be read still can, with none of them left to make.
func FuzzCheck(f *testing.F) {
	for _, s := range []string{
		sample, changed("statement:", "statment:"), changed("meets: true", "meets: yes"), changed("hands}", "hands, tags: [a, a, 'a' , \"a\"]}"),
		changed("hands}", "hands} # countersign:ignore trust.untold,unused-scale it is so"),
		changed("id: washing", "# countersign:ignore unused-kind\n    id: washing # countersign:ignore nobody knows me, says it"),
		changed("Wash your hands", "Understand; know appropriate PEEP (X) and then Y. Good"),
		"id: !1-:\n  title: Hands\nscames:",
		"\uFEFF" + strings.ReplaceAll(changed("title: W", "titel: é W", "[assessor]", "[a, a]"), "\n", "\r\n"),
	} {
		f.Add([]byte(s))
	}
	o := &CheckOptions{Style: true, Own: []OwnRule{untold(source.Warning)}}
	f.Fuzz(func(t *testing.T, src []byte) {
		_, findings := Check("f", src, o)
		_, again := Check("f", src, o)
		require.Equal(t, findings, again)
		lines := strings.Count(strings.ReplaceAll(string(src), "\r", "\n"), "\n") + 1
		for _, d := range findings {
			require.LessOrEqual(t, d.Position.Line, lines, d)
		}
		fixed, applied := source.ApplyFixes(src, findings)
		_, after := Check("f", fixed, o)
		if len(applied) == 0 {
			require.Equal(t, string(src), string(fixed))
			return
		}
		if slices.ContainsFunc(findings, func(d source.Diagnostic) bool { return slices.Contains(source.ReadingCodes(), d.Code) }) {
			return // it could not be read
		}
		for _, d := range after {
			require.NotContains(t, source.ReadingCodes(), d.Code, "%q became %q: %s", src, fixed, d)
		}
	})
}
