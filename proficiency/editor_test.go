package proficiency_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// Editors are given the schemas by the first line of a file, as README.md says.
const (
	frameworkLine = "# yaml-language-server: $schema=../../framework.schema.json\n"
	lifecycleLine = "# yaml-language-server: $schema=../../lifecycle.schema.json\n"
	migrationLine = "# yaml-language-server: $schema=../../migration.schema.json\n"
	policyLine    = "# yaml-language-server: $schema=../../../roles/policy.schema.json\n"
)

// What is shipped shows no errors in an editor.
func TestEditorFindsNothingWrongWithWhatIsShipped(t *testing.T) {
	t.Parallel()
	e := startEditor(t)
	content, err := filepath.Glob("../frameworks/*/*/*.yaml")
	require.NoError(t, err)
	policies, err := filepath.Glob("../roles/*.yaml")
	require.NoError(t, err)
	require.Greater(t, len(content)*len(policies), 1)
	for _, file := range slices.Concat(content, policies) {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Contains(t, string(src), "# yaml-language-server: $schema=", file)
		b := e.open(file, string(src))
		assert.Empty(t, e.shown[b.uri], file)
	}
}

// Every key of the format is explained where it stands, in the words of the schema.
func TestEditorExplainsEveryKey(t *testing.T) {
	t.Parallel()
	e := startEditor(t)
	for _, c := range []struct {
		line   string
		schema []byte
		files  []string // with every key between them
	}{
		{frameworkLine, proficiency.Schema(), []string{"testdata/canonical/full.yaml", "testdata/canonical/unsupervised.yaml"}},
		{lifecycleLine, proficiency.LifecycleSchema(), []string{"testdata/lifecycle/ok-retired.yaml", "testdata/lifecycle/ok-history.yaml"}},
		{migrationLine, proficiency.MigrationSchema(), []string{"testdata/migration/ok-everything.yaml", "testdata/migration/undecided.yaml"}},
		{policyLine, roles.Schema(), []string{"../roles/higher-education.yaml", "../roles/default.yaml"}},
	} {
		told, seen := descriptions(t, c.schema), map[string]bool{}
		for _, file := range c.files {
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			b := e.open(filepath.Join("testdata/editor", filepath.Base(file)), c.line+string(src))
			require.Empty(t, e.shown[b.uri], file)
			for _, key := range keysOf(t, b.text) {
				texts, known := told[key.Value]
				if !known {
					continue // an id that the author chose
				}
				shown := b.hover(lspPosition{Line: key.Line - 1, Character: key.Column}) // inside the word
				seen[key.Value] = seen[key.Value] || containsAny(shown, texts)
				assert.True(t, containsAny(shown, texts), "%s:%d: %s shows %q", file, key.Line, key.Value, shown)
			}
		}
		for key := range told {
			assert.True(t, seen[key], "%s: no file has the key %s", c.files, key)
		}
	}
}

// descriptions are what a schema says of each key, wherever it may stand.
func descriptions(t *testing.T, schema []byte) map[string][]string {
	t.Helper()
	var root map[string]any
	require.NoError(t, json.Unmarshal(schema, &root))
	definitions := root["definitions"].(map[string]any)
	told := map[string][]string{}
	var each func(node map[string]any)
	each = func(node map[string]any) {
		for key, v := range node {
			inner, ok := v.(map[string]any)
			if !ok {
				continue
			}
			if key == "properties" {
				for name, p := range inner {
					property := p.(map[string]any)
					if ref, ok := property["$ref"].(string); ok {
						property = definitions[strings.TrimPrefix(ref, "#/definitions/")].(map[string]any)
					}
					text, ok := property["markdownDescription"].(string)
					if !ok {
						text = property["description"].(string)
					}
					told[name] = append(told[name], text)
				}
			}
			each(inner)
		}
	}
	each(root)
	return told
}

// keysOf are all keys of all mappings.
func keysOf(t *testing.T, text string) (keys []*yaml.Node) {
	t.Helper()
	var root yaml.Node
	require.NoError(t, yaml.Unmarshal([]byte(text), &root))
	var each func(n *yaml.Node)
	each = func(n *yaml.Node) {
		for i, inner := range n.Content {
			if n.Kind == yaml.MappingNode && i%2 == 0 {
				keys = append(keys, inner)
			}
			each(inner)
		}
	}
	each(&root)
	return keys
}

// containsAny holds if a text shows one of others, apart from how Markdown is escaped.
func containsAny(text string, others []string) bool {
	text = unescaped(text)
	return slices.ContainsFunc(others, func(s string) bool { return strings.Contains(text, unescaped(s)) })
}

