package workflow

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
)

// One record holds as many items as a command may name, also where each was
// confirmed by itself, by somebody whose id is as long as those of most
// platforms; and what is too large for one can be named in parts.
func TestATransferFitsInOneRecord(t *testing.T) {
	t.Parallel()
	for items, own := range map[int]bool{670: true, MaxItems: false} {
		c := newBenchCase(t, items)
		at := c.decider.Now.Add(-time.Hour)
		there := NewElsewhere(c.fw, at)
		for i := 0; i < len(c.items); i += 12 {
			for j := i; own && j < min(i+12, len(c.items)); j++ {
				there.Confirm(at, PersonID(fmt.Sprintf("9d3f6f64-0c1b-4b5a-8d5e-%012d", j)), c.items[j].ID())
			}
			if !own {
				there.Confirm(at, "9d3f6f64-0c1b-4b5a-8d5e-000000000000", idsOf(c.items[i:min(i+12, len(c.items))])...)
			}
		}
		transfer := there.Transfer(c.decider.Now)
		plan, err := PlanTransfer(c.fw, transfer, nil, &c.state, c.decider.Now)
		require.NoError(t, err)
		require.Len(t, plan.Items, len(c.items))
		d := decider{fw: c.fw, s: &c.state, f: c.decider}
		require.NoError(t, d.prepare())
		d.takeOver(transfer, plan, goldenAs)
		require.Empty(t, d.reasons)
		r, err := new(Engine).newRecord(c.fw, &c.state, &Request{ID: "request-1", Actor: "educator-1", Command: &AcceptTransfer{Transfer: transfer}}, CommandDigest{}, &d.f, d.events)
		require.NoError(t, err)
		size := r.size(len(r.appendBody(nil)))
		t.Logf("%d items, each decided by itself: %v: %d bytes of %d", items, own, size, MaxRecordSize)
		after := Apply(c.state, r.bare())
		require.Equal(t, StatusReady, StatusOf(c.fw, &after, c.decider.Now))
	}
}

func idsOf(items []*proficiency.Item) (ids []proficiency.ItemID) {
	for _, it := range items {
		ids = append(ids, it.ID())
	}
	return ids
}

// More items than a command may name are taken over in parts.
func TestATransferOfMoreThanOneRecord(t *testing.T) {
	t.Parallel()
	c := newBenchCase(t, MaxItems+100)
	require.Greater(t, len(c.items), MaxItems)
	there := NewElsewhere(c.fw, c.decider.Now)
	for i := 0; i < len(c.items); i += 100 {
		there.Confirm(c.decider.Now, "assessor-7", idsOf(c.items[i:min(i+100, len(c.items))])...)
	}
	transfer := there.Transfer(c.decider.Now)
	plan, err := PlanTransfer(c.fw, transfer, nil, &c.state, c.decider.Now)
	require.NoError(t, err)
	d := decider{fw: c.fw, s: &c.state, f: c.decider}
	require.NoError(t, d.prepare())
	d.takeOver(transfer, plan, goldenAs)
	require.Len(t, d.reasons, 1)
	require.Equal(t, TooLarge, d.reasons[0].Code)
	plan.only(idsOf(c.items[:MaxItems]))
	d.reasons = nil
	d.takeOver(transfer, plan, goldenAs)
	require.Empty(t, d.reasons)
	require.Len(t, d.events[0].(*TransferAccepted).Items, MaxItems)
}

// Two that are one confirmation are one, as where what was confirmed at once became one item.
func TestATransferSaysOnceWhatIsOne(t *testing.T) {
	t.Parallel()
	c := newBenchCase(t, 100)
	d := decider{fw: c.fw, s: &c.state, f: c.decider}
	require.NoError(t, d.prepare())
	o := Original{By: "north/assessor-7", Record: 2, At: c.decider.Now}
	other := o
	other.Record = 3
	d.takeOver(Transfer{}, &TransferPlan{Items: []TransferItem{{Item: c.items[0].ID(), Decisions: []Original{o, o, other}}}}, goldenAs)
	require.Equal(t, []int{0, 1}, d.events[0].(*TransferAccepted).Items[0].Decisions)
	require.Equal(t, []Original{o, other}, d.events[0].(*TransferAccepted).Decisions)
}
