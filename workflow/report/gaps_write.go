package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"github.com/countersign-go/countersign/workflow"
)

// gapHead are the columns of the list, which programs may go by: they are only
// ever added to, on the right.
var gapHead = []string{"item", "number", "statement", "taken", "reason", "confirmed_by", "confirmed_at", "until", "paper"}

// gapReasons say why an item is not taken over, for people.
var gapReasons = map[workflow.Code]string{
	"":                          "nothing is known of it there",
	workflow.Unconfirmed:        "not confirmed there",
	workflow.ItemRejected:       "rejected there",
	workflow.Lapsed:             "its confirmation there has ended",
	workflow.ItemWaived:         "waived as not applicable, which each decides for itself",
	workflow.NotAnswered:        "a question has no answer there",
	workflow.UnknownAnswer:      "its answer there is not one of the content's",
	workflow.InvalidID:          "who confirmed it there cannot be named here",
	workflow.UnknownItem:        "not in this version",
	workflow.ConfirmAgain:       "this version asks for the confirmation again",
	workflow.AssessAgain:        "this version asks for it to be assessed anew",
	workflow.NotAssessed:        "its answer there is not enough in this version",
	workflow.BelowLevel:         "its answer there is below the level that is asked here",
	workflow.AlreadyTransferred: "taken over before",
	workflow.AlreadyRequested:   "somebody here has been asked to confirm it",
	workflow.DecidedBefore:      "decided here before",
}

// Why is why an item is not taken over, in words; empty where it is.
func (r *GapRow) Why() string {
	if r.Taken {
		return ""
	}
	if words, known := gapReasons[r.Code]; known {
		return words
	}
	return string(r.Code)
}

// outcome is what becomes of an item.
func (r *GapRow) outcome() string {
	switch {
	case r.Taken:
		return "taken over"
	case r.Code != "":
		return "left out"
	}
	return "open"
}

// confirmers are who confirmed, in one line.
func (r *GapRow) confirmers() string {
	names := make([]string, len(r.By))
	for i, who := range r.By {
		names[i] = shown(string(who))
	}
	return strings.Join(names, ", ")
}

// day is an instant as a day in UTC; empty for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// CSV writes a row for each item as comma-separated values in UTF-8, a head first.
// Instants are in UTC. A text that a spreadsheet would take for a formula has an
// apostrophe in front.
func (g *Gaps) CSV(w io.Writer) error {
	instant := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.RFC3339)
	}
	rows := [][]string{gapHead}
	for i := range g.Rows {
		r := &g.Rows[i]
		rows = append(rows, []string{
			string(r.Item), noFormula(shown(r.Label)), noFormula(shown(r.Statement)), yesNo(r.Taken), string(r.Code),
			noFormula(r.confirmers()), instant(r.At), instant(r.Until), yesNo(r.Paper),
		})
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// Table writes the same for a terminal, with the totals.
func (g *Gaps) Table(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "item\toutcome\tconfirmed by\ton\tuntil\twhy not\t")
	for i := range g.Rows {
		r := &g.Rows[i]
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t\n", shown(r.Label), r.outcome(), r.confirmers(), day(r.At), day(r.Until), r.Why())
	}
	if err := out.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, g.sentence())
	return err
}

// sentence says how many items there are of each sort.
func (g *Gaps) sentence() string {
	s := fmt.Sprintf("Of %d items %d are taken over, %d are left out, and of %d nothing is known at %s.", len(g.Rows), g.Taken, g.Left, g.Open, g.Origin)
	until := g.SignOff.Until
	switch {
	case g.SignOff == workflow.Attainment{}:
	case until.IsZero():
		s += " It is signed off there, without an end; here it is not."
	case !g.At.Before(until):
		s += " Its sign-off there has ended."
	default:
		s += fmt.Sprintf(" It is signed off there until %s; here it is not.", day(until))
	}
	return s
}

// shown is a text of a record from elsewhere in one line, in which nothing acts
// instead of showing.
func shown(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, oneLine(s))
}

// Markdown writes it for people to read and print: the totals, what is taken over,
// and what is not and why.
func (g *Gaps) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# What the record of %s would bring\n\nThe record is on %s, the enrolment on %s, as of %s. %s\n",
		cell(shown(string(g.Learner))), g.From, g.To, day(g.At), g.sentence())
	if g.Taken > 0 {
		b.WriteString("\n## Taken over\n\n| item | | confirmed by | on | until | from paper |\n|---|---|---|---|---|---|\n")
	}
	for i := range g.Rows {
		if r := &g.Rows[i]; r.Taken {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", cell(shown(r.Label)), cell(shown(r.Statement)), cell(r.confirmers()), day(r.At), day(r.Until), yesNo(r.Paper))
		}
	}
	if g.Left+g.Open > 0 {
		b.WriteString("\n## Not taken over\n\n| item | | why |\n|---|---|---|\n")
	}
	for i := range g.Rows {
		if r := &g.Rows[i]; !r.Taken {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", cell(shown(r.Label)), cell(shown(r.Statement)), r.Why())
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
