package certificate_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

func htmlOf(t testing.TB, c *certificate.Certificate) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, c.WriteHTML(&b))
	return b.String()
}

// contentOf is content with one name everywhere.
func contentOf(name string) certificate.Content {
	p := certificate.Person{Name: name, Registration: name}
	return certificate.Content{
		Learner: p,
		Framework: certificate.Framework{
			Title: name, ID: "bedside-basics", Version: proficiency.Version{Major: 1}, Digest: canonical.Sum(nil),
			Language: "en-GB", Items: name,
		},
		Signatory: certificate.Signatory{Person: p, Role: name, Centre: name},
		On:        proficiency.Date{Year: 2028, Month: 2, Day: 29},
		Mandatory: 12, Optional: []certificate.OptionalCount{{Section: name, Items: 3}},
		Confirmers: []certificate.Confirmer{{Person: p, Items: 15}},
		Overridden: []certificate.Overridden{{Framework: "hand-care", Lowest: proficiency.Version{Major: 1}, By: p}},
		Serial:     "0000-0000-0000-0000", Head: certificate.Head{Record: 40, Hash: canonical.Sum([]byte("x"))},
	}
}

// completionOf and centreOf are the same of a round, and of a centre.
func completionOf(name string) certificate.Content {
	c := contentOf(name)
	c.Round, c.Signatory, c.Confirmers, c.Overridden = 3, certificate.Signatory{}, nil, nil
	return c
}

func centreOf(name string) certificate.Content {
	c := contentOf(name)
	c.Subject, c.Accountable, c.Learner = name, c.Learner, certificate.Person{}
	return c
}

func made(t testing.TB, content certificate.Content) *certificate.Certificate {
	t.Helper()
	c, err := certificate.Of(content, "https://learning.example/"+content.Serial)
	require.NoError(t, err)
	return c
}

// The page's policy allows its own style and nothing else.
func TestPolicyOfThePage(t *testing.T) {
	t.Parallel()
	page := htmlOf(t, made(t, contentOf("Example")))
	style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindAllStringSubmatch(page, -1)
	require.Len(t, style, 1)
	sum := sha256.Sum256([]byte(style[0][1]))
	assert.Contains(t, page, `content="default-src 'none'; style-src 'sha256-`+base64.StdEncoding.EncodeToString(sum[:])+`';`)
	for _, never := range []string{"<script", "<link", "<img", "<iframe", "style=", "@import", "url(", "src=", "onload"} {
		assert.NotContains(t, page, never)
	}
	assert.Equal(t, 1, strings.Count(page, "<h1>"))
}

func TestLanguageOfThePage(t *testing.T) {
	t.Parallel()
	for framework, want := range map[string]struct{ page, title string }{
		"en-GB":   {`<html lang="en-GB" dir="ltr">`, "<bdi>Example</bdi></h1>"},
		"EN":      {`<html lang="EN" dir="ltr">`, "<bdi>Example</bdi></h1>"},
		"cy-GB":   {`<html lang="cy-GB" dir="ltr">`, "<bdi>Example</bdi></h1>"},
		"ga":      {`<html lang="en" dir="ltr">`, `<bdi lang="ga" dir="ltr">Example</bdi></h1>`},
		"ar":      {`<html lang="en" dir="ltr">`, `<bdi lang="ar" dir="rtl">Example</bdi></h1>`},
		"eng-x-a": {`<html lang="en" dir="ltr">`, `<bdi lang="eng-x-a" dir="ltr">Example</bdi></h1>`},
	} {
		content := contentOf("Example")
		content.Framework.Language = framework
		page := htmlOf(t, made(t, content))
		assert.Contains(t, page, want.page)
		assert.Contains(t, page, want.title)
		if strings.Contains(want.page, `"en"`) {
			assert.Equal(t, 3, strings.Count(page, `lang="`+framework+`"`), "title, items, section")
		}
	}
}

func TestNoOptionalItemsNoLink(t *testing.T) {
	t.Parallel()
	content := contentOf("Example")
	content.Optional = nil
	c, err := certificate.Of(content, "")
	require.NoError(t, err)
	for _, form := range []string{htmlOf(t, c), string(c.AppendText(nil))} {
		assert.NotContains(t, form, "ptional")
		assert.NotContains(t, form, "Status today")
	}
}

// What is no name is escaped, too, whatever a catalogue lets through.
func TestIDsAreEscaped(t *testing.T) {
	t.Parallel()
	content := contentOf("Example")
	content.Framework.ID, content.Overridden[0].Framework = "<i>{person}", "<u>{person}"
	content.Framework.Language, content.Serial = `"><s>`, "<b>"
	page := htmlOf(t, made(t, content))
	for _, never := range []string{"<i>", "<u>", "<s>", "<b>"} {
		assert.NotContains(t, page, never)
		assert.Contains(t, page, strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(never))
	}
	assert.Contains(t, page, "&lt;u&gt;{person}</span>, version 1.0.0 or later, by <bdi", "what is filled in has no places")
	assert.Contains(t, string(made(t, content).AppendText(nil)), "the requirement of <u>{person}, version 1.0.0 or later, by")
}

func TestClean(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Example Learner":                     "Example Learner",
		"  a\t\n\r b\u00a0\u2028c\u3000d ":    "a b c d",
		"a\x00b\x1bc\u0085d\u009fe":           "a\uFFFDb\uFFFDc d\uFFFDe",
		"a\u202eb\u2066c\u200fd\u061ce\u2069": "abcde",
		"so\u00adft\u200b\ufeff\u2060":        "soft",
		"\U000E0041tag":                       "tag",
		"می\u200cخواهم क्\u200dष":             "می\u200cخواهم क्\u200dष",
		"\u06dd\u0661":                        "\u06dd\u0661",
		"a" + strings.Repeat("\u0301", 30):    "a" + strings.Repeat("\u0301", 8),
		"ễ\u0323 कृष्णा ด้วย יִשָׂ":           "ễ\u0323 कृष्णा ด้วย יִשָׂ",
	} {
		assert.Equal(t, want, certificate.Clean(in), "%q", in)
	}
}

