package canonical

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTransform(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"\t\r\n { } ":                                                           `{}`,
		` [ 1 , -0,0 , true,false ,null,"" ] `:                                  `[1,0,0,true,false,null,""]`,
		`{"b":{"d":1,"c":[{"z":1,"y":2}]}, "a":"x"}`:                            `{"a":"x","b":{"c":[{"y":2,"z":1}],"d":1}}`,
		`"\u0061\/\u000A\u000b\u007f\u00e9\uD83E\uDEC1\u2028"`:                  "\"a/\\n\\u000b\x7fé🫁\u2028\"",
		`{"\uFB33":1,"\uD83E\uDEC1":2,"\u20AC":3}`:                              `{"€":3,"🫁":2,"` + "\ufb33" + `":1}`,
		`[9007199254740991,-9007199254740991]`:                                  `[9007199254740991,-9007199254740991]`,
		`"` + "\uFFFD" + `\ufffd"`:                                              `"` + "\uFFFD\uFFFD" + `"`,
		strings.Repeat("[", MaxDepth) + strings.Repeat(" ]", MaxDepth):          strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth),
		`{"number":"1.10","aa":1,"a":2,"A":3,"":{"":{"b":[],"a":{ }}}}`:         `{"":{"":{"a":{},"b":[]}},"A":3,"a":2,"aa":1,"number":"1.10"}`,
		`{"z":{"z":{"z":{"b":1,"a":2},"a":2},"a":{"d":3,"c":4}},"a":{"f":5}}  `: `{"a":{"f":5},"z":{"a":{"c":4,"d":3},"z":{"a":2,"z":{"a":2,"b":1}}}}`,
	} {
		got, err := Transform([]byte(in))
		require.NoError(t, err, in)
		assert.Equal(t, want, string(got))
		require.NoError(t, Check(got), "what Transform gives is canonical")
		assert.Equal(t, in == want, Check([]byte(in)) == nil, in)
	}
}

func TestTransformRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in     string
		offset int
		reason string
	}{
		{``, 0, "want a value"},
		{` `, 1, "want a value"},
		{"\xef\xbb\xbf{}", 0, "want a value"},
		{"\x00", 0, "want a value"},
		{`tru`, 0, "want a value"},
		{`True`, 0, "want a value"},
		{`NaN`, 0, "want a value"},
		{`nullx`, 4, "something follows"},
		{`{} {}`, 3, "something follows"},
		{"{}\x00", 2, "something follows"},
		{`{"a":1,"b":2,"a":3}`, 13, `a second member named "a"`},
		{`{"b":1,"\u0062":2}`, 7, `a second member named "b"`},
		{`[{"a":{"c":1,"b":2,"c":3}}]`, 19, `a second member named "c"`},
		{`{"` + strings.Repeat("é", 80) + `":1,"` + strings.Repeat("é", 80) + `":1}`, 166, `éé…"`},
		{`{a:1}`, 1, "want a member's name"},
		{`{"a":1,}`, 7, "want a member's name"},
		{`{"a" 1}`, 5, "want ':'"},
		{`{"a":}`, 5, "want a value"},
		{`{"a":1 "b":2}`, 7, "want ',' or '}' in an object"},
		{`[1 2]`, 3, "want ',' or ']' in an array"},
		{`[1,]`, 3, "want a value"},
		{`[`, 1, "want a value"},
		{`{`, 1, "want a member's name"},
		{`[1`, 2, "want ','"},
		{`1.5`, 1, "fraction or exponent"},
		{`1.0`, 1, "fraction or exponent"},
		{`-1e3`, 2, "fraction or exponent"},
		{`1E3`, 1, "fraction or exponent"},
		{`01`, 0, "begins with 0"},
		{`-00`, 1, "begins with 0"},
		{`-`, 1, "want a digit"},
		{`+1`, 0, "want a value"},
		{`9007199254740992`, 0, "beyond"},
		{`[-9007199254740992]`, 1, "beyond"},
		{`123456789012345678901234567890`, 0, "beyond"},
		{"\"a\nb\"", 2, "control character"},
		{"\"\x1f\"", 1, "control character"},
		{"\"a\xff\"", 2, "not UTF-8"},
		{"\"\xed\xa0\x80\"", 1, "not UTF-8"},
		{"\"\xf4\x90\x80\x80\"", 1, "not UTF-8"},
		{`"ab`, 3, "ends inside a string"},
		{`"ab\`, 4, "ends inside a string"},
		{`"\x41"`, 1, "escape that JSON does not know"},
		{`"\u12g4"`, 1, "four hexadecimal digits"},
		{`"\u12`, 1, "four hexadecimal digits"},
		{`"\ud83e"`, 1, "lone surrogate"},
		{`"\ud83e\n"`, 1, "lone surrogate"},
		{`"\ud83eA"`, 1, "lone surrogate"},
		{`"x\udec1\ud83e"`, 2, "lone surrogate"},
		{`"\ud83e\u0041"`, 1, "lone surrogate"},
		{strings.Repeat("[", MaxDepth+1), MaxDepth, "nested deeper than 64"},
		{strings.Repeat(`{"a":`, MaxDepth+1), 5 * MaxDepth, "nested deeper than 64"},
	} {
		got, err := Transform([]byte(c.in))
		assert.Nil(t, got)
		var at *SyntaxError
		if assert.ErrorAs(t, err, &at, c.in) {
			assert.Equal(t, c.offset, at.Offset, "%s: %v", c.in, err)
			assert.Contains(t, at.Reason, c.reason, c.in)
		}
		assert.Equal(t, err, Check([]byte(c.in)))
	}
}

