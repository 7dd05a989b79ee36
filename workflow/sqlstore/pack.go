package sqlstore

import (
	"encoding/base32"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/workflow"
)

// What is packed begins with one of these. Another way to pack, or another list of
// phrases, begins otherwise.
const (
	packedUnder = 1 // a heading
	packedAlone = 2 // with all that stands in one
)

// The codes of packed text. Printable ASCII stands for itself.
const (
	codeRun    = 0x00 // a byte n, and n+1 bytes as they are
	codeUUID   = 0x01 // 16 bytes: in lower case with hyphens (RFC 9562)
	codeBase32 = 0x02 // 16 bytes: 26 characters of lower-case base32, as the engine's ids are
	codeDigest = 0x03 // 32 bytes: "sha256:" and 64 hexadecimal digits
	codeEnd    = 0x04 // the end of a field

	// Up to 0x1f: a word, which is the centre of the heading or an id that stood
	// before in the record, in the order in which they came.
	firstWord, maxWords = 0x08, 0x18
	firstPhrase         = 0x80 // up to 0xff
)

const (
	uuidLength, base32Length = 36, 26
	digestMark, digestLength = "sha256:", 71
	// shortestWord is how long a word is at least.
	shortestWord = 3
)

var lowerBase32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// A packer writes text in fewer bytes: most of a record is what all of them say,
// and ids in long forms. It gains more on so few bytes than general compression
// does, in a fraction of the time.
type packer struct {
	out   []byte
	words []string
}

// pack is what a record holds beside number, time, heading, hash and texts.
func pack(r *workflow.Record, centre string) []byte {
	p := newPacker(packedUnder, r)
	p.learn(centre)
	p.record(r)
	return p.out
}

// packAlone is the same without a heading.
func packAlone(r *workflow.Record) []byte {
	p := newPacker(packedAlone, r)
	p.out = append(append(p.out, r.FrameworkDigest[:]...), r.PolicyDigest[:]...)
	p.field(strconv.Itoa(r.Format))
	p.field(string(r.Kind))
	p.field(string(r.Framework.ID))
	p.field(r.Framework.Version.String())
	p.record(r)
	return p.out
}

func newPacker(how byte, r *workflow.Record) *packer {
	return &packer{append(append(make([]byte, 0, 256), how), r.Command[:]...), make([]string, 0, maxWords)}
}

func (p *packer) record(r *workflow.Record) {
	p.text(string(r.Actor))
	p.learn(string(r.Actor))
	p.out = append(p.out, codeEnd)
	p.field(string(r.Request))
	p.field(r.Register)
	p.text(string(r.Events))
}

// field packs text that ends before the record does.
func (p *packer) field(s string) {
	p.text(s)
	p.out = append(p.out, codeEnd)
}

// learn makes an id a word, if there is room.
func (p *packer) learn(id string) {
	if len(p.words) < maxWords && len(id) >= shortestWord && !slices.Contains(p.words, id) {
		p.words = append(p.words, id)
	}
}

func (p *packer) text(s string) {
	for i := 0; i < len(s); {
		n := 0
		if i == 0 || s[i-1] == '"' || s[i-1] == ' ' {
			n = p.id(s[i:])
		}
		if n == 0 {
			n = p.phrase(s[i:])
		}
		if n == 0 {
			n = p.literal(s[i:])
		}
		i += n
	}
}

// id packs the id or digest that s begins with, and gives its length, or 0.
func (p *packer) id(s string) int {
	for i, w := range p.words {
		if strings.HasPrefix(s, w) {
			p.out = append(p.out, byte(firstWord+i))
			return len(w)
		}
	}
	switch {
	case len(s) >= uuidLength && s[8] == '-':
		return p.uuid(s[:uuidLength])
	case len(s) >= digestLength && strings.HasPrefix(s, digestMark):
		return p.digest(s[:digestLength])
	case len(s) == base32Length, len(s) > base32Length && s[base32Length] == '"':
		return p.base32(s[:base32Length])
	}
	return 0
}

func (p *packer) uuid(s string) int {
	var b [16]byte
	at := 0
	for i, n := range [...]int{4, 2, 2, 2, 6} {
		if i > 0 && s[2*at+i-1] != '-' || !unhex(b[at:at+n], s[2*at+i:]) {
			return 0
		}
		at += n
	}
	p.out = append(append(p.out, codeUUID), b[:]...)
	p.learn(s)
	return len(s)
}

func (p *packer) digest(s string) int {
	var b [32]byte
	if !unhex(b[:], s[len(digestMark):]) {
		return 0
	}
	p.out = append(append(p.out, codeDigest), b[:]...)
	return len(s)
}

func (p *packer) base32(s string) int {
	b, err := lowerBase32.DecodeString(s)
	if err != nil || lowerBase32.EncodeToString(b) != s {
		return 0
	}
	p.out = append(append(p.out, codeBase32), b...)
	p.learn(s)
	return len(s)
}

// phrase packs the longest phrase that s begins with.
func (p *packer) phrase(s string) int {
	for _, code := range byFirst()[s[0]] {
		if phrase := phraseOf(code); strings.HasPrefix(s, phrase) {
			p.out = append(p.out, code)
			return len(phrase)
		}
	}
	return 0
}

// literal packs a character that stands for itself, or the run of bytes that do not.
func (p *packer) literal(s string) int {
	if printable(s[0]) {
		p.out = append(p.out, s[0])
		return 1
	}
	n := 1
	for n < min(len(s), 256) && !printable(s[n]) {
		n++
	}
	p.out = append(append(p.out, codeRun, byte(n-1)), s[:n]...)
	return n
}

func printable(c byte) bool { return c >= ' ' && c < 0x7f }

// unhex fills dst from lower-case digits.
func unhex(dst []byte, s string) bool {
	digit := func(c byte) byte { return byte(strings.IndexByte("0123456789abcdef", c)) } // 0xff for none
	for i := range dst {
		high, low := digit(s[2*i]), digit(s[2*i+1])
		if high > 15 || low > 15 {
			return false
		}
		dst[i] = high<<4 | low
	}
	return true
}

func appendUUID(dst, b []byte) []byte {
	for i, part := range [][]byte{b[:4], b[4:6], b[6:8], b[8:10], b[10:]} {
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, part)
	}
	return dst
}
