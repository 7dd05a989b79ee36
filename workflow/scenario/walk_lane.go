package scenario

import (
	"context"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/workflow"
)

// A mishap is something that goes wrong with the next call of a store.
type mishap uint8

const (
	noMishap mishap = iota
	refused
	conflict
	lostRequest
	lostReply
	lostLoad
	mishaps
)

var mishapNames = [mishaps]string{
	"", "the store refused it at first", "the store said that somebody else was first", "the request to the store was lost at first",
	"the store's reply was lost", "the store could not be read at first",
}

var errLost = errors.New("scenario: the walk has lost the connection to the store")

// A lane is one engine's way to the store. It keeps what is stored by it, lets
// something happen first, and loses what it is told to lose.
type lane struct {
	store  workflow.Store
	first  func()
	mishap mishap
	stored []workflow.Batch
}

// arrive lets happen first what is to.
func (l *lane) arrive() {
	if first := l.first; first != nil {
		l.first = nil
		first()
	}
}

// Load implements [workflow.Store].
func (l *lane) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	l.arrive()
	if l.mishap == lostLoad {
		l.mishap = noMishap
		return nil, errLost
	}
	return l.store.Load(ctx, id, after)
}

// Append implements [workflow.Store].
func (l *lane) Append(ctx context.Context, b workflow.Batch) error {
	l.arrive()
	m := l.mishap
	if m != lostLoad {
		l.mishap = noMishap
	}
	switch m {
	case refused:
		return fmt.Errorf("%w: the walk wants it so", workflow.ErrNotStored)
	case conflict:
		return fmt.Errorf("%w: the walk wants it so", workflow.ErrConflict)
	case lostRequest:
		return errLost
	}
	err := l.store.Append(ctx, b)
	if err == nil {
		l.stored = append(l.stored, b)
	}
	if m == lostReply {
		return errLost
	}
	return err
}

// through is the store as the engine of the lane sees it: it can what the store can.
func (l *lane) through() workflow.Store {
	lister, lists := l.store.(workflow.Lister)
	eraser, erases := l.store.(workflow.Eraser)
	switch {
	case lists && erases:
		return struct {
			*lane
			workflow.Lister
			workflow.Eraser
		}{l, lister, eraser}
	case lists:
		return struct {
			*lane
			workflow.Lister
		}{l, lister}
	case erases:
		return struct {
			*lane
			workflow.Eraser
		}{l, eraser}
	}
	return l
}
