package proficiency

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"

	"github.com/countersign-go/countersign/proficiency/source"
)

var (
	// ErrUnknownFramework is wrapped by the error for a framework, or a
	// version of one, that a catalogue does not hold. Its message lists what there is.
	ErrUnknownFramework = errors.New("unknown framework")
	// ErrNoneOpen is wrapped by the error for a framework of which no version
	// is open for enrolment. Its message says why, for each.
	ErrNoneOpen = errors.New("no version is open for enrolment")
	// ErrNoMigration is wrapped by the error for two versions of a framework of
	// which no migration leads from the one to the other. Its message says which there are.
	ErrNoMigration = errors.New("no migration")
)

// LifecycleFile is the name of the file beside a framework that holds its [Lifecycle].
const LifecycleFile = "lifecycle.yaml"

// A Catalog is a folder of frameworks, each in one or more versions:
//
//	hand-hygiene/1.0.0/hand-hygiene.yaml
//	hand-hygiene/1.0.0/lifecycle.yaml
//	hand-hygiene/1.1.0/hand-hygiene.yaml
//	hand-hygiene/1.1.0/from-1.0.0.yaml
//
// The last is the migration from the version in its name, see [Migration].
// Which versions there are is found once, by [NewCatalog]. What the files hold
// is read when first asked for, once, and kept for as long as the Catalog is,
// failures too: to see what has changed since, make a new Catalog. It is safe
// for concurrent use.
type Catalog struct {
	fsys    fs.FS
	entries []*entry // by ref
	byRef   map[Ref]*entry
	strays  source.Diagnostics
	ways    ways
}

// An entry is one version of a framework.
type entry struct {
	ref       Ref
	dir       string
	framework func() (*Framework, source.Diagnostics, error)
	lifecycle func() (Lifecycle, source.Diagnostics, error)
	// migrations are those that lead here, by the version that they lead from.
	migrations map[Version]func() (*Migration, source.Diagnostics, error)
}

// NewCatalog finds the frameworks in fsys. It reads folders, no files; the
// error says that a folder could not be read. Whatever else is there it
// ignores; [Catalog.Check] says what of it looks like a mistake.
func NewCatalog(fsys fs.FS) (*Catalog, error) {
	s := catalogScan{fsys: fsys}
	if err := s.root(); err != nil {
		return nil, fmt.Errorf("cannot read the catalogue: %w", err)
	}
	c := &Catalog{fsys: fsys, entries: s.entries, byRef: make(map[Ref]*entry, len(s.entries)), strays: s.strays}
	slices.SortFunc(c.entries, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(a.ref.ID, b.ref.ID), a.ref.Version.Compare(b.ref.Version))
	})
	for _, e := range c.entries {
		c.byRef[e.ref] = e
	}
	for _, e := range c.entries {
		c.addMigrations(fsys, e, s.migrations[e.ref])
	}
	c.strays = c.strays.Sort()
	return c, nil
}

// Refs are all versions of all frameworks, by id and then from the oldest version to the newest.
func (c *Catalog) Refs() []Ref {
	refs := make([]Ref, len(c.entries))
	for i, e := range c.entries {
		refs[i] = e.ref
	}
	return refs
}

// Framework is that version of that framework. The error wraps
// [ErrUnknownFramework] if there is none, is [source.Diagnostics] if the file
// has errors, and otherwise says that the file could not be read. Positions
// inside the framework name its file without folders.
func (c *Catalog) Framework(ref Ref) (*Framework, error) {
	e := c.byRef[ref]
	if e == nil {
		return nil, c.unknown(ref.ID, ref.String())
	}
	f, findings, err := e.framework()
	if err == nil {
		err = findings.Err()
	}
	return f, err
}

// Lifecycle is where that version is in its life; without a lifecycle.yaml it
// is a [Draft]. Errors are those of [Catalog.Framework].
func (c *Catalog) Lifecycle(ref Ref) (Lifecycle, error) {
	e := c.byRef[ref]
	if e == nil {
		return Lifecycle{}, c.unknown(ref.ID, ref.String())
	}
	l, findings, err := e.lifecycle()
	if err == nil {
		err = findings.Err()
	}
	return l, err
}

