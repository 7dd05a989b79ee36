package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
)

const registerColumns = "seq, at, format, actor, held, request, act, kind, policy, people, events, hash"

// registerRows are those of the records.
func registerRows(records []roles.RegisterRecord) rows {
	all := rows{table: "register_records", columns: "centre, " + registerColumns}
	for i := range records {
		r := &records[i]
		all.values = append(all.values, []any{
			int64(r.Seq), r.At.UnixMicro(), int64(r.Format), string(r.Actor), string(r.As), r.Request, r.Act[:],
			string(r.Kind), r.Policy[:], peopleList(r.People), bytesOf(r.Events), r.Hash[:],
		})
	}
	return all
}

func peopleList(people []roles.PersonID) []byte {
	list := []byte{'['}
	for i, p := range people {
		if i > 0 {
			list = append(list, ',')
		}
		list = canonical.AppendString(list, string(p))
	}
	return append(list, ']')
}

// Load implements [roles.RegisterStore].
func (g *Register) Load(ctx context.Context, centre roles.CentreID, after roles.RegisterSeq) ([]roles.RegisterRecord, error) {
	if after >= math.MaxInt64 || plain(string(centre)) != nil { // nothing was ever stored there
		return nil, ctx.Err()
	}
	s := g.statement().add("SELECT "+registerColumns+" FROM {register_records} WHERE centre = (SELECT key FROM {register_centres} WHERE id = ?) AND seq > ? ORDER BY seq",
		string(centre), int64(after))
	rows, err := g.db.QueryContext(ctx, s.sql.String(), s.args...)
	if err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	defer func() { _ = rows.Close() }() // what fails is in Err
	var records []roles.RegisterRecord
	for rows.Next() {
		r, err := scanRegister(rows)
		if err != nil {
			return nil, fmt.Errorf("sqlstore: %w: %w", ErrDamaged, err)
		}
		records = append(records, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	return records, ctx.Err()
}

func scanRegister(rows *sql.Rows) (r roles.RegisterRecord, err error) {
	var seq, at, format int64
	var actor, held, kind string
	var act, policy, people, hash []byte
	err = rows.Scan(&seq, &at, &format, &actor, &held, &r.Request, &act, &kind, &policy, &people, &r.Events, &hash)
	if err != nil {
		return r, err
	}
	r.Seq, r.At, r.Format = roles.RegisterSeq(seq), time.UnixMicro(at).UTC(), int(format)
	r.Actor, r.As, r.Kind = roles.PersonID(actor), roles.RoleID(held), roles.ActKind(kind)
	if err := json.Unmarshal(people, &r.People); err != nil {
		return r, fmt.Errorf("record %d: its people: %w", seq, err)
	}
	if err := exactly(field{r.Act[:], act}, field{r.Policy[:], policy}, field{r.Hash[:], hash}); err != nil {
		return r, fmt.Errorf("record %d: %w", seq, err)
	}
	return r, nil
}
