package roles_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// summary is what tests compare of a state.
func summary(s roles.CentreState) string {
	return fmt.Sprintf("%s %s %+v %d %s %v %s", s.ID(), s.Centre().Kind, s.Members(), s.Seq(), s.Head(), s.At(), dump(s.Standings()))
}

func dump(standings []*roles.Standing) (out string) {
	for _, s := range standings {
		out += fmt.Sprintf("%+v\n", *s)
	}
	return out
}

// Every state there ever was can be read again, by number, by time and by position.
func TestThePastStaysReadable(t *testing.T) {
	t.Parallel()
	r := newRegistry(t)
	var states []roles.CentreState
	for _, a := range []struct {
		actor roles.PersonID
		act   roles.Act
	}{
		{"", &roles.OpenCentre{CentreKind: roles.Trust, Zone: "Europe/London"}},
		{"", &roles.NameHolder{Person: "head-1", Role: host}},
		{"head-1", &roles.RegisterPerson{Person: "manager-1"}},
		{"head-1", &roles.Approve{Person: "manager-1"}},
		{"head-1", &roles.Appoint{Person: "manager-1", Role: manager}},
		{"manager-1", &roles.Appoint{Person: "manager-1", Role: educator, Categories: []proficiency.Category{"clinical"}}},
		{"manager-1", &roles.KeepStaff{Person: "manager-1"}},
		{"manager-1", &roles.Resign{Role: educator, Categories: []proficiency.Category{"clinical"}}},
		{"", &roles.ChangeCentre{CentreKind: roles.University, Zone: "UTC"}},
		{"", &roles.Deactivate{Person: "manager-1"}},
	} {
		r.do(a.actor, a.act)
		states = append(states, r.state())
	}
	for i, want := range states {
		bySeq, err1 := r.reg.AtSeq(t.Context(), here, want.Seq())
		byTime, err2 := r.reg.At(t.Context(), here, want.At().Add(time.Millisecond))
		byPosition, err3 := r.reg.AtPosition(t.Context(), roles.RegisterPosition(fmt.Sprintf("centre-1@%d centre-2@0", i+1)))
		byInstant, err4 := r.reg.AtPosition(t.Context(), roles.RegisterPosition("at "+want.At().Format("2006-01-02T15:04:05.000000Z")))
		if err := errors.Join(err1, err2, err3, err4); err != nil {
			t.Fatal(err)
		}
		if len(byPosition) != 1 || len(byInstant) != 1 {
			t.Fatal(byPosition, byInstant)
		}
		for _, got := range []roles.CentreState{bySeq, byTime, byPosition[0], byInstant[0]} {
			if diff := cmp.Diff(summary(want), summary(got)); diff != "" {
				t.Errorf("after %d: %s", i+1, diff)
			}
		}
	}
}

func TestWhatIsNotThereIsSaid(t *testing.T) {
	t.Parallel()
	r := open(t)
	first := r.state()
	ctx := t.Context()
	_, err := r.reg.Centre(ctx, there)
	_, bad := r.reg.Centre(ctx, "")
	_, before := r.reg.At(ctx, here, first.At().Add(-time.Hour))
	for _, err := range []error{err, bad, before} {
		if !errors.Is(err, roles.ErrUnknownCentre) {
			t.Error(err)
		}
	}
	_, late := r.reg.AtSeq(ctx, here, 3)
	_, none := r.reg.AtSeq(ctx, here, 0)
	_, other := r.reg.AtSeq(ctx, there, 1)
	_, position := r.reg.AtPosition(ctx, "centre-1@3")
	for _, err := range []error{late, none, other, position} {
		if !errors.Is(err, roles.ErrUnknownPosition) {
			t.Error(err)
		}
	}
	if h, err := r.reg.History(ctx, there); err != nil || len(h) > 0 {
		t.Error(h, err)
	}
}

