package workflow

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// walkHost knows the walker's people, at all its centres.
func walkHost(w *Walker) *FixedHost {
	h := &FixedHost{}
	for i, c := range w.Centres {
		h.AddCentre(roles.Centre{ID: c, Kind: roles.Trust, Zone: time.FixedZone("", i*13*60*60)})
		h.Delegate(w.Learner, c)
		for _, p := range w.Confirmers {
			h.Delegate(p, c, "assessor")
		}
		for _, p := range w.Signatories {
			h.Delegate(p, c, "educator-manager")
			h.Staff(p, c, w.Learner)
		}
		for _, p := range w.Managers {
			h.Delegate(p, c, "clinical-centre-manager")
		}
	}
	for _, p := range w.Others {
		h.Delegate(p, w.Centres[0], "administrator")
	}
	return h
}

// A pureWalk is a walk by the pure functions alone.
type pureWalk struct {
	*Walker
	host    *FixedHost
	now     time.Time
	records []Record
}

// decided is one step.
func (w *pureWalk) decided(t *testing.T, s *State, n int) (events []Event, r Record) {
	t.Helper()
	w.now = w.Later(s, w.now)
	actor, cmd := w.Next(s, w.now)
	if s.Exists() && s.Withdrawal() == nil && w.IntN(40) == 0 {
		actor, cmd = w.one(w.Managers), &Withdraw{Reason: "moved"}
	}
	w.attain()
	f, err := w.host.Facts(context.Background(), Needs(w.Framework, s, actor, cmd))
	require.NoError(t, err)
	f.Now, f.Actor, f.Policy, f.CanErase, f.Zone = w.now, actor, roles.Default(), true, time.UTC
	f.Lifecycle = &proficiency.Lifecycle{Status: proficiency.Published, Published: proficiency.Date{Year: 2026, Month: 1, Day: 1}}
	f.Nonce = [32]byte{byte(n), byte(n >> 8), 1}
	if c, ok := cmd.(*Redact); ok && c.Record > 0 {
		f.Record, f.RecordCentres = &w.records[c.Record-1], s.Centres()
	}
	events, err = Decide(w.Framework, s, f, cmd)
	if err != nil {
		require.IsType(t, &Denied{}, err, "%s by %s", cmd.Kind(), actor)
		return nil, Record{}
	}
	if len(events) > 0 {
		r, err = new(Engine).newRecord(w.Framework, s, &Request{ID: RequestID(fmt.Sprint(n)), Actor: actor, Command: cmd}, CommandDigest{}, &f, events)
		require.NoError(t, err)
		w.records = append(w.records, r)
		w.Note(&r)
	}
	return events, r
}

// attain lets what the learner holds elsewhere come and go.
func (w *pureWalk) attain() {
	if w.IntN(8) > 0 {
		return
	}
	held := []Attainment{{Framework: proficiency.Ref{ID: "begun-before"}}, {Framework: proficiency.Ref{ID: "done-before", Version: proficiency.Version{Major: 1}}}}
	w.host.SetAttainments("learner-1", held[w.IntN(3)/2:1+w.IntN(5)/3]...)
}

func newPureWalk(t *testing.T, seed uint64) *pureWalk {
	content, trial := wideContent(t, []int{200, 24}[seed%2]), int(seed/11)
	if seed >= 12 {
		content, trial = wideRounds(t, 24), int(seed-12)
	}
	w := &pureWalk{now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), Walker: &Walker{
		Rand: rand.New(rand.NewPCG(seed, 3)), Framework: content, Learner: "learner-1",
		Centres: []CentreID{"trust-1", "trust-2"}, Confirmers: []PersonID{"assessor-1", "assessor-2"},
		Signatories: []PersonID{"educator-1", "educator-2"}, Managers: []PersonID{"manager-1"}, Others: []PersonID{"other-1"}, Trial: trial,
	}}
	w.host = walkHost(w.Walker)
	return w
}

