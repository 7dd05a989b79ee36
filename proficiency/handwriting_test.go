package proficiency

import (
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// A handwriting writes trees as YAML, each time differently.
type handwriting struct{ *rand.Rand }

func (l handwriting) file(t *tree) string {
	var b strings.Builder
	b.WriteString([]string{"", "\ufeff", "---\n", "# A comment.\n\n", "%YAML 1.1\n---\n"}[l.IntN(5)])
	l.block(&b, t, l.IntN(3))
	b.WriteString([]string{"", "\n\n", "...\n", "# The end."}[l.IntN(4)])
	if l.IntN(4) == 0 {
		return strings.ReplaceAll(b.String(), "\n", "\r\n")
	}
	return b.String()
}

// block writes a collection on lines of its own.
func (l handwriting) block(b *strings.Builder, t *tree, indent int) {
	pad := strings.Repeat(" ", indent)
	for _, i := range l.order(t) {
		if l.IntN(6) == 0 {
			b.WriteString(pad + "# " + "A comment: with a colon, {brackets} and \"quotes\".\n")
		}
		b.WriteString(pad)
		if t.mapping() {
			b.WriteString(l.scalar(t.keys[i], true) + ":")
		} else {
			b.WriteString("-")
		}
		l.value(b, t.kids[i], indent)
	}
}

func (l handwriting) value(b *strings.Builder, t *tree, indent int) {
	comment := []string{"\n", "\n", "\n\n", "   # why\n"}[l.IntN(4)]
	switch {
	case t.scalar() && !t.literal && l.IntN(4) == 0 && strings.Contains(t.text, " "):
		b.WriteString([]string{" |\n", " |-\n", " |+  # kept\n"}[l.IntN(3)])
		for line := range strings.SplitSeq(t.text, "\n") {
			if line != "" {
				b.WriteString(strings.Repeat(" ", indent+3) + line)
			}
			b.WriteString("\n")
		}
	case t.scalar() || len(t.kids) == 0 || l.IntN(5) == 0:
		b.WriteString(" " + l.flow(t) + comment)
	default:
		b.WriteString(comment)
		l.block(b, t, indent+1+l.IntN(3))
	}
}

// flow writes anything on one line.
func (l handwriting) flow(t *tree) string {
	var parts []string
	for _, i := range l.order(t) {
		if t.mapping() {
			parts = append(parts, l.scalar(t.keys[i], false)+": "+l.flow(t.kids[i]))
		} else {
			parts = append(parts, l.flow(t.kids[i]))
		}
	}
	comma := []string{", ", " , ", ",  "}[l.IntN(3)]
	switch {
	case t.mapping():
		return "{" + strings.Join(parts, comma) + "}"
	case t.list:
		return "[ " + strings.Join(parts, comma) + " ]"
	case t.literal:
		return t.text
	}
	return l.scalar(t.text, false)
}

// order is that of a list, and any order of a mapping.
func (l handwriting) order(t *tree) []int {
	if t.mapping() {
		return l.Perm(len(t.kids))
	}
	order := make([]int, len(t.kids))
	for i := range order {
		order[i] = i
	}
	return order
}

// scalar writes a text plainly or in quotes. In blocks more may stand plainly.
func (l handwriting) scalar(s string, key bool) string {
	safe := s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/") == "" &&
		!slices.Contains([]string{"null", "Null", "NULL"}, s)
	switch {
	case safe && l.IntN(3) > 0:
		return s
	case !strings.Contains(s, "\n") && (key || l.IntN(2) == 0):
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return string(canonical.AppendString(nil, s))
}
