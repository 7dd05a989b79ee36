package jetstream_test

import (
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/jetstream"
)

// A server that was deposed and does not know it yet refuses what its successor
// stores: both get it, as after a partition. Nobody is told that nothing was stored.
func TestRefusedByTheDeposed(t *testing.T) {
	t.Parallel()
	for name, refusal := range map[string]string{
		"wrong last": `{"error":{"code":400,"err_code":10071,"description":"wrong last sequence"}}`,
		"under way":  `{"error":{"code":400,"err_code":10164,"description":"wrong last sequence"}}`,
		"no room":    `{"error":{"code":503,"err_code":10023,"description":"insufficient resources"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			nc := connect(t, serve(t, t.TempDir()).ClientURL())
			s := on(t, nc, jetstream.Options{Create: true, Name: "test", Replicas: 1, Shards: 1, Timeout: 10 * time.Second})
			_, err := nc.Subscribe("test.0.*.r", func(m *nats.Msg) { _ = m.Respond([]byte(refusal)) })
			require.NoError(t, err)
			require.NoError(t, nc.Flush())
			for n := range workflow.Seq(20) { // whose answer comes first is chance
				r := workflow.Record{Seq: n + 1, Request: "request", Events: []byte("[]")}
				r.Hash[0] = byte(n + 1)
				err := s.Append(t.Context(), workflow.Batch{
					Enrolment: "e-1", After: n, Records: []workflow.Record{r}, Summary: workflow.Summary{Enrolment: "e-1", Seq: n + 1, Learner: "learner-1"},
				})
				require.NotErrorIs(t, err, workflow.ErrConflict)
				require.NotErrorIs(t, err, workflow.ErrNotStored)
				require.Eventually(t, func() bool {
					rs, err := s.Load(t.Context(), "e-1", n)
					return err == nil && len(rs) == 1
				}, time.Minute, time.Millisecond)
			}
			for n := workflow.Seq(20); n < 40; n++ { // neither where all before it goes
				r := workflow.Record{Seq: n + 1, Request: "erasure", Kind: workflow.KindErase, Events: []byte("[]")}
				r.Hash[0] = byte(n + 1)
				err := s.Erase(t.Context(), workflow.Batch{Enrolment: "e-1", After: n, Records: []workflow.Record{r}, Summary: workflow.Summary{Enrolment: "e-1", Seq: n + 1}})
				require.NotErrorIs(t, err, workflow.ErrConflict)
				require.NotErrorIs(t, err, workflow.ErrNotStored)
			}
		})
	}
}
