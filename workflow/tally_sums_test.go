package workflow

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
)

// requireSums counts once more, item by item, without the tally (behaviour 44).
func requireSums(t *testing.T, fw *proficiency.Framework, s *State, sum *Summary, now time.Time) {
	t.Helper()
	var want Counts
	bySection := map[proficiency.SectionID]int{}
	pending := map[PersonID]int{}
	deciders := map[PersonID]bool{}
	reached, needed, asked := map[*proficiency.Section]int{}, map[*proficiency.Section]int{}, map[*proficiency.Section]bool{}
	for it := range fw.Items().Values() {
		v := s.Item(it.ID())
		if v.Request != nil {
			pending[v.Request.To]++
		}
		if v.Decision != nil {
			deciders[v.Decision.By] = true
		}
		if v.Waiver != nil {
			deciders[v.Waiver.By] = true
		}
		status := ItemStatusOf(fw, s, it, now)
		require.Equal(t, unlocked(status), sum.Items.At(it.Ordinal()), it.ID())
		in := status != ItemStatusExcluded && status != ItemStatusNotApplicable
		if g := it.Group(); in && g != nil {
			asked[g] = true
			if status != ItemStatusWaived {
				needed[g]++
			}
			if status == ItemStatusConfirmed || fw.Unsupervised().Set && (status == ItemStatusAssessed || status == ItemStatusOngoing) {
				reached[g]++
			}
			continue
		}
		if in {
			want.Counting++
			bySection[it.Section().Top().ID()]++
			addStatus(&want, status)
		}
	}
	for g := range asked {
		want.Groups++
		if reached[g] >= min(needed[g], g.Rule().Count) { // each item is worth one point here
			want.GroupsMet++
		}
	}
	require.Equal(t, fw.Index().Len(), sum.Items.Len())
	require.Equal(t, want, sum.Totals())
	require.Len(t, sum.Sections, fw.Sections().Len())
	for i, top := range fw.Sections().All() {
		require.Equal(t, top.ID(), sum.Sections[i].Section)
		require.Equal(t, bySection[top.ID()], sum.Sections[i].Counting)
	}
	if s.signedOff() {
		deciders[s.LastSignOff().By] = true
	}
	for _, p := range sum.Deciders {
		require.True(t, deciders[p], p)
	}
	require.Len(t, sum.Deciders, len(deciders))
	require.True(t, slices.IsSorted(sum.Deciders))
	requirePending(t, s, sum, pending)
	requireLapsesListed(t, fw, s, sum, now)
	require.Equal(t, Ready(fw, s, now), sum.Ready)
	missing := Readiness(fw, s, now, meetingAll(fw)...)
	require.Equal(t, len(missing) == 0, sum.Ready, "%v", missing)
}

// unlocked is a status as it is packed.
func unlocked(status ItemStatus) ItemStatus {
	if status == ItemStatusLocked {
		return ItemStatusUnassessed
	}
	return status
}

func addStatus(c *Counts, status ItemStatus) {
	for field, of := range map[*int]ItemStatus{
		&c.Ongoing: ItemStatusOngoing, &c.Assessed: ItemStatusAssessed, &c.Requested: ItemStatusRequested, &c.Confirmed: ItemStatusConfirmed,
		&c.Rejected: ItemStatusRejected, &c.Lapsed: ItemStatusLapsed, &c.Waived: ItemStatusWaived,
	} {
		if of == status {
			*field++
		}
	}
}

// requirePending: what is pending, by person, is what the summary lists.
func requirePending(t *testing.T, s *State, sum *Summary, pending map[PersonID]int) {
	t.Helper()
	signOffs := 0
	for _, p := range sum.Pending {
		require.NotZero(t, p.Since)
		if p.SignOff {
			signOffs++
			continue
		}
		require.Positive(t, p.Items)
		pending[p.With] -= p.Items
	}
	for p, n := range pending {
		require.Zero(t, n, "pending with %s", p)
	}
	require.Equal(t, s.SignOffRequest() != nil, signOffs == 1)
	require.True(t, slices.IsSortedFunc(sum.Pending, func(a, b Pending) int { return a.Since.Compare(b.Since) }), "the oldest first")
}

// requireLapsesListed: what is confirmed and will lapse stands in the list, in order.
func requireLapsesListed(t *testing.T, fw *proficiency.Framework, s *State, sum *Summary, now time.Time) {
	t.Helper()
	ends := map[time.Time]int{}
	for it := range fw.Items().Values() {
		v := s.Item(it.ID())
		if ItemStatusOf(fw, s, it, now) == ItemStatusConfirmed && v.Decision.Term != nil {
			ends[v.Decision.Term.Until]++
		}
	}
	for _, l := range sum.Lapses {
		require.Equal(t, ends[l.At], l.Items, "%s", l.At)
	}
	require.Len(t, sum.Lapses, len(ends))
	require.True(t, slices.IsSortedFunc(sum.Lapses, func(a, b Lapse) int { return a.At.Compare(b.At) }))
}

// meetingAll are attainments that meet all that a framework requires.
func meetingAll(fw *proficiency.Framework) (held []Attainment) {
	for q := range fw.Requires().Values() {
		held = append(held, Attainment{Framework: proficiency.Ref{ID: q.Framework, Version: q.Lowest}})
	}
	return held
}
