package certificate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
)

// A browser is a real one, with the axe-core rules of accessibility.
type browser struct{ path, axe string }

// findBrowser skips the test where there is no browser, but not where CI is to
// prove that the page works, nor where a browser was promised.
func findBrowser(t *testing.T) browser {
	t.Helper()
	const chromium, axe = "COUNTERSIGN_CHROMIUM", "COUNTERSIGN_AXE"
	names := []string{"chromium", "chromium-browser", "google-chrome"}
	if name := os.Getenv(chromium); name != "" {
		names = []string{name}
	}
	var b browser
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil && b.path == "" {
			b.path = path
		}
	}
	if b.path == "" {
		missing(t, chromium, "no browser: install chromium, or set COUNTERSIGN_CHROMIUM to one")
	}
	b.axe = os.Getenv(axe)
	if info, err := os.Stat(b.axe); err != nil || info.IsDir() {
		missing(t, axe, "no axe-core: run `npm install axe-core` in any folder, and set COUNTERSIGN_AXE to its node_modules/axe-core/axe.min.js")
	}
	return b
}

func missing(t *testing.T, variable, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" || os.Getenv(variable) != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// run opens a page and gives what the browser wrote.
func (b browser) run(t *testing.T, page string, args ...string) (stdout, stderr string) {
	t.Helper()
	profile, err := os.MkdirTemp("", "countersign-browser-")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(profile) }) // a child of the browser may still be writing
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, b.path, append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
		"--enable-logging=stderr", "--user-data-dir=" + profile,
	}, append(args, (&url.URL{Scheme: "file", Path: page}).String())...)...)
	cmd.WaitDelay = 10 * time.Second
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	require.NoError(t, cmd.Run(), "%s", &errs)
	return out.String(), errs.String()
}

// A look is at a page in a window of some width, in pixels.
type look struct {
	name, page string
	width      int
}

// What is wider than narrow could only be read by scrolling sideways (WCAG 2.2, 1.4.10).
const narrow, desktop = 320, 1280

// findings are what axe and the layout say of a page.
type findings struct {
	Violations, Incomplete []string
	Passes                 int
	Width                  int // that the page takes
}

// inspection stands in a page: it lets axe look, and tells the page around.
const inspection = `<script src="axe.min.js"></script><script>
addEventListener("load", function () {
	function names(rules) { return rules.map(function (r) { return r.id + ": " + r.nodes.map(function (n) { return n.html; }).join(" "); }); }
	axe.run(document, {iframes: false}).then(function (r) {
		parent.tell({Violations: names(r.violations), Incomplete: names(r.incomplete), Passes: r.passes.length,
			Width: document.documentElement.scrollWidth});
	}, function (e) { parent.tell({Violations: [String(e)]}); });
});
</script></body>`

// frames shows pages one after the other in a frame: the browser itself makes
// no window as narrow as a telephone, and takes longer to start than to look.
const frames = `<!DOCTYPE html><html lang="en"><title>frames</title><body style="margin: 0"><script>
var looks = @LOOKS@, told = [];
function next() {
	var frame = document.createElement("iframe");
	frame.style.cssText = "height: 900px; border: 0; width: " + looks[told.length].width + "px";
	frame.srcdoc = looks[told.length].page;
	document.body.replaceChildren(frame);
}
function tell(result) {
	told.push(result);
	if (told.length < looks.length) {
		setTimeout(next);
		return;
	}
	var pre = document.createElement("pre");
	pre.textContent = "FINDINGS=" + encodeURIComponent(JSON.stringify(told)) + "=";
	document.body.replaceChildren(pre);
}
next();
</script></body></html>`

var (
	policyTag = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)
	reported  = regexp.MustCompile(`FINDINGS=([^=]*)=</pre>`)
)

// inspect looks at copies of the pages, without the policies that would keep axe out.
func (b browser) inspect(t *testing.T, looks ...look) (found []findings) {
	t.Helper()
	dir := t.TempDir()
	axe, err := os.ReadFile(b.axe)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "axe.min.js"), axe, 0o600))
	all := make([]map[string]any, len(looks))
	for i, l := range looks {
		page := strings.Replace(policyTag.ReplaceAllString(l.page, ""), "</body>", inspection, 1)
		all[i] = map[string]any{"page": page, "width": l.width}
	}
	shown, err := json.Marshal(all)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "frames.html"), []byte(strings.Replace(frames, "@LOOKS@", string(shown), 1)), 0o600))
	out, errs := b.run(t, filepath.Join(dir, "frames.html"), "--window-size=1400,1000", "--virtual-time-budget=600000", "--dump-dom")
	report := reported.FindStringSubmatch(out)
	require.NotNil(t, report, "axe told nothing\n%s", errs)
	text, err := url.PathUnescape(report[1])
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal([]byte(text), &found))
	require.Len(t, found, len(looks))
	return found
}

