package workflow_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// An ending is a command on an enrolment that the engine has in memory, and
// what is seen of it.
type ending struct {
	before func(o *observed)
	actor  workflow.PersonID
	cmd    workflow.Command
	is     error
	want   string
}

func endings() map[string]ending {
	tell := answerTo("tell")
	return map[string]ending{
		"stored": {cmd: tell, want: `command self-assess stored
			  append done records=1
			`},
		"unchanged, on what is read again": {
			before: func(o *observed) { o.do(o.id, learner1, tell) }, cmd: tell,
			want: `command self-assess unchanged races=1
			  append conflict records=1
			  load done records=2
			`,
		},
		"denied, on what is read again": {actor: assessor1, cmd: tell, want: `command self-assess denied not-found
			  load done records=1
			`},
		"denied with each code once": {cmd: &workflow.RequestSignOff{To: educator1, Accept: true}, want: `command request-sign-off denied unconfirmed
			  load done records=1
			`},
		"unfit": {actor: "\x00", cmd: tell, want: "command self-assess denied invalid-id\n"},
		"a race lost": {
			before: func(o *observed) { o.do(o.id, learner1, answerTo("ask")) }, cmd: tell,
			want: `command self-assess stored races=1
			  append conflict records=1
			  load done records=2
			  append done records=1
			`,
		},
		"promised not to be stored": {
			before: func(o *observed) { o.faulty.OnAppend(1, memstore.Refused) }, cmd: tell, is: workflow.ErrNotStored,
			want: `command self-assess failed
			  append not-stored records=1
			`,
		},
		"unknown": {
			before: func(o *observed) { o.faulty.OnAppend(1, memstore.LostRequest) }, cmd: tell, is: workflow.ErrOutcomeUnknown,
			want: `command self-assess unknown
			  append unknown records=1
			  load done records=1
			`,
		},
		"unknown, and found": {
			before: func(o *observed) { o.faulty.OnAppend(1, memstore.LostReply) }, cmd: tell,
			want: `command self-assess stored
			  append unknown records=1
			  load done records=2
			  load done records=2
			`,
		},
		"unknown, with no way to look": {
			before: func(o *observed) {
				o.faulty.OnAppend(1, memstore.LostReply)
				o.faulty.OnLoad(1, memstore.LostReply)
			}, cmd: tell, is: workflow.ErrOutcomeUnknown,
			want: `command self-assess unknown
			  append unknown records=1
			  load failed
			`,
		},
		"not to be read": {
			before: func(o *observed) { o.faulty.OnLoad(1, memstore.LostReply) }, actor: assessor1, cmd: tell, is: memstore.ErrLost,
			want: `command self-assess failed
			  load failed
			`,
		},
	}
}

func TestEveryEndingIsSeenOnce(t *testing.T) {
	t.Parallel()
	for name, c := range endings() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newObserved(t)
			if c.before != nil {
				c.before(o)
			}
			if c.actor == "" {
				c.actor = learner1
			}
			_, err := o.give(c.actor, c.cmd)
			if c.is != nil {
				require.ErrorIs(t, err, c.is)
			}
			assert.Equal(t, err, o.roots[0].Err)
			o.saw(c.want)
		})
	}
}

// What is sent again is answered from the store, with or without a cache.
func TestReplaysAreSeen(t *testing.T) {
	t.Parallel()
	o := newObserved(t, noCache)
	_, err := o.give(learner1, answerTo("tell"))
	require.NoError(t, err)
	o.saw(`command self-assess stored uncached
		  load done records=1
		  append done records=1
		`)
	_, err = o.give(learner1, answerTo("tell"))
	require.NoError(t, err)
	o.saw(`command self-assess replayed uncached
		  load done records=2
		  load done records=2
		`)
}

func TestARefusalOfAHookIsSeen(t *testing.T) {
	t.Parallel()
	refusal := errors.New("not on a Sunday")
	o := newObserved(t, func(o *workflow.Options) {
		o.Hooks.Before = func(context.Context, workflow.Change) error { return refusal }
	})
	_, err := o.give(learner1, answerTo("tell"))
	require.ErrorIs(t, err, refusal)
	o.saw(`command self-assess refused
		  load done records=1
		`)
}

func TestContentionIsSeen(t *testing.T) {
	t.Parallel()
	o := newObserved(t)
	o.faulty.OnBatch(func(workflow.Batch) memstore.Fault { return memstore.Conflict })
	_, err := o.give(learner1, answerTo("tell"))
	require.ErrorIs(t, err, workflow.ErrContended)
	roots := o.operations()
	assert.Equal(t, "command self-assess contended races=100", roots[0].line())
	assert.Equal(t, 100, strings.Count(tree(roots), "append conflict"))
}

// In a transaction of the host a race that is lost is neither decided again nor a failure.
func TestALostRaceInsideATransactionIsSeen(t *testing.T) {
	t.Parallel()
	o := newObserved(t)
	o.faulty.OnAppend(1, memstore.Conflict)
	_, err := o.watched.Over(o.faulty).Do(t.Context(), workflow.Request{Actor: learner1, Enrolment: o.id, Command: answerTo("tell")})
	require.ErrorIs(t, err, workflow.ErrConflict)
	o.saw(`command self-assess conflict uncached
		  load done records=1
		  append conflict records=1
		`)
}

func TestARequestWithoutACommandIsSeen(t *testing.T) {
	t.Parallel()
	o := newObserved(t)
	_, err := o.give(learner1, nil)
	require.Error(t, err)
	o.saw("command  failed\n")
}

