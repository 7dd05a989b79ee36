package credential_test

import (
	"fmt"
	"iter"
	"maps"
	"slices"
)

// A change does something to a document, and gives what undoes it.
type change func() (undo func())

// changes are, of every member of a document: leave it out, and give it each of
// these values. The first is to change nothing. Of long lists only the first
// entries are taken.
func changes(doc map[string]any, values ...any) iter.Seq2[string, change] {
	return func(yield func(string, change) bool) {
		if yield("nothing", func() func() { return func() {} }) {
			changesOf(doc, "", values, yield)
		}
	}
}

// ofEveryKind are values of every kind there is in JSON, but for null.
var ofEveryKind = []any{"another text", 5.0, false, []any{"another text"}, map[string]any{"id": "urn:x", "type": "Other"}}

func changesOf(v any, path string, values []any, yield func(string, change) bool) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if name == "proof" {
				continue
			}
			if !memberChanges(v, name, path+"."+name, values, yield) || !changesOf(v[name], path+"."+name, values, yield) {
				return false
			}
		}
	case []any:
		for i := range v[:min(2, len(v))] {
			if !changesOf(v[i], fmt.Sprintf("%s[%d]", path, i), values, yield) {
				return false
			}
		}
	}
	return true
}

func memberChanges(m map[string]any, name, path string, values []any, yield func(string, change) bool) bool {
	old := m[name]
	set := func(v any) change {
		return func() func() { m[name] = v; return func() { m[name] = old } }
	}
	remove := func() func() { delete(m, name); return func() { m[name] = old } }
	if !yield(path+" left out", remove) {
		return false
	}
	for _, v := range values {
		if !yield(fmt.Sprintf("%s as %T", path, v), set(v)) {
			return false
		}
	}
	return true
}
