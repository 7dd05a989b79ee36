package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
)

// childVariable makes the program one of the processes that it starts. These get
// their task as the first line of the standard input, and say on the standard
// output what comes of it, a line each.
const childVariable = "COUNTERSIGN_CLUSTER_CHILD"

// A task is what a process is to do: one of them is given.
type task struct {
	Server *serverTask `json:",omitempty"`
	App    *appTask    `json:",omitempty"`
}

// stopLine, on its standard input, asks a process to end in good order.
const stopLine = "stop"

// child does the task until it is told to stop, or killed.
func child(in io.Reader, out, errs io.Writer) int {
	signal.Ignore(os.Interrupt) // of a terminal: whoever started it decides
	lines := bufio.NewReader(in)
	var t task
	line, err := lines.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &t)
	}
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		if line, _ := lines.ReadString('\n'); line != stopLine+"\n" {
			os.Exit(3) // never alone: it ends with who started it
		}
		stop()
	}()
	switch say := sayer(out); {
	case err != nil:
	case t.Server != nil:
		err = t.Server.run(ctx, say)
	case t.App != nil:
		err = t.App.run(ctx, say)
	default:
		err = errors.New("it has nothing to do")
	}
	if err != nil {
		fmt.Fprintln(errs, err)
		return failed
	}
	return ended
}

// sayer writes what is said, each in one piece, so that none is there by half
// when the process is killed.
func sayer(out io.Writer) func(said) {
	var mu sync.Mutex
	return func(s said) {
		line, err := json.Marshal(s)
		if err != nil {
			panic(err) // never: it is plain data
		}
		mu.Lock()
		defer mu.Unlock()
		_, _ = out.Write(append(line, '\n')) // nobody is there to be told
	}
}
