package render_test

import (
	"bytes"
	"context"
	"encoding/json"
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

	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/proficiency/tools/render"
)

// A browser is a real one, with the axe-core rules of accessibility.
type browser struct{ path, axe string }

// findBrowser skips the test where there is no browser, but not where CI is to
// prove that the pages work, nor where a browser was promised.
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

// run opens a file and gives what the browser wrote.
func (b browser) run(t *testing.T, file string, args ...string) (stdout, stderr string) {
	t.Helper()
	profile, err := os.MkdirTemp("", "countersign-browser-")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(profile) }) // a child of the browser may still be writing
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, b.path, append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
		"--enable-logging=stderr", "--user-data-dir=" + profile,
	}, append(args, (&url.URL{Scheme: "file", Path: file}).String())...)...)
	cmd.WaitDelay = 10 * time.Second
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	require.NoError(t, cmd.Run(), "%s", &errs)
	return out.String(), errs.String()
}

// A look is at a page, in a window of some width, with the filter used.
type look struct {
	name   string
	page   string
	width  int
	choose map[string]string
}

// findings are what axe and the layout say of a page.
type findings struct {
	Violations, Incomplete []string
	Passes                 int
	Width                  int    // that the page takes
	Shown                  string // what the filter says
	Visible                int    // items
}

