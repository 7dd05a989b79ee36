package roles

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// A node is a world found by a search, one of each that differ only in the
// names of people: ids are opaque, so that names make no difference.
type node struct {
	world        world
	parent, move int32 // what led to it; parent is -1 at a root
	depth        uint16
	names        uint8 // the renaming behind the move
}

// A search goes through a space, the nearest worlds first.
type search struct {
	*space
	seen  map[world]struct{}
	nodes []node
	// visited is how many nodes were gone on from: all moves there were decided.
	visited int
	tally
	fault *fault
}

// A tally counts what happened.
type tally struct {
	decided, transitions int
	// unfilled counts how often the host took a last holder, and was told.
	unfilled int
	// pairs are two acts of different people at one centre, each accepted by
	// itself; late those of which the second is refused after the first.
	pairs, late int
	// staleLast and stalePath are the pairs that break a property if both acts
	// are decided on the same state, and staleExample is one of them.
	staleLast, stalePath int
	staleExample         *fault
	// ordered are the decisions that depend on the order of appointments.
	ordered        int
	orderedExample *fault
}

func (t *tally) add(o *tally) {
	t.decided += o.decided
	t.transitions += o.transitions
	t.pairs += o.pairs
	t.late += o.late
	t.staleLast += o.staleLast
	t.stalePath += o.stalePath
	t.ordered += o.ordered
	t.unfilled += o.unfilled
	if t.staleExample == nil {
		t.staleExample = o.staleExample
	}
	if t.orderedExample == nil {
		t.orderedExample = o.orderedExample
	}
}

// A fault is what breaks a property: moves, one behind the other, in the world of a node.
type fault struct {
	node  int
	moves []*move
	breach
}

// A step leads from one world to another.
type step struct {
	at   int // in moves
	move *move
	to   world
}

var renamings = [6][searchPeople]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}

// renamed gives each person i the name to[i].
func (w *world) renamed(to *[searchPeople]int) (out world) {
	for c := range w {
		for i, x := range w[c] {
			y := x &^ spotLists
			for j := range searchPeople {
				if x&(spotStaff<<j) != 0 {
					y |= spotStaff << to[j]
				}
			}
			out[c][to[i]] = y
		}
	}
	return out
}

// least is the world that stands for all those that differ in names only.
func (w *world) least() (out world, names uint8) {
	out = *w
	for n := range renamings[1:] {
		x := w.renamed(&renamings[n+1])
		if slices.Compare(x[0][:], out[0][:]) < 0 || x[0] == out[0] && slices.Compare(x[1][:], out[1][:]) < 0 {
			out, names = x, uint8(n+1)
		}
	}
	return out, names
}

// find keeps a world that is new.
func (s *search) find(w world, parent, move int, depth uint16) {
	least, names := w.least()
	if _, known := s.seen[least]; known {
		return
	}
	s.seen[least] = struct{}{}
	s.nodes = append(s.nodes, node{least, int32(parent), int32(move), depth, names})
}

// run goes on until everything was visited, a property is broken, or most
// worlds were visited; -1 is no bound. What it finds does not depend on how many
// work at it.
func (s *space) run(most int) *search {
	out := &search{space: s, seen: map[world]struct{}{}}
	for _, w := range s.roots {
		out.find(w, -1, 0, 0)
	}
	for out.visited < len(out.nodes) && out.fault == nil && (most < 0 || out.visited < most) {
		to := min(len(out.nodes), out.visited+512)
		if most >= 0 {
			to = min(to, most)
		}
		out.batch(out.visited, to)
	}
	return out
}

func (s *search) complete() bool { return s.visited == len(s.nodes) }

func (s *search) depth() int { return int(s.nodes[s.visited-1].depth) }

// batch visits the nodes of a range at once and takes over what they led to in their order.
func (s *search) batch(from, to int) {
	visits, next := make([]visit, to-from), make(chan int)
	var done sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		done.Go(func() {
			for i := range next {
				visits[i] = s.visit(from + i)
			}
		})
	}
	for i := range visits {
		next <- i
	}
	close(next)
	done.Wait()
	for i := range visits {
		v := &visits[i]
		s.visited++
		s.tally.add(&v.tally)
		if s.fault = v.fault; s.fault != nil {
			return
		}
		for _, x := range v.steps {
			s.find(x.to, from+i, x.at, s.nodes[from+i].depth+1)
		}
	}
}

// way writes the acts that lead from a root to the fault, the shortest way
// there is, by people with the names that they have at the root.
func (s *search) way(f *fault) string {
	var up []int
	for n := f.node; n >= 0; n = int(s.nodes[n].parent) {
		up = append(up, n)
	}
	slices.Reverse(up)
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n  at first: %s\n", f.of, f.how, s.describe(&s.nodes[up[0]].world))
	name, line := renamings[0], 0
	write := func(m *move) {
		line++
		fmt.Fprintf(&b, "  %d. %s\n", line, s.say(m, name))
	}
	for _, n := range up[1:] {
		x := &s.nodes[n]
		write(&s.moves[x.move])
		before := name
		for i, to := range renamings[x.names] {
			name[to] = before[i]
		}
	}
	for _, m := range f.moves {
		write(m)
	}
	return b.String()
}
