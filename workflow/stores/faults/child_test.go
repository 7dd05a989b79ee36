//go:build unix

package faults_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// taskVariable makes the test binary another process of a test, which does its task.
const taskVariable = "COUNTERSIGN_FAULTS_TASK"

// A task is what a process is to do, until it is killed, has done it, or its input ends.
type task struct {
	// Kind is a row of kinds.
	Kind    string
	Place   place
	Scripts []script
	// From is the number of the first request, and To the one before which each script ends.
	From, To int
	// Seed draws what the process draws.
	Seed uint64
	// File and Folder are the rights that are left.
	File, Folder os.FileMode
	// Member is the server of a cluster that the process is.
	Member member
}

// kinds are what processes do.
var kinds = map[string]func(do *task, ctx context.Context, say func(said)) error{
	"write":   func(do *task, ctx context.Context, say func(said)) error { return do.write(ctx, say, nil) },
	"limited": (*task).writeLimited, "crowded": (*task).writeCrowded,
	"withheld": (*task).writeWithheld, "hold": (*task).hold,
	"serve": (*task).serve,
}

// child is a process: its standard output is what it was told, one a line.
func child(given string) int {
	var do task
	if err := json.Unmarshal([]byte(given), &do); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	go func() { // never alone: it ends with who started it
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(3)
	}()
	var mu sync.Mutex
	say := func(s said) {
		line, err := json.Marshal(s)
		if err != nil {
			panic(err) // never: it is plain data
		}
		mu.Lock()
		defer mu.Unlock()
		_, _ = os.Stdout.Write(append(line, '\n')) // one write, whole or not at all
	}
	if err := kinds[do.Kind](&do, context.Background(), say); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// write works on all scripts at once.
func (do *task) write(ctx context.Context, say func(said), trouble func(error)) error {
	s, err := do.Place.open(ctx)
	if err != nil {
		return err
	}
	e, err := newEngine(s, day, say, do.Scripts...)
	if err != nil {
		return err
	}
	errs := make(chan error)
	for _, c := range do.Scripts {
		w := worker{engine: e, script: c, say: say, trouble: trouble}
		go func() { errs <- w.work(ctx, do.From, do.To, always) }()
	}
	for range do.Scripts {
		err = errors.Join(err, <-errs)
	}
	return errors.Join(err, s.Close())
}

// A process does a task.
type process struct {
	*testing.T
	cmd *exec.Cmd
	in  io.Closer
	out *bufio.Reader
	err *tail
}

// start starts one; change, which may be nil, changes how.
func start(t *testing.T, do task, change func(*exec.Cmd)) *process {
	t.Helper()
	given, err := json.Marshal(do)
	require.NoError(t, err)
	exe, err := os.Executable()
	require.NoError(t, err)
	p := &process{T: t, cmd: exec.Command(exe), err: &tail{}}
	p.cmd.Env, p.cmd.Stderr = append(os.Environ(), taskVariable+"="+string(given)), p.err
	if change != nil {
		change(p.cmd)
	}
	p.in, err = p.cmd.StdinPipe()
	require.NoError(t, err)
	out, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	p.out = bufio.NewReader(out)
	require.NoError(t, p.cmd.Start())
	t.Cleanup(func() { _ = p.cmd.Process.Kill() }) // gone already, if all went well
	return p
}

// hear reads what the process was told, as long as more, which may be nil, says so.
// It reports whether there is more to come.
func (p *process) hear(l *ledger, more func() bool) bool {
	p.Helper()
	for more == nil || more() {
		line, err := p.out.ReadBytes('\n')
		if err != nil {
			return false
		}
		var s said
		require.NoError(p, json.Unmarshal(line, &s))
		l.hear(s)
	}
	return true
}

// kill ends it as nothing else does, and hears what it had said.
func (p *process) kill(l *ledger) {
	p.Helper()
	require.NoError(p, p.cmd.Process.Kill())
	p.hear(l, nil)
	_ = p.cmd.Wait() // killed
}

// end waits until it has done its task.
func (p *process) end(l *ledger) {
	p.Helper()
	p.hear(l, nil)
	require.NoError(p, p.cmd.Wait(), "%s", p.err)
}

// A tail keeps the end of what is written to it.
type tail struct{ b []byte }

func (t *tail) Write(b []byte) (int, error) {
	t.b = append(t.b, b...)
	t.b = t.b[max(0, len(t.b)-4000):]
	return len(b), nil
}

func (t *tail) String() string { return string(t.b) }
