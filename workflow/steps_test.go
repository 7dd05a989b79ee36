package workflow_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Steps of a journey through ward-basics, each a command that must be accepted.

type items = []proficiency.ItemID

var (
	gateItems = items{"contract-learner", "contract-educator", "safety-1"}
	// mandatory are all items that count whatever is chosen, in order.
	mandatory = items{
		"contract-learner", "contract-educator", "safety-1", "care-1", "care-2", "care-3", "start-1", "airway-1", "airway-2",
	}
)

// enrolled is a world in which learner-1 has been enrolled on ward-basics by educator-1.
func enrolled(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.enrol(educator, learner, wardBasics)
	return w
}

// agreed is one in which the declaration has been agreed to as well.
func agreed(t *testing.T) *world {
	t.Helper()
	w := enrolled(t)
	w.do(learner, &workflow.Agree{})
	return w
}

// opened is one in which the gates of the top level are passed.
func opened(t *testing.T) *world {
	t.Helper()
	w := agreed(t)
	w.pass(gateItems...)
	return w
}

// ready is one in which nothing but the sign-off is missing.
func ready(t *testing.T) *world {
	t.Helper()
	w := agreed(t)
	w.choose("extra-1")
	w.pass(mandatory...)
	w.pass("extra-1")
	return w
}

// asked is one in which educator-1 has been asked for the sign-off.
func asked(t *testing.T) *world {
	t.Helper()
	w := ready(t)
	w.do(learner, requestSignOff())
	return w
}

// signedOff is one in which educator-1 has signed off.
func signedOff(t *testing.T) *world {
	t.Helper()
	w := asked(t)
	w.do(educator, signOff())
	return w
}

func requestSignOff() *workflow.RequestSignOff {
	return &workflow.RequestSignOff{To: educator, Accept: true}
}
func signOff() *workflow.SignOff { return &workflow.SignOff{Accept: true} }

// enrol makes the enrolment the world's.
func (w *world) enrol(by, who workflow.PersonID, ref proficiency.Ref) workflow.Result {
	w.t.Helper()
	return w.enrolAt("trust-1", by, who, ref)
}

func (w *world) enrolAt(centre workflow.CentreID, by, who workflow.PersonID, ref proficiency.Ref) workflow.Result {
	w.t.Helper()
	res, err := w.engine.Do(w.ctx, workflow.Request{
		Actor: by, Command: &workflow.Enrol{Learner: who, Framework: ref, Centre: centre, Attributes: w.settings(ref.ID)},
	})
	require.NoError(w.t, err)
	w.id, w.state = res.Enrolment, res.State
	w.fw, err = w.catalog.Framework(res.State.Framework())
	require.NoError(w.t, err)
	return res
}

// settings are the first value of each attribute that a framework has.
func (w *world) settings(id proficiency.FrameworkID) (out []proficiency.Setting) {
	w.t.Helper()
	for _, ref := range w.catalog.Refs() {
		if ref.ID != id {
			continue
		}
		out = nil
		for a := range w.framework(ref).Attributes().Values() {
			out = append(out, proficiency.Setting{Attribute: a.ID(), Value: a.Values().At(0).ID})
		}
	}
	return out
}

func (w *world) framework(ref proficiency.Ref) *proficiency.Framework {
	w.t.Helper()
	fw, err := w.catalog.Framework(ref)
	require.NoError(w.t, err)
	return fw
}

// meeting is an answer that meets what the item asks.
func (w *world) meeting(id proficiency.ItemID) workflow.ItemAnswer { return w.answerWith(id, true) }

// falling is an answer that does not.
func (w *world) falling(id proficiency.ItemID) workflow.ItemAnswer { return w.answerWith(id, false) }

func (w *world) answerWith(id proficiency.ItemID, meets bool) workflow.ItemAnswer {
	w.t.Helper()
	a := workflow.ItemAnswer{Item: id}
	for q := range w.fw.Item(id).Questions().Values() {
		if !q.Required() {
			continue
		}
		for answer := range q.Scale().Answers().Values() {
			if q.Meets(answer.ID, w.state.Attributes()) == meets {
				a.Answers = append(a.Answers, workflow.Given{Question: q.ID(), Answer: answer.ID})
				break
			}
		}
	}
	return a
}

// answer has learner-1 answer items so that they meet.
func (w *world) answer(ids ...proficiency.ItemID) workflow.Result {
	w.t.Helper()
	return w.do(learner, w.answers(ids...))
}

func (w *world) answers(ids ...proficiency.ItemID) *workflow.SelfAssess {
	cmd := &workflow.SelfAssess{}
	for _, id := range ids {
		cmd.Items = append(cmd.Items, w.meeting(id))
	}
	return cmd
}

// send has learner-1 ask somebody to confirm items.
func (w *world) send(to workflow.PersonID, ids ...proficiency.ItemID) workflow.Result {
	w.t.Helper()
	return w.do(learner, &workflow.RequestConfirmation{Items: ids, To: to})
}

// decisions are on the items as they are now.
func (w *world) decisions(ids ...proficiency.ItemID) []workflow.Seen {
	out := make([]workflow.Seen, len(ids))
	for i, id := range ids {
		out[i] = workflow.Seen{Item: id, Basis: w.item(id).Basis()}
	}
	return out
}

