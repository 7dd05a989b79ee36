package render_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	markup "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/tools/render"
)

// elements are those of a page by their names.
func elements(t *testing.T, page string) map[string][]*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	found := map[string][]*html.Node{}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			found[n.Data] = append(found[n.Data], n)
		}
	}
	return found
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// wicked is a framework in which every text tries to be more than a text.
func wicked(t *testing.T) *proficiency.Framework {
	t.Helper()
	const attack = `</title></style></script><script>alert(1)</script><img src=x onerror=alert(1)>" onclick="alert(1)" ' {{.}} \"; } * { color: red } ]] --> [x](javascript:alert(1))`
	src := `format: countersign/v1
id: wicked
version: 1.0.0
title: ATTACK
language: en-GB
publisher: ATTACK
licence: ATTACK
description: ATTACK
vocabulary: {one: ATTACK, many: ATTACK}
scales:
  done:
    - {id: not-yet, label: ATTACK}
    - {id: achieved, label: Achieved, meets: true}
defaults: {scale: done, confirmed_by: [assessor], kind: skill}
sign_off: {by: [educator-manager], learner_statement: ATTACK, signatory_statement: ATTACK}
enrolment: {self: true}
declaration: ATTACK
sections:
  - id: core
    number: "<b>"
    title: ATTACK
    guidance: ATTACK
    proficiencies:
      - id: wash
        number: "<i>"
        statement: ATTACK
        guidance: ATTACK
        tags: [ward]
        resources: [{title: ATTACK, url: "https://example.org/?\"><script>alert(1)</script>"}]
        recommends: [{id: a, resource: {title: ATTACK, url: "https://example.org/?\"><script>alert(1)</script>"}, when: {answers: [not-yet]}, reason: ATTACK, essential: true}]
      - id: wipe
        statement: Wipe.
        questions:
          - {id: how, text: ATTACK, scale: done}
`
	quoted := `'` + strings.ReplaceAll(attack, `'`, `''`) + `'`
	src = strings.ReplaceAll(strings.ReplaceAll(src, "{one: ATTACK, many: ATTACK}", `{one: "<u>", many: "<u>s"}`), "label: ATTACK", `label: "<s>"`)
	f, findings := proficiency.Parse("wicked.yaml", []byte(strings.ReplaceAll(src, "ATTACK", quoted)))
	require.False(t, findings.HasErrors(), "%v", findings)
	return f
}

