package workflow_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// The ids of stored enrolments derive from the key: the derivation is frozen.
// The values were computed by another program.
func TestEnrolmentIDIsFrozen(t *testing.T) {
	t.Parallel()
	key := []byte("0123456789abcdef")
	require.EqualValues(t, "4nwpqijrr7ed7qxcilhl45n6sa", workflow.EnrolmentIDFor(key, "tenant-1", "learner-1", "ward-round"))
	require.EqualValues(t, "4twch6knnonchlmxgfwx23wwe4", workflow.EnrolmentIDFor(key, "", "learner-1", "ward-round"))
}

// Whatever differs gives another id: the key, each part, its case, and where
// one part ends and the next begins.
func TestEnrolmentIDsDiffer(t *testing.T) {
	t.Parallel()
	k, l := []byte("0123456789abcdef"), []byte("0123456789abcdeg")
	seen := map[workflow.EnrolmentID]bool{}
	for _, id := range []workflow.EnrolmentID{
		workflow.EnrolmentIDFor(k, "t", "learner", "fw"), workflow.EnrolmentIDFor(l, "t", "learner", "fw"),
		workflow.EnrolmentIDFor(k, "T", "learner", "fw"), workflow.EnrolmentIDFor(k, "t", "Learner", "fw"),
		workflow.EnrolmentIDFor(k, "t", "learner", "Fw"), workflow.EnrolmentIDFor(k, "", "learner", "fw"),
		workflow.EnrolmentIDFor(k, "t", "learnerf", "w"), workflow.EnrolmentIDFor(k, "t", "learne", "rfw"),
		workflow.EnrolmentIDFor(k, "tperson", "learner", "fw"), workflow.EnrolmentIDFor(k, "t", "learner", "fw\x00"),
		workflow.EnrolmentIDFor(k, "t", "fw", "learner"), workflow.EnrolmentIDFor(k, "", "tlearner", "fw"),
		workflow.EnrolmentIDFor(k, "t", "", "learnerfw"), workflow.EnrolmentIDFor(k, "t", "learnerfw", ""),
		workflow.EnrolmentIDFor(k, "t", "learner", "fw "), workflow.EnrolmentIDFor(k, "t", " learner", "fw"),
	} {
		require.Regexp(t, `^[a-z2-7]{26}$`, id)
		require.False(t, seen[id], id)
		seen[id] = true
	}
	long := workflow.PersonID(strings.Repeat("x", 10_000))
	require.Equal(t, workflow.EnrolmentIDFor(k, "t", long, "fw"), workflow.EnrolmentIDFor(k, "t", long, "fw"))
}
