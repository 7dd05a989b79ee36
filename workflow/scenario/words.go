package scenario

import (
	"reflect"
	"strings"

	"github.com/countersign-go/countersign/workflow"
)

// reserved are the words that end a list of ids. An id that is one of them
// stands in single quotes.
var reserved = reservedWords(`
	the looks meanwhile expect
	to as on at in for by from of and all no none nothing nobody everything section unknown it
	because action review asking comment evidence dated type digest overwrite accept supervisor complete trial with
	centre contributors accountable
	confirmed record text saying left may sees lists not
	status rating ready missing counts total pending supervisors centres attributes decision plan answer round submitted complete-by events serial version
	certificate due overview history refusal results notices told sign-off
	recommended essential
	without overridden relied`)

func reservedWords(s string) map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(s) {
		words[w] = true
	}
	return words
}

// countNames are the names of the numbers of [workflow.Counts].
func countNames() (names []string) {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[workflow.Counts]()) {
		names = append(names, strings.ToLower(f.Name))
	}
	return names
}

// countOf is the number with that name.
func countOf(c workflow.Counts, name string) int {
	return int(reflect.ValueOf(c).FieldByNameFunc(func(s string) bool { return strings.ToLower(s) == name }).Int())
}

func addCount(c *workflow.Counts, name string, n int) {
	f := reflect.ValueOf(c).Elem().FieldByNameFunc(func(s string) bool { return strings.ToLower(s) == name })
	f.SetInt(f.Int() + int64(n))
}
