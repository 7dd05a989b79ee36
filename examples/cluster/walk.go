package main

import (
	"fmt"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// The people and the place, as a platform's own tables would know them.
const (
	trust    = workflow.CentreID("trust-1")
	assessor = workflow.PersonID("assessor-1")
	educator = workflow.PersonID("educator-1")
	content  = proficiency.FrameworkID("hand-hygiene")
)

func learner(n int) workflow.PersonID { return workflow.PersonID(fmt.Sprintf("learner-%05d", n)) }

// newEngine sets up what a platform sets up once.
func newEngine(store workflow.Store) (*workflow.Engine, error) {
	people := &workflow.FixedHost{}
	people.AddCentre(roles.Centre{ID: trust, Kind: roles.Trust})
	people.Delegate(assessor, trust, "assessor")
	people.Delegate(educator, trust, "educator-manager")
	for n := range mostLearners {
		people.Delegate(learner(n+1), trust)
	}
	return workflow.NewEngine(frameworks.Catalog(), people, store, workflow.Options{Key: []byte("cluster: not a secret")})
}

// requests are what a learner's way takes, one record each, the same whoever
// asks for them: so any process can send one again.
func requests(engine *workflow.Engine, who workflow.PersonID) (all []workflow.Request) {
	add := func(by workflow.PersonID, c workflow.Command) {
		all = append(all, workflow.Request{
			ID:    workflow.RequestID(fmt.Sprintf("%s-%02d", who, len(all)+1)),
			Actor: by, Enrolment: engine.EnrolmentID(who, content), Command: c,
		})
	}
	confirmed := func(answer *workflow.SelfAssess) {
		item := answer.Items[0].Item
		add(who, answer)
		basis := workflow.Seq(len(all)) // each request is one record
		add(who, &workflow.RequestConfirmation{Items: []proficiency.ItemID{item}, To: assessor})
		add(assessor, &workflow.Confirm{Items: []workflow.Seen{{Item: item, Basis: basis}}})
	}
	add(who, &workflow.Enrol{Learner: who, Centre: trust, Framework: proficiency.Ref{ID: content}})
	confirmed(workflow.Answer("local-induction", "yes"))
	add(who, &workflow.ChooseOptional{Items: []proficiency.ItemID{"teach-visitor"}})
	for _, item := range []proficiency.ItemID{"five-moments", "soap-or-handrub", "bare-below-elbows", "hand-washing", "teach-visitor"} {
		confirmed(workflow.Answer(item, "achieved"))
	}
	confirmed(&workflow.SelfAssess{Items: []workflow.ItemAnswer{{
		Item: "handrub-technique", Comment: "It took " + string(who) + " a while.",
		Answers: []workflow.Given{{Question: "technique", Answer: "achieved"}},
	}}})
	add(who, &workflow.RequestSignOff{To: educator, Accept: true})
	add(educator, &workflow.SignOff{Accept: true})
	return all
}

// stepsOfAWay is how many requests there are of a learner.
const stepsOfAWay = 1 + 3 + 1 + 5*3 + 3 + 2
