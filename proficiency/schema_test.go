package proficiency

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// compileSchema compiles a schema that must be complete in itself.
func compileSchema(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft7
	c.LoadURL = func(url string) (io.ReadCloser, error) { return nil, errors.New("nothing is loaded from " + url) }
	require.NoError(t, c.AddResource("schema.json", strings.NewReader(string(text))))
	s, err := c.Compile("schema.json")
	require.NoError(t, err)
	return s
}

func TestSchemaLoadsNothing(t *testing.T) {
	t.Parallel()
	c := jsonschema.NewCompiler()
	asked := ""
	c.LoadURL = func(url string) (io.ReadCloser, error) { asked = url; return nil, errors.New("refused") }
	require.NoError(t, c.AddResource("schema.json", strings.NewReader(`{"$ref": "https://example.org/other.json"}`)))
	_, err := c.Compile("schema.json")
	assert.ErrorContains(t, err, "refused")
	assert.Equal(t, "https://example.org/other.json", asked, "a reference elsewhere would be seen")
}

// A SchemaCase is a schema with the reader that it must agree with. It is
// exported for the test of the schema of policies, whose package imports this one.
type SchemaCase struct {
	Schema []byte
	Files  []string // without findings, together with every key
	Parse  func(src []byte) source.Diagnostics
	// Shape are the codes of what a schema can see, beside those of package source.
	Shape []string
	// Half are those of which it sees only some.
	Half []string
	// Texts and Numbers are tried as the values of a key, beside those that are tried everywhere.
	Texts, Numbers map[string][]string
	// Most is the greatest length of lists, if they have one.
	Most int
}

