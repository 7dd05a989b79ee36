package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// A gate holds up a store at its first statement, until it is opened.
type gate struct {
	*Store
	*fake
	reached, open chan struct{}
}

// gated is a store that does one thing at a time, or one group.
func gated(t *testing.T, d Dialect) *gate {
	g := &gate{fake: &fake{}, reached: make(chan struct{}), open: make(chan struct{})}
	first := true
	g.fail = func(string) error {
		if first {
			first = false
			close(g.reached)
			<-g.open
		}
		return nil
	}
	s, err := New(g.fake.open(t), d, nil)
	require.NoError(t, err)
	s.queue.singles, s.queue.groups, s.queue.all, s.queue.few = 1, 1, 1, 1
	g.Store = s
	return g
}

// appends asks for the first record of each enrolment, one after another, and
// returns when all of them wait or run.
func (g *gate) appends(ctx context.Context, ids ...string) map[string]chan error {
	told := map[string]chan error{}
	for _, id := range ids {
		before := g.asked()
		told[id] = make(chan error, 1)
		go func() { told[id] <- g.Append(ctx, first(id)) }()
		for g.asked() == before {
			runtime.Gosched()
		}
	}
	return told
}

// asked is how many changes wait or run.
func (g *gate) asked() int {
	g.queue.mu.Lock()
	defer g.queue.mu.Unlock()
	return g.queue.members + len(g.queue.waiting) + len(g.queue.alone)
}

func first(id string) workflow.Batch {
	b := one(1)
	b.Enrolment = workflow.EnrolmentID(id)
	return b
}

func both(t *testing.T, test func(t *testing.T, d Dialect)) {
	t.Parallel()
	for name, d := range map[string]Dialect{"sqlite": SQLite, "postgres": Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, d)
		})
	}
}

// What comes while something is under way shares what follows it.
func TestThoseWhoWaitGoTogether(t *testing.T) {
	both(t, func(t *testing.T, d Dialect) {
		g := gated(t, d)
		told := g.appends(t.Context(), "a", "b", "c", "d")
		close(g.open)
		for id := range told {
			require.NoError(t, <-told[id])
		}
		if d == Postgres {
			require.Equal(t, []string{"WITH enrolments", "GROUP"}, g.sent)
			return
		}
		count := func(what string) (n int) {
			for _, sent := range g.sent {
				if sent == what {
					n++
				}
			}
			return n
		}
		require.Equal(t, []int{2, 2, 4}, []int{count("BEGIN"), count("COMMIT"), count("WITH records")})
	})
}

// A caller who leaves before the command is taken has stored nothing, and takes
// nobody along.
func TestWhoLeavesBeforeBeingTaken(t *testing.T) {
	both(t, func(t *testing.T, d Dialect) {
		g := gated(t, d)
		told := g.appends(t.Context(), "a")
		<-g.reached
		leaving, cancel := context.WithCancel(t.Context())
		left, stay := g.appends(leaving, "b"), g.appends(t.Context(), "c")
		cancel()
		err := <-left["b"]
		require.ErrorIs(t, err, workflow.ErrNotStored)
		require.ErrorIs(t, err, context.Canceled)
		g.bad = "b"
		close(g.open)
		require.NoError(t, <-told["a"])
		require.NoError(t, <-stay["c"])
	})
}

// One who leaves later is told the truth within the grace, and after it that
// nobody knows; either way it is stored.
func TestWhoLeavesLater(t *testing.T) {
	both(t, func(t *testing.T, d Dialect) {
		g := gated(t, d)
		g.grace = 0
		leaving, cancel := context.WithCancel(t.Context())
		told := g.appends(leaving, "a")
		<-g.reached
		cancel()
		err := <-told["a"]
		require.ErrorIs(t, err, context.Canceled)
		require.NotErrorIs(t, err, workflow.ErrNotStored)
		require.NotErrorIs(t, err, workflow.ErrConflict)
		close(g.open)
		require.NoError(t, g.Close())
		require.NotContains(t, g.sent, "ROLLBACK")

		g = gated(t, d)
		g.grace = time.Hour
		leaving, cancel = context.WithCancel(t.Context())
		told = g.appends(leaving, "a")
		<-g.reached
		cancel()
		close(g.open)
		require.NoError(t, <-told["a"])
	})
}

