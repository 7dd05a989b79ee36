package workflow

import "sync/atomic"

// RecentRequests is how many of an enrolment's last records are remembered by
// request id, so that a request sent again is answered and not done twice.
const RecentRequests = 256

// A recent list is persistent like the tree, by another trick, because it
// only grows at its end: the states that follow one another share one backing
// array, each seeing its own length of it. Whoever appends claims the next
// place by compare-and-swap; of two states that both follow the same one, the
// second finds the place taken and copies.
type recent struct {
	log *recentLog
	n   int
}

type recentLog struct {
	used    atomic.Int64
	marks   []uint64 // searched first
	entries []recentRequest
}

type recentRequest struct {
	id      RequestID
	command CommandDigest
	seq     Seq
}

func (r *Record) recentRequest() recentRequest {
	return recentRequest{id: r.Request, command: r.Command, seq: r.Seq}
}

// mark is a quick, rough key of an id.
func mark(id RequestID) uint64 {
	m := uint64(len(id))
	for i := max(0, len(id)-8); i < len(id); i++ {
		m = m<<8 ^ m>>56 ^ uint64(id[i])
	}
	return m
}

// add gives the list with one more entry; only the last RecentRequests are promised to be found.
func (r recent) add(e recentRequest) recent {
	full := r.log == nil || r.n == len(r.log.entries)
	if full || !r.log.used.CompareAndSwap(int64(r.n), int64(r.n+1)) {
		// The room doubles up to twice what must be found, so that moving the
		// entries costs little for each.
		r = r.copy(min(max(8, 2*min(r.n, RecentRequests)), 2*RecentRequests))
		r.log.used.Store(int64(r.n + 1))
	}
	r.put(e)
	return r
}

// addAll adds what the last RecentRequests of the records say.
func (r recent) addAll(records []Record) recent {
	records = records[max(0, len(records)-RecentRequests):]
	if len(records) == 1 {
		return r.add(records[0].recentRequest())
	}
	r = r.copy(min(r.n, RecentRequests) + len(records))
	for i := range records {
		r.put(records[i].recentRequest())
	}
	r.log.used.Store(int64(r.n))
	return r
}

func (r *recent) put(e recentRequest) {
	r.log.marks[r.n] = mark(e.id)
	r.log.entries[r.n] = e
	r.n++
}

// copy gives a list of its own, of what must be found, with room for so many entries in all.
func (r recent) copy(room int) recent {
	from := max(0, r.n-RecentRequests)
	fresh := recent{n: r.n - from, log: &recentLog{marks: make([]uint64, room), entries: make([]recentRequest, room)}}
	if r.log != nil {
		copy(fresh.log.entries, r.log.entries[from:r.n])
		copy(fresh.log.marks, r.log.marks[from:r.n])
	}
	return fresh
}

// kept are the entries that must be found, the oldest first; not to be written.
func (r recent) kept() []recentRequest {
	if r.log == nil {
		return nil
	}
	return r.log.entries[max(0, r.n-RecentRequests):r.n]
}

// recentOf is a list of just these.
func recentOf(entries []recentRequest) (r recent) {
	if len(entries) == 0 {
		return r
	}
	r = r.copy(len(entries))
	for _, e := range entries {
		r.put(e)
	}
	r.log.used.Store(int64(r.n))
	return r
}

// find looks among the last RecentRequests entries, the newest first.
func (r recent) find(id RequestID) (recentRequest, bool) {
	if r.log == nil {
		return recentRequest{}, false
	}
	m := mark(id)
	from := max(0, r.n-RecentRequests)
	marks := r.log.marks[from:r.n]
	for i := len(marks) - 1; i >= 0; i-- {
		if marks[i] == m && r.log.entries[from+i].id == id {
			return r.log.entries[from+i], true
		}
	}
	return recentRequest{}, false
}
