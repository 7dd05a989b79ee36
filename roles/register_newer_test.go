package roles_test

import (
	"errors"
	"testing"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
)

// A centre with records of a newer version can be read as far as they can be
// understood, and nothing is done there.
func TestRecordsOfANewerVersion(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	last := r.state()
	err := r.store.Append(t.Context(), roles.RegisterBatch{Centre: here, After: last.Seq(), Records: []roles.RegisterRecord{{
		Format: roles.RegisterFormat + 1, Seq: last.Seq() + 1, At: last.At(), Actor: "manager-1", Request: "request-1", Kind: "promote",
		Events: []byte(`[{"event":"promoted","person":"nurse-1"}]`), Hash: canonical.Sum([]byte("as they do it then")),
	}}})
	if err != nil {
		t.Fatal(err)
	}
	s := r.state()
	if !s.Newer() || last.Newer() || s.Seq() != last.Seq()+1 || len(s.Members()) != len(last.Members()) {
		t.Errorf("newer %v at %d: %+v", s.Newer(), s.Seq(), s.Members())
	}
	for _, actor := range []roles.PersonID{"manager-1", "educator-1", "head-1"} {
		r.refused(actor, &roles.RegisterPerson{Person: "new-1"}, roles.CodeWrittenByNewer)
	}
	r.refused("", &roles.OpenCentre{CentreKind: roles.Trust, Zone: "Europe/London"}, roles.CodeWrittenByNewer)
	r.refused("", &roles.Deactivate{Person: "nurse-1"}, roles.CodeWrittenByNewer)
	r.refused("nurse-1", &roles.RegisterPerson{Person: "new-1"}, roles.CodeNoRoleHere)
	past, err := r.reg.AtSeq(t.Context(), here, last.Seq())
	if err != nil || past.Newer() {
		t.Error(past.Newer(), err)
	}
	if err := roles.VerifyRegister(here, r.records()); err == nil {
		t.Error("verified what cannot be read")
	}
}

// The zone of a centre is a name in a record: where the system does not know
// it, dates cannot be told, and acts go on.
func TestAZoneThatIsNotKnownAnyMore(t *testing.T) {
	t.Parallel()
	r := newRegistry(t)
	first := roles.RegisterRecord{
		Format: 1, Seq: 1, Request: "request-1", Kind: roles.ActOpenCentre,
		Events: []byte(`[{"centre-kind":"trust","event":"centre-opened","zone":"Europe/Atlantis"},{"event":"holder-named","person":"head-1","role":"centre-manager"}]`),
	}
	first.Hash = canonical.Chain(canonical.Genesis("countersign-register/1", string(here)),
		[]byte(`{"events":`+string(first.Events)+`,"format":1,"kind":"open-centre","request":"request-1","seq":1}`))
	if err := r.store.Append(t.Context(), roles.RegisterBatch{Centre: here, Records: []roles.RegisterRecord{first}}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.reg.Centre(t.Context(), here); err == nil || errors.Is(err, roles.ErrBroken) {
		t.Error(err)
	}
	r.do("head-1", &roles.RegisterPerson{Person: "nurse-1"})
	r.do("", &roles.ChangeCentre{CentreKind: roles.Trust, Zone: "Europe/London"})
	if s := r.state(); s.Centre().Location().String() != "Europe/London" {
		t.Error(s.Centre())
	}
	past, err := r.reg.AtSeq(t.Context(), here, 1)
	if err != nil || past.Centre().Zone != nil || past.ZoneName() != "Europe/Atlantis" || len(past.Standing("head-1").Appointments) != 1 {
		t.Errorf("who held what then is not told: %+v, %v", past.Centre(), err)
	}
}
