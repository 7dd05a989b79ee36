package strict_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]any{
		"\t{\"a\": [1, -2.5, 1e3, true, null, \"\\u00e9\\n\\ud83e\\udec1\"]} \n": map[string]any{"a": []any{1.0, -2.5, 1000.0, true, nil, "é\n🫁"}},
		`"\\ud800"`:           `\ud800`,
		`[]`:                  []any{},
		`9007199254740991`:    9007199254740991.0,
		`{"a":{"b":1},"b":2}`: map[string]any{"a": map[string]any{"b": 1.0}, "b": 2.0},
		strings.Repeat("[", strict.MaxDepth) + strings.Repeat("]", strict.MaxDepth): nested(strict.MaxDepth),
	} {
		got, err := strict.Parse([]byte(text), 1000)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
}

func nested(depth int) any {
	v := []any{}
	for range depth - 1 {
		v = []any{v}
	}
	return v
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                          "line 1, column 1: this is not JSON: it ends too early",
		" ":                         "line 1, column 2: this is not JSON: it ends too early",
		"\n{\"a\":":                 "line 2, column 6: this is not JSON: it ends too early",
		"{} {}":                     "line 1, column 4: something follows the JSON value",
		"{}\x00":                    "column 3: something follows",
		"[1,]":                      "column 4: this is not JSON",
		"{a:1}":                     "column 2: this is not JSON",
		"NaN":                       "this is not JSON",
		"\ufeff{}":                  "this is not JSON",
		"[01]":                      "this is not JSON",
		"\"a\nb\"":                  "this is not JSON",
		"\"\xff\"":                  "column 2: this is not UTF-8",
		"\"\xed\xa0\x80\"":          "column 2: this is not UTF-8",
		`{"a":1,` + "\n" + `"a":2}`: `line 2, column 3: a second member named "a"`,
		`{"a":1,"\u0061":2}`:        `a second member named "a"`,
		`[{"b":{"c":1,"c":1}}]`:     `a second member named "c"`,
		`{"` + strings.Repeat("é", 90) + `":1,"` + strings.Repeat("é", 90) + `":1}`: `éé…"`,
		`["\ud83e"]`:                           "column 3: half of a surrogate pair",
		`["\udec1x"]`:                          "half of a surrogate pair",
		`["\\\ud83e\ud83e"]`:                   "column 5: half of a surrogate pair",
		`["\ud83eA"]`:                          "half of a surrogate pair",
		`["a\u0000"]`:                          "control character U+0000",
		`{"a\u001f":1}`:                        "control character U+001F",
		"[\"\x7f\"]":                           "control character U+007F",
		`9007199254740992`:                     "an integer beyond",
		`-9007199254740992`:                    "an integer beyond",
		`1e400`:                                "a number beyond",
		strings.Repeat("[", strict.MaxDepth+1): "column 65: nested deeper than 64",
		strings.Repeat(`{"a":`, strict.MaxDepth+1): "nested deeper than 64",
		strings.Repeat("[", 1_000_000):             "longer than the 1000 bytes allowed",
		`"` + strings.Repeat("x", 999) + `"`:       "longer than the 1000 bytes allowed",
	} {
		_, err := strict.Parse([]byte(text), 1000)
		var wrong *strict.Error
		require.ErrorAs(t, err, &wrong, "%.80q", text)
		assert.Contains(t, err.Error(), want, "%.80q", text)
	}
	_, err := strict.ParseObject([]byte("[]"), 10)
	require.ErrorContains(t, err, "want a JSON object")
}

func TestAppend(t *testing.T) {
	t.Parallel()
	got, err := strict.Append([]byte("> "), map[string]any{
		"€": "Euro", "\r": 1, "\ufb33": nil, "1": true, "😀": []any{1.5, "<\"\\\u2028\n"}, "\u0080": 0.0, "ö": map[string]any{},
	})
	require.NoError(t, err)
	assert.Equal(t, "> {\"\\r\":1,\"1\":true,\"\u0080\":0,\"ö\":{},\"€\":\"Euro\",\"😀\":[1.5,\"<\\\"\\\\\u2028\\n\"],\"\ufb33\":null}", string(got))
	for _, v := range []any{math.NaN(), math.Inf(1), []string{}, []any{struct{}{}}, map[string]any{"a": int64(1)}} {
		_, err := strict.Append(nil, v)
		require.Error(t, err, "%T", v)
	}
}

// Numbers of RFC 8785, Appendix B, by their bits.
func TestNumbers(t *testing.T) {
	t.Parallel()
	for bits, want := range map[uint64]string{
		0x0000000000000000: "0",
		0x8000000000000000: "0",
		0x0000000000000001: "5e-324",
		0x8000000000000001: "-5e-324",
		0x7fefffffffffffff: "1.7976931348623157e+308",
		0x4340000000000000: "9007199254740992",
		0x4430000000000000: "295147905179352830000",
		0x44b52d02c7e14af5: "9.999999999999997e+22",
		0x44b52d02c7e14af6: "1e+23",
		0x444b1ae4d6e2ef4e: "999999999999999700000",
		0x444b1ae4d6e2ef50: "1e+21",
		0x3eb0c6f7a0b5ed8c: "9.999999999999997e-7",
		0x3eb0c6f7a0b5ed8d: "0.000001",
		0x41b3de4355555553: "333333333.3333332",
		0xbecbf647612f3696: "-0.0000033333333333333333",
	} {
		got, err := strict.Append(nil, math.Float64frombits(bits))
		require.NoError(t, err)
		assert.Equal(t, want, string(got), "%x", bits)
	}
}

// What is written is read back the same, and written the same again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-2.5e-9,"\u00e9",null,true]}`, `["\ud83e\udec1\\"]`, `{"a":1,"a":2}`, `[[[]]]`, `1e21`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := strict.Parse(text, 1<<16)
		if err != nil {
			var wrong *strict.Error
			if !errors.As(err, &wrong) || wrong.Line < 1 || wrong.Column < 1 {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		once, err := strict.Append(nil, v)
		require.NoError(t, err)
		back, err := strict.Parse(once, 1<<20)
		if err != nil && strings.Contains(err.Error(), "an integer beyond") {
			return // a double such as 1e20 is written with all its digits
		}
		require.NoError(t, err)
		again, err := strict.Append(nil, back)
		require.NoError(t, err)
		assert.Equal(t, string(once), string(again))
	})
}

func Example() {
	doc, err := strict.ParseObject([]byte(`{"b": 1.50, "a": "\u00e9"}`), 100)
	if err != nil {
		fmt.Println(err)
	}
	canonical, _ := strict.Append(nil, doc)
	fmt.Println(string(canonical))

	_, err = strict.Parse([]byte(`{"valid": true, "valid": false}`), 100)
	fmt.Println(err)
	// Output:
	// {"a":"é","b":1.5}
	// line 1, column 23: a second member named "valid"
}
