package workflow

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// An InboxEntry is something that somebody asks of a person.
type InboxEntry struct {
	Enrolment Summary
	Pending   Pending
}

// Inbox gives what is asked of the actor in all enrolments that the actor may
// see, what has waited longest first. It needs a [Lister]; without one the
// error is ErrUnsupported.
//
// Enrolments that cannot be looked at, as [Engine.List] has it, are left out:
// the error then joins an *[Unlisted] for each, and the entries beside it are
// good. With any other error there are none.
func (e *Engine) Inbox(ctx context.Context, actor PersonID) ([]InboxEntry, error) {
	var entries []InboxEntry
	var unlisted []error
	for s, err := range e.List(ctx, actor, Query{PendingWith: actor}) {
		if one := (*Unlisted)(nil); errors.As(err, &one) {
			unlisted = append(unlisted, err)
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, p := range s.Pending {
			if p.With == actor {
				entries = append(entries, InboxEntry{Enrolment: s, Pending: p})
			}
		}
	}
	slices.SortStableFunc(entries, func(a, b InboxEntry) int {
		return cmp.Or(a.Pending.Since.Compare(b.Pending.Since), cmp.Compare(a.Enrolment.Enrolment, b.Enrolment.Enrolment))
	})
	return entries, errors.Join(unlisted...)
}