func TestStandings(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	r.do("educator-1", &roles.KeepStaff{Person: "nurse-1"})
	for _, act := range []roles.Act{
		&roles.OpenCentre{CentreKind: roles.University, Zone: "UTC"}, &roles.RegisterPerson{Person: "educator-1"}, &roles.NameHolder{Person: "nurse-2", Role: host},
	} {
		if _, err := r.try("", there, act); err != nil {
			t.Fatal(err)
		}
	}
	people := []roles.PersonID{"educator-1", "stranger-1", "nurse-2"}
	educator1 := &roles.Standing{
		Person: "educator-1", Appointments: []roles.Appointment{{Role: educator, Centre: here}},
		Memberships: []roles.Membership{{Centre: here, Active: true}, {Centre: there}}, Staff: []roles.StaffEntry{{Centre: here, Person: "nurse-1"}},
	}
	nurse := &roles.Standing{
		Person: "nurse-2", Appointments: []roles.Appointment{{Role: host, Centre: there}}, Memberships: []roles.Membership{{Centre: here, Active: true}},
	}
	got, at, err := standings(t, r.reg, people, nil)
	if diff := cmp.Diff([]*roles.Standing{educator1, {Person: "stranger-1"}, nurse}, got); diff != "" || err != nil || at != "centre-1@19 centre-2@3" {
		t.Errorf("%q %v\n%s", at, err, diff)
	}
	got[0].Staff[0].Person, got[0].Memberships[0].Active = "nurse-9", false // what is given is the caller's
	got, at, err = standings(t, r.reg, people, []roles.CentreID{"centre-3", here, here, ""})
	educator1.Memberships, nurse.Appointments = educator1.Memberships[:1], nil
	if diff := cmp.Diff([]*roles.Standing{educator1, {Person: "stranger-1"}, nurse}, got); diff != "" || err != nil || at != "centre-1@19 centre-3@0" {
		t.Errorf("%q %v\n%s", at, err, diff)
	}
	got, at, err = standings(t, r.reg, people[:1], []roles.CentreID{})
	if err != nil || at != "" || !cmp.Equal(got, []*roles.Standing{{Person: "educator-1"}}) {
		t.Error(got, at, err)
	}
}

// A store that finds nothing is asked for every centre that the host lists.
func TestStandingsWithoutAFinder(t *testing.T) {
	t.Parallel()
	full := staffed(t)
	ask := func(change ...func(*roles.RegisterOptions)) (roles.RegisterPosition, error) {
		_, at, err := standings(t, registerOn(t, &full.store.lists, change...), []roles.PersonID{"nurse-1"}, nil)
		return at, err
	}
	if _, err := ask(); !errors.Is(err, roles.ErrUnsupported) {
		t.Error(err)
	}
	listed := []roles.CentreID{there, here}
	at, err := ask(func(o *roles.RegisterOptions) {
		o.Centres = func(context.Context) ([]roles.CentreID, error) { return listed, nil }
	})
	if err != nil || at != "centre-1@18 centre-2@0" || listed[0] != there {
		t.Error(at, err, listed)
	}
	if _, err := ask(func(o *roles.RegisterOptions) {
		o.Centres = func(context.Context) ([]roles.CentreID, error) { return nil, errStore }
	}); !errors.Is(err, errStore) {
		t.Error(err)
	}
}

// A position that would be too long for a record is an instant, which says the same.
func TestLongPositions(t *testing.T) {
	t.Parallel()
	opened := []roles.CentreID{here, "a b", "a@b", "a%b", "ü\n", "at"}
	for _, c := range []struct {
		more int
		want roles.RegisterPosition
	}{
		{0, "a%20b@1 a%25b@1 a%40b@1 at@1 centre-1@18 ü%0A@1"},
		{20, "at 2026-11-02T09:00:23.000000Z"},
	} {
		r := staffed(t)
		for _, id := range opened[1:] {
			if _, err := r.try("", id, &roles.OpenCentre{CentreKind: roles.Trust, Zone: "UTC"}); err != nil {
				t.Fatal(err)
			}
		}
		asked := slices.Clone(opened)
		for i := range c.more {
			asked = append(asked, roles.CentreID(fmt.Sprintf("never-opened-%d", i)))
		}
		_, at, err := standings(t, r.reg, []roles.PersonID{"nurse-1"}, asked)
		if err != nil || at != c.want || len(at) > roles.MaxIDLength {
			t.Fatalf("%q, %v", at, err)
		}
		r.do("", &roles.RegisterPerson{Person: "late-1"})
		states, err := r.reg.AtPosition(t.Context(), at)
		if err != nil || len(states) != len(opened) {
			t.Fatal(states, err)
		}
		if i := slices.IndexFunc(states, func(s roles.CentreState) bool { return s.ID() == here }); states[i].Seq() != 18 {
			t.Errorf("%q gives record %d", at, states[i].Seq())
		}
		without := registerOn(t, &r.store.lists)
		if _, err := without.AtPosition(t.Context(), at); errors.Is(err, roles.ErrUnsupported) != (c.more > 0) {
			t.Errorf("%q without a finder: %v", at, err)
		}
		if s, err := without.AtPosition(t.Context(), at, here, "none"); err != nil || !slices.ContainsFunc(s, func(s roles.CentreState) bool { return s.ID() == here && s.Seq() == 18 }) {
			t.Errorf("%q of %s: %v, %v", at, here, s, err)
		}
	}
}

