package source

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// A Node is a place in a document's tree. The zero Node is absent: its methods
// give zero values and report nothing.
type Node struct {
	n    *yaml.Node
	doc  *Document
	name string // what messages call it
	nth  int    // if not 0, it is the nth entry of the list called name
}

// Present reports whether there is a value here.
func (n Node) Present() bool { return n.n != nil }

// Position is where the value begins; the zero Position if it is absent.
func (n Node) Position() Position {
	if n.n == nil {
		return Position{}
	}
	return n.doc.at(n.n.Line, n.n.Column)
}

// Report adds an error about the value to the document's findings, unless the value is absent.
func (n Node) Report(code, format string, args ...any) {
	if n.n != nil {
		n.doc.Report(n.Position(), Error, code, format, args...)
	}
}

// String is what messages call the value: its key, or its place in a list.
func (n Node) String() string {
	if n.nth != 0 {
		return fmt.Sprintf("entry %d of %s", n.nth, n.name)
	}
	return n.name
}

// unusable reports whether nothing can be read here: because there is nothing,
// or because it was already refused.
func (n Node) unusable() bool { return n.n == nil || n.doc.refused(n.n) }

// wrongType reports that the value is not what is wanted, such as "a list".
func (n Node) wrongType(wanted string) *Diagnostic {
	return n.doc.Report(n.Position(), Error, CodeWrongType, "%s must be %s, not %s", n, wanted, found(n.n))
}

// isNull reports whether n is a null: nothing at all, ~ or null, without quotes.
func isNull(n *yaml.Node) bool {
	if n.Kind != yaml.ScalarNode || n.Style&^yaml.FlowStyle != 0 {
		return false
	}
	switch n.Value {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// found says what a node is, for a message that says what it should be.
func found(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a mapping"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case isNull(n) && n.Value == "":
		return "empty"
	default:
		return Quote(n.Value)
	}
}

// Quote gives s in quotes for a message, cut if it is long, on one line and
// without characters that would not show.
func Quote(s string) string { return fmt.Sprintf("%q", clip(s)) }

// Plainly gives s for a message as it is if it is short and all of it shows,
// and otherwise as Quote does.
func Plainly(s string) string {
	if clip(s) == s && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return s
	}
	return Quote(s)
}

// clip cuts s to a length that fits a message.
func clip(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	runes := 0
	cut := strings.IndexFunc(s, func(rune) bool { runes++; return runes > most })
	return s[:cut] + "…"
}
