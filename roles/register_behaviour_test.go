package roles_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/countersign-go/countersign/roles"
)

// rendezvous makes the first appends of n requests wait for one another, so
// that all of them were decided on the same state.
func rendezvous(n int) func(roles.RegisterBatch) error {
	var first sync.WaitGroup
	first.Add(n)
	var mu sync.Mutex
	seen := map[string]bool{}
	return func(b roles.RegisterBatch) error {
		mu.Lock()
		again := seen[b.Records[0].Request]
		seen[b.Records[0].Request] = true
		mu.Unlock()
		if !again {
			first.Done()
			first.Wait()
		}
		return nil
	}
}

// at once does the acts of several people at the same instant, each through a
// register of its own, as in different processes.
func (r *registry) atOnce(acts map[roles.PersonID]roles.Act) map[roles.PersonID]error {
	r.t.Helper()
	r.store.appending = rendezvous(len(acts))
	var mu sync.Mutex
	var all sync.WaitGroup
	errs := map[roles.PersonID]error{}
	for actor, act := range acts {
		reg := registerOn(r.t, r.store)
		all.Go(func() {
			_, err := reg.Do(r.t.Context(), roles.ActRequest{Actor: actor, Centre: here, Act: act})
			mu.Lock()
			defer mu.Unlock()
			errs[actor] = err
		})
	}
	all.Wait()
	r.store.appending = nil
	return errs
}

// The last two Clinical Centre Managers revoke each other at the same instant:
// one of them fails. The same of suspending, of resigning, and of one of each.
func TestBehaviour32LastTwoManagersAtTheSameInstant(t *testing.T) {
	t.Parallel()
	const one, two roles.PersonID = "manager-1", "manager-2"
	for name, acts := range map[string]map[roles.PersonID]roles.Act{
		"revoke":  {one: &roles.Revoke{Person: two, Role: manager}, two: &roles.Revoke{Person: one, Role: manager}},
		"suspend": {one: &roles.Suspend{Person: two}, two: &roles.Suspend{Person: one}},
		"resign":  {one: &roles.Resign{Role: manager}, two: &roles.Resign{Role: manager}},
		"each":    {one: &roles.Suspend{Person: two}, two: &roles.Revoke{Person: one, Role: manager}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := staffed(t)
			r.delegates(two)
			r.do(one, &roles.Appoint{Person: two, Role: manager})
			before := r.seq()
			errs, failed := r.atOnce(acts), 0
			for actor, err := range errs {
				if no := (*roles.Refused)(nil); errors.As(err, &no) {
					failed++
				} else if err != nil {
					t.Errorf("%s: %v", actor, err)
				}
			}
			if failed != 1 || r.seq() != before+1 {
				t.Errorf("%d of 2 were refused, %d stored: %v", failed, r.seq()-before, errs)
			}
			if n := managersInForce(r.state()); n != 1 {
				t.Errorf("%d managers are left", n)
			}
		})
	}
}

func managersInForce(s roles.CentreState) int {
	return roles.Default().Holders(here, s.Standings())[manager]
}

func TestBehaviour33RegisterEducatorAppointsAnAssessorAndRevokesNone(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	r.do("educator-1", &roles.KeepStaff{Person: "nurse-1"}, &roles.KeepStaff{Person: "admin-1"},
		&roles.Appoint{Person: "nurse-1", Role: assessor, Attested: true}, &roles.Appoint{Person: "admin-1", Role: assessor, Attested: true})
	r.refused("educator-1", &roles.Revoke{Person: "nurse-1", Role: assessor}, roles.CodeLacksCapability)
	p := roles.Default()
	allowed(t, "what was held before", p.May(r.standing("admin-1"), roles.CanRegister, at("clinical")))
	allowed(t, "what was added", p.May(r.standing("admin-1"), roles.CanConfirm, at("clinical")))
}

func TestBehaviour34RegisterFirstManagerComesFromTheCentreManager(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.delegates("nurse-1", "nurse-2")
	r.refused("nurse-2", &roles.Appoint{Person: "nurse-1", Role: manager}, roles.CodeNoRoleHere)
	r.refused("", &roles.Appoint{Person: "nurse-1", Role: manager}, roles.CodePeopleOnly)
	r.refused("head-1", &roles.Appoint{Person: "nurse-1", Role: educator}, roles.CodeMayNotAppoint)
	r.do("head-1", &roles.Appoint{Person: "nurse-1", Role: manager})
	r.refused("head-1", &roles.Appoint{Person: "nurse-2", Role: manager}, roles.CodeInForceAlready)
	r.do("nurse-1", &roles.Appoint{Person: "nurse-2", Role: manager}, &roles.Suspend{Person: "nurse-2"})
	r.do("", &roles.Deactivate{Person: "nurse-1"})
	r.delegates("nurse-3", "nurse-4")
	r.do("head-1", &roles.Appoint{Person: "nurse-3", Role: manager})
	r.refused("head-1", &roles.Appoint{Person: "nurse-4", Role: manager}, roles.CodeInForceAlready)
}

// Two Centre Managers appoint a first manager at the same instant: there is one.
func TestBehaviour34RegisterTwoFirstManagersAtTheSameInstant(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.do("", &roles.NameHolder{Person: "head-2", Role: host})
	r.delegates("nurse-1", "nurse-2")
	errs := r.atOnce(map[roles.PersonID]roles.Act{
		"head-1": &roles.Appoint{Person: "nurse-1", Role: manager}, "head-2": &roles.Appoint{Person: "nurse-2", Role: manager},
	})
	if (errs["head-1"] == nil) == (errs["head-2"] == nil) || managersInForce(r.state()) != 1 {
		t.Errorf("%d first managers: %v", managersInForce(r.state()), errs)
	}
}

// No way through the register leads anybody to a role by their own hand but
// those that the policy lets them take, whatever they hold already.
func TestBehaviour37RegisterNobodyAppointsThemselves(t *testing.T) {
	t.Parallel()
	all := []roles.RoleID{manager, admin, educator, assessor}
	for set := range 1 << len(all) {
		r := staffed(t)
		isManager := set&1 != 0
		for i, role := range all {
			if set&(1<<i) != 0 {
				r.do("manager-1", &roles.Appoint{Person: "nurse-1", Role: role})
			}
		}
		r.do("", &roles.NameHolder{Person: "nurse-1", Role: host}, &roles.Deactivate{Person: "manager-1"})
		if set&(1<<2) != 0 {
			r.do("nurse-1", &roles.KeepStaff{Person: "nurse-1"})
		}
		for i, role := range append(all, host, learner) {
			_, err := r.try("nurse-1", here, &roles.Appoint{Person: "nurse-1", Role: role, Attested: true})
			want := isManager && (role == educator || role == assessor) && set&(1<<i) == 0
			if (err == nil) != want {
				t.Errorf("set %b taking %s: %v", set, role, err)
			}
		}
	}
}
