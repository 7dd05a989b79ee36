package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// A rawTranslation is what a file says in another language.
type rawTranslation struct {
	language source.Text
	complete rawFlag // set also where nothing is said
	texts    []rawTranslated
	names    []rawName
	sound    bool // nothing of it was left out
}

// A rawTranslated is a text in another language, and of what it is the translation.
type rawTranslated struct {
	textPlace
	source.Text
}

// A rawName is a part of the framework that a translation names.
type rawName struct {
	naming
	id source.Text
}

func (n rawName) part() part { return part{n.naming, n.id.Value} }

// A naming is what the ids of some parts are ids of, and, where they are so
// only within another part, within which.
type naming struct {
	what namedPart
	of   string
}

type namedPart uint8

const (
	namedKind namedPart = iota
	namedScale
	namedAnswer
	namedAttribute
	namedValue
	namedSection
	namedItem
	namedQuestion
	namedResource
	namedSectionRecommendation
	namedItemRecommendation
)

// A translationWalker reads a translation.
type translationWalker struct {
	walker
	t *rawTranslation
}

func (w walker) translations(n source.Node) {
	w.r.ownSound = !w.r.doc.Findings().HasErrors()
	for _, e := range n.Entries(1) {
		before := w.r.doc.Count()
		t := &rawTranslation{language: e.Key}
		translationWalker{w, t}.translation(e.Value.Mapping(translationShape))
		t.sound = w.r.doc.Count() == before
		w.r.translations = append(w.r.translations, t)
	}
}

func (w translationWalker) translation(m source.Mapping) {
	w.t.complete = rawFlag{m.Get("complete").Present(), m.Get("complete").Bool(true), m.Get("complete").Position()}
	w.say(m, "title", headingText, textPlace{what: titlePlace})
	w.say(m, "description", proseText, textPlace{what: descriptionPlace})
	vocabulary := m.Get("vocabulary").Mapping(vocabularyShape)
	w.say(vocabulary, "one", labelText, textPlace{what: onePlace})
	w.say(vocabulary, "many", labelText, textPlace{what: manyPlace})
	w.texts(m.Get("kinds"), "the label of a kind", labelText, namedKind, kindPlace, "")
	w.each(m.Get("scales"), namedScale, func(scale string, n source.Node) {
		w.texts(n, "the label of an answer", labelText, namedAnswer, answerPlace, scale)
	})
	w.each(m.Get("attributes"), namedAttribute, func(attribute string, n source.Node) {
		m := n.Mapping(translatedAttributeShape)
		w.say(m, "label", labelText, textPlace{attributePlace, attribute, ""})
		w.texts(m.Get("values"), "the label of a value", labelText, namedValue, valuePlace, attribute)
	})
	w.say(m, "declaration", proseText, textPlace{what: declarationPlace})
	signOff := m.Get("sign_off").Mapping(translatedSignOffShape)
	w.say(signOff, "learner_statement", proseText, textPlace{what: learnerPlace})
	w.say(signOff, "signatory_statement", proseText, textPlace{what: signatoryPlace})
	w.each(m.Get("sections"), namedSection, func(section string, n source.Node) {
		m := n.Mapping(translatedSectionShape)
		w.say(m, "title", headingText, textPlace{sectionTitlePlace, section, ""})
		w.say(m, "guidance", proseText, textPlace{sectionHelpPlace, section, ""})
		w.recommended(m, namedSectionRecommendation, section, sectionRecommendedPlace, sectionReasonPlace)
	})
	w.each(m.Get("proficiencies"), namedItem, func(item string, n source.Node) {
		m := n.Mapping(translatedItemShape)
		w.say(m, "statement", statementText, textPlace{statementPlace, item, ""})
		w.say(m, "guidance", proseText, textPlace{itemHelpPlace, item, ""})
		w.texts(m.Get("questions"), "the text of a question", statementText, namedQuestion, questionPlace, item)
		w.texts(m.Get("resources"), "the title of a resource", headingText, namedResource, resourcePlace, item)
		w.recommended(m, namedItemRecommendation, item, itemRecommendedPlace, itemReasonPlace)
	})
}

// say reads the translation of a text.
func (w translationWalker) say(m source.Mapping, key string, kind *textKind, p textPlace) {
	w.add(p, w.text(m, key, kind))
}

func (w translationWalker) add(p textPlace, t source.Text) {
	if t.Given() {
		w.t.texts = append(w.t.texts, rawTranslated{p, t})
	}
}

// each reads a mapping whose keys are the ids of parts of the framework.
func (w translationWalker) each(n source.Node, what namedPart, read func(id string, n source.Node)) {
	for _, e := range n.Entries(1) {
		w.t.names = append(w.t.names, rawName{naming{what, ""}, e.Key})
		read(e.Key.Value, e.Value)
	}
}

// recommended reads what is said of the recommendations of a section or an item.
func (w translationWalker) recommended(m source.Mapping, what namedPart, of string, title, reason placeKind) {
	for _, e := range m.Get("recommends").Entries(1) {
		w.t.names = append(w.t.names, rawName{naming{what, of}, e.Key})
		m := e.Value.Mapping(translatedRecommendationShape)
		w.say(m, "title", headingText, textPlace{title, of, e.Key.Value})
		w.say(m, "reason", statementText, textPlace{reason, of, e.Key.Value})
	}
}

// texts reads a mapping from ids of parts of something to what these say.
func (w translationWalker) texts(n source.Node, say string, kind *textKind, what namedPart, where placeKind, of string) {
	for _, e := range n.Entries(1) {
		w.t.names = append(w.t.names, rawName{naming{what, of}, e.Key})
		p := textPlace{where, of, e.Key.Value}
		if of == "" {
			p = textPlace{where, e.Key.Value, ""}
		}
		w.add(p, w.keep(e.Value, say, kind))
	}
}

// A part is one that a translation can name.
type part struct {
	naming
	id string
}

// around is the part that p is a part of, if it is one.
func (p part) around() (outer part, ok bool) {
	outer.id = p.of
	switch p.what {
	case namedAnswer:
		outer.what = namedScale
	case namedValue:
		outer.what = namedAttribute
	case namedQuestion, namedResource, namedItemRecommendation:
		outer.what = namedItem
	case namedSectionRecommendation:
		outer.what = namedSection
	default:
		return part{}, false
	}
	return outer, true
}

// eachPart gives the framework's own parts that translations can name.
func (r *raw) eachPart(yield func(part)) {
	give := func(what namedPart, of, id string) { yield(part{naming{what, of}, id}) }
	for _, id := range r.kindIDs() {
		give(namedKind, "", id)
	}
	for _, s := range r.scales {
		give(namedScale, "", s.id.Value)
		for _, a := range s.answers {
			give(namedAnswer, s.id.Value, a.id.Value)
		}
	}
	for _, a := range r.attributes {
		give(namedAttribute, "", a.id.Value)
		for _, v := range a.values {
			give(namedValue, a.id.Value, v.id.Value)
		}
	}
	for _, s := range r.allSections {
		give(namedSection, "", s.id.Value)
		for _, rec := range s.recommends {
			give(namedSectionRecommendation, s.id.Value, rec.id.Value)
		}
	}
	for _, it := range r.items {
		give(namedItem, "", it.id.Value)
		for _, q := range it.questions {
			give(namedQuestion, it.id.Value, q.id.Value)
		}
		for _, res := range it.resources {
			give(namedResource, it.id.Value, res.url.Value)
		}
		for _, rec := range it.recommends {
			give(namedItemRecommendation, it.id.Value, rec.id.Value)
		}
	}
}
