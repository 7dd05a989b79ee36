package workflow_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
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
	engineWalks    = flag.Uint64("engine-walks", 14, "number of random walks, each with the next seed")
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

// engineWalkContents are what the walks take turns with.
var engineWalkContents = []struct {
	dir   string
	id    proficiency.FrameworkID
	trial int
}{
	{"testdata/content", wardRound, 0}, {"testdata/catalog", "full-range", 0}, {"testdata/content", handOver, 0}, {"testdata/catalog", "full-range", 0},
	{"testdata/catalog", "full-range", 2}, {"testdata/catalog", "by-role", 0}, {"testdata/catalog", "by-level", 0}, {"testdata/catalog", "step-up", 0}, {"testdata/catalog", "ward-audit", 0},
}

// Whatever happens, in any order, what must always hold does. Run a failing
// walk alone with -run RandomWalk -engine-walks 1 -engine-walk-seed n.
func TestRandomWalkThroughTheEngine(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	steps := 200
	if underRace {
		steps = 12
	}
	for i := range *engineWalks {
		newEngineWalk(t, *engineWalkSeed+i, seen).run(steps)
	}
	t.Logf("from seed %d: %v", *engineWalkSeed, seen)
	if *engineWalks >= 14 && !underRace {
		for _, what := range []string{"stored", "denied", "no-op", "replayed", "unknown", "erased", "redacted"} {
			require.NotZero(t, seen[what], "the walks never came to %s: %v", what, seen)
		}
		for _, from := range enrolmentStates {
			require.NotZero(t, seen[string(from.status)], "the walks never came to %s: %v", from.status, seen)
		}
	}
}

