// Package roles answers who may do what, where.
//
//	policy := roles.Default()
//	d := policy.May(standing, roles.CanEnrol, roles.Scope{Centres: centres, Category: "clinical"})
//	if !d.Allowed() {
//		// d.Reasons: every reason, with the line of the policy that decided
//	}
//
// A [Policy] is data: roles, capabilities, and the rules of appointing, read
// from YAML by [Load] and checked like content, by [Rules]. A [Standing] is
// what is known of one person: appointments, memberships, staff lists. A
// decision is pure. It takes standings and facts, reads no clock and no store,
// and gives a [Decision]: the role relied on, or every reason against. An
// allowed [Policy.May], [Policy.MayAs] or [Policy.HoldsAny] allocates nothing.
//
// An appointment counts while it is in force: the person is an active delegate
// of the centre and not suspended there. It counts at its centre and, if it is
// limited, in its categories. Capabilities are not inherited down the ranks.
//
// The default policy:
//
//	rank  role                     may appoint              may take           may end        comes from
//	1     clinical-centre-manager  all four below (1 to 4)  educator-manager,  all four       appointment
//	                                                        assessor
//	2     administrator            -                        -                  -              appointment
//	3     educator-manager         assessor, on the own     -                  -              appointment
//	                               staff list, attested
//	4     assessor                 -                        -                  -              appointment
//	5     learner                  -                        -                  -              enrolment
//	-     centre-manager           clinical-centre-manager, -                  -              host
//	                               while none is in force
//
// "May end" is revoking and suspending, of others only; everybody may resign;
// the last Clinical Centre Manager in force at a centre stays. All of it happens
// at one centre and within the categories of the role that acts.
//
// [HigherEducation] is a policy of another kind. Both come with the library as
// files, in [FS], with a [Schema] for editors; [Policy.Matrix] prints who may
// appoint and end whom, for people who review one.
//
// Content names roles, too. [Policy.RolesAs] says which roles could act where it
// does, and [CheckFramework] holds the roles that it names against a policy.
//
// Two limits of a policy are numbers: its [Reminders] say how long learners wait
// before they remind those whom they asked, 1 hour for a confirmation and 24
// for a sign-off.
//
// # The register
//
// A [Register] keeps who holds what, in a store of the host's, for hosts that
// have no tables for it:
//
//	reg, err := roles.NewRegister(nil, store, roles.RegisterOptions{})
//	_, err = reg.DoAsHost(ctx, roles.ActRequest{Centre: "trust-1",
//		Act: &roles.OpenCentre{CentreKind: roles.Trust, Zone: "Europe/London"}})
//	_, err = reg.Do(ctx, roles.ActRequest{Actor: "manager-1", Centre: "trust-1",
//		Act: &roles.Appoint{Person: "nurse-1", Role: "educator-manager"}})
//	// err is a *roles.Refused with every reason, or nil
//	reading, err := reg.ReadAll(ctx, people, nil) // their standings, and the position read
//
// Appointments govern themselves: people [Appoint], [Revoke], [Resign],
// [Suspend] and [Lift], register and [Approve] delegates and keep staff lists,
// each as the policy lets them. The host opens centres, names who holds the roles
// that come from it, and deactivates people; it appoints nobody. Each accepted
// act is one record in the hash chain of its centre, kept for ever: [Register.At]
// and [Register.History] say who held what when, and by whose act.
//
// No decision asks who keeps it: standings can as well come from a host's own
// tables, or the delegates alone, by [RegisterOptions].
package roles
