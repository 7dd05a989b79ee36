package canonical

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAppendString(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                         `""`,
		"plain":                    `"plain"`,
		`a "quoted" back\slash/`:   `"a \"quoted\" back\\slash/"`,
		"\b\t\n\f\r":               `"\b\t\n\f\r"`,
		"\x00\x01\x0b\x0e\x1f\x7f": `"\u0000\u0001\u000b\u000e\u001f` + "\x7f\"",
		"<a href='x'>&amp;</a>":    `"<a href='x'>&amp;</a>"`,
		"line\u2028para\u2029end":  "\"line\u2028para\u2029end\"",
		"Łódź, الرعاية, 集中, 🫁\u0301": "\"Łódź, الرعاية, 集中, 🫁\u0301\"",
		"\uFFFD stays \uFFFD":        "\"\uFFFD stays \uFFFD\"",
		"a\xffb\xc3":                 "\"a\uFFFDb\uFFFD\"",
		"\xed\xa0\x80":               "\"\uFFFD\uFFFD\uFFFD\"", // a surrogate written as if it were a character
		"tail\n":                     `"tail\n"`,
	} {
		assert.Equal(t, "x"+want, string(AppendString([]byte("x"), in)), "%q", in)
	}
}

func TestAppendStringReadsBack(t *testing.T) {
	t.Parallel()
	check := func(s string) bool {
		out := AppendString(nil, s)
		var back string
		return utf8.Valid(out) && json.Unmarshal(out, &back) == nil && back == strings.ToValidUTF8(s, "\uFFFD") &&
			Check(out) == nil
	}
	for c := range 256 {
		assert.True(t, check(strings.Repeat("é", c%3)+string(rune(c))+"z"), "%#x", c)
	}
	require.NoError(t, quick.Check(check, nil))
}

func TestAppend(t *testing.T) {
	t.Parallel()
	got, err := Append([]byte("> "), map[string]any{
		"least": -MaxInt, "most": int64(MaxInt), "count": uint64(MaxInt), "none": 0,
		"list": []any{"x", true, false, []any{}, map[string]any{}},
		"":     map[string]any{"b": 1, "a": 2, "B": 3, "aa": 4},
	})
	require.NoError(t, err)
	assert.Equal(t, `> {"":{"B":3,"a":2,"aa":4,"b":1},"count":9007199254740991,"least":-9007199254740991,`+
		`"list":["x",true,false,[],{}],"most":9007199254740991,"none":0}`, string(got))
	require.NoError(t, Check(got[2:]))
}

// The order is that of UTF-16 code units, in which an emoji (a surrogate pair,
// D83E DEC1) comes before U+E000 and U+FB33, although its bytes come after.
func TestMembersAreInOrderOfUTF16(t *testing.T) {
	t.Parallel()
	sorted := []string{"", "\r", " ", "1", "10", "2", "A", "a", "ab", "a\u0300", "\x7f", "\u0080", "ö", "öa", "\u20ac",
		"\ud7ff", "🂡", "🫁", "🫁🂡", "🫁\ue000", "\U0010FFFF", "\ue000", "\ue000🫁", "\ufb33", "\uffff"}
	require.True(t, slices.IsSortedFunc(sorted, byCodeUnits), "the table itself is in order")

	m := map[string]any{}
	var want strings.Builder
	for i, k := range sorted {
		m[k] = i
		fmt.Fprintf(&want, ",%s:%d", AppendString(nil, k), i)
	}
	got, err := Append(nil, m)
	require.NoError(t, err)
	assert.Equal(t, "{"+want.String()[1:]+"}", string(got))
	require.NoError(t, Check(got))
}

func byCodeUnits(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func TestCompareUTF16AgreesWithCodeUnits(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("aböé\u07ff\u0800\ud7ff\ue000\uefff\uf000\uffff\U00010000🂡🫁\U000FFFFF\U0010FFFF")
	word := func() string {
		rs := make([]rune, r.IntN(4))
		for i := range rs {
			rs[i] = alphabet[r.IntN(len(alphabet))]
		}
		return string(rs)
	}
	for range 20_000 {
		a, b := word(), word()
		require.Equal(t, byCodeUnits(a, b), cmp.Compare(compareUTF16(a, b), 0), "%q %q", a, b)
	}
}

func TestAppendRefuses(t *testing.T) {
	t.Parallel()
	deep := any("x")
	for range MaxDepth {
		deep = []any{deep}
	}
	_, err := Append(nil, deep)
	require.NoError(t, err, "MaxDepth itself is allowed")
	circle := map[string]any{}
	circle["self"] = circle

	for name, v := range map[string]any{
		"nil":              nil,
		"a float":          1.0,
		"not a number":     math.NaN(),
		"another type":     []string{"x"},
		"a struct":         struct{}{},
		"too great":        MaxInt + 1,
		"too small":        int64(-MaxInt - 1),
		"too great, uint":  uint64(math.MaxUint64),
		"not UTF-8":        "a\xff",
		"a name not UTF-8": map[string]any{"a\xff": 1},
		"too deep":         []any{deep},
		"too deep, object": map[string]any{"x": deep},
		"a circle":         circle,
		"inside":           []any{map[string]any{"x": nil}},
	} {
		got, err := Append([]byte("x"), v)
		assert.Error(t, err, name)
		assert.Nil(t, got, name)
	}
}

func TestAppendStringAllocatesNothing(t *testing.T) {
	dst := make([]byte, 0, 256)
	allocs := testing.AllocsPerRun(100, func() {
		dst = AppendString(dst[:0], "Explains why \"PEEP\" is set, łatwo\n")
		dst = AppendInt(dst, -MaxInt)
		dst = AppendBool(dst, true)
	})
	assert.Zero(t, allocs)
}
