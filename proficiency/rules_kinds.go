package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

func kindRules() []ContentRule {
	return []ContentRule{
		{"unknown-kind", source.Error, "A kind that is named is one of the framework's kinds.", checkKindKnown},
		{"no-kind", source.Error, "Every proficiency has a kind of its own or by default.", checkKindGiven},
		{"unused-kind", source.Warning, "Every kind that the framework lists is used.", checkKindUsed},
	}
}

// unknownKinds gives the places that name a kind that is not there.
func unknownKinds(r *raw) (unknown []source.Text) {
	known := map[string]bool{}
	for _, id := range r.kindIDs() {
		known[id] = true
	}
	r.eachRef(func(source.Text) {}, func(kind source.Text) {
		if !known[kind.Value] {
			unknown = append(unknown, kind)
		}
	})
	return unknown
}

func checkKindKnown(r *raw, report reporter) {
	if !r.kindsSound {
		return
	}
	ids := r.kindIDs()
	for _, kind := range unknownKinds(r) {
		h := r.hint(kind, "the kinds are", ids, source.Chosen)
		h.on(report(kind.Position, "unknown kind %s%s", source.Quote(kind.Value), h.end))
	}
}

func checkKindGiven(r *raw, report reporter) {
	for _, it := range r.items {
		d := it.section.defaults
		if it.sound && d.sound && !d.kindOr(it.kind).given {
			report(it.position, "the proficiency %s has no kind: give it one, or one in defaults", quoteID(it.id))
		}
	}
}

func checkKindUsed(r *raw, report reporter) {
	if !r.complete || len(unknownKinds(r)) > 0 {
		return
	}
	used := map[string]bool{}
	for _, it := range r.items {
		used[it.section.defaults.kindOr(it.kind).Value] = true
	}
	for _, k := range r.kinds {
		if !used[k.id.Value] {
			report(k.id.Position, "no proficiency is of the kind %s: remove it", source.Quote(k.id.Value))
		}
	}
}
