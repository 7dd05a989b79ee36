package source

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var anyShape = &Shape{What: "a thing", Optional: []string{"v", "w"}}

// value reads src as the value of the key v.
func value(src string) (*Document, Node) {
	d := Read("f", []byte("v: "+src), nil)
	return d, d.Root().Mapping(anyShape).Get("v")
}

// Whatever YAML 1.1 or 1.2 would make of it, text is read as it is written.
func TestTextIsAsWritten(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"1.10": "1.10", "017": "017", "0x1F": "0x1F", "1_000": "1_000", "2024-01-01": "2024-01-01", "1e3": "1e3",
		"yes": "yes", "No": "No", "true": "true", ".inf": ".inf", "12:30:45": "12:30:45", "+1": "+1", "=": "=",
		`"null"`: "null", "'~'": "~", `""`: "", "|\n  a\n  b\n": "a\nb\n", ">-\n  a\n  b\n": "a b", `"\u00e9"`: "é", "a  # b": "a",
	} {
		d, n := value(src)
		text := n.Text()
		assert.Equal(t, want, text.Value, src)
		assert.True(t, text.Given(), src)
		assert.Empty(t, d.Findings(), src)
	}
}

func TestTextRefused(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"":       "f:1:3: v is empty: write a text, or leave it out where it is not needed [wrong-type]",
		"null":   "f:1:4: v is null, which means nothing: write a text, in quotes if it is this word [wrong-type]",
		"~":      "f:1:4: v is ~, which means nothing: write a text, in quotes if it is this word [wrong-type]",
		"[a]":    "f:1:4: v must be text, not a list [wrong-type]",
		"{a: b}": "f:1:4: v must be text, not a mapping [wrong-type]",
	} {
		d, n := value(src)
		assert.False(t, n.Text().Given(), src)
		assert.Equal(t, want, d.Findings().Error(), src)
	}
}

func TestBool(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]bool{"true": true, "false": false} {
		d, n := value(src)
		assert.Equal(t, want, n.Bool(!want))
		assert.Empty(t, d.Findings())
	}
	for src, want := range map[string]string{
		"yes":    `f:1:4: v must be true or false, not "yes" [wrong-type]`,
		"True":   `f:1:4: v must be true or false, not "True" [wrong-type]`,
		"1":      `f:1:4: v must be true or false, not "1" [wrong-type]`,
		"":       `f:1:3: v must be true or false, not empty [wrong-type]`,
		`"true"`: `f:1:4: v must be true or false without quotes, not "true" [wrong-type]`,
		"[true]": `f:1:4: v must be true or false, not a list [wrong-type]`,
	} {
		d, n := value(src)
		assert.True(t, n.Bool(true), src)
		assert.Equal(t, want, d.Findings().Error(), src)
	}
	assert.True(t, Node{}.Bool(true))
}

func TestInt(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]int{"0": 0, "7": 7, "-3": -3, "10": 10} {
		d, n := value(src)
		assert.Equal(t, want, n.Int(-3, 10, 99), src)
		assert.Empty(t, d.Findings(), src)
	}
	const notInt = "v must be a whole number in decimal digits"
	for src, want := range map[string]string{
		"11":                    "f:1:4: v must be at most 10, not 11 [out-of-range]",
		"-4":                    "f:1:4: v must be at least -3, not -4 [out-of-range]",
		"99999999999999999999":  "f:1:4: v must be at most 10, not 99999999999999999999 [out-of-range]",
		"-99999999999999999999": "f:1:4: v must be at least -3, not -99999999999999999999 [out-of-range]",
		"007":                   "f:1:4: " + notInt + `, not "007" [wrong-type]`,
		"0x1":                   "f:1:4: " + notInt + `, not "0x1" [wrong-type]`,
		"1_0":                   "f:1:4: " + notInt + `, not "1_0" [wrong-type]`,
		"+1":                    "f:1:4: " + notInt + `, not "+1" [wrong-type]`,
		"1.0":                   "f:1:4: " + notInt + `, not "1.0" [wrong-type]`,
		"-":                     "f:1:4: " + notInt + `, not a list [wrong-type]`,
		"":                      "f:1:3: " + notInt + `, not empty [wrong-type]`,
		`"1"`:                   "f:1:4: " + notInt + ` without quotes, not "1" [wrong-type]`,
		"{a: 1}":                "f:1:4: " + notInt + `, not a mapping [wrong-type]`,
	} {
		d, n := value(src)
		assert.Equal(t, 99, n.Int(-3, 10, 99), src)
		if src != "-" {
			assert.Equal(t, want, d.Findings().Error(), src)
		}
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	d, n := value("[a, 1.10, [], ~]")
	texts := n.Texts(1)
	require.Len(t, texts, 2)
	assert.Equal(t, "1.10", texts[1].Value)
	assert.Equal(t, Position{"f", 1, 8}, texts[1].Position)
	assert.Equal(t, "f:1:14: entry 3 of v must be text, not a list [wrong-type]\n"+
		"f:1:18: entry 4 of v is ~, which means nothing: write a text, in quotes if it is this word [wrong-type]", d.Findings().Error())

	for src, want := range map[string]string{
		"[]": "f:1:4: v needs at least one entry [empty]",
		"a":  `f:1:4: v must be a list, not "a" [wrong-type]`,
		"":   `f:1:3: v must be a list, not empty [wrong-type]`,
		"{}": `f:1:4: v must be a list, not a mapping [wrong-type]`,
	} {
		d, n := value(src)
		assert.Empty(t, n.List(1), src)
		assert.Equal(t, want, d.Findings().Error(), src)
	}
	d, n = value("[a]")
	n.List(2)
	assert.Equal(t, "f:1:4: v needs at least 2 entries, not 1 [empty]", d.Findings().Error())
	d, n = value("[]")
	n.List(0)
	assert.Empty(t, d.Findings())
}

