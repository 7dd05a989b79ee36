package pdf

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/certificate/formats/internal/typeset"
)

// What stands beside a name stands on one height with it, whatever room the
// letters of either need.
func TestFirstLinesStandOnOneHeight(t *testing.T) {
	t.Parallel()
	of := func(lines ...typeset.Line) *cell {
		return &cell{paragraphs: []*paragraph{{style: style{leading: 13}, lines: lines}}}
	}
	low, high := of(typeset.Line{Ascent: 9, Descent: -2}), of(typeset.Line{Ascent: 20, Descent: -8}, typeset.Line{Ascent: 9, Descent: -2})
	r := rowOf(low, high, &cell{})
	assert.InDelta(t, 0, high.drop, 1e-9)
	assert.InDelta(t, high.baseline(), low.drop+low.baseline(), 1e-9)
	assert.InDelta(t, 28+13+2*padding, r.height(), 1e-9)
	assert.InDelta(t, 13+low.drop, low.height(), 1e-9)
}
