package rdf

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

const (
	rdfNS      = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xsdNS      = "http://www.w3.org/2001/XMLSchema#"
	rdfType    = rdfNS + "type"
	jsonType   = rdfNS + "JSON"
	xsdString  = xsdNS + "string"
	xsdBoolean = xsdNS + "boolean"
	xsdInteger = xsdNS + "integer"
	xsdDouble  = xsdNS + "double"
)

// Quads gives the statements of the document, each under the names of blank
// nodes that it makes up. What cannot be a statement is an *[Uncovered].
func (d *Document) Quads() ([]Quad, error) {
	e := &emitter{}
	e.root, _ = d.node["@id"].(string)
	if _, err := e.node(d.node, Term{}, ""); err != nil {
		return nil, err
	}
	return e.quads, nil
}

// Canonical gives the canonical N-Quads of the document.
func (d *Document) Canonical() (string, error) {
	quads, err := d.Quads()
	if err != nil {
		return "", err
	}
	return Canonicalize(quads)
}

type emitter struct {
	quads []Quad
	blank int
	root  string // the document's own id
}

func (e *emitter) fresh() Term {
	e.blank++
	return Term{Kind: Blank, Value: "n" + itoa(e.blank)}
}

func (e *emitter) add(s Term, property string, o, graph Term) {
	e.quads = append(e.quads, Quad{s, Term{Kind: IRI, Value: property}, o, graph})
}

// node emits what is said of a node, and gives the node.
func (e *emitter) node(m map[string]any, graph Term, path string) (Term, error) {
	self, err := e.self(m, path)
	if err != nil {
		return self, err
	}
	for _, property := range slices.Sorted(maps.Keys(m)) {
		switch {
		case property == "@id":
		case property == "@type":
			err = e.types(self, m[property], graph, path)
		case path != "" && self.Kind == IRI && self.Value == e.root:
			// Statements about the document could be moved there without changing one.
			err = &Uncovered{path, "it has the id of the document itself, and says more of it"}
		case !IsIRI(property):
			err = &Uncovered{path, fmt.Sprintf("%q has no place in a signed document", property)}
		default:
			err = e.values(self, property, m[property], graph, join(path, short(property)))
		}
		if err != nil {
			return self, err
		}
	}
	return self, nil
}

func (e *emitter) self(m map[string]any, path string) (Term, error) {
	id, has := m["@id"]
	if !has {
		return e.fresh(), nil
	}
	return iri(id, join(path, "id"))
}

// iri is an identifier as it may stand in N-Quads, where it is not escaped.
func iri(v any, path string) (Term, error) {
	text, _ := v.(string)
	if strings.HasPrefix(text, "_:") {
		return Term{}, &Uncovered{path, "a blank node may not be named"}
	}
	if !IsIRI(text) {
		return Term{}, &Uncovered{path, fmt.Sprintf("%.100q is no absolute IRI, or no context knows it", text)}
	}
	return Term{Kind: IRI, Value: text}, nil
}

var absolute = regexp.MustCompile("^[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\\\x7f]*$")

// IsIRI reports whether s is an absolute IRI, of characters that may stand in one.
func IsIRI(s string) bool { return absolute.MatchString(s) }

func (e *emitter) types(self Term, v any, graph Term, path string) error {
	list, _ := v.([]any)
	for _, t := range list {
		term, err := iri(t, join(path, "type"))
		if err != nil {
			return err
		}
		e.add(self, rdfType, term, graph)
	}
	return nil
}

func (e *emitter) values(self Term, property string, v any, graph Term, path string) error {
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		return &Uncovered{path, "it has no value that is signed"}
	}
	for _, value := range list {
		object, err := e.value(value, graph, path)
		if err != nil {
			return err
		}
		e.add(self, property, object, graph)
	}
	return nil
}

