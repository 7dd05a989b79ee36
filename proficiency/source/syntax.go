package source

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var lineNumber = regexp.MustCompile(`^line \d+: `)

// problemOf is the parser's error without its line, which is often that of a
// line long before or just after.
func problemOf(err error) string {
	problem := strings.TrimPrefix(err.Error(), "yaml: ")
	return problem[len(lineNumber.FindString(problem)):]
}

// reportSyntax makes a finding of the parser's error.
func (d *Document) reportSyntax(src []byte, err error) {
	problem := problemOf(err)
	src = lineFeeds(src)
	offset := locate(src, problem)
	if !exact(problem) {
		offset = textStart(src, offset)
	}
	if problem == unclosed {
		offset = quoteStart(src, offset)
	}
	line, col := lineAndCol(src, offset)
	code, message := explain(problem, src[offset:])
	d.Report(d.at(line, col), Error, code, "%s", message)
}

// explain says in an author's words what the parser says in its own.
func explain(problem string, rest []byte) (code, message string) {
	first, _ := utf8.DecodeRune(rest)
	switch {
	case strings.HasPrefix(problem, "exceeded max depth"):
		return CodeTooDeep, "lists and mappings nest far too deep here"
	case strings.HasPrefix(problem, unknownAnchor):
		return CodeAlias, "an alias (*) is not allowed: write the value out here, and put a text that begins with * in quotes"
	case first == '\t' && (problem == noToken || problem == tabIndents):
		return CodeSyntax, "a tab cannot indent: use spaces"
	case problem == noToken:
		return CodeSyntax, "a text cannot begin with " + Plainly(string(first)) + ": put it in quotes"
	}
	for _, e := range explanations {
		if strings.HasPrefix(problem, e.problem) {
			return CodeSyntax, e.message
		}
	}
	return CodeSyntax, "this is not well-formed YAML: " + Plainly(problem)
}

// exact reports whether the parser meets the problem on the character that is
// wrong, and not only on the line.
func exact(problem string) bool {
	if problem == noToken || strings.HasPrefix(problem, unknownAnchor) {
		return true
	}
	i := slices.IndexFunc(explanations, func(e explanation) bool { return strings.HasPrefix(problem, e.problem) })
	return i >= 0 && explanations[i].exact
}

const (
	noToken       = "found character that cannot start any token"
	tabIndents    = "found a tab character that violates indentation"
	noAnchor      = "did not find expected alphabetic or numeric character"
	unknownAnchor = "unknown anchor '"
	unclosed      = "found unexpected end of stream"
)

type explanation struct {
	problem string
	exact   bool
	message string
}

var explanations = []explanation{
	{"mapping values are not allowed in this context", true,
		`a ":" cannot stand here: put a text that holds ": " in quotes, or correct the indentation`},
	{"did not find expected key", false,
		"a key is expected here: correct the indentation, or put the whole text in quotes and double those inside"},
	{"could not find expected ':'", false, `a key must have ":" and a space after it`},
	{unclosed, false, "the quotes opened here are never closed"},
	{tabIndents, true, "a tab cannot indent: use spaces"},
	{"did not find expected ',' or ']'", false, `a list in [ ] is not closed, a comma is missing, or a text that holds one of , ? [ ] { } needs quotes`},
	{"did not find expected ',' or '}'", false, `a mapping in { } is not closed, a comma is missing, or a text that holds one of , ? [ ] { } needs quotes`},
	{"did not find expected '-' indicator", false,
		`an entry of the list, beginning with "- ", is expected here: correct the indentation`},
	{"did not find expected node content", false,
		"a value is expected: close every [ and {, and put a text that begins with , ] or } in quotes"},
	{noAnchor, true,
		"a text cannot begin with & or *: put it in quotes"},
	{"found unknown escape character", true,
		`after \ stands a character that has no meaning there: in double quotes write \\ for a backslash`},
	{"block sequence entries are not allowed in this context", true, "a list must begin on a line of its own"},
	{"did not find expected comment or line break", true, "after | or > the text must begin on the next line"},
	{"did not find expected <document start>", false,
		"the file goes on after its end: correct the indentation or the brackets"},
	{"found incompatible YAML document", false, "only %YAML 1.1 is understood: remove the line, it is not needed"},
	{"found unknown directive name", false, "a line cannot begin with %: put the text in quotes"},
}
