package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

func checkScalesKnown(m *rawMigration, report reporter) {
	check := func(f *Framework, t source.Text) {
		if !ValidID(t.Value) || f.Scale(ScaleID(t.Value)) != nil {
			return
		}
		var ids []string
		for _, s := range f.scales.elems {
			ids = append(ids, string(s.id))
		}
		h := m.hint(t, "its scales are", ids, source.Chosen)
		h.on(report(t.Position, "%s has no scale %s%s", f.ref, source.Quote(t.Value), h.end))
	}
	for _, s := range m.scales {
		check(m.between.old, s.from)
		check(m.between.new, s.to)
	}
}

func checkAnswersKnown(m *rawMigration, report reporter) {
	check := func(s *Scale, t source.Text) {
		if s == nil || !ValidID(t.Value) || s.place(AnswerID(t.Value)) >= 0 {
			return
		}
		var ids []string
		for _, a := range s.answers.elems {
			ids = append(ids, string(a.ID))
		}
		h := m.hint(t, "its answers are", ids, source.Chosen)
		h.on(report(t.Position, "the scale %s has no answer %s%s", source.Quote(string(s.id)), source.Quote(t.Value), h.end))
	}
	for _, s := range m.scales {
		old, new := m.between.old.Scale(ScaleID(s.from.Value)), m.between.new.Scale(ScaleID(s.to.Value))
		for _, a := range s.answers {
			check(old, a.from)
			check(new, a.to)
		}
		for _, a := range slices.Concat(s.reassess, s.undecided) {
			check(old, a)
		}
	}
}

// said reports whether the mapping says what becomes of an answer. One that is
// editorial keeps each as it is.
func (s *rawScaleMap) said(a AnswerID, to *Scale) bool {
	is := func(t source.Text) bool { return t.Value == string(a) }
	return slices.ContainsFunc(s.answers, func(m rawMapped) bool { return is(m.from) }) ||
		slices.ContainsFunc(s.reassess, is) || slices.ContainsFunc(s.undecided, is) || s.editorial.set && to.place(a) >= 0
}

func checkAnswersMapped(m *rawMigration, report reporter) {
	for _, s := range m.scales {
		old, new := m.between.old.Scale(ScaleID(s.from.Value)), m.between.new.Scale(ScaleID(s.to.Value))
		if old == nil || new == nil || !s.sound {
			continue
		}
		for _, a := range old.answers.elems {
			if !s.said(a.ID, new) {
				report(s.position, "nothing is said of the answer %s of the scale %s: name the new one under answers, or let it be given again under reassess",
					source.Quote(string(a.ID)), source.Quote(string(old.id)))
			}
		}
	}
}

// eachKept gives the questions of which answers are kept, with those that these come from.
func (p *migrationPlan) eachKept(f *feed, yield func(old *Item, was *Question, q *Question)) {
	if f.action != ActionCarry && f.action != ActionReconfirm {
		return
	}
	for _, old := range f.from {
		for _, q := range f.item.questions.elems {
			yield(old, old.Question(q.id), q)
		}
	}
}

// eachFeed gives what is said of the new items, in their order.
func (p *migrationPlan) eachFeed(yield func(*feed)) {
	for _, it := range p.new.items.elems {
		if f := p.feeds[it.id]; f != nil {
			yield(f)
		}
	}
}

// at is where a finding about what is taken over stands.
func (m *rawMigration) at(f *feed) source.Position {
	if f.entry == nil {
		return m.position
	}
	for _, t := range slices.Concat(f.entry.items, f.entry.new) {
		if t.Value == string(f.item.id) {
			return t.Position
		}
	}
	return f.entry.position
}

