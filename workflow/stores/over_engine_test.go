package stores_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// engine is one on the store of a host.
func (h *host) engine(t *testing.T, hooks workflow.Hooks) *workflow.Engine {
	t.Helper()
	people := &workflow.FixedHost{}
	people.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	people.Delegate("learner-1", "trust-1")
	people.Delegate("educator-1", "trust-1", "educator-manager")
	people.Staff("educator-1", "trust-1", "learner-1")
	e, err := workflow.NewEngine(frameworks.Catalog(), people, h.s, workflow.Options{Key: []byte("a key of 16 bytes"), Hooks: hooks})
	require.NoError(t, err)
	return e
}

var enrolment = workflow.Request{ID: "request-1", Actor: "educator-1", Command: &workflow.Enrol{
	Learner: "learner-1", Centre: "trust-1", Framework: proficiency.Ref{ID: "hand-hygiene"},
}}

func answer(id workflow.EnrolmentID, item proficiency.ItemID, request workflow.RequestID) workflow.Request {
	return workflow.Request{ID: request, Actor: "learner-1", Enrolment: id, Command: workflow.Answer(item, "yes")}
}

func do(t *testing.T, e *workflow.Engine, req workflow.Request) workflow.Result {
	t.Helper()
	res, err := e.Do(t.Context(), req)
	require.NoError(t, err)
	return res
}

func listed(t *testing.T, e *workflow.Engine) (n int) {
	t.Helper()
	for _, err := range e.List(t.Context(), "learner-1", workflow.Query{}) {
		require.NoError(t, err)
		n++
	}
	return n
}

// Commands and the host's own row come to be together or not at all. Inside,
// each command sees the ones before; outside nobody sees any before the commit,
// and from then on everybody does, whatever they remember.
func TestEngineOver(t *testing.T) {
	onEachHost(t, func(t *testing.T, h *host) {
		var hooked []string
		e := h.engine(t, workflow.Hooks{
			Before: func(_ context.Context, c workflow.Change) error { hooked = append(hooked, "before"); return nil },
			After:  func(context.Context, workflow.Change) { hooked = append(hooked, "after") },
		})
		id := e.EnrolmentID("learner-1", "hand-hygiene")
		for _, commit := range []bool{false, true} {
			tx := h.begin(t, sql.LevelDefault)
			inside := e.Over(h.s.Over(tx))
			hooked = nil
			require.False(t, do(t, inside, enrolment).Replayed)
			require.NoError(t, h.note(tx))
			do(t, inside, answer(id, "local-induction", "request-2"))
			require.True(t, do(t, inside, enrolment).Replayed)
			require.Equal(t, 1, listed(t, inside))
			require.Equal(t, []string{"before", "after", "before", "after"}, hooked, "before the host has committed")
			require.Zero(t, listed(t, e))
			var denied *workflow.Denied
			_, err := e.View(t.Context(), "learner-1", id)
			require.ErrorAs(t, err, &denied)
			_, err = inside.Do(t.Context(), answer(id, "no-such-item", "request-3"))
			require.ErrorAs(t, err, &denied)
			require.NoError(t, h.note(tx), "a refusal ends nothing")
			end, there := tx.Rollback, 0
			if commit {
				end, there = tx.Commit, 1
			}
			require.NoError(t, end())
			require.Equal(t, there, listed(t, e))
			require.Equal(t, 2*there, h.notes(t))
		}
		require.True(t, do(t, e, enrolment).Replayed)
		do(t, e, answer(id, "local-induction", "request-2"))
		records, err := e.Records(t.Context(), "learner-1", id)
		require.NoError(t, err)
		require.Len(t, records, 2)
		require.NoError(t, workflow.Verify(id, records))
	})
}

// The engine outside remembers what the transaction has gone beyond, and finds out.
func TestEngineOutsideIsOvertaken(t *testing.T) {
	onEachHost(t, func(t *testing.T, h *host) {
		e := h.engine(t, workflow.Hooks{})
		id := do(t, e, enrolment).Enrolment
		tx := h.begin(t, sql.LevelDefault)
		do(t, e.Over(h.s.Over(tx)), answer(id, "local-induction", "request-2"))
		require.NoError(t, tx.Commit())
		more := answer(id, "local-induction", "request-3")
		more.Command.(*workflow.SelfAssess).Items[0].Comment = "since the first week"
		require.EqualValues(t, 3, do(t, e, more).Record.Seq)
		records, err := e.Records(t.Context(), "learner-1", id)
		require.NoError(t, err)
		require.NoError(t, workflow.Verify(id, records))
	})
}

// A lost race comes out of the engine. Where the database shows who was first,
// the command can be given again inside; elsewhere the host repeats everything.
func TestEngineOverLosesARace(t *testing.T) {
	for _, level := range []sql.IsolationLevel{sql.LevelReadCommitted, sql.LevelRepeatableRead, sql.LevelSerializable} {
		t.Run(level.String(), func(t *testing.T) {
			onPostgres(t, func(t *testing.T, h *host, _ workflow.Seq) {
				e := h.engine(t, workflow.Hooks{})
				id := do(t, e, enrolment).Enrolment
				tx := h.begin(t, level)
				inside := e.Over(h.s.Over(tx))
				_, err := inside.View(t.Context(), "learner-1", id)
				require.NoError(t, err)
				do(t, e, answer(id, "local-induction", "request-2"))
				again := answer(id, "local-induction", "request-3")
				again.Command.(*workflow.SelfAssess).Items[0].Comment = "since the first week"
				_, err = inside.Do(t.Context(), again)
				require.ErrorIs(t, err, workflow.ErrConflict)
				require.NotErrorIs(t, err, workflow.ErrContended)
				if level != sql.LevelReadCommitted {
					_, err := inside.Do(t.Context(), again)
					require.Error(t, err)
					require.False(t, errors.As(err, new(*workflow.Denied)))
					require.NoError(t, tx.Rollback())
					tx = h.begin(t, level)
					inside = e.Over(h.s.Over(tx))
				}
				require.EqualValues(t, 3, do(t, inside, again).Record.Seq)
				require.NoError(t, h.note(tx))
				require.NoError(t, tx.Commit())
				require.EqualValues(t, 3, do(t, e, again).Record.Seq)
			})
		})
	}
}
