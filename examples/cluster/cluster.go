package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

// How many there are of what.
const (
	servers = 3
	apps    = 2
	shards  = 3 // streams over which the enrolments are spread
)

// A cluster is all that runs.
type cluster struct {
	folder  string
	started time.Time
	ledger  *ledger
	urls    []string
	servers [servers]*member
	apps    [apps]*member
	nc      *nats.Conn // to look with
	broken  chan struct{}

	turn   sync.Mutex // of whoever has something done
	killed *member    // the server that was killed last

	mu       sync.Mutex // for what follows
	out      io.Writer
	said     int // acknowledgements, when it was last said how it goes
	saidAt   time.Time
	failures error
}

// A member is a server or an application, whether it runs or not.
type member struct {
	name string
	log  string
	task func() task
	hear func(said)

	mu      sync.Mutex
	process *process
}

// found finds a place for a cluster, of which nothing runs yet.
func found(out io.Writer, learners int) (*cluster, error) {
	folder, err := os.MkdirTemp("", "cluster-")
	if err != nil {
		return nil, err
	}
	c := &cluster{folder: folder, started: time.Now(), saidAt: time.Now(), ledger: newLedger(learners), out: out, broken: make(chan struct{})}
	ports, err := freePorts(2 * servers)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	for i, port := range ports[:servers] {
		n := i + 1
		c.urls = append(c.urls, fmt.Sprintf("nats://%s:%d", host, port))
		m := c.member("server", n)
		m.task = func() task {
			return task{Server: &serverTask{Number: n, Folder: filepath.Join(folder, m.name), Log: m.log, Client: port, Routes: ports[servers:]}}
		}
		c.servers[i] = m
	}
	for i := range apps {
		m := c.member("app", i+1)
		m.task = func() task { return task{App: &appTask{Servers: c.urls, Next: c.ledger.dueOf(i + 1)}} }
		m.hear = func(s said) { c.ledger.hear(s, time.Now()) }
		c.apps[i] = m
	}
	return c, nil
}

func (c *cluster) member(kind string, n int) *member {
	name := fmt.Sprintf("%s-%d", kind, n)
	return &member{name: name, log: filepath.Join(c.folder, name+".log")}
}

// say writes a line, with the time since the start.
func (c *cluster) say(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fmt.Fprintf(c.out, "%5.1f s  %s\n", time.Since(c.started).Seconds(), fmt.Sprintf(format, args...))
}

// startAll starts everything.
func (c *cluster) startAll() (err error) {
	c.turn.Lock()
	defer c.turn.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c.say("Three servers and two applications, in %s", c.folder)
	if err := c.startThese(ctx, c.servers[:]); err != nil {
		return err
	}
	c.say("The servers are up; they elect leaders, and make the streams.")
	if c.nc, err = connect(c.urls); err != nil {
		return err
	}
	store, err := openStore(ctx, c.nc) // makes the streams, once all servers are there to take some
	if err != nil {
		return err
	}
	if err := store.Close(); err != nil {
		return err
	}
	c.say("The applications start; they have %d learners.", len(c.ledger.next))
	return c.startThese(ctx, c.apps[:])
}

// startThese starts those that do not run, all at once: servers wait for one another.
func (c *cluster) startThese(ctx context.Context, all []*member) error {
	errs := make([]error, len(all))
	var starting sync.WaitGroup
	for i, m := range all {
		if m.running() == nil {
			starting.Go(func() { errs[i] = c.start(ctx, m) })
		}
	}
	starting.Wait()
	return errors.Join(errs...)
}

// start starts one, and waits until it is at work.
func (c *cluster) start(ctx context.Context, m *member) error {
	if m.running() != nil {
		return fmt.Errorf("%s runs already", m.name)
	}
	p, err := launch(m.task(), m.log, m.hear)
	if err != nil {
		return fmt.Errorf("%s: %w", m.name, err)
	}
	m.set(p)
	go c.mourn(m, p)
	select {
	case <-p.ready:
		return nil
	case <-p.gone:
		return fmt.Errorf("%s: %w", m.name, p.failure())
	case <-ctx.Done():
		return nil // it is late, and whoever ends all of it ends it, too
	}
}

// mourn notes that a process ended that nobody wanted to.
func (c *cluster) mourn(m *member, p *process) {
	err := p.failure()
	if err == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failures == nil {
		close(c.broken)
	}
	c.failures = errors.Join(c.failures, fmt.Errorf("%s: %w", m.name, err))
}

// failure is what ended by itself.
func (c *cluster) failure() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.failures
}

// kill ends one as nothing else does.
func (c *cluster) kill(m *member) error {
	p := m.running()
	if p == nil {
		return fmt.Errorf("%s does not run", m.name)
	}
	p.kill()
	if c.named(m.name) != nil {
		c.killed = m
	}
	return nil
}

// rest has all servers up again, and the applications end in good order.
func (c *cluster) rest() error {
	c.turn.Lock()
	defer c.turn.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := c.startThese(ctx, c.servers[:]); err != nil {
		return err
	}
	return errors.Join(stopThese(ctx, c.apps[:]), c.failure())
}

// stopThese asks all to end, and waits until they have.
func stopThese(ctx context.Context, all []*member) error {
	for _, m := range all {
		if p := m.running(); p != nil {
			p.stop()
		}
	}
	var errs []error
	for _, m := range all {
		p := m.running()
		if p == nil {
			continue
		}
		select {
		case <-p.gone:
		case <-ctx.Done():
			errs = append(errs, fmt.Errorf("%s does not end: %w", m.name, ctx.Err()))
			p.kill()
		}
	}
	return errors.Join(errs...)
}

// end ends all that runs, and keeps what is left of it only where somebody has to look at it.
func (c *cluster) end(well bool) error {
	c.turn.Lock()
	defer c.turn.Unlock()
	if c.nc != nil {
		c.nc.Close()
	}
	for _, m := range append(c.apps[:], c.servers[:]...) {
		if p := m.running(); p != nil {
			p.kill() // what it knows is on the disk
		}
	}
	if well {
		return os.RemoveAll(c.folder)
	}
	c.say("The logs, and what the servers stored, are left in %s", c.folder)
	return nil
}

func (m *member) set(p *process) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.process = p
}

// running is the process that it is; nil where it is none.
func (m *member) running() *process {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.process == nil || !m.process.running() {
		return nil
	}
	return m.process
}

// canGoOn reports whether anything can be acknowledged.
func (c *cluster) canGoOn() bool {
	if count(c.servers[:]) <= servers/2 {
		return false
	}
	for i, m := range c.apps {
		if m.running() != nil && len(c.ledger.dueOf(i+1)) > 0 {
			return true
		}
	}
	return false
}

func count(all []*member) (n int) {
	for _, m := range all {
		if m.running() != nil {
			n++
		}
	}
	return n
}
