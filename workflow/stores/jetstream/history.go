package jetstream

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/countersign-go/countersign/workflow"
)

// A history is what is read of an enrolment.
type history struct {
	records []workflow.Record
	// where are the messages that hold words, and holds the same by record: one that
	// is there is held by one message at most, and one that is not by all that came.
	where map[uint64]texts
	holds map[workflow.Seq][]uint64
	// worded has the records of messages that came with words, each with the first
	// of its message, and lacking these firsts where no words are there.
	worded  map[workflow.Seq]workflow.Seq
	lacking []workflow.Seq
	// gone are texts that were removed, and goneAt is the last record that
	// removed any.
	gone   []workflow.TextRef
	goneAt workflow.Seq
	// begun is the record that erased all before it, if any did.
	begun workflow.Seq
	// taken are messages of records, and waste those that count no more.
	taken, waste []uint64
}

func newHistory() *history {
	return &history{where: map[uint64]texts{}, holds: map[workflow.Seq][]uint64{}, worded: map[workflow.Seq]workflow.Seq{}}
}

// history reads the records behind one. Start is a message at or before the
// first of these, if that is known; 0 if not.
func (s *Store) history(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq, start uint64) (*history, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	shard := s.shardOf(id)
	if at, ok := s.places.get(id); ok && start == 0 && at.seq == after {
		start = at.at + 1
	}
	const attempts = 5 // each is disturbed by another erasure
	for n := 1; ; n++ {
		h, again, err := s.historyOnce(ctx, shard, id, after, start)
		switch {
		case err == nil && len(h.lacking) == 0 && !again, err != nil && !errors.Is(err, errGap):
			return h, err
		case n < attempts:
			start = 0
		case err == nil && len(h.lacking) > 0: // better to read without them than not at all
			s.o.Logger.WarnContext(ctx, "words are missing that nobody removed", "enrolment", string(id), "record", uint64(h.lacking[0]))
			return h, nil
		default:
			return h, err
		}
	}
}

// historyOnce reads it once; again is that others wrote meanwhile what has to be
// overwritten with it.
func (s *Store) historyOnce(ctx context.Context, shard *shard, id workflow.EnrolmentID, after workflow.Seq, start uint64) (h *history, again bool, err error) {
	h = newHistory()
	a, err := s.ends(ctx, shard, shard.records(id), shard.texts(id))
	if err != nil {
		return h, false, err
	}
	tail, at, err := s.tailOf(shard, id, a)
	if err != nil || tail == nil || tail.last() <= after {
		return h, false, err
	}
	lastText := uint64(0) // words that were left when others were removed stand behind the records
	for i := range a.messages {
		if a.messages[i].subject == shard.texts(id) {
			lastText = a.messages[i].seq
		}
	}
	if tail.first() == after+1 && !tail.worded && (after > 0 || lastText == 0) { // or words belong to nothing
		if tail.erases {
			h.begin(tail.first())
		}
		h.add(tail)
		return h, false, h.close(after)
	}
	err = s.from(ctx, shard, shard.all(id), start, max(at, lastText), func(m *stored) error { return h.take(shard, m) })
	if err == nil {
		err = h.close(after)
	}
	if err != nil {
		return nil, false, err
	}
	return h, s.tidy(ctx, shard, id, h, lastText), nil
}

// tidy overwrites what counts no more. Words that were removed are left out of a
// new message, in the place of the one that has them with others; until then, or
// where that is broken off, nobody is given them. Of two who do so at once, the
// second would bring back what the first knows to be removed: it is refused, and
// is to read again.
func (s *Store) tidy(ctx context.Context, shard *shard, id workflow.EnrolmentID, h *history, lastText uint64) (again bool) {
	for at, held := range h.where {
		left, had := held.without(h.gone)
		if !had {
			continue
		}
		msg := &nats.Msg{Subject: shard.texts(id), Data: left.append(nil), Header: nats.Header{}}
		msg.Header.Set(jetstream.ExpectedLastSubjSeqHeader, strconv.FormatUint(lastText, 10))
		ack, err := s.publish(ctx, msg)
		if errors.Is(err, workflow.ErrConflict) || errors.Is(err, errBusy) {
			return true
		}
		if err != nil {
			s.o.Logger.WarnContext(ctx, "what was erased is not overwritten yet", "enrolment", string(id), "error", err)
			continue
		}
		lastText = ack.Sequence
		h.waste = append(h.waste, at)
	}
	if len(h.waste) > 0 {
		s.remove(ctx, shard, id, h.waste)
	}
	return false
}

