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

// A PreviewedFile is one of several files, with where its own preview is.
type PreviewedFile struct {
	File, URL  string
	Framework  *proficiency.Framework // the last sound one; nil if there was none yet
	Findings   []Finding
	Unreadable string // why the file could not be read; empty if it could
}

// PreviewedFiles writes a page of several files. Events is as in [Preview].
func PreviewedFiles(w io.Writer, title, events string, files []PreviewedFile, o *Options) error {
	words := wordsOf(o)
	made := sitePage(&document{Words: words, Language: words.Language, Direction: proficiency.Direction(words.Language)}, &preview{Events: events})
	made.template, made.Document, made.Tab = "files", nil, said{Text: title}
	for _, f := range files {
		shown := shownFile{File: f.File, URL: f.URL}
		shown.Errors, shown.Warnings = counted(f.Findings, f.Unreadable)
		if f.Framework != nil {
			shown.Title, shown.Ref, shown.Language = f.Framework.Title(), f.Framework.Ref().String(), f.Framework.Language()
		}
		made.Files = append(made.Files, shown)
	}
	return write(w, made)
}

// counted are how many errors and warnings there are.
func counted(findings []Finding, unreadable string) (errors, warnings int) {
	for _, f := range findings {
		if f.Severity == source.Error {
			errors++
		} else {
			warnings++
		}
	}
	if unreadable != "" {
		errors++
	}
	return errors, warnings
}

type shownFile struct {
	File, URL, Title, Ref, Language string
	Errors, Warnings                int
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
	shown.Errors, shown.Warnings = counted(p.Findings, p.Unreadable)
	for _, f := range p.Findings {
		shown.Findings = append(shown.Findings, shownFinding{
			f.Severity.String(), f.Position.String(), fmt.Sprintf("%s [%s]", f.Message, f.Code), f.Excerpt,
		})
	}
	if p.Unreadable != "" {
		shown.Findings = append(shown.Findings, shownFinding{source.Error.String(), p.File, p.Unreadable, ""})
	}
	shown.Broken = shown.Errors > 0
	if p.Framework != nil {
		return write(w, sitePage(newDocument(p.Framework, o), shown))
	}
	words := wordsOf(o)
	made := sitePage(&document{Words: words, Language: words.Language, Direction: proficiency.Direction(words.Language)}, shown)
	made.Document, made.Tab = nil, said{Text: p.File}
	return write(w, made)
}
