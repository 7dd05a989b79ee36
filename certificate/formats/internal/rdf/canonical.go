package rdf

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"
)

// ErrTooTangled means that telling the nodes without ids apart would take more
// steps than allowed: the document has many that are alike, and linked.
var ErrTooTangled = errors.New("too many nodes without an id that are alike")

// The work on nodes that are alike grows with the factorial of their number.
// What is signed in earnest takes a few steps for each.
const (
	leastSteps   = 2000
	stepsPerNode = 16
	mostSteps    = 50_000
)

// Canonicalize gives the canonical N-Quads of a set of quads (RDF Dataset
// Canonicalization 1.0, RDFC-1.0 with SHA-256). Quads that are there twice
// count once. The error is [ErrTooTangled] or nil.
func Canonicalize(quads []Quad) (string, error) {
	c := &canonicalizer{of: map[string][]*Quad{}, first: map[string]string{}, canonical: newIssuer("c14n")}
	seen := map[Quad]bool{}
	for _, q := range quads {
		if !seen[q] {
			seen[q] = true
			c.add(&q)
		}
	}
	c.left = min(leastSteps+stepsPerNode*len(c.of), mostSteps)
	if err := c.issue(); err != nil {
		return "", err
	}
	lines := make([]string, 0, len(c.quads))
	for _, q := range c.quads {
		named := *q
		for _, t := range named.parts() {
			if t.Kind == Blank {
				t.Value = c.canonical.ids[t.Value]
			}
		}
		lines = append(lines, named.String())
	}
	slices.Sort(lines)
	return strings.Join(lines, ""), nil
}

type canonicalizer struct {
	quads     []*Quad
	of        map[string][]*Quad // by blank node
	first     map[string]string  // hashes of first degree, by blank node
	canonical *issuer
	left      int // steps
}

func (c *canonicalizer) add(q *Quad) {
	c.quads = append(c.quads, q)
	var mentioned []string
	for _, t := range q.parts() {
		if t.Kind == Blank && !slices.Contains(mentioned, t.Value) {
			mentioned = append(mentioned, t.Value)
			c.of[t.Value] = append(c.of[t.Value], q)
		}
	}
}

// issue gives every blank node its canonical name (RDFC-1.0 §4.4.3).
func (c *canonicalizer) issue() error {
	alike := map[string][]string{}
	for node := range c.of {
		c.first[node] = c.firstDegree(node)
		alike[c.first[node]] = append(alike[c.first[node]], node)
	}
	hashes := slices.Sorted(maps.Keys(alike))
	for _, hash := range hashes {
		if len(alike[hash]) == 1 {
			c.canonical.issue(alike[hash][0])
		}
	}
	for _, hash := range hashes {
		if err := c.tellApart(alike[hash]); err != nil {
			return err
		}
	}
	return nil
}

// tellApart names nodes whose own quads are alike, by what they are linked to.
func (c *canonicalizer) tellApart(nodes []string) error {
	var paths []path
	for _, node := range nodes {
		if c.canonical.has(node) {
			continue
		}
		temporary := newIssuer("b")
		temporary.issue(node)
		p, err := c.nDegree(node, temporary)
		if err != nil {
			return err
		}
		paths = append(paths, p)
	}
	slices.SortStableFunc(paths, func(a, b path) int { return strings.Compare(a.hash, b.hash) })
	for _, p := range paths {
		for _, node := range p.issuer.order {
			c.canonical.issue(node)
		}
	}
	return nil
}

// firstDegree is the hash of a node's own quads (§4.6.3).
func (c *canonicalizer) firstDegree(node string) string {
	lines := make([]string, 0, len(c.of[node]))
	for _, q := range c.of[node] {
		masked := *q
		for _, t := range masked.parts() {
			switch {
			case t.Kind != Blank:
			case t.Value == node:
				t.Value = "a"
			default:
				t.Value = "z"
			}
		}
		lines = append(lines, masked.String())
	}
	slices.Sort(lines)
	return hashOf(strings.Join(lines, ""))
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// An issuer names nodes in the order in which they come (§4.5).
type issuer struct {
	prefix string
	ids    map[string]string
	order  []string
}

func newIssuer(prefix string) *issuer { return &issuer{prefix: prefix, ids: map[string]string{}} }

func (i *issuer) has(node string) bool { return i.ids[node] != "" }

func (i *issuer) issue(node string) string {
	if !i.has(node) {
		i.ids[node] = i.prefix + itoa(len(i.order))
		i.order = append(i.order, node)
	}
	return i.ids[node]
}

func (i *issuer) clone() *issuer {
	return &issuer{i.prefix, maps.Clone(i.ids), slices.Clone(i.order)}
}
