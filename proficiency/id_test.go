package proficiency

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestValidID(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"a", "0", "1.3.3.a", "critical-care-step-1", "a.", "a-", "a--b", "a..b", "2024-01-01", "1.10", "017", "null", "true",
		strings.Repeat("x", MaxIDLength),
	} {
		assert.True(t, ValidID(s), "%q", s)
	}
	for _, s := range []string{
		"", ".", "-", ".a", "-a", "A", "aB", "a_b", "a b", " a", "a ", "a/b", "a\\b", "..", "../a", "a@1", "a:b", "é", "aé", "a\x00", "a\n",
		"~", "ａ", strings.Repeat("x", MaxIDLength+1),
	} {
		assert.False(t, ValidID(s), "%q", s)
	}
}

func TestParseVersion(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]Version{
		"1.0.0": {1, 0, 0}, "0.0.0": {}, "10.20.30": {10, 20, 30}, "4294967295.0.1": {4294967295, 0, 1},
	} {
		v, err := ParseVersion(s)
		require.NoError(t, err, s)
		assert.Equal(t, want, v)
		assert.Equal(t, s, v.String())
	}
	for _, s := range []string{
		"", "1", "1.0", "1.0.0.0", "v1.0.0", "1.0.0-rc.1", "1.0.0+1", "01.0.0", "1.00.0", "1.0.", ".0.0", "1..0", " 1.0.0", "1.0.0 ",
		"-1.0.0", "+1.0.0", "1.0.x", "1e3.0.0", "0x1.0.0", "1_0.0.0", "4294967296.0.0", "１.0.0",
	} {
		_, err := ParseVersion(s)
		assert.ErrorContains(t, err, "MAJOR.MINOR.PATCH", "%q", s)
	}
}

func TestVersionsAreOrderedByPrecedence(t *testing.T) {
	t.Parallel()
	ascending := []string{"0.0.0", "0.0.9", "0.0.10", "0.1.0", "0.9.9", "0.10.0", "1.0.0", "1.0.1", "1.2.0", "2.0.0", "10.0.0"}
	for i, a := range ascending {
		for j, b := range ascending {
			v, err := ParseVersion(a)
			require.NoError(t, err)
			w, err := ParseVersion(b)
			require.NoError(t, err)
			assert.Equal(t, i < j, v.Compare(w) < 0, "%s %s", a, b)
			assert.Equal(t, i == j, v.Compare(w) == 0, "%s %s", a, b)
		}
	}
}

func TestParseRef(t *testing.T) {
	t.Parallel()
	ref, err := ParseRef("critical-care-step-1@1.2.3")
	require.NoError(t, err)
	assert.Equal(t, Ref{"critical-care-step-1", Version{1, 2, 3}}, ref)
	assert.Equal(t, "critical-care-step-1@1.2.3", ref.String())
	assert.False(t, ref.IsZero())
	assert.True(t, Ref{}.IsZero())
	for _, s := range []string{
		"", "@", "x", "x@", "@1.0.0", "x@1.0", "x@v1.0.0", "x@1.0.0@2.0.0", "X@1.0.0", "x @1.0.0", "x@ 1.0.0", "x@1.0.0 ", "../x@1.0.0",
	} {
		_, err := ParseRef(s)
		assert.Error(t, err, "%q", s)
	}
}

func TestRefsReadBack(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 8))
	const alphabet = "abcxyz019.-"
	for range 5_000 {
		id := make([]byte, 1+r.IntN(MaxIDLength))
		for i := range id {
			id[i] = alphabet[r.IntN(len(alphabet))]
		}
		id[0] = alphabet[r.IntN(len(alphabet)-2)]
		ref := Ref{FrameworkID(id), Version{r.Uint32(), r.Uint32N(10), r.Uint32N(3)}}
		back, err := ParseRef(ref.String())
		require.NoError(t, err)
		require.Equal(t, ref, back)
	}
}

// What is read as an id, version or reference is what is written, letter by letter.
func FuzzParseRef(f *testing.F) {
	for _, s := range []string{"x@1.0.0", "critical-care-step-1@10.0.1", "x@01.0.0", "@"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if ref, err := ParseRef(s); err == nil {
			require.Equal(t, s, ref.String())
			require.True(t, ValidID(string(ref.ID)))
		}
	})
}
