package roles_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/roles"
)

// A new centre, from nothing to its first Assessor.
func ExampleRegister() {
	ctx := context.Background()
	reg, err := roles.NewRegister(nil, &lists{}, roles.RegisterOptions{})
	if err != nil {
		panic(err)
	}
	do := func(actor roles.PersonID, acts ...roles.Act) {
		for _, act := range acts {
			req, by := roles.ActRequest{Actor: actor, Centre: "trust-1", Act: act}, reg.Do
			if actor == "" {
				by = reg.DoAsHost // the host's own code: never with what a user sent
			}
			res, err := by(ctx, req)
			if no := (*roles.Refused)(nil); errors.As(err, &no) {
				for _, reason := range no.Reasons { // each with the line of the policy, too
					fmt.Println("refused:", reason.Message, "-", reason.Remedy)
				}
				continue
			} else if err != nil {
				panic(err)
			}
			fmt.Printf("%d. %s by %s\n", res.Record.Seq, act.Kind(), cmp.Or(res.Record.As, "the host"))
		}
	}
	do("", &roles.OpenCentre{CentreKind: roles.Trust, Zone: "Europe/London"}, &roles.NameHolder{Person: "head-1", Role: "centre-manager"})
	do("head-1", &roles.RegisterPerson{Person: "manager-1"}, &roles.Approve{Person: "manager-1"},
		&roles.Appoint{Person: "manager-1", Role: "clinical-centre-manager"})
	do("manager-1", &roles.RegisterPerson{Person: "educator-1"}, &roles.Approve{Person: "educator-1"},
		&roles.Appoint{Person: "educator-1", Role: "educator-manager"},
		&roles.RegisterPerson{Person: "assessor-1"}, &roles.Approve{Person: "assessor-1"})
	do("educator-1", &roles.Appoint{Person: "assessor-1", Role: "assessor", Attested: true},
		&roles.KeepStaff{Person: "assessor-1"}, &roles.Appoint{Person: "assessor-1", Role: "assessor", Attested: true})
	do("manager-1", &roles.Resign{Role: "clinical-centre-manager"})

	reading, err := reg.Read(ctx, []roles.PersonID{"assessor-1"}, []roles.CentreID{"trust-1"})
	if err != nil {
		panic(err)
	}
	here := roles.Scope{Centres: []roles.CentreID{"trust-1"}, Category: "clinical"}
	fmt.Println("assessor-1 may confirm:", roles.Default().May(reading.People[0], roles.CanConfirm, here).Allowed())
	// Output:
	// 1. open-centre by the host
	// 2. name-holder by the host
	// 3. register by centre-manager
	// 4. approve by centre-manager
	// 5. appoint by centre-manager
	// 6. register by clinical-centre-manager
	// 7. approve by clinical-centre-manager
	// 8. appoint by clinical-centre-manager
	// 9. register by clinical-centre-manager
	// 10. approve by clinical-centre-manager
	// refused: assessor-1 is not on the staff list of educator-1 at trust-1 - put them on the staff list first
	// 11. keep-staff by educator-manager
	// 12. appoint by educator-manager
	// refused: nobody at trust-1 would be left as clinical-centre-manager - appoint another clinical-centre-manager first
	// assessor-1 may confirm: true
}

func ExampleRegister_History() {
	ctx := context.Background()
	day := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	reg, err := roles.NewRegister(nil, &lists{}, roles.RegisterOptions{Clock: func() time.Time { return day }})
	if err != nil {
		panic(err)
	}
	for _, act := range []roles.Act{
		&roles.OpenCentre{CentreKind: roles.Trust, Zone: "Europe/London"},
		&roles.NameHolder{Person: "head-1", Role: "centre-manager"},
		&roles.UnnameHolder{Person: "head-1", Role: "centre-manager"},
	} {
		if _, err := reg.DoAsHost(ctx, roles.ActRequest{Centre: "trust-1", Act: act}); err != nil {
			panic(err)
		}
		day = day.AddDate(0, 0, 7)
	}
	tenures, err := reg.History(ctx, "trust-1")
	if err != nil {
		panic(err)
	}
	for _, t := range tenures {
		fmt.Println(t.Person, "was", t.Role, "from", t.From.At.Format(time.DateOnly), "to", t.Until.At.Format(time.DateOnly))
	}
	// Output:
	// head-1 was centre-manager from 2026-11-09 to 2026-11-16
}
