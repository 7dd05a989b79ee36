package proficiency

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// Codes of findings about what the frameworks of a catalogue say of one another.
const (
	codeUnknownRequirement  = "unknown-requirement"
	codeCircularRequirement = "circular-requirement"
	codeCentreRequired      = "centre-required"
)

// catalogueRules are the rules about what frameworks say of one another.
func catalogueRules() []ContentRule {
	return []ContentRule{
		{Code: codeUnknownRequirement, Severity: source.Warning, Purpose: "The catalogue has what its frameworks require, in a version that is high enough."},
		{Code: codeCircularRequirement, Severity: source.Error, Purpose: "No framework requires, by others in between, itself."},
		{Code: codeCentreRequired, Severity: source.Error, Purpose: "What a framework requires is one of people."},
	}
}

// A Requiring is what [CheckRequirements] has to know of one version of a
// framework: for those who do not keep a whole catalogue in memory.
// Of one that has errors its Ref is enough, so that nothing is said of those that
// require it.
type Requiring struct {
	Ref Ref
	// File is what findings call its file.
	File string

	requires []Requirement
	ignores  []ignore
	subject  Subject
}

// RequiringOf takes from f what is needed.
func RequiringOf(f *Framework, file string) Requiring {
	return Requiring{f.ref, file, f.requires.elems, f.ignores, f.subject}
}

// CheckRequirements finds what is wrong between the versions of frameworks that
// make up a catalogue: requirements of what is not among them, in no version
// that is high enough, which is a warning, since learners may be signed off
// elsewhere; requirements of what a centre is the subject of, which no person is
// signed off on; and circles, along the newest versions that are enough. These
// are errors, since nobody could be signed off first. A comment
// countersign:ignore unknown-requirement switches the warning off.
func CheckRequirements(all []Requiring) source.Diagnostics {
	c := requirementCheck{versions: map[FrameworkID][]*requiredNode{}}
	for _, r := range all {
		n := &requiredNode{Requiring: r}
		c.nodes = append(c.nodes, n)
		c.versions[r.Ref.ID] = append(c.versions[r.Ref.ID], n)
	}
	slices.SortFunc(c.nodes, func(a, b *requiredNode) int {
		return cmp.Or(cmp.Compare(a.Ref.ID, b.Ref.ID), a.Ref.Version.Compare(b.Ref.Version))
	})
	for _, n := range c.nodes {
		c.known(n)
	}
	for _, n := range c.nodes {
		c.follow(n)
	}
	return c.found.Sort()
}

type requirementCheck struct {
	nodes    []*requiredNode // by ref
	versions map[FrameworkID][]*requiredNode
	path     []requiredStep // from the first that is being followed
	found    source.Diagnostics
}

// A requiredNode is a version on the search for circles.
type requiredNode struct {
	Requiring
	depth int // in the path, from 1; -1 once it has been followed to the end
	told  bool
}

// A requiredStep is a version with the requirement of it that is followed.
type requiredStep struct {
	*requiredNode
	by *Requirement
}

func (c *requirementCheck) report(n *requiredNode, at source.Position, severity source.Severity, code, format string, args ...any) {
	at.File = n.File
	c.found = append(c.found, source.Diagnostic{Position: at, Severity: severity, Code: code, Message: fmt.Sprintf(format, args...)})
}

// newest is the newest version that is enough, or nil.
func (c *requirementCheck) newest(q *Requirement) (newest *requiredNode) {
	for _, n := range c.versions[q.Framework] {
		if q.MetBy(n.Ref) && (newest == nil || newest.Ref.Version.Compare(n.Ref.Version) < 0) {
			newest = n
		}
	}
	return newest
}

// known reports what is required and not there, but for what comments switch
// off, and the comments that switch nothing off.
func (c *requirementCheck) known(n *requiredNode) {
	idle := slices.Clone(n.ignores)
	for i := range n.requires {
		q := &n.requires[i]
		if there := c.newest(q); there != nil {
			if there.subject == SubjectCentre {
				c.report(n, q.named, source.Error, codeCentreRequired, "the subject of %s is a centre, so that no person is signed off on it: remove the requirement", there.Ref)
			}
			continue
		}
		at, message, suggestion := c.missing(n, q)
		off := func(ig ignore) bool { return ig.line == at.Line }
		if slices.ContainsFunc(n.ignores, off) {
			idle = slices.DeleteFunc(idle, off)
			continue
		}
		c.report(n, at, source.Warning, codeUnknownRequirement, "%s", message)
		c.found[len(c.found)-1].Suggestion = suggestion
	}
	for _, ig := range idle {
		c.report(n, ig.at, source.Warning, codeIgnoreEffect, "%s finds nothing in line %d: remove it here", codeUnknownRequirement, ig.line)
	}
}

// missing says what is missing, where, and what may have been meant.
func (c *requirementCheck) missing(by *requiredNode, q *Requirement) (at source.Position, message, suggestion string) {
	if versions := c.versions[q.Framework]; len(versions) > 0 {
		var there []string
		for _, n := range versions {
			there = append(there, n.Ref.Version.String())
		}
		return q.lowestAt, fmt.Sprintf("the catalogue has %s in no version from %s on: there is %s", q.Framework, q.Lowest, source.Listing(there)), ""
	}
	ids := make([]string, 0, len(c.versions))
	for _, n := range c.nodes {
		if n.Ref.ID != by.Ref.ID {
			ids = append(ids, string(n.Ref.ID))
		}
	}
	ids = slices.Compact(ids)
	message = "the catalogue has no framework " + source.Quote(string(q.Framework))
	if suggestion = source.Suggest(string(q.Framework), ids); suggestion != "" {
		return q.named, message + source.DidYouMean(string(q.Framework), ids), suggestion
	}
	return q.named, message + ": unless learners are signed off on it elsewhere, nobody meets this", ""
}

// follow looks for circles along what n requires.
func (c *requirementCheck) follow(n *requiredNode) {
	if n.depth != 0 {
		return
	}
	n.depth = len(c.path) + 1
	for i := range n.requires {
		q := &n.requires[i]
		next := c.newest(q)
		if next == nil || next.Ref.ID == n.Ref.ID { // requires-itself
			continue
		}
		c.path = append(c.path, requiredStep{n, q})
		if next.depth > 0 {
			c.circle(c.path[next.depth-1:])
		} else {
			c.follow(next)
		}
		c.path = c.path[:len(c.path)-1]
	}
	n.depth = -1
}

// circle reports a circle in each file of it, once.
func (c *requirementCheck) circle(steps []requiredStep) {
	for i, s := range steps {
		if s.told {
			continue
		}
		s.told = true
		c.report(s.requiredNode, s.by.named, source.Error, codeCircularRequirement,
			"%s: nobody could be signed off on any of them first", around(slices.Concat(steps[i:], steps[:i])))
	}
}

// around says who requires whom.
func around(steps []requiredStep) string {
	const most = 6
	via := make([]string, len(steps))
	for i, s := range steps {
		via[i] = string(s.by.Framework)
	}
	if more := len(via) - most; more > 0 {
		via = slices.Concat(via[:most-1], []string{fmt.Sprintf("others, %d more", more)}, via[len(via)-1:])
	}
	return steps[0].Ref.String() + " requires " + strings.Join(via, ", which requires ")
}
