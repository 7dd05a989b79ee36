package jetstream

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/countersign-go/countersign/workflow"
)

// Append implements [workflow.Store] and, where the batch says what to erase,
// [workflow.Eraser]. A record without words is one message. With words, or where
// it takes several, these are one atomic batch of messages (NATS ADR-50), except
// that a single server is sent the words first.
func (s *Store) Append(ctx context.Context, b workflow.Batch) error {
	return s.write(ctx, &b, false)
}

// Erase implements [workflow.Eraser]. What was there counts no more once the new
// message is stored; it is then overwritten, message by message. Where that is
// broken off, whoever reads the enrolment next goes on with it.
func (s *Store) Erase(ctx context.Context, b workflow.Batch) error {
	return s.write(ctx, &b, true)
}

func (s *Store) write(ctx context.Context, b *workflow.Batch, erases bool) error {
	if err := s.takes(ctx, b, erases); err != nil {
		return fmt.Errorf("jetstream: %w: %w", workflow.ErrNotStored, err)
	}
	w, err := s.plan(ctx, b, erases)
	if err == nil {
		err = s.send(ctx, w)
	}
	if err != nil {
		if !errors.Is(err, workflow.ErrConflict) && !errors.Is(err, workflow.ErrNotStored) {
			s.o.Logger.WarnContext(ctx, "it is not known whether something was stored", "enrolment", string(b.Enrolment), "error", err)
		}
		return fmt.Errorf("jetstream: enrolment %q: %w", b.Enrolment, err)
	}
	s.afterwards(ctx, w)
	return nil
}

// takes finds what keeps a batch from being one.
func (s *Store) takes(ctx context.Context, b *workflow.Batch, erases bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.places.isClosed() {
		return errors.New("the store is closed")
	}
	if len(b.Records) == 0 {
		return errors.New("the batch has no records")
	}
	from := b.After + 1
	switch {
	case erases && b.After == 0 && b.Records[0].Seq > 0:
		from = b.Records[0].Seq // it begins again
	case erases && len(b.Records) > 1:
		return fmt.Errorf("%d records in the place of all", len(b.Records))
	}
	for i := range b.Records {
		if want := from + workflow.Seq(i); b.Records[i].Seq != want {
			return fmt.Errorf("record %d stands where %d is due", b.Records[i].Seq, want)
		}
	}
	return nil
}

// A writing is what is to be sent for a batch, and what is to be done behind it.
type writing struct {
	*workflow.Batch
	shard *shard
	// expected is the last message of the enrolment's records in the stream.
	expected uint64
	messages []*nats.Msg
	// words is where the message of their words stands, where that is sent on its own.
	words uint64
	// erases says that nothing before them counts any more.
	erases bool
}

// maxMessage is how much a message of several records holds, in bytes, at most: one record always fits.
const maxMessage = 256 << 10

// plan writes the messages.
func (s *Store) plan(ctx context.Context, b *workflow.Batch, erases bool) (*writing, error) {
	w := &writing{Batch: b, shard: s.shardOf(b.Enrolment), erases: erases}
	var err error
	if w.expected, err = s.expected(ctx, w.shard, b); err != nil {
		return nil, err
	}
	for rest := b.Records; len(rest) > 0; {
		n, size := 0, 0
		for ; n < len(rest) && (n == 0 || size < maxMessage/2); n++ {
			size += sizeOf(&rest[n])
		}
		w.add(rest[:n], len(rest) == n)
		rest = rest[n:]
	}
	const most = 1000 // the servers' own limit
	if n := len(w.messages); n > most {
		return nil, fmt.Errorf("%w: it takes %d messages at once, and %d can be", workflow.ErrNotStored, n, most)
	}
	for _, m := range w.messages {
		if size, most := int64(m.Size()), s.nc.MaxPayload(); size > most {
			return nil, fmt.Errorf("%w: a message of %d bytes: the servers' max_payload is %d", workflow.ErrNotStored, size, most)
		}
	}
	return w, nil
}

func sizeOf(r *workflow.Record) int {
	n := 512 + len(r.Events)
	for i := range r.Texts {
		n += 64 + len(r.Texts[i].Words)
	}
	return n
}

