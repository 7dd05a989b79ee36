package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// What is counted of records that are taken over from elsewhere: the ways in which
// one is, the codes for which one is refused or some of it left out, and what
// becomes of it afterwards. Three more that a walk comes to are too seldom for a
// million steps: on a declined enrolment nearly everything is decided; decisions
// stand together where a newer version has made one item of several that were all
// confirmed; and not-assessed is left out where one has taken away a level that
// the answer did not reach any more.
var (
	ways = []string{
		"from the same version", "by a migration", "a later export", "an export of before", "nothing new", "some items",
		"only news of a sign-off", "with a sign-off", "a sign-off stands no more", "for the upgraded", "from paper", "passed on",
		"on not-started", "on in-progress", "on void",
		"then set aside", "then renewed", "then answered anew", "then revised", "then on a certificate", "then relied on", "then upgraded",
	}
	waysLeftOut = []workflow.Code{
		workflow.Unconfirmed, workflow.ItemRejected, workflow.Lapsed, workflow.ItemWaived, workflow.ConfirmAgain, workflow.AssessAgain,
		workflow.UnknownItem, workflow.BelowLevel, workflow.AlreadyTransferred, workflow.AlreadyRequested, workflow.DecidedBefore,
	}
	waysRefused = []workflow.Code{
		workflow.NotFound, workflow.IsTheLearner, workflow.Code(roles.CodeLacksCapability), workflow.EnrolmentWithdrawn, workflow.IsATrial,
		workflow.WrongSubject, workflow.Unsupervised, workflow.UnknownItem, workflow.DuplicateItem, workflow.OtherFramework, workflow.OwnRecord,
		workflow.OtherLearner, workflow.OlderRecord, workflow.UpgradeFirst, workflow.NoMigration,
	}
)

// waysNever are those that no walk comes to, with why.
var waysNever = map[string]string{
	leftOutFor(workflow.NotAnswered):      "an engine confirms nothing without an answer",
	leftOutFor(workflow.UnknownAnswer):    "an engine stores answers that stand on the scale",
	leftOutFor(workflow.InvalidID):        "an engine stores well-formed ids",
	refusedFor(workflow.NoTransfer):       "a line names a record that there is",
	refusedFor(workflow.OtherRecord):      "no installation goes back, and on otherwise",
	refusedFor(workflow.OtherContent):     "all installations have one catalogue",
	refusedFor(workflow.UnknownFramework): "all installations have one catalogue",
	refusedFor(workflow.TooLarge):         "what walks make is small",
}

func leftOutFor(c workflow.Code) string { return "left out for " + string(c) }

func refusedFor(c workflow.Code) string { return "refused for " + string(c) }

// transferWays are all that a long walk comes to.
func transferWays() []string {
	all := slices.Clone(ways)
	for _, c := range waysLeftOut {
		all = append(all, leftOutFor(c))
	}
	for _, c := range waysRefused {
		all = append(all, refusedFor(c))
	}
	return all
}

// waysOf are those that a step goes.
func waysOf(before, after *Moment) (all []string) {
	if c, ok := transferOf(before, after); ok {
		all = waysOver(c, before, after)
	}
	add := func(is bool, what string) {
		if is {
			all = append(all, what)
		}
	}
	for _, event := range after.Events {
		switch e := event.(type) {
		case *workflow.DecisionEnded:
			add(before.broughtOn(e.Item) && e.Cause == workflow.CauseSetAside, "then set aside")
		case *workflow.Decided:
			add(before.broughtOn(e.Item) && e.Outcome == workflow.Confirmed, "then renewed")
		case *workflow.Answered:
			add(before.broughtOn(e.Item), "then answered anew")
		case *workflow.SignedOff:
			add(len(e.Attained.Transferred) > 0, "then on a certificate")
		}
		add(after.reliesOnBrought(attainmentsOf(event)), "then relied on")
	}
	if r, ok := after.Request.Command.(*workflow.Revise); ok {
		add(before.broughtOn(r.Item) && after.Denied != nil && after.Denied.Has(workflow.FromElsewhere), "then revised")
	}
	add(len(after.Records) > 0 && after.tale.change != nil && slices.ContainsFunc(after.tale.items, func(it taleItem) bool {
		return it.decision != nil && it.decision.Original != nil
	}), "then upgraded")
	return all
}

func waysOver(c *workflow.AcceptTransfer, before, after *Moment) (all []string) {
	e := takenBy(after)
	switch {
	case after.Denied != nil:
		for _, code := range codesOf(after.Denied) {
			all = append(all, refusedFor(code))
		}
		return all
	case e == nil:
		return []string{"nothing new"}
	}
	last := before.tale.tookBefore(c.Transfer)
	for what, is := range map[string]bool{
		"from the same version": e.Digest == after.Framework.Digest(), "by a migration": e.Digest != after.Framework.Digest(),
		"a later export": last != nil, "an export of before": after.Step.Brought.AsOf != 0, "some items": len(c.Items) > 0,
		"only news of a sign-off": len(e.Items) == 0, "with a sign-off": e.SignOff.Serial != "",
		"a sign-off stands no more": last != nil && last.SignOff.Serial != "" && e.SignOff.Serial == "",
		"for the upgraded":          after.tale.change != nil,
		"from paper":                slices.ContainsFunc(e.Decisions, func(o workflow.Original) bool { return o.Paper }),
		"passed on":                 slices.ContainsFunc(e.Decisions, func(o workflow.Original) bool { return o.By.Origin() != e.Origin }),
		"decisions that stand together": slices.ContainsFunc(e.Items, func(t workflow.TakenOver) bool {
			return len(t.Decisions) > 1
		}),
		"on " + string(before.Status): len(e.Items) > 0,
	} {
		if is {
			all = append(all, what)
		}
	}
	for _, l := range e.Left {
		all = append(all, leftOutFor(l.Code))
	}
	return all
}

// broughtOn reports whether the decision on an item was taken over.
func (m *Moment) broughtOn(id proficiency.ItemID) bool {
	i := m.tale.index(id)
	return i != none && m.tale.items[i].decision != nil && m.tale.items[i].decision.Original != nil
}

// reliesOnBrought reports whether an attainment is that of a sign-off that was
// taken over into an enrolment of the learner.
func (m *Moment) reliesOnBrought(relied []workflow.Attainment) bool {
	if len(relied) == 0 {
		return false
	}
	for _, t := range m.x.book.tales {
		for _, e := range t.brought {
			if t.about.Learner == m.About.Learner && slices.ContainsFunc(relied, func(a workflow.Attainment) bool { return a.Serial == e.SignOff.Serial && a.Serial != "" }) {
				return true
			}
		}
	}
	return false
}
