package roles

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

var centreKinds = []string{string(Trust), string(University), string(OtherKind)}

func checkUnknownKind(d *draft, report report) {
	for _, k := range d.enrolment.kinds {
		for _, t := range append([]source.Text{k.kind}, k.unless.all...) {
			if t.Given() && !slices.Contains(centreKinds, t.Value) {
				report(t.Position, "%s is not a kind of centre%s", source.Quote(t.Value), kindHint(t.Value))
			}
		}
	}
}

func kindHint(name string) string {
	if hint := source.DidYouMean(name, centreKinds); hint != "" {
		return hint
	}
	return ": kinds are " + source.Listing(centreKinds)
}

func checkDuplicateKind(d *draft, report report) {
	for i, k := range d.enrolment.kinds {
		for _, first := range d.enrolment.kinds[:i] {
			if first.kind.Value == k.kind.Value && k.kind.Given() {
				report(k.kind.Position, "the kind %s has a rule already, at %d:%d", source.Quote(k.kind.Value),
					first.position.Line, first.position.Col)
				break
			}
		}
	}
}

func checkUnlessItself(d *draft, report report) {
	for _, k := range d.enrolment.kinds {
		for _, t := range k.unless.all {
			if t.Value == k.kind.Value {
				report(t.Position, "centres of the kind %s cannot stand back behind their own kind", source.Quote(t.Value))
			}
		}
	}
}
