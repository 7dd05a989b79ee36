package certificate

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// In is the same certificate for somebody who reads other languages, best
// first, than those that [For] made it for: with the same serial, the same
// content and the same code. As for [proficiency.Framework.In], what is not
// said in one language is said in the next, and at last in the framework's own;
// where there are no words of the certificate's own in any of these, they are
// English.
func (c *Certificate) In(languages ...string) *Certificate {
	other := *c
	other.languages = append([]string(nil), languages...)
	return &other
}

// Language is the BCP 47 tag of the language that the certificate says its own words in.
func (c *Certificate) Language() string { return c.read().language }

// A reading is a certificate as somebody reads it.
type reading struct {
	words *Words
	// language is that of the words, as the framework has it if it is in the same.
	language           string
	title, items, role said
	optional, groups   []said
}

// A said is a text in a language, which is empty where it is that of the reading.
type said struct{ Text, Language string }

// read finds the words, and the texts of the framework.
func (c *Certificate) read() *reading {
	f := &c.content.Framework
	r := &reading{words: c.wordsFor(append(c.languages[:len(c.languages):len(c.languages)], f.Language))}
	own := func(text string) proficiency.Text { return proficiency.Text{Text: text, Language: f.Language} }
	title, items, heading := own(f.Title), own(f.Items), func(_ int, text string, _ []*proficiency.Section) proficiency.Text { return own(text) }
	if c.framework != nil {
		texts := c.framework.In(c.languages...)
		title, items = cleaned(texts.Title()), cleaned(texts.Many())
		heading = func(i int, _ string, in []*proficiency.Section) proficiency.Text {
			t := texts.SectionTitle(in[i])
			return proficiency.Text{Text: clean(in[i].Number() + " " + t.Text), Language: t.Language}
		}
	}
	r.language = r.words.Language
	if oneLanguage(title.Language, r.words.Language) {
		r.language = title.Language
	}
	r.title, r.items = r.say(title), r.say(items)
	for i, o := range c.content.Optional {
		r.optional = append(r.optional, r.say(heading(i, o.Section, c.optional)))
	}
	for i, g := range c.content.Groups {
		r.groups = append(r.groups, r.say(heading(i, g.Section, c.groups)))
	}
	r.role = r.roleOf(c.content.Signatory.Role)
	return r
}

func cleaned(t proficiency.Text) proficiency.Text {
	return proficiency.Text{Text: clean(t.Text), Language: t.Language}
}

func (r *reading) say(t proficiency.Text) said {
	if t.Language == r.language {
		return said{Text: t.Text}
	}
	return said{t.Text, t.Language}
}

// wordsFor are the words in the first of some languages that has some.
func (c *Certificate) wordsFor(languages []string) *Words {
	all := append(c.words[:len(c.words):len(c.words)], English(), Welsh())
	available := make([]string, len(all))
	for i, w := range all {
		available[i] = w.Language
	}
	best := append(proficiency.Preferred(available, languages...), English().Language)[0]
	for i := range all {
		if all[i].Language == best {
			return &all[i] // the host's own stand in front
		}
	}
	return nil // not reached: English is there
}

// roleOf is the title of a role. That of the default policy is English; in
// which language another policy is, nobody says.
func (r *reading) roleOf(title string) said {
	if translated, ok := r.words.Roles[title]; ok {
		return said{Text: translated}
	}
	english := English().Language
	for role := range roles.Default().Roles().Values() {
		if role.Title() == title && !oneLanguage(r.language, english) {
			return said{title, english}
		}
	}
	return said{Text: title}
}

// oneLanguage reports whether whoever reads b reads a, which may name another region.
func oneLanguage(a, b string) bool { return len(proficiency.Preferred([]string{a}, b)) > 0 }