func schemaCases(t *testing.T) map[string]SchemaCase {
	ok, err := filepath.Glob("testdata/ok/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, ok)
	// Where the author's ids are keys each is a place of its own: full.yaml has enough of them.
	ok = slices.DeleteFunc(ok, func(name string) bool { return name == "testdata/ok/translations.yaml" })
	okLifecycles, err := filepath.Glob("testdata/lifecycle/ok-*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, okLifecycles)
	migrations, err := filepath.Glob("testdata/migration/ok-*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, migrations)
	migrations = append(migrations, "testdata/migration/undecided.yaml")
	date := []string{"2026-01-15", "2026-02-30", "2026-1-15", "2026-01-15T00:00:00Z"}
	return map[string]SchemaCase{
		"framework": {
			Schema: Schema(),
			Files:  append([]string{"testdata/canonical/full.yaml"}, ok...),
			Parse:  func(src []byte) source.Diagnostics { _, findings := Parse("f", src); return findings },
			Shape:  []string{"unsupported-format", "invalid-version", "invalid-language", "invalid-id", "id-case-clash", "blank-text", "invalid-date", "unknown-subject", "unknown-ask", "duplicate-ask", "several-rules", "several-conditions", "unknown-stage", "too-many-requirements", "unknown-certificate"},
			Half:   []string{"invalid-url", "unknown-scale", "unknown-kind", "unknown-level", "unknown-attribute", "unknown-value", "unknown-question", "unknown-answer"},
			Texts: map[string][]string{
				"format":   {"countersign/v1", "countersign/v2", "Countersign/v1"},
				"subject":  {"person", "centre", "Centre", "center"},
				"language": {"en", "EN-gb", "en_GB", "x-ours", "zh-Hant-HK", "sl-rozaj-1994", "de-a-ext-x-y", "de-a", "a-b", "nine-letters"},
				"url": {"https://example.org", "HTTP://example.org/a%20b", "https://", "http:example.org", "ftp://example.org",
					"javascript:alert(1)", "//example.org", "https://example.org/a b"},
				"minimum_optional": {"0", "1"},
				"paper_since":      date,
				"certificate":      {"completion", "Completion", "attendance"},
				"validity":         {"none", "None", "nonesuch", "a none"}, "rule": {"all", "any", "alley", "at all"}, "asks_for": {"comment", "evidence", "date", "Date"},
				"before": {"enrolment", "sign-off", "Sign-off"},
			},
			Numbers: map[string][]string{
				"minimum_optional": {"0", "2147483647", "2147483648"},
				"months":           {"0", "12", "1200", "1201"}, "renew_within": {"0", "1200", "1201"},
				"at_least": {"0", "2", "2147483648"}, "points": {"0", "2", "1000", "1001", "2147483648"},
			},
		},
		"lifecycle": {
			Schema: LifecycleSchema(),
			Files:  okLifecycles,
			Parse:  func(src []byte) source.Diagnostics { _, findings := ParseLifecycle("f", src); return findings },
			Shape:  []string{codeUnknownStatus, codeInvalidDate},
			Texts: map[string][]string{
				"status":    {"draft", "published", "retired", "Draft"},
				"published": date, "enrolment_until": date, "on": date, "finish_by": date,
			},
		},
		"migration": {
			Schema: MigrationSchema(),
			Files:  migrations,
			Parse: func(src []byte) source.Diagnostics {
				_, findings := ParseMigration("f", src, nil, nil)
				return findings
			},
			Shape: []string{"unsupported-format", "invalid-version", "invalid-id", "blank-text", "unknown-text", "unknown-change", "unknown-results"},
			Texts: map[string][]string{
				"format":  {"countersign-migration/v1", "countersign-migration/v2", "countersign/v1"},
				"from":    {"1.0", "v1.0.0", "0.9.0", "01.0.0"},
				"texts":   {"declaration", "sign_off.learner_statement", "sign_off.by"},
				"changed": {"scale", "confirmers", "meaning", "wording"}, "results": {"carry", "reconfirm", "reassess", "drop"},
			},
		},
	}
}

// disagreement compares what schema and reader say of a text that is JSON and
// YAML. If it is empty, sound says whether the shape is.
func (c SchemaCase) disagreement(schema *jsonschema.Schema, text string) (sound bool, _ string) {
	var instance any
	if err := json.Unmarshal([]byte(text), &instance); err != nil {
		return false, err.Error()
	}
	return c.compare(schema, instance, c.Parse([]byte(text)))
}

func (c SchemaCase) compare(schema *jsonschema.Schema, instance any, findings source.Diagnostics) (sound bool, _ string) {
	refused := schema.Validate(instance)
	shape := slices.Concat(source.ReadingCodes(), source.ShapeCodes(), c.Shape)
	wrong := slices.ContainsFunc(findings, func(d source.Diagnostic) bool { return slices.Contains(shape, d.Code) })
	partly := slices.ContainsFunc(findings, func(d source.Diagnostic) bool { return slices.Contains(c.Half, d.Code) })
	switch {
	case refused != nil && !wrong && !partly:
		return false, fmt.Sprintf("only the schema refuses it: %#v\nfindings: %v", refused, findings)
	case refused == nil && wrong:
		return false, fmt.Sprintf("only the reader refuses it: %v", findings)
	}
	return refused == nil, ""
}

// The schema refuses a file exactly if the reader finds its shape wrong: over
// every change of a value, key or entry in each kind of place.
func TestSchemaAgreesWithReader(t *testing.T) {
	if UnderRace {
		t.Skip("one goroutine tries very many files, in which the race detector has nothing to find")
	}
	t.Parallel()
	for name, c := range schemaCases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.Hold(t)
		})
	}
}

// Hold changes the files in every way and compares.
func (c SchemaCase) Hold(t *testing.T) {
	schema := compileSchema(t, c.Schema)
	tried, sound, places := map[string]bool{}, 0, map[string]bool{}
	try := func(root *tree) {
		text := root.json()
		if tried[text] {
			return
		}
		tried[text] = true
		ok, d := c.disagreement(schema, text)
		if d != "" {
			t.Errorf("%s\n%s", d, text)
		}
		if ok {
			sound++
		}
	}
	for _, file := range c.Files {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		root := schemaTree(t, c.Schema, string(src))
		try(root)
		at := root.places()
		for i, n := range root.nodes() {
			if places[at[i]] {
				continue // its like was changed already
			}
			places[at[i]] = true
			for _, breakage := range c.breakages(n, lastKey(at[i])) {
				changed := root.clone()
				node := changed.nodes()[i]
				changed.prune(node) // for speed
				breakage(node)
				try(changed)
			}
		}
	}
	assert.Greater(t, sound, len(tried)/10, "of %d", len(tried))
	assert.Less(t, sound, len(tried)/2, "of %d", len(tried))
}

