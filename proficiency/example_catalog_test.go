package proficiency_test

import (
	"fmt"
	"testing/fstest"

	"github.com/countersign-go/countersign/proficiency"
)

const handCare = `format: countersign/v1
id: hand-care
version: %s
title: Hand care
scales:
  achievement: [{id: ongoing, label: Ongoing}, {id: achieved, label: Achieved, meets: true}]
defaults: {scale: achievement, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - id: washing
    title: Washing
    proficiencies:
      - {id: wash-soap, statement: Washes hands with soap and water.}
`

// A catalogue is a folder of frameworks, on disk, embedded or, as here, in memory.
func ExampleCatalog() {
	fsys := fstest.MapFS{
		"hand-care/1.0.0/hand-care.yaml": {Data: fmt.Appendf(nil, handCare, "1.0.0")},
		"hand-care/1.0.0/lifecycle.yaml": {Data: []byte("status: published\npublished: 2026-01-15\n")},
		"hand-care/1.1.0/hand-care.yaml": {Data: fmt.Appendf(nil, handCare, "1.1.0")},
	}
	catalog, err := proficiency.NewCatalog(fsys)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("there is", catalog.Refs())

	today := proficiency.Date{Year: 2026, Month: 2, Day: 1}
	ref, err := catalog.NewestOpen("hand-care", today)
	if err != nil {
		fmt.Println(err)
		return
	}
	fw, err := catalog.Framework(ref)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(fw.Ref(), "asks:", fw.Items().At(0).Statement())

	_, err = catalog.Framework(proficiency.Ref{ID: "hand-car"})
	fmt.Println(err)
	// Output:
	// there is [hand-care@1.0.0 hand-care@1.1.0]
	// hand-care@1.0.0 asks: Washes hands with soap and water.
	// unknown framework "hand-car@0.0.0": did you mean "hand-care"? (there is hand-care)
}

// Check is for authors and their checks before a merge: it reads everything.
func ExampleCatalog_Check() {
	catalog, err := proficiency.NewCatalog(fstest.MapFS{
		"hand-care/1.0.0/hand-care.yaml": {Data: fmt.Appendf(nil, handCare, "1.0.1")},
		"hand-care/1.0.0/lifecycle.yaml": {Data: []byte("status: published\n")},
		"hand-care/v2/hand-care.yaml":    {Data: fmt.Appendf(nil, handCare, "2.0.0")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	findings, err := catalog.Check()
	fmt.Println(findings)
	fmt.Println(err)
	// Output:
	// hand-care/1.0.0/hand-care.yaml: the file says that it is hand-care@1.0.1: its place is hand-care/1.0.1/hand-care.yaml [misplaced]
	// hand-care/1.0.0/lifecycle.yaml:1:1: the status published needs the key "published", the first day on which a learner may be enrolled [not-dated]
	// hand-care/v2: the folder is not named like a version: write MAJOR.MINOR.PATCH, such as 1.0.0 [misnamed-folder]
	// <nil>
}

func ExampleLifecycle_OpenForEnrolment() {
	lifecycle, findings := proficiency.ParseLifecycle("lifecycle.yaml", []byte(`
status: retired
published: 2026-01-15
retired:
  on: 2027-06-01
  reason: Version 2 follows the new curriculum.
`))
	if findings.HasErrors() {
		fmt.Println(findings)
		return
	}
	for _, day := range []string{"2026-01-14", "2026-01-15", "2027-06-01"} {
		d, err := proficiency.ParseDate(day)
		if err != nil {
			fmt.Println(err)
			return
		}
		open, why, clause := lifecycle.OpenForEnrolment(d)
		if open {
			fmt.Println(d, "is open")
		} else {
			fmt.Printf("%s: not on %s: %s\n", clause, d, why)
		}
	}
	// Output:
	// lifecycle.yaml:3:1: not on 2026-01-14: it is published on 2026-01-15
	// 2026-01-15 is open
	// lifecycle.yaml:4:1: not on 2027-06-01: it was retired on 2027-06-01: Version 2 follows the new curriculum.
}