// TestPagesRunNothingOfAuthors: whatever a text says, a page has the elements
// and attributes that it has for any framework.
func TestPagesRunNothingOfAuthors(t *testing.T) {
	t.Parallel()
	var preview bytes.Buffer
	require.NoError(t, (&render.Preview{File: "<script>", Unreadable: "<script>", Framework: wicked(t), Events: "?events=1"}).HTML(&preview, nil))
	for name, c := range map[string]struct {
		page    string
		scripts int
	}{
		"page":     {shown(t, render.HTML, wicked(t), nil), 1},
		"workbook": {shown(t, render.Workbook, wicked(t), nil), 0},
		"preview":  {preview.String(), 2},
	} {
		found := elements(t, c.page)
		assert.Len(t, found["script"], c.scripts, name)
		for _, none := range []string{"img", "b", "i", "u", "s", "iframe", "svg", "object", "embed", "link", "base"} {
			assert.Empty(t, found[none], "%s has %s", name, none)
		}
		assert.Len(t, found["style"], 1, name)
		for tag, all := range found {
			for _, n := range all {
				for _, a := range n.Attr {
					assert.False(t, strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src", "%s: %s has %s", name, tag, a.Key)
					if a.Key == "href" {
						assert.Regexp(t, `^(#|https://example\.org/)`, a.Val, name)
					}
				}
			}
		}
	}
}

var policyContent = regexp.MustCompile(`'sha256-[^']+'`)

// TestPolicyIsOfWhatIsThere holds each page's policy to the digests of its own style and scripts.
func TestPolicyIsOfWhatIsThere(t *testing.T) {
	t.Parallel()
	for _, as := range []form{render.HTML, render.Workbook} {
		for _, f := range []*proficiency.Framework{wicked(t), parsed(t, "arabic.yaml")} {
			found := elements(t, shown(t, as, f, nil))
			policy := ""
			for _, m := range found["meta"] {
				if attribute(m, "http-equiv") == "Content-Security-Policy" {
					policy = attribute(m, "content")
				}
			}
			assert.Contains(t, policy, "default-src 'none'")
			var want []string
			for _, n := range slices.Concat(found["style"], found["script"]) {
				sum := sha256.Sum256([]byte(n.FirstChild.Data))
				want = append(want, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
			}
			assert.Equal(t, want, policyContent.FindAllString(policy, -1))
		}
	}
}

// TestAnchors: each section and item has one, each link to one leads there, and no id stands twice.
func TestAnchors(t *testing.T) {
	t.Parallel()
	f := parsed(t, "everything.yaml")
	for _, as := range []form{render.HTML, render.Workbook} {
		ids := map[string]int{}
		found := elements(t, shown(t, as, f, nil))
		for _, all := range found {
			for _, n := range all {
				if id := attribute(n, "id"); id != "" {
					ids[id]++
				}
			}
		}
		for id, times := range ids {
			assert.Equal(t, 1, times, id)
		}
		for it := range f.Items().Values() {
			assert.Contains(t, ids, "item-"+string(it.ID()))
		}
		for s := range f.AllSections().Values() {
			assert.Contains(t, ids, "section-"+string(s.ID()))
		}
		for _, a := range found["a"] {
			if to, inside := strings.CutPrefix(attribute(a, "href"), "#"); inside {
				assert.Contains(t, ids, to)
			} else {
				assert.Equal(t, "noopener noreferrer", attribute(a, "rel"))
			}
		}
	}
}

// TestMarkdownIsRead by a reader that lets HTML through: the only HTML in it are
// the anchors, and the only links those that were meant.
func TestMarkdownIsRead(t *testing.T) {
	t.Parallel()
	reader := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(markup.WithUnsafe()))
	for _, f := range []*proficiency.Framework{wicked(t), parsed(t, "everything.yaml"), shipped(t, "critical-care-step-1")} {
		var read bytes.Buffer
		require.NoError(t, reader.Convert([]byte(shown(t, render.Markdown, f, nil)), &read))
		found := elements(t, read.String())
		for tag, all := range found {
			assert.Contains(t, []string{"html", "head", "body", "h1", "h2", "h3", "h4", "h5", "h6", "p", "a", "ul", "ol", "li", "strong", "em", "code", "blockquote", "br"}, tag)
			for _, n := range all {
				for _, a := range n.Attr {
					assert.True(t, tag == "a" && (a.Key == "id" || a.Key == "href") || tag == "ol" && a.Key == "start", "%s has %s", tag, a.Key)
					if a.Key == "href" {
						assert.Regexp(t, `^(#section-|https?://)`, a.Val)
					}
				}
			}
		}
		assert.Len(t, found["h1"], 1)
		assert.Equal(t, f.Title(), plainOf(found["h1"][0]))
		var said []string
		for _, n := range found["p"] {
			said = append(said, plainOf(n))
		}
		for it := range f.Items().Values() {
			if !strings.Contains(it.Statement(), "\n") {
				assert.Contains(t, said, it.Label()+" "+it.Statement())
			}
		}
	}
}

func plainOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// TestWords: every word of a page is among those that can be replaced, and
// nothing of the English ones is left.
func TestWords(t *testing.T) {
	t.Parallel()
	english := render.English()
	var words render.Words
	fields := reflect.ValueOf(&words).Elem()
	for i := range fields.NumField() {
		name := fields.Type().Field(i).Name
		places := regexp.MustCompile(`\{\w+\}`).FindAllString(reflect.ValueOf(english).Field(i).String(), -1)
		fields.Field(i).SetString("«" + name + strings.Join(places, "") + "»")
	}
	words.Language = "en-GB"
	f := parsed(t, "everything.yaml")
	options := &render.Options{Words: &words}
	all := shown(t, render.HTML, f, options) + shown(t, render.Workbook, f, options) + shown(t, render.Markdown, f, options) +
		render.SectionsSVG(f, options) + render.SectionsMermaid(f, options) + render.ItemStatesSVG(options) + render.EnrolmentStatesSVG(options)
	rounds := parsed(t, "rounds.yaml")
	all += shown(t, render.HTML, rounds, options) + shown(t, render.Workbook, rounds, options)
	var b bytes.Buffer
	preview := &render.Preview{File: "x", Framework: f, Back: "/", Unreadable: "y"}
	require.NoError(t, preview.HTML(&b, options))
	preview = &render.Preview{File: "x"}
	require.NoError(t, preview.HTML(&b, options))
	preview = &render.Preview{File: "x", Unreadable: "y"}
	require.NoError(t, preview.HTML(&b, options))
	require.NoError(t, render.PreviewedFiles(&b, "x", "", nil, options))
	all += b.String()
	f = parsed(t, "centre.yaml")
	all += shown(t, render.HTML, f, options) + shown(t, render.Workbook, f, options)
	for i := range fields.NumField() {
		name := fields.Type().Field(i).Name
		if name == "Language" || slices.Contains([]string{"CentreEnrolSelf", "Page"}, name) {
			continue // these frameworks say otherwise, or a style does
		}
		assert.True(t, strings.Contains(all, "«"+name), "%s is never said", name)
		if said := reflect.ValueOf(english).Field(i).String(); len(said) > 25 && !strings.Contains(said, "{") {
			assert.False(t, strings.Contains(all, said), "%s is said in English", name)
		}
	}
	left := regexp.MustCompile(`«\w*\{[^»]*»`).FindAllString(strings.ReplaceAll(all, `data-words="«Shown{count}{all}»"`, ""), -1)
	assert.Empty(t, left, "places that are not filled")
}

// TestCentre: of a centre nothing is said in the words for a learner.
func TestCentre(t *testing.T) {
	t.Parallel()
	f := parsed(t, "centre.yaml")
	for end, as := range forms {
		page := shown(t, as, f, nil)
		assert.NotContains(t, page, "Learner", end)
		assert.NotContains(t, page, "The learner", end)
		assert.Contains(t, page, "The accountable person first agrees", end)
	}
	assert.Contains(t, shown(t, render.HTML, f, nil), "one person is accountable for it")
	self, _ := proficiency.Parse("f.yaml", []byte(strings.Replace(string(contentOf(t, "centre.yaml")), "sign_off:", "enrolment: {self: true}\nsign_off:", 1)))
	assert.Contains(t, shown(t, render.Markdown, self, nil), "Whoever is accountable for a centre may enrol it.")
}

// TestForeignWords: words in another language than the framework say which.
func TestForeignWords(t *testing.T) {
	t.Parallel()
	page := shown(t, render.HTML, parsed(t, "arabic.yaml"), nil)
	assert.True(t, strings.Contains(page, `<h2><span lang="en-GB" dir="ltr">Scales</span></h2>`))
	words := render.Words{Language: "ar-EG", Scales: "المقاييس"}
	page = shown(t, render.HTML, parsed(t, "arabic.yaml"), &render.Options{Words: &words})
	assert.True(t, strings.Contains(page, `<h2>المقاييس</h2>`))
	assert.False(t, strings.Contains(page, `<span lang`))
}

func TestDirection(t *testing.T) {
	t.Parallel()
	for language, want := range map[string]string{"en-GB": "ltr", "he": "rtl", "az-Arab-IR": "rtl", "x-arab": "auto"} {
		f, findings := proficiency.Parse("f.yaml", []byte(strings.Replace(string(contentOf(t, "arabic.yaml")), "language: ar", "language: "+language, 1)))
		require.False(t, findings.HasErrors(), "%s: %v", language, findings)
		assert.Equal(t, `<html lang="`+language+`" dir="`+want+`">`, strings.Split(shown(t, render.HTML, f, nil), "\n")[1])
	}
}

func BenchmarkLargest(b *testing.B) {
	f := shipped(b, "critical-care-step-1")
	for end, as := range forms {
		b.Run(strings.Trim(end, "."), func(b *testing.B) {
			var page bytes.Buffer
			for b.Loop() {
				page.Reset()
				if err := as(&page, f, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(page.Len()))
		})
	}
}
