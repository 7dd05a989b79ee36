package workflow_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// The ids of stored enrolments derive from the key: the derivation is frozen.
// The values were computed by another program.
func TestEnrolmentIDIsFrozen(t *testing.T) {
	t.Parallel()
	key := []byte("0123456789abcdef")
	require.EqualValues(t, "4nwpqijrr7ed7qxcilhl45n6sa", idFor(key, "tenant-1", "learner-1", "ward-round"))
	require.EqualValues(t, "4twch6knnonchlmxgfwx23wwe4", idFor(key, "", "learner-1", "ward-round"))
}

// Whatever differs gives another id: the key, each part, its case, and where
// one part ends and the next begins.
func TestEnrolmentIDsDiffer(t *testing.T) {
	t.Parallel()
	k, l := []byte("0123456789abcdef"), []byte("0123456789abcdeg")
	seen := map[workflow.EnrolmentID]bool{}
	for _, id := range []workflow.EnrolmentID{
		idFor(k, "t", "learner", "fw"), idFor(l, "t", "learner", "fw"),
		idFor(k, "T", "learner", "fw"), idFor(k, "t", "Learner", "fw"),
		idFor(k, "t", "learner", "Fw"), idFor(k, "", "learner", "fw"),
		idFor(k, "t", "learnerf", "w"), idFor(k, "t", "learne", "rfw"),
		idFor(k, "tperson", "learner", "fw"), idFor(k, "t", "learner", "fw\x00"),
		idFor(k, "t", "fw", "learner"), idFor(k, "", "tlearner", "fw"),
		idFor(k, "t", "", "learnerfw"), idFor(k, "t", "learnerfw", ""),
		idFor(k, "t", "learner", "fw "), idFor(k, "t", " learner", "fw"),
	} {
		require.Regexp(t, `^[a-z2-7]{26}$`, id)
		require.False(t, seen[id], id)
		seen[id] = true
	}
	long := workflow.PersonID(strings.Repeat("x", 10_000))
	require.Equal(t, idFor(k, "t", long, "fw"), idFor(k, "t", long, "fw"))
}

func idFor(secret []byte, tenant string, learner workflow.PersonID, framework proficiency.FrameworkID) workflow.EnrolmentID {
	return workflow.EnrolmentIDFor(secret, workflow.EnrolmentKey{Tenant: tenant, Learner: learner, Framework: framework})
}
