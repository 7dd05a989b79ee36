package canonical

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/quick"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const emptySum = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func TestDigestText(t *testing.T) {
	t.Parallel()
	assert.Equal(t, emptySum, Sum(nil).String())
	assert.Equal(t, "", Digest{}.String())
	assert.Equal(t, "> sha256:"+strings.Repeat("0", 64), string(Digest{}.Append([]byte("> "))))

	require.NoError(t, quick.Check(func(d Digest) bool {
		back, err := ParseDigest(d.String())
		var viaJSON struct{ D Digest }
		b, _ := json.Marshal(struct{ D Digest }{d})
		return err == nil && back == d && json.Unmarshal(b, &viaJSON) == nil && viaJSON.D == d
	}, nil))
	none, err := ParseDigest("")
	require.NoError(t, err)
	assert.True(t, none.IsZero())
	assert.False(t, Sum(nil).IsZero())
}

func TestParseDigestRefuses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"sha256:", "sha256", emptySum[7:], "SHA256" + emptySum[6:], "sha512" + emptySum[6:], strings.ToUpper(emptySum),
		"sha256:" + strings.ToUpper(emptySum[7:]), emptySum[:len(emptySum)-1], emptySum[:len(emptySum)-2], emptySum + "00",
		emptySum + "0", " " + emptySum, emptySum + "\n", emptySum[:70] + "g", emptySum[:70] + "é",
	} {
		d, err := ParseDigest(s)
		assert.ErrorContains(t, err, "is not a digest", s)
		assert.True(t, d.IsZero(), s)
		assert.Error(t, d.UnmarshalText([]byte(s)), s)
	}
}

func TestChain(t *testing.T) {
	t.Parallel()
	start := Genesis("format/1", "enrolment-1")
	bodies := []string{`{"seq":1}`, ``, `{"seq":3}`}
	assert.Equal(t, Digest(sha256.Sum256(append(slices.Clone(start[:]), bodies[0]...))), Chain(start, []byte(bodies[0])))

	head := func(from Digest, bodies ...string) Digest {
		for _, b := range bodies {
			from = Chain(from, []byte(b))
		}
		return from
	}
	want := head(start, bodies...)
	assert.Equal(t, want, head(start, bodies...))
	for name, other := range map[string]Digest{
		"another beginning": head(Genesis("format/1", "enrolment-2"), bodies...),
		"one changed":       head(start, bodies[0]+" ", bodies[1], bodies[2]),
		"one left out":      head(start, bodies[0], bodies[2]),
		"one added":         head(start, append(slices.Clone(bodies), "")...),
		"two swapped":       head(start, bodies[2], bodies[1], bodies[0]),
		"cut elsewhere":     head(start, bodies[0]+bodies[1], bodies[2]),
		"none":              start,
	} {
		assert.NotEqual(t, want, other, name)
	}
}

func TestGenesisIsUnambiguous(t *testing.T) {
	t.Parallel()
	seen := map[Digest][]string{}
	for _, parts := range [][]string{
		nil, {""}, {"", ""}, {"ab"}, {"a", "b"}, {"", "ab"}, {"ab", ""}, {"b", "a"}, {"a\x00b"}, {"\x00\x00\x00\x00\x00\x00\x00\x00"},
		{"a\x00\x00\x00\x00\x00\x00\x00\x01b"},
	} {
		d := Genesis(parts...)
		assert.NotContains(t, seen, d, "%q", parts)
		seen[d] = parts
	}
	// Stored chains begin from it: these bytes never change.
	assert.Equal(t, Digest(sha256.Sum256([]byte("\x00\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x00\x00\x00\x00\x00\x02bc"))), Genesis("a", "bc"))
}

func TestChainAllocatesNothing(t *testing.T) {
	d, body := Genesis("x"), make([]byte, 4096)
	assert.Zero(t, testing.AllocsPerRun(100, func() { d = Chain(d, body) }))
}
