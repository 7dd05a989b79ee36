package sqlstore

import (
	"bytes"
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
	return []any{string(sum.Learner), string(sum.Framework.ID), string(sum.Category), string(sum.Status), trial, until, string(r.named)}
}

// A kept row is what the database has of an enrolment beside its records.
type keptRow struct {
	last     int64
	selected []any
	summary  []byte
	mentions []mention // in the order of mentionsOf
}

// kept reads all of it with one statement; nil where there is none.
func (s *Store) kept(ctx context.Context, id workflow.EnrolmentID) (*keptRow, error) {
	q := s.statement().add("SELECT e.last, m.kind, m.who, e.summary, e."+strings.Join(selectable, ", e.")+
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
		into := []any{&next.last, &kind, &who, &summary}
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

// same reports whether nothing was appended from one look to another.
func (l *look) same(m *look) bool {
	return l.row.last == m.row.last && l.last() == m.last() && bytes.Equal(l.row.summary, m.row.summary)
}

// look reads an enrolment; nil where there is none. An append between reading
// the row and the records shows by numbers that differ: then it reads again,
// and what still differs, though nobody appends, does.
func (s *Store) look(ctx context.Context, id workflow.EnrolmentID) (*look, error) {
	var before *look
	for {
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
		if int64(l.last()) == row.last || before != nil && l.same(before) {
			return l, nil
		}
		before = l
	}
}

// differing are the columns that differ from the summary.
func (k *keptRow) differing(r *row) (names []string) {
	for i, want := range r.selected() {
		unknown := selectable[i] == "named" && k.selected[i] == nil // until the next append
		if k.selected[i] != want && !unknown {
			names = append(names, selectable[i])
		}
	}
	return names
}

// kindNames are what mentions are called in messages.
var kindNames = map[int64]string{ofCentre: "centres", ofDecider: "deciders", ofSupervisor: "supervisors", ofSerial: "serials", ofPending: "inboxes"}

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
