package frameworks_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
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

// TestEverythingShippedIsWrittenWithCare: authors copy what they see here, so it
// has none of the findings that are only about style, and the one layout.
func TestEverythingShippedIsWrittenWithCare(t *testing.T) {
	t.Parallel()
	if underRace {
		t.Skip("the race detector has nothing to find in it")
	}
	files, err := fs.Glob(frameworks.FS(), "*/*/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		src, err := fs.ReadFile(frameworks.FS(), file)
		require.NoError(t, err)
		laidOut, findings := source.Layout(file, src, nil)
		assert.Empty(t, findings)
		assert.Equal(t, string(laidOut), string(src), "%s is laid out", file)
		if _, migrates := proficiency.MigrationFrom(file); migrates || path.Base(file) == proficiency.LifecycleFile {
			continue // Catalog.Check judges them beside the versions that they are of
		}
		_, findings = proficiency.Check(file, src, &proficiency.CheckOptions{Style: true})
		assert.Empty(t, findings)
	}
}

// counts are the numbers of a group's items.
type counts struct{ agreement, knowledge, skill, supernumerary, centreSpecific int }

// step1Groups is what is known of the national framework's structure: its
// groups and their numbers, as facts. The texts are our own.
var step1Groups = map[string]counts{
	"0":      {agreement: 3},
	"1.1.1":  {knowledge: 6, skill: 14, supernumerary: 3},
	"1.1.2":  {knowledge: 1, skill: 2, supernumerary: 1},
	"1.2.1":  {knowledge: 6, supernumerary: 2},
	"1.2.2":  {knowledge: 3, skill: 9, supernumerary: 12},
	"1.2.3":  {knowledge: 9, skill: 5, supernumerary: 4},
	"1.2.4":  {knowledge: 6, skill: 5, supernumerary: 1},
	"1.2.5":  {knowledge: 5, skill: 6, supernumerary: 1},
	"1.2.6":  {knowledge: 1, skill: 2},
	"1.3.1":  {knowledge: 7, supernumerary: 6},
	"1.3.2":  {knowledge: 2, skill: 2, supernumerary: 1},
	"1.3.3":  {knowledge: 5, skill: 7, supernumerary: 11},
	"1.3.4":  {knowledge: 4, skill: 9, supernumerary: 6},
	"1.3.5":  {knowledge: 2, skill: 4, supernumerary: 2},
	"1.3.6":  {knowledge: 3, skill: 2, supernumerary: 1},
	"1.3.7":  {knowledge: 10, skill: 7, supernumerary: 8},
	"1.3.8":  {knowledge: 2, skill: 1},
	"1.4.1":  {knowledge: 8, supernumerary: 2},
	"1.4.2":  {knowledge: 5, skill: 10, supernumerary: 3},
	"1.4.3":  {knowledge: 4, skill: 12, centreSpecific: 12},
	"1.5.1":  {knowledge: 6},
	"1.5.2":  {knowledge: 26, skill: 26, supernumerary: 11},
	"1.5.3":  {knowledge: 1, skill: 3, supernumerary: 1},
	"1.6.1":  {knowledge: 1, supernumerary: 1},
	"1.6.2":  {knowledge: 9, skill: 4, supernumerary: 3},
	"1.6.3":  {knowledge: 11, skill: 11, supernumerary: 6},
	"1.6.4":  {knowledge: 11, skill: 8, supernumerary: 3},
	"1.7.1":  {knowledge: 2},
	"1.7.2":  {knowledge: 9, skill: 6, supernumerary: 2},
	"1.7.3":  {knowledge: 3, skill: 5},
	"1.7.4":  {knowledge: 7, skill: 5, supernumerary: 3},
	"1.8.1":  {knowledge: 3, skill: 1, supernumerary: 3},
	"1.8.2":  {knowledge: 1, skill: 15, supernumerary: 1},
	"1.8.3":  {knowledge: 8, skill: 10},
	"1.9.1":  {knowledge: 12, skill: 7, supernumerary: 15},
	"1.9.2":  {knowledge: 14, skill: 16, supernumerary: 11},
	"1.10.1": {knowledge: 1},
	"1.10.2": {knowledge: 9, skill: 14, supernumerary: 2},
	"1.11.1": {knowledge: 14, skill: 5},
	"1.12.1": {knowledge: 10, skill: 13, supernumerary: 2},
	"1.13.1": {knowledge: 5, skill: 12, supernumerary: 10},
	"1.13.2": {knowledge: 8, skill: 10, supernumerary: 7},
	"1.13.3": {knowledge: 11, skill: 14, supernumerary: 3},
	"1.14.1": {knowledge: 11, skill: 20, supernumerary: 10},
	"1.15.1": {knowledge: 14, skill: 7},
	"1.16.1": {knowledge: 1, skill: 4, supernumerary: 5},
	"1.17.1": {knowledge: 4, skill: 5, supernumerary: 5},
	"1.18.1": {knowledge: 10, skill: 7, supernumerary: 1},
	"1.19.1": {knowledge: 1, skill: 16, supernumerary: 4},
	"1.19.2": {knowledge: 4, skill: 10, supernumerary: 3},
}

