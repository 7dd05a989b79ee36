package roles_test

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/roles"
)

func (r *registry) request(id string, actor roles.PersonID, act roles.Act) (roles.ActResult, error) {
	if actor == "" {
		return r.reg.DoAsHost(r.t.Context(), roles.ActRequest{ID: id, Centre: here, Act: act})
	}
	return r.reg.Do(r.t.Context(), roles.ActRequest{ID: id, Actor: actor, Centre: here, Act: act})
}

func TestTheSameRequestAgain(t *testing.T) {
	t.Parallel()
	r := staffed(t, func(o *roles.RegisterOptions) { o.Training = training{"nurse-1": {Learner: true}} })
	appoint := &roles.Appoint{Person: "nurse-1", Role: assessor}
	first, err := r.request("request-1", "manager-1", appoint)
	if err != nil || first.Replayed || len(first.Warnings) != 1 {
		t.Fatal(first, err)
	}
	r.do("manager-1", &roles.Revoke{Person: "nurse-1", Role: assessor})
	for _, reg := range []*roles.Register{r.reg, registerOn(t, r.store)} { // warm and cold
		before := r.seq()
		again, err := reg.Do(t.Context(), roles.ActRequest{ID: "request-1", Actor: "manager-1", Centre: here, Act: appoint})
		if err != nil || !again.Replayed || r.seq() != before {
			t.Fatal(again, err)
		}
		if diff := cmp.Diff(first, again); !cmp.Equal(first.Record, again.Record) || len(again.Warnings) != 1 {
			t.Error(diff)
		}
	}
}

