package source

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// A Shape says which keys a mapping has. It is not changed after its first use
// and then safe for concurrent use.
type Shape struct {
	// What is what messages call the mapping, with its article: "a section".
	What     string
	Required []string
	Optional []string
	// Instead is a word that may stand in place of the mapping, or empty; Like
	// is then an example of the mapping, as authors write it.
	Instead, Like string
}

func (s *Shape) keys() []string { return slices.Concat(s.Required, s.Optional) }

func (s *Shape) index(key string) int {
	if i := slices.Index(s.Required, key); i >= 0 {
		return i
	}
	if i := slices.Index(s.Optional, key); i >= 0 {
		return len(s.Required) + i
	}
	return -1
}

// A Mapping is a mapping of a known shape. The zero Mapping is absent.
type Mapping struct {
	Node
	shape  *Shape
	keys   []*yaml.Node // by index in the shape; nil where absent
	values []*yaml.Node
	odd    bool     // a key was reported
	meant  []string // missing keys that an unknown one may be meant to be
}

// Sound reports whether every key is of the shape and stands there once, so
// that what is absent is absent because its author left it out.
func (m Mapping) Sound() bool { return m.n != nil && !m.odd }

// Mapping reads a mapping with the keys of s. Everything else, unknown and
// repeated keys, and required keys that are missing, are reported; the
// Mapping has what can be used. It is absent where the word of s stands instead.
func (n Node) Mapping(s *Shape) Mapping {
	if n.unusable() {
		return Mapping{}
	}
	if n.n.Kind != yaml.MappingNode {
		n.noMapping(s)
		return Mapping{}
	}
	size := len(s.Required) + len(s.Optional)
	both := make([]*yaml.Node, 2*size)
	m := Mapping{Node: n, shape: s, keys: both[:size:size], values: both[size:]}
	m.meant = m.unknown(m.fill())
	for _, key := range s.Required {
		m.Need(key)
	}
	return m
}

// Need reports that the mapping lacks a key of the shape, as is done of those
// that every mapping of the shape needs.
func (m Mapping) Need(key string) {
	if m.n != nil && m.keys[m.shape.index(key)] == nil && !slices.Contains(m.meant, key) {
		m.Report(CodeMissingKey, "%s needs the key %q", m.shape.What, key)
	}
}

// noMapping reports what stands in place of a mapping, unless it may.
func (n Node) noMapping(s *Shape) {
	switch {
	case s.Instead == "":
		n.Report(CodeWrongType, "%s must be a mapping with the keys of %s, not %s", n, s.What, found(n.n))
	case n.n.Kind != yaml.ScalarNode || n.n.Value != s.Instead:
		n.Report(CodeWrongType, "%s must be %s or a mapping such as %s, not %s", n, s.Instead, s.Like, found(n.n))
	}
}

// fill takes the keys of the shape and gives the others.
func (m *Mapping) fill() (unknown []*yaml.Node) {
	for i := 0; i+1 < len(m.n.Content); i += 2 {
		key, value := m.n.Content[i], m.n.Content[i+1]
		if !m.usableKey(key) {
			m.odd = true
			continue
		}
		switch at := m.shape.index(key.Value); {
		case at < 0:
			m.odd = true
			unknown = append(unknown, key)
		case m.keys[at] != nil:
			m.odd = true
			m.duplicate(key, m.keys[at])
		default:
			m.keys[at], m.values[at] = key, value
		}
	}
	return unknown
}

// unknown reports keys that the shape does not have. It gives the missing keys
// that they may be meant to be, so that these are not reported once more.
func (m Mapping) unknown(keys []*yaml.Node) (meant []string) {
	if len(keys) == 0 || m.doc.dropped {
		return nil
	}
	allowed := m.shape.keys()
	absent := slices.DeleteFunc(m.shape.keys(), func(k string) bool { return m.keys[m.shape.index(k)] != nil })
	before := m.doc.Count()
	for _, key := range keys {
		at := m.doc.at(key.Line, key.Column)
		if m.doc.dropped {
			break
		}
		s, fix := m.doc.Meant(Text{key.Value, at}, absent, Fixed)
		hint := ": the keys of " + m.shape.What + " are " + Listing(allowed)
		if s != "" {
			hint = didYouMean(s)
		}
		finding := m.doc.Report(at, Error, CodeUnknownKey, "unknown key %s%s", Quote(key.Value), hint)
		finding.Suggestion, finding.Fix = s, fix
		if s != "" {
			meant = append(meant, s)
		}
	}
	m.doc.keepFixesApart(before, meant)
	return meant
}

// keepFixesApart takes the fixes off those findings from one on that mean the
// same key, which would stand there twice.
func (d *Document) keepFixesApart(from int, meant []string) {
	if len(meant) < 2 {
		return
	}
	times := make(map[string]int, len(meant))
	for _, s := range meant {
		times[s]++
	}
	for i := range d.findings[from:] {
		if f := &d.findings[from+i]; times[f.Suggestion] > 1 {
			f.Fix = nil
		}
	}
}

func (n Node) duplicate(key, first *yaml.Node) {
	n.doc.Report(n.doc.at(key.Line, key.Column), Error, CodeDuplicateKey,
		"the key %s stands here twice, first at %d:%d: remove one", Quote(key.Value), first.Line, first.Column)
}

// usableKey reports what cannot be a key.
func (n Node) usableKey(key *yaml.Node) bool {
	at := n.doc.at(key.Line, key.Column)
	switch {
	case n.doc.refused(key):
		return false
	case key.Kind != yaml.ScalarNode || isNull(key):
		n.doc.Report(at, Error, CodeBadKey, "a key must be text, not %s", found(key))
		return false
	case key.Tag == "!!merge":
		n.doc.Report(at, Error, CodeMergeKey, "merge keys (<<) are not allowed: write the keys out here")
		return false
	}
	return true
}

// Get is the value of a key of the shape, absent if the mapping has none. It
// panics if the shape does not have the key.
func (m Mapping) Get(key string) Node {
	if m.n == nil {
		return Node{}
	}
	value := m.values[m.shape.index(key)]
	if value == nil {
		return Node{}
	}
	return Node{n: value, doc: m.doc, name: key}
}

// KeyPosition is where a key of the shape stands, or the zero Position.
func (m Mapping) KeyPosition(key string) Position {
	if m.n == nil || m.keys[m.shape.index(key)] == nil {
		return Position{}
	}
	k := m.keys[m.shape.index(key)]
	return m.doc.at(k.Line, k.Column)
}
