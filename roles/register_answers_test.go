package roles_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// fork is a register on a copy of what is stored.
func (r *registry) fork() *registry {
	f := &registry{t: r.t, store: &finding{}}
	r.store.mu.Lock()
	f.store.records = map[roles.CentreID][]roles.RegisterRecord{}
	for c, list := range r.store.records {
		f.store.records[c] = slices.Clone(list)
	}
	r.store.mu.Unlock()
	f.reg = registerOn(r.t, f.store)
	return f
}

func (r *registry) options(actor, about roles.PersonID) []roles.ActOption {
	r.t.Helper()
	got, err := r.reg.Options(r.t.Context(), actor, here, about)
	if err != nil {
		r.t.Fatal(err)
	}
	return got
}

// What is offered is accepted, and what is not offered is refused for the same
// reasons: by everybody, about everybody.
func TestOptionsAgreeWithActs(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	r.do("", &roles.RegisterPerson{Person: "new-1"})
	r.do("manager-1", &roles.Appoint{Person: "manager-1", Role: educator}, &roles.Suspend{Person: "nurse-2"})
	r.do("educator-1", &roles.KeepStaff{Person: "nurse-1"})
	people := []roles.PersonID{"manager-1", "educator-1", "admin-1", "assessor-1", "nurse-1", "nurse-2", "new-1", "unknown-1", "head-1"}
	allowed, refused := 0, 0
	for _, actor := range []roles.PersonID{"manager-1", "educator-1", "admin-1", "assessor-1", "head-1"} {
		for _, about := range people {
			for _, o := range r.options(actor, about) {
				f := r.fork()
				res, err := f.try(actor, here, o.Act)
				no := (*roles.Refused)(nil)
				switch {
				case o.Allowed() && (err != nil || res.Record.Seq == 0):
					t.Errorf("%s may %+v of %s, and: %v %+v", actor, o.Act, about, err, res.Record)
				case !o.Allowed() && (!errors.As(err, &no) || !cmp.Equal(no.Reasons, o.Reasons)):
					t.Errorf("%s may not %+v of %s for %v, and: %v", actor, o.Act, about, o.Reasons, err)
				case o.Allowed():
					allowed++
				default:
					refused++
				}
			}
		}
	}
	if allowed < 40 || refused < 300 {
		t.Errorf("only %d were allowed and %d refused", allowed, refused)
	}
}

// Every act of people is among the options where it would change something.
func TestOptionsLeaveNothingOut(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	r.do("manager-1", &roles.Suspend{Person: "nurse-2"})
	r.do("educator-1", &roles.KeepStaff{Person: "nurse-1"})
	r.do("", &roles.RegisterPerson{Person: "new-1"})
	seen := map[roles.ActKind]bool{}
	for actor, about := range map[roles.PersonID][]roles.PersonID{
		"manager-1": {"manager-1", "assessor-1", "nurse-2", "new-1", "newer-1"}, "educator-1": {"nurse-1", "assessor-1"},
	} {
		for _, p := range about {
			for _, o := range r.options(actor, p) {
				seen[o.Act.Kind()] = true
			}
		}
	}
	for _, k := range []roles.ActKind{
		roles.ActRegister, roles.ActApprove, roles.ActAppoint, roles.ActRevoke, roles.ActResign, roles.ActSuspend, roles.ActLift,
		roles.ActKeepStaff, roles.ActDropStaff,
	} {
		if !seen[k] {
			t.Errorf("%s is no option of anybody", k)
		}
	}
	for _, o := range r.options("manager-1", "nurse-1") {
		if k := o.Act.Kind(); k == roles.ActRegister || k == roles.ActApprove || k == roles.ActLift {
			t.Errorf("%s would change nothing about nurse-1", k)
		}
	}
}

// An attestation is not taken for granted: it is to be asked for.
func TestOptionsSayWhatMustBeAttested(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	r.do("educator-1", &roles.KeepStaff{Person: "nurse-1"})
	for actor, want := range map[roles.PersonID]bool{"educator-1": true, "manager-1": false} {
		i := slices.IndexFunc(r.options(actor, "nurse-1"), func(o roles.ActOption) bool {
			a, is := o.Act.(*roles.Appoint)
			return is && a.Role == assessor
		})
		o := r.options(actor, "nurse-1")[i]
		if !o.Allowed() || o.Attest != want || o.Act.(*roles.Appoint).Attested != want {
			t.Errorf("%s: %+v, attested %v", actor, o, o.Act)
		}
	}
}

