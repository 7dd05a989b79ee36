package report

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Names gives what a person is called, from the host's directory, for a list
// that people read; nil gives the ids.
type Names func(workflow.PersonID) string

func (n Names) of(id workflow.PersonID) string {
	if n == nil {
		return string(id)
	}
	return n(id)
}

// who is whom a row is about: a centre by its id.
func (n Names) who(r *Row) string {
	if r.Learner == "" {
		return string(r.Subject)
	}
	return n.of(r.Learner)
}

// csvHead are the columns of the list, which programs may go by: they are only ever added to, on the right.
var csvHead = []string{
	"learner", "name", "framework", "version", "in_date", "status", "signed_off_on", "until", "lapsed", "waiting", "enrolment", "centre", "submitted_on",
}

// CSV writes the list as comma-separated values in UTF-8, a head
// first. Dates are YYYY-MM-DD, empty for none. A name that a spreadsheet
// would take for a formula has an apostrophe in front.
func (l *InDate) CSV(w io.Writer, names Names) error {
	out := csv.NewWriter(w)
	rows := [][]string{csvHead}
	for _, r := range l.Rows {
		rows = append(rows, []string{
			noFormula(string(r.Learner)), noFormula(names.who(&r)), string(r.Framework.ID), r.Framework.Version.String(),
			yesNo(r.InDate), string(r.Status), r.SignedOffOn.String(), r.Until.String(),
			strconv.Itoa(r.Lapsed), strconv.Itoa(r.Waiting), string(r.Enrolment),
			noFormula(string(r.Subject)), r.SubmittedOn.String(),
		})
	}
	return out.WriteAll(rows)
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// noFormula keeps a spreadsheet from computing what somebody is called.
func noFormula(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// Markdown writes the list for people to read and print: for each framework
// how many are in date, and a table.
func (l *InDate) Markdown(w io.Writer, names Names) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# In date at %s\n", l.At.UTC().Format("2006-01-02 15:04 UTC"))
	for rows := range chunks(l.Rows) {
		id := rows[0].Framework.ID
		inDate, all := l.Count(id)
		fmt.Fprintf(&b, "\n## %s\n\n%d of %d in date.\n\n| who | version | in date | status | signed off or submitted | until | lapsed | waiting |\n|---|---|---|---|---|---|---|---|\n",
			id, inDate, all)
		for _, r := range rows {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %d | %d |\n", cell(names.who(&r)), r.Framework.Version, yesNo(r.InDate),
				r.Status, none(cmp.Or(r.SignedOffOn, r.SubmittedOn)), none(r.Until), r.Lapsed, r.Waiting)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// chunks are the rows of each framework.
func chunks(rows []Row) func(yield func([]Row) bool) {
	return func(yield func([]Row) bool) {
		for len(rows) > 0 {
			n := slices.IndexFunc(rows, func(r Row) bool { return r.Framework.ID != rows[0].Framework.ID })
			if n < 0 {
				n = len(rows)
			}
			if !yield(rows[:n]) {
				return
			}
			rows = rows[n:]
		}
	}
}

func none(d proficiency.Date) string {
	if d.IsZero() {
		return "–"
	}
	return d.String()
}

// cell keeps a name within its cell, and from being markup.
func cell(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_{}[]<>()#|!&~", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
