//go:build unix

package faults_test

import (
	"encoding/binary"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"
)

// A direction is one in which bytes go between a client and PostgreSQL.
type direction int

const (
	toServer direction = iota
	toClient
)

func (d direction) String() string { return [...]string{"request", "reply"}[d] }

// A proxy stands between clients and PostgreSQL, and cuts a connection once it is told to.
type proxy struct {
	network, address string // of the server
	mu               sync.Mutex
	armed            bool
	direction        direction
	left             int // bytes that still pass before the cut
	passed           [2][]byte
}

// newProxy stands before the server of a URL, and gives the URL of itself.
func newProxy(t *testing.T, server string) (*proxy, string) {
	t.Helper()
	c, err := pgconn.ParseConfig(server)
	require.NoError(t, err)
	p := &proxy{}
	p.network, p.address = pgconn.NetworkAddress(c.Host, c.Port)
	folder, err := os.MkdirTemp("/tmp", "proxy-") // the path of a socket must be short
	require.NoError(t, err)
	listener, err := net.Listen("unix", filepath.Join(folder, ".s.PGSQL.5432"))
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, listener.Close())
		require.NoError(t, os.RemoveAll(folder))
	})
	go p.serve(listener)
	itself := url.URL{Scheme: "postgres", User: url.UserPassword(c.User, c.Password), Path: "/" + c.Database, RawQuery: "sslmode=disable&host=" + url.QueryEscape(folder)}
	return p, itself.String()
}

func (p *proxy) serve(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return // closed
		}
		server, err := net.Dial(p.network, p.address)
		if err != nil {
			_ = client.Close() // the client is told by that
			continue
		}
		go p.pump(server, client, toServer)
		go p.pump(client, server, toClient)
	}
}

// pump forwards what goes in one direction, until either side closes or the cut.
func (p *proxy) pump(to, from net.Conn, d direction) {
	defer func() { _, _ = to.Close(), from.Close() }() // both, in either direction's name
	b := make([]byte, 64<<10)
	for {
		n, err := from.Read(b)
		pass, cut := p.pass(d, b[:n])
		if len(pass) > 0 {
			if _, err := to.Write(pass); err != nil {
				return
			}
		}
		if cut || err != nil {
			return
		}
	}
}

// pass says which of the bytes go on, and whether the connection is cut behind them.
func (p *proxy) pass(d direction, b []byte) (pass []byte, cut bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.armed && d == p.direction && len(b) >= p.left && len(b) > 0 {
		p.armed, b, cut = false, b[:p.left], true
	} else if p.armed && d == p.direction {
		p.left -= len(b)
	}
	p.passed[d] = append(p.passed[d], b...)
	return b, cut
}

// arm cuts the connection once that many bytes have passed in a direction, and
// forgets what has passed.
func (p *proxy) arm(d direction, at int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.armed, p.direction, p.left, p.passed = true, d, at, [2][]byte{}
}

// disarm reports whether it has cut, and gives what has passed.
func (p *proxy) disarm() (cut bool, passed [2][]byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	cut, p.armed = !p.armed, false
	return cut, p.passed
}

// ends are the places in a stream at which messages end (PostgreSQL 15, §55.7):
// each is a byte of its type and a length that counts itself.
func ends(stream []byte) (at []int) {
	for i := 0; i+5 <= len(stream); {
		i += 1 + int(binary.BigEndian.Uint32(stream[i+1:]))
		at = append(at, i)
	}
	return at
}