// Where the host keeps the list of delegates, registering is no option.
func TestOptionsBesideTheHostsMembers(t *testing.T) {
	t.Parallel()
	r := open(t, withMembers(members{"manager-1": activeHere()}))
	for _, o := range r.options("head-1", "nurse-1") {
		if k := o.Act.Kind(); k == roles.ActRegister || k == roles.ActApprove {
			t.Errorf("%s is the host's", k)
		}
	}
}

// Somebody who holds nothing at a centre learns nothing of it, not even that it exists.
func TestAnswersTellStrangersNothing(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	for _, ask := range []func(actor roles.PersonID, c roles.CentreID) error{
		func(actor roles.PersonID, c roles.CentreID) error {
			_, err := r.reg.Options(t.Context(), actor, c, "manager-1")
			return err
		},
		func(actor roles.PersonID, c roles.CentreID) error {
			_, err := r.reg.Overview(t.Context(), actor, c)
			return err
		},
	} {
		for _, actor := range []roles.PersonID{"nurse-1", "stranger-1", ""} {
			no, none := (*roles.Refused)(nil), (*roles.Refused)(nil)
			if !errors.As(ask(actor, here), &no) || !errors.As(ask(actor, there), &none) {
				t.Fatalf("%q was told something", actor)
			}
			if !no.Has(roles.CodeNoRoleHere) || len(no.Reasons) != 1 || len(none.Reasons) != 1 || no.Reasons[0].Code != none.Reasons[0].Code {
				t.Errorf("%q: %v and %v", actor, no, none)
			}
		}
	}
}

func TestOverview(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	r.do("manager-1", &roles.Appoint{Person: "nurse-1", Role: assessor}, &roles.Suspend{Person: "assessor-1"})
	o, err := r.reg.Overview(t.Context(), "manager-1", here)
	if err != nil {
		t.Fatal(err)
	}
	want := []roles.RoleOverview{
		{Role: manager, InForce: []roles.PersonID{"manager-1"}}, {Role: admin, InForce: []roles.PersonID{"admin-1"}},
		{Role: educator, InForce: []roles.PersonID{"educator-1"}},
		{Role: assessor, InForce: []roles.PersonID{"nurse-1"}, Stopped: []roles.PersonID{"assessor-1"}},
		{Role: host, InForce: []roles.PersonID{"head-1"}},
	}
	if diff := cmp.Diff(want, o.Roles); diff != "" || o.Centre != here {
		t.Error(diff)
	}
	for _, c := range o.Capabilities {
		var able []roles.PersonID
		for _, s := range r.everybody() {
			if roles.Default().May(s, c.Capability, roles.Scope{Centres: []roles.CentreID{here}}).Allowed() {
				able = append(able, s.Person)
			}
		}
		if !slices.Equal(able, c.People) {
			t.Errorf("%s: %v, want %v", c.Capability, c.People, able)
		}
	}
	if got := codes(o.Risks); !slices.Contains(got, roles.CodeOnlyHolder) || !slices.Contains(got, roles.CodeOnlyOneCan) || slices.Contains(got, roles.CodeNobodyCan) {
		t.Error(o.Risks)
	}
	if _, err := r.reg.Overview(t.Context(), "admin-1", here); err != nil {
		t.Errorf("an administrator has view-centre: %v", err)
	}
	no := (*roles.Refused)(nil)
	if _, err := r.reg.Overview(t.Context(), "educator-1", here); !errors.As(err, &no) || !no.Has(roles.CodeLacksCapability) {
		t.Error(err)
	}
}

func (r *registry) everybody() []*roles.Standing {
	s := r.state()
	return s.Standings()
}

// Each risk names its cure, and once it is cured it is gone.
func TestOverviewOfACentreAtRisk(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.delegates("manager-1", "manager-2")
	policy := roles.Default()
	risks := func() map[string]roles.Reason {
		out := map[string]roles.Reason{}
		for _, x := range policy.Overview(here, r.everybody()).Risks {
			out[x.Code] = x
			if x.Remedy == "" || x.Clause.IsZero() {
				t.Errorf("%+v", x)
			}
		}
		return out
	}
	got := risks()
	if _, none := got[roles.CodeCentreWithoutManager]; !none || got[roles.CodeNobodyCan].Params["capabilities"] == "" {
		t.Error(got)
	}
	r.do("head-1", &roles.Appoint{Person: "manager-1", Role: manager})
	got = risks()
	if only := got[roles.CodeOnlyHolder]; only.Params["person"] != "manager-1" {
		t.Error(got)
	}
	if _, none := got[roles.CodeCentreWithoutManager]; none {
		t.Error(got)
	}
	r.do("manager-1", &roles.Appoint{Person: "manager-2", Role: manager})
	if _, only := risks()[roles.CodeOnlyHolder]; only {
		t.Error("there are two")
	}
}

