package cli

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func numbers(n int, failing error) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i := range n {
			if !yield(i, nil) {
				return
			}
		}
		if failing != nil {
			yield(0, failing)
		}
	}
}

// Results come in order, whatever order the work ends in, and no more is
// begun than was asked for.
func TestInOrder(t *testing.T) {
	t.Parallel()
	var under, most atomic.Int64
	var behind [100]chan struct{}
	for i := range behind {
		behind[i] = make(chan struct{})
	}
	work := func(_ context.Context, n int) int {
		if u := under.Add(1); u > most.Load() {
			most.Store(u)
		}
		if n%2 == 0 {
			<-behind[n+1] // the next one ends first
		} else {
			close(behind[n])
		}
		under.Add(-1)
		return 2 * n
	}
	next := 0
	err := inOrder(t.Context(), 4, numbers(100, nil), work, func(n, twice int) error {
		if n != next || twice != 2*n {
			t.Errorf("%d gives %d where %d was next", n, twice, next)
		}
		next++
		return nil
	})
	if err != nil || next != 100 || most.Load() > 6 {
		t.Errorf("%v: %d of 100, %d at once", err, next, most.Load())
	}
}

// It ends with the first error, wherever that is, when nothing is under way any more.
func TestInOrderEnds(t *testing.T) {
	t.Parallel()
	failed := errors.New("failed")
	var under atomic.Int64
	work := func(ctx context.Context, n int) error {
		under.Add(1)
		defer under.Add(-1)
		if n > 20 {
			<-ctx.Done()
		}
		return nil
	}
	got := 0
	count := func(int, error) error { got++; return nil }
	if err := inOrder(t.Context(), 3, numbers(10, failed), work, count); !errors.Is(err, failed) || got != 10 {
		t.Errorf("%v behind %d", err, got)
	}
	err := inOrder(t.Context(), 3, numbers(1000, nil), work, func(n int, _ error) error {
		if n == 7 {
			return failed
		}
		return nil
	})
	if !errors.Is(err, failed) || under.Load() != 0 {
		t.Errorf("%v, %d are under way", err, under.Load())
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = inOrder(ctx, 3, numbers(1000, nil), work, func(n int, _ error) error {
		if n == 7 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || under.Load() != 0 {
		t.Errorf("%v, %d are under way", err, under.Load())
	}
}

func TestBar(t *testing.T) {
	t.Parallel()
	var screen bytes.Buffer
	begun := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	now := begun
	b := &bar{w: &screen, now: func() time.Time { return now }, begun: begun, total: 4000}
	for range 4000 {
		now = now.Add(100 * time.Millisecond)
		b.step(1)
	}
	lines := strings.Split(screen.String(), "\r")[1:]
	if len(lines) != 1000 {
		t.Errorf("it is drawn %d times", len(lines))
	}
	if want := "[" + strings.Repeat(".", 30) + "] 0%, 6m40s left"; lines[0] != want {
		t.Errorf("at first %q", lines[0])
	}
	if want := "[" + strings.Repeat("#", 15) + strings.Repeat(".", 15) + "] 50%, 3m20s left"; strings.TrimRight(lines[500], " ") != want {
		t.Errorf("half way %q", lines[500])
	}
	b.clear()
	if got := screen.String(); !strings.HasSuffix(got, "\r"+strings.Repeat(" ", b.drawn)+"\r") && b.drawn == 0 && !strings.HasSuffix(got, " \r") {
		t.Errorf("%q stays", got[len(got)-80:])
	}
	open := &bar{w: &screen, now: time.Now}
	open.step(3)
	if !strings.HasSuffix(screen.String(), "\r3 done") {
		t.Error("without a total it counts")
	}
	var none *bar
	none.step(1)
	none.clear()
}
