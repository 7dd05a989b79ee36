package rdf

import (
	"maps"
	"slices"
	"strings"
)

const contextKey = "@context"

// check refuses what JSON-LD would drop without a word or take in a second
// way, and gives the URLs of the document's contexts.
func check(doc map[string]any) ([]string, error) {
	urls, ok := contextURLs(doc[contextKey])
	if !ok || len(urls) == 0 {
		return nil, &Uncovered{contextKey, "want the URL of a context, or a list of them"}
	}
	return urls, checkObject(doc, "", urls)
}

// contextURLs are those of an @context, which may hold nothing else: a context
// inside the document could define its members away.
func contextURLs(v any) ([]string, bool) {
	list, isList := v.([]any)
	if !isList {
		list = []any{v}
	}
	urls := make([]string, len(list))
	for i, e := range list {
		url, ok := e.(string)
		if !ok {
			return nil, false
		}
		urls[i] = url
	}
	return urls, true
}

func checkObject(object map[string]any, path string, urls []string) error {
	if _, isValue := object["@value"]; isValue {
		return checkText(object, path)
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if name == contextKey {
			// An embedded credential names its contexts again.
			if inner, ok := contextURLs(object[name]); !ok || !within(inner, urls) {
				return &Uncovered{join(path, name), "want contexts that the document itself names"}
			}
			continue
		}
		if strings.HasPrefix(name, "@") || strings.Contains(name, ":") {
			return &Uncovered{join(path, name), "a member must be a plain term, neither keyword nor IRI"}
		}
		if err := checkValue(object[name], join(path, name), urls); err != nil {
			return err
		}
	}
	return nil
}

func within(inner, outer []string) bool {
	return !slices.ContainsFunc(inner, func(url string) bool { return !slices.Contains(outer, url) })
}

// checkText holds a text with a language to being that, and nothing else.
func checkText(object map[string]any, path string) error {
	_, isText := object["@value"].(string)
	_, hasLanguage := object["@language"].(string)
	if !isText || len(object) > 2 || len(object) == 2 && !hasLanguage {
		return &Uncovered{path, "beside @value, a text, only @language is known"}
	}
	return nil
}

func checkValue(v any, path string, urls []string) error {
	switch v := v.(type) {
	case nil:
		return &Uncovered{path, "null is dropped before anything is signed"}
	case map[string]any:
		return checkObject(v, path, urls)
	case []any:
		if len(v) == 0 {
			return &Uncovered{path, "an empty list is dropped before anything is signed"}
		}
		for _, e := range v {
			if _, nested := e.([]any); nested {
				return &Uncovered{path, "a list in a list loses its shape before anything is signed"}
			}
			if err := checkValue(e, path, urls); err != nil {
				return err
			}
		}
	}
	return nil
}
