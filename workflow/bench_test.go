package workflow

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// The benchmarks put the library beside a guarded switch written by hand for
// the same three transitions, so that ratios of one run can be quoted. Run
// them with
//
//	go test ./workflow -run '^$' -bench . -benchmem

// handMachine is what somebody would write by hand for exactly these three
// transitions: ids looked up, the actor's place and role checked, the event
// kept. It knows no reasons, gates, options, consequences or sign-off.
type handMachine struct {
	learner string
	decider string
	roles   []string
	byID    map[string]int
	items   []handItem
	events  []handEvent
}

type handItem struct {
	status    uint8
	addressee string
	answered  int
}

type handEvent struct {
	kind       uint8
	item, by   string
	answer, to string
	at         time.Time
	seq        int
}

type handCommand struct {
	kind           uint8
	item, actor    string
	answer, to     string
	basis          int
	wanted, second string
}

func (m *handMachine) holds(role, other string) bool {
	for _, r := range m.roles {
		if r == role || r == other {
			return true
		}
	}
	return false
}

func (m *handMachine) do(c *handCommand, at time.Time, seq int) bool {
	i, ok := m.byID[c.item]
	if !ok {
		return false
	}
	it := &m.items[i]
	switch c.kind {
	case 0:
		if c.actor != m.learner || it.status > 1 || c.answer != "achieved" && c.answer != "ongoing" {
			return false
		}
		it.status, it.answered = 1, seq
	case 1:
		if c.actor != m.learner || it.status != 1 || c.to == m.learner || !m.holds(c.wanted, c.second) {
			return false
		}
		it.status, it.addressee = 2, c.to
	case 2:
		if it.status != 2 || c.actor != it.addressee || it.answered != c.basis || !m.holds(c.wanted, c.second) {
			return false
		}
		it.status = 3
	}
	m.events = append(m.events, handEvent{kind: c.kind, item: c.item, by: c.actor, answer: c.answer, to: c.to, at: at, seq: seq})
	return true
}

func BenchmarkGuardedSwitch3Transitions(b *testing.B) {
	m := &handMachine{learner: "learner-1", decider: "assessor-1", roles: []string{"educator-manager"}, byID: map[string]int{}}
	m.items, m.events = make([]handItem, 670), make([]handEvent, 0, 3)
	commands := make([][3]handCommand, 670)
	for i := range m.items {
		id := fmt.Sprintf("item-%d", i)
		m.byID[id] = i
		commands[i] = [3]handCommand{
			{kind: 0, item: id, actor: "learner-1", answer: "achieved"},
			{kind: 1, item: id, actor: "learner-1", to: "assessor-1", wanted: "assessor", second: "educator-manager"},
			{kind: 2, item: id, actor: "assessor-1", basis: 1, wanted: "assessor", second: "educator-manager"},
		}
	}
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		at := i % len(m.items)
		m.items[at], m.events = handItem{}, m.events[:0]
		for k := range commands[at] {
			if !m.do(&commands[at][k], now, k+1) {
				b.Fatal("refused")
			}
		}
	}
}

// generated is a framework of n items in groups of 20 behind a gate of three.
func generated(tb testing.TB, n int) *proficiency.Framework {
	tb.Helper()
	var y strings.Builder
	y.WriteString("format: countersign/v1\nid: generated\nversion: 1.0.0\ntitle: Generated\ncategory: clinical\n" +
		"scales:\n  achievement:\n    - {id: ongoing, label: Ongoing}\n    - {id: achieved, label: Achieved, meets: true}\n" +
		"defaults: {scale: achievement, confirmed_by: [assessor, educator-manager], kind: skill}\n" +
		"sign_off: {by: [educator-manager]}\nsections:\n  - id: gate\n    title: Gate\n    gate: true\n    proficiencies:\n")
	item := func(id string) { fmt.Fprintf(&y, "      - {id: %s, statement: Statement of %s.}\n", id, id) }
	for i := range 3 {
		item(fmt.Sprintf("gate-%d", i))
	}
	for i := range n - 3 {
		if i%20 == 0 {
			fmt.Fprintf(&y, "  - id: group-%d\n    title: Group %d\n    proficiencies:\n", i/20, i/20)
		}
		item(fmt.Sprintf("item-%d", i))
	}
	fw, findings := proficiency.Parse("generated.yaml", []byte(y.String()))
	if fw == nil {
		tb.Fatal(findings)
	}
	return fw
}

// benchCase is an enrolment with its gate confirmed and nothing else done.
type benchCase struct {
	fw      *proficiency.Framework
	state   State
	learner Facts
	decider Facts
	items   []*proficiency.Item
}

