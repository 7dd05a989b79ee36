package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

const versionDetails = `OLD and NEW are versions of one framework, each named by its id and version, of those that come with the library and
those in folders; by its file, or the folder of the version; by git:REV:PATH, as it was in a revision of the repository
that the command runs in; - is standard input. The migration is the file from-VERSION.yaml beside NEW, if there is one.`

// A version is a framework that was read, with what stands beside its file.
type version struct {
	*proficiency.Framework
	text   text
	beside func(name string) (text, error) // errors wrap fs.ErrNotExist where there is none
}

// versions read two versions of one framework. Where they have errors these
// are printed, and ok is false.
func (s *session) versions(args []string, folders []string) (old, new *version, ok bool, err error) {
	if len(args) != 2 {
		return nil, nil, false, wrong("name two versions of a framework, the older one first")
	}
	old, err = s.version(args[0], folders)
	if err != nil {
		return nil, nil, false, err
	}
	new, err = s.version(args[1], folders)
	if err != nil || old == nil || new == nil {
		return nil, nil, false, err
	}
	if old.ID() != new.ID() {
		return nil, nil, false, wrong("%s and %s are two frameworks, and not two versions of one", old.Ref(), new.Ref())
	}
	return old, new, true, nil
}

// version reads a framework by any name that it may have. Where it has errors
// these are printed, and it is nil without an error.
func (s *session) version(named string, folders []string) (*version, error) {
	var from files
	switch rest, isGit := strings.CutPrefix(named, "git:"); {
	case isGit:
		revision, file, ok := strings.Cut(rest, ":")
		if !ok || revision == "" || file == "" || strings.HasPrefix(revision, "-") {
			return nil, wrong("%s is not git:REV:PATH, such as git:HEAD~1:frameworks/ward-care/1.0.0/ward-care.yaml", source.Quote(named))
		}
		from = gitFiles{s, revision}
		named = file
	case named == standardInput:
		t, err := s.read(named)
		if err != nil {
			return nil, err
		}
		return s.parsed(t, func(string) (text, error) { return text{}, fs.ErrNotExist })
	case isFile(named) || isFolder(named):
		from = diskFiles{s}
	default:
		return s.catalogued(named, folders)
	}
	file, err := frameworkIn(from, named)
	if err != nil {
		return nil, err
	}
	t, err := from.read(file)
	if err != nil {
		return nil, err
	}
	return s.parsed(t, func(name string) (text, error) { return from.read(from.join(from.dir(file), name)) })
}

func isFolder(named string) bool {
	info, err := os.Stat(named)
	return err == nil && info.IsDir()
}

func (s *session) parsed(t text, beside func(string) (text, error)) (*version, error) {
	fw, found := proficiency.Parse(t.name, t.src)
	if found.HasErrors() {
		s.findings(found, t)
		return nil, nil
	}
	return &version{fw, t, beside}, nil
}

// catalogued is a version of those in folders and those that come with the library.
func (s *session) catalogued(named string, folders []string) (*version, error) {
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
	if _, err := catalog.Framework(ref); err != nil && !errors.As(err, new(source.Diagnostics)) {
		return nil, err
	}
	dir := path.Join(string(ref.ID), ref.Version.String())
	read := func(name string) (text, error) {
		src, err := source.ReadFile(l, path.Join(dir, name), nil)
		return newText(l.where(path.Join(dir, name)), src), err
	}
	t, err := read(string(ref.ID) + ".yaml")
	if err != nil {
		return nil, err
	}
	return s.parsed(t, read)
}

// files are where a framework is read from.
type files interface {
	read(file string) (text, error)
	// list gives the names in a folder; it is an error for what is none.
	list(folder string) (names []string, err error)
	join(folder, name string) string
	dir(file string) string
}

// frameworkIn is the file that is meant by its name or that of its folder.
func frameworkIn(from files, named string) (string, error) {
	names, err := from.list(named)
	if err != nil {
		return named, nil // it is no folder; reading it says what it is
	}
	var found []string
	for _, name := range names {
		if _, migration := proficiency.MigrationFrom(name); !isYAML(name) || migration || name == proficiency.LifecycleFile {
			continue
		}
		file := from.join(named, name)
		if t, err := from.read(file); err != nil {
			return "", err
		} else if kindOf(file, t.src) == frameworkKind {
			found = append(found, file)
		}
	}
	slices.Sort(found)
	switch len(found) {
	case 0:
		return "", fmt.Errorf("%s holds no framework: name the folder of a version, such as ward-care/1.0.0, or its file", named)
	case 1:
		return found[0], nil
	}
	return "", fmt.Errorf("%s holds several frameworks: name one of %s", named, source.Listing(found))
}

// diskFiles are those on the disk.
type diskFiles struct{ s *session }

func (d diskFiles) read(file string) (text, error) { return d.s.read(file) }

func (diskFiles) list(folder string) (names []string, err error) {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err
}

func (diskFiles) join(folder, name string) string { return filepath.Join(folder, name) }

func (diskFiles) dir(file string) string { return filepath.Dir(file) }

// migration reads the migration between two versions: that in a file, or the one
// beside the newer. Found are its findings; without any there may be none.
func (s *session) migration(old, new *version, file string) (m *proficiency.Migration, t text, found source.Diagnostics, err error) {
	if file != "" {
		t, err = s.read(file)
	} else if t, err = new.beside(proficiency.MigrationFile(old.Version())); errors.Is(err, fs.ErrNotExist) {
		return nil, text{}, nil, nil
	}
	if err != nil {
		return nil, text{}, nil, err
	}
	m, found = proficiency.ParseMigration(t.name, t.src, old.Framework, new.Framework)
	return m, t, found, nil
}
