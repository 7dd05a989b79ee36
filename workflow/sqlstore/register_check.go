package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/roles"
)

// Check compares everything that the database has of a centre's register, as
// [Store.Check] does of an enrolment.
func (g *Register) Check(ctx context.Context, centre roles.CentreID) ([]Finding, error) {
	found, _, err := g.check(ctx, centre)
	return found, err
}

// Rebuild notes anew who is mentioned at a centre, as [Store.Rebuild] does of
// an enrolment.
func (g *Register) Rebuild(ctx context.Context, centre roles.CentreID) (found []Finding, rebuilt bool, err error) {
	for try := 1; ; try++ {
		found, records, err := g.check(ctx, centre)
		if err != nil || !Rebuildable(found) {
			return found, false, err
		}
		err = g.write(ctx, &change{
			table: "register_centres", id: string(centre), head: sameRegister(centre, records), after: []part{othersThan(records), peopleOf(records)}, bulky: true,
			conflict: roles.ErrConflict, notStored: roles.ErrNotStored,
		})
		if !errors.Is(err, roles.ErrConflict) || try == maxTries {
			return found, err == nil, err
		}
	}
}

// sameRegister changes nothing if the last record is still the same.
func sameRegister(centre roles.CentreID, records []roles.RegisterRecord) part {
	return func(s *statement) {
		last := int64(records[len(records)-1].Seq)
		s.add("UPDATE {register_centres} SET last = ? WHERE id = ? AND last = ?", last, string(centre), last)
	}
}

// othersThan forgets everybody whom no record mentions.
func othersThan(records []roles.RegisterRecord) part {
	all := peopleRows(records)
	return func(s *statement) {
		s.add("DELETE FROM {register_people} WHERE centre IN (SELECT id FROM e) AND NOT EXISTS (SELECT 1 FROM ")
		s.list(all).add(" WHERE " + element(0, "text") + " = person)")
	}
}

func (g *Register) check(ctx context.Context, centre roles.CentreID) (found []Finding, records []roles.RegisterRecord, err error) {
	find := func(code Code, seq roles.RegisterSeq, message string) {
		found = append(found, Finding{Code: code, Centre: centre, Seq: uint64(seq), Message: message})
	}
	l, err := g.look(ctx, centre)
	if errors.Is(err, ErrDamaged) {
		find(RecordDamaged, 0, err.Error())
		return found, nil, nil
	}
	if l == nil || err != nil {
		return nil, nil, err
	}
	for _, f := range registerFaults(roles.VerifyRegister(centre, l.records)) {
		code := ChainBroken
		if slices.ContainsFunc(l.records, func(r roles.RegisterRecord) bool { return r.Seq == f.Seq && r.Format > roles.RegisterFormat }) {
			code = Newer
		}
		find(code, f.Seq, f.What)
	}
	if n := len(l.records); n == 0 || int64(l.records[n-1].Seq) != l.last {
		find(LastDiffers, 0, fmt.Sprintf("there are %d records, and the centre's row says that the last is %d", n, l.last))
	}
	if !slices.Equal(l.people, mentioned(l.records)) {
		find(MentionsDiffer, 0, "it is found by people whom no record mentions, or not by somebody whom one does")
	}
	return found, l.records, nil
}

// A registerLook is all that the database has of a centre's register.
type registerLook struct {
	last    int64
	records []roles.RegisterRecord
	people  []string
}

// look reads a centre, again for as long as somebody appends meanwhile; nil
// where there is none.
func (g *Register) look(ctx context.Context, centre roles.CentreID) (*registerLook, error) {
	for {
		before, there, err := g.last(ctx, centre)
		if !there || err != nil {
			return nil, err
		}
		l := &registerLook{last: before}
		if l.records, err = g.Load(ctx, centre, 0); err != nil {
			return nil, err
		}
		q := g.statement().add("SELECT person FROM {register_people} WHERE centre = ? ORDER BY person", string(centre))
		if l.people, err = g.texts(ctx, q); err != nil {
			return nil, err
		}
		after, _, err := g.last(ctx, centre)
		if err != nil || after == before {
			return l, err
		}
	}
}

// mentioned are those whom records mention, in order, each once.
func mentioned(records []roles.RegisterRecord) (all []string) {
	for i := range records {
		for _, p := range records[i].People {
			all = append(all, string(p))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// last is the number that appends compare.
func (g *Register) last(ctx context.Context, centre roles.CentreID) (last int64, there bool, err error) {
	return g.number(ctx, g.statement().add("SELECT last FROM {register_centres} WHERE id = ?", string(centre)))
}

func registerFaults(err error) (all []*roles.RegisterFault) {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	for _, err := range joined.Unwrap() {
		if f := (*roles.RegisterFault)(nil); errors.As(err, &f) {
			all = append(all, f)
		}
	}
	return all
}
