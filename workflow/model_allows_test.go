package workflow_test

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// An oracle says what the rules have against a command, written down once more
// row by row: rules.md calls it "by", "from" and "rules". The words are its own.
type oracle struct {
	*model
	f   workflow.Facts
	why []string
}

// forbids is what the rules have against a command by the actor of the facts; nothing means that it is allowed.
func (m *model) forbids(f workflow.Facts, cmd workflow.Command) []string {
	o := &oracle{model: m, f: f}
	switch c := cmd.(type) {
	case *workflow.Enrol, *workflow.EnrolTrial:
		o.opens(cmd)
		return o.why
	default:
		if o.unless(o.views(), "no view"); len(o.why) == 0 {
			o.fits(cmd)
		}
		if len(o.why) == 0 && !o.aboutItems(c) && !o.aboutOthers(c) {
			o.aboutEnrolment(c)
		}
	}
	return o.why
}

func (o *oracle) unless(holds bool, why string) {
	if !holds {
		o.why = append(o.why, why)
	}
}

func (o *oracle) scope() roles.Scope {
	return roles.Scope{Centres: o.centres, Category: o.fw.Category()}
}

// isLearner: the actor does what a learner does; of a centre, what its accountable person does.
func (o *oracle) isLearner() bool { return o.f.Actor == o.whose() }

// may: the actor holds the capability at a centre of the enrolment, in its category.
func (o *oracle) may(c roles.Capability) bool {
	return o.trial() || o.f.Policy.May(o.f.Person(o.f.Actor), c, o.scope()).Allowed()
}

func (o *oracle) views() bool {
	if o.own(o.f.Actor) || o.trial() {
		return o.own(o.f.Actor)
	}
	linked := slices.Contains(o.supervisors, o.f.Actor) || o.stands() && o.given[len(o.given)-1].By == o.f.Actor
	for _, v := range o.items {
		linked = linked || v.Decision != nil && v.Decision.By == o.f.Actor || v.Waiver != nil && v.Waiver.By == o.f.Actor
	}
	return linked && o.f.Policy.HoldsAny(o.f.Person(o.f.Actor), o.scope()) || o.may(roles.CanViewCentre)
}

// opens: an enrolment that there is already is opened only when withdrawn.
func (o *oracle) opens(cmd workflow.Command) {
	o.unless(o.withdrawn, "not withdrawn")
	c, ok := cmd.(*workflow.Enrol)
	if !ok {
		o.unless(o.isLearner(), "somebody else's")
		o.saysAll(cmd.(*workflow.EnrolTrial).Attributes)
		return
	}
	o.saysAll(c.Attributes)
	if o.opensCentre(c) {
		return
	}
	own := c.Learner == o.f.Actor
	o.unless(own || o.f.Policy.May(o.f.Person(o.f.Actor), roles.CanEnrol, roles.Scope{Centres: []workflow.CentreID{c.Centre}, Category: o.fw.Category()}).Allowed(), "may not enrol")
	o.unless(!own || o.fw.Enrolment().Self, "not by themselves")
	o.unless(own || o.onStaffList(c), "not on the staff list")
	o.unless(c.CompleteBy.IsZero() || !c.CompleteBy.Before(o.today(c.Centre)), "complete by the past")
	o.unless(o.f.Person(c.Learner).DelegateOf(c.Centre), "no delegate")
	o.meetsRequirements(c)
}

func (o *oracle) onStaffList(c *workflow.Enrol) bool {
	s := o.f.Person(o.f.Actor)
	return s != nil && slices.Contains(s.Staff, roles.StaffEntry{Centre: c.Centre, Person: c.Learner})
}

// byLearner: the learner, active at some centre of an enrolment that goes on.
func (o *oracle) byLearner() {
	o.unless(o.isLearner(), "not the learner")
	o.activeAndGoing()
}

func (o *oracle) activeAndGoing() {
	o.unless(!o.withdrawn, "withdrawn")
	active := o.trial()
	for _, c := range o.centres {
		active = active || o.f.Person(o.f.Actor).DelegateOf(c)
	}
	o.unless(active, "not active")
}

func (o *oracle) afterAgreement() {
	o.byLearner()
	o.unless(o.agreed || !o.fw.Declaration().Asked(), "not agreed")
}

// byCapability: somebody with the capability, and not the learner, on an
// enrolment that goes on.
func (o *oracle) byCapability(c roles.Capability) {
	o.unless(!o.withdrawn, "withdrawn")
	o.others()
	o.unless(o.may(c), "no capability")
}

// others: nobody decides on their own enrolment, trials apart.
func (o *oracle) others() { o.unless(o.trial() || !o.own(o.f.Actor), "own enrolment") }

