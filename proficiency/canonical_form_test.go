package proficiency

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fullFile has every key of the format, but for those that only unsupervised
// frameworks have, smallFile as few as there can be.
func fullFile(t testing.TB) string  { return canonicalFile(t, "full") }
func smallFile(t testing.TB) string { return canonicalFile(t, "small") }

func canonicalFile(t testing.TB, name string) string {
	src, err := os.ReadFile("testdata/canonical/" + name + ".yaml")
	require.NoError(t, err)
	return string(src)
}

// schemaTree reads a file without faults of shape into a tree.
func schemaTree(t testing.TB, schema []byte, src string) *tree {
	var s map[string]any
	require.NoError(t, json.Unmarshal(schema, &s))
	doc := source.Read("tree", []byte(src), nil)
	root := treeBy(s["definitions"].(map[string]any), s, doc.Root())
	require.NoError(t, doc.Findings().Err())
	return root
}

func mustParse(t testing.TB, src string) *Framework {
	f, findings := Parse("f.yaml", []byte(src))
	require.NoError(t, findings.Err(), "%s", src)
	return f
}

// The bytes are part of every digest ever given: these files never change.
func TestCanonicalFormGolden(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"full", "earlier", "small", "unsupervised"} {
		f := mustParse(t, canonicalFile(t, name))
		form := canonicalForm(f)
		require.NoError(t, canonical.Check(form))
		assert.Equal(t, canonical.Sum(form), f.Digest())
		golden(t, "testdata/canonical/"+name+".json", string(form)+"\n")
	}
}

func TestDigestIgnoresLayoutAndStatedDefaults(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	r := rand.New(rand.NewPCG(9, 10))
	for _, name := range []string{"full", "earlier", "small", "unsupervised"} {
		src := canonicalFile(t, name)
		want := mustParse(t, src)
		base := schemaTree(t, Schema(), src)
		for range 60 {
			c := base.clone()
			stateDefaults(c, r)
			text := handwriting{r}.file(c)
			f := mustParse(t, text)
			require.Equal(t, string(canonicalForm(want)), string(canonicalForm(f)), "%s:\n%s", name, text)
			require.Equal(t, want.Digest(), f.Digest())
		}
	}
}

// stateDefaults says here and there what holds anyway.
func stateDefaults(root *tree, r *rand.Rand) {
	maybe := func(t *tree, key string, value *tree) {
		if t.get(key) == nil && r.IntN(2) == 0 {
			t.set(key, value.clone())
		}
	}
	no, none := literal("false"), listOf()
	eachSaying(root, func(it *tree, sayings []saying) { stateConditions(it, sayings, root.get("sign_off") != nil, r) })
	if signOff := root.get("sign_off"); signOff != nil {
		maybe(signOff, "distinct", no)
		maybe(root, "unsupervised", no)
	} else {
		maybe(root, "validity", textOf("none"))
	}
	maybe(root, "language", textOf("en-GB"))
	maybe(root, "subject", textOf("person"))
	maybe(root, "vocabulary", mappingOf([]string{"one", "many"}, []*tree{textOf("proficiency"), textOf("proficiencies")}))
	maybe(root, "kinds", mappingOf([]string{"agreement", "skill", "knowledge"}, []*tree{textOf("Agreement"), textOf("Skill"), textOf("Knowledge")}))
	for _, q := range kids(root, "requires") {
		maybe(q, "before", textOf("enrolment"))
	}
	maybe(root, "enrolment", mappingOf([]string{"self"}, []*tree{no}))
	maybe(root, "minimum_optional", literal("0"))
	for _, answers := range root.get("scales").kids {
		for _, a := range answers.kids {
			maybe(a, "meets", no)
		}
	}
	var sections func(list, defaults *tree)
	sections = func(list, outer *tree) {
		for _, s := range list.kids {
			defaults := outer.clone()
			if own := s.get("defaults"); own != nil {
				for i, key := range own.keys {
					defaults.set(key, own.kids[i])
				}
			}
			for _, it := range kids(s, "proficiencies") {
				for _, key := range []string{"confirmed_by", "kind", "scale"} {
					if value := defaults.get(key); value != nil && (key != "scale" || it.get("questions") == nil) {
						maybe(it, key, value)
					}
				}
				stateLevel(it, r)
				for _, q := range kids(it, "questions") {
					stateLevel(q, r)
					maybe(q, "required", literal("true"))
					if scale := defaults.get("scale"); scale != nil {
						maybe(q, "scale", scale)
					}
				}
				if rule := s.get("rule"); rule != nil && rule.get("points") != nil {
					maybe(it, "points", literal("1"))
				}
				maybe(it, "optional", no)
				maybe(it, "tags", none)
				maybe(it, "resources", none)
			}
			if inner := s.get("sections"); inner != nil {
				sections(inner, defaults)
			}
			if len(defaults.keys) > 0 && len(outer.keys) > 0 {
				maybe(s, "defaults", withoutWaiving(outer))
			}
			maybe(s, "gate", no)
			maybe(s, "optional", no)
			maybe(s, "rule", textOf("all"))
			maybe(s, "sections", none)
			maybe(s, "proficiencies", none)
		}
	}
	defaults := mappingOf(nil, nil)
	if d := root.get("defaults"); d != nil {
		defaults = d
	}
	sections(root.get("sections"), defaults)
	maybe(root, "defaults", mappingOf(nil, nil))
}

