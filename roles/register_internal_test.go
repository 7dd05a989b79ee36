package roles

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// allActs is one act of each kind.
func allActs() []Act {
	return []Act{
		&RegisterPerson{"p"}, &Approve{"p"}, &Appoint{"p", "assessor", nil, true}, &Revoke{"p", "assessor", nil}, &Resign{"assessor", nil},
		&Suspend{"p"}, &Lift{"p"}, &KeepStaff{"p"}, &DropStaff{"p"}, &OpenCentre{Trust, "UTC"}, &ChangeCentre{Trust, "UTC"},
		&NameHolder{"p", "centre-manager"}, &UnnameHolder{"p", "centre-manager"}, &Deactivate{"p"}, &Reactivate{"p"},
	}
}

// Every act has its rule, and a capability that says it is for that act.
func TestEveryActHasItsRule(t *testing.T) {
	t.Parallel()
	seen := map[ActKind]bool{}
	for _, a := range allActs() {
		rule, ok := actRules[a.Kind()]
		if seen[a.Kind()] = true; !ok || !rule.people && !rule.host {
			t.Errorf("%s has no rule", a.Kind())
		}
		if rule.by == 0 {
			continue
		}
		name := strings.TrimSuffix(reflect.TypeOf(a).Elem().Name(), "Person")
		if acts := capabilityUses[rule.by].acts; !slices.Contains(acts, name) {
			t.Errorf("%s asks for %s, which is for %v", name, rule.by, acts)
		}
	}
	if len(seen) != len(actRules) {
		t.Errorf("%d acts have %d rules", len(seen), len(actRules))
	}
}

// Acts that differ in anything have different digests.
func TestActsHaveTheirDigests(t *testing.T) {
	t.Parallel()
	seen := map[canonical.Digest]Act{}
	acts := append(allActs(),
		&Appoint{"p", "assessor", nil, false}, &Appoint{"p", "assessor", []proficiency.Category{"a"}, true},
		&Appoint{"p", "assessor", []proficiency.Category{"a", "b"}, true}, &Appoint{"q", "assessor", nil, true}, &Appoint{"p", "administrator", nil, true},
		&OpenCentre{Trust, "Europe/London"}, &OpenCentre{University, "UTC"})
	for _, actor := range []PersonID{"", "p", "q"} {
		for _, a := range acts {
			parts := a.parts()
			d := parts.digest(a.Kind(), actor)
			if other := seen[d]; other != nil {
				t.Errorf("%+v and %+v have one digest", a, other)
			}
			seen[d] = a
		}
	}
}

// A world of a few people, in which acts are drawn.
var (
	somePeople = []PersonID{"p-0", "p-1", "p-2", "p-3"}
	someHeld   = []RoleID{"clinical-centre-manager", "clinical-centre-manager", "administrator", "educator-manager", "assessor"}
)

func drawAct(r *rand.Rand) Act {
	p, role := somePeople[r.IntN(len(somePeople))], someHeld[r.IntN(len(someHeld))]
	var limits []proficiency.Category
	if r.IntN(3) == 0 {
		limits = []proficiency.Category{"clinical"}
	}
	switch act := allActs()[r.IntN(len(allActs()))].(type) {
	case *RegisterPerson:
		return &RegisterPerson{p}
	case *Approve:
		return &Approve{p}
	case *Appoint:
		return &Appoint{p, role, limits, r.IntN(2) == 0}
	case *Revoke:
		return &Revoke{p, role, limits}
	case *Resign:
		return &Resign{role, limits}
	case *Suspend:
		return &Suspend{p}
	case *Lift:
		return &Lift{p}
	case *KeepStaff:
		return &KeepStaff{p}
	case *DropStaff:
		return &DropStaff{p}
	case *NameHolder:
		return &NameHolder{p, "centre-manager"}
	case *UnnameHolder:
		return &UnnameHolder{p, "centre-manager"}
	case *Deactivate:
		return &Deactivate{p}
	case *Reactivate:
		return &Reactivate{p}
	default:
		return act
	}
}

