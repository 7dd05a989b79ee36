package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/report"
)

// A form is how something is written.
type form int

const (
	asTable form = iota
	asCSV
	asMarkdown
)

// cohort are the enrolments that it is about, whichever version they are on.
var cohort = workflow.Query{Framework: passport}

// plan writes what the upgrade would do to each, and stores nothing.
func plan(ctx context.Context, engine *workflow.Engine, o *options, s streams) error {
	all, err := report.PlanUpgrades(engine.PlanUpgrades(ctx, educator, cohort, o.to))
	if err != nil {
		return err
	}
	switch o.form {
	case asCSV:
		return all.CSV(s.out, nil)
	case asMarkdown:
		return all.Markdown(s.out, nil)
	}
	return all.Table(s.out, nil)
}

// apply upgrades each, and writes what became of it.
//
// The request has the same id in each run, so that one which goes on where
// another was interrupted is told of what was done before.
func apply(ctx context.Context, engine *workflow.Engine, o *options, s streams) (int, error) {
	learners, err := listed(ctx, engine)
	if err != nil {
		return failed, err
	}
	bar := newBar(s, len(learners))
	request := workflow.Request{
		ID: workflow.RequestID("upgrade-" + string(passport) + "-" + o.to.String()), Actor: educator, Command: &workflow.Upgrade{To: o.to},
	}
	var all results
	for res, err := range engine.EachListed(ctx, request, cohort, 1) {
		if res.Enrolment == "" || err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()) {
			bar.end()
			return failed, errors.Join(all.write(s.out, o.form), err)
		}
		bar.add(res, err)
		all = append(all, outcome(learners[res.Enrolment], res, err))
	}
	bar.end()
	if bar.Refused+bar.Failed > 0 {
		return incomplete, all.write(s.out, o.form)
	}
	return ended, all.write(s.out, o.form)
}

// listed are the learners of the cohort, by enrolment.
func listed(ctx context.Context, engine *workflow.Engine) (map[workflow.EnrolmentID]workflow.PersonID, error) {
	learners := map[workflow.EnrolmentID]workflow.PersonID{}
	for row, err := range engine.List(ctx, educator, cohort) {
		var one *workflow.Unlisted
		switch {
		case errors.As(err, &one):
			learners[one.Enrolment] = "" // whose it is cannot be told
		case err != nil:
			return nil, err
		default:
			learners[row.Enrolment] = row.Learner
		}
	}
	return learners, nil
}

// A bar shows how far it is: one line that is written over on a terminal, and a
// line for each quarter elsewhere.
type bar struct {
	*report.Progress
	s streams
}

func newBar(s streams, of int) bar {
	if s.live {
		return bar{report.NewProgress(s.err, of), s}
	}
	return bar{report.NewProgress(nil, of), s}
}

func (b bar) through() int { return b.Done + b.Unchanged + b.Refused + b.Failed }

func (b bar) add(res workflow.Result, err error) {
	b.Add(res, err)
	const parts = 4
	if n := b.through(); !b.s.live && n*parts/b.Of != (n-1)*parts/b.Of {
		fmt.Fprintf(b.s.err, "%d of %d\n", n, b.Of)
	}
}

func (b bar) end() {
	if b.s.live {
		b.End()
	}
}

// A result is what became of one enrolment.
type result struct {
	learner   workflow.PersonID
	enrolment workflow.EnrolmentID
	became    string
	version   string
	record    workflow.Seq
	why       string
}

type results []result

func outcome(learner workflow.PersonID, res workflow.Result, err error) result {
	r := result{learner: learner, enrolment: res.Enrolment, record: res.Record.Seq}
	if res.Record.Seq > 0 {
		r.version = res.Record.Framework.Version.String()
	}
	var denied *workflow.Denied
	switch {
	case errors.As(err, &denied):
		r.became = "refused"
		var why []string
		for _, reason := range denied.Reasons {
			why = append(why, reason.Message+" ["+string(reason.Code)+"]")
		}
		r.why = strings.Join(why, "; ")
	case err != nil:
		r.became, r.why = "failed", strings.Join(strings.Fields(err.Error()), " ")
	case res.Replayed:
		r.became = "upgraded before"
	case res.Record.Seq > 0:
		r.became = "upgraded"
	default:
		r.became = "is on it already"
	}
	return r
}

func (r *result) cells() []string {
	record := ""
	if r.record > 0 {
		record = strconv.FormatUint(uint64(r.record), 10)
	}
	return []string{string(r.learner), r.became, r.version, record, r.why, string(r.enrolment)}
}

var resultHead = []string{"learner", "became", "version", "record", "why", "enrolment"}

// write writes the results by learner.
func (rs results) write(w io.Writer, f form) error {
	slices.SortFunc(rs, func(a, b result) int {
		return cmp.Or(cmp.Compare(a.learner, b.learner), cmp.Compare(a.enrolment, b.enrolment))
	})
	rows := [][]string{slices.Clone(resultHead)}
	for i := range rs {
		rows = append(rows, rs[i].cells())
	}
	switch f {
	case asCSV:
		for _, row := range rows {
			for i := range row {
				row[i] = noFormula(row[i])
			}
		}
		return csv.NewWriter(w).WriteAll(rows)
	case asMarkdown:
		rows = slices.Insert(rows, 1, slices.Repeat([]string{"---"}, len(resultHead)))
		for _, row := range rows {
			for i := range row {
				row[i] = escaped(row[i])
			}
			if _, err := fmt.Fprintf(w, "| %s |\n", strings.Join(row, " | ")); err != nil {
				return err
			}
		}
		return nil
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(table, strings.Join(row, "\t"))
	}
	return table.Flush()
}

// escaped keeps a text within its cell, and from being markup.
func escaped(s string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(s), " ") {
		if strings.ContainsRune("\\`*_{}[]<>()#|!&~", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// noFormula keeps a spreadsheet from taking a text for a formula.
func noFormula(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
