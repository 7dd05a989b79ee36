package scenario

import (
	"errors"

	"github.com/countersign-go/countersign/workflow"
)

// erase erases an enrolment, as the host does, and looks at what is left of it.
func (x *stretch) erase(l *Erase) error {
	about := l.About[0]
	t, id := x.tale(about), x.id(about)
	err := x.engines[0].Erase(x.ctx, id)
	if err != nil && !errors.Is(err, workflow.ErrUnsupported) {
		return breach("errors", "erasing the enrolment of %s failed: %v", about, err)
	}
	records, err := x.load(id, t.seq)
	if err != nil {
		return err
	}
	if want := t.exists; (len(records) == 1) != want {
		return breach("one-record", "erasing an enrolment that exists: %v, stored %d records", want, len(records))
	}
	next, _, err := x.extend(t, records, &workflow.Record{})
	if err != nil {
		return breach("chain", "what is left of an erased enrolment cannot be read: %v", err)
	}
	if len(records) > 0 {
		x.book.keep(id, next)
	}
	after := x.moment(next)
	for _, check := range []func(_, after *Moment) error{checkChain, checkRedacted} {
		if err := check(nil, after); err != nil {
			return breach("redacted", "after erasing the enrolment of %s: %v", about, err)
		}
	}
	return nil
}
