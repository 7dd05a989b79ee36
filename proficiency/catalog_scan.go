package proficiency

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// Codes of findings about a catalogue's files and folders.
const (
	codeMisnamedFolder   = "misnamed-folder"
	codeStrayFile        = "stray-file"
	codeMissingFramework = "missing-framework"
	codeUnreadable       = "unreadable"
	codeMisplaced        = "misplaced"

	codeMisnamedMigration = "misnamed-migration"
)

// A catalogScan finds the frameworks in a folder, and what looks like a mistake.
type catalogScan struct {
	fsys       fs.FS
	entries    []*entry
	strays     source.Diagnostics
	migrations map[Ref][]Version // by what they lead to, what from
}

// A found is a file or folder.
type found struct {
	name string
	dir  bool // or a link to one
}

func (s *catalogScan) root() error {
	founds, err := s.list(".")
	if err != nil {
		return err
	}
	for _, f := range founds {
		switch {
		case f.dir && ValidID(f.name):
			err = s.framework(f.name)
		case f.dir:
			s.foreignFolder(f.name)
		case isYAML(f.name):
			s.stray(f.name, source.Warning, codeStrayFile, "a framework is only found in %s", layout)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

const layout = "<id>/<version>/<id>.yaml"

// foreignFolder is a folder of the top level whose name is no id. It is a
// mistake if it holds what could be versions.
func (s *catalogScan) foreignFolder(dir string) {
	founds, _ := s.list(dir) // what is not ours may be closed to us
	for _, f := range founds {
		if f.dir && likeVersion.MatchString(f.name) {
			s.stray(dir, source.Error, codeMisnamedFolder, "the folder is not named like an id: write a–z, 0–9, '.' and '-'%s",
				source.DidYouMean(dir, []string{strings.ReplaceAll(strings.ToLower(dir), "_", "-")}))
			return
		}
	}
}

func (s *catalogScan) framework(id string) error {
	founds, err := s.list(id)
	if err != nil {
		return err
	}
	for _, f := range founds {
		at := path.Join(id, f.name)
		switch version, invalid := ParseVersion(f.name); {
		case f.dir && invalid == nil:
			err = s.version(Ref{FrameworkID(id), version}, at)
		case f.dir:
			err = s.otherFolder(id, at)
		case invalid == nil:
			s.stray(at, source.Error, codeUnreadable, "this is named like a version and is not a folder that can be read")
		case isYAML(f.name):
			s.stray(at, source.Warning, codeStrayFile, "a framework is only found in %s", layout)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// otherFolder is a folder beside those of versions. It is a mistake if it is
// almost named like one, or holds what they hold.
func (s *catalogScan) otherFolder(id, dir string) error {
	founds, err := s.list(dir)
	severity := source.Warning
	if likeVersion.MatchString(path.Base(dir)) {
		severity = source.Error
	} else if !slices.ContainsFunc(founds, func(f found) bool { return f.name == id+".yaml" }) {
		return err
	}
	s.stray(dir, severity, codeMisnamedFolder, "the folder is not named like a version: write MAJOR.MINOR.PATCH, such as 1.0.0")
	return err
}

func (s *catalogScan) version(ref Ref, dir string) error {
	founds, err := s.list(dir)
	if err != nil {
		return err
	}
	want := string(ref.ID) + ".yaml"
	framework, lifecycle := false, false
	for _, f := range founds {
		if f.dir && (f.name == want || f.name == LifecycleFile) {
			s.strays = append(s.strays, notAFile(path.Join(dir, f.name)))
		}
		switch {
		case f.name == want:
			framework = true
		case f.name == LifecycleFile:
			lifecycle = true
		case likeMigration.MatchString(f.name):
			s.migration(ref, dir, f)
		case !f.dir && isYAML(f.name):
			s.stray(path.Join(dir, f.name), source.Warning, codeStrayFile, "nothing reads this file%s",
				source.DidYouMean(f.name, []string{want, LifecycleFile}))
		}
	}
	if !framework {
		s.stray(dir, source.Error, codeMissingFramework, "the folder of a version needs the file %s", want)
		return nil
	}
	s.entries = append(s.entries, newEntry(s.fsys, ref, lifecycle))
	return nil
}

// migration is a file beside a framework that is named like a migration.
func (s *catalogScan) migration(to Ref, dir string, f found) {
	at := path.Join(dir, f.name)
	from, ok := MigrationFrom(f.name)
	switch {
	case !ok:
		s.stray(at, source.Error, codeMisnamedMigration, "the file is not named like a migration: write %s with the version that it leads from",
			MigrationFile(Version{Major: 1}))
	case f.dir:
		s.strays = append(s.strays, notAFile(at))
	default:
		if s.migrations == nil {
			s.migrations = map[Ref][]Version{}
		}
		s.migrations[to] = append(s.migrations[to], from)
	}
}

// list is what a folder holds, without names that begin with a dot.
func (s *catalogScan) list(dir string) ([]found, error) {
	entries, err := fs.ReadDir(s.fsys, dir)
	if err != nil {
		return nil, err
	}
	founds := make([]found, 0, len(entries))
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		f := found{e.Name(), e.IsDir()}
		if e.Type()&fs.ModeSymlink != 0 {
			info, err := fs.Stat(s.fsys, path.Join(dir, e.Name()))
			f.dir = err == nil && info.IsDir()
		}
		founds = append(founds, f)
	}
	return founds, nil
}

func (s *catalogScan) stray(file string, severity source.Severity, code, format string, args ...any) {
	s.strays = append(s.strays, finding(file, severity, code, format, args...))
}

func isYAML(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

// likeVersion is what somebody may write who means a version.
var likeVersion = regexp.MustCompile(`(?i)^v?[0-9]+([._-]|$)`)

// likeMigration is what somebody may call a file that is meant as a migration.
var likeMigration = regexp.MustCompile(`(?i)^from[-_. ]?v?[0-9].*\.ya?ml$`)
