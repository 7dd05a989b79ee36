package prose_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/countersign-go/countersign/proficiency/tools/render/internal/prose"
)

// allowed are the elements, each with its attributes.
var allowed = map[string][]string{
	"p": nil, "blockquote": nil, "ul": nil, "ol": {"start"}, "li": nil, "pre": nil, "hr": nil, "em": nil, "strong": nil,
	"code": nil, "br": nil, "a": {"href", "rel"}, "span": {"class"},
}

// inDiv is what the HTML stands in.
var inDiv = &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}

// faults are what is in HTML that nobody allowed, as a browser reads it.
func faults(t *testing.T, markup string) (faults []string) {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(markup), inDiv)
	if err != nil {
		return []string{err.Error()}
	}
	for _, n := range nodes {
		for d := range n.Descendants() {
			faults = append(faults, nodeFaults(d)...)
		}
		faults = append(faults, nodeFaults(n)...)
	}
	return faults
}

func nodeFaults(n *html.Node) (faults []string) {
	switch n.Type {
	case html.TextNode:
		return nil
	case html.ElementNode:
	default:
		return []string{"a node that is neither element nor text: " + n.Data}
	}
	attributes, ok := allowed[n.Data]
	if !ok || n.Namespace != "" {
		return []string{"element " + n.Namespace + n.Data}
	}
	for _, a := range n.Attr {
		switch {
		case !slices.Contains(attributes, a.Key) || a.Namespace != "":
			faults = append(faults, "attribute "+n.Data+" "+a.Key)
		case a.Key == "href":
			faults = append(faults, addressFaults(a.Val)...)
		case a.Key == "rel" && a.Val != "noopener noreferrer", a.Key == "class" && a.Val != "where":
			faults = append(faults, a.Key+" is "+a.Val)
		}
	}
	if n.Data == "a" && len(n.Attr) != 2 {
		faults = append(faults, "a link without href or rel")
	}
	return faults
}

func addressFaults(address string) []string {
	u, err := url.Parse(address)
	if err != nil || !slices.Contains([]string{"http", "https", "mailto"}, u.Scheme) ||
		strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return []string{"address " + address}
	}
	return nil
}

// attacks are what a text must not do, each with what is left of it.
var attacks = []struct{ src, want string }{
	{`<script>alert(1)</script>`, `<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>`},
	{"<script>\nalert(1)\n\n</script>", "<p>&lt;script&gt; alert(1)</p>\n<p>&lt;/script&gt;</p>"},
	{`a <img src=x onerror=alert(1)> b`, `<p>a &lt;img src=x onerror=alert(1)&gt; b</p>`},
	{`<p onclick="alert(1)">x</p>`, `<p>&lt;p onclick=&#34;alert(1)&#34;&gt;x&lt;/p&gt;</p>`},
	{`<style>*{display:none}</style>`, `<p>&lt;style&gt;*{display:none}&lt;/style&gt;</p>`},
	{`<svg/onload=alert(1)>`, `<p>&lt;svg/onload=alert(1)&gt;</p>`},
	{`<!-- --><iframe src="//x">`, `<p>&lt;!-- --&gt;&lt;iframe src=&#34;//x&#34;&gt;</p>`},
	{`&lt;script&gt;alert(1)&lt;/script&gt;`, `<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>`},
	{`&#60;script&#62;`, `<p>&lt;script&gt;</p>`},
	{"`<script>`", `<p><code>&lt;script&gt;</code></p>`},
	{"```<script>\n</pre><script>alert(1)</script>\n```", `<pre>&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;</pre>`},
	{"```js\" onclick=\"x\ncode\n```", `<pre>code</pre>`},
	{`[x](javascript:alert(1))`, `<p>x</p>`},
	{`[x](JaVaScRiPt:alert(1))`, `<p>x</p>`},
	{`[x](java&#10;script:alert(1))`, `<p>x</p>`},
	{`[x](&#106;avascript:alert(1))`, `<p>x</p>`},
	{`[x](&#x1;javascript:alert(1))`, `<p>x</p>`},
	{`[x](\javascript:alert(1))`, `<p>x</p>`},
	{`<javascript:alert(1)>`, `<p>javascript:alert(1)</p>`},
	{`[x](vbscript:x)`, `<p>x</p>`},
	{`[x](data:text/html;base64,PHNjcmlwdD4=)`, `<p>x</p>`},
	{`![x](data:image/png;base64,AAAA)`, `<p>x</p>`},
	{`[x](file:///etc/passwd)`, `<p>x</p>`},
	{`[x](//example.org/x)`, `<p>x</p>`},
	{`[x](/x)`, `<p>x</p>`},
	{`[x](#x)`, `<p>x</p>`},
	{`[x](https:x)`, `<p>x</p>`},
	{`[x](https:///x)`, `<p>x</p>`},
	{`[x](https://user:secret@example.org/)`, `<p>x</p>`},
	{`[x](https://example.org\@evil.example)`, `<p>x</p>`},
	{"[x]\n\n[x]: javascript:alert(1)", `<p>x</p>`},
	{`![a photo](https://example.org/track.gif "t")`,
		`<p><a href="https://example.org/track.gif" rel="noopener noreferrer">a photo</a> <span class="where">(example.org)</span></p>`},
	{`[x](https://example.org/"onmouseover="alert(1))`,
		`<p><a href="https://example.org/%22onmouseover=%22alert%281%29" rel="noopener noreferrer">x</a> <span class="where">(example.org)</span></p>`},
	{`[x](https://example.org/'><script>)`,
		`<p><a href="https://example.org/%27%3E%3Cscript%3E" rel="noopener noreferrer">x</a> <span class="where">(example.org)</span></p>`},
	{`[bank.example](https://b%C3%A4nk.example/)`,
		`<p><a href="https://xn--bnk-qla.example/" rel="noopener noreferrer">bank.example</a> <span class="where">(xn--bnk-qla.example)</span></p>`},
	{`<https://example.org/>`, `<p><a href="https://example.org/" rel="noopener noreferrer">https://example.org/</a></p>`},
	{`<ward@example.org>`, `<p><a href="mailto:ward@example.org" rel="noopener noreferrer">ward@example.org</a></p>`},
	{`[x](mailto:ward@example.org?bcc=y@example.org)`, `<p>x</p>`},
	{`[x](mailto:a@example.org,b@example.org)`, `<p>x</p>`},
	{`[](https://example.org)`, `<p><a href="https://example.org" rel="noopener noreferrer">example.org</a></p>`},
	{`[![a](https://example.org/1)](https://example.org/2)`,
		`<p><a href="https://example.org/1" rel="noopener noreferrer">a</a> <span class="where">(example.org)</span></p>`},
	{"a &#x202e; b &#0; c &#xFEFF; d", "<p>a \uFFFD b \uFFFD c \uFFFD d</p>"},
	{"\xff", "<p>\uFFFD</p>"},
}

