package workflow_test

import (
	"context"
	"fmt"
	"testing/fstest"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// leading is a framework in which more is asked of those who lead.
var leading = fstest.MapFS{
	"records/1.0.0/lifecycle.yaml": {Data: []byte("status: published\npublished: 2026-01-01\n")},
	"records/1.0.0/records.yaml": {Data: []byte(`format: countersign/v1
id: records
version: 1.0.0
title: Records
scales:
  mastery: [{id: foundation, label: Foundation}, {id: proficient, label: Proficient}, {id: expert, label: Expert}]
attributes:
  role: {label: Role, values: [{id: lead, label: Leads}, {id: member, label: Member}]}
defaults: {scale: mastery, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
enrolment: {self: true}
sections:
  - id: sharing
    title: Sharing
    proficiencies:
      - {id: notes, statement: Share notes., level: [{applies_to: {role: [lead]}, answer: expert, amber: proficient}, {answer: proficient}]}
      - {id: plans, statement: Share plans., level: proficient}
`)},
}

// The colours of a learner's own page.
func ExampleRatings() {
	catalog, err := proficiency.NewCatalog(leading)
	if err != nil {
		fmt.Println(err)
		return
	}
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time { return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC) })
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	host.Delegate("learner-1", "trust-1")
	engine, err := workflow.NewEngine(catalog, host, memstore.New(), workflow.Options{Key: []byte("an example's key")})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	res, err := engine.Do(ctx, workflow.Request{Actor: "learner-1", Command: &workflow.Enrol{
		Learner: "learner-1", Centre: "trust-1", Framework: proficiency.Ref{ID: "records"},
		Attributes: []proficiency.Setting{{Attribute: "role", Value: "lead"}},
	}})
	if err == nil {
		_, err = engine.Do(ctx, workflow.Request{Actor: "learner-1", Enrolment: res.Enrolment, Command: workflow.Answer("notes", "proficient")})
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	view, err := engine.View(ctx, "learner-1", res.Enrolment)
	if err != nil {
		fmt.Println(err)
		return
	}
	for item := range view.Framework.Items().Values() {
		fmt.Printf("%s: %q\n", item.ID(), workflow.RatingOf(view.Framework, &view.State, item))
	}
	for _, r := range workflow.Ratings(view.Framework, &view.State) {
		fmt.Printf("%q: %d green, %d amber, %d red, %d to answer\n", r.Section, r.Green, r.Amber, r.Red, r.Unanswered)
	}
	// Output:
	// notes: "amber"
	// plans: ""
	// "": 0 green, 1 amber, 0 red, 1 to answer
	// "sharing": 0 green, 1 amber, 0 red, 1 to answer
}
