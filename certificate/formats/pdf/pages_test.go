package pdf_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"rsc.io/qr"
)

// A page that was taken out of the rest says of which certificate it is, which of how
// many, and what its table is about.
func TestPagesAlone(t *testing.T) {
	t.Parallel()
	e := enrolment{items: 60, records: true}
	r := treeOf(t, made(t, e.certificate(t), nil))
	require.Len(t, r.aside, 3)
	serial := e.certificate(t).Serial()
	for i, aside := range r.aside {
		assert.Contains(t, aside, "Certificate "+serial+": Skills on the ward")
		assert.Contains(t, aside, fmt.Sprintf("%d / 3", i+1))
	}
	assert.NotContains(t, r.aside[1], "Part of the work")
	assert.Contains(t, r.aside[2], "4 Part of the work", "which began on the page before")
}

// Every page of a trial says that it is one, in the words of its language.
func TestEveryPageOfATrial(t *testing.T) {
	t.Parallel()
	e := enrolments()["trial"]
	c := e.certificate(t)
	r := treeOf(t, made(t, c, nil))
	sheet := c.Sheet()
	require.Len(t, r.aside, 2)
	assert.Contains(t, r.said.String(), sheet.Example[0].String()+sheet.Example[1].String())
	assert.Contains(t, r.aside[1], sheet.Example[0].String())
	real := treeOf(t, made(t, enrolments()["summary"].certificate(t), nil))
	assert.NotContains(t, real.aside[1], "ONLY")
}

// The QR code is that of the link, module by module, the right way up.
func TestModules(t *testing.T) {
	t.Parallel()
	c := enrolment{}.certificate(t)
	r := treeOf(t, made(t, c, nil))
	require.Len(t, r.boxes, 1)
	want, err := qr.Encode(c.Link(), qr.M)
	require.NoError(t, err)
	var boxes [][4]float64
	for _, all := range r.boxes {
		boxes = all
	}
	left, top, module := math.MaxFloat64, 0.0, boxes[0][3]
	for _, b := range boxes {
		left, top = min(left, b[0]), max(top, b[1]+b[3])
	}
	got := map[[2]int]bool{}
	for _, b := range boxes {
		row, column := math.Round((top-b[1])/module)-1, math.Round((b[0]-left)/module)
		for i := range int(math.Round(b[2] / module)) {
			got[[2]int{int(column) + i, int(row)}] = true
		}
	}
	for row := range want.Size {
		for column := range want.Size {
			assert.Equal(t, want.Black(column, row), got[[2]int{column, row}], "%d, %d", column, row)
		}
	}
}
