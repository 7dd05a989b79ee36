package roles

import (
	"maps"
	"math/bits"
	"reflect"
)

// A visit is what the moves in one world lead to.
type visit struct {
	*space
	node  int
	from  *scene
	steps []step
	tally
	fault *fault
}

// visit decides every move in a world and holds what it leads to against the properties.
func (s *search) visit(n int) visit {
	v := visit{space: s.space, node: n, from: s.scene(s.nodes[n].world)}
	v.from.closely = n%16 == 0
	for i := range s.moves {
		v.try(i)
		if v.fault != nil {
			return v
		}
	}
	if v.from.closely {
		v.checkNames()
	}
	v.races()
	return v
}

func (v *visit) breaks(b breach, moves ...*move) {
	if v.fault == nil && b != (breach{}) {
		v.fault = &fault{v.node, moves, b}
	}
}

// try decides one move. An appointment of somebody with several roles is
// decided in the other order of them, too.
func (v *visit) try(i int) {
	m := &v.moves[i]
	d := v.decide(&v.from.joined[m.centre], m)
	v.step(i, d)
	if !v.mayTurn(m) {
		return
	}
	if turned := v.decide(&v.from.turned[m.centre], m); !reflect.DeepEqual(turned.events, d.events) {
		v.ordered++
		if v.orderedExample == nil {
			v.orderedExample = &fault{v.node, []*move{m}, broken(ownProperty, "the outcome depends on the order of appointments")}
		}
		v.step(i, turned)
	}
}

func (v *visit) mayTurn(m *move) bool {
	if m.act.Kind() != ActAppoint || !v.openly || m.actor == theHost {
		return false
	}
	return bits.OnesCount32(uint32(v.inForce(v.from.world[m.centre][m.actor]))) > 1
}

func (v *visit) step(i int, d actDecision) {
	m := &v.moves[i]
	v.decided++
	to, moved, err := v.move(v.from, m, &d)
	switch {
	case err != nil:
		v.breaks(broken(ownProperty, "%v", err), m)
	case !moved:
		v.breaks(v.checkOpen(&v.from.world, m), m)
	default:
		v.transitions++
		v.breaks(v.check(&v.from.world, &to, m, &d), m)
		v.steps = append(v.steps, step{i, m, to})
		for _, e := range d.events {
			if e.Kind == RoleUnfilled {
				v.unfilled++
			}
		}
	}
}

// checkNames makes sure that names make no difference: from the same world with
// other names the same moves lead to the same worlds with other names.
func (v *visit) checkNames() {
	to := &renamings[1+v.node/16%5]
	other := v.scene(v.from.world.renamed(to))
	want, got := map[world]bool{}, map[world]bool{}
	for _, x := range v.steps {
		least, _ := x.to.least()
		want[least] = true
	}
	for i := range v.moves {
		d := v.decide(&other.joined[v.moves[i].centre], &v.moves[i])
		if x, moved, _ := v.move(other, &v.moves[i], &d); moved {
			least, _ := x.least()
			got[least] = true
		}
	}
	if v.ordered == 0 && !maps.Equal(want, got) {
		v.breaks(broken(ownProperty, "with other names %d worlds can be reached, not %d", len(got), len(want)))
	}
}

// races takes each two steps of different people at one centre. With the
// second one decided on the state after the first, as compare-and-set
// enforces, nothing is broken; with both decided on the same state it can be.
func (v *visit) races() {
	for i := range v.steps {
		first := &v.steps[i]
		if first.move.actor == theHost {
			continue
		}
		var mid *scene
		for j := range v.steps {
			second := &v.steps[j]
			if second.move.actor == theHost || second.move.actor == first.move.actor || second.move.centre != first.move.centre {
				continue
			}
			v.pairs++
			v.stale(first, second)
			if !v.twice {
				continue
			}
			if mid == nil {
				mid = v.scene(first.to)
			}
			v.second(mid, first, second)
		}
	}
}

// second decides the second act anew.
func (v *visit) second(mid *scene, first, second *step) {
	d := v.decide(&mid.joined[second.move.centre], second.move)
	to, moved, err := v.move(mid, second.move, &d)
	switch {
	case err != nil:
		v.breaks(broken(ownProperty, "%v", err), first.move, second.move)
	case moved:
		v.breaks(v.check(&mid.world, &to, second.move, &d), first.move, second.move)
	case len(d.reasons) > 0:
		v.late++
	}
}

// stale applies what was decided on the same state twice.
func (v *visit) stale(first, second *step) {
	to, c := first.to, second.move.centre
	for i := range to[c] {
		before, after := v.from.world[c][i], second.to[c][i]
		to[c][i] = to[c][i]&^(before&^after) | after&^before
	}
	switch b := v.check(&first.to, &to, second.move, nil); b.of {
	case lastProperty:
		v.staleLast++
		if v.staleExample == nil {
			v.staleExample = &fault{v.node, []*move{first.move, second.move}, b}
		}
	case pathProperty:
		v.stalePath++
	}
}
