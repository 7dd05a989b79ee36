package proficiency_test

import (
	"fmt"
	"strings"
	"testing/fstest"

	"github.com/countersign-go/countersign/proficiency"
)

// handCareVersion is hand-care of that version, which asks that.
func handCareVersion(version, statement string) *proficiency.Framework {
	src := strings.Replace(fmt.Sprintf(handCare, version), "Washes hands with soap and water.", statement, 1)
	f, findings := proficiency.Parse("hand-care.yaml", []byte(src))
	if findings.HasErrors() {
		panic(findings) // it is part of the example
	}
	return f
}

// Compare says what changed, what that is to learners, and which step it needs.
func ExampleCompare() {
	old := handCareVersion("1.0.0", "Washes hands with soap and water.")
	new := handCareVersion("1.1.0", "Washes hands and wrists with soap and water.")
	c := proficiency.Compare(old, new)
	for ch := range c.Changes().Values() {
		fmt.Printf("%s (%s): %s %s, %s → %s\n", ch.Class, ch.Step, ch.Part, ch.ID, ch.Old, ch.New)
		fmt.Println(ch.Effect)
	}
	if !c.Enough() {
		fmt.Printf("%s claims a %s step, and %s would do\n", c.To(), c.Claimed(), c.From().Version.Next(c.Least()))
	}
	// Output:
	// meaning (major): item wash-soap, hand-care.yaml:13:9 → hand-care.yaml:13:9
	// It asks something else: the migration says whether results carry over, are confirmed again or assessed again.
	// hand-care@1.1.0 claims a minor step, and 2.0.0 would do
}

// What the author of the migration says of the changes can make them smaller.
func ExampleComparison_Decided() {
	old := handCareVersion("1.0.0", "Washes hands with soap and water.")
	new := handCareVersion("1.0.1", "Washes the hands with soap and water.")
	m, findings := proficiency.ParseMigration("from-1.0.0.yaml", []byte(`format: countersign-migration/v1
framework: hand-care
from: 1.0.0
to: 1.0.1
carry:
  - {items: [wash-soap], editorial: true, reason: It reads better.}
`), old, new)
	if findings.HasErrors() {
		fmt.Println(findings)
		return
	}
	c := proficiency.Compare(old, new)
	decided, err := c.Decided(m)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Least(), "by itself,", decided.Least(), "as its author says:", decided.Changes().At(0).Reason)
	// Output:
	// major by itself, patch as its author says: It reads better.
}

// ParseMigration finds everything that is not accounted for, between the two versions.
func ExampleParseMigration() {
	old := handCareVersion("1.0.0", "Washes hands with soap and water.")
	new := handCareVersion("2.0.0", "Washes hands and wrists with soap and water.")
	_, findings := proficiency.ParseMigration("from-1.0.0.yaml", []byte(`format: countersign-migration/v1
framework: hand-care
from: 1.0.0
to: 2.0.0
reconfirm:
  - {items: [wash-soup], reason: It now includes the wrists.}
`), old, new)
	fmt.Println(findings)
	// Output:
	// from-1.0.0.yaml:6:14: hand-care@1.0.0 has no proficiency "wash-soup": did you mean "wash-soap"? [unknown-item]
}

// DraftMigration leaves to its author what only an author can decide.
func ExampleDraftMigration() {
	old := handCareVersion("1.0.0", "Washes hands with soap and water.")
	new := handCareVersion("2.0.0", "Washes hands and wrists with soap and water.")
	draft := proficiency.DraftMigration(old, new, "")
	fmt.Print(string(draft))
	_, findings := proficiency.ParseMigration("from-1.0.0.yaml", draft, old, new)
	fmt.Println(findings)
	// Output:
	// # What becomes of results on hand-care@1.0.0 for those who go on with hand-care@2.0.0.
	// format: countersign-migration/v1
	// framework: hand-care
	// from: 1.0.0
	// to: 2.0.0
	//
	// # To be decided: move each to carry, reconfirm, reassess, split, merge or drop, with your reason.
	// undecided:
	//   # Changed: meaning. Carry with editorial: true, if it means the same; else reconfirm or reassess.
	//   # statement was (hand-care.yaml:13:9): Washes hands with soap and water.
	//   # statement is (hand-care.yaml:13:9): Washes hands and wrists with soap and water.
	//   - items: [wash-soap]
	// from-1.0.0.yaml:12:5: decide what becomes of wash-soap: move this to carry, reconfirm, reassess, split, merge, drop or add, with your reason [undecided]
}

// A catalogue finds the migrations beside its versions, and composes them
// where several lead on one after the other.
func ExampleCatalog_Migration() {
	version := func(version, statement string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(strings.Replace(fmt.Sprintf(handCare, version), "Washes hands with soap and water.", statement, 1))}
	}
	migration := func(from, to, rest string) *fstest.MapFile {
		return &fstest.MapFile{Data: fmt.Appendf(nil, "format: countersign-migration/v1\nframework: hand-care\nfrom: %s\nto: %s\n%s\n", from, to, rest)}
	}
	catalog, err := proficiency.NewCatalog(fstest.MapFS{
		"hand-care/1.0.0/hand-care.yaml":  version("1.0.0", "Washes hands with soap and water."),
		"hand-care/1.0.1/hand-care.yaml":  version("1.0.1", "Washes the hands with soap and water."),
		"hand-care/1.0.1/from-1.0.0.yaml": migration("1.0.0", "1.0.1", "carry: [{items: [wash-soap], editorial: true, reason: It reads better.}]"),
		"hand-care/2.0.0/hand-care.yaml":  version("2.0.0", "Washes hands and wrists with soap and water."),
		"hand-care/2.0.0/from-1.0.1.yaml": migration("1.0.1", "2.0.0", "reconfirm: [{items: [wash-soap], reason: It now includes the wrists.}]"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	refs := catalog.Refs()
	m, err := catalog.Migration(refs[0], refs[2])
	if err != nil {
		fmt.Println(err)
		return
	}
	for t := range m.Transfers().Values() {
		answer, _ := t.Answer("", func(proficiency.ItemID, proficiency.QuestionID) (proficiency.AnswerID, bool) { return "achieved", true })
		fmt.Println(t.Item, "of", t.From.At(0), "is to", t.Action, "with the answer", answer)
		for r := range t.Reasons.Values() {
			fmt.Println("-", r.Text)
		}
	}
	// Output:
	// wash-soap of wash-soap is to reconfirm with the answer achieved
	// - It reads better.
	// - It now includes the wrists.
}
