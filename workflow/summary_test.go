package workflow_test

import (
	"context"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// spoil writes over everything that a summary refers to.
func spoil(s *workflow.Summary) {
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice {
			for j := range f.Len() {
				f.Index(j).SetZero()
			}
		}
	}
}

// apart is a copy that shares nothing, made without Clone.
func apart(s workflow.Summary) workflow.Summary {
	v := reflect.ValueOf(&s).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice && f.Len() > 0 {
			own := reflect.MakeSlice(f.Type(), f.Len(), f.Len())
			reflect.Copy(own, f)
			f.Set(own)
		}
	}
	return s
}

// busy is an enrolment whose summary has something in every list.
func busy(t *testing.T) (*stage, workflow.EnrolmentID) {
	t.Helper()
	s := newStage(t)
	content, err := os.ReadFile("testdata/content/hand-over/1.0.0/hand-over.yaml")
	require.NoError(t, err)
	s.catalog, err = proficiency.NewCatalog(files(map[string]string{
		"hand-over": replaced(string(content), "statement: Ask.", "statement: Ask., validity: {months: 12}, applies_to: {role: [clinical]}") +
			"attributes: {role: {label: Role, values: [{id: clinical, label: Clinical}, {id: office, label: Not clinical}]}}\n",
	}))
	require.NoError(t, err)
	s.engine = s.newEngine(s.store)
	enrol := enrolOn(learner1, handOver)
	enrol.Attributes = []proficiency.Setting{{Attribute: "role", Value: "clinical"}}
	id := s.do("", educator1, enrol).Enrolment
	s.confirmItems(id, learner1, educator1, "tell", "ask")
	s.do(id, learner1, &workflow.RequestSignOff{To: educator1})
	s.do(id, educator1, &workflow.SignOff{Comment: "well done"})
	s.do(id, learner1, &workflow.SelfAssess{Items: workflow.Answer("tell", "not-yet").Items, Overwrite: true})
	s.requestItems(id, learner1, assessor1, "tell")
	return s, id
}

// Summaries share no memory with the state, the cache or the store: whoever
// gets one may write to it.
func TestSummariesAreTheirReadersOwn(t *testing.T) {
	t.Parallel()
	s, id := busy(t)
	ctx := context.Background()
	want, err := s.engine.View(ctx, learner1, id)
	require.NoError(t, err)
	kept := apart(want.Summary)
	v := reflect.ValueOf(kept)
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.Slice && v.Type().Field(i).Name != "Contributors" { // which a learner's has not
			require.NotZero(t, v.Field(i).Len(), "%s has nothing to spoil", v.Type().Field(i).Name)
		}
	}
	cloned := apart(kept)
	for name, get := range map[string]func() workflow.Summary{
		"clone": func() workflow.Summary { return cloned.Clone() },
		"view": func() workflow.Summary {
			v, err := s.engine.View(ctx, learner1, id)
			require.NoError(t, err)
			return v.Summary
		},
		"summarise": func() workflow.Summary {
			v, err := s.engine.View(ctx, learner1, id)
			require.NoError(t, err)
			return workflow.Summarise(v.Framework, &v.State, v.State.At())
		},
		"list": func() (out workflow.Summary) {
			for sum, err := range s.engine.List(ctx, learner1, workflow.Query{}) {
				require.NoError(t, err)
				out = sum
			}
			return out
		},
	} {
		got := get()
		spoil(&got)
		require.Equal(t, kept, get(), name)
	}
	require.Equal(t, kept, workflow.Summarise(want.Framework, &want.State, want.State.At()))
	supervisors, centres := want.State.Supervisors(), want.State.Centres()
	clear(supervisors)
	clear(centres)
	require.Equal(t, kept, workflow.Summarise(want.Framework, &want.State, want.State.At()))
}

// What a summary says of an enrolment on which everything has happened once.
func TestWhatASummarySays(t *testing.T) {
	t.Parallel()
	s, id := busy(t)
	v, err := s.engine.View(context.Background(), learner1, id)
	require.NoError(t, err)
	rs := s.stored(id)
	last := rs[len(rs)-1]
	sum := v.Summary
	end := time.Date(2027, 11, 21, 0, 0, 0, 0, time.UTC)
	sum.At, sum.EnrolledAt, sum.Pending[0].Since = sum.At.UTC(), sum.EnrolledAt.UTC(), sum.Pending[0].Since.UTC()
	require.Equal(t, workflow.Summary{
		Enrolment: id, Seq: last.Seq, At: last.At, Learner: learner1,
		Supervisors: []workflow.PersonID{educator1, assessor1}, Deciders: []workflow.PersonID{educator1}, Centres: []workflow.CentreID{trust1},
		Framework: v.Framework.Ref(), Category: "community", Status: workflow.StatusVoid,
		Attributes:      []proficiency.Setting{{Attribute: "role", Value: "clinical"}},
		Items:           "\x43", // confirmed and requested, the first in the lower half
		Sections:        []workflow.SectionCounts{{Section: "all", Counts: workflow.Counts{Counting: 2, Requested: 1, Confirmed: 1}}},
		Pending:         []workflow.Pending{{With: assessor1, Request: last.Seq, Since: last.At, Items: 1}},
		FirstEnrolledAt: rs[0].At, EnrolledAt: rs[0].At, SignedOffOn: v.State.LastSignOff().On, SignOffUntil: end,
		Lapses: []workflow.Lapse{{At: end, Items: 1}}, Serials: []string{v.State.LastSignOff().Serial}, GoodUntil: end,
	}, sum)
	require.Equal(t, sum, workflow.Summarise(v.Framework, &v.State, end.Add(-1)), "no clock changes anything until then")
	require.Equal(t, workflow.Counts{Counting: 2, Requested: 1, Confirmed: 1}, sum.Totals())
	after := workflow.Summarise(v.Framework, &v.State, end)
	require.Equal(t, workflow.Counts{Counting: 2, Requested: 1, Lapsed: 1}, after.Totals())
	require.Zero(t, after.GoodUntil)
	require.Empty(t, after.Lapses)
}