// Acts of people, whatever they are, never take the last manager in force: only
// the host does, and then the record says so. Nothing decided changes the state
// decided on, and the state after the record is the state after its events.
func TestPropertyRandomActsKeepTheLastManager(t *testing.T) {
	t.Parallel()
	const manager = RoleID("clinical-centre-manager")
	p, r := Default(), rand.New(rand.NewPCG(7, 7))
	managers := func(s *CentreState) int { return p.Holders(s.id, s.Standings())[manager] }
	accepted, lost, lasted := 0, 0, 0
	for walk := range 250 {
		s := newCentreState("centre-1")
		for range 150 {
			act, f := drawAct(r), actFacts{zone: true, actor: somePeople[r.IntN(len(somePeople))]}
			if f.host = actRules[act.Kind()].host && (!actRules[act.Kind()].people || r.IntN(2) == 0); f.host {
				f.actor = ""
			}
			before := s.key()
			out := decideAct(p, &s, &f, act)
			if s.key() != before {
				t.Fatalf("%+v changed what it was decided on", act)
			}
			if slices.ContainsFunc(out.reasons, func(x Reason) bool { return x.Code == CodeLastHolder }) {
				lasted++
			}
			if len(out.events) == 0 {
				continue
			}
			accepted++
			next := s.after(out.events)
			unfilled := slices.ContainsFunc(out.events, func(e RegisterEvent) bool { return e.Kind == RoleUnfilled })
			if gone := managers(&s) > 0 && managers(&next) == 0; gone != unfilled || gone && !f.host {
				t.Fatalf("walk %d: %s %+v by %q leaves %d of %d managers, events %+v", walk, act.Kind(), act, f.actor, managers(&next), managers(&s), out.events)
			}
			if unfilled {
				lost++
			}
			record := RegisterRecord{Format: 1, Seq: s.seq + 1, Events: appendEvents(nil, out.events), People: peopleOf(out.events)}
			stored := s.replay([]RegisterRecord{record})
			if stored.key() != next.key() || !reflect.DeepEqual(stored.Standings(), next.Standings()) {
				t.Fatalf("%+v leads to %q, its record to %q", act, next.key(), stored.key())
			}
			s = stored
		}
	}
	if accepted < 4_000 || lost < 10 || lasted < 5 {
		t.Errorf("too little happened: %d accepted, %d centres lost their manager, %d acts would have", accepted, lost, lasted)
	}
}

// everything is a store of one centre's records.
type everything []RegisterRecord

func (e *everything) Load(_ context.Context, _ CentreID, after RegisterSeq) ([]RegisterRecord, error) {
	return slices.Clone((*e)[min(int(after), len(*e)):]), nil
}

func (e *everything) Append(_ context.Context, b RegisterBatch) error {
	*e = append(*e, b.Records...)
	return nil
}