func (w *world) confirm(by workflow.PersonID, ids ...proficiency.ItemID) workflow.Result {
	w.t.Helper()
	return w.do(by, &workflow.Confirm{Items: w.decisions(ids...)})
}

func (w *world) reject(by workflow.PersonID, ids ...proficiency.ItemID) workflow.Result {
	w.t.Helper()
	return w.do(by, w.rejection(ids...))
}

func (w *world) rejection(ids ...proficiency.ItemID) *workflow.Reject {
	return &workflow.Reject{Items: w.decisions(ids...), Reason: "not yet safe", Actions: []string{"watch it done twice"}}
}

// confirmer is somebody whom the item's content names.
func confirmer(id proficiency.ItemID) workflow.PersonID {
	switch id {
	case "contract-educator":
		return educator
	case "care-3":
		return lead
	}
	return assessor
}

// pass answers, sends and has confirmed each item.
func (w *world) pass(ids ...proficiency.ItemID) {
	w.t.Helper()
	for _, id := range ids {
		w.answer(id)
		w.send(confirmer(id), id)
		w.confirm(confirmer(id), id)
	}
}

func (w *world) choose(ids ...proficiency.ItemID) workflow.Result {
	w.t.Helper()
	return w.do(learner, &workflow.ChooseOptional{Items: ids})
}

func (w *world) drop(ids ...proficiency.ItemID) workflow.Result {
	w.t.Helper()
	return w.do(learner, &workflow.ChooseOptional{Items: ids, Drop: true})
}

// enrolOnTwelve enrols learner-1 on a framework of twelve items and nothing else.
func (w *world) enrolOnTwelve() {
	w.t.Helper()
	w.enrol(educator, learner, proficiency.Ref{ID: "twelve"})
}

func (w *world) allItems() (ids items) {
	for it := range w.fw.Items().Values() {
		ids = append(ids, it.ID())
	}
	return ids
}

func ans(s string) proficiency.AnswerID { return proficiency.AnswerID(s) }

func (w *world) summary() workflow.Summary { return workflow.Summarise(w.fw, &w.state, w.now()) }

// listed is the enrolment as it stands in the lists of an actor.
func (w *world) listed(actor workflow.PersonID) workflow.Summary {
	w.t.Helper()
	for s, err := range w.engine.List(w.ctx, actor, workflow.Query{Learner: w.state.Learner(), Framework: w.fw.ID()}) {
		require.NoError(w.t, err)
		return s
	}
	require.Fail(w.t, "not listed", "for %s", actor)
	return workflow.Summary{}
}

// source is the text of a framework's file.
func (w *world) source(id, version string) string {
	w.t.Helper()
	b, err := os.ReadFile("testdata/catalog/" + id + "/" + version + "/" + id + ".yaml")
	require.NoError(w.t, err)
	return string(b)
}

// who are the attributes of by-role.
func who(role, setting proficiency.ValueID) []proficiency.Setting {
	return []proficiency.Setting{{Attribute: "role", Value: role}, {Attribute: "setting", Value: setting}}
}

// enrolAs enrols learner-1 on by-role.
func (w *world) enrolAs(by workflow.PersonID, role, setting proficiency.ValueID) workflow.Result {
	w.t.Helper()
	return w.enrolOn(byRole, by, role, setting)
}

// enrolOn enrols learner-1 on content that depends on role and setting.
func (w *world) enrolOn(ref proficiency.Ref, by workflow.PersonID, role, setting proficiency.ValueID) workflow.Result {
	w.t.Helper()
	res, err := w.engine.Do(w.ctx, workflow.Request{
		Actor: by, Command: &workflow.Enrol{Learner: learner, Framework: ref, Centre: "trust-1", Attributes: who(role, setting)},
	})
	require.NoError(w.t, err)
	w.id, w.state = res.Enrolment, res.State
	w.fw, err = w.catalog.Framework(res.State.Framework())
	require.NoError(w.t, err)
	return res
}

// enrolWithout enrols learner-1 on step-up, letting go what else is required before.
func (w *world) enrolWithout(letGo ...proficiency.FrameworkID) workflow.Result {
	w.t.Helper()
	return w.enrolUp(workflow.Override{Frameworks: letGo, Reason: "seen elsewhere"})
}

// enrolUp enrols learner-1 on step-up.
func (w *world) enrolUp(o workflow.Override) workflow.Result {
	w.t.Helper()
	return w.enrolBy(&workflow.Enrol{Learner: learner, Framework: stepUp, Centre: "trust-1", Override: o})
}

// enrolBy has educator-1 enrol.
func (w *world) enrolBy(cmd *workflow.Enrol) workflow.Result {
	w.t.Helper()
	res, err := w.engine.Do(w.ctx, workflow.Request{Actor: educator, Command: cmd})
	require.NoError(w.t, err)
	w.id, w.state = res.Enrolment, res.State
	w.fw = w.framework(res.State.Framework())
	return res
}

func moves(role, setting proficiency.ValueID) *workflow.SetAttributes {
	return &workflow.SetAttributes{Attributes: who(role, setting), Reason: "another post"}
}
