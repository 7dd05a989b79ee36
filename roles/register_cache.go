package roles

import (
	lru "container/list"
	"sync"
)

// A registerCache keeps the centres used last. What it gives may be out of
// date: a decision on it holds only once the store has taken its record.
type registerCache struct {
	mu     sync.Mutex
	max    int
	byID   map[CentreID]*lru.Element
	oldest lru.List // of CentreState; the front was used last
}

func newRegisterCache(size int) *registerCache {
	return &registerCache{max: size, byID: make(map[CentreID]*lru.Element)}
}

func (c *registerCache) get(id CentreID) (CentreState, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byID[id]
	if !ok {
		return CentreState{}, false
	}
	c.oldest.MoveToFront(e)
	return e.Value.(CentreState), true
}

// drop forgets a centre.
func (c *registerCache) drop(id CentreID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byID[id]; ok {
		delete(c.byID, id)
		c.oldest.Remove(e)
	}
}

// put keeps s unless something newer is kept already.
func (c *registerCache) put(s CentreState) {
	if c.max <= 0 || !s.Exists() {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byID[s.id]; ok {
		if e.Value.(CentreState).seq < s.seq {
			e.Value = s
		}
		c.oldest.MoveToFront(e)
		return
	}
	c.byID[s.id] = c.oldest.PushFront(s)
	if c.oldest.Len() > c.max {
		last := c.oldest.Back()
		delete(c.byID, last.Value.(CentreState).id)
		c.oldest.Remove(last)
	}
}
