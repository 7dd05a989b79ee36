package cli

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
)

// What lists say of a version, with all that happened to it.
func TestStateOf(t *testing.T) {
	t.Parallel()
	const published, history = "status: published\npublished: 2026-01-15\n", "history: [{retired: {on: 2026-03-01, reason: Doubted.}, cleared: {on: 2026-04-01, reason: Right.}}]\n"
	for life, want := range map[string]string{
		"status: draft\n": "draft",
		published:         "published 2026-01-15",
		published + "enrolment_until: 2026-12-31\n" + history:                                                "published 2026-01-15, enrolment until 2026-12-31, retired from 2026-03-01 until 2026-04-01",
		published + "enrolment_until: 2026-12-31\nfinish_by: 2027-12-31\n":                                   "published 2026-01-15, enrolment until 2026-12-31, to be finished by 2027-12-31",
		"status: retired\npublished: 2026-01-15\nretired: {on: 2026-06-01, reason: Superseded.}\n" + history: "retired 2026-06-01, retired from 2026-03-01 until 2026-04-01",
	} {
		l, findings := proficiency.ParseLifecycle("lifecycle.yaml", []byte(life))
		require.Empty(t, findings)
		assert.Equal(t, want, stateOf(l))
	}
}
