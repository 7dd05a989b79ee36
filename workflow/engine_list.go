package workflow

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// List yields the summaries that q selects and the actor may see, in the order
// of enrolment ids, each as it is now. A page may be longer in coming than a
// store's own, since rows that the clock has changed are looked at again.
//
// One of these that cannot be looked at, because its records are damaged or
// cannot be loaded, or the catalogue lacks its content, is yielded in its place
// as a *[Unlisted] that names it, and the list goes on behind it; it does not
// count towards q.Limit. Whoever stops at the first error has every summary
// before it, and may go on with q.After at the enrolment that it names. After
// any other error nothing follows: the list itself failed, ctx ended, or the
// store is no [Lister] and Options has none, which is ErrUnsupported.
func (e *Engine) List(ctx context.Context, actor PersonID, q Query) iter.Seq2[Summary, error] {
	return func(yield func(Summary, error) bool) {
		lister, err := e.lister()
		if err != nil {
			yield(Summary{}, err)
			return
		}
		facts, err := e.ask(ctx, Need{Actor: actor})
		if err != nil {
			yield(Summary{}, err)
			return
		}
		viewer := ViewerOf(e.o.Policy, actor, facts.Person(actor))
		q.Viewer, q.Now = &viewer, facts.Now
		e.list(ctx, lister, q, yield)
	}
}

// list yields what q selects as of q.Now. What the clock may have changed
// since it was stored is looked at again, which may drop it: a page that got
// too short by that is filled from behind it.
func (e *Engine) list(ctx context.Context, lister Lister, q Query, yield func(Summary, error) bool) {
	l := listing{e: e, q: q, yield: yield}
	for stored := q; ; {
		if q.Limit > 0 {
			stored.Limit = q.Limit - l.given
		}
		last, n := stored.After, 0
		for s, err := range e.listSummaries(ctx, lister, stored) {
			if last, n = s.Enrolment, n+1; !l.row(ctx, s, err) {
				return
			}
		}
		if stored.Limit <= 0 || n < stored.Limit || last <= stored.After {
			return
		}
		stored.After = last
	}
}

// An Unlisted is the error of one enrolment that a list cannot show as it is
// now. The others are not concerned.
type Unlisted struct {
	Enrolment EnrolmentID
	// Err is why, such as [ErrBroken] or an error of the store.
	Err error
}

// Error names the enrolment and says why.
func (u *Unlisted) Error() string {
	return fmt.Sprintf("workflow: cannot list %s as it is now: %v", quoteID(string(u.Enrolment)), u.Err)
}

// Unwrap gives Err.
func (u *Unlisted) Unwrap() error { return u.Err }

// A listing is one call of [Engine.List] on its way.
type listing struct {
	e     *Engine
	q     Query
	given int
	yield func(Summary, error) bool
}

// row takes what the store yields, and reports whether it should go on.
func (l *listing) row(ctx context.Context, s Summary, err error) bool {
	if err == nil && s.Stale(l.q.Now) {
		stored := s
		if s, err = l.e.resummarise(ctx, s.Enrolment, l.q.Now); err != nil && ctx.Err() == nil {
			return !l.q.Matches(&stored) || l.yield(Summary{}, &Unlisted{stored.Enrolment, err})
		}
	}
	if err != nil {
		l.yield(Summary{}, err)
		return false
	}
	asIs := l.q
	asIs.Now = time.Time{}
	if !asIs.Matches(&s) { // whatever the store thinks
		return true
	}
	l.given++
	return l.yield(s, nil) && l.given != l.q.Limit
}

// resummarise is the summary of an enrolment as of an instant.
func (e *Engine) resummarise(ctx context.Context, id EnrolmentID, now time.Time) (Summary, error) {
	cur, err := e.current(ctx, id)
	if err != nil || cur.fw == nil {
		return Summary{}, err
	}
	return summarise(cur.fw, &cur.state, cur.tally, cur.state.notBefore(now)).Clone(), nil
}

// lister is Options.Lister, or the store, in the one place where it is asked for
// the optional Lister.
func (e *Engine) lister() (Lister, error) {
	if e.o.Lister != nil {
		return e.o.Lister, nil
	}
	if l, ok := e.store.(Lister); ok {
		return l, nil
	}
	return nil, fmt.Errorf("%w: it has no List", ErrUnsupported)
}

// BySerial gives the state of the enrolment that the certificate with that
// serial is of, and the content that was signed off; ok is false where there is none. It asks
// nobody's rights: it is for a page on which anybody checks a certificate, and
// that page must show nothing of the result but what package certificate
// answers. It needs a [Lister]. The certificate of a trial proves nothing: it
// is not found.
func (e *Engine) BySerial(ctx context.Context, typed string) (fw *proficiency.Framework, s State, ok bool, err error) {
	serial, ok := ParseSerial(typed)
	if !ok {
		return nil, State{}, false, nil
	}
	lister, err := e.lister()
	if err != nil {
		return nil, State{}, false, err
	}
	for sum, err := range e.listSummaries(ctx, lister, Query{Serial: serial, Limit: 1}) {
		if err != nil {
			return nil, State{}, false, err
		}
		cur, err := e.current(ctx, sum.Enrolment)
		if err != nil || cur.state.issued(serial) == 0 { // a list can be wrong: the records count
			return nil, State{}, false, err
		}
		fw, err := e.pinned(cur.state.ContentAt(cur.state.issued(serial)))
		return fw, cur.state, err == nil, err
	}
	return nil, State{}, false, nil
}
