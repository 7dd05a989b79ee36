package sqlstore

import (
	"slices"
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

const recordColumns = "seq, at, format, actor, request, command, kind, framework, version, framework_digest, policy_digest, register, events, hash"

// recordParts insert the records.
func recordParts(records []workflow.Record) (parts []part) {
	for chunk := range slices.Chunk(records, manyRows) {
		parts = append(parts, func(s *statement) {
			s.add("INSERT INTO {records} (enrolment, " + recordColumns + ") SELECT e.key, v.* FROM e CROSS JOIN ")
			s.rows(len(chunk), func(i int) []any { return recordRow(&chunk[i]) }).add(" AS v")
		})
	}
	return parts
}

func recordRow(r *workflow.Record) []any {
	return []any{
		int64(r.Seq), r.At.UnixMicro(), int64(r.Format), string(r.Actor), string(r.Request), r.Command[:], string(r.Kind),
		string(r.Framework.ID), r.Framework.Version.String(), r.FrameworkDigest[:], r.PolicyDigest[:],
		[]byte(r.Register), bytesOf(r.Events), r.Hash[:],
	}
}

// bytesOf is never nil, which would be NULL.
func bytesOf(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// A placed text is one with its record and its place there.
type placedText struct {
	seq, place int64
	*workflow.Text
}

func textsOf(records []workflow.Record) (texts []placedText) {
	for i := range records {
		r := &records[i]
		for j := range r.Texts {
			texts = append(texts, placedText{int64(r.Seq), int64(j), &r.Texts[j]})
		}
	}
	return texts
}

// textParts insert the texts.
func textParts(texts []placedText) (parts []part) {
	for chunk := range slices.Chunk(texts, manyRows) {
		parts = append(parts, func(s *statement) {
			s.add("INSERT INTO {texts} (enrolment, seq, place, digest, salt, words) SELECT e.key, v.* FROM e CROSS JOIN ")
			s.rows(len(chunk), func(i int) []any {
				t := chunk[i]
				return []any{t.seq, t.place, t.Digest[:], t.Salt[:], []byte(t.Words)}
			}).add(" AS v")
		})
	}
	return parts
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
