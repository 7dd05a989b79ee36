package proficiency

import (
	"io/fs"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// Format is the version of the content format that this package reads. A file
// names it under its key "format".
const Format = "countersign/v1"

// Parse reads a framework. Name is what positions call the file. The findings
// are complete, whether they concern syntax, shape or meaning, and sorted; if
// one of them is an error, the Framework is nil. [Rules] lists what is checked
// of the meaning. Nothing in src makes it panic; it must be UTF-8 of at most
// 8 MiB, and the other limits are the defaults of [source.Limits].
func Parse(name string, src []byte) (*Framework, source.Diagnostics) { return Check(name, src, nil) }

// Load is [Parse] for a file of fsys. Positions call it name, folders included.
// The error says that the file could not be read, and wraps that of the file
// system; what is wrong with its content is in the findings.
func Load(fsys fs.FS, name string) (*Framework, source.Diagnostics, error) {
	src, err := source.ReadFile(fsys, name, nil)
	if err != nil {
		return nil, nil, err
	}
	f, findings := Parse(name, src)
	return f, findings, nil
}

// newerThan reports whether the format is a later one than known, which ends
// with its number: then nothing else in the file can be judged.
func newerThan(format, known string) bool {
	mark := strings.LastIndexByte(known, 'v') + 1
	number, ours := strings.CutPrefix(format, known[:mark])
	n, err := strconv.Atoi(number)
	newest, _ := strconv.Atoi(known[mark:])
	return ours && err == nil && n > newest
}