func TestWhatIsNoPosition(t *testing.T) {
	t.Parallel()
	r := open(t)
	for _, bad := range []roles.RegisterPosition{
		"centre-1", "centre-1@", "centre-1@x", "centre-1@-1", "centre-1@01", "@1", "centre-1@1 ", " centre-1@1", "centre-1@1  centre-2@1",
		"centre-2@1 centre-1@1", "centre-1@1 centre-1@2", "a@b@1", "%@1", "%2@1", "%41@1", "%zz@1", "%2a@1", "at ", "at tomorrow", "at 2026-11-02T09:00:23Z", "at 2026-11-02T09:00:23.000000+01:00",
		roles.RegisterPosition(strings.Repeat("x", roles.MaxIDLength) + "@1"),
	} {
		if states, err := r.reg.AtPosition(t.Context(), bad); err == nil || errors.Is(err, roles.ErrUnknownPosition) {
			t.Errorf("%q gives %v, %v", bad, states, err)
		}
	}
	if states, err := r.reg.AtPosition(t.Context(), ""); err != nil || len(states) != 0 {
		t.Error(states, err)
	}
}

func TestHistory(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.do("head-1", &roles.RegisterPerson{Person: "nurse-1"}, &roles.Approve{Person: "nurse-1"}, &roles.Appoint{Person: "nurse-1", Role: manager})
	r.do("nurse-1", &roles.Appoint{Person: "nurse-1", Role: assessor}, &roles.Resign{Role: assessor}, &roles.Appoint{Person: "nurse-1", Role: assessor})
	r.delegates("nurse-2")
	r.do("nurse-1", &roles.Suspend{Person: "nurse-2"}, &roles.Lift{Person: "nurse-2"})
	r.do("", &roles.Deactivate{Person: "nurse-1"}, &roles.Reactivate{Person: "nurse-1"}, &roles.UnnameHolder{Person: "head-1", Role: host})
	tenures, err := r.reg.History(t.Context(), here)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range tenures {
		line := fmt.Sprintf("%s %s %s: %d %s by %q as %q", x.Person, x.Kind, x.Role, x.From.Seq, x.From.Act, x.From.By, x.From.As)
		if !x.Lasts() {
			line += fmt.Sprintf(" to %d %s by %q", x.Until.Seq, x.Until.Act, x.Until.By)
		}
		if x.Lasts() != x.Until.At.IsZero() || x.From.At.IsZero() {
			t.Errorf("dated %+v", x)
		}
		got = append(got, line)
	}
	want := []string{
		`head-1 role centre-manager: 2 name-holder by "" as "" to 15 unname-holder by ""`,
		`nurse-1 registered : 3 register by "head-1" as "centre-manager" to 4 approve by "head-1"`,
		`nurse-1 delegate : 4 approve by "head-1" as "centre-manager" to 13 deactivate by ""`,
		`nurse-1 role clinical-centre-manager: 5 appoint by "head-1" as "centre-manager"`,
		`nurse-1 role assessor: 6 appoint by "nurse-1" as "clinical-centre-manager" to 7 resign by "nurse-1"`,
		`nurse-1 role assessor: 8 appoint by "nurse-1" as "clinical-centre-manager"`,
		`nurse-2 registered : 9 register by "" as "" to 10 approve by ""`,
		`nurse-2 delegate : 10 approve by "" as ""`,
		`nurse-2 suspended : 11 suspend by "nurse-1" as "clinical-centre-manager" to 12 lift by "nurse-1"`,
		`nurse-1 delegate : 14 reactivate by "" as ""`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
