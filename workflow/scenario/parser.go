package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
)

func finding(pos source.Position, code, format string, args ...any) source.Diagnostic {
	return source.Diagnostic{Position: pos, Code: code, Message: fmt.Sprintf(format, args...)}
}

// A parser reads one sentence. What does not fit is kept, once; after that all
// its methods are silent and give zero values, and nothing but the end is left.
type parser struct {
	tokens []token
	at     int
	fault  *source.Diagnostic
}

func (p *parser) peek() token {
	if p.fault != nil {
		return p.tokens[len(p.tokens)-1]
	}
	return p.tokens[p.at]
}

func (p *parser) next() token {
	t := p.peek()
	if t.kind != nought {
		p.at++
	}
	return t
}

func (p *parser) fail(at token, format string, args ...any) {
	if p.fault == nil {
		d := finding(at.pos, CodeSyntax, format, args...)
		p.fault = &d
	}
}

// wanted says what should stand where the parser is.
func (p *parser) wanted(what string) { p.fail(p.peek(), "want %s, not %s", what, p.peek()) }

func (t token) is(w string) bool { return (t.kind == word || t.kind == sign) && t.s == w }

// sees reports whether the words of a phrase come next.
func (p *parser) sees(phrase string) bool {
	if p.fault != nil {
		return false
	}
	for i, w := range strings.Fields(phrase) {
		if p.at+i >= len(p.tokens) || !p.tokens[p.at+i].is(w) {
			return false
		}
	}
	return true
}

// accept passes over a phrase, if it comes next.
func (p *parser) accept(phrase string) bool {
	if !p.sees(phrase) {
		return false
	}
	p.at += len(strings.Fields(phrase))
	return true
}

// need passes over a phrase that must come next.
func (p *parser) need(phrase string) {
	if !p.accept(phrase) {
		p.wanted(source.Quote(phrase))
	}
}

func (p *parser) end() bool { return p.peek().kind == nought }

// oneOf reads one of some words.
func (p *parser) oneOf(what string, allowed []string) string {
	t := p.peek()
	if t.kind == word && slices.Contains(allowed, t.s) {
		return p.next().s
	}
	p.fail(t, "%s is not %s: allowed are %s%s", t, what, strings.Join(allowed, ", "), source.DidYouMean(t.s, allowed))
	return ""
}

// isID reports whether a token can be an id.
func (t token) isID() bool { return t.kind == name || t.kind == word && !reserved[t.s] }

// id reads a word or a name.
func (p *parser) id(what string) string {
	if t := p.peek(); !t.isID() {
		p.wanted(what + reservedHint(t))
	}
	return p.next().s
}

// reservedHint says how to write an id that is a word with a meaning.
func reservedHint(t token) string {
	if t.kind != word || !reserved[t.s] {
		return ""
	}
	return fmt.Sprintf(" (an id that is a word with a meaning stands in single quotes, '%s')", t.s)
}

// ids reads words and names up to a reserved word or a sign; at least one.
func (p *parser) ids(what string) (out []string) {
	out = append(out, p.id(what))
	for {
		if !p.peek().isID() {
			return out
		}
		out = append(out, p.next().s)
	}
}

func (p *parser) person() workflow.PersonID { return workflow.PersonID(p.id("a person")) }
func (p *parser) centre() workflow.CentreID { return workflow.CentreID(p.id("a centre")) }
func (p *parser) role() proficiency.RoleID  { return proficiency.RoleID(p.id("a role")) }

// all reads ids as any kind of id.
func all[T ~string](p *parser, what string) (out []T) {
	for _, s := range p.ids(what) {
		out = append(out, T(s))
	}
	return out
}

// words reads what somebody writes.
func (p *parser) words() string {
	if p.peek().kind != text {
		p.wanted("a text in double quotes")
	}
	return p.next().s
}

func (p *parser) date() proficiency.Date {
	t := p.next()
	d, err := proficiency.ParseDate(t.s)
	if err != nil || t.kind != word {
		p.fail(t, "want a date such as 2026-01-31, not %s", t)
	}
	return d
}

// number reads a whole number from least to most.
func (p *parser) number(what string, least, most uint64) uint64 {
	t := p.next()
	n, ok := wholeNumber(t.s)
	if t.kind != word || !ok || n < least || n > most {
		p.fail(t, "want %s from %d to %d, not %s", what, least, most, t)
		return 0
	}
	return n
}

// wholeNumber reads digits that are written in the one way that there is.
func wholeNumber(s string) (n uint64, ok bool) {
	n, err := strconv.ParseUint(s, 10, 64)
	return n, err == nil && strconv.FormatUint(n, 10) == s
}

func (p *parser) digest() canonical.Digest {
	t := p.next()
	d, err := canonical.ParseDigest(t.s)
	if err != nil || d.IsZero() {
		p.fail(t, "want a digest, sha256: and 64 hexadecimal digits, not %s", t)
	}
	return d
}

// A field is something that a command may say beside.
type field struct {
	phrase string
	read   func()
	many   bool
}

// fields reads fields in any order, up to a sign or the end.
func (p *parser) fields(known ...field) {
	seen := make([]bool, len(known))
	for p.fault == nil && p.peek().kind != nought && p.peek().kind != sign {
		i := slices.IndexFunc(known, func(f field) bool { return p.sees(f.phrase) })
		switch {
		case i < 0:
			p.unknownField(known)
		case seen[i] && !known[i].many:
			p.fail(p.peek(), "%q is said twice", known[i].phrase)
		default:
			p.accept(known[i].phrase)
			known[i].read()
			seen[i] = true
		}
	}
}

func (p *parser) unknownField(known []field) {
	t := p.peek()
	if len(known) == 0 {
		p.fail(t, "nothing more is said here, but there is %s", t)
		return
	}
	phrases := make([]string, len(known))
	for i, f := range known {
		phrases[i] = f.phrase
	}
	p.fail(t, "%s cannot stand here: allowed are %s%s", t, source.Listing(phrases), source.DidYouMean(t.s, phrases))
}

func (p *parser) textField(phrase string, to *string) field {
	return field{phrase: phrase, read: func() { *to = p.words() }}
}

func (p *parser) dateField(phrase string, to *proficiency.Date) field {
	return field{phrase: phrase, read: func() { *to = p.date() }}
}

func (p *parser) flag(phrase string, to *bool) field {
	return field{phrase: phrase, read: func() { *to = true }}
}
