package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// findBrowser skips the test where there is no browser, but not where CI is to
// prove that the page works, nor where one was promised.
func findBrowser(t *testing.T) (chromium, axe string) {
	t.Helper()
	missing := t.Skip
	if os.Getenv("CI") == "true" || os.Getenv("COUNTERSIGN_CHROMIUM") != "" {
		missing = t.Fatal
	}
	names := []string{"chromium", "chromium-browser", "google-chrome"}
	if name := os.Getenv("COUNTERSIGN_CHROMIUM"); name != "" {
		names = []string{name}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil && chromium == "" {
			chromium = path
		}
	}
	if chromium == "" {
		missing("no browser: install chromium, or set COUNTERSIGN_CHROMIUM to one")
	}
	script, err := os.ReadFile(os.Getenv("COUNTERSIGN_AXE"))
	if err != nil {
		missing("no axe-core: run `npm install axe-core` in any folder, and set COUNTERSIGN_AXE to its node_modules/axe-core/axe.min.js")
	}
	return chromium, string(script)
}

// told is what the browser tells of a page.
type told struct {
	Title, Focus           string
	Violations, Incomplete []string
	Passes, Narrow         int
}

// looking drops a sample on the first page, and tells what it finds on the one
// that comes of it. It is put into pages in place of the policy, which would keep it out.
const looking = `<script src="/axe.js"></script><script>
function names(rules) { return rules.map((r) => r.id + ": " + r.nodes.map((n) => n.html + " " + n.failureSummary).join(" ")); }
function tell(what) { return fetch("/told", {method: "POST", body: JSON.stringify(what)}); }
async function look() {
	try {
		const sample = new URLSearchParams(location.search).get("drop");
		if (sample) {
			const content = await (await fetch("/samples/" + sample)).blob();
			const data = new DataTransfer();
			data.items.add(new File([content], sample));
			for (const type of ["dragover", "drop"])
				document.getElementById("drop").dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
			return;
		}
		const found = await axe.run(document);
		const frame = document.createElement("iframe");
		frame.style.cssText = "width: 320px; border: 0";
		frame.srcdoc = document.documentElement.outerHTML.replace(/<script[^]*?<\/script>/g, "");
		await new Promise((done) => { frame.onload = done; document.body.appendChild(frame); });
		await tell({Title: document.title, Focus: document.activeElement.id, Violations: names(found.violations),
			Incomplete: names(found.incomplete), Passes: found.passes.length, Narrow: frame.contentDocument.documentElement.scrollWidth});
	} catch (e) { await tell({Violations: [String(e)]}); }
}
window.addEventListener("load", look);
</script></body>`

// watched is the page with that script in it.
func watched(h http.Handler, axe string, tell chan<- told) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /axe.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = io.WriteString(w, axe)
	})
	mux.HandleFunc("POST /told", func(w http.ResponseWriter, r *http.Request) {
		var got told
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			got.Violations = []string{err.Error()}
		}
		tell <- got
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		for name, values := range rec.Header() {
			if name != "Content-Security-Policy" {
				w.Header()[name] = values
			}
		}
		w.WriteHeader(rec.Code)
		_, _ = io.WriteString(w, strings.Replace(rec.Body.String(), "</body>", looking, 1))
	})
	return mux
}

// browse opens an address of the page and gives what the browser tells of it.
func browse(t *testing.T, chromium, address string, tell <-chan told) told {
	t.Helper()
	profile, err := os.MkdirTemp("", "countersign-browser-")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	cmd := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--window-size=1000,1200", "--remote-debugging-port=0", "--user-data-dir="+profile, address)
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		cancel()
		_ = cmd.Wait()            // it was stopped
		_ = os.RemoveAll(profile) // a child of the browser may still be writing
	}()
	select {
	case got := <-tell:
		return got
	case <-ctx.Done():
		t.Fatal("the browser told nothing")
		return told{}
	}
}

// A certificate is dropped on the page in a real browser, and each page that
// can come of it is accessible and fits a narrow window.
func TestDropInABrowser(t *testing.T) {
	chromium, axe := findBrowser(t)
	tell := make(chan told)
	server := httptest.NewServer(watched(demo(t).handler(), axe, tell))
	defer server.Close()
	for _, c := range []struct{ query, title, focus string }{
		{"", "Check a certificate", ""},
		{"?drop=good.svg", accepted + " - Check a certificate", "result"},
		{"?drop=good.passport.zip", accepted + " - Check a certificate", "result"},
		{"?drop=good.pdf", accepted + " - Check a certificate", "result"},
		{"?drop=changed.json", refused + " - Check a certificate", "result"},
		{"?drop=stranger.json", open + " - Check a certificate", "result"},
		{"?drop=none.json", refused + " - Check a certificate", "result"},
	} {
		got := browse(t, chromium, server.URL+"/"+c.query, tell)
		if got.Title != c.title || got.Focus != c.focus {
			t.Errorf("%q: %q, with the focus on %q", c.query, got.Title, got.Focus)
		}
		if len(got.Violations) > 0 || len(got.Incomplete) > 0 || got.Passes < 15 || got.Narrow > 320 {
			t.Errorf("%q: %s", c.query, fmt.Sprintf("%+v", got))
		}
	}
}