// What would be missing, for the person and for those who may see the centre.
func TestLeaving(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	leaving := func(actor, person roles.PersonID) []roles.Vacancy {
		t.Helper()
		v, err := r.reg.Leaving(t.Context(), actor, person)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	got := leaving("manager-1", "manager-1")
	if len(got) != 1 || !slices.Equal(got[0].Roles, []roles.RoleID{manager}) || got[0].Centre != here || len(got[0].Reasons) != 2 {
		t.Fatalf("%+v", got)
	}
	if !slices.Contains(got[0].Capabilities, roles.CanRevokeSignOff) || slices.Contains(got[0].Capabilities, roles.CanRegister) {
		t.Error(got[0].Capabilities)
	}
	if !reflect.DeepEqual(leaving("admin-1", "manager-1"), got) || len(leaving("educator-1", "manager-1")) != 0 || len(leaving("stranger-1", "manager-1")) != 0 {
		t.Error("those with view-centre see it, and nobody else")
	}
	if got := leaving("manager-1", "assessor-1"); len(got) != 0 {
		t.Errorf("educator-1 confirms, too: %+v", got)
	}
	if len(leaving("manager-1", "educator-1")) != 1 || len(leaving("manager-1", "unknown-1")) != 0 {
		t.Error("educator-1 alone signs off")
	}
	r.do("manager-1", &roles.Appoint{Person: "nurse-1", Role: manager}, &roles.Appoint{Person: "nurse-2", Role: educator})
	if len(leaving("manager-1", "manager-1"))+len(leaving("manager-1", "educator-1")) != 0 {
		t.Error("others are there now")
	}
	plain := registerOn(t, &r.store.lists)
	if _, err := plain.Leaving(t.Context(), "manager-1", "manager-1"); !errors.Is(err, roles.ErrUnsupported) {
		t.Error(err)
	}
	if _, err := registerOn(t, r.store, withMembers(nil)).Leaving(context.Background(), "manager-1", "manager-1"); !errors.Is(err, errStore) {
		t.Error(err)
	}
}

// Abilities agree with May on every capability.
func TestAbilities(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	sc := roles.Scope{Centres: []roles.CentreID{here}, Category: "clinical"}
	for _, s := range append(r.everybody(), nil) {
		got := roles.Default().Abilities(s, sc)
		if len(got) != len(roles.Capabilities()) {
			t.Fatal(len(got))
		}
		for _, a := range got {
			if !cmp.Equal(a.Decision, roles.Default().May(s, a.Capability, sc)) {
				t.Errorf("%v: %+v", s, a)
			}
		}
	}
}

func TestAppointedAtSeveralCentres(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	for _, act := range []roles.Act{&roles.OpenCentre{CentreKind: roles.Trust, Zone: "UTC"}, &roles.NameHolder{Person: "head-1", Role: host}, &roles.NameHolder{Person: "head-2", Role: host}} {
		if _, err := r.try("", there, act); err != nil {
			t.Fatal(err)
		}
	}
	got, err := r.reg.Appointed(t.Context(), []roles.CentreID{there, here, "none"})
	if err != nil || !slices.Equal(got, []roles.PersonID{"admin-1", "assessor-1", "educator-1", "head-1", "head-2", "manager-1"}) {
		t.Error(got, err)
	}
}

// Whoever has left, or is suspended, hears why and nothing about the others:
// not who is registered, suspended, or holds what.
func TestWhoeverIsStoppedLearnsNothingOfOthers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stop roles.Act
		by   roles.PersonID
		code string
	}{
		"deactivated": {&roles.Deactivate{Person: "educator-1"}, "", roles.CodeNotActive},
		"suspended":   {&roles.Suspend{Person: "educator-1"}, "manager-1", roles.CodeSuspended},
	} {
		r := staffed(t)
		r.do("manager-1", &roles.Appoint{Person: "nurse-1", Role: admin}, &roles.Suspend{Person: "nurse-1"})
		r.do(c.by, c.stop)
		for _, about := range []roles.PersonID{"nurse-1", "nurse-2", "manager-1", "unknown-1"} {
			_, err := r.reg.Options(t.Context(), "educator-1", here, about)
			if no := (*roles.Refused)(nil); !errors.As(err, &no) || !slices.Equal(codes(no.Reasons), []string{c.code}) {
				t.Errorf("%s, options about %s: %v", name, about, err)
			}
			r.refused("educator-1", &roles.KeepStaff{Person: about}, c.code)
			r.refused("educator-1", &roles.Appoint{Person: about, Role: assessor, Attested: true}, c.code)
			r.refused("educator-1", &roles.Revoke{Person: about, Role: admin}, c.code)
			r.refused("educator-1", &roles.Suspend{Person: about}, c.code, roles.CodeLacksCapability)
			r.refused("educator-1", &roles.Lift{Person: about}, c.code, roles.CodeLacksCapability)
		}
		own, err := r.reg.Options(t.Context(), "educator-1", here, "educator-1")
		if resigns := func(o roles.ActOption) bool { return o.Act.Kind() == roles.ActResign && o.Allowed() }; err != nil || !slices.ContainsFunc(own, resigns) {
			t.Errorf("%s: %+v, %v", name, own, err)
		}
	}
}

