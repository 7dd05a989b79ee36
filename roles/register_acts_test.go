package roles_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func TestRegistering(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	r.do("admin-1", &roles.RegisterPerson{Person: "new-1"})
	r.nothing("manager-1", &roles.RegisterPerson{Person: "new-1"})
	if s := r.standing("new-1"); s.DelegateOf(here) {
		t.Error("a delegate before the registration is approved")
	}
	r.refused("assessor-1", &roles.RegisterPerson{Person: "new-2"}, roles.CodeLacksCapability)
	r.refused("assessor-1", &roles.Approve{Person: "new-2"}, roles.CodeLacksCapability)
	r.refused("manager-1", &roles.Appoint{Person: "new-1", Role: assessor}, roles.CodeNotDelegate)
	r.do("manager-1", &roles.Approve{Person: "new-1"})
	r.nothing("admin-1", &roles.Approve{Person: "new-1"})
	if s := r.standing("new-1"); !s.DelegateOf(here) {
		t.Error("no delegate although the registration was approved")
	}
	r.do("", &roles.Deactivate{Person: "new-1"})
	r.refused("admin-1", &roles.RegisterPerson{Person: "new-1"}, roles.CodeNotActive)
	r.refused("admin-1", &roles.Approve{Person: "new-1"}, roles.CodeNotActive)
}

func TestNobodyApprovesTheirOwnRegistration(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.do("head-1", &roles.RegisterPerson{Person: "head-1"}, &roles.RegisterPerson{Person: "nurse-1"}, &roles.Approve{Person: "nurse-1"})
	r.refused("head-1", &roles.Approve{Person: "head-1"}, roles.CodeOwnRegistration)
	r.do("", &roles.Approve{Person: "head-1"})
}

// Which kinds of centre register is the policy's; people of a trust can be
// registered at a university, where only enrolling them is another question.
func TestRegisteringByKindOfCentre(t *testing.T) {
	t.Parallel()
	for kind, want := range map[roles.CentreKind][]string{
		roles.Trust: nil, roles.University: nil, roles.OtherKind: {roles.CodeCentreKind},
	} {
		r := newRegistry(t)
		r.do("", &roles.OpenCentre{CentreKind: kind, Zone: "UTC"}, &roles.NameHolder{Person: "head-1", Role: host})
		if act := (&roles.RegisterPerson{Person: "nurse-1"}); want == nil {
			r.do("head-1", act)
		} else {
			r.refused("head-1", act, want...)
			r.delegates("nurse-1")
		}
	}
}

func TestRolesComeAndGo(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	clinical := []proficiency.Category{"clinical"}
	r.do("manager-1", &roles.Appoint{Person: "nurse-1", Role: educator, Categories: []proficiency.Category{"research", "clinical", "clinical"}})
	r.refused("manager-1", &roles.Appoint{Person: "nurse-1", Role: educator, Categories: clinical}, roles.CodeHeldAlready)
	r.refused("manager-1", &roles.Revoke{Person: "nurse-1", Role: educator}, roles.CodeNotHeld)
	r.refused("admin-1", &roles.Revoke{Person: "nurse-1", Role: educator, Categories: []proficiency.Category{"clinical", "research"}}, roles.CodeMayNotRevoke)
	res := r.do("manager-1", &roles.Revoke{Person: "nurse-1", Role: educator, Categories: []proficiency.Category{"research", "clinical"}})
	if res.Record.As != manager || res.Record.Actor != "manager-1" || !slices.Equal(res.Record.People, []roles.PersonID{"nurse-1"}) {
		t.Errorf("the record says %+v", res.Record)
	}
	if got := r.standing("nurse-1").Appointments; len(got) != 0 {
		t.Errorf("still holds %v", got)
	}
	r.do("manager-1", &roles.Appoint{Person: "manager-1", Role: assessor})
	r.refused("manager-1", &roles.Revoke{Person: "manager-1", Role: assessor}, roles.CodeOwnAppointment)
	r.do("manager-1", &roles.Resign{Role: assessor})
	r.refused("manager-1", &roles.Resign{Role: assessor}, roles.CodeNotHeld)
	r.refused("manager-1", &roles.Resign{Role: manager}, roles.CodeLastHolder)
	r.refused("manager-1", &roles.Resign{Role: "no-role"}, roles.CodeUnknownRole)
}

