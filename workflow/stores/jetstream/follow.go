package jetstream

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/countersign-go/countersign/workflow"
)

// A following reads the summaries of all shards into the index, until it is closed.
type following struct {
	cancel context.CancelFunc
	done   sync.WaitGroup
	shards []*follower
}

// instanceOf names a stream as no other one is ever named.
func (s *Store) instanceOf(h *shard) string { return fmt.Sprintf("%s-%d", s.instance, h.number) }

// A follower reads those of one shard.
type follower struct {
	s     *Store
	shard *shard

	mu    sync.Mutex
	upTo  uint64        // all before is in the index
	moved chan struct{} // closed when upTo changes
	err   error         // why it does not go on, if it does not
}

func (s *Store) startFollowing(ctx context.Context) (*following, error) {
	f := &following{}
	for _, h := range s.shards {
		upTo, err := s.o.Index.UpTo(ctx, s.instanceOf(h))
		if err != nil {
			return nil, fmt.Errorf("the index: %w", err)
		}
		if upTo > 0 {
			if end, err := s.end(ctx, h); err != nil || end < upTo {
				return nil, errors.Join(err, fmt.Errorf("the index knows stream %s up to message %d, and it ends with %d, as after going back to a backup: begin with an empty index", s.streamName(h.number), upTo, end))
			}
		}
		f.shards = append(f.shards, &follower{s: s, shard: h, upTo: upTo, moved: make(chan struct{})})
	}
	running, cancel := context.WithCancel(context.Background()) // longer than whoever opened it waits
	f.cancel = cancel
	for _, one := range f.shards {
		f.done.Go(func() { one.run(running) })
	}
	return f, nil
}

func (f *following) close() error {
	if f != nil {
		f.cancel()
		f.done.Wait()
	}
	return nil
}

// run follows, again after whatever breaks it off.
func (f *follower) run(ctx context.Context) {
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		before := f.known()
		err := f.followOnce(ctx)
		if ctx.Err() != nil {
			f.set(f.known(), errors.New("the store is closed"))
			return
		}
		f.set(f.known(), err)
		f.s.o.Logger.WarnContext(ctx, "the summaries are not read further for a moment", "shard", f.shard.number, "error", err)
		if f.known() > before {
			pause = 50 * time.Millisecond
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// followOnce reads until something breaks it off.
func (f *follower) followOnce(ctx context.Context) error {
	c, err := f.consumer(ctx)
	if err != nil {
		return err
	}
	messages, err := c.Messages(
		jetstream.PullMaxMessages(2*followAtOnce), jetstream.PullHeartbeat(followBeat), jetstream.WithMessagesErrOnMissingHeartbeat(true))
	if err != nil {
		return err
	}
	defer messages.Stop()
	came := make(chan jetstream.Msg, 2*followAtOnce)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	failed := make(chan error, 1)
	go func() {
		defer close(came)
		for {
			m, err := messages.Next(jetstream.NextContext(ctx))
			if err != nil {
				failed <- err
				return
			}
			select {
			case came <- m:
			case <-ctx.Done():
				failed <- ctx.Err()
				return
			}
		}
	}()
	for delivered := uint64(0); ; {
		first, ok := <-came
		if !ok {
			return <-failed
		}
		if err := f.take(ctx, first, came, &delivered); err != nil {
			return err
		}
	}
}

const (
	followAtOnce = 512
	// followBeat is how often the server that keeps the consumer shows that it is
	// there. Once it does not for twice as long, another one is asked.
	followBeat = time.Second
)

// errSkipped means that something was sent and did not come.
var errSkipped = errors.New("messages were sent and did not come")

// take puts a message and those that have come meanwhile into the index. They
// are numbered by the consumer, and come without gaps, or the index would lack
// what comes later. One that comes again, as from a server that is behind, is in
// the index, perhaps with others behind it.
func (f *follower) take(ctx context.Context, m jetstream.Msg, came <-chan jetstream.Msg, delivered *uint64) error {
	sums := map[workflow.EnrolmentID]workflow.Summary{}
	upTo := f.known()
	var erased []workflow.EnrolmentID
	for n := 0; ; {
		meta, err := m.Metadata()
		if err != nil {
			return err
		}
		if *delivered++; meta.Sequence.Consumer != *delivered {
			return errSkipped
		}
		if m.Subject() != f.shard.fresh() && meta.Sequence.Stream > upTo {
			sum, erases, err := f.summary(m.Subject(), m.Data())
			if err != nil {
				return damaged(&stored{seq: meta.Sequence.Stream, subject: m.Subject()}, err)
			}
			if sum != nil {
				sums[sum.Enrolment] = *sum
			}
			if erases {
				erased = append(erased, sum.Enrolment)
			}
		}
		upTo = max(upTo, meta.Sequence.Stream)
		if n++; n == followAtOnce {
			break
		}
		select {
		case next, ok := <-came:
			if ok {
				m = next
				continue
			}
		default:
		}
		break
	}
	list := make([]workflow.Summary, 0, len(sums))
	for _, sum := range sums {
		list = append(list, sum)
	}
	if err := f.s.o.Index.Put(ctx, f.s.instanceOf(f.shard), upTo, list); err != nil {
		return fmt.Errorf("the index: %w", err)
	}
	f.set(upTo, nil)
	for _, id := range erased { // in case that whoever erased it did not come to it
		f.finish(ctx, id)
	}
	return nil
}

// summary is what a message says; nil for a part of a batch.
func (f *follower) summary(subject string, data []byte) (*workflow.Summary, bool, error) {
	id, _, err := f.shard.enrolmentOf(subject)
	if err != nil {
		return nil, false, err
	}
	one, err := readMessage(data)
	if err != nil || len(one.summary) == 0 {
		return nil, false, err
	}
	sum, err := workflow.ReadSummary(one.summary)
	sum.Enrolment = id
	return &sum, one.erases || len(one.gone) > 0, err
}

// finish overwrites what counts no more of an enrolment.
func (f *follower) finish(ctx context.Context, id workflow.EnrolmentID) {
	ctx, cancel := f.s.patience(ctx)
	defer cancel()
	_, _, err := f.s.LoadSnapshot(ctx, id)
	if err == nil {
		_, err = f.s.history(ctx, id, 0, 1)
	}
	if err != nil && ctx.Err() == nil {
		f.s.o.Logger.WarnContext(ctx, "what was erased is not overwritten yet", "enrolment", string(id), "error", err)
	}
}

// consumer is one that goes on where the index is. It is made anew each time: of
// what the one before was sent, nobody knows what has come. So servers need not
// keep how far it is, which they would do on the disk, while writes wait for it.
func (f *follower) consumer(ctx context.Context) (jetstream.Consumer, error) {
	if f.known() == 0 {
		if err := f.begin(ctx); err != nil {
			return nil, err
		}
	}
	c := jetstream.ConsumerConfig{
		Durable: f.s.o.Consumer, AckPolicy: jetstream.AckNonePolicy, MemoryStorage: true,
		FilterSubjects: []string{f.shard.subject + "*" + recordsEnd, f.shard.fresh()},
		DeliverPolicy:  jetstream.DeliverByStartSequencePolicy, OptStartSeq: f.known() + 1,
	}
	if c.Durable == "" {
		c.InactiveThreshold = time.Minute
	} else if err := f.shard.stream.DeleteConsumer(ctx, c.Durable); err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) {
		return nil, err
	}
	return f.shard.stream.CreateConsumer(ctx, c)
}

// begin puts the last summary of each enrolment into the index.
func (f *follower) begin(ctx context.Context) error {
	end, err := f.s.lastOfEach(ctx, f.shard, func(all []stored) error {
		sums := make([]workflow.Summary, 0, len(all))
		for i := range all {
			sum, _, err := f.summary(all[i].subject, all[i].data)
			if err != nil {
				return damaged(&all[i], err)
			}
			if sum != nil {
				sums = append(sums, *sum)
			}
		}
		return f.s.o.Index.Put(ctx, f.s.instanceOf(f.shard), 0, sums)
	})
	if err == nil && end > 0 {
		err = f.s.o.Index.Put(ctx, f.s.instanceOf(f.shard), end, nil)
	}
	if err == nil {
		f.set(end, nil)
	}
	return err
}

// lastOfEach gives the last message of each enrolment's records, many at a time,
// at least as of the message whose number it returns.
func (s *Store) lastOfEach(ctx context.Context, h *shard, give func([]stored) error) (end uint64, err error) {
	if end, err = s.end(ctx, h); err != nil || end == 0 {
		return end, err
	}
	var all []string
	if err := s.subjects(ctx, h, func(subject string) error { all = append(all, subject); return nil }); err != nil {
		return 0, err
	}
	const most = 500 // of 1,024 that a server gives
	for subjects := range slices.Chunk(all, most) {
		a, err := s.lasts(ctx, h, subjects, end)
		if err != nil {
			return 0, err
		}
		if err := give(a.messages); err != nil {
			return 0, err
		}
	}
	return end, nil
}

func (f *follower) known() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.upTo
}

