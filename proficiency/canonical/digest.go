package canonical

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// A Digest is a SHA-256 digest (FIPS 180-4 §6.2). The zero Digest is none.
type Digest [sha256.Size]byte

const digestPrefix = "sha256:"

// Sum is the digest of b.
func Sum(b []byte) Digest { return sha256.Sum256(b) }

// IsZero reports whether d is no digest.
func (d Digest) IsZero() bool { return d == Digest{} }

// String gives "sha256:" and 64 lower-case hexadecimal digits, or "" for none.
func (d Digest) String() string {
	if d.IsZero() {
		return ""
	}
	return string(d.Append(nil))
}

// Append appends the form of String, for the zero Digest too, to b.
func (d Digest) Append(b []byte) []byte {
	return hex.AppendEncode(append(b, digestPrefix...), d[:])
}

// ParseDigest reads exactly what String gives; "" is the zero Digest.
func ParseDigest(s string) (d Digest, err error) {
	if s == "" {
		return d, nil
	}
	digits, ok := strings.CutPrefix(s, digestPrefix)
	if n, err := hex.Decode(d[:], []byte(digits[:min(len(digits), 2*len(d))])); !ok || err != nil ||
		n != len(d) || len(digits) != 2*len(d) || strings.ToLower(digits) != digits {
		return Digest{}, fmt.Errorf("%q is not a digest: want sha256: and 64 lower-case hexadecimal digits", s)
	}
	return d, nil
}

// MarshalText gives the form of String.
func (d Digest) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the form of String.
func (d *Digest) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDigest(string(b))
	return err
}
