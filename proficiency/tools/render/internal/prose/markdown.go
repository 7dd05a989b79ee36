package prose

import (
	"slices"
	"strconv"
	"strings"
)

// Markdown is the text as CommonMark that every reader of it, also one that
// knows HTML, mathematics or tables, reads as it is meant. Emphasis that
// touches other emphasis may lose its marks, and never its words. There is no
// line end behind it.
func (t Text) Markdown() string { return strings.Join(blockLines(t.blocks, false), "\n") }

// Escape is one line of text, such as a title, as CommonMark.
func Escape(text string) string { return lineStart(escape(shownAll(text))) }

// blockLines are the lines of blocks; tight ones have no empty line between.
func blockLines(blocks []node, tight bool) (lines []string) {
	other := false
	for i, n := range blocks {
		// In a tight list only a paragraph, and numbers from the middle, would go on with what is before.
		if i > 0 && (!tight || n.kind == paragraph || n.kind == numbers && n.start != 1) {
			lines = append(lines, "")
		}
		// Of two lists in a row the second has other marks, or it would go on with the first.
		other = i > 0 && blocks[i-1].kind == n.kind && !other
		lines = append(lines, linesOf(n, other)...)
	}
	return lines
}

func linesOf(n node, other bool) []string {
	switch n.kind {
	case rule:
		return []string{"***"}
	case codeBlock:
		fence := strings.Repeat("`", max(3, longestRun(n.text)+1))
		return append(append([]string{fence}, strings.Split(n.text, "\n")...), fence)
	case quotation:
		return indented(blockLines(n.children, false), "> ", "> ")
	case bullets, numbers:
		return listLines(n, other)
	}
	return paragraphLines(n.children)
}

func listLines(list node, other bool) (lines []string) {
	mark, end := "-", "."
	if other {
		mark, end = "+", ")"
	}
	for i, e := range list.children {
		if list.kind == numbers {
			mark = strconv.Itoa(list.start+i) + end
		}
		if i > 0 && !list.tight {
			lines = append(lines, "")
		}
		inner := blockLines(e.children, list.tight)
		if len(inner) == 0 {
			inner = []string{""}
		}
		lines = append(lines, indented(inner, mark+" ", strings.Repeat(" ", len(mark)+1))...)
	}
	return lines
}

// indented puts first before the first line and rest before the others.
func indented(lines []string, first, rest string) []string {
	lines = slices.Clone(lines)
	for i := range lines {
		lines[i] = strings.TrimRight(first+lines[i], " ")
		first = rest
	}
	return lines
}

func paragraphLines(inner []node) []string {
	lines := strings.Split(strings.TrimSpace(inlineMarkdown(inner)), "\n")
	for i, l := range lines {
		lines[i] = lineStart(l)
	}
	return lines
}

func codeSpan(text string) string {
	fence := strings.Repeat("`", longestRun(text)+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") || text != strings.TrimSpace(text) && strings.TrimSpace(text) != "" {
		text = " " + text + " "
	}
	return fence + text + fence
}

// longestRun is the length of the longest run of backticks.
func longestRun(text string) (longest int) {
	run := 0
	for _, c := range text {
		if run++; c != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

// escape puts a backslash before what would be read as more than text:
// emphasis, code, links, HTML, names of characters, mathematics, tables,
// strikethrough, addresses of mail, and what begins or ends a heading.
func escape(text string) string {
	var b strings.Builder
	for _, c := range text {
		if strings.ContainsRune("\\`*_[]<>&~$|#@", c) {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// lineStart escapes what at the beginning of a line would make it a list, a
// rule, or the line above a heading.
func lineStart(line string) string {
	line = strings.TrimLeft(line, " \t")
	if line == "" {
		return line
	}
	if strings.IndexByte("+-=:", line[0]) >= 0 {
		return "\\" + line
	}
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	if digits > 0 && digits < len(line) && (line[digits] == '.' || line[digits] == ')') {
		return line[:digits] + "\\" + line[digits:]
	}
	return line
}
