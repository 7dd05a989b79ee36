package scenario

import (
	"io/fs"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
)

// upgrading is the default policy, with other newer versions that enrolments go
// on with by themselves; the zero Policy leaves that as it is.
func (w *walker) upgrading() Policy {
	most := []roles.AutoUpgrade{"", "", roles.AutoUpgradeCompatible, roles.AutoUpgradeCompatible, roles.AutoUpgradeNone}[w.IntN(5)]
	if most == "" {
		return Policy{}
	}
	return Policy{Text: defaultUpgrading(most)}
}

var autoUpgradeLine = regexp.MustCompile(`(?m)^auto_upgrade: .*$`)

// defaultUpgrading is the text of the default policy, with another auto_upgrade.
func defaultUpgrading(most roles.AutoUpgrade) string {
	src, err := fs.ReadFile(roles.FS(), "default.yaml")
	if err != nil {
		panic("scenario: " + err.Error()) // it is embedded
	}
	return autoUpgradeLine.ReplaceAllString(string(src), "auto_upgrade: "+string(most))
}

// asDefault are the digests of the default policy and of those that differ from
// it in auto_upgrade alone.
var asDefault = sync.OnceValue(func() []canonical.Digest {
	digests := []canonical.Digest{roles.Default().Digest()}
	for _, most := range []roles.AutoUpgrade{roles.AutoUpgradeCompatible, roles.AutoUpgradeNone} {
		if p, found := roles.Parse("default.yaml", []byte(defaultUpgrading(most))); !found.HasErrors() {
			digests = append(digests, p.Digest())
		}
	}
	return digests
})

// successors gives every framework that was made newer versions, one after the
// other, with the migrations between them.
func (w *walker) successors() {
	for _, first := range slices.Clone(w.s.Frameworks) {
		last, before := first, Framework{}
		for nth := 1; nth < 2+w.IntN(2); nth++ {
			next, ok := succeed(w.Rand, w.o.Policy, last, nth)
			if !ok {
				break
			}
			w.s.Frameworks = append(w.s.Frameworks, next.Framework)
			if !w.chance(15) { // or nobody wrote one
				w.s.Migrations = append(w.s.Migrations, next.by)
			}
			if before.Text != "" && w.chance(3) {
				w.atOnceTo(next.Framework, before)
			}
			before, last = last, next.Framework
		}
	}
}

// atOnceTo has a migration lead to a version from one before the one before.
func (w *walker) atOnceTo(next, before Framework) {
	old, found := proficiency.Parse("made.yaml", []byte(before.Text))
	if found.HasErrors() {
		return
	}
	new, found := proficiency.Parse("made.yaml", []byte(next.Text))
	if found.HasErrors() {
		return
	}
	a := &author{Rand: w.Rand, c: proficiency.Compare(old, new)}
	const tries = 4
	for n := range tries {
		a.carries = n < tries-1
		if s, ok := leadTo(old, next.Text, a.body(), next.Ref.Version); ok {
			w.s.Migrations = append(w.s.Migrations, s.by)
			return
		}
	}
}

// lifecycles has versions that a newer one follows have to be finished by a
// day, or take nobody any more, and newer ones be published later, now and then.
func (w *walker) lifecycles() {
	start := proficiency.DateOf(w.s.Start, time.UTC)
	later := func() proficiency.Date { return laterBy(start, 1+w.IntN(24)) }
	for _, f := range w.s.Frameworks {
		followed := slices.ContainsFunc(w.s.Migrations, func(m Migration) bool { return m.From == f.Ref })
		first := f.Ref.Version == proficiency.Version{Major: 1}
		text := ""
		switch {
		case followed && w.chance(3):
			text = "status: published\npublished: 1990-01-01\nfinish_by: " + later().String() + "\n"
		case followed && w.chance(4):
			text = "status: retired\npublished: 1990-01-01\nretired: {on: " + later().String() + ", reason: There is a newer one.}\n"
		case !first && w.chance(6):
			text = "status: published\npublished: " + later().String() + "\n"
		case !first && w.chance(20):
			text = "status: draft\n"
		}
		if text != "" {
			w.s.Lifecycles = append(w.s.Lifecycles, Lifecycle{Of: f.Ref, Text: text})
		}
	}
}
