package source

import (
	"bytes"
	"unicode/utf8"
)

var byteOrderMark = []byte("\xEF\xBB\xBF")

// scan judges the bytes before the parser sees them: their number, their
// encoding, and how many nodes they can become. It gives them without a byte
// order mark; ok is false if they must not be parsed.
func (d *Document) scan(src []byte) (rest []byte, ok bool) {
	if len(src) > d.limits.Bytes {
		d.Report(d.Position(), Error, CodeTooLarge,
			"the file is larger than the %s bytes allowed: split it", thousands(d.limits.Bytes))
		return nil, false
	}
	if name := otherEncoding(src); name != "" {
		d.Report(d.at(1, 1), Error, CodeEncoding, "the file is encoded as %s: save it as UTF-8", name)
		return nil, false
	}
	src = bytes.TrimPrefix(src, byteOrderMark)
	s := scanner{src: src, line: 1}
	s.run()
	switch {
	case s.bad:
		d.Report(d.at(s.line, s.col()), Error, s.code, "%s", s.problem)
		return nil, false
	case s.nodes+2 > d.limits.Nodes:
		d.Report(d.Position(), Error, CodeTooManyNodes,
			"the file may hold more than the %s keys and values allowed: split it", thousands(d.limits.Nodes))
		return nil, false
	}
	return src, true
}

// otherEncoding names the encoding of src if its first bytes say that it is
// not UTF-8 (Unicode 15, section 23.8; YAML 1.2.2, section 5.2).
func otherEncoding(src []byte) string {
	starts := func(s string) bool { return bytes.HasPrefix(src, []byte(s)) }
	switch {
	case starts("\xFF\xFE\x00\x00"), starts("\x00\x00\xFE\xFF"):
		return "UTF-32"
	case starts("\xFF\xFE"), starts("\xFE\xFF"):
		return "UTF-16"
	case len(src) >= 2 && (src[0] == 0) != (src[1] == 0):
		return "UTF-16 without a byte order mark"
	}
	return ""
}

// A scanner goes once over the bytes, to the first that YAML does not allow.
type scanner struct {
	src       []byte
	i         int
	line      int
	lineStart int
	nodes     int // as many as there can be, counting those that the bytes so far can begin
	bad       bool
	code      string
	problem   string
}

func (s *scanner) run() {
	for s.i < len(s.src) && !s.bad {
		switch c := s.src[s.i]; byteClass[c] {
		case classMark:
			s.i++
			s.mark(c)
		case classBreak:
			s.lineBreak(c)
		case classOther:
			s.other()
		default:
			s.i++
		}
	}
}

// mark counts how many nodes the byte just passed can begin: a key and its
// value, a collection and its first entry, the one entry after a dash; a
// comment takes the parser as much memory.
func (s *scanner) mark(c byte) {
	switch {
	case c == '[' || c == '{' || c == ',':
		s.nodes += 2
	case c == '#', c == '-' && s.endsWord():
		s.nodes++
	case s.endsWord():
		s.nodes += 2
	}
}

// endsWord reports whether the ':', '-' or '?' just passed can be an
// indicator; within a word, as in an id or a URL, it cannot.
func (s *scanner) endsWord() bool {
	if s.i == len(s.src) {
		return true
	}
	c := s.src[s.i] | 0x20
	return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '/'
}

func (s *scanner) lineBreak(c byte) {
	s.i++
	if c == '\r' && s.i < len(s.src) && s.src[s.i] == '\n' {
		s.i++
	}
	s.line++
	s.lineStart = s.i
}

// col is the column of the byte reached, in characters from 1.
func (s *scanner) col() int { return utf8.RuneCount(s.src[s.lineStart:s.i]) + 1 }

// other takes what is neither printable ASCII nor a line break.
func (s *scanner) other() {
	r, size := utf8.DecodeRune(s.src[s.i:])
	switch {
	case r == utf8.RuneError && size <= 1:
		s.fail(CodeEncoding, "this is not UTF-8: save the file as UTF-8")
	case r == 0:
		s.fail(CodeEncoding, "the file holds a NUL byte, so it is not text")
	case r == 0x85, r == 0x2028, r == 0x2029:
		s.fail(CodeControl, "the line separator "+codePoint(r)+" looks like a line break and is none everywhere: put an ordinary line break")
	case r < 0x20, r >= 0x7F && r < 0xA0, r == 0xFFFE, r == 0xFFFF, r == 0xFEFF:
		s.fail(CodeControl, "the character "+codePoint(r)+" is not allowed here: remove it")
	default:
		s.i += size
	}
}

func (s *scanner) fail(code, problem string) { s.bad, s.code, s.problem = true, code, problem }
