package pdfread

import (
	"bytes"
	"fmt"
	"strconv"
)

// mostDepth is how deep values stand in one another at most.
const mostDepth = 40

// A lexer reads values from a place in a file.
type lexer struct {
	data []byte
	at   int
}

func (l *lexer) wrong(format string, args ...any) error {
	return fmt.Errorf("the PDF is damaged at byte %d: %s", l.at, fmt.Sprintf(format, args...))
}

func isSpace(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func isRegular(c byte) bool { return !isSpace(c) && !isDelimiter(c) }

// Operations calls for each operator of the content of a page (§7.8.2), with its operands. Images
// in the middle of content are not known.
func Operations(content []byte, each func(operator Keyword, operands []any)) error {
	l := &lexer{content, 0}
	var operands []any
	for l.skip(); l.at < len(content); l.skip() {
		v, err := l.value(0)
		if err != nil {
			return err
		}
		if operator, ok := v.(Keyword); ok {
			each(operator, operands)
			operands = nil
			continue
		}
		operands = append(operands, v)
	}
	return nil
}

// skip passes over white space and comments.
func (l *lexer) skip() {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; {
		case isSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// next is the byte that comes n behind, or 0.
func (l *lexer) next(n int) byte {
	if l.at+n < len(l.data) {
		return l.data[l.at+n]
	}
	return 0
}

// value reads a value or a keyword.
func (l *lexer) value(depth int) (any, error) {
	if depth > mostDepth {
		return nil, l.wrong("values deeper in one another than %d", mostDepth)
	}
	l.skip()
	switch c := l.next(0); {
	case l.at >= len(l.data):
		return nil, l.wrong("it ends too early")
	case c == '/':
		return l.name(), nil
	case c == '(':
		return l.literal()
	case c == '<' && l.next(1) == '<':
		return l.dict(depth)
	case c == '<':
		return l.hexadecimal()
	case c == '[':
		return l.array(depth)
	case isDelimiter(c):
		return nil, l.wrong("%q begins nothing", c)
	}
	return l.word(), nil
}

// word reads a number, a reference or a keyword.
func (l *lexer) word() any {
	text := l.regular()
	switch text {
	case "null":
		return nil
	case "true", "false":
		return text == "true"
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return Keyword(text)
	}
	if number, ok := whole(f); ok && number >= 0 {
		if r, ok := l.reference(number); ok {
			return r
		}
	}
	return f
}

func (l *lexer) regular() string {
	from := l.at
	for l.at < len(l.data) && isRegular(l.data[l.at]) {
		l.at++
	}
	return string(l.data[from:l.at])
}

// reference reads the rest of one, or nothing.
func (l *lexer) reference(number int) (Ref, bool) {
	from := l.at
	l.skip()
	generation, err := strconv.Atoi(l.digits())
	l.skip()
	if err == nil && l.regular() == "R" {
		return Ref{number, generation}, true
	}
	l.at = from
	return Ref{}, false
}

func (l *lexer) digits() string {
	from := l.at
	for l.at < len(l.data) && l.data[l.at] >= '0' && l.data[l.at] <= '9' && l.at-from < 10 {
		l.at++
	}
	return string(l.data[from:l.at])
}

func (l *lexer) name() Name {
	l.at++
	var b []byte
	for l.at < len(l.data) && isRegular(l.data[l.at]) {
		c := l.data[l.at]
		if c == '#' && l.at+3 <= len(l.data) {
			if code, err := strconv.ParseUint(string(l.data[l.at+1:l.at+3]), 16, 8); err == nil {
				c = byte(code)
				l.at += 2
			}
		}
		b = append(b, c)
		l.at++
	}
	return Name(b)
}

// escapes are what a character behind a backslash stands for.
var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (l *lexer) literal() (any, error) {
	l.at++
	b, open := []byte{}, 1
	for ; l.at < len(l.data); l.at++ {
		switch c := l.data[l.at]; c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.at++
				return b, nil
			}
		case '\\':
			l.at++
			b = l.escaped(b)
			continue
		}
		b = append(b, l.data[l.at])
	}
	return nil, l.wrong("a string has no end")
}

// escaped appends what the characters behind a backslash stand for.
func (l *lexer) escaped(b []byte) []byte {
	c := l.next(0)
	if c >= '0' && c <= '7' {
		n := 0
		for i := 0; i < 3 && l.next(0) >= '0' && l.next(0) <= '7'; i++ {
			n = n*8 + int(l.next(0)-'0')
			l.at++
		}
		l.at--
		return append(b, byte(n))
	}
	if c == '\r' && l.next(1) == '\n' {
		l.at++
	}
	if c == '\r' || c == '\n' {
		return b // a line goes on
	}
	if other, ok := escapes[c]; ok {
		c = other
	}
	return append(b, c)
}

func (l *lexer) hexadecimal() (any, error) {
	end := bytes.IndexByte(l.data[l.at:], '>')
	if end < 0 {
		return nil, l.wrong("a string has no end")
	}
	b, half := []byte{}, -1
	for _, c := range l.data[l.at+1 : l.at+end] {
		if isSpace(c) {
			continue
		}
		digit, err := strconv.ParseUint(string(c), 16, 8)
		if err != nil {
			return nil, l.wrong("%q is no hexadecimal digit", c)
		}
		if half < 0 {
			half = int(digit)
			continue
		}
		b, half = append(b, byte(half<<4|int(digit))), -1
	}
	if half >= 0 {
		b = append(b, byte(half<<4))
	}
	l.at += end + 1
	return b, nil
}

func (l *lexer) array(depth int) (any, error) {
	l.at++
	all := Array{}
	for {
		l.skip()
		if l.next(0) == ']' {
			l.at++
			return all, nil
		}
		v, err := l.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, ok := v.(Keyword); ok {
			return nil, l.wrong("an array has no end")
		}
		all = append(all, v)
	}
}

func (l *lexer) dict(depth int) (any, error) {
	l.at += 2
	d := Dict{}
	for {
		l.skip()
		if l.next(0) == '>' && l.next(1) == '>' {
			l.at += 2
			return d, nil
		}
		if l.next(0) != '/' {
			return nil, l.wrong("a dictionary has no name here")
		}
		key := l.name()
		v, err := l.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, ok := v.(Keyword); ok {
			return nil, l.wrong("a dictionary has no value of %q", clip(key))
		}
		d[key] = v
	}
}
