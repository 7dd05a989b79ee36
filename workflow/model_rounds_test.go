package workflow_test

import (
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Rounds, written down once more: rules.md §8, "unsupervised", and the row of Submit.

// A pastRound is a round before the one that the model's items are of.
type pastRound struct {
	submitted *workflow.Submitted
	answers   map[proficiency.ItemID]*workflow.Answered
}

func (m *model) alone() bool { return m.fw.Unsupervised().Set }

// open reports whether something has been answered since the last round was submitted.
func (m *model) open() bool { return m.submitted == nil }

// submission is the last one, or nil.
func (m *model) submission() *workflow.Submitted {
	if m.submitted != nil || len(m.past) == 0 {
		return m.submitted
	}
	return m.past[len(m.past)-1].submitted
}

func (m *model) submissionHolds(now time.Time) bool {
	last := m.submission()
	return last != nil && (last.Until.IsZero() || now.Before(last.Until))
}

// next is the model with the next round begun: nothing is answered, what is
// chosen stays so.
func (m *model) next() *model {
	c := m.clone()
	round := pastRound{m.submitted, map[proficiency.ItemID]*workflow.Answered{}}
	c.items = map[proficiency.ItemID]workflow.ItemView{}
	for id, v := range m.items {
		if v.Answer != nil {
			round.answers[id] = v.Answer
		}
		c.items[id] = workflow.ItemView{Chosen: v.Chosen}
	}
	c.past, c.submitted = append(slices.Clip(m.past), round), nil
	return c
}

// answering is the model that the learner's next answer meets.
func (m *model) answering() *model {
	if m.open() {
		return m
	}
	return m.next()
}

func (m *model) addToRounds(e workflow.Event) {
	switch e := e.(type) {
	case *workflow.Answered:
		if e.Round > len(m.past)+1 {
			*m = *m.next()
		}
	case *workflow.Submitted:
		m.submitted = e
	}
}

// aloneStatus is the status of an enrolment that is not withdrawn.
func (m *model) aloneStatus(now time.Time) workflow.Status {
	switch {
	case m.submission() != nil && !m.submissionHolds(now):
		return workflow.StatusLapsed
	case !m.open():
		return workflow.StatusSubmitted
	case !m.started:
		return workflow.StatusNotStarted
	}
	return workflow.StatusInProgress
}

// share is what a group needs, and has, by what is answered, or only by what meets.
func (m *model) share(g *proficiency.Section, meeting bool) (needed, reached int) {
	for it := range g.AllItems().Values() {
		a := m.items[it.ID()].Answer
		worth := 1
		if g.Rule().Kind == proficiency.RulePoints {
			worth = it.Points()
		}
		if !m.applies(it) {
			continue
		}
		needed += worth
		if a != nil && (!meeting || m.meets(it, repeated(a.Answers))) {
			reached += worth
		}
	}
	return min(needed, g.Rule().Count), reached
}

// alonePassed: what counts in the gate meets what it asks.
func (m *model) alonePassed(gate *proficiency.Section) bool {
	for it := range gate.AllItems().Values() {
		a := m.items[it.ID()].Answer
		switch g := it.Group(); {
		case !m.counts(it):
		case g != nil:
			if needed, reached := m.share(g, true); reached < needed {
				return false
			}
		case a == nil || !m.meets(it, repeated(a.Answers)):
			return false
		}
	}
	return true
}

// lacking names each required question of what counts that has no answer.
func (m *model) lacking(it *proficiency.Item) (out []string) {
	for q := range it.Questions().Values() {
		if m.items[it.ID()].Answer == nil && q.Required() {
			out = append(out, string(workflow.NotAnswered)+" "+string(it.ID()))
		}
	}
	return out
}

// confirming are the kinds that nobody gives where nobody confirms anything.
var confirming = []workflow.Kind{
	workflow.KindRequestConfirmation, workflow.KindWithdrawRequest, workflow.KindRemind, workflow.KindConfirm, workflow.KindReject,
	workflow.KindRevise, workflow.KindSetAside, workflow.KindRecordPaper, workflow.KindWaive, workflow.KindUnwaive,
	workflow.KindRequestSignOff, workflow.KindWithdrawSignOff, workflow.KindRemindSignOff, workflow.KindSignOff,
	workflow.KindDeclineSignOff, workflow.KindRevokeSignOff, workflow.KindAcceptTransfer,
}

// fits: some commands are only for where somebody confirms, and one for where nobody does.
func (o *oracle) fits(cmd workflow.Command) {
	o.unless(!o.alone() || !slices.Contains(confirming, cmd.Kind()), "nobody confirms anything")
	o.unless(o.alone() || cmd.Kind() != workflow.KindSubmit, "nothing is submitted")
}

func (o *oracle) submits() {
	o.afterAgreement()
	o.unless(o.open(), "submitted already")
	o.unless(len(o.missing(o.f.Now)) == 0, "not everything is answered")
	any := false
	for it := range o.fw.Items().Values() {
		any = any || o.counts(it) && o.items[it.ID()].Answer != nil
	}
	o.unless(any, "nothing is answered")
}

// rounds: they only grow, nothing is confirmed, and what was submitted is as it
// was then, but for words that were redacted.
func (k *walk) rounds() {
	k.t.Helper()
	m := k.model
	all := k.state.Rounds()
	require.Len(k.t, all, len(m.past)+1)
	for i, r := range all {
		number := len(all) - i
		require.Equal(k.t, number, r.Number)
		answers, submitted := map[proficiency.ItemID]*workflow.Answered{}, m.submitted
		if number <= len(m.past) {
			answers, submitted = m.past[number-1].answers, m.past[number-1].submitted
		} else {
			for id, v := range m.items {
				answers[id] = v.Answer
			}
		}
		require.Equal(k.t, submitted, r.Submitted)
		require.Equal(k.t, submitted == nil, r.Head.IsZero())
		for it := range k.fw.Items().Values() {
			got, want := r.Answer(it.ID()), answers[it.ID()]
			require.Equal(k.t, want == nil, got == nil, "%s in round %d", it.ID(), number)
			if want == nil {
				continue
			}
			require.Equal(k.t, []any{want.Seq, number, withoutComments(want.Answers)}, []any{got.Seq, got.Round, withoutComments(got.Answers)})
			for _, g := range want.Answers {
				at, ok := k.state.AnswerAt(workflow.AnswerAddress{Item: it.ID(), Question: g.Question, Contributor: want.Contributor, Round: number})
				require.True(k.t, ok && at == g.Answer, "%s in round %d", it.ID(), number)
			}
		}
	}
	if !m.alone() {
		require.Len(k.t, all, 1)
		return
	}
	for id, v := range m.items {
		require.True(k.t, v.Decision == nil && v.Request == nil && v.Waiver == nil, "%s is confirmed, or was to be", id)
	}
	require.Empty(k.t, m.given)
}

// submitted: what the certificate will say, counted once more.
func (k *walk) submitted(o *oracle, e *workflow.Submitted) {
	k.t.Helper()
	require.Equal(k.t, len(o.past)+1, e.Round)
	gives, zone := o.fw.Completion(), o.zone(o.first())
	require.Equal(k.t, proficiency.DateOf(e.At, zone), e.On)
	require.Equal(k.t, gives.Certificate, e.Serial != "")
	for _, r := range o.past {
		require.True(k.t, e.Serial == "" || r.submitted.Serial != e.Serial)
	}
	if gives.Months == 0 {
		require.Zero(k.t, []any{e.Until, e.ValidTo}[0])
		require.Zero(k.t, e.ValidTo)
	} else {
		require.Equal(k.t, monthsAfter(e.On, gives.Months), e.ValidTo)
		require.Equal(k.t, endOf(e.ValidTo, zone), e.Until)
	}
	mandatory, optional, groups := 0, map[proficiency.SectionID]int{}, map[proficiency.SectionID]workflow.GroupCount{}
	for it := range o.fw.Items().Values() {
		switch g := it.Group(); {
		case g != nil && o.applies(it) && o.items[it.ID()].Answer != nil:
			c := groups[g.ID()]
			c.Items = append(c.Items, it.ID())
			groups[g.ID()] = c
		case g != nil || !o.counts(it):
		case it.Choice() != nil:
			optional[it.Choice().ID()]++
		case it.Optional():
			optional[it.Section().ID()]++
		default:
			mandatory++
		}
	}
	require.Equal(k.t, mandatory, e.Coverage.Mandatory)
	require.Len(k.t, e.Coverage.Optional, len(optional))
	for _, c := range e.Coverage.Optional {
		require.Equal(k.t, optional[c.Section], c.Items)
	}
	o.groups(func(g *proficiency.Section) {
		c := groups[g.ID()]
		c.Section = g.ID()
		c.Needed, c.Reached = o.share(g, false)
		require.Contains(k.t, e.Coverage.Groups, c)
	})
	require.Len(k.t, e.Coverage.Groups, len(o.countedGroups()))
}

// countedGroups are those that count.
func (m *model) countedGroups() (out []*proficiency.Section) {
	m.groups(func(g *proficiency.Section) { out = append(out, g) })
	return out
}

// summaryOfRounds is what lists say of rounds.
func (m *model) summaryOfRounds() (round int, last workflow.Submission) {
	if !m.alone() {
		return 0, last
	}
	if s := m.submission(); s != nil {
		last = workflow.Submission{Round: s.Round, Since: s.At, On: s.On, Until: s.Until, Serial: s.Serial}
	}
	return len(m.past) + 1, last
}