// An id that was never held to be one is not given to the observer, and those
// that are one are.
func TestObserversGetIDsAlone(t *testing.T) {
	t.Parallel()
	o := newObserved(t)
	_, err := o.watched.Do(t.Context(), workflow.Request{Actor: learner1, Enrolment: "Zanzibar\x00", Command: answerTo("tell")})
	requireDenied(t, err, workflow.InvalidID)
	assert.Empty(t, o.operations()[0].Enrolment)
	_, err = o.watched.Do(t.Context(), workflow.Request{Actor: educator1, Command: enrolOn(learner2, handOver)})
	require.NoError(t, err)
	for op := range all(o.operations()) {
		assert.Equal(t, o.engine.EnrolmentID(learner2, handOver), op.Enrolment)
	}
}

// Whatever the engine is asked for, each call of the store is seen.
func TestOtherCallsOfTheStoreAreSeen(t *testing.T) {
	t.Parallel()
	o := newObserved(t)
	ctx := t.Context()
	second, signedOff := o.signedOffHandOver(learner2)
	exported := workflow.AppendExport(nil, second, o.stored(second))

	_, err := o.watched.Records(ctx, learner1, o.id)
	require.NoError(t, err)
	o.saw("load done records=1\nload done records=1\n")
	_, _, ok, err := o.watched.BySerial(ctx, signedOff.State.LastSignOff().Serial)
	require.NoError(t, err)
	require.True(t, ok)
	o.saw("list done records=1\nload done records=2\n")
	require.NoError(t, o.watched.Erase(ctx, o.id))
	o.saw("load done records=1\nerase done records=1\n")
	o.faulty.OnErase(1, memstore.LostRequest)
	require.ErrorIs(t, o.watched.Erase(ctx, second), memstore.ErrLost)
	o.saw("load done records=7\nerase unknown records=1\n")
	_, err = o.watched.Restore(ctx, exported)
	require.ErrorIs(t, err, workflow.ErrAlreadyRestored)
	o.saw("load done records=7\n")
}

func TestListsAreSeen(t *testing.T) {
	t.Parallel()
	o := newObserved(t)
	o.enrol(learner2, handOver)
	list := func(most int) {
		for range o.watched.List(t.Context(), educator1, workflow.Query{}) {
			if most--; most == 0 {
				break
			}
		}
	}
	list(9)
	o.saw("list done records=2\n")
	list(1)
	o.saw("list done records=1\n")
	o.faulty.OnList(1, memstore.LostReply)
	list(9)
	roots := o.operations()
	require.Len(t, roots, 1)
	assert.Equal(t, workflow.EndingFailed, roots[0].Ending)
	assert.ErrorIs(t, roots[0].Err, memstore.ErrLost)
	func() {
		defer func() { assert.Equal(t, "enough", recover()) }()
		for range o.watched.List(t.Context(), educator1, workflow.Query{}) {
			panic("enough")
		}
	}()
	o.saw("list panicked\n")
}

func TestFeedsAreSeen(t *testing.T) {
	t.Parallel()
	o := newObserved(t)
	feed := func(after workflow.Cursor) (last workflow.Cursor) {
		for fed := range o.watched.Feed(t.Context(), after) {
			last = fed.Cursor
		}
		return last
	}
	last := feed("")
	o.saw("feed done records=1\n")
	feed(last)
	o.saw("feed done\n")
	feed("none")
	roots := o.operations()
	require.Len(t, roots, 1)
	assert.ErrorIs(t, roots[0].Err, workflow.ErrCursor)
	o.watched = o.newEngine(lacksFeeds{o.faulty}, func(op *workflow.Options) { op.Observer = o.observe })
	feed("")
	o.saw("")
}

// lacksFeeds has the two methods alone.
type lacksFeeds struct{ workflow.Store }

// What the observer puts into the context reaches the host and the hooks, which
// can so add parts of their own.
func TestTheObserversContextGoesOn(t *testing.T) {
	t.Parallel()
	var within []*watched
	note := func(ctx context.Context) {
		op, _ := ctx.Value(withinKey{}).(*watched)
		within = append(within, op)
	}
	o := newObserved(t, func(o *workflow.Options) {
		o.Hooks.Before = func(ctx context.Context, _ workflow.Change) error { note(ctx); return nil }
		o.Hooks.After = func(ctx context.Context, _ workflow.Change) { note(ctx) }
	})
	_, err := o.give(learner1, answerTo("tell"))
	require.NoError(t, err)
	command := o.operations()[0]
	assert.Equal(t, []*watched{command, command}, within)
}

// Many at once: each operation is seen once, where it belongs, and the sums agree
// with what is stored.
func TestManyAtOnceAreSeen(t *testing.T) {
	t.Parallel()
	o := newObserved(t)
	engines := []*workflow.Engine{
		o.watched, o.newEngine(o.faulty, noCache, func(op *workflow.Options) { op.Observer = o.observe }),
	}
	const callers, each = 6, 10
	for _, err := range atOnce(callers, func(i int) error {
		for n := range each {
			cmd := workflow.Answer("tell", proficiency.AnswerID([]string{"done", "not-yet"}[(i+n)%2]))
			if _, err := engines[i%2].Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: o.id, Command: cmd}); err != nil {
				return err
			}
		}
		return nil
	}) {
		require.NoError(t, err)
	}
	stored, races, conflicts := 0, 0, 0
	roots := o.operations()
	for op := range all(roots) {
		races += op.Races
		switch op.Ending {
		case workflow.EndingStored:
			stored++
			assert.Equal(t, workflow.EndingDone, op.parts[len(op.parts)-1].Ending)
		case workflow.EndingConflict:
			conflicts++
		}
	}
	assert.Len(t, roots, callers*each)
	assert.Len(t, o.stored(o.id), 1+stored)
	assert.Equal(t, conflicts, races)
}
