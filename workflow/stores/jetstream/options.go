package jetstream

import (
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"time"
)

// Options are for Open; nil takes the default of every field.
type Options struct {
	// Create makes what is missing of the streams and buckets. Without it a
	// cluster that lacks any is refused. What is there is never changed.
	Create bool
	// Name is what the names of streams, buckets and subjects begin with: letters,
	// digits, - and _; empty is "countersign".
	Name string
	// Shards is over how many streams enrolments are spread where Create makes
	// them, 1 to 12; zero is 4. Each stream has a leader of its own. The number
	// is kept with them, and cannot be changed later but by moving everything to
	// streams of another name.
	Shards int
	// Replicas is how many servers keep each stream where Create makes them: 1,
	// 3 or 5; zero is 3. With 1 the loss of a server's disk loses its streams.
	Replicas int
	// Domain is the JetStream domain, if the servers have one.
	Domain string
	// Timeout is how long an answer is waited for where the caller's context has
	// no earlier end; zero is 10 seconds.
	Timeout time.Duration
	// Places is of how many enrolments the store remembers where their last
	// message stands, which saves Append a look; zero is 100,000, of some 150
	// bytes each.
	Places int
	// Index is where the summaries for lists are kept, for this store alone; nil
	// is a [MemoryIndex].
	Index Index
	// Consumer is the name of the durable consumers that feed Index, under which
	// operators see how far it is: one that only this process uses. They are made
	// anew at each start, from where the index is. Empty is without a name.
	Consumer string
	// Logger is told of writes whose outcome is not known, and of what has to be
	// tried again; nil is quiet.
	Logger *slog.Logger
}

const (
	usualName, usualShards, maxShards = "countersign", 4, 12 // so that a cursor is short enough
	usualReplicas                     = 3
	usualTimeout                      = 10 * time.Second
	usualPlaces                       = 100_000
)

var nameForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)

// complete gives what is left out its default. The error says all that is wrong.
func (o Options) complete() (Options, error) {
	var errs []error
	wrong := func(bad bool, format string, args ...any) {
		if bad {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	wrong(o.Shards < 0 || o.Shards > maxShards, "%d shards: there are 1 to %d", o.Shards, maxShards)
	wrong(o.Replicas < 0 || o.Replicas > 5 || o.Replicas != 0 && o.Replicas%2 == 0, "%d replicas: there are 1, 3 or 5", o.Replicas)
	if o.Name == "" {
		o.Name = usualName
	}
	wrong(!nameForm.MatchString(o.Name), "the name %.40q: it is of at most 32 letters, digits, - and _", o.Name)
	wrong(o.Consumer != "" && !nameForm.MatchString(o.Consumer), "the consumer %.40q: it is of at most 32 letters, digits, - and _", o.Consumer)
	for number, usual := range map[*int]int{&o.Shards: usualShards, &o.Replicas: usualReplicas, &o.Places: usualPlaces} {
		if *number <= 0 {
			*number = usual
		}
	}
	if o.Timeout <= 0 {
		o.Timeout = usualTimeout
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Index == nil {
		o.Index = MemoryIndex()
	}
	return o, errors.Join(errs...)
}
