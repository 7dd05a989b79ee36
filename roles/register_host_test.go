package roles_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

type training map[roles.PersonID]roles.Trained

func (t training) Trained(_ context.Context, p roles.PersonID) (roles.Trained, error) {
	if p == "broken-1" {
		return roles.Trained{}, errStore
	}
	return t[p], nil
}

func TestTrainingIsTheHostsToSay(t *testing.T) {
	t.Parallel()
	known := training{"mentor-1": {Submitted: []proficiency.FrameworkID{"other", "mentoring"}, Learner: true}}
	for _, facts := range []roles.Training{known, nil} {
		store := &finding{}
		reg, err := roles.NewRegister(mustParse(t, "ok/mentors.yaml"), store, roles.RegisterOptions{Training: facts})
		if err != nil {
			t.Fatal(err)
		}
		r := &registry{t, reg, store}
		r.do("", &roles.OpenCentre{CentreKind: roles.OtherKind, Zone: "UTC"}, &roles.NameHolder{Person: "institute-1", Role: "institute"})
		r.delegates("lead-1", "mentor-1", "mentor-2", "broken-1")
		r.do("institute-1", &roles.Appoint{Person: "lead-1", Role: "programme-lead"})
		mentor := func(p roles.PersonID) *roles.Appoint {
			return &roles.Appoint{Person: p, Role: "mentor", Attested: true}
		}
		r.refused("lead-1", mentor("mentor-2"), roles.CodeTrainingMissing)
		r.refused("lead-1", &roles.Resign{Role: "programme-lead"}, roles.CodeMayNotResign)
		if facts == nil {
			r.refused("lead-1", mentor("mentor-1"), roles.CodeTrainingMissing)
			continue
		}
		if _, err := r.try("lead-1", here, mentor("broken-1")); !errors.Is(err, errStore) {
			t.Error(err)
		}
		res := r.do("lead-1", mentor("mentor-1"))
		events, err := res.Record.Decode()
		want := []roles.RegisterEvent{{Kind: roles.PersonAppointed, Person: "mentor-1", Role: "mentor", Attested: true, Learner: true, Training: "mentoring"}}
		if diff := cmp.Diff(want, events); diff != "" || err != nil || !slices.Equal(codes(res.Warnings), []string{roles.CodeCurrentLearner}) {
			t.Errorf("%v %v\n%s", err, res.Warnings, diff)
		}
	}
}

// members are a host's own list. It is not changed while the register reads it.
type members map[roles.PersonID][]roles.Membership

func (m members) Memberships(_ context.Context, people []roles.PersonID) (map[roles.PersonID][]roles.Membership, error) {
	if slices.Contains(people, "") || !slices.IsSorted(people) || len(slices.Compact(slices.Clone(people))) != len(people) {
		return nil, errors.New("asked for nobody, or twice")
	}
	if m == nil {
		return nil, errStore
	}
	out := map[roles.PersonID][]roles.Membership{}
	for _, p := range people {
		if list, ok := m[p]; ok {
			out[p] = list
		}
	}
	return out, nil
}

func activeHere() []roles.Membership { return []roles.Membership{{Centre: here, Active: true}} }

func withMembers(m members) func(*roles.RegisterOptions) {
	return func(o *roles.RegisterOptions) { o.Members = m }
}

// A centre that is asked for, and found as well, is one.
func TestAMembershipIsReadOnce(t *testing.T) {
	t.Parallel()
	r := open(t, withMembers(members{"head-1": activeHere()}))
	got, err := r.reg.ReadAll(t.Context(), []roles.PersonID{"head-1"}, []roles.CentreID{here, here})
	if err != nil || !cmp.Equal(got.People[0].Memberships, activeHere()) {
		t.Errorf("%+v, %v", got.People[0].Memberships, err)
	}
}

// Where the host keeps the list of delegates, it counts in every decision, and
// in how many hold a role in force.
func TestTheHostsOwnMembers(t *testing.T) {
	t.Parallel()
	m := members{"manager-1": activeHere(), "manager-2": activeHere(), "nurse-1": activeHere(), "nurse-2": {{Centre: there, Active: true}}}
	r := open(t, withMembers(m))
	for _, act := range []roles.Act{&roles.RegisterPerson{Person: "nurse-1"}, &roles.Approve{Person: "nurse-1"}} {
		r.refused("head-1", act, roles.CodeMembersByHost)
		r.refused("", act, roles.CodeMembersByHost)
	}
	r.refused("", &roles.Deactivate{Person: "nurse-1"}, roles.CodeMembersByHost)
	r.refused("", &roles.Reactivate{Person: "nurse-1"}, roles.CodeMembersByHost)
	r.do("head-1", &roles.Appoint{Person: "manager-1", Role: manager})
	r.refused("manager-1", &roles.Appoint{Person: "nurse-2", Role: manager}, roles.CodeNotDelegate)
	r.do("manager-1", &roles.Appoint{Person: "manager-2", Role: manager}, &roles.Appoint{Person: "nurse-1", Role: educator})
	r.do("nurse-1", &roles.KeepStaff{Person: "manager-2"})
	r.refused("nurse-1", &roles.KeepStaff{Person: "nurse-2"}, roles.CodeNotDelegate)

	r.refused("head-1", &roles.Appoint{Person: "nurse-1", Role: manager}, roles.CodeInForceAlready)
	r.do("manager-2", &roles.Resign{Role: manager})
	r.do("manager-1", &roles.Appoint{Person: "manager-2", Role: manager})
	m["manager-2"][0].Active = false // they left: manager-1 is the last, whom the rule keeps
	r.refused("manager-1", &roles.Resign{Role: manager}, roles.CodeLastHolder)
	m["manager-1"][0].Active = false // and left, too: the way of the Centre Manager is open again
	r.refused("manager-1", &roles.Suspend{Person: "nurse-1"}, roles.CodeNotActive)
	r.do("head-1", &roles.Appoint{Person: "nurse-1", Role: manager})
}

