package workflow_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// wide is a framework of n items.
func wide(t *testing.T, n int) *proficiency.Framework {
	t.Helper()
	src := `format: countersign/v1
id: wide
version: 1.0.0
title: Wide
scales: {one: [{id: no, label: "No"}, {id: yes, label: "Yes", meets: true}]}
defaults: {scale: one, confirmed_by: [assessor], kind: knowledge}
sign_off: {by: [educator-manager]}
sections:
  - id: all
    title: All
    proficiencies:
` + strings.Repeat("      - {id: item-%d, statement: Does it.}\n", n)
	numbers := make([]any, n)
	for i := range numbers {
		numbers[i] = i
	}
	fw, found := proficiency.Parse("wide.yaml", fmt.Appendf(nil, src, numbers...))
	require.Empty(t, found)
	return fw
}

// A line is a state, the naive copy of what it should hold, and the records
// that led to it.
type line struct {
	state   workflow.State
	holds   map[proficiency.ItemID]string
	records []workflow.Record
}

// TestItemsAgainstAMap applies records about items at random to states chosen
// at random, old ones and new ones, and holds every one of them to a map that
// is copied in full each time.
func TestItemsAgainstAMap(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	const n = 600 // three branches of the tree, and some items that the framework lacks
	fw := wide(t, n)
	for seed := range uint64(3) {
		rng := rand.New(rand.NewPCG(seed, 1))
		lines := []line{
			{state: workflow.NewState("wide", fw.Index()), holds: map[proficiency.ItemID]string{}},
			{state: workflow.NewState("wide", nil), holds: map[proficiency.ItemID]string{}},
		}
		for range 80 {
			from := lines[rng.IntN(len(lines))]
			if rng.IntN(3) > 0 {
				from = lines[len(lines)-1]
			}
			lines = append(lines, from.next(fw, rng, n))
		}
		for _, l := range lines {
			l.check(t, fw, n)
			replayed := line{state: workflow.Replay(workflow.NewState("wide", fw.Index()), l.records), holds: l.holds}
			replayed.check(t, fw, n)
		}
	}
}

// next is the line with one more record of some events.
func (l line) next(fw *proficiency.Framework, rng *rand.Rand, n int) line {
	holds := make(map[proficiency.ItemID]string, len(l.holds))
	for id, s := range l.holds {
		holds[id] = s
	}
	stamp := workflow.Stamp{Seq: l.state.Seq() + 1, At: time.Unix(int64(l.state.Seq()), 0).UTC(), By: learner}
	var events []workflow.Event
	for range 1 + rng.IntN(12) {
		id := proficiency.ItemID(fmt.Sprintf("item-%d", rng.IntN(n+4)))
		word := fmt.Sprintf("%d", rng.IntN(1000))
		if rng.IntN(5) == 0 {
			events = append(events, &workflow.AnswerCleared{Stamp: stamp, Item: id, Contributor: learner, Round: 1})
			delete(holds, id)
			continue
		}
		events = append(events, &workflow.Answered{
			Stamp: stamp, Item: id, Contributor: learner, Round: 1, Basis: stamp.Seq,
			Answers: []workflow.Reply{{Answer: proficiency.AnswerID(word)}},
		})
		holds[id] = word
	}
	r := workflow.AfterState(fw, &l.state, workflow.Record{At: stamp.At, Actor: learner, Kind: workflow.KindSelfAssess}, events...)
	return line{workflow.Apply(l.state, r), holds, append(l.records[:len(l.records):len(l.records)], r)}
}

func (l line) check(t *testing.T, fw *proficiency.Framework, n int) {
	t.Helper()
	for i := range n + 4 {
		id := proficiency.ItemID(fmt.Sprintf("item-%d", i))
		got, want := l.state.Item(id).Answer, l.holds[id]
		if want == "" {
			require.Nil(t, got, "%s at %d", id, l.state.Seq())
			continue
		}
		require.NotNil(t, got, "%s at %d", id, l.state.Seq())
		require.Equal(t, want, string(got.Answers[0].Answer), "%s at %d", id, l.state.Seq())
		if it := fw.Item(id); it != nil {
			require.Equal(t, workflow.ItemStatusOngoing, workflow.ItemStatusOf(fw, &l.state, it, l.state.At()))
		}
	}
}