// HoldFiles compares what schema and reader say of files as editors see them, be they sound or not.
func (c SchemaCase) HoldFiles(t *testing.T, names []string) {
	schema := compileSchema(t, c.Schema)
	for _, name := range names {
		src, err := os.ReadFile(name)
		require.NoError(t, err)
		var instance any
		require.NoError(t, yaml.Unmarshal(src, &instance), name)
		b, err := json.Marshal(instance)
		require.NoError(t, err, name)
		require.NoError(t, json.Unmarshal(b, &instance))
		_, d := c.compare(schema, instance, c.Parse(src))
		assert.Empty(t, d, name)
	}
}

// breakages are ways to change the value of a key, many of them for the worse.
func (c SchemaCase) breakages(n *tree, key string) []func(*tree) {
	become := func(other *tree) func(*tree) { return func(t *tree) { *t = *other.clone() } }
	all := []func(*tree){
		become(literal("null")), become(literal("true")), become(literal("1")), become(literal("-1")), become(literal("1.5")),
		become(mappingOf(nil, nil)), become(listOf()), become(listOf(literal("null"))), become(listOf(textOf("x"))), become(listOf(listOf())),
		become(mappingOf([]string{"id"}, []*tree{textOf("x")})),
	}
	texts := []string{"", " ", "x", "X", "two words", "-x", "x_y", "é", "12", "null", "~", strings.Repeat("x", MaxIDLength), strings.Repeat("x", MaxIDLength+1)}
	for _, s := range slices.Concat(texts, map[string][]string{
		"id":      {".x", "x-", "x.", "1.0.0", "\n"},
		"version": {"1.0", "10.20.30", "01.0.0", "v1.0.0", "1.0.0-rc.1"},
	}[key], c.Texts[key]) {
		all = append(all, become(textOf(s)))
	}
	for _, n := range c.Numbers[key] {
		all = append(all, become(literal(n)))
	}
	if key == "rule" {
		one := literal("1")
		all = append(all, become(mappingOf([]string{"at_least", "points"}, []*tree{one, one})), become(mappingOf([]string{"at_least"}, []*tree{one})))
	}
	most := c.Most
	if key == "requires" {
		most = MaxRequirements
	}
	if n.list && len(n.kids) > 0 && most > 0 {
		long := func(size int) func(*tree) {
			return func(t *tree) { t.kids = slices.Repeat(t.kids[:1], size) }
		}
		all = append(all, long(most), long(most+1))
	}
	for i := range n.kids {
		all = append(all,
			func(t *tree) { t.drop(i) },
			func(t *tree) { t.kids[i] = literal("null") })
	}
	for i, k := range n.keys {
		all = append(all,
			func(t *tree) { t.keys[i] = k + "x" },
			func(t *tree) { t.keys[i] = strings.ToUpper(k) },
			func(t *tree) { t.keys[i] = "two words" },
			func(t *tree) { t.set("unknown", t.kids[i].clone()) },
			func(t *tree) { t.set("title", t.kids[i].clone()) })
	}
	if n.list && len(n.kids) > 0 {
		all = append(all,
			func(t *tree) { t.kids = append(t.kids, t.kids[0].clone()) },
			func(t *tree) { t.kids = append(t.kids, listOf()) },
			func(t *tree) { t.kids = append(t.kids, literal("3")) },
			func(t *tree) { t.kids = append(t.kids, textOf("X")) })
	}
	return all
}

// What authors write without quotes may reach an editor's schema as a number or
// a truth value; the reader takes the text, and so the schema must not object.
func TestSchemaTakesUnquotedTexts(t *testing.T) {
	t.Parallel()
	c := schemaCases(t)["framework"]
	schema := compileSchema(t, c.Schema)
	for _, key := range []string{"title", "id", "category", "language"} {
		root := schemaTree(t, c.Schema, smallFile(t))
		root.set(key, literal("true"))
		sound, disagreement := c.disagreement(schema, root.json())
		assert.True(t, sound, "%s: %s", key, disagreement)
		assert.NoError(t, c.Parse([]byte(root.json())).Err(), key)
	}
	root := schemaTree(t, c.Schema, smallFile(t))
	root.get("sections").kids[0].set("number", literal("1.10"))
	_, disagreement := c.disagreement(schema, root.json())
	assert.Empty(t, disagreement)
	assert.Equal(t, "1.10", mustParse(t, root.json()).Sections().At(0).Number())
}

