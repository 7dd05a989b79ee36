package scenario

import (
	"errors"

	"github.com/countersign-go/countersign/workflow"
)

// step gives one command and holds what comes of it to the invariants.
func (x *stretch) step(m move) error {
	g, err := x.prepare(m)
	if err != nil || g == nil {
		return err
	}
	if err := x.preview(g); err != nil {
		return err
	}
	if err := x.planTransfer(g); err != nil {
		return err
	}
	x.give(g)
	return x.judge(g)
}

// preview asks now and then what a command would do before it is given.
func (x *stretch) preview(g *gift) error {
	const seldom = 13
	if x.steps%seldom != 0 && !x.noting {
		return nil
	}
	x.tells[0].seed = g.seed
	p, err := x.engines[0].Preview(x.ctx, g.req)
	g.preview = &preview{Preview: p}
	if err != nil && !errors.As(err, &g.preview.denied) {
		return breach("errors", "the preview of %s by %s failed: %v", g.req.Command.Kind(), g.req.Actor, err)
	}
	return nil
}

// A gift is a command on its way.
type gift struct {
	move
	line     *Step
	index    int // of the move
	about    Enrolment
	seed     string
	req      workflow.Request
	before   *Moment
	res      workflow.Result
	err      error
	troubled bool
	preview  *preview
	brought  *export
	planned  *transferPlan
}

// prepare makes a command of a step; none if the step makes no sense any more
// in a walk of which something was left out.
func (x *stretch) prepare(m move) (*gift, error) {
	g := &gift{move: m, line: m.line.(*Step)}
	if e, ok := opens(g.line.Actor, g.line.Command); ok {
		g.about = e
	} else {
		g.about = g.line.About[0]
	}
	t := x.tale(g.about)
	actor := g.line.Actor
	if actor == TheLearner {
		actor = t.responsible()
	}
	now := &snapshot{about: g.about, id: x.id(g.about), state: t.state, fw: t.plan.fw}
	cmd, err := g.line.Command, error(nil)
	if c, ok := cmd.(*workflow.AcceptTransfer); !ok {
		cmd, err = x.world.concrete(g.line, actor, now)
	} else if cmd, err = x.bring(g, c, now); cmd == nil {
		return nil, err
	}
	if g.line.Words != "" {
		if cmd, err = t.redaction(g.line); err == nil && x.noting {
			g.line = t.plainly(g.line, cmd)
		}
	}
	if err != nil {
		return nil, nil // what it is about is not there
	}
	g.index, g.seed = len(x.moves), x.number(m)
	g.req = workflow.Request{ID: g.line.Request, Actor: actor, Enrolment: now.id, Command: cmd}
	if g.req.ID == "" {
		g.req.ID = workflow.RequestID("step-" + g.seed)
	}
	return g, x.look(g)
}

// look keeps how the enrolment stands before a step, and what the actor sees.
func (x *stretch) look(g *gift) (err error) {
	g.before = x.moment(x.tale(g.about))
	g.before.looked = g.before.tale
	g.before.View, err = x.engines[0].View(x.ctx, g.req.Actor, g.before.ID)
	var denied *workflow.Denied
	if g.before.Sees = err == nil; err != nil && !errors.As(err, &denied) {
		return breach("errors", "what %s sees cannot be read: %v", g.req.Actor, err)
	}
	return nil
}

// give gives the command, again where the store failed underneath.
func (x *stretch) give(g *gift) {
	l := x.lanes[g.engine]
	l.mishap, l.stored = g.mishap, nil
	const attempts = 4 // a mishap happens once
	for range attempts {
		x.tells[g.engine].seed = g.seed
		g.res, g.err = x.engines[g.engine].Do(x.ctx, g.req)
		var denied *workflow.Denied
		if g.err == nil || errors.As(g.err, &denied) || g.mishap == noMishap {
			break
		}
		g.troubled = true
	}
	l.mishap = noMishap
}