// stateConditions says of an item what holds anyway, and orders what has none.
func stateConditions(it *tree, sayings []saying, confirmed bool, r *rand.Rand) {
	maybe := func(key string, value, otherwise *tree) {
		if value == nil {
			value = otherwise
		}
		if it.get(key) == nil && r.IntN(2) == 0 {
			it.set(key, value.clone())
		}
	}
	maybe("asks_for", said("asks_for", sayings), listOf())
	if confirmed {
		maybe("validity", said("validity", sayings), textOf("none"))
		inside := slices.DeleteFunc(slices.Clone(sayings), func(s saying) bool { return s.beyond })
		maybe("waivable", said("waivable", inside), literal("false"))
	}
	if v := it.get("validity"); v != nil && v.mapping() && v.get("renew_within") == nil {
		v.set("renew_within", literal(strconv.Itoa(wantValidity(v).RenewWithin)))
	}
	if asks := it.get("asks_for"); asks != nil {
		r.Shuffle(len(asks.kids), func(i, j int) { asks.kids[i], asks.kids[j] = asks.kids[j], asks.kids[i] })
	}
}

// stateLevel writes a mere answer as the one level that it is.
func stateLevel(of *tree, r *rand.Rand) {
	if level := of.get("level"); level != nil && level.scalar() && r.IntN(2) == 0 {
		of.set("level", listOf(mappingOf([]string{"answer"}, []*tree{level})))
	}
}

// withoutWaiving is what defaults may say once more further in, gate or not.
func withoutWaiving(defaults *tree) *tree {
	d := defaults.clone()
	if i := slices.Index(d.keys, "waivable"); i >= 0 {
		d.drop(i)
	}
	return d
}

func kids(t *tree, key string) []*tree {
	if k := t.get(key); k != nil {
		return k.kids
	}
	return nil
}

// No two files that say different things have equal digests: over every single
// change, in every place, that leaves a framework without errors.
func TestDigestSeesEveryChange(t *testing.T) {
	t.Parallel()
	for name, never := range map[string][]string{
		// The format has one value so far, unmet is there instead of answers, and complete only asks for a check.
		"full":         {"format", "unmet", "complete"},
		"unsupervised": {"format", "unsupervised"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seesEveryChange(t, canonicalFile(t, name), never)
		})
	}
}

