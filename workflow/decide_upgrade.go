package workflow

import (
	"errors"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

var errNoTarget = errors.New("workflow: the facts lack the version to go on with, or what leads from another one")

func (c *Upgrade) decide(d *decider) {
	as := d.upgrader()
	t := d.f.Target
	switch {
	case t == nil:
		d.untold = true
	case !d.reachable(t):
	case t.Framework.Digest() != d.fw.Digest():
		d.goOn(d.planned(t), as, false)
	}
}

// upgrader is somebody with the capability upgrade, and not the learner. A trial
// stays on its version.
func (d *decider) upgrader() Held {
	d.notWithdrawn()
	if !d.notInTrial() {
		return Held{}
	}
	return d.capable(roles.CanUpgrade)
}

// reachable: the version is published and not older, can be finished, and a
// migration leads there. Whether it still takes new learners does not matter.
func (d *decider) reachable(t *Target) bool {
	if t.Framework == nil {
		d.refuse(*t.Missing)
		return false
	}
	ref, before := t.Framework.Ref(), len(d.reasons)
	params := map[string]string{"framework": ref.String(), "version": ref.Version.String()}
	if ref.Version.Compare(d.fw.Version()) < 0 {
		d.refuse(Reason{
			Code: OlderVersion, Message: "an enrolment on " + d.fw.Ref().String() + " does not go back to " + ref.Version.String(), Params: params,
			Remedy: "name a newer version",
		})
		return false
	}
	if ref == d.fw.Ref() {
		return true
	}
	life, today := t.Lifecycle, d.today()
	switch {
	case life.Status == proficiency.Draft || life.Status == "":
		d.refuse(Reason{Code: NotPublished, Message: ref.String() + " is a draft", Clause: life.Position, Params: params, Remedy: "have it published first"})
	case today.Before(life.Published):
		params["date"] = life.Published.String()
		d.refuse(Reason{
			Code: NotPublished, Message: ref.String() + " is published on " + life.Published.String(), Clause: life.PublishedPosition,
			Params: params, Remedy: "upgrade then",
		})
	}
	d.finishableOn(ref, &life, today, "upgrade to a version that can be finished")
	if t.Migration == nil && t.Missing != nil {
		d.refuse(*t.Missing)
	}
	return len(d.reasons) == before
}

// finishableOn: the sign-off on a version can still be asked for.
func (d *decider) finishableOn(ref proficiency.Ref, life *proficiency.Lifecycle, today proficiency.Date, remedy string) {
	ok, clause := life.Finishable(today)
	if ok {
		return
	}
	d.refuse(Reason{
		Code: SignOffClosed, Message: "sign-off on " + ref.String() + " could be asked for until " + life.FinishBy.String(), Clause: clause,
		Params: map[string]string{"framework": ref.String(), "version": ref.Version.String(), "date": life.FinishBy.String()}, Remedy: remedy,
	})
}

// planned is what going on with another version does. That it cannot be made is a
// fault of the facts.
func (d *decider) planned(t *Target) *UpgradePlan {
	if t.Migration == nil {
		d.untold = true
		return nil
	}
	p, err := PlanUpgrade(d.fw, t.Framework, t.Migration, d.s, d.stamp.At)
	if err != nil {
		d.untold = true
		return nil
	}
	return p
}

// goOn adds what a plan does: what ends, and then what goes on.
func (d *decider) goOn(p *UpgradePlan, as Held, automatic bool) {
	if p == nil {
		return
	}
	for i, r := range p.ends {
		d.endPendingItem(p.items[i], r, CauseUpgraded)
	}
	if p.SignOffRequest {
		d.endSignOffRequest(CauseUpgraded)
	}
	e := p.event
	e.Stamp, e.As, e.Automatic = d.stamp, as, automatic
	d.add(&e)
}

// contentAfter is the content that an enrolment is on after events.
func contentAfter(fw *proficiency.Framework, f *Facts, events []Event) *proficiency.Framework {
	for _, e := range events {
		if _, ok := e.(*Upgraded); ok && f.Target != nil && f.Target.Framework != nil {
			return f.Target.Framework
		}
	}
	return fw
}

// autoUpgraded are the events that have an enrolment go on with a newer version
// by itself, before a command is decided: none where that asked anything of
// anybody. The state is as if they were stored, but for the record itself: what
// follows stands in the same one.
func autoUpgraded(fw *proficiency.Framework, s *State, f Facts) ([]Event, State) {
	t := f.Target
	if t == nil || t.Migration == nil || s.newer || s.trial() || s.enr().withdrawn != nil {
		return nil, State{}
	}
	d := decider{fw: fw, s: s, f: f}
	if d.prepare() != nil || !d.reachable(t) {
		return nil, State{}
	}
	p := d.planned(t)
	if p == nil || !p.Nothing() {
		return nil, State{}
	}
	d.goOn(p, Held{}, true)
	return d.events, d.goneOn(t.Framework)
}

// goneOn is the state on another version, before the record that leads there.
func (d *decider) goneOn(to *proficiency.Framework) State {
	after := d.after()
	after.seq, after.at, after.head, after.recent = d.s.seq, d.s.at, d.s.head, d.s.recent
	return after.placedBy(to.Index())
}

// revivedOn has a withdrawn enrolment that can be finished no more go on with
// the newest version that is open, before it is enrolled on again.
func (d *decider) revivedOn(at CentreID) {
	life, t := d.f.Lifecycle, d.f.Target
	if life == nil {
		return
	}
	if ok, _ := life.Finishable(d.todayAt(at)); ok {
		return
	}
	if t == nil {
		d.untold = true
		return
	}
	if !d.reachable(t) {
		return
	}
	if t.Framework.Ref() == d.fw.Ref() { // none that is open is newer
		d.finishableOn(d.fw.Ref(), life, d.todayAt(at), "have a newer version published that can be finished, with a migration that leads there")
		return
	}
	d.goOn(d.planned(t), Held{}, false)
	if len(d.reasons) > 0 || d.untold {
		return
	}
	after := d.goneOn(t.Framework)
	d.fw, d.s = t.Framework, &after
}
