package proficiency

import (
	"cmp"
	"slices"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/proficiency/source"
)

// build makes a framework of a raw one in which nothing is wrong.
func build(r *raw) *Framework {
	version, _ := ParseVersion(r.version.Value)
	since, _ := ParseDate(r.paperSince.Value)
	f := &Framework{
		ref:         Ref{FrameworkID(r.id.Value), version},
		title:       r.title.Value,
		description: r.description.Value,
		category:    Category(r.category.Value),
		language:    cmp.Or(r.language.Value, defaultLanguage),
		publisher:   r.publisher.Value,
		licence:     r.licence.Value,
		subject:     cmp.Or(Subject(r.subject.Value), SubjectPerson),
		subjectAt:   cmp.Or(r.subject.Position, r.position),
		vocabulary:  Vocabulary{cmp.Or(r.vocabularyOne.Value, defaultOne), cmp.Or(r.vocabularyMany.Value, defaultMany)},
		kinds:       buildKinds(r),
		attributes:  buildAttributes(r),
		signOff:     SignOff{buildRoles(r.signOffBy), buildStatement(r.learnerStatement), buildStatement(r.signatoryStatement), Distinct{r.distinct.set, r.distinct.position}},
		completion:  r.completion(),
		unsuper:     Unsupervised{r.unsupervised.set, r.unsupervised.position},
		declaration: buildStatement(r.declaration),
		enrolment:   Enrolment{r.enrolSelf, r.enrolPosition},
		requires:    buildRequires(r.requires),
		minimum:     Minimum{r.minimum, r.minimumPosition},
		paperSince:  PaperSince{since, r.paperSince.Position},
		position:    r.position,
	}
	b := builder{f: f, scales: make(map[string]*Scale, len(r.scales)), items: make([]*Item, 0, len(r.items))}
	for _, s := range r.scales {
		b.scale(s)
	}
	f.sections.elems = b.sections(r.sections, nil, nil, nil)
	b.index()
	f.translations = buildTranslations(r)
	f.digest = canonical.Sum(canonicalForm(f))
	return f
}

func buildKinds(r *raw) List[Kind] {
	if !r.kindsGiven {
		return defaultKinds
	}
	kinds := make([]Kind, len(r.kinds))
	for i, k := range r.kinds {
		kinds[i] = Kind{KindID(k.id.Value), k.label.Value}
	}
	return List[Kind]{kinds}
}

func buildStatement(t source.Text) Statement { return Statement{t.Value, t.Position} }

func buildRoles(r rawRoles) Roles {
	if !r.given {
		return Roles{}
	}
	roles := make([]RoleID, len(r.roles))
	for i, t := range r.roles {
		roles[i] = RoleID(t.Value)
	}
	return Roles{List[RoleID]{roles}, r.position}
}

// A builder makes the parts of f.
type builder struct {
	f      *Framework
	scales map[string]*Scale
	items  []*Item // in document order, with room for all: sections share parts of it
}

func (b *builder) scale(r rawScale) {
	s := &Scale{id: ScaleID(r.id.Value), answers: List[Answer]{make([]Answer, len(r.answers))}, position: r.id.Position}
	for i, a := range r.answers {
		s.answers.elems[i] = Answer{AnswerID(a.id.Value), a.label.Value, a.meets}
		s.anyMeets = s.anyMeets || a.meets
	}
	b.scales[r.id.Value] = s
	b.f.scales.elems = append(b.f.scales.elems, s)
}

// index fills what finds items and sections by their ids.
func (b *builder) index() {
	f := b.f
	f.items.elems = b.items
	f.index = &ItemIndex{ids: make([]ItemID, len(b.items)), ordinals: make(map[ItemID]int, len(b.items))}
	f.byItem = make(map[ItemID]*Item, len(b.items))
	for i, it := range b.items {
		f.index.ids[i], f.index.ordinals[it.id], f.byItem[it.id] = it.id, i, it
	}
	f.bySection = make(map[SectionID]*Section, len(f.allSections.elems))
	for _, s := range f.allSections.elems {
		f.bySection[s.id] = s
		if s.rule.Kind != RuleAll {
			f.groups.elems = append(f.groups.elems, s)
		}
	}
}

func (b *builder) item(r *rawItem, s *Section, choice *Section, gates []*Section) *Item {
	d := r.section.defaults
	conditions := d.conditionsOr(r.conditions)
	it := &Item{
		id:        ItemID(r.id.Value),
		number:    r.number.Value,
		statement: r.statement.Value,
		kind:      KindID(d.kindOr(r.kind).Value),
		guidance:  r.guidance.Value,
		tags:      List[string]{make([]string, len(r.tags))},
		questions: List[*Question]{b.questions(r)},
		confirmed: buildRoles(d.confirmersOr(r.confirmedBy)),
		optional:  r.optional,
		validity:  conditions.validity.build(r.position),
		asks:      conditions.asks.build(r.position),
		waiving:   Waiving{conditions.waivable.set, cmp.Or(conditions.waivable.position, r.position)},
		group:     s.groupAround(),
		points:    r.points.n,
		appliesTo: List[Condition]{slices.Concat(s.applies(), buildApplies(r.appliesTo).elems)},
		resources: List[Resource]{make([]Resource, len(r.resources))},
		section:   s,
		choice:    choice,
		gates:     List[*Section]{gates},
		ordinal:   len(b.items),
		position:  r.position,
	}
	it.varies = vary(it.questions.elems)
	for i, t := range r.tags {
		it.tags.elems[i] = t.Value
	}
	for i, res := range r.resources {
		it.resources.elems[i] = Resource{res.title.Value, res.url.Value}
	}
	it.recommends = b.recommends(r.recommends, it, nil)
	b.items = append(b.items, it)
	return it
}

func (b *builder) questions(r *rawItem) []*Question {
	d := r.section.defaults
	if !r.questionsGiven {
		return []*Question{{scale: b.scales[d.scaleOr(r.scale).Value], required: true, levels: buildLevels(r.level), position: r.position}}
	}
	questions := make([]*Question, len(r.questions))
	for i, q := range r.questions {
		questions[i] = &Question{
			id: QuestionID(q.id.Value), text: q.text.Value,
			scale: b.scales[d.scaleOr(q.scale).Value], required: q.required, levels: buildLevels(q.level), position: q.position,
		}
	}
	return questions
}
