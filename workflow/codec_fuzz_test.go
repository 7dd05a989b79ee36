package workflow

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// Nothing in the bytes of a record makes the decoder panic, and what it
// accepts is, written again, what it read.
func FuzzDecodeEvents(f *testing.F) {
	for _, kind := range kinds() {
		f.Add(recordOf("e", newGenerator(1, true).event(kind), newGenerator(2, false).event(kind)).Events)
	}
	for _, s := range []string{"", "[]", "null", `[null]`, `[{"event":"decided","plan":{"actions":[null]}}]`, `[{"event":"x"},7]`, `[{"event":"x"},{"event":"erased"}]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r := Record{Format: RecordFormat, Seq: 1, Actor: "a", Events: b}
		s := Apply(NewState("e", nil), r) // total
		events, err := r.Decode()
		if err != nil {
			require.True(t, s.Newer())
			return
		}
		unknown := false
		again := []byte{'['}
		for i, e := range events {
			if i > 0 {
				again = append(again, ',')
			}
			again = e.appendJSON(again)
			_, u := e.(*Unknown)
			unknown = unknown || u
		}
		again = append(again, ']')
		require.Equal(t, unknown, s.Newer())
		if canonical.Check(b) == nil {
			require.Equal(t, string(b), string(again))
		}
	})
}