func TestMappings(t *testing.T) {
	t.Parallel()
	shape := &Shape{What: "a team", Required: []string{"name", "lead"}, Optional: []string{"members"}}
	src := "nmae: x\nmembers: [a]\nmembers: [b]\ncolour: red\n<<: {lead: y}\n? [a]\n: b\n~: c\n\"<<\": d\n"
	d := Read("f", []byte(src), nil)
	m := d.Root().Mapping(shape)
	assert.Equal(t, `f:1:1: a team needs the key "lead" [missing-key]
f:1:1: unknown key "nmae": did you mean "name"? [unknown-key]
f:3:1: the key "members" stands here twice, first at 2:1: remove one [duplicate-key]
f:4:1: unknown key "colour": the keys of a team are name, lead and members [unknown-key]
f:5:1: merge keys (<<) are not allowed: write the keys out here [merge-key]
f:6:3: a key must be text, not a list [bad-key]
f:8:1: a key must be text, not "~" [bad-key]
f:9:1: unknown key "<<": the keys of a team are name, lead and members [unknown-key]`, d.Findings().Error())
	assert.Equal(t, []Text{{"a", Position{"f", 2, 11}}}, m.Get("members").Texts(0), "the first stands")
	assert.Equal(t, Position{"f", 2, 1}, m.KeyPosition("members"))
	assert.True(t, m.KeyPosition("name").IsZero())
	assert.False(t, m.Get("name").Present())
	assert.False(t, m.Sound())
	assert.Panics(t, func() { m.Get("colour") })

	d = Read("f", []byte("lead: a\nname: b"), nil)
	assert.True(t, d.Root().Mapping(shape).Sound())
	assert.Empty(t, d.Findings())

	d = Read("f", []byte("- a"), nil)
	assert.False(t, d.Root().Mapping(shape).Present())
	assert.Equal(t, "f:1:1: the file must be a mapping with the keys of a team, not a list [wrong-type]", d.Findings().Error())
}

func TestWordInsteadOfMapping(t *testing.T) {
	t.Parallel()
	shape := &Shape{What: "a pace", Required: []string{"steps"}, Instead: "none", Like: "{steps: 2}"}
	for _, src := range []string{"none", `"none"`, "'none'"} {
		d, n := value(src)
		assert.False(t, n.Mapping(shape).Present(), src)
		assert.Empty(t, d.Findings(), src)
	}
	d, n := value("{steps: 3}")
	assert.Equal(t, 3, n.Mapping(shape).Get("steps").Int(1, 9, 0))
	assert.Empty(t, d.Findings())
	const want = "v must be none or a mapping such as {steps: 2}, not "
	for src, found := range map[string]string{
		"None": `f:1:4: ` + want + `"None"`, "[none]": `f:1:4: ` + want + `a list`, "~": `f:1:4: ` + want + `"~"`, "": `f:1:3: ` + want + `empty`,
	} {
		d, n := value(src)
		assert.False(t, n.Mapping(shape).Present(), src)
		assert.Equal(t, found+" [wrong-type]", d.Findings().Error(), src)
	}
	d, n = value("none")
	n.Mapping(&Shape{What: "a pace"})
	assert.Equal(t, `f:1:4: v must be a mapping with the keys of a pace, not "none" [wrong-type]`, d.Findings().Error(), "only where the shape has a word")
}

func TestEntries(t *testing.T) {
	t.Parallel()
	d, n := value("{1: a, yes: b, 1: c, [x]: d, <<: {}}")
	entries := n.Entries(1)
	require.Len(t, entries, 2)
	assert.Equal(t, "1", entries[0].Key.Value)
	assert.Equal(t, "a", entries[0].Value.Text().Value)
	assert.Equal(t, "yes", entries[1].Key.Value)
	assert.Equal(t, `f:1:19: the key "1" stands here twice, first at 1:5: remove one [duplicate-key]
f:1:25: a key must be text, not a list [bad-key]
f:1:33: merge keys (<<) are not allowed: write the keys out here [merge-key]`, d.Findings().Error())

	d, n = value("{}")
	assert.Empty(t, n.Entries(1))
	assert.Equal(t, "f:1:4: v needs at least one key [empty]", d.Findings().Error())
	d, n = value("[]")
	assert.Empty(t, n.Entries(1))
	assert.Equal(t, "f:1:4: v must be a mapping, not a list [wrong-type]", d.Findings().Error())
}

// One mistake is one finding: what was refused, or is not there, is silent.
func TestSilence(t *testing.T) {
	t.Parallel()
	for _, src := range []string{"", "&x 1\nw: *x", "!tag 1"} {
		d := Read("f", []byte("a: "+src), nil)
		before := d.Count()
		n := Node{}
		for _, e := range d.Root().Entries(0) {
			n = e.Value
		}
		if src == "" {
			n = Node{}
		}
		n.Text()
		n.Bool(false)
		n.Int(0, 1, 0)
		n.List(1)
		n.Entries(1)
		m := n.Mapping(anyShape)
		m.Get("v").Text()
		m.KeyPosition("v")
		assert.False(t, m.Sound())
		assert.Equal(t, before, d.Count(), src)
	}
	Node{}.Report("x", "y")
	assert.True(t, Node{}.Position().IsZero())
}

func TestQuote(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `"a\nb\u202e"`, Quote("a\nb\u202E"))
	long := ""
	for range 100 {
		long += "é"
	}
	assert.Len(t, []rune(Quote(long)), 63)
}
