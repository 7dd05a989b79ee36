package workflow

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// An upgradeWalk is a walk on versions of one framework, with an upgrade now and then.
type upgradeWalk struct {
	*pureWalk
	t       *testing.T
	catalog *proficiency.Catalog
	id      proficiency.FrameworkID
	seen    map[string]int
}

func (w *upgradeWalk) version(v string) *proficiency.Framework {
	w.t.Helper()
	number, err := proficiency.ParseVersion(v)
	require.NoError(w.t, err)
	fw, err := w.catalog.Framework(proficiency.Ref{ID: w.id, Version: number})
	require.NoError(w.t, err)
	return fw
}

func (w *upgradeWalk) migration(from, to *proficiency.Framework) *proficiency.Migration {
	w.t.Helper()
	m, err := w.catalog.Migration(from.Ref(), to.Ref())
	require.NoError(w.t, err)
	return m
}

// upgrade is the record of an upgrade, by whoever may.
func (w *upgradeWalk) upgrade(s *State, from, to *proficiency.Framework, n int) (Record, *UpgradePlan) {
	w.t.Helper()
	m := w.migration(from, to)
	cmd := &Upgrade{To: to.Version()}
	f, err := w.host.Facts(context.Background(), Needs(from, s, "educator-1", cmd))
	require.NoError(w.t, err)
	f.Now, f.Actor, f.Policy = w.now, "educator-1", roles.Default()
	f.Target = &Target{Framework: to, Migration: m, Lifecycle: proficiency.Lifecycle{Status: proficiency.Published, Published: proficiency.Date{Year: 2026, Month: 1, Day: 1}}}
	events, err := Decide(from, s, f, cmd)
	if err != nil {
		require.IsType(w.t, &Denied{}, err)
		return Record{}, nil
	}
	plan, err := PlanUpgrade(from, to, m, s, s.notBefore(w.now))
	require.NoError(w.t, err)
	r, err := new(Engine).newRecord(to, s, &Request{ID: RequestID(fmt.Sprint("u", n)), Actor: "educator-1", Command: cmd}, CommandDigest{}, &f, events)
	require.NoError(w.t, err)
	return r, plan
}

