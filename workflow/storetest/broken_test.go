package storetest_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/storetest"
)

// A fault is one way in which a store breaks its contract.
type fault string

// faults name for each fault the cases that find it, and with a question mark
// those that may, if writers happen to meet.
var faults = map[fault]string{
	"none":                        "",
	"does neither list nor erase": "",
	"does not list":               "",
	"does not erase":              "",
	"does not feed":               "",

	"append takes what is stale":          "append/stale batch/stale race/winner race/retries? race/history list/last texts/stale erase/append erase/winner feed/race? race/neighbours",
	"append takes what is ahead":          "append/ahead append/enrolments texts/stale erase/append",
	"append takes what is new of a batch": "batch/stale race/history?",
	"a conflict overwrites":               "append/stale race/winner race/retries? race/history erase/append erase/winner? race/neighbours",
	"a conflict changes the summary":      "list/last",
	"conflicts have no name": "append/stale append/ahead append/enrolments batch/stale race/winner " +
		"race/retries? list/last texts/stale erase/append erase/winner feed/race? race/neighbours",
	"conflicts are made up":                 "race/history feed/race",
	"append ignores ctx":                    "append/cancelled texts/cancelled race/gone",
	"append stores for those who have gone": "append/cancelled texts/cancelled outcome/leaving? race/history? race/gone race/leaving?",
	"enrolments are mixed": "append/cancelled append/enrolments batch/none load/unknown load/order race/enrolments race/history " +
		"list/times list/using list/leaving texts/erased texts/unknown texts/stale texts/invalid texts/cancelled texts/shared erase/alone " +
		"erase/stale erase/invalid erase/cancelled erase/load erase/append erase/texts erase/again erase/list erase/shared begin/taken feed/fields feed/cursors feed/ends feed/erased feed/strange feed/using race/gone race/leaving? race/neighbours",

	"only the first of a batch":         "batch/several load/order load/many ids/alike ids/hostile " + allFields + " outcome/leaving race/whole race/history feed/race",
	"nothing is taken for a batch":      "batch/none list/last texts/invalid",
	"gaps are taken":                    "batch/others list/last texts/invalid",
	"a batch is stored up to its fault": "batch/others list/last texts/invalid",

	"load fails for the unknown": "append/ahead append/cancelled batch/none load/unknown load/own outcome/unknown " +
		"race/retries race/readers race/whole race/history erase/stale begin/invalid feed/race race/gone race/leaving",
	"load ignores after": "load/after load/order load/many load/own outcome/leaving outcome/unknown race/history " +
		"texts/erased erase/load erase/append erase/texts begin/anywhere",
	"load includes after": "load/after load/order load/many load/own outcome/leaving outcome/unknown race/history " +
		"texts/erased erase/load erase/append erase/texts begin/anywhere",
	"load skips one":  "load/after load/own outcome/unknown texts/erased begin/anywhere race/history?",
	"after is signed": "load/after",
	"numbers are sorted as text": "load/order load/many ids/alike ids/hostile fields/times outcome/unknown race/winner " +
		"race/retries race/enrolments race/readers race/history texts/unknown texts/race erase/winner? race/gone race/leaving race/neighbours",
	"load is cut":      "load/many",
	"load ignores ctx": "load/cancelled",
	"loads are cached": "append/next load/own outcome/leaving? outcome/unknown race/retries race/readers race/history texts/erased " +
		"texts/shared erase/again begin/anywhere erase/winner? feed/race feed/erased feed/using race/leaving?",
	"loads are joined": "race/retries? race/readers race/history? texts/race? feed/race?",
	"loads lag now and then": "batch/others load/own ids/alike ids/hostile outcome/leaving race/retries? race/enrolments? race/readers " +
		"race/whole? race/history texts/erased texts/race? begin/anywhere erase/winner? erase/whole? list/using? feed/race? feed/using? race/leaving? race/neighbours",
	"ids are folded":  "ids/alike list/order " + allQueries + " list/pages",
	"ids are trimmed": "ids/alike",
	"ids are cut":     "ids/alike",
	"ids are paths":   "ids/hostile",

	"a field is forgotten":                allFields,
	"the format is that of today":         "fields/unknown",
	"unknown kinds are others":            "fields/unknown",
	"nobody is the host":                  "fields/empty",
	"text is of three bytes a character":  "fields/odd",
	"text is cut":                         "fields/odd",
	"words are cut":                       "fields/texts fields/large",
	"records are cut":                     "fields/large",
	"events are cut":                      "fields/events fields/large",
	"events are written anew":             "fields/events",
	"times are of milliseconds":           allFields,
	"times are of nanoseconds since 1970": "fields/times",
	"times are local":                     allFields,

	"arguments are kept":           "shared/arguments erase/shared begin/shared",
	"arguments are changed":        "shared/arguments erase/shared begin/shared",
	"arguments lose their summary": "shared/arguments begin/shared",
	"texts of arguments are kept":  "shared/arguments begin/shared",
	"events of arguments are kept": "shared/arguments erase/shared begin/shared",
	"results are shared":           "shared/results",
	"texts of results are shared":  "shared/results",
	"events of results are shared": "shared/results",

	"what is stored is denied to those who leave": "outcome/leaving race/history race/leaving?",
	"half is stored of those who leave":           "outcome/leaving race/history",
	"those who leave are told that it worked":     "outcome/leaving race/history race/leaving?",
	"check and store come apart":                  "race/winner race/retries race/history? erase/winner? feed/race?",
	"busy is a conflict":                          "race/enrolments race/history? list/many? feed/race? race/gone? race/leaving? race/neighbours?",
	"records come one by one":                     "race/whole race/history?",
	"a conflict fails its neighbours":             "race/neighbours race/history?",
	"those who leave take others along":           "race/leaving race/history?",
	"those who have gone are stored with others":  "race/gone race/history? race/leaving?",
}

