package workflow

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

// An Action is a command that somebody could give, and whether it would be
// accepted as far as actor, enrolment and item go: what the command says
// beside (an answer, a reason, whom to ask) can still be refused.
type Action struct {
	Kind Kind
	// Reasons are why not; none means allowed.
	Reasons []Reason
	// Overwrite says that the command must accept that something is lost by it.
	Overwrite bool
}

// Allowed reports whether nothing speaks against it.
func (a Action) Allowed() bool { return len(a.Reasons) == 0 }

// An enrolmentGuard or itemGuard is the part of a command's decision that its
// other contents do not change.
type (
	enrolmentGuard struct {
		kind  Kind
		guard func(d *decider)
	}
	itemGuard struct {
		kind      Kind
		guard     func(d *decider, it *proficiency.Item, st *itemState)
		overwrite func(d *decider, it *proficiency.Item, st *itemState) bool
	}
)

var enrolmentGuards = []enrolmentGuard{
	{KindAgree, (*decider).agreeable},
	{KindAddSupervisor, func(d *decider) { d.notInTrial(); d.supervisorAdder() }},
	{KindRemoveSupervisor, (*decider).mayRemoveSupervisors},
	{KindRequestSignOff, func(d *decider) { d.agreedLearner(); d.signOffRequestable() }},
	{KindWithdrawSignOff, func(d *decider) { d.agreedLearner(); d.signOffPending() }},
	{KindSignOff, func(d *decider) { d.signOffDecidable() }},
	{KindDeclineSignOff, (*decider).signOffDeclinable},
	{KindWithdraw, func(d *decider) { d.withdrawer(true) }},
	{KindRemind, (*decider).anyRemindable},
	{KindRemindSignOff, func(d *decider) { d.signOffRemindable() }},
	{KindRevokeSignOff, func(d *decider) { d.signOffRevocable() }},
	{KindReassign, (*decider).mayReassign},
	{KindSetCompleteBy, func(d *decider) { d.scheduler() }},
	{KindSetAttributes, func(d *decider) { d.attributeSetter() }},
	{KindUpgrade, func(d *decider) { d.upgrader() }},
	{KindOverrideRequirement, func(d *decider) { d.overrider() }},
	{KindAcceptTransfer, func(d *decider) { d.transferrer() }},
	{KindSetContributors, func(d *decider) { d.contributorSetter() }},
	{KindSetAccountable, func(d *decider) { d.accountableSetter() }},
	{KindAddCentre, func(d *decider) { d.centreAdder() }},
	{KindRemoveCentre, (*decider).mayRemoveCentres},
	{KindComment, (*decider).commentator},
	{KindRedact, (*decider).mayRedact},
	{KindSubmit, (*decider).submittable},
}

var itemGuards = []itemGuard{
	{KindSelfAssess, byLearner((*decider).answerableNext), losesConfirmation},
	{KindClearAnswer, byLearner((*decider).clearable), losesConfirmation},
	{KindRequestConfirmation, byLearner((*decider).requestable), nil},
	{KindWithdrawRequest, byLearner((*decider).withdrawable), nil},
	{KindConfirm, byDecider(decidableOnly), nil},
	{KindReject, byDecider(decidableOnly), nil},
	{KindRevise, byDecider((*decider).revisable), nil},
	{KindChooseOptional, byLearner(choosableOnly), losesSignOff},
	{KindComment, func(d *decider, _ *proficiency.Item, _ *itemState) { d.commentator() }, nil},
	{KindRecordPaper, by((*decider).recorder, (*decider).recordable), nil},
	{KindWaive, by((*decider).waiver, (*decider).waivable), nil},
	{KindUnwaive, by((*decider).waiver, (*decider).unwaivable), nil},
	{KindSetAside, by((*decider).setter, (*decider).setAsidable), nil},
}

// by is for commands that need a capability.
func by(holder func(*decider) Held, guard func(*decider, *proficiency.Item, *itemState)) func(*decider, *proficiency.Item, *itemState) {
	return func(d *decider, it *proficiency.Item, st *itemState) {
		holder(d)
		guard(d, it, st)
	}
}

