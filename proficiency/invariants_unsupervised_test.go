package proficiency

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// checkSupervision: somebody confirms each item and signs off, or nobody
// anything, and then there is what submitting gives.
func checkSupervision(t *testing.T, f *Framework) {
	t.Helper()
	by, gives := f.SignOff().By, f.Completion()
	supervised := !f.Unsupervised().Set
	assert.Equal(t, supervised, by.Len() > 0)
	assert.Equal(t, supervised, by.Position.Line > 0)
	assert.Equal(t, gives.Certificate || gives.Lapses(), gives.Position.Line > 0 && (gives != Completion{Position: gives.Position}))
	assert.True(t, 0 <= gives.Months && gives.Months <= 1200)
	for it := range f.Items().Values() {
		assert.Equal(t, supervised, it.ConfirmedBy().Len() > 0, it.ID())
		assert.Equal(t, supervised, it.ConfirmedBy().Position.Line > 0, it.ID())
	}
	if supervised {
		assert.Zero(t, gives)
		return
	}
	assert.Positive(t, f.Unsupervised().Position.Line)
	assert.Zero(t, f.SignOff())
	assert.Zero(t, f.PaperSince())
	for it := range f.Items().Values() {
		assert.False(t, it.Validity().Lapses() || it.Waiving().Allowed, it.ID())
	}
}
