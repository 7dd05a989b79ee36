package rdf

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// A path is what the way through a node's neighbours hashes to, and the names given on it.
type path struct {
	hash   string
	issuer *issuer
}

// step counts the work.
func (c *canonicalizer) step() error {
	if c.left--; c.left < 0 {
		return ErrTooTangled
	}
	return nil
}

// nDegree is the hash of a node by all that it is linked to (§4.8.3).
func (c *canonicalizer) nDegree(node string, named *issuer) (path, error) {
	if err := c.step(); err != nil {
		return path{}, err
	}
	neighbours := map[string][]string{}
	for _, q := range c.of[node] {
		for i, t := range [...]Term{q.Subject, q.Object, q.Graph} {
			if t.Kind == Blank && t.Value != node {
				hash := c.related(t.Value, q, named, "sog"[i:i+1])
				neighbours[hash] = append(neighbours[hash], t.Value)
			}
		}
	}
	var data strings.Builder
	for _, hash := range slices.Sorted(maps.Keys(neighbours)) {
		best, err := c.bestOrder(neighbours[hash], named)
		if err != nil {
			return path{}, err
		}
		data.WriteString(hash)
		data.WriteString(best.hash)
		named = best.issuer
	}
	return path{hashOf(data.String()), named}, nil
}

// related is the hash of a neighbour as seen from a node (§4.7.3).
func (c *canonicalizer) related(node string, q *Quad, named *issuer, position string) string {
	input := position
	if position != "g" {
		input += "<" + q.Predicate.Value + ">"
	}
	switch {
	case c.canonical.has(node):
		input += "_:" + c.canonical.ids[node]
	case named.has(node):
		input += "_:" + named.ids[node]
	default:
		input += c.first[node]
	}
	return hashOf(input)
}

// bestOrder tries every order of neighbours that look alike; its hash is the
// least path (§4.8.3, step 5.4).
func (c *canonicalizer) bestOrder(nodes []string, named *issuer) (best path, err error) {
	nodes = slices.Sorted(slices.Values(nodes))
	for more := true; more; more = nextOrder(nodes) {
		if err = c.step(); err != nil {
			return path{}, err
		}
		tried, err := c.follow(nodes, named.clone(), best.hash)
		if err != nil {
			return path{}, err
		}
		if tried.issuer != nil && (best.issuer == nil || tried.hash < best.hash) {
			best = tried
		}
	}
	return best, nil
}

// follow is the path along nodes in this order. It gives up, without an issuer,
// once that cannot be less than best.
func (c *canonicalizer) follow(nodes []string, named *issuer, best string) (path, error) {
	var way strings.Builder
	hopeless := func() bool { return best != "" && way.Len() >= len(best) && way.String() > best }
	var unnamed []string
	for _, node := range nodes {
		if c.canonical.has(node) {
			way.WriteString("_:" + c.canonical.ids[node])
		} else {
			if !named.has(node) {
				unnamed = append(unnamed, node)
			}
			way.WriteString("_:" + named.issue(node))
		}
		if hopeless() {
			return path{}, nil
		}
	}
	for _, node := range unnamed {
		beyond, err := c.nDegree(node, named)
		if err != nil {
			return path{}, err
		}
		way.WriteString("_:" + named.issue(node) + "<" + beyond.hash + ">")
		if named = beyond.issuer; hopeless() {
			return path{}, nil
		}
	}
	return path{way.String(), named}, nil
}

// nextOrder brings s into the next greater order of its elements, and is false
// at the last.
func nextOrder(s []string) bool {
	i := len(s) - 2
	for i >= 0 && s[i] >= s[i+1] {
		i--
	}
	if i < 0 {
		return false
	}
	j := len(s) - 1
	for s[j] <= s[i] {
		j--
	}
	s[i], s[j] = s[j], s[i]
	slices.Reverse(s[i+1:])
	return true
}
