package cli

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestBrowserFollowsTheFile opens the page in a real browser, changes the file,
// and sees the browser ask for the page again.
func TestBrowserFollowsTheFile(t *testing.T) {
	t.Parallel()
	const variable = "COUNTERSIGN_CHROMIUM"
	browser := os.Getenv(variable)
	if browser == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no browser: set " + variable + " to a Chromium")
		}
		t.Skip("no browser: set " + variable + " to a Chromium")
	}
	file := filepath.Join(t.TempDir(), "ward.yaml")
	(&served{T: t}).write(file, titledFile("Before"))
	s := startServing(t, file)

	to, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan string, 100)
	between := httputil.NewSingleHostReverseProxy(to)
	between.ModifyResponse = func(r *http.Response) error {
		asked <- r.Request.URL.RequestURI()
		return nil
	}
	proxy := httptest.NewServer(between)
	t.Cleanup(proxy.Close)

	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	profile, err := os.MkdirTemp("", "countersign-browser-")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--remote-debugging-port=0", "--user-data-dir="+profile, proxy.URL)
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait()            // it was killed
		_ = os.RemoveAll(profile) // a child of the browser may still be writing
	})
	next := func(want string) {
		t.Helper()
		for {
			select {
			case got := <-asked:
				if got == want {
					return
				}
			case <-ctx.Done():
				t.Fatalf("the browser never asks for %s", want)
			}
		}
	}
	next("/")
	next("/?events=1")
	s.write(file, titledFile("After"))
	s.ticks <- time.Time{}
	next("/")
	next("/?events=2")
}
