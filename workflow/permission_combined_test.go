package workflow_test

import (
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// person is who stands in several relations and holds several roles.
const person workflow.PersonID = "person-1"

// cast is one in which the person stands in these relations, and others in the rest.
func (r relations) cast() cast {
	c := castApart
	for _, at := range []struct {
		in  bool
		who *workflow.PersonID
	}{{r.learner, &c.learner}, {r.supervisor, &c.supervisor}, {r.addressee, &c.addressee}, {r.decider, &c.decider}, {r.enroller, &c.enroller}} {
		if at.in {
			*at.who = person
		}
	}
	return c
}

// parts are the relations one by one, and none.
func (r relations) parts() []relations {
	out := []relations{{}}
	for _, p := range []relations{{learner: true}, {supervisor: true}, {addressee: true}, {decider: true}, {enroller: true}} {
		if r.with(p) == r {
			out = append(out, p)
		}
	}
	return out
}

func (r relations) with(o relations) relations {
	return relations{
		r.learner || o.learner, r.supervisor || o.supervisor, r.addressee || o.addressee, r.decider || o.decider, r.enroller || o.enroller,
	}
}

// mixes are the relations that one person can stand in at a time: who is
// asked or has enrolled is a supervisor anyway.
var mixes = []relations{
	{}, {learner: true}, {supervisor: true}, {addressee: true}, {decider: true}, {enroller: true},
	{supervisor: true, decider: true}, {addressee: true, decider: true}, {addressee: true, enroller: true},
	{decider: true, enroller: true}, {addressee: true, decider: true, enroller: true}, selfEnrolled,
}

var selfEnrolled = relations{learner: true, enroller: true}

// A combination of roles and relations may do what its parts may do, and
// nothing else, but for the exceptions.
func TestCombinationsOfRoles(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	require.Equal(t, everyAtom, mask(1<<len(atoms)-1))
	used := make([]atomic.Int64, len(exceptions))
	t.Run("places", func(t *testing.T) {
		for _, p := range combinedAt() {
			t.Run(p.name(), func(t *testing.T) {
				t.Parallel()
				newMixer(t, p).run(used)
			})
		}
	})
	for i := range exceptions {
		assert.Positive(t, used[i].Load(), "no example needs the exception %q", exceptions[i].name)
	}
}

// combinedAt are the places.
func combinedAt() []place {
	return []place{openNew, alone, progress, ruledBy, asking, askOpen, done, gone}
}

// A mixer holds the combinations at one place to their parts.
type mixer struct {
	t      *testing.T
	rng    *rand.Rand
	scenes map[relations]*scene
	used   []atomic.Int64
	failed int // it is enough to say so a few times

	order order
	item  proficiency.ItemID
	cmds  map[relations]workflow.Command
	facts map[relations]workflow.Facts
	known map[relations]map[mask]bool
	more  map[relations][]mask // pairs that gain, if pairUp was asked
}

func newMixer(t *testing.T, p place) *mixer {
	t.Helper()
	m := &mixer{t: t, scenes: map[relations]*scene{}, rng: rand.New(rand.NewPCG(1, 2))}
	for _, r := range mixes {
		if signs := p.status == workflow.StatusSignedOff && r.addressee && r.decider; !signs && (r != selfEnrolled || p.open) {
			m.scenes[r] = newScene(t, p, r.cast())
		}
	}
	return m
}

func (m *mixer) run(used []atomic.Int64) {
	m.used = used
	for _, o := range append(openings[:1:1], wholeOrders...) {
		m.row(o, "", true)
	}
	s := m.scenes[relations{}]
	if s.place.status != workflow.StatusInProgress {
		return
	}
	for _, o := range itemOrders {
		live := 0
		for it := range s.fw.Items().Values() {
			if m.row(o, it.ID(), live < 2 || o.kind == workflow.KindConfirm || o.kind == workflow.KindReject || o.kind == workflow.KindRevise) {
				live++
			}
		}
	}
}

// row is one command, given by combinations: of any two roles where anybody
// may, and some more in any case. It reports whether anybody may.
func (m *mixer) row(o order, id proficiency.ItemID, pairs bool) (live bool) {
	m.begin(o, id)
	for r := range m.scenes {
		for _, x := range append(everyAtom.singles(), everyAtom) {
			live = m.may(r, x) || live
		}
	}
	var sets []mask
	if live {
		m.pairUp()
	}
	if live && pairs {
		sets = append(everyAtom.singles(), everyAtom.pairs()...)
	}
	for range 4 {
		sets = append(sets, m.anyMask())
	}
	for r := range m.scenes {
		for _, x := range sets {
			m.holds(r, x)
		}
	}
	return live
}

func (m *mixer) begin(o order, id proficiency.ItemID) {
	m.order, m.item = o, id
	m.cmds, m.facts, m.known, m.more = map[relations]workflow.Command{}, map[relations]workflow.Facts{}, map[relations]map[mask]bool{}, map[relations][]mask{}
	for r, s := range m.scenes {
		cmd := accepting(o.give(s, person, id))
		m.cmds[r], m.facts[r], m.known[r] = cmd, s.facts(person, cmd), map[mask]bool{}
	}
}

// anyMask is one of a few atoms, or of all.
func (m *mixer) anyMask() (x mask) {
	if m.rng.IntN(4) == 0 {
		return everyAtom
	}
	for range 3 + m.rng.IntN(4) {
		x |= 1 << m.rng.IntN(len(atoms))
	}
	return x
}

// pairUp finds the pairs that may what neither of the two may alone.
func (m *mixer) pairUp() {
	for i, e := range exceptions {
		for r := range m.scenes {
			for _, two := range append(everyAtom.pairs(), 0) {
				if e.gains && m.applies(e, r, two) && m.may(r, two) && !m.parts(r, two) {
					m.more[r] = append(m.more[r], two)
					m.used[i].Add(1)
				}
			}
		}
	}
}

// may is what becomes of the command.
func (m *mixer) may(r relations, x mask) bool {
	if known, ok := m.known[r][x]; ok {
		return known
	}
	s := m.scenes[r]
	_, err := workflow.Decide(s.fw, &s.state, withStanding(m.facts[r], s.standing(person, x.holding())), m.cmds[r])
	m.known[r][x] = err == nil
	return err == nil
}

// holds holds a combination to its parts.
func (m *mixer) holds(r relations, x mask) {
	m.t.Helper()
	want := m.parts(r, x) || m.gains(r, x)
	if want && m.loses(r, x) {
		want = r.learner && (m.parts(r, 0) || m.gains(r, 0)) // what learners may without roles
	}
	if got := m.may(r, x); got != want && m.failed < 5 {
		m.failed++
		m.t.Errorf("%s %s at %s: %+v with %v: allowed is %v, the parts say %v", m.order.name(), m.item, m.scenes[r].place.name(), r, x.holding(), got, want)
	}
}

// parts reports whether any relation with any one role may.
func (m *mixer) parts(r relations, x mask) bool {
	for _, part := range r.parts() {
		for _, one := range x.singles() {
			if m.may(part, one) {
				return true
			}
		}
	}
	return false
}

// gains reports whether two of the parts may together what neither may alone.
func (m *mixer) gains(r relations, x mask) bool {
	for _, part := range append(r.parts(), r) {
		for _, two := range m.more[part] {
			if two&x == two {
				return true
			}
		}
	}
	return false
}

// loses reports whether an exception takes away what the parts may.
func (m *mixer) loses(r relations, x mask) (loses bool) {
	for i, e := range exceptions {
		if !e.gains && m.applies(e, r, x) {
			loses = true
			if !m.may(r, x) {
				m.used[i].Add(1)
			}
		}
	}
	return loses
}

func (m *mixer) applies(e exception, r relations, x mask) bool {
	s := m.scenes[r]
	return e.applies(mixture{s, r, x.holding(), m.order, s.fw.Item(m.item)})
}
