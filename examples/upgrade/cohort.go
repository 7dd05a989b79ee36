package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/sqlite"
)

// The people and the place, as a platform's own tables would know them.
const (
	educator  = workflow.PersonID("educator-1")
	signatory = workflow.PersonID("educator-2") // who confirmed nothing
	manager   = workflow.PersonID("manager-1")
	trust     = workflow.CentreID("trust-1")
	passport  = proficiency.FrameworkID("iv-therapy-passport")
)

// mostLearners is how many the host knows: more than any cohort has.
const mostLearners = 1000

func learnerNumber(n int) workflow.PersonID { return workflow.PersonID(fmt.Sprintf("learner-%03d", n)) }

// newEngine sets up what a platform sets up once. Its clock stands still, so
// that it writes the same each time.
func newEngine(store workflow.Store) (*workflow.Engine, error) {
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time { return time.Date(2027, 2, 8, 9, 0, 0, 0, time.UTC) })
	host.AddCentre(roles.Centre{ID: trust, Kind: roles.Trust})
	host.Delegate(educator, trust, "educator-manager")
	host.Delegate(signatory, trust, "educator-manager")
	host.Delegate(manager, trust, "clinical-centre-manager")
	for n := range mostLearners {
		host.Delegate(learnerNumber(n+1), trust)
		host.Staff(educator, trust, learnerNumber(n+1))
	}
	return workflow.NewEngine(frameworks.Catalog(), host, store, workflow.Options{Key: []byte("upgrade: not a secret")})
}

// found makes sure that there is a cohort to upgrade: a file that is not there
// is made, whole or not at all.
func found(ctx context.Context, file string, learners int) (err error) {
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	folder, err := os.MkdirTemp(filepath.Dir(file), ".upgrade-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	made := filepath.Join(folder, "cohort.db")
	store, err := sqlite.Open(ctx, made, nil)
	if err != nil {
		return err
	}
	engine, err := newEngine(store)
	for n := 0; n < learners && err == nil; n++ {
		err = (&learner{engine: engine, id: learnerNumber(n + 1)}).goes(ctx, ways[n%len(ways)])
	}
	if err = errors.Join(err, store.Close()); err != nil {
		return err
	}
	return os.Rename(made, file)
}

// A learner is one of the cohort on their way.
type learner struct {
	engine    *workflow.Engine
	id        workflow.PersonID
	enrolment workflow.EnrolmentID
	fw        *proficiency.Framework
}

// A way is how far a learner is.
type way struct {
	version                  uint32 // the major one
	sections                 int    // that are confirmed; every one where there are not as many
	asked, signed, withdrawn bool
}

// all is more sections than there are.
const all = 99

// ways are those of a cohort, one learner after the other.
var ways = []way{
	{version: 1},
	{version: 1, sections: 1},
	{version: 1, sections: all},
	{version: 1, sections: all, asked: true},
	{version: 1, sections: all, asked: true, signed: true},
	{version: 1, sections: 1, withdrawn: true},
	{version: 2},
}

// goes goes the way.
func (l *learner) goes(ctx context.Context, w way) error {
	on := proficiency.Ref{ID: passport, Version: proficiency.Version{Major: w.version}}
	err := l.do(ctx, educator, &workflow.Enrol{Learner: l.id, Centre: trust, Framework: on}, &workflow.Agree{})
	for i := 0; err == nil && i < min(w.sections, l.fw.Sections().Len()); i++ {
		if c := paper(l.fw.Sections().At(i)); len(c.Items) > 0 {
			err = l.do(ctx, educator, c)
		}
	}
	if err == nil && w.asked {
		err = l.do(ctx, l.id, &workflow.RequestSignOff{To: signatory, Accept: true})
	}
	if err == nil && w.signed {
		err = l.do(ctx, signatory, &workflow.SignOff{Accept: true})
	}
	if err == nil && w.withdrawn {
		err = l.do(ctx, manager, &workflow.Withdraw{Reason: "moved away"})
	}
	return err
}

// do gives commands, those after the first as the learner's.
func (l *learner) do(ctx context.Context, actor workflow.PersonID, commands ...workflow.Command) error {
	for _, c := range commands {
		res, err := l.engine.Do(ctx, workflow.Request{Actor: actor, Enrolment: l.enrolment, Command: c})
		if err != nil {
			return fmt.Errorf("%s by %s: %w", c.Kind(), actor, err)
		}
		l.enrolment, actor = res.Enrolment, l.id
		if l.fw == nil {
			view, err := l.engine.View(ctx, l.id, l.enrolment)
			if err != nil {
				return err
			}
			l.fw = view.Framework
		}
	}
	return nil
}

// paper records what is mandatory in a section as it was confirmed on paper.
func paper(s *proficiency.Section) *workflow.RecordPaper {
	c := &workflow.RecordPaper{
		ConfirmedBy: "a signature on paper", Role: "assessor", On: proficiency.Date{Year: 2027, Month: time.February, Day: 1},
		Evidence: []workflow.EvidenceRef{{Title: "The signed page", Location: "scan-1"}},
	}
	for it := range s.AllItems().Values() {
		if !it.Optional() {
			c.Items = append(c.Items, it.ID())
		}
	}
	return c
}
