package workflow_test

import (
	"context"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// A stage is an engine with everything around it, on the content of
// testdata/content, for the tests of the engine.
type stage struct {
	*testing.T
	catalog *proficiency.Catalog
	host    *workflow.FixedHost
	clock   *stageClock
	store   workflow.Store
	engine  *workflow.Engine
}

const (
	learner1, learner2   workflow.PersonID = "learner-1", "learner-2"
	educator1, educator2 workflow.PersonID = "educator-1", "educator-2"
	assessor1, assessor2 workflow.PersonID = "assessor-1", "assessor-2"
	manager1, elsewhere9 workflow.PersonID = "manager-1", "assessor-9"
	stranger1            workflow.PersonID = "stranger-1"
	trust1, trust2       workflow.CentreID = "trust-1", "trust-2"
	wardRound, handOver                    = proficiency.FrameworkID("ward-round"), proficiency.FrameworkID("hand-over")
	stageKey                               = "a key of 16 bytes"
)

// stageClock is a clock that goes on by itself, a second at each look.
type stageClock struct{ ticks atomic.Int64 }

func (c *stageClock) now() time.Time {
	return time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC).Add(time.Duration(c.ticks.Add(1)) * time.Second)
}

func newStage(t *testing.T) *stage {
	t.Helper()
	catalog, err := proficiency.NewCatalog(os.DirFS("testdata/content"))
	require.NoError(t, err)
	s := &stage{T: t, catalog: catalog, host: &workflow.FixedHost{}, clock: &stageClock{}, store: memstore.New()}
	s.host.SetClock(s.clock.now)
	for _, c := range []workflow.CentreID{trust1, trust2} {
		s.host.AddCentre(roles.Centre{ID: c, Kind: roles.Trust})
	}
	s.host.Delegate(learner1, trust1)
	s.host.Delegate(learner2, trust1)
	s.host.Delegate(educator1, trust1, "educator-manager")
	s.host.Delegate(educator2, trust1, "educator-manager")
	s.host.Delegate(assessor1, trust1, "assessor")
	s.host.Delegate(assessor2, trust1, "assessor")
	s.host.Delegate(manager1, trust1, "clinical-centre-manager")
	s.host.Delegate(elsewhere9, trust2, "assessor", "educator-manager", "clinical-centre-manager")
	for _, e := range []workflow.PersonID{educator1, educator2} {
		s.host.Staff(e, trust1, learner1)
		s.host.Staff(e, trust1, learner2)
	}
	s.engine = s.newEngine(s.store)
	return s
}

// newEngine is one more engine with the same host, catalogue and key.
func (s *stage) newEngine(store workflow.Store, change ...func(*workflow.Options)) *workflow.Engine {
	s.Helper()
	o := workflow.Options{Key: []byte(stageKey), SnapshotEvery: often}
	for _, c := range change {
		c(&o)
	}
	e, err := workflow.NewEngine(s.catalog, s.host, store, o)
	require.NoError(s, err)
	return e
}

// often is how many records a snapshot covers in tests, so that each has some.
const often = 3

func noSnapshots(o *workflow.Options) { o.SnapshotEvery = -1 }

func noCache(o *workflow.Options) { o.CacheSize = -1 }

// enrol enrols a learner and has them agree to the declaration if there is one.
func (s *stage) enrol(learner workflow.PersonID, fw proficiency.FrameworkID) workflow.EnrolmentID {
	s.Helper()
	id := s.do("", educator1, enrolOn(learner, fw)).Enrolment
	if fw == wardRound {
		s.do(id, learner, &workflow.Agree{})
	}
	return id
}

func enrolOn(learner workflow.PersonID, fw proficiency.FrameworkID) *workflow.Enrol {
	return &workflow.Enrol{Learner: learner, Framework: proficiency.Ref{ID: fw}, Centre: trust1}
}

// do gives a command that must be accepted.
func (s *stage) do(id workflow.EnrolmentID, actor workflow.PersonID, cmd workflow.Command) workflow.Result {
	s.Helper()
	res, err := s.engine.Do(context.Background(), workflow.Request{Actor: actor, Enrolment: id, Command: cmd})
	require.NoError(s, err, "%s by %s", cmd.Kind(), actor)
	return res
}

// requestItems answers items and sends them to a person.
func (s *stage) requestItems(id workflow.EnrolmentID, learner, to workflow.PersonID, items ...proficiency.ItemID) {
	s.Helper()
	for _, it := range items {
		s.do(id, learner, answerTo(it))
	}
	s.do(id, learner, &workflow.RequestConfirmation{Items: items, To: to})
}

// confirmItems has items answered, sent and confirmed.
func (s *stage) confirmItems(id workflow.EnrolmentID, learner, by workflow.PersonID, items ...proficiency.ItemID) {
	s.Helper()
	s.requestItems(id, learner, by, items...)
	s.do(id, by, s.confirm(id, items...))
}

// confirm decides on what is there now.
func (s *stage) confirm(id workflow.EnrolmentID, items ...proficiency.ItemID) *workflow.Confirm {
	s.Helper()
	v, err := s.engine.View(context.Background(), learnerOf(s, id), id)
	require.NoError(s, err)
	c := &workflow.Confirm{}
	for _, it := range items {
		c.Items = append(c.Items, workflow.Seen{Item: it, Basis: v.State.Item(it).Basis()})
	}
	return c
}

func learnerOf(s *stage, id workflow.EnrolmentID) workflow.PersonID {
	for _, l := range []workflow.PersonID{learner1, learner2} {
		for _, fw := range []proficiency.FrameworkID{wardRound, handOver} {
			if s.engine.EnrolmentID(l, fw) == id {
				return l
			}
		}
	}
	return ""
}

// answerTo meets what an item of the two frameworks asks.
func answerTo(item proficiency.ItemID) *workflow.SelfAssess {
	switch item {
	case "present":
		return &workflow.SelfAssess{Items: []workflow.ItemAnswer{{
			Item: item, Answers: []workflow.Given{{Question: "confidence", Answer: "high"}, {Question: "skill", Answer: "achieved"}},
		}}}
	case "tell", "ask":
		return workflow.Answer(item, "done")
	}
	return workflow.Answer(item, "achieved")
}

// stored are the records as the store has them.
func (s *stage) stored(id workflow.EnrolmentID) []workflow.Record {
	s.Helper()
	rs, err := s.store.Load(context.Background(), id, 0)
	require.NoError(s, err)
	return rs
}

// requireDenied wants a refusal with that code.
func requireDenied(t testing.TB, err error, code workflow.Code) *workflow.Denied {
	t.Helper()
	var denied *workflow.Denied
	require.ErrorAs(t, err, &denied)
	require.True(t, denied.Has(code), "want %s among: %v", code, err)
	exercised.Store(code, true)
	return denied
}

// signedOffHandOver is an enrolment on the small framework, all the way to its sign-off.
func (s *stage) signedOffHandOver(learner workflow.PersonID) (workflow.EnrolmentID, workflow.Result) {
	s.Helper()
	id := s.enrol(learner, handOver)
	s.confirmItems(id, learner, educator1, "tell", "ask")
	s.do(id, learner, &workflow.RequestSignOff{To: educator1})
	return id, s.do(id, educator1, &workflow.SignOff{Comment: "well done"})
}

func answerItems(items ...proficiency.ItemID) []proficiency.ItemID { return items }

type workflowItem = proficiency.ItemID
