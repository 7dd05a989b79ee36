package roles

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// storedEvents are events as they lie in stores. They are facts: lines are
// added here, and none is ever changed.
var storedEvents = []struct {
	event  RegisterEvent
	stored string
}{
	{RegisterEvent{Kind: CentreOpened, CentreKind: Trust, Zone: "Europe/London"},
		`{"centre-kind":"trust","event":"centre-opened","zone":"Europe/London"}`},
	{RegisterEvent{Kind: CentreChanged, CentreKind: University, Zone: "UTC"},
		`{"centre-kind":"university","event":"centre-changed","zone":"UTC"}`},
	{RegisterEvent{Kind: PersonRegistered, Person: "p"}, `{"event":"registered","person":"p"}`},
	{RegisterEvent{Kind: PersonApproved, Person: "p"}, `{"event":"approved","person":"p"}`},
	{RegisterEvent{Kind: PersonDeactivated, Person: "p"}, `{"event":"deactivated","person":"p"}`},
	{RegisterEvent{Kind: PersonReactivated, Person: "p"}, `{"event":"reactivated","person":"p"}`},
	{RegisterEvent{Kind: PersonAppointed, Person: "p\"é\n", Role: "assessor"},
		`{"event":"appointed","person":"p\"é\n","role":"assessor"}`},
	{RegisterEvent{Kind: PersonAppointed, Person: "p", Role: "assessor", Categories: []proficiency.Category{"clinical", "research"},
		Attested: true, Learner: true, Training: "mentoring"},
		`{"attested":true,"categories":["clinical","research"],"event":"appointed","learner":true,"person":"p","role":"assessor","training":"mentoring"}`},
	{RegisterEvent{Kind: AppointmentRevoked, Person: "p", Role: "assessor", Categories: []proficiency.Category{"clinical"}},
		`{"categories":["clinical"],"event":"revoked","person":"p","role":"assessor"}`},
	{RegisterEvent{Kind: AppointmentResigned, Person: "p", Role: "assessor"}, `{"event":"resigned","person":"p","role":"assessor"}`},
	{RegisterEvent{Kind: PersonSuspended, Person: "p"}, `{"event":"suspended","person":"p"}`},
	{RegisterEvent{Kind: SuspensionLifted, Person: "p"}, `{"event":"suspension-lifted","person":"p"}`},
	{RegisterEvent{Kind: StaffKept, Keeper: "k", Person: "p"}, `{"event":"staff-kept","keeper":"k","person":"p"}`},
	{RegisterEvent{Kind: StaffDropped, Keeper: "k", Person: "p"}, `{"event":"staff-dropped","keeper":"k","person":"p"}`},
	{RegisterEvent{Kind: HolderNamed, Person: "p", Role: "centre-manager"}, `{"event":"holder-named","person":"p","role":"centre-manager"}`},
	{RegisterEvent{Kind: HolderUnnamed, Person: "p", Role: "centre-manager"}, `{"event":"holder-unnamed","person":"p","role":"centre-manager"}`},
	{RegisterEvent{Kind: HolderUnnamed, Person: "p", Role: "centre-manager", Categories: []proficiency.Category{"clinical"}},
		`{"categories":["clinical"],"event":"holder-unnamed","person":"p","role":"centre-manager"}`},
	{RegisterEvent{Kind: RoleUnfilled, Role: "clinical-centre-manager"}, `{"event":"role-unfilled","role":"clinical-centre-manager"}`},
}

func TestStoredEvents(t *testing.T) {
	t.Parallel()
	kinds, members := map[RegisterEventKind]bool{}, map[string]bool{"Raw": true}
	for _, c := range storedEvents {
		if got := string(c.event.appendJSON(nil)); got != c.stored {
			t.Errorf("%s is written\n%s, want\n%s", c.event.Kind, got, c.stored)
		}
		if err := canonical.Check([]byte(c.stored)); err != nil {
			t.Errorf("%s: %v", c.event.Kind, err)
		}
		if diff := cmp.Diff(c.event, decodeEvent([]byte(c.stored))); diff != "" {
			t.Errorf("%s is read otherwise:\n%s", c.event.Kind, diff)
		}
		kinds[c.event.Kind] = true
		for v, i := reflect.ValueOf(c.event), 0; i < v.NumField(); i++ {
			members[v.Type().Field(i).Name] = members[v.Type().Field(i).Name] || !v.Field(i).IsZero()
		}
	}
	if len(kinds) != len(eventUses) {
		t.Errorf("%d of %d kinds are held", len(kinds), len(eventUses))
	}
	for name, held := range members {
		if !held {
			t.Errorf("no event has %s", name)
		}
	}
}

// storedRecord is a record as it lies in stores, but for the hash.
const storedRecord = `{"act":"sha256:0100000000000000000000000000000000000000000000000000000000000000","actor":"manager-1",` +
	`"as":"clinical-centre-manager","at":"2026-11-02T09:00:00.000001Z","events":[{"event":"suspended","person":"p"}],"format":1,` +
	`"kind":"suspend","people":["p"],"policy":"sha256:0200000000000000000000000000000000000000000000000000000000000000",` +
	`"request":"request-1","seq":3}`

