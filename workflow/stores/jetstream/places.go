package jetstream

import (
	"sync"

	"github.com/countersign-go/countersign/workflow"
)

// A place is where an enrolment's last message stands: the number of its last
// record, and that of the message in the stream, which is what the next one is
// compared with. The two are numbered apart.
type place struct {
	seq workflow.Seq
	at  uint64
}

// places remembers those of the enrolments that were used last. What is not true
// any more costs a conflict, and nothing else.
type places struct {
	mu         sync.Mutex
	most       int
	young, old map[workflow.EnrolmentID]place
	closed     bool
}

func newPlaces(most int) *places {
	return &places{most: (most + 1) / 2, young: map[workflow.EnrolmentID]place{}}
}

// get gives a place, and keeps it for longer.
func (p *places) get(id workflow.EnrolmentID) (place, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at, ok := p.young[id]
	if !ok {
		if at, ok = p.old[id]; ok {
			p.keep(id, at)
		}
	}
	return at, ok
}

// put keeps a place unless a later one is kept.
func (p *places) put(id workflow.EnrolmentID, at place) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, kept := range []map[workflow.EnrolmentID]place{p.young, p.old} {
		if one, ok := kept[id]; ok && one.at >= at.at {
			return
		}
	}
	p.keep(id, at)
}

// keep has the older half go when the younger is full.
func (p *places) keep(id workflow.EnrolmentID, at place) {
	if len(p.young) >= p.most {
		p.old, p.young = p.young, make(map[workflow.EnrolmentID]place, p.most)
	}
	p.young[id] = at
}

func (p *places) drop(id workflow.EnrolmentID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.young, id)
	delete(p.old, id)
}

func (p *places) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
}

func (p *places) isClosed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}
