package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// atOnce makes changes with one statement of PostgreSQL that gives the ids of
// those that were made. What it comes to for each is what once does. A row that
// somebody else holds is passed over: nobody waits in it for others than those
// who begin the same enrolment, which all do in the order of their ids.
func (b *base) atOnce(ctx context.Context, conn *sql.Conn, cs []*change) []error {
	answers := all(cs, alone)
	sorted := slices.SortedFunc(slices.Values(cs), func(a, b *change) int { return cmp.Compare(a.id, b.id) })
	s := b.statement().grouped(sorted)
	made, err := idsOf(ctx, conn, s)
	if err != nil && (isRace(err) || storedNothing(err)) {
		return answers
	}
	for i, c := range cs {
		if err != nil || made[c.id] {
			answers[i] = nil
		}
	}
	b.settle(answers, err)
	return answers
}

// idsOf are those that a statement gives.
func idsOf(ctx context.Context, conn *sql.Conn, s *statement) (map[string]bool, error) {
	rows, err := conn.QueryContext(ctx, s.sql.String(), s.args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // what fails is in Err
	ids := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids[id] = true
	}
	return ids, rows.Err()
}

// grouped is the statement for changes of one record each. The planner is left
// no way but from each of them to its row by the index: it may have planned it
// while the tables were empty.
func (s *statement) grouped(cs []*change) *statement {
	given, texts := make([][]any, len(cs)), [][]any{}
	for i, c := range cs {
		given[i] = slices.Concat([]any{c.id, c.row.after, c.row.mentions}, c.row.often(), c.row.seldom(), c.rows[0].values[0])
		for _, more := range c.rows[1:] {
			for _, text := range more.values {
				texts = append(texts, append([]any{c.id}, text...))
			}
		}
	}
	head, record := slices.Concat(often, seldom), numbered("r", len(given[0])-3-len(often)-len(seldom))
	columns := strings.Join(slices.Concat([]string{"id", "after", "mentions"}, head, record), ", ")
	s.add("WITH h(" + columns + ") AS MATERIALIZED (SELECT * FROM ").unnest(given).add(")")
	s.add(", l AS MATERIALIZED (SELECT h.*, x.key, x.named AS was FROM h CROSS JOIN LATERAL" +
		" (SELECT e.key, e.last, e.named FROM {enrolments} e WHERE e.id = h.id FOR NO KEY UPDATE SKIP LOCKED) x WHERE x.last = h.after)")
	kept := "mentions, " + strings.Join(record, ", ")
	s.add(", u AS (UPDATE {enrolments} t SET " + from("l", head) + ", position = GREATEST(t.position, " + s.first() + ")" +
		" FROM l WHERE t.key = l.key AND t.last = l.after RETURNING t.key, l.id, t.position, l.named <> l.was AS renamed, " + kept + ")")
	s.add(", i AS (INSERT INTO {enrolments} (id, position, " + strings.Join(head, ", ") + ") SELECT id, " + s.first() + ", " + strings.Join(head, ", ") +
		" FROM h WHERE after = 0 ORDER BY id ON CONFLICT (id) DO NOTHING RETURNING key, id, position)")
	s.add(", e AS MATERIALIZED (SELECT * FROM u UNION ALL SELECT i.key, i.id, i.position, true, " + kept + " FROM i JOIN h ON h.id = i.id)")
	heading := record[headingColumn]
	record[headingColumn] = "CASE WHEN " + heading + " IS NOT NULL THEN " + s.there(heading) + " END"
	s.add(", r AS (INSERT INTO {records} (enrolment, position, " + recordColumns + ") SELECT key, position, " + strings.Join(record, ", ") + " FROM e)")
	if len(texts) > 0 {
		s.add(", t AS (INSERT INTO {texts} (enrolment, " + textColumns + ") SELECT e.key, " + textColumns + " FROM e JOIN ").unnest(texts)
		s.add(" AS t(id, " + textColumns + ") ON t.id = e.id)")
	}
	s.add(", n AS MATERIALIZED (SELECT e.id, " + element(0, "integer") + " AS kind, " + element(1, "text") + " AS who FROM e" +
		" CROSS JOIN LATERAL jsonb_array_elements(e.mentions::jsonb) AS j(value) WHERE e.renamed)")
	s.add(", f AS (DELETE FROM {mentions} o WHERE o.enrolment IN (SELECT id FROM e WHERE renamed)" +
		" AND NOT EXISTS (SELECT 1 FROM n WHERE n.id = o.enrolment AND n.kind = o.kind AND n.who = o.who))")
	s.add(", m AS (INSERT INTO {mentions} (enrolment, kind, who) SELECT id, kind, who FROM n ON CONFLICT DO NOTHING)")
	return s.add(" SELECT id FROM e")
}

func numbered(as string, n int) (names []string) {
	for i := range n {
		names = append(names, as+strconv.Itoa(i))
	}
	return names
}

// from assigns columns from those of the same names.
func from(table string, columns []string) string {
	var all []string
	for _, c := range columns {
		all = append(all, c+" = "+table+"."+c)
	}
	return strings.Join(all, ", ")
}

// unnest appends rows as one array for each column, which any driver can send
// as text, and which leave the statement the same for any number of rows.
func (s *statement) unnest(rows [][]any) *statement {
	s.add("unnest(")
	for i, v := range rows[0] {
		if i > 0 {
			s.add(", ")
		}
		list := append(make([]byte, 0, 64*len(rows)), '{')
		for j, row := range rows {
			if j > 0 {
				list = append(list, ',')
			}
			list = appendElement(list, row[i])
		}
		s.add("?"+typeOf(v)+"[]", string(append(list, '}')))
	}
	return s.add(")")
}

// appendElement appends an element of an array (PostgreSQL 15, §8.15.2).
func appendElement(list []byte, v any) []byte {
	switch v := v.(type) {
	case int64:
		return strconv.AppendInt(list, v, 10)
	case headingKey:
		return appendElement(list, v.NullInt64)
	case sql.NullInt64:
		if !v.Valid {
			return append(list, "NULL"...)
		}
		return strconv.AppendInt(list, v.Int64, 10)
	case bool:
		return strconv.AppendBool(list, v)
	case []byte:
		return append(hex.AppendEncode(append(list, `"\\x`...), v), '"')
	case string:
		list = append(list, '"')
		for i := range len(v) {
			if v[i] == '"' || v[i] == '\\' {
				list = append(list, '\\')
			}
			list = append(list, v[i])
		}
		return append(list, '"')
	}
	panic(fmt.Sprintf("sqlstore: no parameter is a %T", v)) // never: the calls are constant
}
