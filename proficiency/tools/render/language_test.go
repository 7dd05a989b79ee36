package render_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"golang.org/x/text/language"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/tools/render"
)

// translated is English, with Welsh whole and Arabic in part.
func translated(t testing.TB) *proficiency.Framework {
	t.Helper()
	return parsed(t, "../../../testdata/ok/translations.yaml")
}

// tongues are the languages and directions in which a text stands on a page:
// those of the nearest element that says them.
func tongues(t *testing.T, page, text string) (found []string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	text, _, _ = strings.Cut(text, "*") // what is emphasised is an element of its own
	for n := range root.Descendants() {
		if n.Type != html.TextNode || !strings.Contains(n.Data, strings.TrimSpace(text)) {
			continue
		}
		for e := n.Parent; e != nil; e = e.Parent {
			if lang := attribute(e, "lang"); lang != "" {
				found = append(found, lang+" "+attribute(e, "dir"))
				break
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// textsOf are texts of the framework as somebody reads them, who may have none in a language.
func textsOf(f *proficiency.Framework, texts proficiency.Texts) (all []proficiency.Text) {
	all = append(all, texts.Title(), texts.Description(), texts.Declaration(), texts.LearnerStatement(), texts.SignatoryStatement())
	for s := range f.AllSections().Values() {
		all = append(all, texts.SectionTitle(s))
		for r := range s.Recommends().Values() {
			all = append(all, texts.RecommendedTitle(r), texts.Reason(r))
		}
	}
	for s := range f.Scales().Values() {
		for a := range s.Answers().Values() {
			all = append(all, texts.Answer(s, a.ID))
		}
	}
	for it := range f.Items().Values() {
		all = append(all, texts.Statement(it), texts.Guidance(it), texts.Kind(it.Kind()))
		for q := range it.Questions().Values() {
			all = append(all, texts.Question(it, q))
		}
		for r := range it.Resources().Values() {
			all = append(all, texts.ResourceTitle(it, r))
		}
		for r := range it.Recommends().Values() {
			all = append(all, texts.RecommendedTitle(r), texts.Reason(r))
		}
	}
	many := texts.Many()
	all = append(all, proficiency.Text{Text: "3 " + many.Text, Language: many.Language})
	return slices.DeleteFunc(all, func(text proficiency.Text) bool { return text.Text == "" })
}

// On a page each text says which language it is in, and so do the page's own words.
func TestLanguages(t *testing.T) {
	t.Parallel()
	f := translated(t)
	for _, c := range []struct {
		wanted []string
		page   string
	}{{nil, "en-GB ltr"}, {[]string{"cy-GB"}, "cy ltr"}, {[]string{"ar"}, "ar rtl"}, {[]string{"ar", "cy"}, "ar rtl"}, {[]string{"fr"}, "en-GB ltr"}} {
		for _, as := range []form{render.HTML, render.Workbook} {
			page := shown(t, as, f, &render.Options{Languages: c.wanted})
			root := elements(t, page)["html"][0]
			assert.Equal(t, c.page, attribute(root, "lang")+" "+attribute(root, "dir"), c.wanted)
			for _, text := range textsOf(f, f.In(c.wanted...)) {
				assert.Equal(t, []string{text.Language + " " + text.Direction()}, tongues(t, page, text.Text), "%s: %s", c.wanted, text.Text)
			}
			assert.Equal(t, []string{"en-GB ltr"}, tongues(t, page, "Contents"), c.wanted)
		}
		markdown := shown(t, render.Markdown, f, &render.Options{Languages: c.wanted})
		drawn := render.SectionsSVG(f, &render.Options{Languages: c.wanted}) + render.SectionsMermaid(f, &render.Options{Languages: c.wanted})
		assert.Contains(t, markdown, "# "+f.In(c.wanted...).Title().Text+"\n")
		assert.Equal(t, 3, strings.Count(drawn, f.In(c.wanted...).Title().Text))
		assert.Contains(t, drawn, `xml:lang="`+f.In(c.wanted...).Language()+`"`)
	}
	assert.Contains(t, shown(t, render.HTML, f, nil), "<dd>en-GB, ar, cy</dd>", "which languages there are")
}

// What the library says of directions is what is known of languages and countries.
func TestDirectionsOfLanguages(t *testing.T) {
	t.Parallel()
	const letters = "abcdefghijklmnopqrstuvwxyz"
	scripts := []string{"Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Syre", "Syrj", "Syrn", "Thaa", "Yezi"}
	known := 0
	try := func(tag string) (ok bool) {
		parsed, err := language.Raw.Parse(tag)
		if err != nil {
			return false
		}
		known++
		want := "ltr"
		if script, _ := parsed.Script(); slices.Contains(scripts, script.String()) {
			want = "rtl"
		}
		assert.Equal(t, want, proficiency.Direction(tag), tag)
		return true
	}
	var two []string
	for _, a := range letters {
		for _, b := range letters {
			two = append(two, string(a)+string(b))
		}
	}
	for _, l := range two {
		if try(l) {
			for _, region := range two {
				if region != "qo" { // Outlying Oceania is no country, but stands where one would
					try(l + "-" + region)
				}
			}
		}
		for _, c := range letters {
			try(l + string(c))
		}
	}
	assert.Greater(t, known, 50_000)
}
