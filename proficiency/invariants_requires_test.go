package proficiency

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// checkRequires: each other framework is required once, before something that
// there is, and from the lowest version on.
func checkRequires(t *testing.T, f *Framework) {
	t.Helper()
	assert.LessOrEqual(t, f.Requires().Len(), MaxRequirements)
	for i, q := range f.Requires().All() {
		got, ok := f.Requirement(q.Framework)
		assert.True(t, ok && got == q, "%s", q)
		assert.True(t, i == 0 || f.Requires().At(i-1).Framework < q.Framework, "%s: in order", q)
		assert.True(t, ValidID(string(q.Framework)))
		assert.NotEqual(t, f.ID(), q.Framework)
		assert.Contains(t, []Stage{BeforeEnrolment, BeforeSignOff}, q.Before)
		assert.Positive(t, q.Position.Line)
		assert.True(t, q.MetBy(Ref{q.Framework, q.Lowest}))
		assert.False(t, q.MetBy(Ref{f.ID(), q.Lowest}))
	}
	_, ok := f.Requirement(f.ID())
	assert.False(t, ok)
}
