package render

import (
	"slices"
	"strconv"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/tools/render/internal/prose"
)

// The anchors of sections and items. Ids of one kind are not those of the other.
func sectionAnchor(id proficiency.SectionID) string { return "section-" + string(id) }
func itemAnchor(id proficiency.ItemID) string       { return "item-" + string(id) }

func (w *writer) sections(all proficiency.List[*proficiency.Section], depth int) (out []section) {
	for s := range all.Values() {
		made := section{
			Anchor: sectionAnchor(s.ID()), Number: s.Number(), Title: w.say(w.texts.SectionTitle(s)), Depth: depth,
			Things: w.things(s.AllItems().Len()), Marks: w.sectionMarks(s), Optional: s.Optional(),
			Guidance: w.prose(w.texts.SectionGuidance(s)), Recommends: w.recommends(s.Recommends(), slices.Collect(s.AllItems().Values())...),
			Sections: w.sections(s.Sections(), depth+1),
		}
		for it := range s.Items().Values() {
			made.Items = append(made.Items, w.item(it))
		}
		out = append(out, made)
	}
	return out
}

// sectionMarks are what is special about a section.
func (w *writer) sectionMarks(s *proficiency.Section) (marks []string) {
	if s.Gate() {
		marks = append(marks, w.words.Gate)
	}
	if s.Optional() {
		marks = append(marks, w.words.OptionalSection)
	}
	switch r := s.Rule(); r.Kind {
	case proficiency.RuleAtLeast:
		marks = append(marks, say(w.words.AtLeast, "things", w.things(r.Count).Text, "count", strconv.Itoa(r.Count)))
	case proficiency.RulePoints:
		marks = append(marks, say(w.words.Points, "count", strconv.Itoa(r.Count)))
	}
	if s.AppliesTo().Len() > 0 {
		marks = append(marks, w.applies(slices.Collect(s.AppliesTo().Values())))
	}
	return marks
}

func (w *writer) item(it *proficiency.Item) item {
	made := item{
		Anchor: itemAnchor(it.ID()), ID: string(it.ID()), Number: it.Number(), Statement: w.lines(w.texts.Statement(it)),
		Kind: w.say(w.texts.Kind(it.Kind())), KindID: string(it.Kind()), Tags: slices.Collect(it.Tags().Values()),
		Marks: w.itemMarks(it), Optional: it.Optional() && it.Choice() == nil, Waivable: it.Waiving().Allowed,
		Confirmers: w.roles(it.ConfirmedBy()), Asks: it.AsksFor(), Guidance: w.prose(w.texts.Guidance(it)),
	}
	for q := range it.Questions().Values() {
		made.Questions = append(made.Questions, w.question(it, q))
	}
	for r := range it.Resources().Values() {
		to, _ := prose.ReadAddress(r.URL) // one that is none is shown as its title
		made.Resources = append(made.Resources, resource{w.say(w.texts.ResourceTitle(it, r)), to})
	}
	made.Recommends = w.recommends(it.Recommends(), it)
	return made
}

// itemMarks are what is special about an item.
func (w *writer) itemMarks(it *proficiency.Item) (marks []string) {
	words := w.words
	if it.Optional() && it.Choice() == nil {
		marks = append(marks, words.OptionalItem)
	}
	if own := ownConditions(it); len(own) > 0 {
		marks = append(marks, w.applies(own))
	}
	if group := it.Group(); group != nil && group.Rule().Kind == proficiency.RulePoints && it.Points() > 1 {
		marks = append(marks, say(words.PointsWorth, "count", strconv.Itoa(it.Points())))
	}
	if asks := it.AsksFor(); asks.Any() {
		var with []string
		for _, a := range []struct {
			asked bool
			words string
		}{{asks.Comment, words.Comment}, {asks.Evidence, words.Evidence}, {asks.Date, words.Date}} {
			if a.asked {
				with = append(with, a.words)
			}
		}
		marks = append(marks, say(words.ComesWith, "list", listing(with, words.And)))
	}
	if v := it.Validity(); v.Lapses() {
		lasts := say(words.LastsFor, "months", w.months(v.Months))
		switch {
		case v.RenewWithin == 1:
			lasts += " " + words.LastMonth
		case v.RenewWithin > 1:
			lasts += " " + say(words.RenewWithin, "months", w.months(v.RenewWithin))
		}
		marks = append(marks, lasts)
	}
	if it.Waiving().Allowed {
		marks = append(marks, words.Waivable)
	}
	return marks
}

func (w *writer) months(n int) string {
	if n == 1 {
		return w.words.Month
	}
	return say(w.words.Months, "count", strconv.Itoa(n))
}

// answers are those of a scale, with a note at those that are enough unless all
// are; with none where meets is nil.
func (w *writer) answers(s *proficiency.Scale, meets func(proficiency.AnswerID) bool) (made question) {
	all := meets != nil
	for a := range s.Answers().Values() {
		note := ""
		if meets != nil && meets(a.ID) {
			note = w.words.Enough
		}
		all = all && note != ""
		made.Answers = append(made.Answers, answer{w.say(w.texts.Answer(s, a.ID)), note})
	}
	if all {
		for i := range made.Answers {
			made.Answers[i].Note = ""
		}
		made.Notes = []sentence{{words: w.words.AnyIsEnough}}
	}
	return made
}

// scale gives the answers of a scale, and which are enough where no level says otherwise.
func (w *writer) scale(s *proficiency.Scale) scale {
	return scale{string(s.ID()), w.answers(s, s.Meets)}
}

// kindChoices are the kinds that items have.
func (w *writer) kindChoices() []choice {
	counts := map[proficiency.KindID]int{}
	var used []proficiency.KindID
	for it := range w.f.Items().Values() {
		if counts[it.Kind()]++; counts[it.Kind()] == 1 {
			used = append(used, it.Kind())
		}
	}
	choices := make([]choice, len(used))
	for i, id := range used {
		choices[i] = choice{string(id), w.say(w.texts.Kind(id)), counts[id]}
	}
	return choices
}

// tagChoices are the tags that items have, in the order of the alphabet.
func (w *writer) tagChoices() []choice {
	counts := map[string]int{}
	var used []string
	for it := range w.f.Items().Values() {
		for tag := range it.Tags().Values() {
			if counts[tag]++; counts[tag] == 1 {
				used = append(used, tag)
			}
		}
	}
	slices.Sort(used)
	choices := make([]choice, len(used))
	for i, tag := range used {
		choices[i] = choice{tag, said{Text: tag}, counts[tag]}
	}
	return choices
}