// checkUpgrade holds a state after an upgrade against the one before, by what
// the migration says, and not by what the record does.
func (w *upgradeWalk) checkUpgrade(before, after *State, from, to *proficiency.Framework, plan *UpgradePlan, events []Event) {
	t := w.t
	t.Helper()
	m, now := w.migration(from, to), after.at
	lines := map[proficiency.ItemID]*ItemCarrying{}
	for i := range plan.Items {
		lines[plan.Items[i].Item] = &plan.Items[i]
	}
	ended := map[proficiency.ItemID]bool{}
	for _, e := range events {
		if r, ok := e.(*RequestEnded); ok {
			for _, id := range r.Items {
				ended[id] = true
			}
		}
	}
	for it := range to.Items().Values() {
		tr, _ := m.Transfer(it.ID())
		is := after.Item(it.ID())
		var were []ItemView
		for id := range tr.From.Values() {
			were = append(were, before.Item(id))
		}
		every := func(has func(ItemView) bool) bool {
			return len(were) > 0 && !slices.ContainsFunc(were, func(v ItemView) bool { return !has(v) })
		}
		some := func(has func(ItemView) bool) bool { return slices.ContainsFunc(were, has) }
		confirmed := func(v ItemView) bool { return v.Decision != nil && v.Decision.Outcome == Confirmed }
		settled := func(v ItemView) bool { return v.Waiver != nil || confirmed(v) && v.Decision.holds(now) }

		// Nothing is invented.
		if is.Decision != nil {
			require.Equal(t, proficiency.ActionCarry, tr.Action, it.ID())
			require.True(t, every(func(v ItemView) bool { return v.Decision != nil && v.Decision.Outcome == is.Decision.Outcome }), it.ID())
			require.True(t, some(func(v ItemView) bool { return v.Decision.Seq == is.Decision.Seq && v.Decision.By == is.Decision.By }), it.ID())
			for _, v := range were { // everybody who confirmed stands beside it
				require.True(t, v.Decision.Seq == is.Decision.Seq || slices.ContainsFunc(is.Also, func(d *Decided) bool { return d.Seq == v.Decision.Seq }), it.ID())
				require.False(t, is.Decision.until().IsZero() && !v.Decision.until().IsZero(), it.ID())
				require.False(t, !v.Decision.until().IsZero() && v.Decision.until().Before(is.Decision.until()), it.ID())
			}
			w.seen["decision carried"]++
			if len(were) > 1 {
				w.seen["decisions together"]++
			}
		}
		require.True(t, is.Waiver == nil || every(func(v ItemView) bool { return v.Waiver != nil }), it.ID())
		require.True(t, is.Request == nil || len(were) == 1 && were[0].Request != nil && were[0].Request.Seq == is.Request.Seq, it.ID())

		// Answers are what the migration makes of them.
		for q := range it.Questions().Values() {
			want, ok := tr.Answer(q.ID(), func(id proficiency.ItemID, q proficiency.QuestionID) (proficiency.AnswerID, bool) {
				return before.AnswerAt(AnswerAddress{Item: id, Question: q, Contributor: before.Learner(), Round: 1})
			})
			got, has := after.AnswerAt(AnswerAddress{Item: it.ID(), Question: q.ID(), Contributor: before.Learner(), Round: 1})
			require.Equal(t, ok, has, it.ID())
			require.Equal(t, want, got, it.ID())
		}

		// Nothing is lost without being said.
		line := lines[it.ID()]
		isSettled := settled(is)
		if some(settled) && !isSettled && is.Decision == nil { // of several that are kept one may have lapsed
			require.Contains(t, []Carrying{CarryingReconfirm, CarryingReassess}, line.Carrying, it.ID())
			w.seen["asked again"]++
		}
		if some(func(v ItemView) bool { return v.Answer != nil }) && is.Answer == nil {
			require.Equal(t, CarryingReassess, line.Carrying, it.ID())
			w.seen["assess again"]++
		}
		for i, v := range were {
			if v.Request != nil && is.Request == nil {
				require.True(t, ended[tr.From.At(i)], "%s: a request ended without a word", it.ID())
				require.True(t, line.Requested, it.ID())
			}
		}
		if line.Carrying == CarryingKept && len(were) == 1 {
			require.Equal(t, were[0].Decision, is.Decision, it.ID())
			require.Equal(t, were[0].Waiver, is.Waiver, it.ID())
			require.Equal(t, were[0].Plan, is.Plan, it.ID())
			if tr.From.At(0) == it.ID() && from.Item(it.ID()).Question("").Scale().ID() == it.Question("").Scale().ID() {
				require.Equal(t, were[0], is, "%s: replay before and after agree", it.ID())
			}
			w.seen["kept"]++
		}
	}
	for f := range m.Fates().Values() {
		v := before.Item(f.Item)
		if f.To.Len() == 0 && (v.Answer != nil || v.Decision != nil || v.Waiver != nil) {
			require.Equal(t, CarryingLost, lines[f.Item].Carrying, f.Item)
			w.seen["lost"]++
		}
		if to.Item(f.Item) == nil {
			require.Zero(t, after.Item(f.Item), f.Item)
		}
	}
	w.checkWhole(before, after, from, to, plan)
}

// checkWhole is for what concerns no single item.
func (w *upgradeWalk) checkWhole(before, after *State, from, to *proficiency.Framework, plan *UpgradePlan) {
	t, now := w.t, after.at
	t.Helper()
	was, is := StatusOf(from, before, now), StatusOf(to, after, now)
	require.Equal(t, plan.Before, was)
	require.Equal(t, plan.Status, is)
	require.Equal(t, before.LastSignOff(), after.LastSignOff())
	require.Equal(t, before.LastSignOffVoided(), after.LastSignOffVoided())
	require.Equal(t, before.LastSignOffUntil(), after.LastSignOffUntil())
	require.Equal(t, before.Supervisors(), after.Supervisors())
	require.Equal(t, before.Centres(), after.Centres())
	if plan.AsksAgain {
		w.seen["asks again on "+string(was)]++
		require.NotContains(t, []Status{StatusSignedOff, StatusLapsed, StatusVoid, StatusDeclined, StatusSignOffRequested}, is)
	} else {
		w.seen["asks nothing on "+string(was)]++
		require.Equal(t, before.SignOffRequest(), after.SignOffRequest())
		if was != StatusInProgress && was != StatusNotStarted { // which can become ready where less is asked
			require.Equal(t, was, is)
		}
	}
	if Ready(from, before, now) && !Ready(to, after, now) {
		require.True(t, plan.Unready && plan.AsksAgain)
	}
	for n := range before.seq {
		ref, digest := before.ContentAt(n + 1)
		later, same := after.ContentAt(n + 1)
		require.Equal(t, ref, later)
		require.Equal(t, digest, same)
	}
	ref, _ := after.ContentAt(after.seq)
	require.Equal(t, to.Ref(), ref)
}

