//go:build unix

package faults_test

import (
	"errors"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// PostgreSQL goes away while callers write, and comes back.
func TestRestart(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	p := onServer(t, s.url())
	for _, c := range []struct {
		name  string
		fault func(t *testing.T, st store, s *server)
	}{
		{"server stopped (immediate)", func(t *testing.T, _ store, s *server) { s.stop("immediate"); s.start() }},
		{"server restarted (fast)", func(t *testing.T, _ store, s *server) { s.stop("fast"); s.start() }},
		{"server process killed (kill -9)", killBackend},
		{"connections ended", endBackends},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, r := newLedger(), chance(t)
			runs := *rounds
			for range runs {
				l.under(t, p, s, r.IntN(80), func(st store) { c.fault(t, st, s) })
			}
			l.close(c.name, p, runs)
		})
	}
}

// under lets a fault come to callers who write, after k acknowledgements.
func (l *ledger) under(t *testing.T, p place, s *server, k int, fault func(store)) {
	const callers, more = 8, 3
	scripts := l.cast(learners(callers, int(serial.Add(1)))...)
	st, err := p.open(t.Context())
	require.NoError(t, err)
	onlooker := p.on(t)
	e, err := newEngine(st, day, l.hear, scripts...)
	require.NoError(t, err)
	var over atomic.Bool
	errs := make(chan error, callers)
	told := make(chan struct{}, 1<<16)
	for _, c := range scripts {
		w := worker{engine: e, script: c, trouble: func(error) { s.wait() }}
		w.say = func(a said) {
			l.hear(a)
			if a.Seq > 0 {
				told <- struct{}{}
			}
		}
		go func() {
			err := w.work(t.Context(), 0, 1<<20, func() bool { return !over.Load() })
			n := l.after(c)
			errs <- errors.Join(err, w.work(t.Context(), n, n+more, always))
		}()
	}
	for range k {
		<-told
	}
	s.up.Lock()
	fault(onlooker)
	s.up.Unlock()
	over.Store(true)
	for range scripts {
		err = errors.Join(err, <-errs)
	}
	require.NoError(t, err)
	l.audit(t, st, scripts...)
	require.NoError(t, st.Close())
}

// serial numbers the learners of all runs on one server.
var serial atomic.Int64

// after is the number of a script's next request.
func (l *ledger) after(c script) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.next[c]
}

// killBackend kills the server's process of one connection, upon which the
// server ends all others and recovers as from a crash.
func killBackend(t *testing.T, st store, _ *server) {
	var pid int
	require.NoError(t, database(st).QueryRowContext(t.Context(),
		"SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY state_change DESC LIMIT 1").Scan(&pid))
	own, err := database(st).Conn(t.Context())
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
	for own.PingContext(t.Context()) == nil { // until the others are ended, too
	}
	_ = own.Close()                                    // broken
	for database(st).PingContext(t.Context()) != nil { // until it serves again
	}
}

// endBackends ends all connections but one.
func endBackends(t *testing.T, st store, _ *server) {
	_, err := database(st).ExecContext(t.Context(),
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")
	require.NoError(t, err)
}
