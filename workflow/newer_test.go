package workflow_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// What a later version of this software may have written, as far as it is not
// a rewrite of the record's own form.
func newerRecords() map[string]func(r *workflow.Record) {
	events := func(s string) func(r *workflow.Record) { return func(r *workflow.Record) { r.Events = []byte(s) } }
	return map[string]func(r *workflow.Record){
		"a kind of event not known":       events(`[{"event":"attested","item":"tell"}]`),
		"one among others that are known": events(`[{"event":"agreed"},{"event":"attested"},{"event":"agreed"}]`),
		"a member not known":              events(`[{"cause":"withdrawn","event":"request-ended","item":"tell","note":"x"}]`),
		"a greater format":                func(r *workflow.Record) { r.Format = workflow.RecordFormat + 1 },
		"a format of nobody's":            func(r *workflow.Record) { r.Format = 0 },
	}
}

// A record of a newer version is kept and verifies; the enrolment can be read
// as far as it is understood, says so, and takes no command.
func TestWrittenByANewerVersion(t *testing.T) {
	t.Parallel()
	for name, change := range newerRecords() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			ctx := context.Background()
			id := s.enrol(learner1, handOver)
			req := workflow.Request{ID: "request-1", Actor: learner1, Enrolment: id, Command: answerTo("tell")}
			_, err := s.engine.Do(ctx, req)
			require.NoError(t, err)
			warm := s.newEngine(s.store)
			_, err = warm.View(ctx, learner1, id)
			require.NoError(t, err)
			rs := s.stored(id)
			newer := rs[1].Clone()
			newer.Seq, newer.Request, newer.Kind, newer.Texts = 3, "of-the-newer", "attest", nil
			newer.Events = []byte(`[{"event":"agreed"}]`)
			change(&newer)
			newer = sealed(t, id, rs[1].Hash, newer)
			v, err := s.engine.View(ctx, learner1, id)
			require.NoError(t, err)
			require.NoError(t, s.store.Append(ctx, workflow.Batch{Enrolment: id, After: 2, Records: []workflow.Record{newer}, Summary: v.Summary}))

			rs = s.stored(id)
			_, read, err := workflow.ReadExport(workflow.AppendExport(nil, id, rs))
			require.Equal(t, rs, read)
			if newer.Format > workflow.RecordFormat {
				require.ErrorContains(t, err, "is of format 2: this version of the software can check up to 1")
				require.Error(t, workflow.Verify(id, rs))
			} else {
				require.NoError(t, err)
				require.NoError(t, workflow.Verify(id, rs), "the hashes are right, whatever the record says")
			}

			for _, e := range []*workflow.Engine{warm, s.newEngine(s.store)} {
				v, err := e.View(ctx, learner1, id)
				require.NoError(t, err)
				require.True(t, v.State.Newer())
				require.EqualValues(t, 3, v.State.Seq())
				require.Equal(t, workflow.ItemStatusAssessed, v.ItemStatus("tell"))
				for _, a := range append(v.Actions(), v.ItemActions("tell")...) {
					require.Len(t, a.Reasons, 1, a.Kind)
					require.Equal(t, workflow.WrittenByNewerVersion, a.Reasons[0].Code, a.Kind)
				}
				for _, cmd := range []workflow.Command{
					answerTo("tell"), answerTo("ask"), &workflow.Agree{}, &workflow.ClearAnswer{Items: answerItems("tell")},
					&workflow.RequestConfirmation{Items: answerItems("tell"), To: assessor1}, &workflow.AddSupervisor{Person: assessor1},
					&workflow.Withdraw{}, &workflow.SignOff{}, &workflow.DeclineSignOff{Reason: "x"}, enrolOn(learner1, handOver),
				} {
					_, err := e.Do(ctx, workflow.Request{Actor: learner1, Enrolment: id, Command: cmd})
					require.Len(t, requireDenied(t, err, workflow.WrittenByNewerVersion).Reasons, 1, cmd.Kind())
				}
				_, err = e.Do(ctx, workflow.Request{Actor: stranger1, Enrolment: id, Command: answerTo("tell")})
				requireDenied(t, err, workflow.NotFound)
				again, err := e.Do(ctx, req)
				require.NoError(t, err, "what was answered before is answered again")
				require.True(t, again.Replayed)
			}
			require.Len(t, s.stored(id), 3)
		})
	}
}