// Replaying all records at once, some at a time, or each as it came gives the
// same state; earlier states stay what they were.
func TestPropertyReplayEqualsState(t *testing.T) {
	t.Parallel()
	r, store := rand.New(rand.NewPCG(8, 8)), &everything{}
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	reg, err := NewRegister(nil, store, RegisterOptions{Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	states := []CentreState{newCentreState("centre-1")}
	for range 4_000 {
		now = now.Add(time.Duration(r.IntN(5)-1) * time.Second)
		act, before := drawAct(r), len(*store)
		if actRules[act.Kind()].host {
			_, _ = reg.DoAsHost(t.Context(), ActRequest{Centre: "centre-1", Act: act})
		} else {
			_, _ = reg.Do(t.Context(), ActRequest{Actor: somePeople[r.IntN(len(somePeople))], Centre: "centre-1", Act: act})
		}
		if len(*store) > before {
			s, err := reg.current(t.Context(), "centre-1")
			if err != nil {
				t.Fatal(err)
			}
			states = append(states, s)
		}
	}
	records := *store
	if len(records) < 2*recentActs {
		t.Fatalf("only %d records", len(records))
	}
	if err := VerifyRegister("centre-1", records); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		to := r.IntN(len(states))
		from := r.IntN(to + 1)
		got := states[from].replay(records[from:to])
		if !reflect.DeepEqual(states[to], got) {
			t.Fatalf("from %d to %d: %+v, was %+v", from, to, got, states[to])
		}
	}
}

// The key tells apart whatever a decision could tell apart.
func TestKeysOfStates(t *testing.T) {
	t.Parallel()
	base := newCentreState("centre-1").after([]RegisterEvent{
		{Kind: CentreOpened, CentreKind: Trust, Zone: "UTC"}, {Kind: PersonRegistered, Person: "p"}, {Kind: PersonApproved, Person: "p"},
	})
	seen := map[string]RegisterEvent{base.key(): {}}
	for _, e := range []RegisterEvent{
		{Kind: CentreChanged, CentreKind: University, Zone: "UTC"}, {Kind: CentreChanged, CentreKind: Trust, Zone: "Europe/London"},
		{Kind: PersonRegistered, Person: "q"}, {Kind: PersonDeactivated, Person: "p"}, {Kind: PersonSuspended, Person: "p"},
		{Kind: PersonAppointed, Person: "p", Role: "assessor"}, {Kind: PersonAppointed, Person: "q", Role: "assessor"},
		{Kind: PersonAppointed, Person: "p", Role: "assessor", Categories: []proficiency.Category{"a"}},
		{Kind: StaffKept, Keeper: "p", Person: "q"}, {Kind: StaffKept, Keeper: "q", Person: "p"}, {Kind: "other", Raw: []byte("{}")},
	} {
		s := base.after([]RegisterEvent{e})
		if other, ok := seen[s.key()]; ok {
			t.Errorf("%+v and %+v lead to one key", e, other)
		}
		seen[s.key()] = e
	}
	a := RegisterEvent{Kind: PersonAppointed, Person: "p", Role: "assessor"}
	b := RegisterEvent{Kind: PersonAppointed, Person: "p", Role: "administrator"}
	one, other := base.after([]RegisterEvent{a, b}), base.after([]RegisterEvent{b, a})
	if one.key() != other.key() {
		t.Error("the order of appointments makes a difference")
	}
}

// Of states that follow the same one, none sees what happened in another.
func TestStatesShareNothingThatChanges(t *testing.T) {
	t.Parallel()
	role := func(id RoleID) []RegisterEvent {
		return []RegisterEvent{{Kind: PersonAppointed, Person: "p", Role: id}, {Kind: StaffKept, Keeper: "p", Person: PersonID(id)}}
	}
	s := newCentreState("centre-1")
	for _, first := range []RoleID{"a", "b", "c", "d", "e"} {
		s = s.after(role(first))
		one := s.after(role("one"))
		was := one.key()
		other := s.after(role("other"))
		gone := one.after([]RegisterEvent{{Kind: AppointmentRevoked, Person: "p", Role: "a"}, {Kind: StaffDropped, Keeper: "p", Person: "a"}})
		if one.key() != was || other.key() == was || gone.key() == was {
			t.Errorf("after %s: %q became %q", first, was, one.key())
		}
	}
}

// What people were appointed to under another policy, and nobody is appointed to
// now, the host can end, whatever its categories.
func TestWhatAnOlderPolicyLeftBehindEnds(t *testing.T) {
	t.Parallel()
	for _, role := range []RoleID{"centre-manager", "no-role-any-more"} {
		s := newCentreState("centre-1").after([]RegisterEvent{
			{Kind: CentreOpened, CentreKind: Trust, Zone: "UTC"}, {Kind: PersonApproved, Person: "p"},
			{Kind: PersonAppointed, Person: "p", Role: role, Categories: []proficiency.Category{"clinical"}},
			{Kind: PersonAppointed, Person: "p", Role: role}, {Kind: PersonAppointed, Person: "p", Role: "assessor"},
		})
		out := decideAct(Default(), &s, &actFacts{host: true}, &UnnameHolder{"p", role})
		next := s.after(out.events)
		if left := next.standing("p").Appointments; len(out.reasons) > 0 || len(left) != 1 || left[0].Role != "assessor" {
			t.Errorf("%s: %v leaves %v", role, out.reasons, left)
		}
	}
}

// A look at a centre of many people says who may, and does not reason about
// each of those who may not.
func TestAnOverviewOfManyReasonsAboutNobody(t *testing.T) {
	const people = 400
	s := newCentreState("centre-1")
	for i := range people {
		id := PersonID(fmt.Sprint("p-", i))
		s = s.after([]RegisterEvent{{Kind: PersonApproved, Person: id}, {Kind: PersonAppointed, Person: id, Role: "assessor"}})
	}
	all, p := s.Standings(), Default()
	if n := testing.AllocsPerRun(5, func() { _ = p.Overview("centre-1", all) }); n > 30*people {
		t.Errorf("%v allocations for each of %d people", n/people, people)
	}
}

func BenchmarkDecideAct(b *testing.B) {
	p, s := Default(), newCentreState("centre-1")
	events := []RegisterEvent{{Kind: CentreOpened, CentreKind: Trust, Zone: "UTC"}}
	for i := range 4 {
		id := PersonID(fmt.Sprint("p-", i))
		events = append(events, RegisterEvent{Kind: PersonApproved, Person: id}, RegisterEvent{Kind: PersonAppointed, Person: id, Role: someHeld[i]})
	}
	s, f := s.after(events), actFacts{actor: "p-0"}
	b.ReportAllocs()
	for b.Loop() {
		out := decideAct(p, &s, &f, &Revoke{Person: "p-1", Role: "clinical-centre-manager"})
		next := s.after(out.events)
		if len(out.reasons) > 0 || next.key() == "" {
			b.Fatal(out.reasons)
		}
	}
}
