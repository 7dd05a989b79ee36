package cli

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

const showDetails = namedDetails + `
The id of a proficiency or of a section shows it in full, with what holds for it by defaults. A text in another language
than the one that it is shown in has that language behind it in square brackets.`

func show(flags *flag.FlagSet) action {
	folders, languages := foldersFlag(flags), languageFlag(flags)
	return func(s *session, args []string) (bool, error) {
		if len(args) == 0 || len(args) > 2 {
			return false, wrong("name a framework, by its id or its file, and at most one proficiency or section of it")
		}
		c, err := s.content(args[0], *folders)
		if c == nil {
			return false, err
		}
		c.texts = c.In(*languages...)
		if len(args) == 1 {
			c.head()
			return true, nil
		}
		return true, c.part(args[1])
	}
}

// A content is a framework that was read, with where it is in its life.
type content struct {
	*session
	*proficiency.Framework
	texts proficiency.Texts
	life  proficiency.Lifecycle
	known bool   // whether the lifecycle is
	file  string // what its file is called
}

// content reads a framework by its id or its file. Where it has errors these
// are printed, and it is nil without an error.
func (s *session) content(named string, folders []string) (*content, error) {
	if isFile(named) {
		return s.contentOfFile(named)
	}
	l, err := libraryOf(folders)
	if err != nil {
		return nil, err
	}
	catalog, err := proficiency.NewCatalog(l)
	if err != nil {
		return nil, err
	}
	ref, err := refOf(catalog, named)
	if err != nil {
		return nil, err
	}
	fw, err := catalog.Framework(ref)
	if s.wrongContent(l, err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	life, err := catalog.Lifecycle(ref)
	if s.wrongContent(l, err) {
		return nil, nil
	}
	at := filepath.ToSlash(filepath.Join(string(ref.ID), ref.Version.String(), string(ref.ID)+".yaml"))
	return &content{session: s, Framework: fw, life: life, known: true, file: l.where(at)}, err
}

// say is a text with its language, where that is not the one shown.
func (c *content) say(t proficiency.Text) string {
	if t.Text == "" || t.Language == c.texts.Language() {
		return t.Text
	}
	return t.Text + " [" + t.Language + "]"
}

// isFile holds for what is meant as the name of a file, and not as an id.
func isFile(named string) bool {
	ext := filepath.Ext(named)
	return named == standardInput || ext == ".yaml" || ext == ".yml" || strings.ContainsAny(named, `/\`)
}

// contentOfFile reads a framework from a file, and the lifecycle beside it.
func (s *session) contentOfFile(file string) (*content, error) {
	t, err := s.read(file)
	if err != nil {
		return nil, err
	}
	fw, found := proficiency.Parse(t.name, t.src)
	if found.HasErrors() {
		s.findings(found, t)
		return nil, nil
	}
	c := &content{session: s, Framework: fw, file: t.name}
	if file == standardInput {
		return c, nil
	}
	beside := filepath.Join(filepath.Dir(file), proficiency.LifecycleFile)
	src, err := source.ReadFile(disk{}, beside, nil)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	} else if err != nil {
		return nil, err
	}
	if c.life, found = proficiency.ParseLifecycle(beside, src); found.HasErrors() {
		s.findings(found, newText(beside, src))
		return nil, nil
	}
	c.known = true
	return c, nil
}

// wrongContent prints what is wrong with content of a library, if that is what err says.
func (s *session) wrongContent(l library, err error) bool {
	var found source.Diagnostics
	if !errors.As(err, &found) {
		return false
	}
	(&listing{session: s, library: l}).wrongFiles(found)
	return true
}

// refOf is the version that is meant by an id, with or without a version.
func refOf(c *proficiency.Catalog, named string) (proficiency.Ref, error) {
	if strings.Contains(named, "@") {
		ref, err := proficiency.ParseRef(named)
		if err != nil {
			return ref, wrong("%v", err)
		}
		return ref, nil // Catalog says if there is none
	}
	id := proficiency.FrameworkID(named)
	for _, ref := range slices.Backward(c.Refs()) {
		if life, err := c.Lifecycle(ref); ref.ID == id && err == nil && life.Status == proficiency.Published {
			return ref, nil
		}
	}
	if ref, ok := c.Newest(id); ok {
		return ref, nil
	}
	return proficiency.Ref{}, unknownFramework(c, named)
}

// unknownFramework says which frameworks there are.
func unknownFramework(c *proficiency.Catalog, named string) error {
	var ids []string
	for _, ref := range c.Refs() {
		ids = append(ids, string(ref.ID))
	}
	ids = slices.Compact(ids)
	hint := source.DidYouMean(named, ids)
	if hint == "" {
		hint = ": there are " + source.Listing(ids) + "; --dir names a folder of others, and a file has a path such as ./framework.yaml"
	}
	return fmt.Errorf("there is no framework %s%s", source.Quote(named), hint)
}

// part shows the proficiency or the section of that id.
func (c *content) part(id string) error {
	if it := c.Item(proficiency.ItemID(id)); it != nil {
		c.item(it)
		return nil
	}
	if sec := c.Section(proficiency.SectionID(id)); sec != nil {
		c.section(sec)
		return nil
	}
	var known []string
	for it := range c.Items().Values() {
		known = append(known, string(it.ID()))
	}
	for sec := range c.AllSections().Values() {
		known = append(known, string(sec.ID()))
	}
	hint := source.DidYouMean(id, known)
	if hint == "" {
		hint = fmt.Sprintf(": show %s lists its sections, and show with one of these its %s", c.Ref(), plain(c.texts.Many().Text))
	}
	return wrong("%s has no %s or section %s%s", c.Ref(), plain(c.texts.One().Text), source.Quote(id), hint)
}
