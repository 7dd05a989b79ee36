package workflow_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// A watcher is an observer that remembers what it saw.
type watcher struct {
	mu    sync.Mutex
	roots []*watched
}

// watched is one operation with those inside it.
type watched struct {
	workflow.Operation
	workflow.Observation
	ends  int
	parts []*watched
}

type withinKey struct{}

func (w *watcher) observe(ctx context.Context, op workflow.Operation) (context.Context, func(workflow.Observation)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	began := &watched{Operation: op}
	if within, ok := ctx.Value(withinKey{}).(*watched); ok {
		within.parts = append(within.parts, began)
	} else {
		w.roots = append(w.roots, began)
	}
	return context.WithValue(ctx, withinKey{}, began), func(o workflow.Observation) {
		w.mu.Lock()
		defer w.mu.Unlock()
		began.Observation = o
		began.ends++
	}
}

// taken are the operations since it was asked last, each of which must have ended once.
func (w *watcher) taken(t testing.TB) (roots []*watched) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	roots, w.roots = w.roots, nil
	for o := range all(roots) {
		require.Equal(t, 1, o.ends, "%s %s", o.Name, o.Kind)
	}
	return roots
}

// all are the operations and those inside them.
func all(of []*watched) func(yield func(*watched) bool) {
	return func(yield func(*watched) bool) {
		for todo := slices.Clone(of); len(todo) > 0; todo = append(todo[1:], todo[0].parts...) {
			if !yield(todo[0]) {
				return
			}
		}
	}
}

// tree is how operations look, a line for each, those inside another indented.
func tree(of []*watched) string {
	var b strings.Builder
	for _, o := range of {
		b.WriteString(o.line() + "\n" + indented(tree(o.parts)))
	}
	return b.String()
}

func indented(lines string) string {
	if lines == "" {
		return ""
	}
	return "  " + strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", "\n  ") + "\n"
}

func (o *watched) line() string {
	words := []string{string(o.Name)}
	if o.Name == workflow.OperationCommand {
		words = append(words, string(o.Kind))
	}
	words = append(words, string(o.Ending))
	for _, c := range o.Codes {
		words = append(words, string(c))
	}
	if o.Uncached {
		words = append(words, "uncached")
	}
	if o.Races > 0 {
		words = append(words, fmt.Sprint("races=", o.Races))
	}
	if o.Records > 0 {
		words = append(words, fmt.Sprint("records=", o.Records))
	}
	return strings.Join(words, " ")
}

// An observed is a stage of which one engine is watched, on a store that can fail.
type observed struct {
	*stage
	watcher
	faulty  *memstore.Faulty
	watched *workflow.Engine
	id      workflow.EnrolmentID // of learner1 on hand-over, which the watched engine has seen
	calls   int                  // of the store that were compared with what was seen
}

func newObserved(t *testing.T, change ...func(*workflow.Options)) *observed {
	t.Helper()
	o := &observed{stage: newStage(t)}
	o.faulty = memstore.NewFaulty(o.store.(*memstore.Store))
	o.watched = o.newEngine(o.faulty, append(change, func(op *workflow.Options) { op.Observer = o.observe })...)
	o.id = o.enrol(learner1, handOver)
	_, err := o.watched.View(t.Context(), learner1, o.id)
	require.NoError(t, err)
	o.operations()
	return o
}

// operations are those since it was asked last. No call of the store is missing.
func (o *observed) operations() []*watched {
	o.Helper()
	roots, calls := o.taken(o), 0
	for op := range all(roots) {
		if op.Name != workflow.OperationCommand {
			calls++
		}
	}
	n := o.faulty.Counts()
	counted := n.Loads + n.Appends + n.Erases + n.Lists + n.Feeds
	require.Equal(o, counted-o.calls, calls, "calls of the store")
	o.calls = counted
	return roots
}

// give gives the watched engine a command.
func (o *observed) give(actor workflow.PersonID, cmd workflow.Command) (workflow.Result, error) {
	return o.watched.Do(o.Context(), workflow.Request{ID: "request-1", Actor: actor, Enrolment: o.id, Command: cmd})
}

// saw holds what was watched since to a tree.
func (o *observed) saw(want string) {
	o.Helper()
	assert.Equal(o, strings.ReplaceAll(want, "\t", ""), tree(o.operations()))
}
