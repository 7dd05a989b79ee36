package roles

import (
	"io/fs"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// Format is the first value of every policy file, its key being "format".
const Format = "countersign-policy/v1"

// MaxRoles is the greatest number of roles in a policy, and of names in one of its lists.
const MaxRoles = 64

// limits are far beyond any policy: there is no reason to read more from strangers.
var limits = source.Limits{Bytes: 1 << 20, Depth: 16, Nodes: 20_000, ScalarBytes: 4 << 10, Findings: 1000}

// Parse reads a policy. Name is the file's name in positions. The policy is
// nil if there is an error among the findings; there may be warnings beside it.
func Parse(name string, src []byte) (*Policy, source.Diagnostics) {
	doc := source.Read(name, src, &limits)
	root := doc.Root()
	if !root.Present() {
		return nil, doc.Findings()
	}
	m := root.Mapping(&policyShape)
	if !m.Present() {
		return nil, doc.Findings()
	}
	if f := m.Get("format").Text(); otherFormat(f.Value) != "" {
		return nil, source.Diagnostics{{Position: f.Position, Severity: source.Error, Code: codeFormat,
			Message: source.Quote(f.Value) + otherFormat(f.Value)}}
	}
	d := readDraft(m)
	for _, r := range rules {
		r.check(d, func(at source.Position, format string, args ...any) {
			doc.Report(at, r.Severity, r.Code, format, args...)
		})
	}
	findings := doc.Findings()
	if findings.HasErrors() {
		return nil, findings
	}
	return d.build(), findings
}

// Load reads a policy from a file as [Parse] does. The error says that the
// file could not be read, and wraps the file system's; what is wrong with its
// content is in the findings.
func Load(fsys fs.FS, name string) (*Policy, source.Diagnostics, error) {
	src, err := source.ReadFile(fsys, name, &limits)
	if err != nil {
		return nil, nil, err
	}
	p, findings := Parse(name, src)
	return p, findings, nil
}

var policyShape = source.Shape{
	What:     "a policy",
	Required: []string{"format", "id", "version", "title", "roles"},
	Optional: []string{"enrolment", "reminders", "auto_upgrade"},
}

// otherFormat says of a format that it is another one of ours, a later one or
// that of frameworks: then nothing else in the file can be judged.
func otherFormat(format string) string {
	if strings.HasPrefix(format, "countersign/v") {
		return " is the format of a framework: a policy of roles has " + Format
	}
	number, ours := strings.CutPrefix(format, "countersign-policy/v")
	if n, err := strconv.Atoi(number); ours && err == nil && n > 1 {
		return " is newer than this version of the library, which reads " + Format + ": update the library"
	}
	return ""
}

func readDraft(m source.Mapping) *draft {
	format := m.Get("format")
	if t := format.Text(); t.Given() && t.Value != Format {
		format.Report(codeFormat, "the format must be %s, not %s", Format, source.Quote(t.Value))
	}
	d := &draft{
		id:       readID(m.Get("id")),
		version:  readVersion(m.Get("version")),
		title:    readTitle(m.Get("title")),
		byID:     map[string]*draftRole{},
		position: m.Position(),
	}
	for i, n := range m.Get("roles").List(1) {
		if i == MaxRoles {
			n.Report(codeTooMany, "a policy has at most %d roles", MaxRoles)
			break
		}
		r := readRole(n)
		if r == nil {
			continue
		}
		d.roles = append(d.roles, r)
		if id := r.id.Value; id != "" && d.byID[id] == nil {
			d.byID[id] = r
		}
	}
	d.enrolment = readEnrolment(m)
	d.reminders = readReminders(m)
	d.autoUpgrade = readAutoUpgrade(m.Get("auto_upgrade"))
	return d
}

func readVersion(n source.Node) proficiency.Version {
	t := n.Text()
	if !t.Given() {
		return proficiency.Version{}
	}
	v, err := proficiency.ParseVersion(t.Value)
	if err != nil {
		n.Report(codeVersion, "%s is not a version: write MAJOR.MINOR.PATCH, such as 1.0.0", source.Quote(t.Value))
	}
	return v
}

// readID reads an id; one of another form is reported and stays as it is, so
// that whatever refers to it is not reported too.
func readID(n source.Node) source.Text {
	t := n.Text()
	if t.Given() && !proficiency.ValidID(t.Value) {
		n.Report(codeBadID, "%s cannot be an id: use up to %d of a–z, 0–9, '.' and '-', beginning with a letter or digit",
			source.Quote(t.Value), proficiency.MaxIDLength)
	}
	return t
}

func readTitle(n source.Node) source.Text {
	t := n.Text()
	if t.Given() && t.Value == "" {
		n.Report(source.CodeEmpty, "%s is empty", n)
	}
	return t
}

func readWords(n source.Node, least int) words {
	w := words{all: n.Texts(least), position: n.Position()}
	if len(w.all) > MaxRoles {
		n.Report(codeTooMany, "%s has more than the %d entries allowed", n, MaxRoles)
		w.all = w.all[:MaxRoles]
	}
	return w
}

func readSwitch(m source.Mapping, key string, otherwise bool) Switch {
	n := m.Get(key)
	if !n.Present() {
		return Switch{On: otherwise, Position: m.Position()}
	}
	return Switch{On: n.Bool(otherwise), Position: n.Position()}
}
