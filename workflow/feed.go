package workflow

import (
	"context"
	"errors"
	"fmt"
	"iter"
)

// A Feeder is a Store that gives all its records away, one after another, for
// what is kept beside it: a search index, a warehouse, an [Index]. It is
// optional: without it [Engine.Feed] returns ErrUnsupported.
type Feeder interface {
	// Feed must yield the records behind a cursor; the empty one stands before
	// all. Whoever calls it again and again, each time with the Cursor of the last
	// record that they took, is given every record at least once, and none is
	// skipped, however many write meanwhile. A record comes behind those of its
	// enrolment that have a smaller Seq; the order between enrolments is
	// unspecified. It ends when there is nothing more for now.
	//
	// A record may come later than its Append returned, as long as others write,
	// but not for ever. What an erasure removed comes no more, and the record that
	// is left of the enrolment does; what a redaction removed comes without words
	// and salt.
	//
	// A cursor that is none of this store's, or stands at a record that the store
	// has no longer though nobody erased it, as after going back to a backup, is
	// ErrCursor. It trusts its caller. After an error it yields nothing more. The
	// caller must be able to use the store while it looks at the records.
	Feed(ctx context.Context, after Cursor) iter.Seq2[Fed, error]
}

// A Cursor is a place in the feed of one store: at most [MaxIDLength] bytes of
// ASCII, in which nobody is named, to be kept as they are. Empty stands before
// everything.
type Cursor string

// Fed is a record as a feed gives it.
type Fed struct {
	Enrolment EnrolmentID
	Record    Record
	// Cursor stands right behind the record.
	Cursor Cursor
}

// ErrCursor means that a feed cannot go on from a cursor, because the store did
// not give it or has gone back since. Begin again with the empty one, having
// thrown away what came of the records before, or compared it.
var ErrCursor = errors.New("workflow: the cursor is none of this store's feed")

// Feed yields the records that the store has behind a cursor, as a [Feeder]
// does. It ends when there is nothing more for now: call it again, now and then,
// with the last cursor, which is best kept in one transaction with what was made
// of the record. A record may come more than once, and is known by enrolment and
// Seq.
//
// It is a call of the host and asks nobody's rights. What it yields is personal
// data with every free text, and whoever keeps it must follow what is removed
// later: the [Redacted] event of a record of the kind [KindRedact] gives the
// digest of a text to take out of every record of the enrolment, and a record of
// the kind [KindErase] says that all before it go.
//
// A store that is no Feeder gives ErrUnsupported, and a cursor that is none
// ErrCursor.
func (e *Engine) Feed(ctx context.Context, after Cursor) iter.Seq2[Fed, error] {
	return func(yield func(Fed, error) bool) {
		feeder, err := feederOf(e.store)
		if err != nil {
			yield(Fed{}, err)
			return
		}
		e.feedRecords(ctx, feeder, after)(yield)
	}
}

// feederOf is the one place where a store is asked for the optional Feeder.
func feederOf(s Store) (Feeder, error) {
	if f, ok := s.(Feeder); ok {
		return f, nil
	}
	return nil, fmt.Errorf("%w: it has no Feed", ErrUnsupported)
}