func (f *follower) set(upTo uint64, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.upTo, f.err = upTo, err
	close(f.moved)
	f.moved = make(chan struct{})
}

// wait waits until all up to a message is in the index.
func (f *follower) wait(ctx context.Context, upTo uint64) error {
	for {
		f.mu.Lock()
		known, moved, why := f.upTo, f.moved, f.err
		f.mu.Unlock()
		switch {
		case known >= upTo:
			return nil
		case errors.Is(why, ErrDamaged): // which does not go by waiting
			return fmt.Errorf("the index of shard %d: %w", f.shard.number, why)
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("the index of shard %d knows message %d and not yet %d: %w", f.shard.number, known, upTo, ctx.Err()), why)
		}
	}
}

// List implements [workflow.Lister]. It waits until the index has what was
// stored before it was called.
func (s *Store) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) {
		if err := s.catchUp(ctx); err != nil {
			yield(workflow.Summary{}, fmt.Errorf("jetstream: %w", err))
			return
		}
		s.o.Index.List(ctx, q)(yield)
	}
}

// catchUp sends a barrier through each shard, and waits for all in the index.
func (s *Store) catchUp(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx, cancel := s.patience(ctx)
	defer cancel()
	errs := make([]error, len(s.shards))
	var wg sync.WaitGroup
	for i, h := range s.shards {
		wg.Go(func() {
			seq, err := h.barrier.wait(ctx)
			if err == nil {
				err = s.follow.shards[i].wait(ctx, seq)
			}
			errs[i] = err
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// Lag is how many messages the index has not taken in yet, of all shards: what
// lists wait for.
func (s *Store) Lag(ctx context.Context) (n uint64, err error) {
	ctx, cancel := s.patience(ctx)
	defer cancel()
	for i, h := range s.shards {
		end, err := s.end(ctx, h)
		if err != nil {
			return n, fmt.Errorf("jetstream: %w", err)
		}
		if known := s.follow.shards[i].known(); end > known {
			n += end - known
		}
	}
	return n, nil
}
