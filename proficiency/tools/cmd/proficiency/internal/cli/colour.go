package cli

import "strings"

// An ink colours what is said about places, or does nothing.
type ink struct{ on bool }

func (in ink) paint(codes, words string) string {
	if !in.on {
		return words
	}
	return "\x1b[" + codes + "m" + words + "\x1b[0m" // ECMA-48, select graphic rendition
}

func (in ink) place(words string) string { return in.paint("1", words) }

func (in ink) caret(words string) string { return in.paint("1;32", words) }

// words are those of a finding: red, or yellow where it is a warning.
func (in ink) words(message string) string {
	if strings.HasPrefix(message, "warning: ") {
		return in.paint("33", message)
	}
	return in.paint("31", message)
}

// Colourful reports whether by convention output may have colours: on a
// terminal that is not called dumb, and where NO_COLOR is not set (no-color.org).
func Colourful(terminal bool, getenv func(string) string) bool {
	return terminal && getenv("TERM") != "dumb" && getenv("NO_COLOR") == ""
}

// colours says when there are colours.
type colours string

func (c *colours) String() string { return string(*c) }

func (c *colours) Set(s string) error { return oneOf((*string)(c), s, "auto", "always", "never") }

// ink is what c makes of whether there are colours by convention.
func (c *colours) ink(convention bool) ink {
	return ink{*c == "always" || *c == "auto" && convention}
}
