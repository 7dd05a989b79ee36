package storetest

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/countersign-go/countersign/workflow"
)

func outcomeCases() []Case {
	return []Case{
		{"outcome/leaving", "An error that wraps ErrConflict or ErrNotStored guarantees that nothing was stored. Any other error, ctx.Err() included, means that the outcome is unknown", outcomeLeaving},
		{"outcome/unknown", "means that the outcome is unknown: the engine reloads and looks for the request id", outcomeUnknown},
	}
}

// leaving runs f for a caller who leaves meanwhile, later for a greater n.
func leaving(n int, f func(context.Context) error) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		for range n {
			runtime.Gosched()
		}
		cancel()
	}()
	return f(ctx)
}

// outcomeLeaving has callers who leave while the store is at it. What they asked
// for is stored whole or not at all, and what they are told of it is true.
func outcomeLeaving(s workflow.Store) error {
	last, doubt := workflow.Seq(0), false // doubt: something may be stored after its caller was told
	for n := range 40 {
		var rs []workflow.Record
		for i := range workflow.Seq(3) {
			rs = append(rs, by(fmt.Sprint("request-", n), last+1+i))
		}
		told := leaving(n, func(ctx context.Context) error { return s.Append(ctx, batch("e-1", last, rs...)) })
		tail, err := load(s, "e-1", last)
		if err != nil {
			return err
		}
		if err := wholeOrNot(tail, rs, told, doubt); err != nil {
			return fmt.Errorf("3 records after %d, of a caller who left and was told %v: %w", last, told, err)
		}
		doubt = doubt || told != nil && !promised(told)
		last += workflow.Seq(len(tail))
	}
	return nil
}

// wholeOrNot looks at what is behind the last record once a caller was told what came of rs.
func wholeOrNot(tail, rs []workflow.Record, told error, doubt bool) error {
	if err := inOrder(tail, rs[0].Seq-1); err != nil || len(tail)%len(rs) != 0 {
		return fmt.Errorf("%d records are stored of batches of %d: %v", len(tail), len(rs), err)
	}
	stored := len(tail) > 0 && tail[0].Request == rs[0].Request
	switch {
	case stored && promised(told):
		return errors.New("it is stored")
	case !stored && told == nil:
		return errors.New("it is not stored")
	case !stored && !doubt && (len(tail) > 0 || errors.Is(told, workflow.ErrConflict)):
		return errors.New("nobody else was there")
	}
	return nil
}

// outcomeUnknown has callers who never hear an answer, because it was lost or
// their request was. They do what the engine does.
func outcomeUnknown(s workflow.Store) error {
	for i := range 30 {
		r := by(fmt.Sprint("request-", i), workflow.Seq(i+1))
		if i%3 > 0 {
			_ = try(s, "e-1", r.Seq-1, r) // this is the answer that is lost
		}
		if err := settle(s, r); err != nil {
			return err
		}
	}
	rs, err := load(s, "e-1", 0)
	if err != nil || len(rs) != 30 {
		return fmt.Errorf("30 requests are stored as %d records: %v", len(rs), err)
	}
	return inOrder(rs, 0)
}

// settle looks for a request behind what was known before it, and stores it if
// it is not there, until it is.
func settle(s workflow.Store, r workflow.Record) (err error) {
	const most = 20
	for range most {
		tail, failed := load(s, "e-1", r.Seq-1)
		switch {
		case failed != nil:
			return failed
		case len(tail) > 0:
			return same(requestsOf(tail), requestsOf([]workflow.Record{r}))
		}
		err = try(s, "e-1", r.Seq-1, r)
	}
	return fmt.Errorf("%q was appended %d times after %d, and is not there: %w", r.Request, most, r.Seq-1, err)
}

// requestsOf are records by number and request alone.
func requestsOf(rs []workflow.Record) (out []workflow.Record) {
	for _, r := range rs {
		out = append(out, workflow.Record{Seq: r.Seq, Request: r.Request})
	}
	return out
}