func TestNothingIsDone(t *testing.T) {
	t.Parallel()
	for _, a := range attacks {
		text := prose.Read(a.src)
		got := string(text.HTML())
		if got != a.want {
			t.Errorf("%q\n got %s\nwant %s", a.src, got, a.want)
		}
		for _, f := range faults(t, got) {
			t.Errorf("%q: %s", a.src, f)
		}
		if again := string(prose.Read(text.Markdown()).HTML()); words(again) != words(got) {
			t.Errorf("%q: as Markdown %q it reads\n%s", a.src, text.Markdown(), again)
		}
	}
}

// TestFaultsAreFound: the tests here can fail.
func TestFaultsAreFound(t *testing.T) {
	t.Parallel()
	for _, markup := range []string{
		`<script>x</script>`, `<p onclick="x">`, `<p style="x">`, `<img src="https://example.org">`, `<a href="javascript:x" rel="noopener noreferrer">`,
		`<a href="https://example.org">`, `<span class="other">`, `<!-- x -->`, `<svg></svg>`, `<ul><li><form></form></li></ul>`,
	} {
		if len(faults(t, markup)) == 0 {
			t.Errorf("%s has no faults", markup)
		}
	}
}

// words are what is read of HTML, but for what says where links lead.
func words(markup string) string {
	nodes, err := html.ParseFragment(strings.NewReader(markup), inDiv)
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, n := range nodes {
		writeWords(&b, n)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func writeWords(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
	}
	if n.Type == html.ElementNode && (n.Data == "span" || n.Data == "br") {
		b.WriteByte(' ')
	}
	for c := range n.ChildNodes() {
		if n.Data != "span" {
			writeWords(b, c)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, a := range attacks {
		f.Add(a.src)
	}
	for _, src := range roundTrips {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 16_000 {
			return // no text of a framework is longer
		}
		text := prose.Read(src)
		markup := string(text.HTML())
		for _, fault := range faults(t, markup) {
			t.Errorf("%s in %s", fault, markup)
		}
		markdown := text.Markdown()
		if again := string(prose.Read(markdown).HTML()); words(again) != words(markup) {
			t.Errorf("as Markdown\n%s\nit reads\n%s\nin place of\n%s", markdown, again, markup)
		}
	})
}
