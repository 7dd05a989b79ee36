package memstore_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// BenchmarkCommand is a whole command through the engine, warm: facts,
// decision, record with hash, summary, append. The learner answers one item
// and the other way round again, so that each command stores a record.
func BenchmarkCommand(b *testing.B) {
	ctx := context.Background()
	host := &workflow.FixedHost{}
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	host.SetClock(func() time.Time { return now })
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	host.Delegate("learner-1", "trust-1")
	host.Delegate("educator-1", "trust-1", "educator-manager")
	host.Staff("educator-1", "trust-1", "learner-1")

	const life = 2000 // records of an enrolment, about what Step 1 comes to
	ids := make([]workflow.RequestID, life+10)
	for i := range ids {
		ids[i] = workflow.RequestID("request-" + strconv.Itoa(i))
	}
	var engine *workflow.Engine
	var id workflow.EnrolmentID
	n := 0
	do := func(actor workflow.PersonID, c workflow.Command) {
		res, err := engine.Do(ctx, workflow.Request{ID: ids[n], Actor: actor, Enrolment: id, Command: c})
		if err != nil {
			b.Fatal(err)
		}
		id = res.Enrolment
		n++
	}
	begin := func() {
		n = 0
		var err error
		engine, err = workflow.NewEngine(frameworks.Catalog(), host, memstore.New(), workflow.Options{Key: []byte("0123456789abcdef")})
		if err != nil {
			b.Fatal(err)
		}
		do("educator-1", &workflow.Enrol{Learner: "learner-1", Framework: proficiency.Ref{ID: "critical-care-step-1"}, Centre: "trust-1"})
		do("learner-1", &workflow.Agree{})
	}
	begin()
	answers := [2]workflow.Command{workflow.Answer("contract-learner", "agree"), workflow.Answer("contract-learner", "disagree")}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		if i%life == life-1 {
			b.StopTimer()
			begin()
			b.StartTimer()
		}
		do("learner-1", answers[i%2])
	}
}
