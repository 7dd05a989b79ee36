package sqlstore

import (
	"database/sql"
	"fmt"
	"strconv"
	"strings"
)

// A statement is SQL on its way, with what is bound to its parameters. It is
// the one place where text becomes SQL, and all of that text stands in this
// package.
type statement struct {
	dialect Dialect
	names   names
	sql     strings.Builder
	args    []any
}

// add appends SQL in which {name} is a table and each ? is the next of args.
func (s *statement) add(text string, args ...any) *statement {
	for {
		i := strings.IndexAny(text, "{?")
		if i < 0 {
			break
		}
		s.sql.WriteString(text[:i])
		if text[i] == '?' {
			s.bind(args[0])
			text, args = text[i+1:], args[1:]
			continue
		}
		name, rest, _ := strings.Cut(text[i+1:], "}")
		s.table(name)
		text = rest
	}
	s.sql.WriteString(text)
	if len(args) > 0 {
		panic(fmt.Sprintf("sqlstore: %d arguments too many", len(args))) // never: the calls are constant
	}
	return s
}

func (s *statement) table(name string) {
	s.sql.WriteString(s.names.schema)
	s.sql.WriteString(s.names.prefix)
	s.sql.WriteString(name)
}

// bind writes a parameter. PostgreSQL is told its type, which it cannot always infer.
func (s *statement) bind(v any) {
	key, isKey := v.(headingKey)
	if isKey {
		v = key.NullInt64
	}
	s.args = append(s.args, v)
	place := "$" + strconv.Itoa(len(s.args))
	if s.dialect == Postgres {
		place += typeOf(v)
	}
	if s.dialect == Postgres && key.Valid {
		place = s.there(place)
	}
	s.sql.WriteString(place)
}

func typeOf(v any) string {
	switch v.(type) {
	case int64, sql.NullInt64, headingKey:
		return "::bigint"
	case string:
		return "::text"
	case []byte:
		return "::bytea"
	case bool:
		return "::boolean"
	}
	panic(fmt.Sprintf("sqlstore: no parameter is a %T", v)) // never: the calls are constant
}

// values appends parameters.
func (s *statement) values(list []any) *statement {
	for i, v := range list {
		if i > 0 {
			s.sql.WriteString(", ")
		}
		s.bind(v)
	}
	return s
}

// set appends assignments.
func (s *statement) set(columns []string, values []any) *statement {
	for i, column := range columns {
		if i > 0 {
			s.sql.WriteString(", ")
		}
		s.sql.WriteString(column)
		s.sql.WriteString(" = ")
		s.bind(values[i])
	}
	return s
}

// tuples appends the rows of a VALUES list.
func (s *statement) tuples(rows [][]any) *statement {
	for i, row := range rows {
		s.add([]string{"(", ", ("}[min(i, 1)]).values(row).add(")")
	}
	return s
}

// list appends the elements of a JSON array as rows j with one column, value.
func (s *statement) list(json string) *statement {
	if s.dialect == Postgres {
		return s.add("jsonb_array_elements(?::jsonb) AS j(value)", json)
	}
	return s.add("json_each(?) AS j", json)
}

// element is the SQL of an element of a JSON array that stands in j.value.
func element(i int, as string) string { return fmt.Sprintf("CAST(j.value->>%d AS %s)", i, as) }

// hex is the SQL of a column's bytes in lower-case hexadecimal digits.
func (s *statement) hex(column string) string {
	if s.dialect == Postgres {
		return "encode(" + column + ", 'hex')"
	}
	return "lower(hex(" + column + "))"
}
