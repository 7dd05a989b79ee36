package scenario_test

import (
	"context"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// A liar is a store with one thing wrong.
type liar struct {
	*memstore.Store
	load   func([]workflow.Record)
	append func(*workflow.Batch) (skip bool)
	list   func(*workflow.Summary)
}

func (l *liar) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	records, err := l.Store.Load(ctx, id, after)
	if l.load != nil {
		l.load(records)
	}
	return records, err
}

func (l *liar) LoadSnapshot(ctx context.Context, id workflow.EnrolmentID) ([]byte, []workflow.Record, error) {
	records, err := l.Load(ctx, id, 0)
	return nil, records, err
}

func (l *liar) Append(ctx context.Context, b workflow.Batch) error {
	if l.append != nil && l.append(&b) {
		return nil
	}
	return l.Store.Append(ctx, b)
}

func (l *liar) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) {
		for s, err := range l.Store.List(ctx, q) {
			if l.list != nil {
				l.list(&s)
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

// What is held after every step finds stores that do it wrong.
func TestInvariants(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lie  liar
		want string
	}{
		"a record is changed": {
			liar{load: func(rs []workflow.Record) {
				if len(rs) > 1 { // the engine has read the first one before
					rs[0].Register = "another"
				}
			}}, "the records are no chain",
		},
		"a summary is changed": {
			liar{append: func(b *workflow.Batch) bool { b.Summary.Ready = true; return false }},
			"the summary that the store lists differs from what the records add up to:\n    -  \"Ready\": false,\n    +  \"Ready\": true,",
		},
		"nothing is stored": {
			liar{append: func(b *workflow.Batch) bool { return b.After > 0 }}, "0 records were stored for learner-1, and 1 were accepted",
		},
		"a list is behind": {
			liar{list: func(s *workflow.Summary) { s.Seq-- }}, "the summary that the store lists differs",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lie := c.lie
			r := run(t, "learner-1: assess wash as achieved\nlearner-1: assess turn as achieved\n", func() workflow.Store {
				lie.Store = memstore.New()
				return &lie
			}, nil)
			require.Contains(t, failures(r), c.want)
		})
	}
}

// A store that forgets to compare lets both of two at the same instant through.
func TestMeanwhileNeedsTheStoreToCompare(t *testing.T) {
	t.Parallel()
	lines := `learner-1: assess wash as achieved
learner-1: send wash to assessor-1
assessor-1: confirm wash
meanwhile ! assessor-1: reject wash, because "no", action "again" -> not-requested wash
`
	r := run(t, lines, newStore, nil)
	require.True(t, r.OK(), failures(r))
	r = run(t, lines, func() workflow.Store {
		return &liar{Store: memstore.New(), append: func(b *workflow.Batch) bool { return b.Records[0].Kind == workflow.KindReject }}
	}, nil)
	require.Contains(t, failures(r), "this was accepted, and must be refused")
}
