package scenario

import (
	"errors"
	"path"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// An annex is what stands beside the content of a version: in a file, or in a
// block of the scenario.
type annex struct {
	at         source.Position
	file, text string
	src        []byte
}

// beside adds what stands beside the versions that the scenario brings.
func (l *library) beside(s *Scenario) error {
	var errs []error
	said := map[proficiency.Ref]bool{}
	for _, one := range s.Lifecycles {
		t := annex{at: one.Position, file: one.File, text: one.Text}
		if l.brings(t.at, one.Of) && l.once(t.at, said, one.Of, "the lifecycle of "+one.Of.String()) && l.open(&t) {
			_, found := proficiency.ParseLifecycle(l.named(&t), t.placed())
			l.besides(&t, found)
			errs = append(errs, l.write(path.Join(folderOf(one.Of), proficiency.LifecycleFile), t.src))
		}
	}
	for id, versions := range l.known { // here are only those that the scenario brings
		for _, fw := range versions {
			if ref := fw.Ref(); !said[ref] {
				errs = append(errs, l.write(path.Join(string(id), ref.Version.String(), proficiency.LifecycleFile), []byte(lifecycle)))
			}
		}
	}
	type way struct{ from, to proficiency.Ref }
	led := map[way]bool{}
	for _, one := range s.Migrations {
		t := annex{at: one.Position, file: one.File, text: one.Text}
		to := proficiency.Ref{ID: one.From.ID, Version: one.To}
		if !l.brings(t.at, to) {
			continue
		}
		if led[way{one.From, to}] {
			l.report(t.at, "the migration from %s to %s is there twice", one.From, one.To)
			continue
		}
		led[way{one.From, to}] = true
		if l.open(&t) {
			l.led = append(l.led, migrating{annex: t, from: one.From, to: to})
			errs = append(errs, l.write(path.Join(folderOf(to), proficiency.MigrationFile(one.From.Version)), t.src))
		}
	}
	return errors.Join(errs...)
}

// A migrating is a migration that the scenario brings.
type migrating struct {
	annex
	from, to proficiency.Ref
}

// brings reports whether the scenario brings a version, so that something can
// stand beside it: what stands beside one of the catalogue is the catalogue's.
func (l *library) brings(at source.Position, ref proficiency.Ref) bool {
	if l.version(ref) != nil {
		return true
	}
	if slices.Contains(l.broken, ref.ID) { // and said to be
		return false
	}
	var brought []string
	for _, versions := range l.known {
		for _, fw := range versions {
			brought = append(brought, fw.Ref().String())
		}
	}
	slices.Sort(brought)
	are := "it brings none: the catalogue says this of its own"
	if len(brought) > 0 {
		are = "it brings " + source.Listing(brought)
	}
	l.report(at, "%s is no version that the scenario brings: %s%s", ref, are, source.DidYouMean(ref.String(), brought))
	return false
}

func (l *library) version(ref proficiency.Ref) *proficiency.Framework {
	for _, fw := range l.known[ref.ID] {
		if fw.Ref() == ref {
			return fw
		}
	}
	return nil
}

// once reports what is said again.
func (l *library) once(at source.Position, said map[proficiency.Ref]bool, ref proficiency.Ref, what string) bool {
	if said[ref] {
		l.report(at, "%s is there twice", what)
		return false
	}
	said[ref] = true
	return true
}

func (l *library) open(t *annex) (ok bool) {
	t.src, ok = l.source(t.at, t.file, t.text)
	return ok
}

func (t *annex) placed() []byte { return placed(t.at, t.text, t.src) }

// named is the file in which findings about the text are.
func (l *library) named(t *annex) string {
	if t.file != "" {
		return t.file
	}
	return l.name
}

func (l *library) besides(t *annex, found source.Diagnostics) {
	l.findings(found, t.text != "", t.at.Line+1)
}

// migrations reads the migrations for their findings, now that all versions are known.
func (l *library) migrations() {
	for i := range l.led {
		m := &l.led[i]
		from := l.version(m.from)
		if from == nil {
			var versions []string
			for _, fw := range l.known[m.from.ID] {
				versions = append(versions, fw.Ref().String())
			}
			l.report(m.at, "there is no %s to lead from: there are %s%s", m.from, source.Listing(versions), source.DidYouMean(m.from.String(), versions))
			continue
		}
		_, found := l.read.migration(l.named(&m.annex), m.placed(), from, l.version(m.to))
		l.besides(&m.annex, found)
	}
}
