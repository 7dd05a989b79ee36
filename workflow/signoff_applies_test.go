package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// What becomes of a sign-off when an attribute is set.

const forRolesHead = contentHead + `id: for-roles
title: For roles
attributes: {role: {label: Role, values: [{id: a, label: A}, {id: b, label: B}]}}
`

// forRoles is a world in which learner-1 is in role a.
func forRoles(t *testing.T, content string) *world {
	t.Helper()
	w := newWorldOn(t, files(map[string]string{"for-roles": forRolesHead + content}))
	res := w.request(workflow.Request{Actor: educator, Command: &workflow.Enrol{
		Learner: learner, Framework: proficiency.Ref{ID: "for-roles"}, Centre: "trust-1", Attributes: inRole("a"),
	}})
	w.id, w.state = res.Enrolment, res.State
	w.fw = w.framework(res.State.Framework())
	return w
}

func becomesB() *workflow.SetAttributes {
	return &workflow.SetAttributes{Attributes: inRole("b"), Reason: "another post"}
}

// turns are what another role makes of what counts, and whether a sign-off falls with it.
var turns = map[string]struct {
	content           string
	chosen, confirmed items
	falls             bool
}{
	"one more counts": {
		`sections: [{id: s, title: S, proficiencies: [{id: x, statement: X.}, {id: y, statement: Y., applies_to: {role: [b]}}]}]`,
		nil, items{"x"}, true,
	},
	"one counts no more": {
		`sections: [{id: s, title: S, proficiencies: [{id: x, statement: X.}, {id: y, statement: Y., applies_to: {role: [a]}}]}]`,
		nil, items{"x", "y"}, true,
	},
	"a section counts no more": {
		`sections: [{id: s, title: S, proficiencies: [{id: x, statement: X.}]}, {id: r, title: R, applies_to: {role: [a]}, proficiencies: [{id: y, statement: Y.}]}]`,
		nil, items{"x", "y"}, true,
	},
	"one that is not chosen": {
		`sections: [{id: s, title: S, proficiencies: [{id: x, statement: X.}, {id: y, statement: Y., optional: true, applies_to: {role: [a]}}]}]`,
		nil, items{"x"}, false,
	},
	"one that is chosen": {
		`sections: [{id: s, title: S, proficiencies: [{id: x, statement: X.}, {id: y, statement: Y., optional: true, applies_to: {role: [a]}}]}]`,
		items{"y"}, items{"x", "y"}, true,
	},
	"more optional ones to choose from": {
		`minimum_optional: 2
sections: [{id: s, title: S, proficiencies: [{id: x, statement: X., optional: true}, {id: y, statement: Y., optional: true, applies_to: {role: [b]}}]}]`,
		items{"x"}, items{"x"}, true,
	},
	"fewer optional ones to choose from": {
		`minimum_optional: 1
sections: [{id: s, title: S, proficiencies: [{id: x, statement: X., optional: true}, {id: y, statement: Y., optional: true, applies_to: {role: [a]}}]}]`,
		items{"x"}, items{"x"}, false,
	},
	"a group has one less": {
		`sections: [{id: s, title: S, rule: {at_least: 1}, proficiencies: [{id: x, statement: X.}, {id: y, statement: Y., applies_to: {role: [a]}}]}]`,
		nil, items{"x", "y"}, true,
	},
	"a group goes by others": {
		`sections: [{id: s, title: S, rule: {at_least: 1}, proficiencies: [{id: x, statement: X.}, {id: y, statement: Y., applies_to: {role: [a]}}]}]`,
		nil, items{"x"}, false,
	},
	"a group has one more, and asks for no more": {
		`sections: [{id: s, title: S, rule: {at_least: 1}, proficiencies: [{id: x, statement: X.}, {id: y, statement: Y., applies_to: {role: [b]}}]}]`,
		nil, items{"x"}, false,
	},
	"a group asks for more": {
		`sections: [{id: s, title: S, rule: {at_least: 2}, proficiencies: [{id: x, statement: X.}, {id: z, statement: Z.}, {id: y, statement: Y., applies_to: {role: [b]}}]},
  {id: r, title: R, rule: {points: 3}, proficiencies: [{id: p, statement: P., points: 2}, {id: q, statement: Q., points: 2, applies_to: {role: [b]}}]}]`,
		nil, items{"x", "z", "p"}, true,
	},
	"a group counts no more": {
		`sections: [{id: s, title: S, proficiencies: [{id: x, statement: X.}]}, {id: r, title: R, rule: {at_least: 1}, applies_to: {role: [a]}, proficiencies: [{id: y, statement: Y.}, {id: z, statement: Z.}]}]`,
		nil, items{"x", "y"}, true,
	},
	"a group counts from now on": {
		`sections: [{id: s, title: S, proficiencies: [{id: x, statement: X.}]}, {id: r, title: R, rule: {at_least: 1}, applies_to: {role: [b]}, proficiencies: [{id: y, statement: Y.}, {id: z, statement: Z.}]}]`,
		nil, items{"x"}, true,
	},
	"more is asked of one that counts": {
		`sections: [{id: s, title: S, proficiencies: [{id: x, statement: X., level: [{applies_to: {role: [b]}, answer: excelled, amber: achieved}, {answer: achieved}]}]}]`,
		nil, items{"x"}, true,
	},
	"more is asked by the scale": {
		`sections: [{id: s, title: S, proficiencies: [{id: x, statement: X., level: [{applies_to: {role: [a]}, answer: ongoing}]}]}]`,
		nil, items{"x"}, true, // in the place of a level that was lower
	},
	"less is asked": {
		`sections: [{id: s, title: S, proficiencies: [{id: x, statement: X., level: [{applies_to: {role: [a]}, answer: excelled}, {answer: achieved}]}]}]`,
		nil, items{"x"}, false,
	},
	"more is asked of one that is not chosen": {
		`sections: [{id: s, title: S, proficiencies: [{id: x, statement: X.}, {id: y, statement: Y., optional: true, level: [{applies_to: {role: [b]}, answer: excelled}, {answer: achieved}]}]}]`,
		nil, items{"x"}, false,
	},
	"more is asked of one of a group": {
		`sections: [{id: s, title: S, rule: {at_least: 1}, proficiencies: [{id: x, statement: X.}, {id: y, statement: Y., level: [{applies_to: {role: [b]}, answer: excelled}, {answer: achieved}]}]}]`,
		nil, items{"x", "y"}, true,
	},
	"a group that is not chosen": {
		`sections: [{id: s, title: S, proficiencies: [{id: x, statement: X.}]}, {id: r, title: R, optional: true, rule: {at_least: 1}, applies_to: {role: [a]}, proficiencies: [{id: y, statement: Y.}, {id: z, statement: Z.}]}]`,
		nil, items{"x"}, false,
	},
}

