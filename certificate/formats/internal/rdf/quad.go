package rdf

import "strings"

// A Kind is what kind of thing a term is.
type Kind byte

// The kinds. The zero Kind is no term: the graph of a quad in the default graph.
const (
	None Kind = iota
	IRI
	Blank
	Literal
)

// A Term is a node, a property or a value of a graph.
type Term struct {
	Kind Kind
	// Value is an IRI, the name of a blank node without "_:", or a text.
	Value string
	// Datatype and Language are a literal's. Datatype is empty for xsd:string,
	// and for a text with a language.
	Datatype, Language string
}

// A Quad is one statement of a data set.
type Quad struct{ Subject, Predicate, Object, Graph Term }

// parts are those that may be blank.
func (q *Quad) parts() [3]*Term { return [...]*Term{&q.Subject, &q.Object, &q.Graph} }

// String is the quad as a line of canonical N-Quads (RDFC-1.0 §5).
func (q *Quad) String() string {
	var b strings.Builder
	q.Subject.write(&b)
	b.WriteByte(' ')
	q.Predicate.write(&b)
	b.WriteByte(' ')
	q.Object.write(&b)
	if q.Graph.Kind != None {
		b.WriteByte(' ')
		q.Graph.write(&b)
	}
	b.WriteString(" .\n")
	return b.String()
}

func (t *Term) write(b *strings.Builder) {
	switch t.Kind {
	case IRI:
		b.WriteString("<" + t.Value + ">")
	case Blank:
		b.WriteString("_:" + t.Value)
	case Literal:
		b.WriteByte('"')
		writeEscaped(b, t.Value)
		b.WriteByte('"')
		if t.Language != "" {
			b.WriteString("@" + t.Language)
		} else if t.Datatype != "" {
			b.WriteString("^^<" + t.Datatype + ">")
		}
	}
}

const escapes = "\b\t\n\f\r\"\\"
const escaped = `btnfr"\`

func writeEscaped(b *strings.Builder, s string) {
	const digits = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		if at := strings.IndexByte(escapes, c); at >= 0 {
			b.WriteByte('\\')
			b.WriteByte(escaped[at])
		} else if c < ' ' || c == '\x7f' {
			b.WriteString(`\u00`)
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		} else {
			b.WriteByte(c)
		}
	}
}
