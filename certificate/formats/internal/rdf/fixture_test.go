package rdf_test

import (
	"errors"

	"github.com/countersign-go/countersign/certificate/formats/internal/rdf"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

const things = "https://things.example/context"

// contexts are two, of things and of more of them.
func contexts(url string) (any, error) {
	text, ok := map[string]string{
		things: `{"@context": {"@protected": true, "id": "@id", "type": "@type",
			"name": "https://things.example/#name",
			"part": {"@id": "https://things.example/#part"},
			"other": {"@id": "https://things.example/#other", "@type": "@id"},
			"on": {"@id": "https://things.example/#on", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
			"weight": {"@id": "https://things.example/#weight"},
			"order": {"@id": "https://things.example/#order", "@container": "@list"},
			"inner": {"@id": "https://things.example/#inner", "@container": "@graph"},
			"raw": {"@id": "https://things.example/#raw", "@type": "@json"},
			"Thing": {"@id": "https://things.example/#Thing", "@context": {"secret": "https://things.example/#secret"}}}}`,
		things + "/more":   `{"@context": {"alias": "https://things.example/#name", "byName": {"@id": "https://things.example/#byName", "@container": "@index"}}}`,
		things + "/broken": `{"@context": {"term": 3}}`,
	}[url]
	if !ok {
		return nil, errors.New("it is not at hand")
	}
	return strict.Parse([]byte(text), 1<<16)
}

// canonical is the canonical form of a document, or what is wrong with it.
func canonical(text string) (string, error) {
	doc, err := strict.ParseObject([]byte(text), 1<<20)
	if err != nil {
		return "", err
	}
	expanded, err := rdf.Expand(doc, contexts)
	if err != nil {
		return "", err
	}
	return expanded.Canonical()
}
