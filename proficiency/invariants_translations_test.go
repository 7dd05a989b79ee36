package proficiency

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// checkTranslations: in every language there is every text that the framework
// has and no other, in that language if and only if the translation has it.
func checkTranslations(t *testing.T, f *Framework) {
	t.Helper()
	own := saidIn(f, f.In())
	assert.Equal(t, 1+f.Translations().Len(), len(f.Languages()))
	before := ""
	for tr := range f.Translations().Values() {
		assert.Less(t, before, tr.Language())
		before = tr.Language()
		assert.Positive(t, tr.Position().Line)
		texts := f.In(tr.Language())
		assert.Equal(t, tr.Language(), texts.Language())
		all, there := saidIn(f, texts), 0
		for at, text := range all {
			assert.Equal(t, own[at].Text == "", text.Text == "", "%s", at)
			given, ok := tr.texts[at]
			if ok {
				there++
				assert.Equal(t, Text{given, tr.Language()}, text, "%s", at)
			} else {
				assert.Equal(t, own[at], text, "%s", at)
				assert.False(t, tr.Complete() && text.Text != "" && at.what != kindPlace, "%s is missing", at)
			}
		}
		assert.Equal(t, len(tr.texts), there, "what else is translated?")
	}
}

// saidIn are all texts, also those that the framework has not got.
func saidIn(f *Framework, texts Texts) map[textPlace]Text {
	said := map[textPlace]Text{
		{what: titlePlace}: texts.Title(), {what: descriptionPlace}: texts.Description(), {what: onePlace}: texts.One(), {what: manyPlace}: texts.Many(),
		{what: declarationPlace}: texts.Declaration(), {what: learnerPlace}: texts.LearnerStatement(), {what: signatoryPlace}: texts.SignatoryStatement(),
	}
	for k := range f.Kinds().Values() {
		said[textPlace{kindPlace, string(k.ID), ""}] = texts.Kind(k.ID)
	}
	for s := range f.Scales().Values() {
		for a := range s.Answers().Values() {
			said[textPlace{answerPlace, string(s.ID()), string(a.ID)}] = texts.Answer(s, a.ID)
		}
	}
	for a := range f.Attributes().Values() {
		said[textPlace{attributePlace, string(a.ID()), ""}] = texts.Attribute(a)
		for v := range a.Values().Values() {
			said[textPlace{valuePlace, string(a.ID()), string(v.ID)}] = texts.Value(a, v.ID)
		}
	}
	for s := range f.AllSections().Values() {
		said[textPlace{sectionTitlePlace, string(s.ID()), ""}] = texts.SectionTitle(s)
		said[textPlace{sectionHelpPlace, string(s.ID()), ""}] = texts.SectionGuidance(s)
	}
	recommended := func(all List[*Recommendation], title, reason placeKind, of string) {
		for r := range all.Values() {
			said[textPlace{title, of, string(r.ID())}] = texts.RecommendedTitle(r)
			said[textPlace{reason, of, string(r.ID())}] = texts.Reason(r)
		}
	}
	for s := range f.AllSections().Values() {
		recommended(s.Recommends(), sectionRecommendedPlace, sectionReasonPlace, string(s.ID()))
	}
	for it := range f.Items().Values() {
		recommended(it.Recommends(), itemRecommendedPlace, itemReasonPlace, string(it.ID()))
		said[textPlace{statementPlace, string(it.ID()), ""}] = texts.Statement(it)
		said[textPlace{itemHelpPlace, string(it.ID()), ""}] = texts.Guidance(it)
		for q := range it.Questions().Values() {
			said[textPlace{questionPlace, string(it.ID()), string(q.ID())}] = texts.Question(it, q)
		}
		for r := range it.Resources().Values() {
			said[textPlace{resourcePlace, string(it.ID()), r.URL}] = texts.ResourceTitle(it, r)
		}
	}
	return said
}
