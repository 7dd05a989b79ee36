package cli

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A reporter writes what was found in a format.
type reporter interface {
	// file takes what is left in a file or folder and what was corrected.
	file(t text, found, fixed source.Diagnostics)
	// end takes the numbers, and whether everything could be read and written.
	end(all tally, whole bool)
}

func (v *validation) newReporter() reporter {
	switch v.output {
	case "json":
		return &jsonReporter{v.session}
	case "sarif":
		return &sarifReporter{session: v.session}
	case "github":
		return &gitHubReporter{v.session}
	}
	return &textReporter{v.session}
}

// A tally counts what was found.
type tally struct {
	Files    int `json:"files"`
	Others   int `json:"others"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Fixed    int `json:"fixed"`
	Fixable  int `json:"fixable"`
}

func (t *tally) count(found source.Diagnostics) {
	for _, d := range found {
		if d.Severity == source.Error {
			t.Errors++
		} else {
			t.Warnings++
		}
		if d.Fix != nil && d.Fix.Safe {
			t.Fixable++
		}
	}
}

// String gives "2 files: 1 error, 3 warnings; --fix corrects 2".
func (t tally) String() string {
	s := count(t.Files, "file")
	if t.Others > 0 {
		s += ", " + count(t.Others, "other") + " left out"
	}
	var parts []string
	if t.Errors > 0 {
		parts = append(parts, count(t.Errors, "error"))
	}
	if t.Warnings > 0 {
		parts = append(parts, count(t.Warnings, "warning"))
	}
	if t.Errors+t.Warnings == 0 {
		parts = append(parts, "no findings")
	}
	if t.Fixed > 0 {
		parts = append(parts, strconv.Itoa(t.Fixed)+" fixed")
	}
	s += ": " + strings.Join(parts, ", ")
	if t.Fixable > 0 {
		s += "; --fix corrects " + strconv.Itoa(t.Fixable)
	}
	return s
}

// A textReporter writes for people.
type textReporter struct{ *session }

func (r *textReporter) file(t text, found, fixed source.Diagnostics) {
	for _, d := range fixed {
		r.printf("%s: fixed: %s [%s]\n", plain(d.Position.String()), plain(d.Fix.Title), plain(d.Code))
	}
	r.findings(found, t)
}

func (r *textReporter) end(all tally, whole bool) { r.summary(all, whole) }

// summary says the numbers, if there is anything to number.
func (s *session) summary(all tally, whole bool) {
	if whole || all != (tally{}) {
		s.printf("%s\n", all)
	}
}

// A jsonReporter writes one object a line.
type jsonReporter struct{ *session }

type jsonFinding struct {
	File       string   `json:"file"`
	Line       int      `json:"line,omitempty"`
	Col        int      `json:"col,omitempty"`
	Severity   string   `json:"severity"`
	Code       string   `json:"code"`
	Message    string   `json:"message"`
	Suggestion string   `json:"suggestion,omitempty"`
	Fix        *jsonFix `json:"fix,omitempty"`
}

type jsonFix struct {
	Title string     `json:"title"`
	Safe  bool       `json:"safe"`
	Done  bool       `json:"done,omitempty"`
	Edits []jsonEdit `json:"edits,omitempty"`
}

type jsonEdit struct {
	From int    `json:"from"`
	To   int    `json:"to"`
	Text string `json:"text"`
}

func (r *jsonReporter) file(_ text, found, fixed source.Diagnostics) {
	for _, d := range fixed {
		f := newJSONFinding(d)
		f.Fix.Done, f.Fix.Edits = true, nil // they were offsets into what is not there any more
		r.line(f)
	}
	for _, d := range found {
		r.line(newJSONFinding(d))
	}
}

func newJSONFinding(d source.Diagnostic) jsonFinding {
	f := jsonFinding{
		File: d.Position.File, Line: d.Position.Line, Col: d.Position.Col,
		Severity: d.Severity.String(), Code: d.Code, Message: d.Message, Suggestion: d.Suggestion,
	}
	if d.Fix != nil {
		f.Fix = &jsonFix{Title: d.Fix.Title, Safe: d.Fix.Safe}
		for _, e := range d.Fix.Edits {
			f.Fix.Edits = append(f.Fix.Edits, jsonEdit(e))
		}
	}
	return f
}

func (r *jsonReporter) end(all tally, _ bool) { r.line(all) }

func (r *jsonReporter) line(object any) {
	b, _ := json.Marshal(object) // of strings and numbers
	r.printf("%s\n", b)
}
