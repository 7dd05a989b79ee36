package workflow

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/proficiency"
)

// Unseen tells what a state knows and no method gives, so that tests can hold
// two states to one another in that, too.
func Unseen(s *State) string {
	var b strings.Builder
	fmt.Fprint(&b, s.started, " ", s.changed, " ", s.signOff.left)
	for _, m := range s.messages {
		fmt.Fprint(&b, " ", m.to, " ", m.at.UnixMicro(), " ", m.signOff.UnixMicro())
	}
	var ever []string
	s.each(func(id proficiency.ItemID, it *itemState) bool {
		if it.ever {
			ever = append(ever, string(id))
		}
		return true
	})
	slices.Sort(ever)
	return b.String() + " " + strings.Join(ever, " ")
}

// AfterState makes r the record that follows s, with these events in it, as
// the engine would; for tests of histories that no command makes.
func AfterState(fw *proficiency.Framework, s *State, r Record, events ...Event) Record {
	r.Format, r.Seq = RecordFormat, s.seq+1
	r.Framework, r.FrameworkDigest = fw.Ref(), fw.Digest()
	r.Events = append(r.Events, '[')
	for i, e := range events {
		if i > 0 {
			r.Events = append(r.Events, ',')
		}
		r.Events = e.appendJSON(r.Events)
		for _, t := range textsOf(e) {
			r.Texts = append(r.Texts, *t)
		}
	}
	r.Events = append(r.Events, ']')
	r.Hash = r.hashAfter(s.head)
	return r
}

// OneGoroutine leaves a long test that runs in one goroutine, or in several that share only what never changes, to
// the run without the race detector, which has nothing to find in it.
func OneGoroutine(t *testing.T) {
	t.Helper()
	if UnderRace {
		t.Skip("the race detector has nothing to find in it")
	}
}