func TestColumns(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int{
		"": 0, "abc": 3, "é": 1, "e\u0301": 1, "示例": 4, "한글": 4, "ｶ": 1, "Ａ": 2, "مقيّم": 4, "क\u094d\u200dष": 2, "🫁": 2, "𠀀": 2,
	} {
		assert.Equal(t, want, certificate.Columns(s), s)
	}
}

func TestWrapped(t *testing.T) {
	t.Parallel()
	for s, want := range map[string][]string{
		"":                 {""},
		"one two":          {"one", "two"},
		"a b c d":          {"a b c", "d"},
		"abcdef":           {"abcde", "f"},
		"x abcdefghijk yz": {"x", "abcde", "fghij", "k yz"},
		"示例学员":             {"示例", "学员"},
		"abcde\u0301f":     {"abcde\u0301", "f"},
	} {
		assert.Equal(t, want, certificate.Wrapped(s, 5), s)
	}
}

func TestLink(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		"":                                       "",
		"https://learning.example/v/{serial}":    "https://learning.example/v/0-1",
		"http://localhost:8080/?serial={serial}": "http://localhost:8080/?serial=0-1",
		"HTTPS://learning.example/#{serial}":     "HTTPS://learning.example/#0-1",
	} {
		got, err := certificate.LinkFrom(template, "0-1")
		require.NoError(t, err, template)
		assert.Equal(t, want, got)
	}
	for template, want := range map[string]string{
		"https://learning.example/":                                    "once",
		"https://learning.example/{serial}/{serial}":                   "once",
		"javascript:alert('{serial}')":                                 "does not begin with",
		"//learning.example/{serial}":                                  "does not begin with",
		"/verify/{serial}":                                             "does not begin with",
		"ftp://learning.example/{serial}":                              "does not begin with",
		"https:///{serial}":                                            "with a host",
		"https://:443/{serial}":                                        "with a host",
		"https://{serial}.example/":                                    "host",
		"https://user@learning.example/{serial}":                       "no user",
		"https://learning.example/\u202e{serial}":                      "must be escaped",
		"https://learning.example/ {serial}":                           "must be escaped",
		"https://learning.example/\n{serial}":                          "must be escaped",
		"https://learning.example:{serial}/":                           "port",
		"https://learning.example/%zz{serial}":                         "escape",
		"https://learning.example/{serial}" + strings.Repeat("x", 300): "300 are allowed",
	} {
		_, err := certificate.LinkFrom(template, "0-1")
		require.ErrorContains(t, err, want, template)
	}
}

func TestForRefusesABadLink(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	v := w.view()
	_, err := certificate.For(context.Background(), v.Framework, &v.State, w.now, latin(), &certificate.Options{VerifyURL: "javascript:{serial}"})
	require.ErrorContains(t, err, "Options.VerifyURL")
}

func TestParseCode(t *testing.T) {
	t.Parallel()
	code := made(t, contentOf("Example")).Code()
	for _, typed := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", ""), " " + strings.ReplaceAll(code, "-", " - ")} {
		got, ok := certificate.ParseCode(typed)
		assert.True(t, ok)
		assert.Equal(t, code, got)
	}
	got, ok := certificate.ParseCode("oil0-0000-0000-0000-0000")
	assert.True(t, ok)
	assert.Equal(t, "0110-0000-0000-0000-0000", got)
	for _, typed := range []string{"", code[1:], code + "0", "U" + code[1:], "ſ" + code[1:], strings.Repeat("0", 1<<20)} {
		_, ok := certificate.ParseCode(typed)
		assert.False(t, ok, "%.30q", typed)
	}
}

// FuzzNames: whatever a name is, it changes nothing around it.
func FuzzNames(f *testing.F) {
	for _, dir := range directories() {
		f.Add(dir.People[learner].Name)
	}
	f.Add("a\u0301\u0327\u200d\U0001F468\U000E0041")
	kinds := map[string]func(string) certificate.Content{
		"sign-off": contentOf, "completion": completionOf, "centre": centreOf,
	}
	plain := map[string]string{}
	for kind, of := range kinds {
		plain[kind] = htmlOf(f, made(f, of("plain")))
	}
	count := func(page, of string) int { return strings.Count(page, of) }
	f.Fuzz(func(t *testing.T, name string) {
		name = certificate.Clean(strings.ToValidUTF8(name, "\uFFFD"))
		if name == "" {
			return
		}
		require.Equal(t, name, certificate.Clean(name), "clean is clean")
		for kind, of := range kinds {
			c := made(t, of(name))
			page := htmlOf(t, c)
			for _, of := range []string{"<", ">", `"`, "'"} {
				require.Equal(t, count(plain[kind], of), count(page, of), "%s %s", kind, of)
			}
			require.Contains(t, html.UnescapeString(page), name)
			for line := range strings.Lines(string(c.AppendText(nil))) {
				line = strings.TrimSuffix(line, "\n")
				require.LessOrEqual(t, certificate.Columns(line), certificate.TextWidth, line)
				require.NotContains(t, line, "\n")
				require.False(t, strings.ContainsFunc(line, func(r rune) bool {
					return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
				}), "%q", line)
			}
			require.NoError(t, canonical.Check(c.AppendJSON(nil)))
		}
	})
}