// Newest is the newest version of the framework, whatever its lifecycle; ok is
// false if there is none.
func (c *Catalog) Newest(id FrameworkID) (ref Ref, ok bool) {
	return c.newest(func(r Ref) bool { return r.ID == id })
}

// NewestOf is the newest version with that major number; ok is false if there is none.
func (c *Catalog) NewestOf(id FrameworkID, major uint32) (ref Ref, ok bool) {
	return c.newest(func(r Ref) bool { return r.ID == id && r.Version.Major == major })
}

func (c *Catalog) newest(fits func(Ref) bool) (Ref, bool) {
	for _, e := range slices.Backward(c.entries) {
		if fits(e.ref) {
			return e.ref, true
		}
	}
	return Ref{}, false
}

// Newer are the versions of the framework that are newer than ref by no more
// than that step, the newest first, whatever their lifecycle.
func (c *Catalog) Newer(ref Ref, most Step) (newer []Ref) {
	for _, e := range slices.Backward(c.entries) {
		if step := ref.Version.StepTo(e.ref.Version); e.ref.ID == ref.ID && step != StepNone && step <= most {
			newer = append(newer, e.ref)
		}
	}
	return newer
}

// NewestOpen is the newest version on which a learner may be enrolled on that
// day. The error wraps [ErrUnknownFramework] or [ErrNoneOpen]; it is that of
// [Catalog.Lifecycle] if a newer version's lifecycle cannot be read, because
// an older version may then be the wrong one.
func (c *Catalog) NewestOpen(id FrameworkID, day Date) (Ref, error) {
	closed := ""
	for _, e := range slices.Backward(c.entries) {
		if e.ref.ID != id {
			continue
		}
		l, err := c.Lifecycle(e.ref)
		if err != nil {
			return Ref{}, err
		}
		open, why, _ := l.OpenForEnrolment(day)
		if open {
			return e.ref, nil
		}
		closed += "; " + e.ref.Version.String() + ": " + why
	}
	if closed == "" {
		return Ref{}, c.unknown(id, string(id))
	}
	return Ref{}, fmt.Errorf("%s on %s: %w%s", id, day, ErrNoneOpen, closed)
}

// unknown says what there is instead of name, a framework with or without its version.
func (c *Catalog) unknown(id FrameworkID, name string) error {
	var ids, versions []string
	for _, e := range c.entries {
		if e.ref.ID == id {
			versions = append(versions, e.ref.Version.String())
		}
		ids = append(ids, string(e.ref.ID))
	}
	ids = slices.Compact(ids)
	switch {
	case len(ids) == 0:
		return fmt.Errorf("%w %s: the catalogue is empty", ErrUnknownFramework, source.Quote(name))
	case len(versions) > 0:
		return fmt.Errorf("%w %s (there is %s)", ErrUnknownFramework, source.Quote(name), source.Listing(versions))
	}
	return fmt.Errorf("%w %s%s (there is %s)", ErrUnknownFramework, source.Quote(name),
		source.DidYouMean(string(id), ids), source.Listing(ids))
}

func newEntry(fsys fs.FS, ref Ref, hasLifecycle bool) *entry {
	e := &entry{ref: ref, dir: path.Join(string(ref.ID), ref.Version.String())}
	e.framework = onceValues(func() (*Framework, source.Diagnostics, error) { return loadFramework(fsys, e) })
	e.lifecycle = noLifecycle
	if hasLifecycle {
		e.lifecycle = onceValues(func() (Lifecycle, source.Diagnostics, error) { return loadLifecycle(fsys, e) })
	}
	return e
}

// onceValues is sync.OnceValues for what is read from a file.
func onceValues[T any](read func() (T, source.Diagnostics, error)) func() (T, source.Diagnostics, error) {
	type outcome struct {
		value    T
		findings source.Diagnostics
		err      error
	}
	once := sync.OnceValue(func() outcome {
		value, findings, err := read()
		return outcome{value, findings, err}
	})
	return func() (T, source.Diagnostics, error) {
		o := once()
		return o.value, slices.Clone(o.findings), o.err // so that no caller sorts what all share
	}
}
