package workflow_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

var (
	engineWalkSeed = flag.Uint64("engine-walk-seed", 1, "seed of the first random walk")
	engineWalks    = flag.Uint64("engine-walks", 8, "number of random walks, each with the next seed")
)

// An engineWalk is one enrolment on which many people do what comes to their minds,
// through two engines on a store that now and then fails, under a clock that
// now and then goes back.
type engineWalk struct {
	*stage
	*workflow.Walker
	seed    uint64
	tap     *tapStore
	engines []*workflow.Engine
	id      workflow.EnrolmentID
	now     time.Time
	last    workflow.Request // the last one that was stored
	past    []workflow.Record
	state   workflow.State // what they add up to
	seen    map[string]int
}

// Whatever happens, in any order, what must always hold does. Run a failing
// walk alone with -run RandomWalk -engine-walks 1 -engine-walk-seed n.
func TestRandomWalkThroughTheEngine(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	steps := 120
	if underRace {
		steps = 40
	}
	for i := range *engineWalks {
		newEngineWalk(t, *engineWalkSeed+i, seen).run(steps)
	}
	t.Logf("from seed %d: %v", *engineWalkSeed, seen)
	if *engineWalks >= 8 && !underRace {
		for _, what := range []string{"stored", "denied", "no-op", "replayed", "unknown", "signed-off", "void", "declined", "withdrawn"} {
			require.NotZero(t, seen[what], "the walks never came to %s: %v", what, seen)
		}
	}
}