// Whatever happened before: an upgrade invents nothing and loses nothing without
// saying so, in one step as in several, and is read back as it was decided.
func TestUpgradesOnTheWay(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	catalog, err := proficiency.NewCatalog(os.DirFS("testdata/upgrade"))
	require.NoError(t, err)
	seen := map[string]int{}
	for seed := range uint64(20) {
		w := &upgradeWalk{t: t, catalog: catalog, id: "care", seen: seen}
		way := [][]string{{"1.0.0", "1.0.1", "1.1.0", "2.0.0"}, {"1.1.0", "2.0.0"}, {"1.0.0", "2.0.0"}, {"1.0.1", "1.1.0", "2.0.0"}}[seed%4]
		w.pureWalk = &pureWalk{now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), Walker: &Walker{
			Rand: rand.New(rand.NewPCG(seed, 11)), Framework: w.version(way[0]), Learner: "learner-1", Centres: []CentreID{"trust-1", "trust-2"},
			Confirmers: []PersonID{"assessor-1", "assessor-2"}, Signatories: []PersonID{"educator-1", "educator-2"}, Managers: []PersonID{"manager-1"}, Others: []PersonID{"other-1"},
		}}
		w.host = walkHost(w.Walker)
		s := NewState("e", w.Framework.Index())
		for n := range 500 {
			if len(way) > 1 && s.Exists() && w.IntN(90) == 0 {
				from, to := w.Framework, w.version(way[1])
				r, plan := w.upgrade(&s, from, to, n)
				if plan == nil {
					continue
				}
				events, err := r.decoded()
				require.NoError(t, err)
				next := Apply(s, r)
				next = next.placedBy(to.Index())
				w.checkUpgrade(&s, &next, from, to, plan, events)
				w.records = append(w.records, r)
				w.Framework, way = to, way[1:]
				s = w.readBack(next)
				w.inSteps(&s)
				continue
			}
			if events, r := w.decided(t, &s, n); len(events) > 0 {
				s = Apply(s, r)
			}
		}
		_ = w.readBack(s)
	}
	t.Log(seen)
	for _, what := range []string{
		"decision carried", "decisions together", "asked again", "assess again", "kept", "lost",
		"asks again on in-progress", "asks again on signed-off", "asks nothing on in-progress", "asks nothing on signed-off",
	} {
		require.Positive(t, seen[what], what)
	}
}

// readBack wants the records to add up to the state, in the places of any version.
func (w *upgradeWalk) readBack(s State) State {
	w.t.Helper()
	for _, index := range []*proficiency.ItemIndex{w.Framework.Index(), w.version("1.0.0").Index(), nil} {
		read := Replay(NewState("e", index), w.records)
		read = read.placedBy(w.Framework.Index())
		require.Empty(w.t, sameState(&s, &read))
		one := NewState("e", index)
		for i := range w.records {
			one = Apply(one, w.records[i].Clone())
		}
		one = one.placedBy(w.Framework.Index())
		require.Empty(w.t, sameState(&s, &one))
	}
	require.NoError(w.t, Verify("e", w.records))
	next := again(w.t, &s)
	require.Empty(w.t, sameState(&s, &next))
	return next
}

// inSteps wants an upgrade to the last version at once to be the same as one to
// each version between.
func (w *upgradeWalk) inSteps(s *State) {
	last := w.version("2.0.0")
	if w.Framework.Version() == last.Version() || s.Withdrawal() != nil {
		return
	}
	r, plan := w.upgrade(s, w.Framework, last, 0)
	require.NotNil(w.t, plan)
	once := Apply(*s, r)
	once = once.placedBy(last.Index())
	state, fw := *s, w.Framework
	for _, v := range []string{"1.0.1", "1.1.0", "2.0.0"} {
		to := w.version(v)
		if to.Version().Compare(fw.Version()) <= 0 {
			continue
		}
		r, _ := w.upgrade(&state, fw, to, 0)
		state, fw = Apply(state, r), to
		state = state.placedBy(to.Index())
	}
	for it := range last.Items().Values() {
		require.Equal(w.t, once.Item(it.ID()), state.Item(it.ID()), it.ID())
	}
	require.Equal(w.t, StatusOf(last, &once, w.now), StatusOf(last, &state, w.now))
	w.seen["in steps"]++
}
