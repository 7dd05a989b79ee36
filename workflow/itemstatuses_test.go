package workflow

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
)

func TestItemStatusesArePacked(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 2, 3, 670, 671, 1024, 1025, 6700} {
		b := unpacked(n)
		var want []ItemStatus
		for i := range n {
			want = append(want, packed[(i*7+3)%len(packed)])
			pack(b, i, ItemStatusExcluded) // which is written over
			pack(b, i, want[i])
		}
		s := ItemStatuses(b)
		require.Len(t, s, (n+1)/2)
		require.Equal(t, n, s.Len())
		for i := range n {
			require.Equal(t, want[i], s.At(i))
		}
		require.Empty(t, s.At(-1))
		require.Empty(t, s.At(n))
		if n > 2 {
			moved := s.with([]standing{{n - 1, ItemStatusWaived}, {1, ItemStatusLapsed}})
			require.Equal(t, []ItemStatus{want[0], ItemStatusLapsed, ItemStatusWaived}, []ItemStatus{moved.At(0), moved.At(1), moved.At(n - 1)})
			require.Equal(t, want[1], s.At(1), "what was there before is somebody else's")
			require.Equal(t, s, moved.with([]standing{{1, want[1]}, {n - 1, want[n-1]}}))
		}
	}
	for n, status := range packed {
		require.EqualValues(t, n, numberOf(status), status)
	}
	require.Empty(t, ItemStatuses("\xae").At(0), "of a newer version")
	require.Empty(t, ItemStatuses("\xae").At(1), "of a newer version")
}

// Whatever the clock does not change is nowhere in the heap twice.
func TestWhatDoesNotMoveIsNotPackedAgain(t *testing.T) {
	s := ItemStatuses(unpacked(670))
	require.Zero(t, testing.AllocsPerRun(100, func() { s = s.with([]standing{{3, ItemStatusUnassessed}}) }))
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _ = s.with([]standing{{3, ItemStatusWaived}}) }), 1.0)
}

// What is counted from summaries is what the states say, item by item and
// section by section.
func TestItemCountsAreTheRecount(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	for seed := range uint64(2) {
		fw := newPureWalk(t, seed).Framework
		got, enrolments := NewItemCounts(fw), 0
		want, sections := map[proficiency.ItemID]Counts{}, map[proficiency.SectionID]Counts{}
		for n := range uint64(5) {
			w := newPureWalk(t, seed+2*n)
			s := NewState("e", w.Framework.Index())
			for step := range 300 {
				if events, r := w.decided(t, &s, step); len(events) > 0 {
					s = Apply(s, r)
				}
				if step%30 < 29 || !s.Exists() {
					continue
				}
				at := w.Later(&s, s.At())
				sum := Summarise(w.Framework, &s, at)
				require.NoError(t, got.Add(&sum))
				enrolments++
				for it := range w.Framework.Items().Values() {
					status := ItemStatusOf(w.Framework, &s, it, at)
					if status == ItemStatusExcluded || status == ItemStatusNotApplicable {
						continue
					}
					one := Counts{Counting: 1}
					addStatus(&one, status)
					addTo(want, it.ID(), one)
					for in := it.Section(); in != nil; in = in.Parent() {
						addTo(sections, in.ID(), one)
					}
				}
			}
		}
		require.Equal(t, enrolments, got.Enrolments())
		require.Greater(t, enrolments, 20)
		for it := range fw.Items().Values() {
			require.Equal(t, want[it.ID()], got.Item(it.ID()), it.ID())
		}
		for section := range fw.AllSections().Values() {
			require.Equal(t, sections[section.ID()], got.Section(section.ID()), section.ID())
		}
		require.Zero(t, got.Item("of-another"))
		require.Zero(t, got.Section("of-another"))
	}
}

func addTo[K comparable](to map[K]Counts, key K, one Counts) {
	sum := to[key]
	sum.add(one, 1)
	to[key] = sum
}

func TestItemCountsOfOtherContent(t *testing.T) {
	t.Parallel()
	fw := generated(t, 21)
	s := NewState("e", fw.Index())
	sum := Summarise(fw, &s, time.Time{})
	c := NewItemCounts(fw)
	sum.Framework = proficiency.Ref{ID: "other"}
	require.ErrorContains(t, c.Add(&sum), "is on other")
	sum.Framework = fw.Ref()
	require.NoError(t, c.Add(&sum))
	whole := sum.Items
	for _, items := range []ItemStatuses{"", whole[1:], whole + "\x00", ItemStatuses(unpacked(20)), ItemStatuses(unpacked(22))} {
		sum.Items = items
		require.ErrorIs(t, c.Add(&sum), ErrContentChanged)
	}
	sum.Items = "\xee" + whole[1:]
	require.NoError(t, c.Add(&sum), "statuses of a newer version count as none")
	require.Equal(t, 2, c.Enrolments())
	require.Equal(t, 1, c.Item(fw.Index().ID(0)).Counting)
	require.Equal(t, 2, c.Item(fw.Index().ID(20)).Counting)
}

// BenchmarkReport is a report by item and section on enrolments of 150 items
// that took 450 records, from summaries and from records as stores give them.
func BenchmarkReport(b *testing.B) {
	c := newBenchCase(b, 153) // with the gate
	start, records := c.history(b)
	for i := range records {
		if _, err := records[i].write(records[i].events); err != nil {
			b.Fatal(err)
		}
		records[i] = records[i].bare()
	}
	sum := Summarise(c.fw, &c.state, c.state.at)
	const enrolments = 100
	report := func(b *testing.B, summary func() Summary) {
		b.ReportAllocs()
		for range b.N {
			counts := NewItemCounts(c.fw)
			for range enrolments {
				s := summary()
				if err := counts.Add(&s); err != nil {
					b.Fatal(err)
				}
			}
			for section := range c.fw.AllSections().Values() {
				counts.Section(section.ID())
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*enrolments), "ns/enrolment")
	}
	stored := AppendSummary(nil, &sum)
	b.Run("summaries", func(b *testing.B) { report(b, func() Summary { return sum }) })
	b.Run("stored-summaries", func(b *testing.B) {
		report(b, func() Summary {
			s, err := ReadSummary(stored)
			if err != nil {
				b.Fatal(err)
			}
			return s
		})
	})
	b.Run("replay", func(b *testing.B) {
		report(b, func() Summary {
			s := Replay(start, records)
			return Summarise(c.fw, &s, s.at)
		})
	})
}
