package workflow_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	registers "github.com/countersign-go/countersign/roles/memstore"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// trainedHere is a [roles.Training] that looks into the engine's own enrolments.
// The register comes before the engine, whose host it is, so that the engine is
// set last, before anybody is appointed.
type trainedHere struct {
	policy *roles.Policy
	engine *workflow.Engine
	clock  func() time.Time
}

func (t *trainedHere) Trained(ctx context.Context, person roles.PersonID) (trained roles.Trained, err error) {
	for role := range t.policy.Roles().Values() {
		framework, _ := role.Training()
		if framework == "" {
			continue
		}
		// People may always see what is theirs, and there is one enrolment of a person on a framework.
		view, err := t.engine.View(ctx, person, t.engine.EnrolmentID(person, framework))
		if denied := (*workflow.Denied)(nil); errors.As(err, &denied) {
			continue // never enrolled
		} else if err != nil {
			return roles.Trained{}, err
		}
		if a, ok := view.State.Attainment(); ok && a.HoldsAt(t.clock()) {
			trained.Submitted = append(trained.Submitted, framework)
		}
	}
	return trained, nil
}

// trainedTrust is a register whose policy wants assessors to have submitted
// platform-training, and the engine over it: trust-1 has manager-1 and person-1.
func trainedTrust(clock func() time.Time) (*roles.Register, *workflow.Engine, error) {
	shipped, err := os.ReadFile("../roles/default.yaml")
	if err != nil {
		return nil, nil, err
	}
	own := bytes.Replace(shipped, []byte("title: Assessor\n"), []byte("title: Assessor\n    training: platform-training\n"), 1)
	policy, findings := roles.Parse("own.yaml", own)
	if policy == nil {
		return nil, nil, fmt.Errorf("%v", findings)
	}
	training := &trainedHere{policy: policy, clock: clock}
	reg, err := roles.NewRegister(policy, registers.New(), roles.RegisterOptions{Clock: clock, Training: training})
	if err != nil {
		return nil, nil, err
	}
	host, err := workflow.NewRegisterHost(reg, &workflow.RegisterHostOptions{Clock: clock})
	if err != nil {
		return nil, nil, err
	}
	training.engine, err = workflow.NewEngine(frameworks.Catalog(), host, memstore.New(), workflow.Options{Key: []byte("an example's key")})
	if err != nil {
		return nil, nil, err
	}
	for _, act := range []roles.Act{
		&roles.OpenCentre{CentreKind: roles.Trust, Zone: "Europe/London"}, &roles.NameHolder{Person: "head-1", Role: "centre-manager"},
		&roles.RegisterPerson{Person: "manager-1"}, &roles.Approve{Person: "manager-1"},
		&roles.RegisterPerson{Person: "person-1"}, &roles.Approve{Person: "person-1"},
	} {
		if _, err := reg.DoAsHost(context.Background(), roles.ActRequest{Centre: "trust-1", Act: act}); err != nil {
			return nil, nil, err
		}
	}
	_, err = reg.Do(context.Background(), roles.ActRequest{
		Actor: "head-1", Centre: "trust-1", Act: &roles.Appoint{Person: "manager-1", Role: "clinical-centre-manager"},
	})
	return reg, training.engine, err
}

// Nobody becomes an assessor before they have submitted the training that the
// policy names, and here the engine knows of it.
func Example_trainingBeforeRole() {
	ctx := context.Background()
	day := func() time.Time { return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC) }
	reg, engine, err := trainedTrust(day)
	if err != nil {
		fmt.Println(err)
		return
	}
	appoint := func() {
		_, err := reg.Do(ctx, roles.ActRequest{
			Actor: "manager-1", Centre: "trust-1", Act: &roles.Appoint{Person: "person-1", Role: "assessor"},
		})
		if no := (*roles.Refused)(nil); errors.As(err, &no) {
			fmt.Println("refused:", no.Reasons[0].Code, "-", no.Reasons[0].Remedy)
			return
		}
		fmt.Println("appointed:", err == nil)
	}
	appoint()

	// The person takes what is asked of assessors, and submits it.
	enrolled, err := engine.Do(ctx, workflow.Request{Actor: "person-1", Command: &workflow.Enrol{
		Learner: "person-1", Centre: "trust-1", Framework: proficiency.Ref{ID: "platform-training"},
		Attributes: []proficiency.Setting{{Attribute: "role", Value: "assessor"}},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	read := &workflow.SelfAssess{}
	for _, item := range []proficiency.ItemID{
		"what-a-role-gives", "own-cause", "what-to-write", "look-for-a-reason", "correct-openly", "answer-in-time", "speak-up",
		"what-counts", "same-measure", "adjustments", "say-no", "talk-first", "action-plan", "one-by-one", "look-again",
	} {
		read.Items = append(read.Items, workflow.ItemAnswer{Item: item, Answers: []workflow.Given{{Answer: "read"}}})
	}
	for _, command := range []workflow.Command{&workflow.Agree{}, read, &workflow.Submit{}} {
		if _, err := engine.Do(ctx, workflow.Request{Actor: "person-1", Enrolment: enrolled.Enrolment, Command: command}); err != nil {
			fmt.Println(err)
			return
		}
	}
	appoint()
	// Output:
	// refused: training-missing - submit platform-training first
	// appointed: true
}