// pages are certificates of all kinds of names, and one with much on it.
func pages(t *testing.T) map[string]*certificate.Certificate {
	t.Helper()
	w := newWard(t)
	w.done()
	pages := map[string]*certificate.Certificate{}
	for name, dir := range directories() {
		pages[name] = w.certificate(dir)
	}
	more := renewed(t)
	more.signOff()
	pages["renewed"] = more.certificate(latin())
	abroad := translated(t)
	pages["welsh"], pages["right to left"] = abroad.In("cy"), abroad.In("ar")
	pages["without words"] = w.certificate(latin()).In("ar")
	unsupervised := refresher(t)
	unsupervised.complete()
	completion, centre := unsupervised.speaking(latin()), visited(t).speaking(centreNames())
	review, _ := reviewed(t)
	own := review.speaking(centreNames())
	for in, name := range map[string]string{"": "", "cy": " in Welsh", "ar": " right to left"} {
		pages["completion"+name], pages["centre"+name], pages["centre's own"+name] = completion.In(in), centre.In(in), own.In(in)
	}
	pages["activity"], pages["activity from right to left"] = w.withActivity(), signedAbroad(t).withActivity(arabic()).In("ar")
	example := pages["latin"].Content()
	example.Example = true
	pages["example"] = made(t, example)
	example.Framework.Language = "cy"
	pages["example in Welsh"] = made(t, example)
	pages["much"] = made(t, muchContent(pages["latin"].Content()))
	return pages
}

// muchContent is much, and needs two sheets.
func muchContent(c certificate.Content) certificate.Content {
	c.Framework.Language = "cy"
	c.Framework.Title = "A framework with a title that takes more than one line, because somebody had much to say"
	c.Optional, c.Confirmers = nil, nil
	for range 12 {
		c.Optional = append(c.Optional, certificate.OptionalCount{Section: "1.10 A section with a long title, as they often have", Items: 12})
	}
	for range 2 {
		c.Overridden = append(c.Overridden, certificate.Overridden{
			Framework: "a-framework-with-a-long-id", Lowest: proficiency.Version{Major: 1}, By: c.Signatory.Person,
		})
	}
	for range 3 * certificate.MaxListed {
		c.Confirmers = append(c.Confirmers, certificate.Confirmer{
			Person: certificate.Person{Name: "An Example Assessor with a Long Name", Registration: "NMC 00X0000A"}, Items: 100,
		})
	}
	return c
}

func TestBrowserFindsThePageAccessible(t *testing.T) {
	t.Parallel()
	b := findBrowser(t)
	var looks []look
	for name, c := range pages(t) {
		looks = append(looks, look{name, htmlOf(t, c), narrow})
		if name == "latin" || name == "much" {
			looks = append(looks, look{name, htmlOf(t, c), desktop})
		}
	}
	for i, f := range b.inspect(t, looks...) {
		what := fmt.Sprintf("%s at %d", looks[i].name, looks[i].width)
		assert.Empty(t, f.Violations, what)
		assert.Empty(t, f.Incomplete, what)
		assert.Greater(t, f.Passes, 15, "%s: rules that were tried", what)
		assert.Equal(t, looks[i].width, f.Width, what)
	}
}

// What is wrong is found: the test above can fail.
func TestBrowserFindsFaults(t *testing.T) {
	t.Parallel()
	b := findBrowser(t)
	page := htmlOf(t, made(t, contentOf("Example")))
	page = strings.Replace(page, ` lang="en-GB"`, "", 1)
	page = strings.Replace(page, "color: #17262b", "color: #ddd", 1)
	page = strings.Replace(page, "<dl>", `<img src="axe.min.js"><p style="width:3000px">wide</p><dl>`, 1)
	f := b.inspect(t, look{"", page, narrow})[0]
	for _, rule := range []string{"html-has-lang", "color-contrast", "image-alt"} {
		assert.Contains(t, strings.Join(f.Violations, "\n"), rule)
	}
	assert.Greater(t, f.Width, 3000)
}

var (
	pdfPage = regexp.MustCompile(`/Type\s*/Page\b`)
	pdfSize = regexp.MustCompile(`/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]`)
)

// print gives the printed page, and what the browser complained of.
func (b browser) print(t *testing.T, page string) (pdf []byte, console string) {
	t.Helper()
	dir := t.TempDir()
	file, printed := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	require.NoError(t, os.WriteFile(file, []byte(page), 0o600))
	_, console = b.run(t, file, "--no-pdf-header-footer", "--print-to-pdf="+printed)
	pdf, err := os.ReadFile(printed)
	require.NoError(t, err)
	return pdf, console
}

// sheets are how many each page takes, of those that differ in it.
var sheets = map[string]int{
	"latin": 1, "hostile": 1, "example": 1, "completion": 1, "centre": 1, "centre's own": 1,
	"much": 2, "long": 2, "renewed": 2, "welsh": 2, "right to left": 2, // the last three have everything that there is
	"activity":                    2, // begun anew
	"activity from right to left": 3, // has everything, too
}

// The page as it is, its policy too, takes these sheets, and has its style.
func TestBrowserPrintsOneOrTwoSheets(t *testing.T) {
	t.Parallel()
	b := findBrowser(t)
	all := pages(t)
	for name, sheets := range sheets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pdf, console := b.print(t, htmlOf(t, all[name]))
			assert.Len(t, pdfPage.FindAll(pdf, -1), sheets)
			assert.Len(t, pdfSize.FindAll(pdf, -1), sheets, "of A4, all of them")
			assert.NotContains(t, console, "Content Security Policy")
		})
	}
	t.Run("refused", func(t *testing.T) {
		t.Parallel()
		page := strings.Replace(htmlOf(t, made(t, contentOf("Example"))), "<style>", "<script>alert(1)</script><style>p{}", 1)
		_, console := b.print(t, page)
		assert.Contains(t, console, "Content Security Policy", "the policy works, and a refusal is seen")
	})
}
