package canonical

import (
	"crypto/sha256"
	"encoding/binary"
)

// Chain is one step of a hash chain: SHA-256 over the digest before and the
// body that follows it. Whoever knows the last digest can tell that no body
// before it was changed, left out, added or moved; whoever can write the whole
// chain anew and the last digest with it can change everything. It allocates
// nothing.
func Chain(prev Digest, body []byte) (next Digest) {
	h := sha256.New()
	h.Write(prev[:])
	h.Write(body)
	h.Sum(next[:0])
	return next
}

// Genesis is what a chain begins from: SHA-256 over the parts, each behind its
// length in bytes as 64 bits, big-endian, so that different parts never give
// the same bytes.
func Genesis(parts ...string) Digest {
	var b []byte
	for _, p := range parts {
		b = binary.BigEndian.AppendUint64(b, uint64(len(p)))
		b = append(b, p...)
	}
	return Sum(b)
}
