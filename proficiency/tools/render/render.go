// Package render shows a framework to people: as a page for screens, as
// Markdown, as a workbook to print, and as drawings; and what changed between
// two versions of it, as an entry of a change log and as release notes.
//
//	err := render.HTML(w, framework, nil)
//
// A page is one file that needs nothing else. Its policy of content lets run
// only the script that is in it, by its digest, and without that script the
// page is a plain list with everything on it. Section and item have the anchors
// section-ID and item-ID, which last as long as the ids do. What authors wrote
// in Markdown is shown without anything in it that could do more than be read;
// links say where they lead.
//
// The same framework and the same options give the same bytes.
package render

import (
	"io"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// Options say how a framework is shown. Nil and the zero Options are the defaults.
type Options struct {
	// Languages are those of whoever reads it, best first, as for
	// [proficiency.Framework.In]; with none it is shown in its own language. On
	// pages, a text that is not in the page's language says which one it is in.
	Languages []string
	// Words are what the pages say themselves; nil is [English]. Where they are
	// in another language than the page, they say so, too.
	Words *Words
	// Policy gives roles their titles; nil is [roles.Default]. A role that it
	// has not got is shown by its id.
	Policy *roles.Policy
}

// HTML writes the framework as one page for screens of any width, for screen
// readers and for paper, with a filter by kind and tag.
func HTML(w io.Writer, f *proficiency.Framework, o *Options) error {
	return write(w, sitePage(newDocument(f, o), nil))
}

// Workbook writes the framework as one page to print on A4 and to fill in by
// hand: what a learner answers, who confirms it and the action plan for each
// proficiency, and the final sign-off.
func Workbook(w io.Writer, f *proficiency.Framework, o *Options) error {
	return write(w, workbookPage(newDocument(f, o)))
}

// Markdown writes the framework as CommonMark, for the places that show a
// repository's files.
func Markdown(w io.Writer, f *proficiency.Framework, o *Options) error {
	_, err := io.WriteString(w, markdownOf(newDocument(f, o)))
	return err
}
