package canonical

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// A SyntaxError says why a text is not strict JSON, or not canonical, and where.
type SyntaxError struct {
	// Offset counts bytes from the beginning of the text, from 0.
	Offset int
	Reason string
}

// Error gives "canonical: byte 12: " and the reason.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("canonical: byte %d: %s", e.Offset, e.Reason)
}

// Transform gives the canonical form of a JSON text (RFC 8785). It refuses, as
// a *[SyntaxError], what readers take differently or canonical form does not
// hold: anything beside one value (RFC 8259), bytes that are not UTF-8, lone
// surrogates, two members of one name, numbers with fraction or exponent or
// beyond ±[MaxInt], and nesting beyond [MaxDepth]. The result is never longer
// than the text.
func Transform(text []byte) ([]byte, error) {
	t := transformer{scanner: scanner{src: text}, out: make([]byte, 0, len(text))}
	t.space()
	err := t.value(0)
	if err == nil {
		t.space()
		if t.pos < len(text) {
			err = t.fail("something follows the value")
		}
	}
	if err != nil {
		return nil, err
	}
	return t.out, nil
}

// Check returns nil exactly if the text is canonical, that is, if [Transform]
// gives the very same bytes; otherwise a *[SyntaxError] with the first byte
// that differs.
func Check(text []byte) error {
	out, err := Transform(text)
	if err != nil || bytes.Equal(out, text) {
		return err
	}
	at := 0
	for at < len(out) && out[at] == text[at] {
		at++
	}
	return &SyntaxError{at, "not in canonical form"}
}

// A transformer writes values to out while it scans them.
type transformer struct {
	scanner
	out     []byte
	scratch []byte
}

// A member is where an object's member "name":value stands in out.
type member struct {
	name       []byte
	start, end int
	offset     int // of the name in the text
}

func (t *transformer) value(depth int) error {
	switch c := t.peek(); {
	case c == '"':
		_, err := t.text()
		return err
	case c == '-' || c >= '0' && c <= '9':
		n, err := t.integer()
		t.out = AppendInt(t.out, n)
		return err
	case c == '{' || c == '[':
		if depth == MaxDepth {
			return t.fail(fmt.Sprintf("nested deeper than %d", MaxDepth))
		}
		if c == '{' {
			return t.object(depth + 1)
		}
		return t.array(depth + 1)
	}
	for _, word := range []string{"true", "false", "null"} {
		if t.word(word) {
			t.out = append(t.out, word...)
			return nil
		}
	}
	return t.fail("want a value: an object, array, string, integer, true, false or null")
}

// text scans a string, writes it and returns what it holds. Most strings hold
// no escape and are canonical as they stand.
func (t *transformer) text() ([]byte, error) {
	start := t.pos
	s, escaped, err := t.scanner.text()
	if escaped {
		t.out = AppendString(t.out, string(s))
	} else {
		t.out = append(t.out, t.src[start:t.pos]...)
	}
	return s, err
}

func (t *transformer) array(depth int) error {
	t.out = append(t.out, '[')
	return t.list(']', "array", func() error { return t.value(depth) })
}

func (t *transformer) object(depth int) error {
	var members []member
	t.out = append(t.out, '{')
	begin := len(t.out)
	err := t.list('}', "object", func() error {
		m := member{offset: t.pos, start: len(t.out)}
		if t.peek() != '"' {
			return t.fail("want a member's name in quotation marks")
		}
		name, err := t.text()
		if err != nil {
			return err
		}
		t.space()
		if !t.take(':') {
			return t.fail("want ':' behind a member's name")
		}
		t.space()
		t.out = append(t.out, ':')
		err = t.value(depth)
		m.name, m.end = name, len(t.out)
		members = append(members, m)
		return err
	})
	if err != nil {
		return err
	}
	return t.arrange(members, begin)
}

// list scans what follows an opening bracket, up to and with the closing one.
func (t *transformer) list(closing byte, what string, element func() error) error {
	t.pos++
	t.space()
	for first := true; !t.take(closing); first = false {
		if !first {
			if !t.take(',') {
				return t.fail("want ',' or '" + string(closing) + "' in an " + what)
			}
			t.out = append(t.out, ',')
			t.space()
		}
		if err := element(); err != nil {
			return err
		}
		t.space()
	}
	t.out = append(t.out, closing)
	return nil
}

// arrange brings the members, written from begin on, into their order.
func (t *transformer) arrange(members []member, begin int) error {
	byName := func(a, b member) int { return compareUTF16(a.name, b.name) }
	sorted := slices.IsSortedFunc(members, byName)
	if !sorted {
		slices.SortStableFunc(members, byName)
	}
	for i := 1; i < len(members); i++ {
		if bytes.Equal(members[i-1].name, members[i].name) {
			return &SyntaxError{members[i].offset, fmt.Sprintf("a second member named %q", clip(members[i].name))}
		}
	}
	if sorted {
		return nil
	}
	t.scratch = append(t.scratch[:0], t.out[begin:]...)
	t.out = t.out[:begin]
	for i, m := range members {
		if i > 0 {
			t.out = append(t.out, ',')
		}
		t.out = append(t.out, t.scratch[m.start-begin:m.end-begin]...)
	}
	t.out = append(t.out, '}')
	return nil
}

// clip shortens what an error quotes.
func clip(s []byte) string {
	const most = 64
	if len(s) <= most {
		return string(s)
	}
	return strings.ToValidUTF8(string(s[:most]), "") + "…"
}
