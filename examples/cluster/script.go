package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// A step is one command, of a script or of a person.
type step struct {
	verb string // a key of verbs
	app  bool   // it is about an application
	// number is that of a server or an application, or of commands to wait for; 0
	// for a leader.
	number int
	text   string
}

// help is what there is to say.
const help = `kill N       end server N as kill -9 does; "kill leader" ends the one that leads stream 0
start N      start server N; "start leader" starts the one that was killed last
kill app N   end application N as kill -9 does
start app N  start application N
wait N       wait until N more commands are acknowledged
status       say how it goes
stop         bring it to an end, and read everything back`

// readStep reads one command.
func readStep(text string) (step, error) {
	words := strings.Fields(text)
	s := step{text: strings.Join(words, " ")}
	wrong := fmt.Errorf("%q is none of the commands:\n%s", s.text, help)
	if len(words) == 0 {
		return s, wrong
	}
	s.verb, words = words[0], words[1:]
	switch s.verb {
	case "status", "stop", "help":
		if len(words) > 0 {
			return s, wrong
		}
		return s, nil
	case "kill", "start", "wait":
	default:
		return s, wrong
	}
	most := servers
	if s.verb == "wait" {
		most = 1_000_000
	} else if len(words) > 0 && words[0] == "app" {
		s.app, words, most = true, words[1:], apps
	}
	if len(words) != 1 {
		return s, wrong
	}
	if words[0] == "leader" && !s.app && s.verb != "wait" {
		return s, nil
	}
	var err error
	if s.number, err = strconv.Atoi(words[0]); err != nil || s.number < 1 || s.number > most {
		return s, fmt.Errorf("%q: the number is from 1 to %d", s.text, most)
	}
	return s, nil
}

// readScript reads commands with semicolons between them.
func readScript(text string) (all []step, err error) {
	for part := range strings.SplitSeq(text, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		s, failed := readStep(part)
		all, err = append(all, s), errors.Join(err, failed)
	}
	return all, err
}

// between is how many commands are acknowledged between the steps of a script.
const between = 50

// follow does the steps of a script, which may say that it is enough.
func (c *cluster) follow(ctx context.Context, script []step, enough func()) error {
	for _, s := range script {
		if s.verb != "wait" {
			c.await(ctx, between)
		}
		if ctx.Err() != nil {
			return fmt.Errorf("time was up before %q", s.text)
		}
		c.say("> %s", s.text)
		if err := c.do(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s.text, err)
		}
		if s.verb == "stop" {
			enough()
			return nil
		}
	}
	return nil
}

// obey does what somebody types. Without anybody it goes on all the same.
func (c *cluster) obey(ctx context.Context, in io.Reader, enough func()) {
	for lines := bufio.NewScanner(in); lines.Scan() && ctx.Err() == nil; {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		s, err := readStep(lines.Text())
		if err == nil {
			err = c.do(ctx, s)
		}
		if err != nil {
			c.say("%v", err)
		}
		if s.verb == "stop" && err == nil {
			enough()
			return
		}
	}
}

// do does one step.
func (c *cluster) do(ctx context.Context, s step) error {
	c.turn.Lock()
	defer c.turn.Unlock()
	switch s.verb {
	case "kill":
		m, err := c.meant(ctx, s)
		if err != nil {
			return err
		}
		return c.kill(m)
	case "start":
		m, err := c.meant(ctx, s)
		if err != nil {
			return err
		}
		return c.start(ctx, m)
	case "wait":
		c.await(ctx, s.number)
	case "status":
		c.sayHow(ctx)
	case "help":
		c.say("%s", help)
	}
	return nil
}

// await waits until so many more commands are acknowledged, or as long as
// somebody might want to see that none is.
func (c *cluster) await(ctx context.Context, n int) {
	had, more := c.ledger.acknowledged()
	for now := had; now < had+n; now, more = c.ledger.acknowledged() {
		var impossible <-chan time.Time
		if !c.canGoOn() {
			impossible = time.After(time.Second)
		}
		select {
		case <-more:
		case <-impossible:
			return
		case <-c.ledger.through:
			return
		case <-ctx.Done():
			return
		}
	}
}
