package stores_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A journey is what some people do on a store.
type journey struct {
	*testing.T
	engine *workflow.Engine
}

// travelled makes enrolments whose ids are their learners': learner-1 has a
// confirmed item, a comment, and one that was redacted, learner-2 has a trial, and
// learner-3 was erased.
func travelled(t *testing.T, store workflow.Store) {
	t.Helper()
	j := again(t, store)
	on := proficiency.Ref{ID: "hand-hygiene"}
	enrol := func(who workflow.PersonID) {
		j.do(who, &workflow.Enrol{Learner: who, Centre: "trust-1", Framework: on})
	}
	enrol("learner-1")
	j.do("learner-1", workflow.Answer("local-induction", "yes"))
	j.do("learner-1", &workflow.RequestConfirmation{Items: []proficiency.ItemID{"local-induction"}, To: "assessor-1"})
	said := j.do("learner-1", &workflow.Comment{Comment: "in confidence"})
	j.do("assessor-1", &workflow.Redact{Record: said.Seq, Text: said.Texts[0].Digest})
	j.do("learner-1", &workflow.Comment{Comment: "nothing of it"})
	j.do("assessor-1", &workflow.Confirm{Items: []workflow.Seen{{Item: "local-induction", Basis: 2}}})
	j.do("learner-2", &workflow.EnrolTrial{Framework: on, Trial: 1})
	enrol("learner-3")
	require.NoError(t, j.engine.Erase(t.Context(), "learner-3"))
}

// again is one more engine on the store.
func again(t *testing.T, store workflow.Store) *journey {
	t.Helper()
	var ticks atomic.Int64
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time {
		return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC).Add(time.Duration(ticks.Add(1)) * time.Second)
	})
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	for _, p := range []workflow.PersonID{"learner-1", "learner-2", "learner-3"} {
		host.Delegate(p, "trust-1")
	}
	host.Delegate("assessor-1", "trust-1", "assessor", "clinical-centre-manager")
	e, err := workflow.NewEngine(frameworks.Catalog(), host, store, workflow.Options{
		Key: []byte("a key for tests!"), EnrolmentID: func(k workflow.EnrolmentKey) workflow.EnrolmentID { return workflow.EnrolmentID(k.Learner) },
	})
	require.NoError(t, err)
	return &journey{t, e}
}

func (j *journey) do(who workflow.PersonID, c workflow.Command) workflow.Record {
	j.Helper()
	learner := workflow.EnrolmentID(who)
	if who == "assessor-1" {
		learner = "learner-1"
	}
	res, err := j.engine.Do(j.Context(), workflow.Request{Actor: who, Enrolment: learner, Command: c})
	require.NoError(j, err)
	return res.Record
}
