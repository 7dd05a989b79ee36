package report_test

import (
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

	"github.com/stretchr/testify/require"
)

// inspection lets axe-core look at a page, and writes into it what it found.
const inspection = `<script src="axe.min.js"></script><script>
function tell(result) {
	var pre = document.createElement("pre");
	pre.textContent = "FINDINGS=" + encodeURIComponent(JSON.stringify(result)) + "=";
	document.body.appendChild(pre);
}
axe.run(document).then(function (r) {
	tell({Violations: r.violations.map(function (v) { return v.id; }), Passes: r.passes.map(function (p) { return p.id; })});
}, function (e) { tell({Violations: [String(e)]}); });
</script>`

// named is where a browser or axe-core is; without one the test is skipped, but
// not where CI is to prove that the picture is accessible.
func named(t *testing.T, variable string) string {
	t.Helper()
	path := os.Getenv(variable)
	if path == "" && os.Getenv("CI") == "true" {
		t.Fatal("set " + variable)
	} else if path == "" {
		t.Skip("set " + variable + " to try the picture in a browser")
	}
	return path
}

type findings struct{ Violations, Passes []string }

// inspect embeds pictures in a page and looks at that.
func inspect(t *testing.T, pictures ...[]byte) (f findings) {
	t.Helper()
	browser, axe := named(t, "COUNTERSIGN_CHROMIUM"), named(t, "COUNTERSIGN_AXE")
	dir := t.TempDir()
	script, err := os.ReadFile(axe)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "axe.min.js"), script, 0o600))
	page := `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Profile</title></head><body><main><h1>Profile</h1>`
	for _, p := range pictures {
		page += string(p)
	}
	file := filepath.Join(dir, "page.html")
	require.NoError(t, os.WriteFile(file, []byte(page+"</main>"+inspection+"</body></html>"), 0o600))
	profile, err := os.MkdirTemp("", "countersign-browser-")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(profile) }) // a child of the browser may still be writing
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
		"--disable-background-networking", "--user-data-dir="+profile, "--virtual-time-budget=30000", "--dump-dom",
		(&url.URL{Scheme: "file", Path: file}).String())
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.Output()
	require.NoError(t, err)
	found := regexp.MustCompile(`FINDINGS=([^=]*)=</pre>`).FindSubmatch(out)
	require.NotNil(t, found, "axe told nothing")
	text, err := url.PathUnescape(string(found[1]))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal([]byte(text), &f))
	return f
}

// Several pictures can stand in one page, and axe finds nothing wrong.
func TestBrowserFindsPicturesAccessible(t *testing.T) {
	t.Parallel()
	all := forms(t)
	f := inspect(t, all["profile.svg"], all["profile-ar.svg"], all["profile-odd.svg"])
	require.Empty(t, f.Violations)
	require.Contains(t, f.Passes, "svg-img-alt")
}

// What is wrong is found: the test above can fail.
func TestBrowserFindsAPictureWithoutAName(t *testing.T) {
	t.Parallel()
	svg := string(forms(t)["profile.svg"])
	svg = svg[:strings.Index(svg, "<title>")] + svg[strings.Index(svg, "</desc>")+len("</desc>"):]
	require.Contains(t, inspect(t, []byte(svg)).Violations, "svg-img-alt")
}
