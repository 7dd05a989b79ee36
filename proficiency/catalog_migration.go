package proficiency

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"

	"github.com/countersign-go/countersign/proficiency/source"
)

// ways are the migrations that were asked for, once they are found.
type ways struct {
	mu    sync.Mutex
	found map[[2]Ref]func() (*Migration, error)
}

// Migration is what becomes of results on one version for those who go on with
// a newer one of the same framework. It is the one whose file stands beside the
// newer version, or else the fewest of them that lead there one after the
// other, composed. Between versions of which nothing changed that results hang
// on, no file is needed.
//
// The error wraps [ErrUnknownFramework] for a version that the catalogue does
// not hold and [ErrNoMigration] where none leads there. It is
// [source.Diagnostics] if a migration on the way, or one of the versions, has
// errors, and otherwise says that a file could not be read.
func (c *Catalog) Migration(from, to Ref) (*Migration, error) {
	for _, ref := range []Ref{from, to} {
		if c.byRef[ref] == nil {
			return nil, c.unknown(ref.ID, ref.String())
		}
	}
	if from.ID != to.ID || to.Version.Compare(from.Version) <= 0 {
		return nil, fmt.Errorf("%w leads from %s to %s, which is no newer version of it", ErrNoMigration, from, to)
	}
	c.ways.mu.Lock()
	if c.ways.found == nil {
		c.ways.found = map[[2]Ref]func() (*Migration, error){}
	}
	find := c.ways.found[[2]Ref{from, to}]
	if find == nil {
		find = sync.OnceValues(func() (*Migration, error) { return c.way(from, to) })
		c.ways.found[[2]Ref{from, to}] = find
	}
	c.ways.mu.Unlock()
	return find()
}

// way finds and composes the migrations that lead from one version to another.
func (c *Catalog) way(from, to Ref) (*Migration, error) {
	steps, err := c.steps(from, to)
	if err != nil {
		return nil, err
	}
	var whole *Migration
	for i := range steps[1:] {
		step, err := c.step(steps[i], steps[i+1])
		switch {
		case err != nil:
			return nil, err
		case whole == nil:
			whole = step
		default:
			if whole, err = whole.Then(step); err != nil {
				return nil, err
			}
		}
	}
	return whole, nil
}

// steps are the versions on the way, both ends included: as few as can be, and
// of as many the newest. Files alone lead it, if they do.
func (c *Catalog) steps(from, to Ref) ([]Ref, error) {
	file := func(a, b *entry) (bool, error) { return b.migrations[a.ref.Version] != nil, nil }
	if steps, _ := c.search(from, to, file); steps != nil {
		return steps, nil
	}
	steps, err := c.search(from, to, func(a, b *entry) (bool, error) {
		if b.migrations[a.ref.Version] != nil {
			return true, nil
		}
		m, err := c.unwritten(a.ref, b.ref)
		return m != nil, err
	})
	if steps == nil && err == nil {
		err = fmt.Errorf("%w leads from %s to %s%s", ErrNoMigration, from, to, c.migrationsTo(to))
	}
	return steps, err
}

// migrationsTo says which files lead to a version.
func (c *Catalog) migrationsTo(to Ref) string {
	var files []string
	for _, e := range c.entries {
		if e.ref.ID == to.ID && c.byRef[to].migrations[e.ref.Version] != nil {
			files = append(files, MigrationFile(e.ref.Version))
		}
	}
	if len(files) == 0 {
		return ": there is none beside " + to.String()
	}
	return ": beside " + to.String() + " there is " + source.Listing(files)
}

// search looks for the fewest steps, from the newest version on, breadth first.
func (c *Catalog) search(from, to Ref, leads func(a, b *entry) (bool, error)) ([]Ref, error) {
	before := map[Ref]Ref{}
	for next := []Ref{from}; len(next) > 0; next = next[1:] {
		a := c.byRef[next[0]]
		for _, b := range slices.Backward(c.entries) {
			_, been := before[b.ref]
			if been || b.ref.ID != from.ID || b.ref.Version.Compare(a.ref.Version) <= 0 || b.ref.Version.Compare(to.Version) > 0 {
				continue
			}
			if ok, err := leads(a, b); err != nil {
				return nil, err
			} else if !ok {
				continue
			}
			before[b.ref] = a.ref
			if b.ref == to {
				return trail(before, from, to), nil
			}
			next = append(next, b.ref)
		}
	}
	return nil, nil
}

