package roles_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
)

func (r *registry) records() []roles.RegisterRecord {
	r.t.Helper()
	records, err := r.reg.Records(r.t.Context(), here)
	if err != nil {
		r.t.Fatal(err)
	}
	return records
}

// Whatever is changed in a record, both verifying and reading find it.
func TestChangesAreFound(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	if err := roles.VerifyRegister(here, r.records()); err != nil {
		t.Fatal(err)
	}
	const i = 15 // an appointment
	for name, change := range map[string]func(*roles.RegisterRecord){
		"number":  func(x *roles.RegisterRecord) { x.Seq++ },
		"time":    func(x *roles.RegisterRecord) { x.At = x.At.Add(time.Microsecond) },
		"actor":   func(x *roles.RegisterRecord) { x.Actor = "head-1" },
		"role":    func(x *roles.RegisterRecord) { x.As = admin },
		"request": func(x *roles.RegisterRecord) { x.Request += "x" },
		"act":     func(x *roles.RegisterRecord) { x.Act[0]++ },
		"kind":    func(x *roles.RegisterRecord) { x.Kind = roles.ActRevoke },
		"policy":  func(x *roles.RegisterRecord) { x.Policy[0]++ },
		"people":  func(x *roles.RegisterRecord) { x.People[0] = "nurse-1" },
		"nobody":  func(x *roles.RegisterRecord) { x.People = nil },
		"events": func(x *roles.RegisterRecord) {
			x.Events = []byte(strings.Replace(string(x.Events), "educator-1", "educator-2", 1))
		},
		"format": func(x *roles.RegisterRecord) { x.Format = 0 },
		"hash":   func(x *roles.RegisterRecord) { x.Hash = canonical.Sum(nil) },
	} {
		records := r.records()
		change(&records[i])
		err := roles.VerifyRegister(here, records)
		fault := (*roles.RegisterFault)(nil)
		if !errors.As(err, &fault) || fault.Seq != records[i].Seq || fault.What == "" {
			t.Errorf("%s: %v", name, err)
		}
		store := &finding{lists{records: map[roles.CentreID][]roles.RegisterRecord{here: records}}}
		reg := registerOn(t, store)
		_, read := reg.Centre(t.Context(), here)
		_, past := reg.AtSeq(t.Context(), here, 2)
		_, history := reg.History(t.Context(), here)
		_, act := reg.Do(t.Context(), roles.ActRequest{Actor: "manager-1", Centre: here, Act: &roles.Suspend{Person: "nurse-1"}})
		for _, err := range []error{read, past, history, act} {
			if !errors.Is(err, roles.ErrBroken) {
				t.Errorf("%s: read as if nothing were: %v", name, err)
			}
		}
	}
}

func TestMissingAndForeignRecordsAreFound(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	records := r.records()
	for name, c := range map[string]struct {
		centre  roles.CentreID
		records []roles.RegisterRecord
	}{
		"another centre": {there, records},
		"no first":       {here, records[1:]},
		"a gap":          {here, slices.Delete(slices.Clone(records), 3, 4)},
		"exchanged":      {here, append([]roles.RegisterRecord{records[1], records[0]}, records[2:]...)},
		"twice":          {here, slices.Insert(slices.Clone(records), 3, records[2])},
	} {
		if roles.VerifyRegister(c.centre, c.records) == nil {
			t.Errorf("%s: verified", name)
		}
	}
	if err := roles.VerifyRegister(here, records[:5]); err != nil {
		t.Errorf("a beginning is a register as of then: %v", err)
	}
}

// A record that follows by its hash can still not be what the software writes.
func TestVerifyingLooksAtEachRecord(t *testing.T) {
	t.Parallel()
	good := open(t).records()[0]
	for name, c := range map[string]struct {
		change func(*roles.RegisterRecord)
		want   string
	}{
		"not an array":  {func(x *roles.RegisterRecord) { x.Events = []byte(`{}`) }, "not a JSON array"},
		"not canonical": {func(x *roles.RegisterRecord) { x.Events = []byte(`[ ]`) }, "not in canonical form"},
		"local time":    {func(x *roles.RegisterRecord) { x.At = x.At.In(time.FixedZone("x", 3600)) }, "not dated in UTC"},
		"too fine":      {func(x *roles.RegisterRecord) { x.At = x.At.Add(1) }, "microsecond"},
		"people":        {func(x *roles.RegisterRecord) { x.People = []roles.PersonID{"nurse-1"} }, "people"},
		"newer":         {func(x *roles.RegisterRecord) { x.Format = 9 }, "up to 1"},
	} {
		r := good.Clone()
		c.change(&r)
		if err := roles.VerifyRegister(here, []roles.RegisterRecord{r}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTimeThatGoesBackIsFound(t *testing.T) {
	t.Parallel()
	records := open(t).records()
	records[1].At = records[0].At.Add(-time.Microsecond)
	if err := roles.VerifyRegister(here, records); err == nil || !strings.Contains(err.Error(), "record 2: is dated before the record before it") {
		t.Error(err)
	}
}

// A store that went back to an older copy is believed: what it has is what was
// stored.
func TestAStoreThatWentBack(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	records := r.records()
	r.store.records[here] = records[:15]
	if s := r.state(); s.Seq() != 15 {
		t.Errorf("is at %d", s.Seq())
	}
	r.do("manager-1", &roles.Appoint{Person: "nurse-1", Role: educator})
	if got := r.records(); len(got) != 16 || roles.VerifyRegister(here, got) != nil {
		t.Error(roles.VerifyRegister(here, got))
	}
}

// It is the hash of the last record known that says whether a store went back:
// there may be as many records as before.
func TestAStoreThatWentBackAndOn(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	before := r.state()
	r.store.records[here] = r.records()[:before.Seq()-1]
	other := &registry{t, registerOn(t, r.store), r.store}
	other.do("manager-1", &roles.Appoint{Person: "nurse-1", Role: admin})
	if s := r.state(); s.Seq() != before.Seq() || s.Head() == before.Head() || len(r.standing("nurse-1").Appointments) != 1 {
		t.Errorf("at %d: %+v", s.Seq(), r.standing("nurse-1"))
	}
	r.refused("assessor-1", &roles.Resign{Role: assessor}, roles.CodeNoRoleHere)
}
