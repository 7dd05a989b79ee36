package workflow

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// MaxTextLength is the greatest length of one free text, in bytes.
const MaxTextLength = 16 << 10

// A Text is free text that somebody wrote: a comment, a reason, an action. In
// the bytes that the hash chain covers it stands as a salted digest, with the
// words beside the record, so that the words can be removed later and
// everything else still be verified. It is immutable.
type Text struct {
	// Words is what was written; empty where it has been removed.
	Words string
	// Salt keeps short texts from being guessed from their digest.
	Salt [16]byte
	// Digest is the SHA-256 of salt and words; the text's id within its record.
	Digest canonical.Digest
}

// String gives the words; a nil Text has none.
func (t *Text) String() string {
	if t == nil {
		return ""
	}
	return t.Words
}

// MarshalText gives the digest: what stands in the hashed bytes.
func (t *Text) MarshalText() ([]byte, error) { return t.Digest.MarshalText() }

// UnmarshalText reads the digest; the words are filled in from the record's texts.
func (t *Text) UnmarshalText(b []byte) error { return t.Digest.UnmarshalText(b) }

func textDigest(salt [16]byte, words string) canonical.Digest {
	b := make([]byte, 0, len(salt)+len(words))
	return canonical.Sum(append(append(b, salt[:]...), words...))
}

// verify reports whether the words and the salt give the digest.
func (t *Text) verify() bool { return textDigest(t.Salt, t.Words) == t.Digest }

// blank reports whether the words were removed.
func (t *Text) blank() bool { return t.Words == "" && t.Salt == [16]byte{} }

// drawer derives what must be unguessable from the nonce of one command, each
// value under its own number, so that deciding again gives the same.
type drawer struct {
	nonce [32]byte
	// id and seq keep the values of different records apart even where a host
	// gives a nonce twice.
	id  EnrolmentID
	seq Seq
	n   uint64
}

func (d *drawer) draw() [sha256.Size]byte {
	b := make([]byte, 0, 128)
	b = append(b, d.nonce[:]...)
	b = binary.BigEndian.AppendUint64(b, d.n)
	b = binary.BigEndian.AppendUint64(b, uint64(d.seq))
	b = append(b, d.id...)
	d.n++
	return sha256.Sum256(b)
}

// text salts words; no words are no text.
func (d *drawer) text(words string) *Text {
	if words == "" {
		return nil
	}
	t := &Text{Words: words}
	sum := d.draw()
	copy(t.Salt[:], sum[:])
	t.Digest = textDigest(t.Salt, words)
	return t
}

// checkText says what is wrong with a free text, or "".
func checkText(what, words string) string {
	switch {
	case len(words) > MaxTextLength:
		return fmt.Sprintf("%s is %d bytes long: at most %d are allowed", what, len(words), MaxTextLength)
	case strings.ToValidUTF8(words, "") != words:
		return what + " is not valid UTF-8"
	case strings.ContainsRune(words, 0):
		return what + " contains a NUL character"
	}
	return ""
}