// checkScalesMapped reports each pair of scales once.
func checkScalesMapped(m *rawMigration, report reporter) {
	reported := map[scalePair]bool{}
	m.plan.eachFeed(func(f *feed) {
		m.plan.eachKept(f, func(old *Item, was, q *Question) {
			if was == nil || !m.plan.scalesDiffer(was.scale, q.scale) {
				return
			}
			pair := scalePair{was.scale.id, q.scale.id}
			if m.plan.maps[pair] == nil && !reported[pair] {
				reported[pair] = true
				report(m.at(f), "answers to %s are kept, and nothing says what those on the scale %s are on the scale %s: map it under scales",
					source.Quote(string(old.id)), source.Quote(string(pair.from)), source.Quote(string(pair.to)))
			}
		})
	})
}

// checkMeaningKept: what is split or merged never means quite the same, unless
// the author says that it does.
func checkMeaningKept(m *rawMigration, report reporter) {
	m.plan.eachFeed(func(f *feed) {
		if f.entry == nil || f.action != ActionCarry || f.entry.editorial.set {
			return
		}
		const advice = "say editorial: true if it means the same, or let it be confirmed again by %s"
		switch {
		case f.entry.action == ActionSplit || f.entry.action == ActionMerge:
			report(m.at(f), "decisions would carry over to %s by a %s: "+advice, source.Quote(string(f.item.id)), f.entry.action, "results: reconfirm")
		case slices.ContainsFunc(f.from, func(old *Item) bool { return slices.Contains(m.plan.changed(old, f.item), ClassMeaning) }):
			report(m.at(f), "decisions would carry over to %s, which asks something else: "+advice, source.Quote(string(f.item.id)), "moving it to reconfirm")
		}
	})
}

// checkStillMet reports each item once, and of those that an entry names by
// what changed the first.
func checkStillMet(m *rawMigration, report reporter) {
	reported := map[*rawEntry]bool{}
	m.plan.eachFeed(func(f *feed) {
		if f.action != ActionCarry || f.entry == nil || reported[f.entry] {
			return
		}
		found := false
		m.plan.eachKept(f, func(_ *Item, was, q *Question) {
			if was == nil || found || !q.required {
				return
			}
			for _, a := range was.scale.answers.elems {
				to, kept := m.plan.mapped(was.scale, q.scale, a.ID)
				if m.plan.isMapped(was.scale, q.scale) && (!kept || q.scale.place(to) >= 0) && !staysEnough(was, q, a.ID, to) {
					found = true
					reported[f.entry] = f.entry.byChange
					report(m.at(f), "decisions would carry over to %s with the answer %s, which was enough and is not: let it be confirmed again by reconfirm, or map the answer to one that is",
						source.Quote(string(f.item.id)), source.Quote(string(a.ID)))
					return
				}
			}
		})
	})
}

// staysEnough reports whether for everybody for whom an answer was enough, what
// becomes of it is. An empty answer, which is none, never is.
func staysEnough(was, q *Question, a, to AnswerID) bool {
	stays := true
	all := eachSettings([]*Question{was, q}, func(s []Setting) bool {
		stays = !was.Meets(a, s) || q.Meets(to, s)
		return stays
	})
	return all && stays
}

// isMapped reports whether it is said, or clear, what becomes of every answer.
func (p *migrationPlan) isMapped(old, new *Scale) bool {
	s := p.maps[scalePair{old.id, new.id}]
	if s == nil {
		return sameAnswers(old, new, false)
	}
	return s.sound && !slices.ContainsFunc(old.answers.elems, func(a Answer) bool { return !s.said(a.ID, new) }) && len(s.undecided) == 0
}

// mapped is what becomes of an answer; kept is false where it is to be given again.
func (p *migrationPlan) mapped(old, new *Scale, a AnswerID) (to AnswerID, kept bool) {
	s := p.maps[scalePair{old.id, new.id}]
	if s != nil && !sameAnswers(old, new, true) {
		for _, m := range s.answers {
			if m.from.Value == string(a) {
				return AnswerID(m.to.Value), true
			}
		}
		if slices.ContainsFunc(s.reassess, func(t source.Text) bool { return t.Value == string(a) }) {
			return "", false
		}
	}
	return a, new.place(a) >= 0
}

