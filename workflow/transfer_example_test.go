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

const hands = `
format: countersign/v1
id: hands
version: 1.0.0
title: Clean hands
scales:
  done: [{id: no, label: Not yet}, {id: yes, label: Done, meets: true}]
defaults: {scale: done, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - {id: care, title: Care, proficiencies: [{id: wash, statement: Washes hands.}, {id: rub, statement: Rubs hands.}]}
`

// installation is one on which a learner is enrolled on clean hands.
func installation(catalog *proficiency.Catalog, key string, learner workflow.PersonID) (*workflow.Engine, workflow.EnrolmentID, error) {
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time { return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC) })
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	host.Delegate("educator-1", "trust-1", "educator-manager")
	host.Delegate("assessor-1", "trust-1", "assessor")
	host.Delegate(learner, "trust-1")
	host.Staff("educator-1", "trust-1", learner)
	engine, err := workflow.NewEngine(catalog, host, memstore.New(), workflow.Options{Key: []byte(key)})
	if err != nil {
		return nil, "", err
	}
	res, err := engine.Do(context.Background(), workflow.Request{Actor: "educator-1", Command: &workflow.Enrol{
		Learner: learner, Centre: "trust-1", Framework: proficiency.Ref{ID: "hands"},
	}})
	return engine, res.Enrolment, err
}

func ExampleReadTransfer() {
	ctx := context.Background()
	catalog, err := proficiency.NewCatalog(fstest.MapFS{
		"hands/1.0.0/hands.yaml":     {Data: []byte(hands)},
		"hands/1.0.0/lifecycle.yaml": {Data: []byte("status: published\npublished: 2026-01-01\n")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	north, there, err := installation(catalog, "the key of the north", "trainee-7")
	if err != nil {
		fmt.Println(err)
		return
	}
	wash := []proficiency.ItemID{"wash"}
	for _, request := range []workflow.Request{
		{Actor: "trainee-7", Command: workflow.Answer("wash", "yes")},
		{Actor: "trainee-7", Command: &workflow.RequestConfirmation{Items: wash, To: "assessor-1"}},
		{Actor: "assessor-1", Command: &workflow.Confirm{Items: []workflow.Seen{{Item: "wash", Basis: 2}}}},
		{Actor: "trainee-7", Command: workflow.Answer("rub", "yes")},
	} {
		request.Enrolment = there
		if _, err := north.Do(ctx, request); err != nil {
			fmt.Println(err)
			return
		}
	}
	records, err := north.Records(ctx, "trainee-7", there)
	if err != nil {
		fmt.Println(err)
		return
	}
	file := workflow.AppendExport(nil, there, records) // what the learner brings

	id, brought, err := workflow.ReadExport(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	last := brought[len(brought)-1]
	framework, err := catalog.Framework(last.Framework)
	if err != nil {
		fmt.Println(err)
		return
	}
	transfer, err := workflow.ReadTransfer(framework, "north", id, brought, time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	south, here, err := installation(catalog, "the key of the south", "learner-1")
	if err != nil {
		fmt.Println(err)
		return
	}
	res, err := south.Do(ctx, workflow.Request{Actor: "educator-1", Enrolment: here, Command: &workflow.AcceptTransfer{Transfer: transfer}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("wash is confirmed by", res.State.Item("wash").Decision.Original.By)
	for _, left := range transfer.Left() {
		fmt.Println("left out:", left.Items, left.Code)
	}
	// Output:
	// wash is confirmed by north/assessor-1
	// left out: [rub] unconfirmed
}
