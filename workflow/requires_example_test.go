package workflow_test

import (
	"context"
	"errors"
	"fmt"
	"testing/fstest"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// Lines is content that requires another framework, of which the platform knows
// from a system of its own.
const lines = `
format: countersign/v1
id: lines
version: 1.0.0
title: Care of lines
requires:
  - {framework: hand-care, version: 2.0.0}
scales:
  done: [{id: no, label: Not yet}, {id: yes, label: Done, meets: true}]
defaults: {scale: done, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - {id: care, title: Care, proficiencies: [{id: flush, statement: Flushes a line.}]}
`

func ExampleAttainment() {
	catalog, err := proficiency.NewCatalog(fstest.MapFS{
		"lines/1.0.0/lines.yaml":     {Data: []byte(lines)},
		"lines/1.0.0/lifecycle.yaml": {Data: []byte("status: published\npublished: 2026-01-01\n")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time { return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC) })
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	host.Delegate("educator-1", "trust-1", "educator-manager")
	for _, learner := range []workflow.PersonID{"learner-1", "learner-2"} {
		host.Delegate(learner, "trust-1")
		host.Staff("educator-1", "trust-1", learner)
	}
	engine, err := workflow.NewEngine(catalog, host, memstore.New(), workflow.Options{Key: []byte("an example's key")})
	if err != nil {
		fmt.Println(err)
		return
	}
	enrol := func(c workflow.Enrol) {
		c.Centre, c.Framework = "trust-1", proficiency.Ref{ID: "lines"}
		res, err := engine.Do(context.Background(), workflow.Request{Actor: "educator-1", Command: &c})
		var denied *workflow.Denied
		if errors.As(err, &denied) {
			fmt.Println(denied.Reasons[0])
			return
		}
		for _, a := range res.State.Enrolment().Attainments {
			fmt.Println("rests on", a.Framework)
		}
		for _, o := range res.State.Overrides() {
			fmt.Println("let go by", o.By, "is", o.Framework)
		}
	}

	old := workflow.Attainment{Framework: proficiency.Ref{ID: "hand-care", Version: proficiency.Version{Major: 1, Minor: 4}}}
	host.SetAttainments("learner-1", old)
	enrol(workflow.Enrol{Learner: "learner-1"})

	anew := workflow.Attainment{
		Framework: proficiency.Ref{ID: "hand-care", Version: proficiency.Version{Major: 2}},
		Until:     time.Date(2027, 12, 1, 0, 0, 0, 0, time.UTC),
	}
	host.SetAttainments("learner-1", old, anew)
	enrol(workflow.Enrol{Learner: "learner-1"})

	enrol(workflow.Enrol{Learner: "learner-2", Override: workflow.Override{
		Frameworks: []proficiency.FrameworkID{"hand-care"}, Reason: "three years on the ward",
	}})
	// Output:
	// lines.yaml:7:5: hand-care 2.0.0 or later must be signed off before the enrolment of Care of lines, and held is hand-care@1.4.0 [requires-framework]
	// rests on hand-care@2.0.0
	// let go by educator-1 is hand-care
}
