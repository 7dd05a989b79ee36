package workflow

import (
	"container/list"
	"sync"

	"github.com/countersign-go/countersign/proficiency"
)

// loaded is an enrolment as the engine last saw it. It is immutable.
type loaded struct {
	fw    *proficiency.Framework // nil where there is no record
	state State
	tally tally
}

// cache keeps the enrolments used last. What it gives may be out of date: a
// decision on it holds only once the store has taken its record.
type cache struct {
	mu     sync.Mutex
	max    int
	byID   map[EnrolmentID]*list.Element
	oldest list.List // of cached; the front was used last
}

type cached struct {
	id EnrolmentID
	l  loaded
}

func newCache(size int) *cache { return &cache{max: size, byID: make(map[EnrolmentID]*list.Element)} }

func (c *cache) get(id EnrolmentID) (loaded, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byID[id]
	if !ok {
		return loaded{}, false
	}
	c.oldest.MoveToFront(e)
	return e.Value.(*cached).l, true
}

// drop forgets an enrolment.
func (c *cache) drop(id EnrolmentID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byID[id]; ok {
		delete(c.byID, id)
		c.oldest.Remove(e)
	}
}

// put keeps l unless something newer is kept already.
func (c *cache) put(id EnrolmentID, l loaded) {
	if c.max <= 0 || !l.state.Exists() {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byID[id]; ok {
		if kept := e.Value.(*cached); kept.l.state.seq < l.state.seq {
			kept.l = l
		}
		c.oldest.MoveToFront(e)
		return
	}
	c.byID[id] = c.oldest.PushFront(&cached{id, l})
	if c.oldest.Len() > c.max {
		last := c.oldest.Back()
		delete(c.byID, last.Value.(*cached).id)
		c.oldest.Remove(last)
	}
}