func trail(before map[Ref]Ref, from, to Ref) []Ref {
	steps := []Ref{to}
	for to != from {
		to = before[to]
		steps = append(steps, to)
	}
	slices.Reverse(steps)
	return steps
}

// step is the migration between two versions, of its file or for want of one.
func (c *Catalog) step(from, to Ref) (*Migration, error) {
	load := c.byRef[to].migrations[from.Version]
	if load == nil {
		return c.unwritten(from, to)
	}
	m, findings, err := load()
	if err == nil {
		err = findings.Err()
	}
	if err == nil && m == nil { // what it is between has errors, and is to blame
		_, err = c.unwritten(from, to)
	}
	return m, err
}

// unwritten is the migration that needs no file; nil where one is needed.
func (c *Catalog) unwritten(from, to Ref) (*Migration, error) {
	old, err := c.Framework(from)
	if err != nil {
		return nil, err
	}
	new, err := c.Framework(to)
	if err != nil {
		return nil, err
	}
	return carrying(Compare(old, new)), nil
}

// addMigrations adds to an entry the migrations that lead to it. One from a
// version that is not there is a mistake.
func (c *Catalog) addMigrations(fsys fs.FS, e *entry, from []Version) {
	for _, v := range from {
		if c.byRef[Ref{e.ref.ID, v}] == nil {
			c.strays = append(c.strays, finding(path.Join(e.dir, MigrationFile(v)), source.Error, codeUnknownVersion,
				"there is no version %s of %s to leave%s", v, e.ref.ID, c.versionsOf(e.ref.ID)))
		}
		if e.migrations == nil {
			e.migrations = map[Version]func() (*Migration, source.Diagnostics, error){}
		}
		e.migrations[v] = onceValues(func() (*Migration, source.Diagnostics, error) { return c.loadMigration(fsys, e, v) })
	}
}

// loadMigration reads a migration. Where a version that it is between cannot be
// used, which has findings of its own, only the file itself is judged.
func (c *Catalog) loadMigration(fsys fs.FS, e *entry, from Version) (*Migration, source.Diagnostics, error) {
	base := MigrationFile(from)
	file := path.Join(e.dir, base)
	src, findings, err := readRegular(fsys, file)
	if findings != nil {
		return nil, findings, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("migration from %s to %s: %w", from, e.ref, err)
	}
	var old, new *Framework
	if left := c.byRef[Ref{e.ref.ID, from}]; left != nil {
		old, _, _ = left.framework()
		new, _, _ = e.framework()
	}
	m, findings := ParseMigration(base, src, old, new)
	return m, inFile(findings, file), nil
}

// codeUnknownVersion is the code of a migration from a version that is not there.
const codeUnknownVersion = "unknown-version"

func (c *Catalog) versionsOf(id FrameworkID) string {
	var versions []string
	for _, e := range c.entries {
		if e.ref.ID == id {
			versions = append(versions, e.ref.Version.String())
		}
	}
	return ": there is " + source.Listing(versions)
}

// Stranded finds versions that have to be finished by a day and from which no
// migration leads on: those of the lifecycles that say so. It is part of
// [Catalog.Check], for whoever reads the files another way. The error joins
// what could not be read.
func (c *Catalog) Stranded() (source.Diagnostics, error) {
	var found source.Diagnostics
	var failed error
	for _, e := range c.entries {
		life, _, err := e.lifecycle()
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		if life.FinishBy.IsZero() || c.leadsOn(e) {
			continue
		}
		d := finding(path.Join(e.dir, LifecycleFile), source.Error, codeStranded,
			"sign-off ends on %s, and no migration leads from %s to a newer version: write %s beside that", life.FinishBy, e.ref, MigrationFile(e.ref.Version))
		d.Position.Line, d.Position.Col = life.FinishByPosition.Line, life.FinishByPosition.Col
		found = append(found, d)
	}
	return found.Sort(), failed
}

// codeStranded is the code of what cannot be finished and leads nowhere.
const codeStranded = "finish-by-without-migration"

// leadsOn reports whether a migration leads from a version to a newer one. A
// version that cannot be used has findings of its own.
func (c *Catalog) leadsOn(e *entry) bool {
	for _, b := range c.entries {
		if b.ref.ID != e.ref.ID || b.ref.Version.Compare(e.ref.Version) <= 0 {
			continue
		}
		if b.migrations[e.ref.Version] != nil {
			return true
		}
		if m, err := c.unwritten(e.ref, b.ref); m != nil || err != nil {
			return true
		}
	}
	return false
}
