package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/url"
	"path/filepath"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// A serverTask is to be one of the servers.
type serverTask struct {
	Number int
	Folder string
	Log    string
	// Client is the port for applications, and Routes are those for the servers among themselves.
	Client int
	Routes []int
}

const host = "127.0.0.1"

// options are what a server's file of settings would say; OPERATING.md beside the store has one.
func (t *serverTask) options() *server.Options {
	o := &server.Options{
		ServerName: fmt.Sprintf("server-%d", t.Number), Host: host, Port: t.Client,
		JetStream: true, StoreDir: filepath.Join(t.Folder, "data"), SyncAlways: true, // sync_interval: always
		Cluster: server.ClusterOpts{Name: "countersign", Host: host, Port: t.Routes[t.Number-1]},
		LogFile: t.Log, NoSigs: true,
	}
	for i, port := range t.Routes {
		if i != t.Number-1 {
			o.Routes = append(o.Routes, &url.URL{Scheme: "nats", Host: fmt.Sprintf("%s:%d", host, port)})
		}
	}
	return o
}

// run is the server until it is to stop.
func (t *serverTask) run(ctx context.Context, say func(said)) error {
	s, err := server.NewServer(t.options())
	if err != nil {
		return err
	}
	s.ConfigureLogger()
	s.Start()
	if !s.ReadyForConnections(patience) {
		return errors.New("it is not ready for connections")
	}
	say(said{Ready: true})
	<-ctx.Done()
	s.Shutdown()
	s.WaitForShutdown()
	return nil
}

// freePorts finds as many that nobody listens on, below those from which
// operating systems take some for connections: one must still be free when its
// server comes back.
func freePorts(n int) (ports []int, err error) {
	const first, behind, attempts = 20_000, 30_000, 1000
	for range attempts {
		l, err := net.Listen("tcp", fmt.Sprintf("%s:%d", host, first+rand.IntN(behind-first)))
		if err != nil {
			continue // somebody does
		}
		defer l.Close() // when all are found: none is found twice
		if ports = append(ports, l.Addr().(*net.TCPAddr).Port); len(ports) == n {
			return ports, nil
		}
	}
	return nil, errors.New("no free ports")
}

// a moment is waited before something is tried again.
const moment = 100 * time.Millisecond

// until tries something again until it succeeds, or the context ends.
func until(ctx context.Context, try func() error) error {
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(moment):
		}
	}
}
