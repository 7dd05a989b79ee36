// Package strict reads and writes JSON on which signatures stand: read so that no two
// readers can take it differently (I-JSON, RFC 7493), written in canonical form
// (RFC 8785), fractions included.
package strict

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxDepth is how deep arrays and objects may be nested in all.
const MaxDepth = 64

// maxInt is the greatest integer that every reader keeps exact (RFC 7493 §2.2).
const maxInt = 1<<53 - 1

// An Error says what is wrong with a text, and where.
type Error struct {
	// Line and Column count from 1; a column is a byte.
	Line, Column int
	Reason       string
}

// Error gives "line 2, column 7: " and the reason.
func (e *Error) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Reason)
}

// Parse reads one JSON value of at most maxBytes bytes as nil, bool, float64,
// string, []any or map[string]any. It refuses, as an *[Error], what readers
// take differently: two members of one name, bytes that are not UTF-8, lone
// surrogates, integers beyond ±(2⁵³−1), numbers beyond a double; and what has
// no place in a document: nesting beyond [MaxDepth] and control characters
// other than tab, line feed and carriage return.
func Parse(text []byte, maxBytes int) (any, error) {
	p := &parser{text: text}
	switch {
	case len(text) > maxBytes:
		return nil, p.fail(maxBytes, fmt.Sprintf("longer than the %d bytes allowed", maxBytes))
	case !utf8.Valid(text):
		return nil, p.fail(invalidAt(text), "this is not UTF-8")
	}
	if err := p.grammar(); err != nil {
		return nil, err
	}
	if at := loneSurrogate(text); at >= 0 {
		return nil, p.fail(at, "half of a surrogate pair, which is no character")
	}
	p.dec = json.NewDecoder(bytes.NewReader(text))
	p.dec.UseNumber()
	return p.value()
}

// ParseObject is Parse for a text that must be an object.
func ParseObject(text []byte, maxBytes int) (map[string]any, error) {
	v, err := Parse(text, maxBytes)
	if err != nil {
		return nil, err
	}
	object, ok := v.(map[string]any)
	if !ok {
		return nil, &Error{1, 1, "want a JSON object"}
	}
	return object, nil
}

type parser struct {
	text []byte
	dec  *json.Decoder
}

func (p *parser) fail(offset int, reason string) *Error {
	offset = min(offset, len(p.text))
	before := p.text[:offset]
	return &Error{1 + bytes.Count(before, []byte("\n")), offset - bytes.LastIndexByte(before, '\n'), reason}
}

// grammar holds the text to RFC 8259, and to the depth, before anything is built of it.
func (p *parser) grammar() error {
	depth, inString := 0, false
	for i := 0; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return p.fail(i, fmt.Sprintf("nested deeper than %d", MaxDepth))
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	var whole json.RawMessage
	dec := json.NewDecoder(bytes.NewReader(p.text))
	if err := dec.Decode(&whole); err != nil {
		return p.syntax(err)
	}
	if at := len(p.text) - len(bytes.TrimLeft(p.text[dec.InputOffset():], " \t\r\n")); at < len(p.text) {
		return p.fail(at, "something follows the JSON value")
	}
	return nil
}

func (p *parser) syntax(err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return p.fail(max(0, int(syntax.Offset)-1), "this is not JSON: "+syntax.Error())
	}
	return p.fail(len(p.text), "this is not JSON: it ends too early")
}

func (p *parser) value() (any, error) {
	start := int(p.dec.InputOffset())
	token, err := p.dec.Token()
	if err != nil {
		return nil, p.fail(start, "this is not JSON: "+err.Error())
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return p.object()
		}
		return p.array()
	case json.Number:
		return p.number(t)
	case string:
		return t, p.characters(t)
	}
	return token, nil // nil or bool
}

func (p *parser) array() (any, error) {
	array := []any{}
	for p.dec.More() {
		v, err := p.value()
		if err != nil {
			return nil, err
		}
		array = append(array, v)
	}
	_, err := p.dec.Token()
	return array, err
}

func (p *parser) object() (any, error) {
	object := map[string]any{}
	for p.dec.More() {
		token, err := p.dec.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string)
		if _, twice := object[name]; twice {
			return nil, p.fail(p.behind(), fmt.Sprintf("a second member named %q", clip(name)))
		}
		if err := p.characters(name); err != nil {
			return nil, err
		}
		if object[name], err = p.value(); err != nil {
			return nil, err
		}
	}
	_, err := p.dec.Token()
	return object, err
}

// behind is the last byte of what was read last.
func (p *parser) behind() int { return max(0, int(p.dec.InputOffset())-1) }

func (p *parser) number(n json.Number) (any, error) {
	f, err := n.Float64()
	if err != nil || math.IsInf(f, 0) {
		return nil, p.fail(p.behind(), "a number beyond what a double holds")
	}
	if math.Abs(f) > maxInt && !strings.ContainsAny(n.String(), ".eE") {
		return nil, p.fail(p.behind(), "an integer beyond ±(2^53-1), where not every reader keeps it exact")
	}
	return f, nil
}

func (p *parser) characters(s string) error {
	for _, r := range s {
		if IsControl(r) {
			return p.fail(p.behind(), fmt.Sprintf("the control character U+%04X in a text", r))
		}
	}
	return nil
}

// IsControl holds for the control characters that no text may have: all of
// ASCII but tab, line feed and carriage return. Canonicalisation algorithms
// for RDF disagree on how they are written.
func IsControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\x7f'
}

func invalidAt(text []byte) int {
	at := 0
	for at < len(text) {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return at
}

// loneSurrogate is where an escape stands for half of a pair, or -1. The text
// is JSON, so that a backslash stands in strings alone.
func loneSurrogate(text []byte) int {
	for i := bytes.IndexByte(text, '\\'); i >= 0 && i < len(text); {
		if r := escaped(text[i:]); isLow(r) || isHigh(r) && !isLow(escaped(text[i+6:])) {
			return i
		} else if isHigh(r) {
			i += 12
		} else {
			i += 2
		}
		next := bytes.IndexByte(text[min(i, len(text)):], '\\')
		if next < 0 {
			return -1
		}
		i += next
	}
	return -1
}

func isHigh(r uint64) bool { return r >= 0xd800 && r < 0xdc00 }
func isLow(r uint64) bool  { return r >= 0xdc00 && r < 0xe000 }

// escaped is the code unit of an escape \uXXXX at the beginning of text, or 0.
func escaped(text []byte) uint64 {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0
	}
	r, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	if err != nil {
		return 0
	}
	return r
}

func clip(s string) string {
	const most = 64
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
