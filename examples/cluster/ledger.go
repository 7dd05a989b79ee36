package main

import (
	"sync"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

// A ledger is what callers were told.
type ledger struct {
	through chan struct{} // closed when every learner is signed off

	mu   sync.Mutex
	next map[workflow.PersonID]int // how many requests of a learner were acknowledged
	told map[workflow.RequestID]said
	left int // learners who are not through
	// notStored are answers that nothing was stored, unknown those that it is not
	// known, and found are requests that had been stored when they were sent again.
	notStored, unknown, found int
	more                      chan struct{} // closed, and another one made, when something is acknowledged
	first, last               time.Time     // acknowledgement
	quiet                     time.Duration // the longest time without any
}

func newLedger(learners int) *ledger {
	l := &ledger{
		through: make(chan struct{}), more: make(chan struct{}), left: learners,
		next: map[workflow.PersonID]int{}, told: map[workflow.RequestID]said{},
	}
	for n := range learners {
		l.next[learner(n+1)] = 0
	}
	return l
}

// hear takes in what an application was told at a time.
func (l *ledger) hear(s said, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case s.Unknown:
		l.unknown++
		return
	case s.Seq == 0:
		l.notStored++
		return
	case s.Replayed:
		l.found++
	}
	if l.first.IsZero() {
		l.first, l.last = now, now
	}
	l.quiet, l.last = max(l.quiet, now.Sub(l.last)), now
	l.told[s.Request] = s
	if l.next[s.Learner]++; l.next[s.Learner] == stepsOfAWay {
		if l.left--; l.left == 0 {
			close(l.through)
		}
	}
	close(l.more)
	l.more = make(chan struct{})
}

// acknowledged is how many requests were, and a channel that is closed when there are more.
func (l *ledger) acknowledged() (n int, more <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.told), l.more
}

// dueOf are the learners of one of the applications who are not through.
func (l *ledger) dueOf(app int) map[workflow.PersonID]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	due := map[workflow.PersonID]int{}
	for n := range len(l.next) {
		if who := learner(n + 1); n%apps == app-1 && l.next[who] < stepsOfAWay {
			due[who] = l.next[who]
		}
	}
	return due
}