// A suspension counts from the host and from the register; each lifts its own.
func TestSuspensionsBesideTheHosts(t *testing.T) {
	t.Parallel()
	m := members{"manager-1": activeHere(), "nurse-1": activeHere()}
	r := open(t, withMembers(m))
	r.do("head-1", &roles.Appoint{Person: "manager-1", Role: manager})
	r.do("manager-1", &roles.Suspend{Person: "nurse-1"})
	standing := func() roles.Membership {
		s, _, err := standings(t, r.reg, []roles.PersonID{"nurse-1"}, nil)
		if err != nil || len(s) != 1 || len(s[0].Memberships) != 1 {
			t.Fatal(s, err)
		}
		return s[0].Memberships[0]
	}
	suspended := roles.Membership{Centre: here, Active: true, Suspended: true}
	if got := standing(); got != suspended {
		t.Errorf("is %+v", got)
	}
	r.do("manager-1", &roles.Lift{Person: "nurse-1"})
	m["nurse-1"][0].Suspended = true
	if got := standing(); got != suspended {
		t.Errorf("is %+v", got)
	}
	r.refused("manager-1", &roles.Suspend{Person: "nurse-1"}, roles.CodeSuspendedAlready)
	r.refused("manager-1", &roles.Lift{Person: "nurse-1"}, roles.CodeNotSuspended)
}

// Memberships are looked for at every centre that the host names, and an error
// of the host's is passed on.
func TestStandingsFromTheHostsMembers(t *testing.T) {
	t.Parallel()
	m := members{"manager-1": {{Centre: there, Active: true}, {Centre: here, Active: true}}, "nurse-1": {{Centre: there, Suspended: true}}}
	r := open(t, withMembers(m))
	r.do("head-1", &roles.Appoint{Person: "manager-1", Role: manager})
	people := []roles.PersonID{"nurse-1", "manager-1", "stranger-1", ""}
	got, at, err := standings(t, r.reg, people, nil)
	want := []*roles.Standing{
		{Person: "nurse-1", Memberships: []roles.Membership{{Centre: there, Suspended: true}}},
		{Person: "manager-1", Appointments: []roles.Appointment{{Role: manager, Centre: here}},
			Memberships: []roles.Membership{{Centre: here, Active: true}, {Centre: there, Active: true}}},
		{Person: "stranger-1"}, {},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil || at != "centre-1@3 centre-2@0" {
		t.Errorf("%q %v\n%s", at, err, diff)
	}
	got, _, err = standings(t, r.reg, people[1:2], []roles.CentreID{there})
	if err != nil || len(got[0].Appointments) != 0 || len(got[0].Memberships) != 1 || got[0].Memberships[0].Centre != there {
		t.Errorf("%v %+v", err, got[0])
	}
	broken := registerOn(t, r.store, withMembers(nil))
	if _, _, err := standings(t, broken, people, nil); !errors.Is(err, errStore) {
		t.Error(err)
	}
	if _, err := broken.Do(t.Context(), roles.ActRequest{Actor: "manager-1", Centre: here, Act: &roles.Suspend{Person: "nurse-1"}}); !errors.Is(err, errStore) {
		t.Error(err)
	}
}

// Strangers are told whom to ask by what the policy lets roles do to that role.
func TestStrangersAreToldWhomToAsk(t *testing.T) {
	t.Parallel()
	store := &finding{}
	reg, err := roles.NewRegister(mustParse(t, "ok/mentors.yaml"), store, roles.RegisterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	r := &registry{t, reg, store}
	for act, want := range map[roles.Act]string{
		&roles.Revoke{Person: "lead-1", Role: "mentor"}:          "ask somebody who holds programme-lead",
		&roles.Revoke{Person: "lead-1", Role: "programme-lead"}:  "ask somebody who holds institute",
		&roles.Appoint{Person: "lead-1", Role: "programme-lead"}: "ask somebody who holds institute",
		&roles.RegisterPerson{Person: "lead-1"}:                  "ask somebody who holds programme-lead",
		&roles.Resign{Role: "mentor"}:                            "",
	} {
		if no := r.refused("mentor-1", act, roles.CodeNoRoleHere); no.Reasons[0].Remedy != want || no.Reasons[0].Clause.IsZero() {
			t.Errorf("%s: %+v", act.Kind(), no.Reasons[0])
		}
	}
}
