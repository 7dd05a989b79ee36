package source

import "gopkg.in/yaml.v3"

// List is the entries of a list of at least least entries, in order; none if
// the value is absent. Everything else is reported.
func (n Node) List(least int) []Node {
	if n.unusable() {
		return nil
	}
	if n.n.Kind != yaml.SequenceNode {
		n.wrongType("a list")
		return nil
	}
	n.enough(len(n.n.Content), least, "entry", "entries")
	nodes := make([]Node, len(n.n.Content))
	for i, c := range n.n.Content {
		nodes[i] = Node{n: c, doc: n.doc, name: n.name, nth: i + 1}
	}
	return nodes
}

// TextOrList is Text for a value that may be a list as well, of which it gives
// the entries, as List does.
func (n Node) TextOrList(least int) (Text, []Node) {
	switch {
	case n.unusable():
		return Text{}, nil
	case n.n.Kind == yaml.SequenceNode:
		return Text{}, n.List(least)
	case n.n.Kind == yaml.MappingNode:
		n.wrongType("text or a list")
		return Text{}, nil
	}
	return n.Text(), nil
}

// Texts is List for a list of texts; entries that are none are left out.
func (n Node) Texts(least int) []Text {
	nodes := n.List(least)
	texts := make([]Text, 0, len(nodes))
	for _, e := range nodes {
		if t := e.Text(); t.Given() {
			texts = append(texts, t)
		}
	}
	return texts
}

// An Entry is a key of the author's choice and its value.
type Entry struct {
	Key   Text
	Value Node
}

// Entries reads a mapping whose keys are the author's, of at least least
// entries, in the file's order; none if the value is absent. Of a repeated
// key, which is reported, only the first stands.
func (n Node) Entries(least int) []Entry {
	if n.unusable() {
		return nil
	}
	if n.n.Kind != yaml.MappingNode {
		n.wrongType("a mapping")
		return nil
	}
	n.enough(len(n.n.Content)/2, least, "key", "keys")
	entries := make([]Entry, 0, len(n.n.Content)/2)
	seen := make(map[string]*yaml.Node, len(n.n.Content)/2)
	for i := 0; i+1 < len(n.n.Content); i += 2 {
		key, value := n.n.Content[i], n.n.Content[i+1]
		switch {
		case !n.usableKey(key):
		case seen[key.Value] != nil:
			n.duplicate(key, seen[key.Value])
		default:
			seen[key.Value] = key
			entries = append(entries, Entry{
				Key:   Text{key.Value, n.doc.at(key.Line, key.Column)},
				Value: Node{n: value, doc: n.doc, name: Plainly(key.Value)},
			})
		}
	}
	return entries
}

func (n Node) enough(have, least int, one, many string) {
	switch {
	case have >= least:
	case least == 1:
		n.Report(CodeEmpty, "%s needs at least one %s", n, one)
	default:
		n.Report(CodeEmpty, "%s needs at least %d %s, not %d", n, least, many, have)
	}
}