// What is wrong with one is told to that one.
func TestOneFailsAlone(t *testing.T) {
	both(t, func(t *testing.T, d Dialect) {
		g := gated(t, d)
		g.bad = "c"
		told := g.appends(t.Context(), "a", "b", "c", "d")
		close(g.open)
		for id := range told {
			err := <-told[id]
			switch {
			case id == "c", d == Postgres && id != "a": // a statement cut off may be stored
				assert.ErrorIs(t, err, errCut, id)
			default:
				assert.NoError(t, err, id)
			}
		}
	})
}

// What the database refuses of a group is asked for one by one.
func TestRefusedGroup(t *testing.T) {
	t.Parallel()
	g := gated(t, Postgres)
	hold := g.fail
	g.fail = func(statement string) error {
		if statement == "GROUP" {
			return stateError("42601")
		}
		return hold(statement)
	}
	told := g.appends(t.Context(), "a", "b", "c")
	close(g.open)
	for id := range told {
		require.NoError(t, <-told[id])
	}
	require.Equal(t, []string{"WITH enrolments", "GROUP", "WITH enrolments", "WITH enrolments"}, g.sent)
}

// Whoever lost the race is told so by itself, whatever else was in the group.
func TestNoneOfAGroupIsFirst(t *testing.T) {
	both(t, func(t *testing.T, d Dialect) {
		g := gated(t, d)
		g.unchanged = true
		told := g.appends(t.Context(), "a", "b", "c")
		close(g.open)
		for id := range told {
			require.ErrorIs(t, <-told[id], workflow.ErrConflict)
		}
		require.NotContains(t, g.sent, "COMMIT")
	})
}

// Where the end of a transaction fails, nobody in it knows.
func TestGroupWhoseEndFails(t *testing.T) {
	both(t, func(t *testing.T, d Dialect) {
		g := gated(t, d)
		hold, commits := g.fail, 0
		g.fail = func(statement string) error {
			if statement == "COMMIT" {
				commits++
			}
			if statement == "GROUP" || commits == 2 {
				return errCut
			}
			return hold(statement)
		}
		told := g.appends(t.Context(), "a", "b", "c")
		close(g.open)
		require.NoError(t, <-told["a"])
		for _, id := range []string{"b", "c"} {
			err := <-told[id]
			require.ErrorIs(t, err, errCut)
			require.NotErrorIs(t, err, workflow.ErrNotStored)
		}
	})
}

// A database that lets nobody write keeps each waiting once.
func TestGroupThatCannotBegin(t *testing.T) {
	t.Parallel()
	g := gated(t, SQLite)
	hold := g.fail
	g.fail = func(statement string) error {
		if statement == "UPDATE" {
			return errCut
		}
		return hold(statement)
	}
	told := g.appends(t.Context(), "a", "b", "c")
	close(g.open)
	require.NoError(t, <-told["a"])
	for _, id := range []string{"b", "c"} {
		err := <-told[id]
		require.ErrorIs(t, err, errCut)
		require.ErrorIs(t, err, workflow.ErrNotStored)
	}
	require.Equal(t, []string{"BEGIN", "UPDATE", "ROLLBACK"}, g.sent[len(g.sent)-3:])
}

// Closing waits for what was asked for, and lets nothing in behind it.
func TestCloseDrains(t *testing.T) {
	both(t, func(t *testing.T, d Dialect) {
		g := gated(t, d)
		told := g.appends(t.Context(), "a", "b", "c")
		closed := make(chan error, 1)
		go func() { closed <- g.Close() }()
		for g.queue.mu.Lock(); !g.queue.closed; g.queue.mu.Lock() {
			g.queue.mu.Unlock()
			runtime.Gosched()
		}
		g.queue.mu.Unlock()
		require.ErrorIs(t, g.Append(t.Context(), first("d")), workflow.ErrNotStored)
		require.Empty(t, closed, "something is under way")
		close(g.open)
		require.NoError(t, <-closed)
		for id := range told {
			require.NoError(t, <-told[id])
		}
		sent := len(g.sent)
		require.ErrorIs(t, g.Erase(t.Context(), first("a")), workflow.ErrNotStored)
		require.Len(t, g.sent, sent)
		require.NoError(t, g.Close())
	})
}

