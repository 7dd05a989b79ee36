package workflow

import (
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func TestDiagramsAreThoseShown(t *testing.T) {
	assert.Equal(t, string(golden(t, "../item.mmd", []byte(ItemDiagram()))), ItemDiagram())
	assert.Equal(t, string(golden(t, "../enrolment.mmd", []byte(EnrolmentDiagram()))), EnrolmentDiagram())

	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	for _, machine := range [][]transition{itemMachine(), enrolmentMachine()} {
		shown := ""
		for line := range strings.Lines(ascii(machine)) {
			shown += "//\t" + line
		}
		assert.Contains(t, string(doc), shown)
	}
}

const diagramFramework = `
format: countersign/v1
id: diagram
version: 1.0.0
title: Diagram
scales:
  s:
    - {id: low, label: Low}
    - {id: middling, label: Middling}
    - {id: high, label: High, meets: true}
    - {id: highest, label: Highest, meets: true}
defaults: {scale: s, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - {id: gate, title: Gate, gate: true, proficiencies: [{id: first, statement: First}]}
  - id: rest
    title: Rest
    proficiencies:
      - {id: plain, statement: Plain}
      - {id: choice, statement: Choice, optional: true}
`

// TestMachinesAreWhatDecideDoes walks at random for a while, and on until every
// arrow was taken; none may be taken that is not drawn.
func TestMachinesAreWhatDecideDoes(t *testing.T) {
	fw, findings := proficiency.Parse("diagram.yaml", []byte(diagramFramework))
	require.NotNil(t, fw, findings)
	items, enrolments := arrows(itemMachine()), arrows(enrolmentMachine())
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	w := &diagramWalk{fw: fw, r: rand.New(rand.NewPCG(seed, 0)), items: map[string]bool{}, enrolments: map[string]bool{}}
	complete := func() bool { return allIn(items, w.items) && allIn(enrolments, w.enrolments) }
	for step := 0; step < 50_000 || step%1000 != 0 || !complete() && step < 5_000_000; step++ {
		if step%200 == 0 {
			w.begin(t) // anew, so that early and late states both come often
			w.advance(t, step/200%5)
		}
		w.step()
	}
	assert.Equal(t, items, slices.Sorted(maps.Keys(w.items)))
	assert.Equal(t, enrolments, slices.Sorted(maps.Keys(w.enrolments)))
}

func allIn(list []string, set map[string]bool) bool {
	return !slices.ContainsFunc(list, func(s string) bool { return !set[s] })
}

// arrows are those of a machine that lead elsewhere, each by itself, in order.
func arrows(machine []transition) []string {
	set := map[string]bool{}
	for _, m := range machine {
		for _, from := range m.from {
			for _, to := range m.to {
				if from == to {
					continue
				}
				set[arrow(from, m.command, to)] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

func arrow[T, U ~string](from T, command U, to T) string {
	return string(from) + " --" + string(command) + "--> " + string(to)
}

type diagramWalk struct {
	fw    *proficiency.Framework
	r     *rand.Rand
	state State
	facts Facts
	// The arrows taken, for the item of a command and for the enrolment, but
	// for those that lead back to where they began.
	items, enrolments map[string]bool
}

func (w *diagramWalk) begin(t *testing.T) {
	member := []roles.Membership{{Centre: "c", Active: true}}
	holds := func(p PersonID, role roles.RoleID) *roles.Standing {
		return &roles.Standing{
			Person: p, Memberships: member, Appointments: []roles.Appointment{{Role: role, Centre: "c"}},
			Staff: []roles.StaffEntry{{Centre: "c", Person: "learner-1"}},
		}
	}
	w.facts = Facts{
		Policy: roles.Default(), Nonce: [32]byte{1}, Lifecycle: &proficiency.Lifecycle{Status: proficiency.Published},
		People: []*roles.Standing{{Person: "learner-1", Memberships: member}, holds("assessor-1", "assessor"),
			holds("educator-1", "educator-manager"), holds("educator-2", "educator-manager"), holds("manager-1", "clinical-centre-manager")},
		Centres: []CentreFacts{{Centre: roles.Centre{ID: "c", Kind: roles.Trust}, Offers: true}},
	}
	w.state = NewState("diagram", w.fw.Index())
	require.True(t, w.do("educator-1", &Enrol{Learner: "learner-1", Framework: w.fw.Ref(), Centre: "c"}))
}

// advance brings the enrolment where chance seldom does: signed off, void,
// ready again, declined, and any of these enrolled anew after a withdrawal.
func (w *diagramWalk) advance(t *testing.T, far int) {
	must := func(actor PersonID, c Command) { require.True(t, w.do(actor, c), "%s", c.Kind()) }
	confirm := func(a proficiency.AnswerID, items ...proficiency.ItemID) {
		for _, id := range items {
			must("learner-1", &SelfAssess{Items: []ItemAnswer{{Item: id, Answers: []Given{{Answer: a}}}}, Overwrite: true})
			must("learner-1", &RequestConfirmation{Items: []proficiency.ItemID{id}, To: "assessor-1"})
			must("assessor-1", &Confirm{Items: []Seen{{Item: id, Basis: w.state.Item(id).Basis()}}})
		}
	}
	if far == 0 {
		return
	}
	confirm("high", "first", "plain")
	if far >= 2 {
		must("learner-1", &RequestSignOff{To: "educator-1"})
	}
	if far >= 4 {
		must("educator-1", &SignOff{})
		confirm("highest", "plain")
		must("learner-1", &RequestSignOff{To: "educator-1"})
	}
	if far >= 3 {
		must("educator-1", &DeclineSignOff{Reason: "r"})
	}
	if w.r.IntN(2) == 0 {
		must("manager-1", &Withdraw{Reason: "r"})
		must("educator-1", &Enrol{Learner: "learner-1", Framework: w.fw.Ref(), Centre: "c"})
	}
}

func (w *diagramWalk) do(actor PersonID, c Command) bool {
	w.facts.Actor = actor
	events, err := Decide(w.fw, &w.state, w.facts, c)
	if err != nil || len(events) == 0 {
		return false
	}
	w.state = Apply(w.state, Record{
		Format: RecordFormat, Seq: w.state.seq + 1, Framework: w.fw.Ref(), FrameworkDigest: w.fw.Digest(), events: events,
	})
	return true
}

// step gives one command and notes what became of its item and of the enrolment.
func (w *diagramWalk) step() {
	it := w.fw.Items().At(w.r.IntN(w.fw.Items().Len()))
	actor, cmd, onItem := w.next(it)
	item, enrolment := ItemStatusOf(w.fw, &w.state, it, w.facts.Now), StatusOf(w.fw, &w.state, w.facts.Now)
	if !w.do(actor, cmd) {
		return
	}
	if now := ItemStatusOf(w.fw, &w.state, it, w.facts.Now); onItem && now != item {
		w.items[arrow(item, cmd.Kind(), now)] = true
	}
	if now := StatusOf(w.fw, &w.state, w.facts.Now); now != enrolment {
		w.enrolments[arrow(enrolment, cmd.Kind(), now)] = true
	}
}

// next draws a command, half of them such as bring the enrolment on.
func (w *diagramWalk) next(it *proficiency.Item) (actor PersonID, cmd Command, onItem bool) {
	ids := []proficiency.ItemID{it.ID()}
	on := []Seen{{Item: it.ID(), Basis: w.state.Item(it.ID()).Basis()}}
	answer := []proficiency.AnswerID{"low", "middling", "high", "highest"}[w.r.IntN(4)]
	outcome := []Outcome{Confirmed, Rejected}[w.r.IntN(2)]
	answering := func(a proficiency.AnswerID) Command {
		evidence := []EvidenceRef{{Title: []string{"one", "two"}[w.r.IntN(2)]}}
		return &SelfAssess{Items: []ItemAnswer{{Item: it.ID(), Answers: []Given{{Answer: a}}, Evidence: evidence}}, Overwrite: true}
	}
	switch n := w.r.IntN(44); {
	case n < 8:
		return "learner-1", answering("high"), true
	case n < 14:
		return "learner-1", &RequestConfirmation{Items: ids, To: "assessor-1"}, true
	case n < 20:
		return "assessor-1", &Confirm{Items: on}, true
	case n < 24:
		return "learner-1", &RequestSignOff{To: "educator-1"}, false
	case n < 26:
		return "educator-1", &SignOff{}, false
	case n == 26:
		return "educator-1", &DeclineSignOff{Reason: "r"}, false
	case n == 27:
		return "learner-1", &WithdrawSignOff{}, false
	case n == 28:
		return "manager-1", &Withdraw{Reason: "r"}, false
	case n == 29:
		return "educator-1", &Enrol{Learner: "learner-1", Framework: w.fw.Ref(), Centre: "c"}, false
	case n == 30:
		return "educator-1", &RemoveSupervisor{Person: "educator-1"}, false
	case n == 31:
		return "learner-1", &WithdrawRequest{Items: ids}, true
	case n == 32:
		return "assessor-1", &Reject{Items: on, Reason: "r", Actions: []string{"a"}}, true
	case n == 33:
		return "assessor-1", &Revise{Item: it.ID(), To: outcome, Reason: "r", Actions: []string{"a"}}, true
	case n == 34:
		return "learner-1", &ClearAnswer{Items: ids, Overwrite: true}, true
	case n == 37:
		return "assessor-1", &Reject{Items: on, Reason: "r", Actions: []string{"a"}}, true
	case n < 42:
		return "learner-1", &ChooseOptional{Items: ids, Drop: w.r.IntN(2) == 0, Overwrite: true}, true
	}
	return "learner-1", answering(answer), true
}
