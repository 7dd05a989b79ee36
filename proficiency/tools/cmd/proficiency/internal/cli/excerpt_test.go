package cli

import (
	"strings"
	"testing"

	"github.com/countersign-go/countersign/proficiency/source"
)

func below(line, col int, src string) string {
	_, lines, _ := strings.Cut(excerpt(source.Position{File: "f", Line: line, Col: col}, "wrong", newText("f", []byte(src)), ink{}), "\n")
	return lines
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		line, col int
		src, want string
	}{
		"first":            {1, 1, "abc", "1 | abc\n  | ^\n"},
		"in characters":    {2, 4, "a\néàbc\nd", "2 | éàbc\n  |    ^\n"},
		"two digits":       {10, 2, strings.Repeat("\n", 9) + "abc", "10 | abc\n   |  ^\n"},
		"behind the end":   {1, 9, "abc", "1 | abc\n  |    ^\n"},
		"Windows lines":    {2, 1, "a\r\nb\r\nc", "2 | b\n  | ^\n"},
		"old Mac lines":    {2, 1, "a\rb\rc", "2 | b\n  | ^\n"},
		"byte order mark":  {1, 2, "\uFEFFab", "1 | ab\n  |  ^\n"},
		"tab":              {1, 3, "a\tb", "1 | a b\n  |   ^\n"},
		"escapes":          {1, 2, "\x1b[31mred", "1 | \uFFFD[31mred\n  |  ^\n"},
		"hidden":           {1, 3, "a\u202eb", "1 | a\uFFFDb\n  |   ^\n"},
		"no such line":     {4, 1, "a", ""},
		"the file as such": {0, 0, "a", ""},
		"long, near the beginning": {1, 2, strings.Repeat("x", 200),
			"1 | " + strings.Repeat("x", 99) + "…\n  |  ^\n"},
		"long, in the middle": {1, 101, strings.Repeat("x", 100) + "y" + strings.Repeat("z", 99),
			"1 | …" + strings.Repeat("x", 58) + "y" + strings.Repeat("z", 39) + "…\n  | " + strings.Repeat(" ", 59) + "^\n"},
		"long, at the end": {1, 201, strings.Repeat("x", 200),
			"1 | …" + strings.Repeat("x", 99) + "\n  | " + strings.Repeat(" ", 100) + "^\n"},
	} {
		if got := below(c.line, c.col, c.src); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
	}
}
