package workflow

import (
	"context"
	"errors"

	"github.com/countersign-go/countersign/proficiency"
)

// versions adds to the facts what a command on an enrolment that exists rests
// on of other versions than its own, and of its own's life.
func (e *Engine) versions(ctx context.Context, cmd Command, f *Facts, cur *loaded) (err error) {
	if cur.fw == nil || !cur.state.Exists() {
		return nil
	}
	d := decider{fw: cur.fw, s: &cur.state, f: *f}
	d.stamp.At = cur.state.notBefore(f.Now)
	switch c := cmd.(type) {
	case *Upgrade:
		f.Target, err = e.target(&d, c.To, d.today())
		return err
	case *Enrol:
		if cur.state.enr().withdrawn == nil {
			return nil
		}
		if err = e.ownLife(f, cur.fw); err != nil {
			return err
		}
		if ok, _ := f.Lifecycle.Finishable(d.todayAt(c.Centre)); !ok {
			f.Target, err = e.target(&d, proficiency.Version{}, d.todayAt(c.Centre))
		}
		return err
	case *EnrolTrial:
		return nil
	case *RequestSignOff:
		if err = e.ownLife(f, cur.fw); err != nil {
			return err
		}
	case *AcceptTransfer:
		if f.Source, err = e.source(c, cur.fw); err != nil {
			return err
		}
	}
	f.Target = e.automatic(ctx, &d)
	return nil
}

// ownLife adds the lifecycle of the version that the enrolment is pinned to.
func (e *Engine) ownLife(f *Facts, fw *proficiency.Framework) error {
	life, err := e.catalog.Lifecycle(fw.Ref())
	if err == nil {
		f.Lifecycle = &life
	}
	return err
}

// target is the version to go on with: the one named, or the newest that is
// open on that day.
func (e *Engine) target(d *decider, to proficiency.Version, day proficiency.Date) (*Target, error) {
	ref := proficiency.Ref{ID: d.fw.ID(), Version: to}
	if to == (proficiency.Version{}) {
		open, err := e.catalog.NewestOpen(ref.ID, day)
		if errors.Is(err, proficiency.ErrNoneOpen) {
			return &Target{Missing: &Reason{Code: EnrolmentClosed, Message: err.Error()}}, nil
		}
		if err != nil {
			return nil, err
		}
		ref = open
	}
	return e.targetAt(d.fw, ref)
}

// targetAt is that version, with the migration that leads there.
func (e *Engine) targetAt(from *proficiency.Framework, ref proficiency.Ref) (*Target, error) {
	fw, err := e.catalog.Framework(ref)
	if errors.Is(err, proficiency.ErrUnknownFramework) {
		return &Target{Missing: &Reason{Code: UnknownFramework, Message: err.Error()}}, nil
	}
	if err != nil {
		return nil, err
	}
	t := &Target{Framework: fw}
	if t.Lifecycle, err = e.catalog.Lifecycle(ref); err != nil {
		return nil, err
	}
	if ref.Version.Compare(from.Version()) <= 0 {
		return t, nil
	}
	t.Migration, err = e.catalog.Migration(from.Ref(), ref)
	if errors.Is(err, proficiency.ErrNoMigration) {
		t.Missing, err = noMigration(from.Ref(), ref, err), nil
	}
	return t, err
}

// automatic is the version that the policy has enrolments go on with by
// themselves, or nil: the newest within its bounds that is published and not
// retired and that a migration leads to. What is wrong with newer versions
// keeps nobody from working on their own.
func (e *Engine) automatic(ctx context.Context, d *decider) *Target {
	most := e.o.Policy.AutoUpgrade().Most()
	if most == proficiency.StepNone || d.s.trial() || d.s.enr().withdrawn != nil {
		return nil
	}
	for _, ref := range e.catalog.Newer(d.fw.Ref(), most) {
		t, err := e.targetAt(d.fw, ref)
		if err != nil {
			e.o.Logger.WarnContext(ctx, "a newer version cannot be used", "framework", ref.String(), "error", err)
			continue
		}
		if open, _, _ := t.Lifecycle.OpenForEnrolment(d.today()); open && t.Migration != nil {
			return t
		}
	}
	return nil
}

// decide decides a request, after the upgrade that comes about by itself if one
// does, and gives the content that the enrolment is on then. A request that
// changes nothing upgrades nothing.
func (e *Engine) decide(req *Request, cur *loaded, f *Facts) ([]Event, *proficiency.Framework, error) {
	fw, s := cur.fw, &cur.state
	var before []Event
	if _, named := req.Command.(*Upgrade); !named && f.Target != nil {
		if _, opens := req.Command.(opening); !opens {
			if events, after := autoUpgraded(fw, s, *f); events != nil {
				before, fw, s = events, f.Target.Framework, &after
				if err := e.goneOn(req, f); err != nil {
					return nil, cur.fw, err
				}
			}
		}
	}
	events, err := Decide(fw, s, *f, req.Command)
	if err != nil || len(events) == 0 {
		return nil, cur.fw, err
	}
	if before != nil {
		events = append(before, events...)
	}
	return events, contentAfter(cur.fw, f, events), nil
}

// goneOn are the facts on the version that an upgrade by itself leads to.
func (e *Engine) goneOn(req *Request, f *Facts) (err error) {
	if f.Lifecycle != nil {
		f.Lifecycle = &f.Target.Lifecycle
	}
	if c, ok := req.Command.(*AcceptTransfer); ok {
		f.Source, err = e.source(c, f.Target.Framework)
	}
	return err
}

// PlanUpgrade says what Upgrade to that version would do to an enrolment now,
// and stores nothing; a zero version is as in [Upgrade]. It is for whoever could
// give the command: the error is the *[Denied] that it would get. On the version
// that the enrolment is on already the plan is nil.
func (e *Engine) PlanUpgrade(ctx context.Context, actor PersonID, id EnrolmentID, to proficiency.Version) (*UpgradePlan, error) {
	req := Request{Actor: actor, Enrolment: id, Command: &Upgrade{To: to}}
	if err := e.prepare(&req); err != nil {
		return nil, err
	}
	cur, err := e.current(ctx, id)
	if err != nil {
		return nil, err
	}
	facts, err := e.facts(ctx, &req, &cur)
	if err != nil {
		return nil, err
	}
	events, _, err := e.decide(&req, &cur, &facts)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	return PlanUpgrade(cur.fw, facts.Target.Framework, facts.Target.Migration, &cur.state, cur.state.notBefore(facts.Now))
}
