package workflow

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

var (
	// ErrNotEmpty means that the store has records of the enrolment, if only the
	// one that is left of an erased enrolment.
	ErrNotEmpty = errors.New("workflow: the enrolment is not empty")
	// ErrAlreadyRestored means that the store has these very records already,
	// and perhaps later ones. It wraps ErrNotEmpty.
	ErrAlreadyRestored = fmt.Errorf("%w: it has these very records already", ErrNotEmpty)
	// ErrOtherInstallation means that the engine, with its key and tenant, gives
	// another id to the enrolment of that learner on that framework.
	ErrOtherInstallation = errors.New("workflow: the records are not of this installation")
	// ErrExportRefused means that an export is not put into the store, for what
	// it is or for what the store has already: trying again would not help.
	ErrExportRefused = errors.New("workflow: the export is refused")
)

// A refusedExport says why.
type refusedExport struct{ error }

func (r *refusedExport) Is(target error) bool { return target == ErrExportRefused }

func (r *refusedExport) Unwrap() error { return r.error }

// Restore puts the records of an export back into an enrolment that the store
// has nothing of, byte for byte and in one step: after a loss, or into a new
// store of the same installation. It gives the id of the enrolment that the
// export names, also beside most errors. From then on the engine works on it as
// if nothing had happened; requests that it answered before are known again.
// So it is with one that was erased and then begun again: what is left of the
// erased one is put back before the rest, which a store must be an [Eraser] for;
// without it the error is ErrUnsupported.
//
// It is a call of the host without an actor, and the host answers for where the
// export comes from: [ReadExport] says what a file proves by itself, and it
// does not prove that it is the newest. One that was made before a redaction
// brings the words back: redact them again. A text that the export has, but one
// of its records says was removed, is left out.
//
// Refused is, with every problem at once, joined in the error: what is not an
// export; what does not verify, by a [Fault] each; records of another
// installation ([ErrOtherInstallation]), of a newer version of this software,
// too large, or left of an erased enrolment and nothing else; content that the catalogue lacks
// or has with another digest ([ErrContentChanged]); and an enrolment that is
// not empty ([ErrNotEmpty]), which what was erased is not either. Then nothing
// was stored. Where the store has the same records, that is [ErrAlreadyRestored].
//
// Each of these errors wraps [ErrExportRefused]; any other is the store's.
//
// After [ErrOutcomeUnknown] restoring again is safe: it then restores, or says
// that it was restored already. No hook is called.
func (e *Engine) Restore(ctx context.Context, exported []byte) (EnrolmentID, error) {
	id, records, err := ReadExport(exported)
	if records == nil {
		return "", &refusedExport{fmt.Errorf("workflow: cannot restore: %w", err)}
	}
	forget(records)
	put, eraserErr := e.putter(records)
	next, problems := e.restorable(id, records)
	problems = append(problems, eraserErr)
	problems = append(problems, err)
	for range maxAttempts {
		if err := e.refusal(ctx, id, records, problems); err != nil {
			return id, err
		}
		err := e.putBack(ctx, put, id, records, &next)
		if e.inside || !errors.Is(err, ErrConflict) {
			return id, err
		}
	}
	return id, ErrContended
}

// refusal is why the records are not put back: their problems, and what the
// store has of the enrolment.
func (e *Engine) refusal(ctx context.Context, id EnrolmentID, records []Record, problems []error) error {
	vacant := e.vacant(ctx, id, records)
	err := errors.Join(append(problems, vacant)...)
	if err == nil {
		return nil
	}
	err = fmt.Errorf("workflow: cannot restore %s: %w", quoteID(string(id)), err)
	if vacant != nil && !errors.Is(vacant, ErrNotEmpty) {
		return err // of the store
	}
	return &refusedExport{err}
}

// putter is how the store takes the records in one step: a history that began
// again behind an erasure has another first number than Append gives.
func (e *Engine) putter(records []Record) (func(context.Context, Batch) error, error) {
	if len(records) == 0 || records[0].tombstone() == nil {
		return e.appendBatch, nil
	}
	eraser, err := eraserOf(e.store)
	if err != nil {
		return nil, fmt.Errorf("the enrolment began again behind an erasure, which cannot be put back: %w", err)
	}
	return func(ctx context.Context, b Batch) error { return e.eraseBatch(ctx, eraser, b) }, nil
}

// putBack stores all of the records. What became of them where that failed is
// looked for in the store.
func (e *Engine) putBack(ctx context.Context, put func(context.Context, Batch) error, id EnrolmentID, records []Record, next *loaded) error {
	err := put(ctx, Batch{
		Enrolment: id, Records: records, Summary: next.summary(records),
		Snapshot: e.snapshot(0, &next.state, nil),
	})
	switch {
	case errors.Is(err, ErrConflict) || errors.Is(err, ErrNotStored):
		return err
	case err != nil && (e.inside || !errors.Is(e.vacant(ctx, id, records), ErrAlreadyRestored)):
		return fmt.Errorf("%w (restoring %s): %w", ErrOutcomeUnknown, id, err)
	}
	e.cache.drop(id) // what was read before the loss
	e.cache.put(id, *next)
	return nil
}