func newBenchCase(tb testing.TB, n int) *benchCase {
	tb.Helper()
	c := &benchCase{fw: generated(tb, n)}
	learner := &roles.Standing{Person: "learner-1", Memberships: []roles.Membership{{Centre: "trust-1", Active: true}}}
	assessor := &roles.Standing{
		Person: "assessor-1", Memberships: []roles.Membership{{Centre: "trust-1", Active: true}},
		Appointments: []roles.Appointment{{Role: "educator-manager", Centre: "trust-1"}},
		Staff:        []roles.StaffEntry{{Centre: "trust-1", Person: "learner-1"}},
	}
	f := Facts{
		Now: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), Policy: roles.Default(), People: []*roles.Standing{learner, assessor},
		Centres:   []CentreFacts{{Centre: roles.Centre{ID: "trust-1", Kind: roles.Trust}, Offers: true}},
		Lifecycle: &proficiency.Lifecycle{Status: proficiency.Published, Published: proficiency.Date{Year: 2026, Month: 1, Day: 1}},
	}
	c.learner, c.decider = f, f
	c.learner.Actor, c.decider.Actor = "learner-1", "assessor-1"
	c.state = NewState("bench", c.fw.Index())
	c.do(tb, c.decider, &Enrol{Learner: "learner-1", Framework: c.fw.Ref(), Centre: "trust-1"})
	for it := range c.fw.Items().Values() {
		if it.Section().Gate() {
			for _, cmd := range c.transitions(it) {
				c.do(tb, cmd.facts, cmd.cmd)
			}
			continue
		}
		c.items = append(c.items, it)
	}
	return c
}

type benchCommand struct {
	facts Facts
	cmd   Command
}

func (c *benchCase) transitions(it *proficiency.Item) [3]benchCommand {
	ids := []proficiency.ItemID{it.ID()}
	return [3]benchCommand{
		{c.learner, Answer(it.ID(), "achieved")},
		{c.learner, &RequestConfirmation{Items: ids, To: "assessor-1"}},
		{c.decider, &Confirm{Items: []Seen{{Item: it.ID()}}}},
	}
}

// record wraps events as the engine would, without bytes and hash.
func (c *benchCase) record(events []Event) Record {
	stamp := events[0].stamp()
	return Record{
		Format: RecordFormat, Seq: stamp.Seq, At: stamp.At, Actor: stamp.By, Request: "request",
		Framework: c.fw.Ref(), FrameworkDigest: c.fw.Digest(), events: events,
	}
}

func (c *benchCase) do(tb testing.TB, f Facts, cmd Command) {
	tb.Helper()
	if confirm, ok := cmd.(*Confirm); ok {
		confirm.Items[0].Basis = c.state.lookup(confirm.Items[0].Item).answer.Basis
	}
	events, err := Decide(c.fw, &c.state, f, cmd)
	if err != nil {
		tb.Fatal(err)
	}
	c.state = Apply(c.state, c.record(events))
}

var sinkEvents []Event

// benchStates prepares for each transition a state in which it is the next,
// with half of the enrolment confirmed.
func benchStates(b testing.TB, n int) (c *benchCase, states [3]State, commands [3]benchCommand) {
	c = newBenchCase(b, n)
	for _, it := range c.items[:len(c.items)/2] {
		for _, t := range c.transitions(it) {
			c.do(b, t.facts, t.cmd)
		}
	}
	commands = c.transitions(c.items[len(c.items)/2+1])
	for i, t := range commands {
		states[i] = c.state
		c.do(b, t.facts, t.cmd)
	}
	return c, states, commands
}

func BenchmarkDecide3Transitions(b *testing.B) {
	for _, n := range []int{670, 6700} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c, states, commands := benchStates(b, n)
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				for i := range commands {
					events, err := Decide(c.fw, &states[i], commands[i].facts, commands[i].cmd)
					if err != nil {
						b.Fatal(err)
					}
					sinkEvents = events
				}
			}
		})
	}
}

// BenchmarkDecideApply3Transitions goes on from state to state, as an enrolment
// does, and begins anew when every item is confirmed.
func BenchmarkDecideApply3Transitions(b *testing.B) {
	for _, n := range []int{670, 6700} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := newBenchCase(b, n)
			start := c.state
			commands := make([][3]benchCommand, len(c.items))
			for i, it := range c.items {
				commands[i] = c.transitions(it)
			}
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				if i%len(commands) == 0 {
					c.state = start
				}
				for _, t := range commands[i%len(commands)] {
					c.do(b, t.facts, t.cmd)
				}
			}
		})
	}
}

// history is the records of confirming 150 items one by one: 450 events.
func (c *benchCase) history(b *testing.B) (start State, records []Record) {
	start = c.state
	for _, it := range c.items[:150] {
		for _, t := range c.transitions(it) {
			if confirm, ok := t.cmd.(*Confirm); ok {
				confirm.Items[0].Basis = c.state.lookup(it.ID()).answer.Basis
			}
			events, err := Decide(c.fw, &c.state, t.facts, t.cmd)
			if err != nil {
				b.Fatal(err)
			}
			r := c.record(events)
			r.Request = RequestID(fmt.Sprintf("request-%d", r.Seq))
			c.state = Apply(c.state, r)
			records = append(records, r)
		}
	}
	return start, records
}

func BenchmarkReplayInPlace450Events(b *testing.B) {
	start, records := newBenchCase(b, 670).history(b)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		s := start
		s.edit++
		s.replay(records)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/450, "ns/event")
}

func BenchmarkRequestSignOffWithEverythingMissing(b *testing.B) {
	c, _, _ := benchStates(b, 670)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if _, err := Decide(c.fw, &c.state, c.learner, &RequestSignOff{To: "assessor-1"}); err == nil {
			b.Fatal("accepted")
		}
	}
}
