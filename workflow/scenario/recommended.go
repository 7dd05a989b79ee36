package scenario

import (
	"cmp"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
)

// RecommendedAre is the expectation of what is recommended to the learner: all
// of it, in any order.
type RecommendedAre struct{ Recommended []Recommended }

// Recommended is a recommendation of the content that applies.
type Recommended struct {
	ID proficiency.RecommendationID
	// Of is the item or section that it stands at.
	Of string
	// Essential says that the learner should not go without the page.
	Essential bool
}

// parseRecommended reads "essential course of lifting, sizes of sling" or "nothing".
func parseRecommended(p *parser) Expectation {
	p.need(":")
	e := &RecommendedAre{}
	if p.accept("nothing") {
		return e
	}
	for more := true; more && p.fault == nil; more = !p.end() {
		r := Recommended{Essential: p.accept("essential")}
		r.ID = proficiency.RecommendationID(p.id("a recommendation"))
		p.need("of")
		r.Of = p.id("an item or a section")
		e.Recommended = append(e.Recommended, r)
	}
	return e
}

func (e *RecommendedAre) write(w *writer) {
	w.word("recommended:")
	if len(e.Recommended) == 0 {
		w.word("nothing")
	}
	for i, r := range e.Recommended {
		one := &writer{}
		if r.Essential {
			one.word("essential")
		}
		one.id(string(r.ID))
		one.word("of")
		one.id(r.Of)
		w.list(i, one.parts[0].text)
	}
}

func (e *RecommendedAre) check(c *check) {
	if !c.exists() {
		return
	}
	got, want := recommendedNow(c.fw, &c.state), slices.Clone(e.Recommended)
	order(got)
	order(want)
	if !slices.Equal(got, want) {
		c.fail("recommended is %s, not %s", recommendedText(got), recommendedText(want))
	}
}

// recommendedNow are the reasons for all that is recommended.
func recommendedNow(fw *proficiency.Framework, s *workflow.State) (all []Recommended) {
	for _, r := range workflow.Recommendations(fw, s) {
		for _, because := range r.Because {
			all = append(all, recommendedOf(because.Of))
		}
	}
	return all
}

func recommendedOf(r *proficiency.Recommendation) Recommended {
	of := Recommended{ID: r.ID(), Essential: r.Essential()}
	if it := r.Item(); it != nil {
		of.Of = string(it.ID())
	} else {
		of.Of = string(r.Section().ID())
	}
	return of
}

func order(all []Recommended) {
	slices.SortFunc(all, func(a, b Recommended) int { return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.ID, b.ID)) })
}

func recommendedText(all []Recommended) string {
	if len(all) == 0 {
		return "nothing"
	}
	w := &writer{}
	(&RecommendedAre{all}).write(w)
	return strings.TrimPrefix(w.parts[0].text, "recommended: ")
}

// recommendation looks for one that content has, in all versions.
func (r *resolver) recommendation(at source.Position, versions []*proficiency.Framework, one Recommended) {
	var known []string
	place := false
	for _, fw := range versions {
		var all proficiency.List[*proficiency.Recommendation]
		if it := fw.Item(proficiency.ItemID(one.Of)); it != nil {
			all, place = it.Recommends(), true
		} else if s := fw.Section(proficiency.SectionID(one.Of)); s != nil {
			all, place = s.Recommends(), true
		}
		for rec := range all.Values() {
			if rec.ID() == one.ID {
				return
			}
			known = append(known, string(rec.ID()))
		}
	}
	switch {
	case !place:
		r.unknown(at, "item or section of "+string(versions[0].ID()), one.Of, itemIDs(versions), "there are "+source.Listing(itemIDs(versions)))
	case len(known) == 0:
		r.unknown(at, "recommendation of "+one.Of, string(one.ID), nil, "it recommends nothing")
	default:
		r.unknown(at, "recommendation of "+one.Of, string(one.ID), known, "there are "+source.Listing(known))
	}
}
