package scenario

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

const readContent = `
format: countersign/v1
id: read
version: 1.0.0
title: Read
scales: {s: [{id: low, label: Low}, {id: high, label: High, meets: true}]}
defaults: {scale: s, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - {id: one, title: One, proficiencies: [{id: first, statement: First}]}
`

// What was read is given again, with its findings, for the same content under the same name only; and not everything is
// kept for ever.
func TestReadings(t *testing.T) {
	t.Parallel()
	r := readings{}
	first, found := r.framework("a", []byte(readContent))
	require.NotNil(t, first, "%v", found)
	again, _ := r.framework("a", []byte(readContent))
	require.Same(t, first, again)
	elsewhere, _ := r.framework("b", []byte(readContent))
	require.NotSame(t, first, elsewhere, "its positions are in another file")
	for range 2 {
		bad, found := r.framework("a", []byte("id: ["))
		require.Nil(t, bad)
		require.True(t, found.HasErrors())
		_, found = r.policy("a", []byte("id: ["))
		require.True(t, found.HasErrors())
		_, found = r.migration("a", []byte("id: ["), first, again)
		require.True(t, found.HasErrors())
	}
	for n := range 3 * mostReadings {
		r.framework(fmt.Sprint(n), []byte("x"))
		require.LessOrEqual(t, len(r), mostReadings)
	}
	var none readings
	one, _ := none.framework("a", []byte(readContent))
	two, _ := none.framework("a", []byte(readContent))
	require.NotSame(t, one, two)
}