func isEmpty(s string) bool { return strings.TrimSpace(s) == "" }

// each visits the items named, which must be some, each once and in the framework.
func (o *oracle) each(ids []proficiency.ItemID, visit func(it *proficiency.Item, v workflow.ItemView)) {
	o.unless(len(ids) > 0, "nothing named")
	for i, id := range ids {
		o.unless(!slices.Contains(ids[:i], id), "named twice")
		if it := o.fw.Item(id); it != nil {
			visit(it, o.items[id])
		} else {
			o.unless(false, "no such item")
		}
	}
}

// aboutItems are the commands of rules.md §3 that learners and deciders give.
func (o *oracle) aboutItems(cmd workflow.Command) bool {
	switch c := cmd.(type) {
	case *workflow.SelfAssess:
		o.byAuthor()
		o.unless(len(c.Items) > 0, "nothing named")
		o.model = o.answering()
		for i := range c.Items {
			o.answers(&c.Items[i], c.Overwrite)
		}
	case *workflow.ClearAnswer:
		o.afterAgreement()
		o.each(c.Items, func(it *proficiency.Item, v workflow.ItemView) {
			o.unless(o.counts(it) && v.Waiver == nil && v.Answer != nil && o.open(), "nothing to clear")
			o.unless(c.Overwrite || !standing(v.Decision, o.f.Now), "would lose the confirmation")
		})
	case *workflow.RequestConfirmation:
		o.afterAgreement()
		o.addressee(c.To)
		o.each(c.Items, func(it *proficiency.Item, v workflow.ItemView) {
			o.unless(o.requestable(it, v), "not to be sent")
			o.unless(o.mayConfirm(c.To, it, o.centres), "may not confirm")
		})
	case *workflow.WithdrawRequest:
		o.afterAgreement()
		o.each(c.Items, func(_ *proficiency.Item, v workflow.ItemView) { o.unless(v.Request != nil, "nothing pending") })
	case *workflow.Confirm:
		o.decides(c.Items)
	case *workflow.Reject:
		o.decides(c.Items)
		o.unless(!isEmpty(c.Reason) && len(c.Actions) > 0, "no reason or action")
	case *workflow.Revise:
		o.revises(c)
	case *workflow.ChooseOptional:
		o.afterAgreement()
		o.chooses(c)
	default:
		return false
	}
	return true
}

// answers: not when excluded, locked or waived; all that is asked and required
// comes with it; what would be lost is accepted.
func (o *oracle) answers(a *workflow.ItemAnswer, overwrite bool) {
	it := o.fw.Item(a.Item)
	v := o.items[it.ID()]
	switch o.itemStatus(it, o.f.Now) {
	case workflow.ItemStatusNotApplicable, workflow.ItemStatusExcluded, workflow.ItemStatusLocked, workflow.ItemStatusWaived:
		o.unless(false, "takes no answer")
		return
	}
	for q := range it.Questions().Values() {
		given := answerOf(a.Answers, q.ID())
		_, known := q.Scale().Answer(given)
		o.unless(known || given == "" && !q.Required(), "not answered")
	}
	for _, g := range a.Answers {
		o.unless(g.On.IsZero() || !o.today(o.first()).Before(g.On), "in the future")
	}
	if asks := it.AsksFor(); o.meets(it, a.Answers) {
		o.unless(!asks.Comment || !isEmpty(a.Comment), "no comment")
		o.unless(!asks.Evidence || len(a.Evidence) > 0, "no evidence")
		o.unless(!asks.Date || !a.On.IsZero(), "no date")
	}
	for _, e := range a.Evidence {
		o.unless(!isEmpty(e.Title) || !isEmpty(e.Location) || o.nothingNew(it, v.Answer, a), "evidence of nothing")
	}
	o.unless(a.On.IsZero() || !o.today(o.first()).Before(a.On), "in the future")
	o.unless(overwrite || !standing(v.Decision, o.f.Now) || !o.changes(it, v.Answer, a), "would lose the confirmation")
}

// nothingNew: the very same as what is there, redacted evidence as it is left,
// where that opens nothing again.
func (o *oracle) nothingNew(it *proficiency.Item, was *workflow.Answered, a *workflow.ItemAnswer) bool {
	status := o.itemStatus(it, o.f.Now)
	if was == nil || status == workflow.ItemStatusRejected || status == workflow.ItemStatusLapsed || was.Comment.String() != a.Comment || was.On != a.On {
		return false
	}
	for q := range it.Questions().Values() {
		if answerOf(repeated(was.Answers), q.ID()) != answerOf(a.Answers, q.ID()) {
			return false
		}
	}
	return slices.EqualFunc(was.Evidence, a.Evidence, func(e workflow.Evidence, r workflow.EvidenceRef) bool {
		return e.Title.String() == r.Title && e.Location.String() == r.Location && e.On == r.On
	})
}

