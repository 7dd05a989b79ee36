package workflow

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
)

// A summary is good until the first instant at which the same state is summed
// up otherwise, and until then everything in it is the same.
func TestGoodUntilIsWhenTheSummaryChanges(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	fw := clocked(t)
	seen := map[string]int{}
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 8))
		s := anyState(rng, fw, 60+rng.IntN(41))
		s = anySignOff(rng, fw, s)
		moved := countAll(fw, &s, hour(0))
		for n := range clockHours {
			now := hour(n)
			sum := Summarise(fw, &s, now)
			seen[string(sum.Status)]++
			var changes time.Time
			for later := n + 1; later <= clockHours+2 && changes.IsZero(); later++ {
				require.False(t, differs(&sum, fw, &s, hour(later).Add(-1)), "seed %d: %s changed before %d", seed, sum.Status, later)
				if differs(&sum, fw, &s, hour(later)) {
					changes = hour(later)
				}
			}
			require.Equal(t, changes, sum.GoodUntil, "seed %d, hour %d", seed, n)
			require.Equal(t, changes.IsZero() || changes.After(hour(5)), !sum.Stale(hour(5)))
			for _, at := range []time.Time{now, now.Add(time.Minute)} {
				kept := summarise(fw, &s, moved, at)
				require.Equal(t, Summarise(fw, &s, at), kept.Clone(), "a tally of an earlier instant")
			}
			requireLapses(t, fw, &s, &sum, now)
		}
	}
	for _, status := range []Status{StatusSignedOff, StatusLapsed, StatusVoid, StatusWithdrawn, StatusSignOffRequested, StatusDeclined, StatusReady, StatusNotStarted, StatusInProgress} {
		require.Positive(t, seen[string(status)], "%v", seen)
	}
}

// anySignOff adds what may be the case of the sign-off. As commands have it, its
// end is where the readiness that it rested on ends.
func anySignOff(rng *rand.Rand, fw *proficiency.Framework, s State) State {
	var events []Event
	if rng.IntN(3) > 0 {
		events = append(events, &SignedOff{Serial: "one", Until: readyUntil(fw, &s, hour(0))})
		switch rng.IntN(6) {
		case 0:
			events = append(events, &SignOffVoided{Serial: "one"})
		case 1:
			events = append(events, &SignOffRevoked{Serial: "one"})
		}
	}
	switch rng.IntN(8) {
	case 0:
		events = append(events, &SignOffRequested{To: "educator-1"})
	case 1:
		events = append(events, &SignOffRequested{To: "educator-1"}, &SignOffDeclined{})
	case 2:
		events = append(events, &Withdrawn{})
	case 3: // a revival: nothing done since
		events = append(events, &Withdrawn{}, &Enrolled{Learner: "learner-1", Centre: "trust-1"})
	}
	return applied(fw, s, events...)
}

// differs: the state is summed up otherwise at another instant, but for how long that holds.
func differs(sum *Summary, fw *proficiency.Framework, s *State, now time.Time) bool {
	a, b := sum.Clone(), Summarise(fw, s, now)
	a.GoodUntil, b.GoodUntil = time.Time{}, time.Time{}
	return !reflect.DeepEqual(a, b)
}

// requireLapses counts once more what lapses after now.
func requireLapses(t *testing.T, fw *proficiency.Framework, s *State, sum *Summary, now time.Time) {
	t.Helper()
	var want []Lapse
	for n := range clockHours + 1 {
		l := Lapse{At: hour(n)}
		for it := range fw.Items().Values() {
			v := s.Item(it.ID())
			if counted(s, it) && v.Waiver == nil && v.Decision != nil && v.Decision.Term != nil && v.Decision.Term.Until.Equal(l.At) {
				l.Items++
			}
		}
		if l.Items > 0 && l.At.After(now) {
			want = append(want, l)
		}
	}
	require.Equal(t, fmt.Sprint(want), fmt.Sprint(sum.Lapses))
}

// The tally that is moved by events while the clock goes on is the whole count.
func TestTheTallyIsMovedOverLapses(t *testing.T) {
	t.Parallel()
	fw := clocked(t)
	lapses := 0
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 9))
		s := anyState(rng, fw, 70)
		moved := countAll(fw, &s, hour(0))
		for n := range 60 {
			at := clockStart.Add(time.Duration(n) * 10 * time.Minute)
			var events []Event
			for range 1 + rng.IntN(3) {
				events = append(events, anyEvent(rng, fw, &s, n/6))
			}
			next := applied(fw, s, events...)
			moved = moved.moved(fw, &s, &next, events, at)
			s = next
			sum := summarise(fw, &s, moved, at)
			require.Equal(t, fmt.Sprint(Summarise(fw, &s, at)), fmt.Sprint(sum), "seed %d, step %d", seed, n)
			totals := sum.Totals()
			lapses += totals.Lapsed
		}
	}
	require.Greater(t, lapses, 1000)
}

// anyEvent is something that happens to an item, with ends around an hour.
func anyEvent(rng *rand.Rand, fw *proficiency.Framework, s *State, n int) Event {
	it := fw.Items().At(rng.IntN(fw.Items().Len()))
	id, v := it.ID(), s.Item(it.ID())
	switch rng.IntN(8) {
	case 0:
		return &Answered{Item: id, Contributor: "learner-1", Round: 1, Meets: rng.IntN(3) > 0, Basis: s.Seq() + 1}
	case 1:
		return &Requested{Item: id, To: PersonID(fmt.Sprint("assessor-", rng.IntN(2)))}
	case 2:
		if v.Request != nil {
			return &RequestEnded{Items: []proficiency.ItemID{id}, To: v.Request.To, Request: v.Request.Seq}
		}
		return &DecisionEnded{Item: id}
	case 3:
		if v.Waiver != nil {
			return &WaiverEnded{Item: id}
		}
		return &Waived{Item: id}
	case 4:
		if it.Choice() != nil {
			return &OptionalChosen{Section: it.Choice().ID(), Chosen: rng.IntN(2) == 0}
		}
		return &OptionalChosen{Item: id, Chosen: rng.IntN(2) == 0}
	}
	d := &Decided{Item: id, Outcome: Confirmed, Term: &Term{Until: hour(n - 1 + rng.IntN(4))}}
	if rng.IntN(6) == 0 {
		d.Outcome, d.Term = Rejected, &Term{}
	}
	return d
}
