package proficiency

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A textPlace is where a framework has a text that can be translated: what the text
// is, of what, and, where that has several of them, of which one.
type textPlace struct {
	what   placeKind
	of, id string
}

type placeKind uint8

const (
	titlePlace placeKind = iota
	descriptionPlace
	onePlace
	manyPlace
	kindPlace         // of a kind
	answerPlace       // of a scale, the id of an answer
	attributePlace    // of an attribute
	valuePlace        // of an attribute, the id of a value
	declarationPlace  //
	learnerPlace      //
	signatoryPlace    //
	sectionTitlePlace // of a section
	sectionHelpPlace  // of a section
	statementPlace    // of an item
	itemHelpPlace     // of an item
	questionPlace     // of an item, the id of a question
	resourcePlace     // of an item, the address of a resource

	// Of a section or an item, the id of a recommendation: the title of what is
	// recommended, and the reason.
	sectionRecommendedPlace
	sectionReasonPlace
	itemRecommendedPlace
	itemReasonPlace
)

// placeForms say of each kind of place what messages call it, with %[1]s for
// what it is of and %[2]s for the id, and which keys lead there, with * for the
// first and + for the second.
var placeForms = map[placeKind]struct{ words, path string }{
	titlePlace:        {"the title", "title"},
	descriptionPlace:  {"the description", "description"},
	onePlace:          {"the word for one proficiency", "vocabulary one"},
	manyPlace:         {"the word for several proficiencies", "vocabulary many"},
	kindPlace:         {"the label of the kind %[1]s", "kinds *"},
	answerPlace:       {"the label of the answer %[2]s of the scale %[1]s", "scales * +"},
	attributePlace:    {"the label of the attribute %[1]s", "attributes * label"},
	valuePlace:        {"the label of the value %[2]s of the attribute %[1]s", "attributes * values +"},
	declarationPlace:  {"the declaration", "declaration"},
	learnerPlace:      {"the learner's statement", "sign_off learner_statement"},
	signatoryPlace:    {"the signatory's statement", "sign_off signatory_statement"},
	sectionTitlePlace: {"the title of the section %[1]s", "sections * title"},
	sectionHelpPlace:  {"the guidance of the section %[1]s", "sections * guidance"},
	statementPlace:    {"the statement of the proficiency %[1]s", "proficiencies * statement"},
	itemHelpPlace:     {"the guidance of the proficiency %[1]s", "proficiencies * guidance"},
	questionPlace:     {"the question %[2]s of the proficiency %[1]s", "proficiencies * questions +"},
	resourcePlace:     {"the title of the resource %[2]s of the proficiency %[1]s", "proficiencies * resources +"},

	sectionRecommendedPlace: {"the title of what the section %[1]s recommends as %[2]s", "sections * recommends + title"},
	sectionReasonPlace:      {"the reason of the recommendation %[2]s of the section %[1]s", "sections * recommends + reason"},
	itemRecommendedPlace:    {"the title of what the proficiency %[1]s recommends as %[2]s", "proficiencies * recommends + title"},
	itemReasonPlace:         {"the reason of the recommendation %[2]s of the proficiency %[1]s", "proficiencies * recommends + reason"},
}

// String is what messages call the place.
func (p textPlace) String() string {
	words := placeForms[p.what].words
	if !strings.Contains(words, "%") {
		return words
	}
	return fmt.Sprintf(words+"%.0[1]s%.0[2]s", source.Quote(p.of), source.Quote(p.id))
}

// path are the keys that lead to the place within a translation.
func (p textPlace) path() []string {
	keys := strings.Fields(placeForms[p.what].path)
	for i, k := range keys {
		switch k {
		case "*":
			keys[i] = p.of
		case "+":
			keys[i] = p.id
		}
	}
	return keys
}

