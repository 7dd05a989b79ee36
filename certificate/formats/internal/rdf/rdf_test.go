package rdf_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/internal/rdf"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

// inThings is a document of the context of things.
func inThings(members string) string { return `{"@context": "` + things + `", ` + members + `}` }

func TestCanonical(t *testing.T) {
	t.Parallel()
	const p = "<https://things.example/#"
	for members, want := range map[string]string{
		`"id": "urn:a", "type": "Thing", "name": "x"`: `<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ` + p + `Thing> .
<urn:a> ` + p + `name> "x" .
`,
		`"name": ["b", "a", "b"]`: `_:c14n0 ` + p + `name> "a" .
_:c14n0 ` + p + `name> "b" .
`,
		`"id": "urn:a", "name": "q\"\\\n\r\t\u0080é\u2028"`: `<urn:a> ` + p + `name> "q\"\\\n\r\t` + "\u0080é\u2028" + `" .
`,
		`"id": "urn:a", "name": {"@value": "Guten Tag", "@language": "de-CH"}`: `<urn:a> ` + p + `name> "Guten Tag"@de-ch .
`,
		`"id": "urn:a", "on": "2026-01-01T00:00:00Z", "other": "urn:b"`: `<urn:a> ` + p + `on> "2026-01-01T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
<urn:a> ` + p + `other> <urn:b> .
`,
		`"id": "urn:a", "weight": [36, 36.5, true, 1e21, -0.001, 1e-9]`: `<urn:a> ` + p + `weight> "-1.0E-3"^^<http://www.w3.org/2001/XMLSchema#double> .
<urn:a> ` + p + `weight> "1.0E-9"^^<http://www.w3.org/2001/XMLSchema#double> .
<urn:a> ` + p + `weight> "1.0E21"^^<http://www.w3.org/2001/XMLSchema#double> .
<urn:a> ` + p + `weight> "3.65E1"^^<http://www.w3.org/2001/XMLSchema#double> .
<urn:a> ` + p + `weight> "36"^^<http://www.w3.org/2001/XMLSchema#integer> .
<urn:a> ` + p + `weight> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .
`,
		`"id": "urn:a", "order": ["x", "y"]`: `<urn:a> ` + p + `order> _:c14n0 .
_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "x" .
_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:c14n1 .
_:c14n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "y" .
_:c14n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .
`,
		`"id": "urn:a", "inner": {"id": "urn:b", "name": "in a graph"}`: `<urn:a> ` + p + `inner> _:c14n0 .
<urn:b> ` + p + `name> "in a graph" _:c14n0 .
`,
		`"id": "urn:a", "part": {}`: "<urn:a> " + p + "part> _:c14n0 .\n",
	} {
		got, err := canonical(inThings(members))
		require.NoError(t, err, members)
		assert.Equal(t, want, got, members)
	}
}

// Whatever would be signed by nobody is refused, each for its reason.
func TestUnsigned(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		inThings(`"nmae": "x"`):                                                  "nmae: no context of the document knows this member",
		inThings(`"part": {"part": [{"x": {}}]}`):                                "part.part.x: no context",
		inThings(`"secret": "x"`):                                                "a member where its contexts do not know it",
		inThings(`"type": "Thing", "part": {"secret": "x"}`):                     "a member where its contexts do not know it",
		inThings(`"part": {"type": "Thin", "secret": "x"}`):                      "part.type: no context of the document knows this type",
		inThings(`"name": null`):                                                 "name: null is dropped",
		inThings(`"name": []`):                                                   "name: an empty list is dropped",
		inThings(`"name": [["x"]]`):                                              "name: a list in a list",
		inThings(`"part": {"name": ["x", null]}`):                                "part.name: null is dropped",
		inThings(`"id": "urn:a", "@type": "Thing"`):                              "@type: a member must be a plain term",
		inThings(`"@included": [{"name": "x"}]`):                                 "@included: a member must be a plain term",
		inThings(`"@graph": [{"name": "x"}]`):                                    "@graph: a member must be a plain term",
		inThings(`"https://things.example/#name": "x"`):                          "a member must be a plain term",
		inThings(`"part": {"@context": {"name": null}}`):                         "part.@context: want contexts that the document itself names",
		inThings(`"part": {"@context": "` + things + `/more"}`):                  "part.@context: want contexts that the document itself names",
		inThings(`"name": {"@value": "x", "@type": "urn:t"}`):                    "name: beside @value",
		inThings(`"name": {"@value": "x", "@direction": "rtl"}`):                 "name: beside @value",
		inThings(`"name": {"@value": 1}`):                                        "name: beside @value",
		inThings(`"name": {"@value": "x", "@language": "a b"}`):                  "name: \"a b\" is no language tag",
		inThings(`"id": "_:a", "name": "x"`):                                     "id: a blank node may not be named",
		inThings(`"other": "_:a"`):                                               "other.id: a blank node may not be named",
		inThings(`"id": "a", "name": "x"`):                                       "id: \"a\" is no absolute IRI",
		inThings(`"other": "elsewhere"`):                                         "is no absolute IRI",
		inThings(`"type": "Thin"`):                                               "type: \"Thin\" is no absolute IRI, or no context knows it",
		inThings(`"id": "urn:a b", "name": "x"`):                                 "is no absolute IRI",
		inThings(`"id": "urn:a> <urn:p> <urn:b", "name": "x"`):                   "is no absolute IRI",
		inThings(`"other": "urn:a\\u0020b"`):                                     "is no absolute IRI",
		inThings(`"id": "urn:a", "part": {"id": "urn:a", "name": "x"}`):          "part: it has the id of the document itself",
		inThings(`"id": "urn:a"`):                                                "it states nothing",
		`{"name": "x"}`:                                                          "@context: want the URL of a context",
		`{"@context": [], "name": "x"}`:                                          "@context: want the URL of a context",
		`{"@context": {"name": "urn:n"}, "name": "x"}`:                           "@context: want the URL of a context",
		`{"@context": ["` + things + `/more"], "byName": {"a": {"alias": "x"}}}`: "byName: \"@index\" has no place",
	} {
		_, err := canonical(text)
		var uncovered *rdf.Uncovered
		require.ErrorAs(t, err, &uncovered, text)
		assert.Contains(t, err.Error(), want, text)
	}
}

