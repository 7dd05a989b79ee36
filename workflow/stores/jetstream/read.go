package jetstream

import (
	"context"
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

// A get asks a server for messages of a stream (NATS ADR-31). Any server that
// keeps the stream may answer, each as far as it has it.
type get struct {
	// Last asks for the last message of each subject.
	Last []string `json:"multi_last,omitempty"`
	// Next asks for those of a subject, wildcards allowed, from Seq on, at most Batch.
	Next     string `json:"next_by_subj,omitempty"`
	Seq      uint64 `json:"seq,omitempty"`
	Batch    int    `json:"batch,omitempty"`
	MaxBytes int    `json:"max_bytes,omitempty"`
}

const (
	pageMessages = 256
	pageBytes    = 2 << 20
)

// A stored is a message as a stream has it.
type stored struct {
	seq     uint64
	subject string
	data    []byte
}

// An answer is what a server has. UpTo is the last message that it had at the
// time, in answers about last messages that had any.
type answer struct {
	messages []stored
	upTo     uint64
}

// ask asks, again while nobody answers for the stream, as while it gets a new leader.
func (s *Store) ask(ctx context.Context, h *shard, g *get) (answer, error) {
	question, err := json.Marshal(g)
	if err != nil {
		return answer{}, err
	}
	var a answer
	err = s.patiently(ctx, func() (err error) {
		a, err = s.askOnce(ctx, h, question)
		if ctx.Err() == nil && (errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errLostReply)) {
			err = errors.Join(errAgain, err)
		}
		return err
	})
	return a, err
}

// errLostReply means that a part of an answer did not come, which says how the
// parts follow one another.
var errLostReply = errors.New("a part of the answer was lost")

// briefly is the time that one question may take before it is asked again: whoever
// was to answer may be gone.
func (s *Store) briefly(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, s.o.Timeout/10)
}

func (s *Store) askOnce(ctx context.Context, h *shard, question []byte) (a answer, err error) {
	ctx, cancel := s.briefly(ctx)
	defer cancel()
	inbox := s.nc.NewInbox()
	sub, err := s.nc.SubscribeSync(inbox)
	if err != nil {
		return a, err
	}
	defer func() { _ = sub.Unsubscribe() }() // at worst it gets messages that nobody reads
	if err := s.nc.PublishRequest(s.api("DIRECT.GET."+s.streamName(h.number)), inbox, question); err != nil {
		return a, err
	}
	for last := "0"; ; {
		m, err := sub.NextMsgWithContext(ctx)
		if err != nil {
			return a, err
		}
		if status := m.Header.Get("Status"); (status == "" || status == "204") && m.Header.Get("Nats-Last-Sequence") != last {
			return a, errLostReply
		}
		switch status := m.Header.Get("Status"); status {
		case "":
			one, err := read(m)
			if err != nil {
				return a, err
			}
			a.messages, last = append(a.messages, one), m.Header.Get(jetstream.SequenceHeader)
		case "204": // the end
			if upTo := m.Header.Get("Nats-UpTo-Sequence"); upTo != "" {
				a.upTo, err = strconv.ParseUint(upTo, 10, 64)
			}
			return a, err
		case "404":
			return a, nil
		case "503":
			return a, nats.ErrNoResponders
		default:
			return a, fmt.Errorf("the server answers %s %s", status, m.Header.Get("Description"))
		}
	}
}

func read(m *nats.Msg) (stored, error) {
	seq, err := strconv.ParseUint(m.Header.Get(jetstream.SequenceHeader), 10, 64)
	if err != nil {
		return stored{}, fmt.Errorf("a message without a number: %w", err)
	}
	return stored{seq, m.Header.Get(jetstream.SubjectHeader), m.Data}, nil
}

// api is a subject of JetStream's own.
func (s *Store) api(name string) string {
	if s.o.Domain != "" {
		return "$JS." + s.o.Domain + ".API." + name
	}
	return "$JS.API." + name
}

// patiently tries again what nobody took, until the context ends. That is an
// error that wraps the last one, too.
func (s *Store) patiently(ctx context.Context, try func() error) error {
	for pause := 10 * time.Millisecond; ; pause = min(2*pause, 500*time.Millisecond) {
		err := try()
		if !untaken(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(pause):
		}
	}
}

