// Command cluster keeps enrolments in three servers of NATS JetStream, has two
// applications work on them, and kills whichever it is told to. At the end it
// reads everything back and says whether anything is lost.
//
//	go run ./examples/cluster                                    for a person: type help
//	go run ./examples/cluster -learners 200 -for 2m              how many learners, and how long at most
//	go run ./examples/cluster -script "kill leader; kill app 1; start leader; start app 1; stop"
//
// Servers and applications are processes of their own, which end as kill -9 ends
// them. The applications take learners through hand-hygiene, from the enrolment
// to the sign-off, and tell this process of each command that was acknowledged:
// its request's id, its record's number and hash. In the end every one of these
// must be there, once, in a chain that verifies, and lists must say what the
// records add up to.
//
// In a script each step waits until the callers of 50 more commands, or of as
// many as "wait N" says, were told that theirs is stored; while nobody can be,
// as with two servers down, it waits a second.
//
// It ends with 0 where nothing is lost, 1 where something is, or the run itself
// failed, and 2 where it was called in a wrong way.
//
// What it cannot show is a power cut: what a process that is killed had handed
// to its operating system is written all the same. That servers answer only
// when something is on the disk is their setting sync_interval: always, which
// the servers here have, and yours must.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
)

func main() {
	if name := os.Getenv(childVariable); name != "" {
		os.Exit(child(os.Stdin, os.Stdout, os.Stderr))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	go func() {
		<-ctx.Done()
		stop() // a second interrupt is not asked what it thinks
	}()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// The codes that the program ends with.
const (
	ended   = 0
	failed  = 1
	misused = 2
)

// options are what the program was called with.
type options struct {
	learners int
	most     time.Duration // how long learners go on
	scripted bool
	script   []step
}

const mostLearners = 10_000

// read reads the options; what is wrong with them has been written.
func read(args []string, w io.Writer) (o options, ok bool) {
	flags := flag.NewFlagSet("cluster", flag.ContinueOnError)
	flags.SetOutput(w)
	flags.IntVar(&o.learners, "learners", 200, "how many learners there are, from 1 to 10000")
	flags.DurationVar(&o.most, "for", time.Minute, "how long they go on at most")
	script := flags.String("script", "", `what happens meanwhile, as "kill leader; start leader; stop"; without it commands are read from the standard input`)
	if flags.Parse(args) != nil {
		return o, false
	}
	var err error
	switch o.scripted = *script != ""; {
	case flags.NArg() > 0:
		err = fmt.Errorf("there are no arguments, only -learners N, -for DURATION and -script STEPS; got %q", flags.Args())
	case o.learners < 1 || o.learners > mostLearners:
		err = fmt.Errorf("-learners is %d: give a number from 1 to %d", o.learners, mostLearners)
	case o.most <= 0:
		err = fmt.Errorf("-for is %v: give a time, such as 30s", o.most)
	default:
		o.script, err = readScript(*script)
	}
	if err != nil {
		fmt.Fprintln(w, "cluster:", err)
	}
	return o, err == nil
}

// run does all of it, and gives the code to end with.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	o, ok := read(args, errs)
	if !ok {
		return misused
	}
	v, err := o.run(ctx, in, out)
	if err != nil {
		fmt.Fprintln(errs, "cluster:", err)
		return failed
	}
	if len(v.findings) > 0 {
		return failed
	}
	return ended
}

// run starts everything, goes through the script, and reads back what there is.
func (o *options) run(ctx context.Context, in io.Reader, out io.Writer) (v verdict, err error) {
	c, err := found(out, o.learners)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, c.end(err == nil && len(v.findings) == 0)) }()
	if err := c.startAll(); err != nil {
		return v, err
	}
	working, cancel := context.WithTimeout(ctx, o.most)
	defer cancel()
	if err := c.work(working, o, in); err != nil {
		return v, err
	}
	if err := c.rest(); err != nil {
		return v, err
	}
	// Not ctx: whoever interrupts it wants to know all the same.
	reading, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if v, err = c.readBack(reading); err == nil {
		v.print(c)
	}
	return v, err
}

// patience is how long something may take that mostly takes a moment.
const patience = 2 * time.Minute

// work waits until the learners are through and the script is done, time is up,
// or somebody says that it is enough.
func (c *cluster) work(ctx context.Context, o *options, in io.Reader) error {
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	followed := make(chan error, 1)
	go func() {
		if o.scripted {
			followed <- c.follow(ctx, o.script, enough)
		} else {
			c.obey(ctx, in, enough)
			followed <- nil
		}
	}()
	return errors.Join(c.watch(ctx, o.scripted, followed), c.failure())
}

// watch says each second how it goes, until nothing is left to wait for.
func (c *cluster) watch(ctx context.Context, scripted bool, followed <-chan error) error {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for through := c.ledger.through; through != nil || scripted && followed != nil; {
		select {
		case <-second.C:
			c.sayHow(ctx)
		case <-through:
			through = nil
		case err := <-followed:
			if followed = nil; err != nil {
				return err
			}
		case <-c.broken:
			return nil // the cause is kept
		case <-ctx.Done():
			if scripted && followed != nil {
				return <-followed
			}
			return nil
		}
	}
	return nil
}
