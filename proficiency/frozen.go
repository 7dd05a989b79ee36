package proficiency

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/proficiency/source"
)

// FrozenFile is the name of the file at the top of a catalogue's folder that
// lists what was published there: see [Frozen].
const FrozenFile = "frozen.txt"

// Codes of findings about a frozen.txt, and about frameworks by it.
const (
	codeFrozenLine    = "frozen-line"
	codeFrozenTwice   = "frozen-twice"
	codeFrozenGone    = "frozen-gone"
	codeFrozenChanged = "frozen-changed"
	codeNotFrozen     = "not-frozen"
)

// A Frozen is the list of what a catalogue has published: one line for each
// version, with the digest that its content had and has for ever.
//
//	hand-hygiene@1.0.0 sha256:5cb2…
//
// Lines are only ever added. Empty lines, and those that begin with #, say
// nothing. The list stands beside the content so that whoever changes what was
// published changes two files, and is seen. It is immutable; the zero Frozen
// is an empty list.
type Frozen struct {
	file  string
	lines []frozenLine
}

type frozenLine struct {
	ref      Ref
	digest   canonical.Digest
	position source.Position
}

// ParseFrozen reads the list in a file of that name. What could be read of it
// is of use also where there are findings.
func ParseFrozen(file string, src []byte) (Frozen, source.Diagnostics) {
	z := Frozen{file: file}
	var findings source.Diagnostics
	number := 0
	for line := range bytes.Lines(src) {
		number++
		at := source.Position{File: file, Line: number, Col: 1}
		text := strings.TrimSpace(string(line))
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		ref, digest, err := parseFrozenLine(text)
		switch before, _, twice := z.find(ref); {
		case err != nil:
			findings = append(findings, findingAt(at, source.Error, codeFrozenLine, "%v", err))
		case twice:
			findings = append(findings, findingAt(at, source.Error, codeFrozenTwice, "%s stands on line %d already: take one away",
				ref, before.position.Line))
		default:
			z.lines = append(z.lines, frozenLine{ref, digest, at})
		}
	}
	return z, findings
}

func parseFrozenLine(text string) (Ref, canonical.Digest, error) {
	fields := strings.Fields(text)
	if len(fields) != 2 {
		return Ref{}, canonical.Digest{}, fmt.Errorf("%s is no line of the list: write ID@VERSION and a digest, as in hand-hygiene@1.0.0 sha256:…",
			source.Quote(text))
	}
	id, number, _ := strings.Cut(fields[0], "@")
	version, err := ParseVersion(number)
	if err != nil || !ValidID(id) {
		return Ref{}, canonical.Digest{}, fmt.Errorf("%s is not ID@VERSION, as in hand-hygiene@1.0.0", source.Quote(fields[0]))
	}
	digest, err := canonical.ParseDigest(fields[1])
	return Ref{FrameworkID(id), version}, digest, err
}

// Digest is the digest of the version when it was published; ok is false if it
// is not on the list.
func (z *Frozen) Digest(ref Ref) (digest canonical.Digest, ok bool) {
	_, digest, ok = z.find(ref)
	return digest, ok
}

func (z *Frozen) find(ref Ref) (line frozenLine, digest canonical.Digest, ok bool) {
	i := slices.IndexFunc(z.lines, func(l frozenLine) bool { return l.ref == ref })
	if i < 0 {
		return frozenLine{}, canonical.Digest{}, false
	}
	return z.lines[i], z.lines[i].digest, true
}

// Changed finds the framework in the file to be another than was published as
// its version.
func (z *Frozen) Changed(f *Framework, file string) source.Diagnostics {
	line, digest, ok := z.find(f.Ref())
	if !ok || digest == f.Digest() {
		return nil
	}
	at := f.Position()
	at.File = file
	return source.Diagnostics{findingAt(at, source.Error, codeFrozenChanged,
		"%s was published with the digest %s (%s:%d) and has %s now: what is published never changes; put it back, and give the change a version of its own",
		f.Ref(), digest, path.Base(z.file), line.position.Line, f.Digest())}
}

