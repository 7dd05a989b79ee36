package workflow_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Whatever came about at random, with words removed from it, an export of it
// restored in an empty store gives the same export, the same state and the same
// lists, and takes the next commands as the original does.
func TestRestoreGivesWhatThereWas(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	const seeds, steps = uint64(16), 150 // every kind of walk
	var redacted atomic.Int64
	t.Run("seeds", func(t *testing.T) {
		for seed := range seeds {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				k := newWalkOf(t, seed)
				for i := range steps {
					if k.step(); i%25 == 24 {
						k.sameRestored()
					}
				}
				redacted.Add(int64(k.seen["event redacted"]))
			})
		}
	})
	require.True(t, underRace || redacted.Load() > 0, "nobody redacted anything")
}

// sameRestored holds a restored copy of the world's enrolment to the original,
// for the next command as well.
func (k *walk) sameRestored() {
	k.t.Helper()
	require.NoError(k.t, workflow.Verify(k.id, k.records()))
	other := *k.world
	other.anew()
	other.restore(k.exported())
	k.sameAs(&other)
	for range 3 {
		actor, cmd := k.next()
		req := workflow.Request{ID: workflow.RequestID(fmt.Sprint("next ", k.state.Seq())), Actor: actor, Enrolment: k.id, Command: cmd}
		drawn := k.drawn
		res, err := k.engine.Do(k.ctx, req)
		k.drawn = drawn // the same serials and salts
		copied, copyErr := other.engine.Do(other.ctx, req)
		require.Equal(k.t, fmt.Sprint(err), fmt.Sprint(copyErr))
		require.Equal(k.t, res.Record.Hash, copied.Record.Hash)
		if err == nil && res.Record.Seq > 0 {
			k.took(res)
		}
		k.sameAs(&other)
	}
}

func (k *walk) sameAs(other *world) {
	k.t.Helper()
	require.Equal(k.t, string(k.exported()), string(other.exported()))
	require.Equal(k.t, everything(summaries(k.t, k.store)), everything(summaries(k.t, other.store)))
	v, err := other.engine.View(other.ctx, k.model.whose(), k.id)
	require.NoError(k.t, err)
	require.Equal(k.t, facts(k.fw, &k.state), facts(k.fw, &v.State))
}

// An export may say anything, hashed as it should be. Whatever it is, it is
// refused, or restored and read: nothing panics, and nothing of it that is
// refused is stored.
func TestRestoreOfWhatNobodyWrote(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.forged = true
	rng := rand.New(rand.NewPCG(3, 7))
	restored, refused, rounds := 0, 0, 400
	if underRace {
		rounds = 60
	}
	for range rounds {
		exported, seq := w.nonsense(rng)
		w.anew()
		id, err := w.engine.Restore(w.ctx, exported)
		require.Equal(t, w.id, id)
		if err != nil {
			require.Empty(t, w.records())
			refused++
			continue
		}
		restored++
		require.Equal(t, string(exported), string(w.exported()))
		for _, actor := range []workflow.PersonID{learner, educator, manager} {
			if v, err := w.newEngine().View(w.ctx, actor, w.id); err == nil {
				require.Equal(t, seq, v.State.Seq())
				v.Actions()
				v.ItemActions("asked")
			}
		}
	}
	require.Greater(t, restored, rounds/4)
	require.Positive(t, refused)
}

// nonsense is an export that begins with an enrolling and goes on at random.
func (w *world) nonsense(rng *rand.Rand) ([]byte, workflow.Seq) {
	s := workflow.NewState(w.id, w.fw.Index())
	var records []workflow.Record
	add := func(kind workflow.Kind, events ...workflow.Event) {
		r := workflow.AfterState(w.fw, &s, workflow.Record{At: start, Actor: educator, Request: "r", Kind: kind}, events...)
		s = workflow.Apply(s, r)
		records = append(records, r)
	}
	add(workflow.KindEnrol, &workflow.Enrolled{Learner: learner, Centre: "trust-1"})
	for range rng.IntN(12) {
		var events []workflow.Event
		for range rng.IntN(3) {
			e := workflow.RandomEvent(rng.Uint64())
			if item := reflect.ValueOf(e).Elem().FieldByName("Item"); item.IsValid() {
				item.SetString([]string{"asked", "paper", "spared", "taught", "nowhere"}[rng.IntN(5)])
			}
			if items := reflect.ValueOf(e).Elem().FieldByName("Items"); items.IsValid() && items.Type() == reflect.TypeFor[[]proficiency.ItemID]() {
				items.Set(reflect.ValueOf([]proficiency.ItemID{"asked", "nowhere"}))
			}
			if rng.IntN(4) > 0 && (e.EventKind() == "erased" || e.EventKind() == "enrolled") {
				continue // each ends it: there is more to see without
			}
			events = append(events, e)
		}
		add("anything", events...)
	}
	return workflow.AppendExport(nil, w.id, records), s.Seq()
}