// expected is where the enrolment's last message must stand.
func (s *Store) expected(ctx context.Context, h *shard, b *workflow.Batch) (uint64, error) {
	if b.After == 0 {
		return 0, nil
	}
	if at, ok := s.places.get(b.Enrolment); ok && at.seq == b.After {
		return at.at, nil
	}
	ctx, cancel := s.patience(ctx)
	defer cancel()
	m, at, err := s.tail(ctx, h, b.Enrolment)
	var last workflow.Seq
	if m != nil {
		last = m.last()
	}
	switch {
	case err != nil:
		return 0, fmt.Errorf("%w: %w", workflow.ErrNotStored, err)
	case last != b.After:
		return 0, fmt.Errorf("%w: the last record is %d, not %d", workflow.ErrConflict, last, b.After)
	}
	return at, nil
}

// add adds the message of some records, behind that of their words.
func (w *writing) add(records []workflow.Record, last bool) {
	said := textsOf(records)
	if len(said) > 0 {
		w.message(w.shard.texts(w.Enrolment), said.append(nil))
	}
	m := message{worded: len(said) > 0, records: records}
	if first := records[0].Seq == w.Records[0].Seq; first {
		m.erases, m.gone = w.erases, w.Batch.Erase
	}
	if last {
		m.summary = workflow.AppendSummary(nil, &w.Summary)
	}
	msg := w.message(w.shard.records(w.Enrolment), m.append(nil))
	if records[0].Seq == w.Records[0].Seq {
		msg.Header.Set(jetstream.ExpectedLastSubjSeqHeader, strconv.FormatUint(w.expected, 10))
	}
	if last {
		msg.Header.Set(jetstream.MsgIDHeader, w.id())
	}
}

func (w *writing) message(subject string, data []byte) *nats.Msg {
	msg := &nats.Msg{Subject: subject, Data: data, Header: nats.Header{}}
	w.messages = append(w.messages, msg)
	return msg
}

// id is that of the request, in its place: the servers take it once, for as long as they remember.
func (w *writing) id() string {
	last := &w.Records[len(w.Records)-1]
	return token(w.Enrolment) + "/" + strconv.FormatUint(uint64(last.Seq), 10) + "/" + token(workflow.EnrolmentID(last.Request))
}

// send sends the messages, all or none, but for words that then belong to nothing.
// It does not wait for an answer as long as for somebody to take them: what has
// none is looked for by whoever asked.
func (s *Store) send(ctx context.Context, w *writing) error {
	ctx, cancel := s.patience(ctx)
	defer cancel()
	if err := s.sendWords(ctx, w); err != nil {
		return fmt.Errorf("%w: %w", workflow.ErrNotStored, err)
	}
	for n := 0; ; n++ {
		ack, err := s.publishAll(ctx, w.messages, n == 0)
		if err == nil {
			s.places.put(w.Enrolment, place{w.Records[len(w.Records)-1].Seq, ack.Sequence})
			return nil
		}
		if errors.Is(err, errBusy) {
			if err = s.stillFirst(ctx, w, n); err == nil {
				continue
			}
		}
		s.places.drop(w.Enrolment)
		return s.confirm(ctx, w, err)
	}
}

// sendWords sends the words of one message of records before it, where a single
// server keeps the stream: such a server stores an atomic batch message by message
// all the same, and takes over twice as long for it. Whatever becomes of them
// alone, nothing is stored by it.
func (s *Store) sendWords(ctx context.Context, w *writing) error {
	if w.shard.replicas > 1 || len(w.messages) != 2 || w.messages[0].Subject != w.shard.texts(w.Enrolment) {
		return nil
	}
	ack, err := s.publish(ctx, w.messages[0])
	if err != nil {
		return fmt.Errorf("the words: %w", err)
	}
	w.messages, w.words = w.messages[1:], ack.Sequence
	return nil
}

