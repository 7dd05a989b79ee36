package stores_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A snapshot that an engine inside a transaction makes is seen there, and
// outside once it is committed; engines believe one another's, inside and out.
func TestSnapshotsOver(t *testing.T) {
	onEachHost(t, func(t *testing.T, h *host) {
		var log strings.Builder
		people := &workflow.FixedHost{}
		people.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
		people.Delegate("learner-1", "trust-1")
		e, err := workflow.NewEngine(frameworks.Catalog(), people, h.s, workflow.Options{
			Key: []byte("a key of 16 bytes"), CacheSize: -1, SnapshotEvery: 1, Logger: slog.New(slog.NewTextHandler(&log, nil)),
		})
		require.NoError(t, err)
		res := do(t, e, workflow.Request{Actor: "learner-1", Command: &workflow.Enrol{
			Learner: "learner-1", Centre: "trust-1", Framework: proficiency.Ref{ID: "hand-hygiene"},
		}})
		kept := func(s workflow.Snapshotter) []byte {
			b, rs, err := s.LoadSnapshot(t.Context(), res.Enrolment)
			require.NoError(t, err)
			require.Len(t, rs, 1, "the record that it ends with")
			return b
		}
		first := kept(h.s)
		for n, commit := range []bool{false, true} {
			tx := h.begin(t, sql.LevelDefault)
			over := h.s.Over(tx)
			words := fmt.Sprint("said inside ", n)
			do(t, e.Over(over), workflow.Request{Actor: "learner-1", Enrolment: res.Enrolment, Command: &workflow.SelfAssess{
				Items: []workflow.ItemAnswer{{Item: "local-induction", Answers: []workflow.Given{{Answer: "yes"}}, Comment: words}},
			}})
			require.True(t, bytes.Contains(kept(over), []byte(words)))
			require.Equal(t, first, kept(h.s))
			v, err := e.Over(over).View(t.Context(), "learner-1", res.Enrolment)
			require.NoError(t, err)
			require.EqualValues(t, 2, v.State.Seq())
			if commit {
				require.NoError(t, tx.Commit())
				require.True(t, bytes.Contains(kept(h.s), []byte(words)))
			} else {
				require.NoError(t, tx.Rollback())
				require.Equal(t, first, kept(h.s))
			}
		}
		v, err := e.View(t.Context(), "learner-1", res.Enrolment)
		require.NoError(t, err)
		require.EqualValues(t, 2, v.State.Seq())
		require.Empty(t, log.String(), "every snapshot was believed")
	})
}