func TestStep1HasTheStructureOfTheOriginal(t *testing.T) {
	t.Parallel()
	got := map[string]counts{}
	for it := range step1(t).Items().Values() {
		group := groupOf(it)
		got[group] = got[group].with(it)
	}
	assert.Equal(t, step1Groups, got)
}

// TestCentreSpecificIsOptional: what only some centres deliver is chosen as a whole.
func TestCentreSpecificIsOptional(t *testing.T) {
	t.Parallel()
	for it := range step1(t).Items().Values() {
		specific := slices.Contains(slices.Collect(it.Tags().Values()), "centre-specific")
		assert.Equal(t, specific, it.Optional(), it.ID())
		assert.Equal(t, specific, it.Choice() != nil && it.Choice().ID() == "renal-rrt-skills", it.ID())
	}
}

func (c counts) with(it *proficiency.Item) counts {
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
		}
	}
	return c
}

// TestStep1GroupsAreThePublishedNumbers compares the table above with the
// numbers' source, where that is at hand.
func TestStep1GroupsAreThePublishedNumbers(t *testing.T) {
	t.Parallel()
	data := os.Getenv("COUNTERSIGN_TESTDATA")
	if data == "" {
		t.Skip("COUNTERSIGN_TESTDATA names no folder; the table itself is tested in any case")
	}
	b, err := os.ReadFile(filepath.Join(data, "..", "facts", "step1-structure.csv"))
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	require.NoError(t, err)
	published := map[string]counts{}
	for _, row := range rows[1:] {
		var c counts
		for i, n := range []*int{&c.agreement, &c.knowledge, &c.skill, &c.supernumerary, &c.centreSpecific} {
			*n, err = strconv.Atoi(row[3+i])
			require.NoError(t, err)
		}
		published[row[1]] = c
	}
	assert.Equal(t, published, step1Groups)
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
	// ai-and-digital-capability@1.0.0 - Artificial intelligence and digital technology in health and care
	// critical-care-step-1@1.0.0 - Adult critical care nursing, step 1
	// critical-care-step-2@1.0.0 - Adult critical care nursing, step 2
	// critical-care-step-3@1.0.0 - Adult critical care nursing, step 3
	// digital-skills@1.0.0 - Digital skills for work in health and care
	// general-practice-induction@1.0.0 - Induction to a general practice, with the yearly refresh of data security
	// hand-hygiene@1.0.0 - Hand hygiene at the bedside
	// iv-therapy-passport@1.0.0 - Intravenous therapy passport
	// iv-therapy-passport@2.0.0 - Intravenous therapy passport
	// knowledge-mobilisation@1.0.0 - How an organisation mobilises what it knows
	// platform-training@1.0.0 - Training for those who assess and govern on a learning platform
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
