package scenario

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// Nothing makes the parser panic or stay for long, every finding has a place
// and says something, and what is accepted means the same when it is printed.
func FuzzParse(f *testing.F) {
	names, err := filepath.Glob("testdata/*/*" + Suffix)
	require.NoError(f, err)
	for _, name := range names {
		b, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		s, found := Parse("fuzzed.scenario", src)
		require.Equal(t, s == nil, len(found) > 0)
		for _, d := range found {
			require.Positive(t, d.Position.Line, d)
			require.NotEmpty(t, d.Message)
		}
		if s == nil || len(s.Lines) > 300 { // which are slow to compare
			return
		}
		printed := s.String()
		again, found := Parse("printed.scenario", []byte(printed))
		require.Empty(t, found, printed)
		if d := cmp.Diff(s, again, meaning); d != "" {
			t.Fatalf("printed and read again it is another (-was +is):\n%s\n%s", d, printed)
		}
	})
}
