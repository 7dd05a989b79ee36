package jetstream

import (
	"context"
	"encoding/hex"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/countersign-go/countersign/workflow"
)

// A position is a place in the feed: in each stream a message up to which all
// is known, and how many records of the next one. The mark is part of the
// hash of the record that was given last, by which streams that went back are told.
type position struct {
	shards []shardPosition
	last   int // the shard of that record
	mark   string
}

type shardPosition struct {
	message uint64
	records int
}

const markBytes = 6

// cursor is the position as it is kept: the streams' instance, the places in
// base 36 with that of the last record first, and the mark.
func (s *Store) cursor(p *position) workflow.Cursor {
	parts := make([]string, len(p.shards))
	for i, at := range p.shards {
		parts[i] = strconv.FormatUint(at.message, 36)
		if at.records > 0 {
			parts[i] += "+" + strconv.FormatInt(int64(at.records), 36)
		}
	}
	return workflow.Cursor(strings.Join([]string{s.instance, strconv.Itoa(p.last), strings.Join(parts, "."), p.mark}, "_"))
}

// read reads a cursor that this store gave.
func (s *Store) read(c workflow.Cursor) (*position, error) {
	p := &position{shards: make([]shardPosition, len(s.shards))}
	if c == "" {
		return p, nil
	}
	strange := fmt.Errorf("%w: %.40q", workflow.ErrCursor, c)
	if len(c) > workflow.MaxIDLength {
		return nil, strange
	}
	parts := strings.Split(string(c), "_")
	if len(parts) != 4 || parts[0] != s.instance {
		return nil, strange
	}
	places := strings.Split(parts[2], ".")
	last, err := strconv.Atoi(parts[1])
	if err != nil || last < 0 || last >= len(s.shards) || len(places) != len(s.shards) {
		return nil, strange
	}
	p.last, p.mark = last, parts[3]
	if b, err := hex.DecodeString(p.mark); err != nil || len(b) != markBytes || p.mark != strings.ToLower(p.mark) {
		return nil, strange
	}
	for i, place := range places {
		message, records, _ := strings.Cut(place, "+")
		if p.shards[i].message, err = strconv.ParseUint(message, 36, 64); err != nil {
			return nil, strange
		}
		if n, err := strconv.ParseInt(records, 36, 32); err == nil {
			p.shards[i].records = int(n)
		}
	}
	if s.cursor(p) != c { // written otherwise
		return nil, strange
	}
	return p, nil
}

// Feed implements [workflow.Feeder]: stream after stream, each as far as the
// server that answers has it.
func (s *Store) Feed(ctx context.Context, after workflow.Cursor) iter.Seq2[workflow.Fed, error] {
	return func(yield func(workflow.Fed, error) bool) {
		err := ctx.Err()
		if err == nil {
			err = s.feed(ctx, after, func(fed workflow.Fed) bool { return yield(fed, nil) })
		}
		if err != nil {
			yield(workflow.Fed{}, err)
		}
	}
}

// feed gives records until there are no more, or nobody takes them.
func (s *Store) feed(ctx context.Context, after workflow.Cursor, give func(workflow.Fed) bool) error {
	p, err := s.read(after)
	if err != nil {
		return err
	}
	if err := s.stands(ctx, p); err != nil {
		return fmt.Errorf("jetstream: %w", err)
	}
	for i := range s.shards {
		f := feeding{s: s, shard: s.shards[i], p: p, give: give, words: map[workflow.EnrolmentID][]texts{}}
		if more, err := f.run(ctx); err != nil {
			return fmt.Errorf("jetstream: %w", err)
		} else if !more {
			return nil
		}
	}
	return ctx.Err()
}

