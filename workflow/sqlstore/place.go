package sqlstore

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/workflow"
)

// A place is where a record stands in the feed, which is ordered by position,
// enrolment and seq.
//
// In SQLite writers take turns, and positions are counted.
//
// In PostgreSQL the position of a record is the greater one of the number of the
// transaction that wrote it and the position of the enrolment's record before
// it. Whoever feeds looks only at positions below xmin, the oldest transaction
// under way (PostgreSQL 15, §9.27.8). A record with position p was written by a
// transaction with a number of at most p: all those below xmin are over, so that
// every record below xmin that there will ever be is there and seen, and none is
// added behind a cursor's back. That the position never falls within an
// enrolment keeps its records in order, even where a transaction that began
// earlier writes after one that began later. Savepoints have the number of the
// transaction that they are in.
type place struct {
	position, enrolment, seq int64
	// mark is the beginning of the record's hash, by which a cursor is told that
	// was given before the database went back to a backup.
	mark [8]byte
}

func mark(hash []byte) (m [8]byte) {
	copy(m[:], hash)
	return m
}

func (p place) cursor() workflow.Cursor {
	return workflow.Cursor(fmt.Sprintf("%d.%d.%d.%x", p.position, p.enrolment, p.seq, p.mark))
}

func parsePlace(c workflow.Cursor) (p place, err error) {
	fields := strings.SplitN(string(c), ".", 5)
	if len(c) <= workflow.MaxIDLength && len(fields) == 4 && len(fields[3]) == hex.EncodedLen(len(p.mark)) {
		for i, into := range []*int64{&p.position, &p.enrolment, &p.seq} {
			n, failed := strconv.ParseInt(fields[i], 10, 64)
			*into, err = n, errors.Join(err, failed)
		}
		_, failed := hex.Decode(p.mark[:], []byte(fields[3]))
		err = errors.Join(err, failed)
	}
	if err != nil || p.cursor() != c {
		return place{}, fmt.Errorf("%w: %.40q", workflow.ErrCursor, c)
	}
	return p, nil
}

// advance is the SQL of the position of what the head of a change writes.
func (s *statement) advance() string {
	if s.dialect == Postgres {
		return "GREATEST(position, pg_current_xact_id()::text::bigint)"
	}
	return "(SELECT coalesce(max(position), 0) + 1 FROM {records})"
}

// first is the same for an enrolment that was not there.
func (s *statement) first() string {
	if s.dialect == Postgres {
		return "pg_current_xact_id()::text::bigint"
	}
	return s.advance()
}

// settled narrows a feed to positions below which nothing is added any more.
func (s *statement) settled() string {
	if s.dialect == Postgres {
		return " AND position < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
	}
	return ""
}

// ErrMoved means that the records came from another server of PostgreSQL, by a
// dump, and that their places in the feed are beyond the number of any transaction
// here: new ones would get places before them. [Migrate] gives them new ones, and
// feeds begin again.
var ErrMoved = errors.New("sqlstore: the records were moved here from a server that had counted further")

// beyond selects a row where a record has a place beyond every transaction that
// was ever begun here.
func (b *base) beyond() *statement {
	return b.statement().add("SELECT 1, '' FROM {records} WHERE position >= GREATEST(" +
		"pg_snapshot_xmax(pg_current_snapshot())::text::bigint, pg_current_xact_id_if_assigned()::text::bigint + 1) LIMIT 1")
}

// unmoved gives ErrMoved where there is such a record.
func (b *base) unmoved(ctx context.Context) error {
	if b.dialect != Postgres {
		return nil
	}
	var n int
	var none string
	found, err := b.one(ctx, b.beyond(), &n, &none)
	if err == nil && found {
		err = fmt.Errorf("%w: Migrate gives those of the tables %s new places in the feed", ErrMoved, b.names)
	}
	return err
}

// replace gives all records new places, in the order of the old ones, if any is
// beyond every transaction. The new ones are below all that were ever given, so
// that no cursor is taken that was given for those. Nobody can write meanwhile.
func (b *base) replace(ctx context.Context, conn *sql.Conn) error {
	if b.dialect != Postgres {
		return nil
	}
	if beyond, err := collect(ctx, conn, b.beyond()); err != nil || len(beyond) == 0 {
		return err
	}
	for _, s := range []string{
		"LOCK TABLE {enrolments}, {records} IN SHARE ROW EXCLUSIVE MODE",
		"UPDATE {records} AS r SET position = n.place FROM (SELECT enrolment, seq," +
			" row_number() OVER (ORDER BY position, enrolment, seq) - 1 - count(*) OVER () + LEAST(0, min(position) OVER ()) AS place" +
			" FROM {records}) AS n WHERE n.enrolment = r.enrolment AND n.seq = r.seq",
		"UPDATE {enrolments} SET position = 0",
	} {
		if err := execute(ctx, conn, b.statement().add(s).sql.String()); err != nil {
			return err
		}
	}
	b.log.Warn("gave all records new places in the feed, because they came from another server", "tables", b.names.String())
	return nil
}
