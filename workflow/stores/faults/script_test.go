//go:build unix

package faults_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

const (
	trust    = workflow.CentreID("trust-1")
	assessor = workflow.PersonID("assessor-1")
	item     = proficiency.ItemID("local-induction")
	content  = proficiency.FrameworkID("hand-hygiene")
)

// A script is what one caller asks, one request after the other. It rests on
// nothing but its own numbers, so that any process can send a request again.
type script struct {
	Learner workflow.PersonID
	// Caller is one of several on one enrolment, who only comment; empty is alone with it.
	Caller string
	// Only keeps a caller who is alone to one kind of request after the first.
	Only only
}

type only string

const (
	comments only = "comments"
	// evidence is so much of it that a store may write its texts in more than one statement.
	evidence only = "evidence"
)

// day is a clock that stands still.
func day() time.Time { return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC) }

// newEngine runs the scripts, and says which outcomes it had to look for.
func newEngine(s workflow.Store, clock func() time.Time, say func(said), scripts ...script) (*workflow.Engine, error) {
	host := &workflow.FixedHost{}
	host.SetClock(clock)
	host.AddCentre(roles.Centre{ID: trust, Kind: roles.Trust})
	host.Delegate(assessor, trust, "assessor")
	for _, c := range scripts {
		host.Delegate(c.Learner, trust)
	}
	return workflow.NewEngine(frameworks.Catalog(), host, s, workflow.Options{
		Key: []byte("a key for tests!"), Logger: slog.New(doubts{say: say}),
	})
}

// doubts are what an engine logs of unknown outcomes, which it mostly resolves by itself.
type doubts struct {
	slog.Handler
	say func(said)
}

// looking is said of a request while its caller waits, who may still be told that it was stored.
const looking = "outcome unknown"

func (d doubts) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

func (d doubts) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if r.Message == looking && a.Key == "request" {
			d.say(said{ID: workflow.RequestID(a.Value.String()), Error: looking, Unknown: true})
		}
		return true
	})
	return nil
}

// request is the one with that number, from 0 on. The first enrols; of those
// that follow each adds a record, changes what lists show, or writes words.
func (c script) request(e *workflow.Engine, n int) workflow.Request {
	r := workflow.Request{
		ID: workflow.RequestID(fmt.Sprintf("%s%s-%06d", c.Learner, c.Caller, n)), Actor: c.Learner, Enrolment: e.EnrolmentID(c.Learner, content),
	}
	words := fmt.Sprintf("what %s said", r.ID)
	switch {
	case n == 0 && c.Caller == "":
		r.Command = &workflow.Enrol{Learner: c.Learner, Centre: trust, Framework: proficiency.Ref{ID: content}}
	case c.Only == comments || c.Caller != "":
		r.Command = &workflow.Comment{Comment: words}
	case c.Only == evidence:
		answer := workflow.Answer(item, "yes")
		for _, a := range actions(n) {
			answer.Items[0].Evidence = append(answer.Items[0].Evidence, workflow.EvidenceRef{Title: a})
		}
		r.Command = answer
	case n%5 == 1:
		r.Command = workflow.Answer(item, "yes")
	case n%5 == 2:
		r.Command = &workflow.RequestConfirmation{Items: []proficiency.ItemID{item}, To: assessor}
	case n%5 == 3:
		r.Actor = assessor
		basis := workflow.Seq(n - 1) // of the answer: the record of request n is n+1
		r.Command = &workflow.Reject{Items: []workflow.Seen{{Item: item, Basis: basis}}, Reason: words, Actions: actions(n)}
	case n%5 == 4:
		r.Command = &workflow.Comment{Item: item, Comment: words}
	default:
		r.Command = workflow.Answer(item, "not-yet")
	}
	return r
}

// actions are so many that a store may write their texts in more than one statement.
func actions(n int) (all []string) {
	for i := range 12 {
		all = append(all, fmt.Sprintf("action %d of request %d", i, n))
	}
	return all
}

// A said is what a caller was told of a request.
type said struct {
	Script script
	N      int
	ID     workflow.RequestID
	// Seq and Hash are those of the record; a Seq of 0 is an error.
	Seq      workflow.Seq
	Hash     canonical.Digest
	Replayed bool
	Error    string
	Unknown  bool
	// Client and Route are where a server listens, which says nothing else.
	Client, Route string `json:",omitempty"`
}

// A worker gives a script's requests, each until it is acknowledged.
type worker struct {
	engine *workflow.Engine
	script script
	// say is told of every answer before anything else is asked.
	say func(said)
	// trouble follows an error, before the request is sent again.
	trouble func(error)
}

// maxTries is how often one request is sent. Whatever goes on, it does not go on for so long.
const maxTries = 1000

// ask sends one request until it is acknowledged. What was not stored, as the
// engine said, must not be there; doubt says that it may be there already.
func (w *worker) ask(ctx context.Context, n int, doubt bool) error {
	req := w.script.request(w.engine, n)
	var err error
	for range maxTries {
		var res workflow.Result
		res, err = w.engine.Do(ctx, req)
		told := said{Script: w.script, N: n, ID: req.ID, Seq: res.Record.Seq, Hash: res.Record.Hash, Replayed: res.Replayed}
		if err == nil {
			if res.Replayed && !doubt {
				return fmt.Errorf("%s was said not to be stored, and is record %d", req.ID, told.Seq)
			}
			w.say(told)
			return nil
		}
		if denied := (*workflow.Denied)(nil); errors.As(err, &denied) {
			return fmt.Errorf("%s: %w", req.ID, err)
		}
		told.Error, told.Unknown = err.Error(), errors.Is(err, workflow.ErrOutcomeUnknown)
		doubt = doubt || told.Unknown
		w.say(told)
		if w.trouble != nil {
			w.trouble(err)
		}
	}
	return fmt.Errorf("%s, sent %d times: %w", req.ID, maxTries, err)
}

// work gives requests from one number up to another, while more says so.
func (w *worker) work(ctx context.Context, from, to int, more func() bool) error {
	for n := from; n < to && more(); n++ {
		if err := w.ask(ctx, n, false); err != nil {
			return err
		}
	}
	return nil
}

// always says that there is more to do.
func always() bool { return true }
