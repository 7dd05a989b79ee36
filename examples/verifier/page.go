package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/check"
)

//go:embed page.gohtml page.css page.js
var assets embed.FS

var pageTemplate = template.Must(template.New("page.gohtml").Funcs(template.FuncMap{
	"part": partOf, "group": groupOf, "heading": headingOf,
}).ParseFS(assets, "page.gohtml"))

// A page checks what is dropped on it against what its keeper trusts.
type page struct {
	now func() time.Time
	// against is what files are checked against, but for the instant and the holder.
	against check.Against
	// samples are files to try, if there are any.
	samples []sample
}

// A sample is a file to try, and what is the matter with it.
type sample struct {
	Name, About string
	content     []byte
}

// What a form may be: one file, and a line beside it.
const (
	maxForm   = check.MaxSize + 1<<16
	maxHolder = 200 // characters
)

// policy keeps the page from running, showing or sending anything of others, whatever a file says.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (p *page) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { p.show(w, http.StatusOK, &view{}) })
	mux.HandleFunc("POST /{$}", p.check)
	mux.HandleFunc("GET /samples/{name}", p.sample)
	for _, name := range []string{"page.css", "page.js"} {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, assets, name) })
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store") // an answer names a person, and holds for one instant
		mux.ServeHTTP(w, r)
	})
}

// A view is what the page shows.
type view struct {
	Samples []sample
	// Fault says why nothing was checked; File is what was.
	Fault, File, Holder string
	Found               *check.Finding
	At                  string
}

// Class is how the verdict looks; its words say the same.
func (v *view) Class() string { return string(v.Found.Verdict) }

func (p *page) show(w http.ResponseWriter, status int, v *view) {
	v.Samples = p.samples
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, v); err != nil {
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w) // where this fails, nobody is there any more
}

// check answers a form with a file in it.
func (p *page) check(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	f, err := read(r)
	if err != nil {
		status := http.StatusBadRequest
		if large := new(http.MaxBytesError); errors.As(err, &large) {
			status = http.StatusRequestEntityTooLarge
			err = fmt.Errorf("the file is longer than the %d MB that are looked at", check.MaxSize>>20)
		}
		p.show(w, status, &view{Fault: sentence(err), Holder: f.holder})
		return
	}
	against := p.against
	against.At, against.Holder = p.now(), f.holder
	found := check.File(f.content, &against)
	v := &view{File: f.name, Holder: f.holder, Found: &found, At: against.At.UTC().Format("2 January 2006 15:04 UTC")}
	p.show(w, http.StatusOK, v)
}

// A form is what was sent.
type form struct {
	name, holder string
	content      []byte
}

// read takes the form apart as it comes in, so that nothing of it meets a disk.
func read(r *http.Request) (f form, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return f, errors.New("the form came without a file: choose one")
	}
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF) && len(f.content) == 0:
			return f, errors.New("there is no file, or nothing is in it: choose one")
		case errors.Is(err, io.EOF):
			return f, nil
		case err != nil:
			return f, err
		}
		if err := f.take(part); err != nil {
			return f, err
		}
	}
}

func (f *form) take(part *multipart.Part) error {
	content, err := io.ReadAll(part)
	if err != nil {
		return err
	}
	switch part.FormName() {
	case "file":
		f.name, f.content = part.FileName(), content
	case "holder":
		f.holder = strings.TrimSpace(string(content))
		if n := len([]rune(f.holder)); n > maxHolder {
			f.holder = ""
			return fmt.Errorf("what the person says is theirs has %d characters; at most %d are allowed", n, maxHolder)
		}
	}
	return nil
}

// sentence is an error for people.
func sentence(err error) string {
	s := err.Error()
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

func (p *page) sample(w http.ResponseWriter, r *http.Request) {
	for _, s := range p.samples {
		if s.Name == r.PathValue("name") {
			w.Header().Set("Content-Type", "application/octet-stream")
			w.Header().Set("Content-Disposition", `attachment; filename="`+s.Name+`"`)
			_, _ = w.Write(s.content) // as in show
			return
		}
	}
	http.NotFound(w, r)
}
