package countersign_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
)

// A page is a Markdown file as its reader sees it run: the fenced blocks of
//
//	```go    code, compiled; see compile
//	```text  output, compared with that of the command named before it
//	```sh    commands for the reader
//
// and of other kinds, which are left alone. One HTML comment may stand before a block:
//
//	<!-- given: ctx context.Context, engine *workflow.Engine -->
//	<!-- output of: go run ./examples/quickstart -->
//	<!-- file: content/ward/1.0.0/ward.yaml -->
//
// The first names what a fragment of code takes from its surroundings, as
// parameters of a function; the second says what printed the output, and the
// third that the block is a file, which the reader writes.
type page struct {
	name   string
	blocks []block
}

// A block is a fenced block and what the comment before it says.
type block struct {
	line     int // of the first line of text
	info     string
	text     string
	given    string
	outputOf string
	file     string
}

var (
	fence   = regexp.MustCompile("^(\\s*)(```+|~~~+)\\s*(.*)$")
	comment = regexp.MustCompile(`^<!-- (given|output of|file): (.+) -->$`)
	example = regexp.MustCompile(`^(go run \./(examples/\w+|proficiency/tools/cmd/proficiency|certificate/formats/cmd/certificate)|proficiency)( |$)`) // nothing else is run on a page's word
)

// parsePage reads a page and says what is wrong with its marks.
func parsePage(name, src string) (page, []string) {
	p := page{name: name}
	var faults []string
	fault := func(line int, format string, args ...any) {
		faults = append(faults, fmt.Sprintf("%s:%d: ", name, line)+fmt.Sprintf(format, args...))
	}
	lines := strings.Split(src, "\n")
	var next block // what comments said of the block to come
	for i := 0; i < len(lines); i++ {
		if c := comment.FindStringSubmatch(lines[i]); c != nil {
			next.mark(c[1], c[2])
			continue
		}
		f := fence.FindStringSubmatch(lines[i])
		if f == nil {
			if strings.TrimSpace(lines[i]) != "" && next.marked() {
				fault(i+1, "a comment about a block must stand right before it")
				next = block{}
			}
			continue
		}
		end := closing(lines, i+1, f[1]+f[2])
		if end < 0 {
			fault(i+1, "the block has no end")
			return p, faults
		}
		next.line, next.info, next.text = i+2, f[3], strings.Join(lines[i+1:end], "\n")
		if f[1] != "" || f[2] != "```" {
			fault(i+1, "a block begins with ``` at the start of its line, so that it is checked")
		} else if wrong := next.wrong(); wrong != "" {
			fault(i+1, "%s", wrong)
		} else {
			p.blocks = append(p.blocks, next)
		}
		next, i = block{}, end
	}
	if next.marked() {
		fault(len(lines), "a comment about a block must stand right before it")
	}
	return p, faults
}

// closing is the index of the line that ends a block, or -1.
func closing(lines []string, from int, fence string) int {
	for i := from; i < len(lines); i++ {
		if strings.TrimRight(lines[i], " \t") == fence {
			return i
		}
	}
	return -1
}

func (b *block) mark(what, value string) {
	switch what {
	case "given":
		b.given = value
	case "output of":
		b.outputOf = value
	case "file":
		b.file = value
	}
}

func (b *block) marked() bool { return b.given != "" || b.outputOf != "" || b.file != "" }

// wrong says why the block and its comment do not fit, or nothing.
func (b *block) wrong() string {
	switch {
	case b.given != "" && b.info != "go":
		return "only ```go is given something"
	case b.outputOf != "" && b.info != "text":
		return "output of a command is ```text"
	case b.info == "text" && b.outputOf == "":
		return "```text is output: a comment must name its command"
	case b.outputOf != "" && !example.MatchString(b.outputOf):
		return "only commands that begin with go run ./examples/…, go run ./proficiency/tools/cmd/proficiency, " +
			"go run ./certificate/formats/cmd/certificate or proficiency are run"
	case b.file != "" && !filepath.IsLocal(b.file):
		return "a file that the reader writes has a path inside their folder"
	}
	return ""
}