// vacant says what the store has of an enrolment, if it has anything.
func (e *Engine) vacant(ctx context.Context, id EnrolmentID, records []Record) error {
	if checkID("", string(id)) != nil {
		return nil // which is a problem already
	}
	stored, err := e.loadRecords(ctx, id, 0)
	switch {
	case err != nil:
		return fmt.Errorf("cannot load %s: %w", id, err)
	case len(stored) == 0:
		return nil
	case stored[0].tombstone() != nil && (len(records) == 0 || stored[0].Hash != records[0].Hash || len(stored) == 1 && len(records) > 1):
		return fmt.Errorf("%w: it was erased at %s, and what was erased is not restored", ErrNotEmpty, stored[0].At.Format(timeFormat))
	}
	same := 0
	for same < min(len(stored), len(records)) && stored[same].Seq == records[same].Seq && stored[same].Hash == records[same].Hash {
		same++
	}
	switch later := len(stored) - same; {
	case same == 0 || same < len(records):
		return fmt.Errorf("%w: it has %d records, of which the first %d are those of the export", ErrNotEmpty, len(stored), same)
	case later > 0:
		return fmt.Errorf("%w, and %d later; nothing was done", ErrAlreadyRestored, later)
	}
	return fmt.Errorf("%w; nothing was done", ErrAlreadyRestored)
}

// forget leaves out the words of texts that the records say were removed.
func forget(records []Record) {
	gone := removals{records: records}
	gone.look()
	for i := range records {
		for j := range records[i].Texts {
			if t := &records[i].Texts[j]; records[i].Seq < gone.by[t.Digest] {
				*t = Text{Digest: t.Digest}
			}
		}
	}
}

// restorable is the enrolment that the records add up to, and everything about
// them that keeps them from being restored.
func (e *Engine) restorable(id EnrolmentID, records []Record) (next loaded, problems []error) {
	if err := checkID("the enrolment's id", string(id)); err != nil {
		problems = append(problems, err)
	}
	if len(records) == 0 {
		return next, append(problems, errors.New("the export has no records"))
	}
	last := &records[len(records)-1]
	if e.copies() && len(records) == 1 && last.tombstone() != nil {
		return loaded{state: Replay(NewState(id, nil), records)}, problems
	}
	var index *proficiency.ItemIndex
	fw, err := e.pinned(last.Framework, last.FrameworkDigest)
	if err != nil {
		problems = append(problems, err)
	} else {
		index = fw.Index()
	}
	next = loaded{fw: fw, state: Replay(NewState(id, index), records)}
	if s := &next.state; s.newer {
		problems = append(problems, errors.New(newer.Message+": "+newer.Remedy))
	} else if s.Framework() != last.Framework || s.FrameworkDigest() != last.FrameworkDigest {
		problems = append(problems, fmt.Errorf("the last record is on %s, and the enrolment on %s", last.Framework, s.Framework()))
	}
	for i := range records {
		if i == 0 && len(records) > 1 && records[0].tombstone() != nil {
			continue // begun again behind it
		}
		opens := i == 0 || i == 1 && records[0].tombstone() != nil
		problems = append(problems, e.recordProblems(id, &records[i], opens)...)
	}
	if fw != nil {
		next.tally = countAll(fw, &next.state, next.state.at)
	}
	return next, problems
}

// recordProblems are those of a single record that its hash does not tell. The
// first, or the first behind an erasure, must enrol somebody.
func (e *Engine) recordProblems(id EnrolmentID, r *Record, first bool) (problems []error) {
	problem := func(format string, args ...any) {
		problems = append(problems, fmt.Errorf("record %d "+format, append([]any{r.Seq}, args...)...))
	}
	if size := r.size(len(r.appendBody(nil))); size > MaxRecordSize {
		problem("takes %d bytes: at most %d are allowed", size, MaxRecordSize)
	}
	if r.Kind == KindErase {
		problem("is what is left of an erased enrolment, which is not restored")
		return problems
	}
	for _, err := range []error{checkID("the actor's id", string(r.Actor)), checkID("the request's id", string(r.Request))} {
		if err != nil {
			problem("does not say by whom or at which request it was made: %w", err)
		}
	}
	events, _ := r.decoded() // what cannot be read has been said
	opens := func(event Event) bool { _, ok := event.(*Enrolled); return ok }
	if first && !slices.ContainsFunc(events, opens) {
		problem("does not enrol anybody")
	}
	for _, event := range events {
		if o, ok := event.(*Enrolled); ok && !e.copies() && e.o.EnrolmentID(e.keyOf(o, r.Framework.ID)) != id {
			problem("enrols somebody whose enrolment has another id here: %w", ErrOtherInstallation)
		}
	}
	return problems
}

// keyOf is what makes an enrolment that was opened so the one it is.
func (e *Engine) keyOf(o *Enrolled, framework proficiency.FrameworkID) EnrolmentKey {
	k := EnrolmentKey{Tenant: e.o.Tenant, Learner: o.Learner, Framework: framework, Trial: o.Trial}
	if o.Accountable != "" {
		k.Centre = o.Centre
	}
	return k
}
