package roles_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/roles"
)

// watched is lists that tells from where it was read.
type watched struct {
	lists
	from []roles.RegisterSeq
}

func (w *watched) Load(ctx context.Context, c roles.CentreID, after roles.RegisterSeq) ([]roles.RegisterRecord, error) {
	w.from = append(w.from, after)
	return w.lists.Load(ctx, c, after)
}

// Of a centre that is kept in memory only the tail is read, and for an act that
// is stored nothing; of more centres than are kept, those used last are.
func TestCentresKeptInMemory(t *testing.T) {
	t.Parallel()
	open := &roles.OpenCentre{CentreKind: roles.Trust, Zone: "UTC"}
	for size, want := range map[int][]roles.RegisterSeq{
		0:  {0, 0, 0, 1, 0, 1},
		1:  {0, 0, 0, 0, 1, 0, 1},
		-1: {0, 0, 0, 0, 0, 0, 0},
	} {
		store := &watched{}
		reg := registerOn(t, store, func(o *roles.RegisterOptions) { o.CacheSize = size })
		act := func(c roles.CentreID, a roles.Act) {
			if _, err := reg.DoAsHost(t.Context(), roles.ActRequest{Centre: c, Act: a}); err != nil {
				t.Fatal(err)
			}
		}
		read := func(c roles.CentreID) {
			if _, err := reg.Centre(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
		act(here, open)
		act(there, open)
		_, unknown := reg.Centre(t.Context(), "centre-3")
		if !errors.Is(unknown, roles.ErrUnknownCentre) {
			t.Error(unknown)
		}
		act(here, &roles.RegisterPerson{Person: "nurse-1"})
		read(here)
		if _, err := reg.Centre(t.Context(), "centre-3"); err == nil {
			t.Error("found what is not there")
		}
		read(here)
		if diff := cmp.Diff(want, store.from); diff != "" {
			t.Errorf("keeping %d:\n%s", size, diff)
		}
	}
}

func TestARegisterNeedsAStore(t *testing.T) {
	t.Parallel()
	if reg, err := roles.NewRegister(nil, nil, roles.RegisterOptions{}); err == nil || reg != nil {
		t.Error(reg, err)
	}
}

// Whoever has gone before the act began has stored nothing.
func TestACallerWhoHasGone(t *testing.T) {
	t.Parallel()
	r := staffed(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := r.seq()
	cold := registerOn(t, r.store)
	res, err := cold.Do(ctx, roles.ActRequest{Actor: "manager-1", Centre: here, Act: &roles.Suspend{Person: "nurse-1"}})
	if !errors.Is(err, context.Canceled) || res.Request == "" || r.seq() != before {
		t.Error(res, err)
	}
}
