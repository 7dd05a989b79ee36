package sqlstore

import (
	"database/sql"
	"strconv"

	"github.com/countersign-go/countersign/workflow"
)

const (
	// manyRows is how many rows one statement inserts at most: few enough for
	// the number of parameters, and for statements of few different lengths.
	manyRows = 64
	// manyTexts is how many texts go with a record in one statement.
	manyTexts = 8
)

const (
	recordColumns = "seq, at, heading, body, hash"
	headingColumn = 2 // of these
)

const textColumns = "seq, place, digest, salt, words"

// newRecords are the rows of the records, given how they are stored.
func newRecords(records []workflow.Record, stored []headed) rows {
	all := rows{table: "records", columns: "enrolment, position, " + recordColumns, lead: "e.position, "}
	for i := range records {
		r := &records[i]
		all.values = append(all.values, []any{int64(r.Seq), r.At.UnixMicro(), headingKey{stored[i].heading}, stored[i].body, r.Hash[:]})
	}
	return all
}

// A headingKey is the key of a heading that is to be there, or none.
type headingKey struct{ sql.NullInt64 }

// there is SQL of a heading's key, if there is such a heading. PostgreSQL is asked for
// it; SQLite has a foreign key.
func (s *statement) there(key string) string {
	return "COALESCE((SELECT x.key FROM " + s.names.schema + s.names.prefix + "headings x WHERE x.key = " + key + "), -1)"
}

// bytesOf is never nil, which would be NULL.
func bytesOf(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// textRows are those of their texts.
func textRows(records []workflow.Record) rows {
	all := rows{table: "texts", columns: "enrolment, " + textColumns}
	for i := range records {
		for place := range records[i].Texts {
			t := &records[i].Texts[place]
			all.values = append(all.values, []any{int64(records[i].Seq), int64(place), t.Digest[:], t.Salt[:], []byte(t.Words)})
		}
	}
	return all
}

// blanked empties texts of stored records.
func blanked(refs []workflow.TextRef) part {
	b := []byte{'['}
	for _, ref := range refs {
		if ref.Seq > 1<<53 {
			continue // beyond the number of any record, and of what JSON can say
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = strconv.AppendUint(append(b, '['), uint64(ref.Seq), 10)
		b = append(append(b, `,"`...), ref.Text.Append(nil)[len("sha256:"):]...)
		b = append(b, `"]`...)
	}
	list := string(append(b, ']'))
	return func(s *statement) {
		s.add("UPDATE {texts} SET words = ?, salt = ? WHERE enrolment IN (SELECT key FROM e) AND EXISTS (SELECT 1 FROM ", []byte{}, make([]byte, 16))
		s.list(list).add(" WHERE " + element(0, "bigint") + " = seq AND " + element(1, "text") + " = " + s.hex("digest") + ")")
	}
}
