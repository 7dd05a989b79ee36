package jetstream_test

import (
	"flag"
	"testing"
	"time"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/jetstream"
	"github.com/countersign-go/countersign/workflow/storetest"
)

var servers = flag.Int("jetstream.servers", 1, "on how many servers, in this process, TestContract is: 1, 3 or 5")

// What every store must keep, each case in streams of its own. On three servers it
// takes some minutes:
//
//	go test -run Contract -timeout 30m ./jetstream -jetstream.servers 3
func TestContract(t *testing.T) {
	t.Parallel()
	nc := connect(t, serveAll(t, *servers, false))
	storetest.Run(t, func() workflow.Store {
		return on(t, nc, jetstream.Options{Create: true, Replicas: *servers, Shards: 2, Timeout: time.Minute})
	})
}
