package workflow

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// SectionProgress is how far the learner is in one section with everything in
// it, or in the whole framework.
type SectionProgress struct {
	// Section is empty for the whole framework.
	Section proficiency.SectionID
	// Included says that the section counts: it is mandatory, or chosen, and
	// something in it applies.
	Included bool
	// Needed is how much is to be confirmed or waived, and Done how much is and
	// reaches the level that is asked of it: the items that count by themselves,
	// and what the rules of groups ask for, in items or points. Of an unsupervised framework
	// it is to be answered.
	Needed, Done int
	// Complete says that nothing is missing in the section.
	Complete bool
	// Locked says that a gate in front of it is not passed.
	Locked bool
	// Counts are its items that count by themselves, by where they stand.
	Counts
}

// Progress gives the whole framework first and then every section, at any
// depth, in document order. The minimum of optional items is not a part of it:
// see [Readiness].
func Progress(fw *proficiency.Framework, s *State, now time.Time) []SectionProgress {
	out := make([]SectionProgress, 1+fw.AllSections().Len())
	out[0].Included = true
	for i, section := range fw.AllSections().All() {
		out[i+1] = SectionProgress{Section: section.ID(), Included: s.sectionIncluded(section), Locked: sectionLocked(fw, s, section, now)}
	}
	for it := range fw.Items().Values() {
		st := s.of(fw, it)
		if it.Group() != nil || !s.included(it, st) {
			continue
		}
		addProgress(out, it.Section(), func(p *SectionProgress) {
			p.add(countsOf(s.standing(it, st, now)), 1)
			p.Needed++
			if s.done(fw, it, st, now) {
				p.Done++
			}
		})
	}
	for g := range fw.Groups().Values() {
		if !s.groupIncluded(g) {
			continue
		}
		standing := groupOfItems(fw, s, g, now)
		addProgress(out, g, func(p *SectionProgress) {
			p.Groups++
			if standing.met() {
				p.GroupsMet++
			}
			p.Needed += standing.needed
			p.Done += min(standing.reached-standing.below, standing.needed)
		})
	}
	for i := range out {
		out[i].Complete = out[i].Done == out[i].Needed
	}
	return out
}

// addProgress adds to a section, to all those around it, and to the whole.
func addProgress(out []SectionProgress, section *proficiency.Section, add func(*SectionProgress)) {
	add(&out[0])
	for ; section != nil; section = section.Parent() {
		add(&out[section.Ordinal()+1])
	}
}

// sectionIncluded reports whether no optional section around it is left out,
// and something in it applies.
func (s *State) sectionIncluded(section *proficiency.Section) bool {
	if s.unmetBy(section) != nil {
		return false
	}
	for ; section != nil; section = section.Parent() {
		if section.Optional() && !s.SectionChosen(section.ID()) {
			return false
		}
	}
	return true
}

// sectionLocked reports whether a gate in front of all its items that apply is closed.
func sectionLocked(fw *proficiency.Framework, s *State, section *proficiency.Section, now time.Time) (locked bool) {
	items := section.AllItems()
	for i := range items.Len() {
		if it := items.At(i); s.applies(it) {
			if closedGate(fw, s, it, now) == nil {
				return false
			}
			locked = true
		}
	}
	return locked
}
