package certificate

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"
)

//go:embed certificate.gohtml
var pageSource string

// pageStyle has no comments: the template would take them out, and the digest
// in the page's policy would be of something else.
//
//go:embed certificate.css
var pageStyle string

// parsed is the page, read at the first use. Style and policy are put in
// before parsing: they are no data, and the page may load and run nothing else.
var parsed = sync.OnceValue(func() *template.Template {
	digest := sha256.Sum256([]byte(pageStyle))
	source := strings.NewReplacer(
		"@STYLE-DIGEST@", "sha256-"+base64.StdEncoding.EncodeToString(digest[:]),
		"@STYLE@", pageStyle,
	).Replace(pageSource)
	return template.Must(template.New("certificate").Parse(source)) // a test parses it
})

// WriteHTML writes the certificate as one HTML page that needs nothing else:
// for screens of any width, for screen readers (WCAG 2.2, level AA), and for
// paper of A4: one sheet, or two where many confirmed. It names MaxListed of these. It has no
// scripts and a Content-Security-Policy of its own. The page is in English;
// what the framework says has the framework's language, and names have their
// own direction. It is written in one go.
func (c *Certificate) WriteHTML(w io.Writer) error {
	var b bytes.Buffer
	if err := parsed().Execute(&b, pageOf(c)); err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// page is what the template shows.
type page struct {
	Content *Content
	// Language is the page's.
	Language     string
	Title, Items words
	Optional     []optional
	Groups       []group
	Confirmers   []Confirmer
	// Others are those who confirmed and are not among Confirmers, OthersItems what they confirmed.
	Others, OthersItems int
	// Date and ValidTo are written out; ValidTo is empty for no end.
	Date, ValidTo string
	// Long says that the learner's name needs smaller letters, Many that the
	// confirmers are printed side by side, to stay within two sheets.
	Long, Many bool
	Code, Link string
}

type optional struct {
	Section words
	Items   int
}

type group struct {
	GroupCount
	Section words
}

// words are a text of the framework; Language is empty where it is the page's.
type words struct{ Text, Language string }

const (
	longName       = 48 // columns
	manyConfirmers = 12
)

func pageOf(c *Certificate) *page {
	content := &c.content
	f := &content.Framework
	p := &page{
		Content: content, Language: pageLanguage(f.Language), Date: longDate(content.On), Code: c.code, Link: c.link,
		Long: columns(content.Learner.Name) > longName, Many: len(content.Confirmers) > manyConfirmers,
	}
	p.Confirmers, p.Others, p.OthersItems = content.listed()
	theirs := func(text string) words {
		if p.Language == f.Language {
			return words{Text: text}
		}
		return words{Text: text, Language: f.Language}
	}
	p.Title, p.Items = theirs(f.Title), theirs(f.Items)
	for _, o := range content.Optional {
		p.Optional = append(p.Optional, optional{Section: theirs(o.Section), Items: o.Items})
	}
	for _, g := range content.Groups {
		p.Groups = append(p.Groups, group{GroupCount: g, Section: theirs(g.Section)})
	}
	if !content.ValidTo.IsZero() {
		p.ValidTo = longDate(content.ValidTo)
	}
	return p
}

// pageLanguage is the framework's language where that is English, which the
// page's own words are in.
func pageLanguage(framework string) string {
	const english = "en"
	if primary, _, _ := strings.Cut(strings.ToLower(framework), "-"); primary == english {
		return framework
	}
	return english
}
