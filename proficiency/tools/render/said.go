package render

import (
	"html"
	"html/template"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/tools/render/internal/prose"
)

// A said is what a framework says in one of its languages: on one line, as
// Markdown or on several lines. Its Tongue are the attributes of the element
// that it stands in, none where it is in the language of the page.
type (
	said struct {
		Text   string
		Tongue template.HTMLAttr
	}
	saidProse struct {
		prose.Text
		Tongue template.HTMLAttr
	}
	saidLines struct {
		Lines  []string
		Tongue template.HTMLAttr
	}
)

// tongueOf are the attributes of an element in a language.
func tongueOf(language string) template.HTMLAttr {
	return template.HTMLAttr(` lang="` + html.EscapeString(language) + `" dir="` + proficiency.Direction(language) + `"`)
}

func (w *writer) tongue(t proficiency.Text) template.HTMLAttr {
	if t.Text == "" || t.Language == w.texts.Language() {
		return ""
	}
	return tongueOf(t.Language)
}

func (w *writer) say(t proficiency.Text) said { return said{t.Text, w.tongue(t)} }

func (w *writer) prose(t proficiency.Text) saidProse {
	return saidProse{prose.Read(t.Text), w.tongue(t)}
}

func (w *writer) lines(t proficiency.Text) saidLines { return saidLines{lines(t.Text), w.tongue(t)} }

// things is a number of proficiencies in the framework's own words.
func (w *writer) things(n int) said {
	word := w.texts.Many()
	if n == 1 {
		word = w.texts.One()
	}
	return said{strconv.Itoa(n) + " " + word.Text, w.tongue(word)}
}

// A sentence is something that the page itself says, with what the framework
// says in its places.
type sentence struct {
	words  string
	places []filled
}

type filled struct {
	place string
	text  proficiency.Text
}

// Text is the sentence without anything that says its languages.
func (s sentence) Text() string {
	places := make([]string, 0, 2*len(s.places))
	for _, f := range s.places {
		places = append(places, f.place, f.text.Text)
	}
	return say(s.words, places...)
}

// sentence is a sentence on a page, in which each part says the language that
// it is in, unless it is that of what is around it.
func (p *page) sentence(s sentence) template.HTML {
	around := p.Language
	if p.foreign {
		around = p.words.Language
	}
	places := make([]string, 0, 2*len(s.places))
	for _, f := range s.places {
		shown := html.EscapeString(f.text.Text)
		if f.text.Language != around {
			shown = "<span" + string(tongueOf(f.text.Language)) + ">" + shown + "</span>"
		}
		places = append(places, f.place, shown)
	}
	return p.spoken(template.HTML(say(html.EscapeString(s.words), places...)))
}

// oneLine is a text with spaces in place of its line ends.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