func TestSuspending(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	r.refused("manager-1", &roles.Lift{Person: "educator-1"}, roles.CodeNotSuspended)
	r.refused("educator-1", &roles.Suspend{Person: "assessor-1"}, roles.CodeLacksCapability)
	r.do("manager-1", &roles.Suspend{Person: "educator-1"})
	r.refused("manager-1", &roles.Suspend{Person: "educator-1"}, roles.CodeSuspendedAlready)
	r.refused("educator-1", &roles.KeepStaff{Person: "nurse-1"}, roles.CodeSuspended)
	r.refused("manager-1", &roles.Suspend{Person: "manager-1"}, roles.CodeOwnAppointment, roles.CodeLastHolder)
	r.do("manager-1", &roles.Lift{Person: "educator-1"})
	r.do("educator-1", &roles.KeepStaff{Person: "nurse-1"})
	r.refused("manager-1", &roles.Suspend{Person: "stranger-1"}, roles.CodeNotMember)
}

func TestStaffLists(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	r.do("", &roles.RegisterPerson{Person: "new-1"})
	r.refused("educator-1", &roles.KeepStaff{Person: "new-1"}, roles.CodeNotDelegate)
	r.refused("educator-1", &roles.KeepStaff{Person: "stranger-1"}, roles.CodeNotDelegate)
	r.refused("manager-1", &roles.KeepStaff{Person: "nurse-1"}, roles.CodeLacksCapability)
	r.refused("manager-1", &roles.DropStaff{Person: "nurse-1"}, roles.CodeLacksCapability)
	r.do("educator-1", &roles.KeepStaff{Person: "nurse-2"})
	if res := r.do("educator-1", &roles.KeepStaff{Person: "nurse-1"}); !slices.Equal(res.Record.People, []roles.PersonID{"educator-1", "nurse-1"}) {
		t.Errorf("the record is about %v", res.Record.People)
	}
	r.nothing("educator-1", &roles.KeepStaff{Person: "nurse-1"})
	staff := func() []roles.StaffEntry { return r.standing("educator-1").Staff }
	if diff := cmp.Diff([]roles.StaffEntry{{Centre: here, Person: "nurse-1"}, {Centre: here, Person: "nurse-2"}}, staff()); diff != "" {
		t.Error(diff)
	}
	r.do("manager-1", &roles.Revoke{Person: "educator-1", Role: educator}, &roles.Appoint{Person: "educator-1", Role: educator})
	if len(staff()) != 2 {
		t.Error("the list did not outlive the appointment")
	}
	r.do("educator-1", &roles.DropStaff{Person: "nurse-2"})
	r.nothing("educator-1", &roles.DropStaff{Person: "nurse-2"})
	r.refused("educator-1", &roles.Appoint{Person: "nurse-2", Role: assessor}, roles.CodeNotOnStaffList, roles.CodeAttestationMissing)
	r.do("educator-1", &roles.Appoint{Person: "nurse-1", Role: assessor, Attested: true})
}

func TestCategoriesOfAnAppointmentAreInherited(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	limits := []proficiency.Category{"clinical", "research"}
	r.do("manager-1", &roles.Appoint{Person: "nurse-1", Role: educator, Categories: limits})
	r.do("nurse-1", &roles.KeepStaff{Person: "nurse-2"})
	r.refused("nurse-1", &roles.Appoint{Person: "nurse-2", Role: assessor, Attested: true, Categories: []proficiency.Category{"other"}}, roles.CodeOtherCategory)
	r.do("nurse-1", &roles.Appoint{Person: "nurse-2", Role: assessor, Attested: true})
	if diff := cmp.Diff([]roles.Appointment{{Role: assessor, Centre: here, Categories: limits}}, r.standing("nurse-2").Appointments); diff != "" {
		t.Error(diff)
	}
}

