package storetest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/roles/storetest"
)

// A fault is one way in which a store breaks its contract.
type fault string

// faults name for each fault the cases that find it, and with a question mark
// those that may, if writers happen to meet.
var faults = map[fault]string{
	"none":          "",
	"does not find": "", // it is optional

	"append takes what is stale":            "append/stale batch/stale race/winner race/retries? find/refused",
	"append takes what is ahead":            "append/ahead append/centres find/refused",
	"append takes what is new of a batch":   "batch/stale",
	"a conflict overwrites":                 "append/stale race/winner race/retries? find/refused",
	"conflicts have no name":                "append/stale append/ahead append/centres batch/stale race/winner race/retries?",
	"append ignores ctx":                    "append/cancelled",
	"append stores for those who have gone": "append/cancelled",
	"a centre is taken for another": "append/cancelled append/centres batch/none load/unknown load/order race/centres " +
		"find/person find/nobody find/refused find/results",

	"only the first of a batch": "batch/several load/order load/many ids/alike ids/hostile " + allFields +
		" race/whole find/person find/once",
	"nothing is taken for a batch":      "batch/none find/refused",
	"gaps are taken":                    "batch/others find/refused",
	"a batch is stored up to its fault": "batch/others find/refused",

	"load fails for the unknown": "append/ahead append/cancelled batch/none load/unknown load/own race/retries race/readers race/whole",
	"load ignores after":         "load/after load/order load/own",
	"load includes after":        "load/after load/order load/own",
	"after is signed":            "load/after",
	"numbers are sorted as text": "load/order load/many ids/alike ids/hostile fields/times race/winner race/retries race/centres race/readers",
	"load is cut":                "load/many",
	"load ignores ctx":           "load/cancelled",
	"loads are cached":           "append/next load/own race/retries race/readers",
	"loads are joined":           "race/retries? race/readers",
	"centres are folded":         "ids/alike find/order",
	"centres are trimmed":        "ids/alike",
	"centres are cut":            "ids/alike",
	"centres are paths":          "ids/hostile",

	"a field is forgotten":                allFields,
	"the format is that of today":         "fields/unknown",
	"unknown kinds are others":            "fields/unknown",
	"nobody is the host":                  "fields/empty",
	"text is of three bytes a character":  "fields/text",
	"text is cut":                         "fields/text",
	"people are joined":                   "fields/people find/alike",
	"events are cut":                      "fields/events",
	"events are written anew":             "fields/events",
	"times are of milliseconds":           allFields,
	"times are of nanoseconds since 1970": "fields/times",
	"times are local":                     allFields,

	"arguments are kept":           "shared/arguments",
	"arguments are changed":        "shared/arguments",
	"people of arguments are kept": "shared/arguments",
	"events of arguments are kept": "shared/arguments",
	"results are shared":           "shared/results",
	"people of results are shared": "shared/results",
	"events of results are shared": "shared/results",
	"check and store come apart":   "race/winner race/retries",
	"busy is a conflict":           "race/centres",
	"records come one by one":      "race/whole",

	"finds in the first record":     "find/person find/own",
	"finds the first of the people": "find/person",
	"finds repeat":                  "find/once",
	"finds are in order of writing": "find/order",
	"nobody is nowhere":             "find/once find/order find/nobody find/refused find/results",
	"finds no records about nobody": "find/nobody",
	"finds who acted":               "find/others",
	"finds by prefix":               "find/alike",
	"finds by case":                 "find/alike",
	"finds are cached":              "find/nobody find/own",
	"finds are shared":              "find/results",
	"find ignores ctx":              "find/cancelled",
}

const allFields = "fields/all fields/unknown fields/empty fields/text fields/people fields/events fields/times"

// A store broken in one way fails the cases that are for it, and no others.
func TestCasesFindBrokenStores(t *testing.T) {
	t.Parallel()
	for f, finders := range faults {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			for _, c := range storetest.Cases() {
				err := c.Run(func() roles.RegisterStore { return newBrokenStore(f) })
				if names(finders, c.Name) {
					assert.Error(t, err, c.Name)
				} else if !names(finders, c.Name+"?") {
					assert.NoError(t, err, c.Name)
				}
			}
		})
	}
}

// Each case can fail. What breaks append/first breaks nearly all others.
func TestEachCaseFindsABrokenStore(t *testing.T) {
	t.Parallel()
	found := map[string]bool{"append/first": true}
	for _, finders := range faults {
		for _, name := range strings.Fields(finders) {
			found[name] = true
		}
	}
	for _, c := range storetest.Cases() {
		assert.True(t, found[c.Name], "no broken store shows that %s can fail", c.Name)
	}
}

func names(finders, name string) bool { return slices.Contains(strings.Fields(finders), name) }