func unescaped(s string) string {
	s = strings.NewReplacer(`\`, "", "&lt;", "<", "&gt;", ">", "&nbsp;", " ").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}

const editedFramework = frameworkLine + `format: countersign/v1
id: ward
version: 1.0.0
title: Ward skills
scales:
  done:
    - {id: not-yet, label: Not yet}
    - {id: alone, label: On my own, meets: true}
sign_off: {by: [educator-manager]}
sections:
  - id: basics
    title: Basics
    proficiencies:
      - id: wash
        statement: Wash your hands.
`

// What may stand somewhere is offered there, with what it means.
func TestEditorCompletes(t *testing.T) {
	t.Parallel()
	e := startEditor(t)
	for name, c := range map[string]struct {
		text, behind string
		want         []string
		not          string
		says         string // of the first of these
	}{
		"keys of the file":        {editedFramework + "\n", "hands.\n\n", []string{"paper_since", "declaration", "minimum_optional", "category"}, "statement", "earliest date"},
		"keys of a proficiency":   {editedFramework + "        gui", "        gui", []string{"guidance"}, "declaration", "Help for learner and assessor"},
		"keys of a sign-off":      {strings.Replace(editedFramework, " {by: [educator-manager]}", "\n  by: [educator-manager]\n  d", 1), "manager]\n  d", []string{"distinct"}, "guidance", "confirmed nothing that stands"},
		"usual roles":             {editedFramework + "        confirmed_by: [", "confirmed_by: [", []string{"assessor", "educator-manager"}, "id", ""},
		"usual kinds":             {editedFramework + "        kind: ", "kind: ", []string{"knowledge", "skill", "agreement"}, "id", ""},
		"what must come with it":  {editedFramework + "        asks_for:\n          - ", "asks_for:\n          - ", []string{"comment", "evidence", "date"}, "id", ""},
		"a flag":                  {editedFramework + "        optional: ", "optional: ", []string{"true", "false"}, "", ""},
		"the format":              {strings.Replace(editedFramework, "countersign/v1", "", 1), "format: ", []string{"countersign/v1"}, "", ""},
		"status of a lifecycle":   {lifecycleLine + "status: ", "status: ", []string{"draft", "published", "retired"}, "", ""},
		"keys of a lifecycle":     {lifecycleLine + "status: published\npub", "\npub", []string{"published"}, "title", "First day on which a learner may be enrolled"},
		"keys of a migration":     {migrationLine + "format: countersign-migration/v1\nrec", "/v1\nrec", []string{"reconfirm", "reassess", "split", "merge"}, "title", "Answers are kept"},
		"what changed of items":   {migrationLine + "carry:\n  - changed:\n      - ", "changed:\n      - ", []string{"scale", "confirmers", "validity"}, "meaning", ""},
		"capabilities of a role":  {policyLine + "roles:\n  - id: x\n    title: X\n    capabilities:\n      - ", "capabilities:\n      - ", []string{"confirm", "sign-off", "enrol"}, "", ""},
		"where a role comes from": {policyLine + "roles:\n  - id: x\n    title: X\n    comes_from: ", "comes_from: ", []string{"appointment", "host", "enrolment"}, "", ""},
	} {
		b := e.open(filepath.Join("testdata/editor", strings.ReplaceAll(name, " ", "-")+".yaml"), c.text)
		offered := b.complete(b.at(c.behind))
		for i, want := range c.want {
			documentation, there := offered[want]
			assert.True(t, there, "%s: %s is not among %v", name, want, offered)
			if i == 0 {
				assert.Contains(t, documentation, c.says, name)
			}
		}
		assert.NotContains(t, offered, c.not, name)
	}
}

// What is wrong with the shape of a file is shown where it is.
func TestEditorShowsErrors(t *testing.T) {
	t.Parallel()
	e := startEditor(t)
	for name, c := range map[string]struct{ text, at, says string }{
		"nothing":          {editedFramework, "", ""},
		"an unknown key":   {editedFramework + "        guidence: Look.\n", "        guidence: Look.", "Property guidence is not allowed"},
		"a missing key":    {strings.Replace(editedFramework, "title: Ward skills\n", "", 1), "format: countersign/v1", `Missing property "title"`},
		"another format":   {strings.Replace(editedFramework, "countersign/v1", "countersign/v2", 1), "format: countersign/v2", "countersign/v1"},
		"a wrong id":       {strings.Replace(editedFramework, "id: ward", "id: Ward Skills", 1), "id: Ward Skills", "pattern"},
		"no such thing":    {editedFramework + "        asks_for: [photograph]\n", "[photograph]", "comment"},
		"a word as a flag": {editedFramework + "        optional: perhaps\n", "perhaps", "boolean"},
		"an unknown state": {lifecycleLine + "status: publshed\n", "publshed", "published"},
	} {
		b := e.open(filepath.Join("testdata/editor", strings.ReplaceAll(name, " ", "-")+".yaml"), c.text)
		found := e.shown[b.uri]
		if c.says == "" {
			assert.Empty(t, found, name)
			continue
		}
		if !assert.Len(t, found, 1, name) {
			continue
		}
		assert.Contains(t, found[0].Message, c.says, name)
		assert.Equal(t, b.at(c.at).Line, found[0].Range.Start.Line, name)
	}
}
