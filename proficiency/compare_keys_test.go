package proficiency

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tableKeys are the keys that a table of rows knows.
func tableKeys[T any](table []row[T]) (keys []string) {
	for _, r := range table {
		keys = append(keys, r.key)
	}
	return keys
}

// comparedKeys are the keys that Compare knows of each part whose entries the
// canonical form lists, by the key of the list.
func comparedKeys() map[string][]string {
	return map[string][]string{
		"": tableKeys(frameworkRows()), "sections": tableKeys(sectionRows()), "proficiencies": tableKeys(itemRows()),
		"questions": tableKeys(questionRows()), "scales": tableKeys(answerRows()),
	}
}

// canonicalKeys gives every key of a canonical form with the part that it is
// of, and what it stands in: sign_off.by.
func canonicalKeys(part, prefix string, v any, yield func(part, key string)) {
	o, _ := v.(map[string]any)
	for key, value := range o {
		switch parts := comparedKeys(); {
		case prefix == "" && parts[key] != nil: // a list of parts, or the scales, which are lists by id
			yield(part, key)
			lists := []any{value}
			if byID, ok := value.(map[string]any); ok {
				lists = slices.Collect(maps.Values(byID))
			}
			for _, list := range lists {
				for _, e := range list.([]any) {
					canonicalKeys(key, "", e, yield)
				}
			}
		case key == "kinds", key == "attributes": // whose keys are ids
			yield(part, key)
		default:
			if inner, ok := value.(map[string]any); ok {
				canonicalKeys(part, prefix+key+".", inner, yield)
			} else {
				yield(part, prefix+key)
			}
		}
	}
}

// A key that the canonical form gets is one that Compare has to know: give it a
// row, in the table of the part that it is of.
func TestCompareKnowsEveryKey(t *testing.T) {
	t.Parallel()
	known, used := comparedKeys(), map[string]bool{}
	for _, name := range []string{"full", "small", "unsupervised"} {
		var form any
		require.NoError(t, json.Unmarshal(canonicalForm(mustParse(t, canonicalFile(t, name))), &form))
		canonicalKeys("", "", form, func(part, key string) {
			found := false
			for _, k := range known[part] {
				if key == k || strings.HasPrefix(key, k+".") {
					found, used[part+"/"+k] = true, true
				}
			}
			assert.True(t, found, "Compare knows no key %q of %q: give it a row there", key, part)
		})
	}
	for part, keys := range known {
		for _, k := range keys {
			assert.True(t, used[part+"/"+k], "the key %q of %q is in no canonical form", k, part)
		}
	}
}

// Whatever can be changed in a file, Compare says something of it if and only
// if the content says something else: over every single change in every place.
func TestCompareSeesEveryChange(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	base := schemaTree(t, Schema(), fullFile(t))
	original := mustParse(t, base.json())
	seen, classes := map[string]bool{}, map[ChangeClass]bool{}
	check := func(name string, changed *tree) {
		text := changed.json()
		f, findings := Parse("f.yaml", []byte(text))
		if findings.HasErrors() || seen[text] {
			return
		}
		seen[text] = true
		f.ref.Version = original.ref.Version
		for _, pair := range [][2]*Framework{{original, f}, {f, original}} {
			c := Compare(pair[0], pair[1])
			substance := slices.DeleteFunc(slices.Clone(c.Changes().elems), func(ch Change) bool { return ch.Class == ClassLayout })
			same := string(canonicalForm(original)) == string(canonicalForm(f))
			assert.Equal(t, same, len(substance) == 0, "%s: %+v", name, substance)
			checkChanges(t, c)
			for _, ch := range substance {
				classes[ch.Class] = true
			}
		}
	}
	places := base.places()
	for i, n := range base.nodes() {
		key := lastKey(places[i])
		for what, change := range changes(n) {
			c := base.clone()
			change(c.nodes()[i])
			check(key+": "+n.text+what, c)
		}
		for j, k := range n.keys {
			c := base.clone()
			c.nodes()[i].drop(j)
			check("without "+k+" of "+key, c)
			c = base.clone()
			rename(c, k, k+"-2")
			check(k+" renamed", c)
		}
		if n.scalar() && !n.literal {
			c := base.clone()
			rename(c, n.text, n.text+"-2")
			check(key+": "+n.text+" renamed", c)
		}
	}
	assert.Greater(t, len(seen), 250)
	for _, class := range ChangeClasses() {
		authors := slices.Contains([]ChangeClass{ClassLayout, ClassSplit, ClassMerged, ClassReplaced}, class)
		assert.Equal(t, !authors, classes[class], "%s was seen", class)
	}
}

// checkChanges holds changes to what is promised of each.
func checkChanges(t *testing.T, c *Comparison) {
	t.Helper()
	least := StepNone
	for ch := range c.Changes().Values() {
		least = max(least, ch.Step)
		assert.Contains(t, ChangeClasses(), ch.Class)
		assert.NotEmpty(t, ch.Effect, "%+v", ch)
		assert.Equal(t, ch.Class == ClassLayout, ch.Step == StepNone, "%+v", ch)
		assert.Equal(t, ch.Part == PartFramework, ch.ID == "", "%+v", ch)
		assert.Contains(t, []Trend{"", Weakened, Strengthened}, ch.Trend)
		assert.False(t, ch.Class == ClassAdded && !ch.Old.IsZero() || ch.Class == ClassRemoved && !ch.New.IsZero(), "it is there and it is not: %+v", ch)
		if ch.Class != ClassAdded && ch.Class != ClassGate {
			assert.Positive(t, ch.Old.Line, "%+v", ch)
		}
		if ch.Class != ClassRemoved && ch.Class != ClassGate {
			assert.Positive(t, ch.New.Line, "%+v", ch)
		}
		if ch.Class != ClassLayout {
			assert.True(t, ch.Was != ch.Is || ch.Class == ClassMoved || ch.Class == ClassReplaced, "%+v", ch)
			assert.NotEmpty(t, ch.Key)
		}
	}
	assert.Equal(t, least, c.Least())
}
