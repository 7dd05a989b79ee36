package source

import (
	"cmp"
	"slices"
	"strings"
)

// Severity says how much a finding matters.
type Severity uint8

const (
	// Error means that the file cannot be used.
	Error Severity = iota
	// Warning means that the file can be used but is probably not what its author wants.
	Warning
)

// String gives "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// A Diagnostic is one finding about a file: what was wrong, where, and, in
// its message, what is allowed. Code is stable and part of the interface;
// messages may be reworded.
type Diagnostic struct {
	Position Position
	Severity Severity
	Code     string
	Message  string
	// Suggestion is what was probably meant, such as the key that one is like;
	// it is empty where nothing is near enough.
	Suggestion string
	// Fix is what can be done about it; nil where that is the author's to say.
	Fix *Fix
}

// String gives "file:line:col: message [code]"; a warning says so before its message.
func (d Diagnostic) String() string {
	var b strings.Builder
	b.WriteString(d.Position.String())
	b.WriteString(": ")
	if d.Severity == Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(d.Message)
	b.WriteString(" [")
	b.WriteString(d.Code)
	b.WriteString("]")
	return b.String()
}

// Diagnostics are the findings about one or more files.
type Diagnostics []Diagnostic

// Sort orders ds by position, then severity, code and message, and removes exact repetitions.
func (ds Diagnostics) Sort() Diagnostics {
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		return cmp.Or(a.Position.Compare(b.Position), cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(ds, func(a, b Diagnostic) bool {
		return a.Position == b.Position && a.Severity == b.Severity && a.Code == b.Code && a.Message == b.Message
	})
}

// HasErrors reports whether any finding is an error.
func (ds Diagnostics) HasErrors() bool {
	return slices.ContainsFunc(ds, func(d Diagnostic) bool { return d.Severity == Error })
}

// Err returns ds as an error if it holds at least one error, otherwise nil.
func (ds Diagnostics) Err() error {
	if !ds.HasErrors() {
		return nil
	}
	return ds
}

// Error gives one finding a line.
func (ds Diagnostics) Error() string {
	lines := make([]string, len(ds))
	for i, d := range ds {
		lines[i] = d.String()
	}
	return strings.Join(lines, "\n")
}
