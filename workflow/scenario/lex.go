package scenario

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A kind is one of the kinds of token.
type kind uint8

const (
	word   kind = iota + 1 // anything without a sign of its own
	name                   // 'in single quotes': an id with characters or a meaning of its own
	text                   // "in double quotes": what somebody writes
	sign                   // one of : ; = [ ] ! ? and ->
	nought                 // behind the last one
)

// A token is the smallest part of a line.
type token struct {
	kind kind
	s    string
	pos  source.Position
}

// String is what messages call the token.
func (t token) String() string {
	switch t.kind {
	case nought:
		return "the end of the line"
	case text:
		return "the text " + source.Quote(t.s)
	}
	return source.Quote(t.s)
}

// A lexer makes tokens of one line of a scenario, which may go on over several
// lines of the file.
type lexer struct {
	file   string
	tokens []token
	line   int
	col    int
	rest   string
	open   *token // the text or name that is not closed yet
	words  []byte // what stands in it so far
	fault  *source.Diagnostic
}

// feed reads one more line of the file.
func (l *lexer) feed(line int, s string) {
	l.line, l.col, l.rest = line, 1, s
	if l.open != nil {
		l.skip()
		if n := len(l.words); n > 0 && l.words[n-1] != '\n' {
			l.words = append(l.words, ' ')
		}
		l.quoted()
	}
	for l.fault == nil && l.open == nil {
		l.skip()
		if l.rest == "" || l.rest[0] == '#' {
			return
		}
		l.token()
	}
}

// skip passes over white space, and over commas, which are for the eye.
func (l *lexer) skip() {
	for l.rest != "" {
		r, n := utf8.DecodeRuneInString(l.rest)
		if !unicode.IsSpace(r) && (r != ',' || l.open != nil) {
			return
		}
		l.advance(n)
	}
}

// advance passes over n bytes.
func (l *lexer) advance(n int) {
	l.col += utf8.RuneCountInString(l.rest[:n])
	l.rest = l.rest[n:]
}

func (l *lexer) here() source.Position {
	return source.Position{File: l.file, Line: l.line, Col: l.col}
}

func (l *lexer) token() {
	pos := l.here()
	switch c := l.rest[0]; {
	case strings.HasPrefix(l.rest, "->"):
		l.tokens = append(l.tokens, token{sign, "->", pos})
		l.advance(2)
	case strings.IndexByte(":;=[]", c) >= 0:
		l.tokens = append(l.tokens, token{sign, l.rest[:1], pos})
		l.advance(1)
	case c == '"' || c == '\'':
		k := text
		if c == '\'' {
			k = name
		}
		l.open, l.words = &token{kind: k, pos: pos}, nil
		l.advance(1)
		l.quoted()
	default:
		n := wordLength(l.rest)
		l.tokens = append(l.tokens, token{word, l.rest[:n], pos})
		l.advance(n)
	}
}

// wordLength is the length of the word that s begins with. A colon belongs to
// it if more of the word follows.
func wordLength(s string) int {
	for i, r := range s {
		if unicode.IsSpace(r) || strings.ContainsRune(",;=[]\"'", r) {
			return i
		}
		if r == ':' {
			next, _ := utf8.DecodeRuneInString(s[i+1:])
			if i+1 == len(s) || unicode.IsSpace(next) {
				return i
			}
		}
	}
	return len(s)
}

// quoted reads on in a text or name up to its closing quote, if that is on
// this line. White space at the line's end does not belong to it.
func (l *lexer) quoted() {
	closing := byte('"')
	if l.open.kind == name {
		closing = '\''
	}
	kept := len(l.words)
	for i := 0; i < len(l.rest); i++ {
		switch c := l.rest[i]; c {
		case closing:
			l.advance(i + 1)
			l.open.s = string(l.words)
			l.tokens, l.open = append(l.tokens, *l.open), nil
			return
		case '\\':
			r, n := unescape(l.rest[i:])
			if n == 0 {
				l.advance(i)
				l.fail("%s is no escape: allowed are %s", source.Quote(l.rest[:min(2, len(l.rest))]), escapes)
				return
			}
			l.words = utf8.AppendRune(l.words, r)
			i += n - 1
			kept = len(l.words)
		default:
			l.words = append(l.words, c)
			if c != ' ' && c != '\t' {
				kept = len(l.words)
			}
		}
	}
	l.words, l.rest = l.words[:kept], ""
}

const escapes = `\" \' \\ \n \t \r and \u{1f600}`

var escaped = map[byte]rune{'"': '"', '\'': '\'', '\\': '\\', 'n': '\n', 't': '\t', 'r': '\r'}

// unescape reads the escape that s begins with; n is its length, 0 if it is none.
func unescape(s string) (r rune, n int) {
	if len(s) < 2 {
		return 0, 0
	}
	if r, ok := escaped[s[1]]; ok {
		return r, 2
	}
	end := strings.IndexByte(s, '}')
	if !strings.HasPrefix(s, `\u{`) || end < 0 {
		return 0, 0
	}
	code, err := strconv.ParseUint(s[len(`\u{`):end], 16, 32)
	if err != nil || !utf8.ValidRune(rune(code)) {
		return 0, 0
	}
	return rune(code), end + 1
}

// fail keeps the first fault of the line.
func (l *lexer) fail(format string, args ...any) {
	if l.fault == nil {
		l.fault = &source.Diagnostic{Position: l.here(), Code: CodeSyntax, Message: fmt.Sprintf(format, args...)}
	}
}

// end makes the token behind the last one, and finds a text that nobody closed.
func (l *lexer) end() {
	if l.open != nil {
		l.fault = &source.Diagnostic{Position: l.open.pos, Code: CodeSyntax, Message: "the closing quote is missing: what goes on in the next line must be indented"}
	}
	l.tokens = append(l.tokens, token{kind: nought, pos: l.here()})
}
