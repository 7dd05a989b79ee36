package roles_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/roles"
)

// lists is a store for these tests: the least that the contract asks for.
type lists struct {
	mu      sync.Mutex
	records map[roles.CentreID][]roles.RegisterRecord
	// appending, if set, is asked before each Append, outside the lock.
	appending func(roles.RegisterBatch) error
	// appended, if set, gives the answer once a batch is stored.
	appended func(roles.RegisterBatch) error
}

func (l *lists) Load(ctx context.Context, c roles.CentreID, after roles.RegisterSeq) (out []roles.RegisterRecord, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range l.records[c] {
		if r.Seq > after {
			out = append(out, r.Clone())
		}
	}
	return out, ctx.Err()
}

func (l *lists) Append(_ context.Context, b roles.RegisterBatch) error {
	if l.appending != nil {
		if err := l.appending(b); err != nil {
			return err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if roles.RegisterSeq(len(l.records[b.Centre])) != b.After {
		return roles.ErrConflict
	}
	if l.records == nil {
		l.records = map[roles.CentreID][]roles.RegisterRecord{}
	}
	for _, r := range b.Records {
		l.records[b.Centre] = append(l.records[b.Centre], r.Clone())
	}
	if l.appended != nil {
		return l.appended(b)
	}
	return nil
}

// finding is lists that finds centres.
type finding struct{ lists }

func (f *finding) CentresOf(_ context.Context, p roles.PersonID) (out []roles.CentreID, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for c, rs := range f.records {
		if slices.ContainsFunc(rs, func(r roles.RegisterRecord) bool { return p == "" || slices.Contains(r.People, p) }) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return out, nil
}

// ticking is a clock that goes on by a second each time it is asked.
func ticking() func() time.Time {
	var mu sync.Mutex
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return now
	}
}

// A registry is a register in the making of a test.
type registry struct {
	t     *testing.T
	reg   *roles.Register
	store *finding
}

func newRegistry(t *testing.T, change ...func(*roles.RegisterOptions)) *registry {
	t.Helper()
	store := &finding{}
	return &registry{t, registerOn(t, store, change...), store}
}

func registerOn(t *testing.T, store roles.RegisterStore, change ...func(*roles.RegisterOptions)) *roles.Register {
	t.Helper()
	o := roles.RegisterOptions{Clock: ticking()}
	for _, c := range change {
		c(&o)
	}
	reg, err := roles.NewRegister(nil, store, o)
	if err != nil {
		t.Fatal(err)
	}
	return reg
}

func (r *registry) try(actor roles.PersonID, centre roles.CentreID, act roles.Act) (roles.ActResult, error) {
	if actor == "" {
		return r.reg.DoAsHost(r.t.Context(), roles.ActRequest{Centre: centre, Act: act})
	}
	return r.reg.Do(r.t.Context(), roles.ActRequest{Actor: actor, Centre: centre, Act: act})
}

// do wants the acts to be accepted at centre-1; the host does them where there is no actor.
func (r *registry) do(actor roles.PersonID, acts ...roles.Act) (last roles.ActResult) {
	r.t.Helper()
	for _, act := range acts {
		var err error
		if last, err = r.try(actor, here, act); err != nil {
			r.t.Fatalf("%s: %+v of %q is refused: %v", act.Kind(), act, actor, err)
		}
	}
	return last
}

// refused wants the act to be refused at centre-1 for exactly these reasons.
func (r *registry) refused(actor roles.PersonID, act roles.Act, want ...string) *roles.Refused {
	r.t.Helper()
	before := r.seq()
	_, err := r.try(actor, here, act)
	no := (*roles.Refused)(nil)
	if !errors.As(err, &no) {
		r.t.Fatalf("%s: %+v of %q gives %v, want a refusal", act.Kind(), act, actor, err)
	}
	if diff := cmp.Diff(want, codes(no.Reasons)); diff != "" || no.Kind != act.Kind() || no.Error() == "" {
		r.t.Fatalf("%s: %+v of %q: reasons (-want +got):\n%s%v", no.Kind, act, actor, diff, err)
	}
	for _, x := range no.Reasons {
		if x.Message == "" || strings.ContainsAny(x.Message, "{}") {
			r.t.Fatalf("a reason says too little: %+v", x)
		}
	}
	if r.seq() != before {
		r.t.Fatal("a refusal was stored")
	}
	return no
}

// nothing wants the act to be accepted, and to change nothing.
func (r *registry) nothing(actor roles.PersonID, act roles.Act) {
	r.t.Helper()
	before := r.seq()
	if res := r.do(actor, act); res.Record.Seq != 0 || r.seq() != before {
		r.t.Fatalf("%s: %+v of %q was stored", act.Kind(), act, actor)
	}
}

func (r *registry) seq() int {
	r.store.mu.Lock()
	defer r.store.mu.Unlock()
	return len(r.store.records[here])
}

func (r *registry) state() roles.CentreState {
	r.t.Helper()
	s, err := r.reg.Centre(r.t.Context(), here)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

// standing is a person's at centre-1.
func (r *registry) standing(p roles.PersonID) *roles.Standing {
	r.t.Helper()
	s := r.state()
	return s.Standing(p)
}

// open is a registry in which centre-1 is open, and head-1 its Centre Manager.
func open(t *testing.T, change ...func(*roles.RegisterOptions)) *registry {
	t.Helper()
	r := newRegistry(t, change...)
	r.do("", &roles.OpenCentre{CentreKind: roles.Trust, Zone: "Europe/London"}, &roles.NameHolder{Person: "head-1", Role: host})
	return r
}

// delegates registers and approves people, as the host.
func (r *registry) delegates(people ...roles.PersonID) {
	r.t.Helper()
	for _, p := range people {
		r.do("", &roles.RegisterPerson{Person: p}, &roles.Approve{Person: p})
	}
}

// staffed is open with manager-1, educator-1, admin-1 and assessor-1 in their
// roles, and delegates nurse-1 and nurse-2.
func staffed(t *testing.T, change ...func(*roles.RegisterOptions)) *registry {
	t.Helper()
	r := open(t, change...)
	r.delegates("manager-1", "educator-1", "admin-1", "assessor-1", "nurse-1", "nurse-2")
	r.do("head-1", &roles.Appoint{Person: "manager-1", Role: manager})
	r.do("manager-1", &roles.Appoint{Person: "educator-1", Role: educator}, &roles.Appoint{Person: "admin-1", Role: admin},
		&roles.Appoint{Person: "assessor-1", Role: assessor})
	return r
}

// standings reads how people stand: at the centres, or everywhere where there are none.
func standings(t *testing.T, reg *roles.Register, people []roles.PersonID, centres []roles.CentreID) ([]*roles.Standing, roles.RegisterPosition, error) {
	read := reg.Read
	if centres == nil {
		read = reg.ReadAll
	}
	r, err := read(t.Context(), people, centres)
	return r.People, r.Position, err
}
