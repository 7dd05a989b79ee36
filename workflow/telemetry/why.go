package telemetry

import (
	"context"
	"errors"

	"go.opentelemetry.io/otel/attribute"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"github.com/countersign-go/countersign/workflow"
)

// classes are the values of error.type for errors that are known, the most telling first.
var classes = []struct {
	is   error
	what string
}{
	{context.Canceled, "canceled"},
	{context.DeadlineExceeded, "timeout"},
	{workflow.ErrBroken, "broken"},
	{workflow.ErrContentChanged, "content-changed"},
	{workflow.ErrContended, "contended"},
	{workflow.ErrUnsupported, "unsupported"},
	{workflow.ErrNotStored, "not-stored"},
	{workflow.ErrOutcomeUnknown, "outcome-unknown"},
}

// why says why something failed, in few words: the code that the database gave,
// where its driver tells, or a class of errors.
func why(seen workflow.Observation) []attribute.KeyValue {
	if seen.Ending == workflow.EndingPanicked {
		return []attribute.KeyValue{semconv.ErrorTypeKey.String("panic")}
	}
	if code := sqlState(seen.Err); code != "" {
		return []attribute.KeyValue{semconv.ErrorTypeKey.String(code), semconv.DBResponseStatusCodeKey.String(code)}
	}
	for _, c := range classes {
		if errors.Is(seen.Err, c.is) {
			return []attribute.KeyValue{semconv.ErrorTypeKey.String(c.what)}
		}
	}
	return []attribute.KeyValue{semconv.ErrorTypeOther}
}

// sqlState is the code of an error of a database by the SQL standard, which has
// five letters and digits; drivers for PostgreSQL give it by this method.
func sqlState(err error) string {
	var stated interface{ SQLState() string }
	if errors.As(err, &stated) {
		if code := stated.SQLState(); len(code) == 5 {
			return code
		}
	}
	return ""
}
