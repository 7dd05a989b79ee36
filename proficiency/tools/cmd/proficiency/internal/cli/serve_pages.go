package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency/tools/render"
)

const (
	// mostStreams is how many pages are told of changes at a time.
	mostStreams = 100
	// streamLasts is how long a page is told, until it asks again.
	streamLasts = 5 * time.Minute
)

// A handler gives the pages of a site: the one file's, or at the top a page of
// all files. What is asked for behind a page with ?events=N is told when the
// page is newer than N.
type handler struct {
	files   *site
	streams chan struct{} // has room for those that are told
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	page := strings.TrimPrefix(r.URL.Path, "/")
	if r.URL.Query().Has("events") {
		h.events(w, r, page)
		return
	}
	v, ok := h.files.view(page)
	if !ok {
		http.NotFound(w, r)
		return
	}
	var b bytes.Buffer
	if err := v.write(&b); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	_, _ = w.Write(b.Bytes()) // who has gone needs no page
}

// events tells once that a page has changed, and ends: the page is loaded anew
// and asks again.
func (h *handler) events(w http.ResponseWriter, r *http.Request, page string) {
	seen, err := strconv.ParseUint(r.URL.Query().Get("events"), 10, 64)
	if _, ok := h.files.view(page); !ok || err != nil {
		http.NotFound(w, r)
		return
	}
	select {
	case h.streams <- struct{}{}:
		defer func() { <-h.streams }()
	default:
		http.Error(w, "Too many pages are open.", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	answer := http.NewResponseController(w)
	_ = answer.SetWriteDeadline(time.Now().Add(2 * streamLasts)) // where there is none, none is needed
	if _, err := io.WriteString(w, ": open\n\n"); err != nil || answer.Flush() != nil {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), streamLasts)
	defer cancel()
	if now, changed := h.files.wait(ctx, page, seen); changed {
		fmt.Fprintf(w, "event: changed\ndata: %d\n\n", now) // who has gone needs no event
	}
}

// A view is what a page shows at a moment.
type view struct {
	preview *render.Preview // of one file
	all     []render.PreviewedFile
	title   string
	events  string
}

func (v *view) write(w io.Writer) error {
	if v.preview != nil {
		return v.preview.HTML(w, nil)
	}
	return render.PreviewedFiles(w, v.title, v.events, v.all, nil)
}

// address is the path of a page, from the top.
func address(page string) string { return (&url.URL{Path: "/" + page}).EscapedPath() }

func eventsAfter(version uint64) string { return "?events=" + strconv.FormatUint(version, 10) }
