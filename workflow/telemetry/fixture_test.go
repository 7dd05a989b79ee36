package telemetry_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/telemetry"
)

// A bench is an engine on a store that can fail, with everything that its
// telemetry says.
type bench struct {
	*testing.T
	spans  *tracetest.InMemoryExporter
	reader *metric.ManualReader
	tracer *trace.TracerProvider
	faulty *memstore.Faulty
	engine *workflow.Engine
	id     workflow.EnrolmentID
}

func newBench(t *testing.T, change ...func(*telemetry.Options)) *bench {
	t.Helper()
	b := &bench{
		T: t, spans: tracetest.NewInMemoryExporter(), reader: metric.NewManualReader(), faulty: memstore.NewFaulty(memstore.New()),
	}
	b.tracer = trace.NewTracerProvider(trace.WithSyncer(b.spans))
	o := telemetry.Options{TracerProvider: b.tracer, MeterProvider: metric.NewMeterProvider(metric.WithReader(b.reader))}
	for _, c := range change {
		c(&o)
	}
	observer, err := telemetry.New("memory", o)
	require.NoError(t, err)
	b.engine, err = workflow.NewEngine(frameworks.Catalog(), host(), b.faulty, workflow.Options{
		Key: []byte("a key for tests!"), Observer: observer,
	})
	require.NoError(t, err)
	b.id = b.engine.EnrolmentID("learner-1", "hand-hygiene")
	return b
}

func host() *workflow.FixedHost {
	h := &workflow.FixedHost{}
	h.SetClock(func() time.Time { return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC) })
	h.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	h.Delegate("learner-1", "trust-1")
	return h
}

// do has the learner give a command.
func (b *bench) do(ctx context.Context, cmd workflow.Command) error {
	_, err := b.engine.Do(ctx, workflow.Request{Actor: "learner-1", Enrolment: b.id, Command: cmd})
	return err
}

func enrol() workflow.Command {
	return &workflow.Enrol{Learner: "learner-1", Centre: "trust-1", Framework: proficiency.Ref{ID: "hand-hygiene"}}
}

// traced are the spans since it was asked last, in the order of their
// beginning, a line for each, those inside another indented.
func (b *bench) traced() string {
	spans := b.spans.GetSpans()
	b.spans.Reset()
	slices.SortStableFunc(spans, func(x, y tracetest.SpanStub) int { return x.StartTime.Compare(y.StartTime) })
	return under(spans, tracetest.SpanStub{}, "")
}

func under(spans tracetest.SpanStubs, parent tracetest.SpanStub, indent string) (lines string) {
	for _, s := range spans {
		if s.Parent.SpanID() == parent.SpanContext.SpanID() {
			lines += indent + line(s) + "\n" + under(spans, s, indent+"  ")
		}
	}
	return lines
}

func line(s tracetest.SpanStub) string {
	status := ""
	if s.Status.Code != codes.Unset {
		status = s.Status.Code.String() + " (" + s.Status.Description + ") "
	}
	return fmt.Sprintf("%s [%s] %s%s", s.Name, s.SpanKind, status, attributes(attribute.NewSet(s.Attributes...)))
}

func attributes(set attribute.Set) string {
	var words []string
	for _, a := range set.ToSlice() {
		words = append(words, fmt.Sprintf("%s=%s", a.Key, a.Value.String()))
	}
	return strings.Join(words, " ")
}

// measured are the metrics, a line for each set of attributes: how many were
// measured, or their sum.
func (b *bench) measured() string {
	b.Helper()
	var all metricdata.ResourceMetrics
	require.NoError(b, b.reader.Collect(b.Context(), &all))
	require.Len(b, all.ScopeMetrics, 1)
	require.Equal(b, telemetry.Scope, all.ScopeMetrics[0].Scope.Name)
	var lines []string
	for _, m := range all.ScopeMetrics[0].Metrics {
		switch data := m.Data.(type) {
		case metricdata.Histogram[float64]:
			for _, p := range data.DataPoints {
				require.GreaterOrEqual(b, p.Sum, 0.0)
				require.Equal(b, []float64{0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10}, p.Bounds)
				lines = append(lines, fmt.Sprintf("%s (%s) %d: %s", m.Name, m.Unit, p.Count, attributes(p.Attributes)))
			}
		case metricdata.Sum[int64]:
			require.True(b, data.IsMonotonic)
			for _, p := range data.DataPoints {
				lines = append(lines, fmt.Sprintf("%s (%s) %d: %s", m.Name, m.Unit, p.Value, attributes(p.Attributes)))
			}
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}
