package source

import (
	"errors"
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"
)

// A Document is one file read into a tree, with the findings about it so far.
// It is for one goroutine; its nodes share it.
type Document struct {
	file     string
	src      []byte // as it was read behind the byte order mark, but for carriage returns that end lines by themselves
	bom      int    // bytes of the byte order mark
	starts   []int  // offsets of lines in src, once they are needed
	limits   Limits
	root     *yaml.Node
	findings Diagnostics
	dropped  bool
}

// Read reads src, which must be UTF-8 and hold exactly one YAML document. It
// does not fail: what is wrong is in the document's findings, and where
// nothing could be read its root is absent. File is the name that positions
// carry. A nil limits stands for the defaults.
func Read(file string, src []byte, limits *Limits) *Document {
	d := &Document{file: file, limits: limits.orDefault()}
	whole := len(src)
	src, ok := d.scan(src)
	if !ok {
		return d
	}
	d.src, d.bom = lineFeeds(src), whole-len(src)
	root, err := parse(src)
	var multiple severalDocumentsError
	switch {
	case errors.As(err, &multiple):
		d.Report(d.at(multiple.line, 1), Error, CodeSeveralDocuments,
			"a second document begins here: write each in a file of its own")
		return d
	case err != nil:
		d.reportSyntax(src, err)
		return d
	case root == nil || isNull(root) && root.Style&yaml.TaggedStyle == 0 && root.Value == "":
		d.Report(d.at(1, 1), Error, CodeEmptyDocument, "the file is empty")
		return d
	}
	if d.check(root) {
		d.root = root
	}
	return d
}

// Root is the top of the tree; it is absent where the file could not be read.
func (d *Document) Root() Node {
	if d.root == nil {
		return Node{}
	}
	return Node{n: d.root, doc: d, name: "the file"}
}

// Position is the file as such, without a line.
func (d *Document) Position() Position { return Position{File: d.file} }

// Report adds a finding. The message says what was found, what is allowed and,
// where it is not obvious, what to do; it names neither position nor code.
// A suggestion and a fix can be added to what it gives before the next finding
// is reported, and not later.
func (d *Document) Report(at Position, severity Severity, code, format string, args ...any) *Diagnostic {
	if d.dropped {
		return &Diagnostic{}
	}
	if len(d.findings) >= d.limits.Findings {
		d.dropped = true
		d.findings = append(d.findings, Diagnostic{Position: d.Position(), Severity: Error, Code: CodeTooManyFindings,
			Message: "more than " + thousands(d.limits.Findings) + " findings: correct these first"})
		return &Diagnostic{} // a fix is none of this one
	}
	d.findings = append(d.findings, Diagnostic{Position: at, Severity: severity, Code: code, Message: fmt.Sprintf(format, args...)})
	return &d.findings[len(d.findings)-1]
}

// Count is the number of findings so far: if it has not grown, nothing was reported.
func (d *Document) Count() int { return len(d.findings) }

// Findings are the findings so far, sorted.
func (d *Document) Findings() Diagnostics { return slices.Clone(d.findings).Sort() }

func (d *Document) at(line, col int) Position { return Position{d.file, line, col} }

// thousands writes n as people do: 1,000,000.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