// judge takes in what was stored and looks at the invariants.
func (x *stretch) judge(g *gift) error {
	after, err := x.after(g)
	if err != nil {
		return err
	}
	if m := after.tale.moved; m != nil && len(after.Records) > 0 { // what it did besides is held to the version that it led to
		before := x.moment(m)
		before.View, before.Sees, before.looked, before.Now = g.before.View, g.before.Sees, g.before.looked, g.before.Now
		g.before = before
	} else if after.Denied != nil || after.brought != nil && len(after.Records) == 0 && !after.Result.Replayed {
		g.before = x.asUpgraded(g.before, g.req.Command)
	}
	if x.recording {
		x.report.add(g.before, after)
	}
	if x.noting {
		x.note(g, after)
	}
	for i := range x.watches {
		w := &x.watches[i]
		if w.due--; w.due >= 0 {
			continue
		}
		w.due = w.every - 1
		if err := w.Check(g.before, after); err != nil {
			var stop fatal
			if errors.As(err, &stop) {
				return stop
			}
			b := &Breach{Invariant: w.Name, Sentence: w.Sentence, Message: err.Error(), index: g.index, about: g.about}
			errors.As(err, &b.ought)
			return b
		}
	}
	return nil
}

// after is how the enrolment stands once what the store has more of it is taken in.
func (x *stretch) after(g *gift) (*Moment, error) {
	t := g.before.tale
	records, err := x.load(g.before.ID, t.seq)
	if err != nil {
		return nil, err
	}
	next, events, err := x.extend(t, records, &g.res.Record)
	if err != nil {
		return nil, breach("chain", "the store has of %s what cannot be read: %v", g.before.ID, err)
	}
	if len(records) > 0 {
		next.requests = append(next.requests, taleRequest{g.req.ID, g.req.Actor, g.req.Command, next.seq})
		x.book.keep(g.before.ID, next)
	}
	m := x.moment(next)
	m.Step, m.Request, m.Result, m.Err, m.Records, m.Events = g.line, g.req, g.res, g.err, records, events
	m.stored, m.unsettled, m.lost, m.preview = x.lanes[g.engine].stored, g.troubled, g.mishap == lostReply, g.preview
	m.brought, m.planned = g.brought, g.planned
	errors.As(g.err, &m.Denied)
	return m, nil
}

// extend is the tale with what some records tell. Given is one of them as the
// engine gave it, or another record: what is in it is known already.
func (x *stretch) extend(t *tale, records []workflow.Record, given *workflow.Record) (next *tale, all []workflow.Event, err error) {
	if len(records) == 0 {
		return t, nil, nil
	}
	next = t.clone()
	next.moved, next.change = nil, nil
	for i := range records {
		r := &records[i]
		events, err := r.Decode()
		if err != nil {
			return nil, nil, err
		}
		all = append(all, events...)
		switch {
		case next.exists && next.plan.fw.Digest() != r.FrameworkDigest:
			if events, err = x.upgraded(next, r, events); err != nil {
				return nil, nil, err
			}
		case next.plan.fw == nil || next.plan.fw.Digest() != r.FrameworkDigest:
			if err := x.pin(next, r); err != nil {
				return nil, nil, err
			}
		}
		if given.Seq == r.Seq && given.Hash == r.Hash {
			next.state = workflow.Apply(next.state, *given)
		} else {
			next.state = workflow.Apply(next.state, *r)
		}
		x.book.follow(next, r, events)
	}
	return next, all, nil
}

// pin gives a tale the framework that a record names.
func (x *stretch) pin(t *tale, r *workflow.Record) error {
	fw, err := x.world.catalog.Framework(r.Framework)
	if err != nil {
		return err
	}
	t.plan = x.book.plan(fw)
	t.items = make([]taleItem, len(t.plan.items))
	t.state, err = x.stateBefore(t, r, fw)
	return err
}

// race gives two commands at the same time: the second is decided on before
// the first is stored.
func (x *stretch) race(first, second move) error {
	a, err := x.prepare(first)
	if err != nil || a == nil {
		return err
	}
	if second.engine == first.engine {
		second.engine = (first.engine + 1) % len(x.engines)
	}
	b, err := x.prepare(second)
	if err != nil {
		return err
	}
	if b == nil {
		x.give(a)
		return x.judge(a)
	}
	var found error
	done := false
	meet := func() {
		done = true
		x.give(a)
		if found = x.judge(a); found == nil {
			found = x.look(b)
		}
	}
	x.lanes[second.engine].first = meet
	x.give(b)
	if x.lanes[second.engine].first = nil; !done {
		meet()
	}
	if found != nil {
		return found
	}
	return x.judge(b)
}