// take takes a message in.
func (h *history) take(shard *shard, m *stored) error {
	_, ofTexts, err := shard.enrolmentOf(m.subject)
	if err != nil {
		return err
	}
	if ofTexts {
		t, err := readTexts(m.data)
		if err != nil {
			return damaged(m, err)
		}
		h.hold(m.seq, t)
		return nil
	}
	one, err := readMessage(m.data)
	if err != nil {
		return damaged(m, err)
	}
	if one.erases {
		h.begin(one.first())
	}
	h.taken = append(h.taken, m.seq)
	h.add(one)
	for i := range one.records {
		h.settle(&one.records[i])
	}
	return nil
}

// hold takes texts in, which come before their records, or, where some were
// removed, behind them in the place of those before.
func (h *history) hold(at uint64, t texts) {
	h.where[at] = t
	for seq := range t {
		h.holds[seq] = append(h.holds[seq], at)
		if seq < h.begun { // sent before the erasure, and stored behind it
			h.drop(seq, 0)
			continue
		}
		if i, ok := slices.BinarySearchFunc(h.records, seq, func(r workflow.Record, seq workflow.Seq) int { return cmp.Compare(r.Seq, seq) }); ok {
			h.settle(&h.records[i])
		}
	}
}

// settle keeps the last words that are a record's. Others are of one that never
// came: another has its number. Where the record's own are not there, others may
// be what became of them, and stay.
func (h *history) settle(r *workflow.Record) {
	if own, worded := h.wordsOf(r), h.worded[r.Seq] != 0; own > 0 || !worded {
		h.drop(r.Seq, own)
	}
}

// wordsOf is the last message with a record's words; 0 is none.
func (h *history) wordsOf(r *workflow.Record) (own uint64) {
	if h.worded[r.Seq] == 0 {
		return 0
	}
	for _, at := range h.holds[r.Seq] {
		if areOf(r, h.where[at][r.Seq]) {
			own = max(own, at)
		}
	}
	return own
}

// drop forgets the texts of a record, but for those in one message.
func (h *history) drop(seq workflow.Seq, but uint64) {
	all := h.holds[seq]
	delete(h.holds, seq)
	for _, at := range all {
		if at == but {
			h.holds[seq] = []uint64{at}
			continue
		}
		if delete(h.where[at], seq); len(h.where[at]) == 0 {
			delete(h.where, at)
			h.waste = append(h.waste, at)
		}
	}
}

func (h *history) add(m *message) {
	h.records = append(h.records, m.records...)
	for i := range m.records {
		if m.worded {
			h.worded[m.records[i].Seq] = m.first()
		}
	}
	if len(m.gone) > 0 {
		h.gone, h.goneAt = append(h.gone, m.gone...), m.first()
	}
}

// begin forgets what stands before a record that erases.
func (h *history) begin(first workflow.Seq) {
	h.records, h.gone, h.goneAt, h.begun = nil, nil, first, first
	h.waste, h.taken = append(h.waste, h.taken...), nil
	clear(h.worded)
	for seq := range h.holds {
		if seq < first {
			h.drop(seq, 0)
		}
	}
}

// close keeps the records behind one, gives each its words, and wants no gap among them.
func (h *history) close(after workflow.Seq) error {
	there := map[workflow.Seq]bool{}
	for i := range h.records {
		r := &h.records[i]
		if i > 0 && r.Seq != h.records[i-1].Seq+1 {
			return fmt.Errorf("%w between the records %d and %d", errGap, h.records[i-1].Seq, r.Seq)
		}
		own, first := h.wordsOf(r), h.worded[r.Seq]
		if own > 0 {
			left, _ := h.where[own].without(h.gone)
			r.Texts = left[r.Seq]
		}
		if first > 0 {
			there[first] = there[first] || own > 0
		}
	}
	for first, is := range there {
		if !is {
			h.lacking = append(h.lacking, first)
		}
	}
	slices.Sort(h.lacking)
	h.records = slices.DeleteFunc(h.records, func(r workflow.Record) bool { return r.Seq <= after })
	return nil
}