func TestAttributesAfterTheSignOff(t *testing.T) {
	t.Parallel()
	for name, c := range turns {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := forRoles(t, c.content)
			for _, id := range c.chosen {
				w.choose(id)
			}
			w.pass(c.confirmed...)
			w.do(learner, &workflow.RequestSignOff{To: educator})
			w.do(educator, &workflow.SignOff{})
			r := w.do(educator, becomesB())
			if !c.falls {
				w.happened(r, "attributes-set")
				w.status(workflow.StatusSignedOff)
				w.missing()
				return
			}
			w.happened(r, "attributes-set", "sign-off-voided")
			assert.Equal(t, workflow.CauseAttributesSet, one[*workflow.SignOffVoided](w, r).Cause)
			w.status(workflow.StatusVoid)
			w.happened(w.do(educator, &workflow.SetAttributes{Attributes: inRole("a"), Reason: "a slip"}), "attributes-set")
			w.status(workflow.StatusVoid) // never by itself
			w.do(learner, &workflow.RequestSignOff{To: educator})
			w.do(educator, &workflow.SignOff{})
			w.status(workflow.StatusSignedOff)
		})
	}
}

// lapsingRoles is content of which everything lapses after a year.
const lapsingRoles = `sections: [{id: s, title: S, defaults: {validity: {months: 12}}, proficiencies: [{id: x, statement: X.}, {id: y, statement: Y., applies_to: {role: [b]}}]}]`

