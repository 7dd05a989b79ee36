package workflow_test

import (
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// effects holds the events of a record to what the rules say that follows,
// from the model before it, and what must be so after any record.
func (k *walk) effects(before *model, r *workflow.Record, events []workflow.Event) {
	k.t.Helper()
	o := &oracle{model: before, f: k.factsFor(r.Actor, &workflow.Agree{})}
	o.f.Now = r.At
	k.voids(o, events)
	k.extends(o, events)
	k.pendingSignOff(before, r.At)
	for _, e := range events {
		k.itemEffect(o, e)
		k.enrolmentEffect(o, e)
	}
	k.invariants(r.At)
	k.requirementsStand()
	k.rounds()
	if r.Kind == workflow.KindRedact {
		k.wordsGone(events[0].(*workflow.Redacted))
	}
}

// voids: what was signed off falls with exactly what rules.md calls a loss.
func (k *walk) voids(o *oracle, events []workflow.Event) {
	k.t.Helper()
	var losses []workflow.Cause
	var voided *workflow.SignOffVoided
	counted := func(id proficiency.ItemID) bool { return o.counts(o.fw.Item(id)) }
	inForce := func(id proficiency.ItemID) bool {
		return counted(id) && o.items[id].Waiver == nil && standing(o.items[id].Decision, o.f.Now)
	}
	for _, e := range events {
		switch e := e.(type) {
		case *workflow.DecisionEnded:
			if inForce(e.Item) || e.Cause == workflow.CauseSetAside && counted(e.Item) {
				losses = append(losses, e.Cause)
			}
		case *workflow.Decided:
			if e.Revises != 0 && counted(e.Item) {
				losses = append(losses, workflow.CauseRevised)
			} else if e.Outcome == workflow.Rejected && inForce(e.Item) {
				losses = append(losses, workflow.CauseRenewalRejected)
			}
		case *workflow.WaiverEnded:
			if counted(e.Item) {
				losses = append(losses, e.Cause)
			}
		case *workflow.OptionalChosen:
			losses = append(losses, map[bool]workflow.Cause{true: workflow.CauseChosen, false: workflow.CauseDropped}[e.Chosen])
		case *workflow.AttributesSet:
			if o.countsAnew(e.Attributes) {
				losses = append(losses, workflow.CauseAttributesSet)
			}
		case *workflow.Enrolled:
			if o.countsAnew(e.Attributes) {
				losses = append(losses, workflow.CauseAttributesSet)
			}
		case *workflow.SignOffVoided:
			voided = e
		}
	}
	if !o.stands() || len(losses) == 0 {
		require.Nil(k.t, voided, "voided, and nothing is lost: %v", losses)
		return
	}
	last := o.given[len(o.given)-1]
	require.NotNil(k.t, voided, "not voided by %v", losses)
	require.Contains(k.t, losses, voided.Cause)
	require.Equal(k.t, []any{last.Serial, last.By}, []any{voided.Serial, voided.Signatory})
}

// extends: a confirmation renewed while the sign-off is in date moves its end.
func (k *walk) extends(o *oracle, events []workflow.Event) {
	k.t.Helper()
	renewed := false
	var extended *workflow.SignOffExtended
	for _, e := range events {
		switch e := e.(type) {
		case *workflow.Decided:
			renewed = renewed || e.Outcome == workflow.Confirmed && e.Revises == 0 && e.Paper == nil && standing(o.items[e.Item].Decision, o.f.Now)
		case *workflow.SignOffExtended:
			extended = e
		}
	}
	until := k.model.readyUntil(o.f.Now)
	if !renewed || !o.inDate(o.f.Now) || k.model.voided || until.Equal(o.until) {
		require.Nil(k.t, extended)
		return
	}
	require.NotNil(k.t, extended, "renewed, and the sign-off ends as before")
	require.True(k.t, until.Equal(extended.Until), "until %s, want %s", extended.Until, until)
}

// pendingSignOff: a request for sign-off falls with the readiness that a command takes.
func (k *walk) pendingSignOff(before *model, at time.Time) {
	k.t.Helper()
	if before.asked != nil && k.model.asked == before.asked && len(before.missing(at)) == 0 {
		require.Empty(k.t, k.model.missing(at), "sign-off is still requested")
	}
}

func (k *walk) itemEffect(o *oracle, e workflow.Event) {
	k.t.Helper()
	switch e := e.(type) {
	case *workflow.Answered:
		o.model = o.answering()
		require.Equal(k.t, len(o.past)+1, e.Round)
		it := o.fw.Item(e.Item)
		require.Equal(k.t, o.meets(it, repeated(e.Answers)), e.Meets)
		if e.Paper {
			require.False(k.t, o.items[e.Item].Answer != nil && o.meets(it, repeated(o.items[e.Item].Answer.Answers)), "there was an answer that meets")
			require.True(k.t, e.Meets && e.Contributor == o.whose())
		}
		k.author(o, e)
		k.basis(o, e)
	case *workflow.AnswerCleared:
		require.Equal(k.t, o.items[e.Item].Answer.Contributor, e.Contributor, "whose answer it was")
	case *workflow.Requested:
		require.True(k.t, o.mayConfirm(e.To, o.fw.Item(e.Item), o.centres))
		k.override(o, e.Item, e.As, e.Override)
	case *workflow.RequestEnded:
		for _, id := range e.Items {
			r := o.items[id].Request
			require.True(k.t, r != nil && r.Seq == e.Request && r.To == e.To, "%s was not asked so", id)
		}
		if e.Cause == workflow.CauseAttributesSet {
			for _, id := range e.Items {
				it := o.fw.Item(id)
				require.False(k.t, k.model.applies(it) && k.model.meets(it, repeated(o.items[id].Answer.Answers)), "%s applies still, and is enough", id)
			}
		}
		if e.Cause == workflow.CauseCentreRemoved {
			for _, id := range e.Items {
				require.False(k.t, o.mayConfirm(e.To, o.fw.Item(id), k.model.centres), "%s could still confirm %s", e.To, id)
			}
		}
	case *workflow.Decided:
		require.True(k.t, o.trial() || !o.own(e.By), "decided on their own")
		k.decision(o, e)
	case *workflow.DecisionEnded:
		d := o.items[e.Item].Decision
		require.Equal(k.t, []any{d.By, d.Seq}, []any{e.Decider, e.Decision})
		causes := []workflow.Cause{workflow.CauseSetAside, workflow.CauseReopened}
		if standing(d, e.At) {
			causes = []workflow.Cause{workflow.CauseSetAside, workflow.CauseAnswerChanged}
		}
		require.Contains(k.t, causes, e.Cause)
	case *workflow.WaiverEnded:
		w := o.items[e.Item].Waiver
		require.Equal(k.t, []any{w.By, w.Seq}, []any{e.Waiver, e.Waiving})
	}
}

// basis: of what was there before, unless answers or evidence changed, or the
// item was opened again.
func (k *walk) basis(o *oracle, e *workflow.Answered) {
	k.t.Helper()
	was := o.items[e.Item].Answer
	if e.Basis == e.Seq {
		return
	}
	require.Equal(k.t, was.Basis, e.Basis)
	require.Equal(k.t, withoutComments(was.Answers), withoutComments(e.Answers))
	require.Equal(k.t, len(was.Evidence), len(e.Evidence))
	require.Equal(k.t, o.items[e.Item].Decision, k.model.items[e.Item].Decision, "what was decided stays with a remark")
}

// override: what a centre names in place of the content is kept.
func (k *walk) override(o *oracle, id proficiency.ItemID, as workflow.Held, override []proficiency.RoleID) {
	k.t.Helper()
	if o.trial() {
		require.Empty(k.t, override)
		return
	}
	require.Contains(k.t, o.centres, as.Centre)
	named := o.namedAt(as.Centre, o.fw.Item(id))
	require.Contains(k.t, named, as.Role)
	if len(override) > 0 {
		require.Equal(k.t, named, override)
	} else {
		require.Equal(k.t, slices.Collect(o.fw.Item(id).ConfirmedBy().Values()), named)
	}
}

// decision: on what the learner gave, for as long as the content says.
func (k *walk) decision(o *oracle, e *workflow.Decided) {
	k.t.Helper()
	it, v := o.fw.Item(e.Item), o.items[e.Item]
	zone := o.zone(e.As.Centre)
	from := proficiency.DateOf(e.At, zone)
	switch {
	case e.Paper != nil:
		from = e.Paper.On
		require.Equal(k.t, k.model.items[e.Item].Answer.Basis, e.Basis)
	case e.Revises != 0:
		require.Equal(k.t, []any{v.Decision.Seq, v.Decision.Basis}, []any{e.Revises, e.Basis})
		if v.Decision.Term != nil {
			from = v.Decision.Term.From
		}
	default:
		require.Equal(k.t, v.Answer.Basis, e.Basis)
		k.override(o, e.Item, e.As, e.Override)
	}
	if it.Validity().Months == 0 {
		require.Nil(k.t, e.Term)
		return
	}
	require.Equal(k.t, from, e.Term.From)
	if e.Outcome == workflow.Rejected {
		require.Zero(k.t, e.Term.Until)
		return
	}
	require.Equal(k.t, endOf(monthsAfter(from, it.Validity().Months), zone), e.Term.Until)
	require.True(k.t, e.Term.Until.After(e.At), "lapsed before it was given")
}

// invariants are what must be so whatever happened.
func (k *walk) invariants(at time.Time) {
	k.t.Helper()
	m := k.model
	if m.status(at) == workflow.StatusSignedOff {
		require.Empty(k.t, m.missing(at), "signed off, and something is missing")
		if !m.until.IsZero() {
			require.Empty(k.t, m.missing(m.until.Add(-time.Microsecond)), "until %s", m.until)
		}
	}
	m.pending(func(it *proficiency.Item, to workflow.PersonID) {
		require.False(k.t, m.withdrawn, "withdrawn, and something is pending")
		if m.trial() {
			require.Equal(k.t, learner, to)
			return
		}
		require.False(k.t, m.own(to), "asked about their own")
		require.Contains(k.t, m.supervisors, to, "asked, and no supervisor")
	})
	for _, p := range m.supervisors {
		require.False(k.t, m.own(p), "a supervisor of their own")
	}
	k.standsFor()
	require.Equal(k.t, m.trial(), len(m.centres) == 0)
	for id, v := range m.items {
		it := m.fw.Item(id)
		if v.Request != nil {
			require.True(k.t, m.counts(it) && v.Waiver == nil && v.Answer != nil && m.meets(it, repeated(v.Answer.Answers)), "%s is sent", id)
		}
		if v.Decision != nil {
			require.Equal(k.t, m.answers[id][v.Decision.Basis], withoutComments(v.Answer.Answers), "the decision on %s rests on another answer", id)
		}
	}
}

// wordsGone: nothing that the state tells has the words of a text that was redacted.
func (k *walk) wordsGone(e *workflow.Redacted) {
	k.t.Helper()
	for _, s := range []any{k.state.Withdrawal(), k.state.LastDecline(), k.state.LastSignOffRevoked(), k.state.SignOffs(), k.state.Overrides()} {
		k.without(e, s)
	}
	for it := range k.fw.Items().Values() {
		k.without(e, k.state.Item(it.ID()))
	}
}

func (k *walk) without(e *workflow.Redacted, v any) {
	k.t.Helper()
	for _, t := range workflow.TextsBelow(v) {
		require.False(k.t, t.Digest == e.Text && t.Words != "", "%q is still told", t.Words)
	}
}