// NotFrozen finds a published version missing from a list that there is: it
// could change without anybody noticing. The file is that of the lifecycle.
func (z *Frozen) NotFrozen(ref Ref, l Lifecycle, file string) source.Diagnostics {
	if _, _, ok := z.find(ref); ok || l.Status == Draft || l.Status == "" {
		return nil
	}
	at := l.Position
	at.File = file
	return source.Diagnostics{findingAt(at, source.Warning, codeNotFrozen, "%s is %s and not on the list %s: add it with the command freeze",
		ref, l.Status, path.Base(z.file))}
}

// Frozen reads the list of the catalogue, at [FrozenFile]; there is none if the
// file is not there. The findings are about the list alone: its lines, and
// those of versions that the catalogue does not hold any more. The error says
// that it could not be read.
func (c *Catalog) Frozen() (list Frozen, there bool, findings source.Diagnostics, err error) {
	src, findings, err := readRegular(c.fsys, FrozenFile)
	if errors.Is(err, fs.ErrNotExist) {
		return Frozen{}, false, nil, nil
	}
	if err != nil || findings != nil {
		return Frozen{}, false, findings, err
	}
	list, findings = ParseFrozen(FrozenFile, src)
	for _, l := range list.lines {
		if c.byRef[l.ref] == nil {
			findings = append(findings, findingAt(l.position, source.Error, codeFrozenGone,
				"%s was published and is not here any more: learners may be pinned to it; put it back, and retire it in its %s",
				l.ref, LifecycleFile))
		}
	}
	return list, true, findings.Sort(), nil
}

// checkFrozen holds everything against the list.
func (c *Catalog) checkFrozen() (source.Diagnostics, error) {
	list, there, findings, err := c.Frozen()
	if !there {
		return findings, err
	}
	for _, e := range c.entries {
		f, _, err1 := e.framework()
		l, _, err2 := e.lifecycle()
		if err1 == nil && f != nil {
			findings = append(findings, list.Changed(f, path.Join(e.dir, string(e.ref.ID)+".yaml"))...)
		}
		if err2 == nil {
			findings = append(findings, list.NotFrozen(e.ref, l, path.Join(e.dir, LifecycleFile))...)
		}
	}
	return findings, nil
}

// Freeze adds to the list, as the text of its file, every version that the
// catalogue has published and the list has not, in the catalogue's order, and
// gives what was added. Nothing that is there changes. The findings say what keeps the list from
// being written: errors in it or in what would be added, and what has changed since it was published.
func (c *Catalog) Freeze(src []byte) (out []byte, added []Ref, findings source.Diagnostics, err error) {
	list, findings := ParseFrozen(FrozenFile, src)
	out = bytes.Clone(src)
	if len(out) == 0 {
		out = []byte(frozenHead)
	} else if out[len(out)-1] != '\n' {
		out = append(out, '\n')
	}
	for _, e := range c.entries {
		l, more, err := e.lifecycle()
		if err != nil {
			return nil, nil, nil, err
		}
		if findings = append(findings, more...); l.Status == Draft || more.HasErrors() {
			continue
		}
		f, more, err := e.framework()
		if err != nil {
			return nil, nil, nil, err
		}
		if more.HasErrors() {
			findings = append(findings, more...)
			continue
		}
		if _, frozen := list.Digest(e.ref); frozen {
			findings = append(findings, list.Changed(f, path.Join(e.dir, string(e.ref.ID)+".yaml"))...)
			continue
		}
		out, added = fmt.Appendf(out, "%s %s\n", e.ref, f.Digest()), append(added, e.ref)
	}
	return out, added, findings.Sort(), nil
}

const frozenHead = `# What was published, and the digest of its content. Lines are only ever added: published content never changes.
`