// A sign-off that has lapsed stands, and falls when its enrolment goes on in
// another role: by a revival as by setting it.
func TestRevivalInAnotherRole(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		given []proficiency.Setting
		want  []string
		is    workflow.Status
		role  proficiency.ValueID
	}{
		"the same role":    {inRole("a"), []string{"enrolled", "supervisor-added"}, workflow.StatusLapsed, "a"},
		"nothing is given": {nil, []string{"enrolled", "supervisor-added"}, workflow.StatusLapsed, "a"},
		"another role":     {inRole("b"), []string{"enrolled", "sign-off-voided", "supervisor-added"}, workflow.StatusVoid, "b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := forRoles(t, lapsingRoles)
			w.pass("x")
			w.do(learner, &workflow.RequestSignOff{To: educator})
			w.do(educator, &workflow.SignOff{})
			w.setNow(w.now().AddDate(1, 1, 0))
			w.do(admin, &workflow.Withdraw{Reason: "moved"})
			r := w.do(educator, &workflow.Enrol{Learner: learner, Framework: proficiency.Ref{ID: "for-roles"}, Centre: "trust-1", Attributes: c.given})
			w.happened(r, c.want...)
			w.status(c.is)
			assert.Equal(t, inRole(c.role), w.state.Attributes())
			w.itemStatus(map[proficiency.ValueID]workflow.ItemStatus{
				"a": workflow.ItemStatusNotApplicable, "b": workflow.ItemStatusUnassessed,
			}[c.role], "y")
		})
	}
}

// Whoever may not see what there was says everything, as of a new enrolment.
func TestRevivalByWhoMayNotSeeIt(t *testing.T) {
	t.Parallel()
	w := forRoles(t, lapsingRoles)
	w.do(admin, &workflow.Withdraw{Reason: "moved"})
	again := &workflow.Enrol{Learner: learner, Framework: proficiency.Ref{ID: "for-roles"}, Centre: "trust-1"}
	w.denied("educator-2", again, why(workflow.AttributeMissing))
	again.Attributes = inRole("a")
	w.do("educator-2", again)
	w.status(workflow.StatusNotStarted)
}

// A decline was about what applied then.
func TestAttributesAfterADecline(t *testing.T) {
	t.Parallel()
	declined := func(t *testing.T) *world {
		t.Helper()
		w := forRoles(t, `sections: [{id: s, title: S, proficiencies: [{id: x, statement: X.}, {id: y, statement: Y., optional: true, applies_to: {role: [b]}}]}]`)
		w.pass("x")
		w.do(learner, &workflow.RequestSignOff{To: educator})
		w.do(educator, &workflow.DeclineSignOff{Reason: "let us talk"})
		w.status(workflow.StatusDeclined)
		return w
	}
	w := declined(t)
	w.do(educator, becomesB())
	w.status(workflow.StatusReady)
	for role, want := range map[proficiency.ValueID]workflow.Status{"a": workflow.StatusDeclined, "b": workflow.StatusReady} {
		w = declined(t)
		w.do(admin, &workflow.Withdraw{Reason: "moved"})
		w.do(educator, &workflow.Enrol{Learner: learner, Framework: proficiency.Ref{ID: "for-roles"}, Centre: "trust-1", Attributes: inRole(role)})
		w.status(want)
	}
}

// In a trial the learner sets them, and nothing asks whether a sign-off may fall.
func TestAttributesInATrial(t *testing.T) {
	t.Parallel()
	w := newWorldOn(t, files(map[string]string{"for-roles": forRolesHead + turns["one more counts"].content}))
	res := w.request(workflow.Request{Actor: learner, Command: &workflow.EnrolTrial{Framework: proficiency.Ref{ID: "for-roles"}, Trial: 1, Attributes: inRole("a")}})
	w.id, w.state, w.fw = res.Enrolment, res.State, w.framework(res.State.Framework())
	w.answer("x")
	w.send(learner, "x")
	w.confirm(learner, "x")
	w.do(learner, &workflow.RequestSignOff{To: learner})
	w.do(learner, &workflow.SignOff{})
	w.happened(w.do(learner, becomesB()), "attributes-set", "sign-off-voided")
	w.status(workflow.StatusVoid)
}
