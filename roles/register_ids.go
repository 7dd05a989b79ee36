package roles

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"
)

// MaxIDLength is the greatest length, in bytes, of an id that comes from
// outside: people, centres and requests. Identifiers in policies and content
// are shorter.
const MaxIDLength = 256

// checkID says what is wrong with an id from outside, or nil.
func checkID(what, id string) error {
	switch {
	case id == "":
		return fmt.Errorf("%s is empty", what)
	case len(id) > MaxIDLength:
		return fmt.Errorf("%s is %d bytes long: at most %d are allowed", what, len(id), MaxIDLength)
	case !utf8.ValidString(id):
		return fmt.Errorf("%s is not valid UTF-8", what)
	case strings.ContainsRune(id, 0):
		return fmt.Errorf("%s contains a NUL character", what)
	}
	return nil
}

// newRequestID draws 128 random bits.
func newRequestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand
	return hex.EncodeToString(b[:])
}