func (e *emitter) value(v any, graph Term, path string) (Term, error) {
	m, ok := v.(map[string]any)
	if !ok {
		return Term{}, &Uncovered{path, "it has no value that is signed"}
	}
	if _, is := m["@value"]; is {
		return literal(m, path)
	}
	if list, is := m["@list"].([]any); is {
		return e.list(list, graph, path)
	}
	if inner, is := m["@graph"].([]any); is {
		return e.graph(m, inner, path)
	}
	return e.node(m, graph, path)
}

// list emits a list as pairs of a first and a rest (RDF Schema 1.1 §5.2).
func (e *emitter) list(list []any, graph Term, path string) (Term, error) {
	rest := Term{Kind: IRI, Value: rdfNS + "nil"}
	for i := range list {
		value, err := e.value(list[len(list)-1-i], graph, path)
		if err != nil {
			return rest, err
		}
		pair := e.fresh()
		e.add(pair, rdfNS+"first", value, graph)
		e.add(pair, rdfNS+"rest", rest, graph)
		rest = pair
	}
	return rest, nil
}

// graph emits statements that stand in a graph of their own, such as the proof
// of an embedded credential.
func (e *emitter) graph(m map[string]any, inner []any, path string) (Term, error) {
	if len(m) > 1 {
		return Term{}, &Uncovered{path, "a graph may have no other members"}
	}
	name := e.fresh()
	for _, v := range inner {
		node, ok := v.(map[string]any)
		if !ok {
			return name, &Uncovered{path, "it has no value that is signed"}
		}
		if _, err := e.node(node, name, path); err != nil {
			return name, err
		}
	}
	return name, nil
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

// literal is a value object as a literal (JSON-LD 1.1 API §8.6).
func literal(m map[string]any, path string) (Term, error) {
	datatype, _ := m["@type"].(string)
	language, _ := m["@language"].(string)
	for name := range m {
		if name != "@value" && name != "@type" && name != "@language" {
			return Term{}, &Uncovered{path, fmt.Sprintf("%q is not signed", name)}
		}
	}
	if language != "" && !languageTag.MatchString(language) {
		return Term{}, &Uncovered{path, fmt.Sprintf("%.40q is no language tag", language)}
	}
	text, of, err := lexical(m["@value"], datatype)
	if err != nil {
		return Term{}, &Uncovered{path, err.Error()}
	}
	if of == xsdString || language != "" {
		of = ""
	} else if !IsIRI(of) {
		return Term{}, &Uncovered{path, fmt.Sprintf("%.100q is no type of value", of)}
	}
	return Term{Kind: Literal, Value: text, Datatype: of, Language: language}, nil
}

// lexical is how a value is written, and its type.
func lexical(v any, datatype string) (text, of string, err error) {
	if datatype == "@json" {
		b, err := strict.Append(nil, v)
		return string(b), jsonType, err
	}
	or := func(preset string) string {
		if datatype == "" {
			return preset
		}
		return datatype
	}
	switch v := v.(type) {
	case string:
		return v, or(xsdString), nil
	case bool:
		return fmt.Sprint(v), or(xsdBoolean), nil
	case float64:
		if math.Abs(v) < 1e21 && v == math.Trunc(v) && datatype != xsdDouble {
			return strconv.FormatFloat(v, 'f', -1, 64), or(xsdInteger), nil
		}
		return double(v), or(xsdDouble), nil
	}
	return "", "", fmt.Errorf("a %T has no place in a signed document", v)
}

// double is the canonical form of xsd:double: 3.65E1.
func double(f float64) string {
	mantissa, exponent, _ := strings.Cut(fmt.Sprintf("%.15E", f), "E")
	mantissa = strings.TrimRight(mantissa, "0")
	if strings.HasSuffix(mantissa, ".") {
		mantissa += "0"
	}
	sign := ""
	if exponent[0] == '-' {
		sign = "-"
	}
	exponent = strings.TrimLeft(exponent[1:], "0")
	if exponent == "" {
		exponent, sign = "0", ""
	}
	return mantissa + "E" + sign + exponent
}

// short is the last part of an IRI, for people to read.
func short(property string) string {
	return property[strings.LastIndexAny(property, "#/")+1:]
}
