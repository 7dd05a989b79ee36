package workflow_test

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// openingRows are where an enrolment is opened: one that there is not, and one
// that there is.
func openingRows(scenes map[string]*scene, o order) (rows []row) {
	for _, p := range placesOf(scenes) {
		if p.note == trialNote || p.note == ruledNote || o.kind == workflow.KindEnrolTrial && p.make != nil {
			continue // a trial is a record of its own
		}
		rows = append(rows, scenes[p.name()].row(p.name(), o, nil))
	}
	return rows
}

func wholeRows(scenes map[string]*scene, o order) (rows []row) {
	for _, p := range placesOf(scenes) {
		if p.make != nil && p.note != trialNote && p.note != ruledNote {
			rows = append(rows, scenes[p.name()].row(p.name(), o, nil))
		}
	}
	return rows
}

// itemRows are where an item of an enrolment in progress stands, and the item
// that suits the command best where something else is in the way.
func itemRows(scenes map[string]*scene, o order) (rows []row) {
	s := scenes[progress.name()]
	for it := range s.fw.Items().Values() {
		if label, ok := itemLabels[it.ID()]; ok {
			rows = append(rows, s.row(label, o, it))
		}
	}
	best := favourite(s, rows)
	for _, p := range placesOf(scenes) {
		s := scenes[p.name()]
		switch {
		case p.note == ruledNote && (o.kind == workflow.KindConfirm || o.kind == workflow.KindReject):
			rows = append(rows, s.row("requested (where the centre names assessors only)", o, s.fw.Item("overdue")))
		case p.status == workflow.StatusSignedOff && p.note == "":
			rows = append(rows, s.signedRow(o))
		case slices.Contains(inTheWay, p.name()):
			rows = append(rows, s.row("ENROLMENT "+p.name(), o, s.fw.Item(best)))
		}
	}
	return rows
}

// signedRow is about an item that counts for a sign-off, or would.
func (s *scene) signedRow(o order) row {
	s.t.Helper()
	if o.kind == workflow.KindChooseOptional {
		return s.row("excluded (and signed off)", o, s.fw.Item("excluded"))
	}
	return s.row("confirmed (and signed off)", o, s.fw.Item("mandatory"))
}

// inTheWay are where the enrolment stands in the way of commands on items.
var inTheWay = []string{"not-started (not agreed)", "in-progress (learner suspended)", "withdrawn"}

// favourite is an item with which the command is accepted of somebody.
func favourite(s *scene, rows []row) proficiency.ItemID {
	for it := range s.fw.Items().Values() {
		for _, r := range rows {
			if r.label == itemLabels[it.ID()] && strings.Contains(strings.Join(r.cells, ""), "●") {
				return it.ID()
			}
		}
	}
	return "unassessed"
}

// itemLabels are how the table calls the items, by where they stand.
var itemLabels = map[proficiency.ItemID]string{
	"mandatory": "unassessed (mandatory)", "excluded": "excluded", "kept": "excluded (confirmed before)", "waived": "waived",
	"waived-late": "waived (lapsed before)", "requested": "requested", "overdue": "requested (lapsed before)", "confirmed": "confirmed",
	"renewable": "confirmed (renewable)", "renewing": "confirmed (renewal pending)", "paper": "confirmed (from paper)", "lapsed": "lapsed",
	"rejected": "rejected", "unassessed": "unassessed", "never-waived": "unassessed (not waivable)", "ongoing": "ongoing",
	"assessed": "assessed", "locked": "locked", "elsewhere": "not-applicable", "elsewhere-kept": "not-applicable (confirmed before)",
}

// A grid is one table. Rows that are equal are one, and so are columns that are
// known to be alike.
type grid struct {
	title   string
	columns []shared
	rows    []gridRow
}

type gridRow struct {
	order order
	row
}

// add adds a command's rows, those with equal cells as one.
func (g *grid) add(o order, rows []row) {
	var merged []row
	labels := map[int][]string{}
	for _, r := range rows {
		i := slices.IndexFunc(merged, func(m row) bool { return r.why == m.why && fits(r.cells, m.cells) })
		if i < 0 {
			i = len(merged)
			merged = append(merged, row{why: r.why, cells: slices.Clone(r.cells)})
		}
		for j, c := range r.cells {
			if c != "" {
				merged[i].cells[j] = c
			}
		}
		labels[i] = append(labels[i], r.label)
	}
	most := 0
	for i := range merged {
		if len(labels[i]) > len(labels[most]) {
			most = i
		}
	}
	for i, m := range merged {
		m.label = labelled(labels[i])
		if i == most && len(labels[i]) > 3 {
			m.label = "any other"
		}
		g.rows = append(g.rows, gridRow{o, m})
	}
}