// inspection stands in a page: it uses the filter if it is told to, lets axe
// look, and tells the page around.
const inspection = `<script src="axe.min.js"></script><script>
addEventListener("load", function () {
	function names(rules) { return rules.map(function (r) { return r.id + ": " + r.nodes.map(function (n) { return n.html; }).join(" "); }); }
	var choose = @CHOOSE@ || {};
	Object.keys(choose).forEach(function (name) {
		var select = document.querySelector("select[name=" + name + "]");
		select.value = choose[name];
		select.dispatchEvent(new Event("change", {bubbles: true}));
	});
	var shown = document.getElementById("shown");
	axe.run(document, {iframes: false}).then(function (r) {
		parent.tell({Violations: names(r.violations), Incomplete: names(r.incomplete), Passes: r.passes.length,
			Width: document.documentElement.scrollWidth, Shown: shown ? shown.textContent : "",
			Visible: document.querySelectorAll(".item:not([hidden])").length});
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
		chosen, err := json.Marshal(l.choose)
		require.NoError(t, err)
		page := strings.Replace(policyTag.ReplaceAllString(l.page, ""), "</body>", strings.Replace(inspection, "@CHOOSE@", string(chosen), 1), 1)
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

const phone, desktop = 390, 1280

// looks are at every form, and at what it has to show.
func looks(t *testing.T) []look {
	t.Helper()
	largest, all, arabic := shipped(t, "critical-care-step-1"), parsed(t, "everything.yaml"), parsed(t, "arabic.yaml")
	broken := render.Preview{File: "everything.yaml", Framework: all, Events: "?events=1", Back: "/", Findings: []render.Finding{
		{Diagnostic: source.Diagnostic{Position: source.Position{File: "everything.yaml", Line: 3, Col: 1}, Code: "unknown-key", Message: "unknown key"},
			Excerpt: "3 | vresion: " + strings.Repeat("1", 200) + "\n  | ^"},
		{Diagnostic: source.Diagnostic{Position: source.Position{File: "everything.yaml"}, Severity: source.Warning, Code: "x", Message: "a warning"}},
	}}
	var preview, never bytes.Buffer
	require.NoError(t, broken.HTML(&preview, nil))
	broken.Framework = nil
	require.NoError(t, broken.HTML(&never, nil))
	page, book := shown(t, render.HTML, all, nil), shown(t, render.Workbook, all, nil)
	return []look{
		{"largest on a phone", shown(t, render.HTML, largest, nil), phone, nil},
		{"page on a phone", page, phone, nil},
		{"page on a desktop", page, desktop, nil},
		{"dark page on a phone", dark(page), phone, nil},
		{"dark page on a desktop", dark(page), desktop, nil},
		{"arabic on a phone", shown(t, render.HTML, arabic, nil), phone, nil},
		{"arabic on a desktop", shown(t, render.HTML, arabic, nil), desktop, nil},
		{"workbook on a phone", book, phone, nil},
		{"workbook on a desktop", book, desktop, nil},
		{"workbook in rounds", shown(t, render.Workbook, parsed(t, "rounds.yaml"), nil), desktop, nil},
		{"arabic workbook", shown(t, render.Workbook, arabic, nil), desktop, nil},
		{"translated on a phone", shown(t, render.HTML, translated(t), &render.Options{Languages: []string{"cy"}}), phone, nil},
		{"translated in part on a phone", shown(t, render.HTML, translated(t), &render.Options{Languages: []string{"ar"}}), phone, nil},
		{"translated in part on a desktop", shown(t, render.HTML, translated(t), &render.Options{Languages: []string{"ar"}}), desktop, nil},
		{"workbook translated in part", shown(t, render.Workbook, translated(t), &render.Options{Languages: []string{"ar"}}), desktop, nil},
		{"preview on a phone", preview.String(), phone, nil},
		{"preview on a desktop", preview.String(), desktop, nil},
		{"nothing to preview", never.String(), phone, nil},
	}
}

// dark is the page as those see it who prefer dark pages.
func dark(page string) string {
	return strings.Replace(strings.Replace(page, "(prefers-color-scheme: dark)", "all", 1), "color-scheme: light dark", "color-scheme: dark", 1)
}

func TestBrowserFindsThePagesAccessible(t *testing.T) {
	t.Parallel()
	b := findBrowser(t)
	all := looks(t)
	for i, f := range b.inspect(t, all...) {
		assert.Empty(t, f.Violations, all[i].name)
		assert.Empty(t, f.Incomplete, all[i].name)
		assert.Greater(t, f.Passes, 10, "%s: rules that were tried", all[i].name)
		assert.Equal(t, all[i].width, f.Width, "%s: there is no scrolling sideways", all[i].name)
	}
}

func TestBrowserFilters(t *testing.T) {
	t.Parallel()
	b := findBrowser(t)
	page := shown(t, render.HTML, parsed(t, "everything.yaml"), nil)
	cases := []struct {
		choose  map[string]string
		shown   string
		visible int
	}{
		{nil, "10 of 10 shown", 10},
		{map[string]string{"kind": "knowledge"}, "2 of 10 shown", 2},
		{map[string]string{"tag": "day"}, "2 of 10 shown", 2},
		{map[string]string{"kind": "skill", "tag": "night"}, "1 of 10 shown", 1},
		{map[string]string{"kind": "knowledge", "tag": "night"}, "0 of 10 shown", 0},
	}
	var looks []look
	for _, c := range cases {
		looks = append(looks, look{"", page, phone, c.choose}, look{"", page, desktop, c.choose})
	}
	for i, f := range b.inspect(t, looks...) {
		c := cases[i/2]
		assert.Equal(t, c.shown, f.Shown)
		assert.Equal(t, c.visible, f.Visible, "%v", c.choose)
		assert.Empty(t, f.Violations, "%v", c.choose)
		assert.Empty(t, f.Incomplete, "%v", c.choose)
		assert.Equal(t, looks[i].width, f.Width, "%v", c.choose)
	}
}

// What is wrong is found: the tests above can fail.
func TestBrowserFindsFaults(t *testing.T) {
	t.Parallel()
	b := findBrowser(t)
	page := shown(t, render.HTML, parsed(t, "everything.yaml"), nil)
	page = strings.Replace(page, ` lang="en-GB"`, "", 1)
	page = strings.Replace(page, "--ink: #17262b", "--ink: #ddd", 1)
	page = strings.Replace(page, "<dl>", `<img src="axe.min.js"><p style="width:3000px">wide</p><dl>`, 1)
	f := b.inspect(t, look{"", page, phone, nil})[0]
	for _, rule := range []string{"html-has-lang", "color-contrast", "image-alt"} {
		assert.Contains(t, strings.Join(f.Violations, "\n"), rule)
	}
	assert.Greater(t, f.Width, 3000-1)
}

var (
	pdfPage = regexp.MustCompile(`/Type\s*/Page\b`)
	pdfSize = regexp.MustCompile(`/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]`)
)

// TestBrowserPrints: pages as they are, their policies too, print on A4 with their styles.
func TestBrowserPrints(t *testing.T) {
	t.Parallel()
	b := findBrowser(t)
	for name, c := range map[string]struct {
		page   string
		sheets int
	}{
		"workbook": {shown(t, render.Workbook, shipped(t, "hand-hygiene"), nil), 6},
		"page":     {shown(t, render.HTML, shipped(t, "hand-hygiene"), nil), 2},
	} {
		dir := t.TempDir()
		file, printed := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
		require.NoError(t, os.WriteFile(file, []byte(c.page), 0o600))
		_, console := b.run(t, file, "--no-pdf-header-footer", "--print-to-pdf="+printed)
		pdf, err := os.ReadFile(printed)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, len(pdfPage.FindAll(pdf, -1)), c.sheets, name)
		assert.Len(t, pdfSize.FindAll(pdf, -1), len(pdfPage.FindAll(pdf, -1)), "%s: all of them are of A4", name)
		assert.NotContains(t, console, "Content Security Policy", name)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "page.html")
	page := strings.Replace(shown(t, render.HTML, shipped(t, "hand-hygiene"), nil), "</body>", "<script>alert(1)</script></body>", 1)
	require.NoError(t, os.WriteFile(file, []byte(page), 0o600))
	_, console := b.run(t, file, "--print-to-pdf="+filepath.Join(dir, "page.pdf"))
	assert.Contains(t, console, "Content Security Policy", "the policy works, and a refusal is seen")
}
