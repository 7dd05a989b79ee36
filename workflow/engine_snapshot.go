package workflow

import (
	"context"
	"fmt"
	"log/slog"
)

// snapshot is what a batch that leads from one state to the next gives the
// store to keep, or nil. It is due where the batch brings the number of records
// to a multiple of Options.SnapshotEvery, or past one, and where texts are
// erased, which removes the one before.
func (e *Engine) snapshot(after Seq, next *State, erase []TextRef) func() []byte {
	every := Seq(max(0, e.o.SnapshotEvery))
	if _, ok := snapshotterOf(e.store); !ok || every == 0 || next.newer || !next.Exists() {
		return nil
	}
	if passed := next.seq/every > after/every; !passed && (len(erase) == 0 || next.seq < every) {
		return nil
	}
	s := *next
	return func() []byte {
		if b := e.sealer.seal(&s); len(b) <= MaxSnapshotSize {
			return b
		}
		return nil
	}
}

// loadCold reads an enrolment of which nothing is known: from a snapshot and
// the records behind it, or else from all records.
func (e *Engine) loadCold(ctx context.Context, id EnrolmentID) (loaded, error) {
	store, ok := snapshotterOf(e.store)
	if !ok || e.o.SnapshotEvery < 0 {
		return e.loadAll(ctx, id)
	}
	snapshot, records, err := e.loadSnapshot(ctx, store, id)
	switch {
	case err != nil:
		return loaded{}, fmt.Errorf("cannot load %s: %w", id, err)
	case len(snapshot) == 0 && (len(records) == 0 || records[0].Seq == 1 || records[0].tombstone() != nil):
		return e.replayed(id, records)
	}
	cur, problem := e.believed(id, snapshot, records)
	if problem == "" {
		return e.extend(id, cur, records[1:])
	}
	level := slog.LevelWarn
	if problem == otherForm || problem == otherContent { // which time brings
		level = slog.LevelDebug
	}
	e.o.Logger.Log(ctx, level, "a snapshot is not used", "enrolment", id, "problem", problem)
	return e.loadAll(ctx, id)
}

const (
	otherForm    = "it is of another form"
	otherContent = "the enrolment has other content by now"
)

// believed is what a snapshot says, if it is one of this engine's, the first of
// the records is the one that it ends with, and all are on the content that it
// is of; or what keeps it from that, in words for a log.
func (e *Engine) believed(id EnrolmentID, snapshot []byte, records []Record) (cur loaded, problem string) {
	u, problem := e.sealer.unseal(id, snapshot)
	switch {
	case problem != "":
		return loaded{}, problem
	case len(records) == 0 || records[0].Seq != u.seq || records[0].Hash != u.head:
		return loaded{}, "the record that it ends with is not there"
	}
	last := &records[len(records)-1]
	if last.FrameworkDigest != u.content {
		return loaded{}, otherContent
	}
	fw, err := e.pinned(last.Framework, u.content)
	if err != nil {
		return loaded{}, err.Error()
	}
	state, ok := readState(u.state, fw.Index())
	if !ok || state.ID() != id || state.seq != u.seq || state.head != u.head {
		return loaded{}, "it cannot be read"
	}
	return loaded{fw: fw, state: state}, ""
}
