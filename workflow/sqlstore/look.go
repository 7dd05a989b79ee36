package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/workflow"
)

// selectable are the columns that lists select by, in the order of row.selected.
var selectable = []string{"learner", "framework", "category", "status", "trial", "good_until", "named"}

// selected is what the columns should hold, as a database gives it.
func (r *row) selected() []any {
	sum, trial, until := r.sum, int64(0), any(nil)
	if sum.Trial {
		trial = 1
	}
	if r.goodUntil.Valid {
		until = r.goodUntil.Int64
	}
	return []any{string(sum.Responsible()), string(sum.Framework.ID), string(sum.Category), string(sum.Status), trial, until, string(r.named)}
}

// A kept row is what the database has of an enrolment beside its records.
type keptRow struct {
	last     int64
	falls    int64 // how many records stand in the feed before those that they follow
	selected []any
	summary  []byte
	mentions []mention // in the order of mentionsOf
}

// kept reads all of it with one statement; nil where there is none.
func (s *Store) kept(ctx context.Context, id workflow.EnrolmentID) (*keptRow, error) {
	const falls = "(SELECT count(*) FROM {records} r JOIN {records} b ON b.enrolment = r.enrolment AND b.seq = r.seq - 1 WHERE r.enrolment = e.key AND b.position > r.position)"
	q := s.statement().add("SELECT e.last, "+falls+", m.kind, m.who, e.summary, e."+strings.Join(selectable, ", e.")+
		" FROM {enrolments} e LEFT JOIN {mentions} m ON m.enrolment = e.id WHERE e.id = ? ORDER BY m.kind, m.who", string(id))
	rows, err := s.query(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	defer func() { _ = rows.Close() }() // what fails is in Err
	var k *keptRow
	for rows.Next() {
		next := keptRow{selected: make([]any, len(selectable))}
		var kind, who, summary any // whatever has been put there
		into := []any{&next.last, &next.falls, &kind, &who, &summary}
		for i := range next.selected {
			into = append(into, &next.selected[i])
		}
		if err := rows.Scan(into...); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if k == nil {
			next.summary, _ = summary.([]byte)
			k = next.plain()
		}
		if kind != nil {
			k.mentions = append(k.mentions, mentionOf(kind, who))
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	return k, nil
}

// plain has numbers in the place of truth values, as SQLite has, and strings in
// the place of bytes, which can be compared.
func (k *keptRow) plain() *keptRow {
	for i, v := range k.selected {
		switch v := v.(type) {
		case bool:
			if k.selected[i] = int64(0); v {
				k.selected[i] = int64(1)
			}
		case []byte:
			k.selected[i] = string(v)
		}
	}
	return k
}

// mentionOf is one that is stored. What is none becomes one that nobody wants.
func mentionOf(kind, who any) mention {
	k, isKind := kind.(int64)
	w, isText := who.(string)
	if !isKind || !isText {
		return mention{}
	}
	return mention{k, w}
}

// A look is all that the database has of an enrolment, as of one instant.
type look struct {
	row     *keptRow
	records []workflow.Record
	damage  error // why there are no records to look at
}

// last is the number of the last record.
func (l *look) last() workflow.Seq {
	if len(l.records) == 0 {
		return 0
	}
	return l.records[len(l.records)-1].Seq
}

// upTo are the records up to a number, which is that of one of them, and whether
// they are as they were when it was the last: a redaction behind it has changed
// a text of theirs.
func upTo(records []workflow.Record, last workflow.Seq) (some []workflow.Record, ok bool) {
	i := slices.IndexFunc(records, func(r workflow.Record) bool { return r.Seq == last })
	later := records[i+1:]
	return records[:i+1], i >= 0 && !slices.ContainsFunc(later, func(r workflow.Record) bool { return r.Kind == workflow.KindRedact })
}

// look reads an enrolment; nil where there is none. Records that somebody
// appends between reading the row and the records are left out, so that all is
// as of the row's instant; where that cannot be had it reads again, and what
// still differs though nobody has appended does.
func (s *Store) look(ctx context.Context, id workflow.EnrolmentID) (*look, error) {
	for before := int64(-1); ; {
		row, err := s.kept(ctx, id)
		if errors.Is(err, ErrDamaged) {
			return &look{damage: err}, nil
		}
		if row == nil || err != nil {
			return nil, err
		}
		l := &look{row: row}
		l.records, err = s.Load(ctx, id, 0)
		if errors.Is(err, ErrDamaged) {
			l.damage = err
			return l, nil
		}
		if err != nil {
			return nil, err
		}
		some, ok := upTo(l.records, workflow.Seq(row.last))
		if ok {
			l.records = some
		}
		if ok || row.last == before {
			return l, nil
		}
		before = row.last
	}
}

// differing are the columns that differ from the summary.
func (k *keptRow) differing(r *row) (names []string) {
	for i, want := range r.selected() {
		unknown := selectable[i] == "named" && k.selected[i] == "" // until the next append
		if k.selected[i] != want && !unknown {
			names = append(names, selectable[i])
		}
	}
	return names
}

// kindNames are what mentions are called in messages.
var kindNames = map[int64]string{ofCentre: "centres", ofDecider: "deciders", ofSupervisor: "supervisors", ofSerial: "serials", ofPending: "inboxes", ofContributor: "contributors"}

// misfits are the kinds of mentions that differ from the summary.
func (k *keptRow) misfits(want []mention) (names []string) {
	add := func(list, other []mention) {
		for _, m := range list {
			name := kindNames[m.kind]
			if name == "" {
				name = "what is no kind"
			}
			if !slices.Contains(other, m) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	add(want, k.mentions)
	add(k.mentions, want)
	return names
}