// confirm finds what a refusal is worth. A server that leads no longer, and does
// not know it yet, refuses what its successor, who got it as well, may have
// stored. Only that another record is in the place of the first is for ever.
func (s *Store) confirm(ctx context.Context, w *writing, err error) error {
	var refused *jetstream.APIError
	if errors.Is(err, errEarlier) {
		return err
	}
	if !errors.As(err, &refused) && !errors.Is(err, workflow.ErrConflict) && !errors.Is(err, errBusy) {
		return err
	}
	h, failed := s.history(ctx, w.Enrolment, w.After, 0)
	switch {
	case failed != nil:
		return fmt.Errorf("it is refused, and not known whether by who leads: %v: %w", err, failed)
	case len(h.records) == 0:
		return fmt.Errorf("it is refused, and may be stored all the same: %v", err)
	case w.is(h):
		return fmt.Errorf("it is refused, and stored all the same: %v", err)
	}
	if w.words > 0 { // they belong to nothing now
		if _, err := s.history(ctx, w.Enrolment, 0, 1); err != nil {
			s.o.Logger.WarnContext(ctx, "what was erased is not overwritten yet", "enrolment", string(w.Enrolment), "error", err)
		}
	}
	return fmt.Errorf("%w: another is record %d: %v", workflow.ErrConflict, h.records[0].Seq, err)
}

// is reports whether what is stored is the same as what was to be.
func (w *writing) is(h *history) bool {
	stays := func(ref workflow.TextRef) bool { return !slices.Contains(h.gone, ref) }
	if len(h.records) < len(w.Records) || w.erases && h.goneAt < w.Records[0].Seq || slices.ContainsFunc(w.Batch.Erase, stays) {
		return false
	}
	for i := range w.Records {
		if a, b := &h.records[i], &w.Records[i]; a.Seq != b.Seq || a.Request != b.Request || a.Hash != b.Hash {
			return false
		}
	}
	return true
}

// stillFirst waits until what was under way on the enrolment's subject has come
// to something, and finds whether anything was stored by it. A leader is still
// busy for a moment after it has answered, too.
func (s *Store) stillFirst(ctx context.Context, w *writing, n int) error {
	select {
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", errBusy, ctx.Err())
	case <-time.After(time.Millisecond << min(n, 6)):
	}
	if n == 0 {
		return nil
	}
	_, at, err := s.tail(ctx, w.shard, w.Enrolment)
	if err != nil {
		return fmt.Errorf("%w: %w", errBusy, err)
	}
	if at != w.expected {
		return fmt.Errorf("%w: another was stored behind record %d", workflow.ErrConflict, w.After)
	}
	return nil
}

// publishAll sends messages, all or none; first is that none of them was sent before.
func (s *Store) publishAll(ctx context.Context, all []*nats.Msg, first bool) (ack *jetstream.PubAck, err error) {
	tries := 0
	err = s.patiently(ctx, func() (err error) {
		tries++
		if len(all) == 1 {
			ack, err = s.tryMessage(ctx, all[0])
		} else {
			ack, err = s.tryBatch(ctx, all)
		}
		return err
	})
	return answered(ack, err, first && tries == 1)
}

// answerTime is what part of the time for everything the answer to a message may
// take: a leader that is lost never gives it.
const answerTime = 4

// publish sends one message and waits for its answer. What comes of it is known
// unless the error wraps neither ErrConflict nor ErrNotStored.
func (s *Store) publish(ctx context.Context, msg *nats.Msg) (ack *jetstream.PubAck, err error) {
	return s.publishAll(ctx, []*nats.Msg{msg}, true)
}

func (s *Store) tryMessage(ctx context.Context, msg *nats.Msg) (*jetstream.PubAck, error) {
	ctx, cancel := context.WithTimeout(ctx, s.o.Timeout/answerTime)
	defer cancel()
	return s.js.PublishMsg(ctx, msg, jetstream.WithRetryAttempts(0))
}

// tryBatch sends messages that are stored all or none: the first ones without an
// answer, since the last one has none unless they came.
func (s *Store) tryBatch(ctx context.Context, all []*nats.Msg) (*jetstream.PubAck, error) {
	id, last := rand.Text(), len(all)-1
	for i, msg := range all {
		msg.Header.Set("Nats-Batch-Id", id)
		msg.Header.Set("Nats-Batch-Sequence", strconv.Itoa(i+1))
		if i == last {
			msg.Header.Set("Nats-Batch-Commit", "1")
			break
		}
		if err := s.nc.PublishMsg(msg); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, s.o.Timeout/answerTime)
	defer cancel()
	reply, err := s.nc.RequestMsgWithContext(ctx, all[last])
	if err != nil {
		return nil, err
	}
	var a struct {
		jetstream.PubAck
		Error *jetstream.APIError `json:"error"`
	}
	if err := json.Unmarshal(reply.Data, &a); err != nil {
		return nil, fmt.Errorf("the answer cannot be read: %w", err)
	}
	if a.Error != nil {
		return nil, a.Error
	}
	return &a.PubAck, nil
}

