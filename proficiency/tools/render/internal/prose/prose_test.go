package prose_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/proficiency/tools/render/internal/prose"
)

func TestHTML(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"":                                     "",
		"  \n\n ":                              "",
		"one\ntwo":                             "<p>one two</p>",
		"one  \ntwo":                           "<p>one<br>\ntwo</p>",
		"one\\\ntwo":                           "<p>one<br>\ntwo</p>",
		"one\n\ntwo":                           "<p>one</p>\n<p>two</p>",
		"*a* **b** `c<d`":                      "<p><em>a</em> <strong>b</strong> <code>c&lt;d</code></p>",
		"# A *heading*":                        "<p><strong>A <em>heading</em></strong></p>",
		"Heading\n===":                         "<p><strong>Heading</strong></p>",
		"#":                                    "",
		"- a\n- b\n  - c":                      "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>",
		"- a\n\n- b":                           "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>",
		"3. a\n4. b":                           "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>",
		"1. a":                                 "<ol>\n<li>a</li>\n</ol>",
		"999999999. a\n1. b":                   "<ol>\n<li>a</li>\n<li>b</li>\n</ol>",
		"> a":                                  "<blockquote>\n<p>a</p>\n</blockquote>",
		">":                                    "",
		"a\n\n---\n\nb":                        "<p>a</p>\n<hr>\n<p>b</p>",
		"    code <b>\n\n    more":             "<pre>code &lt;b&gt;\n\nmore</pre>",
		"AT&amp;T &copy; \\*":                  "<p>AT&amp;T © *</p>",
		"[x](https://example.org/?a&amp;lt;b)": `<p><a href="https://example.org/?a&amp;lt;b" rel="noopener noreferrer">x</a> <span class="where">(example.org)</span></p>`,
		"a | b\n--- | ---":                     "<p>a | b --- | ---</p>",
	} {
		if got := string(prose.Read(src).HTML()); got != want {
			t.Errorf("%q\n got %q\nwant %q", src, got, want)
		}
	}
	if !prose.Read(" ").Empty() || prose.Read("x").Empty() {
		t.Error("empty is what shows nothing")
	}
}

// TestDepth: what nests too deeply keeps its words, and the page its shape.
func TestDepth(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		strings.Repeat("> ", 5_000) + "word", strings.Repeat("- ", 5_000) + "word", strings.Repeat("*a ", 200) + "word" + strings.Repeat(" a*", 200),
		strings.Repeat("[", 5_000) + "word", strings.Repeat("![", 2_000) + "word" + strings.Repeat("](https://example.org)", 2_000),
	} {
		got := string(prose.Read(src).HTML())
		if !strings.Contains(got, "word") || strings.Count(got, "<blockquote>")+strings.Count(got, "<ul>")+strings.Count(got, "<em>") > 50 {
			t.Errorf("%.20q… gives %.200q…", src, got)
		}
	}
}

// losing are read with the same words, and less emphasis or more space.
var losing = []string{
	"*(a)* b*(c)*d **\"e\"** f***g***h *i **j*** **_k_** l",
	"- ***\n- # heading\n  3. three",
}

// roundTrips are read the same once they were written as Markdown.
var roundTrips = append([]string{
	"one\ntwo *three* **four *five* six** `sev``en` eight\\\nnine",
	"- a\n- b\n\n  c\n\n      code\n\n      more\n- d\n  1. e\n  2. f\n\n+ another list",
	"3) a\n4) b\n\n5. c",
	"> quoted\n>\n> - a\n> - b\n>\n> > deeper\n\nbehind",
	"```\na ``` b\n~~~\n```\n\n---\n\nend",
	"`` ` `` and ` `` ` and `  `",
	"\\# no heading\n\n1\\. no list\n\n\\- none\n\n\\* none\n\n\\+ none\n\n\\> none\n\n\\=== none",
	"a\n\n\\=\n\nb\n\n\\-",
	"2 \\* 3 \\* 4 and snake\\_case\\_name and $x$ and ~~no~~ and a | b",
	"&lt;b&gt; &amp;amp; \\&copy; © &#35; \\[x\\](y) !\\[x\\](y)",
	"*(a)* b **\"e\"** and *i **j** k* l",
	"[a *b* c](https://example.org/?x=1&copy;=2) and <https://example.org/a_b_c> and <a@example.org>",
	"www.example.org and https://example.org bare",
	"-\n- a\n-",
	"10. ten\n\n    more of it\n11. eleven",
}, losing...)

func TestMarkdownReadsTheSame(t *testing.T) {
	t.Parallel()
	for _, src := range roundTrips {
		text := prose.Read(src)
		markdown := text.Markdown()
		want, got := string(text.HTML()), string(prose.Read(markdown).HTML())
		if words(got) != words(want) {
			t.Errorf("%q is written\n%s\nand read\n%s\nin place of\n%s", src, markdown, got, want)
		}
		if got != want && !slices.Contains(losing, src) {
			t.Errorf("%q is written\n%s\nand read\n%s\nin place of\n%s", src, markdown, got, want)
		}
	}
}

func TestEscape(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Hand hygiene": "Hand hygiene", "# 1": `\# 1`, "1. a": `1\. a`, "- a": `\- a`, "a*b_c`d": "a\\*b\\_c\\`d",
		"<b>&amp;": `\<b\>\&amp;`, "a\nb": "a b", "$1 | 2 ~": `\$1 \| 2 \~`, "[x](y)": `\[x\](y)`,
	} {
		if got := prose.Escape(in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
		if got := words(string(prose.Read(want).HTML())); got != strings.ReplaceAll(in, "\n", " ") {
			t.Errorf("%q is read as %q", want, got)
		}
	}
}

func TestReadAddress(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]prose.Address{
		"https://example.org":             {URL: "https://example.org", Where: "example.org"},
		"HTTP://Example.ORG:8080/a b":     {},
		"http://example.org:8080/%20?q#f": {URL: "http://example.org:8080/%20?q#f", Where: "example.org:8080"},
		"https://example.org/é(1)":        {URL: "https://example.org/%C3%A9%281%29", Where: "example.org"},
		"https://bücher.example/":         {URL: "https://xn--bcher-kva.example/", Where: "xn--bcher-kva.example"},
		"https://[::1]:8080/x":            {URL: "https://[::1]:8080/x", Where: "[::1]:8080"},
		"https://a..b/":                   {},
		"https://example.org/\u202e":      {},
		"https://example.org/\n":          {},
		"mailto:ward@example.org":         {URL: "mailto:ward@example.org", Where: "ward@example.org"},
		"mailto:Ward <ward@example.org>":  {},
		"mailto:":                         {},
		"":                                {},
		"https://example.org/" + strings.Repeat("x", 2_000): {},
		"\xff://":           {},
		"ftp://example.org": {},
		"https://%zz":       {},
	} {
		got, ok := prose.ReadAddress(in)
		if got != want || ok != (want != prose.Address{}) {
			t.Errorf("%.40q: %+v, %v", in, got, ok)
		}
	}
}
