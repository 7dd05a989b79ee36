package proficiency

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/proficiency/source"
)

// A tree is the content of a YAML file, for tests that change it in every
// place and write it in every layout.
type tree struct {
	keys    []string // of a mapping, else nil
	kids    []*tree  // of a mapping or list
	list    bool
	text    string // of a scalar
	literal bool   // the scalar is no string: true, 3, null …
}

func mappingOf(keys []string, kids []*tree) *tree {
	return &tree{keys: append([]string{}, keys...), kids: kids}
}
func listOf(kids ...*tree) *tree { return &tree{list: true, kids: kids} }
func textOf(s string) *tree      { return &tree{text: s} }
func literal(s string) *tree     { return &tree{text: s, literal: true} }

func (t *tree) mapping() bool { return t.keys != nil }
func (t *tree) scalar() bool  { return !t.mapping() && !t.list }

func (t *tree) clone() *tree {
	c := *t
	c.keys = slices.Clone(t.keys)
	c.kids = make([]*tree, len(t.kids))
	for i, k := range t.kids {
		c.kids[i] = k.clone()
	}
	return &c
}

// nodes are t and all below, in an order that a clone shares.
func (t *tree) nodes() []*tree {
	all := []*tree{t}
	for _, k := range t.kids {
		all = append(all, k.nodes()...)
	}
	return all
}

// places are the places of nodes: the keys that lead there, with [] for the
// entries of lists and without sections around sections.
func (t *tree) places() []string { return t.placesUnder("") }

func (t *tree) placesUnder(place string) []string {
	all := []string{place}
	for i, k := range t.kids {
		next := place + "[]"
		if t.mapping() {
			next = place + "/" + t.keys[i]
		}
		all = append(all, k.placesUnder(strings.ReplaceAll(next, "/sections[]/sections", "/sections"))...)
	}
	return all
}

func (t *tree) get(key string) *tree {
	if i := slices.Index(t.keys, key); i >= 0 {
		return t.kids[i]
	}
	return nil
}

func (t *tree) set(key string, value *tree) {
	if i := slices.Index(t.keys, key); i >= 0 {
		t.kids[i] = value
		return
	}
	t.keys, t.kids = append(t.keys, key), append(t.kids, value)
}

func (t *tree) drop(i int) {
	t.kids = slices.Delete(t.kids, i, i+1)
	if t.mapping() {
		t.keys = slices.Delete(t.keys, i, i+1)
	}
}

// prune leaves each list of more than words one entry: that with the node in
// it, or the first.
func (t *tree) prune(keep *tree) {
	if t == keep {
		return
	}
	if t.list && len(t.kids) > 1 && !t.kids[0].scalar() {
		i := slices.IndexFunc(t.kids, func(k *tree) bool { return slices.Contains(k.nodes(), keep) })
		t.kids = []*tree{t.kids[max(i, 0)]}
	}
	for _, k := range t.kids {
		k.prune(keep)
	}
}

// json writes the tree as JSON, which is YAML too.
func (t *tree) json() string {
	var parts []string
	for i, k := range t.kids {
		if t.mapping() {
			parts = append(parts, string(canonical.AppendString(nil, t.keys[i]))+": "+k.json())
		} else {
			parts = append(parts, k.json())
		}
	}
	switch {
	case t.mapping():
		return "{" + strings.Join(parts, ", ") + "}"
	case t.list:
		return "[" + strings.Join(parts, ", ") + "]"
	case t.literal:
		return t.text
	}
	return string(canonical.AppendString(nil, t.text))
}

// treeBy reads a node as the schema says that it is: what is not so, is reported to the node's document.
func treeBy(definitions, schema map[string]any, n source.Node) *tree {
	if ref, ok := schema["$ref"].(string); ok {
		schema = definitions[strings.TrimPrefix(ref, "#/definitions/")].(map[string]any)
	}
	properties, _ := schema["properties"].(map[string]any)
	kind := schema["type"]
	if types, several := kind.([]any); several && types[0] == "object" {
		shape := &source.Shape{Optional: slices.Collect(maps.Keys(properties)), Instead: strings.Trim(schema["pattern"].(string), "^$")}
		if kind = "object"; !n.Mapping(shape).Present() {
			kind = "string"
		}
	}
	if types, several := kind.([]any); several && types[0] == "array" {
		if text, entries := n.TextOrList(0); entries == nil {
			return textOf(text.Value)
		}
		kind = "array"
	}
	switch kind {
	case "object":
		t := mappingOf(nil, nil)
		for _, e := range n.Entries(0) {
			of, ok := properties[e.Key.Value].(map[string]any)
			if !ok {
				of = schema["additionalProperties"].(map[string]any)
			}
			t.set(e.Key.Value, treeBy(definitions, of, e.Value))
		}
		return t
	case "array":
		t := listOf()
		for _, e := range n.List(0) {
			t.kids = append(t.kids, treeBy(definitions, schema["items"].(map[string]any), e))
		}
		return t
	case "boolean":
		return literal(fmt.Sprint(n.Bool(false)))
	case "integer":
		return literal(fmt.Sprint(n.Int(0, 1<<31-1, 0)))
	}
	return textOf(n.Text().Value)
}
