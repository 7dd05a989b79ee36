package sqlstore

import (
	"cmp"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

// The kinds of mentions. The migrations name them too.
const (
	ofCentre int64 = iota + 1
	ofDecider
	ofSupervisor
	ofSerial
	ofPending
	ofContributor
)

// A row is what the database keeps of an enrolment beside its records.
type row struct {
	id          string
	after, last int64
	sum         *workflow.Summary
	summary     []byte
	goodUntil   sql.NullInt64
	// mentions are a list in JSON. named is a digest of it and of all else in the
	// row that is an index's or that a summary never changes.
	mentions string
	named    []byte
}

func newRow(b *workflow.Batch) (*row, error) {
	r := &row{
		id: string(b.Enrolment), after: int64(b.After), last: int64(b.Records[len(b.Records)-1].Seq),
		sum: &b.Summary, summary: workflow.AppendSummary(make([]byte, 0, 1024), &b.Summary), goodUntil: goodUntil(&b.Summary),
	}
	if n := len(r.summary); n > workflow.MaxSummarySize {
		return nil, fmt.Errorf("the summary has %d bytes: at most %d can be read again", n, workflow.MaxSummarySize)
	}
	named := mentionsOf(&b.Summary)
	for _, m := range named {
		if err := plain(m.who); err != nil {
			return nil, err
		}
	}
	for i := range b.Records {
		rec := &b.Records[i]
		if err := plain(string(rec.Actor), string(rec.Request), string(rec.Kind), string(rec.Framework.ID)); err != nil {
			return nil, err
		}
	}
	r.mentions = mentionList(named)
	r.named = r.digest()
	return r, plain(r.id, string(r.sum.Responsible()), string(r.sum.Framework.ID), string(r.sum.Category), string(r.sum.Status))
}

// digest is that of what the slight change leaves as it is.
func (r *row) digest() []byte {
	var b []byte
	for _, text := range []string{string(r.sum.Responsible()), string(r.sum.Framework.ID), string(r.sum.Category), strconv.FormatBool(r.sum.Trial), r.mentions} {
		b = append(binary.BigEndian.AppendUint32(b, uint32(len(text))), text...)
	}
	sum := sha256.Sum256(b)
	return sum[:16]
}

// goodUntil is NULL for never.
func goodUntil(sum *workflow.Summary) sql.NullInt64 {
	if sum.GoodUntil.IsZero() {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: sum.GoodUntil.UnixMicro(), Valid: true}
}

// plain refuses what PostgreSQL has no place for in a text.
func plain(ids ...string) error {
	for _, id := range ids {
		if !utf8.ValidString(id) || strings.ContainsRune(id, 0) {
			return errors.New("an id or name in the batch is not UTF-8, or contains a NUL character")
		}
	}
	return nil
}

// What each append sets, and what few do.
var (
	often  = []string{"last", "status", "good_until", "summary"}
	seldom = []string{"learner", "framework", "category", "trial", "named"}
)

func (r *row) often() []any {
	return []any{r.last, string(r.sum.Status), r.goodUntil, r.summary}
}

func (r *row) seldom() []any {
	return []any{string(r.sum.Responsible()), string(r.sum.Framework.ID), string(r.sum.Category), r.sum.Trial, r.named}
}

// head compares the number of the last record and sets the row.
func (r *row) head(s *statement) {
	if r.after == 0 {
		s.add("INSERT INTO {enrolments} (" + strings.Join(slices.Concat(often, seldom), ", ") + ", position, id) VALUES (")
		s.values(slices.Concat(r.often(), r.seldom())).add(", "+s.first()+", ?) ON CONFLICT (id) DO NOTHING", r.id)
		return
	}
	s.add("UPDATE {enrolments} SET ").set(often, r.often()).add(", ").set(seldom, r.seldom())
	s.add(", position = "+s.advance()+" WHERE id = ? AND last = ?", r.id, r.after)
}

// slight does the same where what the row names stays.
func (r *row) slight(s *statement) {
	s.add("UPDATE {enrolments} SET ").set(often, r.often())
	s.add(", position = "+s.advance()+" WHERE id = ? AND last = ? AND named = ?", r.id, r.after, r.named)
}

// again sets the row anew where the last record is still the same. No record comes
// with it, so that its place in the feed stays.
func (r *row) again(s *statement) {
	s.add("UPDATE {enrolments} SET ").set(often, r.often()).add(", ").set(seldom, r.seldom()).add(" WHERE id = ? AND last = ?", r.id, r.last)
}

// same selects the row where it names the same.
func (r *row) same(s *statement) {
	s.add("SELECT FROM {enrolments} WHERE id = ? AND named = ?", r.id, r.named)
}

// forget removes the mentions that the summary has no more.
func (r *row) forget(s *statement) {
	s.add("DELETE FROM {mentions} WHERE enrolment IN (SELECT id FROM n) AND NOT EXISTS (SELECT 1 FROM ")
	s.list(r.mentions).add(" WHERE " + element(0, "integer") + " = kind AND " + element(1, "text") + " = who)")
}

// mention adds those that it has anew.
func (r *row) mention(s *statement) {
	s.add("INSERT INTO {mentions} (enrolment, kind, who) SELECT n.id, " + element(0, "integer") + ", " + element(1, "text") + " FROM n CROSS JOIN ")
	s.list(r.mentions).add(" WHERE true ON CONFLICT DO NOTHING")
}

type mention struct {
	kind int64
	who  string
}

// mentionsOf are those whom queries find a summary by, each once.
func mentionsOf(sum *workflow.Summary) (all []mention) {
	add := func(kind int64, who string) { all = append(all, mention{kind, who}) }
	for _, c := range sum.Centres {
		add(ofCentre, string(c))
	}
	for _, p := range sum.Deciders {
		add(ofDecider, string(p))
	}
	for _, p := range sum.Supervisors {
		add(ofSupervisor, string(p))
	}
	for _, serial := range sum.Serials {
		add(ofSerial, serial)
	}
	for _, p := range sum.Contributors {
		add(ofContributor, string(p))
	}
	for i := range sum.Pending {
		add(ofPending, string(sum.Pending[i].With))
	}
	slices.SortFunc(all, func(a, b mention) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.who, b.who)) })
	return slices.Compact(all)
}

// mentionList is a JSON array of [kind, who].
func mentionList(all []mention) string {
	b := []byte{'['}
	for i, m := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(strconv.AppendInt(append(b, '['), m.kind, 10), ',')
		b = append(canonical.AppendString(b, m.who), ']')
	}
	return string(append(b, ']'))
}
