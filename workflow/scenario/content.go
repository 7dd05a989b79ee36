package scenario

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

// lifecycle is that of frameworks that a scenario brings, and of drafts that are taken as published: open since ever.
const lifecycle = "status: published\npublished: " + "1900-01-01\n"

// A library collects the frameworks of a scenario in the folders of a catalogue.
type library struct {
	name  string // of the scenario's file
	fsys  fs.FS  // where it stands
	o     *Options
	read  readings
	buf   bytes.Buffer
	zip   *zip.Writer
	known map[proficiency.FrameworkID][]*proficiency.Framework
	// broken are frameworks of which a version that the scenario brings cannot be used.
	broken []proficiency.FrameworkID
	led    []migrating
	found  source.Diagnostics
}

// catalogue makes the catalogue of a scenario: what it brings, and of the
// others what it names.
func (l *library) catalogue(s *Scenario) (*proficiency.Catalog, error) {
	l.zip = zip.NewWriter(&l.buf)
	l.known = map[proficiency.FrameworkID][]*proficiency.Framework{}
	copied := map[proficiency.FrameworkID]bool{}
	for _, f := range s.Frameworks {
		err := error(nil)
		switch {
		case f.Text != "" || f.File != "":
			err = l.brought(f)
		case !copied[f.Ref.ID]:
			copied[f.Ref.ID], err = l.copy(f)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := l.beside(s); err != nil {
		return nil, err
	}
	if err := l.zip.Close(); err != nil {
		return nil, err
	}
	files, err := zip.NewReader(bytes.NewReader(l.buf.Bytes()), int64(l.buf.Len()))
	if err != nil {
		return nil, err
	}
	c, err := proficiency.NewCatalog(files)
	if err != nil {
		return nil, err
	}
	l.copies(s, c, copied)
	l.migrations()
	return c, nil
}

func (l *library) report(at source.Position, format string, args ...any) {
	l.found = append(l.found, finding(at, CodeContent, format, args...))
}

func (l *library) write(name string, content []byte) error {
	w, err := l.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err == nil {
		_, err = w.Write(content)
	}
	return err
}

// brought adds a framework that the scenario brings.
func (l *library) brought(f Framework) error {
	src, ok := l.source(f.Position, f.File, f.Text)
	if !ok {
		l.broken = append(l.broken, f.Ref.ID)
		return nil
	}
	fw := l.parse(f, src)
	if fw == nil {
		l.broken = append(l.broken, f.Ref.ID)
		return nil
	}
	for _, other := range l.known[fw.ID()] {
		if other.Version() == fw.Version() {
			l.report(f.Position, "%s is there twice", fw.Ref())
			return nil
		}
	}
	l.known[fw.ID()] = append(l.known[fw.ID()], fw)
	return l.write(path.Join(folderOf(fw.Ref()), string(fw.ID())+".yaml"), src)
}

// folderOf is where a version stands in a catalogue.
func folderOf(ref proficiency.Ref) string { return path.Join(string(ref.ID), ref.Version.String()) }

// source is what the scenario brings, from a file or a block.
func (l *library) source(at source.Position, file, text string) ([]byte, bool) {
	if file == "" {
		return []byte(text), true
	}
	if l.fsys == nil {
		l.report(at, "the file %s cannot be read: the scenario stands in no folder", file)
		return nil, false
	}
	src, err := source.ReadFile(l.fsys, path.Join(path.Dir(l.name), file), nil)
	if err != nil {
		l.report(at, "the file %s cannot be read: %v", file, err)
	}
	return src, err == nil
}

// placed is content with, above a block, as many empty lines as the scenario has
// there, so that whatever is said of it has the lines of the scenario.
func placed(at source.Position, block string, src []byte) []byte {
	if block == "" {
		return src
	}
	return append(bytes.Repeat([]byte("\n"), at.Line+1), src...)
}

// parse reads a framework for its findings.
func (l *library) parse(f Framework, src []byte) *proficiency.Framework {
	file := f.File
	if file == "" {
		file = l.name
	}
	fw, found := l.read.framework(file, placed(f.Position, f.Text, src))
	l.findings(found, f.Text != "", f.Position.Line+1)
	switch {
	case fw == nil:
	case fw.ID() != f.Ref.ID:
		l.report(f.Position, "the content says that it is %s, not %s", fw.ID(), f.Ref.ID)
		return nil
	case f.Ref.Version != (proficiency.Version{}) && fw.Version() != f.Ref.Version:
		l.report(f.Position, "the content says that it is %s, not %s", fw.Ref(), f.Ref)
		return nil
	}
	return fw
}

// findings takes over errors about content that the scenario brings.
func (l *library) findings(found source.Diagnostics, block bool, fence int) {
	for _, d := range found {
		if block { // also where it is about nothing in it
			d.Position.Line = max(d.Position.Line, fence+1)
		}
		if d.Severity == source.Error {
			l.found = append(l.found, d)
		}
	}
}

// copy adds all versions of a framework from those that the runner has, if it has any.
func (l *library) copy(f Framework) (bool, error) {
	if l.o.Frameworks == nil {
		l.report(f.Position, "there is no catalogue to find %s in: write it in a block below, or name its file behind from", f.Ref.ID)
		return false, nil
	}
	root := string(f.Ref.ID)
	if _, err := fs.Stat(l.o.Frameworks, root); errors.Is(err, fs.ErrNotExist) {
		l.report(f.Position, "the catalogue has no framework %s%s", f.Ref.ID, l.suggest(root))
		return false, nil
	}
	return true, fs.WalkDir(l.o.Frameworks, root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		b, err := source.ReadFile(l.o.Frameworks, name, nil)
		if err != nil {
			return err
		}
		if _, migrates := proficiency.MigrationFrom(name); l.o.Drafts && !migrates {
			return l.asPublished(name, b)
		}
		return l.write(name, b)
	})
}

// asPublished adds a file, and takes a draft as published: one that its
// lifecycle says is one, or that has none.
func (l *library) asPublished(name string, content []byte) error {
	if path.Base(name) == proficiency.LifecycleFile {
		if life, found := proficiency.ParseLifecycle(name, content); !found.HasErrors() && life.Status == proficiency.Draft {
			content = []byte(lifecycle)
		}
		return l.write(name, content)
	}
	beside := path.Join(path.Dir(name), proficiency.LifecycleFile)
	if _, err := fs.Stat(l.o.Frameworks, beside); errors.Is(err, fs.ErrNotExist) {
		if err := l.write(beside, []byte(lifecycle)); err != nil {
			return err
		}
	}
	return l.write(name, content)
}

func (l *library) suggest(id string) string {
	entries, _ := fs.ReadDir(l.o.Frameworks, ".") // it is for a suggestion
	var ids []string
	for _, e := range entries {
		ids = append(ids, e.Name())
	}
	return source.DidYouMean(id, ids)
}

// copies makes sure of what comes from the catalogue.
func (l *library) copies(s *Scenario, c *proficiency.Catalog, copied map[proficiency.FrameworkID]bool) {
	for _, f := range s.Frameworks {
		if !copied[f.Ref.ID] {
			continue
		}
		found := false
		for _, ref := range c.Refs() {
			if ref.ID != f.Ref.ID || f.Ref.Version != (proficiency.Version{}) && f.Ref != ref {
				continue
			}
			found = true
			fw, err := c.Framework(ref)
			if err != nil {
				l.report(f.Position, "%s cannot be used: %v", ref, err)
				continue
			}
			l.known[ref.ID] = append(l.known[ref.ID], fw)
		}
		if !found {
			l.report(f.Position, "the catalogue has no %s", f.Ref)
		}
	}
}

// policy is what the scenario is run by.
func (l *library) policy(p Policy) *roles.Policy {
	if !p.given() {
		if l.o.Policy != nil {
			return l.o.Policy
		}
		return roles.Default()
	}
	src, ok := l.source(p.Position, p.File, p.Text)
	if !ok {
		return nil
	}
	file := p.File
	if file == "" {
		file = l.name
	}
	policy, found := l.read.policy(file, placed(p.Position, p.Text, src))
	l.findings(found, p.Text != "", p.Position.Line+1)
	if policy == nil && !found.HasErrors() {
		l.report(p.Position, "%v", fmt.Errorf("the policy cannot be used"))
	}
	return policy
}
