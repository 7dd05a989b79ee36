package workflow

import (
	"flag"
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

var updateDiagram = flag.Bool("update-diagram", false, "write testdata/item.mmd anew")

func TestDiagramIsTheOneShown(t *testing.T) {
	if *updateDiagram {
		require.NoError(t, os.WriteFile("testdata/item.mmd", []byte(Diagram()), 0o600))
	}
	golden, err := os.ReadFile("testdata/item.mmd")
	require.NoError(t, err)
	assert.Equal(t, string(golden), Diagram())

	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	for line := range strings.Lines(ascii(itemMachine())) {
		assert.Contains(t, string(doc), "//\t"+line)
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

// TestMachineIsWhatDecideDoes walks at random for a while, and on until every
// arrow was taken; none may be taken that is not drawn.
func TestMachineIsWhatDecideDoes(t *testing.T) {
	fw, findings := proficiency.Parse("diagram.yaml", []byte(diagramFramework))
	require.NotNil(t, fw, findings)
	drawn := map[string]bool{}
	for _, m := range itemMachine() {
		for _, from := range m.from {
			for _, to := range m.to {
				drawn[from+" --"+m.command+"--> "+to] = true
			}
		}
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	walk := &diagramWalk{fw: fw, r: rand.New(rand.NewPCG(seed, 0)), seen: map[string]bool{}}
	for step := 0; step < 10_000 || len(walk.seen) < len(drawn) && step < 2_000_000; step++ {
		if step%400 == 0 {
			walk.begin(t) // anew, so that early and late states both come often
		}
		walk.step(t)
	}
	assert.Equal(t, slices.Sorted(maps.Keys(drawn)), slices.Sorted(maps.Keys(walk.seen)))
}

type diagramWalk struct {
	fw    *proficiency.Framework
	r     *rand.Rand
	state State
	facts Facts
	seen  map[string]bool
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
		People:  []*roles.Standing{{Person: "learner-1", Memberships: member}, holds("assessor-1", "assessor"), holds("educator-1", "educator-manager")},
		Centres: []CentreFacts{{Centre: roles.Centre{ID: "c", Kind: roles.Trust}, Offers: true}},
	}
	w.state = NewState("diagram", w.fw.Index())
	require.True(t, w.do("educator-1", &Enrol{Learner: "learner-1", Centre: "c"}))
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

// step gives one command about one item and notes what became of it.
func (w *diagramWalk) step(t *testing.T) {
	it := w.fw.Items().At(w.r.IntN(w.fw.Items().Len()))
	ids := []proficiency.ItemID{it.ID()}
	on := []Decision{{Item: it.ID(), Basis: w.state.Item(it.ID()).Basis()}}
	answer := []proficiency.AnswerID{"low", "middling", "high", "highest"}[w.r.IntN(4)]
	outcome := []Outcome{Confirmed, Rejected}[w.r.IntN(2)]
	choices := []struct {
		actor PersonID
		cmd   Command
	}{
		{"learner-1", &SelfAssess{Items: []ItemAnswer{{Item: it.ID(), Answers: []Given{{Answer: answer}}}}, Overwrite: true}},
		{"learner-1", &ClearAnswer{Items: ids, Overwrite: true}},
		{"learner-1", &RequestConfirmation{Items: ids, To: "assessor-1"}},
		{"learner-1", &WithdrawRequest{Items: ids}},
		{"assessor-1", &Confirm{Items: on}},
		{"assessor-1", &Reject{Items: on, Reason: "r", Actions: []string{"a"}}},
		{"assessor-1", &Revise{Item: it.ID(), To: outcome, Reason: "r", Actions: []string{"a"}}},
		{"learner-1", &ChooseOptional{Items: ids, Drop: w.r.IntN(2) == 0, Overwrite: true}},
	}
	c := choices[w.r.IntN(len(choices))]
	before := ItemStatusOf(w.fw, &w.state, it, w.facts.Now)
	if !w.do(c.actor, c.cmd) {
		return
	}
	after := ItemStatusOf(w.fw, &w.state, it, w.facts.Now)
	w.seen[string(before)+" --"+string(c.cmd.Kind())+"--> "+string(after)] = true
}