// errAgain has something tried again that changes nothing.
var errAgain = errors.New("no answer in time")

// untaken reports whether what was sent certainly came to nothing, and may be
// taken a moment later.
func untaken(err error) bool {
	var refused *jetstream.APIError
	if errors.As(err, &refused) && !errors.Is(err, errAgain) {
		return refused.ErrorCode == tooManyBatches || refused.ErrorCode == incompleteBatch
	}
	return errors.Is(err, errAgain) || errors.Is(err, nats.ErrNoResponders) || errors.Is(err, jetstream.ErrNoStreamResponse) || errors.Is(err, nats.ErrReconnectBufExceeded)
}

// tail gives the last message of an enrolment's records as of now, and where it
// stands; nil where there is none.
func (s *Store) tail(ctx context.Context, h *shard, id workflow.EnrolmentID) (*message, uint64, error) {
	a, err := s.ends(ctx, h, h.records(id))
	if err != nil {
		return nil, 0, err
	}
	return s.tailOf(h, id, a)
}

// ends gives the last messages of some subjects as of now.
func (s *Store) ends(ctx context.Context, h *shard, subjects ...string) (answer, error) {
	fresh, err := s.fresh(ctx, h)
	if err != nil {
		return answer{}, err
	}
	if fresh > 0 {
		subjects = append(subjects, h.fresh()) // so that there is an answer in any case, which says how far the server is
	}
	return s.lasts(ctx, h, subjects, fresh)
}

// lasts gives the last message of each of some subjects, from a server that has
// the stream up to a message.
func (s *Store) lasts(ctx context.Context, h *shard, subjects []string, upTo uint64) (answer, error) {
	g := get{Last: subjects}
	for pause := time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		a, err := s.ask(ctx, h, &g)
		if err != nil || a.upTo >= upTo {
			return a, err
		}
		select { // it is behind the others
		case <-ctx.Done():
			return answer{}, ctx.Err()
		case <-time.After(pause):
		}
	}
}

func (s *Store) tailOf(h *shard, id workflow.EnrolmentID, a answer) (*message, uint64, error) {
	i := slices.IndexFunc(a.messages, func(m stored) bool { return m.subject == h.records(id) })
	if i < 0 {
		return nil, 0, nil
	}
	m, err := readMessage(a.messages[i].data)
	if err != nil {
		return nil, 0, damaged(&a.messages[i], err)
	}
	s.places.put(id, place{m.last(), a.messages[i].seq})
	return m, a.messages[i].seq, nil
}

func damaged(m *stored, err error) error {
	if !errors.Is(err, ErrDamaged) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return fmt.Errorf("message %d on %s: %w", m.seq, m.subject, err)
}

// from reads the messages of a subject from a number on, at least up to another
// one, page by page, from servers that may be behind.
func (s *Store) from(ctx context.Context, h *shard, subject string, first, to uint64, take func(*stored) error) error {
	for pause := time.Millisecond; first <= to; {
		a, err := s.ask(ctx, h, &get{Next: subject, Seq: max(1, first), Batch: pageMessages, MaxBytes: pageBytes})
		if err != nil {
			return err
		}
		for i := range a.messages {
			if err := take(&a.messages[i]); err != nil {
				return err
			}
			first, pause = a.messages[i].seq+1, time.Millisecond
		}
		if len(a.messages) > 0 {
			continue
		}
		if h.replicas < 2 { // which cannot be behind
			return errGap
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		if pause = 2 * pause; pause > time.Second {
			return errGap
		}
	}
	return nil
}

// errGap means that messages are not there that were a moment ago: somebody erased them, or they are lost.
var errGap = fmt.Errorf("messages are missing: %w", ErrDamaged)

// Load implements [workflow.Store].
func (s *Store) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	ctx, cancel := s.patience(ctx)
	defer cancel()
	h, err := s.history(ctx, id, after, 0)
	if err != nil {
		return nil, fmt.Errorf("jetstream: the records of enrolment %q: %w", id, err)
	}
	return h.records, nil
}
