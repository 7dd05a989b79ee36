package cli

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const soundFile = `format: countersign/v1
id: ward
version: 1.0.0
title: TITLE
language: en-GB
scales:
  done:
    - {id: not-yet, label: Not yet}
    - {id: achieved, label: Achieved, meets: true}
defaults: {scale: done, confirmed_by: [assessor], kind: skill}
sign_off: {by: [educator-manager], learner_statement: I did., signatory_statement: I saw.}
enrolment: {self: true}
sections:
  - id: basics
    title: Basics
    proficiencies:
      - {id: wash, statement: Wash your hands.}
`

func titledFile(title string) string { return strings.Replace(soundFile, "TITLE", title, 1) }

// A served command is one that serves, with the ticks of its clock in the test's hands.
type served struct {
	*testing.T
	url   string
	ticks chan time.Time
	stop  context.CancelFunc
	exit  chan int
}

// startServing serves a path until the test ends.
func startServing(t *testing.T, args ...string) *served {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	s := &served{T: t, ticks: make(chan time.Time), stop: stop, exit: make(chan int, 1)}
	out, write := io.Pipe()
	var errs bytes.Buffer
	go func() {
		code := Command{Stdout: write, Stderr: &errs, ticks: s.ticks}.Main(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...))
		_ = write.CloseWithError(io.EOF) // for a reader that still waits
		s.exit <- code
	}()
	t.Cleanup(func() {
		stop()
		if code := <-s.exit; code != exitFine {
			t.Errorf("exit code %d: %s", code, &errs)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(line)
	if err != nil || address == "" {
		t.Fatalf("it says %q, %v", line, err)
	}
	s.url = address
	return s
}

// ask gives the answer to a request, which is closed when the test ends.
func (s *served) ask(method, page, host string) *http.Response {
	s.Helper()
	request, err := http.NewRequestWithContext(s.Context(), method, s.url+page, nil)
	if err != nil {
		s.Fatal(err)
	}
	if host != "" {
		request.Host = host
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

func (s *served) get(page string) string {
	s.Helper()
	answer := s.ask(http.MethodGet, page, "")
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		s.Fatalf("%s: %s, %v", page, answer.Status, err)
	}
	return string(body)
}

var eventsOf = regexp.MustCompile(`data-events="(\?events=\d+)"`)

// follow waits as the page does, and gives what it is told when the next tick has been.
func (s *served) follow(page, shown string) func() string {
	s.Helper()
	events := eventsOf.FindStringSubmatch(shown)
	if events == nil {
		s.Fatalf("the page follows nothing:\n%s", shown)
	}
	answer := s.ask(http.MethodGet, page+events[1], "")
	lines := bufio.NewReader(answer.Body)
	if line, err := lines.ReadString('\n'); line != ": open\n" {
		s.Fatalf("%q, %v", line, err)
	}
	return func() string {
		s.ticks <- time.Time{}
		told, err := io.ReadAll(lines)
		if err != nil {
			s.Fatal(err)
		}
		return strings.TrimSpace(string(told))
	}
}

func (s *served) write(file, content string) {
	s.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		s.Fatal(err)
	}
}

func (s *served) has(page string, wanted ...string) {
	s.Helper()
	for _, w := range wanted {
		if !strings.Contains(page, w) {
			s.Errorf("there is no %q on the page:\n%s", w, page)
		}
	}
}

func TestServeFollowsAFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ward.yaml")
	(&served{T: t}).write(file, titledFile("First"))
	s := startServing(t, file)
	page := s.get("/")
	s.has(page, "<h1>First</h1>", "Nothing is wrong with this file.")

	told := s.follow("/", page)
	s.write(file, strings.Replace(titledFile("Second"), "scales:", "scalse:", 1))
	if got := told(); got != "event: changed\ndata: 2" {
		t.Errorf("it tells %q", got)
	}
	page = s.get("/")
	s.has(page, "<h1>First</h1>", "Below is what it was before", "did you mean &#34;scales&#34;", ":6:1</strong>", "6 | scalse:", "^</pre>")

	told = s.follow("/", page)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	told()
	page = s.get("/")
	s.has(page, "<h1>First</h1>", "no such file")

	told = s.follow("/", page)
	s.write(file, titledFile("Third"))
	told()
	s.has(s.get("/"), "<h1>Third</h1>", "Nothing is wrong with this file.")

	s.ticks <- time.Time{} // nothing has changed
	s.ticks <- time.Time{} // and that has been looked at
	if events := eventsOf.FindStringSubmatch(s.get("/")); events[1] != "?events=4" {
		t.Errorf("the version is %s", events[1])
	}
	if got, err := io.ReadAll(s.ask(http.MethodGet, "/?events=3", "").Body); err != nil || !strings.Contains(string(got), "changed\ndata: 4") {
		t.Errorf("a page that comes too late is told %q, %v", got, err)
	}
}

func TestServeStartsWithABrokenFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "<b>.yaml")
	(&served{T: t}).write(file, "format: countersign/v1\ntitle: [\n")
	s := startServing(t, file)
	page := s.get("/")
	s.has(page, "It will be shown here as soon as it can", "[syntax]", "&lt;b&gt;.yaml")
	told := s.follow("/", page)
	s.write(file, titledFile("Sound"))
	told()
	s.has(s.get("/"), "<h1>Sound</h1>")
}

func TestServeFollowsAFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"a/1.0.0/a.yaml": titledFile("A"), "a/1.0.0/lifecycle.yaml": "status: draft\n", "b c#.yml": titledFile("B"),
		"policy.yaml": "format: countersign-policy/v1\n", ".hidden/c.yaml": titledFile("C"), "notes.txt": titledFile("D"),
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		(&served{T: t}).write(file, content)
	}
	s := startServing(t, dir)
	page := s.get("/")
	s.has(page, `<a href="/a/1.0.0/a.yaml">a/1.0.0/a.yaml</a>`, `<a href="/b%20c%23.yml">b c#.yml</a>`)
	if links := strings.Count(page, "<a "); links != 2 {
		t.Errorf("%d files are shown", links)
	}
	s.has(s.get("/b%20c%23.yml"), "<h1>B</h1>", `<a href="/">All files</a>`)
	for _, page := range []string{"/policy.yaml", "/a/1.0.0/lifecycle.yaml", "/a", "/a/1.0.0/", "/../", "/notes.txt", "/.hidden/c.yaml", "/favicon.ico", "/absent?events=1"} {
		if answer := s.ask(http.MethodGet, page, ""); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", page, answer.Status)
		}
	}

	told := s.follow("/", page)
	s.write(filepath.Join(dir, "new.yaml"), "format: countersign/v1\nid: x\n")
	told()
	page = s.get("/")
	s.has(page, "new.yaml", "<strong>Errors: ")

	tellIndex, tellPage := s.follow("/", page), s.follow("/b%20c%23.yml", s.get("/b%20c%23.yml"))
	if err := os.Remove(filepath.Join(dir, "b c#.yml")); err != nil {
		t.Fatal(err)
	}
	tellIndex()
	if got := tellPage(); !strings.HasPrefix(got, "event: changed") {
		t.Errorf("the page that has gone is told %q", got)
	}
	if answer := s.ask(http.MethodGet, "/b%20c%23.yml", ""); answer.StatusCode != http.StatusNotFound {
		t.Errorf("what has gone is %s", answer.Status)
	}
}

func TestServeAnEmptyFolder(t *testing.T) {
	t.Parallel()
	s := startServing(t, t.TempDir())
	s.has(s.get("/"), "There is no framework in this folder.")
}

