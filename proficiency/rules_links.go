package proficiency

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/countersign-go/countersign/proficiency/source"
)

func linkRules() []ContentRule {
	return []ContentRule{
		{"invalid-url", source.Error, "A resource's address is absolute, http or https, and without user and password.", checkURLs},
	}
}

func checkURLs(r *raw, report reporter) {
	check := func(resource rawResource) {
		if problem := urlProblem(resource.url.Value); resource.url.Given() && problem != "" {
			report(resource.url.Position, "%s %s", source.Quote(resource.url.Value), problem)
		}
	}
	for _, it := range r.items {
		for _, resource := range it.resources {
			check(resource)
		}
	}
	r.eachRecommendation(func(rec *rawRecommendation) { check(rec.resource) })
}

// urlProblem says what keeps s from being an address that a learner can be
// sent to (RFC 3986; RFC 9110 §4.2 for http and https), or nothing.
func urlProblem(s string) string {
	const most = 2_000
	u, err := url.Parse(s)
	switch {
	case len(s) > most:
		return "is too long for an address: at most 2000 bytes are allowed"
	case err != nil, strings.ContainsFunc(s, func(c rune) bool { return unicode.IsSpace(c) || hiddenRune(c) }):
		return "is not an address: write one such as https://example.org/page"
	case u.Scheme != "http" && u.Scheme != "https":
		return "is not a web address: it must begin with https:// or http://"
	case u.Hostname() == "":
		return "is an address without a host: write one such as https://example.org/page"
	case u.User != nil:
		return "holds a user name or password, which everyone would see: remove it"
	}
	return ""
}