func newEngineWalk(t *testing.T, seed uint64, seen map[string]int) *engineWalk {
	w := &engineWalk{stage: newStage(t), seed: seed, seen: seen, now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	content := engineWalkContents[seed%uint64(len(engineWalkContents))]
	var err error
	w.catalog, err = proficiency.NewCatalog(os.DirFS(content.dir))
	require.NoError(t, err)
	fw, err := w.catalog.Framework(proficiency.Ref{ID: content.id, Version: proficiency.Version{Major: 1}})
	require.NoError(t, err)
	w.Walker = &workflow.Walker{
		Rand: rand.New(rand.NewPCG(seed, 9)), Framework: fw, Learner: learner1, Centres: []workflow.CentreID{trust1, trust2}, Trial: content.trial,
		Confirmers: []workflow.PersonID{assessor1, assessor2}, Signatories: []workflow.PersonID{educator1, educator2},
		Managers: []workflow.PersonID{educator2, elsewhere9}, Others: []workflow.PersonID{manager1, stranger1, learner2},
	}
	w.host.Delegate(learner1, trust2)
	w.host.Delegate(educator2, trust1, "clinical-centre-manager", "assessor")
	w.host.SetConfirmers(trust2, fw.ID(), workflow.ConfirmerOverride{By: []proficiency.RoleID{"educator-manager"}})
	w.host.SetClock(func() time.Time { return w.now })
	w.tap = tap(w.store)
	whole := struct {
		*tapStore
		workflow.Lister
		workflow.Eraser
		workflow.Snapshotter
	}{w.tap, w.store.(workflow.Lister), w.store.(workflow.Eraser), w.store.(workflow.Snapshotter)}
	w.engines = []*workflow.Engine{w.newEngine(whole, noSnapshots), w.newEngine(whole), w.newEngine(whole, noCache)}
	w.id = w.engines[0].EnrolmentID(learner1, fw.ID())
	if content.trial != 0 {
		w.id = w.engines[0].TrialID(learner1, fw.ID(), content.trial)
	}
	if fw.Subject() == proficiency.SubjectCentre {
		w.id = w.engines[0].CentreEnrolmentID(trust1, fw.ID())
		w.Stand = slices.Concat(centrePeople, people{educator2, assessor1})
		for _, p := range centrePeople {
			w.host.Delegate(p, trust1)
		}
		w.Learner = accountable
	}
	w.state = workflow.NewState(w.id, fw.Index())
	return w
}

func (w *engineWalk) run(steps int) {
	for n := range steps {
		w.now = w.Later(&w.state, w.now).Add(-time.Duration(w.IntN(600)) * time.Second)
		w.roleComesAndGoes()
		if w.IntN(8) == 0 {
			held := allHeld(w.Framework)
			w.host.SetAttainments(learner1, held[w.IntN(1+len(held))/2:]...)
		}
		if w.IntN(150) == 0 {
			w.erase()
		}
		req := workflow.Request{ID: workflow.RequestID(fmt.Sprint("request-", n)), Enrolment: w.id}
		req.Actor, req.Command = w.Next(&w.state, w.now)
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
	_, again, err := workflow.ReadExport(workflow.AppendExport(nil, w.id, w.past))
	require.NoError(w.T, err)
	require.Equal(w.T, w.past, again)
}

// erase is the end of the retention: what was is gone, and all begins anew.
func (w *engineWalk) erase() {
	require.NoError(w.T, w.engines[w.IntN(len(w.engines))].Erase(context.Background(), w.id))
	if len(w.past) == 0 {
		require.Empty(w.T, w.stored(w.id))
		return
	}
	last := w.past[len(w.past)-1]
	w.past, w.last, w.Said = w.stored(w.id), workflow.Request{}, nil
	require.Len(w.T, w.past, 1)
	require.Equal(w.T, last.Seq+1, w.past[0].Seq)
	require.NoError(w.T, workflow.Verify(w.id, w.past))
	w.state = workflow.Replay(workflow.NewState(w.id, w.Framework.Index()), w.past)
	require.False(w.T, w.state.Exists())
	_, err := w.engines[w.IntN(len(w.engines))].View(context.Background(), w.Learner, w.id)
	requireDenied(w.T, err, workflow.NotFound)
	w.seen["erased"]++
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
		w.Note(&fresh[0])
		if c, ok := req.Command.(*workflow.Redact); ok {
			w.gone(now, c)
		}
	}
	w.past = now
	before := w.state
	w.state = workflow.Replay(workflow.NewState(w.id, w.Framework.Index()), w.past)
	if len(fresh) > 0 && before.SignOffRequest() != nil && workflow.Ready(w.Framework, &before, fresh[0].At) && w.state.SignOffRequest() != nil {
		require.True(w.T, workflow.Ready(w.Framework, &w.state, fresh[0].At), what+": sign-off is pending, and the command lost readiness")
	}
	if res.Replayed && !res.State.Exists() {
		_, err := engine.View(context.Background(), req.Actor, w.id)
		requireDenied(w.T, err, workflow.NotFound)
		return
	}
	w.holds(res.State, what)
}

// gone: no record has the words of what was redacted any more.
func (w *engineWalk) gone(records []workflow.Record, c *workflow.Redact) {
	w.seen["redacted"]++
	for _, r := range records {
		for _, t := range r.Texts {
			require.False(w.T, t.Digest == c.Text && t.Words != "", "%d still has %q", r.Seq, t.Words)
		}
	}
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
	require.Equal(w.T, w.past[len(w.past)-1].Seq, s.Seq(), what)
	require.False(w.T, s.Newer(), what)
	want := workflow.Summarise(fw, s, s.At())
	require.Equal(w.T, want, workflow.Summarise(fw, &got, s.At()), what+": the state given is not what the records add up to")
	if len(w.past)%4 == 0 {
		require.Empty(w.T, cmp.Diff(facts(fw, s), facts(fw, &got)), what)
		cold, err := w.engines[2].View(context.Background(), w.Learner, w.id)
		require.NoError(w.T, err, what)
		require.Empty(w.T, cmp.Diff(facts(fw, s), facts(fw, &cold.State)), what+": read from a snapshot")
	}
	for sum, err := range w.store.(workflow.Lister).List(context.Background(), workflow.Query{Trials: w.Trial != 0}) {
		require.NoError(w.T, err)
		require.Empty(w.T, cmp.Diff(want, sum, cmpopts.EquateEmpty()), what+": the list tells something else")
	}
	v, err := w.engines[w.IntN(3)].View(context.Background(), w.Learner, w.id)
	require.NoError(w.T, err, what)
	now := w.now
	if now.Before(s.At()) { // an enrolment's time never goes back
		now = s.At()
	}
	asOfNow := workflow.Summarise(fw, s, now)
	require.Empty(w.T, cmp.Diff(asOfNow, v.Summary, cmpopts.EquateEmpty()), what)
	w.listed(&asOfNow, what)
	w.seen[string(want.Status)]++
	w.seen[string(asOfNow.Status)]++
	w.rules(s, &want, what)
	if len(w.past)%20 == 0 {
		require.NoError(w.T, workflow.Verify(w.id, w.past), what)
	}
}

// listed: lists show the enrolment as it is by now, and among those of no other status.
func (w *engineWalk) listed(want *workflow.Summary, what string) {
	for _, status := range []workflow.Status{"", want.Status, enrolmentStates[w.IntN(len(enrolmentStates))].status} {
		var got []workflow.Summary
		for sum, err := range w.engines[w.IntN(3)].List(context.Background(), w.Learner, workflow.Query{Status: status, Trials: w.Trial != 0}) {
			require.NoError(w.T, err, what)
			got = append(got, sum)
		}
		if status != "" && status != want.Status {
			require.Empty(w.T, got, "%s: %s is listed as %s", what, want.Status, status)
			continue
		}
		require.Len(w.T, got, 1, "%s: %s by status %q", what, want.Status, status)
		require.Equal(w.T, want.Totals(), got[0].Totals(), what)
		require.Equal(w.T, want.Status, got[0].Status, what)
	}
}

// rules are those that no order of events may break.
func (w *engineWalk) rules(s *workflow.State, sum *workflow.Summary, what string) {
	if sum.Status == workflow.StatusSignedOff {
		require.Empty(w.T, workflow.Readiness(w.Framework, s, s.At(), allHeld(w.Framework)...), what+": signed off, and not everything is confirmed")
	}
	if s.Withdrawal() != nil {
		require.Empty(w.T, sum.Pending, what+": withdrawn, and something is pending")
	}
	serials := slices.Clone(sum.Serials)
	slices.Sort(serials)
	require.Len(w.T, slices.Compact(serials), len(sum.Serials), what+": a serial twice")
	if w.Trial == 0 {
		w.rulesOfPeople(sum, what)
	}
	for it := range w.Framework.Items().Values() {
		v := s.Item(it.ID())
		if v.Request != nil {
			require.NotNil(w.T, v.Answer, what)
			require.True(w.T, w.meets(s, it, repeated(v.Answer.Answers)), what+": sent, and does not meet")
			require.NotEqual(w.T, workflow.ItemStatusExcluded, workflow.ItemStatusOf(w.Framework, s, it, s.At()), what)
			require.Nil(w.T, v.Waiver, what+": sent, and waived")
		}
		if d := v.Decision; d != nil {
			require.NotNil(w.T, v.Answer, what+": decided, and no answer")
			require.Equal(w.T, w.answersAt(it.ID(), d.Basis), withoutComments(v.Answer.Answers), what+": the decision rests on another answer")
		}
	}
}

func (w *engineWalk) meets(s *workflow.State, it *proficiency.Item, given []workflow.Given) bool {
	return !slices.ContainsFunc(given, func(g workflow.Given) bool {
		q := it.Question(g.Question)
		return q.Required() && !q.Meets(g.Answer, s.Attributes())
	})
}

func (w *engineWalk) rulesOfPeople(sum *workflow.Summary, what string) {
	require.NotEmpty(w.T, sum.Centres, what)
	for _, p := range sum.Pending {
		require.False(w.T, own(sum, p.With), what)
		require.Contains(w.T, sum.Supervisors, p.With, what+": asked, and no supervisor")
	}
	for _, p := range sum.Supervisors {
		require.False(w.T, own(sum, p), what)
	}
	if sum.Subject() == "" { // who decided something may stand for a centre later
		require.NotContains(w.T, sum.Deciders, learner1, what+": decided on their own enrolment")
		return
	}
	require.Equal(w.T, w.Learner, sum.Accountable, what)
	require.NotEmpty(w.T, sum.Contributors, what)
}

// own reports whether the person is whose enrolment it is, or stands for the centre.
func own(sum *workflow.Summary, p workflow.PersonID) bool {
	return p == sum.Learner || p == sum.Accountable || slices.Contains(sum.Contributors, p)
}

// answersAt are the answers that a record gave to an item. Evidence may be
// added to a confirmed item; other answers end the confirmation.
func (w *engineWalk) answersAt(item proficiency.ItemID, basis workflow.Seq) []workflow.Given {
	i := slices.IndexFunc(w.past, func(r workflow.Record) bool { return r.Seq == basis })
	events, err := w.past[i].Decode()
	require.NoError(w.T, err)
	for _, e := range events {
		if a, ok := e.(*workflow.Answered); ok && a.Item == item {
			return withoutComments(a.Answers)
		}
		if taken, ok := e.(*workflow.TransferAccepted); ok {
			return answersTaken(taken, item)
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