func TestCheckNamesTheFirstByteThatDiffers(t *testing.T) {
	t.Parallel()
	for in, offset := range map[string]int{
		` 1`: 0, `1 `: 1, `{"b":1,"a":2}`: 2, `["\u0061"]`: 2, `{"a": 1}`: 5, `[-0]`: 1,
	} {
		assert.Equal(t, &SyntaxError{offset, "not in canonical form"}, Check([]byte(in)), in)
	}
	assert.EqualError(t, Check([]byte(` 1`)), "canonical: byte 0: not in canonical form")
}

// Any writing of the same value comes out as the same bytes, those of Append.
func TestTransformUndoesEveryLayout(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for range 2_000 {
		v := anyValue(r, 4)
		want, err := Append(nil, v)
		require.NoError(t, err)
		for range 3 {
			messy := appendMessily(nil, v, r)
			got, err := Transform(messy)
			require.NoError(t, err, "%s", messy)
			require.Equal(t, string(want), string(got), "%s", messy)
		}
		again, err := Transform(want)
		require.NoError(t, err)
		require.Equal(t, string(want), string(again))
	}
}

func anyValue(r *rand.Rand, depth int) any {
	switch kind := r.IntN(7); {
	case depth > 0 && kind < 2:
		m := map[string]any{}
		for range r.IntN(6) {
			m[anyText(r)] = anyValue(r, depth-1)
		}
		return m
	case depth > 0 && kind == 2:
		a := make([]any, r.IntN(4))
		for i := range a {
			a[i] = anyValue(r, depth-1)
		}
		return a
	case kind == 3:
		return r.IntN(2) == 0
	case kind == 4:
		return r.Int64N(2*MaxInt+1) - MaxInt
	default:
		return anyText(r)
	}
}

func anyText(r *rand.Rand) string {
	alphabet := []rune("ab\"\\/\b\t\n\x00\x1f\x7fö€\u2028\ue000\ufb33🫁🂡")
	rs := make([]rune, r.IntN(5))
	for i := range rs {
		rs[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(rs)
}

// appendMessily writes a value with random space, order of members and escapes.
func appendMessily(b []byte, v any, r *rand.Rand) []byte {
	space := func(b []byte) []byte { return append(b, []string{"", " ", "\n\t", "\r"}[r.IntN(4)]...) }
	return space(appendBare(space(b), v, r))
}

func appendBare(b []byte, v any, r *rand.Rand) []byte {
	switch v := v.(type) {
	case map[string]any:
		b = append(b, '{')
		for k, e := range v { // the order is random by itself
			if b[len(b)-1] != '{' {
				b = append(b, ',')
			}
			b = appendMessily(b, k, r)
			b = appendMessily(append(b, ':'), e, r)
		}
		return append(b, '}')
	case []any:
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendMessily(b, e, r)
		}
		return append(b, ']')
	case string:
		b = append(b, '"')
		for _, c := range v {
			switch quoted, _ := json.Marshal(string(c)); {
			case c <= 0xffff && r.IntN(3) == 0:
				b = fmt.Appendf(b, `\u%04X`, c)
			default:
				b = append(b, quoted[1:len(quoted)-1]...)
			}
		}
		return append(b, '"')
	default:
		return fmt.Append(b, v)
	}
}

func FuzzTransform(f *testing.F) {
	for _, s := range []string{`{"b":[1,true,null,"x\u00e9\n"],"a":{"":-0}}`, `"\ud83e\udec1"`, `[[[]]]`, `1e3`, `{"a":1,"a":2}`,
		"\"\xff\"", `"\ud800"`, `-9007199254740991`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		before := bytes.Clone(in)
		out, err := Transform(in)
		require.Equal(t, before, in, "the text is left alone")
		if err != nil {
			var at *SyntaxError
			require.ErrorAs(t, err, &at)
			require.LessOrEqual(t, at.Offset, len(in))
			return
		}
		require.True(t, json.Valid(in), "what is accepted is JSON")
		require.LessOrEqual(t, len(out), len(in))
		again, err := Transform(out)
		require.NoError(t, err)
		require.Equal(t, string(out), string(again))
		require.NoError(t, Check(out))
		if len(in) < 1<<10 {
			require.Equal(t, decode(t, in), decode(t, out), "the value is the same")
		}
	})
}

func decode(t *testing.T, text []byte) (v any) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	require.NoError(t, d.Decode(&v))
	return normalise(v)
}

// normalise makes -0 a 0, as canonical form does.
func normalise(v any) any {
	switch v := v.(type) {
	case json.Number:
		if v == "-0" {
			return json.Number("0")
		}
	case []any:
		for i := range v {
			v[i] = normalise(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = normalise(v[k])
		}
	}
	return v
}
