package workflow_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// exampleCrowd is an engine over one trust in which a number of learners each
// asked assessor-1 to confirm something. The last of them has moved away since.
func exampleCrowd(learners int) (*workflow.Engine, []workflow.EnrolmentID) {
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time { return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC) })
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	host.Delegate("assessor-1", "trust-1", "assessor")
	host.Delegate("assessor-2", "trust-1", "assessor")
	host.Delegate("manager-1", "trust-1", "clinical-centre-manager")
	engine, err := workflow.NewEngine(frameworks.Catalog(), host, memstore.New(), workflow.Options{Key: []byte("an example's key")})
	if err != nil {
		panic(err)
	}
	var all []workflow.EnrolmentID
	do := func(by workflow.PersonID, id workflow.EnrolmentID, cmd workflow.Command) workflow.EnrolmentID {
		res, err := engine.Do(context.Background(), workflow.Request{Actor: by, Enrolment: id, Command: cmd})
		if err != nil {
			panic(err)
		}
		return res.Enrolment
	}
	for i := range learners {
		p := workflow.PersonID(fmt.Sprint("learner-", i+1))
		host.Delegate(p, "trust-1")
		id := do(p, "", &workflow.Enrol{Learner: p, Centre: "trust-1", Framework: proficiency.Ref{ID: "hand-hygiene"}})
		do(p, id, workflow.Answer("local-induction", "yes"))
		do(p, id, &workflow.RequestConfirmation{Items: []proficiency.ItemID{"local-induction"}, To: "assessor-1"})
		all = append(all, id)
	}
	do("manager-1", all[learners-1], &workflow.Withdraw{Reason: "moved away"})
	return engine, all
}

// An assessor leaves: whatever is pending with them goes to a colleague.
func ExampleEngine_EachListed() {
	engine, _ := exampleCrowd(41)
	ctx := context.Background()
	handOver := workflow.Request{
		ID: "assessor-1-left-2026-12-01", Actor: "manager-1",
		Command: &workflow.Reassign{From: "assessor-1", To: "assessor-2", Supervisor: true},
	}
	pending := workflow.Query{PendingWith: "assessor-1"}
	done := 0
	for res, err := range engine.EachListed(ctx, handOver, pending, 4) {
		if err != nil { // of this one; the others go on
			fmt.Println(res.Enrolment, err)
			continue
		}
		done++
	}
	fmt.Println("handed over:", done)

	// After a crash the same request does what is left, and nothing twice.
	for range engine.EachListed(ctx, handOver, pending, 4) {
		fmt.Println("nothing is left")
	}
	// Output: handed over: 40
}

// The same over enrolments that the caller names: one after the other, and
// once more from the start.
func ExampleEngine_Each() {
	engine, all := exampleCrowd(3)
	handOver := workflow.Request{
		ID: "assessor-1-left-2026-12-01", Actor: "manager-1",
		Command: &workflow.Reassign{From: "assessor-1", To: "assessor-2"},
	}
	for range 2 {
		for res, err := range engine.Each(context.Background(), handOver, slices.Values(all), 1) {
			switch denied := (*workflow.Denied)(nil); {
			case errors.As(err, &denied):
				fmt.Println("refused:", denied.Reasons[0].Message)
			case err != nil:
				fmt.Println("failed:", err)
			default:
				fmt.Println("record", res.Record.Seq, "replayed:", res.Replayed)
			}
		}
	}
	// Output:
	// record 4 replayed: false
	// record 4 replayed: false
	// refused: the enrolment was withdrawn on 2026-12-01
	// record 4 replayed: true
	// record 4 replayed: true
	// refused: the enrolment was withdrawn on 2026-12-01
}
