package storetest

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

// linear wants operations on one enrolment to be linearisable: each has taken
// effect at one instant between its begin and its end, and at that instant what
// it was told was true. Somebody must have loaded the whole at the end.
//
// The records themselves give the order of the appends, so that nothing needs to
// be tried: each append that was stored has an earliest instant, and the
// histories that can be explained at all are explained by the earliest ones.
func linear(ops []operation) error {
	places, err := placesOf(ops)
	if err != nil {
		return err
	}
	l := &line{}
	if l.chain, err = chainOf(ops, places); err != nil {
		return err
	}
	if err := l.bound(ops); err != nil {
		return err
	}
	return l.settle(ops)
}

// placesOf are the requests of records 1, 2, …, as loads and those who were told
// that they stored them have it.
func placesOf(ops []operation) ([]workflow.RequestID, error) {
	var places []workflow.RequestID
	for _, o := range ops {
		if o.append && o.err != nil || len(o.requests) == 0 {
			continue
		}
		places = append(places, make([]workflow.RequestID, max(0, int(o.last())-len(places)))...)
		for i, request := range o.requests {
			place := &places[int(o.after)+i]
			if *place != "" && *place != request {
				return nil, fmt.Errorf("that record %d was %q and is %q in %v", int(o.after)+i+1, *place, request, o)
			}
			*place = request
		}
	}
	if i := slices.Index(places, ""); i >= 0 {
		return nil, fmt.Errorf("that nobody has seen record %d of %d", i+1, len(places))
	}
	return places, nil
}

// chainOf are the appends that were stored, whatever their callers were told,
// each behind the one before.
func chainOf(ops []operation, places []workflow.RequestID) (chain []operation, err error) {
	for last := workflow.Seq(0); int(last) < len(places); last = chain[len(chain)-1].last() {
		o, times := storing(ops, places[last])
		switch {
		case !o.append:
			return nil, fmt.Errorf("record %d of %q, which nobody appended", last+1, places[last])
		case times > 1:
			return nil, fmt.Errorf("that record %d is stored %d times, last by %v", last+1, times, o)
		case promised(o.err):
			return nil, fmt.Errorf("that record %d is stored by %v", last+1, o)
		case o.after != last || int(o.last()) > len(places) || !slices.Equal(o.requests, places[last:o.last()]):
			return nil, fmt.Errorf("that record %d is %q, of %v, stored elsewhere or in part", last+1, places[last], o)
		}
		chain = append(chain, o)
	}
	return chain, nil
}

// storing is the append that stored a request, and how many say so. Where none
// does, it is the first whose outcome is unknown: a caller may send the same again.
func storing(ops []operation, request workflow.RequestID) (by operation, times int) {
	for _, o := range ops {
		if !o.append || !slices.Contains(o.requests, request) {
			continue
		}
		if o.err == nil {
			times++
		}
		if !by.append || o.likelier(by) {
			by = o
		}
	}
	return by, times
}

// likelier is whether an append is more likely than another to have stored what both brought.
func (o operation) likelier(than operation) bool {
	if a, b := o.certainty(), than.certainty(); a != b {
		return a > b
	}
	return o.begin < than.begin
}

func (o operation) certainty() int {
	switch {
	case o.err == nil:
		return 2
	case promised(o.err):
		return 0
	}
	return 1
}

// A line is a chain of appends on the history's clock. Each takes effect just
// after the instant from, which since shows, and before the instant to, which
// until shows; those that share an instant do so in order.
type line struct {
	chain        []operation
	from, to     []int
	since, until []operation
}

// bound takes from each append when it was asked for and answered, and from each
// load what it showed and what it did not.
func (l *line) bound(ops []operation) error {
	n := len(l.chain)
	l.from, l.to, l.since, l.until = make([]int, n), make([]int, n), make([]operation, n), make([]operation, n)
	for i, o := range l.chain {
		l.to[i] = math.MaxInt // whoever was told nothing may be stored later
		l.later(i, o)
		if o.err == nil {
			l.sooner(i, o)
		}
	}
	for _, o := range ops {
		if o.append {
			continue
		}
		next := l.next(o.last())
		if len(o.requests) == 0 {
			l.later(next, o)
			continue
		}
		if next == 0 || l.chain[next-1].last() != o.last() {
			return fmt.Errorf("%v, which shows a part of %v", o, l.chain[next])
		}
		l.sooner(next-1, o)
		l.later(next, o)
	}
	return nil
}

// next is the place in the chain of the first append with records behind last.
func (l *line) next(last workflow.Seq) int {
	i := slices.IndexFunc(l.chain, func(o operation) bool { return o.last() > last })
	if i < 0 {
		return len(l.chain)
	}
	return i
}

// later says that an append, if there is one at that place, took effect after o began.
func (l *line) later(i int, o operation) bool {
	if i >= len(l.chain) || l.from[i] >= o.begin {
		return false
	}
	l.from[i], l.since[i] = o.begin, o
	return true
}

// sooner says that an append took effect before o ended.
func (l *line) sooner(i int, o operation) {
	if l.to[i] > o.end {
		l.to[i], l.until[i] = o.end, o
	}
}

// settle finds the earliest instants that do for all, conflicts included.
func (l *line) settle(ops []operation) error {
	for again := true; again; {
		again = false
		for i := range l.chain {
			if i > 0 && l.from[i-1] > l.from[i] {
				l.from[i], l.since[i] = l.from[i-1], l.since[i-1]
			}
			if l.from[i] >= l.to[i] {
				return fmt.Errorf("that %v took effect after the begin of %v and before the end of %v", l.chain[i], l.since[i], l.until[i])
			}
		}
		for _, o := range ops {
			if !o.append || !errors.Is(o.err, workflow.ErrConflict) {
				continue
			}
			moved, err := l.conflict(o)
			if err != nil {
				return err
			}
			again = again || moved
		}
	}
	return nil
}

// conflict wants somebody else to have been first: there were records behind
// after before o ended, or not yet that one when it began. If the earliest
// instant of the former is too late, it must be the latter.
func (l *line) conflict(o operation) (moved bool, err error) {
	next := l.next(o.after)
	switch {
	case o.after > 0 && (next == 0 || l.chain[next-1].last() != o.after): // it never was the last
		return false, nil
	case next < len(l.chain) && l.from[next] < o.end:
		return false, nil
	case next == 0:
		return false, fmt.Errorf("the conflict of %v: nobody was first", o)
	}
	return l.later(next-1, o), nil
}
