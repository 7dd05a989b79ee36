package workflow

import (
	"context"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/proficiency"
)

// ErrNewerRecords means that a later version of this software wrote some of the
// records, and this one does not know what they add up to.
var ErrNewerRecords = errors.New("workflow: the enrolment has records of a newer version of this software")

// SummaryOf is the summary that a store keeps beside these records, which are
// all those of the enrolment: that of the instant of the last, as it was
// appended with it. An enrolment that was erased needs no content for it. The
// error wraps [ErrBroken] where the records do not follow from one another,
// [ErrNewerRecords], [ErrContentChanged], or what the catalogue says of content
// that it lacks.
func SummaryOf(catalog *proficiency.Catalog, id EnrolmentID, records []Record) (Summary, error) {
	if len(records) == 0 {
		return Summary{}, fmt.Errorf("%w: there are none", ErrBroken)
	}
	l, err := copier(catalog, nil).replayed(id, records)
	switch {
	case err != nil:
		return Summary{}, err
	case l.state.newer:
		return Summary{}, ErrNewerRecords
	}
	return l.summary(records).Clone(), nil
}

// Import is [Engine.Restore] for whoever moves all that a store has to another
// one of the same installation: it takes what is left of an erased enrolment,
// too, and does not ask whether the enrolments have the ids that an engine
// would give them, for which it would need the engine's key. An engine with
// another key does not find what was imported.
func Import(ctx context.Context, store Store, catalog *proficiency.Catalog, exported []byte) (EnrolmentID, error) {
	return copier(catalog, store).Restore(ctx, exported)
}

// copier is an engine that keeps nothing and decides nothing.
func copier(catalog *proficiency.Catalog, store Store) *Engine {
	return &Engine{catalog: catalog, store: store, cache: newCache(0)}
}

// copies reports whether e is a copier: every other engine knows which ids it gives.
func (e *Engine) copies() bool { return e.o.EnrolmentID == nil }

// summary is the one to be kept beside the records, which add up to l.
func (l *loaded) summary(records []Record) Summary {
	last := &records[len(records)-1]
	if l.fw == nil {
		return last.buriedSummary(l.state.ID())
	}
	return summarise(l.fw, &l.state, l.tally, last.At)
}
