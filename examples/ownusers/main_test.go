package main

import (
	"bytes"
	"testing"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

const transcript = `enrol by user-1, with the tables at revision 0
self-assess by user-3, with the tables at revision 0
request-confirmation by user-3, with the tables at revision 0
confirm by user-2 is refused: there is no such enrolment [not-found]
confirm by user-2, with the tables at revision 2
`

// Who has no job any more decides nothing, nor sees what was sent to them.
func TestTranscript(t *testing.T) {
	var b bytes.Buffer
	if err := run(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if b.String() != transcript {
		t.Errorf("it prints\n%s", b.String())
	}
}

// The tables say what the engine asks for, and leave out what they do not know.
func TestFacts(t *testing.T) {
	tables := example()
	tables.hire(Job{User: "user-1", Site: "site-2", Title: "nurse"})
	tables.Sites = append(tables.Sites, Site{ID: "site-2", Kind: "school", TimeZone: "UTC"})
	tables.Users[1].Blocked = true
	f, err := tables.Facts(t.Context(), workflow.Need{
		Actor: "user-1", People: []workflow.PersonID{"user-1", "user-2", "nobody"}, Centres: []workflow.CentreID{"site-1", "none"}, OwnCentres: true, Nonce: true,
	})
	if err != nil || len(f.People) != 2 || len(f.Centres) != 2 || f.Nonce == [32]byte{} || f.Register != "revision 1" {
		t.Fatalf("%+v, %v", f, err)
	}
	policy, here := roles.Default(), roles.Scope{Centres: []roles.CentreID{"site-1"}}
	for person, want := range map[workflow.PersonID]bool{"user-1": true, "user-2": false} {
		if got := policy.May(f.Person(person), roles.CanConfirm, here).Allowed(); got != want {
			t.Errorf("%s may confirm: %v", person, got)
		}
	}
	if !f.Person("user-1").DelegateOf("site-2") || policy.HoldsAny(f.Person("user-1"), roles.Scope{Centres: []roles.CentreID{"site-2"}}) {
		t.Error("a nurse belongs to the site and holds no role")
	}
	if zone := f.Centre("site-1").Zone.String(); zone != "Europe/London" || f.Centre("site-2").Kind != roles.University {
		t.Error(zone, f.Centre("site-2"))
	}
	tables.Sites[0].TimeZone = "Nowhere/Else"
	if _, err := tables.Facts(t.Context(), workflow.Need{Actor: "user-1", Centres: []workflow.CentreID{"site-1"}}); err == nil {
		t.Error("a time zone that does not exist is no fact")
	}
}

func TestAppointed(t *testing.T) {
	got, err := example().Appointed(t.Context(), []workflow.CentreID{"site-1"})
	if err != nil || len(got) != 2 {
		t.Errorf("%v, %v: want the educator and the assessor", got, err)
	}
}