// Who has no right to an act at all, and does not see the centre, hears what
// they lack, whoever it is about: nothing of who that is.
func TestRefusalsTellNothingOfOthers(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	r.do("manager-1", &roles.Suspend{Person: "nurse-2"})
	about := []roles.PersonID{"manager-1", "educator-1", "admin-1", "nurse-1", "nurse-2", "unknown-1"}
	var first [][]string
	for i, person := range about {
		var reasons [][]string
		for _, o := range r.options("assessor-1", person) {
			if o.Allowed() || len(o.Reasons) != 1 || o.Reasons[0].Code != roles.CodeLacksCapability {
				t.Errorf("of %s: %s for %v", person, o.Act.Kind(), o.Reasons)
			}
			reasons = append(reasons, append([]string{string(o.Act.Kind())}, o.Reasons[0].Message))
		}
		if i == 0 {
			first = reasons
		}
		if diff := cmp.Diff(first, reasons); diff != "" {
			t.Errorf("%s differs from %s:\n%s", person, about[0], diff)
		}
		for _, act := range []roles.Act{&roles.Suspend{Person: person}, &roles.Revoke{Person: person, Role: manager}, &roles.Lift{Person: person}} {
			r.refused("assessor-1", act, roles.CodeLacksCapability)
		}
	}
	if len(first) == 0 {
		t.Error("nothing is an option")
	}
}

// Of centres whose people are limited to categories, each is looked at by itself.
func TestOverviewByCategory(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.delegates("manager-1", "manager-2", "educator-1", "educator-2", "lead-2")
	r.do("head-1", &roles.Appoint{Person: "manager-1", Role: manager})
	r.do("manager-1", &roles.Appoint{Person: "manager-2", Role: manager},
		&roles.Appoint{Person: "educator-1", Role: educator, Categories: []proficiency.Category{"clinical"}},
		&roles.Appoint{Person: "educator-2", Role: educator, Categories: []proficiency.Category{"midwifery"}},
		&roles.Appoint{Person: "lead-2", Role: manager, Categories: []proficiency.Category{"midwifery"}})
	o, err := r.reg.Overview(t.Context(), "manager-1", here)
	if err != nil || !slices.Equal(o.Categories, []proficiency.Category{"clinical", "midwifery"}) {
		t.Fatal(o.Categories, err)
	}
	var got []string
	for _, x := range o.Risks {
		got = append(got, x.Code+" "+x.Params["person"]+" for "+x.Params["categories"])
	}
	for _, line := range []string{"only-one-can educator-1 for clinical", "only-one-can educator-2 for midwifery"} {
		if !slices.Contains(got, line) {
			t.Errorf("%q is not among %q", line, got)
		}
	}
	v, err := r.reg.Leaving(t.Context(), "manager-1", "educator-1")
	if err != nil || len(v) != 1 || !slices.Contains(v[0].Capabilities, roles.CanSignOff) || v[0].Reasons[0].Params["categories"] != "clinical" {
		t.Errorf("%+v %v", v, err)
	}
	o, err = r.reg.Overview(t.Context(), "lead-2", here)
	if err != nil || !slices.Equal(o.Categories, []proficiency.Category{"midwifery"}) {
		t.Fatal(o.Categories, err)
	}
	for _, x := range o.Roles {
		if slices.Contains(append(x.InForce, x.Stopped...), "educator-1") {
			t.Error("what is held for another category is seen")
		}
	}
	if v, err := r.reg.Leaving(t.Context(), "lead-2", "educator-1"); err != nil || len(v) != 0 {
		t.Errorf("%+v %v", v, err)
	}
}