func checkStillAsked(m *rawMigration, report reporter) {
	m.plan.eachFeed(func(f *feed) {
		if f.action != ActionCarry {
			return
		}
		m.plan.eachKept(f, func(old *Item, was, q *Question) {
			if was == nil && q.required {
				report(m.at(f), "decisions would carry over to %s, of which %s had no question %s: let it be confirmed again by reconfirm",
					source.Quote(string(f.item.id)), source.Quote(string(old.id)), source.Quote(string(q.id)))
			}
		})
	})
}

// checkVersionStep goes by what the author says of the changes.
func checkVersionStep(m *rawMigration, report reporter) {
	if len(m.plan.undecided) > 0 {
		return
	}
	decided := m.between.decided(m.plan.build(m.position))
	if !decided.Enough() {
		least := decided.Least()
		report(m.to.Position, "%s claims a %s step, and the changes need a %s one: %s would do",
			decided.new.ref.Version, decided.Claimed(), least, decided.old.ref.Version.Next(least))
	}
}

// checkBothHaveText finds texts that are said to mean the same and stand in one
// version alone. To ask for a declaration, or to ask for it no more, is no
// matter of wording.
func checkBothHaveText(m *rawMigration, report reporter) {
	only := map[Trend]Ref{Strengthened: m.plan.new.ref, Weakened: m.plan.old.ref}
	for _, e := range m.editorial {
		for _, t := range e.texts {
			if !slices.Contains(acceptedTexts(), t.Value) {
				continue
			}
			for _, ch := range m.plan.changes.elems {
				if in, alone := only[ch.Trend]; alone && ch.Part == PartFramework && ch.Key == t.Value {
					report(t.Position, "%s stands in %s alone, and only a text of both versions can mean the same: remove it here", t.Value, in.Version)
				}
			}
		}
	}
}

// checkEffect finds what is said of what did not change.
func checkEffect(m *rawMigration, report reporter) {
	p := m.plan
	used := map[*rawEntry]bool{}
	p.eachFeed(func(f *feed) {
		used[f.entry] = true
		if f.entry == nil || f.entry.action != ActionCarry || !f.entry.byItem || len(f.from) == 0 {
			return
		}
		if changed := p.changed(f.from[0], f.item); len(changed) == 0 {
			report(m.at(f), "%s did not change, so that it carries over anyway: remove it here", source.Quote(string(f.item.id)))
		} else if f.entry.editorial.set && !slices.Contains(changed, ClassMeaning) {
			report(m.at(f), "%s asks what it asked, so that nothing is editorial about it: name it in an entry without editorial", source.Quote(string(f.item.id)))
		}
	})
	for _, e := range m.entries {
		known := !slices.ContainsFunc(e.changed, func(t source.Text) bool { return !slices.Contains(resultClasses(), t.Value) })
		if e.byChange && !used[e] && e.action != actionUndecided && e.sound && known {
			report(e.position, "there is no item of which just %s changed, and that is named nowhere else: remove this", listed(e.changed))
		}
	}
	for _, e := range m.editorial {
		for _, t := range e.texts {
			if slices.Contains(acceptedTexts(), t.Value) && !slices.ContainsFunc(p.changes.elems, func(c Change) bool { return c.Part == PartFramework && c.Key == t.Value }) {
				report(t.Position, "%s did not change: remove it here", t.Value)
			}
		}
	}
	for _, s := range m.scales {
		old, new := p.old.Scale(ScaleID(s.from.Value)), p.new.Scale(ScaleID(s.to.Value))
		if old != nil && new != nil && sameAnswers(old, new, true) {
			report(s.position, "the scale %s did not change, so that its answers are kept anyway: remove this", source.Quote(string(old.id)))
		}
	}
}
