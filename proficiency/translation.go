package proficiency

import (
	"cmp"
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A Translation is what a framework says in another language than its own. It is immutable.
type Translation struct {
	language string
	texts    map[textPlace]string
	complete bool
	position source.Position
}

// Language is the BCP 47 tag of the translation's language.
func (t *Translation) Language() string { return t.language }

// Complete reports whether there is nothing that the framework says in its own
// language only.
func (t *Translation) Complete() bool { return t.complete }

// Position is where the translation begins.
func (t *Translation) Position() source.Position { return t.position }

// Translations are the framework's translations, in order of their languages.
func (f *Framework) Translations() List[*Translation] { return f.translations }

// Languages are the languages that the framework has texts in: its own, and
// those of its translations in order.
func (f *Framework) Languages() []string {
	languages := []string{f.language}
	for _, t := range f.translations.elems {
		languages = append(languages, t.language)
	}
	return languages
}

func buildTranslations(r *raw) List[*Translation] {
	all := make([]*Translation, len(r.translations))
	for i, raw := range r.translations {
		t := &Translation{language: raw.language.Value, texts: make(map[textPlace]string, len(raw.texts)), complete: true, position: raw.language.Position}
		for _, text := range raw.texts {
			t.texts[text.textPlace] = text.Value
		}
		raw.eachMissing(r, func(textPlace, source.Text) { t.complete = false })
		all[i] = t
	}
	slices.SortFunc(all, func(a, b *Translation) int { return cmp.Compare(a.language, b.language) })
	return List[*Translation]{all}
}

// translations writes each translation with the keys of the file.
func (w *formWriter) translations(translations List[*Translation]) {
	if translations.Len() == 0 {
		return
	}
	w.key("translations")
	w.object(func() {
		for t := range translations.Values() {
			said := make([]pathText, 0, len(t.texts))
			for p, text := range t.texts {
				said = append(said, pathText{p.path(), text})
			}
			slices.SortFunc(said, func(a, b pathText) int { return comparePaths(a.path, b.path) })
			w.key(t.language)
			w.object(func() { w.paths(said) })
		}
	})
}

// A pathText is a text with the keys that lead to it.
type pathText struct {
	path []string
	text string
}

// paths writes texts in order of their paths, in mappings within mappings.
func (w *formWriter) paths(said []pathText) {
	for len(said) > 0 {
		first := said[0]
		if len(first.path) == 1 {
			w.key(first.path[0])
			writeText(w, first.text)
			said = said[1:]
			continue
		}
		var inside []pathText
		for len(said) > 0 && said[0].path[0] == first.path[0] {
			inside = append(inside, pathText{said[0].path[1:], said[0].text})
			said = said[1:]
		}
		w.key(first.path[0])
		w.object(func() { w.paths(inside) })
	}
}
