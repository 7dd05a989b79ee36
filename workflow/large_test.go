package workflow

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// manager-1 may do whatever takes a capability at trust-1.
func (c *benchCase) manager() Facts {
	f := c.decider
	f.Actor, f.Nonce = "manager-1", [32]byte{1}
	f.People = append([]*roles.Standing{{
		Person: "manager-1", Memberships: []roles.Membership{{Centre: "trust-1", Active: true}},
		Appointments: []roles.Appointment{{Role: "clinical-centre-manager", Centre: "trust-1"}},
	}, {
		Person: "assessor-2", Memberships: []roles.Membership{{Centre: "trust-1", Active: true}},
		Appointments: []roles.Appointment{{Role: "educator-manager", Centre: "trust-1"}},
	}}, f.People...)
	return f
}

// sent has the first n items sent, each with a request of its own, of somebody
// whose id is as long as those of most platforms.
func sent(t *testing.T, items, n int) *benchCase {
	t.Helper()
	c := newBenchCase(t, items)
	for _, it := range c.items[:n] {
		c.do(t, c.learner, Answer(it.ID(), "achieved"))
		c.do(t, c.learner, &RequestConfirmation{Items: []proficiency.ItemID{it.ID()}, To: "assessor-1"})
	}
	return c
}

// recorded is what the engine would store of a command, or why it would not.
func (c *benchCase) recorded(f Facts, cmd Command) (Record, error) {
	events, err := Decide(c.fw, &c.state, f, cmd)
	if err != nil {
		return Record{}, err
	}
	return new(Engine).newRecord(c.fw, &c.state, &Request{ID: "request-1", Actor: f.Actor, Command: cmd}, CommandDigest{}, &f, events)
}

// What is pending in the largest framework can be withdrawn in one record, and
// what the record says is all of it.
func TestWithdrawingWithVeryMuchPending(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	for n, requests := range map[int]bool{MaxItems: true, MaxItems + 1: false, 6000: false} {
		c := sent(t, n+3, n)
		r, err := c.recorded(c.manager(), &Withdraw{Reason: "moved away"})
		require.NoError(t, err)
		after := Apply(c.state, r.bare())
		require.False(t, after.hasPending("assessor-1"))
		require.Equal(t, StatusWithdrawn, StatusOf(c.fw, &after, r.At))
		ended, ok := r.events[0].(*RequestEnded)
		require.True(t, ok)
		require.Equal(t, requests, ended.Request != 0)
		require.Equal(t, PersonID("assessor-1"), ended.To)
		if !requests {
			require.Len(t, r.events, 2)
			require.Len(t, ended.Items, n)
		}
		require.Empty(t, summarise(c.fw, &after, tally{}, r.At).Pending)
	}
}

// So does what is pending with people of a centre that is left.
func TestLeavingACentreWithVeryMuchPending(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	for n, requests := range map[int]bool{MaxItems: true, MaxItems + 1: false, 6000: false} {
		c := sent(t, n+3, n)
		c.learner.Centres = append(c.learner.Centres, CentreFacts{Centre: roles.Centre{ID: "trust-2", Kind: roles.Trust}, Offers: true})
		c.learner.People[0].Memberships = append(c.learner.People[0].Memberships, roles.Membership{Centre: "trust-2", Active: true})
		c.do(t, c.learner, &AddCentre{Centre: "trust-2"})
		f := c.manager()
		f.Centres = c.learner.Centres
		r, err := c.recorded(f, &RemoveCentre{Centre: "trust-1"})
		require.NoError(t, err)
		after := Apply(c.state, r.bare())
		require.False(t, after.hasPending("assessor-1"))
		ended, ok := r.events[0].(*RequestEnded)
		require.True(t, ok)
		require.Equal(t, requests, ended.Request != 0)
		require.Equal(t, CauseCentreRemoved, ended.Cause)
	}
}

// The longest names of items that content allows, and ids of persons four times
// as long as usual, leave room for a thousand requests.
func TestAThousandRequestsOfLongNamesEnd(t *testing.T) {
	t.Parallel()
	var d decider
	for i := range MaxItems {
		id := proficiency.ItemID(fmt.Sprintf("%0*d", proficiency.MaxIDLength, i))
		d.endPendingItem(id, &Requested{Stamp: Stamp{Seq: Seq(1e6 + i)}, To: PersonID(strings.Repeat("p", 100))}, CauseEnrolmentWithdrawn)
	}
	require.Len(t, d.events, MaxItems)
	_, err := new(Record).write(d.events)
	require.NoError(t, err)
}

// What one person was asked, or decided, can be more than a record holds: the
// refusal says how to go on, and going on like that does all of it.
func TestVeryMuchOfOnePersonGoesInParts(t *testing.T) {
	t.Parallel()
	for kind, w := range map[Kind]struct {
		whole Command
		part  func(items []proficiency.ItemID) Command
		says  string
	}{
		KindReassign: {
			&Reassign{From: "assessor-1", To: "assessor-2"},
			func(items []proficiency.ItemID) Command {
				return &Reassign{From: "assessor-1", To: "assessor-2", Items: items}
			},
			"name some of the items at a time, and none for the rest",
		},
		KindSetAside: {
			&SetAside{DecidedBy: "assessor-1", Reason: "never trained"},
			func(items []proficiency.ItemID) Command { return &SetAside{Items: items, Reason: "never trained"} },
			"name some of the items at a time, rather than the person or all of them, or write less",
		},
	} {
		c := sent(t, 2003, 2000)
		if kind == KindSetAside {
			for _, it := range c.items {
				c.do(t, c.decider, &Confirm{Items: []Seen{{Item: it.ID()}}})
			}
		}
		_, err := c.recorded(c.manager(), w.whole)
		var denied *Denied
		require.ErrorAs(t, err, &denied)
		require.Len(t, denied.Reasons, 1)
		require.Equal(t, []any{TooLarge, w.says}, []any{denied.Reasons[0].Code, denied.Reasons[0].Remedy})
		for part := range 4 {
			var items []proficiency.ItemID
			for _, it := range c.items[part*500:][:500] {
				items = append(items, it.ID())
			}
			r, err := c.recorded(c.manager(), w.part(items))
			require.NoError(t, err)
			c.state = Apply(c.state, r)
		}
		require.False(t, c.state.hasPending("assessor-1"))
		for _, it := range c.items {
			st := c.state.of(c.fw, it)
			require.Nil(t, st.decision)
			require.Equal(t, kind == KindReassign, st.request != nil && st.request.To == "assessor-2")
		}
	}
}