func seesEveryChange(t *testing.T, src string, unchangeable []string) {
	base := schemaTree(t, Schema(), src)
	digests := map[canonical.Digest]*Framework{}
	texts := map[string]bool{}
	changed := map[string]bool{} // keys of which a change was seen
	original := mustParse(t, base.json()).Digest()
	check := func(key, name string, c *tree) {
		text := c.json()
		f, findings := Parse("f.yaml", []byte(text))
		if findings.HasErrors() || texts[text] {
			return
		}
		texts[text] = true
		if twin := digests[f.Digest()]; twin != nil {
			assert.True(t, sameMeaning(twin, f), "%s has the digest of another that means something else", name)
		}
		digests[f.Digest()] = f
		changed[key] = changed[key] || f.Digest() != original
	}
	places := base.places()
	for i, n := range base.nodes() {
		key := lastKey(places[i])
		for name, change := range changes(n) {
			c := base.clone()
			change(c.nodes()[i])
			check(key, key+": "+n.text+name, c)
		}
		if n.scalar() && !n.literal { // an id with all that refers to it
			c := base.clone()
			rename(c, n.text, n.text+"-2")
			check(key, key+": "+n.text+" renamed", c)
		}
		for j, k := range n.keys {
			c := base.clone()
			c.nodes()[i].drop(j)
			check(k, "without "+k+" of "+key, c)
			changed[key] = changed[key] || changed[k]
			c = base.clone()
			rename(c, k, k+"-2")
			check(k, k+" renamed", c)
			changed[key] = changed[key] || changed[k]
		}
	}
	var never []string
	for _, place := range places {
		if key := lastKey(place); !changed[key] && !slices.Contains(never, key) {
			never = append(never, key)
		}
	}
	assert.ElementsMatch(t, unchangeable, never, "all else was changed")
	assert.Greater(t, len(digests), 100)
}

// sameMeaning compares every field that frameworks have, but for positions and
// those fields that lead back up or say once more what another says.
func sameMeaning(a, b *Framework) bool {
	again := map[string]bool{
		"Framework.allSections": true, "Framework.items": true, "Framework.index": true, "Framework.byItem": true, "Framework.bySection": true,
		"Section.parent": true, "Section.all": true, "Item.section": true, "Item.choice": true, "Item.gates": true,
		"Framework.groups": true, "Item.group": true,
	}
	return cmp.Equal(a, b,
		cmp.Exporter(func(reflect.Type) bool { return true }),
		cmp.FilterPath(func(p cmp.Path) bool {
			return len(p) > 1 && again[p.Index(-2).Type().Name()+"."+strings.TrimPrefix(p.Last().String(), ".")]
		}, cmp.Ignore()),
		cmpopts.IgnoreTypes(source.Position{}, canonical.Digest{}),
		cmpopts.SortSlices(func(a, b Kind) bool { return a.ID < b.ID }),
		cmpopts.SortSlices(func(a, b *Scale) bool { return a.id < b.id }))
}

// changes are what can be done to a value without a look at what it means.
func changes(n *tree) map[string]func(*tree) {
	all := map[string]func(*tree){}
	switch {
	case n.literal && n.text == "true":
		all[" → false"] = func(t *tree) { t.text = "false" }
	case n.literal && n.text == "false":
		all[" → true"] = func(t *tree) { t.text = "true" }
	case n.literal:
		all[" → 1"] = func(t *tree) { t.text = "1" }
	case n.scalar():
		other := map[string]string{"1.2.3": "2.0.0", "cy": "de", "agreement": "skill", "achievement": "confidence", "confidence": "agreement", "some": "low"}
		for _, s := range []string{n.text + "-x", n.text + " é", other[n.text]} {
			all[" → "+s] = func(t *tree) { t.text = s }
		}
	case n.list:
		for i := range n.kids {
			all[" without entry"+string(rune('0'+i))] = func(t *tree) { t.drop(i) }
			if i > 0 {
				all[" swapped at "+string(rune('0'+i))] = func(t *tree) { t.kids[i-1], t.kids[i] = t.kids[i], t.kids[i-1] }
			}
		}
	}
	return all
}

// lastKey is the last key that leads to a place.
func lastKey(place string) string {
	return strings.ReplaceAll(place[strings.LastIndex(place, "/")+1:], "[]", "")
}

// rename changes a word wherever it is a key or value.
func rename(t *tree, old, to string) {
	for _, n := range t.nodes() {
		for i, k := range n.keys {
			if k == old {
				n.keys[i] = to
			}
		}
		if n.scalar() && n.text == old {
			n.text = to
		}
	}
}

func BenchmarkCanonicalForm(b *testing.B) {
	f := mustParse(b, fullFile(b))
	b.ReportAllocs()
	for b.Loop() {
		canonicalForm(f)
	}
}
