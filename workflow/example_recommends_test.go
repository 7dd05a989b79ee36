package workflow_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

const liftingYAML = `
format: countersign/v1
id: lifting
version: 1.0.0
title: Safe lifting
scales: {practice: [{id: watched, label: Has watched it}, {id: alone, label: Does it alone, meets: true}]}
defaults: {scale: practice, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
enrolment: {self: true}
sections:
  - id: lifting
    title: Lifting
    proficiencies:
      - id: sling
        statement: Chooses a sling
        recommends:
          - id: course
            resource: {title: Course on lifting, url: https://example.org/course}
            when: {answers: [watched]}
            essential: true
            reason: You have only watched it so far.
`

func ExampleRecommendations() {
	catalog, err := proficiency.NewCatalog(fstest.MapFS{
		"lifting/1.0.0/lifting.yaml":   {Data: []byte(liftingYAML)},
		"lifting/1.0.0/lifecycle.yaml": {Data: []byte("status: published\npublished: 2026-01-01\n")},
	})
	if err != nil {
		panic(err)
	}
	host := &workflow.FixedHost{}
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	host.Delegate("learner-1", "trust-1")
	engine, err := workflow.NewEngine(catalog, host, memstore.New(), workflow.Options{Key: []byte("an example's key")})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	enrolled, err := engine.Do(ctx, workflow.Request{Actor: "learner-1", Command: &workflow.Enrol{
		Learner: "learner-1", Centre: "trust-1", Framework: proficiency.Ref{ID: "lifting"},
	}})
	if err != nil {
		panic(err)
	}
	_, err = engine.Do(ctx, workflow.Request{Actor: "learner-1", Enrolment: enrolled.Enrolment, Command: workflow.Answer("sling", "watched")})
	if err != nil {
		panic(err)
	}
	view, err := engine.View(ctx, "learner-1", enrolled.Enrolment)
	if err != nil {
		panic(err)
	}
	for _, page := range workflow.Recommendations(view.Framework, &view.State) { // or view.Recommendations()
		fmt.Println(page.Resource.Title, page.Resource.URL, page.Essential)
		for _, because := range page.Because {
			fmt.Println("-", because.Of.Reason(), because.Choices[0].Item, because.Choices[0].Answer)
		}
	}
	// Output:
	// Course on lifting https://example.org/course true
	// - You have only watched it so far. sling watched
}
