package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
)

// A Register keeps registers of appointments. It is safe for concurrent use.
type Register struct{ base }

var _ interface {
	roles.RegisterStore
	roles.Finder
} = (*Register)(nil)

// NewRegister makes a store of registers on a database whose tables [Migrate]
// made, beside those of enrolments. It asks the database nothing.
func NewRegister(db *sql.DB, d Dialect, o *Options) (*Register, error) {
	b, err := newBase(db, d, o)
	if err != nil {
		return nil, err
	}
	return &Register{b}, nil
}

// Close does what [Store.Close] does.
func (g *Register) Close() error { return g.close() }

// Append implements [roles.RegisterStore], in one step as [Store.Append] does.
// A batch whose ids are not UTF-8, or hold a NUL, is ErrNotStored.
func (g *Register) Append(ctx context.Context, b roles.RegisterBatch) error {
	if err := ctx.Err(); err != nil {
		return errors.Join(roles.ErrNotStored, err)
	}
	if err := checkRegister(&b); err != nil {
		return err
	}
	return g.write(ctx, &change{
		table: "register_centres", id: string(b.Centre), head: registerHead(&b), rows: []rows{registerRows(b.Records)}, after: []part{peopleOf(b.Records)}, bulky: len(b.Records) > 1,
		conflict: roles.ErrConflict, notStored: roles.ErrNotStored,
	})
}

// checkRegister says what is wrong with a batch.
func checkRegister(b *roles.RegisterBatch) error {
	if len(b.Records) == 0 {
		return fmt.Errorf("%w: the batch has no records", roles.ErrNotStored)
	}
	err := plain(string(b.Centre))
	for i := range b.Records {
		r := &b.Records[i]
		if want := b.After + roles.RegisterSeq(i) + 1; r.Seq != want {
			return fmt.Errorf("%w: record %d stands where %d is due", roles.ErrNotStored, r.Seq, want)
		}
		err = errors.Join(err, plain(string(r.Actor), string(r.As), r.Request, string(r.Kind)))
		for _, p := range r.People {
			err = errors.Join(err, plain(string(p)))
		}
	}
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", roles.ErrNotStored, err)
	case b.After > math.MaxInt64-roles.RegisterSeq(len(b.Records)):
		return fmt.Errorf("%w: %d is beyond the number of any record", roles.ErrConflict, b.After)
	}
	return nil
}

func registerHead(b *roles.RegisterBatch) part {
	last := int64(b.Records[len(b.Records)-1].Seq)
	return func(s *statement) {
		if b.After == 0 {
			s.add("INSERT INTO {register_centres} (id, last) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", string(b.Centre), last)
			return
		}
		s.add("UPDATE {register_centres} SET last = ? WHERE id = ? AND last = ?", last, string(b.Centre), int64(b.After))
	}
}

// peopleRows is a JSON array of [person] for everybody whom records mention.
func peopleRows(records []roles.RegisterRecord) string {
	list := []byte{'['}
	for i := range records {
		for _, p := range records[i].People {
			if len(list) > 1 {
				list = append(list, ',')
			}
			list = append(canonical.AppendString(append(list, '['), string(p)), ']')
		}
	}
	return string(append(list, ']'))
}

// peopleOf notes where people are mentioned.
func peopleOf(records []roles.RegisterRecord) part {
	all := peopleRows(records)
	return func(s *statement) {
		s.add("INSERT INTO {register_people} (person, centre) SELECT DISTINCT " + element(0, "text") + ", e.id FROM e CROSS JOIN ")
		s.list(all).add(" WHERE true ON CONFLICT DO NOTHING")
	}
}

// CentresOf implements [roles.Finder].
func (g *Register) CentresOf(ctx context.Context, person roles.PersonID) ([]roles.CentreID, error) {
	if plain(string(person)) != nil { // nobody was ever stored under it
		return nil, ctx.Err()
	}
	s := g.statement().add("SELECT id FROM {register_centres} ORDER BY id")
	if person != "" {
		s = g.statement().add("SELECT centre FROM {register_people} WHERE person = ? ORDER BY centre", string(person))
	}
	rows, err := g.db.QueryContext(ctx, s.sql.String(), s.args...)
	if err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	defer func() { _ = rows.Close() }() // what fails is in Err
	var found []roles.CentreID
	for rows.Next() {
		var centre string
		if err := rows.Scan(&centre); err != nil {
			return nil, fmt.Errorf("sqlstore: %w", err)
		}
		found = append(found, roles.CentreID(centre))
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	return found, ctx.Err()
}
