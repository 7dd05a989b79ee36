package certificate

import (
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

// A Phrase is a text in one line whose pieces can be in several languages and
// directions. Its pieces follow one another without anything between them.
type Phrase []Span

// A Span is a piece of a phrase in one language. It has its own direction where
// it is a name, a code or in another language: as between the isolates of
// Unicode Standard Annex 9, it does not disturb what stands around it.
type Span struct {
	Text string
	// Language is its BCP 47 tag, or empty for that of the sheet.
	Language string
	As       SpanKind
	// Aside says that it is less than what stands before it: a registration
	// number behind a name, with the words around it.
	Aside bool
}

// A SpanKind is what a span is, beside its language.
type SpanKind uint8

const (
	// SpanWords are the words of the certificate, or of the framework.
	SpanWords SpanKind = iota
	// SpanName is what the directory gave: a name or a number. It is in no
	// language that anybody knows of.
	SpanName
	// SpanCode is written from left to right whatever is around it: a serial, a
	// digest, the id of a framework.
	SpanCode
	// SpanLink is a code that is an address, [Certificate.Link].
	SpanLink
)

// String is the text of the phrase, without what its pieces are.
func (p Phrase) String() string {
	var b strings.Builder
	for _, s := range p {
		b.WriteString(s.Text)
	}
	return b.String()
}

func plain(words string) Phrase       { return Phrase{{Text: words}} }
func nameOf(name string) Phrase       { return Phrase{{Text: name, As: SpanName}} }
func codeSpan(code string) Phrase     { return Phrase{{Text: code, As: SpanCode}} }
func foreign(text, tag string) Phrase { return Phrase{{Text: text, Language: tag}} }

// phrase puts phrases into the places of words: name, phrase, name, phrase.
func phrase(words string, values ...any) (p Phrase) {
	eachPiece(words, func(s string) {
		if s != "" {
			p = append(p, Span{Text: s})
		}
	}, func(name string) {
		for i := 0; i+1 < len(values); i += 2 {
			if values[i] == name {
				p = append(p, values[i+1].(Phrase)...)
			}
		}
	})
	return p
}

// person is somebody with the registration number, if there is one.
func (w *Words) person(of Person) Phrase {
	p := nameOf(of.Name)
	if of.Registration == "" {
		return p
	}
	p = append(p, Span{Text: " ", Aside: true})
	for _, s := range phrase(w.Registration, "number", nameOf(of.Registration)) {
		s.Aside = true
		p = append(p, s)
	}
	return p
}

// phrase is a text of the framework, which may be in another language than its surroundings.
func (s said) phrase() Phrase { return foreign(s.Text, s.Language) }

func (w *Words) dated(d proficiency.Date) Phrase { return plain(w.date(d)) }
