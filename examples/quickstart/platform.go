package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// The people and the place, as a platform's own tables would know them.
const (
	learner  = workflow.PersonID("learner-1")
	assessor = workflow.PersonID("assessor-1")
	educator = workflow.PersonID("educator-1")
	manager  = workflow.PersonID("manager-1")
	stranger = workflow.PersonID("stranger-1")
	trust    = workflow.CentreID("trust-1")
)

var step1 = proficiency.FrameworkID("critical-care-step-1")

// A journey is the story so far.
type journey struct {
	w        io.Writer
	live     bool
	engine   *workflow.Engine
	fw       *proficiency.Framework
	id       workflow.EnrolmentID
	state    workflow.State // as everybody last saw it
	now      time.Time
	requests int
	store    workflow.Store
	file     string // in which the store is
	earlier  earlier
}

// prepare sets up what a platform sets up once: content and people, for the store that it has.
func prepare(w io.Writer, live bool, store workflow.Store, file string) (*journey, error) {
	j := &journey{w: w, live: live, store: store, file: file, now: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)}
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time { return j.now })
	// A real host leaves this to crypto/rand: serials must not be guessable.
	host.SetNonce(func() [32]byte { return sha256.Sum256([]byte(j.now.String())) })
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		return nil, err
	}
	host.AddCentre(roles.Centre{ID: trust, Kind: roles.Trust, Zone: london})
	host.Delegate(learner, trust)
	host.Delegate(assessor, trust, "assessor")
	host.Delegate(educator, trust, "educator-manager")
	host.Delegate(manager, trust, "clinical-centre-manager", "educator-manager")
	host.Staff(educator, trust, learner)

	j.engine, err = workflow.NewEngine(frameworks.Catalog(), host, store, workflow.Options{
		Key: []byte("quickstart: not a secret"),
	})
	return j, err
}

// do gives a command that must be accepted. Each takes a minute of the story.
func (j *journey) do(actor workflow.PersonID, c workflow.Command) (workflow.Result, error) {
	j.now = j.now.Add(time.Minute)
	j.requests++
	id := workflow.RequestID(fmt.Sprintf(requestForm, j.requests))
	if j.requests <= j.earlier.last {
		return j.done(id)
	}
	res, err := j.engine.Do(context.Background(), workflow.Request{ID: id, Actor: actor, Enrolment: j.id, Command: c})
	if err != nil {
		return res, fmt.Errorf("%s by %s: %w", c.Kind(), actor, err)
	}
	j.state = res.State
	return res, nil
}

// refused gives a command that must be refused, and prints the first reasons.
func (j *journey) refused(actor workflow.PersonID, c workflow.Command) error {
	const shown = 3
	if j.requests < j.earlier.last { // it was, by an earlier run: nothing is kept of it
		j.now = j.now.Add(time.Minute)
		j.requests++
		return nil
	}
	_, err := j.do(actor, c)
	var denied *workflow.Denied
	if !errors.As(err, &denied) {
		return fmt.Errorf("%s by %s: expected a refusal, got: %w", c.Kind(), actor, err)
	}
	for i, r := range denied.Reasons {
		if i == shown {
			j.say("    … and %d more", len(denied.Reasons)-shown)
			break
		}
		j.say("    refused: %s", r)
	}
	return nil
}

// say prints a line of the story, but not what an earlier run said already.
func (j *journey) say(format string, args ...any) {
	line := fmt.Sprintf(format+"\n", args...)
	heading := line[0] != ' '
	if j.requests < j.earlier.last {
		if heading {
			j.earlier.heading = line
		}
		return
	}
	if !heading {
		fmt.Fprint(j.w, j.earlier.heading)
	}
	j.earlier.heading = ""
	fmt.Fprint(j.w, line)
}

// progress writes over the last line on a terminal; elsewhere it prints a line for each quarter.
func (j *journey) progress(done, all int) {
	switch {
	case j.requests < j.earlier.last:
	case j.live && done < all:
		fmt.Fprintf(j.w, "\r    %3d of %d confirmed", done, all)
	case j.live:
		fmt.Fprintf(j.w, "\r    %3d of %d confirmed\n", done, all)
	case done == all || done*4/all != (done-1)*4/all:
		j.say("    %3d of %d confirmed", done, all)
	}
}