// Codes of the servers' (errors.json of nats-server).
const (
	wrongLast        = 10071
	underWay         = 10164 // "wrong last sequence" where a leader has another on the same subject under way
	tooManyBatches   = 10210
	incompleteBatch  = 10176
	duplicateInBatch = 10201
	noRoom           = 10023
)

// errBusy means that nothing was stored, because of another message to the same
// subject that was under way: whether that comes to anything is not known.
var errBusy = errors.New("another message is under way")

// errEarlier means that the servers remember the same message from an earlier call.
var errEarlier = errors.New("the same was stored before")

// answered says what an answer means. What servers remember was stored by another
// call, if this one sent it for the first time, and else perhaps by this one.
func answered(ack *jetstream.PubAck, err error, first bool) (*jetstream.PubAck, error) {
	var refused *jetstream.APIError
	remembered := err == nil && ack.Duplicate || errors.As(err, &refused) && refused.ErrorCode == duplicateInBatch
	switch {
	case remembered && first:
		return nil, fmt.Errorf("%w: %w", workflow.ErrConflict, errEarlier)
	case remembered:
		return nil, errEarlier
	case err == nil:
		return ack, nil
	case untaken(err):
		return nil, fmt.Errorf("%w: no server takes it: %w", workflow.ErrNotStored, err)
	case errors.As(err, &refused):
		switch refused.ErrorCode {
		case underWay:
			return nil, fmt.Errorf("%w: %w", errBusy, err)
		case wrongLast:
			return nil, fmt.Errorf("%w: %w", workflow.ErrConflict, err)
		case noRoom: // which a leader says before it tells the others anything
			return nil, fmt.Errorf("%w: %w", workflow.ErrNotStored, err)
		}
	}
	return nil, err
}

// afterwards does what follows from something that is stored. What fails of it
// is done by whoever reads the enrolment next.
func (s *Store) afterwards(ctx context.Context, w *writing) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.o.Timeout)
	defer cancel()
	if w.erases && w.After > 0 || len(w.Batch.Erase) > 0 {
		if _, err := s.history(ctx, w.Enrolment, 0, 1); err != nil {
			s.o.Logger.WarnContext(ctx, "what was erased is not overwritten yet", "enrolment", string(w.Enrolment), "error", err)
		}
	}
	s.keepSnapshot(ctx, w)
}

// remove overwrites messages and has them go, the last one first: a feed that
// reads meanwhile gives no record without those before it.
func (s *Store) remove(ctx context.Context, h *shard, id workflow.EnrolmentID, waste []uint64) {
	slices.Sort(waste)
	for _, seq := range slices.Backward(waste) {
		if err := s.overwrite(ctx, h.stream, seq); err != nil {
			s.o.Logger.WarnContext(ctx, "what counts no more is not overwritten yet", "enrolment", string(id), "message", seq, "error", err)
			return
		}
	}
}

// overwrite has a message go without a trace, if it is still there: others who
// read the enrolment do the same.
func (s *Store) overwrite(ctx context.Context, stream jetstream.Stream, seq uint64) error {
	err := s.patiently(ctx, func() error { return stream.SecureDeleteMsg(ctx, seq) })
	if errors.Is(err, jetstream.ErrMsgDeleteUnsuccessful) { // which does not say why, but in words
		if _, failed := stream.GetMsg(ctx, seq); isGone(failed) {
			return nil
		}
	}
	return err
}

// isGone reports whether a message is not there any more.
func isGone(err error) bool {
	const notFound, noSequence = 10037, 10043
	var refused *jetstream.APIError
	return errors.Is(err, jetstream.ErrMsgNotFound) || errors.As(err, &refused) && (refused.ErrorCode == notFound || refused.ErrorCode == noSequence)
}