// Schema and reader know the same keys, and require the same of them.
func TestSchemaHasTheKeysOfTheShapes(t *testing.T) {
	t.Parallel()
	check := func(schema []byte, root *source.Shape, shapes map[string]*source.Shape) {
		var s map[string]any
		require.NoError(t, json.Unmarshal(schema, &s))
		definitions := s["definitions"].(map[string]any)
		assert.ElementsMatch(t, slices.Collect(maps.Keys(shapes)), slices.Collect(maps.Keys(definitions)))
		definitions[""], shapes[""] = s, root
		for name, shape := range shapes {
			d := definitions[name].(map[string]any)
			keys := slices.Collect(maps.Keys(d["properties"].(map[string]any)))
			assert.ElementsMatch(t, slices.Concat(shape.Required, shape.Optional), keys, shape.What)
			required := []string{}
			for _, key := range asList(d["required"]) {
				required = append(required, key.(string))
			}
			assert.ElementsMatch(t, append([]string{}, shape.Required...), required, shape.What)
		}
	}
	check(Schema(), frameworkShape, map[string]*source.Shape{
		"vocabulary": vocabularyShape, "answer": answerShape, "defaults": defaultsShape, "sign_off": signOffShape, "enrolment": enrolmentShape,
		"validity": validityShape, "submission": submissionShape, "rule": ruleShape, "attribute": attributeShape, "requirement": requirementShape, "value": valueShape, "level": levelShape,
		"section": sectionShape, "proficiency": itemShape, "question": questionShape, "resource": resourceShape,
		"recommendation": recommendationShape, "when": whenShape, "translated_recommendation": translatedRecommendationShape,
		"translation": translationShape, "translated_attribute": translatedAttributeShape, "translated_sign_off": translatedSignOffShape,
		"translated_section": translatedSectionShape, "translated_proficiency": translatedItemShape,
	})
	check(LifecycleSchema(), lifecycleShape, map[string]*source.Shape{"retirement": retirementShape, "clearing": clearingShape, "past": pastShape})
	check(MigrationSchema(), migrationShape, map[string]*source.Shape{
		"editorial": editorialShape, "scale": scaleMapShape, "carry": carryShape, "keep": keepShape, "split": splitShape, "merge": mergeShape,
		"drop": dropShape, "add": addShape, "undecided": undecidedShape,
	})
}

func asList(v any) []any {
	l, _ := v.([]any)
	return l
}

// Editors show title and description for every key, and older ones stumble
// over a closed mapping inside allOf.
func TestSchemaIsMadeForEditors(t *testing.T) {
	t.Parallel()
	for _, schema := range [][]byte{Schema(), LifecycleSchema(), MigrationSchema()} {
		HoldForEditors(t, schema)
	}
}

// HoldForEditors holds one schema to what editors make of it.
func HoldForEditors(t *testing.T, schema []byte) {
	var s map[string]any
	require.NoError(t, json.Unmarshal(schema, &s))
	assert.Equal(t, "http://json-schema.org/draft-07/schema#", s["$schema"])
	each(s, "", func(at string, node map[string]any) {
		assert.NotContains(t, node, "allOf", at)
		if _, ref := node["$ref"]; ref {
			assert.Len(t, node, 1, "%s: what stands beside a $ref is ignored", at)
			return
		}
		assert.NotEmpty(t, node["title"], at)
		assert.NotEmpty(t, node["description"], at)
		if _, closed := node["properties"]; closed {
			assert.Equal(t, false, node["additionalProperties"], at)
		}
	})
}

// each gives the schema and every schema in it, but for those of names.
func each(s map[string]any, at string, yield func(string, map[string]any)) {
	yield(at, s)
	for _, key := range []string{"properties", "definitions"} {
		inner, _ := s[key].(map[string]any)
		for name, v := range inner {
			each(v.(map[string]any), at+"/"+name, yield)
		}
	}
	for _, key := range []string{"items", "additionalProperties"} {
		if inner, ok := s[key].(map[string]any); ok {
			each(inner, at+"/"+key, yield)
		}
	}
}

func TestSchemaIsACopy(t *testing.T) {
	t.Parallel()
	for _, schema := range []func() []byte{Schema, LifecycleSchema, MigrationSchema} {
		first := schema()
		clear(first)
		assert.True(t, json.Valid(schema()))
	}
}
