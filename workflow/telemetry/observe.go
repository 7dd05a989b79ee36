package telemetry

import (
	"context"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/countersign-go/countersign/workflow"
)

// An adapter gives what an observer hears to OpenTelemetry.
type adapter struct {
	instruments
	tracer trace.Tracer
	system attribute.KeyValue
	ids    bool
}

// begin is the observer.
func (a *adapter) begin(ctx context.Context, op workflow.Operation) (context.Context, func(workflow.Observation)) {
	about := []attribute.KeyValue{commandKind.String(string(op.Kind))}
	name, kind, end := strings.TrimSpace("command "+string(op.Kind)), trace.SpanKindInternal, a.command
	if op.Name != workflow.OperationCommand {
		about = []attribute.KeyValue{a.system, semconv.DBOperationNameKey.String(string(op.Name))}
		name, kind, end = string(op.Name), trace.SpanKindClient, a.call
	}
	start := time.Now()
	ctx, span := a.tracer.Start(ctx, name, trace.WithSpanKind(kind), trace.WithTimestamp(start), trace.WithAttributes(about...))
	if a.ids && op.Enrolment != "" {
		span.SetAttributes(enrolmentID.String(string(op.Enrolment)))
	}
	return ctx, func(seen workflow.Observation) {
		defer span.End()
		end(ctx, span, about, seen, time.Since(start).Seconds())
	}
}

// command reports the end of a command.
func (a *adapter) command(ctx context.Context, span trace.Span, about []attribute.KeyValue, seen workflow.Observation, took float64) {
	outcome := commandOutcome.String(string(seen.Ending))
	kind := metric.WithAttributes(about...)
	a.commands.Record(ctx, took, kind, metric.WithAttributes(outcome))
	if seen.Races > 0 {
		a.races.Add(ctx, int64(seen.Races), kind)
	}
	if seen.Uncached {
		a.uncached.Add(ctx, 1, kind)
	}
	if !span.IsRecording() {
		return
	}
	span.SetAttributes(outcome, commandUncached.Bool(seen.Uncached), commandRaces.Int(seen.Races))
	if len(seen.Codes) > 0 {
		span.SetAttributes(deniedCodes.StringSlice(texts(seen.Codes)))
	}
	span.SetAttributes(fail(span, seen)...)
}

// call reports the end of a call of the store.
func (a *adapter) call(ctx context.Context, span trace.Span, about []attribute.KeyValue, seen workflow.Observation, took float64) {
	which := metric.WithAttributes(about...)
	about = append(fail(span, seen), storeOutcome.String(string(seen.Ending)))
	a.calls.Record(ctx, took, which, metric.WithAttributes(about...))
	if seen.Records > 0 {
		a.records.Add(ctx, int64(seen.Records), which)
	}
	span.SetAttributes(about...)
	span.SetAttributes(storeRecords.Int(seen.Records))
}

// fail sets the status of what failed and gives the attributes that say why.
// The text of the error is left out, since it can hold ids.
func fail(span trace.Span, seen workflow.Observation) []attribute.KeyValue {
	switch seen.Ending {
	case workflow.EndingUnknown, workflow.EndingContended, workflow.EndingNotStored, workflow.EndingFailed, workflow.EndingPanicked:
		span.SetStatus(codes.Error, string(seen.Ending))
		return why(seen)
	}
	return nil
}

func texts[T ~string](in []T) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = string(s)
	}
	return out
}
