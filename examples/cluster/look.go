package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// meant is the server or the application that a step is about.
func (c *cluster) meant(ctx context.Context, s step) (*member, error) {
	switch {
	case s.app:
		return c.apps[s.number-1], nil
	case s.number > 0:
		return c.servers[s.number-1], nil
	case s.verb == "start" && c.killed == nil:
		return nil, errors.New("none was killed")
	case s.verb == "start":
		return c.killed, nil
	}
	var m *member
	err := until(ctx, func() error {
		if m = c.named(c.leader(ctx, 0)); m == nil {
			return errors.New("nobody leads stream 0")
		}
		return nil
	})
	return m, err
}

// named is the server with a name; nil where none has it.
func (c *cluster) named(name string) *member {
	for _, m := range c.servers {
		if m.name == name {
			return m
		}
	}
	return nil
}

// leader is the name of the server that leads a stream; empty where nobody does,
// or it cannot be found.
func (c *cluster) leader(ctx context.Context, number int) string {
	ctx, cancel := context.WithTimeout(ctx, 5*moment)
	defer cancel()
	js, err := jetstream.New(c.nc)
	if err != nil {
		return ""
	}
	stream, err := js.Stream(ctx, fmt.Sprintf("countersign-%d", number))
	if err != nil || stream.CachedInfo().Cluster == nil {
		return ""
	}
	return stream.CachedInfo().Cluster.Leader
}

// sayHow says how it goes.
func (c *cluster) sayHow(ctx context.Context) {
	leaders := make([]string, shards)
	var asking sync.WaitGroup
	for i := range leaders {
		asking.Go(func() {
			if leaders[i] = c.leader(ctx, i); leaders[i] == "" {
				leaders[i] = "nobody"
			}
		})
	}
	asking.Wait()
	n, _ := c.ledger.acknowledged()
	c.mu.Lock()
	rate := float64(n-c.said) / time.Since(c.saidAt).Seconds()
	c.said, c.saidAt = n, time.Now()
	c.mu.Unlock()
	c.say("%6d acknowledged, %5.0f a second; up: %s; leaders of the streams: %s",
		n, rate, strings.Join(append(up(c.servers[:]), up(c.apps[:])...), " "), strings.Join(leaders, " "))
}

// up are the names of those that run.
func up(all []*member) (names []string) {
	for _, m := range all {
		if m.running() != nil {
			names = append(names, m.name)
		}
	}
	return names
}
