package source

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// A Text is a text and where it stands. The zero Text is none.
type Text struct {
	Value    string
	Position Position
}

// Given reports whether the file gives the text, if only an empty one in quotes.
func (t Text) Given() bool { return !t.Position.IsZero() }

// Text is the value as it is written, whatever YAML would take it for: 1.10,
// 017 and yes are texts. A list, a mapping and a null are reported.
func (n Node) Text() Text {
	switch {
	case n.unusable():
		return Text{}
	case n.n.Kind != yaml.ScalarNode:
		n.wrongType("text")
		return Text{}
	case isNull(n.n) && n.n.Value == "":
		n.Report(CodeWrongType, "%s is empty: write a text, or leave it out where it is not needed", n)
		return Text{}
	case isNull(n.n):
		n.Report(CodeWrongType, "%s is %s, which means nothing: write a text, in quotes if it is this word", n, n.n.Value)
		return Text{}
	}
	return Text{n.n.Value, n.Position()}
}

// Bool is true or false, or otherwise if the value is absent. Everything but
// true and false without quotes is reported.
func (n Node) Bool(otherwise bool) bool {
	switch {
	case n.unusable():
		return otherwise
	case plain(n.n) && n.n.Value == "true":
		return true
	case plain(n.n) && n.n.Value == "false":
		return false
	}
	finding := n.wrongTypeUnquoted("true or false")
	if meant := yesOrNo(n.n.Value); meant != "" && n.n.Kind == yaml.ScalarNode {
		n.meant(finding, meant)
	}
	return otherwise
}

// yesOrNo is the true or false that YAML 1.1 takes s for, or people do.
func yesOrNo(s string) string {
	switch strings.ToLower(s) {
	case "true", "yes", "on", "y":
		return "true"
	case "false", "no", "off", "n":
		return "false"
	}
	return ""
}

// meant adds to a finding about n what can have been meant alone, without quotes.
func (n Node) meant(finding *Diagnostic, by string) {
	finding.Suggestion = by
	if from, to := n.doc.token(Text{n.n.Value, n.Position()}); from < to {
		bom := n.doc.bom
		finding.Fix = &Fix{"write " + by, []Edit{{bom + from, bom + to, by}}, true}
	}
}

// Int is a decimal number from least to most, or otherwise if the value is
// absent. Everything else is reported.
func (n Node) Int(least, most, otherwise int) int {
	if n.unusable() {
		return otherwise
	}
	i, err := strconv.Atoi(n.n.Value)
	digits := strings.TrimPrefix(n.n.Value, "-")
	decimal := digits != "" && strings.Trim(digits, "0123456789") == "" && (digits == "0" || digits[0] != '0')
	switch {
	case !plain(n.n) || !decimal:
		finding := n.wrongTypeUnquoted("a whole number in decimal digits")
		if decimal {
			n.meant(finding, n.n.Value)
		}
		return otherwise
	case i < least: // Atoi gives the nearest where it cannot give the number
		n.Report(CodeOutOfRange, "%s must be at least %d, not %s", n, least, Plainly(n.n.Value))
		return otherwise
	case err != nil || i > most:
		n.Report(CodeOutOfRange, "%s must be at most %d, not %s", n, most, Plainly(n.n.Value))
		return otherwise
	}
	return i
}

// wrongTypeUnquoted is wrongType for what must stand without quotes.
func (n Node) wrongTypeUnquoted(wanted string) *Diagnostic {
	if n.n.Kind == yaml.ScalarNode && !plain(n.n) {
		wanted += " without quotes"
	}
	return n.wrongType(wanted)
}

// plain reports whether n is a scalar without quotes and on no block of its own.
func plain(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style&^yaml.FlowStyle == 0
}
