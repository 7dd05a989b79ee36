package stores_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

const passport = proficiency.FrameworkID("iv-therapy-passport")

// A cohort are learners of one centre on a framework of two versions that take
// learners, a month after the second one was published.
type cohort struct {
	testing.TB
	engine *workflow.Engine
	ids    []workflow.EnrolmentID
	paper  *workflow.RecordPaper
}

// newCohort has learners enrolled, of which each evens-th is on 2.0.0, and what
// comes first confirmed; evens of 0 has nobody there.
func newCohort(tb testing.TB, s workflow.Store, learners, evens int) *cohort {
	tb.Helper()
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time { return time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC) })
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	host.Delegate("educator-1", "trust-1", "educator-manager")
	host.Delegate("manager-1", "trust-1", "clinical-centre-manager")
	c := &cohort{TB: tb, paper: &workflow.RecordPaper{
		ConfirmedBy: "a signature on paper", Role: "assessor", On: proficiency.Date{Year: 2027, Month: 2, Day: 1},
		Evidence: []workflow.EvidenceRef{{Title: "The signed page", Location: "scan-1"}},
	}}
	var err error
	c.engine, err = workflow.NewEngine(frameworks.Catalog(), host, s, workflow.Options{Key: []byte("a test: not a secret")})
	require.NoError(tb, err)
	for i := range learners {
		p := workflow.PersonID(fmt.Sprintf("learner-%d", i+1))
		host.Delegate(p, "trust-1")
		host.Staff("educator-1", "trust-1", p)
		enrol := &workflow.Enrol{Learner: p, Centre: "trust-1", Framework: proficiency.Ref{ID: passport, Version: proficiency.Version{Major: 1}}}
		if evens > 0 && i%evens == evens-1 {
			enrol.Framework.Version.Major = 2
		}
		id := c.do("educator-1", "", enrol)
		c.do(p, id, &workflow.Agree{})
		c.do("educator-1", id, c.first(p, id))
		c.ids = append(c.ids, id)
	}
	return c
}

// first records the section that comes first as it was confirmed on paper.
func (c *cohort) first(p workflow.PersonID, id workflow.EnrolmentID) *workflow.RecordPaper {
	c.Helper()
	if len(c.paper.Items) == 0 {
		v, err := c.engine.View(context.Background(), p, id)
		require.NoError(c, err)
		for it := range v.Framework.Sections().At(0).AllItems().Values() {
			c.paper.Items = append(c.paper.Items, it.ID())
		}
	}
	return c.paper
}

func (c *cohort) do(actor workflow.PersonID, id workflow.EnrolmentID, cmd workflow.Command) workflow.EnrolmentID {
	c.Helper()
	res, err := c.engine.Do(context.Background(), workflow.Request{Actor: actor, Enrolment: id, Command: cmd})
	require.NoError(c, err, "%T", cmd)
	return res.Enrolment
}

// upgrade has those of the cohort that are not there go on with 2.0.0.
func (c *cohort) upgrade(id workflow.RequestID) workflow.Request {
	return workflow.Request{ID: id, Actor: "educator-1", Command: &workflow.Upgrade{To: proficiency.Version{Major: 2}}}
}
