//go:build unix

package faults_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/stretchr/testify/require"
)

// Several processes write to one store, the same enrolment and others; one of
// them is killed.
func TestProcesses(t *testing.T) {
	onEach(t, func(t *testing.T, p place) {
		l, r := newLedger(), chance(t)
		s := p.on(t)
		runs := 2 * *rounds
		for round := range runs {
			l.together(t, p, s, round, r.IntN(40))
		}
		l.close("two processes, one of them killed", p, runs)
	})
}

// together has one process write until it is done, and another until it is killed.
func (l *ledger) together(t *testing.T, p place, s store, round, kill int) {
	alone := learners(3, round)
	common := alone[0]
	e, err := newEngine(s, day, l.hear, alone...)
	require.NoError(t, err)
	enrolling := worker{engine: e, script: common, say: l.hear}
	require.NoError(t, enrolling.ask(t.Context(), 0, false))

	l.cast(alone...)
	var both [2][]script
	for i := range both {
		both[i] = l.cast(script{Learner: common.Learner, Caller: fmt.Sprintf("-a%d", i)}, script{Learner: common.Learner, Caller: fmt.Sprintf("-b%d", i)})
		both[i] = append(both[i], alone[1+i])
	}
	const requests = 20
	victim := start(t, task{Kind: "write", Place: p, Scripts: both[0], To: 1 << 20}, nil)
	other := start(t, task{Kind: "write", Place: p, Scripts: both[1], To: requests}, nil)
	told := newLedger()
	require.True(t, victim.hear(told, func() bool { return told.acknowledged() < kill }), "%s", victim.err)
	victim.kill(told)
	l.take(told)
	l.resolve(t, s, both[0]...)
	other.end(l)
	l.audit(t, s, alone...)
	require.Equal(t, 1+len(both[1])*requests+l.next[both[0][0]]+l.next[both[0][1]]+l.next[both[0][2]], l.since(alone))
}

// take adds what another ledger has heard.
func (l *ledger) take(o *ledger) {
	for _, s := range o.told {
		l.told[s.ID], l.next[s.Script] = s, max(l.next[s.Script], s.N+1)
	}
	maps.Copy(l.doubt, o.doubt)
	l.tally.add(o.tally)
}

// since is how many requests on some learners' enrolments were acknowledged.
func (l *ledger) since(alone []script) (n int) {
	for _, s := range l.told {
		for _, c := range alone {
			if s.Script.Learner == c.Learner {
				n++
			}
		}
	}
	return n
}
