package proficiency

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

func translationRules() []ContentRule {
	return []ContentRule{
		{"duplicate-language", source.Error, "A framework has one translation into each language, and none into its own.", checkLanguageOnce},
		{"too-many-translations", source.Error, "A framework has at most 50 translations.", checkTranslationCount},
		{"unknown-translated", source.Error, "What a translation names is in the framework.", checkTranslatedKnown},
		{"nothing-to-translate", source.Error, "A translation says only what the framework says itself.", checkTranslatedSaid},
		{"missing-translation", source.Error, "A translation has every text, unless it says that it is not complete.", checkTranslationComplete},
		{"complete-translation", source.Warning, "A translation that has every text does not say that it is not complete.", checkTranslationPartial},
	}
}

// mostTranslations bounds the work, which grows with texts times languages.
const mostTranslations = 50

func checkTranslationCount(r *raw, report reporter) {
	if len(r.translations) > mostTranslations {
		report(r.translations[mostTranslations].language.Position, "there are %d translations: at most %d are allowed", len(r.translations), mostTranslations)
	}
}

func checkLanguageOnce(r *raw, report reporter) {
	own := byDefault(r.language, defaultLanguage).Value
	first := map[string]source.Text{}
	for _, t := range r.translations {
		l := t.language
		earlier, twice := first[strings.ToLower(l.Value)]
		switch {
		case strings.EqualFold(l.Value, own):
			report(l.Position, "the framework itself is in %s: remove this translation, or correct its language or that of the framework", own)
		case twice:
			report(l.Position, "%s is the language of the translation at %d:%d, too: put the two together", source.Quote(l.Value), earlier.Position.Line, earlier.Position.Col)
		default:
			first[strings.ToLower(l.Value)] = l
		}
	}
}

// namedWords say what parts are called, and those that they are parts of.
var namedWords = map[namedPart]struct{ one, many, of string }{
	namedKind:      {"kind", "kinds", ""},
	namedScale:     {"scale", "scales", ""},
	namedAnswer:    {"answer", "answers", "scale"},
	namedAttribute: {"attribute", "attributes", ""},
	namedValue:     {"value", "values", "attribute"},
	namedSection:   {"section", "sections", ""},
	namedItem:      {"proficiency", "proficiencies", ""},
	namedQuestion:  {"question", "questions", "proficiency"},
	namedResource:  {"resource", "resources", "proficiency"},

	namedSectionRecommendation: {"recommendation", "recommendations", "section"},
	namedItemRecommendation:    {"recommendation", "recommendations", "proficiency"},
}

func checkTranslatedKnown(r *raw, report reporter) {
	if !r.ownSound || len(r.translations) == 0 {
		return
	}
	known, ids := map[part]bool{}, map[naming][]string{}
	r.eachPart(func(p part) {
		known[p] = true
		ids[p.naming] = append(ids[p.naming], p.id)
	})
	for _, t := range r.translations {
		named := map[part]bool{}
		for _, n := range t.names {
			named[n.part()] = true
		}
		for _, n := range t.names {
			outer, inside := n.part().around()
			if known[n.part()] || inside && !known[outer] {
				continue
			}
			h := r.hintOf(n, ids[n.naming], named)
			h.on(report(n.id.Position, "%s has no %s %s to translate%s", n.whose(), namedWords[n.what].one, source.Quote(n.id.Value), h.end))
		}
	}
}

// whose is what has the part that is named, or has it not.
func (n rawName) whose() string {
	if of := namedWords[n.what].of; of != "" {
		return "the " + of + " " + source.Quote(n.of)
	}
	return "the framework"
}

// hintOf is the hint for a part that there is not: those that the translation
// does not name otherwise are likely to be meant.
func (r *raw) hintOf(n rawName, ids []string, named map[part]bool) hint {
	left := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return named[part{n.naming, id}] })
	if len(left) == 0 {
		return hint{end: ": remove it"}
	}
	return r.hint(n.id, "of its "+namedWords[n.what].many+" these are not translated yet:", left, source.Chosen)
}

// checkTranslatedSaid is about texts of parts that there are.
func checkTranslatedSaid(r *raw, report reporter) {
	if !r.ownSound || len(r.translations) == 0 {
		return
	}
	said, known := map[textPlace]bool{}, map[part]bool{}
	r.eachTranslatable(func(p textPlace, _ source.Text) { said[p] = true })
	r.eachPart(func(p part) { known[p] = true })
	for _, t := range r.translations {
		for _, text := range t.texts {
			if whole, some := text.part(); !said[text.textPlace] && (!some || known[whole]) {
				report(text.Position, "%s is translated, but the framework itself has none: remove it, or write it there first", text.textPlace)
			}
		}
	}
}

// eachMissing gives the texts that a translation has not.
func (t *rawTranslation) eachMissing(r *raw, yield func(textPlace, source.Text)) {
	has := make(map[textPlace]bool, len(t.texts))
	for _, text := range t.texts {
		has[text.textPlace] = true
	}
	used := map[string]bool{}
	for _, it := range r.items {
		used[it.section.defaults.kindOr(it.kind).Value] = true
	}
	r.eachTranslatable(func(p textPlace, own source.Text) {
		if unused := p.what == kindPlace && !own.Given() && !used[p.of]; !has[p] && !unused {
			has[p] = true // said once, also of a resource that is there twice
			yield(p, own)
		}
	})
}

// judged are the translations of which it can be said what is missing.
func (r *raw) judged() (judged []*rawTranslation) {
	for _, t := range r.translations[:min(len(r.translations), mostTranslations)] {
		if t.sound && r.ownSound {
			judged = append(judged, t)
		}
	}
	return judged
}

// checkTranslationComplete reports where the text to translate stands.
func checkTranslationComplete(r *raw, report reporter) {
	for _, t := range r.judged() {
		if !t.complete.set {
			continue
		}
		language := source.Plainly(t.language.Value)
		t.eachMissing(r, func(p textPlace, own source.Text) {
			at := own.Position
			if !own.Given() {
				at = t.language.Position
			}
			report(at, "%s has no translation into %s: write it as translations > %s > %s, or complete: false there",
				p, language, language, strings.Join(p.path(), " > "))
		})
	}
}

func checkTranslationPartial(r *raw, report reporter) {
	for _, t := range r.judged() {
		missing := 0
		t.eachMissing(r, func(textPlace, source.Text) { missing++ })
		if !t.complete.set && missing == 0 {
			report(t.complete.position, "the translation into %s has every text: remove complete, so that none is forgotten later", source.Plainly(t.language.Value))
		}
	}
}
