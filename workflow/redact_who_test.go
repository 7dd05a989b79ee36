package workflow_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// atBoth is a world in which the enrolment has trust-1, where it began, and trust-9.
func atBoth(t *testing.T) *world {
	t.Helper()
	w := spokenWorld(t)
	w.do(learner, &workflow.AddCentre{Centre: "trust-9"})
	return w
}

// leave takes a centre off the enrolment.
func (w *world) leave(c workflow.CentreID, by workflow.PersonID) {
	w.t.Helper()
	w.do(by, &workflow.RemoveCentre{Centre: c})
}

// A text is redacted where it was written: managers of the enrolment's other
// centres cannot, until none is left of those that it was written at.
func TestRedactWhereItWasWritten(t *testing.T) {
	t.Parallel()
	comment := func(by workflow.PersonID) func(w *world) {
		return func(w *world) { w.do(by, &workflow.Comment{Comment: "Zanzibar 001, comment"}) }
	}
	// decided has an educator of one centre confirm, or both assessor and educator.
	decided := func(by workflow.PersonID, what ...proficiency.ItemID) func(w *world) {
		return func(w *world) {
			w.answer(what...)
			w.send(by, what...)
			w.do(by, &workflow.Confirm{Items: w.decisions(what...), Comment: "Zanzibar 001, comment"})
		}
	}
	for name, c := range map[string]struct {
		world func(*testing.T) *world
		write func(w *world)
		then  func(w *world)
		may   []workflow.PersonID
	}{
		"by the learner, at one centre":             {atBoth1, comment(learner), addTrust9, []workflow.PersonID{manager}},
		"by the learner, at both":                   {atBoth, comment(learner), nil, []workflow.PersonID{manager, far}},
		"by the learner, and one of both has gone":  {atBoth, comment(learner), leaveTrust1, []workflow.PersonID{far}},
		"by the learner, where all have gone":       {atBoth1, comment(learner), func(w *world) { addTrust9(w); leaveTrust1(w) }, []workflow.PersonID{far}},
		"by a supervisor, at both":                  {atBoth, comment(educator), nil, []workflow.PersonID{manager, far}},
		"by a decider of the first centre":          {atBoth, decided(educator, "taught"), nil, []workflow.PersonID{manager}},
		"by a decider of the other centre":          {atBoth, decided(farOff, "taught"), nil, []workflow.PersonID{far}},
		"by a decider of a centre that has gone":    {atBoth, decided(educator, "taught"), leaveTrust1, []workflow.PersonID{far}},
		"by a decider of the other, which has gone": {atBoth, decided(farOff, "taught"), leaveTrust9, []workflow.PersonID{manager}},
		"by a decider at both centres":              {atBoth, decided(both, "asked", "taught"), nil, []workflow.PersonID{manager, far}},
		"by a decider at both, first item far":      {atBoth, decided(both, "taught", "asked"), nil, []workflow.PersonID{manager, far}},
		"by a decider at both, and one has gone":    {atBoth, decided(both, "asked", "taught"), leaveTrust1, []workflow.PersonID{far}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, actor := range []workflow.PersonID{manager, far} {
				w := c.world(t)
				c.write(w)
				if c.then != nil {
					c.then(w)
				}
				s := w.saying("Zanzibar")
				switch {
				case slices.Contains(c.may, actor):
					centre := workflow.CentreID("trust-1")
					if actor == far {
						centre = "trust-9"
					}
					res := w.do(actor, s.redact())
					assert.Equal(t, workflow.Held{Role: "clinical-centre-manager", Centre: centre}, eventsOf[*workflow.Redacted](w, res)[0].As)
				case slices.Contains(w.state.Centres(), centreOf(actor)):
					w.denied(actor, s.redact(), role(roles.CodeNoRoleHere))
				default:
					w.denied(actor, s.redact(), why(workflow.NotFound))
				}
			}
		})
	}
}

var atBoth1 = spokenWorld // before the second centre is added

