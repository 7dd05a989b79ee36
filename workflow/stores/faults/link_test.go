//go:build unix

package faults_test

import (
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// A link is the network before one listener. Its own address stays the same
// while servers behind it come and go.
type link struct {
	listener net.Listener
	mu       sync.Mutex
	to       string // where the listener is; empty for nowhere
	gate     chan struct{}
	refuses  bool
	open     map[net.Conn]bool
}

func newLink(t *testing.T) *link {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	l := &link{listener: listener, open: map[net.Conn]bool{}, gate: make(chan struct{})}
	close(l.gate)
	go l.serve()
	t.Cleanup(func() {
		require.NoError(t, listener.Close())
		l.cut()
	})
	return l
}

func (l *link) address() string { return l.listener.Addr().String() }

// direct has new connections go to an address.
func (l *link) direct(to string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.to = to
}

// cut ends all connections, and new ones at once.
func (l *link) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refuses = true
	for c := range l.open {
		_ = c.Close() // whoever uses it closes it again
	}
}

// hold keeps what is sent, as a network that loses every packet, which are sent again until it does not.
func (l *link) hold() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gate = make(chan struct{})
}

// join ends a cut or a hold.
func (l *link) join() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refuses = false
	select {
	case <-l.gate:
	default:
		close(l.gate)
	}
}

func (l *link) serve() {
	for {
		client, err := l.listener.Accept()
		if err != nil {
			return // closed
		}
		go l.forward(client)
	}
}

// forward is one connection, until either side ends it.
func (l *link) forward(client net.Conn) {
	defer l.forget(client)
	to, ok := l.enter(client)
	if !ok {
		return
	}
	server, err := net.Dial("tcp", to)
	if err != nil {
		return // nobody is there, and the client is told by the end
	}
	defer l.forget(server)
	if _, ok := l.enter(server); !ok {
		return
	}
	ends := make(chan struct{}, 2)
	for from, to := range map[net.Conn]net.Conn{client: server, server: client} {
		go func() { l.pump(to, from); ends <- struct{}{} }()
	}
	<-ends
}

// enter is how a connection begins to be one of those that are cut.
func (l *link) enter(c net.Conn) (to string, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refuses || l.to == "" {
		return "", false
	}
	l.open[c] = true
	return l.to, true
}

func (l *link) forget(c net.Conn) {
	_ = c.Close() // perhaps closed by a cut
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, c)
}

func (l *link) pump(to, from net.Conn) {
	b := make([]byte, 64<<10)
	for {
		n, failed := from.Read(b)
		l.mu.Lock()
		gate := l.gate
		l.mu.Unlock()
		<-gate
		if _, err := to.Write(b[:n]); err != nil || failed != nil {
			return
		}
	}
}
