package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/workflow"
)

// What the store lists after an upgrade that ends requests is counted on the new
// version, also where the engine had counted on the old one before.
func TestSummaryAfterAnUpgradeThatEndsRequests(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.on("1.1.0")
	s.requested(id, assessor1, "mask", "wash", "dry-bin")
	s.do(id, learner1, &workflow.Comment{Comment: "so that it is counted"})
	s.upgraded(id, "2.0.0")
	v := s.view(id)
	counted := workflow.Summarise(v.Framework, &v.State, v.State.At())
	assert.Equal(t, counted.Totals(), v.Summary.Totals())
	assert.Empty(t, v.Summary.Pending)
}
