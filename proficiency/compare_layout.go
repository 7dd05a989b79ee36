package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

// sameLayout reports whether everything that knows its place stands in the same
// line and column of both files, and is said there.
func sameLayout(old, new *Framework) bool {
	return slices.Equal(old.kinds.elems, new.kinds.elems) &&
		slices.EqualFunc(positions(old), positions(new), func(a, b source.Position) bool { return a.Line == b.Line && a.Col == b.Col })
}

// positions are those of all parts of a framework.
func positions(f *Framework) []source.Position {
	all := []source.Position{
		f.position, f.declaration.Position, f.enrolment.Position, f.minimum.Position, f.paperSince.Position,
		f.signOff.By.Position, f.signOff.Learner.Position, f.signOff.Signatory.Position, f.signOff.Distinct.Position,
	}
	for _, s := range f.scales.elems {
		all = append(all, s.position)
	}
	for _, a := range f.attributes.elems {
		all = append(all, a.position)
	}
	for _, s := range f.allSections.elems {
		all = append(all, s.position, s.rule.Position)
		for _, c := range s.appliesTo.elems {
			all = append(all, c.Position)
		}
	}
	for _, it := range f.items.elems {
		all = append(all, it.position, it.confirmed.Position, it.validity.Position, it.asks.Position, it.waiving.Position)
		for _, q := range it.questions.elems {
			all = append(all, q.position)
			for _, l := range q.levels.elems {
				all = append(all, l.Position)
			}
		}
	}
	return all
}