// changes: another answer, or evidence taken away where it is asked for.
func (o *oracle) changes(it *proficiency.Item, was *workflow.Answered, a *workflow.ItemAnswer) bool {
	for q := range it.Questions().Values() {
		if answerOf(repeated(was.Answers), q.ID()) != answerOf(a.Answers, q.ID()) {
			return true
		}
	}
	for _, e := range was.Evidence {
		kept := slices.ContainsFunc(a.Evidence, func(r workflow.EvidenceRef) bool {
			return r.Title == e.Title.String() && r.Location == e.Location.String() && r.On == e.On
		})
		gone := e.Title != nil && e.Title.Words == "" || e.Location != nil && e.Location.Words == "" // redacted
		if it.AsksFor().Evidence && !kept && !gone {
			return true
		}
	}
	return false
}

// requestable: assessed, or confirmed and near enough to its end.
func (o *oracle) requestable(it *proficiency.Item, v workflow.ItemView) bool {
	switch o.itemStatus(it, o.f.Now) {
	case workflow.ItemStatusAssessed:
		return o.sendable(it)
	case workflow.ItemStatusConfirmed:
		if !o.sendable(it) {
			return false
		}
		rule := it.Validity()
		if v.Request != nil || rule.Months == 0 || rule.RenewWithin == 0 || v.Decision.Term == nil {
			return false
		}
		zone := o.zone(v.Decision.As.Centre)
		last := proficiency.DateOf(v.Decision.Term.Until.Add(-1), zone)
		return !proficiency.DateOf(o.f.Now, zone).Before(monthsAfter(last, -rule.RenewWithin))
	}
	return false
}

func (o *oracle) decides(items []workflow.Seen) {
	o.unless(!o.withdrawn, "withdrawn")
	o.others()
	ids := make([]proficiency.ItemID, len(items))
	for i, on := range items {
		ids[i] = on.Item
	}
	o.each(ids, func(it *proficiency.Item, v workflow.ItemView) {
		i := slices.Index(ids, it.ID())
		o.unless(v.Request != nil && v.Request.To == o.f.Actor, "not the addressee")
		o.unless(v.Answer != nil && v.Answer.Basis == items[i].Basis, "changed since")
		o.unless(o.mayConfirm(o.f.Actor, it, o.centres), "may not confirm")
	})
}

// revises: the decider, still in the role, of what is in date and no paper.
func (o *oracle) revises(c *workflow.Revise) {
	o.unless(!o.withdrawn, "withdrawn")
	o.others()
	o.unless(!isEmpty(c.Reason) && (c.To == workflow.Confirmed || len(c.Actions) > 0), "no reason or action")
	it := o.fw.Item(c.Item)
	d := o.items[it.ID()].Decision
	if !o.counts(it) || o.items[it.ID()].Waiver != nil || d == nil {
		o.unless(false, "nothing to revise")
		return
	}
	o.unless(d.By == o.f.Actor && d.Paper == nil && d.Original == nil, "not the decider")
	o.unless(d.Outcome != c.To, "the same")
	o.unless(d.Outcome == workflow.Rejected || standing(d, o.f.Now), "lapsed")
	held := o.heldAt(d)
	o.unless(o.trial() || held != "", "role lost")
	if c.To == workflow.Confirmed && d.Term != nil && (o.trial() || held != "") { // from the day of the rejection
		o.unless(o.f.Now.Before(endOf(monthsAfter(d.Term.From, it.Validity().Months), o.zone(held))), "would have lapsed")
	}
}

// chooses: what is optional by itself or as a whole; what counts otherwise is lost knowingly.
func (o *oracle) chooses(c *workflow.ChooseOptional) {
	o.unless(len(c.Items)+len(c.Sections) > 0, "nothing named")
	turned := false
	for _, id := range c.Items {
		it := o.fw.Item(id)
		o.unless(it.Optional() && it.Choice() == nil && o.applies(it), "not optional, or not applicable")
		turned = turned || o.items[id].Chosen == c.Drop
	}
	for _, id := range c.Sections {
		section := o.fw.Section(id)
		o.unless(section.Optional(), "not optional")
		o.unless(slices.ContainsFunc(slices.Collect(section.AllItems().Values()), o.applies), "nothing in it applies")
		turned = turned || o.sections[id] == c.Drop
	}
	o.unless(c.Overwrite || !turned || !o.stands(), "would void the sign-off")
}
