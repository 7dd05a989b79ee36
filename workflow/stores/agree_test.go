package stores_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// A maker draws what stores are asked, from few values, so that they meet.
type maker struct{ *rand.Rand }

func pick[T any](m maker, from ...T) T { return from[m.IntN(len(from))] }

func some[T any](m maker, from ...T) (list []T) {
	for _, x := range from {
		if m.IntN(3) == 0 {
			list = append(list, x)
		}
	}
	return list
}

// people and centres differ in what databases like to think the same.
var (
	people  = []workflow.PersonID{"a", "A", "a ", "é", "e\u0301", "😀", "'; --", "%", "_", `"\`, "{?}", "ß"}
	centres = []workflow.CentreID{"c", "C", "c\t", "漢"}
	ids     = []workflow.EnrolmentID{"e", "E", "é", "e\u0301", "e-1", "~", "0", "e'", "e%"}
)

func (m maker) person() workflow.PersonID { return pick(m, people...) }
func (m maker) time() time.Time {
	return time.Date(2026, 11, 20, m.IntN(24), 0, 0, 1000*m.IntN(3), time.UTC)
}

func (m maker) summary(id workflow.EnrolmentID, seq workflow.Seq) workflow.Summary {
	s := workflow.Summary{Enrolment: id, Seq: seq, At: m.time()}
	if m.IntN(8) == 0 {
		return s // erased
	}
	s.Learner, s.Supervisors, s.Deciders, s.Centres = m.person(), some(m, people...), some(m, people...), some(m, centres...)
	if m.IntN(3) == 0 { // of a centre
		s.Learner, s.Accountable, s.Contributors = "", s.Learner, some(m, people...)
	}
	s.Framework.ID = pick[proficiency.FrameworkID](m, "fw", "other")
	s.Category = pick[proficiency.Category](m, "clinical", "Clinical", "")
	s.Status, s.Trial = pick(m, workflow.StatusReady, workflow.StatusVoid), m.IntN(6) == 0
	s.Serials = some(m, "serial-1", "serial-2", "SERIAL-1")
	if m.IntN(2) == 0 {
		s.GoodUntil = m.time()
	}
	for range m.IntN(3) {
		s.Pending = append(s.Pending, workflow.Pending{With: m.person(), Request: seq, Since: m.time(), Items: 1})
	}
	return s
}

func (m maker) records(from workflow.Seq, n int) (list []workflow.Record) {
	for i := range n {
		r := workflow.Record{
			Format: m.IntN(3), Seq: from + workflow.Seq(i), At: m.time(), Actor: m.person(), Request: workflow.RequestID(fmt.Sprint(m.Uint64())),
			Kind: "kind", Register: "\x00\xff", Events: []byte{0, 0xff, byte(m.Uint32())}, Hash: canonical.Sum([]byte{byte(m.Uint32())}),
		}
		r.Framework = proficiency.Ref{ID: "fw", Version: proficiency.Version{Major: 1, Patch: m.Uint32()}}
		r.Command[m.IntN(16)] = 0xff
		for j := range m.IntN(3) * m.IntN(8) {
			t := workflow.Text{Words: string(m.person()) + "\x00", Digest: digest(j)}
			t.Salt[m.IntN(16)] = 1
			r.Texts = append(r.Texts, t)
		}
		list = append(list, r)
	}
	return list
}

func digest(n int) canonical.Digest { return canonical.Sum([]byte{byte(n)}) }

// batch draws one that mostly follows what is there.
func (m maker) batch(last map[workflow.EnrolmentID]workflow.Seq) workflow.Batch {
	b := workflow.Batch{Enrolment: pick(m, ids...)}
	if b.After = last[b.Enrolment]; m.IntN(8) == 0 {
		b.After = pick[workflow.Seq](m, 0, 1, b.After+1, b.After-min(1, b.After), 1<<63)
	}
	n := pick(m, 1, 1, 1, 1, 2, 3, 0, 70)
	if n == 0 { // of two reasons to refuse it, either may be given
		b.After = last[b.Enrolment]
	}
	b.Records = m.records(b.After+1+workflow.Seq(m.IntN(20)/19), n)
	b.Summary = m.summary(b.Enrolment, b.After+workflow.Seq(n))
	for range m.IntN(3) * m.IntN(3) {
		b.Erase = append(b.Erase, workflow.TextRef{Seq: pick(m, b.After, b.After+1, 1, 2, 1<<63), Text: digest(m.IntN(4))})
	}
	return b
}

func (m maker) query() workflow.Query {
	var q workflow.Query
	for _, set := range some(m,
		func() { q.Centre = pick(m, centres...) }, func() { q.Learner = m.person() }, func() { q.Framework = "fw" },
		func() { q.Status, q.Now = workflow.StatusReady, pick(m, time.Time{}, m.time()) }, func() { q.Serial = "serial-1" },
		func() { q.Decider = m.person() }, func() { q.PendingWith = m.person() }, func() { q.Supervisor = m.person() },
		func() { q.Trials = true }, func() { q.After = pick(m, ids...) }, func() { q.Limit = 1 + m.IntN(4) },
		func() { q.Viewer = &workflow.Viewer{Person: m.person(), Holds: m.reach(), Views: m.reach()} },
	) {
		if m.IntN(2) == 0 {
			set()
		}
	}
	return q
}

func (m maker) reach() (where []roles.Reach) {
	for _, c := range some(m, append(centres, "\xff")...) {
		where = append(where, roles.Reach{Centre: c, Categories: some[proficiency.Category](m, "clinical", "", "\x00")})
	}
	return where
}

type fullStore interface {
	workflow.Store
	workflow.Lister
	workflow.Eraser
}

// Whatever is asked, in whatever order: the database answers as the memory does.
func TestAgreesWithMemory(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, _ := d.store(t)
		memory, m, ctx := memstore.New(), maker{rand.New(rand.NewPCG(7, 7))}, t.Context()
		last := map[workflow.EnrolmentID]workflow.Seq{}
		steps := 200
		if underRace {
			steps = 50
		}
		for step := range steps {
			b := m.batch(last)
			write := fullStore.Append
			if m.IntN(6) == 0 {
				write, b.Erase = fullStore.Erase, nil
			}
			want, got := write(memory, ctx, b), write(s, ctx, b)
			require.Equal(t, meaning(want), meaning(got), "step %d: %v\n%v", step, want, got)
			if want == nil {
				last[b.Enrolment] = b.Records[len(b.Records)-1].Seq
			}
			after := b.After - min(b.After, workflow.Seq(m.IntN(4)))
			same(t, must(memory.Load(ctx, b.Enrolment, after)), must(s.Load(ctx, b.Enrolment, after)), "step %d", step)
			for range 3 {
				q := m.query()
				same(t, list(ctx, memory, q), list(ctx, s, q), "step %d: %+v, viewer %+v", step, q, q.Viewer)
			}
		}
		for id := range last {
			same(t, must(memory.Load(ctx, id, 0)), must(s.Load(ctx, id, 0)), "%q", id)
		}
	})
}

func meaning(err error) string {
	return fmt.Sprint(err == nil, errors.Is(err, workflow.ErrConflict), errors.Is(err, workflow.ErrNotStored))
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

func list(ctx context.Context, s workflow.Lister, q workflow.Query) (all []workflow.Summary) {
	next, stop := iter.Pull2(s.List(ctx, q))
	defer stop()
	for {
		sum, err, ok := next()
		if !ok {
			return all
		}
		all = append(all, must(sum, err))
	}
}

func same(t *testing.T, want, got any, format string, args ...any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(workflow.Record{})); diff != "" {
		t.Fatalf(format+": (-memory +database):\n%s", append(args, diff)...)
	}
}
