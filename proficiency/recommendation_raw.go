package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

var (
	recommendationShape = &source.Shape{
		What:     "a recommendation",
		Required: []string{"id", "resource", "when", "reason"},
		Optional: []string{"essential"},
	}
	whenShape = &source.Shape{What: "a condition", Optional: []string{"question", "answers", "unmet"}}
)

// A rawRecommendation stands at an item or at a section.
type rawRecommendation struct {
	id, reason     source.Text
	resource       rawResource
	question       source.Text
	answers        []source.Text
	unmet          rawFlag
	answersGiven   bool
	essential      bool
	item           *rawItem // nil at a section
	section        *rawSection
	when, position source.Position
	sound          bool
}

// recommends reads the recommendations of a section or an item, which sets itself in them.
func (w walker) recommends(m source.Mapping) (all []rawRecommendation) {
	for _, e := range m.Get("recommends").List(1) {
		before := w.r.doc.Count()
		m := e.Mapping(recommendationShape)
		if !m.Present() {
			continue
		}
		when := m.Get("when").Mapping(whenShape)
		resource := m.Get("resource").Mapping(resourceShape)
		r := rawRecommendation{
			id: m.Get("id").Text(), reason: w.text(m, "reason", statementText),
			resource: rawResource{w.text(resource, "title", headingText), resource.Get("url").Text()},
			question: when.Get("question").Text(), answers: when.Get("answers").Texts(1), answersGiven: when.Get("answers").Present(),
			unmet: w.readUnmet(when), essential: m.Get("essential").Bool(false),
			when: when.Position(), position: m.Position(),
		}
		if when.Sound() && !r.answersGiven && !r.unmet.given {
			when.Report(source.CodeMissingKey, "%s needs the key answers, or unmet: true", whenShape.What)
		}
		r.sound = w.r.doc.Count() == before
		all = append(all, r)
	}
	return all
}

// readUnmet reads a flag that would say nothing if it were not set.
func (w walker) readUnmet(when source.Mapping) rawFlag {
	before := w.r.doc.Count()
	unmet := readFlag(when, "unmet")
	if unmet.given && !unmet.set && w.r.doc.Count() == before {
		when.Get("unmet").Report(source.CodeWrongType, "unmet must be true, or left out")
	}
	return unmet
}

// eachRecommendation gives every recommendation, in document order.
func (r *raw) eachRecommendation(yield func(*rawRecommendation)) {
	for _, s := range r.allSections {
		for i := range s.recommends {
			yield(&s.recommends[i])
		}
		for _, it := range s.items {
			for i := range it.recommends {
				yield(&it.recommends[i])
			}
		}
	}
}

// items are those that the recommendation goes by.
func (rec *rawRecommendation) items() []*rawItem {
	if rec.item != nil {
		return []*rawItem{rec.item}
	}
	return rec.section.allItems()
}

// whose is what messages call the place of the recommendation.
func (rec *rawRecommendation) whose() string {
	if rec.item != nil {
		return "the proficiency " + quoteID(rec.item.id)
	}
	return "the section " + quoteID(rec.section.id)
}

func (s *rawSection) allItems() []*rawItem {
	items := slices.Clone(s.items)
	for _, inner := range s.sections {
		items = append(items, inner.allItems()...)
	}
	return items
}

func (b *builder) recommends(raws []rawRecommendation, item *Item, section *Section) List[*Recommendation] {
	if len(raws) == 0 {
		return List[*Recommendation]{}
	}
	b.f.recommends = true
	all := make([]*Recommendation, len(raws))
	for i, r := range raws {
		made := &Recommendation{
			id: RecommendationID(r.id.Value), resource: Resource{r.resource.title.Value, r.resource.url.Value},
			question: QuestionID(r.question.Value), unmet: r.unmet.set, essential: r.essential, reason: r.reason.Value,
			item: item, section: section, position: r.position,
		}
		for _, a := range r.answers {
			made.answers.elems = append(made.answers.elems, AnswerID(a.Value))
		}
		all[i] = made
	}
	return List[*Recommendation]{all}
}

func (w *formWriter) recommends(all List[*Recommendation]) {
	writeList(w, "recommends", all, func(w *formWriter, r *Recommendation) {
		w.object(func() {
			w.flag("essential", r.essential)
			w.text("id", string(r.id))
			w.text("reason", r.reason)
			w.key("resource")
			w.resource(r.resource)
			w.key("when")
			w.object(func() {
				writeList(w, "answers", r.answers, writeText)
				w.text("question", string(r.question))
				w.flag("unmet", r.unmet)
			})
		})
	})
}