const (
	allFields  = "fields/all fields/unknown fields/empty fields/odd fields/events fields/texts fields/large fields/times"
	allQueries = "list/filters list/viewers list/trials list/stale list/erased"
)

// byChance reports whether callers meet in the case as chance has it: it may find more
// than it is for.
func byChance(name string) bool {
	group, what, _ := strings.Cut(name, "/")
	return group == "race" || what == "race" || what == "erasing" || what == "leaving" || what == "winner" || what == "whole"
}

// A store broken in one way fails the cases that are for it, and no others in which
// everything comes in one order.
func TestCasesFindBrokenStores(t *testing.T) {
	t.Parallel()
	for f, finders := range allFaults() {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			for _, c := range storetest.Cases() {
				if underRace && f != "none" && !names(finders, c.Name) {
					continue
				}
				err := tried(t, c, f)
				if names(finders, c.Name) {
					assert.Error(t, err, c.Name)
				} else if f == "none" || !names(finders, c.Name+"?") && !byChance(c.Name) {
					assert.NoError(t, err, c.Name)
				}
			}
		})
	}
}

// tried runs a case. Those about feeds wait for what does not come: they have a
// clock that goes on when everybody waits.
func tried(t *testing.T, c storetest.Case, f fault) (err error) {
	run := func() { err = c.Run(func() workflow.Store { return newBrokenStore(f) }) }
	if !strings.HasPrefix(c.Name, "feed/") {
		run()
		return err
	}
	synctest.Test(t, func(*testing.T) { run() })
	return err
}

// Each case can fail. What breaks append/first breaks nearly all others.
func TestEachCaseFindsABrokenStore(t *testing.T) {
	t.Parallel()
	found := map[string]bool{"append/first": true}
	for _, finders := range allFaults() {
		for _, name := range strings.Fields(finders) {
			found[name] = true
		}
	}
	for _, c := range storetest.Cases() {
		assert.True(t, found[c.Name], "no broken store shows that %s can fail", c.Name)
	}
}

func names(finders, name string) bool { return slices.Contains(strings.Fields(finders), name) }

func allFaults() map[fault]string {
	all := maps.Clone(faults)
	maps.Copy(all, listFaults)
	maps.Copy(all, eraseFaults)
	maps.Copy(all, snapshotFaults)
	maps.Copy(all, feedFaults)
	return all
}
