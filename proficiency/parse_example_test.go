package proficiency_test

import (
	"fmt"
	"testing/fstest"

	"github.com/countersign-go/countersign/proficiency"
)

const handHygiene = `format: countersign/v1
id: hand-hygiene
version: 1.0.0
title: Hand hygiene
scales:
  achievement:
    - {id: ongoing, label: Ongoing assessment}
    - {id: achieved, label: Achieved, meets: true}
defaults: {scale: achievement, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - id: washing
    title: Washing
    proficiencies:
      - {id: wash, number: "1", statement: Washes hands with soap and water}
      - {id: gel, number: "2", statement: Uses gel, optional: true}
`

func ExampleParse() {
	fw, findings := proficiency.Parse("hand-hygiene.yaml", []byte(handHygiene))
	if err := findings.Err(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(fw.Ref(), "–", fw.Title())
	for _, item := range fw.Items().All() {
		fmt.Println(item.Label(), item.Statement(), "at", item.Position())
	}
	// Output:
	// hand-hygiene@1.0.0 – Hand hygiene
	// 1 Washes hands with soap and water at hand-hygiene.yaml:15:9
	// 2 Uses gel at hand-hygiene.yaml:16:9
}

func ExampleParse_findings() {
	_, findings := proficiency.Parse("draft.yaml", []byte(`format: countersign/v1
id: Hand-Hygiene
version: 1.0
titel: Hand hygiene
minimum_optional: 1
scales:
  achievement:
    - {id: ongoing, label: Ongoing assessment}
    - {id: achieved, label: Achieved, meets: yes}
defaults: {scale: acheivement, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - id: washing
    title: Washing
    proficiencies:
      - {id: wash, statement: Washes hands}
      - {id: wash, statement: Uses gel}
`))
	for _, f := range findings {
		fmt.Println(f)
	}
	// Output:
	// draft.yaml:2:5: "Hand-Hygiene" is not an id: write "hand-hygiene", of lower-case letters, digits, . and - [invalid-id]
	// draft.yaml:3:10: "1.0" is not a version: write MAJOR.MINOR.PATCH, such as 1.0.0 [invalid-version]
	// draft.yaml:4:1: unknown key "titel": did you mean "title"? [unknown-key]
	// draft.yaml:9:46: meets must be true or false, not "yes" [wrong-type]
	// draft.yaml:10:19: unknown scale "acheivement": did you mean "achievement"? [unknown-scale]
	// draft.yaml:17:14: "wash" is already the id of a section or proficiency, at 16:14: choose a different one [duplicate-id]
}

func ExampleLoad() {
	fsys := fstest.MapFS{"hand-hygiene.yaml": {Data: []byte(handHygiene + "minimum_optional: 2\n")}}

	_, findings, err := proficiency.Load(fsys, "hand-hygiene.yaml")
	fmt.Println("could be read:", err == nil)
	fmt.Println(findings)

	_, _, err = proficiency.Load(fsys, "hand-hygeine.yaml")
	fmt.Println(err)
	// Output:
	// could be read: true
	// hand-hygiene.yaml:17:19: minimum_optional is 2, but only 1 proficiencies are optional: write at most 1 [minimum-too-high]
	// cannot read the file: open hand-hygeine.yaml: file does not exist
}

func ExampleRules() {
	for _, rule := range proficiency.Rules()[:3] {
		fmt.Printf("%s (%s): %s\n", rule.Code, rule.Severity, rule.Purpose)
	}
	// Output:
	// unsupported-format (error): The format is one that this version of the library reads.
	// invalid-version (error): A version is MAJOR.MINOR.PATCH.
	// invalid-language (error): A language is a well-formed BCP 47 tag.
}
