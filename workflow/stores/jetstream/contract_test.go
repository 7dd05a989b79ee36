package jetstream_test

import (
	"testing"
	"time"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/jetstream"
	"github.com/countersign-go/countersign/workflow/storetest"
)

// What every store must keep, on one server: each case in streams of its own.
func TestContract(t *testing.T) {
	t.Parallel()
	nc := connect(t, serve(t, t.TempDir()).ClientURL())
	storetest.Run(t, func() workflow.Store {
		return on(t, nc, jetstream.Options{Create: true, Replicas: 1, Shards: 2, Timeout: time.Minute})
	})
}
