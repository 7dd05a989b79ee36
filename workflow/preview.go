package workflow

import "context"

// A Preview is what a command would do, if it were given now.
type Preview struct {
	Enrolment EnrolmentID
	// Events are what would be stored; none if nothing would change. What is
	// drawn by chance in them, such as the serial of a certificate, would be
	// another one.
	Events []Event
	// State is the state that the command would lead to.
	State State
	// Summary is the enrolment's then.
	Summary Summary
}

// Preview says what req would do as a new request, and stores nothing. The
// error is the one that Do would give then. Whether its id was used before is
// not looked at, and Hooks.Before is not asked.
func (e *Engine) Preview(ctx context.Context, req Request) (Preview, error) {
	if err := e.prepare(&req); err != nil {
		return Preview{}, err
	}
	cur, err := e.current(ctx, req.Enrolment)
	if err != nil {
		return Preview{}, err
	}
	facts, err := e.facts(ctx, &req, &cur)
	if err != nil {
		return Preview{}, err
	}
	if err := e.asIfNew(ctx, &req, &cur, &facts); err != nil {
		return Preview{}, err
	}
	if _, err := e.redaction(ctx, &req, &cur, &facts); err != nil {
		return Preview{}, err
	}
	events, fw, err := e.decide(&req, &cur, &facts)
	if err != nil {
		return Preview{}, err
	}
	p := Preview{Enrolment: req.Enrolment, State: cur.state}
	if len(events) > 0 {
		r, err := e.newRecord(fw, &cur.state, &req, CommandDigest{}, &facts, events)
		if err != nil {
			return Preview{}, err
		}
		p.State = Apply(cur.state, r)
		p.State = p.State.placedBy(fw.Index())
		if p.Events, err = r.Decode(); err != nil { // copies: events share what they say with the state
			return Preview{}, err
		}
	}
	p.Summary = Summarise(fw, &p.State, p.State.notBefore(facts.Now))
	return p, nil
}
