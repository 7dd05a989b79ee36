package main

import (
	"bytes"
	"context"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/check"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/passport"
)

func demo(t *testing.T) *page {
	t.Helper()
	p, err := demonstration(t.Context(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *page) content(t *testing.T, name string) []byte {
	t.Helper()
	for _, s := range p.samples {
		if s.Name == name {
			return s.content
		}
	}
	t.Fatalf("there is no sample %s", name)
	return nil
}

// post sends a form as a browser does.
func (p *page) post(t *testing.T, name string, content []byte, holder string) *httptest.ResponseRecorder {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if err := w.WriteField("holder", holder); err != nil {
		t.Fatal(err)
	}
	file, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	got := httptest.NewRecorder()
	p.handler().ServeHTTP(got, r)
	return got
}

// parts are the words of the page by heading, without the form and the samples.
var (
	headings = regexp.MustCompile(`<h[23][^>]*>(.*?)</h[23]>`)
	tag      = regexp.MustCompile(`<[^>]*>`)
)

func parts(html string) map[string]string {
	html, _, _ = strings.Cut(html, "<form")
	all, found := map[string]string{}, headings.FindAllStringSubmatchIndex(html, -1)
	for i, at := range found {
		end := len(html)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		all[html[at[2]:at[3]]] += strings.Join(strings.Fields(tag.ReplaceAllString(html[at[1]:end], " ")), " ")
	}
	return all
}

const (
	accepted = "ACCEPTED: everything was checked and holds."
	refused  = "REFUSED: do not rely on it."
	open     = "NOT ACCEPTED: nothing is known to be wrong, but not everything could be checked."
	wrong    = "What is wrong"
	not      = "What was not checked"
	holds    = "What was checked and holds"
	vouched  = "What the credential says:"
	nobody   = "What the credential says, which nobody vouches for:"
)

// Each sample gets the verdict that it is there for, and is told apart from the others.
func TestSamples(t *testing.T) {
	p := demo(t)
	for name, want := range map[string]map[string]string{
		"good.json": {accepted: "good.json , checked at", "What nobody asked": "About this person Ask whoever", vouched: "Framework hand-hygiene@1.0.0"},
		"good.svg":  {accepted: "good.svg , checked at", holds: "Not taken back: yes", vouched: "Example Hospitals Trust"},
		"good.pdf": {
			accepted: "good.pdf", holds: "Signed, and unchanged since: yes", vouched: "hand-hygiene@1.0.0",
		},
		"good.passport.zip": {
			accepted: "good.passport.zip", holds: "Whole history, unbroken: yes", "What the learner record says:": "Example Hospitals Trust",
		},
		"changed.json":  {refused: "changed.json", wrong: "Signed, and unchanged since: NO", nobody: "Hand surgery"},
		"revoked.json":  {refused: "revoked.json", wrong: "Not taken back: NO", holds: "Signed, and unchanged since: yes", vouched: "Example Hospitals Trust"},
		"stranger.json": {open: "stranger.json", not: "Issued by somebody trusted: not checked", nobody: "Example Hospitals Trust"},
	} {
		got := p.post(t, name, p.content(t, name), "")
		said := parts(got.Body.String())
		for heading, words := range want {
			if !strings.Contains(said[heading], words) || got.Code != http.StatusOK {
				t.Errorf("%s: %q is not under %q of %q", name, words, heading, said)
			}
		}
		if _, both := said[wrong]; both && want[wrong] == "" {
			t.Errorf("%s: %q", name, said)
		}
	}
}

// Whoever shows somebody else's certificate is told apart.
func TestHolder(t *testing.T) {
	p := demo(t)
	good := p.content(t, "good.json")
	if said := parts(p.post(t, "good.json", good, " NMC 00X0001E ").Body.String()); !strings.Contains(said[holds], "About this person: yes") {
		t.Errorf("%q", said)
	}
	got := p.post(t, "good.json", good, `NMC "00X0009E`)
	if said := parts(got.Body.String()); !strings.Contains(said[wrong], "About this person: NO") || said[refused] == "" {
		t.Errorf("%q", said)
	}
	if !strings.Contains(got.Body.String(), `value="NMC &#34;00X0009E"`) {
		t.Error("what was written is not kept for the next file")
	}
}

// What is no certificate is told so, and nothing that a file or its name holds acts on the page.
func TestHostileFiles(t *testing.T) {
	p := demo(t)
	const script = `<script>alert(1)</script>`
	hostile := strings.Replace(string(p.content(t, "good.json")), "Hand hygiene", `<script>alert(1)<\/script>`, 1)
	for name, content := range map[string]string{
		script + ".json": hostile, "notes.txt": script, "\u202egpj.exe": "MZ", "deep.json": strings.Repeat("[", 1<<20), "a.pdf": "%PDF-1.7",
	} {
		got := p.post(t, name, []byte(content), "")
		body := got.Body.String()
		if strings.Contains(body, script) || strings.Count(body, "<script") != 1 {
			t.Errorf("%s: %s", name, body)
		}
		if said := parts(body); said[refused] == "" {
			t.Errorf("%q: %q", name, said)
		}
		if got.Header().Get("Content-Security-Policy") != policy || got.Header().Get("Cache-Control") != "no-store" {
			t.Error(got.Header())
		}
	}
}

// A form that is none gets an answer that says what to do.
func TestBadForms(t *testing.T) {
	p := demo(t)
	if got := p.post(t, "empty.json", nil, ""); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), "There is no file, or nothing is in it: choose one.") {
		t.Error(got.Code, got.Body)
	}
	if got := p.post(t, "large.png", make([]byte, maxForm), ""); got.Code != http.StatusRequestEntityTooLarge || !strings.Contains(got.Body.String(), "longer than the") {
		t.Error(got.Code, got.Body)
	}
	if got := p.post(t, "large.png", make([]byte, check.MaxSize+1), ""); parts(got.Body.String())[refused] == "" {
		t.Error(got.Code, got.Body)
	}
	if got := p.post(t, "good.json", p.content(t, "good.json"), strings.Repeat("x", maxHolder+1)); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), "at most 200") {
		t.Error(got.Code, got.Body)
	}
	for body, kind := range map[string]string{"file=x": "application/x-www-form-urlencoded", "--x\r\n": "multipart/form-data; boundary=x"} {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		got := httptest.NewRecorder()
		p.handler().ServeHTTP(got, r)
		if got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), "Nothing was checked") {
			t.Error(kind, got.Code, got.Body)
		}
	}
}