// Two changes of one enrolment do not go together, nor too much at once.
func TestWhatGoesTogether(t *testing.T) {
	t.Parallel()
	take := func(cs ...change) (sizes []int) {
		q := newQueue(SQLite, false, nil)
		for i := range cs {
			q.waiting = append(q.waiting, &member{change: &cs[i]})
		}
		for len(q.waiting) > 0 {
			sizes = append(sizes, len(q.group()))
		}
		return sizes
	}
	require.Equal(t, []int{2, 1}, take(change{id: "a"}, change{id: "a"}, change{id: "b"}))
	require.Equal(t, []int{1, 2}, take(change{id: "a", size: manyBytes + 1}, change{id: "b", size: 1}, change{id: "c", size: 1}))
	var many []change
	for i := range manyMembers + 1 {
		many = append(many, change{id: fmt.Sprint(i)})
	}
	require.Equal(t, []int{manyMembers, 1}, take(many...))
}

// PostgreSQL is asked by each as long as they are few.
func TestFewGoSingly(t *testing.T) {
	t.Parallel()
	q := newQueue(Postgres, false, nil)
	sizes := func(callers int) (sizes []int) {
		running := make(chan []*change, callers)
		q.run = func(_ context.Context, cs []*change) []error {
			running <- cs
			<-t.Context().Done() // not before the test ends
			return make([]error, len(cs))
		}
		q.members, q.singlesRun, q.groupsRun = 0, 0, 0
		for i := range callers {
			q.enter(&member{&change{id: fmt.Sprint(i)}, t.Context(), make(chan error, 1)}, false)
		}
		for range q.singlesRun + q.groupsRun {
			sizes = append(sizes, len(<-running))
		}
		return sizes
	}
	require.Equal(t, slices.Repeat([]int{1}, 8), sizes(8))
	require.Len(t, sizes(100), q.all)
	require.Len(t, q.waiting, 100-q.all)
}

// Callers in step, who are all away between two groups, go on in groups, and singly
// again when they have been few for a while.
func TestManyStayTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(Postgres, false, nil)
		var open chan struct{}
		q.run = func(_ context.Context, cs []*change) []error {
			<-open
			return make([]error, len(cs))
		}
		enter := func(callers int) (singles int) {
			open = make(chan struct{})
			for i := range callers {
				q.enter(&member{&change{id: fmt.Sprint(i)}, t.Context(), make(chan error, 1)}, false)
			}
			singles = q.singlesRun
			close(open)
			synctest.Wait()
			require.Zero(t, q.members)
			return singles
		}
		require.Equal(t, 8, enter(8))
		require.Equal(t, q.singles, enter(100), "nobody knew how many would come")
		require.Zero(t, enter(100))
		require.Zero(t, enter(1))
		for range 30 {
			enter(1)
		}
		require.Equal(t, 8, enter(8))
	})
}

// An array says what it is given, whatever that looks like.
func TestArrays(t *testing.T) {
	t.Parallel()
	s := (&statement{dialect: Postgres}).unnest([][]any{{`a"\,{} NULL`, []byte{0, 255}, true}, {"", []byte{}, false}})
	require.Equal(t, "unnest($1::text::text[], $2::text::bytea[], $3::text::boolean[])", s.sql.String())
	require.Equal(t, []any{`{"a\"\\,{} NULL",""}`, `{"\\x00ff","\\x"}`, `{true,false}`}, s.args)
	require.Panics(t, func() { appendElement(nil, errors.New("")) })
}

// Where an enrolment names what it named at the record before, PostgreSQL is not
// asked to look; where that record is another's, or in doubt, it is.
func TestKnownNamesAreNotLookedAt(t *testing.T) {
	t.Parallel()
	f := &fake{}
	s, err := New(f.open(t), Postgres, nil)
	require.NoError(t, err)
	const short, whole = "WITH records", "WITH mentions"
	for i, c := range []struct {
		after   workflow.Seq
		decider workflow.PersonID
		lost    bool
		want    string
	}{
		{1, "a", false, whole}, {2, "a", false, short}, {3, "b", false, whole}, {4, "b", false, short}, {4, "b", false, whole},
		{5, "b", true, short}, {5, "b", false, whole}, {6, "b", false, short},
	} {
		b := one(1)
		b.After, b.Records[0].Seq, b.Summary.Deciders, f.unchanged = c.after, c.after+1, []workflow.PersonID{c.decider}, c.lost
		require.Equal(t, c.lost, errors.Is(s.Append(t.Context(), b), workflow.ErrConflict))
		require.Equal(t, c.want, f.sent[i], "append %d", i)
	}
}
