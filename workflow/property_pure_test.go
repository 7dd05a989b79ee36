package workflow_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Decide reads its arguments and changes none; the same arguments give the
// same events; and the events share nothing with the command.
func TestDecideIsPure(t *testing.T) {
	t.Parallel()
	steps := 700
	if underRace {
		steps = 100
	}
	walks(t, steps, func(k *walk) {
		if k.chance(0.9) {
			return // writing everything out takes its time
		}
		actor, cmd := k.anything()
		f := k.someFacts(actor, cmd)
		before := []string{everything(withoutPolicy(f)), everything(cmd), everything(facts(k.fw, &k.state))}
		events, err := workflow.Decide(k.fw, &k.state, f, cmd)
		again, errAgain := workflow.Decide(k.fw, &k.state, f, cmd)
		require.Equal(k.t, before, []string{everything(withoutPolicy(f)), everything(cmd), everything(facts(k.fw, &k.state))})
		require.Equal(k.t, err, errAgain)
		decided := everything(events)
		require.Equal(k.t, decided, everything(again))
		scribble(cmd)
		require.Equal(k.t, decided, everything(events), "%s is kept", cmd.Kind())
		workflow.Actions(k.fw, &k.state, f)
		workflow.ItemActions(k.fw, &k.state, f, k.someItem().ID())
		require.Equal(k.t, before[0], everything(withoutPolicy(f)))
		require.Equal(k.t, before[2], everything(facts(k.fw, &k.state)))
	})
}

func withoutPolicy(f workflow.Facts) workflow.Facts {
	f.Policy = nil
	return f
}

// scribble writes over everything that a command's slices hold.
func scribble(cmd workflow.Command) {
	switch c := cmd.(type) {
	case *workflow.SelfAssess:
		for i := range c.Items {
			clear(c.Items[i].Answers)
			clear(c.Items[i].Evidence)
		}
		clear(c.Items)
	case *workflow.ClearAnswer:
		clear(c.Items)
	case *workflow.RequestConfirmation:
		clear(c.Items)
	case *workflow.WithdrawRequest:
		clear(c.Items)
	case *workflow.Confirm:
		clear(c.Items)
	case *workflow.Reject:
		clear(c.Items)
		clear(c.Actions)
	case *workflow.Revise:
		clear(c.Actions)
	case *workflow.ChooseOptional:
		clear(c.Items)
		clear(c.Sections)
	case *workflow.RecordPaper:
		clear(c.Items)
		clear(c.Evidence)
	case *workflow.SetAside:
		clear(c.Items)
	}
}

// Every state stays what it was, however the history goes on from it, on
// several lines at once; and a line is what its records add up to, one by one
// or in one go, with and without an index.
func TestStatesAreImmutable(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	type kept struct {
		k       *walk
		state   workflow.State
		lines   []string
		records []workflow.Record // of some
	}
	all := make(chan kept, 10_000)
	walks(t, 700, func(k *walk) {
		if k.chance(0.8) {
			return
		}
		var records []workflow.Record
		if k.chance(0.1) {
			var err error
			records, err = k.store.Load(k.ctx, k.id, 0)
			require.NoError(k.t, err)
		}
		all <- kept{k, k.state, facts(k.fw, &k.state), records}
		for range 2 { // lines that nobody goes on with, or the next visit does
			actor, cmd := k.next()
			events, err := workflow.Decide(k.fw, &k.state, k.someFacts(actor, cmd), cmd)
			if err != nil || len(events) == 0 {
				continue
			}
			r := workflow.AfterState(k.fw, &k.state, workflow.Record{At: k.now(), Actor: actor, Request: "fork", Kind: cmd.Kind()}, events...)
			fork := workflow.Apply(k.state, r)
			if records != nil {
				all <- kept{k, fork, facts(k.fw, &fork), append(slices.Clip(records), r)}
			}
		}
	})
	close(all)
	for one := range all {
		require.Equal(t, one.lines, facts(one.k.fw, &one.state), "a state has changed")
		if one.records != nil {
			addUp(t, one.k.fw, one.k.id, one.records, one.lines)
		}
	}
}

// addUp holds what records add up to, in one go and one by one, to what a
// state tells.
func addUp(t *testing.T, fw *proficiency.Framework, id workflow.EnrolmentID, records []workflow.Record, want []string) {
	t.Helper()
	inOneGo := workflow.Replay(workflow.NewState(id, fw.Index()), records)
	require.Equal(t, want, facts(fw, &inOneGo))
	half := len(records) / 2
	inTwo := workflow.Replay(workflow.NewState(id, nil), records[:half])
	for _, r := range records[half:] {
		inTwo = workflow.Apply(inTwo, r)
	}
	require.Equal(t, want, facts(fw, &inTwo), "without an index")
}

// A state may be read, decided on and followed by many at once.
func TestStatesAreSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	w := sent(t)
	want := facts(w.fw, &w.state)
	cmds := oneOfEach(w)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for _, cmd := range cmds {
				s, actor := w.state, w.state.Learner()
				events, err := workflow.Decide(w.fw, &s, w.facts(workflow.Needs(w.fw, &s, actor, cmd)), cmd)
				if err == nil && len(events) > 0 {
					s = workflow.Apply(s, workflow.AfterState(w.fw, &s, workflow.Record{At: s.At(), Actor: actor, Request: "x"}, events...))
				}
				facts(w.fw, &s)
			}
		})
	}
	wait.Wait()
	require.Equal(t, want, facts(w.fw, &w.state))
}
