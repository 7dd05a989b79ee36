package canonical

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// A scanner reads the tokens of a JSON text (RFC 8259).
type scanner struct {
	src []byte
	pos int
}

func (s *scanner) fail(reason string) error { return &SyntaxError{s.pos, reason} }

// peek is the next byte, 0 at the end: no token begins with a 0.
func (s *scanner) peek() byte {
	if s.pos == len(s.src) {
		return 0
	}
	return s.src[s.pos]
}

func (s *scanner) take(c byte) bool {
	if s.peek() != c || s.pos == len(s.src) {
		return false
	}
	s.pos++
	return true
}

func (s *scanner) word(w string) bool {
	if len(s.src)-s.pos < len(w) || string(s.src[s.pos:s.pos+len(w)]) != w {
		return false
	}
	s.pos += len(w)
	return true
}

func (s *scanner) space() {
	for s.pos < len(s.src) {
		switch s.src[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

// integer reads a number; −0 is 0, as RFC 8785 §3.2.2.3 has it.
func (s *scanner) integer() (int64, error) {
	start := s.pos
	s.take('-')
	first := s.pos
	for c := s.peek(); c >= '0' && c <= '9'; c = s.peek() {
		s.pos++
	}
	switch digits := s.pos - first; {
	case digits == 0:
		return 0, s.fail("want a digit")
	case digits > 1 && s.src[first] == '0':
		return 0, &SyntaxError{first, "a number begins with 0"}
	case s.peek() == '.' || s.peek() == 'e' || s.peek() == 'E':
		return 0, s.fail("a number with a fraction or exponent: want an integer")
	}
	n, err := strconv.ParseInt(string(s.src[start:s.pos]), 10, 64)
	if err != nil || n > MaxInt || n < -MaxInt {
		return 0, &SyntaxError{start, "a number beyond ±" + strconv.Itoa(MaxInt)}
	}
	return n, nil
}

// text reads a string and says whether it holds escapes; if not, the result is part of src.
func (s *scanner) text() (b []byte, escaped bool, err error) {
	s.pos++
	start := s.pos
	for s.pos < len(s.src) {
		c := s.src[s.pos]
		switch {
		case plain[c]:
			s.pos++
		case c == '"':
			rest := s.src[start:s.pos]
			s.pos++
			if !escaped {
				return rest, false, nil
			}
			return append(b, rest...), true, nil
		case c == '\\':
			b = append(b, s.src[start:s.pos]...)
			r, err := s.escape()
			if err != nil {
				return nil, true, err
			}
			b = utf8.AppendRune(b, r)
			start, escaped = s.pos, true
		case c < ' ':
			return nil, escaped, s.fail("a control character in a string: want it escaped")
		default:
			r, size := utf8.DecodeRune(s.src[s.pos:])
			if r == utf8.RuneError && size == 1 {
				return nil, escaped, s.fail("not UTF-8")
			}
			s.pos += size
		}
	}
	return nil, escaped, s.fail("the text ends inside a string")
}

// escape reads a backslash and what belongs to it, both halves of a surrogate pair together.
func (s *scanner) escape() (rune, error) {
	at := s.pos
	if s.pos += 2; s.pos > len(s.src) {
		s.pos = len(s.src)
		return 0, s.fail("the text ends inside a string")
	}
	switch c := s.src[at+1]; c {
	case '"', '\\', '/':
		return rune(c), nil
	case 'b':
		return '\b', nil
	case 'f':
		return '\f', nil
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 't':
		return '\t', nil
	case 'u':
	default:
		return 0, &SyntaxError{at, "an escape that JSON does not know"}
	}
	r, ok := s.hex()
	if ok && utf16.IsSurrogate(r) {
		var low rune
		if ok = s.word(`\u`); ok {
			low, ok = s.hex()
		}
		if r = utf16.DecodeRune(r, low); !ok || r == utf8.RuneError {
			return 0, &SyntaxError{at, "a lone surrogate"}
		}
	}
	if !ok {
		return 0, &SyntaxError{at, "want four hexadecimal digits behind \\u"}
	}
	return r, nil
}

// hex reads four hexadecimal digits.
func (s *scanner) hex() (rune, bool) {
	if len(s.src)-s.pos < 4 {
		return 0, false
	}
	var r rune
	for _, c := range s.src[s.pos : s.pos+4] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	s.pos += 4
	return r, true
}
