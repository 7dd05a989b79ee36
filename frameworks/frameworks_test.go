package frameworks_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func TestEverythingShippedIsClean(t *testing.T) {
	c := frameworks.Catalog()
	findings, err := c.Check()
	require.NoError(t, err)
	assert.Empty(t, findings)
	require.NotEmpty(t, c.Refs())
	for _, ref := range c.Refs() {
		fw, err := c.Framework(ref)
		require.NoError(t, err)
		assert.Empty(t, roles.CheckFramework(roles.Default(), fw), ref)
		assert.Contains(t, strings.ToLower(fw.Description()), "illustrative", "%s says what it is", ref)
		assert.Contains(t, strings.ToLower(fw.Description()), "not clinically endorsed", "%s says what it is", ref)
	}
}

// TestStep1HasTheStructureOfTheOriginal compares counts with what is known of
// the national framework's structure, group by group.
func TestStep1HasTheStructureOfTheOriginal(t *testing.T) {
	type counts struct{ agreement, knowledge, skill, supernumerary, centreSpecific int }
	want := map[string]counts{
		"0":     {agreement: 3},
		"1.2.1": {knowledge: 6, supernumerary: 2},
		"1.2.2": {knowledge: 3, skill: 9, supernumerary: 12},
		"1.2.3": {knowledge: 9, skill: 5, supernumerary: 4},
		"1.2.4": {knowledge: 6, skill: 5, supernumerary: 1},
		"1.2.5": {knowledge: 5, skill: 6, supernumerary: 1},
		"1.2.6": {knowledge: 1, skill: 2},
		"1.4.1": {knowledge: 8, supernumerary: 2},
		"1.4.2": {knowledge: 5, skill: 10, supernumerary: 3},
		"1.4.3": {knowledge: 4, skill: 12, centreSpecific: 12},
	}
	fw := step1(t)
	got := map[string]counts{}
	for it := range fw.Items().Values() {
		group := groupOf(it)
		c := got[group]
		switch it.Kind() {
		case "agreement":
			c.agreement++
		case "knowledge":
			c.knowledge++
		case "skill":
			c.skill++
		}
		for tag := range it.Tags().Values() {
			switch tag {
			case "supernumerary":
				c.supernumerary++
			case "centre-specific":
				c.centreSpecific++
				assert.True(t, it.Optional(), "%s applies only in some centres", it.ID())
			}
		}
		got[group] = c
	}
	assert.Equal(t, want, got)
	assert.Equal(t, 99, fw.Items().Len())
}

// TestStep1AgreesWithThePublishedNumbers reads the numbers themselves where they are at hand.
func TestStep1AgreesWithThePublishedNumbers(t *testing.T) {
	data := os.Getenv("COUNTERSIGN_TESTDATA")
	if data == "" {
		data = filepath.Join("..", "..", "shared", "data")
	}
	b, err := os.ReadFile(filepath.Join(data, "..", "facts", "step1-structure.csv"))
	if err != nil {
		t.Skip("the published numbers are not at hand: ", err)
	}
	items := map[string]int{}
	for it := range step1(t).Items().Values() {
		items[groupOf(it)]++
	}
	compared := 0
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		fields := strings.Split(line, ",")
		n := len(fields)
		var counts [3]int // agreement, knowledge, skill; titles hold commas, so count from the end
		for i := range counts {
			_, err := fmt.Sscan(fields[n-5+i], &counts[i])
			require.NoError(t, err)
		}
		if items[fields[1]] > 0 {
			assert.Equal(t, counts[0]+counts[1]+counts[2], items[fields[1]], line)
			compared++
		}
	}
	assert.Equal(t, len(items), compared)
}

func step1(t *testing.T) *proficiency.Framework {
	t.Helper()
	fw, err := frameworks.Catalog().Framework(proficiency.Ref{ID: "critical-care-step-1", Version: proficiency.Version{Major: 1}})
	require.NoError(t, err)
	return fw
}

// groupOf is the number of the group that the item stands in: the nearest section with a number.
func groupOf(it *proficiency.Item) string {
	for s := it.Section(); s != nil; s = s.Parent() {
		if s.Number() != "" {
			return s.Number()
		}
	}
	return ""
}

func ExampleCatalog() {
	for _, ref := range frameworks.Catalog().Refs() {
		fw, err := frameworks.Catalog().Framework(ref)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(ref, "-", fw.Title())
	}
	// Output:
	// critical-care-step-1@1.0.0 - Adult critical care nursing, step 1
	// hand-hygiene@1.0.0 - Hand hygiene at the bedside
}

func BenchmarkLoadStep1(b *testing.B) {
	for range b.N {
		c, err := proficiency.NewCatalog(frameworks.FS())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := c.Framework(proficiency.Ref{ID: "critical-care-step-1", Version: proficiency.Version{Major: 1}}); err != nil {
			b.Fatal(err)
		}
	}
}