// The tally that is moved by each command's events is the one that counting
// everything gives, and each summary's sums are those over its items, also of
// an instant later on.
func TestTheMovedTallyIsTheWholeCount(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	seen := map[string]int{}
	for seed := range uint64(14) {
		w := newPureWalk(t, seed)
		s := NewState("e", w.Framework.Index())
		moved := countAll(w.Framework, &s, s.At())
		if seed%4 < 2 {
			moved = tally{} // as of an enrolment that was never counted
		}
		for n := range 800 {
			events, r := w.decided(t, &s, n)
			if len(events) == 0 {
				continue
			}
			next := Apply(s, r)
			if len(events) > manyEvents {
				seen["many"]++
			}
			seen["command "+string(r.Kind)]++
			seen[cameAndWent(&s, r.Kind, &moved)]++
			w.requireDrawn(t, &s, &next, &r, events)
			for _, e := range events {
				seen[e.EventKind()]++
				if ended, ok := e.(*RequestEnded); ok && len(ended.Items) > manyEvents {
					seen["many in one"]++
				}
			}
			before := fmt.Sprint(moved)
			after := moved.moved(w.Framework, &s, &next, events, next.At())
			require.Equal(t, before, fmt.Sprint(moved), "the tally before is somebody else's")
			whole := countAll(w.Framework, &next, next.At())
			require.Equal(t, normal(whole), normal(after.asOf(w.Framework, &next, next.At())), "seed %d, step %d: %s", seed, n, r.Events)
			s, moved = next, after
			if w.IntN(5) > 0 {
				continue
			}
			for _, at := range []time.Time{s.At(), w.Later(&s, s.At())} {
				sum := summarise(w.Framework, &s, moved, at)
				requireSums(t, w.Framework, &s, &sum, at)
				requireGoodUntil(t, w.Framework, &s, at)
			}
		}
	}
	for kind := range blankEvents {
		switch kind {
		case "agreed", "erased", "upgraded", "contributor-added", "contributor-removed", "accountable-set":
			// nothing is asked for here, no command erases, there is no centre, and one version
		default:
			require.NotZero(t, seen[kind], "the walks never came to %s: %v", kind, seen)
		}
	}
	for _, kind := range append(slices.Clone(walkedKinds), KindEnrolTrial) {
		counts := kind != KindAgree && kind != KindRemindSignOff && !ofCentres(kind) // there is nothing to agree to, and to remind moves no count
		require.True(t, !counts || seen["command "+string(kind)] > 0, "the walks never did a %s: %v", kind, seen)
	}
	for _, way := range []string{"withdrawn with requests", "revived with decisions"} {
		require.Greater(t, seen[way], 10, way)
	}
	require.NotZero(t, seen["many"], "no command made more than %d events", manyEvents)
	require.NotZero(t, seen["many in one"], "no event was about more than %d items", manyEvents)
}

// cameAndWent says what a withdrawal took away, and what a revival found.
func cameAndWent(s *State, kind Kind, before *tally) string {
	switch {
	case kind == KindWithdraw && len(before.pending) > 0:
		return "withdrawn with requests"
	case kind == KindEnrol && s.Withdrawal() != nil && len(before.deciders) > 0:
		return "revived with decisions"
	}
	return "neither"
}

// requireDrawn holds what a record did to the diagrams, which are made from
// less content than this.
func (w *pureWalk) requireDrawn(t *testing.T, s, next *State, r *Record, events []Event) {
	t.Helper()
	at, kind := next.At(), string(r.Kind)
	if r.Kind == KindEnrolTrial {
		kind = string(KindEnrol) // a trial goes the same ways
	}
	if from, to := StatusOf(w.Framework, s, at), StatusOf(w.Framework, next, at); from != to && from != "" {
		a := arrow{string(from), kind, string(to)}
		require.True(t, slices.Contains(enrolmentMachine.arrows(), a), "%v", a)
	}
	for _, e := range events[:min(len(events), manyEvents)] {
		for id := range itemsOf(e) {
			it := w.Framework.Item(id)
			from, to := ItemStatusOf(w.Framework, s, it, at), ItemStatusOf(w.Framework, next, it, at)
			a := arrow{string(from), kind, string(to)}
			require.True(t, slices.Contains(itemMachine.arrows(), a), "%s: %v", id, a)
		}
	}
}

