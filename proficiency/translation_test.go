package proficiency

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func cleanHands(t *testing.T) *Framework {
	t.Helper()
	fw, findings := parseTestdata(t, "testdata/ok/translations.yaml")
	require.Empty(t, findings)
	return fw
}

func TestTranslations(t *testing.T) {
	t.Parallel()
	fw := cleanHands(t)
	require.Equal(t, 2, fw.Translations().Len())
	arabic, welsh := fw.Translations().At(0), fw.Translations().At(1)
	assert.Equal(t, "ar", arabic.Language(), "in order of languages, not of the file")
	assert.False(t, arabic.Complete())
	assert.True(t, welsh.Complete())
	assert.Equal(t, 62, welsh.Position().Line)
	assert.Equal(t, []string{"en-GB", "ar", "cy"}, fw.Languages())
	assert.Equal(t, []string{"en-GB"}, wardSkills(t).Languages())
}

// Every text in each language, or in the next that has it.
func TestTexts(t *testing.T) {
	t.Parallel()
	fw := cleanHands(t)
	english, welsh, arabic := fw.In(), fw.In("cy"), fw.In("ar")
	item, moments := fw.Item("wash"), fw.Item("moments")
	washing, practice, role := fw.Section("washing"), fw.Scale("practice"), fw.Attribute("role")
	for name, c := range map[string]struct {
		say                       func(Texts) Text
		english, inWelsh, arabics string
	}{
		"title":       {Texts.Title, "Clean hands", "Dwylo glân", "أيدٍ نظيفة"},
		"description": {Texts.Description, "For everybody who touches patients.", "I bawb sy'n cyffwrdd â chleifion.", ""},
		"one":         {Texts.One, "skill", "sgìl", "مهارة"},
		"many":        {Texts.Many, "skills", "sgiliau", "مهارات"},
		"kind":        {func(x Texts) Text { return x.Kind("practice") }, "Practice", "Ymarfer", ""},
		"answer":      {func(x Texts) Text { return x.Answer(practice, "safe") }, "Safe alone", "Yn ddiogel ar fy mhen fy hun", "آمن بمفردي"},
		"attribute":   {func(x Texts) Text { return x.Attribute(role) }, "Role", "Rôl", ""},
		"value":       {func(x Texts) Text { return x.Value(role, "office") }, "In the office", "Yn y swyddfa", ""},
		"declaration": {Texts.Declaration, "I will ask when I am not sure.", "Byddaf yn gofyn pan nad wyf yn siŵr.", ""},
		"learner":     {Texts.LearnerStatement, "I have done all of this myself.", "Rwyf wedi gwneud hyn i gyd fy hun.", ""},
		"signatory":   {Texts.SignatoryStatement, "I have seen the evidence.", "Rwyf wedi gweld y dystiolaeth.", ""},
		"section":     {func(x Texts) Text { return x.SectionTitle(washing) }, "Washing", "Golchi", "الغسل"},
		"its help":    {func(x Texts) Text { return x.SectionGuidance(washing) }, "Read the *local* policy first.", "Darllenwch y polisi *lleol* yn gyntaf.", ""},
		"statement":   {func(x Texts) Text { return x.Statement(item) }, "Washes hands with soap and water", "Yn golchi dwylo â sebon a dŵr", "يغسل اليدين بالماء والصابون"},
		"guidance": {func(x Texts) Text { return x.Guidance(item) }, "For as long as it takes to sing a short song twice.",
			"Am gyhyd ag y mae'n ei gymryd i ganu cân fer ddwywaith.", ""},
		"question": {func(x Texts) Text { return x.Question(moments, moments.Question("knows")) }, "Say what you know", "Dywedwch beth rydych yn ei wybod", ""},
		"resource": {func(x Texts) Text { return x.ResourceTitle(item, item.Resources().At(0)) }, "How to wash your hands", "Sut i olchi eich dwylo", ""},
	} {
		assert.Equal(t, Text{c.english, "en-GB"}, c.say(english), name)
		assert.Equal(t, Text{c.inWelsh, "cy"}, c.say(welsh), name)
		if c.arabics == "" {
			assert.Equal(t, Text{c.english, "en-GB"}, c.say(arabic), "%s: not translated", name)
			assert.Equal(t, Text{c.inWelsh, "cy"}, c.say(fw.In("ar", "cy")), "%s: in the next language wanted", name)
		} else {
			assert.Equal(t, Text{c.arabics, "ar"}, c.say(arabic), name)
			assert.Equal(t, "rtl", c.say(arabic).Direction(), name)
		}
	}
	assert.Zero(t, welsh.Guidance(fw.Item("moments")), "nobody says anything there")
	assert.Zero(t, welsh.Question(item, item.Question("")))
	assert.Zero(t, welsh.Answer(practice, "high"), "an answer of another scale")
	assert.Zero(t, welsh.Kind("agreement"))
}

// What holds by default is English, whatever the framework is.
func TestTextsByDefault(t *testing.T) {
	t.Parallel()
	src := strings.Replace(smallFile(t), "format:", "language: cy\nformat:", 1)
	texts := mustParse(t, src).In()
	assert.Equal(t, "cy", texts.Title().Language)
	assert.Equal(t, Text{"proficiencies", "en-GB"}, texts.Many())
	assert.Equal(t, Text{"proficiency", "en-GB"}, texts.One())
	assert.Equal(t, Text{"Skill", "en-GB"}, texts.Kind("skill"))
	texts = mustParse(t, strings.Replace(src, "cy", "en-AU", 1)).In()
	assert.Equal(t, Text{"proficiencies", "en-AU"}, texts.Many())
	texts = mustParse(t, src+"translations: {ga: {complete: false, kinds: {skill: Scil}}}\n").In("ga")
	assert.Equal(t, Text{"Scil", "ga"}, texts.Kind("skill"))
}

