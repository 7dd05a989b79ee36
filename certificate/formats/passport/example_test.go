package passport_test

import (
	"context"
	"fmt"
	"os"

	"github.com/countersign-go/countersign/certificate/formats/passport"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/report"
)

// A learner leaves, and takes along what they chose. The organisation exports the
// records, adds the badge of what was signed off, and signs the whole.
func ExampleWrite() {
	h, signedOff, underWay := northern(inExample{})
	issuer := h.issuer() // a credential.Issuer with the organisation's key
	records := func(id workflow.EnrolmentID) []workflow.Record {
		all, err := h.store.Load(context.Background(), id, 0)
		if err != nil {
			fmt.Println(err)
		}
		return all
	}
	badge := h.enrolment(signedOff, h.learner).Badge // from credential.Issue
	data, err := passport.Write(context.Background(), issuer, passport.Options{
		Now: now,
		Enrolments: []passport.Enrolment{
			{ID: signedOff, Records: records(signedOff), Framework: framework(inExample{}, "bay-skills@1.0.0"), Badge: badge},
			{ID: underWay, Records: records(underWay), Framework: framework(inExample{}, "hand-care@1.0.0")},
		},
		Content: content, // the folder of the catalogue
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(passport.IsPassport(data), len(data) < 10_000)
	// Output:
	// true true
}

// Another organisation has the file, a list of whom it trusts, and its own content.
func ExampleVerify() {
	data, trust := travelled().data, travelled().house.trust()
	r := passport.Verify(data, trust, &passport.VerifyOptions{At: later, Catalog: catalog(), Holder: "NMC 00X0000L"})
	fmt.Println(r.Verdict())
	for i := range r.Enrolments {
		e := &r.Enrolments[i]
		fmt.Println(e.Framework, e.Standing.Status, e.Standing.Done, "of", e.Standing.Needed)
	}
	r = passport.Verify(data, nil, &passport.VerifyOptions{At: later})
	fmt.Println(r.Verdict(), r.CLR.Issuer.Reasons[0].Message)
	// Output:
	// accepted
	// bay-skills@1.0.0 signed-off 5 of 5
	// hand-care@1.0.0 in-progress 1 of 2
	// incomplete no trust list was given, so nobody says whose key signed
}

// What was proven is looked at first, against the version that is in use here, and
// then taken over.
func ExampleReport_Transfer() {
	ctx, south := context.Background(), newHouse(inExample{}, "Southern Example Trust", "2", catalog())
	south.now = later
	enrolment := south.enrol(south.learner, "bay-skills@2.0.0")

	r := passport.Verify(travelled().data, travelled().house.trust(), &passport.VerifyOptions{At: later, Catalog: catalog()})
	transfer, err := r.Transfer(0, "northern")
	if err != nil {
		fmt.Println(err) // everything that stands against it
		return
	}
	plan, err := south.engine.PlanTransfer(ctx, south.educator, enrolment, transfer)
	if err != nil {
		fmt.Println(err)
		return
	}
	here, there := framework(inExample{}, "bay-skills@2.0.0"), framework(inExample{}, "bay-skills@1.0.0")
	gaps := report.NewGaps(here, there, transfer, plan)
	if err := gaps.CSV(os.Stdout); err != nil {
		fmt.Println(err)
	}
	_, err = south.engine.Do(ctx, workflow.Request{
		Actor: south.educator, Enrolment: enrolment, Command: &workflow.AcceptTransfer{Transfer: transfer},
	})
	fmt.Println(err)
	// Output:
	// item,number,statement,taken,reason,confirmed_by,confirmed_at,until,paper
	// weight,1.1,Weigh a person who cannot stand.,yes,,northern/assessor-1,2026-11-20T09:00:06Z,2027-11-21T00:00:00Z,no
	// fluids,1.2,"Add up what went in | out, <in writing>.",yes,,northern/assessor-1,2026-11-20T09:00:06Z,2027-11-21T00:00:00Z,no
	// round,2.1,Speak up and be heard on a round.,no,confirm-again,,,,no
	// chart,2.2,Fill in the chart.,no,waived,,,,no
	// letter,2.3,Write a letter.,no,,,,,no
	// phone,2.3,Ring a relative – even at night.,no,unknown-item,,,,no
	// <nil>
}

// Open takes a passport apart without believing any of it: for a look at the files.
func ExampleOpen() {
	p, err := passport.Open(travelled().data, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range p.Records {
		fmt.Println(len(r.Records), "records on", r.Records[0].Framework, r.Fault)
	}
	// Output:
	// 12 records on bay-skills@1.0.0 <nil>
	// 4 records on hand-care@1.0.0 <nil>
}
