package proficiency_test

import (
	"fmt"

	"github.com/countersign-go/countersign/proficiency"
)

// More is asked of those who lead than of everybody else.
func ExampleQuestion_Rating() {
	fw, findings := proficiency.Parse("records.yaml", []byte(`format: countersign/v1
id: records
version: 1.0.0
title: Records
scales:
  mastery: [{id: foundation, label: Foundation}, {id: proficient, label: Proficient}, {id: expert, label: Expert}]
attributes:
  role: {label: Role, values: [{id: lead, label: Leads}, {id: member, label: Member}]}
defaults: {scale: mastery, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - id: sharing
    title: Sharing
    proficiencies:
      - id: notes
        statement: Share notes with those who need them.
        level:
          - {applies_to: {role: [lead]}, answer: expert, amber: proficient}
          - {answer: proficient}
`))
	if err := findings.Err(); err != nil {
		fmt.Println(err)
		return
	}
	q := fw.Item("notes").Question("")
	for _, role := range []proficiency.ValueID{"lead", "member"} {
		settings := []proficiency.Setting{{Attribute: "role", Value: role}}
		for a := range q.Scale().Answers().Values() {
			fmt.Println(role, a.ID, q.Rating(a.ID, settings), q.Meets(a.ID, settings))
		}
		fmt.Println("asked by", q.Level(settings).Position)
	}
	// Output:
	// lead foundation red false
	// lead proficient amber false
	// lead expert green true
	// asked by records.yaml:18:13
	// member foundation red false
	// member proficient green true
	// member expert green true
	// asked by records.yaml:19:13
}
