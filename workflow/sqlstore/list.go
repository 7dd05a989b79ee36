package sqlstore

import (
	"context"
	"fmt"
	"iter"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// pageRows is how many summaries are read at a time at most. No connection is held
// while the caller looks at them.
const pageRows = 200

// List implements [workflow.Lister]. It reads a page at a time, each as of the
// instant at which it is read.
func (s *Store) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) {
		given := 0
		for page := q; ; {
			page.Limit = pageRows
			if q.Limit > 0 {
				page.Limit = min(pageRows, q.Limit-given)
			}
			sums, err := s.page(ctx, &page)
			for i := range sums {
				if err := ctx.Err(); err != nil {
					yield(workflow.Summary{}, err)
					return
				}
				page.After = sums[i].Enrolment
				if !q.Matches(&sums[i]) { // whatever the database thinks
					continue
				}
				if given++; !yield(sums[i], nil) || given == q.Limit {
					return
				}
			}
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(workflow.Summary{}, err)
			}
			if err != nil || len(sums) < page.Limit {
				return
			}
		}
	}
}

// page reads the next q.Limit summaries. Those before an error are good.
func (s *Store) page(ctx context.Context, q *workflow.Query) ([]workflow.Summary, error) {
	st := s.selecting(q)
	if st == nil {
		return nil, nil
	}
	rows, err := s.query(ctx, st)
	if err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	defer func() { _ = rows.Close() }() // what fails is in Err
	var sums []workflow.Summary
	for rows.Next() {
		var id string
		var stored []byte
		if err := rows.Scan(&id, &stored); err != nil {
			return sums, fmt.Errorf("sqlstore: %w", err)
		}
		sum, err := workflow.ReadSummary(stored)
		if err != nil {
			return sums, fmt.Errorf("sqlstore: the summary of enrolment %q: %w", id, err)
		}
		sums = append(sums, sum)
	}
	if err := rows.Err(); err != nil {
		return sums, fmt.Errorf("sqlstore: %w", err)
	}
	return sums, nil
}

// selecting is Query.Matches in SQL, from behind q.After on; nil where nothing
// can match. The first mention that is asked for leads, so that a page is read
// from an index in the order in which it is given.
func (s *Store) selecting(q *workflow.Query) *statement {
	asked := []mention{
		{ofSerial, q.Serial}, {ofPending, string(q.PendingWith)}, {ofDecider, string(q.Decider)},
		{ofSupervisor, string(q.Supervisor)}, {ofCentre, string(q.Centre)},
	}
	ids := []string{string(q.After), string(q.Learner), string(q.Framework), string(q.Status)}
	st, leads := s.statement().add("SELECT e.id, e.summary FROM {enrolments} e"), "e.id"
	for _, m := range asked {
		if ids = append(ids, m.who); m.who == "" {
			continue
		}
		as := fmt.Sprint("m", m.kind)
		st.add(" JOIN {mentions} "+as+" ON "+as+".enrolment = e.id AND "+as+".kind = ? AND "+as+".who = ?", m.kind, m.who)
		if leads == "e.id" {
			leads = as + ".enrolment"
		}
	}
	if plain(ids...) != nil {
		return nil
	}
	st.add(" WHERE e.learner <> '' AND e.trial = ? AND "+leads+" > ?", q.Trials, string(q.After))
	if q.Learner != "" {
		st.add(" AND ").own(string(q.Learner))
	}
	if q.Framework != "" {
		st.add(" AND e.framework = ?", string(q.Framework))
	}
	if q.Status != "" {
		st.add(" AND (e.status = ?", string(q.Status))
		st.add(" OR e.good_until <= ?)", q.Now.UnixMicro())
	}
	if q.Viewer != nil {
		st.seenBy(q.Viewer, q.Trials)
	}
	return st.add(" ORDER BY "+leads+" LIMIT ?", int64(q.Limit))
}

// seenBy is workflow.CanView in SQL. What no database has a place for, a
// person or a reach, is nowhere stored and matches nothing.
func (s *statement) seenBy(v *workflow.Viewer, trials bool) {
	person := string(v.Person)
	if plain(person) != nil {
		person = ""
	}
	s.add(" AND (").own(person)
	if len(v.Views) > 0 && !trials {
		s.add(" OR ").reached(v.Views)
	}
	if len(v.Holds) > 0 && !trials {
		s.add(" OR EXISTS (SELECT 1 FROM {mentions} l WHERE l.enrolment = e.id AND l.who = ? AND l.kind IN (?, ?)) AND ",
			person, ofSupervisor, ofDecider).reached(v.Holds)
	}
	s.add(")")
}

// own holds for what is a person's own: it is theirs or they are accountable for
// it, which stands in one column, or they contribute to it. Two short lists of
// ids are quicker to come by than a look at every row for either; PostgreSQL takes
// them for long ones, and goes through all rows, unless they are an array.
func (s *statement) own(person string) *statement {
	begin, end := "IN (", ")"
	if s.dialect == Postgres {
		begin, end = "= ANY (ARRAY(", "))"
	}
	return s.add("e.id "+begin+"SELECT o.id FROM {enrolments} o WHERE o.learner <> '' AND o.learner = ? UNION ALL "+
		"SELECT c.enrolment FROM {mentions} c WHERE c.kind = ? AND c.who = ?"+end, person, ofContributor, person)
}

// reached holds for what is at one of the centres, in its categories.
func (s *statement) reached(where []roles.Reach) {
	s.add("EXISTS (SELECT 1 FROM {mentions} c CROSS JOIN ").list(reachList(where))
	s.add(" WHERE c.enrolment = e.id AND c.kind = ? AND c.who = "+element(0, "text"), ofCentre)
	s.add(" AND (" + element(1, "text") + " IS NULL OR " + element(1, "text") + " = e.category))")
}

// reachList is a JSON array of [centre] for all categories, and [centre, category].
func reachList(where []roles.Reach) string {
	b := []byte{'['}
	add := func(ids ...string) {
		if plain(ids...) != nil {
			return
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = canonical.AppendString(append(b, '['), ids[0])
		for _, category := range ids[1:] {
			b = canonical.AppendString(append(b, ','), category)
		}
		b = append(b, ']')
	}
	for _, r := range where {
		if r.All() {
			add(string(r.Centre))
		}
		for _, c := range r.Categories {
			add(string(r.Centre), string(c))
		}
	}
	return string(append(b, ']'))
}
