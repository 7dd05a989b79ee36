package proficiency

import (
	"cmp"
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A rawRequirement is another framework that is required.
type rawRequirement struct {
	framework, version, before source.Text
	position                   source.Position
}

var requirementShape = &source.Shape{What: "a requirement", Required: []string{"framework"}, Optional: []string{"version", "before"}}

func (w walker) requires(n source.Node) {
	w.r.requiresPosition = n.Position()
	for _, entry := range n.List(1) {
		if m := entry.Mapping(requirementShape); m.Present() {
			w.r.requires = append(w.r.requires, rawRequirement{m.Get("framework").Text(), m.Get("version").Text(), m.Get("before").Text(), m.Position()})
		}
	}
}

// buildRequires orders requirements, whose order in the file means nothing.
func buildRequires(raws []rawRequirement) List[Requirement] {
	all := make([]Requirement, len(raws))
	for i, q := range raws {
		lowest, _ := ParseVersion(q.version.Value)
		all[i] = Requirement{
			Framework: FrameworkID(q.framework.Value), Lowest: lowest, Before: Stage(cmp.Or(q.before.Value, string(BeforeEnrolment))),
			Position: q.position, named: q.framework.Position, lowestAt: cmp.Or(q.version.Position, q.framework.Position),
		}
	}
	slices.SortFunc(all, func(a, b Requirement) int { return cmp.Compare(a.Framework, b.Framework) })
	return List[Requirement]{all}
}

func (w *formWriter) requires(requires List[Requirement]) {
	writeList(w, "requires", requires, func(w *formWriter, q Requirement) {
		w.object(func() {
			w.textBut("before", string(q.Before), string(BeforeEnrolment))
			w.text("framework", string(q.Framework))
			if q.Lowest != (Version{}) {
				w.text("version", q.Lowest.String())
			}
		})
	})
}
