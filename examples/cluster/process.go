package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
)

// A process is one that this one started: this program again, with a task.
type process struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	ready chan struct{} // closed when it says that it is at work
	gone  chan struct{} // closed when it has ended, and all that it said was heard

	mu    sync.Mutex
	meant bool  // to end
	why   error // it ended
}

// launch starts one. What it says is given to hear, and what it logs is added to a file.
func launch(t task, log string, hear func(said)) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	given, err := json.Marshal(t)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer file.Close() // the process has one of its own
	p := &process{cmd: exec.Command(self), ready: make(chan struct{}), gone: make(chan struct{})}
	p.cmd.Env, p.cmd.Stderr = append(os.Environ(), childVariable+"=1"), file
	p.in, err = p.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go p.listen(out, hear)
	_, err = p.in.Write(append(given, '\n'))
	return p, err
}

// listen hears what the process says, until it has ended.
func (p *process) listen(out io.Reader, hear func(said)) {
	defer close(p.gone)
	lines := bufio.NewReader(out)
	var err error
	for {
		line, failed := lines.ReadBytes('\n')
		if failed != nil {
			break
		}
		var s said
		if err = json.Unmarshal(line, &s); err != nil {
			err = fmt.Errorf("it said %.100q: %w", line, err)
			_ = p.cmd.Process.Kill()
			break
		}
		if s.Ready {
			close(p.ready)
		} else {
			hear(s)
		}
	}
	err = errors.Join(err, p.cmd.Wait())
	p.mu.Lock()
	defer p.mu.Unlock()
	p.why = err
}

// kill ends it as nothing else does: it gets to do nothing more.
func (p *process) kill() {
	p.mean()
	_ = p.cmd.Process.Kill() // at worst it has ended already
	<-p.gone
}

// stop asks it to end.
func (p *process) stop() {
	p.mean()
	_, _ = io.WriteString(p.in, stopLine+"\n") // at worst it has ended already
}

func (p *process) mean() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.meant = true
}

// running reports whether it has not ended.
func (p *process) running() bool {
	select {
	case <-p.gone:
		return false
	default:
		return true
	}
}

// failure is why it ended, if nobody meant it to.
func (p *process) failure() error {
	<-p.gone
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.meant {
		return nil
	}
	return fmt.Errorf("it ended by itself: %w", errors.Join(p.why, errors.New("its log says why")))
}