// labelled joins labels; a status by itself stands for itself with notes.
func labelled(labels []string) string {
	var out []string
	for _, l := range labels {
		if status, _, noted := strings.Cut(l, " ("); !noted || !slices.Contains(labels, status) {
			out = append(out, l)
		}
	}
	return strings.Join(out, "; ")
}

// fits reports whether cells agree where both have somebody.
func fits(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] && a[i] != "" && b[i] != "" {
			return false
		}
	}
	return true
}

// write writes the table.
func (g *grid) write(b *strings.Builder) {
	fmt.Fprintf(b, "\n## %s\n\n", g.title)
	last, table := "", [][]string{{"**command** – by whom; status"}}
	for _, c := range g.columns {
		table[0] = append(table[0], c.name)
	}
	table[0] = append(table[0], "○: in the way")
	for _, r := range g.rows {
		if name := "**" + r.order.name() + "** – " + r.order.by; name != last {
			table, last = append(table, []string{name}), name
		}
		line := []string{r.label}
		for _, c := range g.columns {
			line = append(line, c.cell(r.cells))
		}
		table = append(table, append(line, r.why))
	}
	writeTable(b, table)
	for i, c := range g.columns {
		if i == 0 {
			b.WriteByte('\n')
		}
		if len(c.of) > 1 {
			fmt.Fprintf(b, "- %s is %s: alike wherever somebody stands, or the cell says each\n", c.name, strings.Join(c.of, ", "))
		}
	}
}

// A shared is one column for several that are alike.
type shared struct {
	name string
	of   []string
}

func (c *shared) cell(cells []string) string {
	var each []string
	for i := range columns {
		if slices.Contains(c.of, columns[i].short) && cells[i] != "" {
			each = append(each, cells[i])
		}
	}
	if len(slices.Compact(slices.Clone(each))) == 1 {
		return each[0]
	}
	return strings.Join(each, "/")
}

// share names columns, each of which may be several.
func share(names ...string) (out []shared) {
	for _, n := range names {
		name, of, _ := strings.Cut(n, "=")
		if of == "" {
			of = name
		}
		out = append(out, shared{name, strings.Split(of, " ")})
	}
	return out
}

var (
	openingColumns = share("Learner=Learner L+all", "CCM=CCM Adm", "E/M", "Asr=Asr CM", "none=none far", "unk", "cat",
		"s=s:CCM s:Adm s:Asr d:Asr", "s:E/M=s:E/M d:E/M enr", "a=a:E/M a:Asr a:Adm", "s:far", "s:cat=s:cat a:cat", "s:susp")
	otherColumns = share("Learner=Learner L+all", "CCM", "Adm", "out=E/M Asr CM none unk far cat", "s:CCM", "s:Adm", "s:E/M", "s:Asr",
		"a:E/M", "a:Asr", "a:Adm", "d:E/M", "d:Asr", "enr", "gone=s:far s:cat a:cat s:susp")
)

// writeTable writes a Markdown table whose columns stand below one another in plain text, too.
func writeTable(b *strings.Builder, table [][]string) {
	width := make([]int, len(table[0]))
	for _, line := range table {
		for i := range line[1:] { // the same width whatever the words, so that a difference is one of its own row
			width[i+1] = max(width[i+1], utf8.RuneCountInString(line[i+1]), 9)
		}
		if len(line) > 1 {
			width[0] = max(width[0], utf8.RuneCountInString(line[0]))
		}
	}
	for n, line := range table {
		if len(line) == 1 { // a heading
			fmt.Fprintf(b, "| %s%s\n", line[0], strings.Repeat(" |", len(table[0])))
			continue
		}
		for i, c := range line {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(c))
			if i == len(line)-1 {
				pad = ""
			}
			fmt.Fprintf(b, "| %s%s ", c, pad)
		}
		b.WriteString("|\n")
		if n == 0 {
			b.WriteString(strings.Repeat("|---", len(line)) + "|\n")
		}
	}
}