func TestTextsLanguage(t *testing.T) {
	t.Parallel()
	fw := cleanHands(t)
	for wanted, want := range map[string]string{
		"": "en-GB", "cy": "cy", "cy-GB": "cy", "CY": "cy", "ar-EG cy": "ar", "fr ar": "ar", "fr": "en-GB", "en cy": "en-GB", "en-US cy": "en-GB",
		"not_a_tag cy": "cy",
	} {
		assert.Equal(t, want, fw.In(strings.Fields(wanted)...).Language(), wanted)
	}
	assert.Equal(t, Text{"For everybody who touches patients.", "en-GB"}, fw.In("ar", "en", "cy").Description(),
		"the own language is there for whoever wants it before another")
}

func TestPreferred(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ available, wanted, want string }{
		{"en-GB cy", "cy", "cy"},
		{"en-GB cy", "cy-GB", "cy"},
		{"en-GB cy-GB", "cy", "cy-GB"},
		{"en-GB cy cy-GB", "cy", "cy cy-GB"},
		{"en-GB cy cy-GB", "cy-GB", "cy-GB cy"},
		{"en-GB CY", "cY", "CY"},
		{"en-GB cy", "en cy", "en-GB cy"},
		{"en-GB cy", "fr cy en", "cy en-GB"},
		{"en-GB cy", "fr", ""},
		{"zh-Hans zh-Hant zh", "zh-Hant-HK", "zh-Hant zh"},
		{"zh-Hans", "zh-Hant", ""},
		{"sr-Latn", "sr", "sr-Latn"},
		{"de de-a-ext", "de-a-ext-x-y", "de-a-ext de"},
		{"x-ours x-theirs", "x-ours-more", "x-ours"},
		{"cym cy", "cy", "cy"},
		{"en-GB", "e en_GB * EN_gb", ""},
	} {
		assert.Equal(t, strings.Fields(c.want), append([]string{}, Preferred(strings.Fields(c.available), strings.Fields(c.wanted)...)...),
			"%s wanted, %s available", c.wanted, c.available)
	}
	many := slices.Repeat([]string{"fr"}, mostWanted)
	assert.Equal(t, []string{"cy"}, Preferred([]string{"cy"}, append(many[1:], "cy")...))
	assert.Empty(t, Preferred([]string{"cy"}, append(many, "cy")...), "so many nobody can want")
}

func TestDirection(t *testing.T) {
	t.Parallel()
	for language, want := range map[string]string{
		"en-GB": "ltr", "cy": "ltr", "ar": "rtl", "AR-eg": "rtl", "he": "rtl", "fa-IR": "rtl", "ckb": "rtl", "ku": "ltr", "ku-Arab": "rtl", "ku-LB": "rtl",
		"az-Arab-IR": "rtl", "az-IR": "rtl", "az-Latn-IR": "ltr", "ar-Latn": "ltr", "ug": "rtl", "ug-KZ": "ltr", "zh-Hant-HK": "ltr", "ar-arb": "rtl",
		"zh-yue-Hant": "ltr", "sl-rozaj-1994": "ltr", "de-1996-PK": "auto", "en-a-arab": "ltr", "pa-a-pk": "ltr", "pa-PK": "rtl", "x-arab": "auto", "": "auto",
		"not a tag": "auto", "abcdefgh": "ltr", "en-x-arab": "ltr", "es-419": "ltr",
	} {
		assert.Equal(t, want, Direction(language), language)
	}
}

// What is said of a part reaches only that part: each of the textPlaces is another.
func TestTextsAreNotMixedUp(t *testing.T) {
	t.Parallel()
	for what, form := range placeForms {
		p := textPlace{what, "a", "b"}
		assert.NotContains(t, p.String(), "%", form.path)
		if _, some := p.part(); some {
			assert.Contains(t, p.path(), "a", form.path)
			assert.Contains(t, p.String(), `"a"`, form.path)
		}
		for other := range placeForms {
			assert.Equal(t, what == other, reflect.DeepEqual(p.path(), textPlace{other, "a", "b"}.path()), "%s", form.path)
		}
	}
}

// Style is a matter of the language that the framework is written in.
func TestStyleOfTranslations(t *testing.T) {
	t.Parallel()
	src := strings.Replace(smallFile(t), "format:", "language: cy\nformat:", 1)
	id := mustParse(t, src).Items().At(0).ID()
	src += "translations: {en: {complete: false, proficiencies: {" + string(id) + ": {statement: Understands and knows appropriate SOPs and COPDs and washes and dries}}}}\n"
	_, findings := Check("f.yaml", []byte(src), &CheckOptions{Style: true})
	assert.Empty(t, findings)
}

// A text in another language is held to what holds for every text.
func TestTranslatedTexts(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]string{
		`" "`:                                "blank-text",
		`"a\nb"`:                             "several-lines",
		`"a\u202Eb"`:                         "hidden-character",
		`"` + strings.Repeat("x", 401) + `"`: "text-too-long",
		`"عربي \u200F(نص) \u200E1\u061C فارسی\u200cها"`: "",
	} {
		_, findings := Parse("f.yaml", []byte(smallFile(t)+"translations: {ar: {complete: false, title: "+text+"}}\n"))
		if code == "" {
			assert.Empty(t, findings, text)
		} else if assert.Len(t, findings, 1, text) {
			assert.Equal(t, code, findings[0].Code)
		}
	}
}