func byLearner(guard func(*decider, *proficiency.Item, *itemState)) func(*decider, *proficiency.Item, *itemState) {
	return func(d *decider, it *proficiency.Item, st *itemState) {
		d.agreedLearner()
		guard(d, it, st)
	}
}

func byDecider(guard func(*decider, *proficiency.Item, *itemState)) func(*decider, *proficiency.Item, *itemState) {
	return func(d *decider, it *proficiency.Item, st *itemState) {
		d.notWithdrawn()
		if d.notOwn() {
			guard(d, it, st)
		}
	}
}

func decidableOnly(d *decider, it *proficiency.Item, st *itemState) { d.decidable(it, st) }
func choosableOnly(d *decider, it *proficiency.Item, _ *itemState)  { d.choosable(it) }

func losesConfirmation(d *decider, _ *proficiency.Item, st *itemState) bool {
	return st.confirmed(d.stamp.At)
}
func losesSignOff(d *decider, _ *proficiency.Item, _ *itemState) bool { return d.s.signedOff() }

// mayRemoveSupervisors: the learner removes others; a supervisor leaves, but
// not the last one who may sign off.
func (d *decider) mayRemoveSupervisors() {
	d.notInTrial()
	if d.own() || !slices.Contains(d.s.enr().supervisors, d.f.Actor) {
		d.learner()
		return
	}
	d.notWithdrawn()
	d.notLastSignatory(d.f.Actor)
}

// Actions lists what the actor of the facts may do with the enrolment, each
// allowed or refused with reasons. Enrolling again after a withdrawal is not
// among them: it names a centre, which decides. Nor is what the framework knows
// nothing of: confirming, waiving and signing off where it is unsupervised, and
// submitting where it is not. Where [Decide] would return an
// error that is no refusal, because content or facts are not the enrolment's,
// nothing is allowed and nothing is said of it.
func Actions(fw *proficiency.Framework, s *State, f Facts) []Action {
	out := make([]Action, 0, len(enrolmentGuards))
	for _, g := range enrolmentGuards {
		if offered(fw, g.kind) {
			out = append(out, guarded(fw, s, f, g.kind, func(d *decider) bool { g.guard(d); return false }))
		}
	}
	return out
}

// ItemActions lists what the actor may do with one item; none for an item that
// the framework lacks.
func ItemActions(fw *proficiency.Framework, s *State, f Facts, item proficiency.ItemID) []Action {
	it := fw.Item(item)
	if it == nil {
		return nil
	}
	st := s.of(fw, it)
	out := make([]Action, 0, len(itemGuards))
	for _, g := range itemGuards {
		if !offered(fw, g.kind) {
			continue
		}
		out = append(out, guarded(fw, s, f, g.kind, func(d *decider) bool {
			g.guard(d, it, st)
			return g.overwrite != nil && g.overwrite(d, it, st)
		}))
	}
	return out
}

// SectionActions lists what the actor may do with one section as a whole:
// choosing or dropping it, if it is optional. There are none for a section
// that the framework lacks.
func SectionActions(fw *proficiency.Framework, s *State, f Facts, section proficiency.SectionID) []Action {
	sec := fw.Section(section)
	if sec == nil {
		return nil
	}
	return []Action{guarded(fw, s, f, KindChooseOptional, func(d *decider) bool {
		d.agreedLearner()
		d.sectionChoosable(sec)
		return d.s.signedOff()
	})}
}

func guarded(fw *proficiency.Framework, s *State, f Facts, kind Kind, guard func(*decider) bool) Action {
	a := Action{Kind: kind}
	d := decider{fw: fw, s: s, f: f, kind: kind}
	if err := d.prepare(); err != nil {
		a.Reasons = []Reason{noSuchEnrolment}
		return a
	}
	if d.visible() {
		a.Overwrite = guard(&d)
	}
	a.Reasons = d.reasons
	return a
}