// stands finds that the streams are those that the position is in.
func (s *Store) stands(ctx context.Context, p *position) error {
	ctx, cancel := s.patience(ctx)
	defer cancel()
	for i, at := range p.shards {
		if at == (shardPosition{}) {
			continue
		}
		end, err := s.end(ctx, s.shards[i])
		if err != nil {
			return err
		}
		if end < at.message {
			return fmt.Errorf("%w: stream %s ends with message %d, and it stands at %d", workflow.ErrCursor, s.streamName(i), end, at.message)
		}
	}
	at := p.shards[p.last]
	if at.records > 0 || at.message == 0 {
		return nil // in the middle of a message, which is known when it comes
	}
	var raw *jetstream.RawStreamMsg
	err := s.patiently(ctx, func() (err error) { raw, err = s.shards[p.last].stream.GetMsg(ctx, at.message); return err })
	if isGone(err) {
		return nil // erased
	}
	if err != nil {
		return err
	}
	if m, err := readMessage(raw.Data); err != nil || mark(&m.records[len(m.records)-1]) != p.mark {
		return fmt.Errorf("%w: another record stands where it does", workflow.ErrCursor)
	}
	return nil
}

// end is the number of a message that is the last, or was when the call began.
func (s *Store) end(ctx context.Context, h *shard) (uint64, error) {
	if end, err := s.fresh(ctx, h); end > 0 || err != nil {
		return end, err
	}
	p, err := s.info(ctx, h, nil)
	return p.State.LastSeq, err
}

func mark(r *workflow.Record) string { return hex.EncodeToString(r.Hash[:markBytes]) }

// A feeding is of one stream.
type feeding struct {
	s     *Store
	shard *shard
	p     *position
	give  func(workflow.Fed) bool
	// words are those that came before their records: with several writers, perhaps
	// of some that never came.
	words map[workflow.EnrolmentID][]texts
}

// run gives what there is; more is whether anybody wants any.
func (f *feeding) run(ctx context.Context) (more bool, err error) {
	for next := f.p.shards[f.shard.number].message + 1; ; {
		a, err := f.s.ask(ctx, f.shard, &get{Next: f.shard.subject + "*.*", Seq: next, Batch: pageMessages, MaxBytes: pageBytes})
		if err != nil || len(a.messages) == 0 {
			return true, err
		}
		for i := range a.messages {
			if more, err := f.message(ctx, &a.messages[i]); err != nil || !more {
				return false, err
			}
			next = a.messages[i].seq + 1
		}
	}
}

// message gives the records of one.
func (f *feeding) message(ctx context.Context, m *stored) (more bool, err error) {
	id, ofTexts, err := f.shard.enrolmentOf(m.subject)
	if err != nil {
		return false, err
	}
	if ofTexts {
		said, err := readTexts(m.data)
		if err != nil {
			return false, damaged(m, err)
		}
		f.words[id] = append(f.words[id], said)
		return true, nil
	}
	one, err := readMessage(m.data)
	if err != nil {
		return false, damaged(m, err)
	}
	if err := f.say(ctx, id, one); err != nil {
		return false, err
	}
	at := &f.p.shards[f.shard.number]
	for i := at.records; i < len(one.records); i++ {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		if at.records = i + 1; at.records == len(one.records) {
			*at = shardPosition{message: m.seq}
		}
		f.p.last, f.p.mark = f.shard.number, mark(&one.records[i])
		if !f.give(workflow.Fed{Enrolment: id, Record: one.records[i], Cursor: f.s.cursor(f.p)}) {
			return false, nil
		}
	}
	return true, nil
}

// say gives the records their words. If no message before them has any, these
// came before the feed began, or some were removed, and those that are left are
// elsewhere.
func (f *feeding) say(ctx context.Context, id workflow.EnrolmentID, m *message) error {
	before := f.words[id]
	delete(f.words, id)
	if !m.worded || m.say(before...) {
		return nil
	}
	ctx, cancel := f.s.patience(ctx)
	defer cancel()
	h, err := f.s.history(ctx, id, m.first()-1, 1)
	if err != nil {
		return err
	}
	for i := range h.records {
		m.say(texts{h.records[i].Seq: h.records[i].Texts})
	}
	return nil
}

// say puts words back that belong to the records, and reports whether there were any.
func (m *message) say(all ...texts) (any bool) {
	for i := range m.records {
		r := &m.records[i]
		for _, t := range all {
			if list := t[r.Seq]; list != nil && areOf(r, list) {
				r.Texts, any = list, true
			}
		}
	}
	return any
}
