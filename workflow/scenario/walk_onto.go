package scenario

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// life is the lifecycle of a version, as the catalogue reads it.
func (b *book) life(fw *proficiency.Framework) proficiency.Lifecycle {
	life, err := b.catalog.Lifecycle(fw.Ref())
	if err != nil {
		return proficiency.Lifecycle{}
	}
	return life
}

// published reports whether a version is no draft, and its day has come.
func (b *book) published(fw *proficiency.Framework, day proficiency.Date) bool {
	life := b.life(fw)
	return (life.Status == proficiency.Published || life.Status == proficiency.Retired) && !day.Before(life.Published)
}

// taking reports whether learners may be enrolled on a version on a day.
func (b *book) taking(fw *proficiency.Framework, day proficiency.Date) bool {
	life := b.life(fw)
	over := !life.EnrolmentUntil.IsZero() && life.EnrolmentUntil.Before(day)
	retired := !life.RetiredOn.IsZero() && !day.Before(life.RetiredOn)
	return b.published(fw, day) && !over && !retired
}

// finishable reports whether the sign-off can be asked for on a day.
func (b *book) finishable(fw *proficiency.Framework, day proficiency.Date) bool {
	by := b.life(fw).FinishBy
	return by.IsZero() || !by.Before(day)
}

// leads reports whether migrations lead from one version to another.
func (b *book) leads(from, to *proficiency.Framework) bool {
	_, err := b.catalog.Migration(from.Ref(), to.Ref())
	return err == nil
}

// newest first.
func (b *book) versions(id proficiency.FrameworkID) []*proficiency.Framework {
	return slices.SortedFunc(slices.Values(b.known[id]), func(x, y *proficiency.Framework) int { return y.Version().Compare(x.Version()) })
}

// onto is the version that somebody means to go on with: the one named, or the
// newest that takes learners; nil if there is none.
func (b *book) onto(t *tale, to proficiency.Version, day proficiency.Date) *proficiency.Framework {
	for _, fw := range b.versions(t.plan.fw.ID()) {
		if fw.Version() == to || to == (proficiency.Version{}) && b.taking(fw, day) {
			return fw
		}
	}
	return nil
}

// notUpgraded is why the rules would not have an enrolment go on with a version.
func (b *book) notUpgraded(t *tale, to proficiency.Version, now time.Time) string {
	day := b.today(t, now)
	switch fw := b.onto(t, to, day); {
	case fw == nil:
		return "there is no such version, or none takes anybody"
	case fw.Version() == t.plan.fw.Version():
		return ""
	case fw.Version().Compare(t.plan.fw.Version()) < 0:
		return "it is older"
	case !b.published(fw, day):
		return "it is not published"
	case !b.finishable(fw, day):
		return "it had to be finished before"
	default:
		return unless(b.leads(t.plan.fw, fw), "no migration leads there")
	}
}

// byItself is the version with which the policy has an enrolment go on by
// itself before a command, and the tale on it; nil if there is none.
func (b *book) byItself(t *tale, cmd workflow.Command, now time.Time) *tale {
	switch cmd.(type) {
	case *workflow.Upgrade, *workflow.Enrol, *workflow.EnrolTrial:
		return nil
	}
	most := b.policy.AutoUpgrade().Most()
	if !t.exists || t.withdrawn || t.trial() || most == proficiency.StepNone {
		return nil
	}
	day := b.today(t, now)
	for _, fw := range b.versions(t.plan.fw.ID()) {
		step := t.plan.fw.Version().StepTo(fw.Version())
		if step == proficiency.StepNone || step > most || !b.taking(fw, day) || !b.leads(t.plan.fw, fw) {
			continue
		}
		then := t.clone()
		c, err := b.move(then, fw, now)
		if err != nil || !b.finishable(fw, day) || c.asks || c.costs(then) {
			return nil
		}
		return then
	}
	return nil
}

// costs reports whether an upgrade takes anything from the learner: a request,
// or results on an item that is asked no more.
func (c *change) costs(then *tale) bool {
	for i := range c.before.items {
		it := &c.before.items[i]
		fate, _ := c.by.Fate(c.before.plan.items[i].ID())
		lost := fate.To.Len() == 0 && (it.answer != nil || it.decision != nil || it.waiver != nil)
		if lost || it.request != nil && !then.requested(it.request) {
			return true
		}
	}
	return false
}

// requested reports whether a request is pending.
func (t *tale) requested(r *workflow.Requested) bool {
	return slices.ContainsFunc(t.items, func(it taleItem) bool { return it.request == r })
}

// asUpgraded is how an enrolment stood before a command that was refused, on
// the version that it would have gone on with by itself.
func (x *stretch) asUpgraded(m *Moment, cmd workflow.Command) *Moment {
	then := x.book.byItself(m.tale, cmd, m.Now)
	if then == nil {
		return m
	}
	own := *m
	own.tale, own.Framework, own.Status = then, then.plan.fw, then.whole(m.Now)
	own.Items = make([]workflow.ItemStatus, len(then.items))
	for i := range then.items {
		own.Items[i] = then.status(i, m.Now)
	}
	return &own
}
