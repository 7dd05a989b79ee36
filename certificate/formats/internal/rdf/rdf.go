// Package rdf turns JSON-LD documents into the canonical N-Quads that
// signatures of the kind eddsa-rdfc-2022 are made of, so that nothing in a
// document is left out of them: what the algorithms of JSON-LD would drop
// without a word is an error here.
package rdf

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/piprate/json-gold/ld"
)

// Contexts gives the JSON-LD context that is published under a URL, as
// strict.Parse reads it, or an error. It must give the same each time; its
// users must not change what it gives.
type Contexts func(url string) (any, error)

// An Uncovered says which part of a document no signature over N-Quads would cover.
type Uncovered struct {
	// Where is the part, as a path of member names: "credentialSubject.achievement".
	Where, Reason string
}

// Error gives where and the reason.
func (e *Uncovered) Error() string { return e.Where + ": " + e.Reason }

// A ContextError says that a context could not be had.
type ContextError struct {
	URL string
	Err error
}

// Error names the context.
func (e *ContextError) Error() string { return fmt.Sprintf("the context %s: %v", e.URL, e.Err) }

// Unwrap gives what Contexts said.
func (e *ContextError) Unwrap() error { return e.Err }

// A Document is a document expanded: every property stands under its full IRI.
type Document struct{ node map[string]any }

// Expand expands a document, which is an object with one @context: a URL, or a
// list of them. Errors are *[Uncovered] or *[ContextError], or say what else is
// wrong with it as JSON-LD.
func Expand(doc map[string]any, contexts Contexts) (*Document, error) {
	urls, err := check(doc)
	if err != nil {
		return nil, err
	}
	loader := &loader{from: contexts, got: map[string]*ld.RemoteDocument{}}
	for _, url := range urls { // so that it is known first whether all can be had
		if _, err := loader.LoadDocument(url); err != nil {
			return nil, err
		}
	}
	options := ld.NewJsonLdOptions("")
	options.SafeMode = true
	options.DocumentLoader = loader
	expanded, err := ld.NewJsonLdProcessor().Expand(doc, options)
	if loader.failed != nil {
		return nil, loader.failed
	}
	if err != nil {
		return nil, loader.explain(doc, err)
	}
	if len(expanded) == 1 {
		if node, ok := expanded[0].(map[string]any); ok {
			return &Document{node}, nil
		}
	}
	return nil, &Uncovered{"the document", "it states nothing"}
}

// Has reports whether the document itself has a property, by its full IRI.
func (d *Document) Has(property string) bool { return d.node[property] != nil }

// A loader has contexts from nowhere but where it was told.
type loader struct {
	from   Contexts
	got    map[string]*ld.RemoteDocument
	failed error
}

// LoadDocument implements the interface of the JSON-LD processor.
func (l *loader) LoadDocument(url string) (*ld.RemoteDocument, error) {
	if got := l.got[url]; got != nil {
		return got, nil
	}
	context, err := l.from(url)
	if err != nil {
		l.failed = &ContextError{url, err}
		return nil, l.failed
	}
	l.got[url] = &ld.RemoteDocument{DocumentURL: url, Document: context}
	return l.got[url], nil
}

// explain says which members no context knows, where that is what is wrong.
func (l *loader) explain(doc map[string]any, err error) error {
	var wrong *ld.JsonLdError
	if !errors.As(err, &wrong) || wrong.Code != ld.InvalidProperty {
		return fmt.Errorf("the document is no JSON-LD: %w", err)
	}
	known := map[string]bool{}
	for _, got := range l.got {
		terms(got.Document, known)
	}
	if where := unknown(doc, known, false, ""); where != "" {
		return &Uncovered{where, "no context of the document knows this member"}
	}
	if where := unknown(doc, known, true, ""); where != "" {
		return &Uncovered{where, "no context of the document knows this type, nor therefore what else stands beside it"}
	}
	return &Uncovered{"the document", "it has a member where its contexts do not know it"}
}

// terms collects all names in a context.
func terms(v any, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			into[name] = true
			terms(inner, into)
		}
	case []any:
		for _, inner := range v {
			terms(inner, into)
		}
	}
}

// unknown is the path of the first member that is no known term, or, with types,
// of the first type that is none; "" if there is none.
func unknown(v any, known map[string]bool, types bool, path string) string {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			at := join(path, name)
			if !types && !known[name] && !strings.HasPrefix(name, "@") || types && name == "type" && !allKnown(v[name], known) {
				return at
			}
			if where := unknown(v[name], known, types, at); where != "" {
				return where
			}
		}
	case []any:
		for _, inner := range v {
			if where := unknown(inner, known, types, path); where != "" {
				return where
			}
		}
	}
	return ""
}

// allKnown reports whether v is a known term, or a list of them.
func allKnown(v any, known map[string]bool) bool {
	if list, is := v.([]any); is {
		return !slices.ContainsFunc(list, func(e any) bool { return !allKnown(e, known) })
	}
	name, _ := v.(string)
	return known[name]
}

func join(path, name string) string {
	if len(name) > 80 {
		name = strings.ToValidUTF8(name[:80], "") + "…"
	}
	if path == "" {
		return name
	}
	return path + "." + name
}
