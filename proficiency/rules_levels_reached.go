package proficiency

import (
	"maps"
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

// mostTries bounds the search for somebody of whom a level is asked, over all
// levels of a file. Beyond it every level is taken to be asked of somebody.
const mostTries = 100_000

// somebody are the people of whom it is known which values attributes may have.
type somebody map[string][]string

// checkLevelReached looks for somebody of whom a level is asked: to whom the
// proficiency applies, for whom the level's conditions hold, and of each level
// before it one condition does not.
func checkLevelReached(r *raw, report reporter) {
	tries := mostTries
	r.eachLevels(func(it *rawItem, levels rawLevels, _ rawRef) {
		if !r.attributesSound || !r.saneLevels(levels) {
			return
		}
		who := r.appliesTo(it, levels)
		if who == nil { // which is said of the proficiency
			return
		}
		for i, l := range levels.all {
			switch those := who.with(l.appliesTo); {
			case those == nil:
				report(l.position, "the proficiency %s applies to nobody of whom this level would be asked: remove it", quoteID(it.id))
			case !those.escape(levels.all[:i], &tries):
				report(l.position, "this level is asked of nobody, because for all whom it is meant for one before it counts: remove it, or move it up")
			}
		}
	})
}

func (r *raw) saneLevels(levels rawLevels) bool {
	for _, l := range levels.all {
		if !l.sound || slices.ContainsFunc(l.appliesTo, func(c rawCondition) bool { return !r.sane(c) }) {
			return false
		}
	}
	return true
}

// appliesTo are those to whom the item applies, by the attributes that its
// levels name; nil for nobody.
func (r *raw) appliesTo(it *rawItem, levels rawLevels) somebody {
	who := somebody{}
	for _, l := range levels.all {
		for _, c := range l.appliesTo {
			id := c.attribute.Value
			if who[id] != nil {
				continue
			}
			left, narrowed := r.leftBy(it.section, id)
			if !narrowed {
				left = r.attribute(id).valueIDs()
			}
			if own := conditionOn(it.appliesTo, id); own != nil && r.sane(*own) {
				left = slices.DeleteFunc(slices.Clone(left), func(v string) bool { return !names(*own, v) })
			}
			if len(left) == 0 {
				return nil
			}
			who[id] = left
		}
	}
	return who
}

// with are those for whom conditions hold; nil for nobody.
func (s somebody) with(conditions []rawCondition) somebody {
	those := maps.Clone(s)
	for _, c := range conditions {
		id := c.attribute.Value
		if those[id] = slices.DeleteFunc(slices.Clone(those[id]), func(v string) bool { return !names(c, v) }); len(those[id]) == 0 {
			return nil
		}
	}
	return those
}

// escape reports whether for some of them no level of a list holds.
func (s somebody) escape(levels []rawLevel, tries *int) bool {
	if *tries--; len(levels) == 0 || *tries < 0 {
		return true
	}
	for _, c := range levels[0].appliesTo {
		id := c.attribute.Value
		left := slices.DeleteFunc(slices.Clone(s[id]), func(v string) bool { return names(c, v) })
		if len(left) == 0 {
			continue
		}
		those := maps.Clone(s)
		those[id] = left
		if those.escape(levels[1:], tries) {
			return true
		}
	}
	return false
}

// names reports whether the condition names the value.
func names(c rawCondition, value string) bool {
	return slices.ContainsFunc(c.values, func(v source.Text) bool { return v.Value == value })
}
