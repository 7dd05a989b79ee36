package proficiency_test

import (
	"fmt"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

const ward = `format: countersign/v1
id: ward-basics
version: 1.0.0
title: Ward basics
scales:
  done:
    - {id: not-yet, label: Not yet}
    - {id: achieved, label: Achieved, meets: true}
defaults: {scale: done, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - id: day
    title: A day on the ward
    proficiencies:
      - {id: induction, number: "1", statement: Complete the local induction.}
      - {id: round, number: "1", statement: Understand the ward round.}
      # countersign:ignore vague-word the trust's own form says it in these words
      - {id: record, statement: Keep adequate records.}
`

// Rules of style are applied where they are asked for, and what only warns can
// be left out.
func ExampleCheck() {
	_, findings := proficiency.Check("ward.yaml", []byte(ward), &proficiency.CheckOptions{
		Style:   true,
		Without: []string{"duplicate-number"},
	})
	for _, f := range findings {
		fmt.Println(f)
	}
	// Output:
	// ward.yaml:16:45: warning: "Understand" is nothing that an assessor can see or hear done: begin with what the learner does to show it, such as assess, prepare or record [unobservable-verb]
}

// A house adds rules of its own about what was read.
func ExampleCheck_ownRule() {
	numbered := proficiency.OwnRule{
		Code:     "trust.number",
		Severity: source.Warning,
		Purpose:  "Every proficiency has a number, so that the paper form can name it.",
		Check: func(f *proficiency.Framework, report func(at source.Position, format string, args ...any)) {
			for item := range f.Items().Values() {
				if item.Number() == "" {
					report(item.Position(), "%s has no number: give it the one on the paper form", item.ID())
				}
			}
		},
	}
	_, findings := proficiency.Check("ward.yaml", []byte(ward), &proficiency.CheckOptions{Own: []proficiency.OwnRule{numbered}})
	for _, f := range findings {
		fmt.Println(f)
	}
	// Output:
	// ward.yaml:16:29: warning: "1" is already the number of another, at 15:33: choose a different one [duplicate-number]
	// ward.yaml:18:9: warning: record has no number: give it the one on the paper form [trust.number]
}

// A finding is a value: a code to sort by, a place to show, what was probably
// meant, and sometimes what can be done about it.
func ExampleCheck_findings() {
	src := []byte(`format: countersign/v1
id: ward-basics
version: 1.0.0
titel: Ward basics
scales:
  done:
    - {id: not-yet, label: Not yet}
    - {id: achieved, label: Achieved, meets: yes}
defaults: {scale: doen, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - id: day
    title: A day on the ward
    proficiencies:
      - {id: induction, statement: Complete the local induction.}
`)
	_, findings := proficiency.Check("ward.yaml", src, nil)
	for _, f := range findings {
		fmt.Printf("line %d: %s, probably %s", f.Position.Line, f.Code, f.Suggestion)
		if f.Fix != nil {
			fmt.Printf("; %s (safe: %t)", f.Fix.Title, f.Fix.Safe)
		}
		fmt.Println()
	}
	fixed, applied := source.ApplyFixes(src, findings)
	_, left := proficiency.Check("ward.yaml", fixed, nil)
	fmt.Println(len(applied), "made")
	fmt.Println(left)
	// Output:
	// line 4: unknown-key, probably title; write title (safe: true)
	// line 8: wrong-type, probably true; write true (safe: true)
	// line 9: unknown-scale, probably done; write done (safe: false)
	// 2 made
	// ward.yaml:9:19: unknown scale "doen": did you mean "done"? [unknown-scale]
}

func ExampleRuleDocs() {
	for _, d := range proficiency.RuleDocs() {
		if d.Code == "vague-word" {
			fmt.Printf("%s (%s, %s): %s\nBad:\n%sGood:\n%s", d.Code, d.Family, d.Severity, d.Purpose, d.Bad, d.Good)
		}
	}
	// Output:
	// vague-word (style, warning): What is assessed is said so that two assessors judge alike.
	// Bad:
	// proficiencies:
	//   - {id: wash, statement: Wash your hands for an appropriate time.}
	// Good:
	// proficiencies:
	//   - {id: wash, statement: Wash your hands for 40 to 60 seconds.}
}