func TestServeRefuses(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ward.yaml")
	(&served{T: t}).write(file, titledFile("Ward"))
	s := startServing(t, file)
	for _, c := range []struct {
		method, page, host string
		status             int
	}{
		{"GET", "/", "", 200}, {"HEAD", "/", "", 200}, {"GET", "/", "localhost", 200}, {"GET", "/", "LOCALHOST:80", 200},
		{"GET", "/", "[::1]:8080", 200}, {"GET", "/", "127.1.2.3", 200},
		{"GET", "/", "rebound.example", 403}, {"GET", "/", "rebound.example:8080", 403}, {"GET", "/", "localhost.example", 403},
		{"GET", "/", "192.0.2.1", 403}, {"GET", "/?events=1", "rebound.example", 403}, {"POST", "/", "rebound.example", 403},
		{"POST", "/", "", 405}, {"PUT", "/", "", 405}, {"DELETE", "/", "", 405}, {"OPTIONS", "/", "", 405}, {"GET", "/x", "", 404},
		{"GET", "/?events=x", "", 404},
	} {
		answer := s.ask(c.method, c.page, c.host)
		if answer.StatusCode != c.status {
			t.Errorf("%s %s at %q: %s", c.method, c.page, c.host, answer.Status)
		}
		for head, want := range map[string]string{
			"Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
			"Cross-Origin-Resource-Policy": "same-origin", "Referrer-Policy": "no-referrer",
		} {
			if got := answer.Header.Get(head); got != want {
				t.Errorf("%s %s at %q: %s is %q", c.method, c.page, c.host, head, got)
			}
		}
	}
}

func TestGuardKnows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		guard guard
		host  string
		known bool
	}{
		{guard{host: "127.0.0.1"}, "127.0.0.1:8080", true}, {guard{host: "127.0.0.1"}, "192.0.2.1", false}, {guard{host: "127.0.0.1"}, "", false},
		{guard{"0.0.0.0", true}, "192.0.2.1:80", true}, {guard{"0.0.0.0", true}, "[2001:db8::1]", true}, {guard{"0.0.0.0", true}, "ward.example", false},
		{guard{"ward.example", true}, "Ward.example:80", true}, {guard{"", true}, "", false}, {guard{"", true}, "localhost", true},
	} {
		if got := c.guard.knows(c.host); got != c.known {
			t.Errorf("%+v knows %q: %v", c.guard, c.host, got)
		}
	}
}

// TestServeTellsSoMany: pages beyond those that are told of changes are refused.
func TestServeTellsSoMany(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ward.yaml")
	(&served{T: t}).write(file, titledFile("Ward"))
	s := startServing(t, file)
	for range mostStreams {
		if answer := s.ask(http.MethodGet, "/?events=1", ""); answer.StatusCode != http.StatusOK {
			t.Fatal(answer.Status)
		}
	}
	if answer := s.ask(http.MethodGet, "/?events=1", ""); answer.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("one more is %s", answer.Status)
	}
	s.has(s.get("/"), "<h1>Ward</h1>")
}

// TestServeEnds: with pages open, and when nothing more can be served.
func TestServeEnds(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ward.yaml")
	(&served{T: t}).write(file, titledFile("Ward"))
	s := startServing(t, file)
	answer := s.ask(http.MethodGet, "/?events=1", "")
	s.stop()
	if _, err := io.ReadAll(answer.Body); err != nil {
		t.Errorf("the stream breaks off: %v", err)
	}

	var out, errs bytes.Buffer
	taken := strings.TrimPrefix(startServing(t, file).url, "http://")
	if code := (Command{Stdout: &out, Stderr: &errs}).Main(t.Context(), []string{"serve", file, "--addr", taken}); code != exitUnreadable {
		t.Errorf("at an address that is taken: exit code %d, %s", code, &errs)
	}
	if code := (Command{Stdout: brokenPipe{}, Stderr: &errs}).Main(t.Context(), []string{"serve", file, "--addr", "127.0.0.1:0"}); code != exitUnreadable {
		t.Errorf("to a pipe that is broken: exit code %d", code)
	}
}