// part is the part of the framework that the place is in, if it is in one.
func (p textPlace) part() (whole part, ok bool) {
	whole.id = p.of
	switch p.what {
	case kindPlace:
		whole.what = namedKind
	case attributePlace:
		whole.what = namedAttribute
	case sectionTitlePlace, sectionHelpPlace:
		whole.what = namedSection
	case statementPlace, itemHelpPlace:
		whole.what = namedItem
	case answerPlace:
		whole = part{naming{namedAnswer, p.of}, p.id}
	case valuePlace:
		whole = part{naming{namedValue, p.of}, p.id}
	case questionPlace:
		whole = part{naming{namedQuestion, p.of}, p.id}
	case resourcePlace:
		whole = part{naming{namedResource, p.of}, p.id}
	case sectionRecommendedPlace, sectionReasonPlace:
		whole = part{naming{namedSectionRecommendation, p.of}, p.id}
	case itemRecommendedPlace, itemReasonPlace:
		whole = part{naming{namedItemRecommendation, p.of}, p.id}
	default:
		return part{}, false
	}
	return whole, true
}

// comparePaths orders paths as canonical JSON orders keys (RFC 8785, section 3.2.3).
func comparePaths(a, b []string) int {
	return slices.CompareFunc(a, b, func(a, b string) int {
		return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
	})
}

// eachTranslatable gives every text of the framework's own that can be
// translated. Where what holds by default was not given it has no position;
// of the kinds by default only those that are used are there.
func (r *raw) eachTranslatable(yield func(textPlace, source.Text)) {
	give := func(what placeKind, t source.Text, names ...string) {
		names = append(names, "", "")
		if t.Given() {
			yield(textPlace{what, names[0], names[1]}, t)
		}
	}
	give(titlePlace, r.title)
	give(descriptionPlace, r.description)
	yield(textPlace{what: onePlace}, byDefault(r.vocabularyOne, defaultOne))
	yield(textPlace{what: manyPlace}, byDefault(r.vocabularyMany, defaultMany))
	for _, k := range r.kinds {
		give(kindPlace, k.label, k.id.Value)
	}
	for k := range r.kindsByDefault() {
		yield(textPlace{kindPlace, string(k.ID), ""}, source.Text{Value: k.Label})
	}
	for _, s := range r.scales {
		for _, a := range s.answers {
			give(answerPlace, a.label, s.id.Value, a.id.Value)
		}
	}
	for _, a := range r.attributes {
		give(attributePlace, a.label, a.id.Value)
		for _, v := range a.values {
			give(valuePlace, v.label, a.id.Value, v.id.Value)
		}
	}
	give(declarationPlace, r.declaration)
	give(learnerPlace, r.learnerStatement)
	give(signatoryPlace, r.signatoryStatement)
	for _, s := range r.allSections {
		give(sectionTitlePlace, s.title, s.id.Value)
		give(sectionHelpPlace, s.guidance, s.id.Value)
		for _, rec := range s.recommends {
			give(sectionRecommendedPlace, rec.resource.title, s.id.Value, rec.id.Value)
			give(sectionReasonPlace, rec.reason, s.id.Value, rec.id.Value)
		}
	}
	for _, it := range r.items {
		give(statementPlace, it.statement, it.id.Value)
		give(itemHelpPlace, it.guidance, it.id.Value)
		for _, q := range it.questions {
			give(questionPlace, q.text, it.id.Value, q.id.Value)
		}
		for _, res := range it.resources {
			give(resourcePlace, res.title, it.id.Value, res.url.Value)
		}
		for _, rec := range it.recommends {
			give(itemRecommendedPlace, rec.resource.title, it.id.Value, rec.id.Value)
			give(itemReasonPlace, rec.reason, it.id.Value, rec.id.Value)
		}
	}
}

func byDefault(t source.Text, otherwise string) source.Text {
	return source.Text{Value: cmp.Or(t.Value, otherwise), Position: t.Position}
}

// kindsByDefault are the kinds of a framework that names none.
func (r *raw) kindsByDefault() iter.Seq[Kind] {
	if r.kindsGiven {
		return List[Kind]{}.Values()
	}
	return defaultKinds.Values()
}
