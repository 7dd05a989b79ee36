package render

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"html/template"
	"io"
	"strings"
	"sync"
)

//go:embed page.gohtml
var pageSource string

// The styles and scripts have no comments: the template would take them out,
// and the digests in the pages' policies would be of something else.
//
//go:embed page.css
var pageStyle string

//go:embed page.js
var pageScript string

//go:embed preview.js
var previewScript string

// A page is what the templates show.
type page struct {
	template  string
	Document  *document // nil where there is none to show
	Files     []shownFile
	Preview   *preview // nil where nothing is being written
	Language  string
	Direction string
	Policy    string // of content
	Schemes   string // of colours
	Tab       said   // the title in the browser's tab
	Running   template.CSS
	words     *Words
	foreign   bool
}

// sitePage shows a document, and beside it the findings on its file.
func sitePage(d *document, p *preview) *page {
	made := framed("page", d)
	made.Preview, made.Schemes = p, "light dark"
	scripts := []string{pageScript}
	if p != nil {
		scripts = append(scripts, previewScript)
	}
	made.Policy = policy(pageStyle, scripts...)
	if p != nil {
		made.Policy += "; connect-src 'self'"
	}
	return made
}

// framed is a page in the language of a document, with its words.
func framed(name string, d *document) *page {
	return &page{
		template: name, Document: d, Language: d.Language, Direction: d.Direction, Schemes: "light", Tab: said{d.Title.Text + " (" + d.Ref + ")", d.Title.Tongue},
		words: d.Words, foreign: d.Foreign,
	}
}

// policy is the Content-Security-Policy of a page: it loads nothing, sends
// nothing, and runs what has these digests.
func policy(style string, scripts ...string) string {
	run := "'none'"
	if len(scripts) > 0 {
		var all []string
		for _, s := range scripts {
			all = append(all, digestOf(s))
		}
		run = strings.Join(all, " ")
	}
	return "default-src 'none'; style-src " + digestOf(style) + "; script-src " + run + "; base-uri 'none'; form-action 'none'"
}

func digestOf(source string) string {
	sum := sha256.Sum256([]byte(source))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// parsed are the templates, as nobody has used them yet: each use has a copy,
// since functions that know a page's language belong to that page.
var parsed = sync.OnceValue(func() *template.Template {
	source := strings.NewReplacer(
		"@PAGE-STYLE@", pageStyle, "@PAGE-SCRIPT@", pageScript, "@PREVIEW-SCRIPT@", previewScript,
	).Replace(pageSource)
	t := template.Must(template.New("").Funcs((&page{}).functions()).Parse(source)) // tests parse it
	return template.Must(t.Parse(workbookSource))
})

// functions are what the templates call.
func (p *page) functions() template.FuncMap {
	return template.FuncMap{
		"w":      p.word,
		"s":      p.sentence,
		"tongue": p.tongue,
		"say":    say,
		"words":  func() *Words { return p.words },
		"rows":   func() []struct{} { return make([]struct{}, specimens) },
	}
}

// word is something that the page itself says, in its own language.
func (p *page) word(text string) template.HTML {
	return p.spoken(template.HTML(html.EscapeString(text)))
}

// spoken is what the page itself says, with its language where that is another.
func (p *page) spoken(escaped template.HTML) template.HTML {
	if attributes := p.tongue(); attributes != "" {
		return "<span" + template.HTML(attributes) + ">" + escaped + "</span>"
	}
	return escaped
}

// tongue are the attributes of an element that speaks the page's own language,
// none where that is the framework's.
func (p *page) tongue() template.HTMLAttr {
	if !p.foreign {
		return ""
	}
	return tongueOf(p.words.Language)
}

// write writes the page in one go.
func write(w io.Writer, p *page) error {
	var b bytes.Buffer
	t, err := parsed().Clone()
	if err == nil {
		err = t.Funcs(p.functions()).ExecuteTemplate(&b, p.template, p)
	}
	if err != nil {
		return fmt.Errorf("render: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}