func TestStoredRecord(t *testing.T) {
	t.Parallel()
	r := RegisterRecord{
		Format: 1, Seq: 3, At: time.Date(2026, 11, 2, 9, 0, 0, 1000, time.UTC), Actor: "manager-1", As: "clinical-centre-manager",
		Request: "request-1", Act: canonical.Digest{1}, Kind: ActSuspend, Policy: canonical.Digest{2}, People: []PersonID{"p"},
		Events: []byte(`[{"event":"suspended","person":"p"}]`),
	}
	if got := string(r.appendBody(nil)); got != storedRecord || canonical.Check([]byte(got)) != nil {
		t.Errorf("is written %s", got)
	}
	const hash = "sha256:9405aa8508c5b1625bfab865fcc62b19bbb481fe4358fa7777a57a5dde1432a4"
	if got := r.hashAfter(registerGenesis("centre-1")).String(); got != hash {
		t.Errorf("the chain of every centre would begin otherwise: %s", got)
	}
}

// Requests that were stored are known again by the digest of their act.
func TestStoredActDigest(t *testing.T) {
	t.Parallel()
	parts := (&Appoint{Person: "p", Role: "assessor", Categories: []proficiency.Category{"clinical"}, Attested: true}).parts()
	const digest = "sha256:be661d9e404284a258ab74bb25c63e3b836c3a41f61eb32c51ddef15d879ba08"
	if got := parts.digest(ActAppoint, "manager-1").String(); got != digest {
		t.Errorf("requests of old would be taken for others: %s", got)
	}
}

// What this version would not write is kept as it is, and known to be unknown.
func TestUnknownEvents(t *testing.T) {
	t.Parallel()
	for _, stored := range []string{
		`{"event":"promoted","person":"p"}`, `{"event":"suspended","person":"p","until":"2027"}`, `{"event":"suspended","person":"p","zone":"UTC"}`,
		`{"event":"suspended"}`, `{"event":"suspended","person":""}`, `{"person":"p","event":"suspended"}`, `{"event":"suspended","person":7}`,
		`{"attested":true,"event":"suspended","person":"p"}`, `{"categories":[],"event":"appointed","person":"p","role":"assessor"}`,
		`{"categories":["a"],"event":"registered","person":"p"}`, `{}`, `7`, `null`, `"x"`,
	} {
		r := RegisterRecord{Format: 1, Seq: 1, Events: []byte("[" + stored + "]")}
		events, err := r.Decode()
		if err != nil || len(events) != 1 || string(events[0].Raw) != stored {
			t.Errorf("%s is read as %+v, %v", stored, events, err)
		}
		if s := newCentreState("centre-1"); !ptr(s.replay([]RegisterRecord{r})).Newer() {
			t.Errorf("%s is no reason to stop", stored)
		}
	}
}

func ptr(s CentreState) *CentreState { return &s }

func TestEventsThatAreNone(t *testing.T) {
	t.Parallel()
	for _, stored := range []string{"", "null", "{}", "[", "[] x", `"x"`, "[" + string(bytes.Repeat([]byte(" "), maxEvents)) + "]"} {
		r := RegisterRecord{Format: 1, Seq: 1, Events: []byte(stored)}
		if _, err := r.Decode(); err == nil {
			t.Errorf("%.20q is read", stored)
		}
		if s := newCentreState("centre-1"); !ptr(s.replay([]RegisterRecord{r})).Newer() {
			t.Errorf("%.20q is no reason to stop", stored)
		}
	}
}

// FuzzDecodeRegister: whatever the bytes, reading, applying and verifying end
// without harm, and what is read is written again as it was.
func FuzzDecodeRegister(f *testing.F) {
	for _, c := range storedEvents {
		f.Add([]byte("["+c.stored+"]"), 1)
	}
	f.Add([]byte(`[{"event":"promoted"},{"event":"registered","person":"p"}]`), 2)
	f.Fuzz(func(t *testing.T, stored []byte, format int) {
		r := RegisterRecord{Format: format, Seq: 1, Events: stored}
		events, err := r.Decode()
		r.People = peopleOf(events)
		s := newCentreState("centre-1")
		r.Hash = r.hashAfter(s.head)
		next := s.replay([]RegisterRecord{r, r})
		if again := s.replay([]RegisterRecord{r, r}); again.key() != next.key() {
			t.Fatal("one record, two states")
		}
		if next.Newer() != (err != nil || format != RegisterFormat || slices.ContainsFunc(events, func(e RegisterEvent) bool { return e.Raw != nil })) {
			t.Fatalf("newer is %v of %q", next.Newer(), stored)
		}
		out := decideAct(Default(), &next, &actFacts{actor: "p"}, &Suspend{Person: "q"})
		if len(out.events) > 0 && next.Newer() {
			t.Fatal("decided on what cannot be read")
		}
		_ = VerifyRegister("centre-1", []RegisterRecord{r, r})
		if err != nil {
			return
		}
		var compact bytes.Buffer
		if json.Compact(&compact, stored) == nil && canonical.Check(stored) == nil && string(appendEvents(nil, events)) != string(stored) {
			t.Fatalf("%q is written %q", stored, appendEvents(nil, events))
		}
	})
}
