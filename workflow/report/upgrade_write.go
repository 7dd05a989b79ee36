package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/countersign-go/countersign/workflow"
)

// upgradeHead are the columns of the list, which programs may go by: they are
// only ever added to, on the right.
var upgradeHead = []string{
	"learner", "name", "framework", "from", "to", "kept", "confirm_again", "assess_again", "new", "lost",
	"status", "status_after", "asks_again", "agreement", "sign_off_request_ends", "refused", "enrolment",
}

func (c *UpgradeCounts) cells() []string {
	var cells []string
	for _, n := range []int{c.Kept, c.ConfirmAgain, c.AssessAgain, c.New, c.Lost} {
		cells = append(cells, strconv.Itoa(n))
	}
	return cells
}

func (r *UpgradeRow) refused() string {
	codes := make([]string, len(r.Refused))
	for i, c := range r.Refused {
		codes[i] = string(c)
	}
	return strings.Join(codes, " ")
}

// CSV writes a row for each enrolment as comma-separated values in UTF-8, a head
// first. A name that a spreadsheet would take for a formula has an apostrophe in front.
func (u *Upgrades) CSV(w io.Writer, names Names) error {
	rows := [][]string{upgradeHead}
	for i := range u.Rows {
		r := &u.Rows[i]
		row := []string{noFormula(string(r.Learner)), noFormula(names.of(r.Learner)), string(r.From.ID), r.From.Version.String(), r.To.String()}
		row = append(row, r.cells()...)
		rows = append(rows, append(row, string(r.Before), string(r.After), yesNo(r.AsksAgain), yesNo(r.Agreement), yesNo(r.SignOffRequest),
			r.refused(), string(r.Enrolment)))
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// Table writes the same for a terminal, with the total.
func (u *Upgrades) Table(w io.Writer, names Names) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "learner\tfrom\tto\tkept\tconfirm\tassess\tnew\tlost\tstatus\tafter\t")
	for i := range u.Rows {
		r := &u.Rows[i]
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", oneLine(names.of(r.Learner)), r.From, r.To, strings.Join(r.cells(), "\t"), r.Before, r.After, r.refused())
	}
	fmt.Fprintf(out, "total\t\t\t%s\t\t\t\n", strings.Join(u.Total.cells(), "\t"))
	if err := out.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, u.sentence())
	return err
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// sentence says how many enrolments there are of each sort.
func (u *Upgrades) sentence() string {
	return fmt.Sprintf("%d of %d enrolments go on: %d are asked something again or anew, %d lose a sign-off for their status. %d are on the version already, %d are refused.",
		u.Changed, len(u.Rows), u.AskedAgain, u.SignOffs, u.Unchanged, u.Refused)
}

// Markdown writes it for people to read and print: how many are asked again,
// a table of the learners, and one of the items that are asked again.
func (u *Upgrades) Markdown(w io.Writer, names Names) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# What the upgrade would do\n\n%s\n", u.sentence())
	b.WriteString("\n## Learners\n\n| learner | from | to | kept | confirm again | assess again | new | lost | status | after | refused |\n|---|---|---|---|---|---|---|---|---|---|---|\n")
	for i := range u.Rows {
		r := &u.Rows[i]
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", cell(names.of(r.Learner)), r.From, r.To, strings.Join(r.cells(), " | "), r.Before, r.After, r.refused())
	}
	fmt.Fprintf(&b, "| **total** | | | %s | | | |\n", strings.Join(u.Total.cells(), " | "))
	if len(u.Items) > 0 {
		b.WriteString("\n## Items of which something changes\n\n| item | kept | confirm again | assess again | new | lost |\n|---|---|---|---|---|---|\n")
		for i := range u.Items {
			fmt.Fprintf(&b, "| %s | %s |\n", u.Items[i].Item, strings.Join(u.Items[i].cells(), " | "))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// A Progress shows how far a command on many enrolments is, as one line that is
// written over, and counts what became of each. It is not safe for concurrent use.
type Progress struct {
	// Of is how many there are; 0 where that is not known.
	Of int
	// Done, Unchanged, Refused and Failed are what became of them.
	Done, Unchanged, Refused, Failed int

	w    io.Writer
	last int // of the line
}

// NewProgress shows its line on w; nil shows none and only counts.
func NewProgress(w io.Writer, of int) *Progress { return &Progress{Of: of, w: w} }

// Add takes in what became of one, as [workflow.Engine.Each] and EachListed give it.
func (p *Progress) Add(res workflow.Result, err error) {
	switch {
	case err == nil && res.Record.Seq > 0:
		p.Done++
	case err == nil:
		p.Unchanged++
	case refusal(err):
		p.Refused++
	default:
		p.Failed++
	}
	p.show("\r")
}

// End ends the line.
func (p *Progress) End() { p.show("\r"); p.write("\n") }

const barWidth = 30

func (p *Progress) show(begin string) {
	n := p.Done + p.Unchanged + p.Refused + p.Failed
	line := fmt.Sprintf("%d", n)
	if p.Of > 0 {
		filled := min(barWidth, barWidth*n/p.Of)
		line = fmt.Sprintf("[%s%s] %d of %d", strings.Repeat("=", filled), strings.Repeat(" ", barWidth-filled), n, p.Of)
	}
	line += fmt.Sprintf(": %d done, %d unchanged, %d refused, %d failed", p.Done, p.Unchanged, p.Refused, p.Failed)
	pad := max(0, p.last-len(line))
	p.last = len(line)
	p.write(begin + line + strings.Repeat(" ", pad))
}

// write leaves out what cannot be shown: the work goes on without it.
func (p *Progress) write(s string) {
	if p.w != nil {
		_, _ = io.WriteString(p.w, s)
	}
}