func TestCentresAreTheHosts(t *testing.T) {
	t.Parallel()
	r := newRegistry(t)
	r.refused("", &roles.NameHolder{Person: "head-1", Role: host}, roles.CodeNoSuchCentre)
	r.refused("", &roles.OpenCentre{CentreKind: "ward", Zone: "Europe/Nowhere"}, roles.CodeBadKind, roles.CodeBadZone)
	for _, zone := range []string{"", "Local", strings.Repeat("x", 300)} {
		r.refused("", &roles.OpenCentre{CentreKind: roles.Trust, Zone: zone}, roles.CodeBadZone)
	}
	r.do("", &roles.OpenCentre{CentreKind: roles.Trust, Zone: "Europe/London"})
	r.nothing("", &roles.OpenCentre{CentreKind: roles.Trust, Zone: "Europe/London"})
	r.refused("", &roles.OpenCentre{CentreKind: roles.University, Zone: "Europe/London"}, roles.CodeCentreOpen)
	r.nothing("", &roles.ChangeCentre{CentreKind: roles.Trust, Zone: "Europe/London"})
	r.do("", &roles.ChangeCentre{CentreKind: roles.University, Zone: "Asia/Kolkata"})
	if s := r.state(); s.Centre().Kind != roles.University || s.Centre().Location().String() != "Asia/Kolkata" || s.ID() != here {
		t.Errorf("the centre is %+v", s.Centre())
	}
}

func TestHoldersNamedByTheHost(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.nothing("", &roles.NameHolder{Person: "head-1", Role: host})
	r.refused("", &roles.NameHolder{Person: "head-1", Role: manager}, roles.CodeNotByHost)
	r.refused("", &roles.UnnameHolder{Person: "head-1", Role: manager}, roles.CodeNotByHost)
	r.refused("", &roles.NameHolder{Person: "head-1", Role: learner}, roles.CodeNotByHost)
	r.refused("", &roles.NameHolder{Person: "head-1", Role: "no-role"}, roles.CodeUnknownRole)
	r.nothing("", &roles.UnnameHolder{Person: "head-2", Role: host})
	r.do("", &roles.UnnameHolder{Person: "head-1", Role: host})
	r.refused("head-1", &roles.RegisterPerson{Person: "nurse-1"}, roles.CodeNoRoleHere)
	if s := r.state(); len(s.Standings()) != 0 {
		t.Errorf("somebody with nothing is left: %v", s.Standings())
	}
}

func TestDeactivatingIsNotRefused(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	r.refused("", &roles.Deactivate{Person: "stranger-1"}, roles.CodeNotMember)
	res := r.do("", &roles.Deactivate{Person: "manager-1"})
	if diff := cmp.Diff([]string{roles.CodeCentreWithoutManager}, codes(res.Warnings)); diff != "" || !strings.Contains(res.Warnings[0].Remedy, "centre-manager") {
		t.Errorf("warnings %v", res.Warnings)
	}
	r.nothing("", &roles.Deactivate{Person: "manager-1"})
	r.refused("manager-1", &roles.Appoint{Person: "nurse-1", Role: manager}, roles.CodeNotActive)
	r.do("head-1", &roles.Appoint{Person: "nurse-1", Role: manager})
	if res := r.do("", &roles.Reactivate{Person: "manager-1"}); len(res.Warnings) != 0 {
		t.Errorf("warnings %v", res.Warnings)
	}
	if res := r.do("", &roles.Deactivate{Person: "manager-1"}); len(res.Warnings) != 0 {
		t.Errorf("warnings although another is there: %v", res.Warnings)
	}
}

func TestWhoseActsTheyAre(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	for _, act := range []roles.Act{
		&roles.OpenCentre{CentreKind: roles.Trust, Zone: "UTC"}, &roles.ChangeCentre{CentreKind: roles.Trust, Zone: "UTC"},
		&roles.NameHolder{Person: "nurse-1", Role: host}, &roles.UnnameHolder{Person: "head-1", Role: host},
		&roles.Deactivate{Person: "nurse-1"}, &roles.Reactivate{Person: "nurse-1"},
	} {
		r.refused("manager-1", act, roles.CodeHostOnly)
	}
	for _, act := range []roles.Act{
		&roles.Appoint{Person: "nurse-1", Role: assessor}, &roles.Revoke{Person: "assessor-1", Role: assessor}, &roles.Resign{Role: assessor},
		&roles.Suspend{Person: "nurse-1"}, &roles.Lift{Person: "nurse-1"}, &roles.KeepStaff{Person: "nurse-1"}, &roles.DropStaff{Person: "nurse-1"},
	} {
		r.refused("", act, roles.CodePeopleOnly)
	}
	if _, err := r.reg.DoAsHost(t.Context(), roles.ActRequest{Actor: "manager-1", Centre: here, Act: &roles.Deactivate{Person: "nurse-1"}}); err == nil {
		t.Error("an act of the host had an actor")
	}
	var none *roles.Appoint
	for _, act := range []roles.Act{nil, none} {
		if _, err := r.reg.Do(t.Context(), roles.ActRequest{Actor: "manager-1", Centre: here, Act: act}); err == nil {
			t.Error("no act was done")
		}
	}
}