func newEngineWalk(t *testing.T, seed uint64, seen map[string]int) *engineWalk {
	w := &engineWalk{stage: newStage(t), seed: seed, seen: seen, now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	ref := proficiency.Ref{ID: []proficiency.FrameworkID{wardRound, handOver}[seed%3/2], Version: proficiency.Version{Major: 1}}
	fw, err := w.catalog.Framework(ref)
	require.NoError(t, err)
	w.Walker = &workflow.Walker{
		Rand: rand.New(rand.NewPCG(seed, 9)), Framework: fw, Learner: learner1, Centre: trust1,
		Confirmers: []workflow.PersonID{assessor1, assessor2}, Signatories: []workflow.PersonID{educator1, educator2},
		Others: []workflow.PersonID{manager1, elsewhere9, stranger1, learner2},
	}
	w.host.Delegate(educator2, trust1, "clinical-centre-manager") // who may withdraw
	w.host.SetClock(func() time.Time { return w.now })
	w.tap = tap(w.store)
	w.engines = []*workflow.Engine{w.newEngine(w.tap), w.newEngine(w.tap), w.newEngine(w.tap, noCache)}
	w.id = w.engines[0].EnrolmentID(learner1, fw.ID())
	return w
}

func (w *engineWalk) run(steps int) {
	for n := range steps {
		w.now = w.now.Add(time.Duration(w.IntN(7200)-600) * time.Second)
		w.roleComesAndGoes()
		req := workflow.Request{ID: workflow.RequestID(fmt.Sprint("request-", n)), Enrolment: w.id}
		req.Actor, req.Command = w.Next(&w.state)
		if req.Actor == "" {
			req.Actor = stranger1
		}
		if w.IntN(15) == 0 && w.last.Command != nil {
			req = w.last
		}
		what := fmt.Sprintf("seed %d, step %d: %s by %s", w.seed, n, req.Command.Kind(), req.Actor)
		w.step(req, what)
		if w.T.Failed() {
			w.T.Fatal(what)
		}
	}
	require.NoError(w.T, workflow.Verify(w.id, w.past))
}

// roleComesAndGoes takes a role from an assessor for a while.
func (w *engineWalk) roleComesAndGoes() {
	if w.IntN(20) > 0 {
		return
	}
	s := w.host.Standing(assessor2)
	s.Appointments = []roles.Appointment{{Role: "assessor", Centre: trust1}}[:w.IntN(2)]
	w.host.SetPerson(s)
}

// step gives one request and holds what came of it to what must come.
func (w *engineWalk) step(req workflow.Request, what string) {
	engine := w.engines[w.IntN(len(w.engines))]
	if w.IntN(25) == 0 {
		w.failOnce()
	}
	res, err := engine.Do(context.Background(), req)
	if errors.Is(err, workflow.ErrOutcomeUnknown) {
		w.seen["unknown"]++
		res, err = engine.Do(context.Background(), req)
	}
	now := w.stored(w.id)
	require.Empty(w.T, cmp.Diff(hashes(w.past), hashes(now[:len(w.past)])), what+": the past was changed")
	fresh := now[len(w.past):]
	var denied *workflow.Denied
	switch {
	case errors.As(err, &denied):
		w.seen["denied"]++
		require.NotEmpty(w.T, denied.Reasons, what)
		require.Empty(w.T, fresh, what+": something was stored")
		return
	case err != nil:
		w.T.Fatalf("%s: %v", what, err)
	case res.Replayed:
		w.seen["replayed"]++
		require.LessOrEqual(w.T, len(fresh), 1, what)
	case res.Record.Seq == 0:
		w.seen["no-op"]++
		require.Empty(w.T, fresh, what)
	default:
		w.seen["stored"]++
		require.Len(w.T, fresh, 1, what)
		require.Equal(w.T, fresh[0].Clone(), res.Record.Clone(), what)
	}
	if len(fresh) > 0 {
		require.Equal(w.T, req.ID, fresh[0].Request, what)
		w.last = req
	}
	w.past = now
	w.state = workflow.Replay(workflow.NewState(w.id, w.Framework.Index()), w.past)
	if res.Replayed && !res.State.Exists() {
		_, err := engine.View(context.Background(), req.Actor, w.id)
		requireDenied(w.T, err, workflow.NotFound)
		return
	}
	w.holds(res.State, what)
}

// failOnce makes the next append fail, having stored or not.
func (w *engineWalk) failOnce() {
	w.tap.onAppend(func(ctx context.Context, b workflow.Batch) error {
		w.tap.onAppend(nil)
		if w.IntN(2) == 0 {
			return errDisk
		}
		return errors.Join(errDisk, w.store.Append(ctx, b))
	})
}

// holds checks what must always hold.
func (w *engineWalk) holds(got workflow.State, what string) {
	s, fw := &w.state, w.Framework
	require.EqualValues(w.T, len(w.past), s.Seq(), what)
	require.False(w.T, s.Newer(), what)
	want := workflow.Summarise(fw, s, s.At())
	require.Equal(w.T, want, workflow.Summarise(fw, &got, s.At()), what+": the state given is not what the records add up to")
	if len(w.past)%4 == 0 {
		w.sameItems(s, &got, what)
	}
	for sum, err := range w.store.(workflow.Lister).List(context.Background(), workflow.Query{}) {
		require.NoError(w.T, err)
		require.Empty(w.T, cmp.Diff(want, sum, cmpopts.EquateEmpty()), what+": the list tells something else")
	}
	v, err := w.engines[w.IntN(3)].View(context.Background(), learner1, w.id)
	require.NoError(w.T, err, what)
	require.Equal(w.T, want.Totals(), v.Summary.Totals(), what)
	w.seen[string(want.Status)]++
	w.rules(s, &want, what)
	if len(w.past)%20 == 0 {
		require.NoError(w.T, workflow.Verify(w.id, w.past), what)
	}
}

func (w *engineWalk) sameItems(a, b *workflow.State, what string) {
	private := cmpopts.IgnoreUnexported(workflow.Answered{}, workflow.Requested{}, workflow.Decided{})
	for it := range w.Framework.Items().Values() {
		if diff := cmp.Diff(a.Item(it.ID()), b.Item(it.ID()), private, cmpopts.EquateEmpty()); diff != "" {
			w.T.Fatalf("%s: %s\n%s", what, it.ID(), diff)
		}
	}
}

// rules are those that no order of events may break.
func (w *engineWalk) rules(s *workflow.State, sum *workflow.Summary, what string) {
	if sum.Status == workflow.StatusSignedOff {
		require.Empty(w.T, workflow.Readiness(w.Framework, s, s.At()), what+": signed off, and not everything is confirmed")
	}
	if p := s.SignOffRequest(); p != nil {
		require.True(w.T, sum.Ready, what+": sign-off is pending, and something is missing")
	}
	if s.Withdrawal() != nil {
		require.Empty(w.T, sum.Pending, what+": withdrawn, and something is pending")
	}
	for _, p := range sum.Pending {
		require.NotEqual(w.T, learner1, p.With, what)
		require.Contains(w.T, sum.Supervisors, p.With, what+": asked, and no supervisor")
	}
	require.NotContains(w.T, sum.Deciders, learner1, what+": decided on their own enrolment")
	require.NotContains(w.T, sum.Supervisors, learner1, what)
	serials := slices.Clone(sum.Serials)
	slices.Sort(serials)
	require.Len(w.T, slices.Compact(serials), len(sum.Serials), what+": a serial twice")
	for it := range w.Framework.Items().Values() {
		v := s.Item(it.ID())
		if v.Request != nil {
			require.NotNil(w.T, v.Answer, what)
			require.True(w.T, v.Answer.Meets, what+": sent, and does not meet")
			require.NotEqual(w.T, workflow.ItemStatusExcluded, workflow.ItemStatusOf(w.Framework, s, it, s.At()), what)
		}
		if d := v.Decision; d != nil {
			require.NotEqual(w.T, learner1, d.By, what)
			require.NotNil(w.T, v.Answer, what+": decided, and no answer")
			require.Equal(w.T, w.answersAt(it.ID(), d.Basis), v.Answer.Answers, what+": the decision rests on another answer")
		}
	}
}

// answersAt are the answers that a record gave to an item. Evidence may be
// added to a confirmed item; other answers end the confirmation.
func (w *engineWalk) answersAt(item proficiency.ItemID, basis workflow.Seq) []workflow.Given {
	events, err := w.past[basis-1].Decode()
	require.NoError(w.T, err)
	for _, e := range events {
		if a, ok := e.(*workflow.Answered); ok && a.Item == item {
			return a.Answers
		}
	}
	return nil
}

// hashes stand for records: what they say is verified now and then.
func hashes(rs []workflow.Record) (out []string) {
	for _, r := range rs {
		out = append(out, r.Hash.String())
	}
	return out
}