// normal makes no difference between empty and none.
func normal(t tally) tally {
	return tally{
		items: t.items, sections: append([]SectionCounts{}, t.sections...), pending: append([]Pending{}, t.pending...),
		deciders: append([]deciderCount{}, t.deciders...), endings: append([]endingCount{}, t.endings...),
	}
}

// requireGoodUntil holds GoodUntil to what it promises: nothing in the summary
// changes before it, something does at it, and where there is none nothing
// ever does.
func requireGoodUntil(t *testing.T, fw *proficiency.Framework, s *State, now time.Time) {
	t.Helper()
	sum := Summarise(fw, s, now)
	until := sum.GoodUntil
	at := func(now time.Time) Summary {
		then := Summarise(fw, s, now)
		then.GoodUntil = until
		return then
	}
	if until.IsZero() {
		for _, later := range []time.Time{now.AddDate(0, 1, 0), now.AddDate(0, 7, 0), now.AddDate(3, 0, 0), now.AddDate(300, 0, 0)} {
			require.Equal(t, sum, at(later), "nothing is to change after %s", now)
		}
		return
	}
	require.True(t, until.After(now), "the summary of %s is good until %s", now, until)
	require.Equal(t, sum, at(until.Add(-time.Microsecond)), "just before %s", until)
	require.NotEqual(t, sum, at(until), "at %s", until)
}

// What comes in again and lapsed while it was out is counted as lapsed, though
// nothing that was in has lapsed since the last count.
func TestTheMovedTallyCountsWhatLapsedMeanwhile(t *testing.T) {
	t.Parallel()
	fw, found := proficiency.Parse("lapsing.yaml", []byte(lapsingChoice))
	require.Empty(t, found)
	at := func(day int) time.Time { return time.Date(2026, 3, day, 9, 0, 0, 0, time.UTC) }
	apply := func(s State, day int, e ...Event) State {
		r := Record{Seq: s.Seq() + 1, At: at(day), Framework: fw.Ref(), FrameworkDigest: fw.Digest()}
		for _, one := range e {
			one.stamp().Seq, one.stamp().At = r.Seq, r.At
		}
		r.events = e
		return Apply(s, r)
	}
	s := apply(NewState("e", fw.Index()), 1, &Enrolled{Learner: "learner-1", Centre: "trust-1"})
	s = apply(s, 1, &OptionalChosen{Item: "extra", Chosen: true}, &Answered{Item: "extra", Answers: []Reply{{Answer: "done"}}, Meets: true, Basis: 2})
	s = apply(s, 2, &Decided{Item: "extra", Outcome: Confirmed, Basis: 2, Term: &Term{From: proficiency.DateOf(at(2), time.UTC), Until: at(10)}})
	s = apply(s, 3, &OptionalChosen{Item: "extra"})
	counted := countAll(fw, &s, at(3))
	chosen := []Event{&OptionalChosen{Item: "extra", Chosen: true}}
	next := apply(s, 20, chosen...)
	moved := counted.moved(fw, &s, &next, chosen, at(20))
	sum := summarise(fw, &next, moved, at(20))
	require.Equal(t, 1, sum.Totals().Lapsed)
	require.Zero(t, sum.Totals().Confirmed)
}

const lapsingChoice = `format: countersign/v1
id: lapsing
version: 1.0.0
title: Lapsing
scales: {two: [{id: not-yet, label: Not yet}, {id: done, label: Done, meets: true}]}
defaults: {scale: two, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - id: only
    title: Only
    proficiencies:
      - {id: always, statement: Does it always.}
      - {id: extra, statement: Does it now and then., optional: true, validity: {months: 12}}
`