func TestContexts(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"https://elsewhere.example/context", "file:///etc/passwd", "/etc/passwd", ""} {
		_, err := canonical(`{"@context": ["` + things + `", "` + url + `"], "name": "x"}`)
		var missing *rdf.ContextError
		require.ErrorAs(t, err, &missing, url)
		assert.Equal(t, url, missing.URL)
		require.ErrorContains(t, err, "it is not at hand")
	}
	_, err := canonical(`{"@context": "` + things + `/broken", "term": "x"}`)
	require.ErrorContains(t, err, "the document is no JSON-LD")

	doc, err := strict.ParseObject([]byte(`{"@context": ["`+things+`", "`+things+`/more"], "id": "urn:a", "alias": "x"}`), 1000)
	require.NoError(t, err)
	expanded, err := rdf.Expand(doc, contexts)
	require.NoError(t, err)
	assert.True(t, expanded.Has("https://things.example/#name"), "whatever it is called")
	assert.False(t, expanded.Has("https://things.example/#part"))
}

// Nodes that are alike and linked are told apart while there are few, and refused when there are many.
func TestNodesThatAreAlike(t *testing.T) {
	t.Parallel()
	alike := func(n int) string {
		family := `{"part": [` + strings.TrimSuffix(strings.Repeat(`{"name": "x"},`, n), ",") + `]}`
		return inThings(`"part": [` + family + "," + family + `]`)
	}
	got, err := canonical(alike(4))
	require.NoError(t, err)
	assert.Equal(t, 2+2*4*2, strings.Count(got, "\n"))
	_, err = canonical(alike(12))
	require.ErrorIs(t, err, rdf.ErrTooTangled)

	// Without links to other nodes without an id any number is told apart at once.
	many := strings.TrimSuffix(strings.Repeat(`{"name": "x"},`, 1000), ",")
	got, err = canonical(inThings(`"id": "urn:a", "part": [` + many + `]`))
	require.NoError(t, err)
	assert.Equal(t, 2000, strings.Count(got, "\n"))
}

// The same statements in any order, and under any names, have one form.
func TestFormIsOfStatementsAlone(t *testing.T) {
	t.Parallel()
	one, err := canonical(inThings(`"part": [{"name": "a", "part": {"weight": 1}}, {"name": "b"}], "name": "n"`))
	require.NoError(t, err)
	two, err := canonical(`{"name": "n", "part": [{"name": ["b"]}, {"part": [{"weight": 1.0}], "name": "a"}], "@context": ["` + things + `"]}`)
	require.NoError(t, err)
	assert.Equal(t, one, two)
	other, err := canonical(inThings(`"part": [{"name": "b", "part": {"weight": 1}}, {"name": "a"}], "name": "n"`))
	require.NoError(t, err)
	assert.NotEqual(t, one, other)
}

func FuzzCanonical(f *testing.F) {
	f.Add(inThings(`"id": "urn:a", "type": "Thing", "name": {"@value": "x", "@language": "en"}, "part": [{"part": {}}, {"part": {}}]`))
	f.Add(inThings(`"order": [1.5, {"order": []}], "inner": {"raw": {"a": [null]}}`))
	f.Add(`{"@context": ["` + things + `", "` + things + `/more"], "byName": {"x": {"id": "urn:x"}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4096 {
			return
		}
		once, err := canonical(text)
		again, err2 := canonical(text)
		assert.Equal(t, once, again)
		assert.Equal(t, fmt.Sprint(err), fmt.Sprint(err2))
		for line := range strings.Lines(once) {
			assert.True(t, strings.HasSuffix(line, " .\n"), line)
		}
	})
}

func Example() {
	got, err := canonical(`{"@context": "https://things.example/context", "id": "urn:a", "name": "x"}`)
	fmt.Print(got, err, "\n")
	_, err = canonical(`{"@context": "https://things.example/context", "id": "urn:a", "name": "x", "valid": true}`)
	fmt.Println(err)
	// Output:
	// <urn:a> <https://things.example/#name> "x" .
	// <nil>
	// valid: no context of the document knows this member
}
