package workflow_test

import (
	"maps"
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// What may be taken over from elsewhere, written down once more: rules.md §4,
// AcceptTransfer.

// transfers: of the same learner's record on the same framework, and no older
// and no other one than was taken over before.
func (o *oracle) transfers(c *workflow.AcceptTransfer) {
	o.byCapability(roles.CanAcceptTransfer)
	o.unless(!o.trial() && o.accountable == "", "a trial's or a centre's")
	t := c.Transfer
	if t.IsZero() {
		o.unless(false, "nothing to take over from")
		return
	}
	o.unless(t.FrameworkDigest() == o.fw.Digest(), "other content")
	if len(c.Items) > 0 {
		o.each(c.Items, func(*proficiency.Item, workflow.ItemView) {})
	}
	for _, e := range o.taken {
		if e.Origin != t.Origin() {
			continue
		}
		o.unless(e.Learner == t.Learner(), "another learner's")
		hash, known := workflow.HashAt(t, e.Record)
		o.unless(e.Enrolment != t.Enrolment() || known && hash == e.Head, "not the record that was taken over")
	}
}

func (m *model) takeOver(e *workflow.TransferAccepted) {
	m.taken = append(slices.Clip(m.taken), e)
	m.ever = maps.Clone(m.ever)
	for _, t := range e.Items {
		m.started, m.declined, m.ever[t.Item] = true, false, true
		var given []workflow.Reply
		for _, a := range t.Answers {
			given = append(given, workflow.Reply{Question: a.Question, Answer: a.Answer})
		}
		o := e.Decisions[t.Decisions[0]]
		m.set(t.Item, func(v *workflow.ItemView) {
			v.Answer = &workflow.Answered{
				Stamp: e.Stamp, Item: t.Item, Answers: given, Contributor: m.whose(), Round: 1, Meets: true, Basis: e.Seq, Transferred: true,
			}
			v.Decision = &workflow.Decided{
				Stamp: e.Stamp, Item: t.Item, Outcome: workflow.Confirmed, Basis: e.Seq, As: e.As, Term: o.Term, Original: &o,
			}
			v.Request, v.Plan = nil, nil
		})
		if m.answers[t.Item] == nil {
			m.answers[t.Item] = map[workflow.Seq][]workflow.Given{}
		}
		m.answers[t.Item][e.Seq] = withoutComments(given)
	}
}

// answersTaken are the answers to an item that were taken over.
func answersTaken(e *workflow.TransferAccepted, item proficiency.ItemID) (given []workflow.Given) {
	for _, t := range e.Items {
		for _, a := range t.Answers {
			if t.Item == item {
				given = append(given, workflow.Given{Question: a.Question, Answer: a.Answer})
			}
		}
	}
	return given
}

// tookOver: what had nothing here, is in date and enough, and all of the rest is
// listed; in the state it is what it was elsewhere.
func (k *walk) tookOver(o *oracle, e *workflow.TransferAccepted) {
	k.t.Helper()
	seen := map[proficiency.ItemID]bool{}
	for _, t := range e.Items {
		v, it := o.items[t.Item], o.fw.Item(t.Item)
		require.False(k.t, seen[t.Item])
		seen[t.Item] = true
		require.True(k.t, v.Request == nil && v.Waiver == nil && v.Decision == nil && !o.ever[t.Item], "%s had something here", t.Item)
		got := k.state.Item(t.Item)
		require.True(k.t, o.meets(it, repeated(got.Answer.Answers)), "%s is not enough here", t.Item)
		require.True(k.t, standing(got.Decision, e.At), "%s had lapsed", t.Item)
		require.Equal(k.t, e.Decisions[t.Decisions[0]], *got.Decision.Original)
		require.Equal(k.t, e.Origin, got.Decision.Original.By.Origin())
		require.Equal(k.t, e.By, got.Decision.By)
	}
	for _, l := range e.Left {
		for _, id := range l.Items {
			require.False(k.t, seen[id], "%s is both taken over and left out", id)
			seen[id] = true
		}
	}
	last := k.state.Transfers()[len(k.state.Transfers())-1]
	require.Equal(k.t, []any{e.Head, e.SignOff}, []any{last.Head, last.SignOff})
}