func TestARequestIDIsForOneActOfOnePerson(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	if _, err := r.request("request-1", "manager-1", &roles.Suspend{Person: "nurse-1"}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		actor roles.PersonID
		act   roles.Act
	}{
		"another act":       {"manager-1", &roles.Lift{Person: "nurse-1"}},
		"another person":    {"manager-1", &roles.Suspend{Person: "nurse-2"}},
		"another actor":     {"admin-1", &roles.Suspend{Person: "nurse-1"}},
		"the host":          {"", &roles.Deactivate{Person: "nurse-1"}},
		"an act to nothing": {"manager-1", &roles.RegisterPerson{Person: "nurse-1"}},
	} {
		_, err := r.request("request-1", c.actor, c.act)
		if no := (*roles.Refused)(nil); !errors.As(err, &no) || !no.Has(roles.CodeRequestReused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Who does not say who they are is not taken for the host, whose acts have no
// actor either.
func TestNobodyIsToldOfTheHostsActs(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	act := &roles.RegisterPerson{Person: "new-1"}
	if _, err := r.request("request-1", "", act); err != nil {
		t.Fatal(err)
	}
	res, err := r.reg.Do(t.Context(), roles.ActRequest{ID: "request-1", Centre: here, Act: act})
	if no := (*roles.Refused)(nil); !errors.As(err, &no) || !no.Has(roles.CodeInvalidID) || res.Record.Seq != 0 {
		t.Errorf("%+v, %v", res, err)
	}
	if res, err := r.request("request-1", "", act); err != nil || !res.Replayed {
		t.Errorf("the host again: %+v, %v", res, err)
	}
}

func TestRefusalsAndNoOpsUseNoRequestID(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	for _, act := range []roles.Act{&roles.RegisterPerson{Person: "nurse-1"}, &roles.Suspend{Person: "stranger-1"}, &roles.Suspend{Person: "nurse-1"}} {
		res, err := r.request("request-1", "manager-1", act)
		if _, last := act.(*roles.Suspend); last && err == nil && res.Record.Request != "request-1" {
			t.Error(res)
		}
	}
	if s := r.standing("nurse-1"); s.DelegateOf(here) {
		t.Error("the third act was not done")
	}
}

// The last 256 records are known by their request ids, and no more.
func TestRequestIDsAreForgotten(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	toggle := func(i int) (roles.ActResult, error) {
		acts := []roles.Act{&roles.KeepStaff{Person: "nurse-1"}, &roles.DropStaff{Person: "nurse-1"}}
		return r.request("request-"+strconv.Itoa(i), "educator-1", acts[i%2])
	}
	const known = 256
	for i := range known + 1 {
		if _, err := toggle(i); err != nil {
			t.Fatal(err)
		}
	}
	for _, reg := range []*roles.Register{r.reg, registerOn(t, r.store)} {
		r.reg = reg
		if res, err := toggle(1); err != nil || !res.Replayed {
			t.Errorf("the oldest that is known: %+v, %v", res, err)
		}
	}
	if res, err := toggle(0); err != nil || res.Replayed { // the list has nurse-1: putting them there again changes nothing
		t.Errorf("one that is forgotten: %+v, %v", res, err)
	}
}

var errStore = errors.New("the line went dead")

// Whether a record was stored is found out where the store cannot say.
func TestUnknownOutcomes(t *testing.T) {
	t.Parallel()
	act := &roles.Suspend{Person: "nurse-1"}
	t.Run("stored", func(t *testing.T) {
		t.Parallel()
		r := staffed(t)
		r.store.appended = func(roles.RegisterBatch) error { return errStore }
		res, err := r.try("manager-1", here, act)
		if err != nil || res.Replayed || int(res.Record.Seq) != r.seq() {
			t.Errorf("%+v, %v", res, err)
		}
	})
	t.Run("not stored", func(t *testing.T) {
		t.Parallel()
		r := staffed(t)
		r.store.appending = func(roles.RegisterBatch) error { return errStore }
		res, err := r.try("manager-1", here, act)
		if !errors.Is(err, roles.ErrOutcomeUnknown) || !errors.Is(err, errStore) || res.Request == "" {
			t.Fatalf("%+v, %v", res, err)
		}
		r.store.appending = nil
		if res, err = r.request(res.Request, "manager-1", act); err != nil || res.Replayed {
			t.Errorf("again: %+v, %v", res, err)
		}
	})
	t.Run("certainly not stored", func(t *testing.T) {
		t.Parallel()
		r := staffed(t)
		r.store.appending = func(roles.RegisterBatch) error { return fmt.Errorf("gone: %w", roles.ErrNotStored) }
		if _, err := r.try("manager-1", here, act); !errors.Is(err, roles.ErrNotStored) || errors.Is(err, roles.ErrOutcomeUnknown) {
			t.Error(err)
		}
	})
	t.Run("another act under the same id", func(t *testing.T) {
		t.Parallel()
		r := staffed(t)
		other := registerOn(t, r.store)
		r.store.appending = func(roles.RegisterBatch) error {
			r.store.appending = nil
			if _, err := other.Do(t.Context(), roles.ActRequest{ID: "request-1", Actor: "admin-1", Centre: here, Act: &roles.RegisterPerson{Person: "new-1"}}); err != nil {
				t.Error(err)
			}
			return errStore
		}
		_, err := r.request("request-1", "manager-1", act)
		if no := (*roles.Refused)(nil); !errors.As(err, &no) || !no.Has(roles.CodeRequestReused) {
			t.Error(err)
		}
	})
	t.Run("by another process", func(t *testing.T) {
		t.Parallel()
		r := staffed(t)
		other := registerOn(t, r.store)
		r.store.appending = func(roles.RegisterBatch) error {
			r.store.appending = nil
			if _, err := other.Do(t.Context(), roles.ActRequest{ID: "request-1", Actor: "manager-1", Centre: here, Act: act}); err != nil {
				t.Error(err)
			}
			return errStore
		}
		res, err := r.request("request-1", "manager-1", act)
		if err != nil || !res.Replayed {
			t.Errorf("%+v, %v", res, err)
		}
	})
}

func TestEndlessConflictsEnd(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	r.store.appending = func(roles.RegisterBatch) error { return roles.ErrConflict }
	if res, err := r.try("manager-1", here, &roles.Suspend{Person: "nurse-1"}); !errors.Is(err, roles.ErrContended) || res.Request == "" {
		t.Error(res, err)
	}
}

// What one register keeps in memory never decides alone: refusals and no-ops
// are decided again on what another process stored since.
func TestStaleMemoryDecidesNothing(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	other := &registry{t, registerOn(t, r.store), r.store}
	r.refused("nurse-1", &roles.RegisterPerson{Person: "new-1"}, roles.CodeNoRoleHere)
	other.do("manager-1", &roles.Appoint{Person: "nurse-1", Role: admin})
	r.do("nurse-1", &roles.RegisterPerson{Person: "new-1"})
	other.do("manager-1", &roles.Revoke{Person: "nurse-1", Role: admin})
	r.refused("nurse-1", &roles.RegisterPerson{Person: "new-2"}, roles.CodeNoRoleHere)
	r.nothing("manager-1", &roles.RegisterPerson{Person: "new-1"})
}

// Many people at once, each through a register of their own or a shared one:
// every act is stored once, and the chain holds.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	before := r.seq()
	var all sync.WaitGroup
	const people = 24
	for i := range people {
		reg := r.reg
		if i%3 == 0 {
			reg = registerOn(t, r.store, func(o *roles.RegisterOptions) { o.CacheSize = -1 })
		}
		all.Go(func() {
			p := roles.PersonID("new-" + strconv.Itoa(i))
			if _, err := reg.Do(t.Context(), roles.ActRequest{Actor: "admin-1", Centre: here, Act: &roles.RegisterPerson{Person: p}}); err != nil {
				t.Error(err)
			}
			if _, err := reg.Centre(t.Context(), here); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := r.seq() - before; n != people {
		t.Errorf("%d of %d were stored", n, people)
	}
	records, err := r.reg.Records(t.Context(), here)
	if err != nil || roles.VerifyRegister(here, records) != nil {
		t.Error(err, roles.VerifyRegister(here, records))
	}
}

func TestTimeNeverGoesBack(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 2, 9, 0, 0, 123_456_789, time.FixedZone("somewhere", 3600))
	r := open(t, func(o *roles.RegisterOptions) { o.Clock = func() time.Time { return now } })
	last := r.state()
	now = now.Add(-time.Hour)
	res := r.do("", &roles.RegisterPerson{Person: "nurse-1"})
	if !res.Record.At.Equal(last.At().Add(time.Microsecond)) || res.Record.At.Location() != time.UTC || res.Record.At.Nanosecond()%1000 != 0 {
		t.Errorf("dated %s after %s", res.Record.At, last.At())
	}
	if s, err := r.reg.At(t.Context(), here, last.At()); err != nil || s.Seq() != last.Seq() {
		t.Errorf("as of %s it is at %d, %v: what came later counts as read", last.At(), s.Seq(), err)
	}
	now = time.Time{}
	if _, err := r.try("", here, &roles.RegisterPerson{Person: "nurse-2"}); err == nil {
		t.Error("an act without a time")
	}
}
