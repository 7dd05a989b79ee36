package scenario

import (
	"strings"
	"unicode/utf8"

	"github.com/countersign-go/countersign/proficiency/source"
)

// Codes of findings about a scenario.
const (
	// CodeSyntax: the text is not what a scenario can say.
	CodeSyntax = "syntax"
	// CodeUnknown: a name is of nothing that there is.
	CodeUnknown = "unknown-name"
	// CodeContent: a framework or policy that the scenario brings cannot be used.
	CodeContent = "content"
)

const (
	// MaxFileSize is the greatest size of a scenario's file, in bytes.
	MaxFileSize = 1 << 20
	// MaxLines is the greatest number of lines of a scenario, ranges counted as
	// what they stand for.
	MaxLines = 100_000
	// maxFindings bounds what is said about one file.
	maxFindings = 200
)

// A sentence is one line of a scenario with the lines that go on with it.
type sentence struct {
	tokens []token
	raw    string // the first line as it is written, without its end
	block  *block
	last   int // the last line of the file that belongs to it, but for the block
}

// A block is what stands between two fences of backticks.
type block struct {
	text        string
	open, close int // the fences' lines
}

func (s *sentence) pos() source.Position { return s.tokens[0].pos }

// A reader splits a file into sentences.
type reader struct {
	file      string
	lines     []string
	at        int // index of the line that is read
	lexer     *lexer
	open      *sentence // may still go on
	sentences []*sentence
	found     source.Diagnostics
}

// split reads the sentences of a file. What is wrong with a sentence leaves the others alone.
func split(file string, src []byte) ([]*sentence, source.Diagnostics) {
	r := &reader{file: file}
	switch {
	case len(src) > MaxFileSize:
		r.fail(1, "the file is too large: at most %d bytes are read", MaxFileSize)
		return nil, r.found
	case !utf8.Valid(src):
		r.fail(1, "the file is not UTF-8")
		return nil, r.found
	}
	r.lines = strings.Split(strings.ReplaceAll(string(src), "\r\n", "\n"), "\n")
	for ; r.at < len(r.lines); r.at++ {
		r.line(r.lines[r.at])
	}
	r.close()
	return r.sentences, r.found
}

func (r *reader) fail(line int, format string, args ...any) {
	r.found = append(r.found, finding(source.Position{File: r.file, Line: line, Col: 1}, CodeSyntax, format, args...))
}

func (r *reader) line(s string) {
	switch {
	case strings.TrimSpace(s) == "":
		r.close()
	case s[0] == '#':
	case strings.HasPrefix(s, "```"):
		r.close()
		r.fence(s)
	case s[0] == ' ' || s[0] == '\t':
		if r.open == nil {
			r.fail(r.at+1, "an indented line goes on with the line above, and there is none: begin at the margin")
			return
		}
		r.feed(s)
	default:
		r.close()
		r.lexer = &lexer{file: r.file}
		r.open = &sentence{raw: s}
		r.feed(s)
	}
}

// feed gives a line to the open sentence. The title is free text.
func (r *reader) feed(s string) {
	r.open.last = r.at + 1
	if isTitle(r.open.raw) {
		if len(r.lexer.tokens) > 0 {
			r.open.raw += " " + strings.TrimSpace(s)
			return
		}
		r.lexer.feed(r.at+1, titleWord)
		return
	}
	r.lexer.feed(r.at+1, s)
}

const titleWord = "scenario"

func isTitle(raw string) bool {
	rest, ok := strings.CutPrefix(raw, titleWord)
	return ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t')
}

// close ends the open sentence.
func (r *reader) close() {
	if r.open == nil {
		return
	}
	r.lexer.end()
	r.open.tokens = r.lexer.tokens
	if r.lexer.fault != nil {
		r.found = append(r.found, *r.lexer.fault)
	} else {
		r.sentences = append(r.sentences, r.open)
	}
	r.open = nil
}

// fence reads a block, which belongs to the sentence right above it. It ends
// with as many backticks as it begins with.
func (r *reader) fence(opening string) {
	fence := strings.TrimRight(opening, " \t")
	begin := r.at
	end := begin + 1
	for end < len(r.lines) && strings.TrimRight(r.lines[end], " \t") != fence {
		end++
	}
	if strings.Trim(fence, "`") != "" || end == len(r.lines) {
		r.fail(begin+1, "the block that begins with %s has no end: close it with the same line", source.Quote(fence))
		return // and read on: what is in it may tell more
	}
	r.at = end
	b := &block{text: strings.Join(r.lines[begin+1:end], "\n"), open: begin + 1, close: end + 1}
	if end > begin+1 {
		b.text += "\n"
	}
	if len(r.sentences) == 0 || r.sentences[len(r.sentences)-1].last != begin {
		r.fail(begin+1, "a block stands right below the line that it belongs to")
		return
	}
	r.sentences[len(r.sentences)-1].block = b
}
