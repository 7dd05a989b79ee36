package workflow

import (
	"fmt"
	"slices"
	"strings"
)

// ItemDiagram is the item's state machine as a Mermaid state diagram, for
// documentation: what commands do to an item that they are about and, in
// brackets, what moves it without one.
func ItemDiagram() string { return itemMachine.mermaid(string(ItemStatusLapsed)) }

// EnrolmentDiagram is the enrolment's state machine as a Mermaid state diagram:
// the commands that can change its status and, in brackets, the clock.
func EnrolmentDiagram() string { return enrolmentMachine.mermaid(string(StatusLapsed)) }

// mermaid draws a machine (mermaid.js.org, stateDiagram-v2), with a note at the
// status that time makes. An id there has no hyphens, and a label neither colon
// nor semicolon.
func (m *machine) mermaid(timed string) string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	id := func(status string) string { return strings.ReplaceAll(status, "-", "_") }
	for _, l := range m.letters {
		fmt.Fprintf(&b, "    %s: %s\n", id(l.status), l.status)
	}
	for _, from := range m.letters {
		for _, to := range m.letters {
			if by := m.between(from.status, to.status); len(by) > 0 {
				fmt.Fprintf(&b, "    %s --> %s: %s\n", id(from.status), id(to.status), strings.Join(by, ", "))
			}
		}
	}
	fmt.Fprintf(&b, "    note right of %s: follows from the clock, never stored\n", id(timed))
	return b.String()
}

// between are what leads from one status to another one, what is no command in brackets.
func (m *machine) between(from, to string) (by []string) {
	for _, a := range m.arrows() {
		switch {
		case a.from != from || a.to != to:
		case derived(a.by):
			by = append(by, "("+a.by+")")
		default:
			by = append(by, a.by)
		}
	}
	return by
}

// A line of the table in the package comment: each of the commands leads, as
// far as it is accepted, from any of the statuses to any of the others.
type line struct{ from, by, to []string }

// lines are the arrows, those together that start and end alike.
func (m *machine) lines() (out []line) {
	for _, r := range m.rows {
		for _, l := range m.startingAlike(r.by) {
			i := slices.IndexFunc(out, func(o line) bool {
				return slices.Equal(o.from, l.from) && slices.Equal(o.to, l.to) && derived(o.by[0]) == derived(r.by)
			})
			if i < 0 {
				out = append(out, l)
			} else {
				out[i].by = append(out[i].by, r.by)
			}
		}
	}
	return out
}

// startingAlike are the lines of one command.
func (m *machine) startingAlike(by string) (out []line) {
	for _, from := range m.letters {
		var to []string
		for _, l := range m.letters {
			if slices.Contains(m.arrows(), arrow{from.status, by, l.status}) {
				to = append(to, l.status)
			}
		}
		i := slices.IndexFunc(out, func(l line) bool { return slices.Equal(l.to, to) })
		switch {
		case len(to) == 0:
		case i < 0:
			out = append(out, line{[]string{from.status}, []string{by}, to})
		default:
			out[i].from = append(out[i].from, from.status)
		}
	}
	return out
}

// ascii writes a machine as a table: from, command, to; dots where there is no command.
func (m *machine) ascii() string {
	var b strings.Builder
	for _, l := range m.lines() {
		start, end := "--", "-->"
		if derived(l.by[0]) {
			start, end = "..", "..>"
		}
		left := wrapped(strings.Join(l.from, ", "), 34)
		right := wrapped(start+strings.Join(l.by, ", ")+end+" "+strings.Join(l.to, " | "), 72)
		for i := range max(len(left), len(right)) {
			left, right := lineAt(left, i), lineAt(right, i)
			if i > 0 && right != "" {
				right = "  " + right
			}
			fmt.Fprintln(&b, strings.TrimRight(fmt.Sprintf("%-36s%s", left, right), " "))
		}
	}
	return b.String()
}

func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// wrapped breaks words into lines of at most that many bytes.
func wrapped(words string, width int) (lines []string) {
	for _, w := range strings.Split(words, " ") {
		if n := len(lines); n > 0 && len(lines[n-1])+1+len(w) <= width {
			lines[n-1] += " " + w
		} else {
			lines = append(lines, w)
		}
	}
	return lines
}
