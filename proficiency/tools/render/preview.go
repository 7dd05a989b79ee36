package render

import (
	"fmt"
	"io"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// A Preview is a file that somebody is writing: what is wrong with it, and what
// it looks like or did when it was last sound.
type Preview struct {
	// File is what people call the file.
	File string
	// Framework is the last sound one; nil if there was none yet.
	Framework *proficiency.Framework
	// Findings are those about the file as it is now.
	Findings []Finding
	// Unreadable says why the file could not be read; empty if it could.
	Unreadable string
	// Events is the address on this host of a stream of events (HTML Living
	// Standard, server-sent events); the page is loaded anew at each named "changed".
	Events string
	// Back is the address of a page of all files; empty for none.
	Back string
}

// A Finding is one about the file, with the line that it is about.
type Finding struct {
	source.Diagnostic
	// Excerpt is the line and what points at the place; it may be empty.
	Excerpt string
}

// preview is what the template shows of it.
type preview struct {
	Findings         []shownFinding
	Errors, Warnings int
	Broken, Shown    bool
	Events, Back     string
}

type shownFinding struct{ Severity, Place, Text, Excerpt string }

// HTML writes the page of the preview: the findings and, as [HTML] does, the framework.
func (p *Preview) HTML(w io.Writer, o *Options) error {
	shown := &preview{Events: p.Events, Back: p.Back, Shown: p.Framework != nil}
	for _, f := range p.Findings {
		if f.Severity == source.Error {
			shown.Errors++
		} else {
			shown.Warnings++
		}
		shown.Findings = append(shown.Findings, shownFinding{
			f.Severity.String(), f.Position.String(), fmt.Sprintf("%s [%s]", f.Message, f.Code), f.Excerpt,
		})
	}
	if p.Unreadable != "" {
		shown.Errors++
		shown.Findings = append(shown.Findings, shownFinding{source.Error.String(), p.File, p.Unreadable, ""})
	}
	shown.Broken = shown.Errors > 0
	if p.Framework != nil {
		return write(w, sitePage(newDocument(p.Framework, o), shown))
	}
	words := wordsOf(o)
	made := sitePage(&document{Words: words, Language: words.Language, Direction: direction(words.Language)}, shown)
	made.Document, made.Tab = nil, p.File
	return write(w, made)
}