func TestIDsAreBounded(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	long := strings.Repeat("x", roles.MaxIDLength)
	for _, bad := range []string{"", long + "x", "a\xff", "a\x00b"} {
		r.refused("manager-1", &roles.RegisterPerson{Person: roles.PersonID(bad)}, roles.CodeInvalidID)
		for _, req := range []roles.ActRequest{
			{Actor: roles.PersonID(bad), Centre: here}, {Actor: "manager-1", Centre: roles.CentreID(bad)}, {Actor: "manager-1", Centre: here, ID: bad},
		} {
			if req.ID = bad; bad == "" || req.Actor != "manager-1" || req.Centre != here {
				req.ID = "request-1"
			}
			if bad == "" && req.Actor == "manager-1" && req.Centre == here {
				continue // an empty request id is drawn
			}
			req.Act = &roles.RegisterPerson{Person: "nurse-9"}
			_, err := r.reg.Do(t.Context(), req)
			if no := (*roles.Refused)(nil); !errors.As(err, &no) || !no.Has(roles.CodeInvalidID) || no.Has(roles.CodeNoRoleHere) {
				t.Errorf("%q in %+v gives %v", bad, req, err)
			}
		}
	}
	r.do("manager-1", &roles.RegisterPerson{Person: roles.PersonID(long)})
	var many []proficiency.Category
	for i := range roles.MaxCategories + 1 {
		many = append(many, proficiency.Category("c-"+strconv.Itoa(i)))
	}
	r.refused("manager-1", &roles.Appoint{Person: "nurse-1", Role: assessor, Categories: many}, roles.CodeTooManyCategories)
	r.refused("manager-1", &roles.Appoint{Person: "nurse-1", Role: assessor, Categories: []proficiency.Category{"not one"}}, roles.CodeBadCategory)
	r.do("manager-1", &roles.Appoint{Person: "nurse-1", Role: assessor, Categories: many[1:]})
}

// Somebody who holds nothing at a centre learns nothing of it, not even
// whether there is one, whatever they try.
func TestStrangersLearnNothing(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	used := r.do("manager-1", &roles.Suspend{Person: "nurse-1"})
	for _, act := range []roles.Act{
		&roles.RegisterPerson{Person: "nurse-1"}, &roles.Approve{Person: "nurse-1"}, &roles.Appoint{Person: "nurse-1", Role: assessor},
		&roles.Appoint{Person: "nurse-2", Role: manager}, &roles.Revoke{Person: "manager-1", Role: manager}, &roles.Resign{Role: assessor},
		&roles.Suspend{Person: "nurse-1"}, &roles.Lift{Person: "nurse-1"}, &roles.KeepStaff{Person: "nurse-1"}, &roles.DropStaff{Person: "nurse-1"},
	} {
		for _, actor := range []roles.PersonID{"nurse-2", "stranger-1"} {
			var answers []roles.Refused
			for _, centre := range []roles.CentreID{here, there} {
				_, err := r.reg.Do(t.Context(), roles.ActRequest{ID: used.Request, Actor: actor, Centre: centre, Act: act})
				no := (*roles.Refused)(nil)
				if !errors.As(err, &no) || !slices.Equal(codes(no.Reasons), []string{roles.CodeNoRoleHere}) {
					t.Fatalf("%s at %s gives %v", act.Kind(), centre, err)
				}
				for i := range no.Reasons { // the id that was asked for is all that may differ
					no.Reasons[i].Message = strings.ReplaceAll(no.Reasons[i].Message, string(centre), "centre-x")
					no.Reasons[i].Params["centres"] = ""
				}
				answers = append(answers, *no)
			}
			if diff := cmp.Diff(answers[0], answers[1]); diff != "" {
				t.Errorf("%s of %s differs:\n%s", act.Kind(), actor, diff)
			}
		}
	}
}
