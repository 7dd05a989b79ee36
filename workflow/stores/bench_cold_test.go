package stores_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/sqlstore"
)

// BenchmarkColdCommand compares commands on an enrolment of 450 records and more,
// three for each of 150 of its 670 items, by engines that remember it, that read
// its snapshot, and that read its records. Each round has one of each, so that
// the ratios hold where the times do not:
//
//	go test -run '^$' -bench ColdCommand -benchtime 200x .
func BenchmarkColdCommand(b *testing.B) {
	b.Run("memory", func(b *testing.B) { benchCold(b, memstore.New()) })
	for _, kind := range []string{"sqlite", "postgres"} {
		b.Run(kind, func(b *testing.B) {
			d := databaseFor(b, kind)
			db := d.open(b)
			require.NoError(b, sqlstore.Migrate(b.Context(), db, d.dialect, d.options))
			s, err := sqlstore.New(db, d.dialect, d.options)
			require.NoError(b, err)
			benchCold(b, s)
		})
	}
}

func benchCold(b *testing.B, store workflow.Store) {
	catalog, err := proficiency.NewCatalog(wide())
	require.NoError(b, err)
	host := &workflow.FixedHost{}
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	host.Delegate("learner-1", "trust-1")
	host.Delegate("assessor-1", "trust-1", "assessor", "educator-manager")
	host.Staff("assessor-1", "trust-1", "learner-1")
	engine := func(cache, every int) *workflow.Engine {
		e, err := workflow.NewEngine(catalog, host, store, workflow.Options{
			Key: []byte("0123456789abcdef"), CacheSize: cache, SnapshotEvery: every,
		})
		require.NoError(b, err)
		return e
	}
	warm := engine(0, 0)
	id, n := workflow.EnrolmentID(""), 0
	do := func(e *workflow.Engine, actor workflow.PersonID, c workflow.Command) time.Duration {
		begun := time.Now()
		res, err := e.Do(context.Background(), workflow.Request{Actor: actor, Enrolment: id, Command: c})
		took := time.Since(begun)
		require.NoError(b, err)
		require.Positive(b, res.Record.Seq)
		id, n = res.Enrolment, n+1
		return took
	}
	do(warm, "assessor-1", &workflow.Enrol{Learner: "learner-1", Framework: proficiency.Ref{ID: "wide"}, Centre: "trust-1"})
	for i := range 150 {
		item := proficiency.ItemID(fmt.Sprint("item-", i))
		do(warm, "learner-1", workflow.Answer(item, "achieved"))
		do(warm, "learner-1", &workflow.RequestConfirmation{Items: []proficiency.ItemID{item}, To: "assessor-1"})
		do(warm, "assessor-1", &workflow.Confirm{Items: []workflow.Seen{{Item: item, Basis: workflow.Seq(n - 1)}}})
	}
	names := []string{"warm", "snapshot", "replay"}
	engines := []*workflow.Engine{warm, engine(-1, 0), engine(-1, -1)}
	var took [3]time.Duration
	for b.Loop() {
		for i, e := range engines {
			if i == 0 { // which is to know what the others did
				_, err := warm.View(context.Background(), "learner-1", id)
				require.NoError(b, err)
			}
			answer := []proficiency.AnswerID{"ongoing", "achieved"}[n%2]
			took[i] += do(e, "learner-1", workflow.Answer("item-600", answer))
		}
	}
	for i, name := range names {
		b.ReportMetric(float64(took[i].Nanoseconds())/float64(b.N), name+"-ns")
		b.ReportMetric(float64(took[i])/float64(took[0]), name+"-x-warm")
	}
	b.ReportMetric(0, "ns/op") // that of a round says nothing
}

// wide is content of 670 items.
func wide() fstest.MapFS {
	var y strings.Builder
	y.WriteString("format: countersign/v1\nid: wide\nversion: 1.0.0\ntitle: Wide\ncategory: clinical\n" +
		"scales:\n  achievement:\n    - {id: ongoing, label: Ongoing}\n    - {id: achieved, label: Achieved, meets: true}\n" +
		"defaults: {scale: achievement, confirmed_by: [assessor], kind: skill}\n" +
		"sign_off: {by: [educator-manager]}\nsections:\n  - id: all\n    title: All\n    proficiencies:\n")
	for i := range 670 {
		fmt.Fprintf(&y, "      - {id: item-%d, statement: Statement %d.}\n", i, i)
	}
	return fstest.MapFS{
		"wide/1.0.0/wide.yaml":      &fstest.MapFile{Data: []byte(y.String())},
		"wide/1.0.0/lifecycle.yaml": &fstest.MapFile{Data: []byte("status: published\npublished: 2026-01-01\n")},
	}
}
