package workflow

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"slices"
)

// An observation is one operation that somebody watches. All its methods do
// nothing on nil, which is what there is where nobody does.
type observation struct {
	logger *slog.Logger
	end    func(Observation)
	seen   Observation
}

// begin tells the observer what begins.
func (e *Engine) begin(ctx context.Context, op Operation) (context.Context, *observation) {
	if e.o.Observer == nil {
		return ctx, nil
	}
	o := &observation{logger: e.o.Logger, seen: Observation{Ending: EndingPanicked}}
	return o.begin(ctx, e.o.Observer, op), o
}

// beginCommand is begin for a request. Ids in one that is unfit were never
// held to be ids.
func (e *Engine) beginCommand(ctx context.Context, req *Request, unfit error) (context.Context, *observation) {
	if e.o.Observer == nil {
		return ctx, nil
	}
	op := Operation{Name: OperationCommand}
	if req.Command != nil {
		op.Kind = req.Command.Kind()
	}
	if unfit == nil {
		op.Enrolment = req.Enrolment
	}
	return e.begin(ctx, op)
}

func (o *observation) begin(ctx context.Context, observer Observer, op Operation) (within context.Context) {
	within = ctx // also where the observer panics
	defer o.survive(ctx)
	given, end := observer(ctx, op)
	o.end = end
	if given != nil {
		within = given
	}
	return within
}

// survive keeps a panic of an observer from the command that is watched.
func (o *observation) survive(ctx context.Context) {
	if p := recover(); p != nil {
		o.logger.ErrorContext(ctx, "the observer panicked", "panic", p)
	}
}

// ended tells the observer what became of it. It is deferred, so that the
// observer hears of what panicked, too.
func (o *observation) ended(ctx context.Context) {
	if o == nil || o.end == nil {
		return
	}
	defer o.survive(ctx)
	o.end(o.seen)
}

// found says whether a command found its enrolment in the cache.
func (o *observation) found(cached bool) {
	if o != nil {
		o.seen.Uncached = !cached
	}
}

func (o *observation) lostRace() {
	if o != nil {
		o.seen.Races++
	}
}

// command says what became of a command.
func (o *observation) command(res *Result, err error) {
	if o == nil {
		return
	}
	o.seen.Err = err
	denied := (*Denied)(nil)
	switch {
	case err == nil:
		o.seen.Ending = accepted(res)
	case errors.As(err, &denied):
		o.seen.Ending, o.seen.Codes = EndingDenied, denied.codes()
	case errors.Is(err, ErrRefused):
		o.seen.Ending = EndingRefused
	case errors.Is(err, ErrContended):
		o.seen.Ending = EndingContended
	case errors.Is(err, ErrOutcomeUnknown):
		o.seen.Ending = EndingUnknown
	case errors.Is(err, ErrConflict):
		o.seen.Ending = EndingConflict
	default:
		o.seen.Ending = EndingFailed
	}
}

func accepted(res *Result) Ending {
	switch {
	case res.Replayed:
		return EndingReplayed
	case res.Record.Seq == 0:
		return EndingUnchanged
	}
	return EndingStored
}

// codes are those of the reasons, each once.
func (d *Denied) codes() (codes []Code) {
	for i := range d.Reasons {
		if c := d.Reasons[i].Code; !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	return codes
}

// wasRead says what became of a call that reads n records or summaries.
func (o *observation) wasRead(n int, err error) {
	if o == nil {
		return
	}
	o.seen.Records, o.seen.Err, o.seen.Ending = n, err, EndingDone
	if err != nil {
		o.seen.Ending = EndingFailed
	}
}

// wasWritten says what became of a call that writes n records.
func (o *observation) wasWritten(n int, err error) {
	if o == nil {
		return
	}
	o.seen.Records, o.seen.Err = n, err
	switch {
	case err == nil:
		o.seen.Ending = EndingDone
	case errors.Is(err, ErrConflict):
		o.seen.Ending = EndingConflict
	case errors.Is(err, ErrNotStored):
		o.seen.Ending = EndingNotStored
	default:
		o.seen.Ending = EndingUnknown
	}
}

// The engine calls its store through these alone, so that none is missed.

func (e *Engine) loadRecords(ctx context.Context, id EnrolmentID, after Seq) ([]Record, error) {
	ctx, o := e.begin(ctx, Operation{Name: OperationLoad, Enrolment: id})
	defer o.ended(ctx)
	records, err := e.store.Load(ctx, id, after)
	o.wasRead(len(records), err)
	return records, err
}

func (e *Engine) loadSnapshot(ctx context.Context, store Snapshotter, id EnrolmentID) ([]byte, []Record, error) {
	ctx, o := e.begin(ctx, Operation{Name: OperationLoad, Enrolment: id})
	defer o.ended(ctx)
	snapshot, records, err := store.LoadSnapshot(ctx, id)
	o.wasRead(len(records), err)
	return snapshot, records, err
}

func (e *Engine) appendBatch(ctx context.Context, b Batch) error {
	ctx, o := e.begin(ctx, Operation{Name: OperationAppend, Enrolment: b.Enrolment})
	defer o.ended(ctx)
	err := e.store.Append(ctx, b)
	o.wasWritten(len(b.Records), err)
	return err
}

func (e *Engine) eraseBatch(ctx context.Context, eraser Eraser, b Batch) error {
	ctx, o := e.begin(ctx, Operation{Name: OperationErase, Enrolment: b.Enrolment})
	defer o.ended(ctx)
	err := eraser.Erase(ctx, b)
	o.wasWritten(len(b.Records), err)
	return err
}

func (e *Engine) listSummaries(ctx context.Context, lister Lister, q Query) iter.Seq2[Summary, error] {
	return walked(ctx, e, OperationList, func(ctx context.Context) iter.Seq2[Summary, error] { return lister.List(ctx, q) })
}

func (e *Engine) feedRecords(ctx context.Context, feeder Feeder, after Cursor) iter.Seq2[Fed, error] {
	return walked(ctx, e, OperationFeed, func(ctx context.Context) iter.Seq2[Fed, error] { return feeder.Feed(ctx, after) })
}

// walked shows each walk through what the store gives to the observer.
func walked[T any](ctx context.Context, e *Engine, name OperationName, give func(context.Context) iter.Seq2[T, error]) iter.Seq2[T, error] {
	if e.o.Observer == nil {
		return give(ctx)
	}
	return func(yield func(T, error) bool) {
		ctx, o := e.begin(ctx, Operation{Name: name})
		defer o.ended(ctx)
		n, failed := 0, error(nil)
		for given, err := range give(ctx) {
			if err != nil {
				failed = err
			} else {
				n++
			}
			if !yield(given, err) {
				break
			}
		}
		o.wasRead(n, failed)
	}
}
