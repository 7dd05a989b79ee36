package sqlstore

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync"
)

const (
	// manyMembers is how many changes are made together at most, and manyBytes
	// how long their records, texts and summaries are, but for the first of them.
	manyMembers = 128
	manyBytes   = 4 << 20
)

// A queue holds the changes that callers want made until there is room for
// them. It waits for nobody: whatever can begin does so at once, by itself if
// few want anything, and whoever came meanwhile is taken together as soon as
// somebody is done.
type queue struct {
	// singles and groups are how many run at once, of changes by themselves and
	// of several together; all is how many of either.
	singles, groups, all int
	// few is how many changes, of those that run or wait or did so lately, each
	// begin by themselves.
	few int
	// run makes changes and gives an answer to each: errAlone where it is to be
	// made by itself. It is called by several at once.
	run func(ctx context.Context, cs []*change) []error

	mu             sync.Mutex
	done           sync.Cond
	closed         bool
	waiting, alone []*member
	// members are those of what runs.
	members, singlesRun, groupsRun int
	// lately is the most that ran or waited, less an eighth of what is beyond the
	// present for each time that something ended. Callers in step, as in a bulk,
	// leave the queue empty between two groups: they are as many as before.
	lately int
}

// A member is a change with the caller who waits for it.
type member struct {
	*change
	ctx  context.Context
	told chan error
}

// errAlone is the answer to a change that was not made because of what others
// wanted, or to be told why.
var errAlone = errors.New("to be made by itself")

// newQueue is that of a database. SQLite has one writer at a time. PostgreSQL
// has several, each faster by itself than with another until they are many, and
// then two groups, of which one is put together while the other is stored.
func newQueue(d Dialect, single bool, run func(context.Context, []*change) []error) *queue {
	q := &queue{singles: 12, groups: 2, all: 14, few: 12, run: run}
	if d == SQLite {
		q.singles, q.groups, q.all, q.few = 1, 1, 1, 1
	}
	if single {
		q.groups, q.few = 0, math.MaxInt
	}
	q.done.L = &q.mu
	return q
}

// enter lets a change wait, unless the queue is closed; alone, if it goes with no other.
func (q *queue) enter(m *member, alone bool) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	q.wait(m, alone)
	q.start()
	return true
}

func (q *queue) wait(m *member, alone bool) {
	if alone {
		q.alone = append(q.alone, m)
	} else {
		q.waiting = append(q.waiting, m)
	}
	q.lately = max(q.lately, q.members+len(q.waiting))
}

// withdraw takes back what was not taken yet.
func (q *queue) withdraw(m *member) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	there := len(q.waiting) + len(q.alone)
	is := func(other *member) bool { return other == m }
	q.waiting, q.alone = slices.DeleteFunc(q.waiting, is), slices.DeleteFunc(q.alone, is)
	q.done.Broadcast()
	return len(q.waiting)+len(q.alone) < there
}

// start begins all that there is room for.
func (q *queue) start() {
	for q.singlesRun+q.groupsRun < q.all {
		running, taken := &q.singlesRun, q.single()
		if taken == nil {
			running, taken = &q.groupsRun, q.group()
		}
		if taken == nil {
			return
		}
		*running++
		q.members += len(taken)
		go q.make(taken, running)
	}
}

// single takes a change to be made by itself: where it must be, or where so few
// want anything that each is better off so.
func (q *queue) single() []*member {
	from := &q.alone
	if len(q.alone) == 0 && q.lately <= q.few {
		from = &q.waiting
	}
	if q.singlesRun == q.singles || len(*from) == 0 {
		return nil
	}
	taken := (*from)[0]
	*from = slices.Delete(*from, 0, 1)
	return []*member{taken}
}

// group takes what waits, as much as goes together: not two changes of one enrolment.
func (q *queue) group() (taken []*member) {
	if q.groupsRun == q.groups {
		return nil
	}
	left, size, ids := q.waiting[:0], 0, map[string]bool{}
	for _, m := range q.waiting {
		size += m.size
		if ids[m.id] || len(taken) == manyMembers || len(taken) > 0 && size > manyBytes {
			left = append(left, m)
			continue
		}
		ids[m.id] = true
		taken = append(taken, m)
	}
	clear(q.waiting[len(left):])
	q.waiting = left
	return taken
}

// make makes what was taken, tells those who wait, and lets the next begin.
func (q *queue) make(taken []*member, running *int) {
	cs := make([]*change, len(taken))
	for i, m := range taken {
		cs[i] = m.change
	}
	answers := q.run(taken[0].ctx, cs)
	q.mu.Lock()
	defer q.mu.Unlock()
	*running--
	q.members -= len(taken)
	q.lately -= (max(0, q.lately-q.members-len(q.waiting)) + 7) / 8
	for i, m := range taken {
		if answers[i] == errAlone {
			q.wait(m, true)
		} else {
			m.told <- answers[i]
		}
	}
	q.start()
	q.done.Broadcast()
}

// close lets in nobody any more, and waits until nothing is left.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	for q.members+len(q.waiting)+len(q.alone) > 0 {
		q.done.Wait()
	}
}
