package proficiency

import (
	"cmp"
	"slices"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// canonicalForm is what f means, as canonical JSON: the bytes that its digest
// covers. Defaults are resolved into the items they reach; what is absent or
// has the default value is left out. The order of sections, proficiencies,
// questions, levels, answers, roles, tags, resources and recommendations is meaning and is kept; that of
// what is asked for is none, nor is that of what is required, and attributes, what applies_to names, kinds and scales are mappings in the file:
// these are ordered by id, and translations by language. Positions and the lifecycle are no part of it.
//
// Once a framework is published these bytes must never come out differently:
// what is added to the format later is left out here where it is not used.
func canonicalForm(f *Framework) []byte {
	var w formWriter
	w.object(func() {
		w.attributes(f.attributes)
		w.text("category", string(f.category))
		w.certificate(f.completion)
		w.text("declaration", f.declaration.Text)
		w.text("description", f.description)
		if f.enrolment.Self {
			w.key("enrolment")
			w.object(func() { w.flag("self", true) })
		}
		w.text("format", Format)
		w.text("id", string(f.ref.ID))
		w.kinds(f.kinds)
		w.textBut("language", f.language, defaultLanguage)
		w.text("licence", f.licence)
		w.number("minimum_optional", f.minimum.Count)
		w.text("paper_since", f.paperSince.Date.String())
		w.text("publisher", f.publisher)
		w.requires(f.requires)
		w.scales(f.scales)
		w.sections(f.sections)
		w.signOff(f)
		w.textBut("subject", string(f.subject), string(SubjectPerson))
		w.text("title", f.title)
		w.translations(f.translations)
		w.flag("unsupervised", f.unsuper.Set)
		w.validity(Validity{Months: f.completion.Months, RenewWithin: renewalOf(f.completion.Months)})
		w.text("version", f.ref.Version.String())
		if f.vocabulary != (Vocabulary{defaultOne, defaultMany}) {
			w.key("vocabulary")
			w.object(func() {
				w.textBut("many", f.vocabulary.Many, defaultMany)
				w.textBut("one", f.vocabulary.One, defaultOne)
			})
		}
	})
	return w.b
}

func (w *formWriter) kinds(kinds List[Kind]) {
	byID := func(a, b Kind) int { return cmp.Compare(a.ID, b.ID) }
	sorted := slices.SortedFunc(kinds.Values(), byID)
	if slices.Equal(sorted, slices.SortedFunc(defaultKinds.Values(), byID)) {
		return
	}
	w.key("kinds")
	w.object(func() {
		for _, k := range sorted {
			w.text(string(k.ID), k.Label)
		}
	})
}

func (w *formWriter) scales(scales List[*Scale]) {
	byID := func(a, b *Scale) int { return cmp.Compare(a.id, b.id) }
	w.key("scales")
	w.object(func() {
		for _, s := range slices.SortedFunc(scales.Values(), byID) {
			writeList(w, string(s.id), s.answers, func(w *formWriter, a Answer) {
				w.object(func() {
					w.text("id", string(a.ID))
					w.text("label", a.Label)
					w.flag("meets", a.Meets)
				})
			})
		}
	})
}

func (w *formWriter) sections(sections List[*Section]) {
	writeList(w, "sections", sections, func(w *formWriter, s *Section) {
		w.object(func() {
			w.appliesTo(s.appliesTo.elems)
			w.flag("gate", s.gate)
			w.text("guidance", s.guidance)
			w.text("id", string(s.id))
			w.text("number", s.number)
			w.flag("optional", s.optional)
			writeList(w, "proficiencies", s.items, (*formWriter).item)
			w.recommends(s.recommends)
			w.rule(s.rule)
			w.sections(s.sections)
			w.text("title", s.title)
		})
	})
}

func (w *formWriter) item(it *Item) {
	w.object(func() {
		w.appliesTo(it.appliesTo.elems[len(it.section.applies()):])
		w.asks(it.asks)
		writeList(w, "confirmed_by", it.confirmed.List, writeText)
		w.text("guidance", it.guidance)
		w.text("id", string(it.id))
		w.text("kind", string(it.kind))
		plain := it.Question("")
		if plain != nil {
			w.levels(plain.levels)
		}
		w.text("number", it.number)
		w.flag("optional", it.optional)
		w.numberBut("points", it.points, 1)
		if plain == nil {
			writeList(w, "questions", it.questions, (*formWriter).question)
		}
		w.recommends(it.recommends)
		writeList(w, "resources", it.resources, (*formWriter).resource)
		if plain != nil {
			w.text("scale", string(plain.scale.id))
		}
		w.text("statement", it.statement)
		writeList(w, "tags", it.tags, writeText)
		w.validity(it.validity)
		w.flag("waivable", it.waiving.Allowed)
	})
}

func (w *formWriter) question(q *Question) {
	w.object(func() {
		w.text("id", string(q.id))
		w.levels(q.levels)
		if !q.required {
			w.key("required")
			w.b = canonical.AppendBool(w.b, false)
		}
		w.text("scale", string(q.scale.id))
		w.text("text", q.text)
	})
}

func (w *formWriter) resource(r Resource) {
	w.object(func() {
		w.text("title", r.Title)
		w.text("url", r.URL)
	})
}
