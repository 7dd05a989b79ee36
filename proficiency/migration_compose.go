package proficiency

import (
	"fmt"
	"maps"
	"slices"
)

// Then is the migration that does at once what m and next do one after the
// other. The error says that next does not begin with what m ends with.
func (m *Migration) Then(next *Migration) (*Migration, error) {
	if m.to != next.from || m.toDigest != next.fromDigest {
		return nil, fmt.Errorf("a migration to %s (%s) does not go on with one from %s (%s)", m.to, m.toDigest, next.from, next.fromDigest)
	}
	c := &Migration{
		from: m.from, to: next.to, fromDigest: m.fromDigest, toDigest: next.toDigest, oldIndex: m.oldIndex, newIndex: next.newIndex,
		declares: next.declares, other: otherTexts{union(m.other.keys, next.other.keys), union(m.other.labels, next.other.labels)},
	}
	c.transfers.elems = make([]Transfer, len(next.transfers.elems))
	for i, t := range next.transfers.elems {
		c.transfers.elems[i] = m.before(t)
	}
	c.fates = fatesOf(c, func(old ItemID) []Statement { return m.dropped(next, old) })
	return c, nil
}

func union[K comparable](a, b map[K]bool) map[K]bool {
	both := maps.Clone(a)
	if both == nil {
		both = map[K]bool{}
	}
	maps.Copy(both, b)
	return both
}

// before is t, taken over from what m took over.
func (m *Migration) before(t Transfer) Transfer {
	c := Transfer{Item: t.Item, Action: t.Action, meant: t.meant, optional: t.optional}
	var from []ItemID
	var reasons []Statement
	for _, between := range t.From.elems {
		first, _ := m.Transfer(between) // m ends with what t begins with
		for _, id := range first.From.elems {
			if !slices.Contains(from, id) {
				from = append(from, id)
			}
		}
		reasons = append(reasons, first.Reasons.elems...)
		c.Action = stricter(c.Action, first.Action)
		c.meant = c.meant && first.meant
	}
	if len(from) == 0 {
		c.Action = ActionAdd
	}
	c.From, c.Reasons = List[ItemID]{from}, List[Statement]{append(reasons, t.Reasons.elems...)}
	if c.keepsAnswers() {
		c.answers = m.sources(t.answers)
	}
	return c
}

// stricter is the action that keeps less. One that takes over from what was
// added between, where nobody has results, keeps nothing.
func stricter(a, b Action) Action {
	keeps := []Action{ActionAdd, ActionReassess, ActionReconfirm, ActionCarry} // from the least to the most
	least := keeps[min(slices.Index(keeps, a), slices.Index(keeps, b))]
	if least == ActionAdd {
		return ActionReassess
	}
	return least
}

// keepsAnswers reports whether answers are taken over.
func (t Transfer) keepsAnswers() bool { return t.Action == ActionCarry || t.Action == ActionReconfirm }

// sources are those of a later migration, of the answers that m gives.
func (m *Migration) sources(later []*answerSource) []*answerSource {
	composed := make([]*answerSource, len(later))
	for i, s := range later {
		c := &answerSource{question: s.question, scale: s.scale}
		for _, in := range s.inputs {
			c.inputs = append(c.inputs, m.input(in))
		}
		composed[i] = c
	}
	return composed
}

// input goes back through m, as far as it leads to answers.
func (m *Migration) input(in answerInput) answerInput {
	if in.between != nil {
		in.between = m.sources([]*answerSource{in.between})[0]
		return in
	}
	t, _ := m.Transfer(in.item)
	for _, s := range t.answers {
		if s.question == in.question {
			return answerInput{between: s, answers: in.answers}
		}
	}
	return answerInput{between: &answerSource{}, answers: in.answers} // there never is one
}

// dropped are the reasons for which nothing is left of an old item.
func (m *Migration) dropped(next *Migration, old ItemID) (reasons []Statement) {
	f, _ := m.Fate(old)
	reasons = slices.Clone(f.Reasons.elems)
	for _, between := range f.To.elems {
		later, _ := next.Fate(between)
		reasons = append(reasons, later.Reasons.elems...)
	}
	return reasons
}

// fatesOf turns the transfers of m round. Dropped gives the reasons for which
// nothing is left of an item.
func fatesOf(m *Migration, dropped func(ItemID) []Statement) List[Fate] {
	fates := make([]Fate, m.oldIndex.Len())
	for i := range fates {
		fates[i] = Fate{Item: m.oldIndex.ID(i), Action: ActionDrop}
	}
	for _, t := range m.transfers.elems {
		for _, id := range t.From.elems {
			i, _ := m.oldIndex.Ordinal(id)
			f := &fates[i]
			f.To.elems = append(f.To.elems, t.Item)
			switch {
			case len(f.To.elems) > 1:
				f.Action = ActionSplit
			case t.From.Len() > 1:
				f.Action = ActionMerge
			default:
				f.Action = t.Action
			}
			for _, r := range t.Reasons.elems {
				if !slices.Contains(f.Reasons.elems, r) {
					f.Reasons.elems = append(f.Reasons.elems, r)
				}
			}
		}
	}
	for i := range fates {
		if f := &fates[i]; f.Action == ActionDrop {
			f.Reasons = List[Statement]{dropped(f.Item)}
		}
	}
	return List[Fate]{fates}
}
