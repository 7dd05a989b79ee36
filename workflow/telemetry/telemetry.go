// Package telemetry shows what an engine does by OpenTelemetry: a span for each
// command with the calls of the store inside it, and the metrics that operators
// watch. It is a module of its own, so that only those who use OpenTelemetry
// inherit it.
//
//	observer, err := telemetry.New("postgresql", telemetry.Options{})
//	engine, err := workflow.NewEngine(catalog, host, store, workflow.Options{Key: key, Observer: observer})
//
// # Spans
//
// A command is a span "command confirm", of kind internal, with its kind
// (countersign.command.kind), outcome (countersign.command.outcome), the codes
// with which it was denied (countersign.denied.codes), whether its enrolment was
// not in memory (countersign.command.uncached) and how many races it lost
// (countersign.command.races). Its status is an error where its outcome is
// unknown, contended, failed or panicked: to be denied is none.
//
// A call of the store is a span of kind client, named and described by the
// conventions for databases: load, append, erase, list or feed (db.operation.name) in
// db.system.name, with its outcome (countersign.store.outcome) and the number of
// records (countersign.store.records). It stands inside the command, or inside
// the caller's span where something else asked for it. An append that lost a
// race is no error. Drivers that are instrumented themselves add their
// statements inside it.
//
// # Metrics
//
// These are all there are. Their attributes have few values: no person, no
// enrolment and nothing that anybody wrote is among them.
//
//	countersign.command.duration    histogram, s         by countersign.command.kind and .outcome
//	countersign.command.races       counter, {race}      by countersign.command.kind
//	countersign.command.uncached    counter, {command}   by countersign.command.kind
//	db.client.operation.duration    histogram, s         by db.system.name, db.operation.name, countersign.store.outcome,
//	                                                     and error.type and db.response.status_code where it failed
//	countersign.store.records       counter, {record}    by db.system.name, db.operation.name
//
// The outcomes are the endings of package workflow. README.md of the library
// says what an alert would be on. Denials are no fault of the system, and are
// best watched for change: a kind that is suddenly denied twice as often has met
// new content, a new policy or a screen that offers too much.
package telemetry

import (
	"errors"
	"fmt"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/countersign-go/countersign/workflow"
)

// Scope is the name of the instrumentation that all spans and metrics come from.
const Scope = "github.com/countersign-go/countersign/workflow/telemetry"

// Options are the choices of an observer.
type Options struct {
	// TracerProvider and MeterProvider take spans and metrics; nil means the global ones.
	TracerProvider trace.TracerProvider
	MeterProvider  metric.MeterProvider
	// EnrolmentIDs puts the id of the enrolment on spans, as
	// countersign.enrolment.id; never on metrics. An id stands for one learner, and
	// what is kept elsewhere is not erased with the enrolment: see that the traces
	// are kept no longer than that allows.
	EnrolmentIDs bool
}

// New makes an observer for [workflow.Options]. System is what the store keeps
// records in, by the conventions' names for db.system.name: "postgresql",
// "sqlite", or a name of your own. It is an error if that is empty, or if the
// meter refuses an instrument. The observer is safe for concurrent use, and
// engines may share it.
func New(system string, o Options) (workflow.Observer, error) {
	if system == "" {
		return nil, errors.New("telemetry: no name of the system that the store keeps records in, such as postgresql")
	}
	if o.TracerProvider == nil {
		o.TracerProvider = otel.GetTracerProvider()
	}
	if o.MeterProvider == nil {
		o.MeterProvider = otel.GetMeterProvider()
	}
	in, err := newInstruments(o.MeterProvider.Meter(Scope, metric.WithSchemaURL(semconv.SchemaURL)))
	if err != nil {
		return nil, fmt.Errorf("telemetry: %w", err)
	}
	a := &adapter{
		instruments: in, tracer: o.TracerProvider.Tracer(Scope, trace.WithSchemaURL(semconv.SchemaURL)),
		system: semconv.DBSystemNameKey.String(system), ids: o.EnrolmentIDs,
	}
	return a.begin, nil
}

// instruments are the metrics.
type instruments struct {
	commands, calls          metric.Float64Histogram
	races, uncached, records metric.Int64Counter
}

// seconds are the bounds that the conventions advise for calls of a database.
var seconds = metric.WithExplicitBucketBoundaries(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10)

func newInstruments(m metric.Meter) (in instruments, err error) {
	var errs [5]error
	in.commands, errs[0] = m.Float64Histogram("countersign.command.duration", seconds,
		metric.WithUnit("s"), metric.WithDescription("Duration of commands, with everything that the store, the host and hooks took."))
	in.races, errs[1] = m.Int64Counter("countersign.command.races",
		metric.WithUnit("{race}"), metric.WithDescription("Times that somebody else was first and a command was decided again."))
	in.uncached, errs[2] = m.Int64Counter("countersign.command.uncached",
		metric.WithUnit("{command}"), metric.WithDescription("Commands whose enrolment was not in memory."))
	in.calls, errs[3] = m.Float64Histogram("db.client.operation.duration", seconds,
		metric.WithUnit("s"), metric.WithDescription("Duration of calls of the store."))
	in.records, errs[4] = m.Int64Counter("countersign.store.records",
		metric.WithUnit("{record}"), metric.WithDescription("Records loaded, fed or given to the store, or summaries listed."))
	return in, errors.Join(errs[:]...)
}

// The attributes that no convention has a name for.
const (
	commandKind     = attribute.Key("countersign.command.kind")
	commandOutcome  = attribute.Key("countersign.command.outcome")
	commandUncached = attribute.Key("countersign.command.uncached")
	commandRaces    = attribute.Key("countersign.command.races")
	deniedCodes     = attribute.Key("countersign.denied.codes")
	enrolmentID     = attribute.Key("countersign.enrolment.id")
	storeOutcome    = attribute.Key("countersign.store.outcome")
	storeRecords    = attribute.Key("countersign.store.records")
)