// What is not there is not found, and nothing else is served.
func TestPaths(t *testing.T) {
	p := demo(t)
	for path, want := range map[string]int{
		"/": 200, "/page.css": 200, "/page.js": 200, "/samples/good.svg": 200, "/samples/none": 404, "/page.gohtml": 404, "/samples/": 404, "/other": 404,
	} {
		got := httptest.NewRecorder()
		p.handler().ServeHTTP(got, httptest.NewRequest(http.MethodGet, path, nil))
		if got.Code != want {
			t.Error(path, got.Code)
		}
	}
}

const trustList = `format: countersign-trust/v1
organisations:
  - name: Example Hospitals Trust
    keys:
      - key: z6MkrxqAcuPrKsezAyQT2Yp2bLhidKfos1ezAcv9vD4tP8GT
`

// With a trust list of one's own nothing is made up.
func TestOwnTrust(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	list := file("list.json", "{}")
	p, err := prepare(t.Context(), file("trust.yaml", trustList), files{list}, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(p.samples) > 0 || len(p.against.StatusLists) != 1 || len(p.against.Trust.Organisations) != 1 {
		t.Errorf("%+v", p)
	}
	if said := parts(p.post(t, "good.json", demo(t).content(t, "good.json"), "").Body.String()); !strings.Contains(said[not], "Issued by somebody trusted: not checked") {
		t.Errorf("%q", said)
	}
	for _, bad := range []struct {
		args []string
		want string
	}{
		{[]string{"-status", list}, "-status needs -trust"},
		{[]string{"-trust", file("broken.yaml", "format: other\n")}, "broken.yaml:1:"},
		{[]string{"-trust", filepath.Join(dir, "none.yaml")}, "none.yaml"},
		{[]string{"-trust", file("trust.yaml", trustList), "-status", filepath.Join(dir, "none.json")}, "none.json"},
		{[]string{"-content", dir}, "-content needs -trust"},
		{[]string{"-trust", file("trust.yaml", trustList), "-content", filepath.Join(dir, "none")}, "none"},
		{[]string{"more"}, "no arguments"},
		{[]string{"-listen", "nowhere"}, "nowhere"},
	} {
		if err := run(t.Context(), &bytes.Buffer{}, bad.args); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%v: %v", bad.args, err)
		}
	}
}

// bare is a passport that brings no content along, with files of a trust list and
// a status list to check it against.
func bare(t *testing.T) (carried []byte, trusted, status string) {
	t.Helper()
	now, dir := time.Now(), t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	known, err := issuer("Example Hospitals Trust")
	must(err)
	e, err := signedOff(t.Context(), now)
	must(err)
	carried, err = passport.Write(t.Context(), known, passport.Options{
		Now: now, Status: credential.StatusEntry{List: statusList, Index: passportPlace},
		Enrolments: []passport.Enrolment{{ID: e.id, Records: e.records, Framework: e.framework}},
	})
	must(err)
	list, err := credential.NewStatusList(statusList, 0)
	must(err)
	signed, err := list.Issue(t.Context(), known, credential.StatusOptions{Now: now})
	must(err)
	trust, err := (&credential.Trust{Organisations: []credential.Organisation{
		{Name: known.Name, Keys: []credential.TrustedKey{{Public: known.Key.Public()}}},
	}}).AppendTrust(nil)
	must(err)
	trusted, status = filepath.Join(dir, "trust.yaml"), filepath.Join(dir, "status.json")
	must(os.WriteFile(trusted, trust, 0o600))
	must(os.WriteFile(status, signed, 0o600))
	return carried, trusted, status
}

// A passport without content is accepted where its framework is in use, and left open elsewhere.
func TestOwnContent(t *testing.T) {
	carried, trusted, status := bare(t)
	for content, want := range map[string]string{"": open, filepath.Join("..", "..", "frameworks"): accepted} {
		p, err := prepare(t.Context(), trusted, files{status}, content)
		if err != nil {
			t.Fatal(err)
		}
		if said := parts(p.post(t, "bare.passport.zip", carried, "").Body.String()); said[want] == "" {
			t.Errorf("with %q: %q", content, said)
		}
	}
}

// It says where it is, answers there, and ends when it is told to.
func TestServe(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- serve(ctx, l, demo(t).handler()) }()
	got, err := http.Get("http://" + l.Addr().String() + "/")
	if err != nil {
		t.Fatal(err)
	}
	_ = got.Body.Close()
	stop()
	if err := <-ended; err != nil || got.StatusCode != http.StatusOK {
		t.Error(err, got.StatusCode)
	}
}
