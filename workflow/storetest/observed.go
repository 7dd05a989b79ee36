package storetest

import (
	"context"
	"errors"

	"github.com/countersign-go/countersign/workflow"
)

// A History keeps what callers ask of a store and are told, through one client of
// it or several, whatever else happens to it meanwhile. The zero value is empty;
// it may be used by any number of goroutines.
type History struct {
	// Hasty has a conflict say that nothing was stored, and no more. It is for
	// stores that refuse what collides with something still under way, which may
	// come to nothing when a server is lost: nobody was first then.
	Hasty bool

	h history
}

// Load is that of the store, and kept if it succeeds: one that fails says nothing.
func (h *History) Load(ctx context.Context, s workflow.Store, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	begin := h.h.now()
	rs, err := s.Load(ctx, id, after)
	if err == nil {
		h.h.note(exactly(loadOf(id, after, rs), rs), begin)
	}
	return rs, err
}

// Append is that of the store, and kept whatever comes of it.
func (h *History) Append(ctx context.Context, s workflow.Store, b workflow.Batch) error {
	o := exactly(appendOf(b), b.Records)
	begin := h.h.now()
	err := s.Append(ctx, b)
	if o.err = err; h.Hasty && errors.Is(err, workflow.ErrConflict) {
		o.err = workflow.ErrNotStored
	}
	h.h.note(o, begin)
	return err
}

// Check wants the history to be linearisable, enrolment by enrolment: there is an
// order of one after another, in which each Load and Append takes effect at one
// instant between its begin and its end, that explains what everybody was told.
// An Append whose outcome is unknown may take effect later, or never. The error
// names each enrolment for which there is none, and why. Every record must have
// been seen by the Load of somebody, so load each enrolment whole at the end,
// when nothing is under way any more. Records are told apart by their requests
// and hashes.
func (h *History) Check() error { return h.h.check() }

// exactly has the requests of an operation name the records, of which several
// attempts may bring several for one request.
func exactly(o operation, rs []workflow.Record) operation {
	for i := range rs {
		o.requests[i] += workflow.RequestID(" " + rs[i].Hash.String())
	}
	return o
}
