package storetest

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// What linear works out is what trying every order finds, on histories of a store
// that does one thing at a time, some of them with something told wrongly.
func TestLinearAgreesWithTryingEveryOrder(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(1, 2))
	found := map[bool]int{}
	for range 20_000 {
		ops := forge(chance)
		explained := explains(ops, nil)
		require.Equal(t, explained, linear(ops) == nil, "%v", ops)
		found[explained]++
	}
	require.Greater(t, min(found[true], found[false]), 2000, "both are tried")
}

// forge makes a history of a few operations at once and a load of everything at the end.
func forge(chance *rand.Rand) []operation {
	n := 2 + chance.IntN(4)
	instants := chance.Perm(3 * n) // of begin, effect and end of each
	ops := make([]operation, n, n+1)
	for i := range ops {
		three := instants[3*i : 3*i+3]
		slices.Sort(three)
		ops[i].begin, ops[i].end = three[0]+1, three[2]+1
	}
	effect := func(i int) int { return instants[3*i+1] }
	order := slices.SortedFunc(slices.Values(chance.Perm(n)), func(a, b int) int { return effect(a) - effect(b) })
	var state []workflow.RequestID
	for _, i := range order {
		state = ops[i].happen(chance, state, string(rune('a'+3*i)))
	}
	ops = append(ops, operation{begin: 3*n + 1, end: 3*n + 2, requests: state})
	if chance.IntN(2) == 0 {
		ops[chance.IntN(n)].lie(chance)
	}
	return ops
}

// happen makes something happen to a store that has these records.
func (o *operation) happen(chance *rand.Rand, state []workflow.RequestID, letter string) []workflow.RequestID {
	if o.append = chance.IntN(2) == 0; !o.append {
		o.after = workflow.Seq(chance.IntN(len(state) + 2))
		o.requests = slices.Clone(state[min(int(o.after), len(state)):])
		return state
	}
	o.after = workflow.Seq(max(0, len(state)-chance.IntN(5)/3+chance.IntN(8)/7))
	o.requests = []workflow.RequestID{workflow.RequestID(letter), workflow.RequestID(letter + "2")}[:1+chance.IntN(2)]
	kind := chance.IntN(8)
	switch {
	case int(o.after) != len(state):
		o.err = workflow.ErrConflict
	case kind == 0:
		o.err = workflow.ErrNotStored
	case kind == 1:
		o.err = errLost
	default:
		if kind == 2 {
			o.err = errLost
		}
		return append(slices.Clip(state), o.requests...)
	}
	return state
}

// lie tells something else than what happened.
func (o *operation) lie(chance *rand.Rand) {
	switch {
	case o.append:
		o.err = []error{nil, errLost, workflow.ErrConflict, workflow.ErrNotStored}[chance.IntN(4)]
	case len(o.requests) > 0:
		o.requests = o.requests[:chance.IntN(len(o.requests))]
	default:
		o.begin, o.end = 0, 1
	}
}

// explains tries every order of what is left from a state.
func explains(left []operation, state []workflow.RequestID) bool {
	if len(left) == 0 {
		return true
	}
	for i, o := range left {
		others := slices.Delete(slices.Clone(left), i, i+1)
		if slices.ContainsFunc(others, func(other operation) bool { return other.end < o.begin && !unknown(other) }) {
			continue // that one was over before
		}
		for _, next := range o.outcomes(state) {
			if explains(others, next) {
				return true
			}
		}
	}
	return false
}

// unknown appends may happen at any time after they began, or never.
func unknown(o operation) bool { return o.append && o.err != nil && !promised(o.err) }

// outcomes are what a store may have after o, none if it could not be told what it was told.
func (o operation) outcomes(state []workflow.RequestID) (out [][]workflow.RequestID) {
	last := len(state) == int(o.after)
	switch {
	case !o.append:
		if !slices.Equal(o.requests, state[min(int(o.after), len(state)):]) {
			return nil
		}
	case errors.Is(o.err, workflow.ErrConflict) && last, o.err == nil && !last:
		return nil
	case o.err == nil:
		return [][]workflow.RequestID{append(slices.Clip(state), o.requests...)}
	case unknown(o) && last:
		out = append(out, append(slices.Clip(state), o.requests...))
	}
	return append(out, state)
}
