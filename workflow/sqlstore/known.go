package sqlstore

import (
	"bytes"
	"sync"
)

// manyNames is how many enrolments a store remembers the names of, at most.
const manyNames = 10000

// known are the digests of what enrolments named at their last records, as far
// as this store wrote them lately. Whoever follows one of these records with the
// same names has nothing of theirs to write, and need not have the database look.
// It is nil where looking costs nothing, and where the host may take back what
// was written.
type known struct {
	mu    sync.Mutex
	names map[string]naming
}

type naming struct {
	last  int64
	named []byte
}

// has reports whether the names of a row are those that it has already.
func (k *known) has(r *row) bool {
	if k == nil {
		return false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	was, ok := k.names[r.id]
	return ok && was.last == r.after && bytes.Equal(was.named, r.named)
}

// learn takes in what came of a row. After an error nothing is known.
func (k *known) learn(r *row, err error) {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil {
		delete(k.names, r.id)
		return
	}
	if len(k.names) >= manyNames {
		clear(k.names) // the next appends are a little slower
	}
	k.names[r.id] = naming{r.last, r.named}
}
