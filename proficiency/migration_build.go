package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

// build makes a migration of a plan. Of what the file says nothing of, nothing
// is taken over.
func (p *migrationPlan) build(at source.Position) *Migration {
	m := &Migration{
		from: p.old.ref, to: p.new.ref, fromDigest: p.old.digest, toDigest: p.new.digest, oldIndex: p.old.index, newIndex: p.new.index,
		other: p.otherTexts(), declares: p.new.declaration.Asked(), position: at,
	}
	b := migrationBuilder{p, map[scalePair]map[AnswerID]AnswerID{}}
	m.transfers.elems = make([]Transfer, len(p.new.items.elems))
	for i, it := range p.new.items.elems {
		f := p.feeds[it.id]
		if f == nil {
			f = &feed{item: it}
		}
		m.transfers.elems[i] = b.transfer(f)
	}
	m.fates = fatesOf(m, func(old ItemID) []Statement { return p.named[old].reasons() })
	return m
}

// reasons is the author's, at the place of the entry.
func (e *rawEntry) reasons() []Statement {
	if e == nil {
		return nil
	}
	return []Statement{{e.reason.Value, e.position}}
}

// otherTexts are the texts that changed and of which the file does not say that
// they mean the same.
func (p *migrationPlan) otherTexts() otherTexts {
	other := otherTexts{map[string]bool{}, map[ScaleID]bool{}}
	for _, ch := range p.changes.elems {
		switch {
		case ch.Part == PartFramework && slices.Contains(acceptedTexts(), ch.Key) && !p.texts[ch.Key]:
			other.keys[ch.Key] = true
		case ch.Part == PartScale && ch.Key == "label":
			id := ScaleID(ch.ID)
			if s := p.maps[scalePair{id, id}]; s == nil || !s.editorial.set {
				other.labels[id] = true
			}
		}
	}
	return other
}

// A migrationBuilder makes the parts of a migration.
type migrationBuilder struct {
	*migrationPlan
	answers map[scalePair]map[AnswerID]AnswerID // shared by all questions
}

func (b migrationBuilder) transfer(f *feed) Transfer {
	t := Transfer{Item: f.item.id, Action: f.action, meant: true, optional: f.item.Optional()}
	editorial := f.entry != nil && f.entry.editorial.set
	together := f.entry != nil && (f.entry.action == ActionSplit || f.entry.action == ActionMerge)
	for _, old := range f.from {
		t.From.elems = append(t.From.elems, old.id)
		t.meant = t.meant && (editorial || !together && !slices.Contains(b.changed(old, f.item), ClassMeaning))
	}
	t.Reasons.elems = f.entry.reasons()
	if len(f.from) == 0 {
		t.Action = ActionAdd
	}
	if !t.keepsAnswers() {
		return t
	}
	for _, q := range f.item.questions.elems {
		if s := b.source(f, q); s != nil {
			t.answers = append(t.answers, s)
		}
	}
	return t
}

// source is where the answer to a question comes from; nil if not everything
// that the item is made of has the question.
func (b migrationBuilder) source(f *feed, q *Question) *answerSource {
	s := &answerSource{question: q.id, scale: q.scale}
	for _, old := range f.from {
		was := old.Question(q.id)
		if was == nil {
			return nil
		}
		s.inputs = append(s.inputs, answerInput{item: old.id, question: q.id, answers: b.mapping(was.scale, q.scale)})
	}
	return s
}

// mapping is what becomes of the answers of a scale; nil if each is kept as it is.
func (b migrationBuilder) mapping(old, new *Scale) map[AnswerID]AnswerID {
	pair := scalePair{old.id, new.id}
	if answers, made := b.answers[pair]; made {
		return answers
	}
	answers, changes := map[AnswerID]AnswerID{}, false
	for _, a := range old.answers.elems {
		to, kept := b.mapped(old, new, a.ID)
		if kept {
			answers[a.ID] = to
		}
		changes = changes || !kept || to != a.ID
	}
	if !changes {
		answers = nil
	}
	b.answers[pair] = answers
	return answers
}

// carrying is the migration between two versions of which nothing has to be
// said; nil if something has.
func carrying(c *Comparison) *Migration {
	p := newPlan(&rawMigration{between: c})
	for _, it := range c.new.items.elems {
		if p.feeds[it.id] == nil {
			return nil
		}
	}
	for _, it := range c.old.items.elems {
		if c.new.byItem[it.id] == nil {
			return nil
		}
	}
	return p.build(source.Position{})
}