func addTrust9(w *world)   { w.do(learner, &workflow.AddCentre{Centre: "trust-9"}) }
func leaveTrust1(w *world) { w.leave("trust-1", educator) }
func leaveTrust9(w *world) { w.leave("trust-9", farOff) }

func centreOf(p workflow.PersonID) workflow.CentreID {
	if p == far {
		return "trust-9"
	}
	return "trust-1"
}

// What a revision took over at another centre was written at the first: naming
// the copy gives nobody a right.
func TestRedactACopyWhereItWasWritten(t *testing.T) {
	t.Parallel()
	for _, actor := range []workflow.PersonID{far, manager} {
		w := atBoth(t)
		w.answer("asked")
		w.send(both, "asked")
		w.do(both, &workflow.Confirm{Items: w.decisions("asked"), OnBehalfOf: "Zanzibar 001, on behalf of"})
		s := w.saying("on behalf of")
		w.revoke(both, "assessor")
		w.host.Delegate(both, "trust-9", "assessor")
		w.do(both, &workflow.Revise{Item: "asked", To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}})
		copied := saying{seq: w.item("asked").Decision.Seq, text: s.text}
		require.Equal(t, workflow.CentreID("trust-9"), w.item("asked").Decision.As.Centre)
		if actor == far {
			w.denied(actor, copied.redact(), role(roles.CodeNoRoleHere))
			w.denied(actor, s.redact(), role(roles.CodeNoRoleHere))
			continue
		}
		w.do(actor, copied.redact())
		s.silent(t, "the store", w.store)
	}
}

// Every refusal, and with it all that speaks against the command.
func TestRedactRefuses(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.do(learner, &workflow.Comment{Comment: "Zanzibar 001, comment"})
	w.do(learner, &workflow.Comment{Comment: "Zanzibar 002, other"})
	w.do(learner, &workflow.AddSupervisor{Person: assessor})
	s, other := w.saying("001"), w.saying("002")
	ok := s.redact()
	for _, text := range []*workflow.Redact{
		{Record: s.seq}, {Text: s.text.Digest}, {Record: s.seq + 1, Text: s.text.Digest}, {Record: s.seq - 1, Text: s.text.Digest},
		{Record: s.seq, Text: other.text.Digest}, {Record: 99, Text: s.text.Digest}, {Record: s.seq, Text: canonical.Sum([]byte("Zanzibar 001, comment"))},
	} {
		denied := w.denied(manager, text, why(workflow.UnknownText))
		assert.Equal(t, text.Text.String(), denied.Reasons[0].Params["text"])
		w.denied(admin, text, lacksCapability, why(workflow.UnknownText))
	}
	for _, actor := range []workflow.PersonID{assessor, educator, admin} {
		w.denied(actor, ok, lacksCapability)
	}
	w.denied(learner, ok, why(workflow.IsTheLearner))
	for _, actor := range []workflow.PersonID{stranger, visitor, farOff, far, limited, stopped, versed} {
		if actor != versed { // who is a manager of the centre, and may
			w.denied(actor, ok, why(workflow.NotFound))
		}
	}
	w.suspend(manager)
	w.denied(manager, ok, why(workflow.NotFound))
	w.do(versed, ok)
	w.denied(versed, ok, why(workflow.UnknownText))
	none := workflow.Request{Actor: versed, Enrolment: "no-such-enrolment", Command: ok}
	w.deniedRequest(none, why(workflow.NotFound))
}

// Nobody redacts what stands in their own record, whatever roles they hold.
func TestRedactOnesOwnRecord(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.enrol(educator, versed, proficiency.Ref{ID: "words"})
	w.do(versed, &workflow.Comment{Comment: "Zanzibar 001, comment"})
	s := w.saying("comment")
	w.denied(versed, s.redact(), why(workflow.IsTheLearner))
	w.denied(versed, &workflow.Redact{Record: s.seq}, why(workflow.IsTheLearner), why(workflow.UnknownText))
	w.do(manager, s.redact())
}

