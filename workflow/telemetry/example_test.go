package telemetry_test

import (
	"context"
	"fmt"

	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/telemetry"
)

// A program sets up the SDK of OpenTelemetry as it likes; here spans are kept
// in memory and printed.
func ExampleNew() {
	spans := tracetest.NewInMemoryExporter()
	observer, err := telemetry.New("memory", telemetry.Options{
		TracerProvider: trace.NewTracerProvider(trace.WithSyncer(spans)),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	engine, err := workflow.NewEngine(frameworks.Catalog(), host(), memstore.New(), workflow.Options{
		Key: []byte("a secret that stays the same"), Observer: observer,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := engine.Do(context.Background(), workflow.Request{Actor: "learner-1", Command: enrol()}); err != nil {
		fmt.Println(err)
	}
	for _, span := range spans.GetSpans() { // in the order in which they ended
		fmt.Println(span.Name)
	}
	// Output:
	// load
	// append
	// command enrol
}
