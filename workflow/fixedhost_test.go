package workflow_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// People can be added from anywhere at once, while decisions read them.
func TestFixedHostIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	h := &workflow.FixedHost{}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 50 {
				c := workflow.CentreID(fmt.Sprint("centre-", i, "-", n))
				h.AddCentre(roles.Centre{ID: c})
				h.Delegate("person-1", c, "assessor")
				h.Staff("person-1", c, "person-2")
				f, err := h.Facts(context.Background(), workflow.Need{Actor: "person-1", Centres: []workflow.CentreID{c}, Nonce: true})
				if err != nil || !f.Person("person-1").DelegateOf(c) || f.Centre(c) == nil || f.Nonce == [32]byte{} {
					t.Errorf("%+v: %v", f, err)
				}
			}
		})
	}
	wg.Wait()
	s := h.Standing("person-1")
	require.Len(t, s.Memberships, 400)
	require.Len(t, s.Appointments, 400)
	require.Len(t, s.Staff, 400)
	s.Memberships[0].Active, s.Appointments[0].Role = false, "x" // a copy
	require.NotEqual(t, s, h.Standing("person-1"))
}

// Nobody is known who was not added, and what was not asked for is not told.
func TestFixedHostTellsWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	h := &workflow.FixedHost{}
	h.AddCentre(roles.Centre{ID: "centre-1"})
	h.AddCentre(roles.Centre{ID: "centre-2"})
	h.Delegate("person-1", "centre-1")
	ask := func(n workflow.Need) workflow.Facts {
		f, err := h.Facts(context.Background(), n)
		require.NoError(t, err)
		require.False(t, f.Now.IsZero())
		return f
	}
	require.Empty(t, ask(workflow.Need{Actor: "nobody"}).People)
	f := ask(workflow.Need{Actor: "person-1", People: []workflow.PersonID{"person-1", "nobody"}, Centres: []workflow.CentreID{"centre-2", "centre-2", "nowhere"}})
	require.Len(t, f.People, 1)
	require.Len(t, f.Centres, 1)
	require.True(t, f.Centres[0].Offers)
	require.Zero(t, f.Nonce)
	f = ask(workflow.Need{Actor: "nobody", People: []workflow.PersonID{"person-1"}, OwnCentres: true})
	require.NotNil(t, f.Centre("centre-1"))
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := h.Facts(gone, workflow.Need{})
	require.ErrorIs(t, err, context.Canceled)
}

// Whoever is made a delegate is one, whatever they were at the centre before.
func TestDelegateAfterASuspension(t *testing.T) {
	t.Parallel()
	h := &workflow.FixedHost{}
	h.Delegate("person-1", "centre-1", "assessor")
	s := h.Standing("person-1")
	s.Memberships[0].Suspended = true
	h.SetPerson(s)
	s = h.Standing("person-1")
	require.False(t, s.DelegateOf("centre-1"))
	h.Delegate("person-1", "centre-1")
	s = h.Standing("person-1")
	require.True(t, s.DelegateOf("centre-1"))
	require.Len(t, s.Memberships, 1)
	require.Len(t, s.Appointments, 1)
}