// A store that cannot remove anything is said to be one, and nothing else is
// said that is not so.
func TestRedactWhereTheStoreCannotErase(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.do(learner, &workflow.Comment{Comment: "Zanzibar 001, comment"})
	s := w.saying("comment")
	plain, err := workflow.NewEngine(w.catalog, w.host, tap(w.store), workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	w.engine = plain
	w.denied(manager, s.redact(), why(workflow.StoreCannotErase))
	w.denied(admin, s.redact(), why(workflow.StoreCannotErase), lacksCapability)
	w.denied(manager, &workflow.Redact{Record: s.seq}, why(workflow.StoreCannotErase), why(workflow.UnknownText))
	w.denied(stranger, s.redact(), why(workflow.NotFound))
	w.denied(learner, s.redact(), why(workflow.StoreCannotErase), why(workflow.IsTheLearner))
	v, err := plain.View(w.ctx, manager, w.id)
	require.NoError(t, err)
	assert.Equal(t, why(workflow.StoreCannotErase), reasonsOf(actionOf(t, v.Actions(), workflow.KindRedact).Reasons))
}

// What is offered is what is accepted: at any of the enrolment's centres.
func TestRedactIsOffered(t *testing.T) {
	t.Parallel()
	w := atBoth(t)
	for actor, want := range map[workflow.PersonID][]string{
		manager: {}, far: {}, educator: lacksCapability, admin: lacksCapability, learner: why(workflow.IsTheLearner),
	} {
		v, err := w.engine.View(w.ctx, actor, w.id)
		require.NoError(t, err)
		assert.Equal(t, want, reasonsOf(actionOf(t, v.Actions(), workflow.KindRedact).Reasons), actor)
	}
}

func actionOf(t testing.TB, actions []workflow.Action, kind workflow.Kind) workflow.Action {
	t.Helper()
	i := slices.IndexFunc(actions, func(a workflow.Action) bool { return a.Kind == kind })
	require.GreaterOrEqual(t, i, 0)
	return actions[i]
}

// In a trial its learner plays this part, too.
func TestRedactInATrial(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	res, err := w.engine.Do(w.ctx, workflow.Request{
		Actor: visitor, Command: &workflow.EnrolTrial{Framework: proficiency.Ref{ID: "words"}, Trial: 1, Attributes: inRole("clinical")},
	})
	require.NoError(t, err)
	w.id, w.state = res.Enrolment, res.State
	w.do(visitor, &workflow.Comment{Comment: "Zanzibar 001, comment"})
	s := w.saying("comment")
	w.denied(manager, s.redact(), why(workflow.NotFound))
	gone := eventsOf[*workflow.Redacted](w, w.do(visitor, s.redact()))[0]
	assert.True(t, gone.As.IsZero(), "by no role, as everything in a trial")
	s.silent(t, "the store", w.store)
}

// Redact decides on what it is given, and reads nothing else.
func TestRedactIsDecidedOnTheFacts(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.do(learner, &workflow.Comment{Comment: "Zanzibar 001, comment"})
	s := w.saying("comment")
	f := w.facts(workflow.Need{Actor: manager, Centres: w.state.Centres()})
	f.Actor, f.Policy, f.CanErase = manager, roles.Default(), true
	_, err := workflow.Decide(w.fw, &w.state, f, s.redact())
	w.refusal(err, why(workflow.UnknownText))
	records := w.records()
	f.Record, f.RecordCentres = &records[s.seq-1], w.state.Centres()
	events, err := workflow.Decide(w.fw, &w.state, f, s.redact())
	require.NoError(t, err)
	require.Len(t, events, 1)
	_, err = workflow.Decide(w.fw, &w.state, f, &workflow.Redact{Record: s.seq - 1, Text: s.text.Digest})
	w.refusal(err, why(workflow.UnknownText))
}
