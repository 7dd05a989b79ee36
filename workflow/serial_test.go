package workflow

import (
	"crypto/sha256"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func sampleSerials(n int) []string {
	r := rand.New(rand.NewPCG(8, 8))
	out := make([]string, n)
	for i := range out {
		var b [32]byte
		for j := range b {
			b[j] = byte(r.Uint32())
		}
		out[i] = newSerial(b)
	}
	return out
}

// symbols are a serial without hyphens.
func symbols(serial string) []byte { return []byte(strings.ReplaceAll(serial, "-", "")) }

func TestSerialIsItsOwnOneForm(t *testing.T) {
	t.Parallel()
	for _, serial := range sampleSerials(500) {
		require.Regexp(t, `^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$`, serial)
		for _, typed := range []string{
			serial, strings.ToLower(serial), string(symbols(serial)), strings.ReplaceAll(serial, "-", " "), " - " + serial + "-- ",
			strings.NewReplacer("0", "O", "1", "I").Replace(serial), strings.NewReplacer("0", "o", "1", "l").Replace(serial),
			strings.ToLower(strings.NewReplacer("1", "i").Replace(serial)), strings.Join(strings.Split(serial, ""), "-"),
		} {
			got, ok := ParseSerial(typed)
			require.True(t, ok, typed)
			require.Equal(t, serial, got)
		}
	}
}

// Every single wrong symbol is found, at every place, for every symbol.
func TestSerialFindsEveryWrongSymbol(t *testing.T) {
	t.Parallel()
	for _, serial := range sampleSerials(100) {
		s := symbols(serial)
		for i, right := range s {
			for _, wrong := range []byte(serialAlphabet) {
				if wrong == right {
					continue
				}
				s[i] = wrong
				if _, ok := ParseSerial(string(s)); ok {
					t.Fatalf("%s taken for %s", s, serial)
				}
			}
			s[i] = right
		}
	}
}

// Nine in ten exchanges of neighbours are found at least; it is nearly all.
func TestSerialFindsExchangesOfNeighbours(t *testing.T) {
	t.Parallel()
	all, found := 0, 0
	for _, serial := range sampleSerials(2000) {
		s := symbols(serial)
		for i := range len(s) - 1 {
			if s[i] == s[i+1] {
				continue
			}
			s[i], s[i+1] = s[i+1], s[i]
			all++
			if _, ok := ParseSerial(string(s)); !ok {
				found++
			}
			s[i], s[i+1] = s[i+1], s[i]
		}
	}
	require.Greater(t, all, 20_000)
	require.GreaterOrEqual(t, found*100, all*90, "%d of %d", found, all)
	t.Logf("%d of %d exchanges of neighbours found", found, all)
}

func TestParseSerialRefuses(t *testing.T) {
	t.Parallel()
	good := sampleSerials(1)[0]
	for _, typed := range []string{
		"", "-", good[1:], good[:18], good + "0", good + good, "U" + good[1:], strings.Replace(good, "-", "_", 1), strings.Replace(good, "-", "–", 1),
		good + "\n", "\x00" + good, "é" + good[1:], strings.Repeat("0", 1<<16), strings.Repeat("-", 1<<16), "İ" + good[1:], "\xff" + good[1:],
	} {
		got, ok := ParseSerial(typed)
		require.False(t, ok, "%q", typed)
		require.Empty(t, got)
	}
}

// Each of the 75 bits counts, every symbol is equally likely, and no two come out the same.
func TestSerialsAreUniqueAndWithoutBias(t *testing.T) {
	t.Parallel()
	var b [32]byte
	seen := map[string]bool{newSerial(b): true}
	for i := range serialSymbols {
		for bit := range 5 {
			b[i] ^= 1 << bit
			s := newSerial(b)
			require.False(t, seen[s], "bit %d of symbol %d does not count", bit, i)
			seen[s] = true
			b[i] ^= 1 << bit
		}
	}
	var counts [serialSymbols][256]int
	for v := range 256 { // every byte value once at every place: exact, not by chance
		for i := range serialSymbols {
			b[i] = byte(v)
		}
		for i, c := range symbols(newSerial(b))[:serialSymbols] {
			counts[i][c]++
		}
	}
	for i := range counts {
		for _, c := range []byte(serialAlphabet) {
			require.Equal(t, 256/len(serialAlphabet), counts[i][c])
		}
	}
	many := map[string]bool{}
	for i := range 20_000 {
		s := newSerial(sha256.Sum256([]byte{byte(i), byte(i >> 8)}))
		require.False(t, many[s])
		many[s] = true
	}
}

// What is drawn from a nonce is the same when decided again, and different for
// each thing drawn.
func TestDrawing(t *testing.T) {
	t.Parallel()
	one, two := drawer{nonce: [32]byte{1}}, drawer{nonce: [32]byte{1}}
	other := drawer{nonce: [32]byte{2}}
	seen := map[[32]byte]bool{}
	for range 100 {
		a, b, c := one.draw(), two.draw(), other.draw()
		require.Equal(t, a, b)
		require.False(t, seen[a] || seen[c])
		seen[a], seen[c] = true, true
	}
	x, y := one.text("the same words"), one.text("the same words")
	require.NotEqual(t, x.Salt, y.Salt)
	require.NotEqual(t, x.Digest, y.Digest)
	require.True(t, x.verify() && y.verify())
	require.Nil(t, one.text(""))
	require.Empty(t, one.text("").String())
}
