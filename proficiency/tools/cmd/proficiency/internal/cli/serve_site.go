package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/proficiency/tools/render"
)

// mostServed is how many files of a folder are shown.
const mostServed = 1_000

// A site is a file or a folder under a writer's hands. It is safe for concurrent use.
type site struct {
	path   string
	folder bool

	mu      sync.Mutex
	files   map[string]*servedFile // by page; the one of a file has the empty page
	version uint64                 // grows with each change
	changed chan struct{}          // closed by the next change
}

// A servedFile is one file as it was when it was last looked at.
type servedFile struct {
	path       string
	src        []byte
	unreadable string
	findings   []render.Finding
	framework  *proficiency.Framework // the last sound one
	version    uint64                 // of the site, when it last changed
}

// newSite looks at everything once.
func newSite(path string) (*site, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() && !info.Mode().IsRegular() {
		return nil, errors.New(path + " is neither a file nor a folder")
	}
	s := &site{path: path, folder: info.IsDir(), files: map[string]*servedFile{}, changed: make(chan struct{})}
	s.look()
	return s, nil
}

// look reads all files again and tells who waits for those that are not what
// they were. Files are read whole each time: that is cheap, and finds also what
// changes neither size nor time.
func (s *site) look() {
	found := map[string]string{"": s.path}
	if s.folder {
		found = s.find()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	version, changed := s.version+1, false
	for page, path := range found {
		f, known := s.files[page]
		if !known {
			f = &servedFile{path: path}
		}
		if !f.read() || s.folder && !known && !looksLikeFramework.Match(f.src) {
			continue
		}
		f.judge()
		s.files[page], f.version, changed = f, version, true
	}
	for page := range s.files {
		if _, there := found[page]; !there {
			delete(s.files, page)
			changed = true
		}
	}
	if changed {
		s.version = version
		close(s.changed)
		s.changed = make(chan struct{})
	}
}

// looksLikeFramework finds the first line of frameworks, of whatever version of
// the format: folders have other YAML, too.
var looksLikeFramework = regexp.MustCompile(`(?m)^format:\s*["']?` + regexp.QuoteMeta(strings.TrimRight(proficiency.Format, "0123456789")))

// find gives the files of a folder that may hold frameworks, by page. It looks
// into no hidden folders and follows no links.
func (s *site) find() map[string]string {
	found := map[string]string{}
	_ = filepath.WalkDir(s.path, func(path string, e fs.DirEntry, err error) error {
		switch ext := filepath.Ext(path); {
		case err != nil:
			return nil // it has gone, or is not for us: what is left is shown
		case e.IsDir() && path != s.path && strings.HasPrefix(e.Name(), "."):
			return fs.SkipDir
		case len(found) == mostServed:
			return fs.SkipAll
		case e.Type().IsRegular() && (ext == ".yaml" || ext == ".yml") && e.Name() != proficiency.LifecycleFile:
			if page, err := filepath.Rel(s.path, path); err == nil {
				found[filepath.ToSlash(page)] = path
			}
		}
		return nil
	})
	return found
}

// read reads the file, and reports whether anything about it is new.
func (f *servedFile) read() bool {
	src, err := f.content()
	unreadable := ""
	if err != nil {
		src, unreadable = nil, plain(err.Error())
	}
	if f.version > 0 && unreadable == f.unreadable && bytes.Equal(src, f.src) {
		return false
	}
	f.src, f.unreadable = src, unreadable
	return true
}

// judge finds what is wrong with what was read, and keeps the framework that
// there was where there is none in it.
func (f *servedFile) judge() {
	f.findings = nil
	if f.unreadable != "" {
		return
	}
	t := newText(f.path, f.src)
	fw, findings := proficiency.Parse(f.path, f.src)
	for _, d := range findings {
		f.findings = append(f.findings, render.Finding{Diagnostic: d, Excerpt: excerptOf(d.Position, t)})
	}
	if fw != nil {
		f.framework = fw
	}
}

// content is what is in the file, which must still be one: reading from
// something else may never end.
func (f *servedFile) content() ([]byte, error) {
	if info, err := os.Stat(f.path); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, errors.New(f.path + " is no file any more")
	}
	return source.ReadFile(disk{}, f.path, nil)
}

// excerptOf is the line of a place and a caret beneath it, as findings have it elsewhere.
func excerptOf(place source.Position, t text) string {
	var b bytes.Buffer
	s := &session{out: bufio.NewWriter(&b)}
	s.at(place, "", t)
	_ = s.out.Flush() // to memory
	_, below, _ := strings.Cut(b.String(), "\n")
	return strings.TrimRight(below, "\n")
}

// view is what a page shows now; ok is false if there is no such page.
func (s *site) view(page string) (v *view, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files[page]
	switch {
	case f != nil:
		p := &render.Preview{File: f.path, Framework: f.framework, Findings: f.findings, Unreadable: f.unreadable, Events: eventsAfter(f.version)}
		if s.folder {
			p.Back = address("")
		}
		return &view{preview: p}, true
	case page != "" || !s.folder:
		return nil, false
	}
	v = &view{title: s.path, events: eventsAfter(s.version)}
	for _, page := range slices.Sorted(maps.Keys(s.files)) {
		f := s.files[page]
		v.all = append(v.all, render.PreviewedFile{File: page, URL: address(page), Framework: f.framework, Findings: f.findings, Unreadable: f.unreadable})
	}
	return v, true
}

// wait waits until a page is newer than a version, or has gone.
func (s *site) wait(ctx context.Context, page string, seen uint64) (now uint64, changed bool) {
	for {
		s.mu.Lock()
		now, next := s.version, s.changed
		f := s.files[page]
		if f != nil {
			now = f.version
		}
		s.mu.Unlock()
		if now > seen || f == nil && (page != "" || !s.folder) {
			return now, true
		}
		select {
		case <-next:
		case <-ctx.Done():
			return now, false
		}
	}
}
